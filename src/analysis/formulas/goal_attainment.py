"""How much of the way from a baseline to a target has been gone, and what many goals come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, sqrt

import numpy as np

from analysis.estimates import Estimate, Values, not_estimable

LOWEST_LEVEL = -2
DECIMALS = 10
"""Decimals that a share of the way is rounded to before it is compared with a step."""


def fix(value: float) -> Estimate:
    """A number that is stated and therefore certain, as an estimate: its interval has no width."""
    return Estimate(value, value, value)


def estimate_share_of_way(
    value: Estimate, baseline: Estimate, target: float, correlation: float = 0.0
) -> Estimate:
    """(value - baseline) / (target - baseline), the target taken as certain, with its interval.

    The share is 1 - (target - value) / (target - baseline), and the interval that of a ratio by MOVER-R
    (Donner & Zou 2012; Newcombe 2016), which is Fieller's (1954) where both intervals are symmetric and a
    division where the baseline is certain (`fix`). It holds 0 exactly where the square-and-add interval of
    the difference does. `correlation` is that of value and baseline as estimates. Undefined where target
    and baseline are equal (`target_equals_baseline`). No interval where one of the two has none (with its
    reason), and where the baseline's holds the target (`way_uncertain`).
    """
    way = target - baseline.value
    if round(way, DECIMALS) == 0:
        return not_estimable("target_equals_baseline")
    share = (value.value - baseline.value) / way
    missing = [one.reason for one in (value, baseline) if isnan(one.low)]
    if missing:
        return Estimate(share, reason=missing[0])
    left, whole = _leave(target, value), _leave(target, baseline)
    if way < 0:
        left, whole = _turn(left), _turn(whole)
    if whole.low <= 0:
        return Estimate(share, reason="way_uncertain")
    low, high = _divide(left, whole, correlation)
    return Estimate(share, 1 - high, 1 - low)


def _leave(target: float, one: Estimate) -> Estimate:
    return Estimate(target - one.value, target - one.high, target - one.low)


def _turn(one: Estimate) -> Estimate:
    return Estimate(-one.value, -one.high, -one.low)


def _divide(part: Estimate, whole: Estimate, correlation: float) -> tuple[float, float]:
    """The ends of the ratio of two estimates, the interval of `whole` being above 0 (MOVER-R).

    The ratio r lies between them where the square-and-add interval of part - r whole holds 0.
    """
    below, above = part.value - part.low, part.high - part.value
    shorter, longer = whole.value - whole.low, whole.high - whole.value

    def solve(reach: float, reach_whole: float, last: int) -> float:
        square = whole.value**2 - reach_whole**2
        middle = part.value * whole.value - correlation * reach * reach_whole
        rest = part.value**2 - reach**2
        root = sqrt(max(middle**2 - square * rest, 0.0))
        # Of the two roots the one on this side of the ratio, written so that nothing cancels.
        other = middle - last * root
        return rest / other if last * middle < 0 else (middle + last * root) / square

    low = solve(below, longer if part.low > 0 else shorter, -1)
    high = solve(above, longer if part.high < 0 else shorter, 1)
    return low, high


@dataclass(frozen=True)
class Step:
    """From this share of the way on, the level of attainment is at least this one."""

    share: float
    level: int


def find_level(share: float, steps: Sequence[Step]) -> int:
    """The level of attainment of a share of the way: that of the last step reached, else -2."""
    reached = [step.level for step in steps if round(share, DECIMALS) >= step.share]
    return reached[-1] if reached else LOWEST_LEVEL


def grade_share(share: Estimate, steps: Sequence[Step]) -> Estimate:
    """The level of a share of the way, with the levels of the ends of its interval.

    A level never falls as the share rises, so these hold the true level as often as those the true share.
    """
    if not share.exists:
        return share
    level = float(find_level(share.value, steps))
    if isnan(share.low):
        return Estimate(level, reason=share.reason)
    return Estimate(level, float(find_level(share.low, steps)), float(find_level(share.high, steps)))


def combine_levels(levels: Values, weights: Values, correlation: float) -> float:
    """The goal-attainment T score: 50 where every goal came out as expected, 10 for a standard deviation.

    Kiresuk & Sherman (1968), equation 1: T = 50 + 10 Σwx / √((1 - ρ) Σw² + ρ (Σw)²); `correlation` is ρ,
    and at least one weight is more than 0.
    """
    spread = (1 - correlation) * float(np.square(weights).sum()) + correlation * float(weights.sum()) ** 2
    return 50 + 10 * float(weights @ levels) / sqrt(spread)
