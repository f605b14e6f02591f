"""Which kinds of study are simulated, and which intervals and tests are looked at in each."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.differences.design import judge_design
from analysis.plan import Test
from tests.recovery.intervals import Interval, of_difference
from tests.recovery.simulated_scales import (
    RETESTS,
    Items,
    of_agreement,
    of_items,
    of_median,
    of_retest,
    of_scores,
)
from tests.recovery.simulated_studies import (
    BETWEEN,
    BOTH,
    CORRELATIONS,
    DESIGNS,
    WITHIN,
    Design,
    Kind,
    Shape,
)
from tests.recovery.whole_studies import Several, pooled

SCORES: tuple[tuple[Shape, float], ...] = (("normal", 0.0), ("one answer", 0.2), ("mean of answers", 0.2))
"""The scores of the studies without a difference, and the share of answers that is missing."""

EFFECTS = (0.5, 0.8, 1.2, 1.6, 2.0)

MARGIN = 1.5
"""A margin of equivalence, in standard deviations, that eighteen people can keep a difference within."""

REACHABLE = 0.9
"""The level of the intervals of whole cases: with three cases a side no p is below .10."""

EQUAL = Design("six cases of three", ((1, 2),) * 6)

HELIX_WITHIN = ((1, 1, 1),) * 6
HELIX_UNEVEN = ((2, 1, 1, 0), (1, 1, 0, 1), (0, 2, 1, 0), (1, 0, 1, 1), (0, 1, 1, 0), (1, 1, 0, 1))
HELIX_BETWEEN = ((3, 0, 0), (3, 0, 0), (0, 3, 0), (0, 4, 0), (0, 0, 3), (0, 0, 2))

REACHED: tuple[tuple[Test, Design], ...] = (
    ("within_case_difference", WITHIN),
    ("within_case_difference", BOTH),
    ("case_permutation", BETWEEN),
    ("welch", WITHIN),
    ("mixed_model", BOTH),
    ("cluster_robust", BETWEEN),
)
"""Tests whose detectable difference is held against their power."""

COSTLY: dict[str, float] = {"wild_bootstrap": 0.7, "omega": 0.3, "alpha_ordinal": 0.3}
"""The share of the studies that intervals get which take long."""

FEWEST = 100
"""Fewest studies in which a test gave a p, or a statistic an interval, of which a rate is told."""

Range = tuple[float, float]

SHORT: dict[str, Range] = {
    "mean_difference": (0.88, 0.95),
    "hedges_g": (0.87, 0.94),
    "cliff_delta": (0.89, 0.96),
    "mean": (0.85, 0.85),
    "pooled_prediction": (0.91, 0.91),
    "alpha_bootstrap": (0.88, 0.94),
    "alpha_standardized": (0.88, 0.93),
    "mean_inter_item_r": (0.88, 0.93),
    "alpha_ordinal": (0.93, 0.96),
    "omega": (0.85, 0.95),
}
"""Intervals that are known to cover less than they say in some studies, and between what they cover there."""

OF_PEOPLE = ("mean_difference", "hedges_g", "cliff_delta")
"""Effects whose intervals take people as independent: short where groups stand in cases of their own."""


def without_difference() -> Iterator[Kind]:
    """The studies in which the groups do not differ."""
    for design in DESIGNS:
        for shape, missing in SCORES:
            for icc in CORRELATIONS:
                yield Kind(design, icc, shape, missing)


def at_the_margin() -> Iterator[Kind]:
    """The studies in which the groups differ by exactly the margin of equivalence, in complete opinions."""
    for design in (WITHIN, BETWEEN):
        for icc in CORRELATIONS:
            for missing in (0.0, 0.2):
                yield Kind(design, icc, "normal", missing, MARGIN)


def of_several_groups() -> Iterator[Several]:
    """The studies of three or four groups that do not differ."""
    named = {
        "three groups within cases": HELIX_WITHIN,
        "four groups, some in each case": HELIX_UNEVEN,
        "three groups between cases": HELIX_BETWEEN,
    }
    for name, sizes in named.items():
        for icc in CORRELATIONS:
            yield Several(name, sizes, icc, "one answer", 0.2)


def refused_in(design: Design) -> frozenset[Test]:
    """The tests that a complete study of a design refuses whatever is answered."""
    return frozenset(judge_design(design.first, design.cases).refusals)


def list_intervals() -> Iterator[Interval]:
    """Every interval that is looked at."""
    yield from _of_differences()
    yield from _of_cases()
    yield from _of_scales()


def _of_differences() -> Iterator[Interval]:
    learned: tuple[Test, ...] = ("mixed_model", "cluster_robust", "wild_bootstrap")
    own: dict[str, tuple[Test, ...]] = {
        WITHIN.name: ("within_case_difference", *learned),
        BETWEEN.name: ("case_permutation", *learned),
        BOTH.name: ("within_case_difference", *learned),
    }
    for design in (WITHIN, BETWEEN, BOTH):
        for kind in _with_difference(design):
            level = {"case_permutation": REACHABLE}
            for name in own[design.name]:
                yield of_difference(name, kind, level.get(name, 0.95))
            yield of_difference("mean_difference", kind)
            if kind.shape == "normal":
                yield of_difference("hedges_g", kind)
            if kind.shape != "mean of answers":
                yield of_difference("cliff_delta", kind)
            if kind.shape == "one answer" and design is WITHIN:
                yield of_difference("brunner_munzel", kind)
            if kind.shape == "one answer" and not kind.difference:
                yield of_difference("cumulative_logit", kind)


def _with_difference(design: Design) -> Iterator[Kind]:
    yield Kind(design, 0.0, "normal", 0.0, 0.8)
    yield Kind(design, 0.3, "normal", 0.0, 0.8)
    yield Kind(design, 0.3, "normal", 0.2, 2.0)
    yield Kind(design, 0.3, "one answer", 0.2, 0.0)
    yield Kind(design, 0.3, "one answer", 0.2, 0.8)
    yield Kind(design, 0.3, "mean of answers", 0.2, 0.8)


def _of_cases() -> Iterator[Interval]:
    for design, spread, missing in (
        (WITHIN, 0.0, 0.0),
        (WITHIN, 0.5, 0.2),
        (WITHIN, 1.0, 0.0),
        (BOTH, 0.5, 0.0),
    ):
        kind = Kind(design, 0.3, "normal", missing, 0.8, spread)
        for statistic in ("pooled_difference", "pooled_tau", "pooled_prediction"):
            yield pooled(statistic, kind)
        if not spread:
            yield pooled("case_difference", kind)
    for design in (EQUAL, WITHIN):
        for icc in CORRELATIONS:
            for statistic in ("icc1", "icc2"):
                yield of_scores(statistic, Kind(design, icc, "normal"))
    yield of_scores("icc1", Kind(WITHIN, 0.3, "normal", 0.2))
    yield of_scores("icc2", Kind(WITHIN, 0.3, "normal", 0.2))
    for people, r in ((2, 0.4), (3, 0.0), (3, 0.4), (4, 0.4)):
        yield of_agreement(people, r)
    yield from (of_median(cases) for cases in (6, 7, 12))


def _of_scales() -> Iterator[Interval]:
    for icc in CORRELATIONS:
        yield of_scores("mean", Kind(WITHIN, icc, "normal"))
        yield of_scores("sd", Kind(WITHIN, icc, "normal"))
    scales = (
        Items(3, 0.4, tied=True),
        Items(3, 0.4, tied=True, missing=0.2),
        Items(6, 0.4),
        Items(6, 0.4, icc=0.3),
        Items(6, 0.4, icc=0.3, tied=True),
        Items(6, 0.7, tied=True),
    )
    for items in scales:
        for statistic in (
            "alpha",
            "alpha_bootstrap",
            "alpha_standardized",
            "mean_inter_item_r",
            "item_rest_r",
        ):
            yield of_items(statistic, items)
        if not items.missing:
            yield of_items("omega", items)
        if items.tied and not items.missing:
            yield of_items("alpha_ordinal", items)
    for items in (Items(2, 0.5), Items(2, 0.5, icc=0.3), Items(2, 0.5, tied=True)):
        yield from (
            of_items(statistic, items) for statistic in ("spearman_brown", "alpha", "alpha_bootstrap")
        )
    for r in (0.5, 0.8):
        yield from (of_retest(statistic, r) for statistic in RETESTS)


def is_short(interval: Interval) -> bool:
    """Whether an interval is among those of `SHORT`, in studies in which it is short."""
    statistic, setting = interval.statistic, interval.setting
    if statistic in OF_PEOPLE:
        return WITHIN.name not in setting and "ICC 0.3" in setting
    if statistic == "mean":
        return "ICC 0.3" in setting
    if statistic == "pooled_prediction":
        return setting.endswith("SD of d 1")
    return statistic in SHORT
