"""Groups against each other: differences, the test the design allows, and what it can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import isinf, nan

import numpy as np
import pandas as pd

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.effects import (
    detectable_d,
    estimate_hedges_g,
    estimate_mean_difference,
    expected_width,
)
from analysis.formulas.multiplicity import adjust
from analysis.formulas.resampling import Permutation, permute_within_cases, stream
from analysis.plan import Comparison, Contrast
from analysis.populations import (
    Basis,
    Population,
    Row,
    Rows,
    Subject,
    build_row,
    build_table,
    list_cases,
    list_waves,
)
from analysis.scoring import score_values
from analysis.study import Study

WELCH = "difference of means; Welch interval"
HEDGES = "Hedges' g, exact correction; noncentral t interval"
WITHIN = "difference within cases, weights n1 n2 / n; exact permutation within cases, two-sided |T - E(T)|"
DRAWN = "difference within cases, weights n1 n2 / n; random permutations within cases, two-sided |T - E(T)|"
SMALLEST = "smallest p that a permutation of these values within cases can give"
DETECTABLE = "smallest difference in standard deviations that the pooled t test finds with the planned power"
WIDTH = "expected width of the pooled t interval of a difference, in standard deviations"


@dataclass(frozen=True)
class _Sides:
    """The people of a population on the two sides of a contrast: those asked, and those with a score."""

    population: Population
    values: Values
    asked: tuple[Rows, Rows]

    @classmethod
    def of(cls, population: Population, contrast: Contrast, values: Values) -> _Sides:
        """The sides of a contrast in a population."""
        sides = (population.of_group(contrast.first).rows, population.of_group(contrast.second).rows)
        return cls(population, values, sides)

    @cached_property
    def used(self) -> tuple[Rows, Rows]:
        """Those with a score, side by side."""
        first, second = (side[~np.isnan(self.values[side])] for side in self.asked)
        return first, second

    @property
    def scores(self) -> tuple[Values, Values]:
        """The scores, side by side."""
        return self.values[self.used[0]], self.values[self.used[1]]

    @property
    def missing(self) -> str:
        """Why the sides cannot be compared; empty where they can."""
        if not all(len(side) for side in self.asked):
            return "group_missing"
        return "" if all(len(side) for side in self.used) else "no_answers"

    @property
    def cases(self) -> list[str]:
        """The cases in which both sides have a score."""
        first, second = (set(self.population.people.case[side]) for side in self.used)
        return sorted(first & second)

    def basis(self, cases: list[str] | None = None) -> Basis:
        """Everybody with a score, of all cases or of some, as the people behind a number."""
        parts = [side if cases is None else self._in(side, cases) for side in self.used]
        asked = sum(len(side) for side in self.asked)
        left_out = asked - sum(len(side) for side in self.used)
        used = np.sort(np.concatenate(parts))
        return Basis(used, len(used) + left_out, tuple(len(part) for part in parts))

    def _in(self, side: Rows, cases: list[str]) -> Rows:
        return side[np.isin(self.population.people.case[side], cases)]


def compare_groups(study: Study, scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of every comparison in the plan (ESTIMATES), per scale, reading and wave.

    `mean_difference`, `within_case_difference` (whose p is adjusted within its family, reading and
    wave), `hedges_g`, `smallest_p`, `detectable_effect`, `expected_width`, and `gap` for each case.
    """
    rows: list[Row] = []
    for name, comparison in study.plan.comparisons.items():
        rows += _compare(study, name, comparison, scores)
    _adjust_families(study, rows)
    return build_table(rows)


def _compare(study: Study, name: str, comparison: Comparison, scores: pd.DataFrame) -> Iterator[Row]:
    contrast = study.plan.contrasts[comparison.contrast]
    people, by_scale = score_values(scores, comparison.instrument, comparison.scales)
    for (scale, sensitivity), values in by_scale.items():
        subject = Subject(
            name,
            comparison.instrument,
            scale=scale,
            contrast=comparison.contrast,
            family=comparison.family,
            purpose=comparison.purpose,
            sensitivity=sensitivity,
        )
        for everybody in list_waves(people, study):
            sides = _Sides.of(everybody, contrast, values)
            yield from _describe_sides(study, subject, sides)
            yield from _permute(study, subject, sides)
            yield from _state_reach(study, subject, sides)
            for case in list_cases(everybody):
                yield _difference(study, subject, _Sides.of(case, contrast, values), "gap")


