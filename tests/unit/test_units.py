from dataclasses import replace

import pandas as pd
import pytest

from analysis.plan_checks import check_codings
from analysis.planned_codings import CodingAnalysis
from analysis.problems import ProblemsFound
from analysis.tables import ContractBroken
from analysis.units import Divided, divide_texts
from analysis.units.speakers import find_kind, find_labels
from tests.codings.common import TEXTS
from tests.small_study import label
from tests.unit.coding_study import coded, coding_study, written_documents, written_segments

KINDS = {"kommune": "municipality", "virksomhet": "enterprise", "gruppe 7": "seventh"}
OTHERS = ["paragraph", "segment", "character"]
TEXT = (
    "Fokusgruppe i Nord\n"
    "\n"
    "Kommune 1: Vi vil åpne. 🌱 Det tar tid.\n"
    "Og så venter vi.\n"
    "Virksomhet 2:\n"
    "Pengene mangler.\n"
    "KOMMUNE 3 [00:12:04]:   Loven setter grenser.  \n"
)


def divide(*rows: dict[str, object], text: str = TEXT, overlap: float = 0.5) -> Divided:
    study = coding_study(other_units=OTHERS, tolerance=3, overlap=overlap)
    return divide_texts(study, written_documents(one=text), written_segments(*rows))


def of_kind(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    return table[table["kind"] == kind].reset_index(drop=True)


def given(divided: Divided, kind: str, coder: str = "ann") -> dict[int, set[str]]:
    rows = of_kind(divided.codings, kind)
    rows = rows[rows["coder"] == coder]
    return {int(unit): set(codes) for unit, codes in rows.groupby("unit")["code"]}


def test_a_turn_begins_at_a_label_and_goes_on_to_the_next() -> None:
    turns = of_kind(divide().units, "turn")
    assert turns["text"].tolist() == [
        "Fokusgruppe i Nord",
        "Vi vil åpne. 🌱 Det tar tid.\nOg så venter vi.",
        "Pengene mangler.",
        "Loven setter grenser.",
    ]
    assert turns["speaker"].tolist() == ["", "Kommune 1", "Virksomhet 2", "KOMMUNE 3"]
    assert turns["participants"].tolist() == ["", "municipality", "enterprise", "municipality"]
    assert turns["block"].tolist() == turns["unit"].tolist() == [1, 2, 3, 4]
    assert [TEXT[row.start : row.end] for row in turns.itertuples()] == turns["text"].tolist()
    assert (turns["session"].unique(), turns["case"].unique()) == (["s1"], ["north"])


def test_a_paragraph_is_a_line_with_words_and_knows_its_turn() -> None:
    paragraphs = of_kind(divide().units, "paragraph")
    assert paragraphs["text"].tolist() == [
        "Fokusgruppe i Nord",
        "Vi vil åpne. 🌱 Det tar tid.",
        "Og så venter vi.",
        "Pengene mangler.",
        "Loven setter grenser.",
    ]
    assert paragraphs["block"].tolist() == [1, 2, 2, 3, 4]
    assert paragraphs["speaker"].tolist() == ["", "Kommune 1", "Kommune 1", "Virksomhet 2", "KOMMUNE 3"]


def test_without_labels_every_paragraph_is_a_turn() -> None:
    divided = divide(text="Først ett.\n\n  Så to: og mer.\n")
    assert of_kind(divided.units, "turn")["text"].tolist() == ["Først ett.", "Så to: og mer."]
    assert of_kind(divided.units, "turn")["speaker"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Kommune 1: ja", ["Kommune 1"]),
        ("  kommune 1 : ja", ["kommune 1"]),
        ("[00:01:02] Kommune 1: ja", ["Kommune 1"]),
        ("00:01:02 Kommune 1: ja\n1:02,5 Kommune 2: nei", ["Kommune 1", "Kommune 2"]),
        ("\ufeffKommune 1: ja\n\u200bKommune 2: nei", ["Kommune 1", "Kommune 2"]),
        ("Kommune 1: vi så https://kommune.no/a: b\nhttps://kommune.no/a:1", ["Kommune 1"]),
        ("Kl. 10:30: ja\nKl. 10:30: nei\n12:15 sluttet vi", []),
        ("Kommune 1:\r\nKommune 2: nei", ["Kommune 1", "Kommune 2"]),
        ("Kommune (leder): ja", ["Kommune (leder)"]),
        ("Kommune 1:ja", []),
        ("Vi sa i kommune 1: ja", []),
        ("Intervjuer: ja", []),
        ("Intervjuer: ja\nKari: nei\nINTERVJUER: jo", ["Intervjuer", "INTERVJUER"]),
        ("12: ja\n12: nei", []),
        ("Dette er altså ikke navn: a\nDette er altså ikke navn: b", []),
        ("Kl. 10:30 begynte vi\nKl. 10:30 var det", []),
    ],
)
def test_a_label_is_a_known_speaker_or_a_short_one_that_comes_again(text: str, labels: list[str]) -> None:
    assert [found.name for found in find_labels(text, KINDS)] == labels


