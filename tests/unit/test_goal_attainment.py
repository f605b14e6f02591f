"""The share of the way to a target, levels of attainment, and the T score of several goals."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates import Estimate
from analysis.formulas.goal_attainment import (
    Step,
    combine_levels,
    estimate_share_of_way,
    find_level,
    fix,
    grade_share,
)
from analysis.formulas.moments import estimate_mean
from analysis.formulas.paired_change import estimate_change
from analysis.formulas.poisson_counts import compare_rates, estimate_garwood
from analysis.formulas.proportions import estimate_share_difference, estimate_wilson

LEVEL = 0.95
STEPS = (Step(0.5, -1), Step(1.0, 0), Step(1.25, 1), Step(1.5, 2))
BEFORE = np.array([2.8, 3.1, 2.5, 3.4, 3.0, 2.2, 2.9, 3.3])
AFTER = np.array([3.4, 3.3, 3.1, 3.9, 3.2, 2.9, 3.1, 3.8])


def test_from_a_stated_baseline_the_interval_is_divided_by_the_way() -> None:
    value = Estimate(0.35, 0.30, 0.42)
    found = estimate_share_of_way(value, fix(0.25), 0.45)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.25, 0.85))
    down = estimate_share_of_way(value, fix(0.45), 0.25)
    assert (down.value, down.low, down.high) == pytest.approx((0.5, 0.15, 0.75))


def test_of_the_same_people_it_is_fiellers() -> None:
    """R: Fieller's interval of mean(4 - after) / mean(4 - before) from t on 7 degrees of freedom, 1 minus."""
    r = float(np.corrcoef(BEFORE, AFTER)[0, 1])
    value, baseline = estimate_mean(AFTER, LEVEL), estimate_mean(BEFORE, LEVEL)
    found = estimate_share_of_way(value, baseline, 4.0, r)
    assert (found.value, found.low, found.high) == pytest.approx((0.3977272727, 0.2603013108, 0.5652399628))


def test_what_has_no_share_or_no_interval() -> None:
    value, baseline = Estimate(0.4, 0.3, 0.5), Estimate(0.2, 0.1, 0.3)
    assert estimate_share_of_way(value, baseline, 0.2).reason == "target_equals_baseline"
    near = estimate_share_of_way(value, baseline, 0.25)
    assert near.reason == "way_uncertain" and near.value == pytest.approx(4) and isnan(near.low)
    alone = estimate_share_of_way(Estimate(7.0, reason="single_value"), fix(3.0), 11.0)
    assert (alone.value, alone.reason) == (0.5, "single_value")


def test_beyond_and_backwards() -> None:
    assert estimate_share_of_way(fix(0.6), fix(0.2), 0.4).value == pytest.approx(2)
    assert estimate_share_of_way(fix(0.1), fix(0.2), 0.4).value == pytest.approx(-0.5)
    assert estimate_share_of_way(fix(8.0), fix(10.0), 4.0).value == pytest.approx(1 / 3)


