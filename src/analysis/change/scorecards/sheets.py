"""One scorecard as one partnership filled it in, in one session: answers, questions and weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates import Values
from analysis.scorecards import Scorecard, ScorecardField
from analysis.study import Study


@dataclass(frozen=True)
class Asked:
    """A question as it counts here: its theme, or none, and the values that it rests on."""

    id: str
    theme: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What was answered and weighed in one session of a case; `questions` are all there are, by field."""

    card: Scorecard
    case: str
    number: int
    wave: str
    date: str
    questions: dict[str, list[Asked]]
    answers: dict[tuple[str, str], float]
    weights: dict[str, float]

    def score(self, field: str, questions: Sequence[Asked]) -> Values:
        """The scores of those of these questions that were answered."""
        keys = [(field, question.id) for question in questions]
        return np.array([self.answers[key] for key in keys if key in self.answers], dtype=np.float64)

    def weigh(self, questions: Sequence[Asked]) -> float | None:
        """The mean weight of these questions, each the mean weight of the values it rests on.

        Questions that rest on no value do not count. None where none does, or where any of the values behind
        them was not weighed.
        """
        resting = [question.values for question in questions if question.values]
        if not resting or any(value not in self.weights for values in resting for value in values):
            return None
        return float(np.mean([np.mean([self.weights[value] for value in values]) for values in resting]))


def list_sheets(study: Study, scorecards: pd.DataFrame, weights: pd.DataFrame) -> Iterator[Sheet]:
    """Every session of every case from SCORECARDS and SCORECARD_WEIGHTS, by scorecard, case and number."""
    given = weights.dropna(subset="weight")
    for name, rows in scorecards.groupby("scorecard", sort=True):
        card = study.scorecards[str(name)]
        ours = given[given["scorecard"] == name]
        for case, held in rows.groupby("case", sort=True):
            named = held.groupby("field")["question"].agg(list).to_dict()
            questions = {field.id: list_questions(field, named.get(field.id, [])) for field in card.fields}
            for number, own in held.groupby("number", sort=True):
                first = own.iloc[0]
                weighed = ours[ours["case"] == case]
                weighed = weighed[weighed["wave"].eq(first["wave"]) & weighed["session"].eq(first["session"])]
                yield Sheet(
                    card=card,
                    case=str(case),
                    number=int(number),
                    wave=str(first["wave"]),
                    date=str(first["date"]),
                    questions=questions,
                    answers=_read_answers(own),
                    weights=dict(zip(weighed["value"], weighed["weight"].astype(float), strict=True)),
                )


def _read_answers(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    answered = rows.dropna(subset="score")
    keys = zip(answered["field"], answered["question"], strict=True)
    return dict(zip(keys, answered["score"].astype(float), strict=True))


def list_questions(field: ScorecardField, named: Sequence[str]) -> list[Asked]:
    """The questions of a field in order; those that only the files name come last, by name."""
    known = [Asked(one.id, one.theme, tuple(one.values)) for one in field.questions]
    others = sorted(set(named) - {one.id for one in known})
    return [*known, *(Asked(name) for name in others)]
