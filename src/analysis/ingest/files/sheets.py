"""A table of text cells as every reader gets it, out of separated text and workbooks alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from analysis.ingest.files.dialects import ENCODINGS, SEPARATORS
from analysis.problems import ProblemList

Line = dict[str, str | int]
"""What is noted for the receipts while a file is read: the arguments of `receipts.Ledger.note`."""

SHOWN = 10
"""How many faults of one kind are told one by one; the rest are counted."""


@dataclass(frozen=True)
class Sheet:
    """A file as rows of text cells; `numbers` gives each row's number in the file.

    `file` is its path as messages name it. Blank rows are not among `rows` but in `blank`; whether every
    row has as many cells as the header is left to `check_shape`. `heads` are the header rows below the
    first (`take_header_rows`). `encoding` and `separator` are words of `ENCODINGS` and `SEPARATORS`; of a
    workbook they are its kind and "", and `name` is the sheet's name. `receipts` are lines for what was
    decided while the file was read; a reader adds them to its export's, after its own `file_read`.
    """

    file: str
    encoding: str
    separator: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    blank: list[int]
    heads: list[list[str]] = field(default_factory=list)
    receipts: list[Line] = field(default_factory=list)
    name: str = ""

    @property
    def form(self) -> str:
        """Encoding and separator in words, or the workbook's kind and the sheet."""
        if self.encoding not in ENCODINGS:
            return f"{self.encoding}, sheet “{self.name}”"
        return f"{ENCODINGS[self.encoding]}, {SEPARATORS[self.separator]}"


def fill_sheet(empty: Sheet, records: Iterable[tuple[int, list[str]]], header: bool, tool: str) -> Sheet:
    """The sheet with the numbered records of a file, the first of them its header unless it has none.

    Raises `ProblemsFound` where the first row is blank, or where there is nothing below the header.
    """
    found = ProblemList(empty.file)
    body = list(records)
    names = body.pop(0)[1] if header and body else []
    if header and body and not any(name.strip() for name in names):
        remedy = "remove the rows above the header"
        found.add("row 1", "the row is blank: the header is expected here", remedy=remedy)
        found.raise_any()
    filled = [(number, cells) for number, cells in body if any(cell.strip() for cell in cells)]
    if not filled:
        _refuse_empty(tool, found)
    kept = {number for number, _ in filled}
    return replace(
        empty,
        header=names,
        rows=[cells for _, cells in filled],
        numbers=[number for number, _ in filled],
        blank=[number for number, _ in body if number not in kept],
    )


def _refuse_empty(tool: str, found: ProblemList) -> None:
    found.add("", "the file has a header and no rows", remedy=f"export it from {tool} again")
    found.raise_any()


def take_header_rows(sheet: Sheet, count: int, tool: str) -> Sheet:
    """The sheet whose rows 2 to `count` + 1 are header rows too, now in `heads`; the others keep theirs.

    A header row that is blank is there as blank cells. Raises `ProblemsFound` where no row is left.
    """
    last = count + 1
    rows = dict(zip(sheet.numbers, sheet.rows, strict=True))
    below = {number: cells for number, cells in rows.items() if number > last}
    if not below:
        _refuse_empty(tool, ProblemList(sheet.file))
    return replace(
        sheet,
        heads=[rows.get(number, [""] * len(sheet.header)) for number in range(2, last + 1)],
        rows=list(below.values()),
        numbers=list(below),
        blank=[number for number in sheet.blank if number > last],
    )


def drop_blank_columns(sheet: Sheet) -> Sheet:
    """The sheet without the columns that have neither a name nor any cell, which the receipts count.

    Some tools end every row, the header too, with a separator, and spreadsheets leave columns empty.
    """
    unnamed = [place for place, name in enumerate(sheet.header) if not name.strip()]
    everything = [*sheet.heads, *sheet.rows]
    blank = {
        place
        for place in unnamed
        if not any(len(cells) > place and cells[place].strip() for cells in everything)
    }
    if not blank:
        return sheet

    def keep(cells: list[str]) -> list[str]:
        return [cell for place, cell in enumerate(cells) if place not in blank]

    line: Line = {"what": "file_mended", "why": "blank_column", "count": len(blank)}
    return replace(
        sheet,
        header=keep(sheet.header),
        heads=[keep(cells) for cells in sheet.heads],
        rows=[keep(cells) for cells in sheet.rows],
        receipts=[*sheet.receipts, line],
    )


def check_shape(sheet: Sheet, found: ProblemList) -> None:
    """Note columns without a name, names that stand twice, and rows of another length than the header."""
    _check_names(sheet.header, found)
    header_rows = list(enumerate(sheet.heads, 2))
    ragged = [
        (number, len(cells))
        for number, cells in [*header_rows, *zip(sheet.numbers, sheet.rows, strict=True)]
        if len(cells) != len(sheet.header)
    ]
    remedy = "look for a separator, a quote mark or a line break too many or too few"
    for number, length in ragged[:SHOWN]:
        what = "the row has another number of cells than the header"
        found.add(f"row {number}", what, length, len(sheet.header), remedy)
    if len(ragged) > SHOWN:
        rows = f"rows {ragged[SHOWN][0]} to {ragged[-1][0]}"
        found.add(rows, f"{len(ragged) - SHOWN} more rows have another number of cells than the header")


def _check_names(header: list[str], found: ProblemList) -> None:
    first: dict[str, int] = {}
    unnamed, doubled = [], []
    for place, name in enumerate(header, 1):
        if not name.strip():
            unnamed.append(place)
        elif first.setdefault(name, place) != place:
            doubled.append((place, name))
    for place in unnamed[:SHOWN]:
        found.add(f"row 1, column {place}", "the column has no name", "", "", "export the file again")
    if len(unnamed) > SHOWN:
        found.add("row 1", f"{len(unnamed) - SHOWN} more columns have no name")
    for place, name in doubled[:SHOWN]:
        what = f"the column “{name}” already stands as column {first[name]}"
        found.add(f"row 1, column {place}", what, name, "", "keep one of the two")
    if len(doubled) > SHOWN:
        found.add("row 1", f"{len(doubled) - SHOWN} more columns have a name that already stands")
