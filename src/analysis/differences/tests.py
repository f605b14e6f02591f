"""The tests of two groups, and the one way to run each: refused where the design makes it invalid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.differences.design import Design, judge_design
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import estimate_cluster_robust_difference
from analysis.formulas.effects import estimate_mean_difference
from analysis.formulas.mixed_models import estimate_mixed_difference
from analysis.formulas.ordinal_models import MOST_LEVELS, estimate_cumulative_logit
from analysis.formulas.rank_tests import estimate_mann_whitney, estimate_within_case_ranks
from analysis.formulas.resampling import Permutation, permute_cases, permute_within_cases
from analysis.formulas.studentized_ranks import estimate_permuted_brunner_munzel, is_listed
from analysis.formulas.wild_bootstrap import LISTED, estimate_wild_bootstrap_difference
from analysis.plan import Test
from analysis.populations import REFUSALS

Cases = NDArray[np.int64]
First = NDArray[np.bool_]

FEWEST_PEOPLE = 5
"""Fewest people a side for the tests with Satterthwaite's degrees of freedom of independent people."""


@dataclass(frozen=True)
class Trial:
    """The scores of two groups, without missing ones, and what several tests make of them.

    `random` opens the random stream anew, so that no test takes numbers from another.
    """

    values: Values
    first: First
    cases: Cases
    level: float
    random: Callable[[], np.random.Generator]

    @cached_property
    def design(self) -> Design:
        """How the groups are spread over the cases."""
        return judge_design(self.first, self.cases)

    @property
    def sides(self) -> tuple[Values, Values]:
        """The scores of the first group, and of the second."""
        return self.values[self.first], self.values[~self.first]

    @cached_property
    def within_cases(self) -> Permutation | None:
        """The labels permuted within cases; None where no case has both groups."""
        return permute_within_cases(self.values, self.first, self.cases, self.random())

    @cached_property
    def whole_cases(self) -> Permutation | None:
        """The labels of whole cases permuted; None where a case has both groups."""
        return permute_cases(self.values, self.first, self.cases, self.random())

    def permutation(self, name: Test) -> Permutation | None:
        """The permutation that a test is made of; None for a test that is none, or that cannot be made."""
        if name == "within_case_difference":
            return self.within_cases
        return self.whole_cases if name == "case_permutation" else None

    @property
    def varies(self) -> bool:
        """Whether anybody's score differs from another's."""
        return bool(np.ptp(self.values) > 0)


def run_test(
    name: Test, values: Values, first: First, cases: Cases, level: float, random: np.random.Generator
) -> Estimate:
    """The estimate, interval and two-sided p of one test of two groups; people without a score are left out.

    Where the design makes the test invalid, the estimate has no number and a reason of
    `populations.REFUSALS`; where a group is missing, or the scores do not vary, it has no number and
    that reason. `first` is who is of the first group, `cases` the case of each.
    """
    known = ~np.isnan(values)
    return try_test(name, Trial(values[known], first[known], cases[known], level, lambda: random))


def try_test(name: Test, trial: Trial) -> Estimate:
    """The same for a trial that has been set up, so that tests share what they have in common."""
    if not (trial.first.any() and not trial.first.all()):
        return not_estimable("group_missing")
    if reason := refuse(name, trial):
        return not_estimable(reason)
    if not trial.varies:
        return not_estimable("no_variance")
    found = TESTS[name].estimate(trial)
    return not_estimable(found.reason) if found.reason in REFUSALS else found


def refuse(name: Test, trial: Trial) -> str:
    """Why the design or the scores make a test invalid; empty where it is valid."""
    if name == "cumulative_logit" and len(np.unique(trial.values)) > MOST_LEVELS:
        return "not_ordered"
    return trial.design.refusals.get(name, "")


def choose_test(planned: Test | None, trial: Trial) -> tuple[Test, Test]:
    """The primary test, and the one that decides: another where the design refuses the planned one."""
    if planned is None:
        return trial.design.chosen, trial.design.chosen
    return planned, trial.design.chosen if refuse(planned, trial) else planned


