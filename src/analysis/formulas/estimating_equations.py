"""Generalised estimating equations for means of people inside cases (Liang & Zeger 1986), normal answers.

Scale and correlation are the moment estimators of R's geepack: mean squares and products without a
correction for the number of coefficients, which in small studies is no small matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from analysis.estimates import Values

Correlation = Literal["independence", "exchangeable", "ar1"]


@dataclass(frozen=True)
class EstimatingEquations:
    """Coefficients with robust and approximate-jackknife errors, one entry a column of the design.

    `correlation` is that of two people of a case (of neighbours in the order given, for ar1), NaN under
    independence; `scale` the mean squared residual.
    """

    beta: Values
    se_robust: Values
    se_jackknife: Values
    correlation: float
    scale: float


def fit_estimating_equations(
    values: Values, design: Values, clusters: NDArray[np.int64], correlation: Correlation
) -> EstimatingEquations | None:
    """Fit by turns of least squares and moments; None where these do not settle, leave no residual,
    or where the people of a case answer so alike, or so contrary, that the working correlation is none.

    The jackknife leaves out one cluster at a time by one Newton step; its sum of squares is multiplied
    by (G - m) / G, m the number of all parameters, as geepack does.
    """
    members = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    largest, found = max(map(len, members)), 0.0
    for _ in range(200):
        bread, beta = _solve(values, design, members, correlation, found)
        residuals = values - design @ beta
        scale = float(residuals @ residuals) / len(values)
        if scale <= 1e-24 * float(values @ values):
            return None
        last, found = found, _correlate(residuals / sqrt(scale), members, correlation)
        if not -1 / (largest - 1 or 1) < found < 1:
            return None
        if abs(found - last) < 1e-12:
            break
    else:
        return None
    scores, parts = _scores(residuals, design, members, correlation, found)
    robust = ((scores @ np.linalg.inv(bread)) ** 2).sum(axis=0)
    n_parameters = design.shape[1] + 1 + (correlation != "independence")
    factor = (len(members) - n_parameters) / len(members)
    moves = np.stack([np.linalg.solve(bread - own, one) for own, one in zip(parts, scores, strict=True)])
    jackknife = factor * (moves**2).sum(axis=0) if factor > 0 else np.full(design.shape[1], nan)
    return EstimatingEquations(
        beta=beta,
        se_robust=np.sqrt(robust),
        se_jackknife=np.sqrt(jackknife),
        correlation=nan if correlation == "independence" else found,
        scale=scale,
    )


def _working(n: int, correlation: Correlation, found: float) -> Values:
    """The inverse of the working correlation of n people."""
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    power = apart if correlation == "ar1" else np.minimum(apart, 1)
    return np.asarray(np.linalg.inv(np.power(found, power)), dtype=np.float64)


def _solve(
    values: Values, design: Values, members: list[NDArray[np.int64]], correlation: Correlation, found: float
) -> tuple[Values, Values]:
    bread = np.zeros((design.shape[1], design.shape[1]))
    right = np.zeros(design.shape[1])
    for rows in members:
        weighed = design[rows].T @ _working(len(rows), correlation, found)
        bread += weighed @ design[rows]
        right += weighed @ values[rows]
    return bread, np.asarray(np.linalg.solve(bread, right), dtype=np.float64)


def _scores(
    residuals: Values,
    design: Values,
    members: list[NDArray[np.int64]],
    correlation: Correlation,
    found: float,
) -> tuple[Values, list[Values]]:
    scores, parts = [], []
    for rows in members:
        weighed = design[rows].T @ _working(len(rows), correlation, found)
        scores.append(weighed @ residuals[rows])
        parts.append(weighed @ design[rows])
    return np.stack(scores), parts


def _correlate(residuals: Values, members: list[NDArray[np.int64]], correlation: Correlation) -> float:
    """The moment estimator of the correlation from standardised residuals; 0 without any pair."""
    if correlation == "independence":
        return 0.0
    products, apart = [], []
    for rows in members:
        one, other = np.triu_indices(len(rows), 1)
        products.append(residuals[rows[one]] * residuals[rows[other]])
        apart.append(other - one)
    products_, apart_ = np.concatenate(products), np.concatenate(apart)
    if not len(products_):
        return 0.0
    if correlation == "exchangeable":
        return float(products_.mean())

    def equation(rho: float) -> float:
        return float(np.sum(apart_ * rho ** (apart_ - 1) * (products_ - rho**apart_)))

    return float(optimize.brentq(equation, 0.0, 0.999)) if equation(0.0) > 0 > equation(0.999) else 0.0
