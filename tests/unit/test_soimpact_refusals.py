"""Sources that cannot be read: all problems at once, sheets, headings, parts, and strange cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.ingest.measurements import read_measurements
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.tiny_study import KEY
from tests.unit.soimpact_study import fill_template, goal, make_study, read_book, refusal, seen, to_csv

B = {"value": "25 %"}
COUNT = {"value_kind": "count", "unit": "dager", "counts": "things"}
SCORE = {"value_kind": "score", "unit": "poeng"}


def who(**changes: Any) -> dict[str, Any]:
    """A good row of the people."""
    return {"indicator": "jobb", "version": "1", "date": "2018-03-01", "score": "1"} | changes


def test_all_problems_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    told = refusal(tmp_path, [goal(direction="")], [seen(phase="", date="x", **B)], [who(person="")])
    assert [one.splitlines()[0] for one in told] == [
        "indicators.csv, row 2, column direction: the direction is missing",
        "measurements.csv, row 2, column date: this is no day",
        "measurements.csv, row 2, column phase: the phase is missing",
        "people.csv, row 2, column person: the person code is missing",
        "people.csv, row 2, column indicator: people's scores belong to an indicator that is a score",
        "people.csv, row 2, column date: the scores are of a day that has no row among the measurements",
    ]


def test_days_that_contradict_the_source_s_options(tmp_path: Path) -> None:
    told = refusal(
        tmp_path, [goal()], [seen(date="03.14.2018", **B)], options=SourceOptions(dates="day-first")
    )
    assert told[0] == (
        "indicators.csv, column with days: dates of this column are not day-first: "
        "a month would be above 12\n"
        "    do:      correct the key dates in the source's options"
    )


def told_of(root: Path, book: openpyxl.Workbook, **changes: Any) -> str:
    with pytest.raises(ProblemsFound) as caught:
        read_book(root, book, **changes)
    return str(caught.value)


GOOD = {"indicators": [goal()], "measurements": [seen(**B)]}


def test_a_place_in_a_workbook_names_the_sheet(tmp_path: Path) -> None:
    book = fill_template(GOOD | {"measurements": [seen(numerator=6, denominator=5)]}, "nb")
    assert told_of(tmp_path, book) == (
        "book.xlsx, sheet “Målinger”, row 2, column Nevner: the denominator is smaller than the numerator\n"
        "    seen:    6 of 5\n    allowed: 6 or more\n    do:      correct one of the two"
    )


def test_a_year_alone_in_a_cell_of_days_is_refused(tmp_path: Path) -> None:
    book = fill_template(GOOD, "nb")
    book["Målinger"]["C2"] = 2018
    assert told_of(tmp_path, book) == (
        "book.xlsx, sheet “Målinger”, row 2, column Dato: "
        "the day is 1905-07-10, and lies outside 1950 to 2049\n"
        "    seen:    1905-07-10\n    allowed: a day as 2018-03-01\n"
        "    do:      write the whole day; a year alone is none"
    )


def test_formulas_and_merged_cells_are_refused(tmp_path: Path) -> None:
    book = fill_template(GOOD, "nb")
    book["Målinger"]["E2"] = "=5/20"
    assert told_of(tmp_path, book).splitlines()[0] == (
        "book.xlsx, sheet “Målinger”, cell E2: a formula fills the cell; an export holds values"
    )
    book = fill_template(GOOD, "nb")
    book["Indikatorer"].merge_cells("C2:D2")
    assert told_of(tmp_path, book).splitlines()[0] == (
        "book.xlsx, sheet “Indikatorer”, cells C2:D2: the cells are merged: only the first of them "
        "holds anything"
    )


def test_a_heading_that_was_changed(tmp_path: Path) -> None:
    book = fill_template(GOOD, "nb")
    book["Målinger"]["D1"] = "Fasen"
    lines = told_of(tmp_path, book).splitlines()
    assert lines[0] == "book.xlsx, sheet “Målinger”, row 1: unknown column “Fasen”"
    assert "book.xlsx, sheet “Målinger”, row 1: the column phase is missing" in lines


def test_sheets_that_are_missing_or_there_twice(tmp_path: Path) -> None:
    book = fill_template(GOOD, "nb")
    del book["Målinger"]
    assert told_of(tmp_path, book).splitlines()[0] == "book.xlsx: the workbook has no sheet with measurements"
    book = fill_template(GOOD, "nb")
    book.copy_worksheet(book["Målinger"]).title = "Measurements"
    lines = told_of(tmp_path, book).splitlines()
    assert lines[:2] == [
        "book.xlsx: two sheets hold measurements",
        "    seen:    “Målinger”, “Measurements”",
    ]


def test_an_empty_template_and_the_example(tmp_path: Path) -> None:
    assert told_of(tmp_path, fill_template({}, "en")) == (
        "book.xlsx, sheet “Indicators”: no indicator is filled in\n    do:      fill in the first rows"
    )
    book = fill_template(GOOD, "nb")
    book.create_sheet("EKSEMPEL")["A1"] = "x"
    first = "book.xlsx: this is the template's filled example, which is never read"
    assert told_of(tmp_path, book).splitlines()[0] == first


def test_cases_that_a_workbook_cannot_be_of(tmp_path: Path) -> None:
    told = told_of(tmp_path, fill_template(GOOD, "nb", case="nort"), case="*")
    assert told.splitlines()[:4] == [
        "book.xlsx, sheet “Indikatorer”, row 2, column case: the case is missing",
        "    allowed: north",
        "    do:      name it in the workbook's plan, in a column case, or in sources.tsv",
        "book.xlsx, sheet “Målinger”, row 2, column case: the case is missing",
    ]
    assert "book.xlsx, sheet “Plan”, row 3: there is no such case\n    seen:    nort\n" in told


def test_parts_and_formats_that_do_not_go_together(tmp_path: Path) -> None:
    (tmp_path / "measurements.csv").write_text(to_csv("measurements", [seen(**B)]), "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_measurements(make_study(tmp_path, {"measurements": "measurements.csv"}, format="soimpact"), KEY)
    assert str(caught.value) == (
        "config/sources.tsv, source goals, column part: the source goals has no file with indicators\n"
        "    seen:    measurements\n    allowed: indicators\n    do:      add the row of the indicators\n"
        "config/sources.tsv, source goals, column format: a table is not read from this format\n"
        "    seen:    soimpact\n    allowed: auto, table\n    do:      write table"
    )