def test_a_speakers_kind_is_found_without_number_and_brackets() -> None:
    assert find_kind("KOMMUNE  12 (leder)", KINDS) == find_kind("kommune", KINDS) == "municipality"
    assert find_kind("Gruppe 7", KINDS) == "seventh"
    assert find_kind("Gruppe 8", KINDS) == find_kind("Kommuner 1", KINDS) == ""


def test_a_short_stretch_counts_for_a_long_turn_and_blanks_and_labels_count_for_nothing() -> None:
    divided = divide(
        coded(TEXT, "åpne", "open"),
        coded(TEXT, "\nVirksomhet 2:\nPengene", "money"),
        coded(TEXT, "KOMMUNE 3", "law"),
        coded(TEXT, "  \n", "brave"),
    )
    assert given(divided, "turn") == {1: {""}, 2: {"open"}, 3: {"money"}, 4: {"law"}}
    assert given(divided, "paragraph") == {1: {""}, 2: {"open"}, 3: {""}, 4: {"money"}, 5: {"law"}}


def test_a_stretch_over_a_border_counts_where_enough_of_it_or_of_the_unit_lies() -> None:
    over = "Og så venter vi.\nVirksomhet 2:\nPengene"
    # Sixteen characters of it lie in the second turn, seven of sixteen in the third.
    assert given(divide(coded(TEXT, over, "money"), overlap=0.5), "turn")[3] == {""}
    assert given(divide(coded(TEXT, over, "money"), overlap=0.4), "turn")[3] == {"money"}
    assert given(divide(coded(TEXT, over, "money"), overlap=0.5), "turn")[2] == {"money"}
    # Even where neither share is reached it counts where most of it lies.
    wide = "tar tid.\nOg så venter vi.\nVirksomhet 2:\nPengene mangler.\nKOMMUNE 3 [00:12:04]:   Loven setter"
    assert given(divide(coded(TEXT, wide, "money"), overlap=1.0), "turn")[2] == {"money"}


def test_everybody_who_gave_a_text_a_code_has_read_all_of_it() -> None:
    divided = divide(
        coded(TEXT, "åpne", "open", coded_at="2018-04-02"),
        coded(TEXT, "venter", "open", coded_at="2018-04-01"),
        coded(TEXT, "mangler", "money", "bo"),
        {"coder": "cy"},
    )
    for kind, count in (("turn", 4), ("paragraph", 5), ("segment", 3)):
        for coder in ("ann", "bo", "cy"):
            assert len(given(divided, kind, coder)) == count
    assert all(codes == {""} for codes in given(divided, "turn", "cy").values())
    turns = of_kind(divided.codings, "turn").set_index(["coder", "unit"])
    # The code is dated with the first of its stretches, and what was not given with the coder's first day.
    assert turns.loc[("ann", 2), "coded_at"] == turns.loc[("ann", 1), "coded_at"] == "2018-04-01"
    assert turns.loc[("bo", 1), "coded_at"] == ""


def test_a_day_that_is_known_goes_before_one_that_is_not() -> None:
    divided = divide(coded(TEXT, "åpne", "open"), coded(TEXT, "venter", "open", coded_at="2018-04-01"))
    assert of_kind(divided.codings, "turn").set_index("unit").loc[2, "coded_at"] == "2018-04-01"


def test_runs_of_characters_are_weighed_and_hold_no_labels() -> None:
    divided = divide(
        coded(TEXT, "vil åpne", "open"),
        coded(TEXT, "åpne. 🌱", "open", "bo"),
        coded(TEXT, "tid.\nOg", "law", "bo"),
    )
    runs = of_kind(divided.units, "character")
    pieces = [TEXT[row.start : row.end] for row in runs.itertuples()]
    second = ["Vi ", "vil ", "åpne", ". 🌱", " Det tar ", "tid.\nOg", " så venter vi."]
    assert pieces == ["Fokusgruppe i Nord", *second, "Pengene mangler.", "Loven setter grenser."]
    assert runs["weight"].tolist() == [len(piece) for piece in pieces]
    assert runs["text"].unique().tolist() == [""]
    assert runs["block"].tolist() == [1, *[2] * 7, 3, 4]
    has = {
        coder: [codes for _, codes in sorted(given(divided, "character", coder).items())]
        for coder in ("ann", "bo")
    }
    assert has["ann"][2:5] == [{"open"}, {"open"}, {""}] and has["bo"][2:7] == [
        *({""}, {"open"}, {"open"}, {""}, {"law"})
    ]


