"""Two groups compared by who ranks above whom: exact rank tests, and one that asks for no equal spread.

Every estimate is the probability that somebody of the first group has a higher value than somebody of the
second, ties counting half (1/2 where neither does). Values are taken as whole multiples of a common unit
before they are ranked, so that equal scores are tied whatever their last binary digit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import Whole, to_whole
from analysis.formulas.label_sums import sum_labels
from analysis.formulas.moments import t_quantile
from analysis.formulas.resampling import permute_within_cases, stream

Sides = NDArray[np.bool_]
Cases = NDArray[np.int64]


@dataclass(frozen=True)
class Placements:
    """Where each person of one side stands in the other side's distribution.

    `first[i]` is the share of the second side below person i of the first, ties counting half, and
    `second[j]` the share of the first side below person j of the second.
    """

    first: Values
    second: Values

    @property
    def superiority(self) -> float:
        """P(first > second) + P(first = second) / 2."""
        return float(np.mean(self.first))

    @property
    def variances(self) -> tuple[float, float]:
        """The variance of the estimated probability that each side's people bring; NaN for one person."""
        if min(len(self.first), len(self.second)) < 2:
            return nan, nan
        a = float(np.var(self.first, ddof=1)) / len(self.first)
        b = float(np.var(self.second, ddof=1)) / len(self.second)
        return a, b

    @property
    def error(self) -> float:
        """The standard error of `superiority`."""
        return sqrt(sum(self.variances))

    @property
    def df(self) -> float:
        """Satterthwaite's degrees of freedom of the two variances together; NaN where they are 0 or NaN."""
        a, b = self.variances
        if not a + b > 0:
            return nan
        return (a + b) ** 2 / (a**2 / (len(self.first) - 1) + b**2 / (len(self.second) - 1))


def rank_midwise(values: Values | Whole) -> Values:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[place]


def place(values: Values, first: Sides) -> Placements:
    """The placements of the two sides, each of which has somebody."""
    ranks = rank_midwise(to_whole(values)[0])
    n1, n2 = int(first.sum()), int((~first).sum())
    own_first, own_second = (rank_midwise(ranks[side]) for side in (first, ~first))
    return Placements((ranks[first] - own_first) / n2, (ranks[~first] - own_second) / n1)


def estimate_mann_whitney(values: Values, first: Sides, cases: Cases, level: float) -> Estimate:
    """P(first > second) + P(equal) / 2 with the exact p of Wilcoxon's (1945) rank sum given the ties.

    p is two-sided, the share of all ways of giving out the labels with |T - E(T)| at least as large as
    observed, T the sum of the first side's midranks (Mann & Whitney 1947). It takes people as
    independent. No interval; where there are too many people to be counted, p is that of the normal
    approximation with the variance given the ties.
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    ranks = rank_midwise(to_whole(values)[0])
    superiority = place(values, first).superiority
    if np.ptp(ranks) == 0:
        return Estimate(superiority, reason="no_variance")
    sums = sum_labels(ranks, first)
    return Estimate(superiority, p=_approximate(ranks, first) if sums is None else sums.p)


def estimate_brunner_munzel(values: Values, first: Sides, cases: Cases, level: float) -> Estimate:
    """P(first > second) + P(equal) / 2 with the t interval and p of Brunner & Munzel (2000).

    The groups need not be equally spread; people are taken as independent. The interval is kept inside
    0 and 1. Where every value of one side lies above every value of the other the variance is 0 and
    there is no interval (`separated`).
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    placements = place(values, first)
    value = placements.superiority
    if min(first.sum(), (~first).sum()) < 2:
        return Estimate(value, reason="too_few_people")
    if value in (0.0, 1.0):
        return Estimate(value, reason="separated")
    error, df = placements.error, placements.df
    if error == 0:
        return Estimate(value, reason="no_variance")
    half = t_quantile(df, level) * error
    p = 2 * float(special.stdtr(df, -abs(value - 0.5) / error))
    return Estimate(value, value - half, value + half, df=df, p=p).within(0.0, 1.0)


def estimate_within_case_ranks(values: Values, first: Sides, cases: Cases, level: float) -> Estimate:
    """The probability of superiority inside cases, with the exact p of van Elteren's (1960) rank sum.

    T = Σ Wⱼ / (nⱼ + 1), Wⱼ the sum of the first side's midranks inside case j. These weights, rather than
    equal ones, give most power when the shift is the same in every case: unweighted, a large case counts
    with the square of its size. p is two-sided, the share of all ways of giving out the labels inside the
    cases with |T - E(T)| at least as large as observed. The value is the mean of the cases' own
    probabilities with the weights n₁ⱼ n₂ⱼ / (nⱼ + 1) that belong to T. No interval. A case with one side
    adds nothing.
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    ranks = np.full(len(values), nan)
    weight = 0.0
    for case in np.unique(cases):
        here = cases == case
        n, n1 = int(here.sum()), int((here & first).sum())
        ranks[here] = rank_midwise(to_whole(values[here])[0]) / (n + 1)
        weight += n1 * (n - n1) / (n + 1)
    found = permute_within_cases(ranks, first, cases, stream(0, "within-case ranks"))
    if found is None:
        return not_estimable("no_case_with_both_groups")
    value = Estimate(0.5 + found.observed / weight)
    if not found.varies:
        return replace(value, reason="no_variance")
    return replace(value, p=found.p)


def _approximate(ranks: Values, first: Sides) -> float:
    n, n1 = len(ranks), int(first.sum())
    error = sqrt(n1 * (n - n1) / n * float(np.var(ranks, ddof=1)))
    return float(2 * special.ndtr(-abs(float(ranks[first].sum()) - n1 * (n + 1) / 2) / error))
