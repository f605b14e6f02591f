"""Cumulative logit models: known answers, clustered errors, separation, and a random intercept."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from scipy import integrate, special

from analysis.formulas.ordinal_mixed import fit_ordinal_mixed
from analysis.formulas.ordinal_models import estimate_cumulative_logit, fit_cumulative_logit
from analysis.formulas.resampling import stream

LEVEL = 0.95
CASES = np.repeat(np.arange(6), 3)
FIRST = np.tile([True, False, False], 6)
ANSWERS = np.array([3, 2, 4, 5, 3, 1, 4, 4, 2, 2, 3, 5, 5, 1, 2, 4, 3, 3], dtype=float)
NONE = np.empty((18, 0))


def test_two_levels_are_a_log_odds_ratio() -> None:
    values = (ANSWERS > 3).astype(float)
    fit = fit_cumulative_logit(values, FIRST[:, np.newaxis].astype(float))
    a, b = values[FIRST].sum(), (1 - values[FIRST]).sum()
    c, d = values[~FIRST].sum(), (1 - values[~FIRST]).sum()
    assert fit is not None
    assert fit.estimates[-1] == pytest.approx(log(a * d / (b * c)))
    assert fit.errors[-1] == pytest.approx(np.sqrt(1 / a + 1 / b + 1 / c + 1 / d))


def test_without_slopes_the_thresholds_are_the_shares() -> None:
    fit = fit_cumulative_logit(ANSWERS, NONE)
    assert fit is not None and fit.n_slopes == 0
    below = [np.mean(level >= ANSWERS) for level in (1, 2, 3, 4)]
    assert special.expit(fit.estimates) == pytest.approx(below)
    assert fit.loglik == pytest.approx(fit.null_loglik) and np.isnan(fit.p_against_null)


def test_only_the_order_of_the_answers_counts() -> None:
    found = estimate_cumulative_logit(ANSWERS, FIRST, CASES, LEVEL)
    stretched = estimate_cumulative_logit(ANSWERS**3 - 7, FIRST, CASES, LEVEL)
    turned = estimate_cumulative_logit(-ANSWERS, FIRST, CASES, LEVEL)
    swapped = estimate_cumulative_logit(ANSWERS, ~FIRST, CASES, LEVEL)
    assert found.value > 0, "the first group answers higher"
    assert found.df == 5 and found.low < found.value < found.high
    assert [stretched.value, stretched.p] == pytest.approx([found.value, found.p])
    for other in (turned, swapped):
        assert [other.value, other.low] == pytest.approx([-found.value, -found.high])


def test_the_clustered_error_sees_that_people_of_a_case_answer_alike() -> None:
    # every case twice: independent people would count double, cases do not
    doubled = [np.concatenate([one, one]) for one in (ANSWERS, FIRST, CASES)]
    found, twice = (
        estimate_cumulative_logit(*data, LEVEL) for data in ((ANSWERS, FIRST, CASES), tuple(doubled))
    )
    assert twice.value == pytest.approx(found.value)
    assert twice.high - twice.low == pytest.approx(found.high - found.low, rel=1e-6)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.where(FIRST, 5.0, ANSWERS), "separated"),
        (np.where(FIRST, 4.0, np.minimum(ANSWERS, 3)), "separated"),
        (np.where(FIRST, np.maximum(ANSWERS, 3), np.minimum(ANSWERS, 3)), "separated"),
        (np.ones(18), "no_variance"),
        (FIRST * 1.0, "no_variance"),
        (np.arange(18) * 1.0, "not_ordered"),
    ],
)
def test_what_cannot_be_told_from_the_answers(values: np.ndarray, reason: str) -> None:
    found = estimate_cumulative_logit(values, FIRST, CASES, LEVEL)
    assert (found.exists, found.reason) == (False, reason)


@pytest.mark.parametrize(
    ("first", "cases", "reason"),
    [
        (np.ones(18, dtype=bool), CASES, "group_missing"),
        (FIRST, CASES % 2, "too_few_cases"),
        (CASES == 0, CASES, "too_few_cases"),
    ],
)
def test_what_cannot_be_told_from_the_design(first: np.ndarray, cases: np.ndarray, reason: str) -> None:
    assert estimate_cumulative_logit(ANSWERS, first, cases, LEVEL).reason == reason


def test_quadrature_is_the_integral() -> None:
    random = stream(5, "ordinal")
    cases = np.repeat(np.arange(8), 6)
    latent = 1.5 * random.normal(size=8)[cases] + random.logistic(size=48)
    values = np.digitize(latent, [-1.0, 1.0]).astype(float)
    fit = fit_ordinal_mixed(values, np.empty((48, 0)), cases, nodes=10)
    assert fit is not None and not fit.singular

    def integrand(u: float, answers: np.ndarray) -> float:
        ends = np.concatenate([[-np.inf], fit.estimates, [np.inf]]) - fit.sd * u
        chance = special.expit(ends[answers + 1]) - special.expit(ends[answers])
        return float(np.prod(chance) * np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi))

    whole = sum(
        np.log(integrate.quad(integrand, -9, 9, args=(values[cases == case].astype(int),))[0])
        for case in range(8)
    )
    assert fit.loglik == pytest.approx(whole, abs=1e-4)
    laplace = fit_ordinal_mixed(values, np.empty((48, 0)), cases, nodes=1)
    assert laplace is not None and laplace.loglik == pytest.approx(whole, abs=0.5)


def test_cases_that_do_not_differ_give_the_model_without_them() -> None:
    values, cases = np.tile([1.0, 2.0, 1.0, 3.0], 5), np.repeat(np.arange(5), 4)
    design = np.tile([[0.0], [0.0], [1.0], [1.0]], (5, 1))
    fit, plain = fit_ordinal_mixed(values, design, cases), fit_cumulative_logit(values, design)
    assert fit is not None and plain is not None and fit.singular and fit.sd == 0
    assert fit.estimates == pytest.approx(plain.estimates) and fit.loglik == plain.loglik
    assert fit_ordinal_mixed(design[:, 0], design, cases) is None, "separated"


def test_cases_that_lie_far_apart_are_found_all_the_same() -> None:
    # made with R 4.2.2, ordinal 2022.11.16: clmm(nAGQ = 10); the likelihood is flat in the sd
    answers = np.array([3, 3, 3, 4, 5, 5, 5, 5, 2, 3, 3, 4, 4, 1, 3, 1, 1, 2], dtype=float)
    enterprise = np.array([0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1], dtype=float)
    x = [-0.4374, 0.1477, -0.8502, -0.237, 0.2562, 0.8426, 0.2671, -0.5016, 1.7697]
    x += [1.3244, 1.2333, 0.6369, -0.825, 0.3171, 0.9783, -0.1595, 1.3933, -1.6272]
    cases = np.repeat(np.arange(5), [4, 4, 2, 3, 5])
    found = fit_ordinal_mixed(answers, np.column_stack([enterprise, x]), cases, nodes=10)
    assert found is not None
    expected = [-4.68282, -3.16416, 1.55395, 5.48425, 1.84248, -0.38609]
    assert found.estimates == pytest.approx(np.array(expected), rel=0.005)
    assert found.sd == pytest.approx(5.29617, rel=0.005)
