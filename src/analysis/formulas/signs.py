"""The exact sign test: of those who changed, how many rose."""

from __future__ import annotations

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.paired_change import DECIMALS
from analysis.formulas.proportions import estimate_clopper_pearson


def estimate_sign_test(before: Values, after: Values, level: float) -> Estimate:
    """The share that rose of those who changed, with Clopper and Pearson's interval and the exact p.

    The sign test (Dixon & Mood 1946) leaves out who did not change; p is two-sided, twice the smaller tail of
    the binomial with an even chance, at most 1. Where nobody changed there is no number (`nothing_changed`).
    """
    up, moved = _count(before, after)
    if not moved:
        return not_estimable("nothing_changed")
    share = estimate_clopper_pearson(up, moved, level)
    p = min(1.0, 2 * float(special.bdtr(min(up, moved - up), moved, 0.5)))
    return Estimate(share.value, share.low, share.high, p=p)


def smallest_p_of_signs(before: Values, after: Values) -> float:
    """The p that the sign test would give if all who changed had changed the same way; 1 for nobody."""
    _, moved = _count(before, after)
    return min(1.0, 2.0 ** (1 - moved))


def _count(before: Values, after: Values) -> tuple[int, int]:
    """How many rose, and how many changed."""
    change = np.round(after - before, DECIMALS)
    return int((change > 0).sum()), int((change != 0).sum())
