"""Every way of giving out group labels, within cases or to everybody, and the sums these give.

Sums are whole numbers, so that equal sums are equal. Few arrangements are listed, many are counted
by convolution over people and cases, and only where neither is possible are they drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from math import comb, floor, lcm, log10, prod

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values

Whole = NDArray[np.int64]

LISTED = 2_000_000
"""Most arrangements of all cases together that are listed one by one."""

COUNTED = 1 << 27
"""Most additions that arrangements are counted with, about a second of work."""

DRAWN = 19_999
"""Arrangements drawn at random where they can be neither listed nor counted."""

FINEST = 1_000_000
"""The finest common denominator that values are taken to have."""


@dataclass(frozen=True)
class Arrangements:
    """The outcomes of permuting labels within cases: sums in whole units, and their shares.

    `sums` counts from each case's smallest value; `kept` is how many first-group people keep their
    label. Only cases with both sides take part.
    """

    sums: Whole
    kept: Whole
    share: Values
    observed_sum: int
    n_first: int
    expected_sum: float
    expected_kept: float
    unit: float
    exact: bool
    n_arrangements: int
    n_cases: int


@dataclass(frozen=True)
class _Case:
    """One case's people as whole numbers: value × base + 1 for people of the first group."""

    people: Whole
    n_first: int
    observed: int

    @property
    def n_arrangements(self) -> int:
        return comb(len(self.people), self.n_first)

    @property
    def span(self) -> int:
        """One more than the largest sum."""
        return int(np.sort(self.people)[-self.n_first :].sum()) + 1


def arrange_within_cases(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], random: np.random.Generator
) -> Arrangements | None:
    """List, count or draw the arrangements; None where no case has both sides."""
    both = [case for case in np.unique(cases) if len(set(first[cases == case])) == 2]
    if not both:
        return None
    taking_part = np.isin(cases, both)
    whole, unit = to_whole(values[taking_part])
    first, cases = first[taking_part], cases[taking_part]
    whole = _from_smallest(whole, cases)
    step = int(np.gcd.reduce(whole)) or 1
    whole, unit = whole // step, unit * step
    base = int(first.sum()) + 1
    blocks = [_code(whole[cases == case], first[cases == case], base) for case in both]
    keys, share, exact = _outcomes(blocks, random)
    return Arrangements(
        sums=keys // base,
        kept=keys % base,
        share=share,
        observed_sum=int(whole[first].sum()),
        n_first=base - 1,
        expected_sum=sum(float(whole[cases == case].mean()) * first[cases == case].sum() for case in both),
        expected_kept=sum(block.n_first**2 / len(block.people) for block in blocks),
        unit=unit,
        exact=exact,
        n_arrangements=prod(block.n_arrangements for block in blocks),
        n_cases=len(both),
    )


def _code(whole: Whole, first: NDArray[np.bool_], base: int) -> _Case:
    people = whole * base + first
    return _Case(people, int(first.sum()), int(people[first].sum()))


def to_whole(values: Values) -> tuple[Whole, float]:
    """The values as whole multiples of a unit, and the unit; equal values come out equal.

    Values without a common small denominator are taken on a decimal grid, at least a hundred millionth of
    the largest: whatever has so few decimals is exact.
    """
    fractions = [Fraction(float(value)).limit_denominator(10_000) for value in values]
    finest = lcm(*(one.denominator for one in fractions))
    size = max(1.0, float(np.abs(values).max()))
    off = max(abs(float(one) - value) for one, value in zip(fractions, values, strict=True))
    if finest > FINEST or off > 1e-9 * size:
        finest = 10 ** max(0, floor(log10(1e9 / size)))
    return np.round(values * finest).astype(np.int64), 1 / finest


def _from_smallest(whole: Whole, cases: NDArray[np.int64]) -> Whole:
    counted = whole.copy()
    for case in np.unique(cases):
        counted[cases == case] -= whole[cases == case].min()
    return counted


def _outcomes(blocks: list[_Case], random: np.random.Generator) -> tuple[Whole, Values, bool]:
    """The outcomes and their shares, by the cheapest way that is exact, and whether one was."""
    arrangements = prod(block.n_arrangements for block in blocks)
    additions = sum(len(block.people) * (block.n_first + 1) * block.span for block in blocks)
    if additions <= COUNTED and (additions <= arrangements or arrangements > LISTED):
        return *_count_all(blocks), True
    exact = arrangements <= LISTED
    keys = _list_all(blocks) if exact else _draw(blocks, random)
    return keys, np.full(len(keys), 1 / len(keys)), exact


def _list_all(blocks: list[_Case]) -> Whole:
    keys = np.zeros(1, dtype=np.int64)
    for block in blocks:
        chosen = list_choices(len(block.people), block.n_first)
        keys = np.add.outer(keys, block.people[chosen].sum(axis=1)).ravel()
    return keys


def _count_all(blocks: list[_Case]) -> tuple[Whole, Values]:
    share = np.ones(1)
    for block in blocks:
        share = _convolve(share, share_of_sums(block.people, block.n_first))
    keys = np.flatnonzero(share > 1e-15)
    return keys.astype(np.int64), share[keys]


def share_of_sums(people: Whole, n_first: int) -> Values:
    """The share of the subsets of `n_first` people that gives each sum 0, 1, 2, ..., people added one by one.

    table[j, s] is the probability that j of the people so far are chosen and sum to s, when people
    are chosen in turn with the probability that makes all subsets of the final size equally likely.
    """
    span = int(np.sort(people)[len(people) - n_first :].sum()) + 1
    table = np.zeros((n_first + 1, span))
    table[0, 0] = 1.0
    for seen, value in enumerate(np.sort(people)):
        left = len(people) - seen
        chance = np.clip((n_first - np.arange(n_first + 1)) / left, 0, 1)[:, np.newaxis]
        chosen = (table * chance)[:-1, : span - value]
        table *= 1 - chance
        table[1:, value:] += chosen
    return table[n_first]


def list_choices(n: int, k: int) -> Whole:
    """Every choice of k out of n, one a row, as the numbers 0 ... n - 1 in rising order."""
    choices = chain.from_iterable(combinations(range(n), k))
    return np.fromiter(choices, dtype=np.int64, count=comb(n, k) * k).reshape(comb(n, k), k)


def _convolve(a: Values, b: Values) -> Values:
    if len(a) * len(b) <= 1 << 24:
        return np.convolve(a, b)
    size = len(a) + len(b) - 1
    padded = 1 << size.bit_length()  # transforms of other lengths can take a hundred times as long
    return np.fft.irfft(np.fft.rfft(a, padded) * np.fft.rfft(b, padded), padded)[:size]


def _draw(blocks: list[_Case], random: np.random.Generator) -> Whole:
    """Random arrangements after the labels as they are, which count as one of them."""
    keys = np.full(DRAWN + 1, sum(block.observed for block in blocks), dtype=np.int64)
    keys[1:] = 0
    for block in blocks:
        order = random.random((DRAWN, len(block.people))).argsort(axis=1)[:, : block.n_first]
        keys[1:] += block.people[order].sum(axis=1)
    return keys
