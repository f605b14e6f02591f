"""Where a selection lies: tools count characters in four ways, and the file does not say in which.

A line break written as CR and LF counts as one character in ATLAS.ti and as two elsewhere, and a character
outside the first plane of Unicode counts as two in programs that count UTF-16 units. The way under which
most selections hold the words that they are named by is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

ONE_BREAK = re.compile(r"\r\n|[\s\S]")
LAST_NARROW = "\uffff"
"""Characters after this one are two units of UTF-16."""
CUT = ("…", "...")
PREFIX = 20
"""From this length on, a name that a selection's text begins with is that text, cut short."""


@dataclass(frozen=True)
class Reading:
    """One way to count: `wide` in UTF-16 units in place of code points, `pairs` CR and LF as two."""

    wide: bool
    pairs: bool


@dataclass(frozen=True)
class Marked:
    """A selection as the file has it: the text it lies in, as stored, its places and its name."""

    text: str
    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Choice:
    """The reading that was chosen, how many named selections hold their names under it, and out of how many.

    `breaks` and `units` say whether it mattered: whether a text has CR and LF, or characters of two units.
    """

    reading: Reading
    fit: int
    told: int
    breaks: bool
    units: bool


def even_breaks(text: str) -> str:
    """The text with `\\n` between lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def count_places(text: str, reading: Reading) -> Sequence[int]:
    """The counted place of each character of the text with even breaks, and of its end."""
    if "\r\n" not in text and max(text, default="") <= LAST_NARROW:
        return range(len(text) + 1)
    return list(accumulate((_width(one, reading) for one in ONE_BREAK.findall(text)), initial=0))


def _width(one: str, reading: Reading) -> int:
    return 2 if (reading.pairs and len(one) == 2) or (reading.wide and one > LAST_NARROW) else 1


def find_place(counted: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The place among the characters of the even text; what lies beyond its end stays as far beyond it.

    A place within a character or a line break takes the whole of it.
    """
    beyond = len(counted) - 1 - counted[-1]
    first = bisect_right(counted, start) - 1 if start <= counted[-1] else start + beyond
    last = bisect_left(counted, end) if end <= counted[-1] else end + beyond
    return first, last


def holds_name(words: str, name: str) -> bool:
    """Whether a selection's words are what it is named by: the same but for blanks, or their beginning."""
    seen, told = _squeeze(words), _squeeze(name)
    stem = told.removesuffix(CUT[0]).removesuffix(CUT[1])
    cut = stem != told or len(stem) >= PREFIX
    return bool(stem) and (seen == told or (cut and seen.startswith(stem)))


def names_words(name: str, start: int, end: int) -> bool:
    """Whether a name may be the selection's own words, and no label: by its length, or cut short."""
    plain = " ".join(name.split())
    length = end - start
    return plain.endswith(CUT) or (bool(plain) and abs(len(plain) - length) <= 4 + length // 10)


def choose_reading(selections: Iterable[Marked], origin: str) -> Choice:
    """The reading under which most selections hold their names, and then fewest lie beyond their text.

    Where that does not tell, a line break counts as one in ATLAS.ti and as two elsewhere, and characters as
    code points; `origin` is what the file says of the tool that wrote it.
    """
    by_text: dict[str, list[Marked]] = {}
    for selection in selections:
        by_text.setdefault(selection.text, []).append(selection)
    breaks = any("\r\n" in text for text in by_text)
    units = any(max(text, default="") > LAST_NARROW for text in by_text)
    pairs = "atlas" not in origin.casefold()
    usual = [Reading(wide, two) for two in (pairs, not pairs) for wide in (False, True)]
    open_ways = [one for one in usual if (units or not one.wide) and (breaks or one.pairs == pairs)]
    judged = [(*_judge(by_text, reading), -order) for order, reading in enumerate(open_ways)]
    fit, _, order = max(judged)
    told = sum(names_words(one.name, one.start, one.end) for each in by_text.values() for one in each)
    return Choice(open_ways[-order], fit, max(told, fit), breaks, units)


def _judge(by_text: dict[str, list[Marked]], reading: Reading) -> tuple[int, int]:
    """How many selections hold their names, and how many lie beyond the text, as a negative number."""
    fit = beyond = 0
    for text, selections in by_text.items():
        even, counted = even_breaks(text), count_places(text, reading)
        for one in selections:
            start, end = find_place(counted, one.start, one.end)
            fit += holds_name(even[start:end], one.name)
            beyond -= end > len(even)
    return fit, beyond


def _squeeze(text: str) -> str:
    return "".join(text.split())
