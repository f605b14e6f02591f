"""Where the turns and paragraphs of a text stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.units.speakers import UNSEEN, find_labels

Places = NDArray[np.int64]
"""Places in a text: Unicode code points, from 0."""


@dataclass(frozen=True)
class Spans:
    """Parts of one text in order, apart but for segments: first places, places after the last, who speaks."""

    start: Places
    end: Places
    speaker: list[str]

    def first_after(self, places: Places) -> NDArray[np.intp]:
        """The part in which each place stands, or else the next one, or else the last."""
        after = np.searchsorted(self.end, places, side="right")
        return np.minimum(after, max(len(self.end) - 1, 0))


class Edges:
    """Where the words of a text begin and end, so that blanks at the ends of a stretch count for nothing."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        blank = [ord(mark) for mark in sorted(set(text)) if mark.isspace() or mark in UNSEEN]
        solid, places = ~np.isin(points, blank), np.arange(self.length + 1)
        begins = np.where(np.append(solid, True), places, self.length)
        self._begins = np.minimum.accumulate(begins[::-1])[::-1]
        self._ends = np.maximum.accumulate(np.where(np.insert(solid, 0, True), places, 0))

    def trim(self, start: Places, end: Places) -> tuple[Places, Places]:
        """The same stretches without blanks at their ends; what holds blanks only ends where it begins."""
        first, last = np.clip(start, 0, self.length), np.clip(end, 0, self.length)
        begins = self._begins[first]
        return begins, np.maximum(self._ends[last], begins)


def find_turns(text: str, edges: Edges, kinds: Mapping[str, str]) -> Spans:
    """The turns of a text: what is said after each speaker's label, up to the next one.

    What stands before the first label is a turn without a speaker, and a label without words is none. In a
    text without any label, every paragraph is a turn.
    """
    labels = find_labels(text, kinds)
    if not labels:
        return find_paragraphs(text, edges, kinds)
    borders = [label.start for label in labels] + [len(text)]
    start = [0, *(label.end for label in labels)]
    return _keep_words(edges, start, borders, ["", *(label.name for label in labels)])


def find_paragraphs(text: str, edges: Edges, kinds: Mapping[str, str]) -> Spans:
    """The lines of a text that hold words, each without the label of a speaker before it."""
    words = {label.start: label.end for label in find_labels(text, kinds)}
    breaks = [match.start() for match in re.finditer("\n", text)]
    starts, ends = [0, *(place + 1 for place in breaks)], [*breaks, len(text)]
    return _keep_words(edges, [words.get(place, place) for place in starts], ends, [""] * len(starts))


def find_runs(turns: Spans, start: Places, end: Places) -> Spans:
    """The parts of the turns between all places where a turn or a stretch begins or ends."""
    borders = np.unique(np.concatenate([turns.start, turns.end, start, end]))
    begins, ends = borders[:-1], borders[1:]
    if not len(turns.start):
        return Spans(begins[:0], ends[:0], [])
    inside = (begins >= turns.start[turns.first_after(begins)]) & (begins < turns.end[-1])
    return Spans(begins[inside], ends[inside], [""] * int(inside.sum()))


def _keep_words(edges: Edges, starts: list[int], ends: list[int], speakers: list[str]) -> Spans:
    """The parts that hold words, without blanks at their ends."""
    start, end = edges.trim(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
    kept = start < end
    return Spans(start[kept], end[kept], [speakers[place] for place in np.flatnonzero(kept)])
