"""Intervals of indicators hold the truth as often as they say; outcomes are listed where they can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import isnan, sqrt

import numpy as np
import pytest
from scipy import stats

from analysis.estimates import Estimate, Values
from analysis.formulas.effects import compare_means
from analysis.formulas.goal_attainment import estimate_share_of_way, fix
from analysis.formulas.moments import estimate_mean
from analysis.formulas.paired_change import estimate_change
from analysis.formulas.poisson_counts import compare_rates, estimate_garwood
from analysis.formulas.proportions import (
    compare_paired_shares,
    correlate_paired,
    estimate_share_difference,
    estimate_wilson,
)
from analysis.formulas.resampling import stream
from analysis.formulas.trends import estimate_trend

LEVEL = 0.95
SEED = 20240611
NEGLIGIBLE = 1e-7
STUDIES = 1500
ALLOWANCE = 3.3 * sqrt(LEVEL * (1 - LEVEL) / STUDIES)
"""By how much a share of so many simulated studies may lie below the level by chance alone."""


@dataclass
class Coverage:
    """How often an interval held the truth, of the outcomes in which there was one."""

    held: float = 0.0
    all: float = 0.0
    missing: float = 0.0

    @property
    def share(self) -> float:
        return self.held / self.all


def cover(outcomes: Iterable[tuple[float, Estimate]], truth: float) -> Coverage:
    """Add up outcomes, each with its chance and its estimate."""
    found = Coverage()
    for chance, one in outcomes:
        if isnan(one.low):
            found.missing += chance
            continue
        found.all += chance
        found.held += chance * (one.low - 1e-9 <= truth <= one.high + 1e-9)
    return found


@cache
def chances_of_counts(expected: float) -> list[tuple[int, float]]:
    counts = range(int(expected + 9 * sqrt(expected) + 9))
    return [(count, float(stats.poisson.pmf(count, expected))) for count in counts]


@cache
def chances_of_share(n: int, share: float) -> list[tuple[int, float]]:
    return [(count, float(stats.binom.pmf(count, n, share))) for count in range(n + 1)]


def both(one: list[tuple[int, float]], other: list[tuple[int, float]]) -> Iterator[tuple[int, int, float]]:
    """Every pair of outcomes that has a chance."""
    for first, chance in one:
        for second, by in other:
            if chance * by > NEGLIGIBLE:
                yield first, second, chance * by


COUNTS = [(2, 2), (5, 12), (20, 20), (20, 32), (12, 5), (1, 6)]


@pytest.mark.parametrize(("before", "after"), COUNTS)
def test_a_count_its_change_and_its_ratio(before: float, after: float) -> None:
    garwood = [(chance, estimate_garwood(count, LEVEL)) for count, chance in chances_of_counts(after)]
    assert cover(garwood, after).share >= LEVEL
    compared = [
        (chance, compare_rates((later, 1.0), (earlier, 1.0), LEVEL))
        for later, earlier, chance in both(chances_of_counts(after), chances_of_counts(before))
    ]
    assert cover(((chance, one.difference) for chance, one in compared), after - before).share >= LEVEL
    assert cover(((chance, one.ratio) for chance, one in compared), after / before).share >= LEVEL
    if before == after:
        rejected = sum(chance for chance, one in compared if one.p <= 1 - LEVEL)
        assert rejected <= 1 - LEVEL
        noise = sum(chance for chance, one in compared if one.difference.low > 0 or one.difference.high < 0)
        assert noise <= 1 - LEVEL


@pytest.mark.parametrize(
    ("before", "after", "target"), [(20, 30, 40), (20, 45, 40), (20, 16, 45), (8, 20, 30), (30, 20, 10)]
)
def test_the_share_of_the_way_of_counts(before: float, after: float, target: float) -> None:
    outcomes = (
        (
            chance,
            estimate_share_of_way(estimate_garwood(later, LEVEL), estimate_garwood(earlier, LEVEL), target),
        )
        for later, earlier, chance in both(chances_of_counts(after), chances_of_counts(before))
    )
    found = cover(outcomes, (after - before) / (target - before))
    assert found.share >= LEVEL and found.missing < 0.06


SHARES = [
    ((40, 0.25), (40, 0.4), 0.5),
    ((40, 0.25), (40, 0.25), 0.5),
    ((30, 0.2), (50, 0.6), 0.5),
    ((20, 0.3), (20, 0.2), 0.7),
    ((15, 0.1), (15, 0.5), 0.8),
]


@pytest.mark.parametrize(("before", "after", "target"), SHARES)
def test_a_share_its_change_and_its_share_of_the_way(
    before: tuple[int, float], after: tuple[int, float], target: float
) -> None:
    """Wilson and Newcombe hold the level on average over shares, and within 2 points of it at one."""
    way, change = [], []
    for later, earlier, chance in both(chances_of_share(*after), chances_of_share(*before)):
        value, baseline = estimate_wilson(later, after[0], LEVEL), estimate_wilson(earlier, before[0], LEVEL)
        way.append((chance, estimate_share_of_way(value, baseline, target)))
        difference = estimate_share_difference((later, after[0]), (earlier, before[0]), LEVEL)
        change.append((chance, difference))
    assert cover(way, (after[1] - before[1]) / (target - before[1])).share >= LEVEL - 0.005
    assert cover(change, after[1] - before[1]).share >= LEVEL - 0.02


def tables(n: int) -> Iterator[tuple[int, int, int, int]]:
    for one in range(n + 1):
        for two in range(n + 1 - one):
            for three in range(n + 1 - one - two):
                yield one, two, three, n - one - two - three


@pytest.mark.parametrize("chances", [(0.2, 0.25, 0.05, 0.5), (0.15, 0.1, 0.1, 0.65), (0.25, 0.35, 0.0, 0.4)])
def test_shares_of_the_same_people(chances: tuple[float, float, float, float], n: int = 20) -> None:
    later, earlier = chances[0] + chances[1], chances[0] + chances[2]
    way, change, rejected = [], [], 0.0
    for table in tables(n):
        chance = float(stats.multinomial.pmf(table, n, chances))
        if chance < NEGLIGIBLE:
            continue
        paired = compare_paired_shares(*table, LEVEL)
        change.append((chance, paired.difference))
        rejected += chance * (paired.p_mid <= 1 - LEVEL)
        ends = [estimate_wilson(count, n, LEVEL) for count in (table[0] + table[1], table[0] + table[2])]
        way.append((chance, estimate_share_of_way(*ends, 0.7, correlate_paired(*table))))
    assert cover(way, (later - earlier) / (0.7 - earlier)).share >= LEVEL - 0.005
    assert cover(change, later - earlier).share >= LEVEL - 0.01
    assert rejected <= 1 - LEVEL or later != earlier


def draw_people(n: int, change: float, r: float, number: int) -> tuple[Values, Values]:
    random = stream(SEED, "people", str(n), str(change), str(r), str(number))
    before = random.standard_normal(n)
    after = r * before + sqrt(1 - r**2) * random.standard_normal(n) + change
    return 3 + before, 3 + after


@pytest.mark.parametrize(
    ("n", "change", "r"), [(6, 0.0, 0.6), (12, 0.8, 0.6), (12, 3.5, 0.3), (25, -0.5, 0.8)]
)
def test_scores_of_the_same_people(n: int, change: float, r: float) -> None:
    """Target 3 above the baseline: the interval is Fieller's, exact for normal scores."""
    way, mean = [], []
    for number in range(STUDIES):
        before, after = draw_people(n, change, r, number)
        mean.append((1.0, estimate_change(before, after, LEVEL)))
        own = float(np.corrcoef(before, after)[0, 1])
        ends = estimate_mean(after, LEVEL), estimate_mean(before, LEVEL)
        way.append((1.0, estimate_share_of_way(*ends, 6.0, own)))
    assert cover(way, change / 3).share >= LEVEL - ALLOWANCE
    assert cover(mean, change).share >= LEVEL - ALLOWANCE


