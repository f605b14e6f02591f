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
    return _adjust(p, lambda known, m: _smallest_above(known * m / _places(m)))


def adjust_by(p: Ps) -> Ps:
    """Benjamini and Yekutieli's (2001) false discovery rate under any dependence; missing p likewise."""
    return _adjust(p, lambda known, m: _smallest_above(known * float(np.sum(m / _places(m))) / _places(m)))


def adjust_bonferroni(p: Ps) -> Ps:
    """Bonferroni's adjustment; missing p are left missing and not counted."""
    return _adjust(p, lambda known, m: known * m)


def adjust_hochberg(p: Ps) -> Ps:
    """Hochberg's (1988) step-up adjustment; missing p are left missing and not counted."""
    return _adjust(p, lambda known, m: _smallest_above(known * np.arange(m, 0, -1)))


def adjust_hommel(p: Ps) -> Ps:
    """Hommel's (1988) adjustment, in the way of Wright (1992); missing p are left missing and not counted."""
    return _adjust(p, _close)


def adjust(p: Ps, adjustment: str) -> Ps:
    """Adjust by the name of an adjustment in `ADJUSTMENTS`; raises KeyError for another."""
    return ADJUSTMENTS[adjustment](p)


ADJUSTMENTS: dict[str, Callable[[Ps], Ps]] = {
    "holm": adjust_holm,
    "bh": adjust_bh,
    "by": adjust_by,
    "bonferroni": adjust_bonferroni,
    "hochberg": adjust_hochberg,
    "hommel": adjust_hommel,
}
"""The adjustments by name; plan.yaml offers the first two."""


def _close(known: Ps, m: int) -> Ps:
    """Hommel's adjusted p of sorted p: the largest Simes p of all sets of tests that hold each of them."""
    adjusted = np.full(m, (m * known / _places(m)).min() if m else 0.0)
    for size in range(m - 1, 1, -1):
        largest = known[m - size + 1 :]
        simes = float(np.min(size * largest / np.arange(2, size + 1)))
        below = np.minimum(size * known[: m - size + 1], simes)
        adjusted = np.maximum(adjusted, np.append(below, np.full(size - 1, below[-1])))
    return np.maximum(adjusted, known)


def _places(m: int) -> Ps:
    return np.arange(1.0, m + 1)


def _smallest_above(known: Ps) -> Ps:
    """Of each entry, the smallest of it and those after it."""
    return np.asarray(np.minimum.accumulate(known[::-1])[::-1])


def _adjust(p: Ps, of_sorted: Callable[[Ps, int], Ps]) -> Ps:
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(of_sorted(p[order], len(order)), 1.0)
    return adjusted
