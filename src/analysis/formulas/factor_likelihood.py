"""The likelihood of one factor behind standardized items, and its Newton steps, for many fits at once.

The model of k items is Σ = λλ' + diag(θ). A fit is a row (λ, θ) of 2k parameters; residual variances θ
may be negative.
"""

from __future__ import annotations

from math import nan

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values

STEPS = 60
"""Most steps of a fit; one that needs more is taken not to converge."""

SLOPE = 1e-8
"""Largest slope of the discrepancy, per unit of a standardized parameter, at which a fit has converged."""

RUNAWAY = 5.0
"""Size of a standardized parameter at which a fit has run off and is given up."""

FLAT = 1e-7
"""Smallest variance of Σ, of standardized items, at which a fit has run into a singular Σ and is given up."""

FISHER_STEPS = 3
"""Steps with the expected curvature, which is always positive, before the exact one is used."""


def fit_likelihood(correlations: Values) -> Values:
    """B × 2k loadings and residual variances of B × k × k correlations, k > 3; NaN without convergence.

    Minimises log|Σ| + tr(RΣ⁻¹) over both (Jöreskog 1967) by Newton's method with halved steps, each fit
    until its slopes vanish at a minimum. A fit that runs off, or into a singular Σ, is given up.
    """
    k = correlations.shape[1]
    found = np.full((len(correlations), 2 * k), nan)
    rows = np.arange(len(correlations))
    at = _start(correlations)
    height, inverse = _discrepancy(correlations, at)
    for step in range(STEPS):
        exact = step >= FISHER_STEPS
        slope, curvature = _derivatives(correlations, at, inverse, exact)
        done = np.abs(slope).max(axis=1) < SLOPE
        if done.any():
            _keep_minima(found, rows[done], at[done], curvature[done])
        left = ~done & (np.abs(at).max(axis=1) < RUNAWAY) & (np.abs(inverse).max(axis=(1, 2)) < 1 / FLAT)
        if not left.any():
            break
        rows, correlations, at, height = rows[left], correlations[left], at[left], height[left]
        inverse, slope, curvature = inverse[left], slope[left], curvature[left]
        direction = _downhill(correlations, at, inverse, slope, curvature)
        at, height, inverse = _search(correlations, at, height, inverse, slope, direction)
    return found


def _keep_minima(found: Values, rows: NDArray[np.int64], at: Values, curvature: Values) -> None:
    """Write down the fits whose curvature tells a minimum from a saddle."""
    lowest = np.linalg.eigvalsh(curvature)[:, 0] > 0
    found[rows[lowest]] = at[lowest]


def _start(correlations: Values) -> Values:
    """Jöreskog's (1967) start: θ from the squared multiple correlations, λ its best companion.

    The correlations are drawn a little together first, so that a resample of few people has a start.
    """
    k = correlations.shape[1]
    regular = 0.95 * correlations + 0.05 * np.eye(k)
    uniqueness = (1 - 0.5 / k) / np.einsum("bii->bi", np.linalg.inv(regular))
    root = np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlations / (root[:, :, None] * root[:, None, :]))
    size = np.sqrt(np.maximum(values[:, -1] - 1, 1e-2))
    return np.concatenate([root * vectors[:, :, -1] * size[:, None], uniqueness], axis=1)


def _discrepancy(correlations: Values, at: Values) -> tuple[Values, Values]:
    """log|Σ| + tr(RΣ⁻¹) and Σ⁻¹ of each fit; infinite where Σ is not positive definite.

    Σ is a diagonal matrix and one more term, so its determinant and inverse are in closed form. One
    θ may be negative: then Σ is positive definite if and only if its determinant is positive.
    """
    k = at.shape[1] // 2
    loadings, residuals = at[:, :k], np.where(at[:, k:] == 0, 1e-12, at[:, k:])
    ratio = loadings / residuals
    whole = 1 + (loadings * ratio).sum(axis=1)
    sign = np.prod(np.sign(residuals), axis=1) * np.sign(whole)
    allowed = (sign > 0) & ((residuals < 0).sum(axis=1) <= 1)
    whole = np.where(whole == 0, 1.0, whole)
    inverse = -ratio[:, :, None] * ratio[:, None, :] / whole[:, None, None]
    np.einsum("bii->bi", inverse)[...] += 1 / residuals
    logs = np.log(np.abs(residuals)).sum(axis=1) + np.log(np.abs(whole))
    height = logs + np.einsum("bij,bij->b", correlations, inverse)
    return np.where(allowed, height, np.inf), inverse


