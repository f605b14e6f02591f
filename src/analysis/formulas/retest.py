"""The same people twice: how alike their scores are, and how large a change is more than chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atanh, sqrt, tanh

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.intraclass import estimate_intraclass_forms
from analysis.formulas.moments import (
    estimate_mean,
    estimate_sd,
    normal_quantile,
    standard_deviation,
)
from analysis.formulas.rank_tests import rank_midwise

NORMAL = 1.96
"""The normal deviate of the smallest detectable change and the limits of agreement, as they are defined."""


@dataclass(frozen=True)
class Retest:
    """The numbers of one test and its repetition; `limits` has the limits of agreement as its ends.

    `icc` is ICC(A,1), which counts a shift of everybody as disagreement; `icc_consistency` is ICC(C,1),
    which does not. `sem` is the standard error of measurement, `sdc` the smallest detectable change.
    """

    n: int
    pearson: Estimate
    spearman: Estimate
    icc: Estimate
    icc_consistency: Estimate
    difference: Estimate
    sd: Estimate
    sem: Estimate
    sdc: Estimate
    limits: Estimate


def compare_occasions(before: Values, after: Values, level: float) -> Retest:
    """Two scores of each person, complete and in the same order.

    Differences are the second minus the first. SEM = s / √2 and SDC = 1.96 s, s the standard deviation of
    the differences, with the chi-square interval of s (de Vet et al. 2006); limits of agreement after Bland
    & Altman (1986). Differences that do not vary give 0 without an interval (`no_variance`).
    """
    n, difference = len(before), after - before
    sd = estimate_sd(difference, level)
    mean = estimate_mean(difference, level)
    forms = estimate_intraclass_forms(np.column_stack([before, after]), level)
    limits = not_estimable(sd.reason)
    if sd.exists:
        reach = NORMAL * sd.value
        limits = Estimate(mean.value, mean.value - reach, mean.value + reach)
    return Retest(
        n,
        estimate_correlation(before, after, level),
        estimate_rank_correlation(before, after),
        forms["ICC2"],
        forms["ICC3"],
        mean,
        sd,
        _times(sd, 1 / sqrt(2)),
        _times(sd, NORMAL),
        limits,
    )


def estimate_correlation(first: Values, second: Values, level: float) -> Estimate:
    """Pearson's r with Fisher's z interval, which needs four people, and p of its t on n - 2.

    r of 1 or -1 has no interval (`waves_coincide`): Fisher's would have no width, whatever the n.
    """
    n = len(first)
    if n < 3:
        return not_estimable("too_few_people" if n else "no_answers")
    r = _correlate(first, second)
    if np.isnan(r):
        return not_estimable("no_variance")
    if abs(r) >= 1 - 1e-12:
        return Estimate(r, df=n - 2, reason="waves_coincide")
    p = 2 * float(special.stdtr(n - 2, -abs(r) * sqrt((n - 2) / (1 - r * r))))
    if n == 3:
        return Estimate(r, df=n - 2, p=p, reason="too_few_people")
    half = normal_quantile(level) / sqrt(n - 3)
    return Estimate(r, tanh(atanh(r) - half), tanh(atanh(r) + half), df=n - 2, p=p)


def estimate_rank_correlation(first: Values, second: Values) -> Estimate:
    """Spearman's rank correlation, ties sharing their mean rank."""
    n = len(first)
    if n < 3:
        return not_estimable("too_few_people" if n else "no_answers")
    r = _correlate(rank_midwise(first), rank_midwise(second))
    return not_estimable("no_variance") if np.isnan(r) else Estimate(r)


def _times(sd: Estimate, factor: float) -> Estimate:
    return replace(sd, value=sd.value * factor, low=sd.low * factor, high=sd.high * factor)


def _correlate(first: Values, second: Values) -> float:
    if standard_deviation(first) == 0 or standard_deviation(second) == 0:
        return float("nan")
    a, b = first - first.mean(), second - second.mean()
    return min(max(float(a @ b) / sqrt(float(a @ a) * float(b @ b)), -1.0), 1.0)
