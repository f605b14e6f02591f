"""Clustered errors and the wild bootstrap: against their definitions in full matrices, and bad input."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from analysis.formulas.cluster_robust import estimate_cluster_robust_difference, fit_clustered_ols
from analysis.formulas.resampling import stream
from analysis.formulas.wild_bootstrap import (
    LISTED,
    estimate_wild_bootstrap_difference,
    run_wild_bootstrap,
)

LEVEL = 0.95
CASES = np.repeat(np.arange(6), [4, 3, 4, 2, 4, 1])
FIRST = np.isin(np.arange(18), [0, 1, 4, 7, 11, 13, 17])
RANDOM = stream(4, "clusters")
SCORES = RANDOM.normal(size=6)[CASES] + RANDOM.normal(size=18)
DESIGN = np.column_stack([np.ones(18), FIRST])


def root(matrix: np.ndarray) -> np.ndarray:
    """The symmetric pseudo-inverse of the square root."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.where(values > 1e-12, 1 / np.sqrt(np.maximum(values, 1e-12)), 0)) @ vectors.T


def cr2(design: np.ndarray, column: int) -> tuple[float, float]:
    """Error and degrees of freedom of CR2 as Pustejovsky & Tipton (2018) write them, n × n."""
    bread = np.linalg.inv(design.T @ design)
    residual_maker = np.eye(len(design)) - design @ bread @ design.T
    residuals = residual_maker @ SCORES
    vectors, variance = [], 0.0
    for case in np.unique(CASES):
        here = case == CASES
        adjusted = root(residual_maker[np.ix_(here, here)])
        lever = (bread @ design[here].T @ adjusted)[column]
        variance += float(lever @ residuals[here]) ** 2
        vectors.append(residual_maker[:, here] @ lever)
    form = np.array([[one @ other for other in vectors] for one in vectors])
    return float(np.sqrt(variance)), float(np.trace(form) ** 2 / (form**2).sum())


@pytest.mark.parametrize("first", [FIRST, CASES < 3, np.isin(np.arange(18), [0, 4])])
def test_cr2_is_its_definition(first: np.ndarray) -> None:
    design = np.column_stack([np.ones(18), first])
    fit = fit_clustered_ols(SCORES, design, CASES)
    for column in (0, 1):
        assert [fit.se_cr2[column], fit.df_cr2[column]] == pytest.approx(cr2(design, column), rel=1e-9)
    found = estimate_cluster_robust_difference(SCORES, first, CASES, LEVEL)
    assert found.value == pytest.approx(SCORES[first].mean() - SCORES[~first].mean())
    half = stats.t.ppf(0.975, fit.df_cr2[1]) * fit.se_cr2[1]
    assert [found.low, found.high] == pytest.approx([found.value - half, found.value + half])


def test_everybody_a_case_of_their_own_gives_welch_s_error() -> None:
    fit = fit_clustered_ols(SCORES, DESIGN, np.arange(18))
    welch = stats.ttest_ind(SCORES[FIRST], SCORES[~FIRST], equal_var=False)
    assert fit.beta[1] / fit.se_cr2[1] == pytest.approx(welch.statistic)


def test_a_case_that_alone_carries_a_coefficient_has_no_cr3() -> None:
    fit = fit_clustered_ols(SCORES, np.column_stack([np.ones(18), CASES == 0]), CASES)
    assert np.isnan(fit.se_cr3[1]) and np.isfinite(fit.se_cr2).all()


def test_the_bootstrap_is_its_definition() -> None:
    def t_of(values: np.ndarray) -> float:
        fit = fit_clustered_ols(values, DESIGN, CASES)
        return float(fit.beta[1] / fit.se_cr0[1])

    mean, residuals = SCORES.mean(), SCORES - SCORES.mean()
    drawn = np.array([t_of(mean + residuals * np.array(s)[CASES]) for s in product([1.0, -1.0], repeat=6)])
    found = run_wild_bootstrap(SCORES, DESIGN, CASES, 1)
    assert found.t == pytest.approx(t_of(SCORES)) and found.n_vectors == 64
    assert found.p == np.mean(np.abs(drawn) >= abs(found.t) - 1e-9)
    assert found.p_strict == np.mean(np.abs(drawn) > abs(found.t) + 1e-9) < found.p


def test_the_interval_of_the_bootstrap_holds_what_it_does_not_reject() -> None:
    found = estimate_wild_bootstrap_difference(SCORES, FIRST, CASES, LEVEL)
    assert found.low < found.value < found.high
    for end, inside in ((found.low, 1e-6), (found.high, -1e-6)):
        for moved, rejected in ((inside, False), (-inside, True)):
            shifted = SCORES - (end + moved) * FIRST
            assert (run_wild_bootstrap(shifted, DESIGN, CASES, 1).p <= 0.05) == rejected


def test_five_cases_are_too_few_to_reject_anything() -> None:
    some = CASES < 5
    found = estimate_wild_bootstrap_difference(SCORES[some], FIRST[some], CASES[some], LEVEL)
    assert found.exists and found.p >= 2 / 32
    assert np.isnan(found.low) and found.reason == "level_not_reachable"


def test_many_cases_are_drawn_the_same_way_every_time() -> None:
    cases = np.repeat(np.arange(LISTED + 2), 3)
    values = RANDOM.normal(size=len(cases)) + cases % 3
    first = np.arange(len(cases)) % 2 == 0
    once, again = (estimate_wild_bootstrap_difference(values, first, cases, LEVEL) for _ in range(2))
    assert once == again and once.low < once.value < once.high
    given = estimate_wild_bootstrap_difference(values, first, cases, LEVEL, stream(1, "other"))
    assert given.p == pytest.approx(once.p, abs=0.03) and given.p != once.p


@pytest.mark.parametrize("estimate", [estimate_cluster_robust_difference, estimate_wild_bootstrap_difference])
@pytest.mark.parametrize(
    ("values", "first", "cases", "reason"),
    [
        (SCORES, np.ones(18, dtype=bool), CASES, "group_missing"),
        (SCORES[:7], FIRST[:7], CASES[:7], "too_few_cases"),
        (np.ones(18), FIRST, CASES, "no_variance"),
        (FIRST * 2.0, FIRST, CASES, "no_variance"),
        (SCORES[:2], np.array([True, False]), np.array([0, 1]), "too_few_cases"),
    ],
)
def test_what_cannot_be_told(
    estimate: object, values: np.ndarray, first: np.ndarray, cases: np.ndarray, reason: str
) -> None:
    found = estimate(values, first, cases, LEVEL)  # type: ignore[operator]
    assert (found.exists, found.reason) == (False, reason)


def test_a_group_in_one_case_has_no_clustered_error() -> None:
    for first in (CASES == 0, np.arange(18) == 5):
        found = estimate_cluster_robust_difference(SCORES, first, CASES, LEVEL)
        assert (found.exists, found.reason) == (False, "too_few_cases")
        assert estimate_wild_bootstrap_difference(SCORES, first, CASES, LEVEL).p > 0
