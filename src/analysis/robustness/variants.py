"""The scores of one scale formed in every admissible way: reading, items, and how answers become a score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.estimates import Values
from analysis.instruments import Instrument
from analysis.scoring import item_answers, readings_of_scale

SCORINGS = ("mean", "sum", "ordinal")
"""mean of the answered items; sum of people who answered every item; the order of the means alone."""


@dataclass(frozen=True)
class Variant:
    """One way of forming the scores: `values` holds one a person, NaN where there is none."""

    reading: str
    items: str
    scoring: str
    values: Values


def list_variants(answers: pd.DataFrame, instrument: Instrument, scale: str) -> list[Variant]:
    """Every way of forming the scores of a scale, the headline's first.

    A way that gives the same scores as an earlier one, but for their unit, is left out: it could only
    repeat what the other says.
    """
    found: list[Variant] = []
    seen: set[bytes] = set()
    for variant in _form_all(answers, instrument, scale):
        shape = _shape(variant.values)
        if shape not in seen:
            seen.add(shape)
            found.append(variant)
    return found


def _form_all(answers: pd.DataFrame, instrument: Instrument, scale: str) -> Iterator[Variant]:
    chosen = instrument.scale(scale)
    turned = [item for item in chosen.items if instrument.item(item).reverse]
    straight = [item for item in chosen.items if item not in turned]
    sets = {"all": list(chosen.items)} | ({"without_reversed": straight} if turned and straight else {})
    for reading in readings_of_scale(instrument, scale):
        for name, items in sets.items():
            given = item_answers(answers, instrument, items, reading, orient=True)[items].to_numpy(
                dtype=float
            )
            least = ceil(chosen.minimum_answered * len(items) / len(chosen.items))
            for scoring in SCORINGS:
                yield Variant(reading, name, scoring, _score(given, scoring, least))


def _score(given: Values, scoring: str, least: int) -> Values:
    answered = (~np.isnan(given)).sum(axis=1)
    total = np.nansum(given, axis=1)
    if scoring == "sum":
        return np.where(answered == given.shape[1], total, np.nan)
    means = np.where(answered >= least, total / np.maximum(answered, 1), np.nan)
    return means if scoring == "mean" else _rank(means)


def _rank(values: Values) -> Values:
    known = ~np.isnan(values)
    ranks = np.full(len(values), np.nan)
    # Means of whole numbers differ by far more than this; what differs by less is rounding.
    ranks[known] = rankdata(np.round(values[known], 9))
    return ranks


def _shape(values: Values) -> bytes:
    """The same for scores that differ in their unit only."""
    known = values[~np.isnan(values)]
    spread = float(np.std(known)) if len(known) else 0.0
    centred = (values - known.mean()) / spread if spread > 0 else np.where(np.isnan(values), values, 0.0)
    return (np.round(centred, 9) + 0.0).tobytes()
