"""Counts and rates: Garwood's interval, and two rates compared, beside R's poisson.test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.formulas.poisson_counts import compare_rates, estimate_garwood, estimate_rate

LEVEL = 0.95
counts = st.integers(0, 60)
exposures = st.floats(0.5, 400)


def test_a_count_has_garwoods_interval() -> None:
    """R: poisson.test(15)$conf.int; poisson.test(0)$conf.int; poisson.test(7, conf.level = .9)$conf.int."""
    found = estimate_garwood(15, LEVEL)
    assert (found.value, found.low, found.high) == pytest.approx((15, 8.39538613278331, 24.74021887148584))
    nothing = estimate_garwood(0, LEVEL)
    assert nothing.low == 0 and nothing.high == pytest.approx(3.68887945411394)
    some = estimate_garwood(7, 0.9)
    assert (some.low, some.high) == pytest.approx((3.285315692, 13.148113802))


def test_a_rate_is_the_count_by_its_exposure() -> None:
    assert estimate_rate((30, 15.0), LEVEL).value == 2
    assert estimate_rate((30, 15.0), LEVEL).high == pytest.approx(estimate_garwood(30, LEVEL).high / 15)


def test_two_rates_are_compared_as_r_does() -> None:
    """R: poisson.test(c(15, 5), c(365, 180)); poisson.test(c(30, 18), c(365, 365))."""
    found = compare_rates((15, 365), (5, 180), LEVEL)
    assert found.p == pytest.approx(0.635049470605831)
    ratio = found.ratio
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((1.47945205479, 0.511135703255, 5.203306705))
    same = compare_rates((30, 365), (18, 365), LEVEL)
    assert (same.p, same.ratio.low, same.ratio.high) == pytest.approx((0.1114028911, 0.8993560143, 3.1749748))


def test_a_count_of_none() -> None:
    """R: poisson.test(c(0, 6), c(1, 1)): 0 [0, 0.8493111943], p = 0.03125."""
    found = compare_rates((0, 1), (6, 1), LEVEL)
    assert (found.ratio.value, found.ratio.low) == (0, 0)
    assert (found.ratio.high, found.p) == pytest.approx((0.8493111943, 0.03125))
    assert found.difference.value == -6 and found.difference.high < 0
    other = compare_rates((6, 1), (0, 1), LEVEL)
    assert other.ratio.reason == "baseline_zero" and other.p == pytest.approx(0.03125)
    none = compare_rates((0, 1), (0, 2), LEVEL)
    assert none.p == 1 and none.difference.low < 0 < none.difference.high


@given(counts, exposures, counts, exposures)
def test_the_two_sides_exchanged(count: int, days: float, other: int, other_days: float) -> None:
    found = compare_rates((count, days), (other, other_days), LEVEL)
    turned = compare_rates((other, other_days), (count, days), LEVEL)
    assert found.p == pytest.approx(turned.p, rel=1e-6)
    assert found.difference.low == pytest.approx(-turned.difference.high, abs=1e-12)
    if count and other:
        assert found.ratio.low == pytest.approx(1 / turned.ratio.high)


@given(counts, counts, st.floats(0.1, 100))
def test_a_year_counted_in_days_is_the_same_year(count: int, other: int, scale: float) -> None:
    found = compare_rates((count, 1.0), (other, 2.0), LEVEL)
    scaled = compare_rates((count, scale), (other, 2 * scale), LEVEL)
    assert scaled.difference.high * scale == pytest.approx(found.difference.high)
    assert scaled.p == pytest.approx(found.p, rel=1e-6)
    if other:
        assert scaled.ratio.high == pytest.approx(found.ratio.high)
