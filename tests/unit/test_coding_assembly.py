"""All sources of codings as one: who coded, which session, which code, which place, which copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.codebooks import load_codebook
from analysis.ingest.codings import ReadCodings, read_codings
from analysis.ingest.codings.corpus import Corpus, FoundCode, FoundCoder, Stretch
from analysis.ingest.codings.names import name_coders, name_codes
from analysis.ingest.codings.slices import check_slice
from analysis.problems import ProblemList, ProblemsFound
from analysis.sessions import Sessions
from analysis.source_options import SourceOptions
from tests.codings.common import GIVEN, TEXTS, Given
from tests.codings.refi_qda import pack
from tests.codings.study import CODEBOOK, PLAN, SESSIONS, add_source, load, write_codings_study
from tests.codings.tables import write_csv, write_long
from tests.tiny_study import REPOSITORY, write_tiny_study

KEY = ["document", "coder", "code", "start", "end", "unit"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_codings_study(tmp_path)


def read(folder: Path) -> ReadCodings:
    return read_codings(load(folder))


def refuse(folder: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    return str(found.value)


def keys(read: ReadCodings) -> list[tuple[object, ...]]:
    return list(read.segments[KEY].fillna(-1).itertuples(index=False, name=None))


def account(receipts: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The counts by what and why, those of codes never used left out."""
    told = receipts[receipts["why"] != "code_never_used"]
    return {
        (str(what), str(why)): int(n)
        for (what, why), n in told.groupby(["what", "why"])["count"].sum().items()
    }


def long(rows: Sequence[Sequence[object]], texts: bool = True) -> str:
    """A long table of places, with the common texts unless they stand elsewhere."""
    whole = [(name, 0, len(text), text, "", "") for name, text in TEXTS.items()] if texts else []
    return write_csv(["document", "start", "end", "text", "coder", "code"], [*whole, *rows])


def row(one: Given, **changed: object) -> list[object]:
    cells = {
        "document": one.document,
        "start": one.start,
        "end": one.end,
        "text": one.words,
        "coder": one.coder,
        "code": one.code,
    }
    return list((cells | changed).values())


def test_a_study_without_codings_has_empty_tables(tmp_path: Path) -> None:
    empty = read(write_tiny_study(tmp_path))
    assert [len(frame) for frame in (empty.documents, empty.segments, empty.coded, empty.receipts)] == [0] * 4


def test_every_coding_has_ids_for_names_and_the_stored_text(folder: Path) -> None:
    add_source(folder, "talk", write_long())
    made = read(folder)
    assert made.documents["document"].tolist() == ["arendal", "steinkjer"]
    assert made.documents["session"].tolist() == ["first", "second"]
    assert made.documents["case"].tolist() == ["north-farm", "south-cafe"]
    assert dict(zip(made.documents["document"], made.documents["text"], strict=True)) == TEXTS
    assert made.documents["n_characters"].tolist() == [len(text) for text in TEXTS.values()]
    ids = {"Kari": "coder_a", "Ola": "coder_b", "Mette": "coder_c"}
    assert keys(made) == sorted(
        (one.document, ids[one.coder], one.code, one.start, one.end, "") for one in GIVEN
    )
    for one in made.segments.itertuples():
        assert TEXTS[str(one.document)][int(str(one.start)) : int(str(one.end))] == one.text
    first = made.coded.iloc[0]
    assert (first["session"], first["coder"], first["role"]) == ("first", "coder_a", "researcher")
    assert (first["n_documents"], first["n_codings"], first["n_codes"], first["n_mismatched"]) == (1, 4, 4, 0)
    assert account(made.receipts) == {
        ("coding_kept", "as_coded"): len(GIVEN),
        ("coding_read", "total"): len(GIVEN),
        ("file_read", "codings_file"): 1,
    }


