"""The rule of the joint display: where a source points, and what the sources say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan

from analysis.constructs import Rule

SOURCES = {"survey": ("factors", "barriers"), "codings": ("codings",), "scorecard": ("scorecard",)}
"""The parts that each source tells; factors and barriers are answers of the same people, so one source."""

SLACK = 1e-9
"""What a number may lack by rounding alone and still reach a limit."""


@dataclass(frozen=True)
class Part:
    """What one part tells of a construct: its number, interval and n, and where it points."""

    value: float = nan
    low: float = nan
    high: float = nan
    n: int | None = None
    direction: str = "none"


def build_part(
    value: float,
    low: float,
    high: float,
    n: int,
    limits: tuple[float, float],
    rule: Rule,
    *,
    turned: bool = False,
) -> Part:
    """A part with its direction, the number put on 0 (worst) to 1 (best) between `limits`.

    `turned` where high is bad. A number without an interval points nowhere: it is mixed.
    """
    if isnan(value):
        return Part(n=n)
    lowest, highest = limits

    def place(number: float) -> float:
        share = (number - lowest) / (highest - lowest)
        return 1 - share if turned else share

    ends = (place(high), place(low)) if turned else (place(low), place(high))
    return Part(value, low, high, n, point(place(value), *ends, rule))


def point(value: float, low: float, high: float, rule: Rule) -> str:
    """up, down or mixed: up where the whole interval lies above the middle and the number clearly does."""
    if low > rule.middle + SLACK and value >= rule.middle + rule.clear - SLACK:
        return "up"
    if high < rule.middle - SLACK and value <= rule.middle - rule.clear + SLACK:
        return "down"
    return "mixed"


def judge(directions: Mapping[str, str]) -> tuple[str, str]:
    """What the sources say together, and the parts that made it, between spaces.

    silent where fewer than two sources speak or none of them points anywhere; contradicts where one points up
    and another down; confirms where all that speak point the same way; expands where some point and others
    are mixed. The names are those of Fetters, Curry & Creswell (2013); the rule is ours.
    """
    told = {source: _join([directions[part] for part in parts]) for source, parts in SOURCES.items()}
    speaking = [direction for direction in told.values() if direction != "none"]
    made_by = " ".join(part for part, direction in directions.items() if direction != "none")
    pointing = set(speaking) - {"mixed"}
    if len(speaking) < 2 or not pointing:
        return "silent", made_by
    if len(pointing) == 2:
        return "contradicts", made_by
    return "expands" if "mixed" in speaking else "confirms", made_by


def _join(directions: list[str]) -> str:
    """Where a source points: where all its parts that speak do, else it is mixed."""
    speaking = {direction for direction in directions if direction != "none"}
    if not speaking:
        return "none"
    return speaking.pop() if len(speaking) == 1 else "mixed"
