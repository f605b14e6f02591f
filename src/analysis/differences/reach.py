"""What so few people can show: the smallest p, the smallest difference found, the width of the interval."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.differences.design import INDEPENDENT
from analysis.differences.sides import Sides
from analysis.differences.simulated_reach import reach_of_design
from analysis.differences.tests import TESTS, First, Trial, refuse
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.reach import Reach
from analysis.plan import Test
from analysis.populations import Row, Subject, build_row
from analysis.study import Study

SMALLEST = "smallest p that {test} of these very scores can give"
DETECTABLE = "smallest difference in standard deviations that {test} finds with the planned power; simulated"
WIDTH = "expected width of the interval of {test}, in standard deviations; simulated"
BOTH = "cases with scores of both groups: the groups vary {kind}"
KINDS = {"within": "within cases", "between": "between cases", "both": "within some cases and between others"}

RANKS: tuple[Test, ...] = ("within_case_ranks", "mann_whitney", "brunner_munzel")


def state_reach(study: Study, subject: Subject, sides: Sides, trial: Trial, deciding: Test) -> Iterator[Row]:
    """The rows of what the deciding test can show with these people.

    `smallest_p`, `detectable_effect` and `expected_width` are about the people that the test uses, in the
    cases and groups they are in; `cases_with_both_groups` is a number of cases, its method says whether
    groups vary within cases or between them.
    """
    basis = sides.basis_within if TESTS[deciding].within else sides.basis
    named = {"test": deciding}
    if sides.missing:
        found = dict.fromkeys(("smallest_p", "detectable", "width"), not_estimable(sides.missing))
    else:
        reach = _reach(study, trial, deciding)
        found = {"smallest_p": find_smallest_p(deciding, trial)}
        found |= {"detectable": reach.detectable, "width": reach.width}
    both = not_estimable(sides.missing) if sides.missing else Estimate(float(trial.design.n_both))
    rows = (
        ("smallest_p", found["smallest_p"], basis, SMALLEST.format(**named)),
        ("detectable_effect", found["detectable"], basis, DETECTABLE.format(**named)),
        ("expected_width", found["width"], basis, WIDTH.format(**named)),
        ("cases_with_both_groups", both, sides.basis, BOTH.format(kind=KINDS[trial.design.kind])),
    )
    for statistic, estimate, people, method in rows:
        yield build_row(subject, sides.population, statistic, estimate, people, method, trial.level)


def find_smallest_p(name: Test, trial: Trial) -> Estimate:
    """The smallest p that a test of these scores can give, however the labels had been given out.

    The tests of ranks give it where the first group has the highest scores, or the lowest; the wild
    bootstrap has 2 of 2^G signs. A test with a t distribution has no smallest p (`no_smallest_p`).
    """
    if reason := refuse(name, trial):
        return not_estimable(reason)
    if not trial.varies:
        return not_estimable("no_variance")
    permutation = trial.permutation(name)
    if permutation is not None:
        return permutation.estimate_smallest_p()
    if name == "wild_bootstrap":
        return Estimate(2.0 ** (1 - trial.design.n_cases))
    if name not in RANKS:
        return not_estimable("no_smallest_p")
    ends = (_relabel(trial, name, 1), _relabel(trial, name, -1))
    found = [TESTS[name].estimate(one).p for one in ends]
    return not_estimable("no_variance") if np.isnan(found).all() else Estimate(float(np.nanmin(found)))


def _relabel(trial: Trial, name: Test, sign: int) -> Trial:
    """The same scores, with the first group's labels on the highest (or the lowest) ones."""
    cases = np.zeros_like(trial.cases) if name in INDEPENDENT else trial.cases
    first: First = np.zeros_like(trial.first)
    for case in np.unique(cases):
        here = np.flatnonzero(cases == case)
        order = here[np.argsort(-sign * trial.values[here], kind="stable")]
        first[order[: int(trial.first[here].sum())]] = True
    return Trial(trial.values, first, trial.cases, trial.level, trial.random)


def _reach(study: Study, trial: Trial, name: Test) -> Reach:
    if reason := refuse(name, trial):
        return Reach(not_estimable(reason), not_estimable(reason))
    return reach_of_design(name, trial.design.sizes, study.plan.reach, trial.level, study.settings.seed)
