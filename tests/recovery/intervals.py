"""Intervals of differences between groups in simulated studies, beside the truth that they should hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from math import sqrt

import numpy as np
from scipy import special

from analysis.differences.tests import run_test
from analysis.estimates import Estimate, Values
from analysis.formulas.dominance import estimate_cliff_delta, estimate_superiority
from analysis.formulas.effects import estimate_hedges_g, estimate_mean_difference
from analysis.formulas.resampling import stream
from analysis.plan import Test
from tests.recovery.simulated_studies import MIDDLE, NOISE, SEED, Kind, Rate, Shape

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """The intervals of one statistic in one kind of study; `estimate` gives one for each of many studies.

    `truth` is one number, or a number for each study.
    """

    statistic: str
    setting: str
    truth: float | Callable[[int], Values]
    estimate: Callable[[int], Iterable[Estimate]]
    level: float = LEVEL

    @property
    def name(self) -> str:
        """The statistic and the kind of study."""
        return f"{self.statistic}: {self.setting}"

    def cover(self, studies: int) -> Rate:
        """How often the interval holds the truth, of the studies in which there is one."""
        found = list(self.estimate(studies))
        truth = self.truth(studies) if callable(self.truth) else np.full(studies, self.truth)
        without = Counter(one.reason for one in found if np.isnan(one.low))
        held = [one.low - 1e-9 <= true <= one.high + 1e-9 for one, true in zip(found, truth, strict=True)]
        return Rate(int(sum(held)), studies - without.total(), tuple(sorted(without.items())))


def of_difference(statistic: str, kind: Kind, level: float = LEVEL) -> Interval:
    """The interval of an effect, or of a test of two groups."""
    estimate = EFFECTS.get(statistic) or partial(_of_test, statistic)  # type: ignore[arg-type]
    return Interval(statistic, str(kind), truth_of(statistic, kind), partial(estimate, kind, level), level)


def truth_of(statistic: str, kind: Kind) -> float:
    """The true value of an effect, or of what a test estimates."""
    delta = dominance_of(kind.shape, kind.difference)
    if statistic in ("superiority", "brunner_munzel"):
        return (1 + delta) / 2
    if statistic == "cliff_delta":
        return delta
    return mean_of(kind.shape, kind.difference) - mean_of(kind.shape, 0.0)


def mean_of(shape: Shape, difference: float) -> float:
    """The mean score of people whose opinions lie so much higher."""
    return difference if shape == "normal" else float(np.arange(1, 6) @ chances_of(shape, difference))


def chances_of(shape: Shape, difference: float) -> Values:
    """How likely each of the answers 1 to 5 is."""
    spread = sqrt(1 + NOISE**2) if shape == "mean of answers" else 1.0
    below = special.ndtr((np.arange(1.5, 5) - MIDDLE - difference) / spread)
    return np.diff(np.concatenate([[0.0], below, [1.0]]))


def dominance_of(shape: Shape, difference: float) -> float:
    """P(first > second) - P(first < second) of people of different cases; of a mean of answers NaN."""
    if shape == "normal":
        return float(2 * special.ndtr(difference / sqrt(2)) - 1)
    if shape == "mean of answers":
        return float("nan") if difference else 0.0
    first, second = chances_of(shape, difference), chances_of(shape, 0.0)
    return float(first @ np.sign(np.subtract.outer(np.arange(5), np.arange(5))) @ second)


def _of_test(name: Test, kind: Kind, level: float, studies: int) -> Iterator[Estimate]:
    design = kind.design
    for scores in kind.draw(studies):
        yield run_test(name, scores, design.first, design.cases, level, stream(SEED, "test"))


def _of_groups(
    formula: Callable[[Values, Values, float], Estimate], kind: Kind, level: float, studies: int
) -> Iterator[Estimate]:
    for scores in kind.draw(studies):
        known, first = ~np.isnan(scores), kind.design.first
        yield formula(scores[known & first], scores[known & ~first], level)


def _of_people(
    formula: Callable[..., Estimate], kind: Kind, level: float, studies: int
) -> Iterator[Estimate]:
    for scores in kind.draw(studies):
        known = ~np.isnan(scores)
        yield formula(scores[known], kind.design.first[known], kind.design.cases[known], level)


EFFECTS: dict[str, Callable[[Kind, float, int], Iterator[Estimate]]] = {
    "mean_difference": partial(_of_groups, estimate_mean_difference),
    "hedges_g": partial(_of_groups, estimate_hedges_g),
    "cliff_delta": partial(_of_people, estimate_cliff_delta),
    "superiority": partial(_of_people, estimate_superiority),
}
"""Effects over all cases; all other statistics are tests, by their names."""
