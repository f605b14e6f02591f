"""The same difference seen in several cases: brought together by random effects.

y_j are the cases' differences and v_j their sampling variances, taken as known; true differences vary
between cases by τ².
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, isinf, log, sqrt
from typing import Literal

import numpy as np
from scipy import optimize, special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import t_quantile

Estimator = Literal["reml", "paule_mandel"]

NO_SPREAD = 1e-12
"""The weighted spread of the differences, in units of their errors, at which they count as alike."""

QUANTILES = 200
"""Equally likely values by which a variance that was estimated is taken to be off."""


@dataclass(frozen=True)
class Pooled:
    """The mean of the true differences, their spread τ, and where a further case's would lie.

    `i2` is the share of the variation between the cases' differences that is not sampling (Higgins &
    Thompson 2002), NaN where nothing is pooled.
    """

    mean: Estimate
    tau: Estimate
    prediction: Estimate
    i2: float


def pool_differences(
    differences: Values,
    variances: Values,
    level: float,
    estimator: Estimator = "reml",
    df: float = inf,
    *,
    careful: bool = False,
) -> Pooled:
    """Pool the differences of cases, with intervals for their mean, their spread and a further case.

    `df` are the degrees of freedom of the one estimated variance that all `variances` are multiples of.
    The mean has Hartung & Knapp's (2001) and Sidik & Jonkman's (2002) interval and p on k - 1 degrees
    of freedom. With `careful` its factor is at least 1 (Knapp & Hartung 2003; Röver, Knapp & Friede 2015), so
    that differences which happen to be close give no narrower interval than one common difference would;
    else it is not cut off. The spread has Viechtbauer's (2007) Q-profile interval, widened where
    `df` is finite by a generalised pivot (Weerahandi 1993) so that it is exact where τ is 0; a further
    case Partlett & Riley's (2017) interval, t on k - 2 degrees of freedom (Higgins, Thompson &
    Spiegelhalter 2009) with Hartung & Knapp's error, so that it needs three cases. Fewer than two cases
    give nothing (`too_few_cases`); where all cases show the same difference the mean has no interval
    (`no_variance`), and where they differ less than sampling would make them the spread has none
    (`singular`). Variances must be above 0.
    """
    k = len(differences)
    if k < 2:
        nothing = not_estimable("too_few_cases")
        return Pooled(nothing, nothing, nothing, np.nan)
    tau2 = ESTIMATORS[estimator](differences, variances)
    weights = 1 / (variances + tau2)
    mean = float(weights @ differences / weights.sum())
    spread = max(_spread(differences, variances, tau2) / (k - 1), 1.0 if careful else 0.0)
    tau = _estimate_tau(differences, variances, tau2, level, df)
    i2 = tau2 / (tau2 + _typical_variance(variances))
    if spread <= NO_SPREAD:
        alone = Estimate(mean, reason="no_variance")
        return Pooled(alone, tau, alone if k > 2 else not_estimable("too_few_cases"), i2)
    error = sqrt(spread / float(weights.sum()))
    half = t_quantile(k - 1, level) * error
    p = 2 * float(special.stdtr(k - 1, -abs(mean) / error))
    pooled = Estimate(mean, mean - half, mean + half, df=k - 1, p=p)
    if k < 3:
        return Pooled(pooled, tau, not_estimable("too_few_cases"), i2)
    half = t_quantile(k - 2, level) * sqrt(tau2 + error**2)
    return Pooled(pooled, tau, Estimate(mean, mean - half, mean + half, df=k - 2), i2)


def estimate_reml(differences: Values, variances: Values) -> float:
    """τ² by restricted maximum likelihood (Viechtbauer 2005); 0 where no other value is likelier."""

    def deviance(tau2: float) -> float:
        weights = 1 / (variances + tau2)
        return float(
            np.log(variances + tau2).sum() + log(weights.sum()) + _spread(differences, variances, tau2)
        )

    scale = float(np.var(differences)) + float(np.mean(variances))
    grid = [0.0, *(scale * np.exp(np.linspace(-16, 4, 161)))]
    best = int(np.argmin([deviance(tau2) for tau2 in grid]))
    if best == 0:
        return 0.0
    found = optimize.minimize_scalar(
        lambda logarithm: deviance(exp(logarithm)),
        bounds=(log(grid[max(best - 1, 1)]), log(grid[min(best + 1, len(grid) - 1)])),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return exp(float(found.x))


def estimate_paule_mandel(differences: Values, variances: Values) -> float:
    """τ² at which the weighted spread is what is expected, k - 1 (Paule & Mandel 1982); 0 where less."""
    return _solve_spread(differences, variances, len(differences) - 1)


ESTIMATORS: dict[Estimator, Callable[[Values, Values], float]] = {
    "reml": estimate_reml,
    "paule_mandel": estimate_paule_mandel,
}
"""The ways to estimate τ², by the names plan.yaml uses."""


def _estimate_tau(differences: Values, variances: Values, tau2: float, level: float, df: float) -> Estimate:
    """τ with the Q-profile interval: the values at which Q is a plausible chi-square.

    The variances that Q weighs by are off by df / W, W a chi-square: an end is the τ² at which Q leaves a
    tail on the average over W. Where τ is 0, Q / (k - 1) is then an F ratio, as it is.
    """
    k, off = len(differences), np.ones(1)
    if not isinf(df):
        off = df / special.chdtri(df, (np.arange(QUANTILES) + 0.5) / QUANTILES)

    def chance(tau2: float) -> float:
        weights = 1 / (np.outer(off, variances) + tau2)
        means = weights @ differences / weights.sum(axis=1)
        spread = (weights * (differences - means[:, np.newaxis]) ** 2).sum(axis=1)
        return float(special.chdtr(k - 1, spread).mean())

    largest = float(np.var(differences)) * k + float(variances.max())
    low, high = (_find_crossing(chance, tail, largest) for tail in ((1 + level) / 2, (1 - level) / 2))
    if high == 0:
        return Estimate(sqrt(tau2), reason="singular")
    # the estimators are not Q's own: an end never lies on the wrong side of the estimate
    return Estimate(sqrt(tau2), sqrt(min(low, tau2)), sqrt(max(high, tau2)))


def _find_crossing(chance: Callable[[float], float], tail: float, largest: float) -> float:
    """The τ² at which a falling chance is `tail`; 0 where it is below it already."""
    if chance(0.0) <= tail:
        return 0.0
    while chance(largest) > tail:
        largest *= 4
    slack = 1e-14 * largest
    return float(optimize.brentq(lambda tau2: chance(tau2) - tail, 0.0, largest, xtol=slack, rtol=1e-13))


def _solve_spread(differences: Values, variances: Values, target: float) -> float:
    """The τ² at which the generalised Q is `target`; 0 where Q is below it already."""

    def excess(tau2: float) -> float:
        return _spread(differences, variances, tau2) - target

    if excess(0.0) <= 0:
        return 0.0
    high = float(np.var(differences)) * len(differences) / target + float(variances.max())
    return float(optimize.brentq(excess, 0.0, high, xtol=1e-14 * high, rtol=1e-13))


def _spread(differences: Values, variances: Values, tau2: float) -> float:
    """The generalised Q: squared distances from the weighted mean, weighted."""
    weights = 1 / (variances + tau2)
    mean = float(weights @ differences / weights.sum())
    return float(weights @ (differences - mean) ** 2)


def _typical_variance(variances: Values) -> float:
    """Higgins & Thompson's (2002) typical sampling variance, equation 9."""
    weights = 1 / variances
    total = float(weights.sum())
    return (len(variances) - 1) * total / (total**2 - float(weights @ weights))
