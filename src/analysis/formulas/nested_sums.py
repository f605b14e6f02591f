"""What a model of nested variance components needs of the data: sums over blocks, and its likelihood.

With γ the ratios of the variances to the residual one, V / σ² = I + Σ γ Z Z'. The component with the most
levels (people) is taken out by hand: A = I + γ Z Z' of it is known by the sizes of its levels alone. The
others have few columns C in a block, so that V⁻¹ = A⁻¹ - A⁻¹ C N C' A⁻¹ with N of their number. Nothing
of the size of the people is built: all that is used are cross-products of [C X y].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, pi

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class NestedSums:
    """Cross-products of [C X y] by block: `inside` the levels of the finest component, and of their means.

    `levels[g]` are those of the means of levels of one size (times the size) in one block, `counts[g]` how
    many there are, `sizes[g]` their size, `owners` blocks × g. `columns` tells the component of each column
    of C; `finest` is the component that is not in C.
    """

    n: int
    effects: int
    finest: int
    columns: Labels
    spans: Values
    inside: Values
    levels: Values
    owners: Values
    sizes: Values
    counts: Values

    @classmethod
    def of(cls, design: Values, values: Values, components: Sequence[Labels], blocks: Labels) -> NestedSums:
        """The sums of rows that lie by block; components and blocks numbered by first appearance."""
        finest = max(range(len(components)), key=lambda one: int(components[one].max()))
        coarse = [one for one in range(len(components)) if one != finest]
        indicators, columns = _spread([components[one] for one in coarse], coarse, blocks)
        rows = np.column_stack([indicators, design, values])
        level = components[finest]
        totals = _total(rows, level)
        size = np.bincount(level)
        place = np.zeros(len(size), dtype=np.int64)
        place[level] = blocks
        pairs, group = np.unique(np.column_stack([place, size]), axis=0, return_inverse=True)
        group = group.reshape(-1)
        levels = np.stack([_cross(totals[group == one]) for one in range(len(pairs))])
        levels /= pairs[:, 1, np.newaxis, np.newaxis]
        owners = (np.arange(blocks.max() + 1)[:, np.newaxis] == pairs[:, 0]).astype(np.float64)
        borders = np.flatnonzero(np.diff(blocks)) + 1
        everything = np.stack([_cross(part) for part in np.split(rows, borders)])
        return cls(
            n=len(values),
            effects=design.shape[1],
            finest=finest,
            columns=columns,
            spans=np.array([len(values) / (int(one.max()) + 1) for one in components]),
            inside=everything - _gather(owners, levels),
            levels=levels,
            owners=owners,
            sizes=pairs[:, 1].astype(np.float64),
            counts=np.bincount(group).astype(np.float64),
        )

    @property
    def free(self) -> int:
        """People's answers less fixed effects."""
        return self.n - self.effects

    @property
    def split(self) -> int:
        """How many columns C has."""
        return len(self.columns)

    def cross(self, kept: Values, powers: int, turns: int = 0) -> Values:
        """[C X y]' A⁻ᵖ D ᵗ [C X y] by block, D = Z Z' of the finest component; `kept` is 1 / (1 + γ size)."""
        found = _gather(self.owners * (kept**powers * self.sizes**turns), self.levels)
        return found if turns else self.inside + found

    def at(self, ratios: Values) -> NestedPoint:
        """Everything at given ratios of variances."""
        gamma = float(ratios[self.finest])
        kept = 1 / (1 + self.sizes * gamma)
        cross, c = self.cross(kept, 1), self.split
        root = np.sqrt(ratios[self.columns])
        inner = np.eye(c) + root[:, np.newaxis] * cross[:, :c, :c] * root
        middle = root[:, np.newaxis] * np.linalg.inv(inner) * root
        ends = middle @ cross[:, :c, c:]
        total = (cross[:, c:, c:] - cross[:, c:, :c] @ ends).sum(axis=0)
        logs = -float(self.counts @ np.log(kept)) + float(np.linalg.slogdet(inner)[1].sum())
        return NestedPoint(self, kept, cross, middle, ends, total, logs)


