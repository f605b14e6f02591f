"""Frames on reliability and on what lies inside the cases, made up for the tests of what is shown.

As in `estimates_frames`, the numbers follow from the names of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.contracts import DISTANCES, ESTIMATES
from analysis.instruments import Scale
from analysis.study import Study
from analysis.tables import conform
from tests.unit.estimates_frames import (
    PEOPLE,
    draw,
    estimate_row,
    own_cases,
    own_groups,
    own_waves,
    without_number,
)

Rows = Iterator[dict[str, Any]]
CORRELATIONS = ("mean_inter_item_r", "lowest_inter_item_r", "highest_inter_item_r")


def rely(study: Study) -> pd.DataFrame:
    """Every number on reliability: of all, by group and by wave; on case means; and of two waves."""
    rows = [
        row
        for analysis, plan in study.plan.reliability.items()
        for name in (plan.scales if plan.instrument == study.settings.main_instrument else ())
        for wave in own_waves(study)
        for row in _rely_scale(study, analysis, name, wave)
    ]
    rows += [row for analysis in study.plan.retests for row in _repeat(study, analysis)]
    return conform(pd.DataFrame(rows), ESTIMATES)


def _rely_scale(study: Study, analysis: str, name: str, wave: str) -> Rows:
    instrument = study.instruments[study.settings.main_instrument]
    scale = instrument.scale(name)
    for reading in ["main", "neutral"] if instrument.has_neutral_reading(name) else ["main"]:
        for group in ("all", *own_groups(study)):
            about = {"scale": name, "group": group, "sensitivity": reading, "wave": wave}
            about["n"] = sum(PEOPLE.values()) if group == "all" else PEOPLE.get(group, 6)
            yield from _coefficients(study, analysis, scale, about)
            yield from _items(study, analysis, scale, about)
        about = {"scale": name, "sensitivity": reading, "wave": wave}
        yield from _case_means(study, analysis, about)


def _coefficients(study: Study, analysis: str, scale: Scale, about: dict[str, Any]) -> Rows:
    items = len(scale.items)
    value = 0.95 - 0.9 * draw(scale.id, about["group"], about["wave"]) ** 2
    value -= 0.05 * (about["sensitivity"] == "neutral")
    ends = {"ci_low": value - 1.6 * (1 - value), "ci_high": (1 + value) / 2}
    if items == 1:
        yield without_number(estimate_row(study, analysis, "alpha", **about), "not_estimable", "one_item")
        return
    names = ["alpha", "alpha_bootstrap", "alpha_standardized", "mean_inter_item_r"]
    for statistic in [*names, "spearman_brown"] if items == 2 else names:
        yield estimate_row(study, analysis, statistic, **about) | {"estimate": value} | ends
    for statistic, apart in (("lowest_inter_item_r", -0.2), ("highest_inter_item_r", 0.04)):
        yield estimate_row(study, analysis, statistic, **about) | {"estimate": value + apart}
    omega = estimate_row(study, analysis, "omega", **about)
    known = omega | {"estimate": value + 0.02, "reason": "negative_residual"}
    yield without_number(omega, "not_estimable", "too_few_items") if items == 2 else known
    ordinal = estimate_row(study, analysis, "alpha_ordinal", **about) | {"estimate": value}
    yield ordinal | ends | {"ci_low": -20.0 if draw(scale.id, "far") < 0.1 else value - 0.5}


def _items(study: Study, analysis: str, scale: Scale, about: dict[str, Any]) -> Rows:
    for item in scale.items:
        value = 0.9 - 0.8 * draw(item, about["group"])
        ends = {"ci_low": value - 0.4, "ci_high": (1 + value) / 2}
        named = about | {"item": item}
        if len(scale.items) > 1:
            yield estimate_row(study, analysis, "item_rest_r", **named) | {"estimate": value} | ends
        if len(scale.items) > 2:
            yield estimate_row(study, analysis, "alpha_without", **named) | {"estimate": value} | ends
        if len(scale.items) > 3:
            yield estimate_row(study, analysis, "omega_without", **named) | {"estimate": value}
        share = round(4 * draw(item, "missing")) / about["n"]
        for reason, part in (("not_relevant", share), ("no_answer", 0.0)):
            yield from _count(study, analysis, named | {"category": f"missing:{reason}"}, part)
    for item in ("", *scale.items):
        for place, end in enumerate(("floor", "ceiling")):
            part = round(5 * draw(item or scale.id, end)) / about["n"] * place
            yield from _count(study, analysis, about | {"item": item, "category": end}, part)


def _count(study: Study, analysis: str, about: dict[str, Any], part: float) -> Rows:
    for statistic, whole in (("count", about["n"]), ("share", 1)):
        ends = {"ci_low": 0.0, "ci_high": min(1.0, part + 0.2) * whole}
        yield estimate_row(study, analysis, statistic, **about) | {"estimate": part * whole} | ends


def _case_means(study: Study, analysis: str, about: dict[str, Any]) -> Rows:
    name = about["scale"]
    limits = study.plan.aggregation
    agreement, icc = 0.4 + 0.6 * draw(name, "agreement"), 1.6 * draw(name, "icc") - 0.6
    numbers = {
        "rwg_j_median": (agreement, agreement - 0.2, (1 + agreement) / 2),
        "rwg_j_triangular_median": (agreement - 0.1, agreement - 0.4, (1 + agreement) / 2),
        "icc1": (icc / 3, icc / 3 - 0.3, icc / 3 + 0.3),
        "icc2": (icc, icc - 1.5, min(1.0, icc + 0.6)),
    }
    for statistic, (value, low, high) in numbers.items():
        ends = {"estimate": value, "ci_low": low, "ci_high": high}
        yield estimate_row(study, analysis, statistic, **about) | ends
    admissible = agreement - 0.1 >= limits.agreement and icc >= limits.reliability
    verdict = estimate_row(study, analysis, "case_mean_admissible", **about)
    yield verdict | {"estimate": float(admissible)}
    for case in (one.id for one in own_cases(study) if about["wave"] in one.waves):
        for statistic in ("rwg_j", "rwg_j_triangular", "rwg_j_star"):
            value = draw(name, case)
            row = estimate_row(study, analysis, statistic, case=case, **about) | {"n": 3, "n_cases": 1}
            ends = {"estimate": value, "ci_low": value / 2, "ci_high": (1 + value) / 2}
            few = draw(case, name, "few") < 0.1
            yield without_number(row, "not_estimable", "too_few_people") if few else row | ends


def _repeat(study: Study, analysis: str) -> Rows:
    retest = study.plan.retests[analysis]
    for scale in retest.scales:
        value = 0.95 - 1.2 * draw(scale, "retest") ** 2
        numbers = {"icc": (value, 0.3), "r": (value, 0.2), "sem": (0.4, 0.1), "sdc": (1.1, 0.3)}
        for name, (number, half) in numbers.items():
            about = {"scale": scale, "wave": retest.after, "n": 10}
            row = estimate_row(study, analysis, f"retest_{name}", **about) | {"estimate": number}
            yield row | {"ci_low": number - half, "ci_high": number + half}


def spread(study: Study) -> pd.DataFrame:
    """The spread of every counted item with ordered answers, for all, by group and by case."""
    instrument = study.instruments[study.settings.main_instrument]
    cases = [case.id for case in own_cases(study) if study.main_wave in case.waves]
    populations = [("all", "all"), *(("all", group) for group in own_groups(study))]
    rows = []
    for analysis, description in study.plan.descriptions.items():
        for item in (one for one in description.counts if instrument.answer_set(one).level == "ordinal"):
            for case, group in [*populations, *((case, "all") for case in cases)]:
                about = {"item": item, "case": case, "group": group}
                row = estimate_row(study, analysis, "ordinal_spread", **about)
                rows.append(row | {"estimate": draw(item, case, group)})
    return conform(pd.DataFrame(rows, columns=list(estimate_row(study, "", ""))), ESTIMATES)


def measure(study: Study) -> pd.DataFrame:
    """How far everybody answers: one far off in the first case, nobody measured in the last."""
    cases = [case.id for case in own_cases(study) if study.main_wave in case.waves]
    far = study.plan.cases.far
    rows = []
    for case in cases:
        for place, group in enumerate((*own_groups(study), own_groups(study)[0])):
            about = {"instrument": study.settings.main_instrument, "wave": study.main_wave, "case": case}
            about |= {"respondent": f"{case} {place}", "group": group, "cutoff": far, "n_scales": 22}
            distance = far + 1.5 if case == cases[0] and place == 2 else far * draw(case, place) * 0.9
            if case == cases[-1] and len(cases) > 1:
                told = {"far": "not_estimable", "n_others": 1, "reason": "too_few_people"}
            else:
                told = {"distance": distance, "direction": -distance if place == 2 else 0.0, "reason": ""}
                told |= {"far": "yes" if distance >= far else "no", "n_others": 2}
            rows.append(about | told)
    return conform(pd.DataFrame(rows, columns=DISTANCES.names), DISTANCES)
