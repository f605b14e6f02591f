"""What lies in the span of given rows, on which of them it depends, and which sums of sets lie in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
TOLERANCE = 1e-9
"""Below this a number is taken for zero; the rows have length one, so what is not zero is far larger."""


class Span:
    """The span of rows (rows × columns). Columns that are alike in every row are taken as one."""

    def __init__(self, rows: Floats) -> None:
        given = rows if len(rows) else np.zeros((1, rows.shape[1]))
        self.columns, self.first, alike = np.unique(given, axis=1, return_index=True, return_inverse=True)
        self.alike = alike.ravel()
        self.left, sizes, right = np.linalg.svd(self.columns)
        self.sizes = sizes[sizes > TOLERANCE]
        self.right, self.null = np.split(right.T, [len(self.sizes)], axis=1)

    def holds(self, vectors: Floats) -> Booleans:
        """Which of the vectors lie in the span."""
        short = vectors[:, self.first]
        even = np.abs(vectors - short[:, self.alike]).max(axis=1, initial=0.0) < TOLERANCE
        return even & (np.abs(short @ self.null).max(axis=1, initial=0.0) < TOLERANCE * 10)

    def weigh(self, vector: Floats) -> Floats:
        """The weight of each row in the shortest combination that gives a vector of the span."""
        return self.left[:, : len(self.sizes)] @ ((vector[self.first] @ self.right) / self.sizes)

    def needs(self, weights: Floats, rows: Booleans) -> bool:
        """Whether the combination with these weights is impossible without some of the rows."""
        free = self.left[rows, len(self.sizes) :]
        free = np.where(np.abs(free) > TOLERANCE, free, 0.0)
        change = np.linalg.lstsq(free, weights[rows], rcond=TOLERANCE)[0]
        return bool(np.abs(free @ change - weights[rows]).max(initial=0.0) > TOLERANCE * 10)

    def sums(self, columns: Integers, people: Integers, fewer_than: int) -> Iterator[Booleans]:
        """The unions of some columns, in the span, that hold fewer people than a number.

        In reduced row echelon form with the largest columns as pivots, a combination that is 0 or 1
        everywhere has the weight 0 or 1 on every row, so few combinations need to be tried.
        """
        outside = np.setdiff1d(np.arange(len(self.alike)), columns)
        kinds = np.setdiff1d(self.alike[columns], self.alike[outside])
        sizes = np.array([people[self.alike == one].sum() for one in kinds], dtype=np.int64)
        order = np.argsort(-sizes, kind="stable")
        kinds, sizes = kinds[order], sizes[order]
        basis, pivots = reduce_rows(_orthogonal_to(self.null[kinds]))
        for union in combine_rows(basis, sizes[pivots], fewer_than):
            if sizes[union].sum() < fewer_than:
                yield np.isin(self.alike, kinds[union])


def _orthogonal_to(columns: Floats) -> Floats:
    """Orthonormal rows that are orthogonal to every column."""
    if not columns.size:
        return np.eye(len(columns))
    left, sizes, _ = np.linalg.svd(columns)
    return left[:, int((sizes > TOLERANCE).sum()) :].T


def combine_rows(basis: Floats, people: Integers, fewer_than: int) -> Iterator[Booleans]:
    """Sums of rows that are 0 or 1 everywhere and whose pivots hold fewer people than a number."""
    usable = [row for row in np.argsort(people, kind="stable") if people[row] < fewer_than]
    stack = [(0, 0, np.zeros(basis.shape[1]))]
    while stack:
        start, count, made = stack.pop()
        for place in range(start, len(usable)):
            total = count + int(people[usable[place]])
            if total >= fewer_than:
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
