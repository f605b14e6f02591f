"""Frames on scorecards made up for the tests of what is shown: sheets by name, scored as the steps do.

Sheets are of every scorecard of a study in two sessions of the first six cases; the last case has one only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.change.scorecards import compare_sessions, rank_actions, score_scorecards
from analysis.contracts import (
    ACTIONS,
    COMPARABILITY,
    SCORECARD_WEIGHTS,
    SCORECARDS,
    Contract,
)
from analysis.planned_changes import ScorecardAnalysis
from analysis.scorecards import Scorecard, ScorecardField
from analysis.study import Study
from analysis.tables import conform
from tests.unit.estimates_frames import draw

SESSIONS = {1: "2018-04-10", 2: "2019-05-21"}
CASES = 6
UNNAMED = 7
"""Questions of a field for which the configuration names none."""
ROSE, FELL = "anchoring", "communication"
"""The fields that rise and fall in nearly every case."""


def with_scorecards(study: Study) -> Study:
    """The study with an analysis of each of its scorecards in the plan."""
    planned = {one.scorecard for one in study.plan.scorecards.values()}
    family = next(iter(study.plan.families))
    made = {
        f"{name}_sessions": ScorecardAnalysis(
            label=card.title, scorecard=name, family=family, purpose="exploratory"
        )
        for name, card in study.scorecards.items()
        if name not in planned
    }
    plan = study.plan.model_copy(update={"scorecards": {**study.plan.scorecards, **made}})
    return replace(study, plan=plan)


def score(study: Study) -> dict[str, pd.DataFrame]:
    """The tables of scores, changes and actions by their names in the results."""
    study = with_scorecards(study)
    sheets = _table([row for one in _sheets(study) for row in _answer(study, *one)], SCORECARDS)
    weights = _table([row for one in _sheets(study) for row in _weigh(study, *one)], SCORECARD_WEIGHTS)
    actions = _table([row for one in _sheets(study) for row in _act(study, *one)], ACTIONS)
    scores = score_scorecards(study, sheets, weights)
    return {
        "scorecard_scores": scores,
        "scorecard_changes": compare_sessions(study, scores, _table([], COMPARABILITY)),
        "actions": rank_actions(study, actions, scores, sheets),
    }


def _sheets(study: Study) -> Iterator[tuple[str, str, int]]:
    """Scorecard, case and number of every session."""
    cases = [case.id for case in study.settings.cases if case.waves][:CASES]
    for name in study.scorecards:
        for case in cases:
            yield from ((name, case, number) for number in SESSIONS if case != cases[-1] or number == 1)


def _about(study: Study, card: str, case: str, number: int) -> dict[str, Any]:
    return {"scorecard": card, "wave": study.main_wave, "case": case, "session": str(number)}


def _questions(card: Scorecard, field: ScorecardField) -> list[str]:
    named = [question.id for question in field.questions]
    return named or [f"{field.id}_{place}" for place in range(1, UNNAMED + 1)]


def _answer(study: Study, name: str, case: str, number: int) -> Iterator[dict[str, Any]]:
    card = study.scorecards[name]
    about = _about(study, name, case, number) | {"date": SESSIONS[number], "number": number}
    about |= {"version": card.version}
    for field in card.fields:
        for question in _questions(card, field):
            part = 0.2 + 0.6 * draw(case, question)
            if number > 1:
                part += 0.16 * (draw(case, question, number) - 0.5)
                part += {ROSE: 0.2, FELL: -0.2}.get(field.id, 0.0) * (0.4 + draw(case, field.id))
            answer = card.lowest + round((card.highest - card.lowest) * min(max(part, 0.0), 1.0))
            yield about | {"field": field.id, "question": question, "score": answer, "source": "sheets"}


def _weigh(study: Study, name: str, case: str, number: int) -> Iterator[dict[str, Any]]:
    card = study.scorecards[name]
    for value in card.values:
        span = card.highest_weight - card.lowest_weight
        weight = card.lowest_weight + round(span * (0.4 + 0.6 * draw(case, value.id, number)))
        about = _about(study, name, case, number)
        yield about | {"value": value.id, "weight": weight, "source": "sheets"}


def _act(study: Study, name: str, case: str, number: int) -> Iterator[dict[str, Any]]:
    card = study.scorecards[name]
    about = _about(study, name, case, number) | {"date": SESSIONS[number]}
    for field in card.fields[:3]:
        for place, question in enumerate(_questions(card, field)[:2], 1):
            told = f"Vi tar opp «{field.label.nb}» på neste felles møte, og sier hvem som gjør hva ({place})."
            yield about | {"field": field.id, "question": question, "number": 1, "action": told}


def _table(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)
