"""The search for the ratios of variances with the highest restricted likelihood, none below 0.

Deterministic: a coarse grid, then Newton's method from its best point, or the next where that does not end.
It ends where the slopes are 0, which is known to more digits than where the likelihood is highest.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.formulas.nested_sums import NestedSums

STARTS = (0.0, 0.3, 2.0)
"""Where the deviance is looked at first, in log(1 + γ · mean size of the component's levels)."""

LARGEST = 25.0
"""The same scale's end."""

UNBOUNDED = 1e5
"""The ratio of a variance to the residual one at which no residual variation is left."""

TRIES = 4
"""Most points of the grid from which the search sets out until it ends where the deviance is flat."""

STEPS = 60
"""Most steps of Newton's method from one start."""

CLOSE = 1e-7
"""The slope of the deviance, on that scale, at which it counts as flat."""


def find_ratios(sums: NestedSums) -> tuple[Values | None, bool]:
    """The ratios with the smallest deviance, and whether it is flat there; None where they are unbounded."""
    grid = [np.array(one) for one in product(STARTS, repeat=len(sums.spans))]
    heights = [sums.at(_to_ratios(one, sums)).deviance() for one in grid]
    best, lowest, flat = grid[0], np.inf, False
    for start in np.argsort(heights, kind="stable")[:TRIES]:
        place, height, is_flat = _descend(sums, grid[start])
        if height < lowest - 1e-9:
            best, lowest, flat = place, height, is_flat
        if flat:
            break
    if _to_ratios(best, sums).max() > UNBOUNDED:
        return None, False
    return _to_ratios(best, sums), flat


def _descend(sums: NestedSums, place: Values) -> tuple[Values, float, bool]:
    """Newton's method from a start, held at 0 where the deviance falls towards it."""
    height, slopes = _look(sums, place)
    for _ in range(STEPS):
        moving = (place > 0) | (slopes < 0)
        size = float(np.abs(slopes[moving]).max(initial=0.0))
        if size < 1e-10:
            break
        direction = _direct(sums, place, slopes, moving)
        length = 1.0
        while length > 1e-6:
            there = np.clip(place + length * direction, 0.0, LARGEST)
            lower, found = _look(sums, there)
            freed = (there > 0) | (found < 0)
            better = float(np.abs(found[freed]).max(initial=0.0)) < size
            if lower < height - 1e-7 or (better and lower < height + 1e-7):
                break
            length /= 2
        else:
            break
        place, height, slopes = there, lower, found
    moving = (place > 0) | (slopes < 0)
    return place, height, float(np.abs(slopes[moving]).max(initial=0.0)) < CLOSE


def _direct(sums: NestedSums, place: Values, slopes: Values, moving: NDArray[np.bool_]) -> Values:
    """The step of Newton's method, downhill even where the deviance bends the wrong way."""
    chosen = np.flatnonzero(moving)
    bends = np.empty((len(chosen), len(chosen)))
    for row, one in enumerate(chosen):
        beside = place.copy()
        beside[one] += 1e-6 * (1 + place[one])
        bends[row] = (_look(sums, beside)[1] - slopes)[chosen] / (beside[one] - place[one])
    roots, vectors = np.linalg.eigh((bends + bends.T) / 2)
    steep = np.maximum(np.abs(roots), 1e-4)
    direction = np.zeros(len(place))
    direction[chosen] = -vectors @ ((vectors.T @ slopes[chosen]) / steep)
    return direction / max(1.0, float(np.abs(direction).max()) / 3)


def _look(sums: NestedSums, place: Values) -> tuple[float, Values]:
    """The deviance and its slopes on the scale of the search."""
    point = sums.at(_to_ratios(place, sums))
    return point.deviance(), point.slopes() * np.exp(place) / sums.spans


def _to_ratios(place: Values, sums: NestedSums) -> Values:
    return np.asarray(np.expm1(place) / sums.spans)
