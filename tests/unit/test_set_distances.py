"""Distances between sets of codes, as Passonneau (2006) tells them."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.formulas.set_distances import measure_jaccard, measure_masi

CODES = "abcd"


def sets(*names: str) -> np.ndarray:
    return np.array([[code in name for code in CODES] for name in names])


@pytest.mark.parametrize(
    ("one", "other", "masi", "jaccard"),
    [
        ("ab", "ab", 0, 0),
        ("a", "ab", 1 - 1 / 2 * 2 / 3, 1 / 2),
        ("abc", "a", 1 - 1 / 3 * 2 / 3, 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3, 2 / 3),
        ("ab", "cd", 1, 1),
        ("", "a", 1, 1),
        ("", "", 0, 0),
    ],
)
def test_two_sets(one: str, other: str, masi: float, jaccard: float) -> None:
    both = sets(one, other)
    assert measure_masi(both)[0, 1] == pytest.approx(masi)
    assert measure_jaccard(both)[0, 1] == pytest.approx(jaccard)


def test_distances_go_both_ways_and_are_nothing_to_oneself() -> None:
    several = sets("", "a", "ab", "bc", "abcd", "d")
    for distances in (measure_masi(several), measure_jaccard(several)):
        assert (distances == distances.T).all() and (np.diag(distances) == 0).all()
        assert (distances >= 0).all() and (distances <= 1).all()
