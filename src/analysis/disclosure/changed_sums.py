"""What the numbers on change of one scale tell, as sums over the people who stayed, left or joined.

An atom is the people of one case and group who answered in one of two waves and, of these, answered in
the other too or did not. A mean before or after tells the sum over its atoms; so the people who left are
what the mean of all and the mean of those who stayed leave over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.disclosure.spans import Floats
from analysis.disclosure.suppression import Cell, System
from analysis.study import Study

WAVES = ("before", "after")
Key = tuple[str, str, str]
"""What stands and falls together: a design, a kind of case, and a group or contrast."""


@dataclass(frozen=True)
class Atoms:
    """The people with a score on a scale, one row a set: side (before or after), case, group, linked, n."""

    rows: pd.DataFrame
    kinds: Mapping[str, str]

    @cached_property
    def columns(self) -> dict[str, NDArray[np.object_]]:
        """The columns as arrays, and the kind of case."""
        held = {name: self.rows[name].to_numpy(dtype=object) for name in ("side", "case", "group", "linked")}
        return held | {"kind": np.array([self.kinds[case] for case in held["case"]], dtype=object)}

    def choose(self, side: str, kind: str = "all", group: str = "all", linked: bool | None = None) -> Floats:
        """1 for the sets of a side, a kind of case, a group, and who did or did not answer both times."""
        asked = {"kind": kind, "group": group, "linked": "all" if linked is None else linked}
        return self._select(side, asked)

    def of_case(self, side: str, case: str, group: str) -> Floats:
        """1 for the sets of a side, a case or all, and a group or all."""
        return self._select(side, {"case": case, "group": group})

    def of_any_side(self, case: str) -> Floats:
        """1 for the sets of a case."""
        return np.asarray(self.columns["case"] == case, dtype=np.float64)

    def _select(self, side: str, asked: Mapping[str, str | bool]) -> Floats:
        chosen = self.columns["side"] == side
        for name, value in asked.items():
            if value != "all":
                chosen = chosen & (self.columns[name] == value)
        return np.asarray(chosen, dtype=np.float64)

    @cached_property
    def people(self) -> Floats:
        """The people of each set."""
        return self.rows["n"].to_numpy(dtype=np.float64)

    def count(self, chosen: Floats) -> int:
        """The people of some sets."""
        return int(chosen @ self.people)

    def compare_within_cases(self, kind: str, group: str) -> Floats:
        """Those who left minus those who stayed, within cases weighted by n1 n2 / n, as weights of sets."""
        made, whole = np.zeros(len(self.rows)), 0.0
        for case in sorted(set(self.columns["case"])):
            inside = self.of_any_side(case)
            left, stayed = (self.choose("before", kind, group, linked) * inside for linked in (False, True))
            n_left, n_stayed = self.count(left), self.count(stayed)
            if n_left and n_stayed:
                whole += n_left * n_stayed / (n_left + n_stayed)
                made += (left * n_stayed - stayed * n_left) / (n_left + n_stayed)
        return made / whole if whole else made

    def fewest_in_a_case(self, kind: str, group: str) -> tuple[int, int]:
        """The fewest people of a case who answered both times, and how many cases have any."""
        linked = self.choose("before", kind, group, linked=True)
        counts = [self.count(linked * self.of_any_side(case)) for case in sorted(set(self.columns["case"]))]
        held = [count for count in counts if count]
        return min(held, default=0), len(held)

    def case_means(self, side: str, cases: Iterable[str]) -> Floats:
        """The mean of the means of some cases, as weights of the sets."""
        made = np.zeros(len(self.rows))
        named = list(cases)
        for case in named:
            inside = self.of_case(side, case, "all")
            made += inside / max(1, self.count(inside)) / len(named)
        return made


def find_atoms(scores: pd.DataFrame, waves: tuple[str, str], study: Study) -> Atoms:
    """The atoms of one scale and reading; `scores` (SCORES) are those of the scale in the two waves."""
    known = scores.dropna(subset="score")
    person = ["case", "group", "respondent"]
    both = known.groupby(person)["wave"].nunique().rename("waves").reset_index()
    marked = known.merge(both, on=person, how="left", validate="many_to_one")
    marked["side"] = marked["wave"].map(dict(zip(waves, WAVES, strict=True)))
    marked["linked"] = marked["waves"] == len(WAVES)
    key = ["side", "case", "group", "linked"]
    rows = marked.groupby(key, as_index=False, sort=True).size().rename(columns={"size": "n"})
    return Atoms(rows, {case.id: case.kind or "" for case in study.settings.cases})


def tell_sums(atoms: Atoms, key: Key, sides: tuple[list[str], list[str]]) -> Floats:
    """What the numbers of one key tell, one row a sum (or difference of means).

    `sides` are the treated cases and those they are compared with, for the design of units.
    """
    design, kind, group = key
    if design == "units":
        means = [[atoms.case_means(side, cases) for cases in sides] for side in WAVES]
        return np.array([treated - others for treated, others in means])
    if design == "left":
        return atoms.compare_within_cases(kind, group)[None, :]
    linked = True if design == "linked" else None
    return np.array([atoms.choose(side, kind, group, linked) for side in WAVES])


def build_system(
    atoms: Atoms,
    cells: list[Cell],
    published: list[Floats],
    minimum: int,
) -> System:
    """The system of one scale: its cells, and the sums that are published elsewhere."""
    width = len(atoms.rows)
    sides = atoms.rows["side"].map({side: number for number, side in enumerate(WAVES)})
    return System(
        people=atoms.rows["n"].to_numpy(dtype=np.int64),
        block=sides.to_numpy(dtype=np.int64),
        place=np.arange(width),
        names=[" ".join(map(str, row)) for row in atoms.rows[["side", "case", "group"]].to_numpy()],
        cells=cells,
        free=np.array(published).reshape(len(published), width),
        minimum=minimum,
    )
