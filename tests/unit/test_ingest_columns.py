"""Which column holds which item: by mapping, code, number and text, in that order, and never by likeness."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.ingest.exports import Question
from analysis.ingest.mapping.columns import map_columns, note_rows
from analysis.ingest.receipts import Ledger
from analysis.instruments.texts import normalise_text, split_number
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions
from tests.column_frames import ABOUT, INSTRUMENT, Headers, export, find


@pytest.mark.parametrize(
    ("header", "question", "expected"),
    [
        ("custom", None, ("custom", "by_code")),
        ("s_26", None, ("custom", "by_code")),
        ("CUSTOM", None, ("custom", "by_code")),
        ("V7", Question(code="custom"), ("custom", "by_code")),
        ("V7", Question(text="Om oss", code="grid", part="Skikk", part_code="s_26"), ("custom", "by_code")),
        ("Q26", None, ("custom", "by_number")),
        ("Q26_", None, ("custom", "by_number")),
        ("q_26", None, ("custom", "by_number")),
        ("26.", None, ("custom", "by_number")),
        ("26)", None, ("custom", "by_number")),
        ("26 ", None, ("custom", "by_number")),
        ("Spm. 26", None, ("custom", "by_number")),
        ("Spørsmål 26: Noe annet", None, ("custom", "by_number")),
        ("Question 26", None, ("custom", "by_number")),
        ("26. Har dere skikker?", None, ("custom", "by_number")),
        ("V7", Question(text="26) Har dere skikker?"), ("custom", "by_number")),
        ("V7", Question(text="Om oss", part="26. Skikker"), ("custom", "by_number")),
        ("Tradisjon", None, ("custom", "by_text")),
        ("  TRADITION:\u00a0", None, ("custom", "by_text")),
        ("V7", Question(text="<p>Tradisjon</p>\n"), ("custom", "by_text")),
        ("V7", Question(text="Om oss", part="Tradisjon"), ("custom", "by_text")),
        ("7. Tradisjon", None, ("custom", "by_text")),
        ("V1", Question(text="I kor stor grad  stoler de p&aring; kvarandre"), ("trust", "by_text")),
        ("Klare mål for oss", None, ("clear", "by_text")),
    ],
)
def test_a_column_is_known_by_code_number_or_text(
    header: str, question: Question | None, expected: tuple[str, str]
) -> None:
    matches, told = find({header: question})
    assert told == []
    assert matches == {expected[0]: (header, expected[1])}


@pytest.mark.parametrize(
    "header",
    [
        "Q26_1",
        "Q26_TEXT",
        "26.1",
        "2026",
        "126",
        "tradisjonen",
        "Tradisjon og skikk",
        "custom2",
        "Q28",
        "26-30",
    ],
)
def test_likeness_is_not_enough(header: str) -> None:
    assert find([header]) == ({}, [])


def test_a_number_in_a_matrix_is_that_of_its_row() -> None:
    rows = {
        f"grid_{row}": Question(text="26. Hvor enig er du?", part=part)
        for row, part in enumerate(("Tillit", "Klare mål"), 1)
    }
    assert find(rows)[0] == {"trust": ("grid_1", "by_text"), "clear": ("grid_2", "by_text")}


def test_the_version_that_is_read_decides_between_equal_wordings() -> None:
    turned = INSTRUMENT.model_copy(deep=True)
    turned.items[2].versions["theirs"] = turned.items[3].label
    for version, expected in (("ours", "clear"), ("theirs", "custom")):
        found = ProblemList("raw/a.csv")
        matches = map_columns(export(["Klare mål"]), turned, SourceOptions(), (), found, "one", version)
        assert list(matches) == [expected]


def test_a_stronger_sign_goes_before_a_weaker_one() -> None:
    headers = {"Tradisjon": None, "Q26": None, "custom": None, "V9": None}
    assert find(headers) == ({"custom": ("custom", "by_code")}, [])
    assert find(headers, columns={"custom": "V9"}) == ({"custom": ("V9", "by_mapping")}, [])
    assert find(["Tradisjon", "Q26"]) == ({"custom": ("Q26", "by_number")}, [])


@pytest.mark.parametrize(
    ("headers", "options", "expected"),
    [
        (
            {"custom": None, "s_26": None},
            {},
            f"raw/a.csv, row 1, column s_26: two columns hold the item custom: “custom” and “s_26”\n"
            f"    seen:    s_26\n    do:      keep one of the two, or name the right one in {ABOUT}",
        ),
        (
            {"Q25": Question(text="Tradisjon")},
            {},
            "raw/a.csv, row 1, column Q25: its number is that of the item trust, its text that of custom\n"
            "    seen:    Tradisjon\n"
            f"    do:      tools number questions their own way: name the column in {ABOUT}",
        ),
        (
            {"s_25": Question(text="26. Skikker")},
            {},
            "raw/a.csv, row 1, column s_25: its code is that of the item trust, its text that of custom\n"
            "    seen:    26. Skikker\n"
            f"    do:      tools number questions their own way: name the column in {ABOUT}",
        ),
        (
            {"Q25": Question(text="26. Skikker")},
            {},
            "raw/a.csv, row 1, column Q25: its name and its text begin with the numbers of trust and custom\n"
            "    seen:    26. Skikker\n"
            f"    do:      tools number questions their own way: name the column in {ABOUT}",
        ),
        (
            {"custom": None},
            {"columns": {"custom": "Custom"}},
            "SourceOptions, key columns.custom: raw/a.csv has no column “Custom”\n"
            "    seen:    Custom\n    do:      did you mean “custom”?",
        ),
        (
            {"custom": None},
            {"ignore": ["kommentar"]},
            "SourceOptions, key ignore.0: raw/a.csv has no column “kommentar”\n"
            "    seen:    kommentar\n    do:      write the header as it stands in the file",
        ),
        (
            {"a": None},
            {"columns": {"custom": "a", "trust": "a"}},
            "SourceOptions, key columns.trust: the column “a” is mapped to custom and to trust\n"
            "    seen:    a\n    allowed: one item each\n    do:      map each item to its own column",
        ),
        (
            {"a": None},
            {"columns": {"custom": "a"}, "ignore": ["a"]},
            "SourceOptions, key ignore.0: the column “a” is both mapped and ignored\n"
            "    seen:    a\n    do:      take it out of one of the two",
        ),
    ],
)
def test_what_is_not_clear_is_told(headers: Headers, options: dict[str, Any], expected: str) -> None:
    assert find(headers, **options)[1] == [expected]


def test_a_column_that_names_people_is_no_item_whatever_is_said() -> None:
    found = ProblemList("raw/a.csv")
    file = export(["E-post", "Status"], **{"E-post": "identifier", "Status": "tool_column"})
    said = SourceOptions(columns={"custom": "E-post", "trust": "Status"})
    matches = map_columns(file, INSTRUMENT, said, (), found, "one", "ours")
    assert found.problems[0].what == ("the column “E-post” names or numbers people, and holds no item")
    assert {name: match.column for name, match in matches.items()} == {"trust": "Status"}


def test_a_tool_column_is_not_matched_by_itself() -> None:
    found = ProblemList("raw/a.csv")
    file = export(["custom"], custom="tool_column")
    assert map_columns(file, INSTRUMENT, SourceOptions(), (), found, "one", "ours") == {}


def test_missing_items_name_the_closest_columns_and_the_case_is_needed_only_where_asked() -> None:
    found = ProblemList("raw/a.csv")
    headers = ["tradition in the village", "Klare måll", "clearr", "x"]
    map_columns(export(headers), INSTRUMENT, SourceOptions(), ["case"], found, "one", "ours")
    (problem,) = found.problems
    assert problem.what == "columns are missing for 6 of 6 items"
    assert problem.allowed == (
        "where/s_1, trust/s_25, custom/s_26, clear/s_27 (closest: “clearr” or “Klare måll”), "
        "mail/ways.1/s_30.1, phone/ways.2/s_30.2"
    )
    assert problem.remedy == (
        f"export all questions, or name the columns in {ABOUT}, as  where: header of its column"
    )
    other = ProblemList("raw/a.csv")
    map_columns(export(["x"]), INSTRUMENT, SourceOptions(), (), other)
    (without_case,) = other.problems
    assert without_case.what == "columns are missing for 5 of 6 items"
    assert "config/sources/<source>.yaml" in without_case.remedy


def test_the_receipts_say_how_each_column_was_known_and_add_up() -> None:
    headers: Headers = {
        "id": None,
        "Q25": None,
        "Tradisjon": None,
        "ways": Question(separator=";"),
        "x": None,
        "y": None,
    }
    file, said = export(headers, id="answer_id"), SourceOptions(ignore=["y"])
    matches = map_columns(file, INSTRUMENT, said, (), ProblemList("raw/a.csv"), "one", "ours")
    ledger = Ledger("one")
    note_rows(file, matches, {2: ("status_test", "")}, said, ledger)
    lines = ledger.close()
    columns = lines[lines["what"].isin(["column_kept", "column_left_out"])]
    assert columns.sort_values(["what", "column"])[["column", "why"]].values.tolist() == [
        ["Q25", "by_number"],
        ["Tradisjon", "by_text"],
        ["ways", "by_code"],
        ["id", "answer_id"],
        ["x", "not_an_item"],
        ["y", "ignored"],
    ]
    assert lines.loc[lines["column"].eq("ways") & lines["what"].eq("cell_read"), "count"].tolist() == [2]
    assert lines.loc[lines["column"].eq("ways") & lines["what"].eq("column_kept"), "after"].tolist() == [
        "mail, phone"
    ]


def test_ten_thousand_columns_take_no_time() -> None:
    headers = [f"Q{number}_{number % 7} noe helt annet" for number in range(1000, 11_000)]
    found = ProblemList("raw/a.csv")
    assert map_columns(export(headers), INSTRUMENT, SourceOptions(), (), found) == {}
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Spm 26 – Noe", 26),
        ("q26", 26),
        ("3 years", 3),
        ("1-5 ganger", None),
        ("3.5", None),
        ("Quality", None),
    ],
)
def test_a_question_number_stands_at_the_beginning(text: str, number: int | None) -> None:
    assert split_number(text)[0] == number
    assert split_number("3 years", marked=True)[0] is None


def test_two_wordings_are_the_same_whatever_the_tool_does_to_them() -> None:
    wanted = normalise_text("Åpenhet om «mål» – og kritikk?")
    for text in ("<b>åpenhet</b> om\u00a0«mål» - og kritikk", " ÅPENHET OM\n«mål» &ndash; og kritikk: "):
        assert normalise_text(text) == wanted
    assert normalise_text("Åpenhet om mål og kritikk") != wanted