def test_codes_of_the_book_that_nobody_gave_are_told_once(folder: Path) -> None:
    add_source(folder, "talk", write_long(GIVEN[:10]))
    add_source(folder, "more", long([row(one) for one in GIVEN[10:]], texts=False))
    receipts = read(folder).receipts
    unused = receipts[receipts["why"] == "code_never_used"]
    assert set(unused["source"]) == {"talk"}
    leaves = [code.id for code in load(folder).codebooks[CODEBOOK].leaves()]
    assert set(unused["before"]) == set(leaves) - {one.code for one in GIVEN}


def test_a_code_that_is_not_in_the_book_is_left_out_and_told(folder: Path) -> None:
    strange = [row(GIVEN[0], code="Prat"), row(GIVEN[1], code="Prat"), row(GIVEN[2])]
    add_source(folder, "talk", long(strange))
    made = read(folder)
    assert made.segments["code"].tolist() == ["openness"]
    (left,) = made.receipts[made.receipts["why"] == "code_not_in_book"].to_dict("records")
    assert (left["before"], left["count"]) == ("Prat", 2)
    assert account(made.receipts)["coding_read", "total"] == 3


def test_a_source_without_any_code_of_the_book_is_refused(folder: Path) -> None:
    add_source(folder, "talk", long([row(GIVEN[0], code="Prat"), row(GIVEN[1], code="Vær")]))
    message = refuse(folder)
    assert "talk.csv: no coding has a code of the codebook samskaping2018\n    seen:    Prat, Vær" in message
    assert "name the codebook that was used in sources.tsv" in message


def test_a_file_with_neither_texts_nor_codings_is_refused(folder: Path) -> None:
    xml = '<Project xmlns="urn:QDA-XML:project:1.0"><Sources/></Project>'
    path = pack(folder / "empty.qdpx", {"project.qde": xml.encode()})
    add_source(folder, "talk", path, format="refi_qda", name="empty.qdpx")
    assert "empty.qdpx: the file holds neither texts nor codings" in refuse(folder)


def test_who_gave_a_unit_a_code_that_is_not_in_the_book_has_read_it(folder: Path) -> None:
    lines = ["arendal;1;Kari;openness", "arendal;1;Ola;Prat", "arendal;2;Ola;openness"]
    add_source(folder, "talk", "\n".join(["document;unit;coder;code", *lines, ""]))
    made = read(folder)
    rows = made.segments[["unit", "coder", "code"]].itertuples(index=False, name=None)
    assert set(rows) == {("1", "coder_a", "openness"), ("1", "coder_b", ""), ("2", "coder_b", "openness")}
    (left,) = made.receipts[made.receipts["why"] == "code_not_in_book"].to_dict("records")
    assert (left["what"], left["count"]) == ("coding_left_out", 1)
    assert "no_code_given" not in set(made.receipts["why"])
    assert made.coded.set_index("coder")["n_codings"].to_dict() == {"coder_a": 1, "coder_b": 1}


def test_names_that_differ_in_capital_letters_are_one_coder_where_there_are_no_ids(folder: Path) -> None:
    add_source(folder, "talk", long([row(GIVEN[0]), row(GIVEN[3], coder="KARI")]))
    assert read(folder).segments["coder"].tolist() == ["coder_a", "coder_a"]


@pytest.mark.parametrize("unit", ["segment", "character"])
def test_units_without_words_are_no_segments(tmp_path: Path, unit: str) -> None:
    folder = write_codings_study(
        tmp_path, plan=PLAN.replace("other_units:", f"unit: {unit}\n    other_units:")
    )
    add_source(folder, "talk", "document;unit;coder;code\narendal;1;Kari;openness\n")
    message = refuse(folder)
    assert f"no unit {unit} can be made of texts that a table holds as units of its own only" in message
    assert "config/plan.yaml, line " in message
    assert f"seen:    {unit}; arendal\n    allowed: turn or paragraph" in message


