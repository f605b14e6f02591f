"""What is shown, found by name: the estimates of one wave, and the order scales, groups and cases come in.

Reshaping only: nothing here computes, rounds or words anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan

import pandas as pd

from analysis.instruments import Instrument, Item, Scale
from analysis.study import Case, Group, Study

KEY = (
    "analysis",
    "statistic",
    "scale",
    "item",
    "category",
    "case",
    "group",
    "contrast",
    "sensitivity",
)
NUMBERS = ("estimate", "ci_low", "ci_high", "ci_level", "df", "p", "p_adjusted")
COUNTS = ("n", "n_smallest", "n_cases", "n_excluded")


@dataclass(frozen=True)
class Estimate:
    """One row of the estimates; a number that the row does not hold is None.

    `status` is ok, not_estimable, withheld, or absent where there is no such row.
    """

    status: str = "absent"
    reason: str = ""
    method: str = ""
    estimate: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    n: int | None = None
    n_smallest: int | None = None
    n_cases: int | None = None
    n_excluded: int | None = None

    @property
    def known(self) -> bool:
        """Whether there is a number to show."""
        return self.status == "ok" and self.estimate is not None

    @property
    def value(self) -> float:
        """The number; NaN where there is none to show."""
        return self.estimate if self.known and self.estimate is not None else nan

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the interval; NaN where there is none to show."""
        if self.known and self.ci_low is not None and self.ci_high is not None:
            return self.ci_low, self.ci_high
        return nan, nan

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval to show."""
        return self.known and self.ci_low is not None and self.ci_high is not None


ABSENT = Estimate()


def read_count(count: float | None, status: str, reason: str) -> Estimate:
    """A count of one of the tables that hold counts only, as an estimate."""
    return Estimate(status, reason, estimate=None if count is None or pd.isna(count) else float(count))


class Estimates:
    """The rows of an estimates table that belong to one wave, found by their key."""

    def __init__(self, frame: pd.DataFrame, wave: str) -> None:
        rows = frame[frame["wave"] == wave]
        columns = [rows[name].tolist() for name in KEY]
        values = [_plain(rows[name], float) for name in NUMBERS]
        values += [_plain(rows[name], int) for name in COUNTS]
        texts = [rows[name].tolist() for name in ("status", "reason", "method")]
        made = (Estimate(*row) for row in zip(*texts, *values, strict=True))
        self.rows = dict(zip(zip(*columns, strict=True), made, strict=True))

    def get(
        self,
        analysis: str,
        statistic: str,
        *,
        scale: str = "",
        item: str = "",
        category: str = "",
        case: str = "all",
        group: str = "all",
        contrast: str = "",
        sensitivity: str = "main",
    ) -> Estimate:
        """The row of this key, or an absent estimate."""
        key = (analysis, statistic, scale, item, category, case, group, contrast, sensitivity)
        return self.rows.get(key, ABSENT)


def _plain(column: pd.Series, kind: type) -> list[float | int | None]:
    return [None if pd.isna(value) else kind(value) for value in column]


@dataclass(frozen=True)
class Showing:
    """The results that one report shows: the estimates of one wave, and the other tables as they are."""

    study: Study
    wave: str
    descriptives: Estimates
    reliability: Estimates
    differences: Estimates
    tables: Mapping[str, pd.DataFrame]

    @property
    def instrument(self) -> Instrument:
        """The instrument the study report is about."""
        return self.study.instruments[self.study.settings.main_instrument]

    @property
    def groups(self) -> list[Group]:
        """The groups in the order of the legends."""
        return self.study.settings.groups

    @cached_property
    def cases(self) -> list[Case]:
        """The cases that have answers in this wave, in the order of the reports."""
        answered = {key[KEY.index("case")] for key in self.descriptives.rows}
        return [case for case in self.study.settings.cases if case.id in answered]

    def items(self, names: Iterable[str]) -> list[Item]:
        """The named items in the instrument's order."""
        named = set(names)
        return [item for item in self.instrument.items if item.id in named]

    def sensitivities(self, scale: str) -> list[str]:
        """The readings there are of a scale, the main one first."""
        return ["main", "neutral"] if self.instrument.has_neutral_reading(scale) else ["main"]


def open_showing(results: Mapping[str, pd.DataFrame], study: Study) -> Showing:
    """Find the wave to show (the last one with any estimate) and its estimates.

    `results` holds `descriptives`, `reliability` and `differences` (ESTIMATES contract), and the
    public tables a report shows, by name.
    """
    names = ("descriptives", "reliability", "differences")
    seen = {wave for name in names for wave in results[name]["wave"].unique()}
    waves = [wave.id for wave in study.settings.waves]
    wave = next((wave for wave in reversed(waves) if wave in seen), waves[-1])
    descriptives, reliability, differences = (Estimates(results[name], wave) for name in names)
    return Showing(study, wave, descriptives, reliability, differences, results)


