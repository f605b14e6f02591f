"""Orders of few cases: values by hand and by scipy, p over all orders, and what is undefined."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from scipy import stats

from analysis.estimates import Values
from analysis.formulas.coder_agreement import estimate_krippendorff_alpha
from analysis.formulas.rank_agreement import (
    estimate_kendall_w,
    estimate_ordinal_alpha,
    estimate_tau_b,
)

LEVEL = 0.95
PLACED = np.array([0.0, 1, 3, 5, 4, 6, 9])
PRINTED = np.array([1.0, 2, 3, 4.5, 4.5, 6, 7])
LEANS = np.array([[0.0, 1, 0, -1, 1, 0, 0], [1, 0, 0, 0, 0, -1, 0]])
JUDGED = np.array([[1.0, 2, 3, 4], [1, 3, 2, 4], [2, 1, 3, 4]])


def values(*numbers: float) -> Values:
    return np.array(numbers, dtype=np.float64)


def count(judged: Values) -> tuple[Values, Values]:
    """Judges × cases as counts, cases × judgements, and the judgements there are."""
    given = np.unique(judged[~np.isnan(judged)])
    return (judged.T[:, :, None] == given).sum(axis=1).astype(np.float64), given


def test_tau_b_by_hand() -> None:
    # One pair of 21 is tied in the printed order and none in the other, all others stand alike.
    assert estimate_tau_b(PLACED, PRINTED, LEVEL).value == pytest.approx(20 / np.sqrt(21 * 20))


def test_tau_b_is_scipys() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        first, second = random.integers(0, 6, 8), random.integers(0, 6, 8)
        expected = stats.kendalltau(first, second).statistic
        found = estimate_tau_b(first.astype(np.float64), second.astype(np.float64), LEVEL)
        assert found.value == pytest.approx(expected, abs=1e-12)


def test_the_p_of_orders_without_ties_is_scipys_exact_p() -> None:
    random = np.random.default_rng(4)
    for _ in range(10):
        first, second = random.random(7), random.random(7)
        expected = stats.kendalltau(first, second, method="exact").pvalue
        assert estimate_tau_b(first, second, LEVEL).p == pytest.approx(expected, abs=1e-12)


def test_the_p_of_orders_with_ties_counts_every_order() -> None:
    first, second = values(1, 2, 2, 4, 5), values(1, 1, 3, 5, 4)
    observed = abs(estimate_tau_b(first, second, LEVEL).value)
    orders = [abs(stats.kendalltau(first, order).statistic) for order in permutations(second)]
    expected = np.mean([order >= observed - 1e-12 for order in orders])
    assert estimate_tau_b(first, second, LEVEL).p == pytest.approx(expected)


def test_many_orders_are_drawn_and_give_nearly_the_same_p() -> None:
    random = np.random.default_rng(5)
    first = random.random(12)
    second = first + 0.5 * random.random(12)
    expected = stats.kendalltau(first, second, method="exact").pvalue
    found = estimate_tau_b(first, second, LEVEL, np.random.default_rng(6))
    assert found.p == pytest.approx(expected, abs=0.001)
    assert estimate_tau_b(first, second, LEVEL, np.random.default_rng(6)) == found


def test_turning_one_order_round_turns_tau_and_its_interval() -> None:
    there, back = estimate_tau_b(PLACED, PRINTED, LEVEL), estimate_tau_b(PLACED, -PRINTED, LEVEL)
    assert (back.value, back.low, back.high, back.p) == pytest.approx(
        (-there.value, -there.high, -there.low, there.p)
    )
    assert -1 < there.low < there.value < there.high < 1


def test_orders_that_tell_nothing() -> None:
    assert estimate_tau_b(PLACED[:3], PRINTED[:3], LEVEL).reason == "too_few_cases"
    assert estimate_tau_b(PLACED, np.ones(7), LEVEL).reason == "singular"
    same = estimate_tau_b(PLACED, PLACED, LEVEL)
    assert (same.value, same.reason, np.isnan(same.low)) == (1.0, "orders_coincide", True)
    assert same.p == pytest.approx(2 / 5040)
    four = estimate_tau_b(values(1, 2, 3, 4), values(1, 3, 2, 4), LEVEL)
    assert four.value == pytest.approx(2 / 3)
    assert (four.reason, np.isnan(four.low)) == ("too_few_cases", True)


def test_kendalls_w_by_hand() -> None:
    # Sums of ranks 4, 6, 8, 12 with mean 7.5; ΣR² = 260; W = (12 × 260 - 3 × 9 × 4 × 25) / (9 × 4 × 15).
    assert estimate_kendall_w(JUDGED, LEVEL).value == pytest.approx(420 / 540)


def test_kendalls_w_is_friedmans_chi_square() -> None:
    random = np.random.default_rng(7)
    for _ in range(10):
        judged = random.integers(0, 5, (4, 6)).astype(np.float64)
        expected = stats.friedmanchisquare(*judged.T).statistic / (4 * 5)
        assert estimate_kendall_w(judged, LEVEL, random).value == pytest.approx(expected)


def test_the_p_of_w_counts_every_way_of_giving_out_ranks() -> None:
    judged = values(1, 2, 2, 4), values(1, 3, 2, 4), values(2, 1, 3, 3)
    ranks = [stats.rankdata(judge) for judge in judged]
    ways = product(*(list(permutations(judge)) for judge in ranks))
    squares = np.array([(np.sum(way, axis=0) ** 2).sum() for way in ways])
    observed = (np.sum(ranks, axis=0) ** 2).sum()
    expected = (squares >= observed - 1e-9).mean()
    assert estimate_kendall_w(np.array(judged), LEVEL).p == pytest.approx(expected)


def test_the_p_of_two_judges_and_of_many() -> None:
    assert estimate_kendall_w(JUDGED[:2], LEVEL).p == pytest.approx(4 / 24)
    random = np.random.default_rng(8)
    many = np.array([PLACED + random.random(7) * 4 for _ in range(8)])
    found = estimate_kendall_w(many, LEVEL, np.random.default_rng(9))
    assert found.p == pytest.approx(1 / 20_000), "no drawn way is as alike; the observed one counts as one"


def test_the_interval_of_w_is_that_of_two_way_consistency_of_ranks() -> None:
    found = estimate_kendall_w(JUDGED, LEVEL)
    ratio = 2 * found.value / (1 - found.value)
    low, high = ratio / stats.f.ppf(0.975, 3, 6), ratio * stats.f.ppf(0.975, 6, 3)
    assert (found.low, found.high) == pytest.approx((low / (low + 2), high / (high + 2)))


def test_judges_that_tell_nothing() -> None:
    assert estimate_kendall_w(JUDGED[:1], LEVEL).reason == "one_coder"
    assert estimate_kendall_w(JUDGED[:, :3], LEVEL).reason == "too_few_cases"
    assert estimate_kendall_w(np.ones((3, 5)), LEVEL).reason == "singular"
    alike = estimate_kendall_w(np.array([PLACED, PLACED]), LEVEL)
    assert (alike.value, alike.reason, np.isnan(alike.low)) == (1.0, "coders_coincide", True)
    apart = estimate_kendall_w(np.array([PLACED, -PLACED]), LEVEL)
    assert (apart.value, apart.p, apart.reason) == (0.0, 1.0, "singular")


def test_ordinal_alpha_is_krippendorffs_with_the_interval_of_icc1() -> None:
    judged = np.array([PLACED, *(PLACED + LEANS)])
    counts, given = count(judged)
    found = estimate_ordinal_alpha(counts, given, LEVEL)
    assert found.value == estimate_krippendorff_alpha(counts, given, "ordinal", LEVEL).value
    places = stats.rankdata(judged).reshape(3, 7).T
    between = 3 * places.mean(axis=1).var(ddof=1)
    inside = places.var(axis=1, ddof=1).mean()
    low = between / inside / stats.f.ppf(0.975, 6, 14)
    high = between / inside * stats.f.ppf(0.975, 14, 6)
    assert (found.low, found.high) == pytest.approx(((low - 1) / (low + 2), (high - 1) / (high + 2)))


def test_alpha_takes_judges_who_skip_cases() -> None:
    judged = np.array([PLACED, *(PLACED + LEANS)])
    judged[2, :2] = np.nan
    found = estimate_ordinal_alpha(*count(judged), LEVEL)
    assert 0 < found.low < found.value < found.high < 1


def test_alpha_that_cannot_be_known() -> None:
    assert estimate_ordinal_alpha(*count(PLACED[None]), LEVEL).reason == "one_coder"
    assert estimate_ordinal_alpha(*count(JUDGED[:, :3]), LEVEL).reason == "too_few_cases"
    assert estimate_ordinal_alpha(*count(np.ones((2, 5))), LEVEL).reason == "no_variance"
    alike = estimate_ordinal_alpha(*count(np.array([PLACED, PLACED])), LEVEL)
    assert (alike.value, alike.reason) == (1.0, "coders_coincide")
