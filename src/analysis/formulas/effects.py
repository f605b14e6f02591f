"""Differences between two sets of people, raw and in standard deviations, and what they can show.

Every function takes plain arrays without missing values; differences are the first minus the second.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, isnan, lgamma, log, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import standard_deviation, t_quantile


def estimate_mean_difference(first: Values, second: Values, level: float) -> Estimate:
    """The difference of means with Welch's (1947) interval, p and degrees of freedom.

    Where both sides have somebody the difference is given; the interval needs two people on each
    side, and answers that differ on at least one of them.
    """
    missing = _missing_side(first, second)
    if missing:
        return not_estimable(missing)
    return compare_means(_summarise(first), _summarise(second), level)


def _summarise(values: Values) -> tuple[float, float, int]:
    return float(np.mean(values)), standard_deviation(values) if len(values) > 1 else nan, len(values)


def compare_means(
    first: tuple[float, float, int], second: tuple[float, float, int], level: float
) -> Estimate:
    """`estimate_mean_difference` from the mean, the standard deviation and the number of people of each."""
    difference = first[0] - second[0]
    if min(first[2], second[2]) < 2:
        return Estimate(difference, reason="too_few_people")
    a, b = first[1] ** 2 / first[2], second[1] ** 2 / second[2]
    if a + b == 0:
        return Estimate(difference, reason="no_variance")
    df = (a + b) ** 2 / (a**2 / (first[2] - 1) + b**2 / (second[2] - 1))
    error = sqrt(a + b)
    half = t_quantile(df, level) * error
    p = 2 * float(special.stdtr(df, -abs(difference) / error))
    return Estimate(difference, difference - half, difference + half, df=df, p=p)


def estimate_welch_difference(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """`estimate_mean_difference` of the people `first` minus the others; people taken as independent."""
    return estimate_mean_difference(values[first], values[~first], level)


def estimate_hedges_g(first: Values, second: Values, level: float) -> Estimate:
    """Hedges' g with the exact correction J, and its interval from the noncentral t.

    g = J d, d the difference in pooled standard deviations, J = Γ(m/2) / (√(m/2) Γ((m - 1)/2)) with
    m = n₁ + n₂ - 2 (Hedges 1981, equation 6e). The interval of d inverts the noncentral t (Steiger &
    Fouladi 1997); its ends are multiplied by J.
    """
    missing = _missing_side(first, second)
    if missing:
        return not_estimable(missing)
    n1, n2 = len(first), len(second)
    if min(n1, n2) < 2:
        return not_estimable("too_few_people")
    df = n1 + n2 - 2
    squares = (n1 - 1) * standard_deviation(first) ** 2 + (n2 - 1) * standard_deviation(second) ** 2
    if squares == 0:
        return not_estimable("no_variance")
    d = (float(np.mean(first)) - float(np.mean(second))) / sqrt(squares / df)
    return _standardized(d, sqrt(1 / n1 + 1 / n2), df, level)


def estimate_hedges_g_unpooled(first: Values, second: Values, level: float) -> Estimate:
    """Hedges' g in the root of the mean of the two variances, for groups that are not equally spread.

    Its interval inverts the noncentral t on Welch's degrees of freedom, at which J is taken as well, as
    effectsize for R does (Ben-Shachar, Lüdecke & Makowski 2020); the same reasons as `estimate_hedges_g`.
    """
    welch = estimate_mean_difference(first, second, level)
    if welch.reason:
        return not_estimable(welch.reason)
    spread = sqrt((standard_deviation(first) ** 2 + standard_deviation(second) ** 2) / 2)
    error = (welch.high - welch.low) / 2 / t_quantile(welch.df, level)
    return _standardized(welch.value / spread, error / spread, welch.df, level)


def _standardized(d: float, unit: float, df: float, level: float) -> Estimate:
    """g and its interval of a difference d in standard deviations with the standard error `unit`."""
    j = small_sample_correction(df)
    low, high = noncentrality_interval(d / unit, df, level)
    return Estimate(j * d, j * low * unit, j * high * unit, df=df)


def small_sample_correction(df: float) -> float:
    """Hedges' exact J for a standard deviation on `df` degrees of freedom (Hedges 1981)."""
    return exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))


