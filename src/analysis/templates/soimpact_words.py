"""The sheets and choices of the SoImpact workbook in both languages, as it is drawn and as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One thing said in Norwegian and in English."""

    nb: str
    en: str

    def get(self, language: str) -> str:
        """The words in one language."""
        return self.nb if language == "nb" else self.en


SHEETS: Mapping[str, Words] = {
    "guide": Words("Veiledning", "Guide"),
    "plan": Words("Plan", "Plan"),
    "indicators": Words("Indikatorer", "Indicators"),
    "measurements": Words("Målinger", "Measurements"),
    "people": Words("Personer", "People"),
}
EXAMPLE_SHEET = Words("EKSEMPEL", "EXAMPLE")
"""The sheet by which a filled example is known: a workbook that has it is never read."""
EXAMPLE_NAMES = ("eksempel", "example")
"""How the short names of an example's indicators begin, so that they are known without that sheet too."""
CASE = Words("Case", "Case")
"""What stands before the cell of the plan that names the case."""

CHOICES: Mapping[str, Mapping[str, Words]] = {
    "level": {
        "output": Words("output (det vi gjør)", "output (what we do)"),
        "outcome": Words("outcome (endring i målgruppen)", "outcome (change in the target group)"),
        "impact": Words("impact (virkning på sikt)", "impact (effect in the long run)"),
    },
    "value_kind": {
        "share": Words("andel", "share"),
        "count": Words("antall", "count"),
        "score": Words("skår", "score"),
        "amount": Words("mengde", "amount"),
    },
    "counts": {"people": Words("personer", "people"), "things": Words("ting", "things")},
    "direction": {"up": Words("opp", "up"), "down": Words("ned", "down")},
    "phase": {
        "baseline": Words("start", "baseline"),
        "follow_up": Words("underveis", "follow-up"),
        "end": Words("slutt", "end"),
    },
    "status": {
        "active": Words("aktiv", "active"),
        "retired": Words("avsluttet", "retired"),
        "redefined": Words("omdefinert", "redefined"),
    },
}
"""What a drop-down offers, by column and by what stands in the data."""
