"""How well the items of a scale hang together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.consistency import estimate_alpha, estimate_spearman_brown
from analysis.instruments import Instrument
from analysis.populations import (
    Basis,
    Population,
    Row,
    Subject,
    build_row,
    build_table,
    list_groups,
    list_people,
    list_waves,
    sort_people,
)
from analysis.scoring import item_answers, readings_of_scale
from analysis.study import Study

ALPHA = "Cronbach's raw alpha of complete rows, constant items kept; Feldt interval"
SPEARMAN_BROWN = (
    "Spearman-Brown of two items (Eisinga et al. 2013), complete rows; interval from Fisher's z of r"
)


def estimate_reliability(study: Study, responses: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of every reliability analysis in the plan (ESTIMATES), for all and for each group.

    Scales of three items or more have `alpha`, scales of two `spearman_brown`; a scale of one item
    has an `alpha` that is not estimable. Rows that miss an item are left out and counted.
    """
    rows: list[Row] = []
    for name, analysis in study.plan.reliability.items():
        instrument = study.instruments[analysis.instrument]
        answers = sort_people(responses[instrument.id])
        waves = list_waves(list_people(answers), study)
        populations = [population for wave in waves for population in list_groups(wave, study)]
        for scale in analysis.scales:
            for sensitivity in readings_of_scale(instrument, scale):
                subject = Subject(name, instrument.id, scale=scale, sensitivity=sensitivity)
                values = _oriented(answers, instrument, subject)
                rows += [_reliability(study, subject, population, values) for population in populations]
    return build_table(rows)


def _oriented(answers: pd.DataFrame, instrument: Instrument, subject: Subject) -> Values:
    items = instrument.scale(subject.scale).items
    turned = item_answers(answers, instrument, items, subject.sensitivity, orient=True)
    return turned[items].to_numpy(dtype=float)


def _reliability(study: Study, subject: Subject, population: Population, values: Values) -> Row:
    complete = ~np.isnan(values[population.rows]).any(axis=1)
    basis = Basis(population.rows[complete], len(population.rows))
    level = study.settings.confidence_level
    statistic, estimate, method = _coefficient(values[basis.used], level)
    return build_row(subject, population, statistic, estimate, basis, method, level)


def _coefficient(answers: Values, level: float) -> tuple[str, Estimate, str]:
    items = answers.shape[1]
    if items == 1:
        return "alpha", not_estimable("one_item"), ALPHA
    if items == 2:
        return "spearman_brown", estimate_spearman_brown(answers, level), SPEARMAN_BROWN
    return "alpha", estimate_alpha(answers, level), ALPHA
