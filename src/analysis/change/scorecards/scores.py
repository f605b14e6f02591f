"""The score of every field, theme and question of a scorecard, by session and over cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.change.scorecards.sheets import Asked, Sheet, list_sheets
from analysis.contracts import SCORECARD_SCORES
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.moments import estimate_mean
from analysis.scorecards import Scorecard
from analysis.study import Study
from analysis.tables import conform

Row = dict[str, Any]


def score_scorecards(study: Study, scorecards: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The score of every field, theme and question in every session, and over cases (SCORECARD_SCORES).

    A score is the mean of the answered questions; a field with fewer than the scorecard's `minimum_answered`
    has none (`too_few_answered`). Nobody answers alone, so a score has the range of its questions and no
    interval (`one_sheet`). Over cases it is the mean of their fields' scores with Student's t interval, of
    the cases that held a session of that number.
    """
    rows: list[Row] = []
    for sheet in list_sheets(study, scorecards, weights):
        rows += _score_sheet(sheet)
    level = study.settings.confidence_level
    of_fields = [row for row in rows if not row["theme"] and not row["question"]]
    names = dict.fromkeys((row["scorecard"], row["session"]) for row in of_fields)
    for name, number in names:
        held = [row for row in of_fields if (row["scorecard"], row["session"]) == (name, number)]
        rows += _score_cases(study.scorecards[name], number, held, level)
    return conform(pd.DataFrame(rows, columns=SCORECARD_SCORES.names), SCORECARD_SCORES)


def _score_sheet(sheet: Sheet) -> Iterator[Row]:
    for field in sheet.card.fields:
        questions = sheet.questions[field.id]
        fewest = sheet.card.minimum_answered
        yield _score(sheet, questions, fewest, field=field.id, theme="", question="")
        for theme in field.themes:
            of_theme = [one for one in questions if one.theme == theme.id]
            yield _score(sheet, of_theme, 1, field=field.id, theme=theme.id, question="")
        for one in questions:
            yield _score(sheet, [one], 1, field=field.id, theme="", question=one.id)


def _score(sheet: Sheet, questions: Sequence[Asked], fewest: int, **about: str) -> Row:
    answers = sheet.score(about["field"], questions)
    row: Row = {"scorecard": sheet.card.id, "case": sheet.case, "session": sheet.number, **about}
    row |= {"wave": sheet.wave, "date": sheet.date, "weight": sheet.weigh(questions)}
    row |= {"n": len(answers), "n_questions": len(questions)}
    if len(answers) < fewest:
        reason = "too_few_answered" if len(answers) else "no_answers"
        return row | {"status": "not_estimable", "reason": reason}
    row |= {"score_low": float(answers.min()), "score_high": float(answers.max())}
    return row | {"score": float(answers.mean()), "status": "ok", "reason": "one_sheet"}


def _score_cases(card: Scorecard, number: int, held: Sequence[Row], level: float) -> Iterator[Row]:
    """The mean over cases of each field in the sessions of one number; `held` are the cases' fields."""
    for field in card.fields:
        of_field = [row for row in held if row["field"] == field.id]
        scored = [row for row in of_field if row["status"] == "ok"]
        found = mean_of_cases([row["score"] for row in scored], level, (card.lowest, card.highest))
        weights = [row["weight"] for row in scored]
        weighed = weights and None not in weights
        yield {
            "scorecard": card.id,
            "case": "all",
            "session": number,
            "wave": "",
            "date": "",
            "field": field.id,
            "theme": "",
            "question": "",
            "score": found.value,
            "score_low": found.low,
            "score_high": found.high,
            "ci_level": level if found.low == found.low else None,
            "weight": float(np.mean(weights)) if weighed else None,
            "n": len(scored),
            "n_questions": len(of_field),
            "status": "ok" if found.exists else "not_estimable",
            "reason": found.reason,
        }


def mean_of_cases(scores: Sequence[float], level: float, limits: tuple[float, float]) -> Estimate:
    """The mean over cases with Student's t interval inside `limits`; fewer than two cases have none.

    Cases that are all alike have a mean without an interval (`cases_alike`).
    """
    if len(scores) < 2:
        return not_estimable("too_few_cases")
    found = estimate_mean(np.array(scores), level, limits)
    return Estimate(found.value, reason="cases_alike") if found.reason else found
