"""Adjusting p values that were tested together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ps = NDArray[np.float64]


def adjust_holm(p: Ps) -> Ps:
    """Holm's (1979) step-down adjustment; missing p are left missing and not counted."""
    return _adjust(p, lambda known, m: np.maximum.accumulate(known * np.arange(m, 0, -1)))


def adjust_bh(p: Ps) -> Ps:
    """Benjamini and Hochberg's (1995) false discovery rate; missing p are left missing and not counted."""
    return _adjust(p, lambda known, m: np.minimum.accumulate((known * m / np.arange(1, m + 1))[::-1])[::-1])


def adjust(p: Ps, adjustment: str) -> Ps:
    """Adjust by `holm` or `bh`, the names plan.yaml uses; raises KeyError for another."""
    return {"holm": adjust_holm, "bh": adjust_bh}[adjustment](p)


def _adjust(p: Ps, of_sorted: Callable[[Ps, int], Ps]) -> Ps:
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(of_sorted(p[order], len(order)), 1.0)
    return adjusted
