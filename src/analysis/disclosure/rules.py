"""Which numbers are withheld, and by which rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.cells import count_people, count_readings, gather_cells, number_cells
from analysis.disclosure.suppression import Conflict, complete
from analysis.disclosure.systems import build_systems
from analysis.study import Study

WHY = {
    "minimum_people": "fewer people stand behind it than the study's minimum",
    "small_count": "this answer, or another that could be worked out from it, was given by so few people, or "
    "by all but so few, that they could be recognised",
    "same_answer": "all of these people answered alike, so that it would tell what each of them answered",
    "secondary": "with other published numbers, or with one's own answer, it would tell what single people "
    "answered",
}
"""The rules in order of weight: what holds for a number is the first that applies."""

BY_DESIGN = ("one_item", "group_missing", "no_case_with_both_groups")
"""Reasons why there is no number that tell of the instrument or the design, not of the answers."""

ALIKE = ("no_variance", "items_cancel")
"""Reasons that tell that people answered alike, or that their sums over the items of a scale are."""


def judge(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The rows of ESTIMATES with `rule`: why the row is withheld, or empty.

    Also `exception`: the place of the exception in study.yaml that lets the row pass, or -1; and
    `by_design`: there can be no number. All rows of a cell get one rule. Raises `ProblemsFound` where
    an exception makes a withheld number recomputable.
    """
    made = number_cells(rows)
    made["by_design"] = (made["status"] == "not_estimable") & made["reason"].isin(BY_DESIGN)
    made["counted"] = count_people(made)
    made["rule"] = _apply_rules(made, study.settings.disclosure.minimum_people)
    made["severity"] = made["rule"].map({rule: place for place, rule in enumerate([*WHY, ""])})
    made["exception"] = _match_exceptions(made, study)
    cells = gather_cells(made)
    conflicts: list[Conflict] = []
    for system in build_systems(cells, count_readings(made), study):
        completion = complete(system)
        cells.loc[sorted(completion.secondary), ["rule", "withheld"]] = ["secondary", True]
        conflicts += completion.conflicts
    _refuse_conflicts(conflicts, made, study)
    rule = cells["rule"].where(cells["withheld"], "")
    made["rule"] = made["cell"].map(rule).mask(made["by_design"], "")
    return made


def _apply_rules(rows: pd.DataFrame, minimum: int) -> pd.Series:
    n = rows["n"].astype("float64").fillna(0)
    people = np.minimum(n, rows["n_smallest"].astype("float64").fillna(n))
    rest = n - rows["counted"]
    constant = (rows["statistic"] == "sd") & (rows["estimate"].abs() < 1e-9).fillna(False)
    return pd.Series(
        np.select(
            [
                rows["by_design"],
                people < minimum,
                (rows["counted"] < minimum) | (rest < minimum),
                constant.astype(bool) | rows["reason"].isin(ALIKE),
            ],
            ["", "minimum_people", "small_count", "same_answer"],
            "",
        ),
        index=rows.index,
    )


def _match_exceptions(rows: pd.DataFrame, study: Study) -> pd.Series:
    """The place of the first exception that names each row, or -1."""
    exceptions = study.settings.disclosure.exceptions
    found = pd.Series(-1, index=rows.index)
    for place in reversed(range(len(exceptions))):
        one = exceptions[place]
        named = (rows["analysis"] == one.analysis) & (rows["case"] == one.case) & (rows["group"] == one.group)
        named &= rows["wave"] == (one.wave or study.main_wave)
        if one.item is not None:
            named &= rows["item"] == one.item
        if one.category is not None:
            named &= rows["category"] == str(one.category)
        found[named] = place
    return found


def _refuse_conflicts(conflicts: list[Conflict], rows: pd.DataFrame, study: Study) -> None:
    found = study.settings.problem_list()
    for conflict in conflicts:
        places = sorted(set(rows.loc[rows["cell"].isin(conflict.exempt), "exception"]) - {-1})
        found.add(
            ("disclosure", "exceptions", int(places[-1])),
            "with this exception a withheld number can be recomputed",
            conflict.target,
            "",
            "list that number as an exception too, with its reason, or remove this one",
        )
    found.raise_any()


def name_publicly(rows: pd.DataFrame) -> pd.Series:
    """The rule of each judged row as the public may know it.

    To say that people answered alike would tell any one of them what the others answered; to say that
    a count is withheld for another's sake would tell that it is not small.
    """
    same = rows["rule"].replace({"same_answer": "secondary"})
    return same.mask((rows["kind"] == "counts") & (same == "secondary"), "small_count")
