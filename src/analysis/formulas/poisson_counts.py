"""Counts of events and rates: one of them with its exact interval, and two of them compared.

A count is taken as Poisson: events come one by one and do not draw each other along. A rate is a count
and its exposure, such as the days over which it was counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from scipy import special, stats

from analysis.estimates import Estimate, not_estimable
from analysis.formulas.proportions import estimate_clopper_pearson

Rate = tuple[int, float]
"""A count and its exposure, which is more than 0."""


def estimate_garwood(count: int, level: float) -> Estimate:
    """The count with Garwood's (1936) interval, which holds the level whatever the expected count is."""
    tail = (1 - level) / 2
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return Estimate(float(count), low, float(special.gammaincinv(count + 1, 1 - tail)))


def estimate_rate(rate: Rate, level: float) -> Estimate:
    """The count by its exposure, with Garwood's interval by the same exposure."""
    count, exposure = rate
    found = estimate_garwood(count, level)
    return Estimate(found.value / exposure, found.low / exposure, found.high / exposure)


@dataclass(frozen=True)
class RateComparison:
    """Two rates compared: how many times the second the first is, and by how much it is larger.

    `ratio` and `difference` both bear the exact p of equal rates. Where the second count is 0 there is no
    ratio (`baseline_zero`).
    """

    ratio: Estimate
    difference: Estimate
    p: float


def compare_rates(first: Rate, second: Rate, level: float) -> RateComparison:
    """Ratio, difference and p of two independent rates.

    p is that of Przyborowski & Wilenski (1940): given both counts together the first is binomial; it is the
    chance of all splits no likelier than the one found. The ratio's interval carries Clopper & Pearson's
    interval of that binomial share through share / (1 - share). The difference's interval puts the two
    Garwood intervals together by square-and-add (Zou & Donner 2008, equations 3 and 4).
    """
    together = first[0] + second[0]
    fair = first[1] / (first[1] + second[1])
    p = float(stats.binomtest(first[0], together, fair).pvalue) if together else 1.0
    return RateComparison(
        ratio=_estimate_ratio(first, second, p, level),
        difference=replace(_subtract(estimate_rate(first, level), estimate_rate(second, level)), p=p),
        p=p,
    )


def _estimate_ratio(first: Rate, second: Rate, p: float, level: float) -> Estimate:
    if second[0] == 0:
        return not_estimable("baseline_zero")
    share = estimate_clopper_pearson(first[0], first[0] + second[0], level)
    value, low, high = (
        one / (1 - one) * second[1] / first[1] for one in (share.value, share.low, share.high)
    )
    return Estimate(value, low, high, p=p)


def _subtract(first: Estimate, second: Estimate) -> Estimate:
    difference = first.value - second.value
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Estimate(difference, difference - below, difference + above)
