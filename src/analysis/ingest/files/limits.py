"""How large an export may be: above these limits a file is refused before it can take memory or time.

They are several times what any survey of people has given; whoever needs more meets a message with the
limit's name in it, and never a program that has stopped to answer.
"""

from __future__ import annotations

from pathlib import Path

from analysis.problems import ProblemList

BYTES = 100 * 1000**2
ROWS = 200_000
COLUMNS = 5_000
CELLS = 20_000_000
CELL_LENGTH = 100_000
FEWER = "export only the columns and rows that are needed, or split the export"


def read_bytes(path: Path, found: ProblemList) -> bytes:
    """The bytes of a file that is small enough; raises `ProblemsFound`."""
    check_size(path, found)
    return path.read_bytes()


def check_size(path: Path, found: ProblemList) -> None:
    """Refuse a file that is too large, or that cannot be opened, before it is read."""
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        found.add("", "the file cannot be opened", error.strerror or type(error).__name__)
        found.raise_any()
    if size > BYTES:
        what = "the file is larger than any export of a survey"
        found.add("", what, f"{size / 1000**2:,.0f} MB", f"at most {BYTES // 1000**2} MB", FEWER)
        found.raise_any()
