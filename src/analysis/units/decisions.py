"""Which units have which codes: who read a unit, what each coder gave it, and what they decide together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.codebooks import Code, Codebook
from analysis.study import Study

UNKNOWN = "unknown"
"""The coder of a coding whose file does not tell who gave it."""
UNIT = ["document", "unit"]
"""What names a unit within its kind."""
Marks = NDArray[np.bool_]
"""True where something holds; the axes are told where it is used."""


@dataclass(frozen=True)
class Decided:
    """The units of one analysis and kind, and which codes they have by each rule.

    `units` are rows of UNITS in their order, numbered from 0; `codes` is every code of the codebook in the
    order of the tree and `coders` everybody who read one of the units and is known, in the order of
    sessions.yaml. `given` (units, coders, codes) says who gave a unit a code or one below it, and `read`
    (units, coders) who read it: where `read` is False, `given` tells nothing. `unknown` (units, codes) is
    what coders gave whom the file does not name, and `read_unknown` (units) where they read; where nobody
    else did, they count as one coder, and elsewhere for `any` alone.
    """

    units: pd.DataFrame
    codes: list[str]
    coders: list[str]
    given: Marks
    read: Marks
    unknown: Marks
    read_unknown: Marks
    counted: str
    leaf: Marks

    @property
    def any(self) -> Marks:
        """The units (rows) to which anybody gave a code (columns) or one below it, known or not."""
        return self.given.any(axis=1) | self.unknown

    @property
    def majority(self) -> Marks:
        """The units to which more than half of the known coders who read them gave a code or one below it."""
        return (2 * self.given.sum(axis=1) > self.readers[:, None]) | self._told_by_unknown

    @property
    def all(self) -> Marks:
        """The units to which every known coder who read them, and at least one, gave a code or one below."""
        every = (self.given.sum(axis=1) == self.readers[:, None]) & (self.readers > 0)[:, None]
        return every | self._told_by_unknown

    @property
    def decided(self) -> Marks:
        """The units that have a code by the plan's rule."""
        rules: dict[str, Marks] = {"any": self.any, "majority": self.majority, "all": self.all}
        return rules[self.counted]

    @property
    def readers(self) -> NDArray[np.int64]:
        """How many known coders read each unit."""
        return self.read.sum(axis=1)

    @property
    def was_read(self) -> Marks:
        """The units that anybody read, known or not."""
        return self.read.any(axis=1) | self.read_unknown

    @property
    def _told_by_unknown(self) -> Marks:
        """What was given to units that only unknown coders read: they count as one coder there."""
        return self.unknown & (self.readers == 0)[:, None]

    def column(self, code: str) -> int:
        """The place of a code among the columns; raises ValueError for a strange code."""
        return self.codes.index(code)

    def select(self, units: Marks) -> Decided:
        """The same for some of the units only (True where a unit is kept), with the same codes and coders."""
        return Decided(
            self.units[units].reset_index(drop=True),
            self.codes,
            self.coders,
            self.given[units],
            self.read[units],
            self.unknown[units],
            self.read_unknown[units],
            self.counted,
            self.leaf,
        )


def decide_units(
    study: Study, analysis: str, units: pd.DataFrame, codings: pd.DataFrame, kind: str = ""
) -> Decided:
    """The units of an analysis of codings in the plan, and which codes they have.

    `kind` is the kind of unit, by default the one the plan's results are about. All waves stand together;
    `Decided.select` takes one. Without units the matrices have no rows. Raises KeyError for an analysis
    that the plan does not have, a code that the codebook does not have, and a unit that is not there.
    """
    plan = study.plan.codings[analysis]
    codebook, kind = study.codebooks[plan.codebook], kind or plan.unit
    rows = units[(units["kind"] == kind) & (units["codebook"] == plan.codebook)].reset_index(drop=True)
    found = codings[(codings["kind"] == kind) & (codings["codebook"] == plan.codebook)]
    codes = codebook.ids()
    coders = list_coders(study, found["coder"])
    places = pd.MultiIndex.from_frame(rows[UNIT]).get_indexer(pd.MultiIndex.from_frame(found[UNIT]))
    if (places < 0).any():
        raise KeyError(f"there is no unit {tuple(found[UNIT].iloc[int(np.argmin(places))])}")
    who = pd.Index([*coders, UNKNOWN]).get_indexer(pd.Index(found["coder"]))
    what = _find_columns(found["code"], codes)
    read = np.zeros((len(rows), len(coders) + 1), dtype=bool)
    read[places, who] = True
    given = np.zeros((*read.shape, len(codes)), dtype=bool)
    coded = what >= 0
    given[places[coded], who[coded], what[coded]] = True
    _pass_upwards(given, codebook, codes)
    leaf = np.array([not code.codes for code in codebook.walk()])
    return Decided(
        rows, codes, coders, given[:, :-1], read[:, :-1], given[:, -1], read[:, -1], plan.counted, leaf
    )


def list_coders(study: Study, coders: pd.Series) -> list[str]:
    """The known coders among some, each once, in the order of sessions.yaml."""
    found = set(coders) - {UNKNOWN}
    named = [coder.id for coder in study.sessions.coders if coder.id in found]
    return [*named, *sorted(found - set(named))]


def _find_columns(given: pd.Series, codes: list[str]) -> NDArray[np.intp]:
    """The column of each coding's code, -1 where none was given."""
    columns = pd.Index(codes).get_indexer(pd.Index(given))
    strange = (columns < 0) & (given != "").to_numpy()
    if strange.any():
        raise KeyError(f"the codebook has no code {given[strange].iloc[0]}")
    return columns


def _pass_upwards(given: Marks, codebook: Codebook, codes: list[str]) -> None:
    """Let whoever gave a code have given every code above it."""
    place = {code: number for number, code in enumerate(codes)}

    def rise(code: Code) -> None:
        for below in code.codes:
            rise(below)
            given[:, :, place[code.id]] |= given[:, :, place[below.id]]

    for field in codebook.fields():
        rise(field)
