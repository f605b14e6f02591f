"""Cells with a score or a weight: the number, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.ingest.faults import Fault, FaultyCell
from analysis.ingest.receipts import Ledger
from analysis.ingest.values.numerals import AGAIN, is_spreadsheet_error, read_number, tell_no_number
from analysis.scorecards import Scorecard


@dataclass(frozen=True)
class Scale:
    """What a cell holds (score or weight), and between which ends."""

    noun: str
    lowest: float
    highest: float

    @property
    def allowed(self) -> str:
        """The ends in words."""
        return f"{self.lowest:g} to {self.highest:g}"


def scales_of(scorecard: Scorecard) -> tuple[Scale, Scale]:
    """The scale of the scores, and that of the weights."""
    return (
        Scale("score", scorecard.lowest, scorecard.highest),
        Scale("weight", scorecard.lowest_weight, scorecard.highest_weight),
    )


@dataclass
class Cells:
    """Scores and weights of a file as they are read, each with its receipt or its fault."""

    ledger: Ledger
    faults: list[FaultyCell]
    kept: dict[str, int]

    @classmethod
    def begin(cls, ledger: Ledger, faults: list[FaultyCell]) -> Cells:
        """No cell read as yet."""
        return cls(ledger, faults, {})

    def read(self, text: str, scale: Scale, row: int, column: str, sheet: str = "") -> float | None:
        """The number of a cell, None where it is blank or cannot be; notes what became of it."""
        shown = f"sheet “{sheet}”, {column}" if sheet else column
        self.ledger.note("cell_read", "total")
        number = read_number(text)
        if not text:
            self.ledger.note("cell_set_missing", "blank_no_answer", row=row, column=shown)
            return None
        if number is None:
            self.faults.append(FaultyCell(row, column, text, _tell_none(text, scale)))
            return None
        if not scale.lowest <= float(number.value) <= scale.highest:
            whose = "scorecard's scale" if scale.noun == "score" else "scorecard's scale of weights"
            fault = Fault(f"the {scale.noun} lies outside the {whose}", scale.allowed, "correct the cell")
            self.faults.append(FaultyCell(row, column, text, fault))
            return None
        if text.replace(".", "", 1).isdigit():
            self.kept[shown] = self.kept.get(shown, 0) + 1
        else:
            after = f"{number.value.normalize():f}"
            self.ledger.note(
                "cell_recoded", "decimal_number", row=row, column=shown, before=text, after=after
            )
        return float(number.value)

    def close(self) -> None:
        """Note how many cells of each column stand as they were written."""
        for column, count in self.kept.items():
            self.ledger.note("cell_kept", "usable", column=column, count=count)


def _tell_none(text: str, scale: Scale) -> Fault:
    if is_spreadsheet_error(text):
        what = f"the cell holds the spreadsheet's error, not a {scale.noun}"
        return Fault(what, scale.allowed, f"write the {scale.noun}, or leave the cell blank")
    fault = tell_no_number(text, scale.allowed, "number")
    return replace(fault, remedy="correct the cell") if fault.remedy == AGAIN else fault
