"""What is told of the scales' reliability: by wave, in two waves, item by item, and case by case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd

from analysis.instruments import Item, Scale
from analysis.plan import Retest
from analysis.profiles.estimates import KEY, Estimate, Estimates
from analysis.profiles.scales import by_family_of
from analysis.profiles.showing import Showing, counted_items

MISSING = "missing:"
AGREEMENT = ("rwg_j_median", "rwg_j_triangular_median")


def coefficient_of(scale: Scale) -> str:
    """The statistic a scale's reliability is told with: two items have Spearman-Brown, others alpha."""
    return "spearman_brown" if len(scale.items) == 2 else "alpha"


def relied_scales(showing: Showing) -> Iterator[tuple[str, str, list[Scale]]]:
    """The scales whose reliability the plan asks for: (analysis, family, scales), in the order shown."""
    for analysis, reliability in showing.plan.reliability.items():
        if reliability.instrument == showing.instrument.id:
            for family, scales in by_family_of(showing.instrument, reliability.scales):
                yield analysis, family, scales


def reliability_in(showing: Showing, wave: str) -> Estimates:
    """The reliability of one wave, which need not be the one the report is about."""
    return showing.reliability if wave == showing.wave else Estimates(showing.tables["reliability"], wave)


def relied_waves(showing: Showing) -> list[tuple[str, Estimates]]:
    """The waves whose answers have a reliability, in the study's order: (wave, its numbers)."""
    rows = showing.tables["reliability"]
    answered = set(rows.loc[rows["analysis"].isin(showing.plan.reliability), "wave"])
    waves = [wave.id for wave in showing.study.settings.waves if wave.id in answered]
    return [(wave, reliability_in(showing, wave)) for wave in waves]


def list_retests(showing: Showing) -> list[tuple[str, Retest, Estimates]]:
    """The plan's retests with the numbers of their later wave: (analysis, retest, numbers)."""
    return [
        (name, retest, reliability_in(showing, retest.after))
        for name, retest in showing.plan.retests.items()
        if retest.instrument == showing.instrument.id
    ]


def missing_reasons(showing: Showing) -> set[str]:
    """The reasons for which anybody gave no answer to an item, or for which that is withheld."""
    found = set()
    for key, share in showing.reliability.rows.items():
        named = dict(zip(KEY, key, strict=True))
        if named["statistic"] == "share" and named["category"].startswith(MISSING):
            found |= {named["category"].removeprefix(MISSING)} if not share.known or share.value else set()
    return found


@dataclass(frozen=True)
class CaseMean:
    """Whether one mean may stand for a case on a scale, and the numbers that decide it.

    `verdict` is the row of the estimates: 1 where it may, 0 where not. `medians` are those of r_wg(j)
    under the uniform and the triangular null; `agreed` and `reliable` say which of the plan's limits are
    met, None where that is not told.
    """

    scale: Scale
    medians: tuple[Estimate, Estimate]
    icc1: Estimate
    icc2: Estimate
    verdict: Estimate
    agreed: bool | None
    reliable: bool | None


def list_case_means(showing: Showing) -> list[tuple[str, list[CaseMean]]]:
    """The scales with what decides on their case means, under their families: (family, scales)."""
    return [
        (family, [_case_mean(showing, analysis, scale) for scale in scales])
        for analysis, family, scales in relied_scales(showing)
    ]


def _case_mean(showing: Showing, analysis: str, scale: Scale) -> CaseMean:
    def get(statistic: str) -> Estimate:
        return showing.reliability.get(analysis, statistic, scale=scale.id)

    limits = showing.plan.aggregation
    medians, icc2 = (get(AGREEMENT[0]), get(AGREEMENT[1])), get("icc2")
    lowest = min(median.value for median in medians) if all(median.known for median in medians) else None
    agreed = None if lowest is None else lowest >= limits.agreement
    reliable = icc2.value >= limits.reliability if icc2.known else None
    return CaseMean(scale, medians, get("icc1"), icc2, get("case_mean_admissible"), agreed, reliable)


@dataclass(frozen=True)
class Respondent:
    """How far one nameless respondent answers from the others of the case.

    `far` is yes, no or not_estimable. `distance` has a reason where there is none; a `direction` below 0
    is less favourable than the others.
    """

    case: str
    group: str
    far: str
    distance: Estimate
    direction: float
    scales: int
    others: int


def list_respondents(showing: Showing) -> list[Respondent]:
    """Everybody who answered in the wave that is shown, by case, the farthest first."""
    rows = showing.tables["distances"]
    rows = rows[(rows["instrument"] == showing.instrument.id) & (rows["wave"] == showing.wave)]
    found = [_respondent(row) for row in rows.itertuples()]
    place = {case.id: number for number, case in enumerate(showing.study.settings.cases)}
    return sorted(found, key=lambda one: (place[one.case], -(one.distance.estimate or 0.0), one.group))


def _respondent(row: Any) -> Respondent:
    told = (row.case, row.group, row.far)
    counts = (int(row.n_scales), int(row.n_others))
    if pd.isna(row.distance):
        return Respondent(*told, Estimate("not_estimable", row.reason), nan, *counts)
    return Respondent(*told, Estimate("ok", estimate=float(row.distance)), float(row.direction), *counts)


def spread_items(showing: Showing) -> list[tuple[str, Item]]:
    """The counted items whose spread is told: (name of the description, item)."""
    told = {(key[KEY.index("analysis")], key[KEY.index("item")]) for key in showing.inside_cases.rows}
    return [(name, item) for name, item in counted_items(showing) if (name, item.id) in told]
