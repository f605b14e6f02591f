"""The change of an indicator from its baseline to a later measurement, and the ratio of two counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan, sqrt

import numpy as np

from analysis.change.indicators.series import Point, Version
from analysis.change.indicators.values import count_of, measure, summary_of
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.effects import compare_means
from analysis.formulas.moments import standard_deviation
from analysis.formulas.paired_change import estimate_change
from analysis.formulas.poisson_counts import RateComparison, compare_rates
from analysis.formulas.proportions import (
    compare_paired_shares,
    correlate_paired,
    estimate_share_difference,
)


@dataclass(frozen=True)
class Compared:
    """A number that holds a measurement against the baseline, and how many stand behind the two.

    `correlation` is that of the two values as estimates: 0 where other people stand behind them.
    """

    found: Estimate
    n: int | None
    n_baseline: int | None
    method: str
    correlation: float = 0.0


def compare(version: Version, before: Point, point: Point, level: float) -> Compared:
    """The change from the baseline `before` to a measurement.

    Shares of the same people: Newcombe's paired interval and McNemar's mid-p; other shares: Newcombe's
    unpaired interval. Counts: the difference of the counts of equally many days. Scores of people known
    both times: paired t; others: Welch. From a stated baseline: the value's interval, shifted. Without an
    interval where one of the two values has none, with its reason.
    """
    later, earlier = measure(version, point, level), measure(version, before, level)
    missing = [one.value.reason for one in (later, earlier) if not one.value.exists]
    if missing:
        return Compared(not_estimable(missing[0]), later.n, earlier.n, later.method)
    if version.kind == "count" and (refused := _refuse_periods(version, before, point)):
        return Compared(not_estimable(refused), later.n, earlier.n, later.method)
    value, shift = later.value, earlier.value.value
    if earlier.value.reason == "stated":
        found = replace(value, value=value.value - shift, low=value.low - shift, high=value.high - shift)
        return Compared(found, later.n, None, f"{later.method}, minus the stated baseline")
    measured = {"share": _compare_shares, "count": _compare_counts, "score": _compare_scores}
    if version.kind in measured and (compared := measured[version.kind](version, before, point, level)):
        return compared
    reason = value.reason if isnan(value.low) else earlier.value.reason
    return Compared(Estimate(value.value - shift, reason=reason), later.n, earlier.n, "difference")


def _refuse_periods(version: Version, before: Point, point: Point) -> str:
    """Why two counts cannot be put on equally many days; empty where they can."""
    if before.stated and before.period is None:
        # What was stated without days holds for the days of what is measured, if these are all known.
        unknown = version.period is not None and point.period is None
    else:
        unknown = (before.period is None) != (point.period is None)
    return "period_unknown" if unknown else ""


def _compare_shares(version: Version, before: Point, point: Point, level: float) -> Compared | None:
    if None in (point.numerator, point.denominator, before.numerator, before.denominator):
        return None
    later = (int(point.numerator or 0), int(point.denominator or 0))
    earlier = (int(before.numerator or 0), int(before.denominator or 0))
    both = point.also_at_baseline
    if both is None or later[1] != earlier[1]:
        same = ", though partly the same people" if both is not None else ""
        found = estimate_share_difference(later, earlier, level)
        return Compared(found, later[1], earlier[1], f"difference of shares, Newcombe unpaired{same}")
    table = (both, later[0] - both, earlier[0] - both, later[1] - later[0] - earlier[0] + both)
    if min(table) < 0:
        return Compared(not_estimable("pairs_impossible"), later[1], earlier[1], "Newcombe paired")
    paired = compare_paired_shares(*table, level)
    found = replace(paired.difference, p=paired.p_mid)
    method = "difference of shares of the same people, Newcombe paired, McNemar mid-p"
    return Compared(found, later[1], earlier[1], method, correlate_paired(*table))


def _compare_counts(version: Version, before: Point, point: Point, level: float) -> Compared | None:
    rates = compare_counts(before, point, level)
    if rates is None:
        return None
    found, per = rates.difference, ""
    if point.period != before.period and version.period:
        days = version.period
        found = replace(found, value=found.value * days, low=found.low * days, high=found.high * days)
        per = f" per {days} days"
    method = f"difference of counts{per}, square-and-add of Garwood, exact conditional p"
    return Compared(found, count_of(point), count_of(before), method)


def compare_counts(before: Point, point: Point, level: float) -> RateComparison | None:
    """Two counts, or where they are of unlike days their rates a day; None where either is no count."""
    counts = count_of(point), count_of(before)
    if counts[0] is None or counts[1] is None:
        return None
    same = point.period == before.period
    days = (1, 1) if same else (point.period or 1, before.period or 1)
    return compare_rates((counts[0], float(days[0])), (counts[1], float(days[1])), level)


def compare_ratio(version: Version, before: Point, point: Point, level: float) -> Compared:
    """How many times the baseline's count, of equally many days, the count of a measurement is."""
    difference = compare(version, before, point, level)
    found, method = difference.found, "ratio of counts, exact conditional"
    if not found.exists:
        return replace(difference, method=method)
    if not before.stated:
        rates = compare_counts(before, point, level)
        ratio = not_estimable("counts_unknown") if rates is None else rates.ratio
        return replace(difference, found=ratio, method=method)
    value = measure(version, point, level).value
    if before.value == 0:
        return replace(difference, found=not_estimable("baseline_zero"))
    value = replace(value, **{name: getattr(value, name) / before.value for name in ("value", "low", "high")})
    return replace(difference, found=value, method="count, Garwood, by the stated baseline")


def _compare_scores(version: Version, before: Point, point: Point, level: float) -> Compared | None:
    pairs = link(before, point)
    if len(pairs) >= 2:
        found = replace(estimate_change(pairs[:, 0], pairs[:, 1], level), df=nan)
        method = "mean change of the same people, paired t"
        return Compared(found, len(pairs), len(pairs), method, _correlate(before, point, pairs))
    later, earlier = summary_of(point), summary_of(before)
    if not (later[2] and earlier[2]) or (min(later[2], earlier[2]) > 1 and isnan(later[1] + earlier[1])):
        return None
    found = replace(compare_means(later, earlier, level), df=nan)
    return Compared(found, later[2], earlier[2], "difference of mean scores, Welch")


def link(before: Point, after: Point) -> Values:
    """Both scores of each person known both times, in order of the scores, one row a person."""
    both = sorted((before.scores[name], after.scores[name]) for name in before.scores.keys() & after.scores)
    return np.array(both).reshape(-1, 2)


def _correlate(before: Point, after: Point, pairs: Values) -> float:
    """The correlation of the two means: that of the linked people, less so the more people are not linked."""
    if min(standard_deviation(pairs[:, 0]), standard_deviation(pairs[:, 1])) == 0:
        return 0.0
    r = float(np.corrcoef(pairs[:, 0], pairs[:, 1])[0, 1])
    return r * len(pairs) / sqrt(len(before.scores) * len(after.scores))