def _describe_sides(study: Study, subject: Subject, sides: _Sides) -> Iterator[Row]:
    level = study.settings.confidence_level
    g = _or_missing(sides, lambda: estimate_hedges_g(*sides.scores, level))
    yield _difference(study, subject, sides, "mean_difference")
    yield build_row(subject, sides.population, "hedges_g", g, sides.basis(), HEDGES, level)


def _difference(study: Study, subject: Subject, sides: _Sides, statistic: str) -> Row:
    level = study.settings.confidence_level
    found = _or_missing(sides, lambda: estimate_mean_difference(*sides.scores, level))
    # The plan's p is that of the permutation: a second one beside it would invite choosing.
    shown = replace(found, p=nan)
    return build_row(subject, sides.population, statistic, shown, sides.basis(), WELCH, level)


def _permute(study: Study, subject: Subject, sides: _Sides) -> Iterator[Row]:
    level, cases = study.settings.confidence_level, sides.cases
    basis = sides.basis(cases)
    permutation = _permutation(study, subject, sides)
    drawn = permutation is not None and not permutation.exact
    seed = study.settings.seed if drawn else None
    within = _or_missing(sides, lambda: _within(permutation, level))
    smallest = _or_missing(sides, lambda: _smallest(permutation))
    method = DRAWN if drawn else WITHIN
    yield build_row(subject, sides.population, "within_case_difference", within, basis, method, level, seed)
    yield build_row(subject, sides.population, "smallest_p", smallest, basis, SMALLEST, level, seed)


def _permutation(study: Study, subject: Subject, sides: _Sides) -> Permutation | None:
    used = np.sort(np.concatenate(sides.used))
    names = (subject.analysis, subject.scale, subject.contrast, subject.sensitivity, sides.population.wave)
    return permute_within_cases(
        sides.values[used],
        np.isin(used, sides.used[0]),
        np.unique(sides.population.people.case[used], return_inverse=True)[1],
        stream(study.settings.seed, *names),
    )


def _within(permutation: Permutation | None, level: float) -> Estimate:
    if permutation is None:
        return not_estimable("no_case_with_both_groups")
    if not permutation.varies:
        return not_estimable("no_variance")
    low, high = permutation.interval(level)
    if isinf(low) or isinf(high):
        return Estimate(permutation.difference, p=permutation.p, reason="level_not_reachable")
    return Estimate(permutation.difference, low, high, p=permutation.p)


def _smallest(permutation: Permutation | None) -> Estimate:
    if permutation is None:
        return not_estimable("no_case_with_both_groups")
    return Estimate(permutation.smallest_p) if permutation.varies else not_estimable("no_variance")


def _state_reach(study: Study, subject: Subject, sides: _Sides) -> Iterator[Row]:
    level, reach, basis = study.settings.confidence_level, study.plan.reach, sides.basis()
    n1, n2 = (len(side) for side in sides.used)
    d = _or_missing(sides, lambda: detectable_d(n1, n2, reach.power, reach.alpha))
    width = _or_missing(sides, lambda: expected_width(n1, n2, level))
    yield build_row(subject, sides.population, "detectable_effect", d, basis, DETECTABLE, level)
    yield build_row(subject, sides.population, "expected_width", width, basis, WIDTH, level)


def _or_missing(sides: _Sides, estimate: Callable[[], Estimate]) -> Estimate:
    return not_estimable(sides.missing) if sides.missing else estimate()


def _adjust_families(study: Study, rows: list[Row]) -> None:
    """Set `p_adjusted` of the tests, within each family, reading and wave of the plan."""
    tests: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["statistic"] == "within_case_difference":
            tests.setdefault((row["family"], row["sensitivity"], row["wave"]), []).append(row)
    for (family, _, _), members in tests.items():
        adjustment = study.plan.families[family].adjustment
        adjusted = adjust(np.array([row["p"] for row in members]), adjustment)
        for row, p in zip(members, adjusted, strict=True):
            row["p_adjusted"] = p
