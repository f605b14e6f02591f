"""Which published numbers stand and fall together.

A *cell* is all numbers of one kind about one variable in one population: mean, SD and r_wg; the count
and the share of an answer; a contrast; a coefficient such as α with its n. All readings of the
answers belong to one cell, for two readings differ only in the people who gave the answer that is
read in two ways.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

MOMENTS = ("mean", "sd", "rwg")
COUNTS = ("count", "share")
WITHIN_CASES = ("within_case_difference", "smallest_p")
CELL_KEY = ["kind", "instrument", "wave", "scale", "item", "about", "category", "case", "group", "contrast"]

Readings = dict[int, dict[str, int]]


def number_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of ESTIMATES with their `kind`, `about` (what a coefficient is of) and `cell` number."""
    statistic, made = rows["statistic"], rows.copy()
    compares = rows["contrast"] != ""
    made["kind"] = np.select(
        [statistic.isin(WITHIN_CASES) & compares, compares, statistic.isin(MOMENTS), statistic.isin(COUNTS)],
        ["within", "contrast", "moments", "counts"],
        "coefficient",
    )
    made["about"] = np.where(made["kind"] == "coefficient", rows["analysis"], "")
    made["cell"] = made.groupby(CELL_KEY, sort=True).ngroup()
    return made


def count_people(rows: pd.DataFrame) -> pd.Series:
    """The people counted by each row of a count or share; missing elsewhere."""
    estimate, n = (rows[name].astype("float64") for name in ("estimate", "n"))
    count = estimate.where(rows["statistic"] == "count", estimate * n)
    return count.where(rows["kind"] == "counts").round()


def gather_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a cell, by cell number: its key, fewest people, rule and whether an exception lets it pass.

    `rows` are numbered and have `rule` (empty, or why the row is withheld), its `severity` (the lowest
    rules first), `exception`, `counted` and `by_design`.
    """
    people = rows.assign(
        n=rows["n"].astype("float64").mask(rows["by_design"]),
        smallest=rows["n_smallest"].astype("float64").mask(rows["by_design"]),
        exempt=rows["exception"] >= 0,
    )
    worst = rows.sort_values("severity", kind="stable").drop_duplicates("cell").set_index("cell")["rule"]
    cells = people.groupby("cell").agg(
        dict.fromkeys(CELL_KEY, "first") | {"n": "min", "smallest": "min", "counted": "max", "exempt": "any"}
    )
    cells = cells.fillna({"n": 0, "smallest": 0, "counted": 0})
    cells["rule"] = worst.reindex(cells.index)
    cells["small"] = cells["exempt"] & (cells["rule"] != "")
    cells["withheld"] = ~cells["exempt"] & (cells["rule"] != "")
    cells["sensitive"] = (cells["kind"] != "coefficient") | (cells["rule"] != "same_answer")
    return cells


def count_readings(rows: pd.DataFrame) -> Readings:
    """The people behind the mean of each cell, under each reading of the answers."""
    means = rows[rows["kind"] == "moments"].drop_duplicates(["cell", "sensitivity"])
    readings: Readings = {}
    people = means["n"].fillna(0).astype(int)
    for cell, reading, n in zip(means["cell"], means["sensitivity"], people, strict=True):
        readings.setdefault(int(cell), {})[str(reading)] = int(n)
    return readings


def name_key(parts: dict[str, Any]) -> str:
    """The columns that name a cell, as `name=value; name=value`, without the empty ones."""
    names = ("instrument", "wave", "scale", "item", "category", "case", "group", "contrast")
    return "; ".join(f"{name}={parts[name]}" for name in names if parts.get(name))
