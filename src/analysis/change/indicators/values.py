"""The value of one measurement with its interval, by what kind of value it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan, sqrt

import numpy as np

from analysis.change.indicators.series import Point, Version
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.goal_attainment import fix
from analysis.formulas.moments import estimate_mean, estimate_share, standard_deviation, t_quantile
from analysis.formulas.poisson_counts import estimate_garwood


@dataclass(frozen=True)
class Measured:
    """A value with its interval, how many people or things stand behind it, and how it was computed."""

    value: Estimate
    n: int | None
    method: str

    @property
    def certain(self) -> Estimate:
        """The value as others are held against it: what was stated is certain."""
        return fix(self.value.value) if self.value.reason == "stated" else self.value


def measure(version: Version, point: Point, level: float) -> Measured:
    """The value of a measurement: a share with Wilson's interval, a count with Garwood's, a score with t.

    A count is put on the days of the baseline's count. No interval: `stated`, `single_value` (an amount),
    `counts_unknown` (a share without its numerator and denominator), `sd_unknown` (a mean score alone),
    `too_few_people`, `no_variance`. No number: `not_measured`, `no_answers` (nobody or nothing counted).
    """
    if point.stated:
        found = Estimate(point.value, reason="stated") if not isnan(point.value) else _nothing()
        return Measured(found, None, "as stated")
    if version.kind == "share":
        return _measure_share(point, level)
    if version.kind == "count":
        return _measure_count(version, point, level)
    if version.kind == "score":
        return _measure_score(point, level)
    found = _nothing() if isnan(point.value) else Estimate(point.value, reason="single_value")
    return Measured(found, None, "as measured")


def _nothing() -> Estimate:
    return not_estimable("not_measured")


def _measure_share(point: Point, level: float) -> Measured:
    if point.numerator is None or point.denominator is None:
        found = _nothing() if isnan(point.value) else Estimate(point.value, reason="counts_unknown")
        return Measured(found, point.denominator, "as measured")
    found = estimate_share(point.numerator, point.denominator, level)
    return Measured(found, point.denominator, "share, Wilson")


def _measure_count(version: Version, point: Point, level: float) -> Measured:
    count = count_of(point)
    if count is None:
        found = _nothing() if isnan(point.value) else Estimate(point.value, reason="counts_unknown")
        return Measured(found, None, "as measured")
    found = estimate_garwood(count, level)
    scale = scale_of(version, point)
    if scale == 1:
        return Measured(found, count, "count, Garwood")
    scaled = Estimate(found.value * scale, found.low * scale, found.high * scale)
    return Measured(scaled, count, f"count per {version.period} days, Garwood")


def count_of(point: Point) -> int | None:
    """The count of a measurement; None where the value is not a count."""
    whole = not isnan(point.value) and point.value >= 0 and point.value == round(point.value)
    return round(point.value) if whole else None


def scale_of(version: Version, point: Point) -> float:
    """What a count is multiplied with to be one of as many days as the baseline's."""
    known = point.period is not None and version.period is not None
    return version.period / point.period if known else 1.0  # type: ignore[operator]


def _measure_score(point: Point, level: float) -> Measured:
    if point.scores:
        found = estimate_mean(scores_of(point), level)
        return Measured(replace(found, df=nan), len(point.scores), "mean of people's scores, t")
    mean, sd, n = summary_of(point)
    if isnan(mean):
        return Measured(_nothing(), n, "as measured")
    reason = "sd_unknown" if isnan(sd) or not n else "too_few_people" if n < 2 else ""
    reason = reason or ("" if sd else "no_variance")
    if reason:
        return Measured(Estimate(mean, reason=reason), n, "as measured")
    half = t_quantile(n - 1, level) * sd / sqrt(n)
    return Measured(Estimate(mean, mean - half, mean + half), n, "mean, t from its standard deviation and n")


def scores_of(point: Point) -> Values:
    """The scores of the people behind a measurement."""
    return np.array(list(point.scores.values()))


def summary_of(point: Point) -> tuple[float, float, int]:
    """Mean, standard deviation and number of people of a score; NaN and 0 where they are not known."""
    scores = scores_of(point)
    if not len(scores):
        return point.value, point.sd, point.denominator or 0
    sd = standard_deviation(scores) if len(scores) > 1 else nan
    return float(np.mean(scores)), sd, len(scores)
