"""What the public is told of how the headline differences were computed otherwise.

How many specifications there are tells how many people and cases stand behind a headline, which its own
rows tell as well; in how many it holds tells nobody's answer. A single specification without one person or
one case would tell the answers of those by a subtraction, so it is never published.
"""

from __future__ import annotations

import pandas as pd

from analysis.contracts import DISCLOSURE_LOG, ROBUSTNESS, SPECIFICATIONS
from analysis.disclosure.rounding import round_numbers
from analysis.disclosure.rules import WHY
from analysis.tables import conform

HEADLINE = ["analysis", "instrument", "scale", "contrast", "wave"]
SHORT = ["estimate", "ci_low", "ci_high", "p"]
DECIDING = ("primary", "outside_plan")
"""The roles of a test that decides about a headline."""


def protect_robustness(
    robustness: pd.DataFrame, differences: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The public form of the robustness (ROBUSTNESS), and its log (DISCLOSURE_LOG).

    `differences` (ESTIMATES) is as it is published. A headline falls with its difference of means and
    with the test that decides; one that is not published at all has no rows that could be.
    """
    about = differences[(differences["case"] == "all") & (differences["group"] == "all")]
    own = about[(about["statistic"] == "mean_difference") | about["role"].isin(DECIDING)]
    held = own[own["status"] == "withheld"]
    reasons = dict(zip(_keys(held), held["reason"], strict=True))
    known = set(_keys(own))
    public = robustness.copy()
    rules = [reasons.get(key, "" if key in known else "secondary") for key in _keys(robustness)]
    withheld = pd.Series(rules, index=public.index, dtype="object") != ""
    public.loc[withheld, [column.name for column in ROBUSTNESS.columns if column.kind == "count"]] = pd.NA
    public["status"] = public["status"].mask(withheld, "withheld")
    public["reason"] = public["reason"].mask(withheld, pd.Series(rules, index=public.index))
    return conform(public, ROBUSTNESS), _log(public[withheld])


def summarise_specifications(specifications: pd.DataFrame, differences: pd.DataFrame) -> pd.DataFrame:
    """The specifications (SPECIFICATIONS) that tell nothing but what the published differences tell.

    These are the readings and tests of everybody's answers to all items, where the same test of the same
    reading is published in `differences` (ESTIMATES); all others are left out. Their numbers have few digits.
    """
    shown = differences[(differences["status"] == "ok") & (differences["case"] == "all")]
    key = [*HEADLINE, "statistic", "sensitivity"]
    open_tests = set(shown[key].itertuples(index=False, name=None))
    places = specifications[[*HEADLINE, "test", "reading"]].itertuples(index=False, name=None)
    published = pd.Series([place in open_tests for place in places], index=specifications.index, dtype=bool)
    everybody = (
        (specifications["left_out"] == "nobody")
        & (specifications["items"] == "all")
        & (specifications["scoring"] == "mean")
    )
    public = specifications[published & everybody].copy()
    public[SHORT] = round_numbers(public[SHORT])
    return conform(public, SPECIFICATIONS)


def _keys(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(frame[HEADLINE].itertuples(index=False, name=None))


def _log(withheld: pd.DataFrame) -> pd.DataFrame:
    keys = [
        "; ".join(f"{name}={value}" for name, value in row.items())
        for row in withheld[[*HEADLINE, "varied"]].to_dict("records")
    ]
    rules = withheld["reason"]
    lines = {"table": "robustness", "key": keys, "rule": rules, "why": rules.map(WHY)}
    return conform(pd.DataFrame(lines, columns=DISCLOSURE_LOG.names), DISCLOSURE_LOG)