def test_the_options_say_what_names_mean(folder: Path) -> None:
    rows = [row(GIVEN[0], document="Intervju 7", coder="KN", code="Prat"), row(GIVEN[10])]
    texts = [("Intervju 7", 0, len(TEXTS["arendal"]), TEXTS["arendal"], "", "")]
    options = 'coders: {kn: coder_a}\ndocuments: {"Intervju 7": first}\ncodes: {prat: openness}\n'
    content = long([*texts, *rows])
    add_source(folder, "talk", content, options=options)
    made = read(folder)
    # The same text stands under another name too: it is one text.
    assert made.documents["document"].tolist() == ["arendal", "steinkjer"]
    assert keys(made)[0] == ("arendal", "coder_a", "openness", GIVEN[0].start, GIVEN[0].end, "")
    (renamed,) = made.receipts[made.receipts["why"] == "document_renamed"].to_dict("records")
    assert (renamed["before"], renamed["after"]) == ("Intervju 7", "arendal")


def test_options_about_what_is_not_there_are_told_with_their_line(folder: Path) -> None:
    options = "coders: {Karl: coder_a, Ola: coder_x}\ndocuments: {arendal: third}\ncodes:\n  legall: legal\n"
    add_source(folder, "talk", write_long(), options=options)
    message = refuse(folder)
    assert "config/sources/talk.yaml, line 1: data/raw/talks/talk.csv has no user “Karl”" in message
    assert "line 1: there is no coder “coder_x”" in message
    assert "line 2: there is no session “third”" in message
    assert "line 4: data/raw/talks/talk.csv has no code “legall”" in message
    assert "did you mean “legal”?" in message


def test_names_that_stand_for_nobody_are_told_with_the_nearest(folder: Path) -> None:
    add_source(folder, "talk", long([row(GIVEN[0], coder="Karri"), row(GIVEN[10], document="steinkjaer")]))
    message = refuse(folder)
    assert "talk.csv: there is no coder “Karri”\n    seen:    Karri" in message
    assert "did you mean “Kari”?; add “Karri” to the names of a coder in config/sessions.yaml" in message
    assert "the coded text “steinkjaer” belongs to no session" in message
    assert "did you mean “steinkjer”?" in message


def test_a_study_without_coders_is_told_what_to_write(tmp_path: Path) -> None:
    folder = write_codings_study(tmp_path, sessions="sessions: []\n")
    add_source(folder, "talk", write_long())
    message = refuse(folder)
    assert "config/sessions.yaml: the study has codings, and lists no coders" in message
    assert '          - id: coder_a\n            names: ["Kari"]' in message
    assert '            documents: ["steinkjer"]' in message
    assert "there is no coder" not in message


def test_codings_without_a_coder_stay_unknown_unless_the_options_say_whose_they_are(folder: Path) -> None:
    add_source(folder, "talk", long([row(one, coder="") for one in GIVEN[:2]]))
    made = read(folder)
    assert set(made.segments["coder"]) == {"unknown"}
    assert account(made.receipts)["coding_noted", "coder_unknown"] == 2
    said = folder / "config" / "sources" / "talk.yaml"
    said.parent.mkdir()
    said.write_text('coders: {"*": coder_c}\n', "utf-8")
    assert set(read(folder).segments["coder"]) == {"coder_c"}


def corpus(*coders: FoundCoder) -> Corpus:
    """A file with one coding by each of some users."""
    one = Stretch("arendal", "", "legal", 0, 3, "", "selection 1")
    stretches = tuple(replace(one, coder=user.id or user.name) for user in coders)
    return Corpus("talk.qdpx", (), (), coders, stretches)


def sessions(folder: Path) -> Sessions:
    return load(folder).sessions


def test_two_users_of_one_name_must_be_told_apart(folder: Path) -> None:
    users = (FoundCoder("Kari", "G1"), FoundCoder("kari", "G2"), FoundCoder("Ola", "G3"))
    found = ProblemList("talk.qdpx")
    ids = name_coders(corpus(*users), "talk", SourceOptions(), sessions(folder), found)
    (problem,) = found.problems
    assert problem.what == "two users of the project have the same name, and both have coded"
    assert problem.seen == "Kari (G1), kari (G2)"
    assert '"G1": <coder>, "G2": <coder>' in problem.remedy
    assert ids == {"": "unknown", "G3": "coder_b"}
    said = SourceOptions(coders={"G1": "coder_a", "G2": "coder_c"})
    found = ProblemList("talk.qdpx")
    ids = name_coders(corpus(*users), "talk", said, sessions(folder), found)
    assert not found.problems
    assert ids == {"": "unknown", "G1": "coder_a", "G2": "coder_c", "G3": "coder_b"}


