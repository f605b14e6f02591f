"""What a comparison tells, as combinations of the sums of the groups of cases.

Where the weights of a number are not known here, or where it is a curved function of the sums of the
cases, the worst is supposed: that a reader gets from it one further combination with weights like no
other's. These weights are fixed numbers that follow from the names of the cases. How many such
combinations a kind of number is worth is counted in `FURTHER`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from analysis.disclosure.atoms import Columns
from analysis.disclosure.spans import Floats
from analysis.plan import Contrast

FURTHER = {"between": 2, "mixed": 3, "clustered": 2, "wild": 2, "pooled": 2, "heterogeneity": 3}
"""Further combinations: the ends of a permutation's interval or a bootstrap's; the estimate of a mixed model
and its two variances; the standard errors of two clustered tests; the pooled difference with its standard
error, and the spread."""

POOLING = ("pooled", "heterogeneity")
"""Kinds that depend on nothing but the differences inside cases; the second tells what the first does."""


@dataclass(frozen=True)
class Comparison:
    """The two groups of a contrast over the columns of one variable, in a system of so many columns."""

    contrast: Contrast
    columns: Columns
    width: int

    def tell(self, kind: str, case: str) -> Floats:
        """What a cell of this kind tells, one row a combination; rows of zeros tell nothing."""
        if not self.cases:
            return np.zeros((1, self.width))
        further = self._of_pooling(kind) if kind in POOLING else self._of_cases(kind)
        return np.vstack([*self._estimates(kind, case), *further])

    def _estimates(self, kind: str, case: str) -> list[Floats]:
        """What the estimate tells. Where its weights depend on the fit, it may be any that it can come to."""
        if kind == "between":
            return [self._between()]
        estimates = []
        if kind in ("contrast", "mixed", "clustered", "wild"):
            estimates.append(self._difference(case))
        if kind in ("within", "mixed", "pooled", "heterogeneity"):
            estimates.append(self._within())
        return estimates

    @cached_property
    def cases(self) -> list[str]:
        """The cases of the columns."""
        return sorted({atom[0] for atom in self.columns.atoms})

    @cached_property
    def people(self) -> Floats:
        """How many people each side has in each case (cases × 2)."""
        return np.array(
            [[self.columns.head_count((case, group)) for group in self._sides] for case in self.cases]
        )

    @cached_property
    def means(self) -> Floats:
        """The mean of each side in each case (cases × 2 × columns); zeros where it has nobody."""
        sums = [
            [self.columns.sums(self.width, (case, group))[0] for group in self._sides] for case in self.cases
        ]
        return np.array(sums) / np.maximum(self.people, 1)[:, :, None]

    @property
    def _sides(self) -> tuple[str, str]:
        return self.contrast.first, self.contrast.second

    @property
    def _gaps(self) -> Floats:
        """The difference of the sides in each case; zeros where one has nobody."""
        both = self.people.min(axis=1) > 0
        return np.where(both[:, None], self.means[:, 0] - self.means[:, 1], 0.0)

    def _difference(self, case: str) -> Floats:
        n = [self.columns.head_count((case, group)) for group in self._sides]
        if min(n) == 0:
            return np.zeros(self.width)
        first, second = (self.columns.sums(self.width, (case, group))[0] for group in self._sides)
        return first / n[0] - second / n[1]

    def _within(self) -> Floats:
        weights = self.people.prod(axis=1) / np.maximum(self.people.sum(axis=1), 1)
        return weights @ self._gaps

    def _between(self) -> Floats:
        """The difference between the groups' means of case means."""
        weights = (self.people > 0) / np.maximum((self.people > 0).sum(axis=0), 1)
        return np.einsum("cs,csw,s->w", weights, self.means, [1.0, -1.0])

    def _of_cases(self, kind: str) -> Floats:
        weights = [
            [[weigh(kind, str(one), case, group) for group in self._sides] for case in self.cases]
            for one in range(FURTHER.get(kind, 0))
        ]
        return np.einsum("kcs,csw->kw", np.reshape(weights, (-1, *self.people.shape)), self.means)

    def _of_pooling(self, kind: str) -> Floats:
        weights = [[weigh("pooled", str(one), case) for case in self.cases] for one in range(FURTHER[kind])]
        return np.array(weights) @ self._gaps


def tell_aggregation(columns: Columns, width: int) -> Floats:
    """What the variance between cases tells: one further combination of the sums of the cases."""
    cases = sorted({atom[0] for atom in columns.atoms})
    sums = [weigh("aggregation", case) * columns.sums(width, (case, "all"))[0] for case in cases]
    return np.sum([np.zeros(width), *sums], axis=0)[None, :]


def weigh(*names: str) -> float:
    """A fixed number between 1/2 and 3/2 that follows from names and stands in no relation to others."""
    digest = sha256("\0".join(names).encode()).digest()
    return 0.5 + int.from_bytes(digest[:6], "big") / 2**48
