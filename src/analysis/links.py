"""Whether two answers of different waves are the same person's, where their codes are nearly alike.

The file config/links.tsv holds what the team decided; without near misses there is no such file. Rows are
those of the raw files, as a spreadsheet or the data view of SPSS shows them, so that a decision holds
whatever key the pseudonyms are made with.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from analysis.configuration import Described, Id
from analysis.problems import ProblemList
from analysis.rows import read_rows

FILE = "config/links.tsv"

Place = tuple[str, int]
"""A source and a row of its file with the answers."""


def _read_number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


Row = Annotated[int, Field(ge=1), BeforeValidator(_read_number)]


class Link(Described):
    """One row of links.tsv: a decision about two answers whose codes are nearly alike."""

    source: Id = Field(description="The source of the one answer, as in sources.tsv.")
    row: Row = Field(description="Its row in the raw file, as a spreadsheet shows it.")
    same_source: Id = Field(description="The source of the other answer, of another wave.")
    same_row: Row = Field(description="Its row in the raw file, as a spreadsheet shows it.")
    decision: Literal["same", "different"] = Field(
        description="Whether the two are the same person's or those of different people."
    )
    reason: str = Field(min_length=1, description="What was known when it was decided, and by whom.")

    _line: int = PrivateAttr(default=0)

    @property
    def places(self) -> tuple[Place, Place]:
        """Where the two answers stand."""
        return (self.source, self.row), (self.same_source, self.same_row)

    @property
    def pair(self) -> frozenset[Place]:
        """The two answers, in no order."""
        return frozenset(self.places)

    def place(self, column: str = "") -> str:
        """Where this decision, or a column of it, stands in links.tsv."""
        return f"row {self._line}, column {column}" if column else f"row {self._line}"


def load_links(path: Path, root: Path) -> list[Link]:
    """Read links.tsv (UTF-8, tabs), which need not exist; raises `ProblemsFound` naming row and column."""
    if not path.exists():
        return []
    links = []
    for number, link in read_rows(path, Link, root, may_be_empty=True):
        link._line = number
        links.append(link)
    found = ProblemList(path.relative_to(root).as_posix())
    decided: dict[frozenset[Place], str] = {}
    for link in links:
        if link.pair in decided:
            what = f"the same two answers stand in {decided[link.pair]} already"
            found.add(link.place(), what, remedy="remove one of the two rows")
        decided.setdefault(link.pair, link.place())
    found.raise_any()
    return links
