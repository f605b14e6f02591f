"""Keyed pseudonyms: one id or code has one name everywhere, and without the key none leads back."""

from __future__ import annotations

import hmac
import json
import re
import unicodedata
from collections.abc import Iterator

import pandas as pd

from analysis.ingest.exports import Export
from analysis.problems import Key, ProblemList, name_nearest, shorten
from analysis.source_options import PersonKey, SourceOptions
from analysis.sources import SourceFile

DIGITS = 16
"""Of the 64 digits of a hash, so many are kept: enough for millions of people without a coincidence."""

Code = tuple[str, ...]


def hash_parts(key: bytes, *parts: str) -> str:
    """The keyed hash of some texts; as JSON, so that no two lists of parts are written alike."""
    return hmac.digest(key, json.dumps(parts).encode("ascii"), "sha256").hex()[:DIGITS]


def name_answer(key: bytes, source: str, export_id: str) -> str:
    """The pseudonym of an answer of whose person nothing else is known."""
    return "p" + hash_parts(key, "answer", source, export_id)


def name_people(
    export: Export, file: SourceFile, person: PersonKey | None, places: pd.DataFrame, key: bytes
) -> pd.DataFrame:
    """What each row's respondent is called and how he or she is known again, by row of the export.

    `respondent`, `basis`, `variants` and `answer` are as in the contract PERSONS; `places` holds the
    `case` and the `group` of each row, empty where unknown. No text of the export can be read out of them.
    """
    tool = export.numbered_by
    people = pd.DataFrame(
        {
            "respondent": [name_answer(key, file.source, one) for one in export.ids],
            "basis": "none",
            "variants": "",
            "answer": [hash_parts(key, "number", tool, one) if tool else "" for one in export.ids],
        },
        index=export.cells.index,
        dtype="str",
    )
    if person and person.id:
        ids = export.cells[person.id].map(normalise_id)
        named = (ids != "").to_numpy()
        people.loc[named, "respondent"] = ["p" + hash_parts(key, "person", one) for one in ids[named]]
        people.loc[named, "basis"] = "id"
    elif person and person.code:
        parts = export.cells[person.code].map(normalise_part)
        whole = (parts != "").all(axis=1).to_numpy()
        codes: list[Code] = list(parts.itertuples(index=False, name=None))
        where = places[["group", "case"]].itertuples(index=False, name=None)
        placed = list(zip(where, codes, strict=True))
        people["variants"] = [" ".join(sorted(set(_hash_variants(key, *one)))) for one in placed]
        names = ["p" + hash_parts(key, "code", *where, *code) for where, code in placed]
        people["respondent"] = people["respondent"].where(~whole, pd.Series(names, index=people.index))
        people.loc[whole, "basis"] = "code"
    return people


def normalise_id(text: str) -> str:
    """An id as it is compared: e-mail addresses without regard to capitals."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.casefold() if "@" in plain else plain


def normalise_part(text: str) -> str:
    """A part of a code as it is compared: without spaces, capitals, and zeros before or after a number."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    number = re.fullmatch(r"0*(\d+?)(?:\.0+)?", plain)
    return number[1] if number else plain


def _hash_variants(key: bytes, where: tuple[str, str], code: Code) -> Iterator[str]:
    """The code as it is, with each part left out, and with each character left out.

    Two codes that differ by one part, or by one character left out, added or changed, or by two
    neighbours swapped, have one of these in common.
    """
    for place in range(len(code)):
        rest = [*code[:place], *code[place + 1 :]]
        if rest and all(rest):
            yield hash_parts(key, "without part", *where, str(place), *rest)
    if not all(code):
        return
    yield hash_parts(key, "letters", *where, *code)
    for place, part in enumerate(code):
        for letter in range(len(part)):
            shorter = part[:letter] + part[letter + 1 :]
            yield hash_parts(key, "letters", *where, *code[:place], shorter, *code[place + 1 :])


def check_person(export: Export, options: SourceOptions, items: dict[str, str], found: ProblemList) -> None:
    """Note where the columns by which people are known again are missing, or hold items.

    `items` names the item of each column that holds one.
    """
    if options.person is None:
        return
    named: list[tuple[Key, str]] = [
        (("person", "code", place), one) for place, one in enumerate(options.person.code)
    ]
    if options.person.id:
        named.append((("person", "id"), options.person.id))
    for at, name in named:
        if name not in export.cells.columns:
            names = [str(column) for column in export.cells.columns]
            remedy = name_nearest(name, names) or "write the header of the column as the export has it"
            what = f"the export {export.file} has no column “{name}”"
            found.add(at, what, name, shorten(", ".join(names)), remedy)
        elif name in items:
            what = f"the column holds the item {items[name]}, and would show what the person is known by"
            found.add(at, what, name, "", "leave the item out of the instrument, or name another column")
