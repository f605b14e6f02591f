"""Reading a delimited text file strictly: every cell as text, every row with its number.

Rows are numbered as a spreadsheet shows them: the header is row 1, and a line break inside a quoted
cell does not begin a new row. A file that could be read in two ways is refused, and so is one that
shows a sign of damage: nothing here guesses.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from analysis.ingest.files.dialects import SEPARATORS, Dialect
from analysis.ingest.files.encodings import decode
from analysis.ingest.files.limits import CELL_LENGTH, CELLS, COLUMNS, FEWER, ROWS, read_bytes
from analysis.ingest.files.lost_letters import check_letters
from analysis.ingest.files.sheets import Line, Sheet, fill_sheet
from analysis.problems import ProblemList

QUOTED = re.compile(r'"(?:[^"]|"")*"')
LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")
HEAD = 1_000_000
"""Characters at the beginning of a file that certainly hold its header."""
TRIED = 1_000
"""Rows that a separator is tried on."""
QUOTE_REMEDY = "look for a lone quote mark in this row or the one above; best, export the file again"


def read_sheet(path: Path, shown: str, dialect: Dialect, header: bool = True) -> Sheet:
    """Read a file that must have a header (or, with `header=False`, none) and at least one row.

    `shown` is the path that messages name. Raises `ProblemsFound` for a file that is empty, has only
    a header, is in another encoding or has another separator, ends in the middle of a row, has an
    unclosed quote, lone carriage returns, letters that were encoded twice or lost, or is larger than
    `limits` has it. Rows of another length are left to `check_shape`.
    """
    found = ProblemList(shown)
    text, encoding = decode(read_bytes(path, found), dialect, found)
    separator = _find_separator(text, dialect, found)
    records, ends = _parse(text, separator, found)
    receipts = [*_judge_ends(ends, found), *_judge_last_end(text, records, ends, dialect, found)]
    empty = Sheet(shown, encoding, separator, [], [], [], [], receipts=receipts)
    sheet = fill_sheet(empty, enumerate(records, 1), header, dialect.tool)
    check_letters(sheet, found)
    found.raise_any()
    return sheet


def _find_separator(text: str, dialect: Dialect, found: ProblemList) -> str:
    """The tool's separator that the header has outside quotes; of several the one that gives even rows."""
    if text.lstrip()[:1] in ("[", "{"):
        what = "this is JSON, not CSV: two files of the export may be swapped"
        found.add("", what, remedy="correct the column part in config/sources.tsv")
    elif text.lstrip()[:1] == "<":
        what = "this is a web page or XML, not CSV, whatever its name says"
        found.add("", what, remedy=dialect.remedy)
    found.raise_any()
    header = re.split(r"\r?\n|\r", QUOTED.sub("", text[:HEAD]), maxsplit=1)[0]
    seen = [one for one in SEPARATORS if one in header]
    usable = [one for one in seen if one in dialect.separators]
    fitting = usable if len(usable) < 2 else [one for one in usable if _gives_even_rows(text, one)]
    if len(fitting) == 1:
        return fitting[0]
    # Not a matter of taste: a wrong separator still gives cells, only other ones.
    names = " and ".join(SEPARATORS[one] for one in seen) or "none"
    what = "the first line has more than one separator" if usable else "the separator is another one"
    found.add("row 1", what, names, dialect.name_separators(), dialect.remedy)
    found.raise_any()
    return ""


def _gives_even_rows(text: str, separator: str) -> bool:
    """Whether the first rows have as many cells as the header when they are cut so."""
    reader = csv.reader(iter(_Lines(text)), delimiter=separator, strict=True)
    try:
        return len({len(record) for record in islice(reader, TRIED) if any(record)}) == 1
    except csv.Error:
        return False


