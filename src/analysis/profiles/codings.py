"""What is told of coded talk: its sessions, how far the coders agree, and the rows of its tables by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.codebooks import Code, Codebook
from analysis.contracts import AGREEMENT
from analysis.planned_codings import CodingAnalysis
from analysis.profiles.estimates import Estimate
from analysis.profiles.showing import Showing
from analysis.sessions import Session

AGREED = 0.9
"""Agreement that is told to be high: on nine units in ten."""
RELIABLE, SUFFICIENT = 0.8, 0.667
"""The alpha that Krippendorff (2004, p. 241) asks for, and the lowest for even a tentative conclusion."""
LITTLE = 0.5
"""An alpha that is called low beside high agreement: less than half of what chance leaves to agree on."""
OF_SETS = ("percent", "krippendorff_set", "krippendorff_nominal", "gwet_ac1", "fleiss_kappa")
"""What is told of how far coders agree on all codes of a unit taken together."""


@dataclass(frozen=True)
class Agreed(Estimate):
    """One row of AGREEMENT; `n` is its units, `n_cases` its sessions."""

    observed: float | None = None
    by_chance: float | None = None
    prevalence: float | None = None
    n_coded: int | None = None
    n_coders: int | None = None


NEVER = Agreed()


def _read(rows: pd.DataFrame) -> dict[tuple[str, ...], Agreed]:
    """The rows of AGREEMENT by all of its key but the analysis and the wave."""
    told = rows.rename(columns={"n_units": "n", "n_sessions": "n_cases"})
    names = [field.name for field in fields(Agreed) if field.name in told.columns]
    values = zip(*([_plain(value) for value in told[name].tolist()] for name in names), strict=True)
    keys = zip(*(told[name].tolist() for name in AGREEMENT.key[2:]), strict=True)
    return {key: Agreed(**dict(zip(names, row, strict=True))) for key, row in zip(keys, values, strict=True)}


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


@dataclass(frozen=True)
class Analysed:
    """An analysis of codings, as the plan names it, with how far its coders agree in the wave shown."""

    showing: Showing
    analysis: str
    plan: CodingAnalysis

    @property
    def codebook(self) -> Codebook:
        """The codebook it was coded with."""
        return self.showing.study.codebooks[self.plan.codebook]

    @cached_property
    def agreement(self) -> dict[tuple[str, ...], Agreed]:
        """The rows of AGREEMENT by (field, code, units, counted, coders, session, statistic)."""
        rows = self.showing.tables["agreement"]
        ours = rows[(rows["analysis"] == self.analysis) & (rows["wave"] == self.showing.wave)]
        return _read(ours)

    @property
    def counted(self) -> tuple[str, ...]:
        """Which units are counted, the first unless told otherwise: segments exist only where coded."""
        return ("coded",) if self.plan.unit == "segment" else ("all", "coded")

    def get(
        self,
        statistic: str,
        *,
        field: str = "",
        code: str = "",
        units: str = "",
        counted: str = "",
        coders: str = "all",
        session: str = "all",
    ) -> Agreed:
        """A number on how far coders agree, absent where there is none; units are the plan's unless named."""
        which = (units or self.plan.unit, counted or self.counted[0], coders, session)
        key = (field, code, *which, statistic)
        return self.agreement.get(key, NEVER)

    def kappa(self, field: str, code: str) -> Agreed:
        """Fleiss' kappa, or Cohen's where there are two coders."""
        if len(self.pairs) == 1:
            cohen = self.get("cohen_kappa", field=field, code=code, coders=self.pairs[0])
            if cohen.status != "absent":
                return cohen
        return self.get("fleiss_kappa", field=field, code=code)

    @property
    def units(self) -> list[str]:
        """The kinds of units that have any number, the plan's first."""
        found = {key[2] for key in self.agreement}
        return [one for one in (self.plan.unit, *self.plan.other_units) if one in found]

    @property
    def pairs(self) -> list[str]:
        """The pairs of coders that have any number, as a+b, in the order of sessions.yaml."""
        place = {coder.id: number for number, coder in enumerate(self.showing.study.sessions.coders)}
        found = {key[4] for key in self.agreement} - {"all"}
        return sorted(found, key=lambda pair: [place.get(one, len(place)) for one in pair.split("+")])

    def codes_of(self, field: Code) -> list[Code]:
        """The codes of a field that have any number of their own, in the order of the codebook."""
        found = {key[1] for key in self.agreement if key[0] == field.id}
        return [code for code in field.walk() if code.id in found]

    @property
    def fields(self) -> list[Code]:
        """The fields that have any number, in the order of the codebook."""
        found = {key[0] for key in self.agreement}
        return [field for field in self.codebook.fields() if field.id in found]

    def is_paradox(self, field: str, code: str) -> bool:
        """Whether agreement is high and yet little more than chance (Feinstein & Cicchetti, 1990).

        That is where agreement and the chance agreement that alpha supposes are both at least `AGREED`,
        and alpha is below `LITTLE`.
        """
        alpha = self.get("krippendorff_nominal", field=field, code=code)
        if alpha.observed is None or alpha.by_chance is None:
            return False
        high = min(alpha.observed, alpha.by_chance) >= AGREED
        return alpha.known and high and alpha.value < LITTLE

    @property
    def paradoxes(self) -> list[tuple[str, str]]:
        """The codes of which that holds, as (field, code), in the order of the codebook."""
        return [
            (field.id, code.id)
            for field in self.fields
            for code in self.codes_of(field)
            if self.is_paradox(field.id, code.id)
        ]


