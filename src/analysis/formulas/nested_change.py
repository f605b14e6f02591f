"""Change of people who share cases: what whole cases, taken as what was sampled, can say of it.

Change is after minus before, one number a person, of people who answered both times. People of one case may
change together, so that every error and every p here counts cases; the number itself is the mean over people.
Where people are independent, or stand in one case, `paired_change` has the formulas. Plain arrays without
missing values go in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb, isnan

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import fit_clustered_ols
from analysis.formulas.effects import estimate_mean_difference
from analysis.formulas.few_units import UnitChanges
from analysis.formulas.moments import standard_deviation, t_quantile
from analysis.formulas.paired_change import DECIMALS, SignedRanks, rank_changes
from analysis.formulas.resampling import Permutation
from analysis.formulas.wild_bootstrap import DRAWN, LISTED, list_signs

FEWEST = 3
"""Fewest cases whose spread tells how far their mean may be off."""

FEWEST_OF_A_SIDE = 5
"""Fewest units of each side whose own spread is taken: of two beside twelve, Welch's test rejects 11 %."""

LARGEST_RATIO = 1.25
"""How much less precise the means of treated units may be: two of fourteen are then found in 6 % for 5 %."""


def estimate_nested_change(change: Values, cases: NDArray[np.int64], level: float) -> Estimate:
    """The mean change with the CR2 interval and p on Satterthwaite's degrees of freedom, cases as clusters.

    Bell & McCaffrey (2002) with an intercept alone. Nobody gives `no_answers`; fewer than three cases give
    the change with the reason `too_few_cases`, and cases whose people changed alike, `no_variance`.
    """
    if not len(change):
        return not_estimable("no_answers")
    value = float(change.mean())
    if len(np.unique(cases)) < FEWEST:
        return Estimate(value, reason="too_few_cases")
    if np.ptp(np.round(change, DECIMALS)) == 0:
        return Estimate(value, reason="no_variance")
    fit = fit_clustered_ols(change, np.ones((len(change), 1)), cases)
    error, df = float(fit.se_cr2[0]), float(fit.df_cr2[0])
    if not (error > 1e-9 * float(np.abs(change).max()) and df > 0):
        return Estimate(value, reason="no_variance")
    half = t_quantile(df, level) * error
    return Estimate(value, value - half, value + half, df=df, p=float(fit.p_cr2[0]))


def flip_cases(change: Values, cases: NDArray[np.int64]) -> Permutation | None:
    """Fisher and Pitman's test over whole cases: the changes of all people of a case turned, or not.

    T is the sum of all changes. As if the two occasions of each case had been as likely to stand the other
    way round. `difference` is the mean change, `interval` holds the changes, common to all people,
    that are not rejected, and `smallest_p` is 2 / 2ᵏ with k the cases whose changes do not cancel. Up to
    sixteen cases all signs are listed; beyond, a fixed stream draws them. None for nobody.
    """
    if not len(change):
        return None
    labels, place = np.unique(cases, return_inverse=True)
    sums = np.round(np.bincount(place, weights=change), DECIMALS)
    sizes = np.bincount(place).astype(np.float64)
    signs, n_vectors = list_signs(len(labels), None)
    return Permutation(
        deviation=signs @ sums,
        kept=signs @ sizes,
        share=np.full(len(signs), 1 / len(signs)),
        observed=float(sums.sum()),
        kept_all=float(len(change)),
        exact=len(labels) <= LISTED,
        n_arrangements=n_vectors,
        n_cases=len(labels),
    )


def estimate_case_flips(change: Values, cases: NDArray[np.int64], level: float) -> Estimate:
    """The mean change with the p and interval of `flip_cases`.

    Where no p is small enough there is no interval (`level_not_reachable`), where nobody changed no
    p either (`no_variance`); nobody gives `no_answers`.
    """
    found = flip_cases(change, cases)
    if found is None:
        return not_estimable("no_answers")
    if not np.any(found.deviation):
        return Estimate(found.difference, reason="no_variance")
    low, high = found.interval(level)
    if np.isinf(low) or np.isinf(high):
        return Estimate(found.difference, p=found.p, reason="level_not_reachable")
    return Estimate(found.difference, low, high, p=found.p)


def rank_case_changes(change: Values, cases: NDArray[np.int64]) -> SignedRanks:
    """Wilcoxon's (1945) signed ranks of the cases' mean changes; every case counts alike.

    Its smallest p is `smallest_p_of_signs(n - unchanged)`.
    """
    place = np.unique(cases, return_inverse=True)[1]
    sizes = np.bincount(place)
    means = np.bincount(place, weights=change) / sizes if len(change) else np.zeros(0)
    return rank_changes(np.zeros(len(means)), means)


def smallest_p_of_signs(moved: int) -> float:
    """The smallest two-sided p of a test that turns the signs of so many changes that are not 0."""
    return min(1.0, 2.0 ** (1 - moved))


