"""The same people twice: their mean change, how large it is, and whether it could be chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import nan

import numpy as np

from analysis.change.surveys.people import Scores
from analysis.change.surveys.rows import About, Counts, Found
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import estimate_mean
from analysis.formulas.nested_change import (
    estimate_nested_change,
    flip_cases,
    rank_case_changes,
    smallest_p_of_signs,
    standardize_nested_change,
)
from analysis.formulas.paired_change import (
    DECIMALS,
    SignedRanks,
    describe_standardized_change,
    estimate_change,
    flip_signs,
    rank_changes,
)
from analysis.formulas.resampling import Permutation, stream
from analysis.formulas.wild_bootstrap import LISTED
from analysis.populations import Row, Rows

DECIDING = "change"
"""The test that decides whether the same people changed: that of the interval, CR2 for nested people."""

METHODS = {
    "mean_before": "mean before of the people who answered both times; {error}",
    "mean_after": "mean after of the people who answered both times; {error}",
    "change": "mean change, after minus before; {error}",
    "d_z": "mean change / sd of the changes; {spread}",
    "d_av": "mean change / mean of the two sds (Cumming 2012); {spread}",
    "paired_t": "mean change; paired t",
    "wilcoxon": "matched rank-biserial correlation; exact Wilcoxon signed ranks of {unit}, zeros left out",
    "sign_flip": "mean change; {listed} sign flips of {unit}, two-sided |T - E(T)|",
}


@dataclass(frozen=True)
class _Linked:
    """The two scores of the people who have both, and whether their cases stand for themselves."""

    before: Values
    after: Values
    case: Rows
    nested: bool
    level: float
    limits: tuple[float, float]

    @property
    def change(self) -> Values:
        return self.after - self.before

    def tell(self, statistic: str, exact: bool = True) -> str:
        """How a statistic was computed."""
        nested = self.nested
        return METHODS[statistic].format(
            error="CR2 by case, Satterthwaite t" if nested else "Student's t",
            spread="CR2 by case, sd taken as known" if nested else "noncentral t",
            unit="whole cases" if nested else "people",
            listed="all" if exact else "random",
        )

    def mean(self, values: Values) -> Estimate:
        if self.nested:
            return estimate_nested_change(values, self.case, self.level).within(*self.limits)
        return estimate_mean(values, self.level, self.limits)


def describe_linked(about: About, scores: Scores) -> Iterator[Row]:
    """The rows of the people who answered both times.

    `mean_before`, `mean_after`, `change`, whose p decides for everybody; `d_z`, `d_av`; and beside it the
    tests `paired_t`, `wilcoxon` and `sign_flip`. Where people are nested in several cases these two turn
    whole cases, and `paired_t` is refused with `cases_ignored`.
    """
    reason = scores.hinder()
    both = scores.choose(scores.both)
    counts = count_linked(both)
    nested = about.question.takes_cases(both)
    question = about.question
    linked = _Linked(both.before, both.after, both.case, nested, question.level, question.limits)
    for found in _estimate(linked, about) if not reason else _refuse(linked, reason):
        yield about.build_row(
            "linked", found, counts, primary=about.part.is_whole and found.statistic == DECIDING
        )


def count_linked(both: Scores) -> Counts:
    """The people who have both scores, and their cases."""
    n = len(both.before)
    return Counts(n, n, n, n, len(np.unique(both.case)))


def _refuse(linked: _Linked, reason: str) -> Iterator[Found]:
    for statistic in METHODS:
        is_test = statistic in ("change", "paired_t", "wilcoxon", "sign_flip")
        yield Found(statistic, not_estimable(reason), linked.tell(statistic), is_test=is_test)


def _estimate(linked: _Linked, about: About) -> Iterator[Found]:
    before, after, level = linked.before, linked.after, linked.level
    found = {"mean_before": linked.mean(before), "mean_after": linked.mean(after)}
    found["change"] = (
        estimate_nested_change(linked.change, linked.case, level)
        if linked.nested
        else estimate_change(before, after, level)
    )
    found |= _standardize(linked)
    for statistic, estimate in found.items():
        tested = statistic == "change"
        shown = estimate if tested else replace(estimate, p=nan)
        yield Found(statistic, shown, linked.tell(statistic), is_test=tested)
    yield Found("paired_t", _test_pairs(linked), linked.tell("paired_t"), is_test=True)
    yield _rank(linked)
    yield _flip(linked, about)


def _standardize(linked: _Linked) -> dict[str, Estimate]:
    if linked.nested:
        nested = standardize_nested_change(linked.before, linked.after, linked.case, linked.level)
        return {"d_z": nested.d_z, "d_av": nested.d_av}
    found = describe_standardized_change(linked.before, linked.after, linked.level)
    if np.isnan(found.d_av):
        reason = "too_few_people" if len(linked.before) < 2 else "no_variance"
        return {"d_z": found.d_z, "d_av": not_estimable(reason)}
    return {"d_z": found.d_z, "d_av": Estimate(found.d_av, reason="interval_unknown")}


def _test_pairs(linked: _Linked) -> Estimate:
    if linked.nested:
        return not_estimable("cases_ignored")
    found = estimate_change(linked.before, linked.after, linked.level)
    return not_estimable(found.reason) if found.reason else found


def _rank(linked: _Linked) -> Found:
    ranks: SignedRanks = (
        rank_case_changes(linked.change, linked.case)
        if linked.nested
        else rank_changes(linked.before, linked.after)
    )
    moved = ranks.n - ranks.unchanged
    estimate = (
        Estimate(ranks.rank_biserial, p=ranks.p_exact, reason="interval_unknown")
        if moved
        else not_estimable("nothing_changed")
    )
    return Found("wilcoxon", estimate, linked.tell("wilcoxon"), smallest_p_of_signs(moved), is_test=True)


def _flip(linked: _Linked, about: About) -> Found:
    found = _permute(linked, about)
    if found is None or not np.any(np.round(found.deviation, DECIMALS)):
        return Found("sign_flip", not_estimable("nothing_changed"), linked.tell("sign_flip"), is_test=True)
    estimate, method = found.estimate(linked.level), linked.tell("sign_flip", found.exact)
    return Found(
        "sign_flip",
        estimate,
        method,
        found.smallest_p,
        is_test=True,
        drawn=not found.exact and not linked.nested,
    )


def _permute(linked: _Linked, about: About) -> Permutation | None:
    if linked.nested:
        return flip_cases(linked.change, linked.case)
    if len(linked.before) <= LISTED:
        return flip_cases(linked.change, np.arange(len(linked.before)))
    question = about.question
    random = stream(question.study.settings.seed, *question.seeds, *about.part.names, "sign flips")
    return flip_signs(linked.before, linked.after, random)
