"""One factor by maximum likelihood, omega total, and its interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from analysis.formulas.one_factor import (
    covariance_of,
    estimate_omega,
    estimate_omega_without,
    fit_one_factor,
    fit_with_perfect_item,
    resample_covariances,
)
from analysis.formulas.resampling import stream

LEVEL = 0.95
# The first three items of 18 people of the reference study's shape.
THREE = np.array(
    [
        [3, 3, 2, 2, 4, 3, 5, 4, 3, 2, 3, 2, 1, 3, 3, 2, 3, 4],
        [3, 5, 2, 2, 3, 3, 5, 3, 4, 2, 1, 4, 3, 3, 3, 3, 3, 4],
        [3, 4, 2, 3, 5, 3, 4, 5, 3, 1, 3, 4, 2, 2, 2, 4, 4, 4],
    ],
    dtype=float,
).T


def model(loadings: list[float], residuals: list[float]) -> np.ndarray:
    """The covariances that a one-factor model gives."""
    return np.outer(loadings, loadings) + np.diag(residuals)


def people(items: int, n: int = 60, loading: float = 0.8, *names: str) -> np.ndarray:
    """Answers of people who share one factor."""
    random = stream(1, "one factor", *names)
    return loading * random.normal(size=(n, 1)) + 0.7 * random.normal(size=(n, items))


def discrepancy(covariance: np.ndarray, loadings: np.ndarray, residuals: np.ndarray) -> float:
    """log|Σ| + tr(SΣ⁻¹), which maximum likelihood makes smallest."""
    sigma = model(list(loadings), list(residuals))
    return float(np.linalg.slogdet(sigma)[1] + np.trace(np.linalg.solve(sigma, covariance)))


@pytest.mark.parametrize(
    ("loadings", "residuals"),
    [
        ([1.0, 2.0, 0.5], [0.4, 1.0, 0.3]),
        ([1.0, 2.0, 0.5, 0.7], [0.4, 1.0, 0.3, 2.0]),
        ([1.0, -0.6, 0.5, 0.7, 1.5, 0.1], [0.4, 1.0, 0.3, 2.0, 0.2, 1.0]),
        ([1.2, 0.8, 0.9], [-0.3, 1.0, 1.0]),
        ([1.2, 0.5, 0.4, 0.5], [-0.2, 1.0, 1.0, 1.0]),
    ],
)
def test_covariances_of_a_model_give_the_model_back(loadings: list[float], residuals: list[float]) -> None:
    fit = fit_one_factor(model(loadings, residuals)[None])
    assert fit.loadings[0] == pytest.approx(loadings, abs=1e-6)
    assert fit.residuals[0] == pytest.approx(residuals, abs=1e-6)
    assert fit.converged[0]
    assert bool(fit.negative_residual[0]) == (min(residuals) < 0)
    assert bool(fit.proper[0]) == (min(residuals) >= 0)


def test_omega_is_the_share_of_the_factor_in_the_sum() -> None:
    fit = fit_one_factor(model([1.0, 2.0, 0.5], [0.4, 1.0, 0.3])[None])
    assert fit.omega[0] == pytest.approx(3.5**2 / (3.5**2 + 1.7))


def test_the_sign_of_the_factor_is_that_of_the_sum_of_its_loadings() -> None:
    fit = fit_one_factor(model([-1.0, -2.0, 0.5], [0.4, 1.0, 0.3])[None])
    assert fit.loadings[0] == pytest.approx([1.0, 2.0, -0.5])


@settings(max_examples=25, deadline=None)
@given(items=st.integers(4, 8), seed=st.integers(0, 10_000))
def test_a_fit_is_a_minimum_and_follows_the_unit_of_the_items(items: int, seed: int) -> None:
    covariance = covariance_of(people(items, 30, 0.8, str(seed)))
    unit = np.linspace(0.1, 30, items)
    fit, scaled = (fit_one_factor(one[None]) for one in (covariance, covariance * np.outer(unit, unit)))
    assert fit.converged[0] and scaled.converged[0]
    assert np.abs(scaled.loadings[0] / unit) == pytest.approx(np.abs(fit.loadings[0]), abs=1e-6)
    assert scaled.residuals[0] / unit**2 == pytest.approx(fit.residuals[0], abs=1e-6)
    lowest = discrepancy(covariance, fit.loadings[0], fit.residuals[0])
    moves = stream(2, "moves", str(seed)).normal(size=(20, 2, items)) * 0.01
    near = [discrepancy(covariance, fit.loadings[0] + one, fit.residuals[0] + other) for one, other in moves]
    assert min(near) > lowest


def test_many_fits_at_once_are_the_fits_one_by_one() -> None:
    covariances = resample_covariances(people(5, 18), 40, stream(1, "batch"))
    together = fit_one_factor(covariances)
    alone = [fit_one_factor(one[None]) for one in covariances]
    assert together.converged.tolist() == [bool(one.converged[0]) for one in alone]
    assert together.omega == pytest.approx([one.omega[0] for one in alone], abs=1e-9, nan_ok=True)


def test_three_items_whose_covariances_contradict_each_other_have_no_fit() -> None:
    covariance = np.array([[1.0, 0.4, 0.4], [0.4, 1.0, -0.4], [0.4, -0.4, 1.0]])
    fit = fit_one_factor(np.stack([covariance, model([0.5, 0.6, 0.7], [1, 1, 1])]))
    assert fit.converged.tolist() == [False, True]
    assert np.isnan(fit.omega[0]) and np.isnan(fit.loadings[0]).all()


def test_a_draw_in_which_an_item_does_not_vary_has_no_fit() -> None:
    whole = model([1.0, 2.0, 0.5, 0.7], [0.4, 1.0, 0.3, 2.0])
    flat = whole.copy()
    flat[0] = flat[:, 0] = 0
    flat[0, 0] = 1e-18
    twin = model([1.0, 1.0, 0.5, 0.7], [0.0, 0.0, 0.3, 2.0])
    assert fit_one_factor(np.stack([whole, flat, twin])).converged.tolist() == [True, False, False]


def test_covariances_of_resamples_are_those_of_the_people_drawn() -> None:
    drawn = resample_covariances(THREE + 100, 7, stream(3, "resample"))
    weights = stream(3, "resample").multinomial(18, np.full(18, 1 / 18), size=7)
    for covariance, weight in zip(drawn, weights, strict=True):
        expected = np.cov(np.repeat(THREE, weight, axis=0), rowvar=False, ddof=0)
        assert covariance == pytest.approx(expected, abs=1e-12)


def test_omega_has_the_percentile_interval_of_all_draws_improper_ones_at_their_bound() -> None:
    found = estimate_omega(THREE, LEVEL, 500, stream(4, "omega"))
    covariances = resample_covariances(THREE, 500, stream(4, "omega"))
    fits, bounded = fit_one_factor(covariances), fit_with_perfect_item(covariances)
    assert 250 < fits.proper.sum() < 500, "some draws are improper"
    drawn = np.where(fits.proper, fits.omega, bounded.omega)
    assert [found.low, found.high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]))
    assert found.value == pytest.approx(0.742685860200716, abs=1e-6), "lavaan 0.6.14"
    assert found.reason == ""
    again = estimate_omega(THREE, LEVEL, 500, stream(4, "omega"))
    assert (again.value, again.low, again.high) == (found.value, found.low, found.high)


def test_the_best_fit_with_a_perfect_item_is_the_bounded_maximum() -> None:
    covariances = resample_covariances(people(4, 18), 60, stream(9, "bounded"))
    free, bounded = fit_one_factor(covariances), fit_with_perfect_item(covariances)
    improper = np.flatnonzero(~free.proper)
    assert len(improper) > 3
    for row in improper[:6]:
        covariance = covariances[row]

        def height(at: np.ndarray, covariance: np.ndarray = covariance) -> float:
            return discrepancy(covariance, at[:4], np.exp(at[4:]))

        start = np.r_[bounded.loadings[row], np.log(bounded.residuals[row] + 0.05)]
        best = optimize.minimize(height, start, method="Nelder-Mead", options={"maxfev": 20_000})
        reached = discrepancy(covariance, bounded.loadings[row], bounded.residuals[row])
        assert reached <= best.fun + 1e-5
        assert (bounded.residuals[row] == 0).sum() == 1
        assert 0 <= bounded.omega[row] <= 1


def test_draws_in_which_an_item_does_not_vary_have_no_fit_with_a_perfect_item_either() -> None:
    flat = np.array([[1.0, 0, 0], [0, 1, 0.5], [0, 0.5, 1]])
    flat[0, 0] = 0
    fits = fit_with_perfect_item(np.stack([flat, model([1, 1, 1], [1, 1, 1])]))
    assert np.isnan(fits.omega).tolist() == [True, False]
    assert fits.converged.tolist() == [False, True]


def test_an_item_that_seldom_varies_leaves_omega_without_an_interval() -> None:
    answers = np.c_[people(3, 18), np.r_[np.ones(1), np.zeros(17)]]
    answers[0, :3] += 1
    found = estimate_omega(answers, LEVEL, 200, stream(10, "rare"))
    assert found.exists and np.isnan(found.low)
    assert found.reason == "draws_without_variance"


def test_a_heywood_case_has_no_omega() -> None:
    random = stream(5, "heywood")
    factor = random.normal(size=(200, 1))
    noise = random.normal(size=(200, 3))
    answers = np.concatenate([factor, 0.9 * factor, 0.9 * factor], axis=1) + noise * [0.05, 0.6, 0.6]
    answers[:, 0] += 0.3 * noise[:, 1] + 0.3 * noise[:, 2]
    assert fit_one_factor(covariance_of(answers)[None]).negative_residual[0]
    found = estimate_omega(answers, LEVEL, 50, random)
    assert (found.exists, found.reason) == (False, "negative_residual")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (np.zeros((0, 3)), "no_answers"),
        (np.ones((1, 3)), "too_few_people"),
        (np.arange(9.0).reshape(3, 3), "too_few_people"),
        (np.arange(12.0).reshape(6, 2), "too_few_items"),
        (np.arange(6.0).reshape(6, 1), "too_few_items"),
        (np.c_[THREE[:, :2], np.full(18, 4.0)], "no_variance"),
        (np.c_[THREE[:, :2], THREE[:, 0]], "items_coincide"),
        (np.c_[THREE[:, :2], THREE[:, 0] + THREE[:, 1]], "items_coincide"),
        (np.c_[THREE[:, 0], THREE[:, 0] + THREE[:, 1], THREE[:, 0] - 2 * THREE[:, 1]] + THREE * 0.1, ""),
    ],
)
def test_what_no_factor_can_be_fitted_to(answers: np.ndarray, reason: str) -> None:
    found = estimate_omega(answers, LEVEL, 50, stream(6, "bad"))
    if reason:
        assert (found.exists, found.reason) == (False, reason)
        assert np.isnan(found.low)
    else:
        assert (found.exists, found.reason) == (False, "not_converged"), "signs that no factor can give"


def test_few_people_with_many_items_have_an_interval_from_singular_resamples() -> None:
    found = estimate_omega(people(12, 18, 1.2), LEVEL, 200, stream(7, "many"))
    assert found.reason == ""
    assert 0 < found.low < found.value < found.high < 1


def test_omega_without_each_item_is_the_omega_of_the_others() -> None:
    answers = people(5, 40)
    without = estimate_omega_without(answers)
    for item, found in enumerate(without):
        rest = estimate_omega(np.delete(answers, item, axis=1), LEVEL, 2, stream(8, "rest"))
        assert found.value == pytest.approx(rest.value, abs=1e-9)
        assert np.isnan(found.low)


def test_omega_without_an_item_says_why_there_is_none() -> None:
    assert [one.reason for one in estimate_omega_without(THREE)] == ["too_few_items"] * 3
    flat = np.c_[THREE, np.full(18, 2.0)]
    assert [one.reason for one in estimate_omega_without(flat)] == ["no_variance"] * 3 + [""]
    assert [one.reason for one in estimate_omega_without(THREE[:3, [0, 1, 2, 0]])] == ["too_few_people"] * 4
