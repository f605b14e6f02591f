"""Which numbers are withheld, and by which rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.cells import (
    Readings,
    count_people,
    count_readings,
    gather_cells,
    number_cells,
    withhold,
)
from analysis.disclosure.dependents import follow_attrition, follow_cases, follow_counts, follow_means
from analysis.disclosure.kinds import COUNTED, CURVED, OF_CASES
from analysis.disclosure.suppression import Conflict, complete
from analysis.disclosure.systems import build_systems
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

JUDGED_FIRST = ("moments", "counts", "contrast", "within", *OF_CASES.values(), "aggregation")
JUDGED_LAST = ("coefficient", "agreement", "ends", "missing")
"""Kinds that add up, in two rounds: the second is judged once it is known which means are withheld."""


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
    made["rule"] = _apply_rules(made, study)
    made["severity"] = made["rule"].map({rule: place for place, rule in enumerate([*WHY, ""])})
    made["exception"] = _match_exceptions(made, study)
    cells = gather_cells(made, study)
    readings = count_readings(made)
    conflicts = _complete(cells, readings, study, JUDGED_FIRST)
    withhold(cells, follow_counts(cells) | follow_means(cells, study))
    if attrition is not None:
        withhold(cells, follow_attrition(cells, attrition, study))
    conflicts += _complete(cells, readings, study, JUDGED_LAST)
    withhold(cells, follow_cases(cells))
    _refuse_conflicts(conflicts, made, study)
    rule = cells["rule"].where(cells["withheld"], "")
    made["rule"] = made["cell"].map(rule)
    made["short"] = _is_about_small_cases(made, cells)
    other_reading = (made["sensitivity"] != "main") & (made["kind"] != "within") & (made["exception"] < 0)
    made["rule"] = made["rule"].mask((made["rule"] == "") & made["short"] & other_reading, "secondary")
    made["rule"] = made["rule"].mask(made["by_design"], "")
    return made


def _is_about_small_cases(rows: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Whether a row tells something curved of the cases of a scale, and these may not all be told."""
    key = ["instrument", "wave", "scale"]
    by_case = cells[
        (cells["case"] != "all") & cells["kind"].isin(["moments", "contrast"]) & (cells["item"] == "")
    ]
    withheld = by_case.groupby(key)["withheld"].any()
    told = set(withheld.index[~withheld])
    open_scale = [place in told for place in rows[key].itertuples(index=False, name=None)]
    return rows["kind"].isin(["within", *CURVED]) & ~pd.Series(open_scale, index=rows.index)


def _complete(
    cells: pd.DataFrame, readings: Readings, study: Study, kinds: tuple[str, ...]
) -> list[Conflict]:
    """Withhold, in place, what would tell what is withheld among cells of some kinds."""
    conflicts: list[Conflict] = []
    secondary: set[int] = set()
    for system in build_systems(cells[cells["kind"].isin(kinds)], readings, study):
        completion = complete(system)
        secondary |= completion.secondary
        conflicts += completion.conflicts
    withhold(cells, dict.fromkeys(secondary, "secondary"))
    return conflicts


def _apply_rules(rows: pd.DataFrame, study: Study) -> pd.Series:
    minimum = study.settings.disclosure.minimum_people
    n = rows["n"].astype("float64").fillna(0)
    people = np.minimum(n, rows["n_smallest"].astype("float64").fillna(n))
    few = (rows["counted"] < minimum) | (n - rows["counted"] < minimum)
    rules = np.select(
        [rows["by_design"], people < minimum, few & ~_nobody_missing(rows), _answer_alike(rows)],
        ["", "minimum_people", "small_count", "same_answer"],
        "",
    )
    made = pd.Series(rules, index=rows.index)
    return made.mask((made == "") & _compares_alike(rows.assign(rule=made), study), "same_answer")


def _nobody_missing(rows: pd.DataFrame) -> pd.Series:
    """Whether nobody lacks an answer, for any reason, among the people whose missing answers are counted."""
    of_people = rows.groupby(["instrument", "wave", "item", "case", "group", "kind"])["counted"]
    return (rows["kind"] == "missing") & (of_people.transform("max") == 0)


def _answer_alike(rows: pd.DataFrame) -> pd.Series:
    only = rows["statistic"].map(ALIKE_AT).astype("float64")
    there = (rows["estimate"].astype("float64") - only).abs() < 1e-9
    return there | rows["reason"].isin(ALIKE).astype(bool)


def _compares_alike(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Whether a contrast has a side that answered alike: its degrees of freedom tell that as well."""
    key = ["instrument", "wave", "scale", "case"]
    means = rows[(rows["kind"] == "moments") & (rows["rule"] == "same_answer") & (rows["item"] == "")]
    alike = set(means[[*key, "group"]].itertuples(index=False, name=None))
    compares = rows[(rows["kind"] == "contrast") & rows["contrast"].isin(study.plan.contrasts)]
    sides = {name: (one.first, one.second) for name, one in study.plan.contrasts.items()}
    places = compares[[*key, "contrast"]].itertuples(name=None)
    one_sided = [
        row for row, *place, contrast in places if any((*place, group) in alike for group in sides[contrast])
    ]
    return pd.Series(rows.index.isin(one_sided), index=rows.index)


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
