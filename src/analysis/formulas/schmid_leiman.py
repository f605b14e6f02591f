"""Hierarchical omega: a general factor above group factors, from minres, oblimin and Schmid & Leiman."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

import numpy as np
from scipy import optimize

from analysis.estimates import Values

LEAST_UNIQUENESS = 0.005
"""The smallest residual variance of a standardized item that minres allows."""

ROTATIONS = 1000
"""Most steps of a rotation."""

STILL = 1e-5
"""The size of a projected gradient, or the share of gain, at which a rotation ends."""


@dataclass(frozen=True)
class SchmidLeiman:
    """Reliabilities of a sum of standardized items, each turned to load upwards on the general factor.

    `omega_h` is the general factor's share of the sum's variance and `omega_total` that of all factors;
    `omega_lim` is the first over the second. `general` are the items' loadings on the general factor.
    """

    omega_h: float
    omega_total: float
    omega_lim: float
    alpha: float
    lambda6: float
    general: Values


def fit_schmid_leiman(correlations: Values, factors: int) -> SchmidLeiman:
    """Schmid & Leiman's (1957) solution of a k × k correlation matrix, and McDonald's (1999) omegas from it.

    As Zinbarg, Revelle, Yovel & Li (2005), and psych's `omega`: minres factors (Harman & Jones 1966), turned
    by varimax and from there by direct oblimin (gamma 0; Jennrich 2002), and one minres factor of the
    factors' correlations. Two factors load equally on the general one; one factor is the general one. NaN
    where a correlation is missing, there are fewer items than factors, the factors become one in their
    rotation, or the sum has no variance.
    """
    items = len(correlations)
    undefined = SchmidLeiman(nan, nan, nan, nan, nan, np.full(items, nan))
    if not np.isfinite(correlations).all() or items < max(factors, 2):
        return undefined
    uniqueness = np.clip(1 - squared_multiple_correlations(correlations), LEAST_UNIQUENESS, 1)
    orthogonal = fit_minres(correlations, factors, uniqueness)
    pattern, between = orthogonal, np.ones((1, 1))
    if factors > 1:
        try:
            pattern, between = turn_oblimin(turn_varimax(orthogonal))
        except np.linalg.LinAlgError:
            return undefined
    general = pattern @ _load_general(between)
    turned = np.where(general < 0, -1.0, 1.0)
    whole = float(turned @ correlations @ turned)
    common = whole - float((1 - (orthogonal**2).sum(axis=1)).sum())
    if not min(whole, common) > 1e-9 * items:
        return undefined
    loaded = float(np.abs(general).sum()) ** 2
    lost = items - float(squared_multiple_correlations(correlations).sum())
    return SchmidLeiman(
        omega_h=loaded / whole,
        omega_total=common / whole,
        omega_lim=loaded / common,
        alpha=items / (items - 1) * (1 - items / whole),
        lambda6=1 - lost / whole,
        general=np.abs(general),
    )


def squared_multiple_correlations(correlations: Values) -> Values:
    """R² of each item on all others, 0 to 1; of a singular matrix by its pseudoinverse, as psych does."""
    inverse = np.linalg.pinv(correlations, rcond=sqrt(np.finfo(float).eps), hermitian=True)
    return np.clip(1 - 1 / np.maximum(np.diag(inverse), 1e-12), 0, 1)


def fit_minres(correlations: Values, factors: int, start: Values) -> Values:
    """Unrotated loadings that leave the smallest squared residuals off the diagonal (Harman & Jones 1966).

    Residual variances are looked for from `start`, between .005 and 1; given these, the loadings are the
    leading eigenvectors of what is left.
    """

    def height(uniqueness: Values) -> tuple[float, Values]:
        loadings = _load_principal(correlations, uniqueness, factors)
        left = loadings @ loadings.T + np.diag(uniqueness) - correlations
        return float((left**2).sum()) / 2, np.diag(left)

    found: Any = optimize.minimize(
        height,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1)] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000, "maxfun": 50_000},
    )
    return _load_principal(correlations, found.x, factors)


def turn_varimax(loadings: Values) -> Values:
    """Kaiser's (1958) varimax of loadings, each item brought to length 1 first."""
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    size[size == 0] = 1
    unit = loadings / size
    turn, gain = np.eye(loadings.shape[1]), 0.0
    for _ in range(ROTATIONS):
        turned = unit @ turn
        pull = unit.T @ (turned**3 - turned * (turned**2).mean(axis=0))
        left, values, right = np.linalg.svd(pull)
        turn, before, gain = left @ right, gain, float(values.sum())
        if gain < before * (1 + STILL):
            break
    return np.asarray(unit @ turn * size, dtype=np.float64)


def turn_oblimin(loadings: Values) -> tuple[Values, Values]:
    """Direct oblimin with gamma 0 (quartimin): the pattern, and the correlations of the factors.

    Gradient projection (Jennrich 2002) from the loadings as they are, items not brought to one length.
    """
    turn = np.eye(loadings.shape[1])
    pattern, height, slope = _quartimin(loadings, turn)
    share = 1.0
    for _ in range(ROTATIONS):
        direction = slope - turn * (turn * slope).sum(axis=0)
        size = float((direction**2).sum())
        if sqrt(size) < STILL:
            break
        share *= 2
        for _ in range(11):
            trial = turn - share * direction
            trial = trial / np.sqrt((trial**2).sum(axis=0))
            reached = _quartimin(loadings, trial)
            if height - reached[1] > 0.5 * size * share:
                break
            share /= 2
        turn, (pattern, height, slope) = trial, reached
    return pattern, turn.T @ turn


def _quartimin(loadings: Values, turn: Values) -> tuple[Values, float, Values]:
    """The pattern of a turn of the axes, quartimin's criterion, and its slope in the turn."""
    inverse = np.linalg.inv(turn)
    pattern = loadings @ inverse.T
    squares = pattern**2
    others = squares.sum(axis=1, keepdims=True) - squares
    slope = -(pattern.T @ (pattern * others) @ inverse).T
    return pattern, float((squares * others).sum()) / 4, slope


def _load_principal(correlations: Values, uniqueness: Values, factors: int) -> Values:
    values, vectors = np.linalg.eigh(correlations - np.diag(uniqueness))
    kept = vectors[:, ::-1][:, :factors]
    return np.asarray(kept * np.sqrt(np.maximum(values[::-1][:factors], 0)), dtype=np.float64)


def _load_general(between: Values) -> Values:
    """The factors' loadings on the general factor, which sum to 0 or more."""
    if len(between) == 1:
        return np.ones(1)
    if len(between) == 2:
        shared = float(between[0, 1])
        return np.array([1.0, np.sign(shared)]) * sqrt(abs(shared))
    start = np.clip(1 - squared_multiple_correlations(between), LEAST_UNIQUENESS, 1)
    loadings = fit_minres(between, 1, start)[:, 0]
    return np.asarray(loadings * (-1.0 if loadings.sum() < 0 else 1.0), dtype=np.float64)
