"""How large a difference between two groups is: raw, in standard deviations, by order, and inside cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import nan

from analysis.differences.sides import Sides
from analysis.differences.tests import FEWEST_PEOPLE, Trial, refuse
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.dominance import estimate_cliff_delta, estimate_superiority
from analysis.formulas.effects import estimate_hedges_g, estimate_mean_difference
from analysis.formulas.equivalence import estimate_equivalence
from analysis.populations import Row, Subject, build_row

WELCH = "difference of means; Welch interval"
HEDGES = "Hedges' g, exact correction; noncentral t interval"
CLIFF = "Cliff's delta; Feng & Cliff (2004) interval, unbiased variance, t"
EQUIVALENCE = "difference of means, margin {margin:g}; two one-sided Welch tests and their interval"
SUPERIORITY = "P(first > second) + P(equal) / 2; interval of Cliff's delta"


def describe_difference(subject: Subject, sides: Sides, trial: Trial) -> Iterator[Row]:
    """The rows of the effects over all cases: `mean_difference`, `hedges_g`, `cliff_delta`, `superiority`.

    They carry no p: the test of a question is the one that the plan or the design chose.
    """
    level = trial.level
    effects: dict[str, tuple[Callable[[], Estimate], str]] = {
        "mean_difference": (lambda: estimate_mean_difference(*trial.sides, level), WELCH),
        "hedges_g": (lambda: estimate_hedges_g(*trial.sides, level), HEDGES),
        "cliff_delta": (
            lambda: estimate_cliff_delta(trial.values, trial.first, trial.cases, level),
            CLIFF,
        ),
        "superiority": (
            lambda: estimate_superiority(trial.values, trial.first, trial.cases, level),
            SUPERIORITY,
        ),
    }
    for name, (estimate, method) in effects.items():
        found = not_estimable(sides.missing) if sides.missing else replace(estimate(), p=nan)
        yield build_row(subject, sides.population, name, found, sides.basis, method, level)


def describe_gap(subject: Subject, sides: Sides, level: float) -> Row:
    """The row of the difference of the two sides inside one case (`gap`)."""
    found = not_estimable(sides.missing)
    if not sides.missing:
        found = replace(estimate_mean_difference(*sides.scores, level), p=nan)
    return build_row(subject, sides.population, "gap", found, sides.basis, WELCH, level)


def describe_equivalence(subject: Subject, sides: Sides, trial: Trial, margin: float, alpha: float) -> Row:
    """The row `equivalence`: whether the difference is shown to be smaller than the plan's margin.

    p is the larger of two one-sided Welch tests, which take people as independent; they are refused, or
    have too few people, where Welch's test is. The interval has the level 1 - 2 alpha.
    """
    found = not_estimable(sides.missing or refuse("welch", trial))
    if not found.reason:
        found = not_estimable("too_few_people")
        if min(map(len, trial.sides)) >= FEWEST_PEOPLE:
            found = estimate_equivalence(trial.values, trial.first, trial.cases, margin, alpha)
    method, role = EQUIVALENCE.format(margin=margin), "sensitivity"
    level = 1 - 2 * alpha
    return build_row(subject, sides.population, "equivalence", found, sides.basis, method, level, role=role)
