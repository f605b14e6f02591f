"""Projects as NVivo, ATLAS.ti, MAXQDA and QualCoder exchange them, whole and broken."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.ingest.codings import project_archive
from analysis.ingest.codings.corpus import Corpus, FoundCode, FoundCoder
from analysis.ingest.codings.project_archive import looks_like_project, read_archive
from analysis.ingest.codings.refi_qda import FORMAT, read_refi_qda
from analysis.ingest.codings.refi_qda_codebook import read_codebook
from analysis.ingest.codings.refi_qda_places import Marked, Reading, choose_reading, holds_name, names_words
from analysis.ingest.codings.refi_qda_project import read_project
from analysis.ingest.exports import RawFile
from analysis.ingest.receipts import WHAT, WHY
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.codings.common import CODERS, CODES, GIVEN, TEXTS
from tests.codings.refi_qda import VARIANTS, Variant, describe, guid_of, pack, write_refi_qda

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
NVIVO = VARIANTS["nvivo"]


def read(path: Path, codebook: Path | None = None) -> Corpus:
    files = {"project": RawFile("project", path, "raw/a.qdpx")}
    if codebook:
        files["codebook"] = RawFile("codebook", codebook, "raw/a.qdc")
    return read_refi_qda(files, SourceOptions())


def write(folder: Path, xml: str, variant: Variant = NVIVO, texts: bool = True) -> Path:
    """The common project with another description, with or without its texts."""
    path = write_refi_qda(folder / "a.qdpx", variant)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if texts}
    return pack(path, {**members, variant.description: xml.encode()})


def change(folder: Path, before: str, after: str, variant: Variant = NVIVO) -> Path:
    xml = describe(variant)
    assert before in xml
    return write(folder, xml.replace(before, after, 1), variant)


def tell(corpus: Corpus) -> list[tuple[str, str, str, int | None, int | None, str]]:
    """The codings as rows, with the coders' names."""
    names = {coder.id: coder.name for coder in corpus.coders}
    rows = [
        (one.document, names.get(one.coder, one.coder), one.code, one.start, one.end, one.text)
        for one in corpus.stretches
    ]
    return sorted(rows)


def given() -> list[tuple[str, str, str, int | None, int | None, str]]:
    return sorted((one.document, one.coder, one.code, one.start, one.end, one.words) for one in GIVEN)


def notes(corpus: Corpus) -> dict[str, int]:
    """How many codings or things each reason of the receipts stands for."""
    assert {line["what"] for line in corpus.receipts} <= set(WHAT)
    counts: dict[str, int] = {}
    for line in corpus.receipts:
        assert line["why"] in WHY
        counts[str(line["why"])] = counts.get(str(line["why"]), 0) + int(line.get("count", 1))
    return counts


