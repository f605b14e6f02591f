"""How far the indicators of each case have come from their baseline to their target."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import pandas as pd

from analysis.change.indicators.changes import Compared, compare, compare_ratio
from analysis.change.indicators.rows import Row, build_row, refuse
from analysis.change.indicators.series import Point, Version, has_value, read_versions
from analysis.change.indicators.targets import (
    estimate_slope,
    grade,
    judge_target,
    judge_way,
    measure_way,
)
from analysis.change.indicators.values import measure
from analysis.change.indicators.wholes import Standing, combine
from analysis.contracts import PROGRESS
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.goal_attainment import DECIMALS, Step
from analysis.planned_changes import IndicatorRules
from analysis.study import Study
from analysis.tables import conform


def measure_progress(
    study: Study,
    indicators: pd.DataFrame,
    measurements: pd.DataFrame,
    individual_scores: pd.DataFrame,
    comparability: pd.DataFrame,
) -> pd.DataFrame:
    """Change, share of the way, attainment, trend and chain of every indicator and case (PROGRESS).

    Every version of every indicator has its rows, whether or not there is a number: what is missing is a
    row with a reason. Versions are never joined, but that a version without a baseline of its own is held
    against that of the version before where `comparability` says that this may be done; it is then marked,
    and refused where it says that it may not.
    """
    level, rules = study.settings.confidence_level, study.plan.indicators
    read = list(read_versions(indicators, measurements, individual_scores, comparability))
    rows: list[Row] = []
    for case in [one for one in study.cases if (indicators["case"] == one).any()]:
        own = [versions for versions in read if versions[0].case == case]
        for version in (version for versions in own for version in versions):
            rows += _measure_version(version, rules, level)
        latest = [find_standing(versions[-1], rules, level) for versions in own]
        rows += combine(case, latest, rules)
    return conform(pd.DataFrame(rows, columns=PROGRESS.names), PROGRESS)


def _measure_version(version: Version, rules: IndicatorRules, level: float) -> Iterator[Row]:
    for point in version.points:
        found = measure(version, point, level)
        yield build_row(version, point, "value", Compared(found.value, found.n, None, found.method), level)
    if not version.points:
        nothing = Compared(not_estimable("not_measured"), None, None, "")
        yield build_row(version, None, "value", nothing, level)
    followed: tuple[Point | None, ...] = version.followed or (None,)
    for later in followed:
        yield from _measure_point(version, later, rules, level)
    stated = Estimate(version.target, reason="no_target" if isnan(version.target) else "stated")
    verdict = judge_target(version, rules.late_days, level)
    row = build_row(version, None, "target", Compared(stated, None, None, "as stated"), level, verdict)
    yield row | {"date": str(version.about["target_date"])}
    trend = estimate_slope(version, rules.fewest_points, level)
    verdict = judge_change(version, trend.found)
    yield build_row(version, None, "trend", trend, level, "unclear" if verdict == "same" else verdict)


def _measure_point(
    version: Version, point: Point | None, rules: IndicatorRules, level: float
) -> Iterator[Row]:
    """The rows of one measurement after the baseline; of none (None), the same rows with the reason."""
    statistics = ["change", "share_of_way", "attainment"] + ["ratio"] * (version.kind == "count")
    if version.comparable == "stopped":
        yield from (refuse(version, point, statistic, level) for statistic in statistics)
        return
    for statistic in statistics:
        found = _compute(version, point, statistic, rules, level)
        judge = {"change": judge_change(version, found.found), "share_of_way": judge_way(found.found)}
        yield build_row(version, point, statistic, found, level, judge.get(statistic, ""))


def _compute(
    version: Version, point: Point | None, statistic: str, rules: IndicatorRules, level: float
) -> Compared:
    before = version.baseline
    if before is None or point is None:
        known = "no_baseline" if point is not None else "no_follow_up" if before is not None else ""
        return Compared(not_estimable(known or "not_measured"), None, None, "")
    if statistic == "change":
        return compare(version, before, point, level)
    if statistic == "ratio":
        return compare_ratio(version, before, point, level)
    way = measure_way(version, before, point, level)
    return way if statistic == "share_of_way" else grade(way, list_steps(rules))


def list_steps(rules: IndicatorRules) -> list[Step]:
    """The steps of goal attainment of the plan, lowest share first."""
    return sorted(
        (Step(step.share, step.level) for step in rules.attainment.steps), key=lambda step: step.share
    )


def judge_change(version: Version, change: Estimate) -> str:
    """better, worse, same (exactly 0) or unclear (the interval holds 0, or there is none); else empty."""
    if not change.exists:
        return ""
    if round(change.value, DECIMALS) == 0:
        return "same"
    if isnan(change.low) or change.low <= 0 <= change.high:
        return "unclear"
    return "better" if change.value * version.good > 0 else "worse"


def find_standing(version: Version, rules: IndicatorRules, level: float) -> Standing:
    """Where a version of an indicator stands at its latest measurement after the baseline."""
    point = next((one for one in reversed(version.followed) if has_value(one)), None)
    if version.comparable == "stopped":
        refused = Compared(not_estimable("not_comparable"), None, None, "")
        return Standing(version, refused.found, "", refused)
    change = _compute(version, point, "change", rules, level).found
    attainment = _compute(version, point, "attainment", rules, level)
    return Standing(version, change, judge_change(version, change), attainment)
