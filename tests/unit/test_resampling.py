from math import inf

import numpy as np
import pytest

from analysis.formulas import arrangements
from analysis.formulas.resampling import (
    Permutation,
    estimate_case_permutation,
    estimate_within_case_difference,
    permute_cases,
    permute_within_cases,
    stream,
)

# eighteen people in six cases, the last with one person
CASES = np.repeat(np.arange(6), [4, 3, 4, 2, 4, 1])
FIRST = np.array([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], dtype=bool)
SCORES = np.array([9, 12, 6, 7, 12, 9, 14, 12, 10, 5, 7, 10, 6, 8, 8, 9, 10, 12]) / 3


def permute(
    values: list[float] | np.ndarray, first: list[int] | np.ndarray, cases: list[int] | np.ndarray
) -> Permutation:
    found = permute_within_cases(
        np.array(values, dtype=float), np.array(first, dtype=bool), np.array(cases), stream(1, "test")
    )
    assert found is not None
    return found


def test_one_case_by_hand() -> None:
    # the six sums of two out of 1, 2, 3, 4 are 3 4 5 5 6 7 around 5; observed 7
    found = permute([4, 3, 2, 1], [1, 1, 0, 0], [0, 0, 0, 0])
    assert (found.p, found.p_greater, found.p_less) == pytest.approx((2 / 6, 1 / 6, 1))
    assert found.smallest_p == pytest.approx(2 / 6)
    assert found.n_arrangements == 6
    assert found.difference == pytest.approx(2)


def test_two_pairs_by_hand() -> None:
    # differences 2 and 1 inside the pairs: sums of ±2/2 ±1/2, so two of four are as extreme
    found = permute([5, 3, 2, 1], [1, 0, 1, 0], [0, 0, 1, 1])
    assert found.difference == pytest.approx(1.5)
    assert found.p == pytest.approx(2 / 4)


def test_cases_with_one_side_add_nothing() -> None:
    both = permute(SCORES[:17], FIRST[:17], CASES[:17])
    assert permute(SCORES, FIRST, CASES).p == both.p
    assert permute(SCORES, FIRST, CASES).n_cases == 5


def test_no_case_with_both_sides_gives_nothing() -> None:
    alone = permute_within_cases(
        np.array([1.0, 2, 3]), np.array([True, True, False]), np.array([0, 0, 1]), stream(1)
    )
    assert alone is None


def test_equal_values_are_ties_whatever_their_last_bit() -> None:
    noisy = permute([0.1 + 0.2, 0.3, 0.3, 0.6], [1, 0, 1, 0], [0, 0, 0, 0])
    clean = permute([3, 3, 3, 6], [1, 0, 1, 0], [0, 0, 0, 0])
    assert (noisy.p, noisy.smallest_p) == (clean.p, clean.smallest_p)
    assert noisy.difference == pytest.approx(clean.difference / 10)


def test_values_without_a_common_unit_are_taken_on_a_fine_grid() -> None:
    values = np.sqrt(np.arange(2.0, 10.0))
    found = permute(values, [1, 0, 1, 0, 1, 0, 1, 0], [0, 0, 0, 0, 1, 1, 1, 1])
    assert found.difference == pytest.approx(
        np.mean(
            [values[[0, 2]].mean() - values[[1, 3]].mean(), values[[4, 6]].mean() - values[[5, 7]].mean()]
        )
    )


def test_the_estimate_is_the_coefficient_beside_an_intercept_for_each_case() -> None:
    design = np.column_stack([FIRST, CASES[:, np.newaxis] == np.arange(6)]).astype(float)
    coefficient = np.linalg.lstsq(design, SCORES, rcond=None)[0][0]
    assert permute(SCORES, FIRST, CASES).difference == pytest.approx(coefficient)


def test_answers_that_never_vary_inside_a_case() -> None:
    found = permute([2, 2, 5, 5], [1, 0, 1, 0], [0, 0, 1, 1])
    assert not found.varies
    assert (found.difference, found.p) == (0, 1)


@pytest.mark.parametrize("shift", [-2.0, -1 / 3, 0.0, 0.4, 1.0, 5.0])
def test_p_after_a_shift_is_the_p_of_the_shifted_values(shift: float) -> None:
    found = permute(SCORES, FIRST, CASES).p_after(shift)
    assert found == pytest.approx(permute(SCORES - shift * FIRST, FIRST, CASES).p)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_interval_holds_the_shifts_that_are_not_rejected(level: float) -> None:
    found = permute(SCORES, FIRST, CASES)
    low, high = found.interval(level)
    assert low < found.difference < high
    for inside in np.linspace(low, high, 41):
        assert found.p_after(inside) > 1 - level
    for outside in (low - 1e-6, low - 1, high + 1e-6, high + 1):
        assert found.p_after(outside) <= 1 - level


def test_the_interval_is_unbounded_where_no_p_is_small_enough() -> None:
    pairs = permute([5, 3, 2, 1], [1, 0, 1, 0], [0, 0, 1, 1])
    assert pairs.interval(0.95) == (-inf, inf)
    # two of four arrangements reach any shift: a level of a half is the first that ends
    low, high = pairs.interval(0.49)
    assert low < pairs.difference < high