def power_of_t_test(d: float, n1: int, n2: int, alpha: float) -> float:
    """Power of the two-sided pooled t test for a true difference of d SDs; NaN for two people."""
    df = n1 + n2 - 2
    return nan if df < 1 else _power(abs(d) / sqrt(1 / n1 + 1 / n2), df, alpha)


def detectable_d(n1: int, n2: int, power: float, alpha: float) -> Estimate:
    """The smallest difference, in standard deviations, that the pooled t test finds with `power`."""
    if min(n1, n2) < 2:
        return not_estimable("too_few_people" if min(n1, n2) else "group_missing")
    df = n1 + n2 - 2
    return Estimate(_detectable_noncentrality(df, power, alpha) * sqrt(1 / n1 + 1 / n2), df=df)


def detectable_dz(n: int, power: float, alpha: float) -> Estimate:
    """The smallest mean change, in standard deviations of the change, that the paired t test finds."""
    if n < 2:
        return not_estimable("too_few_people")
    return Estimate(_detectable_noncentrality(n - 1, power, alpha) / sqrt(n), df=n - 1)


def expected_width(n1: int, n2: int, level: float) -> Estimate:
    """Expected width of the pooled t interval of a difference, in true standard deviations.

    2 t √(1/n₁ + 1/n₂) E(s)/σ, with E(s)/σ = √(2/m) Γ((m + 1)/2) / Γ(m/2), m = n₁ + n₂ - 2.
    """
    if min(n1, n2) < 2:
        return not_estimable("too_few_people" if min(n1, n2) else "group_missing")
    df = n1 + n2 - 2
    expected_s = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) * sqrt(2 / df)
    return Estimate(2 * t_quantile(df, level) * sqrt(1 / n1 + 1 / n2) * expected_s, df=df)


def _missing_side(first: Values, second: Values) -> str:
    return "" if len(first) and len(second) else "group_missing"


def _detectable_noncentrality(df: float, power: float, alpha: float) -> float:
    start = float(special.nctdtrinc(df, 1 - power, t_quantile(df, 1 - alpha)))
    return _solve(lambda nc: _power(nc, df, alpha) - power, start)


def _power(noncentrality: float, df: float, alpha: float) -> float:
    # P(T < -c | nc) is P(T > c | -nc); scipy's distribution is only asked at positive t.
    critical = t_quantile(df, 1 - alpha)
    above = 1 - _noncentral_t(df, noncentrality, critical)
    return float(above + 1 - _noncentral_t(df, -noncentrality, critical))


def noncentrality_interval(t: float, df: float, level: float) -> tuple[float, float]:
    """The noncentralities that a t value on `df` degrees of freedom does not exclude at the level."""
    # Asked at |t| and turned round: scipy's noncentral t fails at scattered negative points.
    low = _noncentrality(abs(t), df, (1 + level) / 2)
    high = _noncentrality(abs(t), df, (1 - level) / 2)
    return (low, high) if t >= 0 else (-high, -low)


def _noncentrality(t: float, df: float, p: float) -> float:
    start = float(special.nctdtrinc(df, p, t))
    return _solve(lambda nc: _noncentral_t(df, nc, t) - p, start)


def _noncentral_t(df: float, noncentrality: float, t: float) -> float:
    """P(T < t) of the noncentral t, t not negative: scipy's, and by integration where that fails."""
    found = float(special.nctdtr(df, noncentrality, t))
    if not isnan(found):
        return found
    # over u = s / σ, which is √(χ² / df): P(T < t) is the mean of P(Z < t u - noncentrality)
    lowest, highest = np.sqrt(2 * special.gammaincinv(df / 2, [1e-18, 1 - 1e-16]) / df)
    u = lowest + (highest - lowest) * (np.arange(20_000) + 0.5) / 20_000
    log_density = (df - 1) * np.log(u) - df * u * u / 2
    weight = np.exp(log_density - log_density.max())
    return float(weight @ special.ndtr(t * u - noncentrality) / weight.sum())


def _solve(function: Callable[[float], float], start: float) -> float:
    """Three Newton steps from a start that is right to about six digits, as scipy's inverses are."""
    found = start
    for _ in range(3):
        step = 1e-4 * (1 + abs(found))
        slope = (function(found + step) - function(found - step)) / (2 * step)
        found -= function(found) / slope
    return found
