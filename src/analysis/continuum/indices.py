"""What the codes on the process tell of where a case stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.continuum.rows import Row, build_row
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.weights import Draws, take_percentiles
from analysis.planned_codings import Continuum
from analysis.study import Study
from analysis.units.decisions import decide_units

FEWEST = 5
"""Fewest coded units that are drawn anew for an interval; of fewer, few different samples can be drawn."""

METHOD = (
    "mean points of the units with a code of the index, a unit's own being their mean; bootstrap of units"
)


def index_cases(
    study: Study, continuum: Continuum, wave: str, units: pd.DataFrame, codings: pd.DataFrame
) -> Iterator[Row]:
    """The index of each case whose talk somebody read.

    A unit counts for the mean points of the index's codes it has, by the plan's rule of when a unit has a
    code. A case without any such unit has no index (`code_never_given`).
    """
    if not continuum.index:
        return
    decided = decide_units(study, continuum.analysis, units, codings)
    decided = decided.select((decided.units["wave"] == wave).to_numpy(dtype=bool) & decided.was_read)
    columns = [decided.column(entry.code) for entry in continuum.index]
    points = np.array([entry.points for entry in continuum.index])
    has = decided.decided[:, columns]
    counted = has.sum(axis=1)
    earned = (has @ points)[counted > 0] / counted[counted > 0]
    case_of = decided.units["case"].to_numpy(dtype=str)
    draws, seed = study.plan.codings[continuum.analysis].draws, study.settings.seed
    for case in sorted(set(case_of)):
        own = earned[case_of[counted > 0] == case]
        samples = Draws(len(own), draws, seed, ("continuum", "index", wave, case))
        found = _average(own, samples, study.settings.confidence_level)
        drawn = None if found.reason else seed
        level = study.settings.confidence_level
        yield build_row(wave, "index", case, found, METHOD, level=level, n=len(own), n_cases=1, seed=drawn)


def _average(points: Values, samples: Draws, level: float) -> Estimate:
    """The mean of the units' points with the percentile interval over units drawn anew."""
    if not len(points):
        return not_estimable("code_never_given")
    mean = float(points.mean())
    if np.ptp(points) == 0:
        return Estimate(mean, reason="units_alike" if len(points) > 1 else "too_few_coded")
    if len(points) < FEWEST:
        return Estimate(mean, reason="too_few_coded")
    return take_percentiles(samples.map(lambda weights: weights @ points / len(points)), level).around(mean)
