"""Shares of people who changed reliably: counts, which together tell those of the sets between them.

The people of all groups are those of each group, and those of all kinds of case are those of each kind. Of
19 who rose, 7 and 7 leave 5; so the gate looks for every set of people, by kind of case and group, whose
count follows from published ones, and withholds shares until none is of too few people, or of all but few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.spans import TOLERANCE, Floats, Integers, Span

SHARES = ("reliably_up", "reliably_down")
THRESHOLD = "smallest_reliable_change"
Place = tuple[str, str]
"""A kind of case and a group; each may be all."""


@dataclass(frozen=True)
class _Counted:
    """The sets of people (kind of case, group), how many they are, and how many of them changed."""

    places: Sequence[Place]
    people: Integers
    changed: Integers

    def choose(self, place: Place) -> Floats:
        """1 for the sets of a kind of case and group."""
        kind, group = place
        return np.array(
            [kind in ("all", k) and group in ("all", g) for k, g in self.places], dtype=np.float64
        )

    def tells_few(self, published: Sequence[Place], minimum: int) -> Floats | None:
        """A union of sets whose count follows, and is of too few people or all but too few."""
        if not published:
            return None
        span = Span(np.array([self.choose(place) for place in published]))
        every = np.arange(len(self.places))
        for counts in (self.changed, self.people - self.changed):
            for union in span.sums(every, counts, minimum):
                return union.astype(np.float64)
        return None


def hide_shares(
    rows: pd.DataFrame, rule: pd.Series, scores: pd.DataFrame, kinds: Mapping[str, str], minimum: int
) -> pd.Series:
    """The rules of CHANGES `rows` of one scale, with those of the shares that would tell a small one.

    `rule` has those that each row has for itself; `scores` (SCORES) are those of the two waves, `kinds` the
    kind of each case. Of numbers that help, that with the fewest people goes, and none without need.
    """
    made = rule.copy()
    shares = rows[rows["statistic"].isin(SHARES) & rows["estimate"].notna() & (rows["case"] == "all")]
    for (sensitivity, statistic), own in shares.groupby(["sensitivity", "statistic"]):
        counted = _count(rows, scores, kinds, str(sensitivity), str(statistic))
        told = own[made[own.index] == ""].sort_values(["n_linked", "kind", "group"], kind="stable")
        places = dict(zip(told.index, zip(told["kind"], told["group"], strict=True), strict=True))
        made[_choose_held(counted, places, minimum)] = "small_count"
    return made


def _choose_held(counted: _Counted, places: dict[int, Place], minimum: int) -> list[int]:
    held: list[int] = []

    def tell(left_out: list[int]) -> Floats | None:
        return counted.tells_few([one for key, one in places.items() if key not in left_out], minimum)

    while (union := tell(held)) is not None:
        open_ = [key for key in places if key not in held]
        vectors = np.array([counted.choose(places[key]) for key in open_])
        weights = np.linalg.lstsq(vectors.T, union, rcond=TOLERANCE)[0]
        held.append(next(key for key, weight in zip(open_, weights, strict=True) if abs(weight) > 1e-7))
    for key in reversed(held.copy()):
        rest = [one for one in held if one != key]
        if tell(rest) is None:
            held = rest
    return held


def _count(
    rows: pd.DataFrame, scores: pd.DataFrame, kinds: Mapping[str, str], sensitivity: str, statistic: str
) -> _Counted:
    """The people of each kind and group who answered both times, and those of them who changed so."""
    smallest = rows.loc[
        (rows["statistic"] == THRESHOLD) & (rows["sensitivity"] == sensitivity), "estimate"
    ].dropna()
    analysis = rows.iloc[0]
    read = scores[scores["sensitivity"] == sensitivity].dropna(subset="score")
    person = ["case", "group", "respondent"]
    before, after = (
        read[read["wave"] == analysis[wave]].set_index(person)["score"]
        for wave in ("wave_before", "wave_after")
    )
    change = (after - before).dropna()
    sign = 1.0 if statistic == SHARES[0] else -1.0
    frame = change.index.to_frame(index=False)
    frame["kind"] = frame["case"].map(dict(kinds))
    frame["changed"] = (sign * change.to_numpy(dtype=np.float64) > float(smallest.iloc[0])).astype(np.int64)
    sets = frame.groupby(["kind", "group"], sort=True)["changed"].agg(["size", "sum"])
    return _Counted(
        [(str(kind), str(group)) for kind, group in sets.index],
        sets["size"].to_numpy(dtype=np.int64),
        sets["sum"].to_numpy(dtype=np.int64),
    )
