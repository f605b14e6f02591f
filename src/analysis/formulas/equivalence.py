"""Whether two groups are alike: a difference shown to be smaller than a stated margin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values
from analysis.formulas.effects import estimate_mean_difference
from analysis.formulas.moments import t_quantile


@dataclass(frozen=True)
class OneSided:
    """Two one-sided t tests of a difference: above `low`, and below `high`."""

    t_low: float
    p_low: float
    t_high: float
    p_high: float
    df: float

    @property
    def p(self) -> float:
        """The larger p of the two: equivalence needs both."""
        return max(self.p_low, self.p_high)


def compare_with_limits(difference: float, error: float, df: float, limits: tuple[float, float]) -> OneSided:
    """Schuirmann's (1987) two one-sided tests of a difference with its standard error; NaN without one."""
    if not error > 0:
        return OneSided(nan, nan, nan, nan, df)
    t_low, t_high = ((difference - limit) / error for limit in limits)
    p_low, p_high = float(special.stdtr(df, -t_low)), float(special.stdtr(df, t_high))
    return OneSided(t_low, p_low, t_high, p_high, df)


def estimate_equivalence(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], margin: float, alpha: float
) -> Estimate:
    """The difference of means with Welch's interval of level 1 - 2 alpha and the p of two one-sided tests.

    p is the larger of the two: at or below alpha exactly when the whole interval lies within the margin on
    both sides of 0 (Schuirmann 1987). A large p shows neither that groups differ nor that they do not.
    People are taken as independent.
    """
    found = estimate_mean_difference(values[first], values[~first], 1 - 2 * alpha)
    if found.reason:
        return found
    error = (found.high - found.low) / 2 / t_quantile(found.df, 1 - 2 * alpha)
    return replace(found, p=compare_with_limits(found.value, error, found.df, (-margin, margin)).p)