def test_a_user_who_coded_nothing_need_not_be_known(folder: Path) -> None:
    users = (FoundCoder("Ola", "G1"),)
    held = replace(corpus(*users), coders=(*users, FoundCoder("Ola", "G2"), FoundCoder("Admin", "G3")))
    found = ProblemList("talk.qdpx")
    assert name_coders(held, "talk", SourceOptions(), sessions(folder), found)["G1"] == "coder_b"
    assert not found.problems


def test_a_user_without_a_name_is_named_by_the_options(folder: Path) -> None:
    found = ProblemList("talk.qdpx")
    name_coders(corpus(FoundCoder("", "G1")), "talk", SourceOptions(), sessions(folder), found)
    assert [problem.what for problem in found.problems] == ["a user of the project has no name"]


def test_a_coder_may_be_called_by_the_id_in_sessions(folder: Path) -> None:
    found = ProblemList("talk.qdpx")
    held = corpus(FoundCoder("Coder_A"))
    assert name_coders(held, "talk", SourceOptions(), sessions(folder), found)["Coder_A"] == "coder_a"


def test_codes_are_known_by_labels_ways_and_what_stands_above() -> None:
    path = REPOSITORY / "config" / "codebooks" / f"{CODEBOOK}.yaml"
    codebook = load_codebook(path, REPOSITORY)
    found = ProblemList("talk.qdpx")
    names = [
        "Felles mål",
        "FELLES MÅL ",
        "Shared goals",
        "Verdier/Åpenhet",
        "fields > anchoring",
        "Prat",
        "values.democracy",
        "f.eks.democracy",
    ]
    held = replace(corpus(), codes=tuple(FoundCode(name) for name in names))
    assert name_codes(held, SourceOptions(), codebook, "talk", found) == {
        "Felles mål": "shared_goals",
        "FELLES MÅL ": "shared_goals",
        "Shared goals": "shared_goals",
        "Verdier/Åpenhet": "openness",
        "fields > anchoring": "anchoring",
        "values.democracy": "democracy",
    }
    # A second code of the same name: what stands above it in the tool decides.
    barriers = next(code for code in codebook.codes if code.id == "barriers")
    twin = barriers.codes[0].model_copy(update={"id": "twin", "names": ["Forankring"]})
    changed = barriers.model_copy(update={"codes": [*barriers.codes, twin]})
    doubled = codebook.model_copy(
        update={"codes": [changed if code.id == "barriers" else code for code in codebook.codes]}
    )
    held = replace(corpus(), codes=(FoundCode("forankring", ("Barrierer",)), FoundCode("Forankring")))
    assert name_codes(held, SourceOptions(), doubled, "talk", found) == {"forankring": "twin"}
    (problem,) = found.problems
    assert (problem.what, problem.allowed) == (
        "the code “Forankring” may be one of several codes of samskaping2018",
        "anchoring, twin",
    )


