"""What the exact permutation tests can show with the people there are: by studies of this very design.

Every simulated study has the people of the design, in their cases and groups, with normal values whose
variances within and between cases add up to 1; effects are therefore in standard deviations of all people.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, inf, prod, sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import list_choices

LISTED = 5_000
"""Most arrangements that are all listed."""

DRAWN = 2_000
"""Arrangements drawn where there are more; the labels as they are come first among them."""

Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """The smallest effect found with the planned power, and how wide the interval will be, in SDs.

    `detectable` is the true difference that the two-sided test finds in the planned share of studies,
    `width` the mean width of its interval. Both `level_not_reachable` where no result could reach the
    level, and the reason of the design where the test cannot be made.
    """

    detectable: Estimate
    width: Estimate


@dataclass(frozen=True)
class Design:
    """Units whose labels are permuted: people inside their cases, or whole cases in one block.

    `arrangements` holds one way of giving out the labels a row, the labels as they are first; `block` the
    case of each unit; `deviation` the standard deviation of each unit's value about its block's mean.
    """

    arrangements: Labels
    block: NDArray[np.int64]
    deviation: Values


def reach_of_permutation(
    first: Labels,
    cases: NDArray[np.int64],
    icc: float,
    alpha: float,
    power: float,
    level: float,
    simulations: int,
    random: np.random.Generator,
    between: bool,
) -> Reach:
    """The reach of the permutation within cases, or of whole cases (`between`), for these labels.

    A shift δ of the first group moves the ends of the inverted interval by δ, so the test rejects a study
    exactly when δ has passed the end its interval has without a difference: the smallest detectable effect
    is the `power` quantile of those ends. Both ends are used, as the studies are as often the other way
    round. It depends on the numbers of people of each group in each case alone, and on `random`.
    """
    if first.all() or not first.any():
        return _none("group_missing")
    design = _of_whole_cases(first, cases, icc, random) if between else _of_people(first, cases, icc, random)
    if design is None:
        return _none("groups_within_cases" if between else "no_case_with_both_groups")
    values = random.standard_normal((simulations, len(design.block))) * design.deviation
    lower, upper = invert(design, values.T, (alpha, 1 - level))
    ends = np.concatenate([-lower[0], upper[0]])
    width = float(np.mean(upper[1] - lower[1]))
    detectable = inf if np.isinf(ends).any() else float(np.quantile(ends, power))
    return Reach(_reached(detectable), _reached(width))


def invert(design: Design, values: Values, alphas: tuple[float, ...]) -> tuple[Values, Values]:
    """The ends of the intervals at 1 - alpha (alphas × studies), of values (units × studies).

    The same inversion as `resampling.Permutation.interval`, for many studies of one design at once; infinite
    where the level is not reachable.
    """
    labels = design.arrangements.astype(np.float64)
    labels -= _expected(design)
    kept = labels @ design.arrangements[0]
    deviation = labels @ values
    always = kept[0] - np.abs(kept) <= 1e-9 * kept[0]
    moving = ~always
    towards = (deviation[0] - deviation[moving]) / (kept[0] - kept[moving])[:, np.newaxis]
    away = (deviation[0] + deviation[moving]) / (kept[0] + kept[moving])[:, np.newaxis]
    # The end is the first that more than alpha of all arrangements reach; some reach it at any shift.
    n = len(labels)
    places = [int(np.floor(n * (alpha + 1e-12))) - int(always.sum()) for alpha in alphas]
    lower, upper = np.minimum(towards, away), np.maximum(towards, away)
    reached = [place for place in places if place >= 0]
    if reached:
        lower.partition(reached, axis=0)
        upper.partition([len(upper) - 1 - place for place in reached], axis=0)
    unbounded = np.full(values.shape[1], inf)
    low = [lower[place] if place >= 0 else -unbounded for place in places]
    high = [upper[len(upper) - 1 - place] if place >= 0 else unbounded for place in places]
    return np.array(low), np.array(high)


def _of_people(
    first: Labels, cases: NDArray[np.int64], icc: float, random: np.random.Generator
) -> Design | None:
    counts = [
        (int(first[cases == case].sum()), int((~first[cases == case]).sum())) for case in np.unique(cases)
    ]
    counts = [pair for pair in counts if min(pair) > 0]
    if not counts:
        return None
    block = np.repeat(np.arange(len(counts)), [sum(pair) for pair in counts])
    arrangements = _arrange(counts, random)
    return Design(arrangements, block, np.full(len(block), sqrt(1 - icc)))


def _of_whole_cases(
    first: Labels, cases: NDArray[np.int64], icc: float, random: np.random.Generator
) -> Design | None:
    _, case = np.unique(cases, return_inverse=True)
    sizes, firsts = np.bincount(case), np.bincount(case, weights=first)
    if np.any((firsts > 0) & (firsts < sizes)):
        return None
    order = np.argsort(firsts == 0, kind="stable")
    n_first = int(np.sum(firsts > 0))
    arrangements = _arrange([(n_first, len(sizes) - n_first)], random)
    spread = np.sqrt(icc + (1 - icc) / sizes[order])
    return Design(arrangements, np.zeros(len(sizes), dtype=np.int64), spread)


def _arrange(counts: list[tuple[int, int]], random: np.random.Generator) -> Labels:
    """All ways of giving out the labels in blocks of (first, second) units, or drawn ones where many."""
    if prod(comb(a + b, a) for a, b in counts) <= LISTED:
        rows = np.zeros((1, 0), dtype=bool)
        for a, b in counts:
            here = np.zeros((comb(a + b, a), a + b), dtype=bool)
            np.put_along_axis(here, list_choices(a + b, a), True, axis=1)
            rows = np.hstack([np.repeat(rows, len(here), axis=0), np.tile(here, (len(rows), 1))])
        return rows
    parts = [_draw(a, b, random) for a, b in counts]
    return np.hstack(parts)


def _draw(a: int, b: int, random: np.random.Generator) -> Labels:
    drawn = random.random((DRAWN + 1, a + b)).argsort(axis=1) < a
    drawn[0] = np.arange(a + b) < a
    return drawn


def _expected(design: Design) -> Values:
    """The chance of each unit to have the first label: the share of its block."""
    sizes = np.bincount(design.block)
    firsts = np.bincount(design.block, weights=design.arrangements[0])
    return np.asarray((firsts / sizes)[design.block])


def _reached(value: float) -> Estimate:
    return not_estimable("level_not_reachable") if np.isinf(value) else Estimate(value)


def _none(reason: str) -> Reach:
    return Reach(not_estimable(reason), not_estimable(reason))
