"""What the public is told of the receipts and of the people who answered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contracts import ESTIMATES, RECEIPT_SUMMARY, SAMPLE
from analysis.disclosure.rules import judge, name_publicly
from analysis.study import Study
from analysis.tables import conform

ROWS_KEPT = ("row_kept", "row_read")
COUNTS_ROWS = ("file_mended", "file_noted", "time_read")
"""Lines about the file's form that count rows."""
TELLS_ROWS_LEFT_OUT = ("row_read", "cell_read", "cell_left_out", *COUNTS_ROWS)
"""Totals that give away how many rows were left out: rows kept and items are published elsewhere."""

TOLD_ELSEWHERE = ("flow", "wording")
"""Lines that no number of cells or columns belongs to."""


def summarise_receipts(receipts: pd.DataFrame, study: Study) -> pd.DataFrame:
    """What became of the rows, columns and cells of each source (RECEIPT_SUMMARY), by `what` and `why`.

    A row is a person: a small number of rows is withheld, with the totals that would give it away.
    Cells and columns are counted however few. Nothing else of a receipt is public: no row, no column,
    no value before or after. How many people came how far is told by group (`summarise_flow`), and whether
    two exports ask the same where occasions are compared.
    """
    minimum = study.settings.disclosure.minimum_people
    key = ["source", "what", "why"]
    lines = receipts[~receipts["what"].isin(TOLD_ELSEWHERE)]
    made = lines.groupby(key, as_index=False, sort=True)["count"].sum()
    rows = made["what"].str.startswith("row_") | made["what"].isin(COUNTS_ROWS)
    small = rows & made["count"].between(1, minimum - 1)
    few_kept = made["source"].isin(made.loc[small & made["what"].isin(ROWS_KEPT), "source"])
    left_out = made["source"].isin(made.loc[small & (made["what"] == "row_left_out"), "source"])
    of_people = made["what"].str.startswith(("row_", "cell_")) | made["what"].isin(COUNTS_ROWS)
    telling = (few_kept & of_people) | (left_out & made["what"].isin(TELLS_ROWS_LEFT_OUT))
    made["reason"] = np.select([small, telling], ["small_count", "secondary"], "")
    return _mark(made, "count", RECEIPT_SUMMARY.names)


def summarise_sample(responses: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """The people who answered each instrument (SAMPLE): all, each group, each case, each group of a case.

    Populations without anybody have no row. Numbers under the minimum are withheld, and others as
    long as those could be worked out from them.
    """
    counts = [_count_people(frame, name) for name, frame in sorted(responses.items())]
    people = pd.concat(counts, ignore_index=True).drop_duplicates()
    rows = people.assign(analysis="sample", statistic="people", status="ok", sensitivity="main")
    text = [column.name for column in ESTIMATES.columns if not column.optional and column.name not in rows]
    judged = judge(conform(rows.assign(**dict.fromkeys(text, "")), ESTIMATES), study)
    judged["reason"] = name_publicly(judged)
    return _mark(judged, "n", SAMPLE.names)


def _count_people(responses: pd.DataFrame, instrument: str) -> pd.DataFrame:
    parts = []
    for case in (["case"], []):
        for group in (["group"], []):
            found = responses.groupby(["wave", *case, *group], as_index=False, sort=True).size()
            parts.append(found.assign(**{name: "all" for name in ("case", "group") if name not in found}))
    return pd.concat(parts, ignore_index=True).rename(columns={"size": "n"}).assign(instrument=instrument)


def _mark(frame: pd.DataFrame, number: str, names: list[str]) -> pd.DataFrame:
    withheld = frame["reason"] != ""
    made = frame.assign(status=np.where(withheld, "withheld", "ok"))
    made[number] = made[number].astype("Int64").mask(withheld)
    return conform(made[names], RECEIPT_SUMMARY if number == "count" else SAMPLE)
