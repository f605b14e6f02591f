"""Units that were coded alike, and the drawing of units by their patterns.

Units with the same counts of values are one pattern. To draw n units with replacement is to draw how often
each pattern comes, from a multinomial distribution, so that a draw takes as many numbers as there are
patterns, however many units there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values

MULTINOMIAL = 16
"""Units that can be drawn one by one in the time that one pattern takes in a multinomial draw."""

AT_ONCE = 1 << 19
"""The most units or patterns that are drawn in one piece, so that many units take little memory."""

WIDEST = 1 << 52
"""The largest number that a row of counts is folded into before the numbers are counted anew."""

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Patterns:
    """What there is to draw: `first[p]` is a unit of pattern p, `times[p]` how many units share it."""

    first: Places
    times: Places

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.times.sum())

    def draw(self, number: int, random: np.random.Generator) -> Iterator[Values]:
        """How often each pattern is in a draw of as many units as there are, draws × patterns, in pieces."""
        n, kinds = self.units, len(self.times)
        few = MULTINOMIAL * kinds <= n
        at_once = max(AT_ONCE // max(kinds if few else n, 1), 1)
        pattern = np.repeat(np.arange(kinds), self.times)
        for start in range(0, number if n else 0, at_once):
            size = min(at_once, number - start)
            if few:
                yield random.multinomial(n, self.times / n, size=size).astype(np.float64)
                continue
            places = random.integers(0, n, size=(size, n))
            if kinds < n:
                places = pattern[places]
            places += kinds * np.arange(size)[:, None]
            counted = np.bincount(places.ravel(), minlength=size * kinds)
            yield counted.reshape(size, kinds).astype(np.float64)

    def draw_sums(self, columns: Values, number: int, random: np.random.Generator) -> Values:
        """The sums of columns (patterns × columns) over the units of each draw, draws × columns."""
        pieces = [weights @ columns for weights in self.draw(number, random)]
        return np.concatenate([np.empty((0, columns.shape[1])), *pieces])


def find_patterns(counts: Values) -> Patterns:
    """The patterns among units × values, in an order that does not depend on the order of the units."""
    key = np.zeros(len(counts), dtype=np.int64)
    widest = 1
    for column in counts.T.astype(np.int64):
        steps = int(column.max(initial=0)) + 1
        if steps == 1:
            continue
        if widest * steps > WIDEST:
            # Ranks keep the order of the keys and are never more than the units.
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            widest = int(key.max(initial=0)) + 1
        key = key * steps + column
        widest *= steps
    _, first, times = np.unique(key, return_index=True, return_counts=True)
    return Patterns(first.astype(np.int64), times.astype(np.int64))


def keep_apart(units: int) -> Patterns:
    """Every unit, or block of units, as a pattern of its own."""
    return Patterns(np.arange(units, dtype=np.int64), np.ones(units, dtype=np.int64))
