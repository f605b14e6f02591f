"""How R looks for a minimum, step by step, for reference values that hang on where its search stops.

R's `optimise` ends within a tolerance of 1e-4, and its `optim` after 500 evaluations, converged or not. A
value found so is reproduced by the same search, not by a better one.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np
from scipy import optimize

from analysis.estimates import Values

LARGE = 1e35
"""What stands for a height that is no number."""

EVALUATIONS = 500
"""Most evaluations of R's Nelder-Mead search before its last step."""

TOLERANCE = float(np.finfo(float).eps)


def minimise_between(height: Callable[[float], float], low: float, high: float) -> float:
    """Where Brent's search, with R's `optimise` tolerance, ends."""

    def finite(at: float) -> float:
        found = height(at)
        return found if isfinite(found) else float(np.finfo(float).max)

    return float(optimize.fminbound(finite, low, high, xtol=TOLERANCE**0.25))


def minimise_simplex(height: Callable[[Values], float], start: Values) -> Values:
    """Where the simplex of Nelder & Mead, as Nash (1990, algorithm 19) writes it and R has it, ends.

    The start must have a height.
    """
    return _Simplex(height, start).search()


class _Simplex:
    """The corners and their heights; `low` and `top` say which corner is the lowest and the highest."""

    def __init__(self, height: Callable[[Values], float], start: Values) -> None:
        self._height = height
        self._count = 0
        size = len(start)
        step = 0.1 * float(np.abs(start).max()) or 0.1
        self.corners = np.tile(start, (size + 1, 1))
        self.corners[1:] += step * np.eye(size)
        self.heights = np.array([self._measure(corner) for corner in self.corners])
        self._enough = TOLERANCE**0.5 * (abs(self.heights[0]) + TOLERANCE**0.5)
        self._size = size * step * 10
        self._drawn_together = False
        self.low = self.top = 0

    def search(self) -> Values:
        """The lowest corner once the corners are of one height, or the evaluations used up."""
        while True:
            if self._drawn_together:
                self._measure_again()
            self._rank()
            if self.heights[self.top] <= self.heights[self.low] + self._enough:
                break
            if not self._move() or self._count > EVALUATIONS:
                break
        return np.asarray(self.corners[self.low], dtype=np.float64)

    def _measure(self, corner: Values) -> float:
        self._count += 1
        found = self._height(corner)
        return found if isfinite(found) else LARGE

    def _rank(self) -> None:
        # Among equals the lowest corner stays where it was, and the highest is the first met.
        start = self.low
        self.top = start
        highest = self.heights[start]
        for corner, height in enumerate(self.heights):
            if corner == start:
                continue
            if height < self.heights[self.low]:
                self.low = corner
            if height > highest:
                self.top, highest = corner, height

    def _move(self) -> bool:
        """Replace the highest corner, or draw all together; False where that no longer shrinks them."""
        worst = self.heights[self.top]
        middle = (self.corners.sum(axis=0) - self.corners[self.top]) / (len(self.corners) - 1)
        across = 2 * middle - self.corners[self.top]
        reached = self._measure(across)
        if reached < self.heights[self.low]:
            beyond = 2 * across - middle
            further = self._measure(beyond)
            self._put(*((beyond, further) if further < reached else (across, reached)))
            return True
        if reached < worst:
            self._put(across, reached)
        between = 0.5 * self.corners[self.top] + 0.5 * middle
        found = self._measure(between)
        if found < self.heights[self.top]:
            self._put(between, found)
            return True
        return reached < worst or self._shrink()

    def _put(self, corner: Values, height: float) -> None:
        self.corners[self.top], self.heights[self.top] = corner, height

    def _shrink(self) -> bool:
        lowest = self.corners[self.low].copy()
        self.corners = 0.5 * (self.corners - lowest) + lowest
        self.corners[self.low] = lowest
        size = float(np.abs(self.corners - lowest).sum())
        if size >= self._size:
            return False
        self._size = size
        self._drawn_together = True
        return True

    def _measure_again(self) -> None:
        for corner in range(len(self.corners)):
            if corner != self.low:
                self.heights[corner] = self._measure(self.corners[corner])
        self._drawn_together = False
