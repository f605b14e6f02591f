"""Whose codings of which units a number on agreement is about, and what they are counted as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.codebooks import Codebook
from analysis.estimates import Values
from analysis.formulas.coder_sums import CodedUnits
from analysis.formulas.resampling import stream
from analysis.planned_codings import CodingAnalysis
from analysis.study import Study
from analysis.units.decisions import Decided, Marks, decide_units

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Topic:
    """What coders agree on: a code, all codes of a field together (code ""), or all codes (both "")."""

    field: str = ""
    code: str = ""


@dataclass(frozen=True)
class Scope:
    """The units of one analysis, wave and kind, and what the known coders gave them.

    `lowest` (units, coders, codes) holds the codes that a coder gave without giving one below: the set of
    codes of a unit. `coders` and `session` name a choice of them as in the table of agreement.
    """

    study: Study
    analysis: str
    wave: str
    kind: str
    decided: Decided
    lowest: Marks
    coders: str = "all"
    session: str = "all"

    @property
    def plan(self) -> CodingAnalysis:
        """The analysis, as the plan says it."""
        return self.study.plan.codings[self.analysis]

    @property
    def codebook(self) -> Codebook:
        """The codebook of the analysis."""
        return self.study.codebooks[self.plan.codebook]

    @property
    def counted(self) -> tuple[str, ...]:
        """Which units can be counted: segments exist only where somebody coded."""
        return ("coded",) if self.kind == "segment" else ("all", "coded")

    @property
    def n_coders(self) -> int:
        """How many known coders read any of the units."""
        return int(self.decided.read.any(axis=0).sum())

    @cached_property
    def sessions(self) -> Places:
        """The session of each unit, as its place in the sorted names."""
        return np.asarray(self.decided.units["session"].factorize(sort=True)[0], dtype=np.int64)

    @cached_property
    def blocks(self) -> Places | None:
        """The turn or paragraph of each run of characters; None for units that are drawn by themselves."""
        if self.kind != "character":
            return None
        units = self.decided.units
        places = pd.MultiIndex.from_frame(units[["document", "block"]])
        return np.asarray(places.factorize(sort=True)[0], dtype=np.int64)

    @cached_property
    def weights(self) -> Values:
        """What each unit counts for."""
        return self.decided.units["weight"].to_numpy(dtype=np.float64)

    def of_pair(self, first: int, second: int) -> Scope:
        """Two of the coders alone, by their places."""
        places, decided = [first, second], self.decided
        names = [decided.coders[place] for place in places]
        pair = replace(decided, coders=names, given=decided.given[:, places], read=decided.read[:, places])
        return replace(self, decided=pair, lowest=self.lowest[:, places], coders="+".join(names))

    def of_session(self, session: str) -> Scope:
        """One of the sessions alone."""
        here = (self.decided.units["session"] == session).to_numpy(dtype=bool)
        return replace(self.of_units(here), session=session)

    def of_units(self, units: Marks) -> Scope:
        """Some of the units alone."""
        return replace(self, decided=self.decided.select(units), lowest=self.lowest[units])

    def stream(self, topic: Topic, counted: str, *names: str) -> np.random.Generator:
        """The random stream of the numbers on one topic."""
        about = (self.analysis, self.wave, self.kind, counted, topic.field, topic.code)
        return stream(self.study.settings.seed, "agreement", *about, self.coders, self.session, *names)

    def columns(self, topic: Topic) -> list[int]:
        """The places of all codes of a field, or of all codes."""
        codes = self.codebook.code(topic.field).walk() if topic.field else self.codebook.walk()
        return [self.decided.column(code.id) for code in codes]

    def given(self, topic: Topic) -> Marks:
        """Where each coder (units × coders) gave the code, or any code of the topic."""
        given = self.decided.given
        if not topic.field:
            return np.asarray(given.any(axis=2))
        return np.asarray(given[:, :, self.decided.column(topic.code or topic.field)])


@dataclass(frozen=True)
class Material:
    """Some units of a scope that two coders or more read, counted by topic; `places` is where they stand.

    `values` (units × coders) numbers what each coder gave, -1 where the coder did not read the unit; values
    are 0 and 1 for a code, and the rows of `sets` (sets × codes of the topic) else. `given` marks the
    values that stand for the code or for any code of the topic.
    """

    scope: Scope
    places: Places
    values: Places
    given: Marks
    sets: Marks | None = None

    @cached_property
    def counts(self) -> Values:
        """How many coders gave each unit each value, units × values."""
        (n, _), width = self.values.shape, len(self.given)
        rows, _ = np.nonzero(self.values >= 0)
        cells = np.bincount(rows * width + self.values[self.values >= 0], minlength=n * width)
        return cells.reshape(n, width).astype(np.float64)

    @cached_property
    def weights(self) -> Values:
        """What each unit counts for."""
        return self.scope.weights[self.places]

    @cached_property
    def shares(self) -> Values:
        """The share of each unit's codings that give the code, or any of the topic."""
        return np.asarray(self.counts[:, self.given].sum(axis=1) / self.counts.sum(axis=1))

    @property
    def units(self) -> CodedUnits:
        """The units as they are drawn."""
        blocks = self.scope.blocks
        if blocks is None:
            return CodedUnits(self.counts)
        return CodedUnits(self.counts, self.weights, blocks[self.places])

    @cached_property
    def n_units(self) -> int:
        """How many units there are; characters for runs of characters."""
        return int(self.weights.sum())

    @cached_property
    def n_coded(self) -> int:
        """How many of them somebody gave the code, or any of the topic."""
        return int(self.weights[self.shares > 0].sum())

    @cached_property
    def n_sessions(self) -> int:
        """How many sessions the units belong to."""
        return len(np.unique(self.scope.sessions[self.places]))

    @cached_property
    def prevalence(self) -> float:
        """The mean of the shares; NaN without units."""
        return float(self.shares @ self.weights / self.weights.sum()) if len(self.places) else float("nan")


