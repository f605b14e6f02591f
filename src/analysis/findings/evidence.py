"""What a measure of a printed fact may look at, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import pandas as pd

from analysis.instruments import Instrument
from analysis.plan import Contrast
from analysis.published_facts import FactSettings
from analysis.study import Study


@dataclass(frozen=True)
class Evidence:
    """What a measure may look at: the people who answered, and the estimates under one reading.

    Both are of the instrument and the wave that the facts speak of.
    """

    study: Study
    instrument: Instrument
    contrast: Contrast
    responses: pd.DataFrame
    estimates: pd.DataFrame

    def read(self, settings: FactSettings, statistic: str) -> pd.DataFrame:
        """The rows of one statistic of the analysis, item, answer and scales that the fact names."""
        rows = self.estimates[self.estimates["statistic"] == statistic]
        for column in ("analysis", "item", "category"):
            named = getattr(settings, column)
            if named is not None:
                rows = rows[rows[column] == str(named)]
        chosen = [fnmatchcase(scale, settings.scales) for scale in rows["scale"]]
        return rows[pd.Series(chosen, index=rows.index, dtype=bool)]


@dataclass(frozen=True)
class Recomputed:
    """How many, of how many where that is known, and the people and cases behind it."""

    value: float
    of: int | None
    n: int
    n_cases: int

    def __str__(self) -> str:
        return f"{self.value:g}" if self.of is None else f"{self.value:g}/{self.of}"
