"""How well the items of a scale hang together, how well an answer repeats itself, and who answered how.

`coefficients` and `items` look at one occasion: the scale as a whole, and each item within it.
`extremes` counts those at the ends of scales and items, `missing` those without an answer.
`aggregation` asks whether the answers of a case may be brought together, `retest` whether the same
people answer alike in two waves.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.plan import ReliabilityAnalysis
from analysis.populations import (
    People,
    Population,
    Row,
    build_table,
    list_groups,
    list_people,
    list_waves,
    sort_people,
)
from analysis.reliability.aggregation import judge_aggregation
from analysis.reliability.coefficients import estimate_coefficients
from analysis.reliability.extremes import count_item_extremes, count_scale_extremes
from analysis.reliability.items import estimate_items
from analysis.reliability.missing import count_missing, list_reasons
from analysis.reliability.retest import repeat_scores
from analysis.reliability.scale_answers import ScaleAnswers, read_scale
from analysis.scoring import readings_of_scale, score_values
from analysis.study import Study


def estimate_reliability(
    study: Study, responses: dict[str, pd.DataFrame], scores: pd.DataFrame
) -> pd.DataFrame:
    """The rows of every reliability analysis and retest in the plan (ESTIMATES), wave by wave.

    `responses` holds the table of each instrument by its id. Coefficients, items and counts stand for all
    and for each group. A scale of one item has an `alpha` that is not estimable and no other coefficient.
    Rows that miss an item of a scale are left out of its coefficients and counted.
    """
    rows: list[Row] = []
    for name, analysis in study.plan.reliability.items():
        answers = sort_people(responses[analysis.instrument])
        scales = list(_read_scales(study, name, analysis, answers))
        rows += _estimate_consistency(study, analysis, scales, answers)
        rows += _count_people(study, analysis, scales, answers, scores)
        rows += judge_aggregation(study, name, analysis, answers, scores)
    for name, retest in study.plan.retests.items():
        rows += repeat_scores(study, name, retest, scores)
    return build_table(rows)


def _estimate_consistency(
    study: Study, analysis: ReliabilityAnalysis, scales: list[ScaleAnswers], answers: pd.DataFrame
) -> Iterator[Row]:
    populations = _list_populations(study, analysis, list_people(answers))
    for scale in scales:
        for population in populations:
            yield from estimate_coefficients(study, scale, population)
            yield from estimate_items(study, scale, population)


def _count_people(
    study: Study,
    analysis: ReliabilityAnalysis,
    scales: list[ScaleAnswers],
    answers: pd.DataFrame,
    scores: pd.DataFrame,
) -> Iterator[Row]:
    people, by_scale = score_values(scores, analysis.instrument, analysis.scales)
    scored = _list_populations(study, analysis, people)
    populations = _list_populations(study, analysis, list_people(answers))
    met = list_reasons(answers)
    for scale in scales:
        subject = scale.subject
        values = by_scale.get((subject.scale, subject.sensitivity))
        if values is not None:
            yield from count_scale_extremes(study, scale, scored, values)
        yield from count_item_extremes(study, scale, populations)
        if subject.sensitivity == "main":
            yield from count_missing(study, scale, populations, answers, met)


def _read_scales(
    study: Study, name: str, analysis: ReliabilityAnalysis, answers: pd.DataFrame
) -> Iterator[ScaleAnswers]:
    instrument = study.instruments[analysis.instrument]
    for scale in analysis.scales:
        for sensitivity in readings_of_scale(instrument, scale):
            yield read_scale(name, instrument, scale, sensitivity, answers)


def _list_populations(study: Study, analysis: ReliabilityAnalysis, people: People) -> list[Population]:
    groups = study.groups_of(analysis.instrument)
    return [one for wave in list_waves(people, study) for one in list_groups(wave, groups)]