@pytest.mark.parametrize(("n", "change"), [((7, 12), 0.0), ((15, 9), 1.0)])
def test_scores_of_other_people_and_from_a_stated_baseline(n: tuple[int, int], change: float) -> None:
    way, mean, stated = [], [], []
    for number in range(STUDIES):
        before, after = draw_people(n[0], 0.0, 0.0, number)[0], draw_people(n[1], change, 0.0, number)[1]
        ends = estimate_mean(after, LEVEL), estimate_mean(before, LEVEL)
        way.append((1.0, estimate_share_of_way(*ends, 6.0)))
        stated.append((1.0, estimate_share_of_way(ends[0], fix(3.0), 6.0)))
        sides = [(float(np.mean(one)), float(np.std(one, ddof=1)), len(one)) for one in (after, before)]
        mean.append((1.0, compare_means(*sides, LEVEL)))
    for found, truth in ((way, change / 3), (stated, change / 3), (mean, change)):
        assert cover(found, truth).share >= LEVEL - ALLOWANCE


@pytest.mark.parametrize(("n", "heavy"), [(5, False), (7, True), (10, False)])
def test_a_trend_at_uneven_times(n: int, heavy: bool) -> None:
    """The interval and p are exact for any errors that do not hang together."""
    random = stream(SEED, "trends", str(n), str(heavy))
    outcomes, rejected = [], 0
    for _ in range(STUDIES):
        times = np.sort(random.uniform(0, 4, n))
        errors = random.standard_t(2, n) if heavy else random.standard_normal(n)
        outcomes.append((1.0, estimate_trend(times, 0.4 * times + errors, LEVEL)))
        rejected += estimate_trend(times, errors, LEVEL).p <= 1 - LEVEL
    found = cover(outcomes, 0.4)
    assert found.share >= LEVEL - ALLOWANCE and found.missing == 0
    assert rejected / STUDIES <= 1 - LEVEL + ALLOWANCE
