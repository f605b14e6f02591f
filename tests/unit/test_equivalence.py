from math import isnan

import numpy as np
import pytest

from analysis.formulas.equivalence import compare_with_limits, estimate_equivalence

VALUES = np.array([4.0, 7, 8, 6, 3, 2, 6, 8, 7, 10, 11, 9])
FIRST, CASES = np.arange(12) < 6, np.zeros(12, dtype=int)


def test_two_one_sided_tests_as_r_makes_them() -> None:
    # R, t.test(mu = -1, alternative = "greater") and t.test(mu = 1, alternative = "less")
    found = estimate_equivalence(VALUES, FIRST, CASES, 1.0, 0.05)
    assert found.value == pytest.approx(-3.5)
    assert (found.low, found.high) == pytest.approx((-5.74422367812283, -1.25577632187718))
    assert (found.df, found.p) == pytest.approx((9.49438202247191, 0.964347884975363))


@pytest.mark.parametrize("margin", [0.5, 2.0, 4.0, 5.7, 5.8, 20.0])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.1])
def test_p_is_small_where_the_interval_lies_inside_the_margin(margin: float, alpha: float) -> None:
    found = estimate_equivalence(VALUES, FIRST, CASES, margin, alpha)
    inside = -margin <= found.low and found.high <= margin
    assert (found.p <= alpha) == inside


def test_groups_turned_round_have_the_same_p() -> None:
    one, other = (estimate_equivalence(VALUES, first, CASES, 3.0, 0.05) for first in (FIRST, ~FIRST))
    assert one.p == pytest.approx(other.p)


@pytest.mark.parametrize(
    ("values", "n_first", "reason"),
    [([1, 2, 3], 3, "group_missing"), ([1, 2, 3], 1, "too_few_people"), ([2, 2, 2, 2], 2, "no_variance")],
)
def test_what_cannot_be_tested_says_why(values: list[float], n_first: int, reason: str) -> None:
    first = np.arange(len(values)) < n_first
    found = estimate_equivalence(np.array(values, dtype=float), first, np.zeros(len(values), int), 1.0, 0.05)
    assert found.reason == reason
    assert isnan(found.p) and isnan(found.low)


def test_no_error_no_test() -> None:
    found = compare_with_limits(0.0, 0.0, 5, (-1, 1))
    assert isnan(found.p) and isnan(found.t_low)