def _derivatives(correlations: Values, at: Values, inverse: Values, exact: bool) -> tuple[Values, Values]:
    """Slope and curvature of the discrepancy in (λ, θ), the curvature exact or expected.

    With W = Σ⁻¹ and V = WRW (W itself in the expected curvature), the curvature in two elements of Σ
    is 2 tr(W dΣ V dΣ) - tr(W dΣ W dΣ), and two loadings have the slope's own term besides.
    """
    k = at.shape[1] // 2
    loadings = at[:, :k]
    middle = inverse @ correlations @ inverse
    off = inverse - middle
    pull = np.einsum("bij,bj->bi", off, loadings)
    slope = np.concatenate([2 * pull, np.einsum("bii->bi", off)], axis=1)
    curvature = -_products(inverse, inverse, loadings)
    curvature += 2 * _products(inverse, middle if exact else inverse, loadings)
    if exact:
        curvature[:, :k, :k] += 2 * off
    return slope, curvature


def _products(first: Values, second: Values, loadings: Values) -> Values:
    """tr(A dΣ B dΣ) for every two elements of (λ, θ), A and B symmetric."""
    k = loadings.shape[1]
    a = np.einsum("bij,bj->bi", first, loadings)
    b = np.einsum("bij,bj->bi", second, loadings)
    aa = np.einsum("bi,bi->b", a, loadings)[:, None, None]
    bb = np.einsum("bi,bi->b", b, loadings)[:, None, None]
    found = np.empty((len(loadings), 2 * k, 2 * k))
    cross = a[:, :, None] * b[:, None, :]
    found[:, :k, :k] = cross + cross.transpose(0, 2, 1) + first * bb + second * aa
    found[:, :k, k:] = first * b[:, None, :] + second * a[:, None, :]
    found[:, k:, :k] = found[:, :k, k:].transpose(0, 2, 1)
    found[:, k:, k:] = first * second
    return found


def _downhill(correlations: Values, at: Values, inverse: Values, slope: Values, curvature: Values) -> Values:
    """The Newton step, and where that leads uphill the step with the expected curvature."""
    direction = _solve(curvature, slope)
    uphill = ~(np.einsum("bi,bi->b", slope, direction) < 0)
    if uphill.any():
        expected = _derivatives(correlations[uphill], at[uphill], inverse[uphill], exact=False)[1]
        direction[uphill] = _solve(expected, slope[uphill])
    return direction


def _solve(curvature: Values, slope: Values) -> Values:
    """The step that would level a slope; far from the solution a curvature may be singular."""
    unit = np.sqrt(np.abs(np.einsum("bii->bi", curvature))) + 1e-3
    ridge = 1e-6 * np.eye(slope.shape[1])
    scaled = curvature / (unit[:, :, None] * unit[:, None, :]) + ridge
    try:
        step = np.linalg.solve(scaled, -(slope / unit)[..., None])[..., 0]
    except np.linalg.LinAlgError:
        step = -(np.linalg.pinv(scaled) @ (slope / unit)[..., None])[..., 0]
    return np.asarray(step / unit, dtype=np.float64)


def _search(
    correlations: Values, at: Values, height: Values, inverse: Values, slope: Values, direction: Values
) -> tuple[Values, Values, Values]:
    """The whole step, halved until the discrepancy falls; where it never falls the fit stays."""
    gain = np.einsum("bi,bi->b", slope, direction)
    left = np.arange(len(at))
    at, height, inverse = at.copy(), height.copy(), inverse.copy()
    share = 1.0
    for _ in range(30):
        trial = at[left] + share * direction[left]
        reached, turned = _discrepancy(correlations[left], trial)
        better = reached <= height[left] + 1e-4 * share * gain[left] + 1e-13
        moved = left[better]
        at[moved], height[moved], inverse[moved] = trial[better], reached[better], turned[better]
        left = left[~better]
        if not len(left):
            break
        share /= 2
    return at, height, inverse
