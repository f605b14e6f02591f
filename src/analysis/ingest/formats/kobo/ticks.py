"""Questions with several answers, which Kobo writes twice: all in one cell, and as ticks by option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.sheets import Line
from analysis.ingest.formats.kobo.columns import Choices
from analysis.problems import ProblemList

AGAIN = "export the submissions again, with the fields of all versions of the form"
NO_COLUMN = "the cell names an answer that has no column"
UNLIKE = "the cell and the ticks of its options say different things"


def read_ticks(cells: pd.DataFrame, choices: Choices, found: ProblemList) -> tuple[pd.DataFrame, list[Line]]:
    """The cells with ticks in every row that has answers, and the receipts for those that were filled in.

    Answers of an older version of the form, which took one answer only, stand in the question's cell
    and have no ticks. Notes cells whose answers have no column, or that their ticks contradict.
    """
    filled = cells.copy()
    receipts: list[Line] = []
    for question, options in choices.items():
        if question in cells:
            count = _fill(filled, question, options, found)
            if count:
                line: Line = {"what": "file_mended", "why": "ticks_from_text"}
                receipts.append(line | {"column": question, "count": count})
    return filled, receipts


def _fill(cells: pd.DataFrame, question: str, options: Mapping[str, str], found: ProblemList) -> int:
    """Fill in the ticks of one question's rows that have none; how many rows these were."""
    columns, names = list(options), list(options.values())
    known: dict[str, list[set[int]]] = {}
    faulty: list[FaultyCell] = []
    rows: dict[int, list[str]] = {}
    for row, text, *ticks in cells[[question, *columns]].itertuples():
        plain = " ".join(text.split())
        if plain not in known:
            known[plain] = find_answers(plain, names)
        ticked = {place for place, tick in enumerate(ticks) if tick.strip() == "1"}
        empty = not any(tick.strip() for tick in ticks)
        if empty and plain and len(known[plain]) == 1:
            rows[row] = ["1" if place in known[plain][0] else "0" for place in range(len(names))]
        elif empty and plain:
            faulty.append(FaultyCell(row, question, text, Fault(NO_COLUMN, ", ".join(names), AGAIN)))
        elif ticked not in known[plain]:
            faulty.append(FaultyCell(row, question, text, Fault(UNLIKE, "the options ticked", AGAIN)))
    tell(faulty, found)
    if rows:
        cells.loc[list(rows), columns] = list(rows.values())
    return len(rows)


def find_answers(text: str, names: Sequence[str]) -> list[set[int]]:
    """The sets of names that a text can be made of, at most a few; names may hold blanks as well."""
    words = text.split()
    parts = [name.split() for name in names]
    # From the end: every way to make the words from here on out of names not used before.
    ways: list[list[set[int]]] = [[] for _ in words] + [[set()]]
    for at in reversed(range(len(words))):
        made = [
            {place, *rest}
            for place, part in enumerate(parts)
            if part and words[at : at + len(part)] == part
            for rest in ways[at + len(part)]
            if place not in rest
        ]
        ways[at] = made[:20]
    return ways[0]
