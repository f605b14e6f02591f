"""What the columns of indicators, measurements and people may be called, and what a choice may be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.ingest.ratings.rows import plain
from analysis.templates.soimpact_columns import TABLES
from analysis.templates.soimpact_words import CHOICES, SHEETS

CASE = "case"
DATES = ("baseline_date", "target_date", "last_day", "date")
NEEDED = {name: [one.role for one in headings if one.needed] for name, headings in TABLES.items()}


def _headers(part: str) -> dict[str, Sequence[str]]:
    known: dict[str, Sequence[str]] = {CASE: (plain(CASE), "caset", "sak")}
    for one in TABLES[part]:
        known[one.role] = tuple({plain(name): "" for name in (one.role, one.name.nb, one.name.en)})
    return known


HEADERS: Mapping[str, Mapping[str, Sequence[str]]] = {part: _headers(part) for part in TABLES}
"""What each column may be called, in small letters without signs; a team may add that of the case."""
SHEET_NAMES: Mapping[str, tuple[str, ...]] = {
    name: (plain(words.nb), plain(words.en)) for name, words in SHEETS.items()
}


def _meanings(role: str) -> dict[str, str]:
    """What each word means: the name in the data, or a drop-down's words with or without an aside."""
    return {
        plain(word): code
        for code, words in CHOICES[role].items()
        for text in (code, words.nb, words.en)
        for word in (text, text.partition(" (")[0])
    }


MEANINGS: Mapping[str, Mapping[str, str]] = {role: _meanings(role) for role in CHOICES}


def tell_choices(role: str) -> str:
    """The choices of a column for a message, in English and in Norwegian."""
    told = []
    for words in CHOICES[role].values():
        both = [text.partition(" (")[0] for text in (words.en, words.nb)]
        told.append("/".join(dict.fromkeys(both)))
    return ", ".join(told)
