"""Faults of single cells, told so that three hundred alike do not bury the others, and nobody is named."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ingest.files.sheets import SHOWN
from analysis.ingest.people.masking import find_kind, mask
from analysis.problems import ProblemList


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: what it is called, what may stand there, what to do."""

    what: str
    allowed: str
    remedy: str


@dataclass(frozen=True)
class FaultyCell:
    """A cell with a fault; `seen` is its text, which only `tell` may turn into a message."""

    row: int
    column: str
    seen: str
    fault: Fault

    @property
    def told(self) -> Fault:
        """The fault; that a cell identifies somebody goes before what else is wrong with it."""
        return IDENTIFIER if find_kind(self.seen) else self.fault


IDENTIFIER = Fault(
    "the cell holds what identifies a person, not an answer",
    "",
    "correct the cell in the tool and export it again; if the column is no item, name the right one",
)


def tell(cells: list[FaultyCell], found: ProblemList) -> None:
    """Note the first faults of each kind in each column, and how many more there are.

    What identifies a person, or is long, is described in place of shown.
    """
    kinds: dict[tuple[str, str], list[FaultyCell]] = {}
    for cell in cells:
        kinds.setdefault((cell.column, cell.told.what), []).append(cell)
    for (column, what), alike in kinds.items():
        for cell in alike[:SHOWN]:
            place = f"row {cell.row}, column {column}"
            found.add(place, what, mask(cell.seen), cell.told.allowed, cell.told.remedy)
        if len(alike) > SHOWN:
            place = f"rows {alike[SHOWN].row} to {alike[-1].row}, column {column}"
            found.add(place, f"{len(alike) - SHOWN} more cells like these: {what}")
