"""The shared drawing of workbooks that a team fills in: locked headings, open cells, drop-downs, a guide.

Every sheet is protected without a password: whoever must change a heading can, and nobody does by accident.
The same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from analysis.templates.forms import Form

Value = str | int | float | date | None

MOMENT = datetime(2018, 1, 1)
"""When every workbook says it was made: the day must not show in the bytes."""
FONT = "Calibri"
DARK, PALE, GREY = "1F5A94", "E8EFF6", "9AA5B1"
LINE = Side(style="thin", color=GREY)
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
LONGEST_LIST = 255
"""Characters that Excel takes in a drop-down written out in place."""
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, its width in characters, and what its cells take.

    `note` is shown beside a cell that is being filled in. With `choices` the cell has a drop-down.
    """

    heading: str
    width: float
    note: str = ""
    form: Form = "text"
    choices: tuple[str, ...] = ()


def begin_workbook(title: str, language: str) -> Workbook:
    """A workbook without sheets that says what it is and always when the same moment was."""
    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    told = book.properties
    told.title, told.language, told.creator = title, language, "Samskaping"
    told.created = told.modified = MOMENT
    return book


def add_sheet(book: Workbook, title: str, widths: Sequence[float] = ()) -> Worksheet:
    """A protected sheet, printed on one A4 page's width; every cell is locked until it is opened."""
    sheet: Worksheet = book.create_sheet(title)
    sheet.sheet_view.showGridLines = False
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    protection = sheet.protection
    protection.sheet = True
    # A word on is a ban: these stay allowed, for a team must be able to see and to read what it wrote.
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.sort = protection.autoFilter = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def write_title(sheet: Worksheet, row: int, text: str) -> None:
    """A title in the first column."""
    sheet.cell(row, 1, text).font = Font(name=FONT, size=16, bold=True, color=DARK)


def write_text(sheet: Worksheet, row: int, column: int, text: Value, bold: bool = False) -> None:
    """A locked text, with line breaks where the column is too narrow."""
    cell = sheet.cell(row, column, text)
    cell.font = Font(name=FONT, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def write_headings(sheet: Worksheet, row: int, texts: Iterable[str], column: int = 1) -> None:
    """A row of locked headings, from a column on."""
    for place, text in enumerate(texts, column):
        cell = sheet.cell(row, place, text)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = BOX


def open_cell(sheet: Worksheet, row: int, column: int, value: Value = None, form: Form = "text") -> None:
    """A cell that a team fills in, holding a value already if there is one."""
    cell = sheet.cell(row, column, value)
    cell.protection = Protection(locked=False)
    cell.font = Font(name=FONT)
    cell.fill = PatternFill("solid", fgColor=PALE)
    cell.border = BOX
    cell.alignment = Alignment(wrap_text=form == "text", vertical="top")
    if form == "date":
        cell.number_format = "yyyy-mm-dd"


def guide_cells(sheet: Worksheet, cells: str, column: Column, refused: str) -> None:
    """The note, the drop-down and the check of cells ("C5:C80"); `refused` is said of what cannot be there.

    Raises `ValueError` for choices that a drop-down cannot hold.
    """
    listed = ",".join(column.choices)
    if len(listed) > LONGEST_LIST or any("," in choice for choice in column.choices):
        raise ValueError(f"a drop-down cannot hold {listed}")
    kinds = {"number": "decimal", "whole": "whole", "date": "date"}
    check = DataValidation(type="list" if listed else kinds.get(column.form), allow_blank=True)
    if listed:
        check.formula1 = f'"{listed}"'
    elif column.form == "number":
        check.operator, check.formula1, check.formula2 = "between", "-1E+15", "1E+15"
    elif column.form == "whole":
        check.operator, check.formula1 = "greaterThanOrEqual", "0"
    elif column.form == "date":
        # Day numbers of spreadsheets: 1990-01-01 to 2099-12-31.
        check.operator, check.formula1, check.formula2 = "between", "32874", "73050"
    check.showErrorMessage, check.error = check.type is not None, refused
    check.errorTitle = check.promptTitle = column.heading[:32]
    if column.note:
        check.showInputMessage, check.prompt = True, column.note[:255]
    check.add(cells)
    sheet.add_data_validation(check)


def draw_table(
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]] = (),
    room: int = 100,
    refused: str = "",
) -> None:
    """A table from the first row on: locked headings that stay in sight, and `room` open rows in all.

    `rows` stand in the first of them.
    """
    write_headings(sheet, 1, [column.heading for column in columns])
    sheet.row_dimensions[1].height = 45
    sheet.freeze_panes = "B2"
    last = max(room, len(rows)) + 1
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, last + 1):
            value = rows[row - 2][place - 1] if row - 2 < len(rows) else None
            open_cell(sheet, row, place, value, column.form)
        guide_cells(sheet, f"{letter}2:{letter}{last}", column, refused)
    sheet.print_title_rows = "1:1"


def to_bytes(book: Workbook) -> bytes:
    """The workbook as a file in which no clock shows: entries and properties bear one fixed moment.

    Nothing is packed: other builds of the packing library give other bytes.
    """
    drawn, out = io.BytesIO(), io.BytesIO()
    book.save(drawn)
    with ZipFile(drawn) as read, ZipFile(out, "w", ZIP_STORED) as written:
        for name in read.namelist():
            content = read.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>" + MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            about = ZipInfo(name, MOMENT.timetuple()[:6])
            about.compress_type, about.external_attr, about.create_system = ZIP_STORED, 0o600 << 16, 3
            written.writestr(about, content)
    return out.getvalue()
