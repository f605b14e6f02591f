"""Who speaks: the labels that turns begin with, and the kinds of participants they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.sessions import Participants

UNSEEN = "\u200b\ufeff"
"""Characters that show nothing and are no blanks to Unicode."""
TIME = r"[\[(]\d[\d:.,]*[\])]"
CLOCK = rf"(?:{TIME}|\d{{1,2}}(?::\d\d){{1,2}}(?:[.,]\d+)?(?=\s))"
LABEL = re.compile(
    rf"^(?:[^\S\n]|[{UNSEEN}])*(?:{CLOCK}[^\S\n]*)?(?P<label>[^\n:]{{1,40}}?)[^\S\n]*(?:{TIME}[^\S\n]*)?:(?=\s|$)",
    re.MULTILINE,
)
"""What may be a speaker before a turn: up to forty characters and a colon, perhaps a time."""
NUMBERED = re.compile(r"(?P<word>.*?)\s*\d*\s*(?:\([^()]*\))?")
MOST_WORDS = 4
"""A label of more words than these is a sentence that ends in a colon."""
NOBODY = -1
"""The number of the speaker of a unit whose speaker is not known."""


@dataclass(frozen=True)
class Label:
    """A speaker's label in a text: what it says, where its line begins, and where its words begin."""

    name: str
    start: int
    end: int


def name_kinds(participants: Iterable[Participants]) -> dict[str, str]:
    """The kind of participant that each speaker's word stands for, by the word in small letters."""
    return {_plain(word): kind.id for kind in participants for word in kind.speakers}


def find_kind(label: str, kinds: Mapping[str, str]) -> str:
    """The kind of participant a label stands for, its number and brackets left out; empty where unknown."""
    plain = _plain(label)
    word = NUMBERED.fullmatch(plain)
    return kinds.get(plain) or kinds.get(word["word"] if word else "", "")


def find_labels(text: str, kinds: Mapping[str, str]) -> list[Label]:
    """The speakers' labels of a text, in order.

    A label stands at the beginning of a line, before a colon and a blank. It names a kind of participant,
    or it begins two lines or more, holds a letter and is short: so a transcript with names that nobody
    listed is divided too, and a sentence that happens to hold a colon is not.
    """
    found = [(_plain(match["label"]), match) for match in LABEL.finditer(text)]
    times = Counter(plain for plain, _ in found)
    return [
        Label(match["label"].strip(), match.start(), match.end())
        for plain, match in found
        if find_kind(plain, kinds) or (times[plain] > 1 and _may_be_a_name(plain))
    ]


def number_speakers(units: pd.DataFrame, listed: bool) -> NDArray[np.intp]:
    """A number for the speaker of each unit (UNITS), `NOBODY` where no speaker is known.

    The same name in two sessions is two speakers. Where sessions.yaml says how kinds of participants are
    named (`listed`), only those count: others, as the one who asks, did not take part.
    """
    known = (units["participants"] if listed else units["speaker"]) != ""
    plain = units["speaker"].str.casefold().str.split().str.join(" ")
    numbers = pd.factorize(units["session"] + "\n" + plain)[0]
    return np.where(known.to_numpy(bool), numbers, NOBODY)


def _may_be_a_name(plain: str) -> bool:
    return any(mark.isalpha() for mark in plain) and len(plain.split()) <= MOST_WORDS


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