def test_units_that_a_table_names_stand_in_the_order_of_their_numbers() -> None:
    rows = [
        {"unit": "10", "code": "open", "text": "Kommune 2: Vi åpner."},
        {"unit": "2", "code": "open", "coder": "bo", "coded_at": "2018-05-02"},
        {"unit": "2", "code": "money", "coder": "bo"},
        {"unit": "2", "coder": "cy"},
        {"unit": "10", "coder": "bo"},
    ]
    study = coding_study(other_units=OTHERS)
    divided = divide_texts(study, written_documents(one=None), written_segments(*rows))
    assert set(divided.units["kind"]) == {"turn", "paragraph"}
    turns = of_kind(divided.units, "turn")
    assert turns["name"].tolist() == ["2", "10"]
    assert turns["text"].tolist() == ["", "Vi åpner."]
    assert turns["speaker"].tolist() == ["", "Kommune 2"]
    assert turns["participants"].tolist() == ["", "municipality"]
    assert turns["start"].isna().all() and turns["block"].tolist() == [1, 2]
    assert given(divided, "turn", "ann") == {2: {"open"}}
    assert given(divided, "turn", "bo") == {1: {"open", "money"}, 2: {""}}
    assert given(divided, "turn", "cy") == {1: {""}}
    assert given(divided, "paragraph", "bo") == given(divided, "turn", "bo")


def test_speakers_of_named_units_are_found_over_all_of_them() -> None:
    said = {"1": "Kari: Ja.", "2": " Ola: Kanskje.", "3": "Kari:\nNei: aldri.", "4": ""}
    rows = [{"unit": unit, "code": "open", "text": text} for unit, text in said.items()]
    units = divide_texts(coding_study(), written_documents(one=None), written_segments(*rows)).units
    assert units["speaker"].tolist() == ["Kari", "", "Kari", ""]
    assert units["text"].tolist() == ["Ja.", "Ola: Kanskje.", "Nei: aldri.", ""]


def test_only_the_kinds_of_the_plan_are_made_and_only_for_their_codebook() -> None:
    documents = written_documents(one=TEXT, two="Kommune 1: Nei.")
    documents["codebook"] = ["frame", "other"]
    divided = divide_texts(coding_study(unit="paragraph"), documents, written_segments())
    assert set(zip(divided.units["document"], divided.units["kind"], strict=True)) == {("one", "paragraph")}
    assert divided.codings.empty
    study = coding_study()
    more = {"label": label("more"), "codebook": "frame", "unit": "segment", "other_units": ["turn"]}
    study.plan.codings["more"] = CodingAnalysis.model_validate(more)
    divided = divide_texts(study, documents, written_segments(coded(TEXT, "åpne", "open")))
    assert set(divided.units["kind"]) == {"turn", "segment"}


def test_nothing_gives_empty_tables() -> None:
    study = coding_study()
    without = replace(study, plan=study.plan.model_copy(update={"codings": {}}))
    for one in (study, without):
        divided = divide_texts(one, written_documents(), written_segments())
        assert divided.units.empty and divided.codings.empty
    divided = divide(text="")
    assert divided.units.empty


def test_a_coding_without_a_place_is_an_error() -> None:
    with pytest.raises(ContractBroken, match="the text one has no place"):
        divide({"code": "open"})


def test_letters_outside_the_first_plane_count_once() -> None:
    text = TEXTS["steinkjer"]
    divided = divide(coded(text, "👩‍🌾 Innbyggerne", "open"), text=text)
    segments = of_kind(divided.units, "segment")
    assert segments["text"].tolist() == ["👩‍🌾 Innbyggerne"]
    assert given(divided, "turn")[2] == {"open"}
    assert segments["speaker"].tolist() == ["Virksomhet 2"]


def test_analyses_of_one_codebook_must_divide_its_texts_alike() -> None:
    study = coding_study(tolerance=3, overlap=0.4)
    more = {"label": label("more"), "codebook": "frame", "tolerance": 4, "overlap": 0.4}
    study.plan.codings["more"] = CodingAnalysis.model_validate(more)
    with pytest.raises(ProblemsFound) as found:
        check_codings(study.plan, study.settings, study.codebooks)
    (problem,) = found.value.problems
    assert problem.what == "another analysis divides the texts of this codebook in another way"
    assert (problem.seen, problem.allowed) == ("4", "3")
