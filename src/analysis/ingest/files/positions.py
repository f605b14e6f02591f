"""The names of cells and ranges in a spreadsheet (B7, A1:C1), and where they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass

CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True)
class Range:
    """A rectangle of cells, from its first to its last row and column, both counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{name_cell(self.top, self.left)}:{name_cell(self.bottom, self.right)}"


def name_cell(row: int, column: int) -> str:
    """The name of a cell, such as B7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def find_cell(name: str) -> tuple[int, int]:
    """Row and column of a cell; raises `ValueError` for what names none."""
    parts = CELL.fullmatch(name)
    if not parts:
        raise ValueError(name)
    column = 0
    for letter in parts[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(parts[2]), column


def find_range(name: str) -> Range:
    """Where a range lies; raises `ValueError` for what names none."""
    first, _, last = name.partition(":")
    top, left = find_cell(first)
    bottom, right = find_cell(last or first)
    return Range(top, left, bottom, right)
