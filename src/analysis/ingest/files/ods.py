"""The sheets of an OpenDocument spreadsheet as text, in one pass through its content.

Repeated cells and rows are written out only where they hold something, and only within the limits.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from analysis.ingest.files.apart import Refused
from analysis.ingest.files.archives import read_member
from analysis.ingest.files.cell_texts import write_duration, write_number, write_percent
from analysis.ingest.files.limits import CELL_LENGTH, FEWER
from analysis.ingest.files.markup import NO_REMEDY, Listener, listen
from analysis.ingest.files.positions import Range
from analysis.ingest.files.sheet_draft import Draft

ELSEWHERE = {
    "table-source",
    "cell-range-source",
    "dde-source",
    "dde-link",
    "database-source-sql",
    "database-source-table",
    "database-source-query",
}
CELLS = {"table-cell", "covered-table-cell"}
ASIDE = {"annotation", "shapes", "tracked-changes", "frame", "custom-shape", "g", "line", "rect", "ellipse"}
ASIDE |= {"circle", "polygon", "polyline", "path", "connector", "measure", "caption", "control", "detective"}
"""Comments, drawings and earlier versions, which are no part of what a cell says."""
HUGE = 10**9
NO_FRACTION = re.compile(r"[.,]0+$")
DURATION = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


def read_sheets(archive: ZipFile, path: Path, percents: bool = False) -> list[dict[str, Any]]:
    """The sheets with content, in order (see `Draft.tell`); raises `Refused`."""
    content = _Content(percents)
    for name in archive.namelist():
        pieces = read_member(archive, name)
        if name == "content.xml":
            listen(pieces, name, content)
        elif name.endswith((".xml", ".rdf")):
            listen(pieces, name, _Manifest() if name == "META-INF/manifest.xml" else Listener())
        else:
            for _ in pieces:
                pass
    return [draft.tell() for draft in content.drafts if draft.cells or draft.formulas]


class _Manifest(Listener):
    """The list of parts, which says whether they are encrypted. It is looked at for nothing else."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Refuse encrypted parts."""
        if name == "encryption-data":
            raise Refused("", "the file is protected with a password", remedy="save it without a password")


