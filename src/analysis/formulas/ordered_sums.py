"""Agreement on ordered categories, and of two coders, from sums over units as in `coder_sums`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.formulas.coder_agreement import place_ranks, weigh_categories
from analysis.formulas.coder_sums import CodedUnits, Shares

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class OrderedSums:
    """Sums over the units of a draw, one row a draw; the last row is over the units as they are.

    `pairs` (draws × categories × categories) is Krippendorff's matrix of coincidences, `agreeing` the sum
    of each unit's weighted share of agreement, `used` (draws × categories) that of its shares of codes.
    """

    units: Values
    agreeing: Values
    used: Values
    pairs: Values
    drawn: int


def sum_ordered(units: CodedUnits, number: int, random: np.random.Generator) -> OrderedSums:
    """The sums over `number` draws of units, or of blocks, with Gwet's ordinal weights."""
    counts, q = units.counts, units.counts.shape[1]
    coders = counts.sum(axis=1)
    pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(q)) / (coders - 1)[:, None, None]
    agreeing = (pairs * weigh_categories(q, "ordinal")).sum(axis=(1, 2)) / coders
    columns = np.column_stack(
        [np.ones(len(counts)), agreeing, counts / coders[:, None], pairs.reshape(len(counts), q * q)]
    )
    summed, drawn = units.draw(columns, number, random)
    return OrderedSums(
        summed[:, 0], summed[:, 1], summed[:, 2 : 2 + q], summed[:, 2 + q :].reshape(-1, q, q), drawn
    )


def share_ordinal(sums: OrderedSums) -> Shares:
    """Krippendorff's ordinal alpha; a difference of 1 is that of the lowest and highest category given."""
    totals = sums.pairs.sum(axis=2)
    n = totals.sum(axis=1)
    places = place_ranks(totals)
    apart = (places[:, :, None] - places[:, None, :]) ** 2
    given = totals > 0
    widest = (apart * given[:, :, None] * given[:, None, :]).max(axis=(1, 2))
    apart = apart / np.where(widest > 0, widest, 1.0)[:, None, None]
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    return Shares((sums.pairs * apart).sum(axis=(1, 2)) / n, expected / (n * (n - 1)))


def share_gwet_ordinal(sums: OrderedSums) -> Shares:
    """Gwet's AC2 with ordinal weights of all categories, used or not."""
    used, q = sums.used / sums.units[:, None], sums.used.shape[1]
    scale = weigh_categories(q, "ordinal").sum() / max(q * (q - 1), 1)
    by_chance = scale * (used * (1 - used)).sum(axis=1)
    return Shares(1 - sums.agreeing / sums.units, 1 - by_chance)


def share_cohen(
    units: CodedUnits, first: Numbers, second: Numbers, number: int, random: np.random.Generator
) -> tuple[Shares, int]:
    """Cohen's kappa of two coders' values, numbered from 0, in each draw; and how much a draw holds."""
    values = np.eye(units.counts.shape[1])
    same = (first == second).astype(np.float64)
    columns = np.column_stack([np.ones(len(first)), same, values[first], values[second]])
    summed, drawn = units.draw(columns, number, random)
    shares = summed[:, 1:] / summed[:, :1]
    ones, others = np.split(shares[:, 1:], 2, axis=1)
    return Shares(1 - shares[:, 0], 1 - (ones * others).sum(axis=1)), drawn
