"""What the scorecard tells of a construct: the score of its field in each case's latest session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.constructs import JointDisplay, Rule
from analysis.estimates import Values
from analysis.formulas.moments import estimate_mean
from analysis.integration.directions import Part, build_part
from analysis.scorecards import Scorecard
from analysis.study import Study
from analysis.units.division import order_of_name


@dataclass(frozen=True)
class FieldScores:
    """The answered questions of each field in each case's latest session, by case and field."""

    scorecard: Scorecard | None
    rule: Rule
    level: float
    answers: dict[tuple[str, str], Values]

    @property
    def cases(self) -> set[str]:
        """The cases with any answered question."""
        return {case for case, _ in self.answers}

    def part(self, case: str, field: str | None) -> Part:
        """The mean of a field's questions with the lowest and highest of them; over all cases their mean.

        A field with fewer answered questions than the scorecard asks for has no score. The mean over cases
        has Student's t interval; partnerships, not questions, are counted.
        """
        if self.scorecard is None or field is None:
            return Part()
        limits = (self.scorecard.lowest, self.scorecard.highest)
        fewest = self.scorecard.minimum_answered
        scored = {
            one: answers
            for (one, name), answers in self.answers.items()
            if name == field and len(answers) >= fewest
        }
        if case == "all" and scored:
            scores = np.array([answers.mean() for _, answers in sorted(scored.items())])
            mean = estimate_mean(scores, self.level, limits)
            return build_part(mean.value, mean.low, mean.high, len(scores), limits, self.rule)
        if case not in scored:
            return Part()
        own = scored[case]
        ends = float(own.min()), float(own.max())
        return build_part(float(own.mean()), *ends, len(own), limits, self.rule)


def score_fields(study: Study, display: JointDisplay, scorecards: pd.DataFrame) -> FieldScores:
    """The answers of each case's latest session in the display's wave, from SCORECARDS.

    That is the one of the last day; of a day, or without days, that of the highest number or last name.
    """
    scorecard = study.scorecards[display.scorecard] if display.scorecard else None
    known = (scorecards["scorecard"] == display.scorecard) & (scorecards["wave"] == display.wave)
    rows = scorecards[known] if scorecard else scorecards[:0]
    answers: dict[tuple[str, str], Values] = {}
    for case, own in rows.groupby("case"):
        held = zip(own["date"].astype(str), own["session"].astype(str), strict=True)
        _, last = max(held, key=lambda one: (one[0], order_of_name(one[1])))
        latest = own[own["session"] == last].dropna(subset="score")
        for field, questions in latest.groupby("field"):
            answers[str(case), str(field)] = questions["score"].to_numpy(dtype=np.float64)
    return FieldScores(scorecard, display.rule, study.settings.confidence_level, answers)
