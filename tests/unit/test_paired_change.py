"""Change of the same people: standardized, ranked, permuted, reliable, over several occasions."""

from __future__ import annotations

from itertools import product
from math import inf, isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.formulas.paired_change import (
    describe_standardized_change,
    estimate_change,
    flip_signs,
    measure_reliable_change,
    rank_changes,
    rank_occasions,
)
from analysis.formulas.resampling import stream

LEVEL = 0.95
BEFORE = np.array([12.0, 15, 9, 20, 17, 11, 14])
AFTER = np.array([14.0, 20, 10, 27, 13, 14, 22])

answers = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=8)


def pairs(drawn: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    before, after = np.array(drawn, dtype=float).T
    return before, after


def test_the_mean_change_leaves_out_nothing() -> None:
    found = estimate_change(BEFORE, AFTER, LEVEL)
    change = AFTER - BEFORE
    error = change.std(ddof=1) / sqrt(7)
    assert found.value == pytest.approx(22 / 7) and found.df == 6
    assert (found.high - found.value) / error == pytest.approx(2.446912, abs=1e-6), (
        "t of 6 degrees of freedom"
    )
    assert found.p == pytest.approx(0.0864160653, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [([], [], "no_answers"), ([3.0], [4.0], "too_few_people"), ([0.1, 0.2], [0.4, 0.5], "no_variance")],
)
def test_a_change_without_interval(before: list[float], after: list[float], reason: str) -> None:
    found = estimate_change(np.array(before), np.array(after), LEVEL)
    assert found.reason == reason and isnan(found.low) and isnan(found.p)


def test_the_standard_deviation_is_the_one_the_name_says() -> None:
    found = describe_standardized_change(BEFORE, AFTER, LEVEL)
    mean, sds = 22 / 7, (BEFORE.std(ddof=1), AFTER.std(ddof=1))
    assert found.d_z.value == pytest.approx(mean / (AFTER - BEFORE).std(ddof=1))
    assert found.d_av == pytest.approx(mean / (sum(sds) / 2))
    assert found.d_before == pytest.approx(mean / sds[0])
    assert found.d_rm == pytest.approx(found.d_z.value * sqrt(2 * (1 - found.r)))
    assert found.g_z / found.d_z.value == pytest.approx(found.correction)
    assert found.d_z.low < found.d_z.value < found.d_z.high


def test_standardized_change_without_variation() -> None:
    all_by_one = describe_standardized_change(BEFORE, BEFORE + 1, LEVEL)
    assert all_by_one.d_z.reason == "no_variance" and isnan(all_by_one.g_z) and isnan(all_by_one.variance_z)
    assert all_by_one.d_before == pytest.approx(1 / BEFORE.std(ddof=1))
    alike_before = describe_standardized_change(np.ones(3), np.array([1.0, 2, 3]), LEVEL)
    assert isnan(alike_before.r) and isnan(alike_before.d_before) and isnan(alike_before.variance_before)
    assert alike_before.d_z.exists
    assert describe_standardized_change(np.ones(1), np.ones(1), LEVEL).d_z.reason == "too_few_people"
    assert isnan(describe_standardized_change(np.array([1.0, 2]), np.array([2.0, 4]), LEVEL).g_z)


@given(answers)
def test_the_exact_signed_ranks_are_a_count_of_all_signs(drawn: list[tuple[int, int]]) -> None:
    before, after = pairs(drawn)
    found = rank_changes(before, after)
    moved = (after - before)[after != before]
    if not len(moved):
        assert isnan(found.p_exact) and found.unchanged == found.n
        return
    ranks = np.array(
        [(np.abs(moved) < size).sum() + ((np.abs(moved) == size).sum() + 1) / 2 for size in np.abs(moved)]
    )
    sums = np.array([(ranks * np.array(signs)).sum() for signs in product((0, 1), repeat=len(moved))])
    observed = ranks[moved > 0].sum()
    tails = ((sums <= observed + 1e-9).mean(), (sums >= observed - 1e-9).mean())
    assert (found.rose, found.fell) == (observed, ranks.sum() - observed)
    assert found.p_exact == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-12)
    assert found.rose_pratt + found.fell_pratt == pytest.approx(
        found.n * (found.n + 1) / 2 - found.unchanged * (found.unchanged + 1) / 2
    )


