"""One table of a source, a sheet or a file: its cells by row and column, and what became of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.sheets import Sheet, check_shape, drop_blank_columns
from analysis.ingest.measurements.columns import HEADERS, NEEDED
from analysis.ingest.people.masking import mask
from analysis.ingest.ratings.rows import find_columns
from analysis.ingest.receipts import Ledger
from analysis.problems import Problem, ProblemList
from analysis.source_options import SourceOptions

MISSING = "put the heading back as the template has it; python3 run.py template soimpact writes it"
"""What to do about a column that is not there."""

PERSON = "person"


class Table:
    """The cells of one table by row and known role, a role without a column being blank in all rows.

    Every cell is kept as it stands, or blank, until something else is noted of it. Faults are gathered, and
    told all together.
    """

    def __init__(self, part: str, sheet: Sheet, ledger: Ledger, options: SourceOptions) -> None:
        """Find the columns; raises `ProblemsFound` for those that are missing, doubled or unknown."""
        self.part, self.file, self.sheet = part, sheet.file, sheet.name
        self.thousands = not sheet.name
        """Whether a point before three digits may part thousands: in a text file nothing tells."""
        self.ledger = ledger
        read = drop_blank_columns(sheet)
        found = ProblemList(sheet.file)
        check_shape(read, found)
        self.headers = _find_columns(part, read.header, options, found)
        found.problems = [replace(one, place=f"{self.where}{one.place}") for one in found.problems]
        found.raise_any()
        self.header, self.blank, self.receipts = read.header, read.blank, read.receipts
        places = {role: read.header.index(name) for role, name in self.headers.items()}
        self.rows: dict[int, dict[str, str]] = {
            number: {role: cells[place].strip() for role, place in places.items()}
            for number, cells in zip(read.numbers, read.rows, strict=True)
        }
        self.faults: list[FaultyCell] = []
        self.problems = ProblemList(sheet.file)
        self.became: dict[tuple[int, str], tuple[str, str]] = {}
        self.left_out: dict[int, str] = {}

    @property
    def where(self) -> str:
        """The sheet as a place begins with it; empty for a file of its own."""
        return f"sheet “{self.sheet}”, " if self.sheet else ""

    def text(self, row: int, role: str) -> str:
        """The text of a cell, empty where the table has no such column."""
        return self.rows[row].get(role, "")

    def name(self, role: str) -> str:
        """What the table calls a column."""
        return self.headers.get(role, role)

    def refuse(self, row: int, role: str, what: str, allowed: str, remedy: str) -> None:
        """Note that a cell cannot be read."""
        fault = Fault(what, allowed, remedy)
        self.faults.append(FaultyCell(row, self.name(role), self.text(row, role), fault))

    def contradict(self, row: int, role: str, what: str, seen: str, allowed: str, remedy: str) -> None:
        """Note that a cell contradicts another one."""
        place = f"{self.where}row {row}, column {self.name(role)}"
        self.problems.add(place, what, seen, allowed, remedy)

    def show(self, row: int, role: str) -> str:
        """The text of a cell as a message may show it."""
        return mask(self.text(row, role))

    def recode(self, row: int, role: str, after: str, why: str) -> None:
        """Note that a cell is kept in other words; a column that is not there needs no note."""
        if role in self.headers and self.text(row, role) != after:
            self.became[row, role] = (after, why)

    def mark(self, row: int, role: str, why: str) -> None:
        """Note how a cell was understood that is kept as it stands."""
        self.became[row, role] = (self.text(row, role), why)

    def leave_out(self, row: int, why: str) -> None:
        """Note that a row does not count."""
        self.left_out[row] = why

    def list_problems(self) -> list[Problem]:
        """All faults and contradictions noted so far."""
        told = ProblemList(self.file)
        tell(sorted(self.faults, key=lambda fault: fault.row), told)
        placed = [replace(one, place=f"{self.where}{one.place}") for one in told.problems]
        return [*placed, *self.problems.problems]

    def close(self) -> None:
        """Write into the ledger what became of every column, row and cell."""
        for line in self.receipts:
            self.ledger.note(**{"column": self.sheet, **line})  # type: ignore[arg-type]
        names = {header: role for role, header in self.headers.items()}
        for header in self.header:
            role = names.get(header, "")
            kept = role not in ("", PERSON)
            why = "by_code" if kept else "person_key" if role else "ignored"
            what = "column_kept" if kept else "column_left_out"
            self.ledger.note(what, why, column=self._column(header), after=role if kept else "")
        self.ledger.note("column_read", "total", column=self.sheet, count=len(self.header))
        self.ledger.note("row_read", "total", column=self.sheet, count=len(self.rows) + len(self.blank))
        for row in self.blank:
            self.ledger.note("row_left_out", "blank_row", row=row, column=self.sheet)
        for row, why in self.left_out.items():
            self.ledger.note("row_left_out", why, row=row, column=self.sheet)
        count = len(self.rows) - len(self.left_out)
        self.ledger.note("row_kept", "answer", column=self.sheet, count=count)
        self._close_cells([role for role in self.headers if role != PERSON])

    def _close_cells(self, roles: list[str]) -> None:
        self.ledger.note("cell_read", "total", column=self.sheet, count=len(self.rows) * len(roles))
        totals: Counter[tuple[str, str, str]] = Counter()
        for row in self.rows:
            for role in roles:
                column, text = self._column(self.headers[role]), self.text(row, role)
                if row in self.left_out:
                    totals["cell_left_out", "row_left_out", column] += 1
                elif (row, role) in self.became:
                    after, why = self.became[row, role]
                    place = {"row": row, "column": column}
                    self.ledger.note("cell_recoded", why, **place, before=text, after=after)  # type: ignore[arg-type]
                elif text:
                    totals["cell_kept", "usable", column] += 1
                else:
                    self.ledger.note("cell_set_missing", "blank_cell", row=row, column=column)
        for (what, why, column), count in totals.items():
            self.ledger.note(what, why, column=column, count=count)

    def _column(self, header: str) -> str:
        """A column as the receipts name it: with its sheet, or the part that its file is."""
        return f"{self.sheet or self.part}: {header}"


def _find_columns(part: str, header: list[str], options: SourceOptions, found: ProblemList) -> dict[str, str]:
    """The header of each known column of a part; a column without a heading is no column."""
    ignored = [*options.ignore, *(name for name in header if not name.strip())]
    return find_columns(header, HEADERS[part], NEEDED[part], ignored, found, MISSING)
