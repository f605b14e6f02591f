from itertools import combinations
from math import comb, isnan

import numpy as np
import pytest

from analysis.formulas import arrangements, label_sums
from analysis.formulas.label_sums import LabelSums, sum_labels
from analysis.formulas.rank_tests import (
    estimate_brunner_munzel,
    estimate_mann_whitney,
    estimate_within_case_ranks,
    place,
    rank_midwise,
)

VALUES = np.array([4.0, 4, 5, 3, 4, 4, 2, 5, 4, 3, 4, 3, 2, 3, 4, 3, 2, 3])
FIRST = np.arange(18) < 11
CASES = np.repeat(np.arange(6), [4, 3, 4, 2, 4, 1])
MIXED = np.array([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], dtype=bool)


def labels(*sides: int) -> np.ndarray:
    return np.array(sides, dtype=bool)


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def count_by_hand(values: np.ndarray, first: np.ndarray) -> tuple[float, float, float]:
    """The share of all choices with |T - E(T)|, T and -T at least as large, by listing them."""
    k = int(first.sum())
    sums = np.array([values[list(chosen)].sum() for chosen in combinations(range(len(values)), k)])
    observed, expected = values[first].sum(), values.sum() * k / len(values)
    two_sided = np.abs(sums - expected) >= abs(observed - expected) - 1e-9
    return two_sided.mean(), (sums >= observed - 1e-9).mean(), (sums <= observed + 1e-9).mean()


def test_ties_share_their_ranks() -> None:
    assert rank_midwise(numbers(7, 3, 7, 9)).tolist() == [2.5, 1, 2.5, 4]


def test_placements_are_shares_of_the_other_side() -> None:
    # 2 stands above 1 and level with 2: 1.5 of 2; 0 stands above nobody
    found = place(numbers(2, 0, 1, 2), labels(1, 1, 0, 0))
    assert found.first.tolist() == [0.75, 0]
    assert found.second.tolist() == [0.5, 0.75]
    assert found.superiority == 0.375


@pytest.mark.parametrize("seed", range(4))
def test_every_way_of_giving_out_labels_is_counted(seed: int) -> None:
    random = np.random.default_rng(seed)
    values, first = random.integers(1, 6, 9).astype(float), random.permutation(9) < 3 + seed
    found = sum_labels(values, first)
    assert found is not None
    assert (found.p, found.p_greater, found.p_less) == pytest.approx(count_by_hand(values, first))
    assert found.n_partitions == comb(9, 3 + seed)


def test_sums_are_the_same_listed_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def p_of(values: np.ndarray) -> LabelSums:
        found = sum_labels(values, FIRST)
        assert found is not None
        return found

    counted = p_of(VALUES)
    monkeypatch.setattr(label_sums, "COUNTED", 0)
    listed = p_of(VALUES)
    assert len(listed.share) == comb(18, 7), "one outcome for each choice"
    assert listed.p == pytest.approx(counted.p, rel=1e-12)
    assert listed.p_greater == pytest.approx(counted.p_greater, rel=1e-12)


def test_many_people_are_counted() -> None:
    # forty people have 1.4e11 choices; equal groups make both one-sided p alike
    values = np.tile([1.0, 2, 2, 4], 10)
    found = sum_labels(values, np.arange(40) % 8 < 4)
    assert found is not None
    assert found.n_partitions == comb(40, 20)
    assert found.share.sum() == pytest.approx(1)
    assert found.p == pytest.approx(1)


def test_too_many_and_too_fine_sums_are_not_counted() -> None:
    values = np.sqrt(np.arange(2.0, 62))
    assert sum_labels(values, np.arange(60) < 30) is None
    assert sum_labels(values, np.zeros(60, dtype=bool)) is None, "a side is empty"


def test_equal_decimals_are_ties_however_many_there_are() -> None:
    # 0.1234567 + 5.7654321 = 5.8888888 + 0: the sums are equal in decimals, not in floating point
    values = numbers(0.1234567, 5.7654321, 5.8888888, 0.0)
    found = sum_labels(values, labels(1, 1, 0, 0))
    assert found is not None
    assert found.p == pytest.approx(1), "T is exactly what is expected"
    assert arrangements.to_whole(values)[0].tolist() == [12345670, 576543210, 588888880, 0]


def test_mann_whitney_by_hand() -> None:
    # one of six choices of two out of four has both largest: P = 2/6; 4 beats both, 3 beats both
    found = estimate_mann_whitney(numbers(4, 3, 2, 1), labels(1, 1, 0, 0), CASES[:4], 0.95)
    assert (found.value, found.p) == (1.0, pytest.approx(2 / 6))
    assert isnan(found.low) and found.reason == ""


def test_mann_whitney_counts_given_the_ties() -> None:
    # R, coin::wilcox_test(distribution = "exact")
    found = estimate_mann_whitney(VALUES, FIRST, CASES, 0.95)
    assert found.p == pytest.approx(0.0244155354449472, rel=1e-12)
    assert found.value == pytest.approx(62 / 77)


def test_a_last_binary_digit_breaks_no_tie() -> None:
    exact = estimate_mann_whitney(VALUES / 10, FIRST, CASES, 0.95)
    noisy = estimate_mann_whitney(VALUES / 10 + np.arange(18) * 1e-17, FIRST, CASES, 0.95)
    noisy_sum = estimate_mann_whitney(np.where(FIRST, VALUES * 0.1, VALUES / 10), FIRST, CASES, 0.95)
    assert exact == noisy == noisy_sum


