"""What each row of a Qualtrics export is: finished, begun, a preview, a test, or spam."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.formats.qualtrics.columns import FINISHED, PROGRESS, STATUS, UNANSWERED, Column
from analysis.problems import ProblemList

CODES_REMEDY = "export the answers again with numeric values, which are the same in all languages"
# What the column Status says, as a number and as a text, and what such a row is here.
KINDS = {
    "0": ("IP Address", "completed"),
    "1": ("Survey Preview", "preview"),
    "2": ("Survey Test", "test"),
    "4": ("Imported", "completed"),
    "8": ("Spam", "other_record"),
    "9": ("Survey Preview Spam", "preview"),
    "12": ("Imported Spam", "other_record"),
    "16": ("Offline", "completed"),
    "17": ("Offline Survey Preview", "preview"),
    "32": ("EX", "completed"),
    "40": ("EX Spam", "other_record"),
    "48": ("EX Offline", "completed"),
    "132": ("Reimported imported", "completed"),
    "256": ("Synthetic", "other_record"),
}
STATUSES = {word.casefold(): what for code, (text, what) in KINDS.items() for word in (code, text)}
# A spreadsheet in Norwegian or German translates true and false when it saves the file.
FINISHES = {"1": True, "true": True, "sann": True, "wahr": True}
FINISHES |= {"0": False, "false": False, "usann": False, "falsch": False}


def read_statuses(
    cells: pd.DataFrame, roles: dict[str, str], columns: list[Column], found: ProblemList
) -> tuple[pd.Series[str], dict[int, str]]:
    """What each row is, and what those that are no completed answers say of themselves."""
    blank = pd.Series("0", index=cells.index, dtype="str")
    kinds = _judge(cells, roles, STATUS, blank, STATUSES, found)
    role = FINISHED if FINISHED in roles else PROGRESS
    ends = FINISHES if role == FINISHED else {str(done): done == 100 for done in range(101)}
    finished = _judge(cells, roles, role, blank, ends, found).eq(True)
    found.raise_any()
    asked = [column.name for column in columns if not column.reason]
    coded = [column.name for column in columns if not column.reason and column.code]
    statuses = kinds.where(finished | kinds.ne("completed"), "partial").astype("str")
    for row, *texts in cells.loc[statuses == "partial", coded or asked].itertuples():
        if all(text.strip() in ("", *UNANSWERED) for text in texts):
            statuses[row] = "opened"
    shown = [roles[one] for one in (STATUS, FINISHED, PROGRESS) if one in roles]
    words = {
        int(row): ", ".join(f"{name} {cells.at[row, name]}" for name in shown)
        for row in statuses.index[statuses != "completed"]
    }
    return statuses, words


def _judge(
    cells: pd.DataFrame,
    roles: dict[str, str],
    role: str,
    absent: pd.Series[str],
    words: Mapping[str, object],
    found: ProblemList,
) -> pd.Series[object]:
    """What the words of a column mean by row; a word that means nothing is noted."""
    column = cells[roles[role]] if role in roles else absent
    plain = column.str.strip().str.casefold()
    allowed = ", ".join(f"{code} {text}" for code, (text, _) in KINDS.items()) if role == STATUS else "0 or 1"
    fault = Fault(f"the column {column.name} says something unknown", allowed, CODES_REMEDY)
    faulty = column[~plain.isin(list(words))]
    tell([FaultyCell(int(row), str(column.name), seen, fault) for row, seen in faulty.items()], found)
    return plain.map(lambda word: words.get(word)).astype("object")
