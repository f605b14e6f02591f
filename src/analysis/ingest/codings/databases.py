"""Reading the SQLite file of a coding tool without trust.

The file is opened to be read only. Nothing of it is run: views, virtual tables and computed columns are not
read, triggers do not fire on reading, and its structure is checked before its rows are taken. Columns are
found by name, since the tools add and move them between versions.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.ingest.files.limits import ROWS, check_size
from analysis.ingest.files.sheets import SHOWN, Line
from analysis.problems import ProblemList

HEADER = b"SQLite format 3\0"
HEADER_LENGTH = 100
JOURNAL = bytes.fromhex("d9d505f920a163d7")
"""What the journal of a change begins with while the change is neither finished nor taken back."""
TEXT_LENGTH = 20_000_000
STEPS = 200_000_000
"""Steps of SQLite's machine that one file may take; reading 200,000 rows takes a few million."""
AGAIN = "close the program that has the project open, and copy the whole folder again"
DAMAGED = "open the project in the program; if it opens there, save it under a new name and use that copy"
FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What reading a database raises; the second where the words of an error hold damaged names."""
BUSY = ("database is locked", "database table is locked", "attempt to write a readonly database")

Value = str | int | float | None
Row = dict[str, Value]


class Database:
    """An open file: what tables it has, and their rows. Made by `open_database`."""

    def __init__(self, connection: sqlite3.Connection, found: ProblemList) -> None:
        self.connection = connection
        self.found = found
        self.columns = _find_columns(connection)

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is such a table with such columns."""
        return table in self.columns and set(columns) <= set(self.columns[table])

    def check_tables(self, tool: str, needed: Mapping[str, Sequence[str]]) -> None:
        """Refuse a file that lacks tables or columns, all of them named; raises `ProblemsFound`."""
        remedy = f"open the project in a current version of {tool}, save it, and use that file"
        for table, columns in needed.items():
            if table not in self.columns:
                what = f"the database has no table “{table}” with rows of its own"
                self.found.add("", what, ", ".join(sorted(self.columns)), f"a project of {tool}", remedy)
            for column in columns if table in self.columns else ():
                if column not in self.columns[table]:
                    seen = ", ".join(self.columns[table])
                    self.found.add(f"table {table}", f"there is no column “{column}”", seen, "", remedy)
        self.found.raise_any()

    def read(self, table: str, columns: Sequence[str]) -> list[Row]:
        """The rows of a table in their order, by column; None for a column that is not there.

        `#` is the row's number in the table, from 1. Text that is not UTF-8, or that holds a NUL, is noted
        among the problems; raises `ProblemsFound` where there are more rows than can be read.
        """
        there = [name for name in columns if self.has(table, name)]
        if table not in self.columns or not there:
            return []
        names = ", ".join(_quote(name) for name in there)
        # An index that has all the columns would give the rows in its own order.
        asked = f"SELECT {names} FROM {_quote(table)} NOT INDEXED LIMIT {ROWS + 1}"
        cursor = self.connection.execute(asked)
        rows = []
        for number, values in enumerate(cursor, 1):
            row: Row = dict.fromkeys(columns)
            row["#"] = number
            for name, value in zip(there, values, strict=True):
                row[name] = self._decode(value, f"table {table}, row {number}, column {name}")
            rows.append(row)
        if len(rows) > ROWS:
            what = f"the table “{table}” has more rows than can be read"
            self.found.add("", what, "", f"at most {ROWS:,}", "split the project")
            self.found.raise_any()
        return rows

    def count(self, table: str) -> int:
        """The rows of a table; 0 where there is none."""
        if table not in self.columns:
            return 0
        return int(self.connection.execute(f"SELECT count(*) FROM {_quote(table)}").fetchone()[0])

    def _decode(self, value: object, place: str) -> Value:
        if not isinstance(value, bytes):
            return value if isinstance(value, int | float) else None
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError as error:
            self._note(place, f"byte {error.start + 1} of the text is not UTF-8")
            return None
        if "\0" in text:
            self._note(place, "there is a NUL character: this is not whole text")
            return None
        return text

    def _note(self, place: str, what: str) -> None:
        # Three thousand rows alike say no more than the first ones.
        if len(self.found.problems) < SHOWN:
            self.found.add(place, what, remedy="correct the text in the program, and save the project again")


@contextmanager
def open_database(path: Path, shown: str) -> Iterator[Database]:
    """Open a file for as long as the block lasts, and refuse what was noted in it at the block's end.

    Raises `ProblemsFound` for a file that is too large, no database, damaged, of a newer SQLite, or in use
    by another program or left behind in the middle of a change.
    """
    found = ProblemList(shown)
    _check_header(path, found)
    _check_beside(path, found)
    try:
        with contextlib.closing(_connect(path)) as connection:
            _check_whole(connection, found)
            yield Database(connection, found)
    except FAULTS as error:
        _tell(error, found)
    found.raise_any()


