import numpy as np
import pytest

from analysis.formulas import reach
from analysis.formulas.reach import Design, Reach, invert, reach_of_permutation
from analysis.formulas.resampling import permute_cases, permute_within_cases, stream

CASES = np.repeat(np.arange(6), [4, 3, 4, 2, 4, 1])
FIRST = np.array([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], dtype=bool)
EIGHT = np.repeat(np.arange(8), [3, 2, 4, 2, 3, 2, 1, 3])


def simulate(first: np.ndarray, cases: np.ndarray, between: bool = False, icc: float = 0.3) -> Reach:
    return reach_of_permutation(first, cases, icc, 0.05, 0.8, 0.95, 400, stream(1, "reach"), between)


def test_studies_with_the_detectable_effect_reject_as_often_as_planned() -> None:
    found = simulate(FIRST, CASES)
    random, rejected, widths = np.random.default_rng(3), 0, []
    for _ in range(300):
        values = random.normal(size=6)[CASES] * 0.3**0.5 + random.normal(size=18) * 0.7**0.5
        study = permute_within_cases(values + found.detectable.value * FIRST, FIRST, CASES, random)
        assert study is not None
        rejected += study.p <= 0.05
        low, high = study.interval(0.95)
        widths.append(high - low)
    assert rejected / 300 == pytest.approx(0.8, abs=0.07)
    assert found.width.value == pytest.approx(np.mean(widths), rel=0.05)


def test_studies_of_whole_cases_reject_as_often_as_planned() -> None:
    first = EIGHT % 2 == 0
    found = simulate(first, EIGHT, between=True)
    random, rejected = np.random.default_rng(5), 0
    for _ in range(300):
        values = random.normal(size=8)[EIGHT] * 0.3**0.5 + random.normal(size=20) * 0.7**0.5
        study = permute_cases(values + found.detectable.value * first, first, EIGHT, random)
        assert study is not None
        rejected += study.p <= 0.05
    assert rejected / 300 == pytest.approx(0.8, abs=0.07)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_many_studies_are_inverted_as_each_by_itself(level: float) -> None:
    both = CASES < 5
    arrangements = reach._arrange([(3, 1), (2, 1), (3, 1), (1, 1), (2, 2)], stream(1))
    design = Design(arrangements, CASES[both], np.ones(17))
    first = arrangements[0]
    values = stream(2, "values").normal(size=(17, 5)).round(3)
    low, high = invert(design, values, (1 - level,))
    for study in range(5):
        alone = permute_within_cases(values[:, study], first, CASES[both], stream(1))
        assert alone is not None
        assert (low[0, study], high[0, study]) == pytest.approx(alone.interval(level), abs=1e-9)


def test_reach_depends_on_the_numbers_in_each_case_alone() -> None:
    order = stream(1, "order").permutation(18)
    assert simulate(FIRST[order], CASES[order]) == simulate(FIRST, CASES)
    without = CASES < 5
    assert simulate(FIRST[without], CASES[without]) == simulate(FIRST, CASES), "the last case has one side"


def test_more_people_reach_further_and_so_do_cases_that_are_more_alike_inside() -> None:
    twice = simulate(np.tile(FIRST, 2), np.tile(CASES, 2))
    once = simulate(FIRST, CASES)
    assert twice.detectable.value < once.detectable.value
    assert twice.width.value < once.width.value
    assert simulate(FIRST, CASES, icc=0.7).detectable.value < once.detectable.value


def test_a_level_that_no_arrangement_reaches() -> None:
    found = simulate(np.isin(CASES, [0, 2, 4]), CASES, between=True)
    assert (found.detectable.reason, found.width.reason) == ("level_not_reachable",) * 2
    pairs = simulate(np.array([1, 0, 1, 0], dtype=bool), np.array([0, 0, 1, 1]))
    assert pairs.detectable.reason == "level_not_reachable"


@pytest.mark.parametrize(
    ("first", "between", "reason"),
    [
        (np.ones(18, dtype=bool), False, "group_missing"),
        (CASES < 3, False, "no_case_with_both_groups"),
        (FIRST, True, "groups_within_cases"),
    ],
)
def test_a_design_that_the_test_is_not_for(first: np.ndarray, between: bool, reason: str) -> None:
    found = simulate(first, CASES, between)
    assert (found.detectable.reason, found.width.reason) == (reason, reason)


def test_drawn_arrangements_come_near_to_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_them = simulate(FIRST, CASES)
    monkeypatch.setattr(reach, "LISTED", 0)
    assert simulate(FIRST, CASES).detectable.value == pytest.approx(all_of_them.detectable.value, rel=0.1)
