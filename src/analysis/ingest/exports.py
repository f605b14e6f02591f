"""What every reader makes of an export: text cells with their rows, and what the tool says of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd

from analysis.ingest.delimited import SHOWN, Sheet
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.sources import FILE as SOURCES
from analysis.sources import SourceFile

Read = TypeVar("Read")
EXPORT_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Question:
    """One question as the tool describes it: the texts of its answers by code, or its highest number."""

    options: dict[str, str] = field(default_factory=dict)
    maximum: float | None = None


@dataclass(frozen=True)
class Export:
    """One export, read but not yet understood.

    `cells` holds the text of every cell of the rows that are not blank, with the file's row numbers
    as index and the header as columns; `respondents` the export's own ids by row. `left_out` says of
    rows that are no completed answer why not and what they say of themselves; `blank` lists blank
    rows. `tool_columns` are the columns that hold no answer, with the reason; `questions` what the
    tool says of each column, read from `questions_file`. `receipts` are lines about the files.
    """

    file: str
    questions_file: str
    cells: pd.DataFrame
    respondents: pd.Series[str]
    left_out: dict[int, tuple[str, str]]
    blank: list[int]
    tool_columns: dict[str, str]
    questions: dict[str, Question]
    receipts: list[dict[str, str | int]]


def attempt(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """What `read` returns, or None with its problems added, so that the next file is read as well."""
    try:
        return read()
    except ProblemsFound as found:
        problems.extend(found.problems)
        return None


def sort_parts(files: list[SourceFile], needed: tuple[str, ...]) -> dict[str, SourceFile]:
    """The files by part; raises `ProblemsFound` unless each needed part, and no other, is there."""
    found = ProblemList(SOURCES)
    parts = {file.part: file for file in files}
    tool = files[0].format
    for part in needed:
        if part not in parts:
            what = f"an export from {tool} needs its file “{part}”"
            remedy = "add the row of that file"
            found.add(files[0].place("part"), what, ", ".join(parts), ", ".join(needed), remedy)
    for part, file in parts.items():
        if part not in needed:
            what = f"an export from {tool} has no file “{part}”"
            remedy = "correct the part, or remove the row"
            found.add(file.place("part"), what, part, ", ".join(needed), remedy)
    found.raise_any()
    return {str(part): file for part, file in parts.items()}


def to_cells(sheet: Sheet) -> pd.DataFrame:
    """The rows of a sheet whose shape was checked, as text with the row numbers as index."""
    index = pd.Index(sheet.numbers, name="row")
    return pd.DataFrame(sheet.rows, index=index, columns=sheet.header, dtype="str")


def check_respondents(respondents: pd.Series[str], column: str, found: ProblemList) -> None:
    """Note ids that are empty, no ids at all, or borne by two rows."""
    usable = respondents.map(lambda text: bool(EXPORT_ID.fullmatch(text))).astype(bool)
    fault = Fault("the id of the answer cannot be used", "letters and digits", "export the file again")
    tell([FaultyCell(row, column, seen, fault) for row, seen in respondents[~usable].items()], found)
    doubled = respondents[usable & respondents.duplicated(keep=False)]
    groups = doubled.groupby(doubled, sort=False).groups
    for seen, rows in list(groups.items())[:SHOWN]:
        place = f"rows {' and '.join(str(row) for row in rows)}, column {column}"
        remedy = "remove all but one of them from the export, and enter the file's new sha256"
        found.add(place, "the same answer stands more than once", seen, "one row each", remedy)
    if len(groups) > SHOWN:
        found.add(f"column {column}", f"{len(groups) - SHOWN} more answers stand more than once")