def is_database(path: Path, *tables: str) -> bool:
    """Whether the file is a database that has such tables; False too where it cannot be read."""
    try:
        with path.open("rb") as file:
            if not file.read(HEADER_LENGTH).startswith(HEADER):
                return False
        with contextlib.closing(_connect(path, peek=True)) as connection:
            return set(tables) <= set(_find_columns(connection))
    except (OSError, *FAULTS):
        return False


def note_version(seen: str, known: Sequence[str]) -> list[Line]:
    """The receipt line of a version that is not known; none where it is, or where the file tells none."""
    if not seen or seen in known:
        return []
    return [{"what": "file_noted", "why": "newer_version", "before": seen, "after": ", ".join(known[-1:])}]


def to_text(value: Value) -> str:
    """The value as text, empty where there is none."""
    return "" if value is None else str(value)


def to_whole(value: Value) -> int | None:
    """The value as a whole number, or None; RQDA stores its places as numbers with decimals."""
    if isinstance(value, str):
        value = int(value) if re.fullmatch(r"-?[0-9]{1,15}", value) else None
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) < 2**53 else None
    return value


def _check_header(path: Path, found: ProblemList) -> None:
    check_size(path, found)
    with path.open("rb") as file:
        header = file.read(HEADER_LENGTH)
    if not header.startswith(HEADER):
        what = "this is not an SQLite database, whatever its name says"
        remedy = "name the project's database file; an encrypted one must be saved without a password first"
        found.add("", what, f"{path.stat().st_size} bytes", "a project of the tool", remedy)
    elif len(header) < HEADER_LENGTH:
        found.add("", "the database is cut off", f"{len(header)} bytes", "", AGAIN)
    elif header[19] > 2:
        what = "the database is of an SQLite newer than this program's"
        found.add("", what, f"format {header[19]}", "format 1 or 2", "save the project as an older version")
    found.raise_any()


def _check_beside(path: Path, found: ProblemList) -> None:
    """Refuse a database with changes that stand beside it and not yet in it."""
    log = path.with_name(path.name + "-wal")
    journal = path.with_name(path.name + "-journal")
    if log.is_file() and log.stat().st_size > 0:
        what = "changes stand in a second file beside the database, and not yet in it"
        found.add("", what, log.name, "", AGAIN)
    if journal.is_file():
        with journal.open("rb") as file:
            if file.read(len(JOURNAL)) == JOURNAL:
                what = "the database was left in the middle of a change, or a program is changing it now"
                found.add("", what, journal.name, "", AGAIN)
    found.raise_any()


def _connect(path: Path, peek: bool = False) -> sqlite3.Connection:
    with path.open("rb") as file:
        logged = file.read(20)[18:20] == b"\2\2"
    # A database that is kept with a log would have one made beside it on reading, in a folder that is to
    # stay as it is; an ordinary one is opened so that the lock of a program that is writing is noticed.
    uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if logged or peek else ''}"
    connection = sqlite3.connect(uri, uri=True, timeout=0.5, isolation_level=None)
    connection.text_factory = bytes
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, TEXT_LENGTH)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    steps = iter(range(STEPS // 100_000))
    connection.set_progress_handler(lambda: next(steps, None) is None, 100_000)
    for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _check_whole(connection: sqlite3.Connection, found: ProblemList) -> None:
    connection.execute("PRAGMA ignore_check_constraints=ON")
    said = [bytes(row[0]).decode("utf-8", "replace") for row in connection.execute("PRAGMA quick_check(3)")]
    if said != ["ok"]:
        found.add("", "the database is damaged", " ".join("; ".join(said).split()), "", DAMAGED)
        found.raise_any()


def _find_columns(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The stored columns of every table that has rows of its own; views and virtual tables have none."""
    listed = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite%'"
    )
    names = [bytes(row[0]).decode("utf-8", "replace") for row in listed.fetchall()]
    return {
        name: [
            bytes(row[1]).decode("utf-8", "replace")
            for row in connection.execute(f"PRAGMA table_info({_quote(name)})")
        ]
        for name in names
    }


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _tell(error: Exception, found: ProblemList) -> None:
    """Note what SQLite says, in words that tell what to do."""
    said = str(error)
    if any(words in said for words in BUSY):
        found.add("", "another program is writing to the database", said, "", AGAIN)
    elif "too big" in said:
        what = "a text in the database is longer than can be read"
        found.add("", what, "", f"at most {TEXT_LENGTH:,} bytes", "split the text in the program")
    elif "interrupted" in said:
        what = "reading the database takes longer than any project of a tool"
        found.add("", what, "", "", "do not use this file; ask where it comes from")
    else:
        found.add("", "the database is damaged", said, "", DAMAGED)