class _Content(Listener):
    """The tables of a document, filled while it is gone through."""

    def __init__(self, percents: bool) -> None:
        self.percents = percents
        self.drafts: list[Draft] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.tables = 0
        self.row = self.row_repeat = 0
        self.cells: list[str] = []
        self.blank = 0
        self.cell: _Cell | None = None
        self.aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open a table, a row, a cell, or a piece of a cell's text."""
        if name in ELSEWHERE:
            what = "the workbook takes something from another file or address"
            raise Refused("member 'content.xml'", what, name, remedy=NO_REMEDY)
        if self.aside or name in ASIDE:
            self.aside += 1
        elif name == "table":
            self._open_table(attributes)
        elif name == "table-row" and self.tables:
            self.row_repeat, self.cells, self.blank = _count(attributes, "number-rows-repeated"), [], 0
        elif name in CELLS and self.tables:
            self.cell = _Cell(attributes)
            self._note_cell(self.cell)
        elif self.cell:
            self.cell.start(name, attributes)
            self._check_length(self.cell)
        elif name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self.style)

    def text(self, text: str) -> None:
        """Text counts where a cell is open and nothing aside of it."""
        if self.cell and self.cell.paragraph and not self.aside:
            self.cell.add(text)
            self._check_length(self.cell)

    def end(self, name: str) -> None:
        """Close what was opened."""
        if self.aside:
            self.aside -= 1
        elif name == "p" and self.cell:
            self.cell.paragraph = False
        elif name in CELLS and self.cell:
            self._close_cell(self.cell)
        elif name == "table-row" and self.tables:
            self._close_row()
        elif name == "table":
            self.tables -= 1

    def _open_table(self, attributes: dict[str, str]) -> None:
        self.tables += 1
        name = attributes.get("name", "")
        if self.tables > 1:
            raise Refused(f"sheet “{self.drafts[-1].name[:40]}”", "there is a table within a cell")
        if any(draft.name == name for draft in self.drafts):
            raise Refused(f"sheet “{name[:40]}”", "two sheets have one name")
        self.drafts.append(Draft(name, hidden=attributes.get("style-name") in self.hidden_styles))
        self.row = 0

    def _note_cell(self, cell: _Cell) -> None:
        """Formulas and merged cells, by the cell they begin in."""
        draft, row, column = self.drafts[-1], self.row + 1, len(self.cells) + self.blank + 1
        if cell.formula:
            draft.note_formula(row, column)
        if cell.height > 1 or cell.width > 1:
            draft.merged.append(Range(row, column, row + cell.height - 1, column + cell.width - 1))

    def _check_length(self, cell: _Cell) -> None:
        """Before more is gathered: a few bytes of XML can stand for any number of spaces."""
        if cell.length > CELL_LENGTH:
            place = self.drafts[-1].place(self.row + 1, len(self.cells) + self.blank + 1)
            allowed = f"at most {CELL_LENGTH:,} characters"
            raise Refused(place, "a cell is longer than any answer", "", allowed, FEWER)

    def _close_cell(self, cell: _Cell) -> None:
        text, self.cell = cell.write(self.percents), None
        if not text:
            self.blank += cell.repeat
            return
        last = len(self.cells) + self.blank + cell.repeat
        self.drafts[-1].check_place(self.row + 1, last)
        self.cells += [""] * self.blank + [text] * cell.repeat
        self.blank = 0

    def _close_row(self) -> None:
        draft, last = self.drafts[-1], self.row + self.row_repeat
        if self.cells:
            draft.check_place(last, len(self.cells))
            for number in range(self.row + 1, last + 1):
                draft.add_row(number, list(self.cells))
        self.row = last


class _Cell:
    """One cell, which may stand for several alike: its value as the file types it, or its text."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.values = attributes
        self.repeat = _count(attributes, "number-columns-repeated")
        self.width = _count(attributes, "number-columns-spanned")
        self.height = _count(attributes, "number-rows-spanned")
        self.formula = "formula" in attributes
        self.pieces: list[str] = []
        self.length = 0
        self.paragraph = False
        self.paragraphs = 0

    def add(self, text: str) -> None:
        """Take a piece of the cell's text."""
        self.pieces.append(text)
        self.length += len(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """What stands for a character in the text of a cell."""
        if name == "p":
            self.add("\n" if self.paragraphs else "")
            self.paragraph, self.paragraphs = True, self.paragraphs + 1
        elif name == "s":
            self.add(" " * min(_count(attributes, "c"), CELL_LENGTH + 1))
        elif name in ("tab", "line-break"):
            self.add("\t" if name == "tab" else "\n")

    def write(self, percents: bool) -> str:
        """The cell as text; `percents` as for `workbooks.read_workbook`."""
        kind = self.values.get("value-type", "")
        if kind == "percentage" and percents:
            return write_percent(float(self.values["value"]))
        if kind in ("float", "percentage", "currency"):
            return write_number(float(self.values["value"]))
        if kind == "date":
            return NO_FRACTION.sub("", self.values["date-value"])
        if kind == "boolean":
            return self.values["boolean-value"].upper()
        if kind == "time":
            return _write_time(self.values["time-value"])
        return self.values.get("string-value") or "".join(self.pieces)


def _write_time(text: str) -> str:
    parts = DURATION.fullmatch(text)
    if not parts:
        return text
    hours, minutes, seconds = (int(part or 0) for part in parts.groups()[1:])
    duration = datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return write_duration(-duration if parts[1] else duration)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdecimal()):
        raise Refused("member 'content.xml'", f"the attribute {name} is not a number", text[:40])
    return max(int(text), 1) if len(text) < 10 else HUGE
