"""Columns that name or describe a person, known by what they are called and by what they hold.

They stop here: no answer is read from them, and neither the receipts nor a message shows a cell of
them. What readers know of their own tool's columns (`Export.tool_columns`) goes before.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from itertools import islice

import pandas as pd

from analysis.ingest.exports import Export
from analysis.ingest.people.identifying_words import names_person
from analysis.ingest.people.masking import find_kind, identifies
from analysis.problems import ProblemList, name_nearest, shorten
from analysis.source_options import SourceOptions

LOOKED_AT = 2000
"""So many different texts of a column are looked at to find out what it holds."""
SHARE = 0.1
"""A column holds identifiers if one in ten of its texts is one."""
WORDS_OF_FREE_TEXT = 4


def find_identifiers(export: Export, items: Collection[str] = ()) -> dict[str, str]:
    """The columns, beyond the tool's own and those of `items`, that describe a person or hold free text.

    The reasons are the receipts' words: `identifier` by the column's name, the text of its question or
    what its cells look like, `free_text` by cells of many words.
    """
    found: dict[str, str] = {}
    for column in map(str, export.cells.columns):
        if column not in export.tool_columns and column not in items:
            named = _is_named(export, column)
            reason = "identifier" if named else _judge_cells(export.cells[column].unique())
            if reason:
                found[column] = reason
    return found


def _is_named(export: Export, column: str) -> bool:
    question = export.questions.get(column)
    # An option may well be called e-mail or phone: it is one of the ways in which people keep in touch.
    asked = question.text if question and not question.part else ""
    return names_person(column) or names_person(asked)


def _judge_cells(texts: Iterable[str]) -> str:
    """What a column holds, by the different texts in it."""
    seen = list(islice((text for text in texts if text.strip()), LOOKED_AT))
    if sum(bool(find_kind(text)) for text in seen) > SHARE * len(seen):
        return "identifier"
    long = sum(len(text.split()) >= WORDS_OF_FREE_TEXT for text in seen)
    return "free_text" if len(seen) > 1 and 2 * long > len(seen) else ""


def note_options(export: Export, options: SourceOptions) -> Export:
    """The export with the columns that the team names as identifiers, or as an id or code, marked so."""
    person = options.person
    known_by = [*([person.id] if person.id else []), *person.code] if person else []
    said = dict.fromkeys(options.identifiers, "identifier") | dict.fromkeys(known_by, "person_key")
    return replace(export, tool_columns=export.tool_columns | said)


def check_named(export: Export, options: SourceOptions, found: ProblemList) -> None:
    """Note columns that the team names as identifiers and that the export does not have."""
    names = [str(column) for column in export.cells.columns]
    for place, name in enumerate(options.identifiers):
        if name not in names:
            remedy = name_nearest(name, names) or "write the header of the column as the export has it"
            what = f"the export {export.file} has no column “{name}”"
            found.add(("identifiers", place), what, name, shorten(", ".join(names)), remedy)


def check_identifiers(
    export: Export, columns: Mapping[str, str], texts: Container[str], found: ProblemList
) -> None:
    """Note identifiers that hold items; `columns` is the column of each item, `texts` the items of free text.

    A choice or a number may be asked about e-mail or jobs: only what its cells hold can make it an
    identifier, and then each cell is told. Free text is another matter: it must not be a column of names.
    """
    for item, column in columns.items():
        told = export.tool_columns.get(column) == "identifier"
        if told or (item in texts and _is_named(export, column)):
            what = f"the column identifies people, and cannot hold the item {item}"
            remedy = f"name the column with the answers to {item}, or leave the item out of the instrument"
            found.add(f"row 1, column {column}", what, column, "", remedy)


def count_suspects(texts: pd.Series[str]) -> int:
    """How many cells of free text look as if they identified somebody."""
    counts = texts.value_counts()
    return int(sum(count for text, count in counts.items() if identifies(str(text))))
