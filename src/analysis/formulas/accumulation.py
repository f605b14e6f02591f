"""How many different things so many of several samples hold: exactly, over every choice of them."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values

MOST_SAMPLES = 16
"""Of more samples than these, the choices are too many to look at each."""


def expect_held(holds: NDArray[np.bool_]) -> Values:
    """The mean number of things in k samples, for k = 1 to all, over every choice of k of them.

    `holds` says which samples (rows) hold which things (columns). A thing held by m of T samples is missing
    from k of them in C(T - m, k) of C(T, k) choices: sample-based rarefaction, Colwell, Mao & Chang (2004,
    Ecology 85, 2717-2727, eq. 5), exact and without simulation.
    """
    samples = len(holds)
    held_by, things = np.unique(holds.sum(axis=0), return_counts=True)
    missing = [
        [comb(samples - int(held), chosen) / comb(samples, chosen) for held in held_by]
        for chosen in range(1, samples + 1)
    ]
    return (1 - np.array(missing).reshape(samples, len(held_by))) @ things.astype(np.float64)


def find_extremes(holds: NDArray[np.bool_]) -> tuple[Values, Values]:
    """The fewest and the most things that k samples hold, for k = 1 to all, over every choice of k of them.

    NaN for more samples than `MOST_SAMPLES`, but for one sample and for all.
    """
    samples, things = holds.shape
    sums, all_of_them = holds.sum(axis=1), float(holds.any(axis=0).sum())
    if samples > MOST_SAMPLES:
        between = [np.nan] * (samples - 2)
        fewest, most = ([float(one), *between, all_of_them] for one in (sums.min(), sums.max()))
        return np.array(fewest), np.array(most)
    union = np.zeros((1, things), dtype=bool)
    chosen = np.zeros(1, dtype=np.int64)
    for sample in holds:
        union = np.concatenate([union, union | sample])
        chosen = np.concatenate([chosen, chosen + 1])
    held = union.sum(axis=1)
    numbers = [held[chosen == count] for count in range(1, samples + 1)]
    return np.array([one.min() for one in numbers], float), np.array([one.max() for one in numbers], float)
