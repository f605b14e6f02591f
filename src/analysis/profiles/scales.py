"""The scales in the order they are shown, and what is told of them: by family, by case, by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.instruments import Instrument, Scale
from analysis.profiles.estimates import Estimate
from analysis.profiles.showing import Showing


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
    plan = showing.plan
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
