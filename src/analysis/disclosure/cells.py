"""Which published numbers stand and fall together.

A *cell* is all numbers of one kind about one variable in one population: mean, SD and r_wg; the count
and the share of an answer; a contrast; all coefficients of a scale and of its items with their n. All
readings of the answers belong to one cell, for two readings differ only in the people who gave the
answer that is read in two ways.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.disclosure.kinds import CELL_KEY, COUNTED, name_cells
from analysis.study import Study

Readings = dict[int, dict[str, int]]


def number_cells(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The rows of ESTIMATES with their `kind` and `cell` number."""
    named = name_cells(rows, study)
    return rows.assign(kind=named["kind"], cell=named.groupby(CELL_KEY, sort=True).ngroup())


def count_people(rows: pd.DataFrame) -> pd.Series:
    """The people counted by each row of a count or share; missing elsewhere."""
    estimate, n = (rows[name].astype("float64") for name in ("estimate", "n"))
    count = estimate.where(rows["statistic"] == "count", estimate * n)
    return count.where(rows["kind"].isin(COUNTED)).round()


def gather_cells(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """One row a cell, by cell number: its key, fewest people, rule and whether an exception lets it pass.

    `rows` are numbered and have `rule` (empty, or why the row is withheld), its `severity` (the lowest
    rules first), `exception`, `counted` and `by_design`. `answers` says how many people each answer of
    a cell counts; `analysis` and `estimated` (whether it has a number) are those of the cell's first row
    and of any.
    """
    people = name_cells(rows, study).assign(
        cell=rows["cell"],
        analysis=rows["analysis"],
        n=rows["n"].astype("float64").mask(rows["by_design"]),
        smallest=rows["n_smallest"].astype("float64").mask(rows["by_design"]),
        exempt=rows["exception"] >= 0,
        estimated=rows["status"] == "ok",
    )
    worst = rows.sort_values("severity", kind="stable").drop_duplicates("cell").set_index("cell")["rule"]
    first = dict.fromkeys([*CELL_KEY, "analysis"], "first")
    cells = people.groupby("cell").agg(
        first | {"n": "min", "smallest": "min", "exempt": "any", "estimated": "any"}
    )
    cells = cells.fillna({"n": 0, "smallest": 0})
    answers = _count_answers(rows)
    cells["answers"] = [answers.get(int(cell), {}) for cell in cells.index]
    cells["rule"] = worst.reindex(cells.index)
    cells["small"] = cells["exempt"] & (cells["rule"] != "")
    cells["withheld"] = ~cells["exempt"] & (cells["rule"] != "")
    cells["guarded"] = cells["withheld"]
    return cells


def _count_answers(rows: pd.DataFrame) -> dict[int, dict[str, int]]:
    counted = rows[rows["counted"].notna()].groupby(["cell", "category"])["counted"].max()
    answers: dict[int, dict[str, int]] = {}
    for (cell, category), count in counted.items():
        answers.setdefault(int(cell), {})[str(category)] = int(count)
    return answers


def withhold(cells: pd.DataFrame, chosen: dict[int, str], guarded: bool = False) -> None:
    """Withhold further cells, by number and rule, in place; those that an exception lets pass stay.

    What is `guarded` may not be worked out from other numbers either.
    """
    further = pd.Series(chosen, dtype="object").loc[lambda one: ~one.index.isin(_settled(cells))]
    cells.loc[further.index, "rule"] = further
    cells.loc[further.index, "withheld"] = True
    cells.loc[further.index, "guarded"] = guarded


def _settled(cells: pd.DataFrame) -> pd.Index:
    return cells.index[cells["exempt"] | cells["withheld"]]


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
