"""Exports of form tools that write whole question texts: Microsoft Forms, Google Forms and others."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis.ingest.exports import (
    Export,
    Format,
    RawFile,
    check_ids,
    note_file,
    note_no_ids,
    number_rows,
    same_status,
    to_cells,
)
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files import delimited, workbooks
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape, drop_blank_columns
from analysis.ingest.formats.doubled_names import number_doubles
from analysis.ingest.formats.forms_columns import (
    TIMES,
    Layout,
    describe,
    find_layout,
    find_repeated,
    tidy_header,
)
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.times import read_moments
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

TOOL = "the form tool"
DIALECT = Dialect(TOOL, ("utf-8", "cp1252", "utf-16"), (",", ";", "\t"), ends_rows=False)
STATUSES = {
    "completed": "completed complete fullført ferdig besvart levert submitted innsendt sendt fuldført",
    "partial": "partial incomplete delvis påbegynt påbegyndt ufullstendig started startet begynt",
    "never_opened": "invited invitert ubesvart unanswered",
    "test": "test testsvar",
}
STATUS_OF = {word: status for status, words in STATUSES.items() for word in words.split()}
# Other tools' own columns, which are neither a question nor one of a form tool.
STRANGERS = re.compile(
    r"\$submission_id|lastpage|last page|siste side|collector id|recordeddate|_uuid|stato_\d|seed", re.I
)


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; every row is a completed answer unless it has a status. Raises `ProblemsFound`."""
    file = files["answers"]
    sheet = number_doubles(tidy_header(drop_blank_columns(_read_sheet(file, options))))
    found = ProblemList(file.shown)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    layout = find_layout(sheet.header)
    name = layout.first("id")
    if name:
        check_ids(cells[name], name, found)
    statuses, words = _read_statuses(cells, layout.first("status"), found)
    times, timed = _read_times(cells, layout, options, found)
    found.raise_any()
    texts, repeated = _find_texts(sheet)
    return Export(
        file=file.shown,
        questions_file=file.shown,
        cells=cells,
        ids=cells[name] if name else number_rows(cells),
        statuses=statuses,
        words=words,
        times=times,
        blank=sheet.blank,
        tool_columns=layout.tool_columns,
        questions=describe(cells, layout, texts),
        receipts=[
            note_file(file.shown, sheet.form),
            *sheet.receipts,
            *repeated,
            *timed,
            *note_no_ids(0 if name else len(cells)),
        ],
    )


def recognise(look: Look) -> Sighting | None:
    """Columns about the respondent first, among them a time, then texts of questions."""
    header = look.header
    layout = find_layout(header)
    questions = [name for name in header if name not in layout.roles]
    if look.kind not in ("text", "workbook") or not questions or any(map(STRANGERS.fullmatch, header)):
        return None
    roles = set(layout.roles.values())
    if {"id", "begun", "ended"} <= roles:
        return Sighting("answers", f"its first columns are {', '.join(list(layout.roles)[:3])}")
    if layout.roles.get(header[0]) == "stamp":
        return Sighting(
            "answers", f"its first column is {header[0]}", sure=any(" " in name for name in questions)
        )
    if header[0] in layout.roles and len(roles) > 1 and roles & {"begun", "ended"}:
        return Sighting("answers", f"it has the columns {', '.join(layout.roles)}", sure=False)
    return None


def _read_sheet(file: RawFile, options: SourceOptions) -> Sheet:
    with file.path.open("rb") as opened:
        is_workbook = opened.read(4) == b"PK\x03\x04"
    if is_workbook:
        return workbooks.read_sheet(file.path, file.shown, TOOL, options.sheet or "")
    return delimited.read_sheet(file.path, file.shown, DIALECT)


def _find_texts(sheet: Sheet) -> tuple[dict[str, str], list[Line]]:
    """The questions' texts where a column is not called so, because the text stands more than once."""
    texts = {
        str(line["after"]): str(line["before"]) for line in sheet.receipts if line["why"] == "header_numbered"
    }
    repeated = find_repeated(sheet.header)
    receipts: list[Line] = [
        {"what": "header_read", "why": "header_repeated", "column": name, "before": name, "after": text}
        for name, text in repeated.items()
    ]
    return texts | repeated, receipts


def _read_statuses(
    cells: pd.DataFrame, column: str, found: ProblemList
) -> tuple[pd.Series[str], dict[int, str]]:
    """What each row is, and the tool's word for those that are not completed."""
    if not column:
        return same_status(cells), {}
    texts = cells[column].str.strip()
    statuses = texts.str.casefold().map(STATUS_OF)
    fault = Fault("the status is not known", ", ".join(STATUS_OF), "remove the column if it is no status")
    tell([FaultyCell(row, column, text, fault) for row, text in texts[statuses.isna()].items()], found)
    statuses = statuses.fillna("completed").astype("str")
    return statuses, {int(row): texts[row] for row in texts.index[statuses != "completed"]}


def _read_times(
    cells: pd.DataFrame, layout: Layout, options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str] | None, list[Line]]:
    """When each answer was handed in, and the receipt for how its dates were read."""
    column = layout.first(*TIMES)
    if not column:
        return None, []
    beside = [text for name, role in layout.roles.items() if role in TIMES for text in cells[name]]
    read = read_moments(cells[column], options.dates, found, beside)
    line: Line = {"what": "time_read", "why": read.why, "column": column, "count": len(cells)}
    return read.times, [line] if read.why else []


FORMAT: Format = Format("forms", "a form tool (Microsoft Forms, Google Forms, Questback)", read, recognise)
