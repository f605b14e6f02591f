"""What a comparison tells, as combinations of the sums of the groups of cases.

Where the weights of a number are not known here, or where it is a curved function of the sums of the
cases, the worst is supposed: that a reader gets from it one further combination with weights like no
other's. These weights are fixed numbers that follow from the names of the cases. How many such
combinations a kind of number is worth is counted in `FURTHER`.
"""

from __future__ import annotations

from dataclasses import dataclass
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
        further = [*self._of_cases(kind), *self._of_pooling(kind)]
        return np.array([*self._estimates(kind, case), *further])

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

    @property
    def _cases(self) -> list[str]:
        return sorted({atom[0] for atom in self.columns.atoms})

    @property
    def _cases_with_both(self) -> list[str]:
        return [case for case in self._cases if min(self._people(case)) > 0]

    def _people(self, case: str) -> tuple[float, float]:
        first = self.columns.head_count((case, self.contrast.first))
        return first, self.columns.head_count((case, self.contrast.second))

    def _mean(self, case: str, group: str) -> Floats:
        n = self.columns.head_count((case, group))
        return self.columns.sums(self.width, (case, group))[0] / n if n > 0 else np.zeros(self.width)

    def _difference(self, case: str) -> Floats:
        if min(self._people(case)) == 0:
            return np.zeros(self.width)
        return self._mean(case, self.contrast.first) - self._mean(case, self.contrast.second)

    def _within(self) -> Floats:
        made = np.zeros(self.width)
        for case in self._cases_with_both:
            n1, n2 = self._people(case)
            made += n1 * n2 / (n1 + n2) * self._difference(case)
        return made

    def _between(self) -> Floats:
        """The difference between the groups' means of case means."""
        made = np.zeros(self.width)
        for sign, group in ((1.0, self.contrast.first), (-1.0, self.contrast.second)):
            cases = [case for case in self._cases if self.columns.head_count((case, group)) > 0]
            for case in cases:
                made += sign / len(cases) * self._mean(case, group)
        return made

    def _of_cases(self, kind: str) -> list[Floats]:
        groups = (self.contrast.first, self.contrast.second)
        number = FURTHER.get(kind, 0) if kind not in POOLING else 0
        return [
            np.sum(
                [
                    weigh(kind, str(one), case, group) * self._mean(case, group)
                    for case in self._cases
                    for group in groups
                ],
                axis=0,
            )
            for one in range(number)
        ]

    def _of_pooling(self, kind: str) -> list[Floats]:
        made = np.zeros((FURTHER[kind] if kind in POOLING else 0, self.width))
        for case in self._cases_with_both:
            weights = [weigh("pooled", str(one), case) for one in range(len(made))]
            made += np.outer(weights, self._difference(case))
        return list(made)


def tell_aggregation(columns: Columns, width: int) -> Floats:
    """What the variance between cases tells: one further combination of the sums of the cases."""
    cases = sorted({atom[0] for atom in columns.atoms})
    sums = [weigh("aggregation", case) * columns.sums(width, (case, "all"))[0] for case in cases]
    return np.sum([np.zeros(width), *sums], axis=0)[None, :]


def weigh(*names: str) -> float:
    """A fixed number between 1/2 and 3/2 that follows from names and stands in no relation to others."""
    digest = sha256("\0".join(names).encode()).digest()
    return 0.5 + int.from_bytes(digest[:6], "big") / 2**48
