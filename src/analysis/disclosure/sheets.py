"""What may be published of scorecards: means over enough cases, and nothing of a single sheet.

A sheet is filled in by a few people together. Nobody's answer stands in it, but what a partnership thinks of
itself is its own; so only what several cases have together is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.study import Study

ALIKE = "cases_alike"
"""The reason of a mean over cases that has no interval: it is the score of each."""
Field = tuple[str, str]
Sum = dict[tuple[str, int], float]
"""A published sum of a field, as weights of the sheets (case, session)."""


def judge_scores(study: Study, rows: pd.DataFrame, scores: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """The rule that withholds each of the `rows` of SCORECARD_SCORES over all cases; empty where it passes.

    `scores` and `changes` are restricted. Where a few cases only took part in some sessions, their score, or
    how it changed from one session to another, would follow from the means of the sessions, their change and
    the joint display, which takes the latest session of each; then means of the sessions go, of the most
    cases first.
    """
    few = study.settings.disclosure.minimum_cases
    rules = np.where(rows["n"].fillna(0) < few, "few_cases", "")
    made = pd.Series(rules, index=rows.index, dtype=object).mask(rows["status"] != "ok", "")
    made = made.mask((made == "") & (rows["reason"] == ALIKE), "same_answer")
    held = _list_sums(scores, changes)
    for field, own in rows.groupby(["scorecard", "field"]):
        sessions, moved, latest = held.get((str(field[0]), str(field[1])), ([], [], []))
        each = {next(iter(one))[1]: one for one in sessions}
        kept = own[(made[own.index] == "") & (own["status"] == "ok")].sort_values(["n", "session"])
        while len(kept) and _tells_sheets(kept, each, [*moved, *latest], few):
            made[kept.index[-1]] = "secondary"
            kept = kept.iloc[:-1]
    return made


def _tells_sheets(kept: pd.DataFrame, each: dict[int, Sum], others: list[Sum], few: int) -> bool:
    """Whether the means of the kept sessions, with the other sums, tell the sheets of too few cases."""
    apart = int(kept["n"].max() - kept["n"].min())
    return 0 < apart < few or _tell_few(
        [*(each[one] for one in kept["session"] if one in each), *others], few
    )


def judge_sheet_changes(
    study: Study, rows: pd.DataFrame, scores: pd.DataFrame, changes: pd.DataFrame
) -> pd.Series:
    """The rule that withholds each of the `rows` of SCORECARD_CHANGES over all cases; empty where it passes.

    `scores` and `changes` are restricted. A change of fewer cases than a session has, but nearly as many,
    would with the means of the sessions tell the score of those that are left over. Where fewer cases than
    the minimum changed at all, or all changed alike, the mean tells the change of each.
    """
    few = study.settings.disclosure.minimum_cases
    least = scores[scores["case"] == "all"].groupby(["scorecard", "field"])["n"].min()
    fields = pd.MultiIndex.from_frame(rows[["scorecard", "field"]])
    n = rows["n"].astype(float).fillna(0)
    left_over = least.reindex(fields).to_numpy(dtype=float) - n
    rules = np.select([n < few, (left_over > 0) & (left_over < few)], ["few_cases", "secondary"], "")
    made = pd.Series(rules, index=rows.index, dtype=object).mask(rows["status"] != "ok", "")
    moved = rows["n_up"].astype(float).fillna(0) + rows["n_down"].astype(float).fillna(0)
    made = made.mask((made == "") & (n >= few) & (moved < few), "few_cases")
    held = _list_sums(scores, changes)
    for field, own in rows.groupby(["scorecard", "field"]):
        _, change, latest = held.get((str(field[0]), str(field[1])), ([], [], []))
        alike = (own["reason"] == ALIKE).any()
        if alike or _tell_few([*change, *latest], few):
            rule = "same_answer" if alike else "secondary"
            made[own.index] = made[own.index].mask(made[own.index] == "", rule)
    return made


def _list_sums(
    scores: pd.DataFrame, changes: pd.DataFrame
) -> dict[Field, tuple[list[Sum], list[Sum], list[Sum]]]:
    """By field the sums of the sessions, of the change from first to last, and of the joint display."""
    of_case = scores[(scores["case"] != "all") & (scores["theme"] == "") & (scores["question"] == "")]
    sheets: dict[Field, dict[str, dict[int, bool]]] = defaultdict(lambda: defaultdict(dict))
    for row in of_case.itertuples():
        sheets[str(row.scorecard), str(row.field)][str(row.case)][int(row.session)] = row.status == "ok"
    compared = changes[(changes["case"] != "all") & (changes["status"] == "ok")]
    changed = set(compared[["scorecard", "field", "case"]].itertuples(index=False, name=None))
    found = {}
    for field, cases in sheets.items():
        numbers = sorted({number for one in cases.values() for number in one})
        each = [{(case, number): 1.0 for case in cases if cases[case].get(number)} for number in numbers]
        last = {case: max(own) for case, own in cases.items()}
        moved: Sum = {}
        for case, own in cases.items():
            if (*field, case) in changed:
                moved |= {(case, last[case]): 1.0, (case, min(own)): -1.0}
        latest = {(case, last[case]): 1.0 for case in cases if cases[case][last[case]]}
        found[field] = ([one for one in each if one], [moved] if moved else [], [latest] if latest else [])
    return found


def _tell_few(sums: Iterable[Sum], few: int) -> bool:
    """Whether something of the sheets of fewer cases than `few` alone follows from sums of enough cases."""
    told = [one for one in sums if len({case for case, _ in one}) >= few]
    sheets = sorted({sheet for one in told for sheet in one})
    if not told:
        return False
    made = np.array([[one.get(sheet, 0.0) for sheet in sheets] for one in told])
    rank, owner = np.linalg.matrix_rank(made), np.array([case for case, _ in sheets])
    chosen = (some for size in range(1, few) for some in combinations(sorted(set(owner)), size))
    return any(np.linalg.matrix_rank(made[:, ~np.isin(owner, some)]) < rank for some in chosen)
