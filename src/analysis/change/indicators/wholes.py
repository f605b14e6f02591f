"""What the indicators of a case come to together: goal attainment, and the chain from output to impact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from analysis.change.indicators.changes import Compared
from analysis.change.indicators.rows import Row, build_case_row
from analysis.change.indicators.series import Version
from analysis.contracts.indicators import LEVELS
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.goal_attainment import combine_levels
from analysis.planned_changes import IndicatorRules


@dataclass(frozen=True)
class Standing:
    """Where one version of an indicator stands at its latest measurement after the baseline."""

    version: Version
    change: Estimate
    verdict: str
    attainment: Compared


def combine(case: str, latest: Sequence[Standing], rules: IndicatorRules) -> Iterator[Row]:
    """The rows of a case, from where the last version of each of its indicators stands."""
    active = [one for one in latest if one.version.about["status"] == "active"]
    levels = [one for one in active if one.attainment.found.exists]
    found = _estimate_attainment(levels, rules.attainment.correlation)
    marked = "marked" if any(one.version.comparable == "marked" for one in levels) else "yes"
    method = "Kiresuk-Sherman T; range from the ends of the levels"
    yield build_case_row(case, "goal_attainment_t", found, len(levels), method, marked)
    for level in LEVELS:
        yield _build_link(case, level, [one for one in latest if one.version.about["level"] == level])


def _estimate_attainment(levels: Sequence[Standing], correlation: float) -> Estimate:
    """T of the levels, its range from all their lower and all their upper ends."""
    weights = np.array([_weight(one.version) for one in levels])
    if not weights.sum() > 0:
        return not_estimable("no_level")
    ends = [
        np.array([getattr(one.attainment.found, name) for one in levels]) for name in ("value", "low", "high")
    ]
    value, low, high = (combine_levels(end, weights, correlation) for end in ends)
    reason = "part_without_interval" if isnan(low) else ""
    return Estimate(value, low, high, reason=reason)


def _weight(version: Version) -> float:
    weight = float(version.about["weight"])
    return 1.0 if isnan(weight) else weight


def _build_link(case: str, level: str, indicators: Sequence[Standing]) -> Row:
    """How many moved the good way; the range: those surely better, and those not surely worse."""
    statistic, method = f"chain_{level}", "indicators that moved the good way; range: better to not worse"
    changed = [one for one in indicators if one.change.exists]
    if not changed:
        reason = "no_changes" if indicators else "no_indicators"
        return build_case_row(case, statistic, not_estimable(reason), 0, method)
    moved = sum(one.change.value * one.version.good > 0 and one.verdict != "same" for one in changed)
    better = sum(one.verdict == "better" for one in changed)
    not_worse = sum(one.verdict != "worse" for one in changed)
    marked = "marked" if any(one.version.comparable == "marked" for one in changed) else "yes"
    found = Estimate(float(moved), float(better), float(not_worse))
    return build_case_row(case, statistic, found, len(changed), method, marked)
