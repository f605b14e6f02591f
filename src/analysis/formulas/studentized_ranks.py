"""Brunner & Munzel's test for few people: its statistic under every way of giving out the labels.

The statistic is a function of how many of the first group gave each value. So not the ways of giving out
labels are listed but these counts, each with its share of the ways: few, as answers are tied.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import to_whole

Counts = NDArray[np.int64]

LISTED = 40_000
"""Most different counts that are listed."""

DRAWN = 9_999
"""Labellings drawn at random where there are more."""


@dataclass(frozen=True)
class _Studentized:
    """For every labelling, or a row of them: superiority and its standard error."""

    superiority: Values
    error: Values

    @classmethod
    def of(cls, first: Counts, everybody: Counts) -> _Studentized:
        """From how many of the first group, and of everybody, have each value (last axis, ascending)."""
        second = everybody - first
        n1, n2 = int(first[..., :].sum(axis=-1).flat[0]), int(second[..., :].sum(axis=-1).flat[0])
        placed_first = (np.cumsum(second, axis=-1) - second / 2) / n2
        placed_second = (np.cumsum(first, axis=-1) - first / 2) / n1
        superiority = (first * placed_first).sum(axis=-1) / n1
        a = (first * (placed_first - superiority[..., np.newaxis]) ** 2).sum(axis=-1) / (n1 - 1) / n1
        b = (second * (placed_second - 1 + superiority[..., np.newaxis]) ** 2).sum(axis=-1) / (n2 - 1) / n2
        return cls(superiority, np.sqrt(a + b))

    @property
    def size(self) -> Values:
        """|superiority - 1/2| in standard errors; infinite where a side lies wholly above the other."""
        off = np.abs(self.superiority - 0.5)
        exists = self.error > 1e-9
        never = np.where(off > 1e-9, inf, 0.0)
        return np.asarray(np.where(exists, off / np.where(exists, self.error, 1.0), never))


def estimate_permuted_brunner_munzel(
    values: Values,
    first: NDArray[np.bool_],
    cases: NDArray[np.int64],
    level: float,
    random: np.random.Generator,
) -> Estimate:
    """P(first > second) + P(equal) / 2 with p and interval of the studentised permutation test.

    Neubert & Brunner (2007): p is the share of all ways of giving out the labels whose Brunner-Munzel
    statistic is at least as large, whichever sign, as observed; the interval takes its quantile from the
    same distribution (Pauly, Asendorf & Konietschke 2016) and is kept inside 0 and 1. People are taken as
    independent. Needs two on each side. A side wholly above the other has a p and no interval
    (`separated`); too few ways for the level leave the interval out (`level_not_reachable`). `random` is
    used only where there are too many ways to be counted.
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    if min(first.sum(), (~first).sum()) < 2:
        return not_estimable("too_few_people")
    place, everybody = np.unique(to_whole(values)[0], return_inverse=True, return_counts=True)[1:]
    ours = np.bincount(place[first], minlength=len(everybody))
    observed = _Studentized.of(ours, everybody)
    if len(everybody) == 1:
        return Estimate(0.5, reason="no_variance")
    sizes, shares = _permute(ours, everybody, random)
    own, value, error = float(observed.size), float(observed.superiority), float(observed.error)
    p = min(float(shares[sizes >= own * (1 - 1e-9)].sum()), 1.0)
    if error <= 1e-9:
        return Estimate(value, p=p, reason="separated")
    width = _quantile(sizes, shares, 1 - level)
    if width == inf:
        return Estimate(value, p=p, reason="level_not_reachable")
    return Estimate(value, value - width * error, value + width * error, p=p).within(0.0, 1.0)


def is_listed(values: Values, first: NDArray[np.bool_]) -> bool:
    """Whether the ways of giving out the labels are few enough to be counted, so that nothing is drawn."""
    counts = np.unique(to_whole(values)[0], return_counts=True)[1]
    return _count_ways(counts, int(first.sum())) <= LISTED


def _permute(ours: Counts, everybody: Counts, random: np.random.Generator) -> tuple[Values, Values]:
    """The size of the statistic under every labelling, or under many drawn ones, and their shares."""
    n_first = int(ours.sum())
    if _count_ways(everybody, n_first) <= LISTED:
        counts = _list_counts(everybody, n_first)
        ways = np.round(special.binom(everybody, counts)).prod(axis=1)
        return _Studentized.of(counts, everybody).size, ways / ways.sum()
    drawn = random.multivariate_hypergeometric(everybody, n_first, size=DRAWN)
    counts = np.concatenate([ours[np.newaxis], drawn])
    return _Studentized.of(counts, everybody).size, np.full(len(counts), 1 / len(counts))


def _count_ways(everybody: Counts, n_first: int) -> float:
    ways = np.ones(1)
    for count in everybody:
        ways = np.convolve(ways, np.ones(count + 1))[: n_first + 1]
    return float(ways[n_first])


def _list_counts(everybody: Counts, n_first: int) -> Counts:
    """Every way in which `n_first` people can be spread over the values, one a row."""
    counts = np.zeros((1, 0), dtype=np.int64)
    for place, most in enumerate(everybody):
        later = int(everybody[place + 1 :].sum())
        grown = np.repeat(counts, most + 1, axis=0)
        grown = np.column_stack([grown, np.tile(np.arange(most + 1), len(counts))])
        so_far = grown.sum(axis=1)
        counts = grown[(so_far <= n_first) & (so_far + later >= n_first)]
    return counts


def _quantile(sizes: Values, shares: Values, alpha: float) -> float:
    """The smallest size that is not rejected: more than `alpha` of the labellings are at least as large."""
    order = np.argsort(-sizes, kind="stable")
    reached = np.cumsum(shares[order])
    return float(sizes[order][np.argmax(reached > alpha + 1e-12)])