@pytest.mark.parametrize(
    ("start", "end", "words", "expected"),
    [
        (0, 3, "abc", (0, 3, "as_coded")),
        (0, 3, "", (0, 3, "as_coded")),
        (4, 11, "ä b\r\n c", (4, 9, "found_near")),
        (4, 10, "a\u0308  b c", (4, 10, "as_coded")),
        (0, 4, "xyz", (17, 20, "found_near")),
        (0, 3, "abd", (0, 3, "text_differs")),
        (0, 3, "dup", (0, 3, "text_differs")),
        (30, 40, "xyz", (17, 20, "found_near")),
        (19, 40, "yz", (18, 20, "found_near")),
        (17, 21, "xyz ", (17, 20, "as_coded")),
        (15, 40, "none", (15, 40, "place_beyond")),
        (15, 40, "", (15, 40, "place_beyond")),
        (-2, 3, "abc", (0, 3, "found_near")),
        (3, 3, "", (3, 3, "place_beyond")),
        (None, None, "xyz", (17, 20, "found_by_words")),
        (None, None, "dup", (0, 0, "words_not_found")),
        (None, None, "", (0, 0, "words_not_found")),
    ],
)
def test_words_are_held_against_the_stored_text(
    start: int | None, end: int | None, words: str, expected: tuple[int, int, str]
) -> None:
    text = "abc\nä\u00a0b\nc dup dupxyz"
    slice = check_slice(text, start, end, words)
    assert (slice.start, slice.end, slice.why) == expected


def test_words_far_from_their_place_are_not_taken(tmp_path: Path) -> None:
    text = "Ja. " + "å" * 3000 + " Nei."
    assert check_slice(text, 0, 4, "Nei.").why == "text_differs"
    assert check_slice(text, 2500, 2504, "Nei.").why == "found_near"


def test_codings_beside_their_words_are_moved_and_others_left_out(folder: Path) -> None:
    moved = row(GIVEN[0], start=GIVEN[0].start + 2, end=GIVEN[0].end + 2)
    wrong = row(GIVEN[1], text="noe annet")
    beyond = row(GIVEN[2], start=5000, end=5010, text="heller ikke")
    right = [row(one) for one in GIVEN[3:]]
    add_source(folder, "talk", long([moved, wrong, beyond, *right]))
    made = read(folder)
    assert account(made.receipts) == {
        ("coding_kept", "as_coded"): len(right),
        ("coding_kept", "found_near"): 1,
        ("coding_left_out", "place_beyond"): 1,
        ("coding_left_out", "text_differs"): 1,
        ("coding_moved", "found_near"): 1,
        ("coding_read", "total"): len(GIVEN),
        ("file_read", "codings_file"): 1,
    }
    assert ("arendal", "coder_a", "openness", GIVEN[0].start, GIVEN[0].end, "") in keys(made)
    line = made.receipts[made.receipts["why"] == "text_differs"].iloc[0]
    assert line["column"] == "arendal, row 5"
    assert (line["before"], line["after"]) == (GIVEN[1].words, "noe annet")
    assert made.coded["n_mismatched"].tolist() == [1, 1, 1, 0, 0, 0]


def test_too_many_mismatches_are_an_error_with_examples(tmp_path: Path) -> None:
    folder = write_codings_study(tmp_path, plan=PLAN.replace("0.3", "0.05"))
    add_source(folder, "talk", long([row(GIVEN[0], text="noe annet"), *(row(one) for one in GIVEN[1:])]))
    message = refuse(folder)
    assert "talk.csv: 1 of 16 codings have other words than the text at their place" in message
    assert "6.2%; row 4 of “arendal”: the coding has “noe annet”, the text “Vi åpner døra" in message
    assert "allowed: at most 5.0%" in message


def test_stretches_without_a_place_are_found_by_their_words(folder: Path) -> None:
    add_source(folder, "talk", write_long(GIVEN[:1]))
    rows = [["steinkjer", "Loven setter grenser — men hvor?", "legal"], ["steinkjer", "Kommune 1", "legal"]]
    add_source(folder, "found", write_csv(["document", "content", "tag"], rows))
    made = read(folder)
    one = GIVEN[14]
    assert ("steinkjer", "unknown", "legal", one.start, one.end, "") in keys(made)
    counts = account(made.receipts)
    assert counts["coding_kept", "found_by_words"] == 1
    assert counts["coding_left_out", "words_not_found"] == 1


