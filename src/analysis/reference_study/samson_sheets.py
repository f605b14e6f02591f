"""Made-up scorecards of the partnerships' process: one sheet a Norwegian case, filled in together in 2018.

The levels are ours, and so are the short names of the questions; the scorecard itself is not printed.
"""

from __future__ import annotations

import csv
import io
from datetime import date

import numpy as np

from analysis.formulas.resampling import stream
from analysis.reference_study import design
from analysis.reference_study.talk_design import FIELDS

QUESTIONS = {
    "equality": 7,
    "shared_goals": 8,
    "communication": 9,
    "anchoring": 8,
    "facilitation": 7,
    "resource_focus": 6,
    "complementary_competence": 6,
}
"""How many questions each field has."""
LEVELS = {
    design.ARENDAL: (5.5, 7.5, 7.5, 7.0, 6.0, 7.5, 6.5),
    design.ASKER: (5.5, 8.0, 7.5, 6.5, 6.0, 7.0, 7.0),
    design.FRISKGARDEN: (5.0, 7.0, 7.0, 6.0, 5.5, 8.0, 7.5),
    design.NOEN: (5.0, 7.5, 8.0, 5.5, 6.0, 7.5, 6.5),
    design.TRANOY: (6.0, 6.5, 7.5, 5.0, 6.5, 6.0, 5.5),
    design.TRONDHEIM: (5.0, 7.0, 8.0, 5.5, 5.5, 6.5, 6.5),
}
"""The level of each field, in the order of `FIELDS`, on the scale from 0 to 10."""
HELD = {
    design.ARENDAL: date(2018, 4, 10),
    design.ASKER: date(2018, 4, 12),
    design.FRISKGARDEN: date(2018, 4, 17),
    design.NOEN: date(2018, 4, 18),
    design.TRANOY: date(2018, 4, 24),
    design.TRONDHEIM: date(2018, 4, 26),
}
SPREAD = 1.2
UNANSWERED_SHARE = 0.03
HIGHEST = 10
HALF_WAY = (design.NOEN, "communication", 3)
"""The one question that a partnership could not agree on: they wrote a half."""
HEADER = ("case", "økt", "dato", "felt", "spørsmål", "skår")


def export_scorecards(seed: int) -> bytes:
    """The scorecards as CSV with semicolons (UTF-8), one row a question; a blank was not answered."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for case, levels in LEVELS.items():
        random = stream(seed, "reference_study", "scorecard", case)
        for field, level in zip(FIELDS, levels, strict=True):
            for question in range(1, QUESTIONS[field] + 1):
                score = _draw_score(level, random)
                if (case, field, question) == HALF_WAY:
                    score = "7,5"
                writer.writerow([case, "1", HELD[case].isoformat(), field, f"{field}_{question}", score])
    return out.getvalue().encode("utf-8")


def _draw_score(level: float, random: np.random.Generator) -> str:
    """One score, two numbers drawn for each, whatever becomes of them."""
    noise, answered = random.standard_normal(), random.random()
    if answered < UNANSWERED_SHARE:
        return ""
    return str(int(np.clip(round(level + SPREAD * noise), 0, HIGHEST)))
