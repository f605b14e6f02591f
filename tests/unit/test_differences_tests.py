"""Each test of two groups, run by its name: its number, or the reason why there is none; never a crash."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from analysis.differences.tests import TESTS, Trial, choose_test, run_test, try_test
from analysis.estimates import Estimate, Values
from analysis.plan import Test
from analysis.populations import REFUSALS

FIRST = np.array([1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1], dtype=bool)
CASES = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 2])
SCORES = np.array([4, 2, 3, 5, 4, 4, 1, 5, 3, 2, 4, 4, 5, 2, 3, 3, 1, 4], dtype=float)


def run(
    name: Test, values: Values = SCORES, first: NDArray[np.bool_] = FIRST, cases: NDArray[np.int64] = CASES
) -> Estimate:
    return run_test(name, values, first, cases, 0.95, np.random.default_rng(1))


def test_the_ten_tests_are_those_the_plan_can_name() -> None:
    assert tuple(TESTS) == Test.__args__  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [name for name in TESTS if name != "case_permutation"])
def test_a_valid_test_has_a_number_and_a_p(name: Test) -> None:
    found = run(name)
    assert found.exists and 0 < found.p < 0.2, found


def test_the_case_permutation_is_of_case_means() -> None:
    cases = np.where(FIRST, CASES % 3, 3 + CASES % 3)
    found = run("case_permutation", cases=cases)
    ours, theirs = ([SCORES[cases == case].mean() for case in part] for part in ((0, 1, 2), (3, 4, 5)))
    assert found.value == pytest.approx(np.mean(ours) - np.mean(theirs))
    assert found.p == pytest.approx(2 / 20) and found.reason == "level_not_reachable"


def test_people_without_a_score_are_left_out() -> None:
    silent = np.arange(len(SCORES)) == 4
    for name in TESTS:
        kept = run_test(name, SCORES[~silent], FIRST[~silent], CASES[~silent], 0.95, np.random.default_rng(1))
        assert str(run(name, np.where(silent, np.nan, SCORES))) == str(kept)


def test_welch_needs_five_people_on_a_side() -> None:
    alone = np.arange(10)
    assert run("welch", SCORES[:10], alone < 4, alone).reason == "too_few_people"
    expected = stats.ttest_ind(SCORES[:5], SCORES[5:10], equal_var=False).pvalue
    assert run("welch", SCORES[:10], alone < 5, alone).p == pytest.approx(expected)


PATHOLOGIES = {
    "nobody": ([], [], []),
    "one person": ([3], [1], [0]),
    "one side": ([1, 2, 3], [1, 1, 1], [0, 1, 2]),
    "two people of one case": ([1, 5], [1, 0], [0, 0]),
    "two people of two cases": ([1, 5], [1, 0], [0, 1]),
    "all missing": ([np.nan] * 4, [1, 1, 0, 0], [0, 1, 0, 1]),
    "all alike": ([4] * 6, [1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 2, 2]),
    "alike in each case": ([1, 1, 2, 2, 3, 3], [1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 2, 2]),
    "alike on each side": ([5, 1, 5, 1, 5, 1], [1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 2, 2]),
    "separated": ([7, 1, 9, 2, 8, 3], [1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 2, 2]),
    "a group of one": ([5, 1, 2, 3, 4], [1, 0, 0, 0, 0], [0, 0, 1, 1, 2]),
    "a side alone in its case": ([5, 4, 2, 3, 1, 2], [1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 2, 2]),
    "a case for everybody": ([5, 4, 2, 3, 1, 2], [1, 1, 1, 0, 0, 0], [0, 1, 2, 3, 4, 5]),
    "noise in the last digit": ([0.1 + 0.2, 0.3, 0.3, 0.1 * 3], [1, 0, 1, 0], [0, 0, 1, 1]),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", PATHOLOGIES)
@pytest.mark.parametrize("name", TESTS)
def test_bad_data_give_a_reason_and_never_a_crash(name: Test, kind: str) -> None:
    values, first, cases = PATHOLOGIES[kind]
    found = run(name, np.array(values, dtype=float), np.array(first, dtype=bool), np.array(cases, dtype=int))
    numbers = (found.value, found.low, found.high, found.p)
    assert not np.isinf(numbers).any()
    if not found.exists:
        assert found.reason and np.isnan(numbers).all()
    if found.reason in REFUSALS:
        assert not found.exists
    assert np.isnan(found.p) or 0 < found.p <= 1
    if not np.isnan(found.low):
        assert found.low <= found.value <= found.high


def test_scores_that_are_all_alike_have_no_test() -> None:
    for name in set(TESTS) - {"case_permutation"}:
        assert run(name, np.full(len(SCORES), 4.0)).reason == "no_variance"


def test_a_refused_test_is_not_computed() -> None:
    assert run("case_permutation").reason == "groups_within_cases"
    apart = np.where(FIRST, CASES, CASES + 10)
    reasons = {name: run(name, cases=apart).reason for name in TESTS}
    assert {name for name, reason in reasons.items() if reason in REFUSALS} == {
        "within_case_difference",
        "within_case_ranks",
        "welch",
        "mann_whitney",
        "brunner_munzel",
    }


def test_the_planned_test_decides_unless_it_is_refused() -> None:
    trial = Trial(SCORES, FIRST, CASES, 0.95, np.random.default_rng)
    assert choose_test(None, trial) == ("within_case_difference", "within_case_difference")
    assert choose_test("welch", trial) == ("welch", "welch")
    assert choose_test("case_permutation", trial) == ("case_permutation", "within_case_difference")


def test_tests_take_no_random_numbers_from_each_other() -> None:
    trial = Trial(SCORES, FIRST, CASES, 0.95, lambda: np.random.default_rng(3))
    forwards = {name: str(try_test(name, trial)) for name in TESTS}
    again = Trial(SCORES, FIRST, CASES, 0.95, lambda: np.random.default_rng(3))
    assert {name: str(try_test(name, again)) for name in reversed(TESTS)} == forwards
