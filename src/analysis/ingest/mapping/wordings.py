"""The wording of each item as its export prints it, noted as a hash so that two exports can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from analysis.ingest.exports import Export, Question
from analysis.ingest.mapping.matching import Match
from analysis.ingest.receipts import Ledger
from analysis.instruments import Instrument, Item
from analysis.instruments.texts import EDGES, normalise_text, split_number

DIGITS = 12
"""Digits of a hash that are kept: enough to tell any two questions apart, and too few to be anybody's id."""

FEWEST_WORDS = {"by_text": 1, "by_mapping": 3}
"""Words of a header that may be the question, by how its item is known; else two."""
CUT_SHORT = ("..", "…")
"""Ends of a text that the tool has shortened, so that the wording is not known."""


def note_questions(
    export: Export, matches: Mapping[str, Match], instrument: Instrument, ledger: Ledger
) -> None:
    """Note the hash of the wording of every item whose question the export itself prints."""
    for name, match in matches.items():
        item = instrument.item(name)
        wording = read_wording(match, export.questions.get(match.column, Question()), item, instrument)
        if wording:
            digits = hashlib.sha256(wording.encode("utf-8")).hexdigest()[:DIGITS]
            ledger.note("wording", "wording", column=name, after=digits)


def read_wording(match: Match, question: Question, item: Item, instrument: Instrument) -> str:
    """An item's wording without what a tool puts around it; empty where the export prints none.

    The row of a matrix, or the option, stands for itself: tools print the question above it or leave it
    out. Where the tool describes no questions, the column's own name counts if it is more than a code.
    """
    printed = question.part or question.text
    if not printed and match.how != "by_code":
        printed = match.column
    codes = [question.code, question.part_code, *instrument.column_names(item)]
    text = normalise_text(printed)
    # A tool that has no text for a variable repeats its name, and a header of few words is hardly a question.
    is_name = text == normalise_text(match.column) and len(text.split()) < FEWEST_WORDS.get(match.how, 2)
    if not text or is_name or printed.rstrip().endswith(CUT_SHORT):
        return ""
    return _strip_code(text, item.number, codes)


def _strip_code(text: str, number: int, codes: Iterable[str]) -> str:
    """The text without the code or the number of the question in front of it."""
    for code in sorted({normalise_text(one) for one in codes if one}, key=lambda one: (-len(one), one)):
        rest = text.removeprefix(code)
        if rest and rest != text and not rest[0].isalnum():
            return rest.strip(EDGES)
    for marked in (True, False):
        found, rest = split_number(text, marked)
        if found is not None and (marked or found == number):
            return rest.strip(EDGES)
    return text
