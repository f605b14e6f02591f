"""What is marked valid for change holds its level: 14 municipalities, two of them treated, and 6 cases."""

from __future__ import annotations

import pytest

from analysis.formulas.few_units import find_changes
from analysis.formulas.nested_change import estimate_unit_contrast
from tests.recovery.changes import (
    CHANGES,
    EFFECTS,
    GROUPS,
    REFUSED,
    UNFIT,
    apply,
    count_covers,
    count_studies,
)
from tests.recovery.intervals import LEVEL
from tests.recovery.rejections import count_rejections
from tests.recovery.simulated_changes import MUNICIPALITIES, SMALL, SURVEY, UNEVEN, Course

STUDIES, MANY = 200, 700
STILL = [
    Course(MUNICIPALITIES, 0.15, 0.2),
    Course(UNEVEN, 0.15, 0.2),
    Course(SURVEY, 0.05),
    Course(SURVEY, 0.15, 0.2, "one answer"),
]
MOVING = Course(MUNICIPALITIES, 0.1, 0.1, change=0.4, effect=0.6)
VALID = {name: one for name, one in (CHANGES | EFFECTS | GROUPS).items() if name not in (*REFUSED, *UNFIT)}


@pytest.mark.parametrize("course", STILL, ids=str)
def test_no_change_is_found_no_more_often_than_said(course: Course) -> None:
    for name, method in VALID.items():
        found = list(apply(method, course, count_studies(name, STUDIES)))
        rejected, covered = count_rejections(found), count_covers(found, 0.0)
        assert rejected.is_at_most(1 - LEVEL), (name, rejected)
        assert covered.is_at_least(LEVEL), (name, covered)


@pytest.mark.parametrize("name", REFUSED)
def test_what_overlooks_the_cases_finds_too_much(name: str) -> None:
    rate = count_rejections(apply(CHANGES[name], STILL[0], MANY))
    assert not rate.is_at_most(1 - LEVEL), rate
    apart = count_rejections(apply(CHANGES[name], Course(MUNICIPALITIES, 0.0), STUDIES))
    assert apart.is_at_most(1 - LEVEL), "people who share nothing may be taken as they are"


@pytest.mark.parametrize("name", UNFIT)
def test_the_mixed_model_needs_what_a_case_shares_in_a_wave(name: str) -> None:
    method = (CHANGES | EFFECTS)[name]
    assert not count_rejections(apply(method, STILL[0], 150)).is_at_most(1 - LEVEL)


def test_small_treated_cases_are_not_exchanged_with_large_ones() -> None:
    course = Course(SMALL, 0.05)
    for name in ("units, permutation", "units, Student"):
        assert {one.reason for one in apply(EFFECTS[name], course, 20)} == {"units_unequal"}
    panel, found = course.panel, []
    for scores in course.draw(STUDIES):
        units = find_changes(scores, panel.is_treated, panel.after, panel.case)
        found.append(estimate_unit_contrast(units.changes, units.treated, LEVEL).permutation)
    assert not count_rejections(found).is_at_most(1 - LEVEL), "or else it would find too much"
    for name in ("CR2 of units", "CR2 of people", "mixed, treated"):
        rate = count_rejections(apply(EFFECTS[name], course, count_studies(name, STUDIES)))
        assert rate.is_at_most(1 - LEVEL), (name, rate)


def test_intervals_hold_a_true_change_and_a_true_effect() -> None:
    of_others = {"CR2 of people's changes", "cases turned", "CR2 of the waves", "mixed"}
    mean = MOVING.true_change + MOVING.true_effect * MOVING.panel.is_treated.mean()
    for name in sorted(of_others):
        rate = count_covers(list(apply(CHANGES[name], MOVING, count_studies(name, STUDIES))), float(mean))
        assert rate.is_at_least(LEVEL), (name, rate)
    for name in sorted(EFFECTS.keys() - set(UNFIT)):
        rate = count_covers(
            list(apply(EFFECTS[name], MOVING, count_studies(name, STUDIES))), MOVING.true_effect
        )
        assert rate.is_at_least(LEVEL), (name, rate)


def test_what_can_be_found_is_found() -> None:
    def power(name: str) -> float:
        method = (CHANGES | EFFECTS)[name]
        return count_rejections(apply(method, MOVING, count_studies(name, STUDIES))).share

    assert min(map(power, ("CR2 of people's changes", "cases turned", "CR2 of the waves", "mixed"))) > 0.8
    assert min(power("units, permutation"), power("mixed, treated")) > 0.3
    assert power("CR2 of units") < 0.3, "two treated cases leave hardly a degree of freedom"


def test_two_of_six_cases_can_show_nothing_by_exchange() -> None:
    found = list(apply(EFFECTS["units, permutation"], Course(SURVEY, 0.05, effect=3.0), 20))
    assert {one.reason for one in found} <= {"level_not_reachable", "units_unequal"}
    assert not any(one.p <= 1 - LEVEL for one in found)
