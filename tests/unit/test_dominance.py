from math import isnan

import numpy as np
import pytest

from analysis.formulas.dominance import dominate, estimate_cliff_delta, estimate_superiority

# Hogarty & Kromrey 1999, as in the tests of effsize
X = np.array([10.0, 10, 20, 20, 20, 30, 30, 30, 40, 50])
Y = np.array([10.0, 20, 30, 40, 40, 50])
VALUES, FIRST, CASES = np.concatenate([X, Y]), np.arange(16) < 10, np.zeros(16, dtype=int)


def test_hogarty_and_kromreys_example() -> None:
    found = estimate_cliff_delta(VALUES, FIRST, CASES, 0.95)
    assert found.value == pytest.approx(-0.25)
    assert (found.low, found.high) == pytest.approx((-0.7265846, 0.3890062), abs=1e-7)
    assert found.df == 14


def test_superiority_is_delta_on_another_scale() -> None:
    delta, found = (
        estimate(VALUES, FIRST, CASES, 0.9) for estimate in (estimate_cliff_delta, estimate_superiority)
    )
    assert found.value == pytest.approx(np.mean([(x > y) + (x == y) / 2 for x in X for y in Y]))
    assert (2 * found.low - 1, 2 * found.high - 1) == pytest.approx((delta.low, delta.high))
    assert found.df == delta.df


def test_delta_turns_round_with_the_groups() -> None:
    one, other = (
        estimate_cliff_delta(VALUES, FIRST, CASES, 0.95),
        estimate_cliff_delta(VALUES, ~FIRST, CASES, 0.95),
    )
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


def test_delta_does_not_change_when_the_scale_is_stretched() -> None:
    stretched = estimate_cliff_delta(np.exp(VALUES / 10), FIRST, CASES, 0.95)
    assert stretched == estimate_cliff_delta(VALUES, FIRST, CASES, 0.95)


@pytest.mark.parametrize(
    ("values", "n_first", "delta", "reason"),
    [
        ([5, 6, 7, 1, 2, 3], 3, 1.0, "separated"),
        ([1, 2, 3, 5, 6, 7], 3, -1.0, "separated"),
        ([3, 3, 3, 3, 3], 2, 0.0, "no_variance"),
        ([3, 1, 4, 5], 1, -1 / 3, "too_few_people"),
        ([3, 1], 1, 1.0, "too_few_people"),
    ],
)
def test_a_delta_without_an_interval(values: list[float], n_first: int, delta: float, reason: str) -> None:
    first = np.arange(len(values)) < n_first
    found = estimate_cliff_delta(np.array(values, dtype=float), first, np.zeros(len(values), dtype=int), 0.95)
    assert (found.value, found.reason) == (pytest.approx(delta), reason)
    assert isnan(found.low) and isnan(found.high)
    above = estimate_superiority(np.array(values, dtype=float), first, np.zeros(len(values), dtype=int), 0.95)
    assert (above.value, above.reason) == (pytest.approx((1 + delta) / 2), reason)


@pytest.mark.parametrize("first", [[1, 1, 1], [0, 0, 0]])
def test_a_side_without_anybody(first: list[int]) -> None:
    found = estimate_superiority(np.arange(3.0), np.array(first, dtype=bool), np.zeros(3, dtype=int), 0.95)
    assert (found.exists, found.reason) == (False, "group_missing")


def test_the_interval_never_leaves_minus_one_to_one() -> None:
    random = np.random.default_rng(4)
    for _ in range(50):
        values, first = random.integers(1, 6, 9).astype(float), random.permutation(9) < 4
        found = estimate_cliff_delta(values, first, np.zeros(9, dtype=int), 0.99)
        if not found.reason:
            assert -1 <= found.low <= found.value <= found.high <= 1


def test_the_unbiased_variance_has_a_floor() -> None:
    # all alike but for the floor: (1 - 0) / (5 · 4 - 1), as in R's reference case
    found = dominate(np.full(9, 3.0), np.arange(9) < 5)
    assert found.unbiased == pytest.approx((1 / 19) ** 0.5)
    assert found.consistent == 0
