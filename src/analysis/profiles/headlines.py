"""The headline differences: the test that decides, how far they hold, and what cases add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import get_args

import pandas as pd

from analysis.instruments import Scale
from analysis.plan import Comparison, Test
from analysis.profiles.estimates import ABSENT, Estimate
from analysis.profiles.showing import Showing

TESTS: dict[str, tuple[Test, ...]] = {
    "within": ("within_case_difference", "within_case_ranks"),
    "between": ("case_permutation",),
    "independent": ("welch", "mann_whitney", "brunner_munzel"),
    "clustered": ("mixed_model", "cluster_robust", "wild_bootstrap", "cumulative_logit"),
}
"""The tests of two groups, by what they make of the cases."""

ORDERED: tuple[Test, ...] = get_args(Test)
"""The same in the order of the plan's model."""

CHANCES: tuple[Test, ...] = ("within_case_ranks", "mann_whitney", "brunner_munzel")
"""Tests whose number is the chance that the first group's score is the higher: .5 without a difference."""

NO_DIFFERENCES: tuple[Test, ...] = (*CHANCES, "cumulative_logit")
"""Tests whose number is no difference in units of the scale."""

DECIDING = ("outside_plan", "primary")
"""The roles of the test that decides; one outside the plan stands in for a primary one that is refused."""

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
class Decision:
    """The test that decides about a headline, with its row; `test` is empty where there is none.

    Where it stands in for a test that the plan names and the design refuses, `planned` is that test and
    `refusal` the reason.
    """

    test: Test | None = None
    estimate: Estimate = ABSENT
    planned: Test | None = None
    refusal: str = ""

    @property
    def outside_plan(self) -> bool:
        """Whether the plan did not foresee this test."""
        return self.planned is not None

    def is_below(self, alpha: float) -> bool:
        """Whether the adjusted p is known and below a level."""
        return self.estimate.p_adjusted is not None and self.estimate.p_adjusted < alpha

    @property
    def direction(self) -> int:
        """1 where the first group is higher, -1 where it is lower, else 0; 0 too without a number."""
        value = self.estimate.value - (0.5 if self.test in CHANCES else 0.0)
        return (value > 0) - (value < 0)


@dataclass(frozen=True)
class Headline:
    """A comparison on one scale."""

    showing: Showing
    analysis: str
    comparison: Comparison
    scale: str

    def get(self, statistic: str, reading: str = "main") -> Estimate:
        """A number on the difference over all cases."""
        return self.showing.differences.get(
            self.analysis,
            statistic,
            scale=self.scale,
            contrast=self.comparison.contrast,
            sensitivity=reading,
        )

    def tests(self, reading: str = "main") -> dict[Test, Estimate]:
        """The rows of the tests of two groups."""
        return {test: self.get(test, reading) for test in ORDERED}

    def decision(self, reading: str = "main") -> Decision:
        """The test that decides."""
        rows = self.tests(reading)
        by_role = {one.role: test for test, one in rows.items() if one.role in DECIDING}
        test = next((by_role[role] for role in DECIDING if role in by_role), None)
        if test is None:
            return Decision()
        planned = by_role.get("primary")
        if planned is None or planned == test:
            return Decision(test, rows[test])
        return Decision(test, rows[test], planned, rows[planned].reason)

    @property
    def about(self) -> Scale:
        """The scale, as the instrument describes it."""
        return self.showing.instrument.scale(self.scale)

    @property
    def groups(self) -> tuple[str, str]:
        """The ids of the two groups, the first minus the second."""
        contrast = self.showing.plan.contrasts[self.comparison.contrast]
        return contrast.first, contrast.second

    @property
    def better_chance(self) -> Estimate:
        """The chance that the first group's is the better score of two, equal ones counted half."""
        chance = self.get("superiority")
        if self.about.better == "higher" or chance.estimate is None:
            return chance
        low, high = chance.ci_low, chance.ci_high
        return replace(
            chance,
            estimate=1 - chance.estimate,
            ci_low=None if high is None else 1 - high,
            ci_high=None if low is None else 1 - low,
        )

    @property
    def best(self) -> str:
        """The group that Hedges' g has on the good side of the scale; empty where neither is, or is told."""
        g = self.get("hedges_g")
        if not g.known or g.value == 0:
            return ""
        return self.groups[(g.value > 0) != (self.about.better == "higher")]

    @property
    def is_uncertain(self) -> bool:
        """Whether the interval of Hedges' g does not settle which group is on the good side."""
        low, high = self.get("hedges_g").ends
        return not (low > 0 or high < 0)

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
    for analysis, comparison in showing.plan.comparisons.items():
        yield (
            analysis,
            comparison,
            [Headline(showing, analysis, comparison, scale) for scale in comparison.scales],
        )


def list_by_purpose(showing: Showing) -> list[tuple[str, Comparison, list[Headline]]]:
    """The same with what was foreseen first, and what was not after it."""
    return sorted(list_headlines(showing), key=lambda one: one[1].purpose != "confirmatory")


def find_largest(headlines: list[Headline]) -> Headline | None:
    """The headline with the largest Hedges' g, either way; None where none is told."""
    known = [one for one in headlines if one.get("hedges_g").known]
    return max(known, key=lambda one: abs(one.get("hedges_g").value), default=None)


def _rows_of(headline: Headline, table: str) -> pd.DataFrame:
    rows = headline.showing.tables[table]
    named = (rows["analysis"] == headline.analysis) & (rows["scale"] == headline.scale)
    return rows[named & (rows["wave"] == headline.showing.wave)]
