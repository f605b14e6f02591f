"""How many codes so many sessions hold, as far as it may be told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.formulas.accumulation import expect_held, find_extremes
from analysis.study import Study


def judge_saturation(study: Study, rows: pd.DataFrame) -> pd.Series:
    """The rule that withholds each row of SATURATION; empty where it may be published.

    What the sessions add in order tells of each; over all orders it does not, if there are enough.
    """
    few = study.settings.disclosure.minimum_cases
    rule = pd.Series("", index=rows.index, dtype=object)
    for _, own in rows.groupby(["analysis", "wave"], sort=True):
        if own["sessions"].max() < few:
            rule[own.index] = "few_cases"
    return rule.mask(rows["order"] == "dated", "one_session")


def leave_held_out(
    study: Study, rows: pd.DataFrame, rule: pd.Series, occurrences: pd.DataFrame, held: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """SATURATION and its rules, counted anew without the codes whose counts are withheld (`held`).

    From the whole curve follows how many codes 1, 2, 3 and so on of the sessions hold, so that it would tell
    of a withheld code how many do. Where a case has several sessions the tables do not say which of them
    holds a code, and the curve is withheld.
    """
    told, rule = rows.copy(), rule.copy()
    single = occurrences[(occurrences["statistic"] == "units") & (occurrences["other"] == "")]
    whole = (single["case"] == "all") & (single["participants"] == "all")
    for (analysis, codebook, wave), own in rows[rule == ""].groupby(
        ["analysis", "codebook", "wave"], sort=True
    ):
        leaves = {code.id for code in study.codebooks[str(codebook)].leaves()}
        here = (single["analysis"] == analysis) & (single["wave"] == wave) & single["code"].isin(leaves)
        gone = set(single.loc[here & whole & (held[single.index] != ""), "code"])
        if not gone:
            continue
        read = single[here & (single["case"] != "all") & (single["n_units"] > 0).fillna(False)]
        holds = read[~read["code"].isin(gone)].pivot(index="case", columns="code", values="estimate") > 0
        if len(holds) != len(own):
            rule[own.index] = "secondary"
            continue
        ordered = own.sort_values("sessions").index
        told.loc[ordered, _NAMES] = _count(holds.to_numpy(dtype=np.bool_))
    return told, rule


_NAMES = ["estimate", "ci_low", "ci_high", "new", "n_codes"]


def _count(holds: np.ndarray) -> np.ndarray:
    """The numbers `_NAMES` of 1, 2, 3 and so on of the cases (rows), one a row."""
    mean = expect_held(holds)
    codes = np.full(len(mean), float(holds.shape[1]))
    return np.column_stack([mean, *find_extremes(holds), np.diff(mean, prepend=0.0), codes])
