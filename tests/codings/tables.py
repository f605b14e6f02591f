"""Writes the common codings as plain tables, in each of the three shapes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from tests.codings.common import CODERS, CODES, GIVEN, TEXTS, Given


def list_units(document: str) -> list[tuple[int, int, str]]:
    """The lines of a text that hold words, with their places."""
    units, start = [], 0
    for line in TEXTS[document].split("\n"):
        if line.strip():
            units.append((start, start + len(line), line))
        start += len(line) + 1
    return units


def codes_of(document: str, coder: str, start: int, end: int) -> list[str]:
    """The codes that a coder gave in a unit: those of the stretches that share a character with it."""
    return [
        one.code
        for one in GIVEN
        if (one.document, one.coder) == (document, coder) and one.start < end and start < one.end
    ]


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ";") -> str:
    """A table as text, with quotes where they are needed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_long(given: Sequence[Given] = GIVEN) -> str:
    """One row a coding with its places, and a row with the whole text of every document."""
    texts = [(name, 0, len(text), text, "", "") for name, text in TEXTS.items()]
    rows = [(one.document, one.start, one.end, one.words, one.coder, one.code) for one in given]
    return write_csv(["document", "start", "end", "text", "coder", "code"], [*texts, *rows])


def write_coders() -> str:
    """One row a unit, one column a coder; what a coder read and gave no code is a hyphen."""
    rows = [
        [document, number, text, *("; ".join(codes_of(document, one, start, end)) or "-" for one in CODERS)]
        for document in TEXTS
        for number, (start, end, text) in enumerate(list_units(document), 1)
    ]
    return write_csv(["Dokument", "Ytring", "Tekst", *CODERS], rows)


def write_matrix() -> str:
    """One row a unit and coder, one column a code."""
    rows = [
        [
            document,
            number,
            text,
            coder,
            *(int(code in codes_of(document, coder, start, end)) for code in CODES),
        ]
        for document in TEXTS
        for number, (start, end, text) in enumerate(list_units(document), 1)
        for coder in CODERS
    ]
    return write_csv(["document", "unit", "text", "coder", *CODES], rows)
