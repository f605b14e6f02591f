"""Which numbers are withheld, and by which rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.cells import count_people, count_readings, gather_cells, number_cells
from analysis.disclosure.dependents import list_open_scales
from analysis.disclosure.kinds import COUNTED, CURVED
from analysis.disclosure.rounds import settle
from analysis.disclosure.suppression import Conflict
from analysis.populations import REFUSALS
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

BY_DESIGN = (
    *(
        "one_item",
        "too_few_items",
        "too_many_levels",
        "not_linked",
        "group_missing",
        "no_case_with_both_groups",
    ),
    *(reason for reason in REFUSALS if reason != "not_ordered"),
)
"""Reasons why there is no number that tell of the instrument or the design, not of the answers.

A design is made of the people with a score, so a refusal may tell that somebody has none. So does n: that
somebody did not answer is not what the gate protects. `not_ordered` depends on the answers."""

ALIKE = ("no_variance", "items_cancel")
"""Reasons that tell that people answered alike, or that their sums over the items of a scale are."""

ALIKE_AT = {
    **dict.fromkeys(("sd", "retest_sem", "retest_sdc"), 0.0),
    **dict.fromkeys(("rwg_j", "rwg_j_triangular", "rwg_j_star", "icc1", "icc2"), 1.0),
}
"""The value that a statistic has only where people answered alike: all, those of each case, or each twice."""


def judge(rows: pd.DataFrame, study: Study, attrition: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows of ESTIMATES with `rule`: why the row is withheld, or empty.

    Also `exception`: the place of the exception in study.yaml that lets the row pass, or -1; and
    `by_design`: there can be no number; and `short`: it may have few digits only. All rows of a cell get
    one rule, but that of `short` numbers one reading is enough. `attrition` (ATTRITION) is what is
    published of who answered twice. Raises `ProblemsFound` where an exception makes a withheld
    number recomputable.
    """
    made = number_cells(rows, study)
    made["by_design"] = (made["status"] != "ok") & made["reason"].isin(BY_DESIGN)
    made["counted"] = count_people(made)
    made["rule"] = _apply_rules(made, study.settings.disclosure.minimum_people)
    made["severity"] = made["rule"].map({rule: place for place, rule in enumerate([*WHY, ""])})
    made["exception"] = _match_exceptions(made, study)
    cells = gather_cells(made, study)
    conflicts = settle(cells, count_readings(made), study, attrition)
    _refuse_conflicts(conflicts, made, study)
    made["rule"] = made["cell"].map(cells["rule"].where(cells["withheld"], ""))
    made["short"] = _tells_of_small_cases(made, cells)
    second = made["short"] & (made["sensitivity"] != "main") & (made["kind"] != "within")
    made["rule"] = made["rule"].mask((made["rule"] == "") & second & (made["exception"] < 0), "secondary")
    made["rule"] = made["rule"].mask(made["by_design"], "")
    return made


def _tells_of_small_cases(rows: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Whether a number depends on how far apart the cases are, and not all cases of its scale may be told."""
    told = list_open_scales(cells)
    places = rows[["instrument", "wave", "scale"]].itertuples(index=False, name=None)
    open_scale = pd.Series([place in told for place in places], index=rows.index, dtype=bool)
    return rows["kind"].isin(["within", *CURVED]) & ~open_scale


def _apply_rules(rows: pd.DataFrame, minimum: int) -> pd.Series:
    n = rows["n"].astype("float64").fillna(0)
    people = np.minimum(n, rows["n_smallest"].astype("float64").fillna(n))
    few = (rows["counted"] < minimum) | (n - rows["counted"] < minimum)
    rules = np.select(
        [rows["by_design"], people < minimum, few & ~_nobody_missing(rows), _answer_alike(rows)],
        ["", "minimum_people", "small_count", "same_answer"],
        "",
    )
    return pd.Series(rules, index=rows.index)


def _nobody_missing(rows: pd.DataFrame) -> pd.Series:
    """Whether nobody lacks an answer, for any reason, among the people whose missing answers are counted."""
    of_people = rows.groupby(["instrument", "wave", "item", "case", "group", "kind"])["counted"]
    return (rows["kind"] == "missing") & (of_people.transform("max") == 0)


def _answer_alike(rows: pd.DataFrame) -> pd.Series:
    only = rows["statistic"].map(ALIKE_AT).astype("float64")
    there = (rows["estimate"].astype("float64") - only).abs() < 1e-9
    return there | rows["reason"].isin(ALIKE).astype(bool)


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
    return same.mask(rows["kind"].isin(COUNTED) & (same == "secondary"), "small_count")
