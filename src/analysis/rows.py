"""Reading a table of the configuration: UTF-8, one row a line, tabs between the columns."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from analysis.configuration import Described, describe_allowed
from analysis.documents import read_text
from analysis.problems import ProblemList, name_nearest, shorten

Row = TypeVar("Row", bound=Described)


def read_rows(path: Path, model: type[Row], root: Path, may_be_empty: bool = False) -> list[tuple[int, Row]]:
    """The rows of a table with their numbers (the header is row 1); raises `ProblemsFound`.

    The columns are the fields of the model, in their order. An empty line is no row.
    """
    found = ProblemList(path.relative_to(root).as_posix())
    columns = list(model.model_fields)
    header, *lines = read_text(path, found).split("\n")
    _check_header(header, columns, found)
    numbered = [(number, line) for number, line in enumerate(lines, 2) if line.strip()]
    if not numbered and not may_be_empty:
        found.add("", "the table has no rows", remedy="add a row below the header")
    read = [(number, _read_row(number, line, model, found)) for number, line in numbered]
    found.raise_any()
    return [(number, row) for number, row in read if row is not None]


def _check_header(line: str, columns: list[str], found: ProblemList) -> None:
    header = [name.strip() for name in line.split("\t")]
    expected = ", ".join(columns)
    if not line.strip():
        found.add("row 1", "the header is missing", "", expected, "write the column names, with tabs")
    elif len(header) == 1 and any(mark in line for mark in ";,"):
        what = "the columns are not separated by tabs"
        found.add("row 1", what, shorten(line, 80), "tabs", "save the file with tabs between the columns")
    else:
        for name in header:
            if name not in columns:
                remedy = name_nearest(name, columns) or "remove the column"
                found.add("row 1", f"unknown column “{name}”", name, expected, remedy)
        for name in columns:
            if name not in header:
                found.add("row 1", f"the column “{name}” is missing", remedy=f"add the column {name}")
    if header != columns and not found.problems:
        what = "the columns stand in another order"
        found.add("row 1", what, ", ".join(header), expected, "put them in this order")
    found.raise_any()


def _read_row(number: int, line: str, model: type[Row], found: ProblemList) -> Row | None:
    cells = line.split("\t")
    columns = list(model.model_fields)
    if len(cells) != len(columns):
        what = f"the row has {len(cells)} cells, the header {len(columns)}"
        remedy = "put one tab between two cells, also around an empty one"
        found.add(f"row {number}", what, shorten(line, 80), f"{len(columns)} cells", remedy)
        return None
    try:
        return model.model_validate(dict(zip(columns, cells, strict=True)))
    except ValidationError as error:
        for column, faults in _by_column(error).items():
            allowed = "; or ".join(dict.fromkeys(faults))
            seen = cells[columns.index(column)]
            what = f"this {column} cannot be used"
            found.add(f"row {number}, column {column}", what, seen, allowed, "correct the cell")
        return None


def _by_column(error: ValidationError) -> dict[str, list[str]]:
    """What each column allows, for the columns that pydantic refused."""
    allowed: dict[str, list[str]] = {}
    for fault in error.errors():
        allowed.setdefault(str(fault["loc"][0]), []).append(describe_allowed(dict(fault)))
    return allowed
