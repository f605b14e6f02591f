"""The sum of one group's values when everybody's label could have been anybody's: no cases, no drawing.

Where the people of a contrast may be taken as independent, its exact test gives out the labels in every
way. Only the sum is followed, so that many more people can be counted than with labels within cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.formulas.arrangements import Whole, list_choices, share_of_sums, to_whole

COUNTED = 1 << 30
"""Most additions that sums are counted with, a few seconds of work."""

LISTED = 2_000_000
"""Most choices that are listed one by one."""


@dataclass(frozen=True)
class LabelSums:
    """The first group's sum T over all ways of giving out its labels.

    `deviation` is T - E(T) of each outcome in whole units times the number of people, `share` its share
    of all ways, `observed` the deviation of the labels as they are, `n_partitions` how many ways there are.
    """

    deviation: Whole
    share: Values
    observed: int
    n_partitions: int

    @property
    def p(self) -> float:
        """Two-sided: the share of ways with |T - E(T)| at least as large as observed."""
        return self._share_of(np.abs(self.deviation) >= abs(self.observed))

    @property
    def p_greater(self) -> float:
        """The share of ways with T at least as large as observed."""
        return self._share_of(self.deviation >= self.observed)

    @property
    def p_less(self) -> float:
        """The share of ways with T at most as large as observed."""
        return self._share_of(self.deviation <= self.observed)

    @property
    def p_doubled(self) -> float:
        """Twice the smaller one-sided p, at most 1: another two-sided definition, for comparison."""
        return min(1.0, 2 * min(self.p_greater, self.p_less))

    def _share_of(self, chosen: NDArray[np.bool_]) -> float:
        return min(float(self.share[chosen].sum()), 1.0)


def sum_labels(values: Values, first: NDArray[np.bool_]) -> LabelSums | None:
    """Count or list every way of giving out `first`; None where there are too many, or a side is empty.

    The values are taken as whole multiples of a common unit, so that ties are ties.
    """
    n, n_first = len(values), int(first.sum())
    if not 0 < n_first < n:
        return None
    whole = to_whole(values)[0]
    whole = whole - whole.min()
    whole = whole // (int(np.gcd.reduce(whole)) or 1)
    # the smaller group's sum says all: the two sums add up to the same total in every way
    fewer, sign = (first, 1) if 2 * n_first <= n else (~first, -1)
    outcomes = _outcomes(whole, int(fewer.sum()))
    if outcomes is None:
        return None
    sums, share = outcomes
    expected = int(whole.sum()) * int(fewer.sum())
    observed = sign * (int(whole[fewer].sum()) * n - expected)
    return LabelSums(sign * (sums * n - expected), share, observed, comb(n, n_first))


def _outcomes(whole: Whole, k: int) -> tuple[Whole, Values] | None:
    ways = comb(len(whole), k)
    span = int(np.sort(whole)[len(whole) - k :].sum()) + 1
    additions = len(whole) * (k + 1) * span
    if additions <= COUNTED and (additions <= ways * k or ways > LISTED):
        return np.arange(span, dtype=np.int64), share_of_sums(whole, k)
    if ways > LISTED:
        return None
    return whole[list_choices(len(whole), k)].sum(axis=1), np.full(ways, 1 / ways)
