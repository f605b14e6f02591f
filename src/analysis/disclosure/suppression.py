"""What can be recomputed from what is published, and the fewest further numbers to withhold.

Every published number that adds up over people is a known linear combination of *atoms*: the answers
(or the number) of the people in the smallest sets the tables speak of. A withheld number is
recomputable exactly if its combination lies in the span of the published ones; the same holds for
the sum over any union of atoms. Nothing here knows what the atoms are. The approach is the linear
form of secondary cell suppression (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.spans import TOLERANCE, Floats, Integers, Span


@dataclass(frozen=True)
class Cell:
    """Numbers that stand and fall together.

    `vectors` (k × columns) is what a reader knows once the cell is published; `withheld` says that it is
    held back, `guarded` that nobody may then recompute it; `exempt` that it must be published, `small`
    that only the exemption lets it pass. `cheap` cells go before all others, whether or not one
    of them alone helps. `number` is the caller's own, and `order` decides between equals.
    """

    number: int
    name: str
    order: tuple[int, ...]
    people: int
    vectors: Floats
    population: tuple[str, ...] = ()
    withheld: bool = False
    guarded: bool = False
    exempt: bool = False
    small: bool = False
    cheap: bool = False


@dataclass(frozen=True)
class System:
    """Cells over common atoms.

    Per column: `people` in the atom, the `block` (variable) it belongs to, and the `place`: columns of
    one place are the possible answers of the same people, so that their whole tells nothing.
    `free` (rows × columns) is what every reader knows. `minimum` is the fewest people of a union.
    """

    people: Integers
    block: Integers
    place: Integers
    names: list[str]
    cells: list[Cell]
    free: Floats
    minimum: int

    @cached_property
    def rows(self) -> tuple[Floats, Integers]:
        """Every vector of length one, those of the cells and then the free ones, and whose they are."""
        parts = [cell.vectors for cell in self.cells] + [self.free]
        numbers = np.append(np.arange(len(self.cells)), -1)
        whose = np.repeat(numbers, [len(part) for part in parts])
        made = np.vstack(parts)
        length = np.linalg.norm(made, axis=1, keepdims=True)
        keep = length[:, 0] > TOLERANCE
        return (made / np.where(length > 0, length, 1.0))[keep], whose[keep]

    @cached_property
    def always(self) -> Span:
        """What every reader knows, so that nothing can hide it."""
        rows, whose = self.rows
        return Span(rows[whose < 0])

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """Which of the rows follow from what every reader knows."""
        return self.always.holds(self.rows[0])


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
    given = {number for number, cell in enumerate(system.cells) if cell.withheld and not cell.exempt}
    primary = {number for number in given if system.cells[number].guarded}
    if not len(system.people) or (not primary and (system.people >= system.minimum).all()):
        return Completion(set())
    withheld, conceded = set(given), set[bytes]()
    conflicts: list[Conflict] = []
    while (found := _find_disclosure(system, withheld, primary, conceded)) is not None:
        chosen, blamed = _choose(system, withheld, found)
        if chosen is not None:
            withheld.add(chosen)
            continue
        if not blamed:
            raise RuntimeError(f"{found.name} can be recomputed, and nothing is left to withhold against it")
        conceded.add(found.vector.tobytes())
        conflicts.append(Conflict(found.name, tuple(system.cells[one].number for one in blamed)))
    for number in sorted(withheld - given, key=lambda one: _priority(system, one), reverse=True):
        if _find_disclosure(system, withheld - {number}, primary, conceded) is None:
            withheld.discard(number)
    return Completion({system.cells[one].number for one in withheld - given}, conflicts)


def _priority(system: System, number: int) -> tuple[int, ...]:
    cell = system.cells[number]
    return (0 if cell.cheap else 1, cell.people, *cell.order)


def _known(system: System, withheld: set[int]) -> tuple[Span, Integers]:
    """What is known of the published cells, and whose each row of it is."""
    rows, whose = system.rows
    published = ~np.isin(whose, list(withheld))
    return Span(rows[published]), whose[published]


def _find_disclosure(
    system: System, withheld: set[int], primary: set[int], conceded: set[bytes]
) -> _Disclosure | None:
    known, _ = _known(system, withheld)
    rows, whose = system.rows
    guarded = np.isin(whose, list(primary)) & ~system.open
    for place in np.flatnonzero(guarded)[known.holds(rows[guarded])]:
        if rows[place].tobytes() not in conceded:
            return _Disclosure(rows[place], system.cells[whose[place]].name, int(whose[place]))
    if conceded:
        return None
    for block in np.unique(system.block[system.people < system.minimum]):
        for union in _small_unions(system, block, known):
            if union.tobytes() not in conceded:
                return _Disclosure(union, _name_union(system, union), None)
    return None


def _name_union(system: System, union: Floats) -> str:
    return " with ".join(system.names[column] for column in np.flatnonzero(union))


def _small_unions(system: System, block: int, known: Span) -> list[Floats]:
    """Recomputable unions of atoms of one block with fewer people than the minimum, fewest first.

    Leaves out those that an exemption lets through, those that everybody knows, and those of all
    answers of some people.
    """
    columns = np.flatnonzero(system.block == block)
    exempt = [one > 0 for cell in system.cells if cell.exempt for one in cell.vectors if _is_sum(one)]
    found = []
    for union in known.sums(columns, system.people, system.minimum):
        let_through = any(one.any() and (union >= one).all() for one in exempt)
        hidden = not let_through and not _is_whole(union[columns], system.place[columns])
        if hidden and not system.always.holds(union[None, :].astype(float))[0]:
            found.append((int(system.people[union].sum()), int(union.sum()), union.tobytes(), union))
    return [union.astype(float) for *_, union in sorted(found, key=lambda one: one[:3])]


def _is_sum(vector: Floats) -> bool:
    return bool(((vector == 0) | (vector == 1)).all())


def _is_whole(union: NDArray[np.bool_], place: Integers) -> bool:
    """Whether a union holds all answers or none of the people of each place, where answers are counted."""
    if len(np.unique(place)) == len(place):
        return False
    return not np.isin(place[union], place[~union]).any()


def _choose(system: System, withheld: set[int], found: _Disclosure) -> tuple[int | None, list[int]]:
    """The cell to withhold against a disclosure, or none and the exempt cells to blame for it."""
    known, whose = _known(system, withheld)
    weights = known.weigh(found.vector)
    involved = sorted({int(one) for one in whose[np.abs(weights) > TOLERANCE] if one >= 0})
    candidates = sorted(
        (one for one in involved if not system.cells[one].exempt), key=lambda one: _priority(system, one)
    )
    small = [number for number, cell in enumerate(system.cells) if cell.small]
    by_exemption = found.cell is not None and known.needs(weights, np.isin(whose, small))
    if found.cell is not None and by_exemption:
        population = system.cells[found.cell].population
        candidates = [one for one in candidates if system.cells[one].population == population]
    for number in candidates:
        if system.cells[number].cheap or known.needs(weights, whose == number):
            return number, []
    if candidates and not by_exemption:
        return candidates[0], []
    return None, [one for one in involved if system.cells[one].exempt]
