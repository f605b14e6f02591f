"""Bootstrap of weighted sums: how often each person is drawn, and the interval of what the draws give.

A statistic that is made of sums over people needs no resampled data: the sums of a draw are the
numbers of times each person was drawn, times the people's own values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.estimates import Estimate, Values
from analysis.formulas.resampling import stream

MOST_UNDEFINED = 0.05
"""The largest share of draws that may give no number, if the others are to give an interval."""

AT_ONCE = 1 << 21
"""The most weights that are drawn in one piece, so that many people need little memory."""


@dataclass(frozen=True)
class Draws:
    """Samples of as many people as there are, drawn with equal chances; the same ones at every use.

    The stream is the one of `seed` and `names`.
    """

    people: int
    number: int
    seed: int
    names: tuple[str, ...]

    def __iter__(self) -> Iterator[Values]:
        """How often each person is drawn, draws × people; in pieces where they are many."""
        if self.people * self.number <= AT_ONCE:
            yield _draw_few(self)
        else:
            yield from _draw(self)

    def map(self, statistic: Callable[[Values], Values]) -> Values:
        """What a statistic of the weights gives for every draw."""
        return np.concatenate([statistic(weights) for weights in self])


@dataclass(frozen=True)
class Percentiles:
    """A percentile interval: its ends, and how many of the draws gave no number and were left out."""

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
        return Estimate(value, self.low, self.high)


def take_percentiles(drawn: Values, level: float) -> Percentiles:
    """The percentile interval (Efron 1979) of what the draws gave; NaN marks a draw without a number.

    Quantiles lie between neighbouring draws (Hyndman & Fan 1996, type 7). Ends are NaN where no draw
    gave a number.
    """
    given = drawn[np.isfinite(drawn)]
    left_out = len(drawn) - len(given)
    if not len(given):
        return Percentiles(np.nan, np.nan, left_out, len(drawn))
    low, high = np.quantile(given, [(1 - level) / 2, (1 + level) / 2])
    return Percentiles(float(low), float(high), left_out, len(drawn))


def draw_pieces(people: int, number: int, width: int, random: np.random.Generator) -> Iterator[Values]:
    """How often each person is drawn, draws × people, from a stream in use; for wide products in pieces.

    A piece is of so few draws that its product with `width` columns takes little memory.
    """
    at_once = max(AT_ONCE // max(people, width, 1), 1)
    for start in range(0, number, at_once):
        size = min(at_once, number - start)
        yield random.multinomial(people, np.full(people, 1 / people), size=size).astype(np.float64)


@lru_cache(maxsize=8)
def _draw_few(draws: Draws) -> Values:
    """The weights as one piece; scales that the same people answered share their draws."""
    drawn = np.concatenate([np.empty((0, draws.people)), *_draw(draws)])
    drawn.flags.writeable = False
    return drawn


def _draw(draws: Draws) -> Iterator[Values]:
    people, random = draws.people, stream(draws.seed, *draws.names)
    at_once = max(AT_ONCE // people, 1) if people else 0
    for start in range(0, draws.number, at_once) if people else ():
        size = min(at_once, draws.number - start)
        places = random.integers(0, people, size=(size, people)) + people * np.arange(size)[:, None]
        counted = np.bincount(places.ravel(), minlength=size * people)
        yield counted.reshape(size, people).astype(np.float64)
