"""Shares: intervals, differences, exact tables and pairs."""

from __future__ import annotations

from math import comb, inf, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.formulas.proportions import (
    ExactTable,
    compare_paired_shares,
    estimate_clopper_pearson,
    estimate_share_difference,
    estimate_wilson,
)

LEVEL = 0.95
small_counts = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


def test_published_intervals() -> None:
    """Newcombe (1998a), 81 of 263; Newcombe (1998b), table II: 56/70 - 48/80 and 0/10 - 0/20."""
    wilson = estimate_wilson(81, 263, LEVEL)
    assert (wilson.low, wilson.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    exact = estimate_clopper_pearson(81, 263, LEVEL)
    assert (exact.low, exact.high) == pytest.approx((0.2527, 0.3676), abs=5e-5)
    difference = estimate_share_difference((56, 70), (48, 80), LEVEL)
    assert (difference.low, difference.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    nobody = estimate_share_difference((0, 10), (0, 20), LEVEL)
    assert (nobody.low, nobody.high) == pytest.approx((-0.1611, 0.2775), abs=5e-5)


def test_nobody_and_everybody() -> None:
    assert estimate_clopper_pearson(0, 7, LEVEL).low == 0 and estimate_clopper_pearson(7, 7, LEVEL).high == 1
    assert estimate_wilson(0, 7, LEVEL).low == pytest.approx(0, abs=1e-15)
    for estimate in (estimate_wilson(0, 0, LEVEL), estimate_clopper_pearson(0, 0, LEVEL)):
        assert estimate.reason == "no_answers"
    assert estimate_share_difference((0, 0), (1, 2), LEVEL).reason == "group_missing"


@given(small_counts)
def test_the_exact_interval_is_no_shorter_than_it_claims(counts: tuple[int, int, int, int]) -> None:
    count, n = counts[0], counts[0] + counts[1]
    if n == 0:
        return
    found = estimate_clopper_pearson(count, n, LEVEL)
    below = sum(comb(n, k) * found.high**k * (1 - found.high) ** (n - k) for k in range(count + 1))
    above = sum(comb(n, k) * found.low**k * (1 - found.low) ** (n - k) for k in range(count, n + 1))
    assert below == pytest.approx(0.025 if count < n else 1.0, rel=1e-6)
    assert above == pytest.approx(0.025 if count else 1.0, rel=1e-6)


@given(small_counts)
def test_exchanging_the_sets_turns_the_table_round(counts: tuple[int, int, int, int]) -> None:
    a, b, c, d = counts
    one, other = ExactTable((a, a + b), (c, c + d)), ExactTable((c, c + d), (a, a + b))
    assert one.p == pytest.approx(other.p, rel=1e-9)
    if isnan(one.odds_ratio):
        assert isnan(other.odds_ratio)
    elif one.odds_ratio in (0.0, inf):
        assert {one.odds_ratio, other.odds_ratio} == {0.0, inf}
    else:
        assert one.odds_ratio * other.odds_ratio == pytest.approx(1, rel=1e-9)
        assert one.expected_count(one.odds_ratio) == pytest.approx(a, abs=1e-9)


def test_fisher_s_tea() -> None:
    """Fisher (1935): three of four cups right each way; 34/70 two-sided, conditional odds ratio 6.408."""
    tea = ExactTable((3, 4), (1, 4))
    assert tea.p == pytest.approx(34 / 70) and tea.odds_ratio == pytest.approx(6.4083, abs=5e-5)


def test_fagerland_s_airways() -> None:
    """Fagerland, Lydersen & Laake (2013), Bentur's data: exact .070, mid-p .039."""
    found = compare_paired_shares(1, 1, 7, 12, LEVEL)
    assert (found.p_exact, found.p_mid) == pytest.approx((0.0703125, 0.0390625))
    assert (found.chi_square, found.chi_square_corrected) == pytest.approx((4.5, 3.125))
    assert found.difference.value == pytest.approx(-6 / 21)
    assert (found.difference.low, found.difference.high) == pytest.approx((-0.5069, -0.0256), abs=5e-5)


def test_pairs_that_never_change() -> None:
    found = compare_paired_shares(3, 0, 0, 4, LEVEL)
    assert isnan(found.chi_square) and isnan(found.p) and isnan(found.chi_square_corrected)
    assert (found.p_exact, found.p_mid) == (1.0, 0.5)
    assert found.difference.value == 0 and found.difference.low < 0 < found.difference.high
    assert compare_paired_shares(0, 0, 0, 0, LEVEL).difference.reason == "no_answers"


@given(small_counts)
def test_exchanging_the_occasions_turns_the_pairs_round(counts: tuple[int, int, int, int]) -> None:
    both, first, second, neither = counts
    one = compare_paired_shares(both, first, second, neither, LEVEL)
    other = compare_paired_shares(both, second, first, neither, LEVEL)
    assert (one.p, one.p_exact, one.p_mid) == pytest.approx(
        (other.p, other.p_exact, other.p_mid), nan_ok=True
    )
    assert one.difference.low == pytest.approx(-other.difference.high, abs=1e-12, nan_ok=True)
    assert not one.p_exact > 1 and not one.p_mid > one.p_exact
