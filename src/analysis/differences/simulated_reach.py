"""What each test can show with a design: studies of that design are simulated and tested.

The scores are normal, their variances within and between cases add up to 1 (`reach.icc` of the plan lies
between), so that differences are in standard deviations of all people. What comes out depends on the design,
the test and what is asked alone: not on the answers, nor on which scale comes first.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf, sqrt

import numpy as np
from scipy import special

from analysis.differences.design import WITHIN, Sizes
from analysis.differences.tests import Cases, First, Trial, try_test
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.reach import Reach, reach_of_permutation
from analysis.formulas.resampling import stream
from analysis.plan import Reach as Asked
from analysis.plan import Test

IN_SCORES: tuple[Test, ...] = ("welch", "mixed_model", "cluster_robust", "wild_bootstrap")
"""Tests whose interval holds the differences they do not reject: a true difference moves it, and no more."""

LEVELS = 5
"""Equally likely levels that simulated scores are cut into for tests of order: as coarse as one question."""

LARGEST = 8.0
"""Largest true difference, in standard deviations, that is tried."""

HALVINGS = 9
"""How often the range of differences is halved: to 0.016 standard deviations."""


def reach_of_design(name: Test, sizes: Sizes, asked: Asked, level: float, seed: int) -> Reach:
    """The smallest detectable difference and the expected width of the interval of one test.

    `sizes` holds (first, second) of each case. Tests of order have no width in standard deviations
    (`not_in_sds`). Where even the largest difference tried is not found with the planned power, the reason
    is `level_not_reachable`; where the design refuses the test, that of the refusal.
    """
    if name in WITHIN:
        sizes = tuple(pair for pair in sizes if min(pair))
    asks = (asked.icc, asked.alpha, asked.power, level)
    return _reach(name, tuple(sorted(sizes)), asks, asked.simulations, seed)


@lru_cache(maxsize=4096)
def _reach(
    name: Test,
    sizes: Sizes,
    asks: tuple[float, float, float, float],
    simulations: int,
    seed: int,
) -> Reach:
    icc, alpha, power, level = asks
    cases = np.repeat(np.arange(len(sizes)), [sum(pair) for pair in sizes])
    first = np.concatenate([np.arange(sum(pair)) < pair[0] for pair in sizes])
    names = (name, *(f"{one}:{other}" for one, other in sizes), *map(str, asks))
    random = stream(seed, "reach", *names)
    if name in ("within_case_difference", "case_permutation"):
        between = name == "case_permutation"
        return reach_of_permutation(first, cases, icc, alpha, power, level, simulations, random, between)
    between_cases = random.standard_normal((simulations, len(sizes)))[:, cases] * sqrt(icc)
    values = between_cases + random.standard_normal((simulations, len(cases))) * sqrt(1 - icc)
    if name in IN_SCORES:
        return _from_intervals(name, values, first, cases, asks)
    detectable = _from_order(name, values, first, cases, asks)
    return Reach(detectable, not_estimable("not_in_sds"))


def _from_intervals(
    name: Test, values: Values, first: First, cases: Cases, asks: tuple[float, float, float, float]
) -> Reach:
    """A true difference is found exactly when it exceeds the end the interval has without a difference."""
    _, alpha, power, level = asks
    tested = [_test(name, one, first, cases, 1 - alpha) for one in values]
    if np.isnan([one.p for one in tested]).all():
        return Reach(not_estimable(tested[0].reason), not_estimable(tested[0].reason))
    shown = tested if level == 1 - alpha else [_test(name, one, first, cases, level) for one in values]
    ends = np.array([[-one.low, one.high] for one in tested])
    widths = np.array([one.high - one.low for one in shown])
    return Reach(
        _finite(float(np.quantile(np.where(np.isnan(ends), inf, ends), power, method="higher"))),
        _finite(float(np.mean(np.where(np.isnan(widths), inf, widths)))),
    )


def _from_order(name: Test, values: Values, first: First, cases: Cases, asks: tuple[float, ...]) -> Estimate:
    """Halve the range of differences; the scores are cut into levels that are equally likely without one."""
    _, alpha, power, _ = asks
    cuts = special.ndtri(np.arange(1, LEVELS) / LEVELS)

    def finds(shift: float) -> bool:
        scores = np.searchsorted(cuts, values + shift * first).astype(np.float64)
        ps = [_test(name, one, first, cases, 1 - alpha).p for one in scores]
        return float(np.mean(np.array(ps) <= alpha + 1e-12)) >= power

    if not finds(LARGEST):
        return not_estimable("level_not_reachable")
    low, high = 0.0, LARGEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if finds(middle) else (middle, high)
    return Estimate(high)


def _test(name: Test, values: Values, first: First, cases: Cases, level: float) -> Estimate:
    return try_test(name, Trial(values, first, cases, level, lambda: stream(0, "simulated study")))


def _finite(value: float) -> Estimate:
    return not_estimable("level_not_reachable") if value == inf else Estimate(value)
