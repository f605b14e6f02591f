"""What lies in the span of given rows, and which sums of sets lie in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOLERANCE = 1e-9
"""Below this a number is taken for zero; the rows have length one, so what is not zero is far larger."""


def null_space(rows: Floats) -> Floats:
    """Orthonormal basis (columns) of the vectors that every row is orthogonal to."""
    if not len(rows):
        return np.eye(rows.shape[1])
    _, sizes, right = np.linalg.svd(rows)
    return right[int((sizes > TOLERANCE).sum()) :].T


def in_span(vectors: Floats, null: Floats) -> NDArray[np.bool_]:
    """Which of the vectors (rows) lie in the span whose null space is given."""
    return np.abs(vectors @ null).max(axis=1, initial=0.0) < TOLERANCE * 10


def combine_rows(basis: Floats, people: NDArray[np.int64], minimum: int) -> Iterator[NDArray[np.bool_]]:
    """Sums of rows that are 0 or 1 everywhere and whose pivots hold fewer people than the minimum."""
    usable = [row for row in np.argsort(people, kind="stable") if people[row] < minimum]
    stack = [(0, 0, np.zeros(basis.shape[1]))]
    while stack:
        start, count, made = stack.pop()
        for place in range(start, len(usable)):
            total = count + int(people[usable[place]])
            if total >= minimum:
                break
            union = made + basis[usable[place]]
            stack.append((place + 1, total, union))
            if (np.minimum(np.abs(union), np.abs(union - 1)) < TOLERANCE * 10).all():
                yield union > 0.5


def reduce_rows(rows: Floats) -> tuple[Floats, list[int]]:
    """Reduced row echelon form with its pivot columns."""
    made, pivots = rows.copy(), list[int]()
    for column in range(made.shape[1]):
        row = len(pivots)
        if row == len(made):
            break
        best = row + int(np.argmax(np.abs(made[row:, column])))
        if abs(made[best, column]) < TOLERANCE:
            continue
        made[[row, best]] = made[[best, row]]
        made[row] /= made[row, column]
        others = np.arange(len(made)) != row
        made[others] -= np.outer(made[others, column], made[row])
        pivots.append(column)
    return made[: len(pivots)], pivots
