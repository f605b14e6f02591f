"""Brunner and Munzel's statistic under every labelling, against a listing by scipy."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from analysis.estimates import Estimate, Values
from analysis.formulas import studentized_ranks
from analysis.formulas.studentized_ranks import estimate_permuted_brunner_munzel


def estimate(first: list[float], second: list[float], level: float = 0.95) -> Estimate:
    values = np.array([*first, *second], dtype=float)
    labels = np.arange(len(values)) < len(first)
    return estimate_permuted_brunner_munzel(
        values, labels, np.zeros(len(values), dtype=np.int64), level, np.random.default_rng(1)
    )


def statistic(first: Values, second: Values) -> float:
    """scipy's statistic; where its standard error is 0, infinite for sides apart and 0 for equal ones."""
    with np.errstate(all="ignore"):
        found = float(stats.brunnermunzel(first, second).statistic)
    if np.isfinite(found):
        return abs(found)
    return 0.0 if np.mean(first) == np.mean(second) else np.inf


@pytest.mark.filterwarnings("ignore:p-value cannot be estimated:RuntimeWarning")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([1, 2, 2, 5], [2, 3, 3, 4, 5]),
        ([4, 5, 5], [1, 2, 2, 4, 3, 1]),
        ([1.5, 2.5, 9.0, 3.25], [0.5, 7.0, 2.0, 6.0]),
    ],
)
def test_p_is_the_share_of_labellings_at_least_as_far_out(first: list[float], second: list[float]) -> None:
    values = np.array([*first, *second], dtype=float)
    sizes = []
    for chosen in combinations(range(len(values)), len(first)):
        labels = np.isin(np.arange(len(values)), chosen)
        sizes.append(statistic(values[labels], values[~labels]))
    found = estimate(first, second)
    own = statistic(np.array(first), np.array(second))
    assert found.p == pytest.approx(np.mean(np.array(sizes) >= own - 1e-9))
    above = np.mean([(x > y) + (x == y) / 2 for x in first for y in second])
    assert found.value == pytest.approx(above)


def test_the_interval_leaves_out_one_half_exactly_when_p_is_small() -> None:
    random = np.random.default_rng(4)
    for shift in (0.0, 0.7, 1.4):
        for _ in range(20):
            first, second = random.integers(1, 6, 6) + shift, random.integers(1, 6, 7)
            found = estimate(first.tolist(), second.tolist())
            if not np.isnan(found.low):
                assert (found.low <= 0.5 <= found.high) == (found.p > 0.05), (first, second)


def test_the_side_that_comes_first_only_turns_the_answer_round() -> None:
    one, other = estimate([1, 2, 2, 5], [2, 3, 3, 4, 5]), estimate([2, 3, 3, 4, 5], [1, 2, 2, 5])
    assert other.value == pytest.approx(1 - one.value)
    assert (other.low, other.p) == (pytest.approx(1 - one.high), pytest.approx(one.p))


def test_many_people_agree_with_student_s_t() -> None:
    random = np.random.default_rng(2)
    first, second = random.integers(1, 6, 60), np.minimum(random.integers(1, 6, 70) + 1, 5)
    found = estimate(first.tolist(), second.tolist())
    assert found.p == pytest.approx(stats.brunnermunzel(first, second).pvalue, abs=0.01)


def test_too_many_labellings_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = estimate([1, 2, 2, 5], [2, 3, 3, 4, 5])
    monkeypatch.setattr(studentized_ranks, "LISTED", 0)
    drawn = estimate([1, 2, 2, 5], [2, 3, 3, 4, 5])
    assert drawn.p == pytest.approx(exact.p, abs=0.02)
    assert (drawn.low, drawn.high) == (
        pytest.approx(exact.low, abs=0.05),
        pytest.approx(exact.high, abs=0.05),
    )


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [([], [1, 2], "group_missing"), ([1], [2, 3], "too_few_people"), ([2, 2], [2, 2, 2], "no_variance")],
)
def test_what_cannot_be_tested_has_a_reason(first: list[float], second: list[float], reason: str) -> None:
    found = estimate(first, second)
    assert found.reason == reason and np.isnan(found.p) and np.isnan(found.low)


def test_sides_apart_have_a_p_and_no_interval() -> None:
    found = estimate([5, 6, 7], [1, 2, 3, 4])
    assert (found.value, found.reason) == (1, "separated")
    assert found.p == pytest.approx(2 / 35) and np.isnan(found.low)


def test_a_level_that_no_labelling_reaches() -> None:
    found = estimate([1, 4], [2, 3])
    assert found.reason == "level_not_reachable" and np.isnan(found.low) and found.p > 0.3