def is_drawn(name: Test, trial: Trial) -> bool:
    """Whether a test's p comes from arrangements drawn at random, as these are too many to be counted."""
    if name == "brunner_munzel":
        return not is_listed(trial.values, trial.first)
    if name == "wild_bootstrap":
        return trial.design.n_cases > LISTED
    permutation = trial.permutation(name)
    return permutation is not None and not permutation.exact


def _permute(name: Test) -> Callable[[Trial], Estimate]:
    def estimate(trial: Trial) -> Estimate:
        permutation = trial.permutation(name)
        return Estimate() if permutation is None else permutation.estimate(trial.level)

    return estimate


def _welch(trial: Trial) -> Estimate:
    if min(map(len, trial.sides)) < FEWEST_PEOPLE:
        return not_estimable("too_few_people")
    return estimate_mean_difference(*trial.sides, trial.level)


def _brunner_munzel(trial: Trial) -> Estimate:
    return estimate_permuted_brunner_munzel(
        trial.values, trial.first, trial.cases, trial.level, trial.random()
    )


def _wild_bootstrap(trial: Trial) -> Estimate:
    return estimate_wild_bootstrap_difference(
        trial.values, trial.first, trial.cases, trial.level, trial.random()
    )


def _plain(formula: Callable[[Values, First, Cases, float], Estimate]) -> Callable[[Trial], Estimate]:
    """A formula that takes the scores, the groups and the cases, as the estimate of a trial."""
    return lambda trial: formula(trial.values, trial.first, trial.cases, trial.level)


@dataclass(frozen=True)
class TwoGroupTest:
    """A test: what it computes, what its row says of it, and whether it uses only cases with both groups.

    `drawn` is what the row says where arrangements, or signs, had to be drawn at random.
    """

    estimate: Callable[[Trial], Estimate]
    method: str
    within: bool = False
    drawn: str = ""


TESTS: dict[Test, TwoGroupTest] = {
    "within_case_difference": TwoGroupTest(
        _permute("within_case_difference"),
        "difference within cases, weights n1 n2 / n; exact permutation within cases, two-sided |T - E(T)|",
        within=True,
        drawn="difference within cases, weights n1 n2 / n; random permutations within cases, "
        "two-sided |T - E(T)|",
    ),
    "within_case_ranks": TwoGroupTest(
        _plain(estimate_within_case_ranks),
        "P(first > second) within cases; exact permutation of van Elteren's rank sum, two-sided |T - E(T)|",
        within=True,
    ),
    "case_permutation": TwoGroupTest(
        _permute("case_permutation"),
        "difference of means of case means; exact permutation of whole cases, two-sided |T - E(T)|",
        drawn="difference of means of case means; random permutations of whole cases, two-sided |T - E(T)|",
    ),
    "welch": TwoGroupTest(_welch, "difference of means; Welch's t"),
    "mann_whitney": TwoGroupTest(
        _plain(estimate_mann_whitney),
        "P(first > second); exact Mann-Whitney given the ties, two-sided |T - E(T)|",
    ),
    "brunner_munzel": TwoGroupTest(
        _brunner_munzel,
        "P(first > second); Brunner-Munzel, studentised permutation (Neubert & Brunner 2007)",
        drawn="P(first > second); Brunner-Munzel, random studentised permutations (Neubert & Brunner 2007)",
    ),
    "mixed_model": TwoGroupTest(
        _plain(estimate_mixed_difference), "difference, random intercept of cases, REML; Kenward-Roger t"
    ),
    "cluster_robust": TwoGroupTest(
        _plain(estimate_cluster_robust_difference),
        "difference of means; CR2 standard error, Satterthwaite t",
    ),
    "wild_bootstrap": TwoGroupTest(
        _wild_bootstrap,
        "difference of means; restricted wild cluster bootstrap, all signs",
        drawn="difference of means; restricted wild cluster bootstrap, random signs",
    ),
    "cumulative_logit": TwoGroupTest(
        _plain(estimate_cumulative_logit),
        "log odds ratio of a higher score, cumulative logit; jackknife over cases, t on cases - 1",
    ),
}
"""The tests of two groups, by the name of their statistic."""