@given(answers)
def test_exchanging_the_occasions_turns_the_test_round(drawn: list[tuple[int, int]]) -> None:
    found, turned = rank_changes(*pairs(drawn)), rank_changes(*pairs(drawn)[::-1])
    assert (found.rose, found.rose_pratt) == pytest.approx((turned.fell, turned.fell_pratt), nan_ok=True)
    ps = [(one.p_exact, one.p_exact_pratt, one.p_continuity, one.p_normal) for one in (found, turned)]
    assert ps[0] == pytest.approx(ps[1], nan_ok=True) and not any(p > 1 for p in ps[0])


def test_differences_that_only_rounding_tells_apart_are_tied() -> None:
    assert rank_changes(np.array([0.0, 0.1]), np.array([0.3, 0.1 + 0.3])).ties
    assert rank_changes(np.array([0.1 + 0.2]), np.array([0.3])).unchanged == 1


@given(answers)
def test_flipping_signs_counts_every_sign(drawn: list[tuple[int, int]]) -> None:
    before, after = pairs(drawn)
    change = after - before
    sums = np.array([(change * np.array(signs)).sum() for signs in product((1, -1), repeat=len(change))])
    found = flip_signs(before, after, stream(1, "unused"))
    assert found is not None and found.exact and found.n_arrangements == len(sums)
    assert found.difference == pytest.approx(change.mean())
    assert found.p == pytest.approx((np.abs(sums) >= abs(change.sum()) - 1e-9).mean())
    assert found.p_greater == pytest.approx((sums >= change.sum() - 1e-9).mean())


def test_nobody_has_no_signs_to_flip() -> None:
    assert flip_signs(np.array([]), np.array([]), stream(1, "unused")) is None


def test_jacobson_and_truax_s_example() -> None:
    found = measure_reliable_change(np.array([32.5]), np.array([47.5]), 0.80, 7.5, 1.96)
    assert (found.error, found.error_of_change) == pytest.approx((3.35, 4.74), abs=5e-3)
    assert found.index == pytest.approx([3.16], abs=5e-3) and found.reliable.all()
    assert found.smallest == pytest.approx(1.96 * found.error_of_change)


def test_reliable_change_without_error_or_without_an_answer() -> None:
    before, after = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 2.0])
    assert measure_reliable_change(before, after, 1.0, 1.0, 1.96).index == pytest.approx(
        [inf, np.nan, -inf], nan_ok=True
    )
    assert np.isnan(measure_reliable_change(before, after, 1.1, 1.0, 1.96).index).all()
    gap = measure_reliable_change(np.array([1.0, np.nan]), np.array([5.0, 2.0]), 0.8, 1.0, 1.96)
    assert gap.reliable.tolist() == [True, False]


def test_full_agreement_over_occasions() -> None:
    found = rank_occasions(np.array([[1.0, 2, 3]] * 4))
    assert (found.chi_square, found.concordance, found.f, found.p_f) == (8.0, 1.0, inf, 0.0)


def test_kendall_s_w_is_the_share_of_the_largest_chi_square() -> None:
    found = rank_occasions(
        np.array([[3.0, 4, 4], [2, 2, 3], [4, 4, 5], [5, 5, 5], [2, 3, 3], [1, 3, 2], [4, 4, 4]])
    )
    assert found.chi_square == pytest.approx(6.5) and found.concordance == pytest.approx(6.5 / 14)
    assert found.f == pytest.approx(6 * 6.5 / (14 - 6.5)) and (found.df, found.df_error) == (2, 12)


@pytest.mark.parametrize("rows", [np.ones((3, 3)), np.ones((1, 3)), np.ones((4, 1)), np.ones((0, 3))])
def test_occasions_that_cannot_be_ranked(rows: np.ndarray) -> None:
    found = rank_occasions(rows)
    assert isnan(found.chi_square) and isnan(found.p) and isnan(found.f) and isnan(found.p_f)
