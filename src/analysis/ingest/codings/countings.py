"""The ways in which tools count the places of a text, and which of them a file's codings were counted in.

A place is a number of characters in one tool and of UTF-16 units in another, where an emoji is two; a line
end that is stored as two characters is shown, and counted, as one by some; and a mark of the encoding at the
beginning of the text is counted or not. The words that are stored with a coding tell which it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product

MARK = "\ufeff"
SAME = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\u00a0": " "})
"""Characters that an editor gives back in place of others when a stretch is selected."""


@dataclass(frozen=True)
class Span:
    """What a file says of one stretch: its places as the tool counts them, and its words there."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Found:
    """One stretch in the text with unified line ends.

    `end` may lie beyond the text. `text` is what the text has there, if these are the span's words, the
    words without the character before the stretch (`shifted`), or the span has none; else the words.
    `counting` says how the places were counted, empty where they count the characters that are stored.
    """

    start: int
    end: int
    text: str
    counting: str
    shifted: bool = False


@dataclass(frozen=True)
class Counting:
    """One way of counting the places of one text: the place at which each of its characters begins."""

    name: str
    starts: list[int]

    def find(self, place: int) -> int:
        """The character that begins at a place; of a place inside a character the next one."""
        last = self.starts[-1]
        return len(self.starts) - 1 + place - last if place > last else bisect_left(self.starts, place)


def unify(stored: str) -> str:
    """The text with `\\n` between lines and without a mark of the encoding at its beginning."""
    return re.sub("\r\n?", "\n", stored.removeprefix(MARK))


def locate(stored: str, spans: Sequence[Span], editor: bool, shifts: bool = False) -> list[Found]:
    """Where each span lies in the unified text, in the way of counting that most spans' words fit.

    A span whose words stand elsewhere in this way, and at its place in another, is read in that other. Where
    the words do not tell, `editor` says whether places are taken for those of a text as an editor shows it
    (UTF-16 units, one for a line end), or of the text as it is stored. `shifts` also takes words that begin
    one character before the place, as RQDA leaves them when a text was changed after it was coded.
    """
    text = unify(stored)
    folded = text.translate(SAME)
    countings = _list_countings(stored, text)
    if editor:
        countings.reverse()
    tried = [[_try(folded, text, span, one, shifts) for span in spans] for one in countings]
    fits = [[found is not None for found in row] for row in tried]
    # sorted is stable: among ways that fit as many spans, the first stays first.
    order = sorted(range(len(countings)), key=lambda number: -sum(fits[number]))
    located = []
    for place, span in enumerate(spans):
        fitting = [found for number in order if (found := tried[number][place]) is not None]
        located.append(fitting[0] if fitting else _take(text, span, countings[order[0]]))
    return located


def _list_countings(stored: str, text: str) -> list[Counting]:
    """The ways that differ for this text, the one that counts what is stored first and an editor's last."""
    body = stored.removeprefix(MARK)
    doubles = [match.start() - number for number, match in enumerate(re.finditer("\r\n", body))]
    beyond = any(letter > "\uffff" for letter in text)
    marked = stored.startswith(MARK)
    ways = product(
        *([False, True] if differs else [False] for differs in (beyond, bool(doubles), marked)),
    )
    countings = []
    for units, single, unmarked in ways:
        widths = [1 + (units and letter > "\uffff") for letter in text]
        for place in () if single else doubles:
            widths[place] += 1
        said = ("UTF-16 units", "a line end as one", "from after the byte order mark")
        name = ", ".join(words for words, true in zip(said, (units, single, unmarked), strict=True) if true)
        first = int(marked and not unmarked)
        countings.append(Counting(name, list(accumulate(widths, initial=first))))
    return countings


def _try(folded: str, text: str, span: Span, counting: Counting, shifts: bool) -> Found | None:
    """The stretch in one way of counting, if it holds the span's words."""
    start, end = counting.find(span.start), counting.find(span.end)
    words = unify(span.words).translate(SAME)
    if folded[start:end] == words and end <= len(text):
        return Found(start, end, text[start:end], counting.name)
    if shifts and start and folded[start - 1 : end] == words and end <= len(text):
        return Found(start, end, text[start:end], counting.name, shifted=True)
    return None


def _take(text: str, span: Span, counting: Counting) -> Found:
    start, end = counting.find(span.start), counting.find(span.end)
    return Found(start, end, unify(span.words) or text[start:end], counting.name)
