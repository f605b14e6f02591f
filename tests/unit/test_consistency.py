from math import isnan

import numpy as np
import pytest

from analysis.estimates import Estimate
from analysis.formulas.consistency import estimate_alpha, estimate_spearman_brown


def interval(found: Estimate) -> tuple[float, float]:
    return found.low, found.high


def test_alpha_by_hand() -> None:
    # variances 1, 1, 1/3 of the items and 19/3 of their sums: 3/2 · (1 - 7/19)
    found = estimate_alpha(np.array([[1.0, 1, 1], [2, 2, 1], [3, 3, 2]]), 0.95)
    assert found.value == pytest.approx(18 / 19)
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (np.empty((4, 1)), "one_item"),
        (np.empty((0, 3)), "no_answers"),
        (np.array([[1.0, 2, 3]]), "too_few_people"),
        (np.array([[2.0, 2, 2], [2, 2, 2]]), "no_variance"),
        (np.array([[1.0, 5, 3], [5, 1, 3], [3, 3, 3]]), "items_cancel"),
    ],
)
def test_alpha_that_cannot_be_estimated(answers: np.ndarray, reason: str) -> None:
    found = estimate_alpha(answers, 0.95)
    assert isnan(found.value) and found.reason == reason


def test_spearman_brown_by_hand() -> None:
    # r = 0.8; Fisher's z 1.098612 ± 1.959964 / √2, back to r and stepped up
    found = estimate_spearman_brown(np.array([[1.0, 2], [2, 1], [3, 4], [4, 3], [5, 5]]), 0.95)
    r = np.tanh(np.arctanh(0.8) + np.array([-1, 1]) * 1.959964 / 2**0.5)
    assert found.value == pytest.approx(1.6 / 1.8)
    assert interval(found) == pytest.approx(tuple(2 * r / (1 + r)), abs=1e-6)


@pytest.mark.parametrize(
    ("pairs", "value", "reason"),
    [
        ([(1, 1), (2, 2)], None, "too_few_people"),
        ([], None, "no_answers"),
        ([(1, 1), (2, 1), (3, 1), (4, 1)], None, "no_variance"),
        ([(1, 4), (2, 3), (3, 2), (4, 1)], None, "items_oppose"),
        ([(1, 3), (2, 1), (3, 2), (4, 2)], None, "items_oppose"),
        ([(1, 1), (2, 3), (3, 2)], 2 * 0.5 / 1.5, "too_few_people"),
        ([(1, 2), (2, 3), (3, 4), (4, 5)], 1.0, "items_coincide"),
    ],
)
def test_spearman_brown_at_the_edges(
    pairs: list[tuple[float, float]], value: float | None, reason: str
) -> None:
    found = estimate_spearman_brown(np.array(pairs, dtype=float).reshape(-1, 2), 0.95)
    assert found.reason == reason
    assert found.exists == (value is not None)
    assert value is None or found.value == pytest.approx(value)
