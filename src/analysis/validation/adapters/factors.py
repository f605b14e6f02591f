"""One-factor and hierarchical omega, by the names of the reference cases."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np

from analysis.estimates import Values
from analysis.formulas.consistency import alpha_of
from analysis.formulas.one_factor import covariance_of, fit_one_factor
from analysis.formulas.schmid_leiman import fit_schmid_leiman
from analysis.validation.cases import Adapter, ReferenceCase

FACTORS = 3
"""How many group factors there are where a case does not say."""


def compute_omega(case: ReferenceCase) -> dict[str, Any]:
    """The one-factor solution of the covariances, improper or not, and the omegas that come of it.

    All NaN, and no word on negative residuals, where the fit does not converge or an item does not vary.
    """
    answers = _complete_rows(case)
    items = answers.shape[1]
    covariance = covariance_of(answers) if len(answers) else np.full((items, items), nan)
    if items < 3 or not (np.diag(covariance) > 0).all():
        return _undefined(items)
    fit = fit_one_factor(covariance[None])
    if not fit.converged[0]:
        return _undefined(items) | {"alpha": alpha_of(covariance)}
    spread = np.sqrt(np.diag(covariance))
    standardized = fit_one_factor((covariance / np.outer(spread, spread))[None])
    return {
        "loadings": fit.loadings[0].tolist(),
        "residual_variances": fit.residuals[0].tolist(),
        "omega_total": float(fit.omega[0]),
        "omega_observed_variance": float(fit.loadings[0].sum() ** 2 / covariance.sum()),
        "alpha": alpha_of(covariance),
        "omega_total_standardized_items": float(standardized.omega[0]),
        "any_negative_residual": bool(fit.negative_residual[0]),
    }


def compute_omega_hierarchical(case: ReferenceCase) -> dict[str, Any]:
    """Schmid and Leiman's solution of a correlation matrix, or of the correlations of complete rows."""
    given = dict(case.params) if case.params else {}
    if str(given.get("input", "")).startswith("correlation"):
        correlations = case.table.to_numpy(dtype=float)
    else:
        correlations = _correlations(_complete_rows(case))
    found = fit_schmid_leiman(correlations, int(given.get("nfactors", FACTORS)))
    return {
        "omega_h": found.omega_h,
        "omega_total": found.omega_total,
        "alpha_std": found.alpha,
        "G6": found.lambda6,
        "omega_lim": found.omega_lim,
        "g_loadings": found.general.tolist(),
    }


ADAPTERS: dict[str, Adapter] = {
    "mcdonald_omega_one_factor_ml": compute_omega,
    "omega_hierarchical_schmid_leiman": compute_omega_hierarchical,
}


def _undefined(items: int) -> dict[str, Any]:
    numbers = ("omega_total", "omega_observed_variance", "alpha", "omega_total_standardized_items")
    lists = {name: [nan] * items for name in ("loadings", "residual_variances")}
    return lists | dict.fromkeys(numbers, nan) | {"any_negative_residual": None}


def _complete_rows(case: ReferenceCase) -> Values:
    answers = case.table.to_numpy(dtype=float)
    return np.asarray(answers[~np.isnan(answers).any(axis=1)], dtype=np.float64)


def _correlations(answers: Values) -> Values:
    if len(answers) < 2 or (np.ptp(answers, axis=0) == 0).any():
        return np.full((answers.shape[1], answers.shape[1]), nan)
    return np.atleast_2d(np.corrcoef(answers, rowvar=False))
