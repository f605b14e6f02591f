"""Where the cases stand, and the sources side by side, found by their keys."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.constructs import Construct, JointDisplay
from analysis.contracts.sides import PARTS
from analysis.profiles.estimates import ABSENT, Estimate
from analysis.profiles.showing import Showing
from analysis.profiles.talk import read_number
from analysis.study import Case


@dataclass(frozen=True)
class Placed:
    """Where one case stands: by the judges, in rank, by the index of its codes, and as published."""

    case: Case
    placement: Estimate
    rank: Estimate
    index: Estimate
    published: Estimate


class Placements:
    """The rows of PLACEMENTS of the wave that is shown, by statistic and case."""

    def __init__(self, showing: Showing) -> None:
        frame = showing.tables["placements"]
        here = frame[frame["wave"] == showing.wave]
        self.rows = {(str(row.statistic), str(row.case)): read_number(row) for row in here.itertuples()}

    def get(self, statistic: str, case: str = "all") -> Estimate:
        """The row of this key, or an absent estimate."""
        return self.rows.get((statistic, case), ABSENT)


def list_placed(showing: Showing) -> list[Placed]:
    """The cases with a placement or an index, the thinnest first; equal ones in the order of the reports."""
    found = Placements(showing)
    cases = {case for _, case in found.rows}
    placed = [
        Placed(
            case,
            *(found.get(statistic, case.id) for statistic in ("placement", "rank", "index", "published")),
        )
        for case in showing.study.settings.cases
        if case.id in cases
    ]
    return sorted(placed, key=_by_placement)


def _by_placement(one: Placed) -> tuple[float, float]:
    far = float("inf")
    return (
        one.placement.value if one.placement.known else far,
        one.published.value if one.published.known else far,
    )


@dataclass(frozen=True)
class Side:
    """What one source says of a construct: its number with its range, n, and the way it points."""

    number: Estimate
    direction: str


@dataclass(frozen=True)
class Joined:
    """One row of the joint display: a construct, what each source says, and the verdict with its reason."""

    construct: Construct
    sides: dict[str, Side]
    share: float | None
    verdict: str
    reason: str


def list_joined(showing: Showing, case: str = "all") -> list[Joined]:
    """The rows of the joint display for all cases, or one, in the order of its file."""
    display, frame = showing.study.joint_display, showing.tables["joint_display"]
    if display is None:
        return []
    here = frame[(frame["wave"] == display.wave) & (frame["case"] == case)]
    rows = {str(row["construct"]): row for _, row in here.iterrows()}
    return [_join(one, rows[one.id]) for one in display.constructs if one.id in rows]


def joined_cases(showing: Showing) -> list[Case]:
    """The cases that have rows of their own in the joint display, in the order of the reports."""
    named = set(showing.tables["joint_display"]["case"])
    return [case for case in showing.study.settings.cases if case.id in named]


def _join(construct: Construct, row: pd.Series) -> Joined:
    share = row["codings_share"]
    return Joined(
        construct,
        {part: _read_side(part, row) for part in PARTS},
        None if pd.isna(share) else float(share),
        str(row["verdict"]),
        str(row["reason"]),
    )


def _read_side(part: str, row: pd.Series) -> Side:
    direction = str(row[f"{part}_direction"])
    held = {"withheld": ("withheld", str(row["reason"])), "none": ("not_estimable", "no_answers")}
    status, reason = held.get(direction, ("ok", ""))
    numbers = [
        None if pd.isna(row[name]) else float(row[name]) for name in (part, f"{part}_low", f"{part}_high")
    ]
    n = None if pd.isna(row[f"{part}_n"]) else int(row[f"{part}_n"])
    estimate, low, high = numbers
    return Side(
        Estimate(status, reason, estimate=estimate, ci_low=low, ci_high=high, n=n),
        direction,
    )


def limits_of(showing: Showing, display: JointDisplay, part: str) -> tuple[float, float]:
    """The worst and the best value of a part of the joint display, for its place between the two."""
    study = showing.study
    if part == "codings":
        return 0.0, 1.0
    if part == "scorecard":
        card = study.scorecards.get(display.scorecard or "")
        return (card.lowest, card.highest) if card else (0.0, 1.0)
    instrument = study.instruments[display.instrument]
    named = [
        scale for one in display.constructs for scale in (one.scales if part == "factors" else one.barriers)
    ]
    low, high = instrument.limits(named[0]) if named else (0.0, 1.0)
    return (low, high) if part == "factors" else (high, low)