parts = st.integers(20, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(parts, parts, st.sampled_from([-0.2, 1.2]))
def test_it_holds_nothing_gone_just_where_the_difference_does(
    later: tuple[int, int], earlier: tuple[int, int], target: float
) -> None:
    value, baseline = estimate_wilson(*later, LEVEL), estimate_wilson(*earlier, LEVEL)
    difference = estimate_share_difference(later, earlier, LEVEL)
    found = estimate_share_of_way(value, baseline, target)
    if min(abs(difference.low), abs(difference.high)) > 1e-9:
        assert (found.low <= 0 <= found.high) == (difference.low <= 0 <= difference.high)
    assert found.low - 1e-12 <= found.value <= found.high + 1e-12


def test_so_it_is_for_counts_and_for_people() -> None:
    for later, earlier in ((30, 18), (34, 14), (5, 16)):
        difference = compare_rates((later, 1.0), (earlier, 1.0), LEVEL).difference
        found = estimate_share_of_way(estimate_garwood(later, LEVEL), estimate_garwood(earlier, LEVEL), 60)
        assert (found.low <= 0 <= found.high) == (difference.low <= 0 <= difference.high)
    for shift in (0.0, 0.2, 0.27, 0.3):
        after = AFTER - shift
        change = estimate_change(BEFORE, after, LEVEL)
        r = float(np.corrcoef(BEFORE, after)[0, 1])
        found = estimate_share_of_way(estimate_mean(after, LEVEL), estimate_mean(BEFORE, LEVEL), 4.0, r)
        assert (found.low <= 0) == (change.low <= 0)


numbers = st.floats(-5, 5)
widths = st.floats(0.01, 3)


@given(numbers, widths, widths, st.floats(0.5, 9), st.floats(0.05, 0.95), widths, st.floats(-0.9, 0.9))
def test_beyond_its_ends_part_minus_ratio_times_whole_never_holds_0(
    part: float, below: float, above: float, whole: float, near: float, far: float, r: float
) -> None:
    """MOVER-R's ends by their definition: 0 at the end, more than 0 farther out."""
    value = Estimate(1 - part, 1 - part - above, 1 - part + below)
    baseline = Estimate(1 - whole, 1 - whole - far, 1 - whole * (1 - near))
    found = estimate_share_of_way(value, baseline, 1.0, r)
    for end, outwards in ((1 - found.high, -1), (1 - found.low, 1)):
        size = 1 + end**2
        for step in (0.0, 1e-4, 0.01, 0.3, 2.0, 50.0):
            apart = _miss(part, (below, above), whole, (near * whole, far), r, end + outwards * step)
            assert apart > -1e-9 * size if step else abs(apart) < 1e-9 * size * (1 + far**2)


def _miss(
    part: float, out: tuple[float, float], whole: float, ends: tuple[float, float], r: float, ratio: float
) -> float:
    """By how much the square of part - ratio * whole lies above that of the reach of its interval."""
    off = part - ratio * whole
    # The lower end of the difference comes from the upper end of ratio * whole, unless the ratio is below 0.
    upper = (off >= 0) == (ratio >= 0)
    reach, other = out[0 if off >= 0 else 1], ratio * ends[1 if upper else 0]
    return off**2 - (reach**2 + other**2 - 2 * r * reach * other)


def test_levels_are_those_of_the_last_step_reached() -> None:
    found = [find_level(share, STEPS) for share in (-1, 0.49, 0.5, 0.99, 1.0, 1.2, 1.25, 1.5, 9)]
    assert found == [-2, -2, -1, -1, 0, 0, 1, 2, 2]
    assert find_level((0.4 - 0.1) / (0.4 - 0.1 + 1e-16), STEPS) == 0 and find_level(0.3, ()) == -2
    graded = grade_share(Estimate(0.8, 0.4, 1.3), STEPS)
    assert (graded.value, graded.low, graded.high) == (-1, -2, 1)
    assert grade_share(Estimate(0.8, reason="single_value"), STEPS).reason == "single_value"


def test_the_t_score_of_kiresuk_and_sherman() -> None:
    """R: x <- c(1, 0, -1, 2); w <- c(1, 2, 1, 3); 50 + 10 * sum(w x) / sqrt(.7 sum(w^2) + .3 sum(w)^2)."""
    found = combine_levels(np.array([1.0, 0, -1, 2]), np.array([1.0, 2, 1, 3]), 0.3)
    assert found == pytest.approx(61.95228609)
    assert combine_levels(np.zeros(3), np.ones(3), 0.3) == 50
    assert combine_levels(np.array([1.0]), np.array([4.0]), 0.3) == pytest.approx(60)
    assert combine_levels(np.ones(4), np.ones(4), 0.0) == pytest.approx(50 + 10 * sqrt(4))
