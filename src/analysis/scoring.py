"""Answers turned the way they are read, and scores formed from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.contracts import SCORES
from analysis.estimates import Values
from analysis.formulas.group_agreement import uniform_variance
from analysis.instruments import AnswerSet, Instrument
from analysis.populations import PERSON, READINGS, People, list_people, sort_people
from analysis.tables import conform

NOT_RELEVANT = "not_relevant"


def score_scales(responses: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Every respondent's score on every scale, under each reading the scale's answers allow (SCORES).

    A score is the mean of the answered items, worded against the scale turned round; it is missing
    below the scale's stated minimum of answered items.
    """
    parts = [
        _score(responses, instrument, scale.id, sensitivity)
        for scale in instrument.scales
        for sensitivity in readings_of_scale(instrument, scale.id)
    ]
    scores = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=SCORES.names)
    return conform(scores, SCORES)


def item_answers(
    responses: pd.DataFrame, instrument: Instrument, items: Sequence[str], sensitivity: str, orient: bool
) -> pd.DataFrame:
    """The columns wave, case, respondent, group, then one number column for each item.

    Under the reading `neutral` an answer that is missing as not relevant takes the neutral value of
    its answer set, where that has one. With `orient`, an item worded against its scale is turned
    round: lowest + highest answer - answer. Rows keep the order of `responses`.
    """
    columns = {item: _read_item(responses, instrument, item, sensitivity, orient) for item in items}
    return pd.concat([responses[PERSON], pd.DataFrame(columns, index=responses.index)], axis=1)


def score_values(
    scores: pd.DataFrame, instrument: str, scales: Sequence[str]
) -> tuple[People, dict[tuple[str, str], Values]]:
    """The people of some scales' scores, and their scores by scale and reading, NaN where missing."""
    chosen = scores[(scores["instrument"] == instrument) & scores["scale"].isin(scales)]
    wide = chosen.pivot(index=PERSON, columns=["scale", "sensitivity"], values="score")
    ordered = sort_people(wide.set_axis(range(wide.shape[1]), axis=1).reset_index())
    values = {name: ordered[place].to_numpy(dtype=float) for place, name in enumerate(wide.columns)}
    return list_people(ordered), values


def readings_of_scale(instrument: Instrument, scale: str) -> tuple[str, ...]:
    """The readings under which a scale is reported."""
    return READINGS if instrument.has_neutral_reading(scale) else READINGS[:1]


def readings_of_item(instrument: Instrument, item: str) -> tuple[str, ...]:
    """The readings under which an item is reported."""
    return READINGS[:1] if instrument.answer_set(item).neutral is None else READINGS


def possible_answers(answers: AnswerSet, sensitivity: str) -> Values:
    """Every answer that counts under a reading, lowest first; of a range of numbers, the whole ones."""
    possible = set(answers.valid_values())
    if answers.minimum is not None and answers.maximum is not None:
        numbers = range(answers.minimum, answers.maximum + 1)
        possible |= {number for number in numbers if not answers.missing_reason(number)}
    if sensitivity != "main" and answers.neutral is not None:
        possible.add(answers.neutral)
    return np.array(sorted(possible), dtype=np.float64)


def random_variance(answers: AnswerSet, sensitivity: str) -> float:
    """The variance of answers given at random: as the instrument states it, else each answer equally often.

    Where a neutral value is read as one more answer, the stated variance no longer holds.
    """
    reads_neutral = sensitivity != "main" and answers.neutral is not None
    if answers.random_variance is not None and not reads_neutral:
        return answers.random_variance
    return uniform_variance(possible_answers(answers, sensitivity))


def _score(responses: pd.DataFrame, instrument: Instrument, scale: str, sensitivity: str) -> pd.DataFrame:
    chosen = instrument.scale(scale)
    answers = item_answers(responses, instrument, chosen.items, sensitivity, orient=True)
    answered = answers[chosen.items].notna().sum(axis=1)
    mean = answers[chosen.items].sum(axis=1) / answered.where(answered >= chosen.minimum_answered)
    return answers[PERSON].assign(
        instrument=instrument.id,
        scale=scale,
        sensitivity=sensitivity,
        score=mean,
        n_answered=answered,
        n_items=len(chosen.items),
    )


def _read_item(
    responses: pd.DataFrame, instrument: Instrument, item: str, sensitivity: str, orient: bool
) -> pd.Series:
    answers = instrument.answer_set(item)
    values = responses[item].astype("Float64").astype("float64")
    if sensitivity != "main" and answers.neutral is not None:
        not_relevant = (responses[f"{item}__missing"] == NOT_RELEVANT).fillna(False).astype(bool)
        values = values.mask(not_relevant, float(answers.neutral))
    if orient and instrument.item(item).reverse:
        lowest, highest = answers.limits()
        values = lowest + highest - values
    return values
