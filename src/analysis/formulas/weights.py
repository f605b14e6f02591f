"""Bootstrap of weighted sums: how often each person is drawn, and the interval of what the draws give.

A statistic that is made of sums over people needs no resampled data: the sums of a draw are the
numbers of times each person was drawn, times the people's own values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.estimates import Estimate, Values

MOST_UNDEFINED = 0.05
"""The largest share of draws that may give no number, if the others are to give an interval."""

AT_ONCE = 1 << 21
"""The most weights that are drawn in one piece, so that many people need little memory."""


def draw_weights(people: int, draws: int, random: np.random.Generator) -> Values:
    """How often each of `people` is drawn in each of `draws` samples of as many: draws × people.

    Each row is multinomial with equal chances and sums to `people`.
    """
    if people == 0:
        return np.zeros((draws, 0))
    pieces, at_once = [np.empty((0, people))], max(AT_ONCE // people, 1)
    for start in range(0, draws, at_once):
        size = min(at_once, draws - start)
        drawn = random.integers(0, people, size=(size, people))
        drawn += people * np.arange(size)[:, None]
        counted = np.bincount(drawn.ravel(), minlength=size * people)
        pieces.append(counted.reshape(size, people).astype(np.float64))
    return np.concatenate(pieces)


@dataclass(frozen=True)
class Percentiles:
    """A percentile interval: its ends, and how many draws gave no number and were left out."""

    low: float
    high: float
    undefined: int
    draws: int

    def around(self, value: float) -> Estimate:
        """The value with this interval; without it where it says less than it seems.

        The reason is then `draws_without_variance` where more than one draw in twenty gave no number,
        and `items_coincide` where all draws gave the same: such a width would claim certainty.
        """
        if self.undefined > MOST_UNDEFINED * self.draws:
            return Estimate(value, reason="draws_without_variance")
        if self.high - self.low <= 1e-12 * max(abs(self.low), abs(self.high)):
            return Estimate(value, reason="items_coincide")
        return replace(Estimate(value), low=self.low, high=self.high)


def take_percentiles(drawn: Values, level: float) -> Percentiles:
    """The percentile interval (Efron 1979) of what the draws gave; NaN marks a draw without a number.

    Quantiles are those between neighbouring draws (Hyndman & Fan 1996, type 7). Ends are NaN where no
    draw gave a number.
    """
    given = drawn[np.isfinite(drawn)]
    left_out = len(drawn) - len(given)
    if not len(given):
        return Percentiles(np.nan, np.nan, left_out, len(drawn))
    low, high = np.quantile(given, [(1 - level) / 2, (1 + level) / 2])
    return Percentiles(float(low), float(high), left_out, len(drawn))
