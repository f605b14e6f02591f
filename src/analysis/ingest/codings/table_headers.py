"""The headers of a table of codings: what each column is, in English and Norwegian, and the table's shape."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.problems import ProblemList, name_nearest, shorten

HEADERS = {
    "document": (
        *("document", "documentname", "doc", "file", "filename", "transcript"),
        *("dokument", "dokumentnavn", "fil", "filnavn", "transkripsjon", "samtale"),
    ),
    "unit": (
        *("unit", "turn", "paragraph", "segment", "line"),
        *("enhet", "ytring", "replikk", "avsnitt", "linje"),
    ),
    "start": ("start", "from", "startposition", "pos0", "fra", "startposisjon"),
    "end": ("end", "to", "endposition", "pos1", "slutt", "til", "sluttposisjon"),
    "text": ("text", "content", "quote", "tekst", "innhold", "sitat"),
    "coder": ("coder", "codedby", "rater", "owner", "user", "koder", "kodetav", "bruker"),
    "code": ("code", "codename", "tag", "kode", "kodenavn"),
    "date": ("date", "codedat", "dato", "kodetdato"),
    "memo": ("memo", "note", "comment", "notat", "merknad", "kommentar"),
}
"""What each column may be called, without regard to small and capital letters, blanks and signs."""
SIGNS = re.compile(r"[\W_]+")
SHAPES = {
    "long": "one row a coding: document, unit (or start and end), coder, code",
    "coders": "one row a unit, one column a coder: document, unit, then a column for each coder",
    "matrix": "one row a unit and coder, one column a code (1 or 0): document, unit, coder, then the codes",
}
NEAR = 0.8


@dataclass(frozen=True)
class Layout:
    """How a table of codings is read: its shape, the header of each known column, and the other headers.

    `others` are the coders of the shape `coders`, and the codes of the shape `matrix`.
    """

    shape: str
    columns: dict[str, str]
    others: tuple[str, ...] = ()


def find_columns(header: Sequence[str]) -> dict[str, list[str]]:
    """The headers that stand for each known column, in the order of the file."""
    found: dict[str, list[str]] = {}
    for name in header:
        for role, names in HEADERS.items():
            if plain(name) in names:
                found.setdefault(role, []).append(name)
    return found


def is_table_of_codings(header: Sequence[str]) -> bool:
    """Whether a header names a document, and units of it or codings."""
    found = find_columns(header)
    return "document" in found and bool({"unit", "coder", "code"} & set(found))


def find_layout(
    header: Sequence[str], binary: Collection[str], ignored: Collection[str], found: ProblemList
) -> Layout:
    """The layout of a table; raises `ProblemsFound`.

    `binary` are the columns that hold nothing but 1, 0 and blanks, and `ignored` those that the source's
    options leave out.
    """
    named = find_columns([name for name in header if name not in ignored])
    for role, names in named.items():
        if len(names) > 1:
            seen, remedy = ", ".join(names), "keep one of them, or name the others under ignore:"
            found.add("row 1", f"two columns are the {role}", seen, "one", remedy)
    columns = {role: names[0] for role, names in named.items()}
    others = tuple(name for name in header if name not in ignored and name not in columns.values())
    shape = _find_shape(columns, others, binary)
    _check_needed(shape, columns, others, found)
    found.raise_any()
    return Layout(shape, columns, others)


def _find_shape(columns: dict[str, str], others: Sequence[str], binary: Collection[str]) -> str:
    if "code" in columns:
        return "long"
    return "matrix" if "coder" in columns or (others and set(others) <= set(binary)) else "coders"


def _check_needed(shape: str, columns: dict[str, str], others: Sequence[str], found: ProblemList) -> None:
    """Note columns that are missing, and names that stand for nothing."""
    for role in _find_needed(shape, columns):
        if role not in columns:
            remedy = _name_like(role, others) or f"add the column {role}; the guide lists its names"
            found.add("row 1", f"the column {role} is missing", shorten(", ".join(others)), role, remedy)
    if "unit" in columns and {"start", "end"} & set(columns):
        what = "the table names units and places; only one of them can say what was coded"
        remedy = "name the columns that are not to be used under ignore:"
        found.add("row 1", what, ", ".join(columns.values()), "unit, or start and end", remedy)
    if shape == "long":
        for name in others:
            known = [word for words in HEADERS.values() for word in words]
            remedy = name_nearest(plain(name), known) or "remove the column, or name it under ignore:"
            found.add("row 1", f"unknown column “{name}”", name, ", ".join(HEADERS), remedy)
        return
    if not others:
        what = "the table has no codes: neither a column code, nor a column for each coder or each code"
        found.add("row 1", what, ", ".join(columns.values()), "; or ".join(SHAPES.values()))
    for role in [one for one in ("start", "end", "date", "memo") if one in columns]:
        what = f"a table with a column for each {'coder' if shape == 'coders' else 'code'} has no {role}"
        found.add("row 1", what, columns[role], "", "remove the column, or name it under ignore:")


def _find_needed(shape: str, columns: dict[str, str]) -> list[str]:
    """The columns that a table of the shape cannot do without."""
    if shape == "long" and {"start", "end"} & set(columns):
        return ["document", "start", "end"]
    return ["document"] if shape == "long" and "text" in columns else ["document", "unit"]


def _name_like(role: str, others: Sequence[str]) -> str:
    """The strange header that may be meant for a column."""
    for name in others:
        if difflib.get_close_matches(plain(name), HEADERS[role], n=1, cutoff=NEAR):
            return f"is it “{name}”? name it {role}"
    return ""


def plain(name: str) -> str:
    """A header without regard to small and capital letters, blanks and signs."""
    return SIGNS.sub("", name).casefold()
