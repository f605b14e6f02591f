"""The people of two waves of a survey: who answered in which, and their scores both times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.planned_changes import ChangeAnalysis
from analysis.populations import PERSON, Rows, sort_people
from analysis.study import Study

Flags = NDArray[np.bool_]
ScaleReading = tuple[str, str]
"""A scale, and the reading of its answers."""


@dataclass(frozen=True)
class People:
    """Everybody who answered in one of two waves or in both, one entry a person.

    A person is the same where the pseudonym, the case and the group are. `was_there` and `is_there` tell who
    answered in the earlier and in the later wave, `can_follow` whose pseudonym goes on from wave to wave.
    `before` and `after` hold the scores by scale and reading, NaN where there is none. The order follows from
    what people answered, never from their names.
    """

    case: NDArray[np.str_]
    group: NDArray[np.str_]
    kind: NDArray[np.str_]
    was_there: Flags
    is_there: Flags
    can_follow: Flags
    before: dict[ScaleReading, Values]
    after: dict[ScaleReading, Values]


@dataclass(frozen=True)
class Part:
    """All people, or those of a kind of case, of a case, or of a group: `rows` is where they stand."""

    rows: Rows
    kind: str = "all"
    case: str = "all"
    group: str = "all"

    @property
    def names(self) -> tuple[str, str, str]:
        """Its kind, case and group."""
        return self.kind, self.case, self.group

    @property
    def is_whole(self) -> bool:
        """Whether it is everybody."""
        return self.kind == self.case == self.group == "all"


@dataclass(frozen=True)
class Scores:
    """The scores of one scale under one reading in both waves, of the people of one part.

    `case` numbers the cases, `person` the people of the whole; NaN stands where somebody has no score.
    """

    before: Values
    after: Values
    case: Rows
    person: Rows
    was_there: Flags
    is_there: Flags
    can_follow: Flags

    @property
    def both(self) -> Flags:
        """Who has a score both times."""
        return np.asarray(~np.isnan(self.before) & ~np.isnan(self.after))

    @property
    def n_linked(self) -> int:
        """How many have a score both times."""
        return int(self.both.sum())

    def choose(self, chosen: Flags) -> Scores:
        """The same of some of the people."""
        return replace(self, **{name: values[chosen] for name, values in vars(self).items()})

    def hinder(self) -> str:
        """Why the same people cannot be compared; empty where somebody has a score both times."""
        if not (self.was_there.any() and self.is_there.any()):
            return "wave_missing"
        if not (self.was_there & self.is_there).any():
            return "not_linked"
        return "" if self.n_linked else "no_answers"

    def hinder_everybody(self) -> str:
        """Why the two waves cannot be compared; empty where both hold scores."""
        if not (self.was_there.any() and self.is_there.any()):
            return "wave_missing"
        return "" if (~np.isnan(self.before)).any() and (~np.isnan(self.after)).any() else "no_answers"


def read_people(
    study: Study, analysis: ChangeAnalysis, scores: pd.DataFrame, persons: pd.DataFrame | None
) -> People:
    """The people of the two waves of an analysis, from SCORES.

    `persons` (PERSONS) tells who cannot be followed; without it, everybody can.
    """
    chosen = scores[(scores["instrument"] == analysis.instrument) & scores["scale"].isin(analysis.scales)]
    wide = chosen.pivot(index=PERSON, columns=["scale", "sensitivity"], values="score").sort_index(axis=1)
    names = list(wide.columns)
    flat = wide.set_axis([str(place) for place in range(len(names))], axis=1).reset_index()
    sides = [flat[flat["wave"] == wave].drop(columns="wave") for wave in (analysis.before, analysis.after)]
    sides = [side.assign(there=1.0) for side in sides]
    both = sides[0].merge(
        sides[1], on=["case", "group", "respondent"], how="outer", suffixes=("", "_after"), validate="1:1"
    )
    both["followed"] = ~both["respondent"].isin(_list_lost(analysis, persons))
    people = sort_people(both.assign(wave=analysis.after))
    case = people["case"].to_numpy(dtype=str)
    kinds = {one.id: one.kind or "" for one in study.settings.cases}
    was_there, is_there = (people[name].notna().to_numpy(dtype=bool) for name in ("there", "there_after"))
    places = {name: str(place) for place, name in enumerate(names)}
    return People(
        case=case,
        group=people["group"].to_numpy(dtype=str),
        kind=np.array([kinds[one] for one in case], dtype=str),
        was_there=was_there,
        is_there=is_there,
        can_follow=people["followed"].to_numpy(dtype=bool) | (was_there & is_there),
        before={name: people[place].to_numpy(dtype=float) for name, place in places.items()},
        after={name: people[f"{place}_after"].to_numpy(dtype=float) for name, place in places.items()},
    )


def _list_lost(analysis: ChangeAnalysis, persons: pd.DataFrame | None) -> set[str]:
    """The pseudonyms that do not go on from wave to wave."""
    if persons is None:
        return set()
    ours = persons[(persons["instrument"] == analysis.instrument) & (persons["basis"] == "none")]
    return set(ours["respondent"])


def choose_scores(people: People, part: Part, scale: ScaleReading) -> Scores:
    """The scores of the people of a part; none at all where nobody has scores on the scale."""
    rows, nothing = part.rows, np.full(len(people.case), np.nan)
    return Scores(
        before=people.before.get(scale, nothing)[rows],
        after=people.after.get(scale, nothing)[rows],
        case=np.unique(people.case[rows], return_inverse=True)[1].astype(np.int64),
        person=np.arange(len(rows), dtype=np.int64),
        was_there=people.was_there[rows],
        is_there=people.is_there[rows],
        can_follow=people.can_follow[rows],
    )


def list_parts(study: Study, analysis: ChangeAnalysis, people: People) -> Iterator[Part]:
    """Everybody, each group that answers the instrument, each kind of case, each case of the two waves."""
    yield Part(np.arange(len(people.case)))
    for group in study.groups_of(analysis.instrument):
        yield Part(np.flatnonzero(people.group == group), group=group)
    waves = {analysis.before, analysis.after}
    cases = [
        case
        for case in study.settings.cases
        if waves.intersection(case.waves) and case.id in study.cases_of(analysis.instrument)
    ]
    for kind in study.settings.case_kinds:
        if any(case.kind == kind.id for case in cases):
            yield Part(np.flatnonzero(people.kind == kind.id), kind=kind.id)
    for case in cases:
        yield Part(np.flatnonzero(people.case == case.id), case=case.id)
