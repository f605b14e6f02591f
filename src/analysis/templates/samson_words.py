"""The words of the score sheets (SAMSON) in both languages, as they are drawn and as they are read."""

from __future__ import annotations

from collections.abc import Mapping

SHEET = {"nb": "Skåringsark", "en": "Score sheet"}
"""What the first cell of a score sheet says: by it a sheet is known, whatever the team calls it."""
EXAMPLE = {"nb": "EKSEMPEL på skåringsark", "en": "EXAMPLE of a score sheet"}
"""What the first cell of a filled example says: such a sheet is never read."""
HEAD: Mapping[str, Mapping[str, str]] = {
    "scorecard": {"nb": "Styringskort", "en": "Scorecard"},
    "version": {"nb": "Versjon", "en": "Version"},
    "case": {"nb": "Case", "en": "Case"},
    "session": {"nb": "Økt", "en": "Session"},
    "date": {"nb": "Dato", "en": "Date"},
}
"""What stands before the cells on top of a sheet, in order."""
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "number": {"nb": "Nr", "en": "No"},
    "value": {"nb": "Verdi", "en": "Value"},
    "weight": {"nb": "Vekt", "en": "Weight"},
    "question": {"nb": "Spørsmål", "en": "Question"},
    "score": {"nb": "Skår", "en": "Score"},
    "action": {"nb": "Tiltak", "en": "Action"},
}
"""How the headings of the two tables of a sheet begin; what follows is the scale, or the action's number."""
VALUE_NUMBER = "V"
"""What the number of a value begins with: V1 is the first value, as 1-1 is the first question."""


def find_word(text: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """The key of the word that a text begins with, in any language; empty where it begins with none."""
    first = "".join(sign if sign.isalpha() else " " for sign in text.casefold()).split()[:1]
    known = {word.casefold(): key for key, named in words.items() for word in named.values()}
    return known.get(first[0], "") if first else ""


def begins_sheet(text: str, heading: Mapping[str, str]) -> bool:
    """Whether a first cell is one of the headings, in any language."""
    return " ".join(text.casefold().split()) in {word.casefold() for word in heading.values()}
