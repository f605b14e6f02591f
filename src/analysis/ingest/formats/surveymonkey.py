"""Exports from SurveyMonkey: two header rows, an answer's text in every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.ingest.exports import Export, Format, RawFile, check_ids, note_file, same_status, to_cells
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape, drop_blank_columns, take_header_rows
from analysis.ingest.files.tables import read_any
from analysis.ingest.formats.surveymonkey_columns import (
    ANSWER,
    OPEN,
    Column,
    describe_questions,
    find_own,
    fold,
    read_columns,
)
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.times import read_moment, read_moments
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

DIALECT = Dialect("SurveyMonkey", ("utf-8", "cp1252", "mac_roman", "utf-16"), (",", ";", "\t"))
# What a column of statuses says, letters only, and what such a row is.
STATUSES = {
    "completed": "completed",
    "complete": "completed",
    "fullført": "completed",
    "gennemført": "completed",
    "partial": "partial",
    "partiallycompleted": "partial",
    "incomplete": "partial",
    "delvis": "partial",
    "delvisfullført": "partial",
    "ufullstendig": "partial",
    "disqualified": "partial",
    "diskvalifisert": "partial",
    "diskvalificeret": "partial",
    "overquota": "partial",
}
NEEDED = {"id": "Respondent ID", "end": "End Date"}


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; answers with a date of ending are completed. Raises `ProblemsFound`."""
    file = files["answers"]
    found = ProblemList(file.shown)
    sheet, columns = read_columns(_read_sheet(file, options, found))
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    own = {column.own: column.name for column in columns if column.own}
    check_ids(cells[own["id"]], own["id"], found)
    statuses, words = _read_statuses(cells, own, columns, found)
    times, told = _read_times(cells[own["end"]], options, found)
    found.raise_any()
    untold = 0 if "status" in own else len(cells)
    return Export(
        file=file.shown,
        questions_file=file.shown,
        cells=cells,
        ids=cells[own["id"]],
        statuses=statuses,
        words=words,
        times=times,
        blank=sheet.blank,
        tool_columns={column.name: column.reason for column in columns if column.reason},
        questions=describe_questions(columns, cells),
        receipts=[
            note_file(file.shown, sheet.form),
            *sheet.receipts,
            {"what": "file_noted", "why": "ended_means_completed", "count": untold},
            *told,
        ],
        numbered_by=DIALECT.tool,
    )


def recognise(look: Look) -> Sighting | None:
    """The respondent's and the collector's id, or two dates above a row of words for answers."""
    if look.kind not in ("text", "workbook"):
        return None
    own = {named: name for name in look.header if (named := find_own(name)[0])}
    words = [cell for cell in look.row(1) if fold(cell) in ANSWER | OPEN]
    if "id" in own and "collector" in own:
        return Sighting("answers", f"it has the columns {own['id']} and {own['collector']}")
    if "id" in own and "end" in own and words:
        return Sighting(
            "answers", f"it has the column {own['id']}, and “{words[0]}” in the second header row"
        )
    return None


def _read_sheet(file: RawFile, options: SourceOptions, found: ProblemList) -> Sheet:
    """The answers below the header rows, of which a condensed export may have one; raises `ProblemsFound`."""
    sheet = read_any(file.path, file.shown, DIALECT, options.sheet or "")
    places = {named: place for place, name in enumerate(sheet.header) if (named := find_own(name)[0])}
    for named, name in NEEDED.items():
        if named not in places:
            remedy = "export all responses data from SurveyMonkey, with the respondents' metadata"
            found.add("row 1", f"the column “{name}” is missing", "", name, remedy)
    found.raise_any()
    below = dict(zip(sheet.numbers, sheet.rows, strict=True)).get(2, [])
    # An answer has an id and dates. The second header row has none of them, and may be blank altogether.
    if any(below[place].strip() for place in places.values() if place < len(below)):
        line: Line = {"what": "file_noted", "why": "one_header_row"}
        return drop_blank_columns(replace(sheet, receipts=[*sheet.receipts, line]))
    sheet = take_header_rows(sheet, 1, DIALECT.tool)
    if len(below) not in (0, len(sheet.header)):
        what = "the second header row has another number of cells than the first"
        found.add("row 2", what, len(below), len(sheet.header), "export the answers again")
        found.raise_any()
    return drop_blank_columns(sheet)


def _read_statuses(
    cells: pd.DataFrame, own: Mapping[str, str], columns: list[Column], found: ProblemList
) -> tuple[pd.Series[str], dict[int, str]]:
    """By the column of statuses, else by the date of ending; opened where nothing at all is answered."""
    ended = cells[own["end"]].str.strip()
    faulty = ended[~ended.map(_is_moment).astype(bool)]
    fault = Fault("this is no date of ending", "a date, or nothing", "export the answers again")
    tell([FaultyCell(row, own["end"], seen, fault) for row, seen in faulty.items()], found)
    statuses = same_status(cells)
    told = cells[own["status"]].str.strip() if "status" in own else None
    if told is not None:
        read = told.map(lambda text: STATUSES.get(fold(text), ""))
        fault = Fault("the status is unknown", ", ".join(STATUSES), "enter completed answers alone")
        unknown = told[read == ""]
        tell([FaultyCell(row, own["status"], seen, fault) for row, seen in unknown.items()], found)
        statuses = read.astype("str")
    statuses[ended == ""] = "partial"
    asked = [column.name for column in columns if not column.reason]
    nothing = cells[asked].apply(lambda one: one.str.strip() == "").all(axis=1)
    statuses[nothing & ((statuses == "partial") | (told is None))] = "opened"
    others = statuses.index[statuses != "completed"]
    words = {int(row): told[row] if told is not None else _tell_ended(ended[row]) for row in others}
    return statuses, words


def _tell_ended(text: str) -> str:
    return f"ended {text}" if text else "no date of ending"


def _is_moment(text: str) -> bool:
    return not text or any(read_moment(text, order) for order in ("day-first", "month-first"))


def _read_times(
    ended: pd.Series[str], options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str] | None, list[Line]]:
    moments = read_moments(ended, options.dates, found)
    if not moments.why:
        return moments.times, []
    return moments.times, [{"what": "time_read", "why": moments.why, "count": len(ended)}]


FORMAT: Format = Format("surveymonkey", "SurveyMonkey", read, recognise)
