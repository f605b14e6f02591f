"""The random intercept: against the likelihood written out, balanced designs known by hand, and bad input."""

from __future__ import annotations

from math import log, pi

import numpy as np
import pytest
from scipy import stats

from analysis.formulas.mixed_models import estimate_mixed_difference, fit_random_intercept
from analysis.formulas.resampling import stream

LEVEL = 0.95
CASES = np.repeat(np.arange(6), [4, 3, 4, 2, 4, 1])
FIRST = np.isin(np.arange(18), [0, 1, 4, 7, 11, 13, 17])
RANDOM = stream(3, "mixed")
SCORES = RANDOM.normal(size=6)[CASES] * 2 + RANDOM.normal(size=18)
DESIGN = np.column_stack([np.ones(18), FIRST])


def reml_loglik(values: np.ndarray, design: np.ndarray, tau2: float, sigma2: float) -> float:
    """The restricted log-likelihood from its definition, with n × n matrices."""
    n, k = design.shape
    total = sigma2 * np.eye(n) + tau2 * (CASES[:, np.newaxis] == CASES)
    inverse = np.linalg.inv(total)
    information = design.T @ inverse @ design
    residuals = values - design @ np.linalg.solve(information, design.T @ inverse @ values)
    logs = np.linalg.slogdet(total)[1] + np.linalg.slogdet(information)[1]
    return float(-(logs + residuals @ inverse @ residuals + (n - k) * log(2 * pi)) / 2)


def test_the_fit_is_the_top_of_the_restricted_likelihood() -> None:
    fit = fit_random_intercept(SCORES, DESIGN, CASES)
    assert fit is not None and not fit.singular
    top = reml_loglik(SCORES, DESIGN, fit.var_intercept, fit.var_residual)
    assert fit.reml_loglik == pytest.approx(top, rel=1e-10)
    for tau2, sigma2 in [(1.01, 1), (0.99, 1), (1, 1.01), (1, 0.99)]:
        assert reml_loglik(SCORES, DESIGN, fit.var_intercept * tau2, fit.var_residual * sigma2) < top
    assert fit.ml_loglik > fit.reml_loglik - 100 and 0 < fit.icc < 1


def test_balanced_cases_give_the_analysis_of_variance() -> None:
    values, cases = RANDOM.normal(size=(5, 4)) + 3 * np.arange(5)[:, np.newaxis], np.repeat(np.arange(5), 4)
    between, within = 4 * values.mean(axis=1).var(ddof=1), values.var(axis=1, ddof=1).mean()
    fit = fit_random_intercept(values.ravel(), np.ones((20, 1)), cases)
    assert fit is not None
    assert fit.var_residual == pytest.approx(within, rel=1e-6)
    assert fit.var_intercept == pytest.approx((between - within) / 4, rel=1e-6)
    # the mean is that of five case means, whichever way the degrees of freedom are found
    assert [fit.df_kr[0], fit.df_satterthwaite[0]] == pytest.approx([4, 4], rel=1e-5)
    assert fit.p_kr[0] == pytest.approx(stats.ttest_1samp(values.mean(axis=1), 0).pvalue, rel=1e-5)


def test_whole_cases_in_balance_are_compared_by_their_means() -> None:
    cases = np.repeat(np.arange(6), 3)
    values = np.repeat([1.0, 4.0, 2.0, 7.0, 9.0, 6.0], 3) + np.tile([-0.5, 0.1, 0.4], 6)
    found = estimate_mixed_difference(values, cases >= 3, cases, LEVEL)
    means = values.reshape(6, 3).mean(axis=1)
    expected = stats.ttest_ind(means[3:], means[:3])
    assert found.value == pytest.approx(means[3:].mean() - means[:3].mean())
    assert found.df == pytest.approx(4, rel=1e-6) and found.p == pytest.approx(expected.pvalue, rel=1e-6)
    assert [found.low, found.high] == pytest.approx(list(expected.confidence_interval(LEVEL)), rel=1e-6)


def test_the_answer_does_not_depend_on_origin_unit_or_order() -> None:
    found = estimate_mixed_difference(SCORES, FIRST, CASES, LEVEL)
    moved = estimate_mixed_difference(SCORES * 10 + 1000, FIRST, CASES, LEVEL)
    turned = estimate_mixed_difference(SCORES[::-1], FIRST[::-1], 9 - CASES[::-1], LEVEL)
    swapped = estimate_mixed_difference(SCORES, ~FIRST, CASES, LEVEL)
    assert [moved.value, moved.low, moved.high] == pytest.approx(
        [10 * found.value, 10 * found.low, 10 * found.high], rel=1e-6
    )
    assert [moved.df, moved.p] == pytest.approx([found.df, found.p], rel=1e-6)
    assert [turned.value, turned.p] == pytest.approx([found.value, found.p], rel=1e-6)
    assert [swapped.value, swapped.low] == pytest.approx([-found.value, -found.high], rel=1e-6)


def test_cases_that_do_not_differ_are_singular_and_still_give_a_number() -> None:
    values = np.tile([1.0, 2.0, 3.0, 4.0], 4)
    cases, first = np.repeat(np.arange(4), 4), np.tile([True, False, True, False], 4)
    fit = fit_random_intercept(values, np.column_stack([np.ones(16), first]), cases)
    assert fit is not None and fit.singular and fit.var_intercept == fit.icc == 0
    assert fit.df_satterthwaite[1] == pytest.approx(14)
    found = estimate_mixed_difference(values, first, cases, LEVEL)
    assert found.reason == "singular" and found.value == pytest.approx(-1)
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("values", "first", "cases", "reason"),
    [
        (SCORES, np.ones(18, dtype=bool), CASES, "group_missing"),
        (SCORES, np.zeros(18, dtype=bool), CASES, "group_missing"),
        (SCORES[:7], FIRST[:7], CASES[:7], "too_few_cases"),
        (SCORES[:4], FIRST[:4], np.arange(4), "too_few_people"),
        (np.ones(18), FIRST, CASES, "no_variance"),
        (FIRST * 2.0, FIRST, CASES, "no_variance"),
        (CASES * 1.5, FIRST, CASES, "no_variance"),
    ],
)
def test_what_cannot_be_told(values: np.ndarray, first: np.ndarray, cases: np.ndarray, reason: str) -> None:
    found = estimate_mixed_difference(values, first, cases, LEVEL)
    assert (found.exists, found.reason) == (False, reason)


def test_a_group_of_one_and_no_more_people_than_effects() -> None:
    alone = np.arange(18) == 5
    found = estimate_mixed_difference(SCORES, alone, CASES, LEVEL)
    assert found.exists and found.low < found.value < found.high
    assert fit_random_intercept(SCORES[:2], np.eye(2), CASES[:2]) is None
