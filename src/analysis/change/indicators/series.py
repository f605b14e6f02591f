"""The versions of an indicator with their measurements, and the baseline that each is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isnan, nan
from typing import Any

import pandas as pd

from analysis.change.comparability.consequences import find_consequence

Scores = dict[str, float]
"""People's scores by pseudonym, in the order of their scores, so that no sum depends on the pseudonyms."""


@dataclass(frozen=True)
class Point:
    """One measurement; `stated` where the value was stated with the indicator and not measured."""

    date: str
    phase: str
    value: float
    stated: bool = False
    numerator: int | None = None
    denominator: int | None = None
    also_at_baseline: int | None = None
    period: int | None = None
    sd: float = nan
    scores: Scores = field(default_factory=dict)

    @property
    def is_baseline(self) -> bool:
        """Whether the change of the others is counted from it."""
        return self.phase == "baseline"


@dataclass(frozen=True)
class Version:
    """One version of an indicator, as its definition says, with its measurements in order of date.

    `baseline` is what changes are counted from: its own, or that of an earlier version where the table of
    comparability lets it (`borrowed_from`); None where there is none. `comparable` is yes, marked or stopped.
    """

    about: dict[str, Any]
    points: tuple[Point, ...]
    baseline: Point | None = None
    borrowed_from: int | None = None
    comparable: str = "yes"

    @property
    def case(self) -> str:
        """Id of the case."""
        return str(self.about["case"])

    @property
    def number(self) -> int:
        """The number of the version."""
        return int(self.about["version"])

    @property
    def kind(self) -> str:
        """share, count, score or amount."""
        return str(self.about["value_kind"])

    @property
    def good(self) -> int:
        """1 where up is good, -1 where down is."""
        return 1 if self.about["direction"] == "up" else -1

    @property
    def target(self) -> float:
        """The target; NaN where there is none."""
        return float(self.about["target"])

    @property
    def followed(self) -> tuple[Point, ...]:
        """The measurements after the baseline."""
        return tuple(point for point in self.points if not point.is_baseline)

    @property
    def period(self) -> int | None:
        """The days that counts are put on: those of the baseline, else of the first that says them."""
        if self.baseline is not None and (self.baseline.period is not None or not self.baseline.stated):
            return self.baseline.period
        return next((point.period for point in self.points if point.period is not None), None)


def read_versions(
    indicators: pd.DataFrame,
    measurements: pd.DataFrame,
    individual_scores: pd.DataFrame,
    comparability: pd.DataFrame,
) -> Iterator[list[Version]]:
    """The versions of each indicator of each case, the first version first.

    `indicators` (INDICATORS), `measurements` (MEASUREMENTS) and `individual_scores` (INDIVIDUAL_SCORES) as
    imported; `comparability` (COMPARABILITY) says whether a version without a baseline of its own may be
    held against that of the version before.
    """
    measured = _group(measurements)
    answered = _group(individual_scores)
    for _, rows in indicators.groupby(["case", "indicator"], sort=True):
        versions: list[Version] = []
        for about in rows.sort_values("version").to_dict("records"):
            key = (str(about["case"]), str(about["indicator"]), int(about["version"]))
            points = _read_points(about, measured.get(key, []), answered.get(key, []))
            version = Version({str(name): value for name, value in about.items()}, points)
            versions.append(_find_baseline(version, versions, comparability))
        yield versions


def _group(frame: pd.DataFrame) -> dict[tuple[str, str, int], list[dict[Any, Any]]]:
    grouped: dict[tuple[str, str, int], list[dict[Any, Any]]] = {}
    for row in frame.to_dict("records"):
        key = (str(row["case"]), str(row["indicator"]), int(row["version"]))
        grouped.setdefault(key, []).append(row)
    return grouped


def _read_points(
    about: dict[Any, Any], measured: list[dict[Any, Any]], answered: list[dict[Any, Any]]
) -> tuple[Point, ...]:
    points = [_read_point(row, answered) for row in measured]
    if not any(point.is_baseline for point in points) and not pd.isna(about["baseline"]):
        points.append(Point(str(about["baseline_date"]), "baseline", float(about["baseline"]), stated=True))
    return tuple(sorted(points, key=lambda point: (point.date, not point.is_baseline)))


def _read_point(row: dict[Any, Any], answered: list[dict[Any, Any]]) -> Point:
    scores = sorted(
        (float(one["score"]), str(one["person"]))
        for one in answered
        if one["date"] == row["date"] and not pd.isna(one["score"])
    )
    return Point(
        date=str(row["date"]),
        phase=str(row["phase"]),
        value=_number(row["value"]),
        stated=row["stated"] == "yes",
        numerator=_count(row["numerator"]),
        denominator=_count(row["denominator"]),
        also_at_baseline=_count(row["also_at_baseline"]),
        period=_count(row["period_days"]),
        sd=_number(row["sd"]),
        scores={person: score for score, person in scores},
    )


def _number(value: Any) -> float:
    return nan if pd.isna(value) else float(value)


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _find_baseline(version: Version, earlier: list[Version], comparability: pd.DataFrame) -> Version:
    """The version with its own baseline, measured rather than stated, or with one it may borrow."""
    own = [point for point in version.points if point.is_baseline]
    own.sort(key=lambda point: point.stated)
    if own:
        return replace(version, baseline=own[0])
    if not earlier or earlier[-1].baseline is None:
        return version
    before = earlier[-1]
    found = _compare(before, version, comparability)
    if found is None:
        return version
    if "stopped" in (found, before.comparable):
        return replace(version, comparable="stopped")
    lender = before.borrowed_from or before.number
    return replace(version, baseline=before.baseline, borrowed_from=lender, comparable="marked")


def _compare(before: Version, after: Version, comparability: pd.DataFrame) -> str | None:
    """yes, marked or stopped; None where nobody has checked."""
    subject, ends = str(after.about["indicator"]), (str(before.number), str(after.number))
    checked = comparability[
        (comparability["kind"] == "indicator")
        & (comparability["subject"] == subject)
        & comparability["case"].isin([after.case, "all"])
        & (comparability["before"] == ends[0])
        & (comparability["after"] == ends[1])
    ]
    if not len(checked):
        return None
    return find_consequence(
        comparability, "indicator", subject, case=after.case, before=ends[0], after=ends[1]
    )


def has_value(point: Point) -> bool:
    """Whether the measurement gives any number."""
    return bool(point.scores) or not isnan(point.value)
