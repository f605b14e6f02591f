"""How far two sets of codes are from each other, for units that may have several codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values

Members = NDArray[np.bool_]
"""Sets × codes: True where the set holds the code."""


def measure_masi(members: Members) -> Values:
    """The MASI distance 1 - J·M of every two sets (Passonneau 2006, LREC, 831-836), sets × sets.

    J is Jaccard's index; M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they share
    something and neither holds the other, 0 where they share nothing. Two empty sets are equal.
    """
    shared, sizes = _share(members)
    inside = shared == sizes[:, None]
    alike = np.select([inside & inside.T, inside | inside.T, shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return np.asarray(1 - _compare(shared, sizes) * alike)


def measure_jaccard(members: Members) -> Values:
    """Jaccard's distance of every two sets (1912): the share of all their codes that one of them lacks.

    Two empty sets are equal.
    """
    return np.asarray(1 - _compare(*_share(members)))


def _share(members: Members) -> tuple[Values, Values]:
    """How many codes any two sets share, and how many each has."""
    numbers = members.astype(np.float64)
    return numbers @ numbers.T, numbers.sum(axis=1)


def _compare(shared: Values, sizes: Values) -> Values:
    """Jaccard's index; 1 for two empty sets."""
    together = sizes[:, None] + sizes[None, :] - shared
    return np.where(together > 0, shared / np.where(together > 0, together, 1.0), 1.0)
