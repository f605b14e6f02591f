"""A table out of separated text or a workbook, whichever the file is: its content counts, not its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analysis.ingest.files import delimited, workbooks
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.limits import check_size
from analysis.ingest.files.sheets import Line, Sheet, take_header_rows
from analysis.problems import ProblemList

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
TEXTS = (".csv", ".tsv", ".txt", ".tab")


def read_any(
    path: Path, shown: str, dialect: Dialect, sheet: str = "", heads: int = 0, header: bool = True
) -> Sheet:
    """The table in a file, with `heads` header rows below the first.

    `sheet` names the sheet of a workbook of several; it is not looked at in a text file. A name that ends as
    the other kind's does is told by a receipt. Raises `ProblemsFound`.
    """
    if is_workbook(path, shown):
        read = workbooks.read_sheet(path, shown, dialect.tool, sheet, heads, header)
        return _note_name(read, TEXTS)
    read = delimited.read_sheet(path, shown, dialect, header)
    if heads:
        read = take_header_rows(read, heads, dialect.tool)
    return _note_name(read, WORKBOOKS)


def is_workbook(path: Path, shown: str) -> bool:
    """Whether the file begins as a workbook does, old and protected ones included; raises `ProblemsFound`."""
    check_size(path, ProblemList(shown))
    with path.open("rb") as file:
        return file.read(4).startswith((*workbooks.ZIP, workbooks.OLE))


def _note_name(read: Sheet, misleading: tuple[str, ...]) -> Sheet:
    ending = Path(read.file).suffix.lower()
    if ending not in misleading:
        return read
    line: Line = {
        "what": "file_mended",
        "why": "misleading_name",
        "before": ending,
        "after": read.form,
    }
    return replace(read, receipts=[*read.receipts, line])