def test_stretches_without_a_text_anywhere_are_units_by_their_words(folder: Path) -> None:
    rows = [
        ["steinkjer", "Loven", "legal"],
        ["steinkjer", "Penger", "financial"],
        ["steinkjer", "Loven", "anchoring"],
    ]
    add_source(folder, "found", write_csv(["document", "content", "tag"], rows))
    made = read(folder)
    assert made.documents["units"].tolist() == ["given"]
    assert made.segments[["unit", "code"]].to_numpy().tolist() == [
        ["stretch 1", "anchoring"],
        ["stretch 2", "financial"],
        ["stretch 1", "legal"],
    ]


def test_the_same_coding_in_two_copies_counts_once(folder: Path) -> None:
    lacking = [one for one in GIVEN if one.code != "legal" and one is not GIVEN[3]]
    add_source(folder, "karis-copy", write_long())
    add_source(folder, "olas-copy", write_long(lacking))
    add_source(folder, "nobodys-copy", long([row(GIVEN[0], coder="")], texts=False))
    made = read(folder)
    assert len(made.segments) == len(GIVEN)
    assert set(made.segments["source"]) == {"karis-copy"}
    counts = account(made.receipts)
    assert counts["coding_left_out", "coding_in_other_copy"] == len(lacking) + 1
    assert counts["coding_noted", "code_missing_in_copy"] == 2
    assert counts["coding_noted", "coding_missing_in_copy"] == 1
    told = made.receipts.set_index("why")
    assert told.loc["coding_missing_in_copy", "column"] == "arendal, coder_a, shared_goals"
    assert set(told.loc[["code_missing_in_copy"], "source"]) == {"olas-copy"}


def test_a_coding_that_stands_twice_in_a_file_counts_once(folder: Path) -> None:
    add_source(folder, "talk", long([row(GIVEN[0]), row(GIVEN[0], coder="kari@example.org"), row(GIVEN[1])]))
    made = read(folder)
    assert len(made.segments) == 2
    assert account(made.receipts)["coding_left_out", "coding_doubled"] == 1


def test_copies_with_another_text_are_refused_at_the_first_difference(folder: Path) -> None:
    add_source(folder, "talk", write_long())
    add_source(folder, "copy", write_long().replace("ærlig talt", "erlig talt"))
    message = refuse(folder)
    assert (
        "copy.csv, line 1 of the text: the text “steinkjer” is another one in data/raw/talks/talk.csv"
        in message
    )
    assert "seen:    “oss «oppover», erlig talt. Virksomhet 2:”" in message
    assert "allowed: “oss «oppover», ærlig talt. Virksomhet 2:”" in message


def test_copies_that_differ_only_in_blanks_at_the_end_are_one_text(folder: Path) -> None:
    text = TEXTS["steinkjer"]
    shorter = [("steinkjer", 0, len(text) - 1, text[:-1], "", "")]
    add_source(folder, "copy", long([*shorter, row(GIVEN[14])], texts=False))
    add_source(folder, "talk", write_long())
    made = read(folder)
    assert made.documents["text"].tolist() == list(TEXTS.values())
    assert len(made.segments) == len(GIVEN)


def test_a_text_of_another_case_or_codebook_than_its_row_is_told(folder: Path) -> None:
    add_source(folder, "talk", write_long(), case="north-farm")
    message = refuse(folder)
    assert "the text “steinkjer” belongs to the session second of another case" in message
    assert "allowed: north-farm, as sources.tsv says" in message


def test_a_text_coded_with_two_codebooks_is_told(folder: Path) -> None:
    path = folder / "config" / "codebooks" / f"{CODEBOOK}.yaml"
    other = path.read_text("utf-8").replace(f"id: {CODEBOOK}", "id: other")
    path.with_name("other.yaml").write_text(other, "utf-8")
    add_source(folder, "talk", write_long())
    add_source(folder, "again", long([row(GIVEN[0])], texts=False), instrument="other")
    assert "the text “arendal” is coded with two codebooks" in refuse(folder)


def test_a_text_without_session_and_codings_is_told_and_left_out(folder: Path) -> None:
    add_source(folder, "talk", long([("Notater", 0, 2, "Nb", "", ""), row(GIVEN[0])]))
    made = read(folder)
    assert made.documents["document"].tolist() == ["arendal", "steinkjer"]
    (line,) = made.receipts[made.receipts["why"] == "document_not_coded"].to_dict("records")
    assert line["before"] == "Notater"