class _Lines:
    """The lines of a text, of which csv takes several where a cell holds line breaks.

    `end` is how the last one ended, and `length` how many characters were taken since it was set to 0.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = ""
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        for match in LINE.finditer(self.text):
            if match[0]:
                self.end = match[1]
                self.length += len(match[0])
                yield match[0]


@dataclass
class _Ends:
    """The rows that end in one way: how many, and the first of them."""

    count: int
    first: int


def _parse(text: str, separator: str, found: ProblemList) -> tuple[list[list[str]], dict[str, _Ends]]:
    """The rows within the limits, and how they end."""
    if text.count(separator) > CELLS:
        found.add("", "the file has more cells than can be read", "", f"at most {CELLS:,}", FEWER)
        found.raise_any()
    records: list[list[str]] = []
    ends: dict[str, _Ends] = {}
    lines = _Lines(text)
    try:
        for record in csv.reader(iter(lines), delimiter=separator, strict=True):
            records.append(record)
            ends.setdefault(lines.end, _Ends(0, len(records))).count += 1
            _check_limits(record, len(records), lines.length, found)
            lines.length = 0
    except csv.Error as error:
        if "limit" in str(error):
            _refuse_long_cell(len(records) + 1, found)
        what = "a quote mark is opened and not closed in its cell"
        found.add(f"row {len(records) + 1}", what, remedy=QUOTE_REMEDY)
        found.raise_any()
    return records, ends


def _check_limits(record: list[str], number: int, length: int, found: ProblemList) -> None:
    # The header is not counted among the rows.
    if number > ROWS + 1:
        found.add(f"row {number}", "the file has more rows than can be read", "", f"at most {ROWS:,}", FEWER)
    elif len(record) > COLUMNS:
        what = "the row has more cells than can be read"
        found.add(f"row {number}", what, f"{len(record):,}", f"at most {COLUMNS:,}", FEWER)
    elif length > CELL_LENGTH and max(map(len, record)) > CELL_LENGTH:
        _refuse_long_cell(number, found)
    found.raise_any()


def _refuse_long_cell(number: int, found: ProblemList) -> None:
    what = "a cell is longer than any answer: a quote mark is opened and not closed"
    found.add(f"row {number}", what, "", f"at most {CELL_LENGTH:,} characters", QUOTE_REMEDY)
    found.raise_any()


def _judge_ends(ends: dict[str, _Ends], found: ProblemList) -> list[Line]:
    """A receipt line where line breaks are of two kinds; lone carriage returns among others are refused."""
    kinds = {end: told for end, told in ends.items() if end}
    if len(kinds) < 2:
        return []
    if "\r" in kinds:
        rarer = min(kinds.values(), key=lambda told: told.count)
        what = "some rows end with a lone carriage return and others do not: line breaks were damaged"
        remedy = "export the file again, and do not save it from another program"
        found.add(f"row {rarer.first}", what, "", "one kind of line break", remedy)
        found.raise_any()
    count = min(told.count for told in kinds.values())
    return [{"what": "file_mended", "why": "mixed_line_ends", "count": count}]


def _judge_last_end(
    text: str, records: list[list[str]], ends: dict[str, _Ends], dialect: Dialect, found: ProblemList
) -> list[Line]:
    """A receipt line where the last row has no line break and is whole all the same; else it was cut off."""
    if "" not in ends:
        return []
    whole = len(records[-1]) == len(records[0]) and not _lacks_quote(text)
    if dialect.ends_rows or not whole:
        what = "the last row does not end with a line break: the file may have been cut off"
        found.add(f"row {len(records)}", what, remedy="export it again")
        found.raise_any()
    return [{"what": "file_mended", "why": "no_final_line_break", "row": len(records), "count": 1}]


def _lacks_quote(text: str) -> bool:
    """Whether the last line alone does not end with a quote mark, as it would if it was cut off in a cell."""
    lines = re.split(r"\r\n|\r|\n", text[-CELL_LENGTH:])[len(text) > CELL_LENGTH :]
    return all(line.endswith('"') for line in lines[:-1]) and not lines[-1].endswith('"')