def test_more_people_than_can_be_counted_have_the_normal_p(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = estimate_mann_whitney(VALUES, FIRST, CASES, 0.95)
    monkeypatch.setattr(label_sums, "COUNTED", 0)
    monkeypatch.setattr(label_sums, "LISTED", 0)
    # R, wilcox.test(exact = FALSE, correct = FALSE)
    found = estimate_mann_whitney(VALUES, FIRST, CASES, 0.95)
    assert found.p == pytest.approx(0.0249428661308191, rel=1e-12)
    assert found.value == exact.value


def test_brunner_munzel_of_the_pain_scores() -> None:
    # Brunner & Munzel 2000 by the manual of lawstat; the first side here is their second
    x = numbers(1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1)
    y = numbers(3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4)
    found = estimate_brunner_munzel(np.concatenate([y, x]), np.arange(25) < 11, np.zeros(25, int), 0.95)
    assert found.value == pytest.approx(0.788961, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.5952169, 0.9827052), abs=1e-7)
    assert (found.df, found.p) == pytest.approx((17.683, 0.005786), abs=1e-3)


def test_the_interval_of_a_probability_stays_inside() -> None:
    found = estimate_brunner_munzel(numbers(3, 4, 5, 1, 2, 3), labels(1, 1, 1, 0, 0, 0), CASES[:6], 0.95)
    assert found.high == 1.0
    assert found.low < found.value < 1


EDGES = [
    (numbers(1, 2), labels(1, 1), None, "group_missing"),
    (numbers(1, 2), labels(0, 0), None, "group_missing"),
    (numbers(), labels(), None, "group_missing"),
]


@pytest.mark.parametrize(
    "estimate", [estimate_mann_whitney, estimate_brunner_munzel, estimate_within_case_ranks]
)
@pytest.mark.parametrize(("values", "first", "value", "reason"), EDGES)
def test_a_side_without_anybody(estimate, values, first, value, reason) -> None:  # type: ignore[no-untyped-def]
    found = estimate(values, first, np.zeros(len(values), dtype=int), 0.95)
    assert (found.exists, found.reason) == (False, reason)


def test_all_alike_is_half_and_has_no_p() -> None:
    same, first, one = np.full(6, 3.0), labels(1, 1, 1, 0, 0, 0), np.zeros(6, dtype=int)
    for estimate in (estimate_mann_whitney, estimate_brunner_munzel, estimate_within_case_ranks):
        found = estimate(same, first, one, 0.95)
        assert (found.value, found.reason) == (0.5, "no_variance"), estimate
        assert isnan(found.p) and isnan(found.low), estimate


def test_separated_groups_have_a_number_and_no_interval() -> None:
    values, first = numbers(5, 6, 7, 8, 1, 2, 3, 4), np.arange(8) < 4
    found = estimate_brunner_munzel(values, first, np.zeros(8, dtype=int), 0.95)
    assert (found.value, found.reason) == (1.0, "separated")
    assert isnan(found.p) and isnan(found.low)
    exact = estimate_mann_whitney(values, first, np.zeros(8, dtype=int), 0.95)
    assert exact.p == pytest.approx(2 / 70), "the exact test has its p all the same"


def test_a_group_of_one() -> None:
    values, first, one = numbers(5, 1, 2, 3), labels(1, 0, 0, 0), np.zeros(4, dtype=int)
    assert estimate_mann_whitney(values, first, one, 0.95).p == pytest.approx(2 / 4)
    assert estimate_brunner_munzel(values, first, one, 0.95).reason == "too_few_people"
    assert place(values, first).variances == pytest.approx((np.nan, np.nan), nan_ok=True)


def test_ranks_within_two_cases_by_hand() -> None:
    # first case 3 | 1 2: ranks 3 of 3, weight 2/4; second case 5 | 9: rank 1 of 2, weight 1/3
    values, first, cases = numbers(3, 1, 2, 5, 9), labels(1, 0, 0, 1, 0), np.array([0, 0, 0, 1, 1])
    found = estimate_within_case_ranks(values, first, cases, 0.95)
    assert found.value == pytest.approx((2 / 4 * 1 + 1 / 3 * 0) / (2 / 4 + 1 / 3))
    # T = r/4 + s/3 around 5/6 + ...: deviations (-1|0|1)/4 + (-1|1)/6; observed 1/4 - 1/6
    sizes = [abs(a / 4 + b / 6) for a in (-1, 0, 1) for b in (-1, 1)]
    assert found.p == pytest.approx(np.mean([size >= 1 / 4 - 1 / 6 - 1e-12 for size in sizes]))


def test_ranks_within_a_single_case_are_mann_whitneys() -> None:
    one = np.zeros(18, dtype=int)
    inside, across = (
        estimate(VALUES, FIRST, one, 0.95) for estimate in (estimate_within_case_ranks, estimate_mann_whitney)
    )
    assert (inside.value, inside.p) == pytest.approx((across.value, across.p))


def test_ranks_within_cases_do_not_see_how_cases_differ() -> None:
    before = estimate_within_case_ranks(VALUES, MIXED, CASES, 0.95)
    after = estimate_within_case_ranks(VALUES + 10.0 * CASES, MIXED, CASES, 0.95)
    assert before == after
    without = CASES < 5
    alone = estimate_within_case_ranks(VALUES[without], MIXED[without], CASES[without], 0.95)
    assert alone == before, "the last case has one side and adds nothing"


def test_no_case_with_both_groups() -> None:
    found = estimate_within_case_ranks(VALUES, CASES < 3, CASES, 0.95)
    assert (found.exists, found.reason) == (False, "no_case_with_both_groups")
