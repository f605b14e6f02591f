"""The parts of one score sheet: what stands on top, the weights of the values, and the questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.ingest.files.workbooks import Grid
from analysis.templates.samson_words import COLUMNS, HEAD, find_word


@dataclass(frozen=True)
class Cell:
    """One cell of a sheet: where it stands, and its text without blanks around it."""

    row: int
    column: int
    text: str

    @property
    def letter(self) -> str:
        """The column as a spreadsheet calls it."""
        return chr(ord("A") + self.column - 1) if self.column <= 26 else f"column {self.column}"


@dataclass(frozen=True)
class Line:
    """One row of a table: number and name of what it is about, its score or weight, and its actions."""

    number: Cell
    name: Cell
    entry: Cell
    actions: tuple[Cell, ...] = ()

    @property
    def is_filled(self) -> bool:
        """Whether the partnership wrote anything here."""
        return any(cell.text for cell in (self.entry, *self.actions))


@dataclass
class Parts:
    """The sheet in parts; `beside` are filled cells in columns that no heading names."""

    head: dict[str, Cell] = field(default_factory=dict)
    values: list[Line] = field(default_factory=list)
    questions: list[Line] = field(default_factory=list)
    beside: list[Cell] = field(default_factory=list)
    headings: set[str] = field(default_factory=set)

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote into it: a form that is there to be copied."""
        written = [self.head[role].text for role in ("case", "session", "date") if role in self.head]
        return not any(written) and not any(line.is_filled for line in (*self.values, *self.questions))


def split_sheet(grid: Grid) -> Parts:
    """The parts of a sheet whose first cell says that it is a score sheet."""
    parts, table, columns = Parts(), "", dict[int, str]()
    for number, texts in zip(grid.numbers[1:], grid.cells[1:], strict=True):
        cells = [Cell(number, place, text.strip()) for place, text in enumerate(texts, 1)]
        found = {cell.column: role for cell in cells if (role := find_word(cell.text, COLUMNS))}
        if "number" in found.values() and {"weight", "score"} & {*found.values()}:
            table = "values" if "weight" in found.values() else "questions"
            columns = found
            parts.headings.add(table)
        elif not table:
            _take_head(cells, parts)
        else:
            line = _take_line(cells, columns, number)
            (parts.values if table == "values" else parts.questions).append(line)
            parts.beside += [cell for cell in cells if cell.text and cell.column not in columns]
    return parts


def _take_head(cells: list[Cell], parts: Parts) -> None:
    """Take a row above the tables: a word and what stands after it; other texts only explain."""
    role = find_word(cells[0].text, HEAD)
    if role:
        row = cells[0].row
        parts.head.setdefault(role, cells[1] if len(cells) > 1 else Cell(row, 2, ""))


def _take_line(cells: list[Cell], columns: dict[int, str], number: int) -> Line:
    """Take a row of a table by its headings, a column that is not there being blank."""

    def take(*roles: str) -> Iterator[Cell]:
        there = {cell.column: cell for cell in cells}
        for column, role in columns.items():
            if role in roles:
                yield there.get(column, Cell(number, column, ""))

    nothing = Cell(number, 1, "")
    return Line(
        next(take("number"), nothing),
        next(take("value", "question"), nothing),
        next(take("weight", "score"), nothing),
        tuple(take("action")),
    )
