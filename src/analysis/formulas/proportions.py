"""Shares and their differences, between two sets of people and between two occasions of the same.

Intervals without continuity correction; no count is more than its number of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf, nan, sqrt

import numpy as np
from scipy import optimize, special, stats

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import normal_quantile

AS_PROBABLE = 1 + 1e-7
"""How much likelier than the table itself a table may be and still count as no likelier, as in R."""


def estimate_wilson(count: int, n: int, level: float) -> Estimate:
    """The share with Wilson's (1927) interval, whose ends may leave 0 to 1 by rounding alone."""
    if n == 0:
        return not_estimable("no_answers")
    z = normal_quantile(level)
    share = count / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return Estimate(share, centre - half, centre + half)


def estimate_clopper_pearson(count: int, n: int, level: float) -> Estimate:
    """The share with Clopper & Pearson's (1934) interval, which holds the level whatever the share is."""
    if n == 0:
        return not_estimable("no_answers")
    tail = (1 - level) / 2
    low = float(special.betaincinv(count, n - count + 1, tail)) if count else 0.0
    high = float(special.betaincinv(count + 1, n - count, 1 - tail)) if count < n else 1.0
    return Estimate(count / n, low, high)


def estimate_share_difference(first: tuple[int, int], second: tuple[int, int], level: float) -> Estimate:
    """The difference of two shares, each a count and its n, with Newcombe's interval (1998b, method 10)."""
    one, other = estimate_wilson(*first, level), estimate_wilson(*second, level)
    if not (one.exists and other.exists):
        return not_estimable("group_missing")
    difference = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(difference, difference - below, difference + above)


@dataclass(frozen=True)
class ExactTable:
    """A two-by-two table whose margins are taken as given: `first` and `second` are a count and its n."""

    first: tuple[int, int]
    second: tuple[int, int]

    @property
    def possible(self) -> Values:
        """The counts of the first set that the margins allow."""
        together = self.first[0] + self.second[0]
        return np.arange(
            max(0, together - self.second[1]), min(together, self.first[1]) + 1, dtype=np.float64
        )

    @cached_property
    def log_chances(self) -> Values:
        """The log of the chance of each possible count where the odds are the same."""
        together = self.first[0] + self.second[0]
        people = self.first[1] + self.second[1]
        return np.asarray(stats.hypergeom.logpmf(self.possible, people, self.first[1], together))

    @property
    def p(self) -> float:
        """Fisher's exact p, two-sided: the chance of all tables no likelier than this one."""
        chances = np.exp(self.log_chances)
        own = chances[self.possible == self.first[0]]
        return min(1.0, float(chances[chances <= own * AS_PROBABLE].sum()))

    def expected_count(self, odds_ratio: float) -> float:
        """The count of the first set to be expected at an odds ratio."""
        if odds_ratio == 0:
            return float(self.possible[0])
        log_chances = self.log_chances + np.log(odds_ratio) * self.possible
        chances = np.exp(log_chances - log_chances.max())
        return float((self.possible * chances).sum() / chances.sum())

    @property
    def odds_ratio(self) -> float:
        """The conditional maximum-likelihood odds ratio; 0 or infinite at the end of what is possible."""
        if self.first[0] == self.possible[0]:
            return nan if len(self.possible) == 1 else 0.0
        if self.first[0] == self.possible[-1]:
            return inf
        found = optimize.brentq(
            lambda log: self.expected_count(np.exp(log)) - self.first[0], -50, 50, xtol=1e-12
        )
        return float(np.exp(found))


@dataclass(frozen=True)
class PairedShares:
    """McNemar's tests of two shares of the same people, and their difference.

    `chi_square` and `p` are without continuity correction, NaN where nobody changed; `p_exact` and `p_mid`
    are of the binomial distribution, 1 and 1/2 there.
    """

    chi_square: float
    p: float
    chi_square_corrected: float
    p_corrected: float
    p_exact: float
    p_mid: float
    difference: Estimate


def compare_paired_shares(
    both: int, only_first: int, only_second: int, neither: int, level: float
) -> PairedShares:
    """McNemar's test (1947), its exact and mid-p forms, and Newcombe's paired interval.

    Mid-p after Fagerland, Lydersen & Laake (2013); interval after Newcombe (1998c, method 10).
    """
    changed, fewer = only_first + only_second, min(only_first, only_second)
    apart = abs(only_first - only_second)
    plain = apart**2 / changed if changed else nan
    corrected = (apart - 1) ** 2 / changed if apart else plain
    tail, point = (float(f(fewer, changed, 0.5)) for f in (stats.binom.cdf, stats.binom.pmf))
    return PairedShares(
        chi_square=plain,
        p=float(special.chdtrc(1, plain)),
        chi_square_corrected=corrected,
        p_corrected=float(special.chdtrc(1, corrected)),
        p_exact=min(1.0, 2 * tail),
        p_mid=min(1.0, 2 * tail - point) if apart else 1 - point / 2,
        difference=_estimate_paired_difference(both, only_first, only_second, neither, level),
    )


def _estimate_paired_difference(
    both: int, only_first: int, only_second: int, neither: int, level: float
) -> Estimate:
    n = both + only_first + only_second + neither
    first = estimate_wilson(both + only_first, n, level)
    second = estimate_wilson(both + only_second, n, level)
    if not first.exists:
        return not_estimable("no_answers")
    phi = correlate_paired(both, only_first, only_second, neither)

    def reach(one: float, other: float) -> float:
        return sqrt(max(one**2 - 2 * phi * one * other + other**2, 0.0))

    difference = first.value - second.value
    below = reach(first.value - first.low, second.high - second.value)
    above = reach(second.value - second.low, first.high - first.value)
    return Estimate(difference, difference - below, difference + above)


def correlate_paired(both: int, only_first: int, only_second: int, neither: int) -> float:
    """Phi of the paired table, its numerator corrected where it is positive (Newcombe 1998c, method 10)."""
    product = (both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither)
    alike = both * neither - only_first * only_second
    n = both + only_first + only_second + neither
    return (max(alike - n / 2, 0) if alike > 0 else alike) / sqrt(product) if product else 0.0
