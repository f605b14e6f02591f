"""Holding a coding's own words against the stored text at its place.

Words are compared in Unicode's normal form C, with every run of blanks and line breaks as one blank and none
at the ends; small and capital letters and all signs count. Places are those of the stored text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

NEAR = 1000
"""How many characters before and after its place a coding's words are looked for."""
RIGHT = ("as_coded", "found_near", "found_by_words")
"""What is kept; the other words are `text_differs`, `place_beyond` and `words_not_found`."""


@dataclass(frozen=True)
class Slice:
    """Where a coding stands in the stored text, `why` (a word of `receipts.WHY`), and the text it gave.

    `there` is the stored text at the place that the file names, empty where it names none.
    """

    start: int
    end: int
    why: str
    there: str = ""

    @property
    def kept(self) -> bool:
        """Whether the place is known."""
        return self.why in RIGHT

    @property
    def differs(self) -> bool:
        """Whether the stored text is another than the coding's own at the place that the file names."""
        return self.why in ("found_near", "text_differs", "place_beyond")


def check_slice(text: str, start: int | None, end: int | None, words: str) -> Slice:
    """Hold a place and words against a text; without words the place counts if it lies in the text."""
    if start is None or end is None:
        only = _find_once(text, words, 0, len(text))
        return Slice(*only, "found_by_words") if only else Slice(0, 0, "words_not_found")
    there = text[max(start, 0) : max(end, 0)]
    if plain(words):
        if start >= 0 and plain(there) == plain(words):
            return Slice(start, min(end, len(text)), "as_coded", there)
    elif 0 <= start < end <= len(text):
        return Slice(start, end, "as_coded", there)
    near = _find_once(text, words, start - NEAR, end + NEAR)
    if near:
        return Slice(*near, "found_near", there)
    inside = 0 <= start < end <= len(text)
    return Slice(start, end, "text_differs" if inside else "place_beyond", there)


def plain(words: str) -> str:
    """Words as they are compared."""
    return unicodedata.normalize("NFC", " ".join(words.split()))


def _find_once(text: str, words: str, first: int, last: int) -> tuple[int, int] | None:
    """The only place of some words between two places of a text; None where there is none, or another."""
    if not words.split():
        return None
    pattern = re.compile(r"\s+".join("".join(map(_in_both_forms, part)) for part in plain(words).split()))
    places = [match.span() for match in islice(pattern.finditer(text, max(first, 0), max(last, 0)), 2)]
    return places[0] if len(places) == 1 else None


def _in_both_forms(letter: str) -> str:
    """The pattern of a letter, whether it is stored as one code point or as a letter and its accent."""
    parts = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if parts == letter else f"(?:{re.escape(letter)}|{re.escape(parts)})"
