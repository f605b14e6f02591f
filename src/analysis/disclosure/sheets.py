"""What may be published of scorecards: means over enough cases, and nothing of a single sheet.

A sheet is filled in by a few people together. Nobody's answer stands in it, but what a partnership thinks of
itself is its own; so only what several cases have together is published.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.study import Study


def judge_scores(study: Study, scores: pd.DataFrame) -> pd.Series:
    """The rule that withholds each row of SCORECARD_SCORES over all cases; empty where it passes.

    Where a few cases only took part in some sessions, their score would follow from the means of both and
    from the joint display, which takes the latest session of each.
    """
    few = study.settings.disclosure.minimum_cases
    rules = np.where(scores["n"].fillna(0) < few, "few_cases", "")
    made = pd.Series(rules, index=scores.index, dtype=object).mask(scores["status"] != "ok", "")
    for _, rows in scores[scores["case"] == "all"].groupby(["scorecard", "field"]):
        n = rows["n"].fillna(0)
        if 0 < n.max() - n.min() < few:
            made[rows.index] = made[rows.index].mask(made[rows.index] == "", "secondary")
    return made


def judge_sheet_changes(study: Study, changes: pd.DataFrame, scores: pd.DataFrame) -> pd.Series:
    """The rule that withholds each row of SCORECARD_CHANGES over all cases; empty where it passes.

    `scores` (SCORECARD_SCORES) are restricted: a change of fewer cases than a session has, but nearly as
    many, would with the means of the sessions tell the score of those that are left over.
    """
    few = study.settings.disclosure.minimum_cases
    held = scores[scores["case"] == "all"].groupby(["scorecard", "field"])["n"].min()
    fields = pd.MultiIndex.from_frame(changes[["scorecard", "field"]])
    n = changes["n"].astype(float).fillna(0)
    left_over = held.reindex(fields).to_numpy(dtype=float) - n
    rules = np.select([n < few, (left_over > 0) & (left_over < few)], ["few_cases", "secondary"], "")
    return pd.Series(rules, index=changes.index, dtype=object).mask(changes["status"] != "ok", "")
