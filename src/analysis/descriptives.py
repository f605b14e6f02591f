"""Scales, items and counted answers by group, by case, by both and for all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.estimates import Estimate, Values
from analysis.formulas.moments import (
    estimate_agreement,
    estimate_count,
    estimate_mean,
    estimate_sd,
    estimate_share,
)
from analysis.instruments import AnswerSet, Instrument
from analysis.plan import Description
from analysis.populations import (
    Basis,
    Population,
    Row,
    Subject,
    build_row,
    build_table,
    list_people,
    list_populations,
    sort_people,
)
from analysis.scoring import item_answers, random_variance, readings_of_item, score_values
from analysis.study import Study

MEAN = "mean; Student's t interval on n - 1, kept inside the range of the answers"
SD = "standard deviation (n - 1); chi-square interval"
AGREEMENT = "r_wg (James, Demaree & Wolf 1984), random variance {:g}, negative set to 0; chi-square interval"
COUNT = "count; n times Wilson's interval of the share"
SHARE = "share; Wilson's interval"


def describe_responses(
    study: Study, responses: dict[str, pd.DataFrame], scores: pd.DataFrame
) -> pd.DataFrame:
    """The rows of every description in the plan (ESTIMATES).

    `responses` holds the table of each instrument by its id. Scales and items have `mean` and `sd`
    under each reading of their answers, items also `rwg` for each group over all cases; counted items
    have `count` and `share` of each answer. Items are taken as they were asked, not turned round.
    """
    rows: list[Row] = []
    for name, description in study.plan.descriptions.items():
        instrument = study.instruments[description.instrument]
        answers = sort_people(responses[instrument.id])
        rows += _describe_scales(study, name, description, scores)
        rows += _describe_items(study, name, description, answers)
        rows += _count_answers(study, name, description, answers)
    return build_table(rows)


def _describe_scales(
    study: Study, name: str, description: Description, scores: pd.DataFrame
) -> Iterator[Row]:
    instrument = study.instruments[description.instrument]
    people, by_scale = score_values(scores, instrument.id, description.scales)
    populations = list(list_populations(people, study, study.groups_of(instrument.id)))
    for (scale, sensitivity), values in by_scale.items():
        subject = Subject(name, instrument.id, scale=scale, sensitivity=sensitivity)
        for population in populations:
            yield from _moments(study, subject, population, values, instrument.limits(scale))


def _describe_items(
    study: Study, name: str, description: Description, answers: pd.DataFrame
) -> Iterator[Row]:
    instrument = study.instruments[description.instrument]
    populations = list(list_populations(list_people(answers), study, study.groups_of(instrument.id)))
    for item in description.items:
        kind = instrument.answer_set(item)
        for sensitivity in readings_of_item(instrument, item):
            subject = Subject(name, instrument.id, item=item, sensitivity=sensitivity)
            values = _item_values(answers, instrument, item, sensitivity)
            for population in populations:
                yield from _moments(study, subject, population, values, kind.limits())
                yield from _agreement(study, subject, population, values, kind)


def _count_answers(study: Study, name: str, description: Description, answers: pd.DataFrame) -> Iterator[Row]:
    instrument = study.instruments[description.instrument]
    populations = list(list_populations(list_people(answers), study, study.groups_of(instrument.id)))
    for item in description.counts:
        values = _item_values(answers, instrument, item, "main")
        for answer in instrument.answer_set(item).counted_values():
            subject = Subject(name, instrument.id, item=item, category=str(answer))
            for population in populations:
                yield from _counts(study, subject, population, values, answer)


def _item_values(answers: pd.DataFrame, instrument: Instrument, item: str, sensitivity: str) -> Values:
    return item_answers(answers, instrument, [item], sensitivity, orient=False)[item].to_numpy(dtype=float)


def _moments(
    study: Study, subject: Subject, population: Population, values: Values, limits: tuple[float, float]
) -> Iterator[Row]:
    basis = _answered(population, values)
    given, level = values[basis.used], study.settings.confidence_level
    mean = estimate_mean(given, level, limits)
    yield build_row(subject, population, "mean", mean, basis, MEAN, level)
    yield build_row(subject, population, "sd", estimate_sd(given, level), basis, SD, level)


def _agreement(
    study: Study, subject: Subject, population: Population, values: Values, kind: AnswerSet
) -> Iterator[Row]:
    if population.case != "all" or population.group == "all" or kind.random_variance is None:
        return
    variance = random_variance(kind, subject.sensitivity)
    basis, level = _answered(population, values), study.settings.confidence_level
    agreement = estimate_agreement(values[basis.used], variance, level)
    yield build_row(subject, population, "rwg", agreement, basis, AGREEMENT.format(variance), level)


def _counts(
    study: Study, subject: Subject, population: Population, values: Values, answer: int
) -> Iterator[Row]:
    basis, level = _answered(population, values), study.settings.confidence_level
    count, n = int((values[basis.used] == answer).sum()), len(basis.used)
    counted: list[tuple[str, Estimate, str]] = [
        ("count", estimate_count(count, n, level), COUNT),
        ("share", estimate_share(count, n, level), SHARE),
    ]
    for statistic, estimate, method in counted:
        yield build_row(subject, population, statistic, estimate, basis, method, level)


def _answered(population: Population, values: Values) -> Basis:
    used = population.rows[~np.isnan(values[population.rows])]
    return Basis(used, len(population.rows))
