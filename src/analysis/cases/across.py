"""Across the cases: the difference of two groups inside each case, and all of them pooled.

A case has one to three people a side, far too few to tell its own variance: with one person a side there
is none, and with two or three the weights of a pooling would be chance. So every case is given the
variance of people inside a case and group that all cases show together, s². This assumes that people of
one case and group spread alike in every case and on both sides; it does not assume that the cases agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

from analysis.differences.contrasted import Contrasted, list_contrasted
from analysis.differences.sides import Sides
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import t_quantile
from analysis.formulas.pooling import Pooled, pool_differences
from analysis.populations import Row, Subject, build_row, build_table
from analysis.study import Study

OF_A_CASE = "difference of means in a case; t interval from the variance inside cases and groups"
POOLED = "differences of cases pooled, {estimator}; Hartung-Knapp-Sidik-Jonkman t interval, factor at least 1"
SPREAD = "standard deviation of true differences between cases, {estimator}; Q-profile interval, s² estimated"
FURTHER = "differences of cases pooled, {estimator}; prediction interval for a further case, t on k - 2"
NAMES = {"reml": "REML", "paule_mandel": "Paule-Mandel"}


@dataclass(frozen=True)
class _Common:
    """The variance of people inside case and group, and its degrees of freedom: people less cells."""

    variance: float
    df: int

    @property
    def missing(self) -> str:
        """Why it tells nothing; empty where it does."""
        if self.df < 1:
            return "too_few_people"
        return "" if self.variance > 0 else "no_variance"


def pool_cases(study: Study, scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of every comparison in the plan (ESTIMATES), per scale, reading and wave.

    `case_difference` for each case with anybody; over the cases with both sides `pooled_difference`,
    `pooled_tau` and `pooled_prediction`. A side that is missing, fewer than two cases with both sides (three
    for the prediction), or no variance inside case and group: a row with the reason.
    """
    return build_table(row for one in list_contrasted(study, scores) for row in _compare(study, one))


def _compare(study: Study, contrasted: Contrasted) -> Iterator[Row]:
    subject, cases, level = contrasted.subject, contrasted.cases, study.settings.confidence_level
    common = _find_common(cases)
    for case in cases:
        found = _of_case(case, common, level)
        yield build_row(subject, case.population, "case_difference", found, case.basis, OF_A_CASE, level)
    together = contrasted.sides
    yield from _pool(study, subject, together, _pool_sides(study, together, cases, common))


def _find_common(cases: list[Sides]) -> _Common:
    """The variance inside the cells that have people; a cell of one adds no degree of freedom."""
    cells = [scores for case in cases for scores in case.scores if len(scores)]
    df = sum(len(cell) - 1 for cell in cells)
    squares = sum(float(((cell - cell.mean()) ** 2).sum()) for cell in cells)
    largest = max((float(np.abs(cell).max()) for cell in cells), default=0.0)
    return _Common(squares / df if df and squares > 1e-20 * largest**2 else 0.0, df)


def _of_case(sides: Sides, common: _Common, level: float) -> Estimate:
    if sides.missing:
        return not_estimable(sides.missing)
    difference, variance = _difference(sides, common)
    if common.missing:
        return Estimate(difference, reason=common.missing)
    half = t_quantile(common.df, level) * sqrt(variance)
    return Estimate(difference, difference - half, difference + half, df=common.df)


def _difference(sides: Sides, common: _Common) -> tuple[float, float]:
    """The difference of the two means of a case, and its sampling variance s² (1/n₁ + 1/n₂)."""
    first, second = sides.scores
    return float(first.mean() - second.mean()), common.variance * (1 / len(first) + 1 / len(second))


def _pool_sides(study: Study, together: Sides, cases: list[Sides], common: _Common) -> Pooled:
    pairs = [_difference(case, common) for case in cases if not case.missing]
    reason = together.missing or ("" if pairs else "no_case_with_both_groups")
    reason = reason or ("too_few_cases" if len(pairs) < 2 else common.missing)
    if reason:
        nothing = not_estimable(reason)
        return Pooled(nothing, nothing, nothing, np.nan)
    differences, variances = np.array(pairs).T
    level = study.settings.confidence_level
    estimator = study.plan.cases.pooling
    return pool_differences(_exact(differences), _exact(variances), level, estimator, common.df, careful=True)


def _exact(values: Values) -> Values:
    return np.ascontiguousarray(values, dtype=np.float64)


def _pool(study: Study, subject: Subject, sides: Sides, pooled: Pooled) -> Iterator[Row]:
    level = study.settings.confidence_level
    basis = sides.basis_within if sides.cases else sides.basis
    estimator = NAMES[study.plan.cases.pooling]
    for statistic, found, method, role in (
        ("pooled_difference", pooled.mean, POOLED, "sensitivity"),
        ("pooled_tau", pooled.tau, SPREAD, ""),
        ("pooled_prediction", pooled.prediction, FURTHER, ""),
    ):
        method = method.format(estimator=estimator)
        yield build_row(subject, sides.population, statistic, found, basis, method, level, role=role)
