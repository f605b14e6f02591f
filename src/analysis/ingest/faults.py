"""Faults of single cells, told so that three hundred alike do not bury the others."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.ingest.files.delimited import SHOWN
from analysis.problems import ProblemList

TEXTS = "the cells hold the texts of the answers, codes are expected"


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: what it is called, what may stand there, what to do."""

    what: str
    allowed: str
    remedy: str


@dataclass(frozen=True)
class FaultyCell:
    """A cell with a fault."""

    row: int
    column: str
    seen: str
    fault: Fault


def tell(cells: list[FaultyCell], found: ProblemList) -> None:
    """Note the first faults of each kind in each column, and how many more there are.

    Texts in place of codes are one fault of the whole export, and told once.
    """
    texts = [cell for cell in cells if cell.fault.what == TEXTS]
    if texts:
        first, more = texts[0], len(texts) - 1
        place = f"row {first.row}, column {first.column}" + (f" and {more} more like it" if more else "")
        found.add(place, TEXTS, first.seen, first.fault.allowed, first.fault.remedy)
    kinds: dict[tuple[str, str], list[FaultyCell]] = {}
    for cell in cells:
        if cell.fault.what != TEXTS:
            kinds.setdefault((cell.column, cell.fault.what), []).append(cell)
    for (column, what), alike in kinds.items():
        for cell in alike[:SHOWN]:
            place = f"row {cell.row}, column {column}"
            found.add(place, what, cell.seen[:40], cell.fault.allowed, cell.fault.remedy)
        if len(alike) > SHOWN:
            place = f"rows {alike[SHOWN].row} to {alike[-1].row}, column {column}"
            found.add(place, f"{len(alike) - SHOWN} more cells like these: {what}")