def refuse(path: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as raised:
        read(path)
    assert all(problem.file == "raw/a.qdpx" for problem in raised.value.problems)
    return [f"{problem.place}: {problem.what}".removeprefix(": ") for problem in raised.value.problems]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_tool_s_way_of_writing_gives_the_same_codings(name: str, tmp_path: Path) -> None:
    corpus = read(write_refi_qda(tmp_path / "a.qdpx", VARIANTS[name]))
    assert tell(corpus) == given()
    assert {one.name: one.text for one in corpus.texts} == TEXTS
    assert [coder.name for coder in corpus.coders] == list(CODERS)
    above = {code.name: code.above for code in corpus.codes if code.codable}
    assert above == CODES
    assert {one.coded_at for one in corpus.stretches} == {"2018-03-27"}


@pytest.mark.parametrize(
    ("name", "breaks", "units"),
    [
        ("atlas", "breaks_count_one", "units_of_characters"),
        ("atlas without names", "breaks_count_one", "units_of_characters"),
        ("nvivo", "breaks_count_two", "units_of_utf16"),
        ("qualcoder", "breaks_count_two", "units_of_characters"),
        ("utf-16", "breaks_count_one", "units_of_utf16"),
    ],
)
def test_the_receipts_say_how_the_tool_counts(name: str, breaks: str, units: str, tmp_path: Path) -> None:
    corpus = read(write_refi_qda(tmp_path / "a.qdpx", VARIANTS[name]))
    assert {breaks, units} < set(notes(corpus))
    assert corpus.receipts[0]["after"] == f"REFI-QDA 1.0, {VARIANTS[name].origin}"


@pytest.mark.parametrize(
    ("start", "end", "name", "origin", "wide", "pairs"),
    [
        (8, 11, "tre", "NVivo", False, False),
        (9, 12, "tre", "NVivo", False, True),
        (9, 12, "tre", "ATLAS.ti 9", True, False),
        (10, 13, "tre", "ATLAS.ti 9", True, True),
        (0, 2, "", "NVivo", False, True),
        (0, 2, "", "ATLAS.ti 9", False, False),
        (4, 13, "", "ATLAS.ti 9", True, True),
    ],
)
def test_the_words_decide_how_a_tool_counts_then_the_text_s_end_then_its_name(
    start: int, end: int, name: str, origin: str, wide: bool, pairs: bool
) -> None:
    chosen = choose_reading([Marked("en\r\nto 🌱 tre", start, end, name)], origin)
    assert chosen.reading == Reading(wide, pairs)


@pytest.mark.parametrize(
    ("words", "name", "holds"),
    [
        ("Det tar\n tid.", "Det tar tid.", True),
        ("favoritos.Dificultad: Media", "favoritos. Dificultad…", True),
        ("Det tar tid, og mer til", "Det tar tid.", False),
        ("Det tar tid og enda mer tid enn vi trodde", "Det tar tid og enda mer tid", True),
        ("Det tar tid", "", False),
        ("Det tar tid", "…", False),
    ],
)
def test_a_name_is_a_selection_s_words_whole_or_cut(words: str, name: str, holds: bool) -> None:
    assert holds_name(words, name) is holds


def test_a_label_is_not_taken_for_words() -> None:
    assert not names_words("damage done by fatty foods", 688, 907)
    assert not names_words("", 0, 4)
    assert names_words("some words", 0, 12)


def test_a_member_or_a_folder_may_be_written_in_any_case(tmp_path: Path) -> None:
    variant = replace(
        NVIVO, description="PROJECT.QDE", folder="SoUrCeS", upper=True, path="internal://å {}.txt"
    )
    path = write_refi_qda(tmp_path / "a.qdpx", variant)
    with zipfile.ZipFile(path) as archive:
        members = {
            name.lower().replace("sources/", "sources/a\u030a "): archive.read(name)
            for name in archive.namelist()
        }
    assert tell(read(pack(path, members))) == given()
    assert looks_like_project(path) and FORMAT.recognise(path)


def test_a_folder_packed_by_hand_is_read_too(tmp_path: Path) -> None:
    path = write_refi_qda(tmp_path / "a.qdpx", NVIVO)
    with zipfile.ZipFile(path) as archive:
        members = {f"my project/{name}": archive.read(name) for name in archive.namelist()}
    beside = {"__MACOSX/my project/._project.qde": b"\0\5\26\7"}
    assert tell(read(pack(path, {**members, **beside}))) == given()


def test_the_coder_of_the_selection_stands_in_for_that_of_the_coding(tmp_path: Path) -> None:
    kari = guid_of("user", "Kari", NVIVO)
    xml = describe(NVIVO).replace(f' creatingUser="{kari}"', "")
    corpus = read(
        write(tmp_path, xml.replace("<PlainTextSelection ", f'<PlainTextSelection creatingUser="{kari}" '))
    )
    assert tell(corpus) == given()


def test_a_coding_without_a_user_has_no_coder(tmp_path: Path) -> None:
    kari = guid_of("user", "Kari", NVIVO)
    corpus = read(write(tmp_path, describe(NVIVO).replace(f' creatingUser="{kari}"', "")))
    of_kari = [one for one in GIVEN if one.coder == "Kari"]
    assert [one.coder for one in corpus.stretches].count("") == len(of_kari)
    assert "coder_not_listed" not in notes(corpus)


def test_a_user_who_is_not_listed_is_nobody_and_said_to_be_missing(tmp_path: Path) -> None:
    ola = guid_of("user", "Ola", NVIVO)
    corpus = read(change(tmp_path, f'<User guid="{ola}" name="Ola"/>', ""))
    count = len([one for one in GIVEN if one.coder == "Ola"])
    assert [one.coder for one in corpus.stretches].count("") == count
    (line,) = [line for line in corpus.receipts if line["why"] == "coder_not_listed"]
    assert (line["before"], line["count"]) == (f"{ola[:8]}…", count)


def test_two_users_of_one_name_are_two_coders(tmp_path: Path) -> None:
    corpus = read(change(tmp_path, 'name="Ola"/>', 'name="Kari"/>'))
    kari, ola = guid_of("user", "Kari", NVIVO), guid_of("user", "Ola", NVIVO)
    assert corpus.coders[:2] == (FoundCoder("Kari", kari), FoundCoder("Kari", ola))
    assert {one.coder for one in corpus.stretches} >= {kari, ola}


def test_a_user_without_a_name_is_called_by_the_id(tmp_path: Path) -> None:
    corpus = read(change(tmp_path, 'name="Ola"/>', 'id="OLA"/>'))
    assert [coder.name for coder in corpus.coders] == ["Kari", "OLA", "Mette"]


def test_one_selection_may_have_several_codings_a_memo_and_a_note(tmp_path: Path) -> None:
    xml = describe(VARIANTS["atlas"])
    place = xml.index("<Coding ")
    xml = xml[:place] + "<Description>Kjernen\n i saken</Description>" + xml[place:]
    closed = xml.index("</PlainTextSelection>")
    note = '<Note guid="{4B7C}" name="x"><PlainTextContent>Spør igjen</PlainTextContent></Note>'
    xml = xml[:closed] + '<NoteRef targetGUID="4b7c"/>' + xml[closed:]
    corpus = read(
        write(tmp_path, xml.replace("</Sources>", f"</Sources><Notes>{note}</Notes>"), VARIANTS["atlas"])
    )
    assert tell(corpus) == given()
    assert [one.memo for one in corpus.stretches if one.memo] == ["Kjernen i saken Spør igjen"]


def test_a_selection_without_a_code_is_a_memo(tmp_path: Path) -> None:
    memo = '<PlainTextSelection guid="6e" startPosition="0" endPosition="4"><Description>?</Description>'
    corpus = read(change(tmp_path, "</TextSource>", f"{memo}</PlainTextSelection></TextSource>"))
    assert tell(corpus) == given()
    assert notes(corpus)["selection_without_code"] == 1


def test_what_is_no_text_is_counted(tmp_path: Path) -> None:
    code = guid_of("code", "legal", NVIVO)
    coding = f'<Coding guid="7a"><CodeRef targetGUID="{code}"/></Coding>'
    marked = f'<PictureSelection guid="7b">{coding}{coding}</PictureSelection>'
    picture = f'<PictureSource name="plakat.jpg">{marked}</PictureSource>'
    whole = f"{coding}</TextSource>"
    xml = describe(NVIVO).replace("</Sources>", f"{picture}</Sources>").replace("</TextSource>", whole, 1)
    corpus = read(write(tmp_path, xml))
    assert tell(corpus) == given()
    assert (notes(corpus)["not_text"], notes(corpus)["whole_text"]) == (2, 1)


def test_the_text_of_a_pdf_is_read_and_its_pages_not_counted_again(tmp_path: Path) -> None:
    coding = f'<Coding guid="8a"><CodeRef targetGUID="{guid_of("code", "legal", NVIVO)}"/></Coding>'
    pdf = (
        f'<PDFSource name="vedtak.pdf"><PDFSelection guid="8B" page="1">{coding}</PDFSelection>'
        '<Representation name="of_vedtak.pdf"><PlainTextContent>Vedtatt i går.</PlainTextContent>'
        f'<PlainTextSelection guid="8b" startPosition="0" endPosition="7">{coding}</PlainTextSelection>'
        "</Representation></PDFSource></Sources>"
    )
    corpus = read(change(tmp_path, "</Sources>", pdf))
    extra = [row for row in tell(corpus) if row not in given()]
    assert extra == [("vedtak.pdf", "", "legal", 0, 7, "Vedtatt")]
    assert "not_text" not in notes(corpus)


def test_a_coded_transcript_is_read_by_its_points(tmp_path: Path) -> None:
    coding = f'<Coding guid="9a"><CodeRef targetGUID="{guid_of("code", "legal", NVIVO)}"/></Coding>'
    points = '<SyncPoint guid="p1" position="6"/><SyncPoint guid="p2" position="12"/>'
    film = (
        '<AudioSource name="opptak.m4a"><Transcript name="opptak">'
        f"<PlainTextContent>Loven setter grenser.</PlainTextContent>{points}"
        f'<TranscriptSelection fromSyncPoint="P1" toSyncPoint="{{p2}}">{coding}</TranscriptSelection>'
        '</Transcript><Transcript name="aldri kodet" plainTextPath="internal://x.txt"/></AudioSource></Sources>'
    )
    corpus = read(change(tmp_path, "</Sources>", film))
    extra = [row for row in tell(corpus) if row not in given()]
    assert extra == [("opptak", "", "legal", 6, 12, "setter")]


def test_a_stretch_given_to_a_case_is_no_coding(tmp_path: Path) -> None:
    code = guid_of("code", "legal", NVIVO)
    xml = describe(NVIVO)
    place = xml.index(f'targetGUID="{code}"')
    xml = xml[:place] + xml[place:].replace(f'targetGUID="{code}"', 'targetGUID="CA5E"', 1)
    cases = '<Cases><Case guid="{ca5e}" name="Arendal"/></Cases><Sources>'
    corpus = read(write(tmp_path, xml.replace("<Sources>", cases)))
    assert len(corpus.stretches) == len(GIVEN) - 1
    assert notes(corpus)["code_is_case"] == 1


def test_a_text_that_nobody_coded_may_be_missing(tmp_path: Path) -> None:
    spare = '<TextSource guid="a1" name="spare" plainTextPath="internal://spare.txt"/></Sources>'
    corpus = read(change(tmp_path, "</Sources>", spare))
    assert tell(corpus) == given()
    assert notes(corpus)["text_not_there"] == 1


def test_codes_of_one_name_are_named_by_their_paths(tmp_path: Path) -> None:
    corpus = read(change(tmp_path, 'name="legal"', 'name="financial"'))
    assert [code.name for code in corpus.codes if "financial" in code.name] == ["barriers > financial"] * 2
    corpus = read(change(tmp_path, 'name="legal"', 'name="Anchoring"'))
    paths = [code.name for code in corpus.codes if "nchoring" in code.name]
    assert paths == ["fields > anchoring", "barriers > Anchoring"]
    assert {one.code for one in corpus.stretches} >= set(paths)
    assert notes(corpus)["codes_of_one_name"] == 2


def test_a_text_that_stands_twice_is_one_text(tmp_path: Path) -> None:
    name = guid_of("content", "arendal", NVIVO)
    again = f'<TextSource guid="b1" name="arendal" plainTextPath="{name}.TXT"/></Sources>'
    corpus = read(change(tmp_path, "</Sources>", again))
    assert [one.name for one in corpus.texts] == list(TEXTS)
    assert (tell(corpus), notes(corpus)["text_stands_twice"]) == (given(), 1)
    other = again.replace(name, guid_of("content", "steinkjer", NVIVO))
    assert refuse(change(tmp_path, "</Sources>", other)) == [
        "text “arendal”: two texts have the same name, and differ"
    ]


def test_words_that_stand_elsewhere_stay_with_the_coding(tmp_path: Path) -> None:
    corpus = read(change(tmp_path, 'startPosition="11"', 'startPosition="14"'))
    moved = [row for row in tell(corpus) if row not in given()]
    assert [(row[3], row[5][:8]) for row in moved] == [(14, "Vi åpner")]


def test_a_place_beyond_the_text_is_kept_beyond_it(tmp_path: Path) -> None:
    variant = VARIANTS["qualcoder"]
    xml = describe(variant)
    place = xml.index('endPosition="')
    end = xml.index('"', place + 13)
    corpus = read(write(tmp_path, xml[:place] + 'endPosition="900' + xml[end:], variant))
    (row,) = [row for row in tell(corpus) if row not in given()]
    breaks = TEXTS["arendal"].count("\n")
    assert row[4] == 900 - breaks > len(TEXTS["arendal"])


def test_of_what_reaches_beyond_the_text_only_the_name_is_known(tmp_path: Path) -> None:
    xml = describe(NVIVO)
    place = xml.index('endPosition="')
    end = xml.index('"', place + 13)
    beyond = xml[:place] + 'endPosition="900' + xml[end:]
    (row,) = [row for row in tell(read(write(tmp_path, beyond))) if row not in given()]
    # Never what happens to stand from the beginning of the place to the end of the text.
    assert row[5] == " ".join(GIVEN[0].words.split())
    name = beyond.index("name=", beyond.index("<PlainTextSelection"))
    nameless = beyond[:name] + beyond[beyond.index("startPosition", name) :]
    assert [row[5] for row in tell(read(write(tmp_path, nameless))) if row not in given()] == [""]


def test_a_last_line_break_that_is_counted_and_cut_is_nothing_beyond(tmp_path: Path) -> None:
    variant = replace(NVIVO, lines="\n", wide=False)
    last = max((one for one in GIVEN if one.document == "arendal"), key=lambda one: one.end)
    xml = describe(variant)
    moved = xml.replace(f'endPosition="{last.end}"', f'endPosition="{len(TEXTS["arendal"]) + 1}"', 1)
    assert moved != xml
    (row,) = [row for row in tell(read(write(tmp_path, moved, variant))) if row not in given()]
    assert row[5] == TEXTS["arendal"][last.start :]


@pytest.mark.parametrize(
    ("kind", "first", "second"), [("user", "Ola", "Mette"), ("code", "legal", "financial")]
)
def test_two_of_one_id_are_refused(tmp_path: Path, kind: str, first: str, second: str) -> None:
    ids = [guid_of(kind, name, NVIVO) for name in (first, second)]
    xml = describe(NVIVO).replace(f'guid="{ids[1]}"', f'guid="{ids[0]}"')
    (problem,) = refuse(write(tmp_path, xml)) if kind == "user" else refuse(write(tmp_path, xml))[:1]
    assert "several users or codes have one id" in problem


def test_two_of_one_id_that_no_coding_names_do_no_harm(tmp_path: Path) -> None:
    again = '<User guid="0" name="Per"/><User guid="0" name="Pål"/></Users>'
    assert tell(read(change(tmp_path, "</Users>", again))) == given()


def test_a_lost_reference_is_told_and_too_many_stop_the_reading(tmp_path: Path) -> None:
    xml = describe(NVIVO)
    many = xml.replace(
        "</TextSource>",
        xml[xml.index("<PlainTextSelection") : xml.index("</TextSource>")] * 2 + "</TextSource>",
        1,
    )
    coding = '<CodeRef targetGUID="{}"/>'.format(guid_of("code", "legal", NVIVO))
    corpus = read(write(tmp_path, many.replace(coding, '<CodeRef targetGUID="DEADBEEF-0000"/>', 1)))
    (line,) = [line for line in corpus.receipts if line["why"] == "reference_broken"]
    assert (line["what"], line["after"]) == ("coding_left_out", "deadbeef…")
    assert str(line["before"]).endswith("of “steinkjer”")
    told = refuse(write(tmp_path, xml.replace(coding, "<CodeRef/>")))
    assert told[0] == "2 of 16 codings lead nowhere"
    assert all(one.endswith("the coding names a code that the file does not hold") for one in told[1:])
    assert len(told) == 3


@pytest.mark.parametrize("place", ['startPosition="x"', 'startPosition="-4"', 'startPosition="100000"', ""])
def test_a_place_that_cannot_be_read_is_told(place: str, tmp_path: Path) -> None:
    xml = describe(NVIVO)
    start = xml.index("startPosition")
    end = xml.index(" ", start)
    told = refuse(write(tmp_path, xml[:start] + place + xml[end:]))
    assert told[0] == "1 of 16 codings lead nowhere"
    assert told[1].endswith("of “arendal”: the stretch of the coding has no place that can be read")


def test_a_project_without_its_sources_says_how_to_export_it(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as raised:
        read(write(tmp_path, describe(NVIVO), texts=False))
    (problem,) = raised.value.problems
    assert problem.what.startswith("the project was exported without its sources")
    assert problem.seen == "none of 2 texts with 16 codings"
    assert "with its sources" in problem.remedy


def test_one_missing_text_is_named(tmp_path: Path) -> None:
    name = guid_of("content", "arendal", NVIVO)
    path = change(tmp_path, f"internal://{name}.txt", f"relative:///{name}.txt")
    assert refuse(path) == ["text “arendal”: the text is not in the file, and has 10 codings"]
    with pytest.raises(ProblemsFound) as found:
        read(path)
    # A whole GUID would be hidden in messages, as what may be the id of an account.
    assert found.value.problems[0].seen == f"relative:///{name[:8]}….txt"


def test_a_text_in_no_unicode_is_named(tmp_path: Path) -> None:
    path = write_refi_qda(tmp_path / "a.qdpx", NVIVO)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = guid_of("content", "arendal", NVIVO)
    members[f"sources/{name}.txt"] = "Målene".encode("cp1252")
    assert refuse(pack(path, members)) == ["text “arendal”: the text is not in UTF-8"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("project:1.0", "project:2.0", "this version of REFI-QDA is not read: urn:QDA-XML:project:2.0"),
        (' xmlns="urn:QDA-XML:project:1.0"', "", "this version of REFI-QDA is not read: none is named"),
        ("Project", "Prosjekt", "this is no REFI-QDA project"),
        ("</Project>", "", "line 2: this is not whole XML: it is damaged or cut off"),
        (
            "<Project",
            '<!DOCTYPE a [<!ENTITY b "c">]><Project',
            "the XML declares a document type or entities, which no project tool writes",
        ),
        ("<Sources>", "<a>" * 201 + "</a>" * 201 + "<Sources>", "the XML is nested deeper than any project"),
    ],
)
def test_a_description_that_is_not_read(before: str, after: str, told: str, tmp_path: Path) -> None:
    assert refuse(write(tmp_path, describe(NVIVO).replace(before, after))) == [told]


def test_no_text_comes_out_of_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemmelig", "utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><Project'
    told = refuse(write(tmp_path, describe(NVIVO).replace("<Project", entity).replace("Gathers.", "&b;")))
    assert told == ["the XML declares a document type or entities, which no project tool writes"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"SQLite format 3\0", "this is no REFI-QDA project: it is not an archive"),
        (
            b'\xef\xbb\xbf<?xml version="1.0"?><CodeBook/>',
            "this is XML by itself: a codebook (.qdc), or the ",
        ),
        (b"PK\3\4 cut off", "the file is damaged: its parts cannot be unpacked"),
    ],
)
def test_what_is_no_archive_is_told(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(content)
    (problem,) = refuse(path)
    assert problem.startswith(told)


def test_an_archive_without_a_project_or_with_two_is_told(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.qdpx", {"xl/workbook.xml": b"<a/>"})
    assert refuse(path) == ["the archive holds no project.qde"]
    assert not looks_like_project(path)
    xml = describe(NVIVO).encode()
    two = pack(path, {"project.qde": xml, "old/project.qde": xml})
    assert refuse(two) == ["the archive holds more than one project"]


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/outside.txt", "C:\\outside.txt", "sources/../../outside.txt"]
)
def test_a_path_that_leaves_the_archive_is_refused(name: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "in" / "a.qdpx", {"project.qde": describe(NVIVO).encode(), name: b"x"})
    (told,) = refuse(path)
    assert told.endswith("a path in the archive leaves it")
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    bomb = {"project.qde": describe(NVIVO).encode(), "sources/bomb.txt": b"a" * 40_000_000}
    (told,) = refuse(pack(tmp_path / "a.qdpx", bomb))
    assert told.endswith("far more than it takes: this is no project file of coded texts")


def test_a_text_or_a_description_may_not_be_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_refi_qda(tmp_path / "a.qdpx", NVIVO)
    monkeypatch.setattr(project_archive, "TEXTS", 300)
    assert refuse(path) == ["the texts are larger than those of any project"]
    monkeypatch.setattr(project_archive, "LARGEST", 200)
    assert "this is not whole XML" in refuse(path)[0]


def test_a_codebook_beside_the_project_adds_the_codes_it_knows_besides(tmp_path: Path) -> None:
    book = tmp_path / "a.qdc"
    below = '<Code guid="c2" name="trust" isCodable="true"/>'
    codes = f'<Code guid="{{C1}}" name="values" isCodable="false">{below}</Code>'
    book.write_text(f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{codes}</Codes></CodeBook>', "utf-8")
    corpus = read(write_refi_qda(tmp_path / "a.qdpx", NVIVO), book)
    assert corpus.codes[-1] == FoundCode("trust", ("values",), codable=True)
    assert [code.name for code in corpus.codes].count("values") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<CodeBook xmlns="urn:QDA-XML:codebook:0:4"/>', "this version of REFI-QDA is not read"),
        ('<Project xmlns="urn:QDA-XML:project:1.0"/>', "this is no REFI-QDA codebook"),
        ("code;definition", "this is not whole XML"),
    ],
)
def test_a_codebook_that_is_not_read(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.qdc"
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemsFound, match=told):
        read_codebook(RawFile("codebook", path, "raw/a.qdc"))


@pytest.mark.skipif(not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports")
def test_a_project_of_atlas_ti_without_its_sources() -> None:
    path = Path(EXPORTS) / "qdpx" / "atlas8_test_project.qdpx"
    (told,) = refuse(path)
    assert told.startswith("the project was exported without its sources")
    project = read_project(read_archive(RawFile("project", path, "a.qdpx")).root, {})
    assert [user.name for user in project.users.values()] == [
        "ATLAS.ti",
        "Friedrich Markgraf",
        "Sebastian Petrausch",
    ]
    assert len(project.codes.found) == 14 and project.codes.found[4].name == "Coke::full-fat Coke"
    coded = {source.name[:10]: source.coded for source in project.sources if source.coded}
    assert coded == {"1994 Diet ": 1, "Mabel.txt": 3, "Simon.docx": 3, "Pay de Lim": 2}
    # Two of the four stretches of the recipe's pages have one in its text as well.
    elsewhere = {name[:10]: count for name, count in project.elsewhere.items()}
    assert elsewhere == {"cornflakes": 2, "Pay de Lim": 2, "1994 Diet ": 1}
    memos = [coding.memo for source in project.sources for one in source.selections for coding in one.codings]
    assert memos.count("why does Simon feel the need to do this?") == 1
