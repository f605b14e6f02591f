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
    asked = {"kind": kind, "subject": subject, "before": before, "after": after}
    parts = (("part", part, ""), ("case", case, "all"), ("group", group, "all"))
    columns = {
        name: comparability[name].to_list() for name in (*asked, "part", "case", "group", "consequence")
    }
    found = {
        consequence
        for place, consequence in enumerate(columns["consequence"])
        if all(columns[name][place] == said for name, said in asked.items())
        and all(said == whole or columns[name][place] in (said, whole) for name, said, whole in parts)
    }
    return next((COMPARABLE[one] for one in ("stopped", "marked") if one in found), "yes")
