"""Scorecards by session, found by their key: scores, what changed, and the proposed actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.configuration import Bilingual
from analysis.planned_changes import ScorecardAnalysis
from analysis.profiles.estimates import ABSENT, Estimate, plain_values
from analysis.profiles.showing import Showing
from analysis.scorecards import Scorecard, ScorecardField
from analysis.settings import Case

ScoreKey = tuple[str, int, str, str, str]
"""Case, number of the session, field, theme and question."""


@dataclass(frozen=True)
class Scored:
    """A score in one session with its ends, the weight behind it, and its questions or cases of how many.

    The ends are the range of the questions for a case, and the interval over cases.
    """

    score: Estimate = ABSENT
    weight: float | None = None
    of: int | None = None
    date: str = ""


@dataclass(frozen=True)
class Changed:
    """What changed from the first session to the last: the number, who rose and fell, the smallest p."""

    number: Estimate = ABSENT
    p_floor: float | None = None
    up: int | None = None
    down: int | None = None
    left_out: int | None = None
    comparable: str = "yes"

    @property
    def same(self) -> int | None:
        """How many questions, or cases, did not change."""
        if self.number.n is None or self.up is None or self.down is None:
            return None
        return self.number.n - self.up - self.down

    @property
    def direction(self) -> int:
        """1 where it rose, -1 where it fell, else 0."""
        return (self.number.value > 0) - (self.number.value < 0)


@dataclass(frozen=True)
class Profiled:
    """One scorecard in all its sessions; `analysis` is None where the plan compares no sessions."""

    card: Scorecard
    analysis: ScorecardAnalysis | None
    scores: dict[ScoreKey, Scored]
    changes: dict[tuple[str, str, str], Changed]

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the scale of scores."""
        return self.card.lowest, self.card.highest

    def label(self, field: str, theme: str = "", question: str = "") -> Bilingual | None:
        """The label of a field, theme or question; None for a question that only a file names."""
        found = next(one for one in self.card.fields if one.id == field)
        if not theme and not question:
            return found.label
        parts = {one.id: one.label for one in (found.themes if theme else found.questions)}
        return parts.get(theme or question)

    def score(
        self, field: str, number: int, case: str = "all", *, theme: str = "", question: str = ""
    ) -> Scored:
        """The score of a field, theme or question in the session of this number."""
        return self.scores.get((case, number, field, theme, question), Scored())

    def change(self, field: str, statistic: str = "change", case: str = "all") -> Changed:
        """What changed in a field; an absent number where there is no such row."""
        return self.changes.get((case, field, statistic), Changed())

    def sessions(self, case: str = "all") -> list[int]:
        """The numbers of the sessions of a case, or of all cases, that have a row, in order."""
        return sorted({key[1] for key in self.scores if key[0] == case})

    def cases(self, showing: Showing) -> list[Case]:
        """The cases that filled it in, in the order of the reports."""
        held = {key[0] for key in self.scores}
        return [case for case in showing.study.settings.cases if case.id in held]

    def date(self, case: str, number: int) -> str:
        """The day of a session as YYYY-MM-DD; empty where it is not known."""
        return next((one.date for key, one in self.scores.items() if key[:2] == (case, number)), "")

    def questions(self, field: ScorecardField, case: str) -> list[str]:
        """The questions of a field: those of the configuration, then those that only a file names."""
        named = [question.id for question in field.questions]
        held = {key[4] for key in self.scores if key[0] == case and key[2] == field.id and key[4]}
        return [*named, *sorted(held - set(named))]

    def parts(self, field: ScorecardField, case: str) -> list[tuple[str, str]]:
        """The parts of a field as pairs of theme and question, one of them empty, in the field's order."""
        themes = {question.id: question.theme or "" for question in field.questions}
        found = dict.fromkeys(
            (themes.get(one, ""), "" if themes.get(one) else one) for one in self.questions(field, case)
        )
        return list(found)


def list_profiled(showing: Showing) -> Iterator[Profiled]:
    """Each scorecard that was filled in, in the order of the configuration."""
    scores, changes = showing.tables["scorecard_scores"], showing.tables["scorecard_changes"]
    planned = {one.scorecard: one for one in showing.study.plan.scorecards.values()}
    for name, card in showing.study.scorecards.items():
        own = scores[scores["scorecard"] == name]
        if len(own):
            told = _read_changes(changes[changes["scorecard"] == name])
            yield Profiled(card, planned.get(name), _read_scores(own), told)


def _read_scores(rows: pd.DataFrame) -> dict[ScoreKey, Scored]:
    found: dict[ScoreKey, Scored] = {}
    for row in _plain_rows(
        rows, ("score", "score_low", "score_high", "ci_level", "weight"), ("n", "n_questions")
    ):
        number = Estimate(
            row["status"],
            row["reason"],
            estimate=row["score"],
            ci_low=row["score_low"],
            ci_high=row["score_high"],
            ci_level=row["ci_level"],
            n=row["n"],
        )
        key = (row["case"], int(row["session"]), row["field"], row["theme"], row["question"])
        found[key] = Scored(number, row["weight"], row["n_questions"], row["date"])
    return found


def _read_changes(rows: pd.DataFrame) -> dict[tuple[str, str, str], Changed]:
    numbers = ("estimate", "ci_low", "ci_high", "ci_level", "df", "p", "p_adjusted")
    counts = ("n_up", "n_down", "n_left_out")
    found: dict[tuple[str, str, str], Changed] = {}
    for row in _plain_rows(rows, (*numbers, "p_floor"), ("n", *counts)):
        known = {name: row[name] for name in (*numbers, "n")}
        number = Estimate(row["status"], row["reason"], row["method"], row["role"], **known)
        up, down, left_out = (row[name] for name in counts)
        told = Changed(number, row["p_floor"], up, down, left_out, row["comparable"])
        found[row["case"], row["field"], row["statistic"]] = told
    return found


def _plain_rows(
    rows: pd.DataFrame, numbers: tuple[str, ...], counts: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """The rows with plain numbers, None for those that are missing."""
    columns = {str(name): rows[name].tolist() for name in rows.columns}
    columns |= {name: plain_values(rows[name], float) for name in numbers}
    columns |= {name: plain_values(rows[name], int) for name in counts}
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


@dataclass(frozen=True)
class Proposed:
    """An action that a partnership proposed at a question, with what is known of the question."""

    field: str
    question: str
    action: str
    score: float | None
    weight: float | None


def list_actions(showing: Showing, card: str, case: str) -> Iterator[tuple[str, str, list[Proposed]]]:
    """The sessions of a case with proposed actions, latest first: name, day, actions, most pressing first."""
    rows = showing.tables["actions"]
    own = rows[(rows["scorecard"] == card) & (rows["case"] == case)]
    sessions = own[["date", "wave", "session"]].drop_duplicates().sort_values(["date", "wave", "session"])
    for _, wave, session in reversed(list(sessions.itertuples(index=False))):
        held = own[(own["wave"] == wave) & (own["session"] == session)]
        ranked = held.sort_values(["place", "field", "question", "number"])
        told = _plain_rows(ranked, ("score", "weight"), ())
        names = ("field", "question", "action", "score", "weight")
        yield session, ranked["date"].iloc[0], [Proposed(*(row[name] for name in names)) for row in told]
