"""How many stand at the lowest and the highest end of a scale or an item: floor and ceiling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from analysis.estimates import Values
from analysis.formulas.moments import estimate_count, estimate_share
from analysis.populations import Basis, Population, Row, Subject, build_row
from analysis.reliability.scale_answers import ScaleAnswers
from analysis.study import Study

COUNT = "people at the end of what can be answered; n times Wilson's interval of the share"
SHARE = "share at the end of what can be answered; Wilson's interval"


def count_scale_extremes(
    study: Study, scale: ScaleAnswers, populations: Sequence[Population], scores: Values
) -> Iterator[Row]:
    """`count` and `share` of the people with the lowest (`floor`) and highest (`ceiling`) possible score.

    `scores` holds the score of each person of the populations, NaN where there is none.
    """
    yield from _count_ends(study, scale, scale.subject, populations, scores)


def count_item_extremes(
    study: Study, scale: ScaleAnswers, populations: Sequence[Population]
) -> Iterator[Row]:
    """The same of each item's answers, turned the way of the scale."""
    for place, item in enumerate(scale.items):
        yield from _count_ends(study, scale, scale.of_item(item), populations, scale.values[:, place])


def _count_ends(
    study: Study, scale: ScaleAnswers, subject: Subject, populations: Sequence[Population], values: Values
) -> Iterator[Row]:
    for category, end in zip(("floor", "ceiling"), scale.kind.limits(), strict=True):
        about = replace(subject, category=category)
        for population in populations:
            used = population.rows[~np.isnan(values[population.rows])]
            basis = Basis(used, len(population.rows))
            at_the_end = int(np.isclose(values[used], end, rtol=0, atol=1e-9).sum())
            yield from count_of(study, about, population, at_the_end, basis, (COUNT, SHARE))


def count_of(
    study: Study, subject: Subject, population: Population, count: int, basis: Basis, methods: tuple[str, str]
) -> Iterator[Row]:
    """The rows `count` and `share` of some of the people of a basis."""
    n, level = len(basis.used), study.settings.confidence_level
    estimates = (estimate_count(count, n, level), estimate_share(count, n, level))
    for statistic, estimate, method in zip(("count", "share"), estimates, methods, strict=True):
        yield build_row(subject, population, statistic, estimate, basis, method, level)
