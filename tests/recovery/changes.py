"""The methods of change, each as a function of a simulated study's scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import estimate_cluster_robust_difference
from analysis.formulas.effects import estimate_mean_difference
from analysis.formulas.few_units import (
    bootstrap_difference_in_differences,
    estimate_difference_in_differences,
    find_changes,
)
from analysis.formulas.nested_change import (
    estimate_case_flips,
    estimate_nested_change,
    estimate_unit_contrast,
    rank_case_changes,
)
from analysis.formulas.nested_mixed import estimate_coefficient, fit_nested
from analysis.formulas.paired_change import estimate_change, rank_changes
from tests.recovery.intervals import LEVEL
from tests.recovery.simulated_changes import Course, Panel
from tests.recovery.simulated_studies import Rate

Method = Callable[[Values, Panel], Estimate]
Sides = NDArray[np.bool_]


def _paired(scores: Values, panel: Panel) -> Estimate:
    before, after = panel.pairs
    return estimate_change(scores[before], scores[after], LEVEL)


def _ranked(scores: Values, panel: Panel) -> Estimate:
    before, after = panel.pairs
    return Estimate(0.0, p=rank_changes(scores[before], scores[after]).p_exact)


def _nested(formula: Callable[..., Estimate], scores: Values, panel: Panel) -> Estimate:
    before, after = panel.pairs
    return formula(scores[after] - scores[before], panel.case[before], LEVEL)


def _ranked_cases(scores: Values, panel: Panel) -> Estimate:
    before, after = panel.pairs
    return Estimate(0.0, p=rank_case_changes(scores[after] - scores[before], panel.case[before]).p_exact)


def _all_people(scores: Values, panel: Panel) -> Estimate:
    return estimate_mean_difference(scores[panel.after], scores[~panel.after], LEVEL)


def _cross_sections(scores: Values, panel: Panel) -> Estimate:
    return estimate_cluster_robust_difference(scores, panel.after, panel.case, LEVEL)


def _mixed(sides: str, shifts: bool, scores: Values, panel: Panel) -> Estimate:
    """The change, or its difference between sides, of all answers; with or without case × wave."""
    columns = [np.ones(len(scores)), panel.after]
    if sides:
        side = panel.is_treated if sides == "treated" else panel.in_group
        columns += [side, side & panel.after]
    waves = [2 * panel.case + panel.after] if shifts else []
    design = np.column_stack(columns).astype(np.float64)
    model = fit_nested(scores, design, [panel.case, *waves, panel.person], panel.case)
    if model is None:
        return not_estimable("not_converged")
    return estimate_coefficient(model, len(columns) - 1, LEVEL)


def _of_people(formula: Callable[..., Estimate], scores: Values, panel: Panel) -> Estimate:
    return formula(scores, panel.is_treated, panel.after, panel.case, LEVEL)


def _bootstrap(
    values: Values, treated: Sides, after: Sides, units: NDArray[np.int64], level: float
) -> Estimate:
    """The p alone: the interval is what this test does not reject, and takes fifty times as long."""
    found = bootstrap_difference_in_differences(values, treated, after, units)
    return Estimate(found.coefficient, p=found.p)


def _stacked(formula: Callable[..., Estimate], scores: Values, panel: Panel) -> Estimate:
    """A method of people, of the means of cases in place of people."""
    cases = np.arange(len(panel.people))
    means = [
        np.array([scores[(panel.case == case) & here].mean() for case in cases])
        for here in (~panel.after, panel.after)
    ]
    later = np.repeat([False, True], len(cases))
    return formula(np.concatenate(means), np.tile(cases < panel.treated, 2), later, np.tile(cases, 2), LEVEL)


def _units(name: str, scores: Values, panel: Panel) -> Estimate:
    found = find_changes(scores, panel.is_treated, panel.after, panel.case)
    contrast = estimate_unit_contrast(found.changes, found.treated, LEVEL, panel.imprecision)
    return getattr(contrast, name)


CHANGES: dict[str, Method] = {
    "paired t of people": _paired,
    "Wilcoxon of people": _ranked,
    "CR2 of people's changes": partial(_nested, estimate_nested_change),
    "cases turned": partial(_nested, estimate_case_flips),
    "Wilcoxon of cases": _ranked_cases,
    "Welch of the waves": _all_people,
    "CR2 of the waves": _cross_sections,
    "mixed": partial(_mixed, "", True),
    "mixed without case × wave": partial(_mixed, "", False),
}
"""Methods of the change itself."""

EFFECTS: dict[str, Method] = {
    "CR2 of people": partial(_of_people, estimate_difference_in_differences),
    "wild bootstrap": partial(_of_people, _bootstrap),
    "CR2 of units": partial(_stacked, estimate_difference_in_differences),
    "wild bootstrap of units": partial(_stacked, _bootstrap),
    "units, Welch": partial(_units, "welch"),
    "units, Student": partial(_units, "student"),
    "units, permutation": partial(_units, "permutation"),
    "mixed, treated": partial(_mixed, "treated", True),
    "mixed, treated, without case × wave": partial(_mixed, "treated", False),
}
"""Methods of the difference in differences between treated cases and others."""

GROUPS: dict[str, Method] = {"mixed, group": partial(_mixed, "group", True)}
"""Methods of the difference between changes of two groups of people within cases."""


REFUSED = ("paired t of people", "Wilcoxon of people", "Welch of the waves")
"""What overlooks that people share cases: not computed where they do."""

UNFIT = ("mixed without case × wave", "mixed, treated, without case × wave")
"""What overlooks that people of a case change together: offered nowhere."""

SLOWER = {"mixed": 3, "wild": 2}
"""By how much fewer studies the slow methods get, by the first word of their names."""


def count_studies(name: str, studies: int) -> int:
    """How many of so many studies a method gets."""
    return studies // SLOWER.get(name.replace(",", " ").split()[0], 1)


def apply(method: Method, course: Course, studies: int) -> Iterator[Estimate]:
    """What the method finds in each study."""
    for scores in course.draw(studies):
        yield method(scores, course.panel)


def count_covers(found: list[Estimate], truth: float) -> Rate:
    """How often the interval holds the truth, of the studies in which there is one."""
    without = Counter(one.reason or "no interval" for one in found if np.isnan(one.low))
    held = [one.low - 1e-9 <= truth <= one.high + 1e-9 for one in found if not np.isnan(one.low)]
    return Rate(sum(held), len(held), tuple(sorted(without.items())))
