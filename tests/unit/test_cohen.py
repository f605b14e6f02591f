"""Cohen's kappa: published values, and what has no number or no interval."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from analysis.formulas.coder_agreement import weigh_categories
from analysis.formulas.cohen import estimate_cohen_kappa, tabulate_pairs

LEVEL = 0.95
# Cohen (1968), as Fleiss, Cohen & Everitt (1969) compute it: 200 units, three values.
FLEISS = np.array([[106.0, 10, 4], [22, 28, 10], [2, 12, 6]])
SOME = np.array([[1, 0, 4 / 9], [0, 1, 6 / 9], [4 / 9, 6 / 9, 1]])


def test_the_example_of_fleiss_cohen_and_everitt() -> None:
    plain = estimate_cohen_kappa(FLEISS, np.eye(3), LEVEL)
    assert (plain.observed, plain.by_chance) == pytest.approx((0.70, 0.475))
    assert (plain.kappa.value, plain.error**2) == pytest.approx((0.429, 0.002885), abs=5e-4)
    weighted = estimate_cohen_kappa(FLEISS, SOME, LEVEL)
    assert (weighted.kappa.value, weighted.error**2) == pytest.approx((0.507, 0.003248), abs=5e-4)
    assert plain.kappa.low < plain.kappa.value < plain.kappa.high


def test_without_units_and_with_one_value_there_is_no_kappa() -> None:
    assert estimate_cohen_kappa(np.zeros((2, 2)), np.eye(2), LEVEL).kappa.reason == "too_few_units"
    one = estimate_cohen_kappa(np.array([[7.0, 0], [0, 0]]), np.eye(2), LEVEL)
    assert one.kappa.reason == "no_variance" and not one.kappa.exists
    assert (one.observed, one.by_chance) == (1, 1)


def test_coders_who_never_differ_have_no_interval() -> None:
    found = estimate_cohen_kappa(np.diag([3.0, 4.0, 5.0]), np.eye(3), LEVEL)
    assert found.kappa.value == 1 and found.kappa.reason == "coders_coincide" and isnan(found.kappa.low)


def test_a_coder_who_always_gives_the_same_agrees_by_chance_alone() -> None:
    found = estimate_cohen_kappa(np.array([[90.0, 10], [0, 0]]), np.eye(2), LEVEL)
    assert found.observed == pytest.approx(0.9) and found.kappa.value == pytest.approx(0)
    assert found.kappa.reason == "no_variance" and isnan(found.kappa.low)


def test_an_interval_stays_between_minus_one_and_one() -> None:
    few = estimate_cohen_kappa(np.array([[0.0, 2], [1, 1]]), np.eye(2), LEVEL).kappa
    assert few.low == -1 and few.high < 1


def test_a_table_counts_the_pairs_of_values() -> None:
    table = tabulate_pairs(np.array([0, 0, 2, 1]), np.array([0, 1, 2, 1]), 3)
    assert table.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert estimate_cohen_kappa(table, weigh_categories(3, "linear"), LEVEL).observed == pytest.approx(0.875)