def smallest_p_of_wild_bootstrap(clusters: int) -> float:
    """The smallest p of the wild bootstrap: the signs as they are, and all turned, are as extreme."""
    return smallest_p_of_signs(clusters) if clusters <= LISTED else 1 / (DRAWN + 1)


def smallest_p_of_assignments(units: int, treated: int) -> float:
    """The smallest two-sided p that any changes give when `treated` of `units` are drawn in every way.

    Given the changes at hand it may be larger (`Permutation.smallest_p`), as ties and halves of
    equal size make two arrangements equally extreme.
    """
    ways = comb(units, treated)
    return min(1.0, (2 if 2 * treated == units else 1) / ways)


@dataclass(frozen=True)
class StandardizedNestedChange:
    """The mean change in standard deviations of the changes (`d_z`), and of the answers (`d_av`)."""

    d_z: Estimate
    d_av: Estimate


def standardize_nested_change(
    before: Values, after: Values, cases: NDArray[np.int64], level: float
) -> StandardizedNestedChange:
    """The mean change over standard deviations of people, with CR2's interval over the same numbers.

    d_av takes the mean of the two occasions' standard deviations (Cumming 2012). The standard deviation is
    taken as known: the interval respects that people share cases, and not that it was estimated.
    Reasons as `estimate_nested_change`; where the standard deviation is 0, `no_variance`.
    """
    change = after - before
    raw = estimate_nested_change(change, cases, level)
    if len(change) < 2:
        reason = not_estimable("too_few_people" if len(change) else "no_answers")
        return StandardizedNestedChange(reason, reason)
    average = (standard_deviation(before) + standard_deviation(after)) / 2
    of_changes = standard_deviation(np.round(change, DECIMALS))
    return StandardizedNestedChange(_divide(raw, of_changes), _divide(raw, average))


def _divide(raw: Estimate, spread: float) -> Estimate:
    if not spread > 0:
        return not_estimable("no_variance")
    return replace(raw, value=raw.value / spread, low=raw.low / spread, high=raw.high / spread)


@dataclass(frozen=True)
class UnitContrast:
    """The treated units' mean change minus that of the others, by three ways of telling its error.

    `welch` lets the two sides vary differently and needs five units on each; `student` takes one variance for
    both; `permutation` gives out the treatment to units in every way, with `smallest_p` its smallest p.
    """

    welch: Estimate
    student: Estimate
    permutation: Estimate
    smallest_p: float


def estimate_unit_contrast(
    changes: Values, treated: NDArray[np.bool_], level: float, imprecision: Values | None = None
) -> UnitContrast:
    """Compare the changes of treated units with those of the others; every unit counts alike.

    `imprecision` is what each unit's sampling variance is in proportion to (1/n before + 1/n after). The
    permutation and Student's t count on treated units varying no more than the others: where their mean
    imprecision is larger by more than `LARGEST_RATIO` both give the difference alone (`units_unequal`).

    The interval of the permutation holds the effects, alike in all treated units, that the exact test does
    not reject; where the level cannot be reached both of its ends are infinite, and it is left out
    (`level_not_reachable`). A side without units gives `group_missing`, units that all changed alike
    `no_variance`; too few units for Welch, or for any spread, `too_few_cases` beside the difference.
    """
    units = UnitChanges(np.round(changes, DECIMALS), treated)
    found = units.permute()
    if found is None:
        missing = not_estimable("group_missing")
        return UnitContrast(missing, missing, missing, float("nan"))
    permutation = found.estimate(level) if found.varies else Estimate(units.difference, reason="no_variance")
    student, smallest = _pool(units, level), found.smallest_p if found.varies else 1.0
    if imprecision is not None and _exceed(imprecision, treated):
        student = permutation = Estimate(units.difference, reason="units_unequal")
    return UnitContrast(_separate(units, level), student, permutation, smallest)


def _exceed(imprecision: Values, treated: NDArray[np.bool_]) -> bool:
    return float(imprecision[treated].mean()) > LARGEST_RATIO * float(imprecision[~treated].mean())


def _separate(units: UnitChanges, level: float) -> Estimate:
    treated = units.treated
    if min(treated.sum(), (~treated).sum()) < FEWEST_OF_A_SIDE:
        return Estimate(units.difference, reason="too_few_cases")
    return estimate_mean_difference(units.changes[treated], units.changes[~treated], level)


def _pool(units: UnitChanges, level: float) -> Estimate:
    _, df, p = units.test_pooled()
    if isnan(units.error_pooled):
        reason = "no_variance" if len(units.changes) > 2 else "too_few_cases"
        return Estimate(units.difference, reason=reason)
    half = t_quantile(df, level) * units.error_pooled
    return Estimate(units.difference, units.difference - half, units.difference + half, df=df, p=p)
