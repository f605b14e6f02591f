"""The sheets of an xlsx file as text, cell by cell; what a cell shows and does not hold is noted."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.styles.numbers import is_datetime

from analysis.ingest.files.apart import Refused
from analysis.ingest.files.cell_texts import (
    write_duration,
    write_moment,
    write_number,
    write_percent,
)
from analysis.ingest.files.sheet_draft import Draft
from analysis.ingest.files.xlsx_parts import Part, look_through

ESCAPED = re.compile("_x(000[9AD]|005F)_", re.IGNORECASE)
"""How Excel writes line breaks, tabs and its own underscore in texts; other such codes stand as they are."""
LITERAL = re.compile(r'"[^"]*"|\\.')
"""Signs of a number's format that stand as they are; a per cent sign among them multiplies nothing."""


def read_sheets(archive: ZipFile, path: Path, percents: bool = False) -> list[dict[str, Any]]:
    """The sheets with content, in order (see `Draft.tell`); raises `Refused`."""
    parts = look_through(archive)
    with path.open("rb") as file:
        workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        _check_titles([sheet.title for sheet in workbook.worksheets])
        drafts = []
        for sheet in workbook.worksheets:
            # openpyxl has no public word for which part a sheet is.
            part = parts[sheet._worksheet_path]
            draft = _read_sheet(sheet, part, percents)
            if part.filled and not draft.cells and not draft.formulas:
                _refuse_unread(draft)
            if draft.cells or draft.formulas:
                drafts.append(draft.tell())
    return drafts


def _check_titles(titles: list[str]) -> None:
    for title in titles:
        if titles.count(title) > 1:
            raise Refused(f"sheet “{title[:40]}”", "two sheets have one name")


def _refuse_unread(draft: Draft) -> None:
    what = "the sheet has cells that cannot be read; it may be saved as Strict Open XML"
    raise Refused(f"sheet “{draft.name[:40]}”", what, remedy="save it as an ordinary .xlsx file, or as CSV")


def _read_sheet(sheet: Any, part: Part, percents: bool) -> Draft:
    draft = Draft(sheet.title, hidden=sheet.sheet_state != "visible", merged=part.merged)
    if part.beyond:
        draft.check_place(*part.beyond)
    for row, column in part.formulas:
        draft.note_formula(row, column)
    # What the file says of its own size may be anything.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        draft.add_row(number, [_write(cell, percents) for cell in cells])
    return draft


def _write(cell: Any, percents: bool) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return ESCAPED.sub(lambda code: chr(int(code[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        shown = percents and "%" in LITERAL.sub("", cell.number_format)
        return write_percent(value) if shown else write_number(value)
    if isinstance(value, datetime.timedelta):
        return write_duration(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return write_moment(value, dated=is_datetime(cell.number_format) == "date")
    # What is left are formulas of several cells, which are refused where the sheet is used.
    return "="
