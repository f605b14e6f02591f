"""What partnerships filled in: scores, weights and proposed actions, as rows that know where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.scorecards import Scorecard

Row = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """One session of one partnership with one scorecard, as one part of a file tells of it.

    `sheet` is the sheet of a workbook that holds the session whole; empty for rows of a plain table.
    """

    scorecard: str
    version: str
    wave: str
    case: str
    session: str
    date: str
    source: str
    sheet: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the session from all others."""
        return self.scorecard, self.wave, self.case, self.session

    @property
    def cells(self) -> Row:
        """The columns that scores, weights and actions of the session share."""
        return {"scorecard": self.scorecard, "wave": self.wave, "case": self.case, "session": self.session}

    def place(self, row: int) -> str:
        """Where a row of it stands, for a message."""
        return f"sheet “{self.sheet}”, row {row}" if self.sheet else f"row {row}"


@dataclass
class Filled:
    """Rows of SCORECARDS (without `number`), SCORECARD_WEIGHTS and ACTIONS; each has its `held` and `row`."""

    scores: list[Row] = field(default_factory=list)
    weights: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)

    def add(self, other: Filled) -> None:
        """Take over the rows of another file."""
        self.scores += other.scores
        self.weights += other.weights
        self.actions += other.actions

    def add_score(self, held: Held, field: str, question: str, score: float | None, row: int) -> None:
        """One answered question, or one left blank."""
        about = {"version": held.version, "date": held.date, "source": held.source}
        told = {"field": field, "question": question, "score": score}
        self.scores.append({**held.cells, **about, **told, "held": held, "row": row})

    def add_weight(self, held: Held, value: str, weight: float | None, row: int) -> None:
        """The weight of one value."""
        told = {"value": value, "weight": weight, "source": held.source}
        self.weights.append({**held.cells, **told, "held": held, "row": row})

    def add_actions(self, held: Held, field: str, question: str, texts: Iterable[str], row: int) -> None:
        """The actions proposed at one question: every line of the texts is one."""
        lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            told = {"field": field, "question": question, "number": number, "action": line}
            self.actions.append({**held.cells, "date": held.date, **told, "held": held, "row": row})

    def fill_weights(self, scorecards: Mapping[str, Scorecard]) -> list[Held]:
        """Add a missing weight for every value that a session did not weigh; the sessions without any."""
        weighed: dict[tuple[str, ...], set[str]] = {}
        for row in self.weights:
            given = weighed.setdefault(row["held"].key, set())
            given.update([row["value"]] if row["weight"] is not None else [])
        there = {(*row["held"].key, row["value"]) for row in self.weights}
        sessions = {row["held"].key: row["held"] for row in [*self.scores, *self.weights]}
        for key, held in sessions.items():
            for value in scorecards[held.scorecard].values:
                if (*key, value.id) not in there:
                    self.add_weight(held, value.id, None, 0)
        return [
            held
            for key, held in sessions.items()
            if scorecards[held.scorecard].values and not weighed.get(key)
        ]

    def weigh_actions(self, scorecards: Mapping[str, Scorecard]) -> list[Row]:
        """The actions with the score and the weight of their question in the session."""
        weights: dict[tuple[str, ...], dict[str, float]] = {}
        for row in self.weights:
            if row["weight"] is not None:
                weights.setdefault(row["held"].key, {})[row["value"]] = row["weight"]
        scores = {(*row["held"].key, row["field"], row["question"]): row["score"] for row in self.scores}
        return [
            row
            | {
                "score": scores.get((*row["held"].key, row["field"], row["question"])),
                "weight": scorecards[row["scorecard"]].weigh(
                    row["question"], weights.get(row["held"].key, {})
                ),
            }
            for row in self.actions
        ]