@dataclass(frozen=True)
class NestedPoint:
    """The likelihood at one set of ratios: N is `middle`, N C'A⁻¹[X y] `ends`, [X y]'V⁻¹[X y] `total`."""

    sums: NestedSums
    kept: Values
    cross: Values
    middle: Values
    ends: Values
    total: Values
    logs: float

    @property
    def information(self) -> Values:
        """X'V⁻¹X, in units of the residual variance."""
        return self.total[:-1, :-1]

    @cached_property
    def coefficients(self) -> Values:
        """The fixed effects of generalised least squares."""
        return np.asarray(np.linalg.solve(self.information, self.total[:-1, -1]))

    @cached_property
    def quadratic(self) -> float:
        """The generalised sum of squared residuals."""
        return float(self.total[-1, -1] - self.total[:-1, -1] @ self.coefficients)

    def deviance(self) -> float:
        """-2 log of the restricted likelihood, the residual variance profiled out."""
        free = self.sums.free
        fit = free * (1 + log(2 * pi * max(self.quadratic, 1e-300) / free))
        return fit + self.logs + float(np.linalg.slogdet(self.information)[1])

    def slopes(self) -> Values:
        """The derivative of the deviance by each ratio."""
        sums, c = self.sums, self.sums.split
        inverse = np.linalg.inv(self.information)
        residual = np.append(-self.coefficients, 1.0)
        seen = self.cross[:, :c, c:] - self.cross[:, :c, :c] @ self.ends
        diagonal = np.einsum("bii->bi", self.cross[:, :c, :c]) - np.einsum(
            "bij,bjk,bki->bi", self.cross[:, :c, :c], self.middle, self.cross[:, :c, :c]
        )
        found = np.empty(len(sums.spans))
        for component in range(len(found)):
            if component == sums.finest:
                twice = sums.cross(self.kept, 2, 1)
                form = self.enclose(twice).sum(axis=0)
                trace = float(sums.counts @ (sums.sizes * self.kept)) - float(
                    np.sum(self.middle * twice[:, :c, :c])
                )
            else:
                own = sums.columns == component
                form = np.einsum("bik,bil->kl", seen[:, own], seen[:, own])
                trace = float(diagonal[:, own].sum())
            found[component] = trace - float(np.sum(inverse * form[:-1, :-1]))
            found[component] -= sums.free / self.quadratic * float(residual @ form @ residual)
        return found

    def enclose(self, cross: Values) -> Values:
        """(Y' · Y) by block of a product [C X y]' · [C X y], with Y = [X y] - C · ends."""
        c = self.sums.split
        once = cross[:, c:] - np.swapaxes(self.ends, 1, 2) @ cross[:, :c]
        return np.asarray(once[:, :, c:] - once[:, :, :c] @ self.ends)


def _spread(components: list[Labels], names: list[int], blocks: Labels) -> tuple[Values, Labels]:
    """The columns of C: level by level of a block, blocks sharing columns; and whose each one is."""
    parts, columns = [np.zeros((len(blocks), 0))], [np.zeros(0, dtype=np.int64)]
    for labels, name in zip(components, names, strict=True):
        first = np.full(int(blocks.max()) + 1, len(labels))
        np.minimum.at(first, blocks, labels)
        within = labels - first[blocks]
        width = int(within.max()) + 1
        parts.append((within[:, np.newaxis] == np.arange(width)).astype(np.float64))
        columns.append(np.full(width, name, dtype=np.int64))
    return np.column_stack(parts), np.concatenate(columns)


def _total(rows: Values, labels: Labels) -> Values:
    return np.column_stack([np.bincount(labels, weights=column) for column in rows.T])


def _cross(rows: Values) -> Values:
    return np.asarray(rows.T @ rows)


def _gather(weights: Values, crosses: Values) -> Values:
    """Σ weight · cross-product, of each block."""
    return np.asarray(weights @ crosses.reshape(len(crosses), -1)).reshape(-1, *crosses.shape[1:])
