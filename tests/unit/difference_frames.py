"""Frames of compared groups as the methods and the gate leave them, made up for what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, get_args

import pandas as pd

from analysis.configuration import Bilingual
from analysis.contracts import ESTIMATES
from analysis.plan import Comparison, GroupComparison, Plan, Test
from analysis.study import Study
from analysis.tables import conform
from tests.unit.estimates_frames import draw, estimate_row, own_cases, without_number

CHANCES = ("within_case_ranks", "mann_whitney", "brunner_munzel")
ASKED = ("smallest_p", "detectable_effect", "expected_width")


def compare(study: Study) -> pd.DataFrame:
    """Effects, tests, reach, equivalence and gaps of every comparison, decided by permutation within cases.

    Groups are in every case; scales of more than ten points are too fine for the cumulative logit.
    """
    rows: list[dict[str, Any]] = []
    for analysis, plan in study.plan.comparisons.items():
        instrument = study.instruments[plan.instrument]
        for scale in plan.scales:
            for reading in ["main", "neutral"] if instrument.has_neutral_reading(scale) else ["main"]:
                rows += _compare(study, analysis, plan, scale, reading)
    return conform(pd.DataFrame(rows), ESTIMATES)


def _compare(
    study: Study, analysis: str, plan: Comparison, scale: str, reading: str
) -> Iterator[dict[str, Any]]:
    instrument = study.instruments[plan.instrument]
    low, high = instrument.limits(scale)
    g = 0.5 + 1.4 * (draw(scale, "g") - 0.4) - 0.1 * (reading == "neutral")
    g = -g if instrument.scale(scale).better == "lower" else g
    about = {"scale": scale, "contrast": plan.contrast, "sensitivity": reading}
    about |= {"family": plan.family, "purpose": plan.purpose}
    delta = max(-0.9, min(0.9, g / 2))
    numbers = {
        "hedges_g": (g, 1.0),
        "mean_difference": (g * (high - low) / 5, (high - low) / 5),
        "cliff_delta": (delta, 0.1),
        "superiority": ((1 + delta) / 2, 0.05),
        "smallest_p": (0.0013, None),
        "detectable_effect": (1.44, None),
        "expected_width": (1.95, None),
        "cases_with_both_groups": (6.0, None),
    }
    for statistic, (value, half) in numbers.items():
        yield _row(study, analysis, statistic, value, half, about)
    for test in get_args(Test):
        yield _test(study, analysis, test, g, (low, high), about)
    if plan.margin:
        row = _row(study, analysis, "equivalence", g * (high - low) / 5, (high - low) / 6, about)
        yield row | {"ci_level": 0.9, "p": draw(scale, "equivalence"), "role": "sensitivity"}
    for case in (case.id for case in own_cases(study)):
        value = (g + 2 * (draw(scale, case) - 0.5)) * (high - low) / 6
        row = _row(study, analysis, "gap", value, None, about)
        yield row | {"case": case, "n": 3, "n_smallest": 1, "reason": "too_few_people"}


def _row(
    study: Study, analysis: str, statistic: str, value: float, half: float | None, about: dict[str, Any]
) -> dict[str, Any]:
    row = estimate_row(study, analysis, statistic, **about) | {"estimate": value}
    return row if half is None else row | {"ci_low": value - half, "ci_high": value + half}


def _test(
    study: Study, analysis: str, test: str, g: float, limits: tuple[float, float], about: dict[str, Any]
) -> dict[str, Any]:
    unit = (limits[1] - limits[0]) / 5.5
    value, half = (0.5 + g / 5, None) if test in CHANCES else (g * unit, unit)
    deciding = test == "within_case_difference"
    role = "primary" if deciding else "sensitivity"
    row = _row(study, analysis, test, value, half, about | {"role": role})
    if test == "case_permutation":
        return without_number(row, "refused", "groups_within_cases")
    if test == "cumulative_logit" and limits[1] - limits[0] > 10:
        return without_number(row, "refused", "not_ordered")
    p = draw(about["scale"], "p", *([] if deciding else [test])) ** 3
    return row | {"p": p} | ({"p_adjusted": min(1.0, p * 4)} if deciding else {})


def decide_otherwise(frame: pd.DataFrame, scale: str, planned: str, test: str, reason: str) -> pd.DataFrame:
    """The frame with the planned test of a scale refused, and another that decides outside the plan."""
    rows = []
    for row in frame.to_dict("records"):
        if row["scale"] == scale and row["role"] == "primary":
            row |= {"role": "sensitivity", "p_adjusted": None}
        if row["scale"] == scale and row["statistic"] == planned:
            row = without_number(row, "refused", reason) | {"role": "primary"}
        if row["scale"] == scale and row["statistic"] == test:
            row |= {"role": "outside_plan", "p_adjusted": 0.04}
        rows.append(row)
    return conform(pd.DataFrame(rows), ESTIMATES)


def compare_several(study: Study) -> pd.DataFrame:
    """All groups at once and each pair of every comparison of three groups or more."""
    rows = []
    for analysis, plan in study.plan.group_comparisons.items():
        about = {"family": plan.family, "purpose": plan.purpose}
        for scale in plan.scales:
            row = estimate_row(study, analysis, "kruskal_wallis", scale=scale, contrast=analysis, **about)
            p = draw(scale, "kruskal_wallis")
            rows.append(row | {"estimate": 0.21, "p": p, "p_adjusted": p, "role": "primary"})
            for first, second in combinations(plan.groups, 2):
                pair = {"scale": scale, "contrast": f"{first}:{second}", "purpose": plan.purpose, "n": 12}
                row = estimate_row(study, analysis, "dunn", **pair, role="sensitivity")
                rows.append(row | {"estimate": -3.25, "p": 0.02, "p_adjusted": 0.06})
    return conform(pd.DataFrame(rows, columns=ESTIMATES.names), ESTIMATES)


def replan(study: Study, plan: Plan) -> Study:
    """The study with another plan."""
    return Study(
        study.root,
        study.settings,
        study.sources,
        plan,
        study.municipalities,
        study.instruments,
        study.codebooks,
    )


def with_three_groups(study: Study) -> Study:
    """The study with a third group, citizens, and a comparison of all three on the scale trust."""
    label = Bilingual(nb="Innbyggere", en="Citizens")
    third = study.settings.groups[0].model_copy(update={"id": "citizen", "label": label, "marker": "square"})
    groups = [*study.settings.groups, third]
    comparison = GroupComparison(
        label=Bilingual(nb="Tillit i helixen", en="Trust in the helix"),
        instrument=study.settings.main_instrument,
        scales=["trust"],
        groups=[group.id for group in groups],
        family=next(iter(study.plan.families)),
        purpose="exploratory",
    )
    plan = study.plan.model_copy(update={"group_comparisons": {"helix": comparison}})
    settings = study.settings.model_copy(update={"groups": groups})
    return Study(
        study.root,
        settings,
        study.sources,
        plan,
        study.municipalities,
        study.instruments,
        study.codebooks,
    )
