"""Reading a delimited text file strictly: every cell as text, every row with its number.

Rows are numbered as a spreadsheet shows them: the header is row 1, and a line break inside a quoted
cell does not begin a new row. A file that could be read in two ways is refused, and so is one that
shows a sign of damage: nothing here guesses.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.problems import ProblemList

SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "upright strokes"}
ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
QUOTED = re.compile(r'"(?:[^"]|"")*"')
SHOWN = 10
"""How many faults of one kind are told one by one; the rest are counted."""


@dataclass(frozen=True)
class Dialect:
    """How a tool writes its files: its name, and the encodings and separators it is known to use."""

    tool: str
    encodings: tuple[str, ...]
    separators: tuple[str, ...]

    def name_encodings(self) -> str:
        """The encodings, for a message."""
        return " or ".join(ENCODINGS[one] for one in self.encodings)

    def name_separators(self) -> str:
        """The separators, for a message."""
        return " or ".join(SEPARATORS[one] for one in self.separators)


@dataclass(frozen=True)
class Sheet:
    """A file as rows of text cells; `numbers` gives each row's number in the file.

    `file` is its path as messages name it. Every row has as many cells as the header; blank rows
    are not among `rows` but in `blank`.
    """

    file: str
    encoding: str
    separator: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    blank: list[int]

    @property
    def form(self) -> str:
        """Encoding and separator in words."""
        return f"{ENCODINGS[self.encoding]}, {SEPARATORS[self.separator]}"


def read_sheet(path: Path, shown: str, dialect: Dialect, header: bool = True) -> Sheet:
    """Read a file that must have a header (or, with `header=False`, none) and at least one row.

    `shown` is the path that messages name. Raises `ProblemsFound` for a file that is empty, has only
    a header, is in another encoding or has another separator, ends in the middle of a row, or has an
    unclosed quote. Rows of another length are left to `check_shape`.
    """
    found = ProblemList(shown)
    text, encoding = decode(path.read_bytes(), dialect, found)
    separator = _find_separator(text, dialect, found)
    records = _parse(text, separator, found)
    names = records[0] if header else []
    numbers = range(1, len(records) + 1)
    body = list(zip(numbers, records, strict=True))[1 if header else 0 :]
    filled = [(number, cells) for number, cells in body if any(cell.strip() for cell in cells)]
    if not filled:
        found.add("", "the file has a header and no rows", remedy=f"export it from {dialect.tool} again")
        found.raise_any()
    kept = {number for number, _ in filled}
    return Sheet(
        file=shown,
        encoding=encoding,
        separator=separator,
        header=names,
        rows=[cells for _, cells in filled],
        numbers=[number for number, _ in filled],
        blank=[number for number, _ in body if number not in kept],
    )


def decode(data: bytes, dialect: Dialect, found: ProblemList) -> tuple[str, str]:
    """The text and its encoding: by its byte order mark, else the tool's own; raises `ProblemsFound`."""
    encoding = _find_encoding(data, dialect, found)
    found.raise_any()
    try:
        text = data.decode({"utf-8": "utf-8-sig"}.get(encoding, encoding))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found.add(
            f"line {line}",
            f"byte {error.start + 1} of the file is not {ENCODINGS[encoding]}",
            f"0x{data[error.start]:02x}",
            dialect.name_encodings(),
            _again(dialect),
        )
        found.raise_any()
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        found.add(f"line {line}", "there is a NUL character: this is not whole text", remedy=_again(dialect))
        found.raise_any()
    return text, encoding


def _find_encoding(data: bytes, dialect: Dialect, found: ProblemList) -> str:
    marked = ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        marked = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf") or ("cp1252" in dialect.encodings and _is_utf8(data)):
        marked = "utf-8"
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        found.add("", "the file is empty", f"{len(data)} bytes", "", _again(dialect))
    elif data.startswith(b"PK\x03\x04"):
        found.add("", "this is a workbook or another zip file, not CSV", "", "CSV", _again(dialect))
    elif marked and marked not in dialect.encodings:
        seen, allowed = ENCODINGS[marked], dialect.name_encodings()
        found.add(
            "", f"the file is in another encoding than {dialect.tool}'s", seen, allowed, _again(dialect)
        )
    return marked or next(one for one in dialect.encodings if one != "utf-16")


def _is_utf8(data: bytes) -> bool:
    """Whether there are letters beyond ASCII and all of them are UTF-8, which cp1252 never is by chance."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _again(dialect: Dialect) -> str:
    return f"export it from {dialect.tool} again, and do not save it from another program"


def _find_separator(text: str, dialect: Dialect, found: ProblemList) -> str:
    """The tool's separator that the first line has, outside quotes."""
    if text.lstrip()[:1] in ("[", "{"):
        what = "this is JSON, not CSV: two files of the export may be swapped"
        found.add("", what, remedy="correct the column part in config/sources.tsv")
        found.raise_any()
    first = QUOTED.sub("", re.split(r"\r?\n|\r", text, maxsplit=1)[0])
    seen = [one for one in SEPARATORS if one in first]
    usable = [one for one in seen if one in dialect.separators]
    if len(usable) == 1:
        return usable[0]
    # Not a matter of taste: a wrong separator still gives cells, only other ones.
    names = " and ".join(SEPARATORS[one] for one in seen) or "none"
    what = "the first line has more than one separator" if usable else "the separator is another one"
    found.add("row 1", what, names, dialect.name_separators(), _again(dialect))
    found.raise_any()
    return ""


def _parse(text: str, separator: str, found: ProblemList) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            records.append(record)
    except csv.Error as error:
        what = "a quote mark is opened and not closed in its cell"
        if "limit" in str(error):
            what = "a cell is longer than any answer: a quote mark is opened and not closed"
        remedy = "look for a lone quote mark in this row or the one above; best, export the file again"
        found.add(f"row {len(records) + 1}", what, remedy=remedy)
        found.raise_any()
    if not text.endswith(("\n", "\r")):
        found.add(
            f"row {len(records)}",
            "the last row does not end with a line break: the file may have been cut off",
            remedy="export it again",
        )
        found.raise_any()
    return records


def check_shape(sheet: Sheet, found: ProblemList) -> None:
    """Note columns without a name, names that stand twice, and rows of another length than the header."""
    for place, name in enumerate(sheet.header, 1):
        first = sheet.header.index(name) + 1
        if not name.strip():
            found.add(f"row 1, column {place}", "the column has no name", "", "", "export the file again")
        elif first != place:
            what = f"the column “{name}” already stands as column {first}"
            found.add(f"row 1, column {place}", what, name, "", "keep one of the two")
    ragged = [
        (number, len(cells))
        for number, cells in zip(sheet.numbers, sheet.rows, strict=True)
        if len(cells) != len(sheet.header)
    ]
    remedy = "look for a separator, a quote mark or a line break too many or too few"
    for number, length in ragged[:SHOWN]:
        what = "the row has another number of cells than the header"
        found.add(f"row {number}", what, length, len(sheet.header), remedy)
    if len(ragged) > SHOWN:
        rows = f"rows {ragged[SHOWN][0]} to {ragged[-1][0]}"
        found.add(rows, f"{len(ragged) - SHOWN} more rows have another number of cells than the header")
