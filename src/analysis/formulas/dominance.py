"""How far one group's values lie above another's, without asking by how much: Cliff's delta.

δ = P(first > second) - P(first < second), between -1 and 1, and P(first > second) + P(equal) / 2 is
(1 + δ) / 2. Neither changes when the answers are stretched or squeezed without changing their order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import to_whole
from analysis.formulas.moments import t_quantile


@dataclass(frozen=True)
class Dominance:
    """Cliff's delta of the first side over the second, with its two standard errors.

    `unbiased` is the root of the unbiased variance, at least (1 - δ²) / (n₁n₂ - 1) (Cliff 1996; Feng &
    Cliff 2004, equation 3), `consistent` that of the consistent one (Cliff 1993); NaN with fewer than two
    people on a side.
    """

    delta: float
    unbiased: float
    consistent: float

    def interval(self, error: float, quantile: float) -> tuple[float, float]:
        """Feng & Cliff's (2004) asymmetric interval, inside -1 and 1; NaN where |δ| is 1."""
        d, half = self.delta, quantile * error
        divisor = 1 - d * d + half * half
        if divisor == 0 or abs(d) == 1:
            return nan, nan
        width = half * sqrt((1 - d * d) ** 2 + half * half)
        return (d - d**3 - width) / divisor, (d - d**3 + width) / divisor


def dominate(values: Values, first: NDArray[np.bool_]) -> Dominance:
    """Cliff's delta of the people `first` over the others, each side with somebody."""
    whole = to_whole(values)[0]
    signs = np.sign(np.subtract.outer(whole[first], whole[~first])).astype(np.float64)
    n1, n2 = signs.shape
    delta = float(signs.mean())
    if min(n1, n2) < 2:
        return Dominance(delta, nan, nan)
    rows = float(np.sum((signs.mean(axis=1) - delta) ** 2))
    columns = float(np.sum((signs.mean(axis=0) - delta) ** 2))
    every = float(np.sum((signs - delta) ** 2))
    unbiased = (n2**2 * rows + n1**2 * columns - every) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    unbiased = max(unbiased, (1 - delta**2) / (n1 * n2 - 1))
    within = every / ((n1 - 1) * (n2 - 1))
    consistent = ((n2 - 1) * rows / (n1 - 1) + (n1 - 1) * columns / (n2 - 1) + within) / (n1 * n2)
    return Dominance(delta, sqrt(max(unbiased, 0.0)), sqrt(consistent))


def estimate_cliff_delta(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """Cliff's (1993) delta with the interval of Feng & Cliff (2004): unbiased variance, t on n - 2.

    People are taken as independent. Where every value of one side lies above every value of the other,
    δ is -1 or 1 and the interval would have no width: none is given (`separated`).
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    found = dominate(values, first)
    if min(first.sum(), (~first).sum()) < 2:
        return Estimate(found.delta, reason="too_few_people")
    if abs(found.delta) == 1:
        return Estimate(found.delta, reason="separated")
    if found.consistent == 0:
        return Estimate(found.delta, reason="no_variance")
    df = len(values) - 2
    low, high = found.interval(found.unbiased, t_quantile(df, level))
    return Estimate(found.delta, low, high, df=df)


def estimate_superiority(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """P(first > second) + P(equal) / 2, Vargha & Delaney's (2000) A, by (1 + δ) / 2 of Cliff's delta."""
    delta = estimate_cliff_delta(values, first, cases, level)
    return replace(delta, value=(1 + delta.value) / 2, low=(1 + delta.low) / 2, high=(1 + delta.high) / 2)
