"""Which stretches count for which units, and which stretches are the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.units.texts import Places, Spans

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Numbers of stretches and of units, pair by pair."""
ROUNDING = 1e-9


def drop_labels(start: Places, end: Places, turns: Spans) -> tuple[Places, Places]:
    """The stretches without what stands before or after all turns that they reach into: labels and blanks.

    A stretch that reaches into no turn, as one of nothing but a label, stays as it is.
    """
    following = turns.start[turns.first_after(start)]
    last = np.searchsorted(turns.start, end, side="left") - 1
    begins, ends = np.maximum(start, following), np.minimum(end, turns.end[last])
    reaches = (last >= 0) & (begins < ends)
    return np.where(reaches, begins, start), np.where(reaches, ends, end)


def pair_overlapping(start: Places, end: Places, units: Spans) -> Pairs:
    """Every stretch with every unit that it shares a character with."""
    first = np.searchsorted(units.end, start, side="right")
    after = np.searchsorted(units.start, end, side="left")
    counts = np.where(start < end, np.maximum(after - first, 0), 0)
    stretch = np.repeat(np.arange(len(start)), counts)
    within = np.arange(len(stretch)) - np.repeat(np.cumsum(counts) - counts, counts)
    return stretch, np.repeat(first, counts) + within


def pair_by_share(start: Places, end: Places, units: Spans, share: float) -> Pairs:
    """Every stretch with the units that it counts for.

    A stretch counts for a unit where it covers at least `share` of the unit, or where at least `share` of
    the stretch lies in the unit; and always for the unit that holds most of it, the first of several. The
    length of a stretch is what of it lies in units. A stretch that touches none (it is nothing but a
    speaker's label) counts for the unit that follows; one without words counts for none.
    """
    stretch, unit = pair_overlapping(start, end, units)
    inside = np.minimum(end[stretch], units.end[unit]) - np.maximum(start[stretch], units.start[unit])
    length = np.bincount(stretch, weights=inside, minlength=len(start))
    covered = inside >= share * (units.end - units.start)[unit] - ROUNDING
    held = inside >= share * length[stretch] - ROUNDING
    most = np.zeros(len(stretch), dtype=bool)
    order = np.lexsort((unit, -inside, stretch))
    most[order[np.unique(stretch[order], return_index=True)[1]]] = True
    counts = covered | held | most
    alone = np.flatnonzero((length == 0) & (start < end)) if len(units.start) else stretch[:0]
    after = units.first_after(start[alone])
    return np.concatenate([stretch[counts], alone]), np.concatenate([unit[counts], after])


def match_stretches(start: Places, end: Places, tolerance: int) -> tuple[NDArray[np.intp], Spans]:
    """The number of the segment that each stretch belongs to, from 0, and the segments in order.

    Stretches are the same segment where both their beginnings and their ends lie at most `tolerance`
    characters apart, for every pair of them (complete linkage), and all share a character. They are taken
    by their beginning, then by their end, and each joins the first segment that it may join. A segment
    reaches from its first beginning to its last end. Stretches without words belong to none (-1).
    """
    known, place = np.unique(np.column_stack([start, end]), axis=0, return_inverse=True)
    member = np.full(len(known), -1)
    groups: list[list[int]] = []
    for number, (begin, stop) in enumerate(known.tolist()):
        if begin == stop:
            continue
        fitting = (at for at, group in enumerate(groups) if _fits(group, begin, stop, tolerance))
        at = next(fitting, len(groups))
        if at == len(groups):
            groups.append([begin, stop, stop])
        groups[at][1:] = [min(groups[at][1], stop), max(groups[at][2], stop)]
        member[number] = at
    first, last = (np.array([group[edge] for group in groups], dtype=np.int64) for edge in (0, 2))
    order = np.lexsort((last, first))
    rank = np.append(np.argsort(order), -1)
    return rank[member][place.reshape(-1)], Spans(first[order], last[order], [""] * len(groups))


def _fits(group: list[int], begin: int, stop: int, tolerance: int) -> bool:
    """Whether a stretch that begins after all of a group's stretches is the same as each of them."""
    first, nearest, farthest = group
    alike = begin - first <= tolerance and max(farthest, stop) - min(nearest, stop) <= tolerance
    return alike and begin < min(nearest, stop)
