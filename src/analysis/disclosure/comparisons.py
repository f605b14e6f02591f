"""What a comparison tells, as combinations of the sums of the groups of cases.

Where the weights of a number are not known here, or where it is a curved function of the sums of the
cases, the worst is supposed: that a reader gets from it one further combination with weights like no
other's. These weights are fixed numbers that follow from the names of the cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from analysis.disclosure.atoms import Columns
from analysis.disclosure.spans import Floats
from analysis.plan import Contrast

OF_CASES, OF_POOLING = 2, 3
"""How many further combinations are supposed: estimate and standard error of a model of cases or the ends of
a permutation's interval; estimate, interval and spread of the pooled differences."""


@dataclass(frozen=True)
class Comparison:
    """The two groups of a contrast over the columns of one variable, in a system of so many columns."""

    contrast: Contrast
    columns: Columns
    width: int

    def tell(self, kind: str, case: str) -> Floats:
        """What a cell of this kind tells, one row a combination; rows of zeros tell nothing."""
        told: dict[str, Callable[[], list[Floats]]] = {
            "contrast": lambda: [self._difference(case)],
            "within": lambda: [self._within()],
            "between": lambda: [self._between(), *self._of_cases("between")],
            # A fit without variance between cases gives the difference of means, one with nothing else that
            # within cases: it may tell either.
            "model": lambda: [self._difference("all"), self._within(), *self._of_cases("model")],
            "pooled": lambda: [self._within(), *self._of_pooling()],
        }
        return np.array(told[kind]())

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
        return [
            np.sum(
                [
                    weigh(kind, str(number), case, group) * self._mean(case, group)
                    for case in self._cases
                    for group in groups
                ],
                axis=0,
            )
            for number in range(OF_CASES)
        ]

    def _of_pooling(self) -> list[Floats]:
        made = np.zeros((OF_POOLING, self.width))
        for case in self._cases_with_both:
            made += np.outer(
                [weigh("pooled", str(number), case) for number in range(OF_POOLING)], self._difference(case)
            )
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