def test_units_without_texts_are_given_units(folder: Path) -> None:
    rows = [["arendal", "1", "legal", "-"], ["arendal", "2", "", "legal; openness"]]
    add_source(folder, "talk", write_csv(["document", "unit", "Kari", "Ola"], rows))
    made = read(folder)
    assert made.documents[["units", "text", "n_characters"]].to_numpy().tolist() == [["given", "", 0]]
    assert keys(made) == [
        ("arendal", "coder_a", "legal", -1, -1, "1"),
        ("arendal", "coder_b", "", -1, -1, "1"),
        ("arendal", "coder_b", "legal", -1, -1, "2"),
        ("arendal", "coder_b", "openness", -1, -1, "2"),
    ]
    assert account(made.receipts)["coding_noted", "no_code_given"] == 1


def test_units_with_texts_keep_what_somebody_did_not_read(folder: Path) -> None:
    header = ["document", "unit", "text", "Kari", "Ola"]
    rows = [["arendal", "1", "Ja", "legal", "-"], ["arendal", "2", "Nei", "-", "legal"]]
    path = add_source(folder, "talk", write_csv(header, rows))
    made = read(folder)
    assert made.documents["text"].tolist() == ["Ja\nNei"]
    assert made.segments["unit"].tolist() == [""] * 4
    rows[1][3] = ""
    path.unlink()
    (folder / "config" / "sources.tsv").write_text(
        "".join(
            line
            for line in (folder / "config" / "sources.tsv").read_text("utf-8").splitlines(keepends=True)
            if not line.startswith("talk")
        ),
        "utf-8",
    )
    add_source(folder, "talk", write_csv(header, rows))
    made = read(folder)
    assert made.documents["units"].tolist() == ["given"]
    assert made.segments[["coder", "unit", "text", "code"]].to_numpy().tolist() == [
        ["coder_a", "1", "Ja", "legal"],
        ["coder_b", "1", "Ja", ""],
        ["coder_b", "2", "Nei", "legal"],
    ]


def test_places_need_a_text_and_units_of_a_known_text_need_theirs(folder: Path) -> None:
    add_source(folder, "places", long([row(GIVEN[0])], texts=False))
    message = refuse(folder)
    assert "“arendal”: the codings name places, and no source holds the text they are places of" in message
    add_source(folder, "units", write_csv(["document", "unit", "Kari"], [["arendal", "1", "legal"]]))
    add_source(folder, "talk", write_long())
    message = refuse(folder)
    assert "units.csv: “arendal”: the table names units without their texts" in message
    assert "places.csv" not in message


def test_the_format_is_found_out_and_told(folder: Path) -> None:
    add_source(folder, "talk", write_long(), format="auto", part="rows")
    receipts = read(folder).receipts
    assert account(receipts)["file_read", "format_detected"] == 1
    add_source(folder, "strange", "a;b\n1;2\n", format="auto", part="rows")
    message = refuse(folder)
    assert "config/sources.tsv, row 8, column format: the file looks like no known file of codings" in message


def test_a_file_of_another_part_is_told(folder: Path) -> None:
    add_source(folder, "talk", write_long(), part="project")
    assert "codings from a plain table stand in a file “rows”" in refuse(folder)


def test_one_coder_only_is_no_error(folder: Path) -> None:
    add_source(folder, "talk", write_long([one for one in GIVEN if one.coder == "Kari"]))
    assert set(read(folder).coded["coder"]) == {"coder_a"}


def test_several_coders_of_two_files_and_the_order_of_rows_change_nothing(
    folder: Path, tmp_path: Path
) -> None:
    add_source(folder, "talk", long([row(one) for one in reversed(GIVEN)]))
    other = write_codings_study(tmp_path / "other", sessions=SESSIONS)
    add_source(other, "talk", write_long())
    pd.testing.assert_frame_equal(read(folder).segments, read(other).segments)
