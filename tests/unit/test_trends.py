"""The median slope with its exact interval and p, beside R and beside all orders listed."""

from __future__ import annotations

from itertools import permutations
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.formulas.trends import Orders, estimate_trend

LEVEL = 0.95
YEARS = np.array([2018.1, 2018.6, 2019.4, 2020.0, 2021.3, 2021.9, 2022.5])
SCORES = np.array([3.1, 2.9, 3.6, 3.5, 4.2, 3.9, 4.4])


def test_the_slope_of_seven_measurements() -> None:
    """R: median of the 21 slopes; p of cor.test(t, y, method = "kendall", exact = TRUE).

    The interval runs over the slopes b at which cor.test(t, y - b t, ...) gives p > .05.
    """
    found = estimate_trend(YEARS, SCORES, LEVEL)
    assert found.value == pytest.approx(0.303030303)
    assert found.p == pytest.approx(0.03015873016)
    assert (found.low, found.high) == pytest.approx((0.12, 0.4814814815))


def test_equal_values_are_taken_as_they_are() -> None:
    """R: the share of the 720 orders of c(1, 2, 2, 5, 4, 7) whose |S| is at least that observed."""
    found = estimate_trend(np.array([0, 1, 2.5, 3, 4, 6]), np.array([1.0, 2, 2, 5, 4, 7]), LEVEL)
    assert found.value == pytest.approx(1) and found.p == pytest.approx(0.02777777778)


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5, 6], [1, 1, 2, 3, 3], [2, 2, 2, 5, 5, 5], [1, 1, 1, 1]])
def test_all_orders_counted_are_all_orders_listed(values: list[int]) -> None:
    before, after = np.triu_indices(len(values), 1)
    sums = np.array(
        [np.sign(np.diff(np.array(one)[[before, after]], axis=0)).sum() for one in permutations(values)]
    )
    orders = Orders(tuple(np.unique(values, return_counts=True)[1].tolist()))
    for one in sorted(set(np.abs(sums).astype(int))):
        assert orders.chance(one) == pytest.approx(np.mean(np.abs(sums) >= one))


def test_the_critical_sums_are_the_printed_ones() -> None:
    """Hollander & Wolfe (1999), table A.30: sums that 2.5 % or fewer of the orders reach; none below five."""
    found = [Orders((1,) * n).find_rejected(0.025) for n in range(3, 11)]
    assert found == [None, None, 10, 13, 15, 18, 20, 23]


def test_too_few_for_an_interval_still_have_a_slope_and_p() -> None:
    found = estimate_trend(np.array([0.0, 1, 2, 4]), np.array([1.0, 2, 4, 5]), LEVEL)
    assert found.reason == "level_not_reachable" and isnan(found.low)
    assert found.value == pytest.approx(1.0) and found.p == pytest.approx(2 / 24)


def test_what_has_no_slope_or_no_noise() -> None:
    assert estimate_trend(np.array([1.0, 1.0]), np.array([1.0, 2.0]), LEVEL).reason == "too_few_points"
    flat = estimate_trend(np.arange(6.0), np.full(6, 2.5), LEVEL)
    assert (flat.value, flat.p, flat.reason) == (0, 1, "on_one_line")
    assert estimate_trend(np.arange(6.0), 3 * np.arange(6.0), LEVEL).reason == "on_one_line"


def test_measurements_of_one_day_count_as_their_mean() -> None:
    twice = estimate_trend(np.append(YEARS, YEARS[2]), np.append(SCORES, 3.8), LEVEL)
    mean = SCORES.copy()
    mean[2] = 3.7
    assert twice == estimate_trend(YEARS, mean, LEVEL)


series = st.lists(st.integers(-50, 50), min_size=5, max_size=9)


@given(series, st.floats(0.1, 9), st.floats(-9, 9))
def test_units_scale_the_slope_and_a_turn_turns_it(values: list[int], scale: float, shift: float) -> None:
    times, plain = np.arange(float(len(values))), np.array(values, dtype=float)
    found, scaled = estimate_trend(times, plain, LEVEL), estimate_trend(times, scale * plain + shift, LEVEL)
    turned = estimate_trend(times, -plain, LEVEL)
    assert scaled.value == pytest.approx(scale * found.value, abs=1e-6) and scaled.p == found.p == turned.p
    assert turned.value == pytest.approx(-found.value)
    if not isnan(found.low):
        assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
        assert found.low <= found.value <= found.high
