"""The smallest sets of people that the tables speak of, and sums over them as vectors.

An atom is the people of one group of one case, or the rest of a total that its parts do not make up.
Where answers are counted, an atom has a column for each answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.spans import Floats
from analysis.tables import ContractBroken

Population = tuple[str, str]
"""A case and a group, each an id or `all`; in an atom, empty for the unnamed rest."""


@dataclass(frozen=True)
class Columns:
    """The columns of one variable in a system: answer by answer, atom by atom.

    `start` is the first column, `answers` holds one empty answer where answers are not counted,
    `people` has an entry a column.
    """

    start: int
    atoms: list[Population]
    answers: list[str]
    people: list[int]

    def select(self, width: int, population: Population, answer: str | None = None) -> Floats:
        """1 in the columns of a population (and of one answer), 0 elsewhere."""
        inside = [float(_holds(population, atom)) for atom in self.atoms]
        chosen = [float(answer in (None, one)) for one in self.answers]
        made = np.zeros(width)
        made[self.start : self.start + len(self.people)] = np.outer(chosen, inside).ravel()
        return made

    def sums(self, width: int, population: Population) -> Floats:
        """What mean, SD and n tell: the sum of the answers, and of their squares where counted."""
        if self.answers == [""]:
            return self.select(width, population)[None, :]
        each = [(float(answer), self.select(width, population, answer)) for answer in self.answers]
        return np.array([sum(value**power * one for value, one in each) for power in (1, 2)])

    def head_count(self, population: Population) -> float:
        """People of the population who answered."""
        size = self.start + len(self.people)
        return float(self.select(size, population)[self.start :] @ np.array(self.people))

    def name(self, described: dict[str, str]) -> list[dict[str, str]]:
        """The keys of every column."""
        return [
            {**described, "category": answer, "case": atom[0] or "(rest)", "group": atom[1] or "(rest)"}
            for answer in self.answers
            for atom in self.atoms
        ]


def lay_columns(
    start: int, people: dict[Population, int], counts: dict[str, dict[Population, int]]
) -> Columns:
    """The columns of a variable, from the people of its populations and the counts of its answers."""
    atoms = find_atoms(people)
    if not counts:
        return Columns(start, list(atoms), [""], list(atoms.values()))
    found = {answer: find_atoms(counted) for answer, counted in sorted(counts.items())}
    counted = [found[answer].get(atom, 0) for answer in found for atom in atoms]
    return Columns(start, list(atoms), list(found), counted)


def find_atoms(people: dict[Population, int]) -> dict[Population, int]:
    """The atoms behind populations, with the people of each; those without people are left out.

    Raises `ContractBroken` if totals by case and by group stand without the groups of each case.
    """
    atoms = {population: n for population, n in people.items() if "all" not in population and n > 0}
    rest = {totals: _find_rest(people, totals, atoms) for totals in ((True, False), (False, True))}
    if all(rest.values()):
        raise ContractBroken("people are told by case and by group, but not by the groups of each case")
    atoms |= rest[True, False] | rest[False, True]
    atoms |= _find_rest(people, (True, True), atoms)
    return dict(sorted(atoms.items()))


def _find_rest(
    people: dict[Population, int], totals: tuple[bool, bool], atoms: dict[Population, int]
) -> dict[Population, int]:
    rest = {}
    for population, n in people.items():
        if tuple(part == "all" for part in population) == totals:
            left = n - sum(count for atom, count in atoms.items() if _holds(population, atom))
            if left > 0:
                case, group = ("" if part == "all" else part for part in population)
                rest[case, group] = left
    return rest


def _holds(population: Population, atom: Population) -> bool:
    return population[0] in ("all", atom[0]) and population[1] in ("all", atom[1])
