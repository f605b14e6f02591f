"""The same people's scores in two waves, as a test and its repetition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.retest import compare_occasions
from analysis.plan import Retest
from analysis.populations import (
    PERSON,
    Basis,
    Population,
    Row,
    Subject,
    build_row,
    list_groups,
    list_people,
    sort_people,
)
from analysis.scoring import readings_of_scale
from analysis.study import Study

FEWEST_PAIRS = 3
METHODS = {
    "retest_icc": "ICC(A,1), two-way agreement of one score (McGraw & Wong 1996); F interval",
    "retest_sem": "standard error of measurement, sd of the differences / sqrt 2; chi-square interval",
    "retest_sdc": "smallest detectable change, 1.96 times the sd of the differences; chi-square interval",
    "retest_r": "Pearson's r of the two waves; Fisher's z interval",
}


@dataclass(frozen=True)
class _Pairs:
    """Everybody of the later wave, the score then and before; NaN where there is none."""

    everybody: Population
    before: Values
    after: Values
    linked: Values


def repeat_scores(study: Study, name: str, retest: Retest, scores: pd.DataFrame) -> Iterator[Row]:
    """The rows of one retest by scale and reading, for all and for each group; `wave` is the later one.

    `retest_icc`, `retest_sem`, `retest_sdc` and `retest_r` of the people who answered for the same case and
    group in both waves and have both scores: `n`. All others of the later wave are left out and counted.
    Where none of them answered before, the reason is not_linked; fewer than three are too few.
    """
    level, instrument = study.settings.confidence_level, study.instruments[retest.instrument]
    for scale in retest.scales:
        chosen = scores[(scores["instrument"] == instrument.id) & (scores["scale"] == scale)]
        for sensitivity in readings_of_scale(instrument, scale):
            pairs = _pair_waves(chosen[chosen["sensitivity"] == sensitivity], retest)
            subject = Subject(name, retest.instrument, scale=scale, sensitivity=sensitivity)
            for population in list_groups(pairs.everybody, study):
                basis, found = _repeat(pairs, population, level)
                for statistic, method in METHODS.items():
                    yield build_row(subject, population, statistic, found[statistic], basis, method, level)


def _pair_waves(scores: pd.DataFrame, retest: Retest) -> _Pairs:
    person = [name for name in PERSON if name != "wave"]
    after = scores.loc[scores["wave"] == retest.after, [*PERSON, "score"]]
    before = scores.loc[scores["wave"] == retest.before, [*person, "score"]].assign(linked=1.0)
    pairs = after.merge(before, on=person, how="left", suffixes=("", "_before"), validate="one_to_one")
    ordered = sort_people(pairs)
    everybody = Population(list_people(ordered), retest.after, "all", "all", np.arange(len(ordered)))
    columns = (ordered[one].to_numpy(dtype=float) for one in ("score_before", "score", "linked"))
    return _Pairs(everybody, *columns)


def _repeat(pairs: _Pairs, population: Population, level: float) -> tuple[Basis, dict[str, Estimate]]:
    rows = population.rows
    complete = rows[~np.isnan(pairs.before[rows]) & ~np.isnan(pairs.after[rows])]
    basis = Basis(complete, len(rows))
    if np.isnan(pairs.linked[rows]).all():
        return basis, dict.fromkeys(METHODS, not_estimable("not_linked"))
    if 0 < len(complete) < FEWEST_PAIRS:
        return basis, dict.fromkeys(METHODS, not_estimable("too_few_people"))
    found = compare_occasions(pairs.before[complete], pairs.after[complete], level)
    estimates = (found.icc, found.sem, found.sdc, found.pearson)
    return basis, dict(zip(METHODS, estimates, strict=True))
