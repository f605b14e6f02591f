"""The columns of form tools: their own, the questions, and how the tools are recognised."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.formats.forms import recognise
from analysis.ingest.looks import Look
from tests.unit.form_exports import FIRST, MEETINGS, MICROSOFT, microsoft_rows, read_one, receipts, write


@pytest.mark.parametrize(
    "names",
    [
        ["Id", "Start time", "Completion time", "Email", "Name", "Last modified time", "Language"],
        [
            "ID",
            "Starttidspunkt",
            "Fullføringstidspunkt",
            "E-post",
            "Namn",
            "Tidspunkt for siste endring",
            "Språk",
        ],
        ["ID", "Starttidspunkt", "Fuldførelsestidspunkt", "Mail", "Navn", "Senest ændret", "Sprog"],
    ],
)
def test_the_tools_own_columns_in_other_languages(tmp_path: Path, names: list[str]) -> None:
    row = ["1", "5/13/18 10:10:00", "5/13/18 10:15:00", "anonymous", "", "5/14/18 9:00:00", "nn-NO"]
    export = read_one(write(tmp_path / "a.csv", [[*names, MEETINGS, "Språk"], [*row, "Ukentlig", "nynorsk"]]))
    assert list(export.tool_columns.values()) == [
        *("answer_id", "tool_column", "tool_column", "identifier", "identifier", "tool_column", "tool_column")
    ]
    assert export.times is not None
    assert export.times.tolist() == ["2018-05-13T10:15:00"]


def test_a_question_that_is_called_as_the_tools_columns_stays_a_question(tmp_path: Path) -> None:
    rows = microsoft_rows(FIRST)
    export = read_one(write(tmp_path / "a.csv", [[*rows[0], "Status"], [*rows[1], "Gift"]]))
    assert "Status" in export.questions
    assert export.statuses.tolist() == ["completed"]


def test_names_with_blanks_that_do_not_show(tmp_path: Path) -> None:
    names = [
        *MICROSOFT,
        "Kommentar",
        "Kommentar\xa0",
        "Kva\nmeiner  du?\u200b ",
        "Punkt 1",
        "Punkt 12",
        "Punkt 1 2",
    ]
    export = read_one(write(tmp_path / "a.csv", [names, ["1", *[""] * 4, "a", "b", "c", "d", "e", "f"]]))
    assert {column: one.text for column, one in export.questions.items()} == {
        "Kommentar": "Kommentar",
        "Kommentar (2)": "Kommentar",
        "Kva meiner du?": "Kva meiner du?",
        "Punkt 1": "Punkt 1",
        "Punkt 12": "Punkt 12",
        "Punkt 1 2": "Punkt 1 2",
    }
    assert [(line["why"], line["before"], line["after"]) for line in receipts(export, "header_read")] == [
        ("header_tidied", "Kommentar\xa0", "Kommentar"),
        ("header_tidied", "Kva\nmeiner  du?\u200b ", "Kva meiner du?"),
        ("header_numbered", "Kommentar", "Kommentar (2)"),
    ]


def test_a_text_that_stands_again_is_numbered_by_the_tool(tmp_path: Path) -> None:
    names = [*MICROSOFT, "Kommentar?", "Kommentar?2", "Kommentar?3", "Kommentar?9"]
    export = read_one(write(tmp_path / "a.csv", [names, ["1", *[""] * 4, "a", "b", "c", "d"]]))
    assert [one.text for one in export.questions.values()] == [*["Kommentar?"] * 3, "Kommentar?9"]
    assert [line["why"] for line in receipts(export, "header_read")] == ["header_repeated"] * 2


@pytest.mark.parametrize(
    ("header", "sure"),
    [
        ([*MICROSOFT, MEETINGS], True),
        (["Timestamp", MEETINGS], True),
        (["Timestamp", "q1"], False),
        (["Respondent ID", "Fullført", MEETINGS], False),
        (["id", "q1", "q2"], None),
        (["ID", "Navn", "Alder"], None),
        (["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Møter"], None),
        (["Respondent ID", "Collector ID", "Start Date", "End Date", "Møter"], None),
        (["start", "end", "q1", "_id", "_uuid"], None),
        (["Tidsmerke"], None),
        ([], None),
    ],
)
def test_exports_of_form_tools_are_recognised(header: list[str], sure: bool | None) -> None:
    sighting = recognise(Look("a.csv", "text", {"": [header]}))
    assert (sighting.sure if sighting else None) == sure