def test_listing_counting_and_drawing_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = permute(SCORES, FIRST, CASES)
    monkeypatch.setattr(arrangements, "LISTED", 0)
    counted = permute(SCORES, FIRST, CASES)
    monkeypatch.setattr(arrangements, "COUNTED", 0)
    drawn = permute(SCORES, FIRST, CASES)
    assert (listed.exact, counted.exact, drawn.exact) == (True, True, False)
    assert counted.p == pytest.approx(listed.p, abs=1e-12)
    assert counted.smallest_p == pytest.approx(listed.smallest_p, abs=1e-12)
    assert counted.interval(0.95) == pytest.approx(listed.interval(0.95))
    assert drawn.p == pytest.approx(listed.p, abs=0.01)
    assert drawn.difference == pytest.approx(listed.difference)


def test_a_stream_depends_on_its_names_alone() -> None:
    drawn = stream(7, "compared", "trio").integers(0, 1_000_000, 3).tolist()
    assert drawn == stream(7, "compared", "trio").integers(0, 1_000_000, 3).tolist()
    others = [stream(7, "comparedtrio"), stream(7, "trio", "compared"), stream(8, "compared", "trio")]
    assert all(drawn != other.integers(0, 1_000_000, 3).tolist() for other in others)


def test_the_estimate_of_a_permutation_is_its_difference_interval_and_p() -> None:
    found, permuted = (
        estimate_within_case_difference(SCORES, FIRST, CASES, 0.9),
        permute(SCORES, FIRST, CASES),
    )
    assert (found.value, found.p, found.reason) == (permuted.difference, permuted.p, "")
    assert (found.low, found.high) == permuted.interval(0.9)
    assert permuted.estimate_smallest_p().value == permuted.smallest_p


def test_whole_cases_by_hand() -> None:
    # case means 1, 4 | 2, 3: of six assignments those that keep or exchange 4 + 1 and 3 + 2 give 0
    values, cases = np.array([0.0, 2, 4, 4, 2, 3]), np.array([0, 0, 1, 1, 2, 3])
    found = permute_cases(values, cases < 2, cases, stream(1))
    assert found is not None
    assert (found.difference, found.n_arrangements) == (0.0, 6)
    assert found.p == pytest.approx(1)
    higher = permute_cases(values, np.isin(cases, [1, 3]), cases, stream(1))
    assert higher is not None
    assert higher.difference == pytest.approx((4 + 3) / 2 - (1 + 2) / 2)
    assert higher.p == pytest.approx(2 / 6)


def test_every_case_counts_alike_however_many_answered() -> None:
    values, cases = np.array([1.0, 1, 1, 1, 5, 2, 3]), np.array([0, 0, 0, 0, 1, 2, 3])
    found = estimate_case_permutation(values, cases < 2, cases, 0.95)
    assert found.value == pytest.approx((1 + 5) / 2 - (2 + 3) / 2)


def test_three_cases_on_each_side_reach_no_p_below_a_tenth() -> None:
    values = np.array([9.0, 8, 7, 1, 2, 3])
    found = permute_cases(values, np.arange(6) < 3, np.arange(6), stream(1))
    assert found is not None
    assert found.p == found.smallest_p == pytest.approx(2 / 20)
    stated = estimate_case_permutation(values, np.arange(6) < 3, np.arange(6), 0.95)
    assert (stated.value, stated.p, stated.reason) == (
        pytest.approx(6),
        pytest.approx(0.1),
        "level_not_reachable",
    )
    wider = estimate_case_permutation(values, np.arange(6) < 3, np.arange(6), 0.8)
    assert wider.low < 6 < wider.high


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9])
def test_the_interval_of_whole_cases_holds_the_shifts_that_are_not_rejected(level: float) -> None:
    first = np.isin(CASES, [0, 2, 5])
    found = estimate_case_permutation(SCORES, first, CASES, level)

    def p_of(shift: float) -> float:
        return estimate_case_permutation(SCORES - shift * first, first, CASES, level).p

    for end, outwards in ((found.low, -1), (found.high, 1)):
        assert p_of(end - outwards * 0.01) > 1 - level + 1e-9 > p_of(end + outwards * 0.01)


@pytest.mark.parametrize(
    ("first", "cases", "reason"),
    [
        ([1, 1, 1, 1], [0, 0, 1, 1], "group_missing"),
        ([1, 0, 1, 0], [0, 0, 1, 1], "groups_within_cases"),
        ([1, 1, 1, 0], [0, 0, 1, 1], "groups_within_cases"),
    ],
)
def test_whole_cases_that_cannot_be_permuted(first: list[int], cases: list[int], reason: str) -> None:
    found = estimate_case_permutation(np.arange(4.0), np.array(first, dtype=bool), np.array(cases), 0.95)
    assert (found.exists, found.reason) == (False, reason)


@pytest.mark.parametrize(
    ("values", "first", "cases", "reason"),
    [
        ([1, 2, 3], [1, 1, 1], [0, 0, 0], "group_missing"),
        ([1, 2, 3], [1, 1, 0], [0, 0, 1], "no_case_with_both_groups"),
        ([2, 2, 2], [1, 1, 0], [0, 0, 0], "no_variance"),
    ],
)
def test_labels_that_cannot_be_permuted_within_cases(
    values: list[float], first: list[int], cases: list[int], reason: str
) -> None:
    found = estimate_within_case_difference(
        np.array(values, dtype=float), np.array(first, dtype=bool), np.array(cases), 0.95
    )
    assert (found.exists, found.reason) == (False, reason)


def test_means_of_cases_that_are_all_alike_do_not_vary() -> None:
    found = estimate_case_permutation(
        np.array([1.0, 3, 2, 2]), np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 2]), 0.95
    )
    assert found.reason == "no_variance"
