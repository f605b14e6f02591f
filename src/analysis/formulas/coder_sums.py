"""Agreement of coders from sums over units, so that every coefficient of a code is taken of the same draws.

A unit is summed up in a row of numbers. What is drawn, a unit or a block of units that follow each other,
is a row of sums, and every coefficient is a function of the sums of a draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values
from analysis.formulas.coder_agreement import RESIDUE, take_interval
from analysis.formulas.coder_patterns import Patterns, Places, find_patterns, keep_apart

FEWEST = 5
"""The fewest units or blocks that are drawn anew; fewer have hardly any samples that differ."""


@dataclass(frozen=True)
class Shares:
    """How much coders differ, and would differ by chance, from 0 to 1, one entry a draw.

    `expected` is NaN for a plain share of agreement, which compares with nothing.
    """

    differing: Values
    expected: Values

    @property
    def coefficient(self) -> Values:
        """1 - differing / expected, NaN where no difference is expected; the share itself without chance."""
        by_chance = np.where(self.expected > RESIDUE, self.expected, nan)
        return np.where(np.isnan(self.expected), 1 - self.differing, 1 - self.differing / by_chance)


@dataclass(frozen=True)
class Agreement:
    """A coefficient, the agreement there is, and the agreement that it takes for chance (NaN for none)."""

    coefficient: Estimate
    observed: float
    by_chance: float


@dataclass(frozen=True)
class CodedUnits:
    """Units that two coders or more coded: how often each value was given, units × values.

    `weights` is what a unit counts for, 1 without it; `blocks` numbers the blocks that are drawn whole, and
    without it every unit is drawn by itself. Units of unequal weight are to be drawn in blocks.
    """

    counts: Values
    weights: Values | None = None
    blocks: Places | None = None

    def draw(self, columns: Values, number: int, random: np.random.Generator) -> tuple[Values, int]:
        """The sums of columns (units × columns) of each draw, last of the units as they are.

        Besides, how many units, or blocks, a draw holds. Units with equal counts are to have equal columns.
        """
        rows, patterns = self._pool(columns)
        whole = patterns.times[None, :].astype(np.float64) @ rows
        return np.concatenate([patterns.draw_sums(rows, number, random), whole]), patterns.units

    def _pool(self, columns: Values) -> tuple[Values, Patterns]:
        if self.blocks is None:
            patterns = find_patterns(self.counts)
            return columns[patterns.first], patterns
        weighted = columns if self.weights is None else columns * self.weights[:, None]
        order = np.argsort(self.blocks, kind="stable")
        _, starts = np.unique(self.blocks[order], return_index=True)
        rows = np.add.reduceat(weighted[order], starts) if len(order) else weighted
        return rows, keep_apart(len(rows))


@dataclass(frozen=True)
class Sums:
    """Sums over the units of a draw, one row a draw; the last row is over the units as they are.

    `units` counts them, `agreeing` sums the share of pairs of coders who gave the same, `apart` and
    `unlike` the distances between codes inside a unit, by the distances given and by any difference;
    `totals` (draws × values) how often each value was given, `used` the shares of a unit's codes.
    """

    columns: Values
    drawn: int
    """How many rows, units or blocks, a draw holds."""

    @property
    def units(self) -> Values:
        """How many units, or what they count for."""
        return self.columns[:, 0]

    @property
    def agreeing(self) -> Values:
        """The sum of each unit's share of pairs of coders who gave the same."""
        return self.columns[:, 1]

    @property
    def unlike(self) -> Values:
        """The sum of Krippendorff's differences inside units, two codes differing or not."""
        return self.columns[:, 2]

    @property
    def apart(self) -> Values:
        """The same by the distances given."""
        return self.columns[:, 3]

    @property
    def totals(self) -> Values:
        """How often each value was given."""
        return self.columns[:, 4 : 4 + self._values]

    @property
    def used(self) -> Values:
        """The sum of each value's share of a unit's codes."""
        return self.columns[:, 4 + self._values :]

    @property
    def _values(self) -> int:
        return (self.columns.shape[1] - 4) // 2


def sum_units(
    units: CodedUnits, number: int, random: np.random.Generator, distances: Values | None = None
) -> Sums:
    """The sums over `number` draws of units, or of blocks, and over the units as they are (the last row).

    `distances`, values × values, is what `apart` is summed by; without it any two values are 1 apart.
    """
    return Sums(*units.draw(_sum_up(units.counts, distances), number, random))


def _sum_up(counts: Values, distances: Values | None) -> Values:
    coders = counts.sum(axis=1)
    same = (counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1))
    unlike = (1 - same) * coders
    apart = unlike if distances is None else ((counts @ distances) * counts).sum(axis=1) / (coders - 1)
    ones = np.ones(len(counts))
    return np.column_stack([ones, same, unlike, apart, counts, counts / coders[:, None]])


def share_agreement(sums: Sums) -> Shares:
    """The mean share of pairs of coders who gave a unit the same: percent agreement."""
    differing = 1 - sums.agreeing / sums.units
    return Shares(differing, np.full_like(differing, nan))


def share_nominal(sums: Sums) -> Shares:
    """Krippendorff's alpha where two values differ or not."""
    n = sums.totals.sum(axis=1)
    expected = (n**2 - (sums.totals**2).sum(axis=1)) / (n * (n - 1))
    return Shares(sums.unlike / n, expected)


def share_distances(sums: Sums, distances: Values) -> Shares:
    """Krippendorff's alpha by distances between 0 and 1, those that `apart` was summed by."""
    n = sums.totals.sum(axis=1)
    expected = ((sums.totals @ distances) * sums.totals).sum(axis=1) / (n * (n - 1))
    return Shares(sums.apart / n, expected)


def share_fleiss(sums: Sums) -> Shares:
    """Fleiss' kappa (1971); of units not coded equally often its generalisation (Gwet 2014, chapter 2).

    The agreement of a unit is that of its own pairs, and every unit has one voice in the shares of values.
    """
    used = sums.used / sums.units[:, None]
    return Shares(1 - sums.agreeing / sums.units, 1 - (used**2).sum(axis=1))


def share_gwet(sums: Sums) -> Shares:
    """Gwet's AC1 (2008) of the values there are columns for, used or not."""
    used = sums.used / sums.units[:, None]
    by_chance = (used * (1 - used)).sum(axis=1) / max(used.shape[1] - 1, 1)
    return Shares(1 - sums.agreeing / sums.units, 1 - by_chance)


def share_of_values(sums: Sums, chosen: NDArray[np.bool_]) -> Shares:
    """The share of a unit's codes that are one of the values chosen, the mean over units; a plain share."""
    differing = 1 - sums.used[:, chosen].sum(axis=1) / sums.units
    return Shares(differing, np.full_like(differing, nan))


def estimate_agreement(shares: Shares, drawn: int, level: float) -> Agreement:
    """A coefficient with the percentiles of its draws; the last row is of the units as they are.

    `drawn` is how many units, or blocks, a draw holds: below `FEWEST` there is no interval
    (`too_few_units`), and none where `take_interval` gives none.
    """
    coefficient = shares.coefficient
    value = float(coefficient[-1])
    found = take_interval(value, coefficient[:-1], level)
    if not isnan(value) and found.reason != "coders_coincide" and drawn < FEWEST:
        found = Estimate(value, reason="too_few_units")
    return Agreement(found, float(1 - shares.differing[-1]), float(1 - shares.expected[-1]))
