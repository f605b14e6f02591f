"""A trend through few measurements at uneven times: the median of the slopes between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable

DECIMALS = 10
"""Decimals that values are rounded to before they are compared."""


def estimate_trend(times: Values, values: Values, level: float) -> Estimate:
    """The median slope between all pairs (Theil 1950), with Sen's (1968) interval and Kendall's exact p.

    Values at the same time count as their mean. p is the share of all orders of the values whose Kendall
    sum lies at least as far from 0, which takes equal values as they are. The interval holds every slope
    that this test, for values that all differ, does not reject; where the measurements are too few to
    reject any slope there is none (`level_not_reachable`), and none where all lie on one line
    (`on_one_line`). Fewer than two times have no slope (`too_few_points`).
    """
    times, values = _merge(times, values)
    if len(times) < 2:
        return not_estimable("too_few_points")
    values = np.round(values, DECIMALS)
    before, after = np.triu_indices(len(times), 1)
    rises = values[after] - values[before]
    slopes = np.sort(rises / (times[after] - times[before]))
    p = Orders(tuple(np.unique(values, return_counts=True)[1].tolist())).chance(int(np.sign(rises).sum()))
    found = Estimate(float(np.median(slopes)), p=p)
    if np.ptp(slopes) <= 1e-9 * max(1e-300, float(np.abs(slopes).max())):
        return replace(found, reason="on_one_line")
    reach = Orders((1,) * len(times)).find_rejected((1 - level) / 2)
    if reach is None:
        return replace(found, reason="level_not_reachable")
    fewest = floor((len(slopes) - reach) / 2) + 1
    return replace(found, low=float(slopes[fewest - 1]), high=float(slopes[-fewest]))


def _merge(times: Values, values: Values) -> tuple[Values, Values]:
    """One value a time, the mean of those measured at it, in order of time."""
    unique, place = np.unique(times, return_inverse=True)
    return unique, np.bincount(place, weights=values) / np.bincount(place)


@dataclass(frozen=True)
class Orders:
    """Kendall's sum over all orders of values of which so many are equal to each other, in `equal`.

    The orders with so many pairs out of order are counted by the Gaussian multinomial coefficients: the
    product of (1 - q^k) over all values, divided by the same product within each set of equal ones.
    """

    equal: tuple[int, ...]

    @property
    def pairs(self) -> int:
        """How many pairs of values differ: the largest sum."""
        n = sum(self.equal)
        return (n * (n - 1) - sum(m * (m - 1) for m in self.equal)) // 2

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """The share of orders with 0, 1, 2 ... pairs out of order; the sum is `pairs` - 2 times that."""
        counts = [1] + [0] * self.pairs
        for step in range(1, sum(self.equal) + 1):
            counts = [count - (counts[i - step] if i >= step else 0) for i, count in enumerate(counts)]
        for step in (step for size in self.equal for step in range(1, size + 1)):
            for start in range(min(step, len(counts))):
                counts[start::step] = list(accumulate(counts[start::step]))
        whole = sum(counts)
        return np.array([count / whole for count in counts])

    def chance(self, kendall_sum: int) -> float:
        """The share of orders whose sum lies at least as far from 0."""
        fewest = ceil((self.pairs - abs(kendall_sum)) / 2)
        if 2 * fewest >= self.pairs:
            return 1.0
        return min(1.0, 2 * float(self.shares[: fewest + 1].sum()))

    def find_rejected(self, tail: float) -> int | None:
        """The smallest sum that no larger a share than `tail` of the orders reaches, or None."""
        reached = np.cumsum(self.shares)
        most = int(np.sum(reached <= tail * (1 + 1e-9))) - 1
        return None if most < 0 else self.pairs - 2 * most