def list_analyses(showing: Showing) -> list[Analysed]:
    """The plan's analyses of codings that have numbers on agreement in the wave shown."""
    found = [Analysed(showing, name, plan) for name, plan in showing.plan.codings.items()]
    return [one for one in found if one.agreement]


def list_sessions(showing: Showing) -> list[Session]:
    """The sessions of the wave shown, in the order of their days."""
    ours = [one for one in showing.study.sessions.sessions if one.wave == showing.wave]
    return sorted(ours, key=lambda one: (one.date, one.id))


@dataclass(frozen=True)
class Coded:
    """What one coder did in one session; days are YYYY-MM-DD, empty where they are not known.

    How many different codes is None in public, for it can tell that a withheld one was given.
    """

    session: Session
    coder: str
    role: str
    n_codings: int
    n_codes: int | None
    n_mismatched: int
    first: str
    last: str


def list_coded(showing: Showing) -> list[Coded]:
    """What each coder did in each session of the wave shown, by session in order, then by coder."""
    rows = showing.tables["coded"]
    rows = rows[rows["wave"] == showing.wave]
    names = [field.name for field in fields(Coded) if field.name != "session"]
    place = {coder.id: number for number, coder in enumerate(showing.study.sessions.coders)}
    found = []
    for session in list_sessions(showing):
        theirs = rows[rows["session"] == session.id]
        plain = theirs[names].astype(object).where(theirs[names].notna(), None)
        made = [Coded(session, *row) for row in plain.itertuples(index=False, name=None)]
        found += sorted(made, key=lambda one: place.get(one.coder, len(place)))
    return found


@dataclass(frozen=True)
class Disagreement:
    """A unit and code on which coders differ; `instead` are codes of the same field."""

    place: int
    code: str
    session: str
    speaker: str
    gave: tuple[str, ...]
    gave_not: tuple[str, ...]
    instead: tuple[str, ...]
    text: str


def list_disagreements(showing: Showing, analysis: str) -> Iterator[Disagreement]:
    """What the coders of an analysis differ on in the wave shown, first what to talk about first."""
    rows = showing.tables["disagreements"]
    ours = rows[(rows["analysis"] == analysis) & (rows["wave"] == showing.wave)].sort_values("place")
    for row in ours.itertuples():
        gave, gave_not, instead = (tuple(str(ids).split()) for ids in (row.gave, row.gave_not, row.instead))
        about = (int(str(row.place)), str(row.code), str(row.session), str(row.speaker))
        yield Disagreement(*about, gave, gave_not, instead, str(row.text))
