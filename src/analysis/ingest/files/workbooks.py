"""Reading workbooks (xlsx, ods): every sheet as rows of text cells, read in a process of its own.

A cell becomes the text that a person would write: 4 and not 4.0, dates as 2020-02-03, TRUE and FALSE.
What a workbook shows and does not hold (merged cells, values of formulas) is refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.ingest.files.apart import read_apart
from analysis.ingest.files.limits import check_size
from analysis.ingest.files.lost_letters import check_letters
from analysis.ingest.files.positions import Range
from analysis.ingest.files.sheet_draft import TOLD
from analysis.ingest.files.sheets import SHOWN, Line, Sheet, fill_sheet, take_header_rows
from analysis.problems import ProblemList, name_nearest, shorten

WORKER = "analysis.ingest.files.workbook_worker:read"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Grid:
    """One sheet that is not empty: its rows that are not blank, with the numbers a spreadsheet shows.

    `kind` is the kind of the workbook, xlsx or ods. Blank cells at the end of a row are left away. `formulas`
    are the cells that a formula fills, the first of them, and `merged` the merged ranges among filled
    cells: both are refused in the sheet that is used, and only there.
    """

    name: str
    kind: str
    cells: list[list[str]]
    numbers: list[int]
    hidden: bool = False
    formulas: tuple[str, ...] = ()
    merged: tuple[Range, ...] = ()


def read_workbook(path: Path, shown: str, percents: bool = False) -> dict[str, Grid]:
    """All sheets with content by name, hidden ones too; raises `ProblemsFound` for damage and hostility.

    With `percents` a number that the workbook shows as per cent is written so: 25 % and not 0.25.
    """
    found = ProblemList(shown)
    check_size(path, found)
    with path.open("rb") as file:
        _check_beginning(file.read(1024 * 1024), found)
    told: dict[str, Any] = read_apart(WORKER, path, shown, percents=percents)
    return {
        sheet["name"]: Grid(
            name=sheet["name"],
            kind=told["kind"],
            cells=sheet["cells"],
            numbers=sheet["numbers"],
            hidden=sheet["hidden"],
            formulas=tuple(sheet["formulas"]),
            merged=tuple(Range(*one) for one in sheet["merged"]),
        )
        for sheet in told["sheets"]
    }


def _check_beginning(head: bytes, found: ProblemList) -> None:
    """Refuse what is no zip archive, saying what it is."""
    if head.startswith(OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in head
        what = "the file is protected with a password" if protected else "this is an old Office file (.xls)"
        remedy = "open it, and save it as .xlsx without a password; best, export it again as .xlsx or CSV"
        found.add("", what, "", "a workbook (.xlsx, .ods)", remedy)
    elif not head:
        found.add("", "the file is empty", "0 bytes", "", "export the file again")
    elif not head.startswith(ZIP):
        remedy = "export the file again; if it is CSV, give it a name that says so"
        found.add(
            "", "this is not a workbook, whatever its name says", "", "a workbook (.xlsx, .ods)", remedy
        )
    found.raise_any()


def read_sheet(
    path: Path, shown: str, tool: str, sheet: str = "", heads: int = 0, header: bool = True
) -> Sheet:
    """One sheet of a workbook as a reader gets it from separated text; see `make_sheet`."""
    return make_sheet(read_workbook(path, shown), shown, tool, sheet, heads, header)


def make_sheet(
    grids: Mapping[str, Grid], shown: str, tool: str, sheet: str = "", heads: int = 0, header: bool = True
) -> Sheet:
    """The sheet named, or the only visible one, with `heads` header rows below the first.

    The sheets that are not read have receipts. Raises `ProblemsFound` where there are several and none is
    named, where the sheet has formulas or merged cells, or for what `delimited.read_sheet` refuses.
    Merged cells among several header rows are no fault: their text stands in the first of the cells.
    """
    found = ProblemList(shown)
    grid = _choose(grids, sheet, tool, found)
    check_grid(grid, heads, found)
    receipts: list[Line] = [
        {
            "what": "file_mended",
            "why": "hidden_sheet" if other.hidden else "other_sheet",
            # Without it, two sheets that are not read would be one line of the receipts.
            "column": f"sheet “{other.name}”",
            "before": other.name,
            "count": len(other.cells),
        }
        for other in grids.values()
        if other is not grid
    ]
    empty = Sheet(shown, grid.kind, "", [], [], [], [], receipts=receipts, name=grid.name)
    made = fill_sheet(empty, _to_records(grid, heads, header), header, tool)
    check_letters(made, found)
    found.raise_any()
    return take_header_rows(made, heads, tool) if heads else made


def _choose(grids: Mapping[str, Grid], sheet: str, tool: str, found: ProblemList) -> Grid:
    visible = [name for name, grid in grids.items() if not grid.hidden]
    if not grids:
        found.add("", "the workbook has no sheet with any cell", remedy=f"export it from {tool} again")
    elif sheet and sheet not in grids:
        remedy = name_nearest(sheet, list(grids)) or "correct the key sheet in config/sources/<source>.yaml"
        found.add("", f"there is no sheet “{sheet}” with any cell", sheet, _list(grids), remedy)
    elif not sheet and len(visible) != 1:
        what = "the workbook has several sheets" if visible else "all sheets of the workbook are hidden"
        first = (visible or list(grids))[0]
        remedy = f"write  sheet: {first}  (or another) into the source's file in config/sources"
        found.add("", what, _list(visible or grids), "", remedy)
    found.raise_any()
    return grids[sheet or visible[0]]


def _list(names: Iterable[str]) -> str:
    return shorten(", ".join(f"“{name}”" for name in names))


def check_grid(grid: Grid, heads: int, found: ProblemList) -> None:
    """Note formulas and merged cells, except those that lie in several header rows."""
    place = f"sheet “{grid.name}”"
    if grid.formulas:
        more = " and more" if len(grid.formulas) > TOLD else ""
        cells = ", ".join(grid.formulas[:TOLD]) + more
        what = "a formula fills the cell; an export holds values"
        remedy = "export the file again, or copy all cells and paste them as values"
        found.add(f"{place}, cell {grid.formulas[0]}", what, cells, "values", remedy)
    merged = [one for one in grid.merged if not heads or one.bottom > heads + 1]
    for one in merged[:SHOWN]:
        what = "the cells are merged: only the first of them holds anything"
        remedy = "export the file again, or unmerge them and fill in each cell"
        found.add(f"{place}, cells {one}", what, "", "", remedy)
    if len(merged) > SHOWN:
        found.add(place, f"{len(merged) - SHOWN} more ranges of cells are merged")
    found.raise_any()


def _to_records(grid: Grid, heads: int, header: bool) -> Iterator[tuple[int, list[str]]]:
    """All rows to the last, blank ones too, as long as the header (or, without one, as the longest row)."""
    rows = dict(zip(grid.numbers, grid.cells, strict=True))
    heading = [cells for number, cells in rows.items() if number <= heads + 1] if header else rows.values()
    width = max(map(len, heading), default=0)
    for number in range(1, grid.numbers[-1] + 1):
        cells = rows.get(number, [])
        yield number, cells + [""] * (width - len(cells))
