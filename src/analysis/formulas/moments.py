"""Means, standard deviations and shares with their intervals.

Every function takes plain arrays without missing values and returns an `Estimate`. The intervals
treat people as independent of each other; see docs/methods.md on people within cases.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable


def estimate_mean(values: Values, level: float, limits: tuple[float, float] = (-inf, inf)) -> Estimate:
    """The mean with Student's t interval on n - 1 degrees of freedom, kept inside `limits`.

    One person, or people who all answer alike, give a mean without an interval.
    """
    n = len(values)
    if n == 0:
        return not_estimable("no_answers")
    mean = float(np.mean(values))
    if n == 1:
        return Estimate(mean, reason="too_few_people")
    sd = standard_deviation(values)
    if sd == 0:
        return Estimate(mean, df=n - 1, reason="no_variance")
    half = t_quantile(n - 1, level) * sd / sqrt(n)
    return Estimate(mean, mean - half, mean + half, df=n - 1).within(*limits)


def estimate_sd(values: Values, level: float) -> Estimate:
    """The standard deviation (n - 1) with the interval from chi-square, for normal answers.

    People who all answer alike give 0 without an interval; one person gives no number.
    """
    n = len(values)
    if n < 2:
        return not_estimable("too_few_people" if n else "no_answers")
    sd = standard_deviation(values)
    if sd == 0:
        return Estimate(0.0, df=n - 1, reason="no_variance")
    low, high = _chi_square_ends(sd, n - 1, level)
    return Estimate(sd, low, high, df=n - 1)


def estimate_agreement(values: Values, random_variance: float, level: float) -> Estimate:
    """Agreement r_wg = 1 - s² / σ² of one item, set to 0 where it is negative.

    James, Demaree & Wolf (1984), equation 1. `random_variance` is σ², the variance of answers given
    at random. The interval carries the chi-square interval of s² through the same equation.
    """
    spread = estimate_sd(values, level)
    if not spread.exists:
        return spread

    def agreement(sd: float) -> float:
        return min(max(1 - sd * sd / random_variance, 0.0), 1.0)

    if spread.reason:
        return Estimate(agreement(spread.value), df=spread.df, reason=spread.reason)
    return Estimate(agreement(spread.value), agreement(spread.high), agreement(spread.low), df=spread.df)


def estimate_share(count: int, n: int, level: float) -> Estimate:
    """The share count / n with Wilson's (1927) interval without continuity correction."""
    if n == 0:
        return not_estimable("no_answers")
    p, z = count / n, normal_quantile(level)
    middle, half = (2 * n * p + z**2), z * sqrt(4 * n * p * (1 - p) + z**2)
    low = 0.0 if count == 0 else (middle - half) / (2 * (n + z**2))
    high = 1.0 if count == n else (middle + half) / (2 * (n + z**2))
    return Estimate(p, low, high)


def estimate_count(count: int, n: int, level: float) -> Estimate:
    """The count out of n, with n times the ends of the interval of its share."""
    share = estimate_share(count, n, level)
    if not share.exists:
        return share
    return Estimate(float(count), n * share.low, n * share.high)


def standard_deviation(values: Values) -> float:
    """The standard deviation with n - 1; exactly 0 where all values are equal."""
    if np.ptp(values) <= 1e-12 * float(np.max(np.abs(values))):
        return 0.0
    return float(np.std(values, ddof=1))


def t_quantile(df: float, level: float) -> float:
    """Student's t that leaves (1 - level) / 2 in the upper tail."""
    return float(special.stdtrit(df, (1 + level) / 2))


def normal_quantile(level: float) -> float:
    """The normal deviate that leaves (1 - level) / 2 in the upper tail."""
    return float(special.ndtri((1 + level) / 2))


def _chi_square_ends(sd: float, df: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    upper, lower = special.chdtri(df, tail), special.chdtri(df, 1 - tail)
    return sd * sqrt(df / upper), sd * sqrt(df / lower)
