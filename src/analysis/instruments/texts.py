"""When two wordings are the same: of a question, and of an answer.

Tools write one text in many ways: with markup, no-break spaces, another dash, a number in front. None
of that is a difference; any other letter is, since the nearest wording may be that of another question.
"""

from __future__ import annotations

import html
import re
import unicodedata

TAG = re.compile(r"<[^<>]{0,500}>")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]")
DASHES = re.compile("[\u2010-\u2015\u2212]")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
EDGES = " .:;,!?-–*•\"'()[]{}«»“”„…_"
PREFIX = r"(?P<word>(?:spørsmål|spørgsmål|question|spm|sp|q)[ ._:#-]{0,2})?"
NUMBERED = re.compile(PREFIX + r"(?P<number>[0-9]{1,3})(?![0-9]|[.,:/-][0-9])(?P<rest>.*)", re.DOTALL)
AFTER_NUMBER = re.compile(r"[.):\]]|_?$|\s")
MARKED = re.compile(r"[.):\]]|_?$")


def normalise_text(text: str) -> str:
    """A question's wording without markup, case, extra spaces, and punctuation at its ends."""
    return _simplify(text).strip(EDGES)


def normalise_label(text: str) -> str:
    """An answer's wording without markup, case, extra spaces, and dots at its end."""
    return re.sub(r" ?/ ?", "/", _simplify(text)).rstrip(" .")


def split_number(text: str, marked: bool = False) -> tuple[int | None, str]:
    """The question number that a text begins with (“26.”, “Q26”, “Spm. 26:”), and what follows it.

    With `marked`, a bare number before a word (“3 years”) is not taken for a question number.
    """
    simple = _simplify(text)
    match = NUMBERED.match(simple)
    ends = MARKED if match and marked and not match["word"] else AFTER_NUMBER
    if not match or not ends.match(match["rest"]):
        return None, simple
    return int(match["number"]), match["rest"]


def _simplify(text: str) -> str:
    plain = html.unescape(TAG.sub(" ", text)) if "<" in text or "&" in text else text
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", plain))
    return " ".join(APOSTROPHES.sub("'", DASHES.sub("-", plain)).casefold().split())
