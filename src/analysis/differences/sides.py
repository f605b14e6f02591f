"""The people on the two sides of a contrast: those asked, and those with a score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.plan import Contrast
from analysis.populations import Basis, Population, Rows


@dataclass(frozen=True)
class Sides:
    """The people of a population on the two sides of a contrast.

    `values` holds the scores of everybody of the table, NaN where missing; `asked` where those of
    each side stand in it.
    """

    population: Population
    values: Values
    asked: tuple[Rows, Rows]

    @classmethod
    def of(cls, population: Population, contrast: Contrast, values: Values) -> Sides:
        """The sides of a contrast in a population."""
        sides = (population.of_group(contrast.first).rows, population.of_group(contrast.second).rows)
        return cls(population, values, sides)

    @cached_property
    def used(self) -> tuple[Rows, Rows]:
        """Those with a score, side by side."""
        first, second = (side[~np.isnan(self.values[side])] for side in self.asked)
        return first, second

    @cached_property
    def people(self) -> Rows:
        """Everybody with a score, in the order of the table."""
        return np.sort(np.concatenate(self.used))

    @property
    def scores(self) -> tuple[Values, Values]:
        """The scores, side by side."""
        return self.values[self.used[0]], self.values[self.used[1]]

    @property
    def first(self) -> NDArray[np.bool_]:
        """Of everybody with a score: whether they are of the first group."""
        return np.isin(self.people, self.used[0])

    @property
    def case_numbers(self) -> NDArray[np.int64]:
        """Of everybody with a score: the number of their case, from 0."""
        return np.unique(self.population.people.case[self.people], return_inverse=True)[1].astype(np.int64)

    @property
    def missing(self) -> str:
        """Why the sides cannot be compared; empty where they can."""
        if not all(len(side) for side in self.asked):
            return "group_missing"
        return "" if all(len(side) for side in self.used) else "no_answers"

    @property
    def cases(self) -> list[str]:
        """The cases in which both sides have a score."""
        first, second = (set(self.population.people.case[side]) for side in self.used)
        return sorted(first & second)

    @cached_property
    def basis(self) -> Basis:
        """Everybody with a score, as the people behind a number."""
        return self._basis(self.used)

    @cached_property
    def basis_within(self) -> Basis:
        """Those with a score in the cases where both sides have one."""
        of_case, cases = self.population.people.case, self.cases
        return self._basis(tuple(side[np.isin(of_case[side], cases)] for side in self.used))

    def _basis(self, parts: tuple[Rows, ...]) -> Basis:
        left_out = sum(len(side) for side in self.asked) - len(self.people)
        used = np.sort(np.concatenate(parts))
        return Basis(used, len(used) + left_out, tuple(len(part) for part in parts))
