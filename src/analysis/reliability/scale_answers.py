"""Everybody's answers to the items of one scale under one reading, turned the way of the scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.estimates import Values
from analysis.instruments import AnswerSet, Instrument
from analysis.populations import Basis, Population, Subject
from analysis.scoring import item_answers


@dataclass(frozen=True)
class ScaleAnswers:
    """The answers of `items`, people × items, NaN where missing; all items have the answer set `kind`."""

    subject: Subject
    items: tuple[str, ...]
    values: Values
    kind: AnswerSet

    def of_item(self, item: str, category: str = "") -> Subject:
        """What a number about one item within the scale is about."""
        return replace(self.subject, item=item, category=category)

    def complete(self, population: Population) -> tuple[Basis, Values]:
        """The people of a population who answered every item, and their answers.

        The answers stand in the order of the answers themselves, so that who is drawn depends on no name.
        """
        values = self.values[population.rows]
        whole = ~np.isnan(values).any(axis=1)
        given = values[whole]
        return Basis(population.rows[whole], len(population.rows)), given[np.lexsort(given.T[::-1])]


def read_scale(
    analysis: str, instrument: Instrument, scale: str, sensitivity: str, answers: pd.DataFrame
) -> ScaleAnswers:
    """The answers to a scale, in the order of `answers`; items worded against it are turned round."""
    items = instrument.scale(scale).items
    turned = item_answers(answers, instrument, items, sensitivity, orient=True)
    return ScaleAnswers(
        Subject(analysis, instrument.id, scale=scale, sensitivity=sensitivity),
        tuple(items),
        turned[items].to_numpy(dtype=float),
        instrument.answer_set(items[0]),
    )
