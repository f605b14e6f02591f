"""What can be recomputed from what is published, and the fewest further numbers to withhold.

Every published number that adds up over people is a known linear combination of *atoms*: the answers
(or the number) of the people in the smallest sets the tables speak of. A withheld number is
recomputable exactly if its combination lies in the span of the published ones; the same holds for
the sum over any union of atoms. Nothing here knows what the atoms are. The approach is the linear
form of secondary cell suppression (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.spans import (
    TOLERANCE,
    Floats,
    combine_rows,
    in_span,
    null_space,
    reduce_rows,
)


@dataclass(frozen=True)
class Cell:
    """Numbers that stand and fall together.

    `vectors` (k × columns) is what a reader knows once the cell is published; `withheld` says that a
    rule holds it back, `sensitive` that nobody may then recompute it; `exempt` that it must be
    published, `small` that only the exemption lets it pass. `number` is the caller's own, and
    `order` decides between equals.
    """

    number: int
    name: str
    order: tuple[int, ...]
    people: int
    vectors: Floats
    population: tuple[str, ...] = ()
    withheld: bool = False
    sensitive: bool = True
    exempt: bool = False
    small: bool = False


@dataclass(frozen=True)
class System:
    """Cells over common atoms.

    Per column: `people` in the atom, the `block` (variable) it belongs to, and the `place`: columns of
    one place are the possible answers of the same people, so that their whole tells nothing.
    `free` (rows × columns) is what every reader knows. `minimum` is the fewest people of a union.
    """

    people: NDArray[np.int64]
    block: NDArray[np.int64]
    place: NDArray[np.int64]
    names: list[str]
    cells: list[Cell]
    free: Floats
    minimum: int

    @cached_property
    def rows(self) -> tuple[Floats, NDArray[np.int64]]:
        """Every vector of length one, those of the cells and then the free ones, and whose they are."""
        parts = [cell.vectors for cell in self.cells] + [self.free]
        numbers = np.append(np.arange(len(self.cells)), -1)
        whose = np.repeat(numbers, [len(part) for part in parts])
        made = np.vstack(parts)
        length = np.linalg.norm(made, axis=1, keepdims=True)
        keep = length[:, 0] > TOLERANCE
        return (made / np.where(length > 0, length, 1.0))[keep], whose[keep]


@dataclass(frozen=True)
class Conflict:
    """What exemptions make recomputable: its name, and the numbers of the exempt cells that do it."""

    target: str
    exempt: tuple[int, ...]


@dataclass
class Completion:
    """The cells withheld in addition, by their numbers, and what stays open."""

    secondary: set[int]
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class _Disclosure:
    vector: Floats
    name: str
    cell: int | None


def complete(system: System) -> Completion:
    """Withhold further cells until nothing withheld and no union of too few people is recomputable.

    Each time the cell with the fewest people that helps is taken; at the end those that turn out not
    to be needed are given back. An exempt cell is never withheld: what it makes recomputable is a
    conflict, unless a cell of the same people (another answer of theirs) can be withheld instead.
    """
    primary = {number for number, cell in enumerate(system.cells) if cell.withheld and not cell.exempt}
    if not len(system.people) or (not primary and (system.people >= system.minimum).all()):
        return Completion(set())
    withheld, conceded = set(primary), set[bytes]()
    conflicts: list[Conflict] = []
    while (found := _find_disclosure(system, withheld, primary, conceded)) is not None:
        chosen, blamed = _choose(system, withheld, found)
        if chosen is not None:
            withheld.add(chosen)
            continue
        conceded.add(found.vector.tobytes())
        if blamed:
            conflicts.append(Conflict(found.name, tuple(system.cells[one].number for one in blamed)))
    for number in sorted(withheld - primary, key=lambda one: _priority(system, one), reverse=True):
        if _find_disclosure(system, withheld - {number}, primary, conceded) is None:
            withheld.discard(number)
    return Completion({system.cells[one].number for one in withheld - primary}, conflicts)


def _priority(system: System, number: int) -> tuple[int, ...]:
    return (system.cells[number].people, *system.cells[number].order)


def _known(system: System, withheld: set[int]) -> tuple[Floats, NDArray[np.int64]]:
    rows, whose = system.rows
    published = ~np.isin(whose, list(withheld))
    return rows[published], whose[published]


def _find_disclosure(
    system: System, withheld: set[int], primary: set[int], conceded: set[bytes]
) -> _Disclosure | None:
    null = null_space(_known(system, withheld)[0])
    rows, whose = system.rows
    guarded = np.isin(whose, [number for number in primary if system.cells[number].sensitive])
    for place in np.flatnonzero(guarded)[in_span(rows[guarded], null)]:
        if rows[place].tobytes() not in conceded:
            return _Disclosure(rows[place], system.cells[whose[place]].name, int(whose[place]))
    for block in np.unique(system.block):
        for union in _small_unions(system, block, null):
            if union.tobytes() not in conceded:
                return _Disclosure(union, _name_union(system, union), None)
    return None


def _name_union(system: System, union: Floats) -> str:
    return " with ".join(system.names[column] for column in np.flatnonzero(union))


def _small_unions(system: System, block: int, null: Floats) -> Iterator[Floats]:
    """Recomputable unions of atoms of one block with fewer people than the minimum, fewest first.

    Reduced row echelon form: with the largest atoms as pivots, a combination that is 0 or 1
    everywhere has the weight 0 or 1 on every row, so few combinations need to be tried.
    """
    columns = np.flatnonzero(system.block == block)
    columns = columns[np.argsort(-system.people[columns], kind="stable")]
    people = system.people[columns]
    if not len(columns) or people[-1] >= system.minimum:
        return
    basis, pivots = reduce_rows(null_space(null[columns].T).T)
    exempt = [
        one[columns] > 0 for cell in system.cells if cell.exempt for one in cell.vectors if _is_sum(one)
    ]
    found: list[tuple[int, NDArray[np.bool_]]] = []
    for union in combine_rows(basis, people[pivots], system.minimum):
        total = int(people[union].sum())
        let_through = any(one.any() and (union >= one).all() for one in exempt)
        harmless = let_through or _is_whole(union, system.place[columns])
        if total < system.minimum and not harmless:
            found.append((total, union))
    for _, union in sorted(found, key=lambda one: (one[0], int(one[1].sum()), one[1].tobytes())):
        made = np.zeros(len(system.people))
        made[columns[union]] = 1.0
        yield made


def _is_sum(vector: Floats) -> bool:
    return bool(((vector == 0) | (vector == 1)).all())


def _is_whole(union: NDArray[np.bool_], place: NDArray[np.int64]) -> bool:
    """Whether a union holds all answers or none of the people of each place."""
    if len(np.unique(place)) == len(place):
        return False
    return not np.isin(place[union], place[~union]).any()


def _choose(system: System, withheld: set[int], found: _Disclosure) -> tuple[int | None, list[int]]:
    """The cell to withhold against a disclosure, or none and the exempt cells to blame for it."""
    known, whose = _known(system, withheld)
    weights = np.linalg.lstsq(known.T, found.vector, rcond=None)[0]
    involved = sorted({int(one) for one in whose[np.abs(weights) > TOLERANCE] if one >= 0})
    candidates = sorted(
        (one for one in involved if not system.cells[one].exempt), key=lambda one: _priority(system, one)
    )
    small = {number for number, cell in enumerate(system.cells) if cell.small}
    by_exemption = found.cell is not None and not _recomputable(system, withheld | small, found)
    if found.cell is not None and by_exemption:
        population = system.cells[found.cell].population
        candidates = [one for one in candidates if system.cells[one].population == population]
    for number in candidates:
        if not _recomputable(system, withheld | {number}, found):
            return number, []
    if candidates and not by_exemption:
        return candidates[0], []
    return None, [one for one in involved if system.cells[one].exempt]


def _recomputable(system: System, withheld: set[int], found: _Disclosure) -> bool:
    null = null_space(_known(system, withheld)[0])
    return bool(in_span(found.vector[None, :], null)[0])
