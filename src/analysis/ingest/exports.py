"""What every reader makes of an export: text cells with their rows, and what the tool says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pandas as pd

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.sheets import SHOWN, Line, Sheet
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.people.masking import mask
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.source_options import SourceOptions

Read = TypeVar("Read")
EXPORT_ID = re.compile(r"[A-Za-z0-9_:.-]+")

STATUSES = {
    "completed": "the form was handed in",
    "partial": "the form was begun and not handed in",
    "opened": "the form was opened and no question answered",
    "never_opened": "the form was sent and never opened",
    "never_sent": "the form was never sent",
    "dropped_out": "the person dropped out",
    "preview": "the form was filled in as a preview",
    "test": "the form was filled in as a test",
    "other_record": "the row is no answer to this form: another event, another form, or a spare row",
}
"""What a row of an export can be; every reader sorts its rows into these."""


@dataclass(frozen=True)
class RawFile:
    """One file of an export: which part of it, where it lies, and the path that messages name."""

    part: str
    path: Path
    shown: str


@dataclass(frozen=True)
class Question:
    """What the tool says of one column.

    `text` is the question as asked and `part` the row of a matrix, or the option that is ticked or
    ranked, as asked; `code` and `part_code` are the tool's own codes of the two where it has them.
    `options` are the texts of the answers by code; `missing` the codes that the file itself declares
    missing, with their texts, and `missing_ranges` the ranges of such codes. `maximum` is the highest
    number that can be answered. `separator` stands between the answers of a cell that may hold several.
    `also` are further texts that mean the answer with a code: those of a form's other languages.
    `complete` is False where codes without a text may be answered too, as on a scale whose ends only
    have labels.
    """

    text: str = ""
    part: str = ""
    code: str = ""
    part_code: str = ""
    options: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    missing_ranges: tuple[tuple[float, float], ...] = ()
    maximum: float | None = None
    separator: str = ""
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True)
class Export:
    """One export, read but not yet understood.

    `cells` holds the text of every cell of the rows that are not blank, with the file's row numbers
    as index and the header as columns, each once. `ids` are the export's own ids of the answers by
    row, and `statuses` what each row is, a word of `STATUSES`; `words` says of rows that are no
    completed answer what they say of themselves. `times` is when each answer was handed in (or last
    touched), as text that sorts in order of time, empty where unknown; None where the tool tells none.
    `blank` lists blank rows. `tool_columns` are the columns that hold no answer, with a reason out of
    `receipts.WHY`: among them `identifier` for whatever names a person. `questions` is what the tool
    says of each column, read from `questions_file`; it may be empty where the tool says nothing, and
    `described` tells whether every column of an answer must be in it. `lists_invited` tells whether
    people who never answered have rows. `numbered_by` names the tool where it numbers its answers across
    all its surveys, so that one id in two exports is one answer; it is empty where each survey counts
    anew. `receipts` are lines about the files.
    """

    file: str
    questions_file: str
    cells: pd.DataFrame
    ids: pd.Series[str]
    statuses: pd.Series[str]
    words: dict[int, str]
    times: pd.Series[str] | None
    blank: list[int]
    tool_columns: dict[str, str]
    questions: dict[str, Question]
    receipts: list[Line]
    described: bool = False
    lists_invited: bool = False
    numbered_by: str = ""


@dataclass(frozen=True)
class Format:
    """One kind of export: the tool that writes it, the files it takes, and how it is known and read.

    `parts` are the files that must be there and `optional` those that may. `read` takes the files by
    part and the source's options, and raises `ProblemsFound` for all files at once; `recognise` says
    what a single file shows of this format, or None.
    """

    id: str
    tool: str
    read: Callable[[Mapping[str, RawFile], SourceOptions], Export]
    recognise: Callable[[Look], Sighting | None]
    parts: tuple[str, ...] = ("answers",)
    optional: tuple[str, ...] = ()


def attempt(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """What `read` returns, or None with its problems added, so that the next file is read as well."""
    try:
        return read()
    except ProblemsFound as found:
        problems.extend(found.problems)
        return None


def to_cells(sheet: Sheet) -> pd.DataFrame:
    """The rows of a sheet whose shape was checked, as text with the row numbers as index."""
    index = pd.Index(sheet.numbers, name="row")
    return pd.DataFrame(sheet.rows, index=index, columns=sheet.header, dtype="str")


def same_status(cells: pd.DataFrame, status: str = "completed") -> pd.Series[str]:
    """The statuses of an export whose rows are all of one kind."""
    return pd.Series(status, index=cells.index, dtype="str")


def number_rows(cells: pd.DataFrame) -> pd.Series[str]:
    """Ids made of the rows' numbers, for an export without any; say so with `note_no_ids`."""
    return pd.Series([f"row-{row}" for row in cells.index], index=cells.index, dtype="str")


def note_file(shown: str, form: str, why: str = "answers_file") -> Line:
    """The receipt line of a file that was read: its path, its form, and which file of the export it is."""
    return {"what": "file_read", "why": why, "before": shown, "after": form}


def note_no_ids(count: int) -> list[Line]:
    """The receipt line of ids that are the rows' numbers, for so many rows; none where there are ids."""
    return [{"what": "file_mended", "why": "no_id_column", "count": count}] if count else []


def check_ids(ids: pd.Series[str], column: str, found: ProblemList) -> None:
    """Note ids that are empty, no ids at all, or borne by two rows."""
    usable = ids.map(lambda text: bool(EXPORT_ID.fullmatch(text))).astype(bool)
    fault = Fault("the id of the answer cannot be used", "letters and digits", "export the file again")
    tell([FaultyCell(row, column, seen, fault) for row, seen in ids[~usable].items()], found)
    doubled = ids[usable & ids.duplicated(keep=False)]
    groups = doubled.groupby(doubled, sort=False).groups
    for seen, rows in list(groups.items())[:SHOWN]:
        place = f"rows {' and '.join(str(row) for row in rows)}, column {column}"
        remedy = "remove all but one of them from the export, and enter the file's new sha256"
        found.add(place, "the same answer stands more than once", mask(seen), "one row each", remedy)
    if len(groups) > SHOWN:
        found.add(f"column {column}", f"{len(groups) - SHOWN} more answers stand more than once")
