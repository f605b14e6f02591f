"""What of the way to the target has been gone, whether the target was reached in time, and the trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import isnan

import numpy as np

from analysis.change.indicators.changes import Compared, compare
from analysis.change.indicators.series import Point, Version
from analysis.change.indicators.values import measure
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.goal_attainment import Step, estimate_share_of_way, grade_share
from analysis.formulas.trends import estimate_trend

DECIMALS = 10
YEAR = 365.25


def measure_way(version: Version, before: Point, point: Point, level: float) -> Compared:
    """The share of the way from the baseline to the target that a measurement has gone.

    No number: `no_target`, `target_equals_baseline`, `target_behind_baseline` (the target lies on the bad
    side of the baseline), and what leaves the change without a number.
    """
    if isnan(version.target):
        return Compared(not_estimable("no_target"), None, None, "")
    change = compare(version, before, point, level)
    if not change.found.exists:
        return replace(change, method="share of the way")
    earlier = measure(version, before, level)
    later = measure(version, point, level)
    way = round(version.target - earlier.value.value, DECIMALS)
    if way * version.good < 0:
        return replace(change, found=not_estimable("target_behind_baseline"), method="share of the way")
    found = estimate_share_of_way(later.value, earlier.certain, version.target, change.correlation)
    how = "by the stated way" if before.stated else "MOVER-R"
    return Compared(found, later.n, earlier.n, f"share of the way, {how}")


def judge_way(share: Estimate) -> str:
    """reached, beyond, on_the_way, unmoved or backwards; empty without a share of the way."""
    if not share.exists:
        return ""
    gone = round(share.value, DECIMALS)
    if gone >= 1:
        return "reached" if gone == 1 else "beyond"
    if gone == 0:
        return "unmoved"
    return "on_the_way" if gone > 0 else "backwards"


def grade(way: Compared, steps: Sequence[Step]) -> Compared:
    """The level of goal attainment of a share of the way."""
    return replace(way, found=grade_share(way.found, steps), method="level of the share of the way")


def judge_target(version: Version, late_days: int, level: float) -> str:
    """on_time, late, missed, not_due or undated: whether the target was first reached by its day.

    Missed where it was never reached and the last measurement is of its last day or later. Only what is
    measured after the baseline counts; empty without a target.
    """
    if isnan(version.target):
        return ""
    due = str(version.about["target_date"])
    if not due:
        return "undated"
    last_day = (date.fromisoformat(due) + timedelta(days=late_days)).isoformat()
    reached = [
        point.date
        for point in version.followed
        if (measured := measure(version, point, level).value).exists
        and round((measured.value - version.target) * version.good, DECIMALS) >= 0
    ]
    if reached:
        return "on_time" if min(reached) <= last_day else "late"
    return "missed" if any(point.date >= last_day for point in version.followed) else "not_due"


def estimate_slope(version: Version, fewest: int, level: float) -> Compared:
    """The trend a year through all dated measurements of the version, its baseline among them.

    No number: `too_few_points`, `period_unknown` (counts of days that are not all known).
    """
    method = "Theil-Sen, exact Kendall"
    dated = [point for point in version.points if point.date]
    found = [measure(version, point, level) for point in dated]
    kept = [(point, one) for point, one in zip(dated, found, strict=True) if one.value.exists]
    behind = [one.n for _, one in kept if one.n is not None]
    n = min(behind) if behind else None
    if len({point.date for point, _ in kept}) < fewest:
        return Compared(not_estimable("too_few_points"), n, None, method)
    periods = {point.period is None for point, _ in kept if not point.stated}
    if version.kind == "count" and len(periods) > 1:
        return Compared(not_estimable("period_unknown"), n, None, method)
    days = np.array([date.fromisoformat(point.date).toordinal() for point, _ in kept]) / YEAR
    values = np.array([one.value.value for _, one in kept])
    return Compared(estimate_trend(days, values, level), n, None, f"{method}; {len(kept)} measurements")