@dataclass(frozen=True)
class Shown:
    """A scale as it is shown: the description it is described in, and the comparison that compares it.

    `comparison` and `contrast` are empty where the plan compares no groups on the scale.
    """

    scale: Scale
    analysis: str
    comparison: str = ""
    contrast: str = ""


def described_scales(showing: Showing, better: str) -> list[Shown]:
    """The scales of the plan's descriptions whose good end is `better`, in the instrument's order."""
    plan = showing.study.plan
    described = {scale: name for name, one in plan.descriptions.items() for scale in one.scales}
    compared = {scale: name for name, one in plan.comparisons.items() for scale in one.scales}
    found = []
    for scale in showing.instrument.scales:
        if scale.better == better and scale.id in described:
            comparison = compared.get(scale.id, "")
            contrast = plan.comparisons[comparison].contrast if comparison else ""
            found.append(Shown(scale, described[scale.id], comparison, contrast))
    return found


def by_family(scales: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """The scales under the families they are shown in: (family id, scales)."""
    families: dict[str, list[Shown]] = {}
    for one in scales:
        families.setdefault(one.scale.family, []).append(one)
    return list(families.items())


def counted_items(showing: Showing) -> list[tuple[str, Item]]:
    """The items whose answers are counted: (name of the description, item)."""
    return [
        (name, item)
        for name, description in showing.study.plan.descriptions.items()
        for item in showing.items(description.counts)
    ]


def by_family_of(instrument: Instrument, names: Iterable[str]) -> list[tuple[str, list[Scale]]]:
    """The named scales under the families they are shown in: (family id, scales)."""
    named = set(names)
    return [
        (family, [one.scale for one in members])
        for family, members in by_family(Shown(scale, "") for scale in instrument.scales if scale.id in named)
    ]


def by_limits(showing: Showing, scales: Iterable[Shown]) -> list[tuple[tuple[float, float], list[Shown]]]:
    """The scales that can share an axis: ((lowest, highest score), scales)."""
    limits: dict[tuple[float, float], list[Shown]] = {}
    for one in scales:
        limits.setdefault(showing.instrument.limits(one.scale.id), []).append(one)
    return list(limits.items())


@dataclass(frozen=True)
class Signs:
    """On how many scales a difference is positive, negative or zero."""

    higher: int
    lower: int
    equal: int

    @property
    def known(self) -> int:
        """On how many scales the difference is told at all."""
        return self.higher + self.lower + self.equal


def count_signs(
    showing: Showing, scales: Iterable[Shown], statistic: str = "mean_difference", sensitivity: str = "main"
) -> dict[str, Signs]:
    """For each contrast, which way the differences that are told point."""
    found: dict[str, list[float]] = {}
    for one in scales:
        if one.comparison:
            difference = showing.differences.get(
                one.comparison,
                statistic,
                scale=one.scale.id,
                contrast=one.contrast,
                sensitivity=sensitivity,
            )
            told = found.setdefault(one.contrast, [])
            told += [difference.estimate] if difference.estimate is not None else []
    return {
        contrast: Signs(sum(x > 0 for x in told), sum(x < 0 for x in told), sum(x == 0 for x in told))
        for contrast, told in found.items()
    }


def case_means(showing: Showing, shown: Shown) -> list[Estimate]:
    """Each case's mean on a scale, in the order of `showing.cases`."""
    return [
        showing.descriptives.get(shown.analysis, "mean", scale=shown.scale.id, case=case.id)
        for case in showing.cases
    ]


@dataclass(frozen=True)
class Sides:
    """The sides of one case on one scale: each group's mean, in the groups' order, and the gap."""

    means: list[Estimate]
    gap: Estimate


def case_sides(showing: Showing, shown: Shown) -> list[Sides]:
    """Each case's sides on a scale, in the order of `showing.cases`."""
    return [_sides(showing, shown, case.id) for case in showing.cases]


def _sides(showing: Showing, shown: Shown, case: str) -> Sides:
    means = [
        showing.descriptives.get(shown.analysis, "mean", scale=shown.scale.id, case=case, group=group.id)
        for group in showing.groups
    ]
    gap = showing.differences.get(
        shown.comparison, "gap", scale=shown.scale.id, case=case, contrast=shown.contrast
    )
    return Sides(means, gap)
