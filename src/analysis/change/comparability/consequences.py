"""What the table of comparability says of one comparison."""

from __future__ import annotations

import pandas as pd

COMPARABLE = {"none": "yes", "marked": "marked", "stopped": "stopped"}
"""What a number bears as `comparable`, by the gravest consequence of the checks behind it."""


def find_consequence(
    comparability: pd.DataFrame,
    kind: str,
    subject: str,
    part: str = "",
    case: str = "all",
    group: str = "all",
    before: str = "",
    after: str = "",
) -> str:
    """yes, marked or stopped: the gravest consequence of the checks (COMPARABILITY) of one comparison.

    A check of all parts, cases or groups holds for each of them; a comparison of all of them rests on each.
    """
    rows = comparability[(comparability["kind"] == kind) & (comparability["subject"] == subject)]
    rows = rows[(rows["before"] == before) & (rows["after"] == after)]
    for column, asked, whole in (("part", part, ""), ("case", case, "all"), ("group", group, "all")):
        if asked != whole:
            rows = rows[rows[column].isin([asked, whole])]
    found = set(rows["consequence"])
    return next((COMPARABLE[one] for one in ("stopped", "marked") if one in found), "yes")
