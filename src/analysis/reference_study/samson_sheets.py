"""Made-up score sheets of the partnerships' process: two sessions in 2018 of every Norwegian case.

The levels and changes are in `samson_design`. The first session's scores are drawn around the levels; in the
second each question keeps what was its own in the first, and moves as its field does and a little besides.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.formulas.resampling import stream
from analysis.reference_study.samson_design import (
    ACTIONS,
    CHANGES,
    FEW,
    HALF_WAY,
    HELD,
    HELD_AGAIN,
    HIGHEST,
    LEVELS,
    QUESTIONS,
    SMALL,
    SPREAD,
    UNANSWERED_SHARE,
    WEIGHTS,
    WEIGHTS_AGAIN,
)
from analysis.reference_study.talk_design import FIELDS
from analysis.scorecards import Scorecard
from analysis.templates.samson import FilledSheet, fill_workbook
from analysis.templates.workbook import Value

NOTICE = (
    "SYNTETISKE DATA: Ingen har fylt ut disse arkene. De er laget av programmet til referansestudien. "
    "Synthetic data: nobody filled in these sheets."
)
BLANK = FilledSheet("Skåringsark")
Drawn = dict[str, tuple[float, bool]]
"""The level of each question before it is rounded, and whether it was answered."""


def export_score_sheets(scorecard: Scorecard, labels: Mapping[str, str], seed: int) -> dict[str, bytes]:
    """The two workbooks by their names; `labels` are those of the cases by id.

    The first names cases by their labels and has a blank form left in it; the second names them by their ids.
    """
    cases = {case: labels[case] for case in LEVELS}
    first, second = [], []
    for case, label in cases.items():
        tab = label.rpartition(" – ")[2]
        drawn = _draw_first(case, seed)
        weights: dict[str, Value] = dict(zip(_values(scorecard), WEIGHTS[case], strict=True))
        again: dict[str, Value] = dict(zip(_values(scorecard), WEIGHTS_AGAIN.get(case, ()), strict=False))
        actions = {
            question: [text]
            for (of, session, question), text in ACTIONS.items()
            if (of, session) == (case, 1)
        }
        later = {
            question: [text]
            for (of, session, question), text in ACTIONS.items()
            if (of, session) == (case, 2)
        }
        scores = _round(drawn) | ({_name(*HALF_WAY[1:]): 7.5} if case == HALF_WAY[0] else {})
        first.append(FilledSheet(tab, label, 1, HELD[case], weights, scores, actions))
        moved = _round(_draw_second(case, drawn, seed))
        second.append(FilledSheet(tab, case, 2, HELD_AGAIN[case], again, moved, later))
    words = {"cases": cases, "notice": NOTICE}
    return {
        "samson_first.xlsx": fill_workbook(scorecard, [*first, BLANK], "nb", **words),  # type: ignore[arg-type]
        "samson_second.xlsx": fill_workbook(scorecard, second, "nb", **words),  # type: ignore[arg-type]
    }


def _values(scorecard: Scorecard) -> list[str]:
    return [value.id for value in scorecard.values]


def _name(field: str, number: int) -> str:
    return f"{field}_{number}"


def _draw_first(case: str, seed: int) -> Drawn:
    """The questions of the first session, two numbers drawn for each, whatever becomes of them."""
    random = stream(seed, "reference_study", "scorecard", case)
    drawn = {}
    for field, level in zip(FIELDS, LEVELS[case], strict=True):
        for number in range(1, QUESTIONS[field] + 1):
            noise, answered = random.standard_normal(), random.random()
            drawn[_name(field, number)] = (level + SPREAD * noise, bool(answered >= UNANSWERED_SHARE))
    return drawn


def _draw_second(case: str, before: Drawn, seed: int) -> Drawn:
    """The same questions in the second session."""
    random = stream(seed, "reference_study", "scorecard", "second", case)
    drawn = {}
    for field, change in zip(FIELDS, CHANGES[case], strict=True):
        for number in range(1, QUESTIONS[field] + 1):
            noise, answered = random.standard_normal(), random.random() >= UNANSWERED_SHARE
            if (case, field) == FEW[:2]:
                answered = number <= FEW[2]
            level = before[_name(field, number)][0] + change + SMALL * noise
            drawn[_name(field, number)] = (level, bool(answered))
    return drawn


def _round(drawn: Drawn) -> dict[str, Value]:
    """The scores that are written: whole numbers on the scale, blank where a question was not answered."""
    return {
        question: int(np.clip(round(level), 0, HIGHEST)) if answered else None
        for question, (level, answered) in drawn.items()
    }
