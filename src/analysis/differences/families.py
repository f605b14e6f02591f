"""The p of the deciding tests, adjusted within the families of the plan."""

from __future__ import annotations

import numpy as np

from analysis.formulas.multiplicity import adjust
from analysis.plan import Plan
from analysis.populations import Row

DECIDING = ("primary", "outside_plan")
"""The roles of a test that decides a question of the plan."""


def adjust_families(plan: Plan, rows: list[Row]) -> None:
    """Set `p_adjusted` of the tests that decide, within each family, reading and wave of the plan.

    A question has one deciding test: the primary one or, where the design refuses what the plan names,
    the one that stands in for it. A test without p takes no part and does not count.
    """
    tests: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["role"] in DECIDING and not np.isnan(row["p"]):
            tests.setdefault((row["family"], row["sensitivity"], row["wave"]), []).append(row)
    for (family, _, _), members in tests.items():
        adjustment = plan.families[family].adjustment
        adjusted = adjust(np.array([row["p"] for row in members]), adjustment)
        for row, p in zip(members, adjusted, strict=True):
            row["p_adjusted"] = p
