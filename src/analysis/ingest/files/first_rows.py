"""The rows that may head a table, seen before the table is read."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.ingest.files.dialects import SEPARATORS
from analysis.ingest.files.workbooks import OLE, ZIP, read_workbook
from analysis.problems import ProblemsFound

LOOKED_AT = 64_000


def read_first_rows(path: Path) -> list[list[str]]:
    """The first row of every sheet of a workbook, or the first line of a text by each of the separators.

    Empty for a workbook that cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    if head.startswith((*ZIP, OLE)):
        return _read_sheets(path)
    first = _decode(head)
    return [[cell.strip('"') for cell in first.split(separator)] for separator in SEPARATORS]


def _decode(head: bytes) -> str:
    """The first line, in the encodings that tables come in."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
        return re.split(r"[\r\n]", text, maxsplit=1)[0]
    line = re.split(rb"[\r\n]", head, maxsplit=1)[0]
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _read_sheets(path: Path) -> list[list[str]]:
    try:
        grids = read_workbook(path, path.name)
    except ProblemsFound:
        return []
    return [list(grid.cells[0]) for grid in grids.values() if grid.cells]
