"""A sheet of a workbook while it is read: its rows so far, its limits, and what speaks against taking it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analysis.ingest.files.apart import Refused
from analysis.ingest.files.limits import BYTES, CELL_LENGTH, CELLS, COLUMNS, FEWER, ROWS
from analysis.ingest.files.positions import Range, name_cell

TOLD = 5
"""How many cells with formulas are named."""


@dataclass
class Draft:
    """Rows that are not blank, with their numbers; `formulas` and `merged` name cells and ranges."""

    name: str
    hidden: bool = False
    cells: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    width: int = 0
    filled: int = 0
    characters: int = 0

    def add_row(self, number: int, cells: list[str]) -> None:
        """Take a row, without the blank cells at its end; raises `Refused` beyond the limits."""
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return
        self.check_place(number, len(cells))
        self.filled += len(cells)
        self.characters += sum(map(len, cells))
        if self.filled > CELLS or self.characters > BYTES:
            what = "the sheet holds more than can be read"
            raise Refused(self.place(number), what, "", f"at most {CELLS:,} cells", FEWER)
        longest = max(cells, key=len)
        if len(longest) > CELL_LENGTH:
            place = self.place(number, cells.index(longest) + 1)
            allowed = f"at most {CELL_LENGTH:,} characters"
            raise Refused(place, "a cell is longer than any answer", "", allowed, FEWER)
        self.width = max(self.width, len(cells))
        self.cells.append(cells)
        self.numbers.append(number)

    def check_place(self, row: int, column: int) -> None:
        """Raise `Refused` where a filled cell lies farther away than a table of answers reaches."""
        # The header is not counted among the rows.
        if row > ROWS + 1 or column > COLUMNS:
            what = "a filled cell lies farther away than any table of answers reaches"
            allowed = f"at most {ROWS:,} rows and {COLUMNS:,} columns"
            raise Refused(self.place(row, column), what, "", allowed, "clear that cell, or export again")

    def place(self, row: int, column: int = 0) -> str:
        """Where a row or cell stands, for a message."""
        where = f"cell {name_cell(row, column)}" if column else f"row {row}"
        return f"sheet “{self.name[:40]}”, {where}"

    def note_formula(self, row: int, column: int) -> None:
        """A cell is worked out by a formula."""
        if len(self.formulas) <= TOLD:
            self.formulas.append(name_cell(row, column))

    def tell(self) -> dict[str, Any]:
        """The sheet as JSON can hold it; only merged ranges that lie on filled rows and columns matter."""
        bottom = self.numbers[-1] if self.numbers else 0
        merged = [one for one in self.merged if one.top <= bottom and one.left <= self.width]
        return {
            "name": self.name,
            "hidden": self.hidden,
            "cells": self.cells,
            "numbers": self.numbers,
            "formulas": self.formulas,
            "merged": [[one.top, one.left, one.bottom, one.right] for one in merged],
        }
