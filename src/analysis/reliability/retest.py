"""The same people's scores in two waves, as a test and its repetition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    """Everybody of the later wave, whether they answered before, and their scores in both waves.

    `before` and `after` hold the scores by scale and reading, NaN where there is none.
    """

    everybody: Population
    linked: NDArray[np.bool_]
    before: dict[tuple[str, str], Values]
    after: dict[tuple[str, str], Values]


def repeat_scores(study: Study, name: str, retest: Retest, scores: pd.DataFrame) -> Iterator[Row]:
    """The rows of one retest by scale and reading, for all and for each group; `wave` is the later one.

    `retest_icc`, `retest_sem`, `retest_sdc` and `retest_r` of the people who answered for the same case and
    group in both waves and have both scores: `n`. All others of the later wave are left out and counted.
    Where none of them answered before, the reason is not_linked; fewer than three are too few.
    """
    level, instrument = study.settings.confidence_level, study.instruments[retest.instrument]
    pairs, groups = _pair_waves(scores, retest), study.groups_of(retest.instrument)
    for scale in retest.scales:
        for sensitivity in readings_of_scale(instrument, scale):
            subject = Subject(name, instrument.id, scale=scale, sensitivity=sensitivity)
            for population in list_groups(pairs.everybody, groups):
                basis, found = _repeat(pairs, (scale, sensitivity), population, level)
                for statistic, method in METHODS.items():
                    yield build_row(subject, population, statistic, found[statistic], basis, method, level)


def _pair_waves(scores: pd.DataFrame, retest: Retest) -> _Pairs:
    chosen = scores[(scores["instrument"] == retest.instrument) & scores["scale"].isin(retest.scales)]
    wide = chosen.pivot(index=PERSON, columns=["scale", "sensitivity"], values="score")
    names = list(wide.columns)
    flat = wide.set_axis(range(len(names)), axis=1).reset_index()
    person = [name for name in PERSON if name != "wave"]
    after = flat[flat["wave"] == retest.after]
    before = flat[flat["wave"] == retest.before].drop(columns="wave").assign(linked=1.0)
    joined = after.merge(before, on=person, how="left", suffixes=("", "_before"), validate="one_to_one")
    people = sort_people(joined.rename(columns=str))
    places = {name: str(place) for place, name in enumerate(names)}
    return _Pairs(
        Population(list_people(people), retest.after, "all", "all", np.arange(len(people))),
        people["linked"].notna().to_numpy(dtype=bool),
        {name: people[f"{place}_before"].to_numpy(dtype=float) for name, place in places.items()},
        {name: people[place].to_numpy(dtype=float) for name, place in places.items()},
    )


def _repeat(
    pairs: _Pairs, scale: tuple[str, str], population: Population, level: float
) -> tuple[Basis, dict[str, Estimate]]:
    rows, before, after = population.rows, pairs.before[scale], pairs.after[scale]
    complete = rows[~np.isnan(before[rows]) & ~np.isnan(after[rows])]
    basis = Basis(complete, len(rows))
    if not pairs.linked[rows].any():
        return basis, dict.fromkeys(METHODS, not_estimable("not_linked"))
    if 0 < len(complete) < FEWEST_PAIRS:
        return basis, dict.fromkeys(METHODS, not_estimable("too_few_people"))
    found = compare_occasions(before[complete], after[complete], level)
    # With few people McGraw & Wong's lower end falls below -1, which no correlation can.
    icc = found.icc.within(min(-1.0, found.icc.value), 1.0) if found.icc.exists else found.icc
    return basis, dict(zip(METHODS, (icc, found.sem, found.sdc, found.pearson), strict=True))
