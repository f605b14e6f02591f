"""Cases as units: the change of the treated cases minus that of the others, each case counting alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from analysis.change.surveys.everybody import count_everybody, model_difference
from analysis.change.surveys.people import Flags, Part, People, Scores, choose_scores
from analysis.change.surveys.rows import TREATED, About, Counts, Found, Question
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.few_units import (
    estimate_bootstrap_of_differences,
    estimate_difference_in_differences,
)
from analysis.formulas.nested_change import estimate_unit_contrast, smallest_p_of_wild_bootstrap
from analysis.formulas.wild_bootstrap import LISTED
from analysis.populations import Row

DECIDING = "permutation"
"""The test that decides whether the treated cases changed otherwise than the others.

Where the treated cases are told less exactly than the others they cannot be exchanged (`units_unequal`), and
CR2 decides.
"""

METHODS = {
    "difference_before": "means of cases before, treated minus others; interval of the exact permutation of "
    "the treatment over cases",
    "change_difference": "changes of the means of cases, treated minus others; CR2 by case, Satterthwaite t",
    "permutation": "changes of the means of cases, treated minus others; exact permutation of the treatment "
    "over cases, two-sided |T - E(T)|",
    "wild_bootstrap": "changes of the means of cases, treated minus others; restricted wild bootstrap over "
    "cases, {signs} signs",
}


@dataclass(frozen=True)
class _Units:
    """The means of the cases that hold scores in both waves, which were treated, and 1/n of each wave."""

    before: Values
    after: Values
    treated: Flags
    per_person: tuple[Values, Values]

    @classmethod
    def of(cls, scores: Scores, treated: Flags) -> _Units:
        """The means of everybody of each wave, by case; `treated` holds one entry a person."""
        sums = [_count_by_case(scores, values) for values in (scores.before, scores.after)]
        (first, n_first), (second, n_second) = sums
        whole = (n_first > 0) & (n_second > 0)
        of_case = np.zeros(len(n_first), dtype=bool)
        of_case[scores.case] = treated
        before, after = first[whole] / n_first[whole], second[whole] / n_second[whole]
        return cls(before, after, of_case[whole], (1 / n_first[whole], 1 / n_second[whole]))

    def stack(self) -> tuple[Values, Flags, Flags, NDArray[np.int64]]:
        """The means one below the other: values, treated, after, and the number of the case."""
        n = len(self.before)
        values, units = np.concatenate([self.before, self.after]), np.tile(np.arange(n, dtype=np.int64), 2)
        return values, np.tile(self.treated, 2), np.repeat([False, True], n), units


def _count_by_case(scores: Scores, values: Values) -> tuple[Values, NDArray[np.int64]]:
    """The sum of the scores of each case, and how many they are."""
    known, cases = ~np.isnan(values), int(scores.case.max(initial=-1)) + 1
    of_known = scores.case[known]
    sums = np.bincount(of_known, weights=values[known], minlength=cases)
    return sums.astype(np.float64), np.bincount(of_known, minlength=cases).astype(np.int64)


def compare_treated(
    question: Question, people: People, treated: list[str], against: list[str]
) -> Iterator[Row]:
    """The rows of the treated cases against the others: all of these together, and each kind of them alone.

    `difference_before`, `change_difference` (CR2), `permutation` and `wild_bootstrap` of the means of cases;
    `kind` names the kind they are compared with. Against all of them together the permutation decides.
    Then `change_difference` of the mixed model of everybody in these cases.
    """
    for kinds in ([*against], *([one] for one in against if len(against) > 1)):
        rows = np.flatnonzero(np.isin(people.kind, [*treated, *kinds]))
        whole = len(kinds) == len(against)
        part = Part(rows, kind="all" if whole else kinds[0])
        scores = choose_scores(people, part, (question.scale, question.sensitivity))
        is_treated = np.isin(people.kind[rows], treated)
        about = question.about(part, of_cases=np.unique(people.case[rows]).tolist())
        yield from _contrast(about, scores, is_treated, whole)
        n_treated = len(np.unique(scores.case[is_treated & _has_score(scores)]))
        yield model_difference(about, scores, is_treated, TREATED, primary=False, treated=n_treated)


def _has_score(scores: Scores) -> Flags:
    return np.asarray(~np.isnan(scores.before) | ~np.isnan(scores.after))


def _contrast(about: About, scores: Scores, treated: Flags, whole: bool) -> Iterator[Row]:
    units = _Units.of(scores, treated)
    counts = _count(scores, treated, units)
    reason = scores.hinder_everybody()
    if not reason and (units.treated.all() or not units.treated.any()):
        reason = "group_missing"
    rows = list(_refuse(reason) if reason else _estimate(units, about.question.level))
    unequal = any(found.estimate.reason == "units_unequal" and found.is_test for found in rows)
    deciding = "change_difference" if unequal else DECIDING
    for found in rows:
        before = found.statistic == "difference_before"
        primary = whole and found.statistic == deciding
        yield about.build_row("units", found, counts, contrast=TREATED, primary=primary, one_wave=before)


def _refuse(reason: str) -> Iterator[Found]:
    for statistic, method in METHODS.items():
        is_test = statistic != "difference_before"
        yield Found(statistic, not_estimable(reason), method.format(signs="all"), is_test=is_test)


def _estimate(units: _Units, level: float) -> Iterator[Found]:
    stacked = units.stack()
    earlier, later = units.per_person
    before = estimate_unit_contrast(units.before, units.treated, level, earlier).permutation
    contrast = estimate_unit_contrast(units.after - units.before, units.treated, level, earlier + later)
    n = len(units.before)
    yield Found("difference_before", replace(before, p=nan), METHODS["difference_before"])
    clustered = estimate_difference_in_differences(*stacked, level)
    yield Found("change_difference", clustered, METHODS["change_difference"], is_test=True)
    permuted = METHODS["permutation"]
    yield Found("permutation", contrast.permutation, permuted, contrast.smallest_p, is_test=True)
    drawn = n > LISTED
    method = METHODS["wild_bootstrap"].format(signs="random" if drawn else "all")
    wild = estimate_bootstrap_of_differences(*stacked, level)
    yield Found("wild_bootstrap", wild, method, smallest_p_of_wild_bootstrap(n), is_test=True)


def _count(scores: Scores, treated: Flags, units: _Units) -> Counts:
    """The people behind the means, and the smallest of the four sets that are compared."""
    sides = [count_everybody(scores.choose(side)) for side in (treated, ~treated)]
    whole = count_everybody(scores)
    smallest = min(side.smallest for side in sides)
    n_treated = int(units.treated.sum())
    return Counts(whole.before, whole.after, whole.linked, smallest, len(units.before), n_treated)


def describe_unit(about: About, scores: Scores, change: Estimate) -> Row:
    """The row `change` of the design `units` for one case: the change of its mean, from `estimate_waves`."""
    method = "change of the case's mean, everybody of each wave; CR2 by person, Satterthwaite t"
    return about.build_row("units", Found("change", change, method), count_everybody(scores))
