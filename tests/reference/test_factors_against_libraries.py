"""Factor models, rotations and the bivariate normal beside statsmodels and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels.multivariate.factor import Factor
from statsmodels.multivariate.factor_rotation import rotate_factors

from analysis.formulas.bivariate_normal import cumulate
from analysis.formulas.one_factor import covariance_of, fit_one_factor, resample_covariances
from analysis.formulas.polychoric import cell_shares, count_pairs, fit_polychoric, thresholds
from analysis.formulas.resampling import stream
from analysis.formulas.schmid_leiman import fit_minres, turn_oblimin, turn_varimax

FACTOR = stream(1, "factor libraries", "factor").normal(size=(120, 3))
NOISE = stream(1, "factor libraries", "noise").normal(size=(120, 9))
ANSWERS = FACTOR[:, np.arange(9) % 3] + 0.6 * FACTOR.sum(axis=1, keepdims=True) + 0.9 * NOISE
CORRELATIONS = np.corrcoef(ANSWERS, rowvar=False)


@pytest.mark.parametrize("rho", [-0.95, -0.6, 0.0, 0.3, 0.8, 0.97])
def test_the_bivariate_normal_as_scipy(rho: float) -> None:
    points = np.array([-2.3, -0.4, 0.0, 0.9, 1.8])
    ours = cumulate(points[None], points[None], np.array([rho]))[0]
    normal = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    theirs = [[normal.cdf([one, other]) for other in points] for one in points]
    assert ours == pytest.approx(np.array(theirs), abs=1e-12)


@pytest.mark.parametrize("items", [4, 6, 9])
def test_one_factor_as_statsmodels(items: int) -> None:
    answers = ANSWERS[:, :items]
    spread = answers.std(axis=0)
    ours = fit_one_factor(covariance_of(answers)[None])
    theirs = Factor(corr=np.corrcoef(answers, rowvar=False), n_factor=1, method="ml", nobs=len(answers)).fit()
    assert np.abs(ours.loadings[0] / spread) == pytest.approx(np.abs(theirs.loadings[:, 0]), abs=1e-4)
    assert ours.residuals[0] / spread**2 == pytest.approx(theirs.uniqueness, abs=1e-4)


def test_one_factor_of_few_people_as_a_general_minimiser() -> None:
    covariances = resample_covariances(ANSWERS[:18, :5], 12, stream(2, "few"))
    fits = fit_one_factor(covariances)
    compared = 0
    for covariance, loadings, residuals in zip(covariances, fits.loadings, fits.residuals, strict=True):

        def height(at: np.ndarray, covariance: np.ndarray = covariance) -> float:
            sigma = np.outer(at[:5], at[:5]) + np.diag(at[5:])
            sign, log = np.linalg.slogdet(sigma)
            positive = sign > 0 and np.linalg.eigvalsh(sigma)[0] > 0
            return float(log + np.trace(np.linalg.solve(sigma, covariance))) if positive else 1e6

        if np.isnan(loadings).any():
            continue
        start = np.r_[np.sqrt(np.diag(covariance) / 2) * np.sign(loadings), np.diag(covariance) / 2]
        best = optimize.minimize(
            height, start, method="Nelder-Mead", options={"maxfev": 40_000, "fatol": 1e-12}
        )
        assert height(np.r_[loadings, residuals]) <= best.fun + 1e-7
        compared += 1
    assert compared > 6


def test_varimax_and_oblimin_as_statsmodels() -> None:
    loadings = fit_minres(CORRELATIONS, 3, np.full(9, 0.5))
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    varimax = rotate_factors(loadings / size, "varimax")[0] * size
    ours = turn_varimax(loadings)
    assert _as_set(ours) == pytest.approx(_as_set(varimax), abs=2e-3)
    pattern, turn = rotate_factors(ours, "quartimin")
    found, between = turn_oblimin(ours)
    assert _as_set(found) == pytest.approx(_as_set(pattern), abs=1e-4)
    theirs = turn.T @ turn
    assert sorted(np.abs(between[np.tril_indices(3, -1)])) == pytest.approx(
        sorted(np.abs(theirs[np.tril_indices(3, -1)])), abs=1e-4
    )


def test_minres_as_a_general_minimiser() -> None:
    ours = fit_minres(CORRELATIONS, 2, np.full(9, 0.5))

    def left(at: np.ndarray) -> float:
        loadings = at.reshape(9, 2)
        return float((np.tril(CORRELATIONS - loadings @ loadings.T, -1) ** 2).sum())

    best = optimize.minimize(left, ours.ravel() + 0.05, method="BFGS", options={"gtol": 1e-10})
    assert left(ours.ravel()) == pytest.approx(best.fun, abs=1e-9)
    common = best.x.reshape(9, 2) @ best.x.reshape(9, 2).T
    assert ours @ ours.T == pytest.approx(common, abs=1e-4)


def test_polychoric_correlations_as_a_general_minimiser() -> None:
    tables = count_pairs(np.clip(np.round(ANSWERS[:, :4]), -2, 2))
    for table, rho in zip(tables, fit_polychoric(tables).rho, strict=True):
        x, y = thresholds(table.sum(axis=1)[None]), thresholds(table.sum(axis=0)[None])

        def height(at: float, table: np.ndarray = table, x: np.ndarray = x, y: np.ndarray = y) -> float:
            shares = np.maximum(cell_shares(x, y, np.array([at]))[0], 1e-300)
            return -float((table * np.log(shares)).sum())

        best = optimize.minimize_scalar(
            height, bounds=(-0.99, 0.99), method="bounded", options={"xatol": 1e-9}
        )
        assert rho == pytest.approx(best.x, abs=1e-6)


def _as_set(loadings: np.ndarray) -> np.ndarray:
    """Loadings whatever the order and the sign of the factors."""
    positive = loadings * np.sign(loadings.sum(axis=0))
    return positive[:, np.argsort(positive[0])]
