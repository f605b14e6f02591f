"""Every contrast of the plan: on each scale, under each reading, in each wave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.differences.sides import Sides
from analysis.estimates import Values
from analysis.plan import Comparison, Contrast
from analysis.populations import Population, Subject, list_cases, list_waves
from analysis.scoring import score_values
from analysis.study import Study


@dataclass(frozen=True)
class Contrasted:
    """A comparison on one scale, under one reading, in one wave: what its rows are about, and its people."""

    subject: Subject
    comparison: Comparison
    contrast: Contrast
    everybody: Population
    values: Values

    @property
    def sides(self) -> Sides:
        """The two sides, over all cases."""
        return Sides.of(self.everybody, self.contrast, self.values)

    @property
    def cases(self) -> list[Sides]:
        """The two sides of each case with anybody."""
        return [Sides.of(case, self.contrast, self.values) for case in list_cases(self.everybody)]


def list_contrasted(study: Study, scores: pd.DataFrame) -> Iterator[Contrasted]:
    """The comparisons of two groups in the plan's order; `scores` is the table SCORES."""
    for name, comparison in study.plan.comparisons.items():
        contrast = study.plan.contrasts[comparison.contrast]
        people, by_scale = score_values(scores, comparison.instrument, comparison.scales)
        for (scale, sensitivity), values in by_scale.items():
            subject = Subject(
                name,
                comparison.instrument,
                scale=scale,
                contrast=comparison.contrast,
                family=comparison.family,
                purpose=comparison.purpose,
                sensitivity=sensitivity,
            )
            for everybody in list_waves(people, study):
                yield Contrasted(subject, comparison, contrast, everybody, values)
