"""What a test estimates, on one measure: the difference in standard deviations of the scores.

A difference of means is divided by the pooled standard deviation. A probability of superiority P is
√2 Φ⁻¹(P) (McGraw & Wong 1992; Ruscio 2008), a log odds ratio times √3 / π (Hasselblad & Hedges 1995;
Chinn 2000): both are the standardised difference that gives that number under a normal (logistic) shape.
They serve to draw the specifications on one axis, not as estimates of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values

SUPERIORITY = ("within_case_ranks", "mann_whitney", "brunner_munzel")
LOG_ODDS = ("cumulative_logit",)
SAME_BY_ORDER = (*SUPERIORITY, *LOG_ODDS)
"""Tests that use the order of the scores alone, so that ranks instead of scores change nothing."""


def measure_in_sds(test: str, found: Estimate, values: Values, first: NDArray[np.bool_]) -> Estimate:
    """The estimate of a test in standard deviations; its p stays as it is.

    Without people enough for a standard deviation, or where P is 0 or 1, the number is NaN.
    """
    if test in SUPERIORITY:
        return _carry(found, lambda p: sqrt(2) * float(special.ndtri(p)) if 0 < p < 1 else nan)
    if test in LOG_ODDS:
        return _carry(found, lambda odds: odds * sqrt(3) / pi)
    spread = pooled_sd(values, first)
    return _carry(found, lambda difference: difference / spread if spread > 0 else nan)


def pooled_sd(values: Values, first: NDArray[np.bool_]) -> float:
    """The pooled standard deviation within the two groups; NaN without a degree of freedom."""
    sides = (values[first], values[~first])
    df = sum(len(side) - 1 for side in sides if len(side))
    squares = sum(float(((side - side.mean()) ** 2).sum()) for side in sides if len(side))
    return sqrt(squares / df) if df > 0 else nan


def sign_of(test: str, found: Estimate) -> int:
    """Which group the estimate of a test puts higher: 1 the first, -1 the second, 0 neither or unknown."""
    nothing = 0.5 if test in SUPERIORITY else 0.0
    away = found.value - nothing
    return 0 if np.isnan(away) or abs(away) < 1e-12 else int(np.sign(away))


def _carry(found: Estimate, measure: Callable[[float], float]) -> Estimate:
    value, low, high = (
        nan if np.isnan(one) else measure(one) for one in (found.value, found.low, found.high)
    )
    return replace(found, value=value, low=low, high=high)
