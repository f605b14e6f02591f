"""How far people of one case lie from each other: on ordered answers, and one person from the others."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable

CONSISTENT = 1.4826
"""Makes a median absolute deviation the standard deviation of a normal distribution."""

FEWEST_OTHERS = 2
"""One other person is no case to be far from."""


def estimate_ordinal_spread(counts: NDArray[np.int64]) -> Estimate:
    """Leik's D = 2 Σ dᵢ / (m - 1), dᵢ the smaller of Fᵢ and 1 - Fᵢ, of the counts of m ordered answers.

    Leik (1966). 0 where all answer alike, 1 where half give the lowest and half the highest answer; an odd
    number of people cannot reach 1. Only the order of the answers is used.
    """
    n, m = int(counts.sum()), len(counts)
    if n < 2:
        return not_estimable("too_few_people" if n else "no_answers")
    if m < 2:
        return not_estimable("no_variance")
    below = np.cumsum(counts)[:-1]
    return Estimate(2 * float(np.minimum(below, n - below).sum()) / (n * (m - 1)))


def spread_within_cases(scores: Values, cases: NDArray[np.int64]) -> Values:
    """A robust standard deviation inside cases for each column of a people × scales array with gaps (NaN).

    1.4826 / √2 times the median absolute difference of two people of a case. Differences of pairs need no
    centre (Rousseeuw & Croux 1993), which cases of two to four people do not have: in a case of three, one
    person always is the median. 0 where most pairs are tied, NaN where there are none.
    """
    first, second = np.triu_indices(len(scores), 1)
    together = cases[first] == cases[second]
    differences = np.abs(scores[first[together]] - scores[second[together]])
    return np.array([CONSISTENT / sqrt(2) * _median(column) for column in differences.T])


def deviations_from_others(scores: Values, cases: NDArray[np.int64]) -> Values:
    """Each score less the median of the other people of the case, of a people × scales array with gaps.

    Of an even number of others it is the nearer of the two in the middle, and 0 for a score between them: of
    two others, one who lies far off would else pull their mean away from the other. NaN where fewer than
    two others of the case have a score.
    """
    found = np.full(scores.shape, nan)
    for person, case in enumerate(cases):
        others = cases == case
        others[person] = False
        beside = np.sort(scores[others], axis=0)
        given = (~np.isnan(beside)).sum(axis=0)
        for scale in np.flatnonzero(given >= FEWEST_OTHERS):
            middle = beside[(given[scale] - 1) // 2, scale], beside[given[scale] // 2, scale]
            found[person, scale] = scores[person, scale] - np.clip(scores[person, scale], *middle)
    return found


def distances_from_others(scores: Values, cases: NDArray[np.int64], signs: Values) -> Values:
    """For each person: distance, direction and the number of scales behind them (a people × 3 array).

    `signs` is 1 for a scale on which higher is better, else -1. A deviation from the median of the others
    is divided by the spread inside cases, as in a modified z (Iglewicz & Hoaglin 1993; Leys et al. 2013); a
    scale without spread is left out. The distance is the median over scales of the absolute values, the
    direction that of the signed ones: below 0 less favourable than the others. NaN without any scale.
    """
    spread = spread_within_cases(scores, cases)
    apart = deviations_from_others(scores, cases)[:, spread > 0] / spread[spread > 0]
    favourable = apart * signs[spread > 0]
    rows = [(_median(np.abs(row)), _median(row), float((~np.isnan(row)).sum())) for row in favourable]
    return np.array(rows, dtype=np.float64).reshape(len(scores), 3)


def _median(values: Values) -> float:
    given = values[~np.isnan(values)]
    return float(np.median(given)) if len(given) else nan
