"""Sources of indicators for the tests: good rows that each test changes in one place, as CSV or workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.ingest.measurements import Measured, read_measurements
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.templates.soimpact import make_files
from analysis.templates.soimpact_columns import TABLES
from analysis.templates.soimpact_words import CHOICES, SHEETS
from tests.small_study import small_study
from tests.tiny_study import KEY

Row = Mapping[str, Any]


def goal(**changes: Any) -> dict[str, Any]:
    """A good row of the indicators, a share of people that should rise."""
    row = {"indicator": "jobb", "version": "1", "label": "Andel i jobb", "level": "outcome"}
    row |= {"value_kind": "share", "unit": "%", "counts": "people", "direction": "up", "status": "active"}
    return row | changes


def seen(**changes: Any) -> dict[str, Any]:
    """A good row of the measurements."""
    return {"indicator": "jobb", "version": "1", "date": "2018-03-01", "phase": "baseline"} | changes


def to_csv(part: str, rows: Sequence[Row], language: str = "") -> str:
    """Rows as separated text, with the headings of a language or the names of the data."""
    roles = list(
        dict.fromkeys([*(one.role for one in TABLES[part]), *(role for row in rows for role in row)])
    )
    names = {one.role: one.name.get(language) if language else one.role for one in TABLES[part]}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([names.get(role, role) for role in roles])
    writer.writerows([[say(row.get(role, ""), role, language) for role in roles] for row in rows])
    return out.getvalue()


def say(value: Any, role: str, language: str) -> Any:
    """What a cell holds: a choice in the words of the language."""
    return CHOICES[role][value].get(language) if language and value in CHOICES.get(role, {}) else value


def fill_template(rows: Mapping[str, Sequence[Row]], language: str, case: str = "north") -> openpyxl.Workbook:
    """The empty template, filled in as a team does: cell by cell, under the headings."""
    empty = make_files(language, None)[f"soimpact_{language}.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(empty))
    book[SHEETS["plan"].get(language)]["B3"] = case
    for part, filled in rows.items():
        sheet = book[SHEETS[part].get(language)]
        columns = {cell.value: cell.column for cell in sheet[1]}
        named = {one.role: columns[one.name.get(language)] for one in TABLES[part]}
        for number, row in enumerate(filled, 2):
            for role, value in row.items():
                sheet.cell(number, named[role]).value = say(value, role, language)
    return book


def make_study(root: Path, parts: Mapping[str, str], **changes: Any) -> Study:
    """The small study with one source `goals` of these files, by part."""
    known: dict[str, Any] = {
        "source": "goals",
        "kind": "measurements",
        "format": "auto",
        "instrument": "",
        "version": "",
    }
    known |= {"case": "north", "wave": "before", "group": "", "sha256": ""} | changes
    options = known.pop("options", SourceOptions())
    files = [SourceFile.model_validate(known | {"part": part, "path": path}) for part, path in parts.items()]
    return replace(small_study(), root=root, sources=tuple(files), options={"goals": options})


def read_csv(
    root: Path,
    goals: Sequence[Row],
    measured: Sequence[Row],
    people: Sequence[Row] = (),
    language: str = "",
    **changes: Any,
) -> Measured:
    """What is read of these rows, written as CSV files."""
    rows = {"indicators": goals, "measurements": measured, "people": people}
    parts = {part: f"{part}.csv" for part, filled in rows.items() if filled or part != "people"}
    for part, path in parts.items():
        (root / path).write_text(to_csv(part, rows[part], language), "utf-8")
    return read_measurements(make_study(root, parts, **changes), KEY)


def read_book(root: Path, book: openpyxl.Workbook, **changes: Any) -> Measured:
    """What is read of a workbook."""
    book.save(root / "book.xlsx")
    return read_measurements(make_study(root, {"workbook": "book.xlsx"}, **changes), KEY)


def refusal(
    root: Path, goals: Sequence[Row], measured: Sequence[Row], people: Sequence[Row] = (), **changes: Any
) -> list[str]:
    """The problems of these rows, written as CSV files."""
    with pytest.raises(ProblemsFound) as caught:
        read_csv(root, goals, measured, people, **changes)
    return [str(problem) for problem in caught.value.problems]


DAYS = (date(2018, 3, 1), date(2018, 9, 1), date(2019, 3, 1))
GOOD: Mapping[str, Sequence[Row]] = {
    "indicators": (
        goal(target=0.5, target_date=DAYS[2], weight=2),
        goal(indicator="timer", label="Timer", level="output", value_kind="amount", unit="timer", counts="",
             baseline=120.5, baseline_date=DAYS[0], status="retired", last_day=DAYS[1]),
        goal(indicator="trivsel", label="Trivsel", value_kind="score", unit="poeng", direction="down"),
        goal(indicator="vakter", version="", label="Vakter", level="output", value_kind="count",
             unit="vakter", counts="things", status="redefined", last_day=DAYS[1]),
        goal(indicator="vakter", version=2, label="Hele vakter", level="output", value_kind="count",
             unit="vakter", counts="things"),
    ),
    "measurements": (
        seen(date=DAYS[0], numerator=5, denominator=20),
        seen(date=DAYS[1], phase="follow_up", value=0.4, numerator=8, denominator=20, also_at_baseline=4),
        seen(indicator="timer", date=DAYS[1], phase="end", value=140, comment="Ferdig"),
        seen(indicator="trivsel", date=DAYS[0]),
        seen(indicator="trivsel", date=DAYS[1], phase="follow_up", value=3.5, denominator=30, sd=1.25),
        seen(indicator="vakter", version=1, date=DAYS[0], value=12, period_days=90, unit="vakter"),
        seen(indicator="vakter", version=2, date=DAYS[1], value=6, period_days=90),
        seen(indicator="vakter", version=2, date=DAYS[2], phase="follow_up"),
    ),
    "people": (
        {"indicator": "trivsel", "version": 1, "person": "K1", "date": DAYS[0], "score": 3},
        {"indicator": "trivsel", "version": 1, "person": "K2", "date": DAYS[0], "score": 4},
        {"indicator": "trivsel", "version": 1, "person": "K3", "date": DAYS[0], "score": 6.5},
        {"indicator": "trivsel", "version": 1, "person": "K4", "date": DAYS[0]},
    ),
}  # fmt: skip
"""A source that has a row of every kind."""
