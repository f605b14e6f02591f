"""Everybody who answered in either wave: each wave as a sample of its own, and both in one mixed model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from analysis.change.surveys.people import Flags, Scores
from analysis.change.surveys.rows import About, Counts, Found
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import estimate_cluster_robust_difference
from analysis.formulas.moments import estimate_mean
from analysis.formulas.nested_change import FEWEST, estimate_nested_change
from analysis.formulas.nested_mixed import estimate_coefficient, fit_nested
from analysis.populations import Row, Rows

CLUSTERED = "CR2 by case, Satterthwaite t"
BY_PERSON = "CR2 by person, Satterthwaite t"
MIXED = "REML, random intercepts of {components}; Kenward-Roger t"
TIME, PRODUCT = 1, 3
"""The columns of the mixed model's design: after, and after times who is set against the others."""


@dataclass(frozen=True)
class Answers:
    """The scores of both waves, one entry an answer: a person who answered twice has two."""

    values: Values
    after: Flags
    case: Rows
    person: Rows

    @classmethod
    def of(cls, scores: Scores) -> Answers:
        """Everybody's scores, without missing ones."""
        values = np.concatenate([scores.before, scores.after])
        known = ~np.isnan(values)
        later = np.repeat([False, True], len(scores.before))
        case, person = (np.tile(one, 2) for one in (scores.case, scores.person))
        return cls(values[known], later[known], case[known], person[known])


def compare_waves(about: About, scores: Scores, estimates: dict[str, Estimate]) -> Iterator[Row]:
    """The rows `mean_before`, `mean_after` and `change` of everybody of each wave, from `estimate_waves`.

    Errors are clustered by case, which takes in that some people answered twice; where cases do not stand for
    themselves (one case, or people independent by the plan), by person.
    """
    nested = about.question.takes_cases(scores)
    counts = count_everybody(scores)
    error = {"mean": CLUSTERED if nested else "Student's t", "change": CLUSTERED if nested else BY_PERSON}
    for statistic, estimate in estimates.items():
        kind = "mean, everybody of the wave" if statistic != "change" else "difference of the waves' means"
        method = f"{kind}; {error[statistic.split('_')[0]]}"
        found = Found(statistic, estimate, method, is_test=statistic == "change")
        deciding = about.part.is_whole and statistic == "change" and not scores.n_linked
        yield about.build_row("cross_sections", found, counts, primary=deciding)


def estimate_waves(about: About, scores: Scores) -> dict[str, Estimate]:
    """The mean of each wave and their difference."""
    question, nested = about.question, about.question.takes_cases(scores)
    found: dict[str, Estimate] = {}
    for statistic, values, there in (
        ("mean_before", scores.before, scores.was_there),
        ("mean_after", scores.after, scores.is_there),
    ):
        known = ~np.isnan(values)
        if not there.any():
            found[statistic] = not_estimable("wave_missing")
        elif nested:
            mean = estimate_nested_change(values[known], scores.case[known], question.level)
            found[statistic] = replace(mean.within(*question.limits), p=nan)
        else:
            found[statistic] = estimate_mean(values[known], question.level, question.limits)
    reason = scores.hinder_everybody()
    found["change"] = not_estimable(reason) if reason else _change(Answers.of(scores), nested, question.level)
    return found


def _change(answers: Answers, nested: bool, level: float) -> Estimate:
    later, values = answers.after, answers.values
    difference = float(values[later].mean() - values[~later].mean())
    clusters = answers.case if nested else answers.person
    found = estimate_cluster_robust_difference(values, later, clusters, level)
    if found.exists:
        return found
    reason = found.reason
    if reason == "too_few_cases" and not nested:
        reason = "too_few_people"
    return Estimate(difference, reason=reason)


def count_everybody(scores: Scores) -> Counts:
    """The people with a score in each wave; the smaller of the two is the smallest set."""
    before, after = (~np.isnan(values) for values in (scores.before, scores.after))
    cases = len(np.unique(scores.case[before | after]))
    n_before, n_after = int(before.sum()), int(after.sum())
    return Counts(n_before, n_after, scores.n_linked, min(n_before, n_after), cases)


def model_change(about: About, scores: Scores) -> Row:
    """The row `change` of the mixed model: the effect of time."""
    reason = scores.hinder_everybody()
    answers = Answers.of(scores)
    nested = about.question.takes_cases(scores)
    design = np.column_stack([np.ones(len(answers.after)), answers.after])
    found = not_estimable(reason) if reason else _fit(answers, design, TIME, nested, about.question.level)
    method = f"effect of time; {_name_model(answers, nested)}"
    return about.build_row("mixed", Found("change", found, method, is_test=True), count_everybody(scores))


def model_difference(
    about: About, scores: Scores, chosen: Flags, contrast: str, *, primary: bool, treated: int | None = None
) -> Row:
    """The row `change_difference` of the mixed model: the change of the chosen minus that of the others."""
    sides = [scores.choose(chosen), scores.choose(~chosen)]
    reason = next(filter(None, (side.hinder_everybody() for side in sides if len(side.before))), "")
    if not all(len(side.before) for side in sides):
        reason = "group_missing"
    answers, nested = Answers.of(scores), about.question.takes_cases(scores)
    is_chosen = chosen[answers.person]
    design = np.column_stack(
        [np.ones(len(is_chosen)), answers.after, is_chosen, is_chosen & answers.after]
    ).astype(np.float64)
    found = not_estimable(reason) if reason else _fit(answers, design, PRODUCT, nested, about.question.level)
    method = f"time times {'treated' if treated is not None else 'group'}; {_name_model(answers, nested)}"
    both = [count_everybody(side) for side in sides]
    whole = count_everybody(scores)
    smallest = min(one.smallest for one in both)
    counts = Counts(whole.before, whole.after, whole.linked, smallest, whole.cases, treated)
    shown = Found("change_difference", found, method, is_test=True)
    return about.build_row("mixed", shown, counts, contrast=contrast, primary=primary)


def turn_round(row: Row, contrast: str) -> Row:
    """The row of the other of two sides: the same number with its sign turned, which does not decide."""
    ends = {"estimate": -row["estimate"], "ci_low": -row["ci_high"], "ci_high": -row["ci_low"]}
    return row | ends | {"contrast": contrast, "role": "sensitivity"}


def _components(answers: Answers, nested: bool) -> dict[str, Rows]:
    """The variance components that the answers can tell apart, by name."""
    found: dict[str, NDArray[np.int64]] = {}
    if nested:
        found["cases"] = answers.case
        found["cases in a wave"] = 2 * answers.case + answers.after
    if len(np.unique(answers.person)) < len(answers.person):
        found["people"] = answers.person
    return found


def _name_model(answers: Answers, nested: bool) -> str:
    return MIXED.format(components=", ".join(_components(answers, nested)) or "nobody")


def _fit(answers: Answers, design: Values, column: int, nested: bool, level: float) -> Estimate:
    if nested and len(np.unique(answers.case)) < FEWEST:
        return not_estimable("too_few_cases")
    components = list(_components(answers, nested).values())
    if not components:
        return not_estimable("not_linked")
    blocks = answers.case if nested else answers.person
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return not_estimable("group_missing")
    if np.ptp(answers.values) == 0:
        return not_estimable("no_variance")
    model = fit_nested(answers.values, design, components, blocks)
    if model is None:
        few = len(answers.values) <= design.shape[1]
        return not_estimable("too_few_people" if few else "not_converged")
    if not model.converged:
        return not_estimable("not_converged")
    return estimate_coefficient(model, column, level)
