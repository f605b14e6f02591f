"""In how many of its specifications a headline holds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.contracts import ROBUSTNESS
from analysis.study import Study
from analysis.tables import conform

HEADLINE = ["analysis", "instrument", "scale", "contrast", "wave"]
VARIED = ("reading", "scoring", "items", "test", "case", "respondent")


def count_specifications(study: Study, specifications: pd.DataFrame) -> pd.DataFrame:
    """For each headline, of all specifications and of those that vary one thing, how many hold (ROBUSTNESS).

    The headline itself counts among all, and in no other row. A headline without a p has rows without
    counts, with its own reason.
    """
    rows = []
    for names, own in specifications.groupby(HEADLINE, sort=False):
        named = dict(zip(HEADLINE, names, strict=True))
        named["purpose"] = study.plan.comparisons[named["analysis"]].purpose
        headline = own[own["varied"] == "headline"].iloc[0]
        for varied in ("all", *VARIED):
            chosen = own if varied == "all" else own[own["varied"] == varied]
            rows.append(named | {"varied": varied} | _count(chosen, headline))
    return conform(pd.DataFrame(rows, columns=ROBUSTNESS.names), ROBUSTNESS)


def _count(chosen: pd.DataFrame, headline: pd.Series) -> dict[str, Any]:
    if pd.isna(headline["p"]):
        return {"status": "not_estimable", "reason": headline["reason"] or "no_answers"}
    known = chosen[chosen["holds"] != "not_estimable"]
    return {
        "n_specifications": len(known),
        "n_same_direction": int((known["direction"] == headline["direction"]).sum()),
        "n_holds": int((known["holds"] == "yes").sum()),
        "n_not_estimable": len(chosen) - len(known),
        "status": "ok",
        "reason": "",
    }
