"""What is counted together: all units of a wave, those of one case, and those of one kind of participant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.study import Study
from analysis.units.decisions import Decided, Marks, decide_units
from analysis.units.speakers import NOBODY, number_speakers

ALL = "all"


@dataclass(frozen=True)
class Marked:
    """Which units (rows) have which codes, or pairs of codes (columns): by the plan's rule and its bounds."""

    plan: Marks
    strictest: Marks
    mildest: Marks


@dataclass(frozen=True)
class Whole:
    """Units that are counted together; `speakers` is whether the plan names kinds of speakers."""

    case: str
    participants: str
    decided: Decided
    speakers: bool

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """What each unit counts for: 1, or its characters; nothing where nobody read it."""
        weight = self.decided.units["weight"].to_numpy(np.float64)
        return np.where(self.decided.was_read, weight, 0.0)

    @cached_property
    def marked(self) -> Marked:
        """The units that have each code."""
        return Marked(self.decided.decided, self.decided.all, self.decided.any)

    def marked_pairs(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> Marked:
        """The units that have both codes of each pair of columns."""
        rules = (self.marked.plan, self.marked.strictest, self.marked.mildest)
        return Marked(*(marks[:, first] & marks[:, second] for marks in rules))

    @cached_property
    def case_numbers(self) -> NDArray[np.intp]:
        """A number for the case of each unit."""
        return pd.factorize(self.decided.units["case"])[0]

    @cached_property
    def document_numbers(self) -> NDArray[np.intp]:
        """A number for the text of each unit."""
        return pd.factorize(self.decided.units["document"])[0]

    @cached_property
    def speaker_numbers(self) -> NDArray[np.intp]:
        """A number for the speaker of each unit, `NOBODY` where no speaker is known."""
        return number_speakers(self.decided.units, self.speakers)

    @property
    def names_speakers(self) -> bool:
        """Whether any unit that was read tells who speaks."""
        return bool((self.speaker_numbers[self.decided.was_read] != NOBODY).any())


def count_groups(marks: Marks, numbers: NDArray[np.intp]) -> NDArray[np.int64]:
    """In how many groups of units each column is marked; units numbered `NOBODY` stand in no group."""
    rows, columns = np.nonzero(marks & (numbers != NOBODY)[:, None])
    found = np.unique(np.column_stack([numbers[rows], columns]), axis=0)
    return np.bincount(found[:, 1], minlength=marks.shape[1])


def list_waves(
    study: Study, units: pd.DataFrame, codings: pd.DataFrame
) -> Iterator[tuple[str, str, Decided]]:
    """Every analysis of codings with every wave it has units in, and what was decided on these."""
    for name in study.plan.codings:
        decided = decide_units(study, name, units, codings)
        for wave in [wave.id for wave in study.settings.waves]:
            held = (decided.units["wave"] == wave).to_numpy(bool)
            if held.any():
                yield name, wave, decided.select(held)


def list_wholes(study: Study, decided: Decided) -> Iterator[Whole]:
    """All units, then those of each case, then those of each kind of participant who speaks."""
    named = any(kind.speakers for kind in study.sessions.participants)
    yield Whole(ALL, ALL, decided, named)
    for column, ids in (
        ("case", study.cases),
        ("participants", [kind.id for kind in study.sessions.participants]),
    ):
        for one in ids:
            held = (decided.units[column] == one).to_numpy(bool)
            if held.any():
                case, kind = (one, ALL) if column == "case" else (ALL, one)
                yield Whole(case, kind, decided.select(held), named)
