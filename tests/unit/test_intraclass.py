import math

import numpy as np
import pytest

from analysis.formulas.intraclass import (
    FORMS,
    analyse_cases,
    estimate_icc1,
    estimate_icc2,
    estimate_intraclass_forms,
    icc1_of_mean_size,
)

LEVEL = 0.95
# Shrout & Fleiss (1979), table 2; their table 4 prints the six values.
SIX_TARGETS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)
PRINTED = dict(zip(FORMS, (0.17, 0.29, 0.71, 0.44, 0.62, 0.91), strict=True))


def test_the_six_forms_as_printed() -> None:
    found = estimate_intraclass_forms(SIX_TARGETS, LEVEL)
    assert {name: round(one.value, 2) for name, one in found.items()} == PRINTED


def test_agreement_counts_a_shift_of_one_rater_and_consistency_does_not() -> None:
    before = estimate_intraclass_forms(SIX_TARGETS, LEVEL)
    shifted = estimate_intraclass_forms(SIX_TARGETS + np.array([0.0, 10, 0, 0]), LEVEL)
    assert shifted["ICC3"].value == pytest.approx(before["ICC3"].value)
    assert shifted["ICC2"].value < before["ICC2"].value
    assert shifted["ICC3"].low == pytest.approx(before["ICC3"].low)


def test_forms_hold_still_under_another_unit_and_another_zero() -> None:
    before = estimate_intraclass_forms(SIX_TARGETS, LEVEL)
    turned = estimate_intraclass_forms(1e6 - 3 * SIX_TARGETS, LEVEL)
    for name in FORMS:
        ours, theirs = before[name], turned[name]
        assert (ours.value, ours.low, ours.high) == pytest.approx((theirs.value, theirs.low, theirs.high))


@pytest.mark.parametrize(
    ("shape", "reason"), [((0, 2), "no_answers"), ((1, 3), "too_few_people"), ((4, 1), "too_few_items")]
)
def test_too_small_a_table_has_no_form(shape: tuple[int, int], reason: str) -> None:
    found = estimate_intraclass_forms(np.ones(shape), LEVEL)
    assert {(one.exists, one.reason) for one in found.values()} == {(False, reason)}


def test_ratings_that_are_all_one_number_have_no_form() -> None:
    found = estimate_intraclass_forms(np.full((4, 3), 0.1), LEVEL)
    assert {(one.exists, one.reason) for one in found.values()} == {(False, "no_variance")}


def test_ratings_alike_for_every_target_are_certain_without_an_interval() -> None:
    found = estimate_intraclass_forms(np.array([[1.0, 1], [2, 2], [4, 4]]), LEVEL)
    assert {(one.value, one.reason) for one in found.values()} == {(1.0, "no_variance")}
    assert all(math.isnan(one.low) for one in found.values())


def test_targets_that_do_not_differ_have_single_forms_only() -> None:
    found = estimate_intraclass_forms(np.array([[1.0, 3, 2], [3, 2, 1], [2, 1, 3]]), LEVEL)
    assert found["ICC1"].value == pytest.approx(-0.5)
    assert (found["ICC1k"].exists, found["ICC1k"].reason) == (False, "singular")
    assert (found["ICC2"].value, found["ICC2"].reason) == (-1.0, "singular")
    assert math.isnan(found["ICC2"].low)


def test_cases_of_unequal_size() -> None:
    values, cases = np.array([1.0, 2, 3, 7, 9, 4]), np.array([0, 0, 0, 1, 1, 2])
    squares = analyse_cases(values, cases)
    assert squares is not None
    assert squares.k0 == pytest.approx((6 - (9 + 4 + 1) / 6) / 2)
    assert squares.within == pytest.approx((2 + 2) / 3)
    between = 3 * (2 - 13 / 3) ** 2 + 2 * (8 - 13 / 3) ** 2 + (4 - 13 / 3) ** 2
    assert squares.between == pytest.approx(between / 2)
    icc1, icc2 = estimate_icc1(values, cases, LEVEL), estimate_icc2(values, cases, LEVEL)
    assert icc2.value == pytest.approx((squares.between - squares.within) / squares.between)
    stepped_up = squares.k0 * icc1.value / (1 + (squares.k0 - 1) * icc1.value)
    assert icc2.value == pytest.approx(stepped_up), "ICC(2) is ICC(1) of a case of k0 people"
    assert icc1.low < icc1.value < icc1.high
    assert squares.k0 < squares.mean_size == 2
    assert icc1_of_mean_size(squares) < icc1.value, "a larger case makes less of the same means"


def test_the_interval_of_equal_cases_is_that_of_the_one_way_form() -> None:
    form = estimate_intraclass_forms(SIX_TARGETS, LEVEL)
    cases = np.repeat(np.arange(6), 4)
    for ours, theirs in (
        (estimate_icc1(SIX_TARGETS.ravel(), cases, LEVEL), form["ICC1"]),
        (estimate_icc2(SIX_TARGETS.ravel(), cases, LEVEL), form["ICC1k"]),
    ):
        assert (ours.value, ours.low, ours.high, ours.p) == pytest.approx(
            (theirs.value, theirs.low, theirs.high, theirs.p)
        )


def test_case_means_that_do_not_differ() -> None:
    values, cases = np.array([1.0, 3, 0, 4]), np.array([0, 0, 1, 1])
    assert estimate_icc1(values, cases, LEVEL).value == -1
    assert estimate_icc2(values, cases, LEVEL).reason == "singular"


def test_people_alike_inside_every_case() -> None:
    values, cases = np.array([1.0, 1, 4, 4]), np.array([0, 0, 1, 1])
    for found in (estimate_icc1(values, cases, LEVEL), estimate_icc2(values, cases, LEVEL)):
        assert (found.value, found.reason) == (1.0, "no_variance")
        assert math.isnan(found.low)


@pytest.mark.parametrize(
    ("values", "cases", "reason"),
    [
        ([], [], "no_answers"),
        ([1.0, 2, 3], [0, 0, 0], "too_few_cases"),
        ([1.0, 2, 3], [0, 1, 2], "too_few_people"),
        ([1.1, 1.1, 1.1, 1.1], [0, 0, 1, 1], "no_variance"),
    ],
)
def test_cases_that_tell_nothing(values: list[float], cases: list[int], reason: str) -> None:
    for estimate in (estimate_icc1, estimate_icc2):
        found = estimate(np.array(values), np.array(cases, dtype=np.int64), LEVEL)
        assert (found.exists, found.reason) == (False, reason)
