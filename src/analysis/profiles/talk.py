"""What was said, found by its key: codes by case and speaker, codes together, and saturation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from analysis.codebooks import Code, Codebook
from analysis.planned_codings import CodingAnalysis
from analysis.profiles.estimates import ABSENT, Estimate, plain_values
from analysis.profiles.showing import Showing
from analysis.sessions import Participants
from analysis.study import Case

NUMBERS = ("estimate", "ci_low", "ci_high", "ci_level", "p")
COUNTS = ("n", "n_cases")


@dataclass(frozen=True)
class Said:
    """How often something was said: the number by the plan's rule, its ends by the other two rules.

    `units` is what it is out of, `speakers` and `cases` who said it; None where that is not known or told.
    """

    number: Estimate = ABSENT
    units: int | None = None
    speakers: int | None = None
    cases: int | None = None

    @property
    def known(self) -> bool:
        """Whether there is a number to show."""
        return self.number.known

    @property
    def given(self) -> bool:
        """Whether it is known that somebody gave it, counted or not."""
        return self.number.known and self.number.has_interval and self.number.ends[1] > 0

    @property
    def withheld(self) -> bool:
        """Whether the gate withholds it."""
        return self.number.status == "withheld"


NOTHING = Said()


@dataclass(frozen=True)
class Talk:
    """What was said in one analysis of codings, in the wave that is shown."""

    name: str
    analysis: CodingAnalysis
    codebook: Codebook
    rows: dict[tuple[str, ...], Said]

    def said(
        self, code: str, statistic: str = "units", *, other: str = "", case: str = "all", by: str = "all"
    ) -> Said:
        """How often a code was given, `by` a kind of participant; two codes stand in either order."""
        found = self.rows.get((statistic, code, other, case, by))
        return found or self.rows.get((statistic, other, code, case, by), NOTHING)

    @property
    def fields(self) -> list[tuple[Code, list[Code]]]:
        """Each topmost code with the codes below it that coders give."""
        return [
            (field, [code for code in field.walk() if not code.codes and code is not field])
            for field in self.codebook.fields()
        ]

    def cases(self, showing: Showing) -> list[Case]:
        """The cases whose talk was coded, in the order of the reports."""
        coded = {key[3] for key in self.rows}
        return [case for case in showing.study.settings.cases if case.id in coded]

    def kinds(self, showing: Showing) -> list[Participants]:
        """The kinds of participants who spoke, in the order of the legends."""
        speaking = {key[4] for key in self.rows}
        return [kind for kind in showing.study.sessions.participants if kind.id in speaking]


def list_talks(showing: Showing) -> Iterator[Talk]:
    """Each analysis of codings that has something to show, in the plan's order."""
    frame = showing.tables["occurrences"]
    frame = frame[frame["wave"] == showing.wave]
    for name, analysis in showing.plan.codings.items():
        rows = frame[frame["analysis"] == name]
        if len(rows):
            yield Talk(name, analysis, showing.study.codebooks[analysis.codebook], _read(rows))


def _read(rows: pd.DataFrame) -> dict[tuple[str, ...], Said]:
    keys = [rows[name].tolist() for name in ("statistic", "code", "other", "case", "participants")]
    texts = [rows[name].tolist() for name in ("status", "reason")]
    numbers = [plain_values(rows[name], float) for name in ("estimate", "ci_low", "ci_high")]
    counts = [plain_values(rows[name], int) for name in ("n_units", "n_speakers", "n_cases")]
    said = (
        Said(Estimate(status, reason, estimate=number, ci_low=low, ci_high=high), units, speakers, cases)
        for status, reason, number, low, high, units, speakers, cases in zip(
            *texts, *numbers, *counts, strict=True
        )
    )
    return dict(zip(zip(*keys, strict=True), said, strict=True))


def read_number(row: object) -> Estimate:
    """A row of one of the tables on talk, cases or the continuum as an estimate."""
    numbers = {name: _number(getattr(row, name, None)) for name in NUMBERS}
    counts = {name: _count(getattr(row, name, None)) for name in COUNTS}
    known = Estimate(str(row.status), str(row.reason), str(getattr(row, "method", "")))  # type: ignore[attr-defined]
    return replace(known, **numbers, **counts)  # type: ignore[arg-type]


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def _count(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)  # type: ignore[call-overload]


@dataclass(frozen=True)
class Step:
    """How many codes so many sessions hold; `session` is the last of them in the dated order."""

    sessions: int
    session: str
    codes: Estimate
    new: Estimate
    of: int | None


def list_steps(showing: Showing, analysis: str, order: str) -> list[Step]:
    """The steps of saturation in one order of the sessions, `any` or `dated`; none that is withheld."""
    frame = showing.tables["saturation"]
    here = frame[
        (frame["analysis"] == analysis) & (frame["wave"] == showing.wave) & (frame["order"] == order)
    ]
    return [
        Step(
            int(row.sessions),
            str(row.session),
            read_number(row),
            Estimate(str(row.status), str(row.reason), estimate=_number(row.new)),
            _count(row.n_codes),
        )
        for row in here.sort_values("sessions").itertuples()
        if row.status == "ok"
    ]
