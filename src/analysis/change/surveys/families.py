"""The p of the deciding tests of change, adjusted within the families of the plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.change.surveys.rows import TREATED
from analysis.formulas.multiplicity import adjust
from analysis.plan import Plan
from analysis.populations import Row


def adjust_families(plan: Plan, rows: Sequence[Row]) -> None:
    """Set `p_adjusted` of the tests that decide, within each family, reading and question of the plan.

    There are four questions: whether people changed, whether one group changed otherwise than the others,
    whether the treated cases did, and whether those who left differed. Each is asked of every scale, and
    adjusted over them. A test without p takes no part and does not count.
    """
    tests: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["role"] == "primary" and not np.isnan(row["p"]):
            asked = _name_question(row)
            tests.setdefault((row["family"], row["sensitivity"], asked), []).append(row)
    for (family, _, _), members in tests.items():
        adjusted = adjust(np.array([row["p"] for row in members]), plan.families[family].adjustment)
        for row, p in zip(members, adjusted, strict=True):
            row["p_adjusted"] = p


def _name_question(row: Row) -> str:
    if row["design"] == "left":
        return "left"
    return str(row["contrast"]) if row["contrast"] in ("", TREATED) else "groups"