def open_scopes(study: Study, units: pd.DataFrame, codings: pd.DataFrame) -> Iterator[Scope]:
    """The units of every analysis of codings, wave and kind of unit, the plan's kind first."""
    for analysis, plan in study.plan.codings.items():
        for kind in dict.fromkeys((plan.unit, *plan.other_units)):
            decided = decide_units(study, analysis, units, codings, kind)
            lowest = _find_lowest(decided, study.codebooks[plan.codebook])
            whole = Scope(study, analysis, "", kind, decided, lowest)
            waves = decided.units["wave"].to_numpy(dtype=str)
            for wave in (one.id for one in study.settings.waves if (waves == one.id).any()):
                yield replace(whole.of_units(waves == wave), wave=wave)


def count_values(scope: Scope, topic: Topic, counted: str) -> Material:
    """The units that two coders or more read, with what each of them gave."""
    read, column = scope.decided.read, scope.given(topic)
    keep = scope.decided.readers >= 2
    if counted == "coded":
        keep &= column.any(axis=1)
    places, read = np.flatnonzero(keep), read[keep]
    values = np.full(read.shape, -1, dtype=np.int64)
    if topic.code:
        values[read] = column[keep][read]
        return Material(scope, places, values, np.array([False, True]))
    sets, values[read] = _number_sets(scope.lowest[keep][:, :, scope.columns(topic)][read])
    return Material(scope, places, values, np.asarray(sets.any(axis=1)), sets)


def _number_sets(marks: Marks) -> tuple[Marks, Places]:
    """The different rows, and the number of each row among them; the empty set is the first."""
    packed = np.ascontiguousarray(np.packbits(marks, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, places = np.unique(keys, return_index=True, return_inverse=True)
    return marks[first], places.astype(np.int64)


def _find_lowest(decided: Decided, codebook: Codebook) -> Marks:
    """The codes that each coder gave a unit without giving it one below."""
    lowest = decided.given.copy()
    for code in codebook.walk():
        below = [decided.column(one.id) for one in code.codes]
        if below:
            lowest[:, :, decided.column(code.id)] &= ~decided.given[:, :, below].any(axis=2)
    return lowest
