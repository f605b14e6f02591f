"""The proposed actions in the order of how pressing the questions are that they were proposed at."""

from __future__ import annotations

from math import inf, isnan
from typing import Any

import pandas as pd

from analysis.contracts import ACTIONS
from analysis.formulas.paired_change import DECIMALS
from analysis.study import Study
from analysis.tables import conform


def rank_actions(
    study: Study, actions: pd.DataFrame, scores: pd.DataFrame, scorecards: pd.DataFrame
) -> pd.DataFrame:
    """The proposed actions (ACTIONS) with score, weight and place, the most pressing of a session first.

    Most pressing is what is weighed high and scored low: weight × (highest score − score); where a question
    was not weighed it comes after those that were, lowest score first, and last comes what was not scored.
    Equal ones stand in the order of the fields and questions. `scores` is SCORECARD_SCORES, `scorecards` is
    SCORECARDS, which tells the sessions' numbers.
    """
    named = scorecards[["scorecard", "wave", "case", "session", "number"]].drop_duplicates()
    kept = actions.drop(columns=["score", "weight", "pressing", "place"], errors="ignore")
    told = kept.merge(named.rename(columns={"number": "held"}), how="left")
    own = scores.loc[scores["question"] != "", ["scorecard", "case", "session", "field", "question"]]
    own = own.assign(score=scores["score"], weight=scores["weight"]).rename(columns={"session": "held"})
    told = told.merge(own, how="left").drop(columns="held")
    highest = {name: card.highest for name, card in study.scorecards.items()}
    left = told["scorecard"].map(highest).astype(float) - told["score"]
    told["pressing"] = (told["weight"] * left).round(DECIMALS)
    told["place"] = _place(study, told)
    return conform(told, ACTIONS)


def _place(study: Study, actions: pd.DataFrame) -> list[int]:
    """The place of each action among those of its session, from 1."""
    orders = [_order(study, row) for row in actions.to_dict("records")]
    sessions = list(
        zip(actions["scorecard"], actions["wave"], actions["case"], actions["session"], strict=True)
    )
    return [
        1 + sum(other < mine for other, where in zip(orders, sessions, strict=True) if where == session)
        for mine, session in zip(orders, sessions, strict=True)
    ]


def _order(study: Study, row: dict[Any, Any]) -> tuple[Any, ...]:
    fields = study.scorecards[row["scorecard"]].fields
    field = next(number for number, one in enumerate(fields) if one.id == row["field"])
    questions = [question.id for question in fields[field].questions]
    known = row["question"] in questions
    question = questions.index(row["question"]) if known else len(questions)
    pressing, score = float(row["pressing"]), float(row["score"])
    unweighed = (1, inf if isnan(score) else score)
    urgency = unweighed if isnan(pressing) else (0, -pressing)
    return (*urgency, field, question, row["question"], int(row["number"]))
