"""The items that no column holds, and the columns that come closest to them."""

from __future__ import annotations

import difflib

from analysis.ingest.mapping.signs import Column
from analysis.instruments import Instrument, Item
from analysis.instruments.texts import normalise_text
from analysis.problems import ProblemList, shorten

NAMED = 10
"""Missing items that are named; of the rest only the number is told."""
COMPARED = 600
"""Spare columns that are compared, so that a file of ten thousand takes no longer."""
NEAR = 0.6
LONGEST = 200


def tell_missing(
    missing: list[Item], spare: list[Column], instrument: Instrument, about: str, found: ProblemList
) -> None:
    """Note the items without a column as one problem, each with the closest columns that are left."""
    wordings = _list_wordings(spare)
    named = [_name(item, instrument, wordings) for item in missing[:NAMED]]
    if len(missing) > NAMED:
        named.append(f"and {len(missing) - NAMED} more")
    what = f"columns are missing for {len(missing)} of {len(instrument.items)} items"
    example = f"{missing[0].id}: header of its column"
    remedy = f"export all questions, or name the columns in {about} under columns:, as  {example}"
    found.add("row 1", what, "", ", ".join(named), remedy)


def _list_wordings(spare: list[Column]) -> dict[str, str]:
    """The spare columns' names by everything they are called."""
    wordings: dict[str, str] = {}
    for column in spare[:COMPARED]:
        for text in (*column.codes, *column.texts):
            if text:
                wordings.setdefault(normalise_text(text)[:LONGEST], column.name)
    return wordings


def _name(item: Item, instrument: Instrument, wordings: dict[str, str]) -> str:
    names = [
        *instrument.column_names(item),
        *(f"{name}.{item.option}" for name in instrument.question_names(item)),
    ]
    texts = [item.label.nb, item.label.en, *item.texts]
    near: dict[str, None] = {}
    for text in (*names, *texts):
        wording = normalise_text(text)[:LONGEST]
        for close in difflib.get_close_matches(wording, list(wordings), n=2, cutoff=NEAR):
            near.setdefault(wordings[close])
    called = "/".join(dict.fromkeys(names)) or item.id
    if not near:
        return called
    closest = " or ".join(f"“{shorten(name, 60)}”" for name in list(near)[:2])
    return f"{called} (closest: {closest})"
