"""One number with its uncertainty: what every formula of the lowest floor returns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
"""Numbers, one a person."""


@dataclass(frozen=True)
class Estimate:
    """A number, the ends of its interval, its degrees of freedom and its p.

    What does not exist is NaN, and `reason` is then one of the reason codes of the table of
    estimates. A missing `value` means that there is no number; a `value` with missing ends means
    that the number exists and its interval does not.
    """

    value: float = nan
    low: float = nan
    high: float = nan
    df: float = nan
    p: float = nan
    reason: str = ""

    @property
    def exists(self) -> bool:
        """Whether there is a number."""
        return not isnan(self.value)

    def within(self, lowest: float, highest: float) -> Estimate:
        """The same estimate with the ends of its interval moved into a possible range."""
        if isnan(self.low):
            return self
        return replace(self, low=max(self.low, lowest), high=min(self.high, highest))


def not_estimable(reason: str) -> Estimate:
    """No number, and why."""
    return Estimate(reason=reason)
