"""Inside the cases: how far apart people answer, and who answers far from the others of the case.

What stands here is about single people and stays restricted; the gate decides on the spread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.contracts import DISTANCES
from analysis.estimates import Values
from analysis.formulas.spread import FEWEST_OTHERS, distances_from_others, estimate_ordinal_spread
from analysis.instruments import Instrument
from analysis.plan import Description
from analysis.populations import (
    PERSON,
    Basis,
    Population,
    Row,
    Subject,
    build_row,
    build_table,
    list_cases,
    list_groups,
    list_people,
    list_waves,
    sort_people,
)
from analysis.scoring import item_answers
from analysis.study import Study
from analysis.tables import conform

SPREAD = "ordinal spread D (Leik 1966): 0 where all answer alike, 1 where half are at each end; no interval"


def describe_spread(study: Study, responses: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """`ordinal_spread` of each counted item with ordered answers: by case, by group, for all (ESTIMATES).

    `responses` holds the table of each instrument by its id. One person has no spread: not estimable.
    """
    rows: list[Row] = []
    for name, description in study.plan.descriptions.items():
        answers = sort_people(responses[description.instrument])
        rows += _spread_items(study, name, description, answers)
    return build_table(rows)


def measure_distances(study: Study, scores: pd.DataFrame) -> pd.DataFrame:
    """How far each respondent answers from the others of the case, over all scales (DISTANCES).

    The scores are those of the reading `main`. `far` needs two other respondents of the case, and at least
    half of the instrument's scales with a score of the person, of two others, and any spread; without them
    there is no distance but a reason: too_few_people, no_answers or too_few_items.
    """
    rows: list[dict[str, Any]] = []
    for name in sorted(set(scores["instrument"])):
        chosen = scores[(scores["instrument"] == name) & (scores["sensitivity"] == "main")]
        wide = chosen.pivot(index=PERSON, columns="scale", values="score").reset_index()
        for wave in study.settings.waves:
            people = sort_people(wide[wide["wave"] == wave.id])
            rows += _measure_wave(study, study.instruments[name], people)
    return conform(pd.DataFrame(rows, columns=DISTANCES.names), DISTANCES)


def _spread_items(study: Study, name: str, description: Description, answers: pd.DataFrame) -> Iterator[Row]:
    instrument, level = study.instruments[description.instrument], study.settings.confidence_level
    populations = [
        population
        for wave in list_waves(list_people(answers), study)
        for population in (*list_groups(wave, study.groups_of(instrument.id)), *list_cases(wave))
    ]
    for item in description.counts:
        kind = instrument.answer_set(item)
        if kind.level != "ordinal":
            continue
        values = _item_values(answers, instrument, item)
        subject = Subject(name, instrument.id, item=item)
        for population in populations:
            basis = _answered(population, values)
            counts = np.array([(values[basis.used] == answer).sum() for answer in kind.counted_values()])
            spread = estimate_ordinal_spread(counts.astype(np.int64))
            yield build_row(subject, population, "ordinal_spread", spread, basis, SPREAD, level)


def _item_values(answers: pd.DataFrame, instrument: Instrument, item: str) -> Values:
    return item_answers(answers, instrument, [item], "main", orient=False)[item].to_numpy(dtype=float)


def _answered(population: Population, values: Values) -> Basis:
    return Basis(population.rows[~np.isnan(values[population.rows])], len(population.rows))


def _measure_wave(study: Study, instrument: Instrument, people: pd.DataFrame) -> Iterator[dict[str, Any]]:
    scales = [scale for scale in instrument.scales if scale.id in people.columns]
    scores = people[[scale.id for scale in scales]].to_numpy(dtype=float)
    signs = np.array([1.0 if scale.better == "higher" else -1.0 for scale in scales])
    _, cases = np.unique(people["case"].to_numpy(dtype=str), return_inverse=True)
    others = np.bincount(cases)[cases] - 1 if len(people) else cases
    measured = distances_from_others(scores, cases, signs)
    for place, person in enumerate(people[PERSON].to_dict("records")):
        distance, direction, n_scales = measured[place]
        reason = _reason(scores[place], int(others[place]), 2 * n_scales >= len(scales))
        far = "yes" if distance >= study.plan.cases.far else "no"
        yield person | {
            "instrument": instrument.id,
            "distance": np.nan if reason else distance,
            "direction": np.nan if reason else direction,
            "cutoff": study.plan.cases.far,
            "far": "not_estimable" if reason else far,
            "n_scales": int(n_scales),
            "n_others": int(others[place]),
            "reason": reason,
        }


def _reason(scores: Values, others: int, enough_scales: bool) -> str:
    """Why it cannot be said how far somebody answers from the case; empty where it can."""
    if np.isnan(scores).all():
        return "no_answers"
    if others < FEWEST_OTHERS:
        return "too_few_people"
    return "" if enough_scales else "too_few_items"
