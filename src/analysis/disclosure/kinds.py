"""What the published statistics tell: which of them are about the same people in the same way.

`moments` tell the sum of some people's answers, `counts`, `ends` and `missing` how many gave an answer,
and the kinds of a comparison a difference between sums. A `coefficient` or the `agreement` of one case
tells nothing that adds up but how many people there are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.scoring import possible_answers
from analysis.study import Study

MOMENTS = ("mean", "sd", "rwg")
COUNTS = ("count", "share")
ENDS = ("floor", "ceiling")
MISSING = "missing:"

AGREEMENT = ("rwg_j", "rwg_j_triangular", "rwg_j_star")
MEDIANS = ("rwg_j_median", "rwg_j_triangular_median")
AGGREGATION = ("icc1", "icc2", "case_mean_admissible")

WITHIN_CASES = ("within_case_difference", "within_case_ranks", "smallest_p")
OF_CASES = {
    "case_permutation": "between",
    "mixed_model": "mixed",
    "cluster_robust": "clustered",
    "cumulative_logit": "clustered",
    "wild_bootstrap": "wild",
    "pooled_difference": "pooled",
    "pooled_tau": "heterogeneity",
    "pooled_prediction": "heterogeneity",
}
"""Comparisons whose numbers depend on how far apart the cases are, each with its kind."""

CURVED = (*dict.fromkeys(OF_CASES.values()), "aggregation")
"""Kinds of numbers that depend on the sums of cases through equations that are not linear."""

COUNTED = ("counts", "ends", "missing")
"""Kinds that count people."""

MOST_LEVELS_TIED = 4
"""With n, mean and standard deviation of so few possible values, the count of one end tells the other."""

CELL_KEY = ["kind", "instrument", "wave", "scale", "item", "about", "category", "case", "group", "contrast"]


def name_cells(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The columns `CELL_KEY` of rows of ESTIMATES: rows with the same ones stand and fall together.

    `about` keeps apart what is told of other people than those behind the means of the same scale or item.
    """
    kind = _find_kinds(rows)
    named = rows[[name for name in CELL_KEY if name in rows]].assign(kind=kind)
    of_scale = kind.isin(["coefficient", "agreement", "medians"])
    about = np.select(
        [
            kind == "coefficient",
            kind == "agreement",
            kind == "medians",
            kind.isin(["ends", "missing", "spread"]),
        ],
        [rows["analysis"], rows["analysis"] + ":cases", rows["analysis"] + ":medians", ":" + kind],
        "",
    )
    named["about"] = about
    named["item"] = rows["item"].mask(of_scale, "")
    named["scale"] = rows["scale"].mask(kind == "missing", "")
    named["category"] = rows["category"].mask(_ties_ends(rows, kind, study), "")
    return named[CELL_KEY]


def _find_kinds(rows: pd.DataFrame) -> pd.Series:
    statistic, category, compares = rows["statistic"], rows["category"], rows["contrast"] != ""
    counts = statistic.isin(COUNTS)
    kinds = {
        "within": compares & statistic.isin(WITHIN_CASES),
        **{kind: compares & (statistic.map(OF_CASES) == kind) for kind in set(OF_CASES.values())},
        "contrast": compares,
        "moments": statistic.isin(MOMENTS),
        "ends": counts & category.isin(ENDS),
        "missing": counts & category.str.startswith(MISSING),
        "counts": counts,
        "spread": statistic == "ordinal_spread",
        "agreement": statistic.isin(AGREEMENT),
        "medians": statistic.isin(MEDIANS),
        "aggregation": statistic.isin(AGGREGATION),
    }
    return pd.Series(np.select(list(kinds.values()), list(kinds), "coefficient"), index=rows.index)


def _ties_ends(rows: pd.DataFrame, kind: pd.Series, study: Study) -> pd.Series:
    """Where the two ends of an item or scale are one cell, as there are few values."""
    asked = rows.loc[kind == "ends", ["instrument", "scale", "item"]]
    keys = [(str(name), str(scale), str(item)) for name, scale, item in asked.itertuples(index=False)]
    tied = {key for key in set(keys) if _has_few_levels(*key, study)}
    few = asked.index[[key in tied for key in keys]]
    return pd.Series(rows.index.isin(few), index=rows.index)


def _has_few_levels(name: str, scale: str, item: str, study: Study) -> bool:
    instrument = study.instruments[name]
    items = [item] if item else list(instrument.scale(scale).items)
    steps = len(possible_answers(instrument.answer_set(items[0]), "main")) - 1
    return len(items) * steps < MOST_LEVELS_TIED
