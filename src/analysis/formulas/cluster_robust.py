"""Least squares with standard errors that allow people of one case to answer alike.

Plain arrays without missing values go in; `clusters` numbers each person's case.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import standard_deviation, t_quantile


@dataclass(frozen=True)
class ClusteredRegression:
    """Coefficients of least squares with several standard errors, one entry a column of the design.

    `se_cr0` is the plain sandwich, `se_cr1` has Stata's factor G/(G - 1) · (N - 1)/(N - k), `se_cr2`
    is Bell & McCaffrey's (2002) with `df_cr2` after Satterthwaite (working model: independent people),
    `se_cr3` close to a jackknife over clusters (NaN where a cluster alone carries a coefficient).
    """

    beta: Values
    se_ols: Values
    se_cr0: Values
    se_cr1: Values
    se_cr2: Values
    df_cr2: Values
    se_cr3: Values
    n_clusters: int

    @property
    def p_cr1(self) -> Values:
        """Two-sided p of CR1 from Student's t on G - 1 degrees of freedom."""
        return _two_sided(self.beta, self.se_cr1, np.full(len(self.beta), self.n_clusters - 1.0))

    @property
    def p_cr2(self) -> Values:
        """Two-sided p of CR2 from Student's t on Satterthwaite's degrees of freedom."""
        return _two_sided(self.beta, self.se_cr2, self.df_cr2)


def estimate_cluster_robust_difference(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """The difference of two means with the CR2 interval and p on Satterthwaite's degrees of freedom.

    Bell & McCaffrey (2002); Pustejovsky & Tipton (2018). Needs both groups (`group_missing`), three
    cases and each group in two of them (`too_few_cases`), and people who differ within a group
    (`no_variance`). A group in one case leaves no residual that tells how cases of it would differ: the
    error is then far too small, and a third of simulated studies without a difference was rejected.
    """
    hindrance = hinder_two_groups(values, first, cases, fewest_of_a_side=2)
    if hindrance:
        return not_estimable(hindrance)
    fit = fit_clustered_ols(values, two_group_design(first), cases)
    value, error, df = float(fit.beta[1]), float(fit.se_cr2[1]), float(fit.df_cr2[1])
    if not (error > 0 and df > 0):
        return Estimate(value, reason="no_variance")
    half = t_quantile(df, level) * error
    return Estimate(value, value - half, value + half, df=df, p=float(fit.p_cr2[1]))


def fit_clustered_ols(values: Values, design: Values, clusters: NDArray[np.int64]) -> ClusteredRegression:
    """Least squares of a people × columns design of full rank, and its clustered standard errors.

    A cluster that alone carries a coefficient makes I - H of that cluster singular; CR2 then takes the
    symmetric pseudo-inverse of its root, as clubSandwich does.
    """
    n, k = design.shape
    bread = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    beta = bread @ (design.T @ values)
    residuals = values - design @ beta
    labels, place = np.unique(clusters, return_inverse=True)
    adjusted = [_adjust_cluster(design[place == j], residuals[place == j], bread) for j in range(len(labels))]
    plain, second, third = (np.array([one[kind] for one in adjusted], dtype=np.float64) for kind in range(3))
    cr0 = _sandwich(plain, bread)
    g = len(labels)
    factor = g / (g - 1) * (n - 1) / (n - k) if g > 1 and n > k else nan
    ols = np.diag(bread) * float(residuals @ residuals) / (n - k) if n > k else np.full(k, nan)
    return ClusteredRegression(
        beta=beta,
        se_ols=np.sqrt(ols),
        se_cr0=np.sqrt(cr0),
        se_cr1=np.sqrt(factor * cr0),
        se_cr2=np.sqrt(_sandwich(second, bread)),
        df_cr2=_satterthwaite([one[3] for one in adjusted], [one[4] for one in adjusted], bread),
        se_cr3=np.sqrt(_sandwich(third, bread)),
        n_clusters=g,
    )


def two_group_design(first: NDArray[np.bool_]) -> Values:
    """The columns of a difference between two groups: 1 for everybody, and 1 for the first group."""
    return np.column_stack([np.ones(len(first)), first])


def hinder_two_groups(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], fewest_of_a_side: int = 1
) -> str:
    """Why people in cases cannot be compared by their clusters; empty where they can.

    `group_missing`, `too_few_cases` (fewer than three in all or than `fewest_of_a_side` with one of the
    groups), or `no_variance` (each group answers alike).
    """
    if first.all() or not first.any():
        return "group_missing"
    fewest = min(len(np.unique(cases[side])) for side in (first, ~first))
    if len(np.unique(cases)) < 3 or fewest < fewest_of_a_side:
        return "too_few_cases"
    spread = standard_deviation(values[first]) if first.sum() > 1 else 0.0
    spread += standard_deviation(values[~first]) if (~first).sum() > 1 else 0.0
    return "" if spread > 0 else "no_variance"


def _adjust_cluster(
    rows: Values, residuals: Values, bread: Values
) -> tuple[Values, Values, Values, Values, Values]:
    """One cluster's scores under CR0, CR2 and CR3, and CR2's adjusted rows with their products."""
    basis, inside = np.linalg.qr(rows)  # all that differs from the identity lies in the span of the rows
    roots, vectors = np.linalg.eigh(np.eye(len(inside)) - inside @ bread @ inside.T)
    real = roots > 1e-12
    turned, along = vectors.T @ inside, vectors.T @ (basis.T @ residuals)
    halved = turned[real] / np.sqrt(roots[real])[:, np.newaxis]
    third = turned.T @ (along / roots) if real.all() else np.full(rows.shape[1], nan)
    return rows.T @ residuals, halved.T @ along[real], third, halved.T @ halved, turned[real].T @ halved


def _sandwich(scores: Values, bread: Values) -> Values:
    """The diagonal of bread · scores' scores · bread."""
    return np.asarray(((scores @ bread) ** 2).sum(axis=0))


def _satterthwaite(squares: list[Values], products: list[Values], bread: Values) -> Values:
    """Degrees of freedom of CR2 (Pustejovsky & Tipton 2018, equation 11), for every coefficient.

    With u_g the adjusted rows of cluster g times a column of the bread, the variance is a quadratic
    form whose matrix has the entries u_g'(I - H)u_h.
    """
    own = np.stack([np.einsum("ak,ab,bk->k", bread, one, bread) for one in squares])
    cross = np.stack([one @ bread for one in products])
    form = -np.einsum("gak,ab,hbk->kgh", cross, bread, cross)
    form[:, np.arange(len(own)), np.arange(len(own))] += own.T
    trace = np.trace(form, axis1=1, axis2=2)
    square = (form**2).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(trace > 1e-12 * np.diag(bread), trace**2 / square, nan))


def _two_sided(beta: Values, errors: Values, df: Values) -> Values:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * special.stdtr(df, -np.abs(beta / errors)))
