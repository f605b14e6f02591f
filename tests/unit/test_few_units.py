"""Differences in differences with few units, and estimating equations where they have no answer."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from scipy import stats

from analysis.formulas.estimating_equations import fit_estimating_equations
from analysis.formulas.few_units import (
    INTERACTION,
    bootstrap_difference_in_differences,
    find_changes,
    fit_difference_in_differences,
)
from analysis.formulas.resampling import stream

UNITS = np.repeat(np.arange(6), 4)
AFTER = np.tile([False, False, True, True], 6)
TREATED = UNITS < 3
VALUES = stream(8, "units").normal(size=24).round(2) + 2 * (TREATED & AFTER) + UNITS


def test_units_of_one_size_agree_in_every_way() -> None:
    data = (VALUES, TREATED, AFTER, UNITS)
    found, fit = find_changes(*data), fit_difference_in_differences(*data)
    changes = VALUES.reshape(6, 2, 2).mean(axis=2) @ [-1, 1]
    assert found.changes == pytest.approx(changes)
    assert fit.beta[INTERACTION] == pytest.approx(found.difference)
    for ours, equal in ((found.test_welch(), False), (found.test_pooled(), True)):
        theirs = stats.ttest_ind(changes[:3], changes[3:], equal_var=equal)
        assert ours == pytest.approx((theirs.statistic, theirs.df, theirs.pvalue))
    # with 3 + 3 units CR2 is the pooled t test, the permutation has 20 ways, the bootstrap 64
    assert fit.p_cr2[INTERACTION] == pytest.approx(found.test_pooled()[2])
    permutation = found.permute()
    assert permutation is not None and permutation.n_arrangements == 20
    assert permutation.smallest_p == pytest.approx(0.1)
    assert bootstrap_difference_in_differences(*data).n_vectors == 64


def test_a_unit_seen_once_is_left_out_and_one_unit_tests_nothing() -> None:
    seen = ~((UNITS == 0) & AFTER)
    found = find_changes(VALUES[seen], TREATED[seen], AFTER[seen], UNITS[seen])
    assert len(found.changes) == 5
    some = np.isin(UNITS, [0, 4, 5])
    one = find_changes(VALUES[some], TREATED[some], AFTER[some], UNITS[some])
    assert all(map(isnan, one.test_welch())) and not any(map(isnan, one.test_pooled()))
    none = find_changes(VALUES[TREATED], TREATED[TREATED], AFTER[TREATED], UNITS[TREATED])
    assert none.permute() is None


def test_estimating_equations_that_have_no_answer() -> None:
    design = np.column_stack([np.ones(24), TREATED])
    alike = np.array([0.0, 1, 5, 2, 8, 3])[UNITS]
    assert fit_estimating_equations(alike, design, UNITS, "exchangeable") is None
    assert fit_estimating_equations(TREATED * 1.0, design, UNITS, "exchangeable") is None
    apart = fit_estimating_equations(VALUES, design, np.arange(24), "exchangeable")
    independent = fit_estimating_equations(VALUES, design, np.arange(24), "independence")
    assert apart is not None and independent is not None
    assert apart.correlation == 0 and isnan(independent.correlation)
    assert apart.se_robust == pytest.approx(independent.se_robust)


def test_neighbours_that_follow_each_other_are_found() -> None:
    random = stream(9, "ar1")
    steps, clusters = random.normal(size=(300, 6)), np.repeat(np.arange(300), 6)
    for place in range(1, 6):
        steps[:, place] = 0.6 * steps[:, place - 1] + 0.8 * steps[:, place]
    fit = fit_estimating_equations(steps.ravel(), np.ones((1800, 1)), clusters, "ar1")
    assert fit is not None and fit.correlation == pytest.approx(0.6, abs=0.05)
