"""The headline differences: in how many of their specifications they hold, and what cases add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import nan

import pandas as pd

from analysis.plan import Comparison
from analysis.profiles.estimates import Estimate
from analysis.profiles.showing import Showing

VARIED = ("reading", "scoring", "items", "test", "case", "respondent")


@dataclass(frozen=True)
class Held:
    """Of so many specifications of a headline, in how many it holds and has the headline's sign.

    `status` is ok, not_estimable, withheld, or absent where there is no such row.
    """

    status: str = "absent"
    reason: str = ""
    specifications: int = 0
    same_direction: int = 0
    holds: int = 0

    @property
    def known(self) -> bool:
        """Whether there is a number to show."""
        return self.status == "ok"


@dataclass(frozen=True)
class Specification:
    """One way of computing a headline, in standard deviations; NaN where there is no number."""

    value: float
    low: float
    high: float
    varied: str
    holds: str


@dataclass(frozen=True)
class Headline:
    """A comparison on one scale."""

    showing: Showing
    analysis: str
    comparison: Comparison
    scale: str

    def held(self, varied: str = "all") -> Held:
        """In how many specifications it holds, of all or of those that vary one thing."""
        rows = _rows_of(self, "robustness")
        rows = rows[rows["varied"] == varied]
        if rows.empty:
            return Held()
        row = rows.iloc[0]
        counts = [row[f"n_{name}"] for name in ("specifications", "same_direction", "holds")]
        return Held(row["status"], row["reason"], *(0 if pd.isna(count) else int(count) for count in counts))

    @cached_property
    def specifications(self) -> list[Specification]:
        """The specifications this edition may show, the headline first."""
        rows = _rows_of(self, "specifications")
        rows = rows.assign(first=rows["varied"] != "headline").sort_values("first", kind="stable")
        columns = [rows[name].astype("float64").fillna(nan) for name in ("estimate", "ci_low", "ci_high")]
        return [Specification(*row) for row in zip(*columns, rows["varied"], rows["holds"], strict=True)]

    def pooled(self, statistic: str = "pooled_difference", case: str = "all") -> Estimate:
        """A number on the cases brought together, or on one of them."""
        return self.showing.across_cases.get(
            self.analysis, statistic, scale=self.scale, case=case, contrast=self.comparison.contrast
        )


def list_headlines(showing: Showing) -> Iterator[tuple[str, Comparison, list[Headline]]]:
    """Each comparison of the plan with its headlines: (id, comparison, headlines)."""
    for analysis, comparison in showing.study.plan.comparisons.items():
        yield (
            analysis,
            comparison,
            [Headline(showing, analysis, comparison, scale) for scale in comparison.scales],
        )


def _rows_of(headline: Headline, table: str) -> pd.DataFrame:
    rows = headline.showing.tables[table]
    named = (rows["analysis"] == headline.analysis) & (rows["scale"] == headline.scale)
    return rows[named & (rows["wave"] == headline.showing.wave)]
