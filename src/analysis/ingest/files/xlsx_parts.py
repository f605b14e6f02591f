"""What the parts of an xlsx file show before its cells are read: formulas, merged cells, far-away cells.

Every part is unpacked once, which holds it against its checksum too; what is XML is gone through.
"""

from __future__ import annotations

from zipfile import ZipFile

from analysis.ingest.files.apart import Refused
from analysis.ingest.files.archives import read_member
from analysis.ingest.files.limits import COLUMNS, ROWS
from analysis.ingest.files.markup import NO_REMEDY, Listener, listen
from analysis.ingest.files.positions import Range, find_cell, find_range

ELSEWHERE = "the workbook takes something from another file or address"


class Part(Listener):
    """What one part shows of itself; `root` is its first element, "worksheet" for a sheet.

    `formulas` are the cells that a formula fills, the first of them; `beyond` is a filled cell that lies
    farther away than the limits, if any does; `filled` counts the cells that hold something.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = ""
        self.row = self.column = 0
        self.inside = False
        self.filled = 0
        self.formulas: list[tuple[int, int]] = []
        self.merged: list[Range] = []
        self.beyond: tuple[int, int] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note what matters of an element."""
        self.root = self.root or name
        if self.root == "worksheet":
            self._start_in_sheet(name, attributes)
        elif name == "Relationship":
            self._check_relationship(attributes)

    def end(self, name: str) -> None:
        """What stands after a cell is not in it."""
        if name == "c":
            self.inside = False

    def _start_in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._enter_cell(attributes.get("r", ""))
        elif name == "row":
            self._enter_row(attributes.get("r", ""))
        elif name == "mergeCell":
            try:
                self.merged.append(find_range(attributes.get("ref", "")))
            except ValueError:
                self._refuse_order()
        elif self.inside and name in ("v", "t", "f"):
            self._note_content(name)

    def _enter_row(self, number: str) -> None:
        row = int(number) if number.isdecimal() else self.row + 1
        if row <= self.row:
            self._refuse_order()
        self.row, self.column = row, 0

    def _enter_cell(self, name: str) -> None:
        try:
            row, column = find_cell(name) if name else (self.row, self.column + 1)
        except ValueError:
            row, column = 0, 0
        if row != self.row or column <= self.column:
            self._refuse_order()
        self.column, self.inside = column, True

    def _note_content(self, name: str) -> None:
        self.filled += 1
        if name == "f" and len(self.formulas) < 100:
            self.formulas.append((self.row, self.column))
        # The header is not counted among the rows.
        if self.beyond is None and (self.row > ROWS + 1 or self.column > COLUMNS):
            self.beyond = (self.row, self.column)

    def _refuse_order(self) -> None:
        what = "the cells do not stand in order: they could be read in two ways"
        raise Refused(f"member {self.name[:80]!r}, row {self.row}", what)

    def _check_relationship(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") == "External" and kind != "hyperlink":
            raise Refused(f"member {self.name[:80]!r}", ELSEWHERE, kind, remedy=NO_REMEDY)


def look_through(archive: ZipFile) -> dict[str, Part]:
    """Every part that is XML, by its name; raises `Refused` for damage and for what reaches elsewhere."""
    parts: dict[str, Part] = {}
    for name in archive.namelist():
        if name.lower().startswith("xl/externallinks/"):
            remedy = "copy the cells, paste them as values in a new workbook, and enter that file"
            raise Refused(f"member {name[:80]!r}", ELSEWHERE, remedy=remedy)
        if name.lower().endswith((".xml", ".rels")):
            parts[name] = Part(name)
            listen(read_member(archive, name), name, parts[name])
        else:
            for _ in read_member(archive, name):
                pass
    return parts
