"""What a test can show with a design: its smallest p by listing, its reach against a study of its own."""

import numpy as np
import pytest

from analysis.differences import simulated_reach
from analysis.differences.reach import find_smallest_p
from analysis.differences.simulated_reach import IN_SCORES, reach_of_design
from analysis.differences.tests import TESTS, Trial, try_test
from analysis.formulas.effects import detectable_d
from analysis.plan import Reach, Test

SIZES = ((2, 2), (1, 2), (2, 1), (1, 1))
ALONE = ((1, 0),) * 9 + ((0, 1),) * 9
ASKED = Reach(simulations=100)


def trial(sizes: tuple[tuple[int, int], ...], values: list[float]) -> Trial:
    cases = np.repeat(np.arange(len(sizes)), [sum(pair) for pair in sizes])
    first = np.concatenate([np.arange(sum(pair)) < pair[0] for pair in sizes])
    return Trial(np.array(values), first, cases, 0.95, lambda: np.random.default_rng(1))


@pytest.mark.parametrize("name", ["within_case_difference", "within_case_ranks", "mann_whitney"])
def test_the_smallest_p_is_that_of_the_most_extreme_labels(name: Test) -> None:
    asked = trial(SIZES, [1, 3, 2, 4, 2, 5, 5, 3, 4, 1, 2, 4])
    smallest = 1.0
    random = np.random.default_rng(2)
    for _ in range(300):
        first = asked.first.copy()
        for case in range(4):
            here = np.flatnonzero(asked.cases == case)
            first[here] = first[random.permutation(here)]
        one = Trial(asked.values, first, asked.cases, 0.95, asked.random)
        smallest = min(smallest, TESTS[name].estimate(one).p)
    found = find_smallest_p(name, asked).value
    assert found <= smallest
    if name != "mann_whitney":  # its labels may stand in any case, and so lie further out than these
        assert found == pytest.approx(smallest)


def test_smallest_p_of_other_tests() -> None:
    asked = trial(SIZES, [1, 3, 2, 4, 2, 5, 5, 3, 4, 1, 2, 4])
    assert find_smallest_p("wild_bootstrap", asked).value == 2 / 2**4
    assert find_smallest_p("mixed_model", asked).reason == "no_smallest_p"
    assert find_smallest_p("case_permutation", asked).reason == "groups_within_cases"
    alike = trial(SIZES, [2.0] * 12)
    assert find_smallest_p("within_case_ranks", alike).reason == "no_variance"
    whole = trial(((2, 0), (1, 0), (1, 0), (0, 2), (0, 1), (0, 1)), [1, 2, 3, 4, 5, 6, 7, 8])
    assert find_smallest_p("case_permutation", whole).value == pytest.approx(2 / 20)


def test_independent_people_are_found_as_the_textbook_says() -> None:
    asked = ASKED.model_copy(update={"icc": 0.0, "simulations": 500})
    textbook = detectable_d(9, 9, 0.8, 0.05).value
    for name in ("welch", "cluster_robust"):
        found = reach_of_design(name, ALONE, asked, 0.95, 1).detectable.value  # type: ignore[arg-type]
        assert found == pytest.approx(textbook, abs=0.15), name


@pytest.mark.parametrize("name", [*IN_SCORES, "within_case_ranks", "mann_whitney", "brunner_munzel"])
def test_what_is_found_is_found_with_the_planned_power(name: Test) -> None:
    sizes = ((2, 2), (2, 2), (2, 2), (2, 2), (2, 2), (2, 2))
    found = reach_of_design(name, sizes, ASKED, 0.95, 1)
    assert 0.5 < found.detectable.value < 2
    assert found.width.exists == (name in IN_SCORES)
    random, hits = np.random.default_rng(8), 0
    for _ in range(100):
        cases = np.repeat(np.arange(6), 4)
        first = np.tile([True, True, False, False], 6)
        values = random.standard_normal(6)[cases] * np.sqrt(ASKED.icc)
        values = values + random.standard_normal(24) * np.sqrt(1 - ASKED.icc) + found.detectable.value * first
        one = Trial(np.round(values), first, cases, 0.95, np.random.default_rng)
        hits += try_test(name, one).p <= 0.05
    assert 0.6 <= hits / 100 <= 0.95


def test_a_level_that_cannot_be_reached_and_tests_that_are_refused() -> None:
    few = ((1, 1), (1, 1))
    for name in ("within_case_difference", "within_case_ranks"):
        assert reach_of_design(name, few, ASKED, 0.95, 1).detectable.reason == "level_not_reachable"  # type: ignore[arg-type]
    assert reach_of_design("mixed_model", few, ASKED, 0.95, 1).detectable.reason == "too_few_cases"
    assert reach_of_design("welch", few, ASKED, 0.95, 1).width.reason == "too_few_people"
    assert reach_of_design("case_permutation", ((2, 0), (0, 2)), ASKED, 0.95, 1).width.reason == (
        "level_not_reachable"
    )


def test_the_reach_is_of_the_design_and_of_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    first = reach_of_design("within_case_difference", SIZES, ASKED, 0.95, 1)
    assert reach_of_design("within_case_difference", SIZES[::-1], ASKED, 0.95, 1) is first
    with_one_side = (*SIZES, (3, 0))
    assert reach_of_design("within_case_difference", with_one_side, ASKED, 0.95, 1) is first
    assert reach_of_design("within_case_difference", SIZES, ASKED, 0.95, 2) != first
    simulated_reach._reach.cache_clear()
    assert reach_of_design("within_case_difference", SIZES, ASKED, 0.95, 1) == first
