"""Linear models with a random intercept for every case, by restricted maximum likelihood.

The likelihood has one free parameter, the ratio g of the variance between cases to the residual
variance. Everything it needs are sums over cases: with Q an orthonormal basis of the fixed effects, T
its sums by case and e the least-squares residuals, the eigenvalues λ of diag(n) - T T' and the squared
residuals along their directions give the profile exactly. Plain arrays without missing values go in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import t_quantile

SINGULAR = 1e-4
"""The ratio of standard deviations below which the variance between cases counts as none (as in lme4)."""

RATIOS = np.exp(np.linspace(-20, 20, 161))
"""Where the profile is looked at first: ratios of variances, times the mean number of people in a case."""


@dataclass(frozen=True)
class MixedModel:
    """A fitted model; arrays hold one entry a fixed effect, in the order of the design's columns.

    `se` and `df_satterthwaite` follow Satterthwaite, `se_kr` and `df_kr` Kenward & Roger (1997).
    `singular` says that the variance between cases is estimated as none.
    """

    beta: Values
    se: Values
    df_satterthwaite: Values
    se_kr: Values
    df_kr: Values
    var_intercept: float
    var_residual: float
    reml_loglik: float
    ml_loglik: float
    singular: bool

    @property
    def icc(self) -> float:
        """The share of the variance that lies between cases."""
        return self.var_intercept / (self.var_intercept + self.var_residual)

    @property
    def p_satterthwaite(self) -> Values:
        """Two-sided p of each fixed effect on Satterthwaite's degrees of freedom."""
        return _two_sided(self.beta / self.se, self.df_satterthwaite)

    @property
    def p_kr(self) -> Values:
        """Two-sided p of each fixed effect after Kenward & Roger."""
        return _two_sided(self.beta / self.se_kr, self.df_kr)


def estimate_mixed_difference(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """The difference of two groups from a model with a random intercept for every case.

    REML; interval and p on Kenward & Roger's (1997) standard error and degrees of freedom. Needs both
    groups (`group_missing`), three cases (`too_few_cases`), a case with two people and more people than
    fixed effects (`too_few_people`), and answers that vary inside cases (`no_variance`). Where the
    variance between cases is estimated as none the numbers stand with the reason `singular`.
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    n_cases = len(np.unique(cases))
    if n_cases < 3:
        return not_estimable("too_few_cases")
    if n_cases == len(values):
        return not_estimable("too_few_people")
    model = fit_random_intercept(values, np.column_stack([np.ones(len(values)), first]), cases)
    if model is None:
        return not_estimable("no_variance")
    value, df = float(model.beta[1]), float(model.df_kr[1])
    half = t_quantile(df, level) * float(model.se_kr[1])
    reason = "singular" if model.singular else ""
    return Estimate(value, value - half, value + half, df=df, p=float(model.p_kr[1]), reason=reason)


def fit_random_intercept(values: Values, design: Values, cases: NDArray[np.int64]) -> MixedModel | None:
    """Fit y = Xβ + u_case + e by REML, for a people × effects array of full rank.

    Log-likelihoods have lme4's constants; `ml_loglik` is at its own maximum. None where no such model
    can be told from the data: no more people than effects, or no residual variation.
    """
    sums = _Sums.of(values, design, cases)
    if sums is None:
        return None
    ratio = _minimise(sums.reml_deviance, sums.reml_slope, sums)
    full = _minimise(sums.ml_deviance, sums.ml_slope, sums)
    beta, inverse = sums.solve(ratio)
    residual = sums.quadratic(np.array([ratio]))[0] / sums.free
    se_kr, df_kr = _kenward_roger(sums, inverse, ratio, residual)
    return MixedModel(
        beta=beta,
        se=np.sqrt(residual * np.diag(inverse)),
        df_satterthwaite=_satterthwaite(sums, inverse, ratio, residual),
        se_kr=se_kr,
        df_kr=df_kr,
        var_intercept=ratio * residual,
        var_residual=residual,
        reml_loglik=-float(sums.reml_deviance(np.array([ratio]))[0]) / 2,
        ml_loglik=-float(sums.ml_deviance(np.array([full]))[0]) / 2,
        singular=sqrt(ratio) < SINGULAR,
    )


@dataclass(frozen=True)
class _Sums:
    """What the likelihood needs of the data.

    `sizes[j]` people and the sums `totals[j]` of the design's rows, by case; `roots` λ and `parts` the
    squared residuals along their directions; `rest` what no ratio explains.
    """

    n: int
    sizes: Values
    totals: Values
    cross: Values
    ols: Values
    residual_totals: Values
    roots: Values
    parts: Values
    rest: float
    log_scale: float

    @classmethod
    def of(cls, values: Values, design: Values, cases: NDArray[np.int64]) -> _Sums | None:
        n, k = design.shape
        if n <= k:
            return None
        labels, place = np.unique(cases, return_inverse=True)
        member = (place[:, np.newaxis] == np.arange(len(labels))).astype(float)
        basis, triangle = np.linalg.qr(design)
        residuals = values - basis @ (basis.T @ values)
        residuals -= basis @ (basis.T @ residuals)
        squares = float(residuals @ residuals)
        sizes, by_case = member.sum(axis=0), member.T @ basis
        roots, directions = np.linalg.eigh(np.diag(sizes) - by_case @ by_case.T)
        real = roots > 1e-9 * sizes.max()
        residual_totals = member.T @ residuals
        parts = (directions[:, real].T @ residual_totals) ** 2 / roots[real]
        rest = squares - float(parts.sum())
        scale = float((values - values.mean()) @ (values - values.mean())) or 1.0
        if squares <= 1e-20 * scale or rest <= 1e-12 * squares:
            return None
        return cls(
            n=n,
            sizes=sizes,
            totals=member.T @ design,
            cross=design.T @ design,
            ols=np.linalg.solve(triangle, basis.T @ values),
            residual_totals=residual_totals,
            roots=roots[real],
            parts=parts,
            rest=rest,
            log_scale=2 * float(np.log(np.abs(np.diag(triangle))).sum()),
        )

    @property
    def free(self) -> int:
        """People less fixed effects."""
        return self.n - len(self.ols)

    def quadratic(self, ratios: Values) -> Values:
        """The generalised sum of squared residuals at each ratio."""
        return np.asarray(self.rest + (self.parts / (1 + np.outer(ratios, self.roots))).sum(axis=1))

    def reml_deviance(self, ratios: Values) -> Values:
        """-2 log of the restricted likelihood at each ratio, the residual variance profiled out."""
        fit = self.free * (1 + np.log(2 * pi * self.quadratic(ratios) / self.free))
        return np.asarray(fit + np.log1p(np.outer(ratios, self.roots)).sum(axis=1) + self.log_scale)

    def ml_deviance(self, ratios: Values) -> Values:
        """-2 log of the likelihood at each ratio, the residual variance profiled out."""
        fit = self.n * (1 + np.log(2 * pi * self.quadratic(ratios) / self.n))
        return np.asarray(fit + np.log1p(np.outer(ratios, self.sizes)).sum(axis=1))

    def reml_slope(self, ratio: float) -> float:
        """The derivative of `reml_deviance` at a ratio."""
        return self._slope(ratio, self.free, self.roots)

    def ml_slope(self, ratio: float) -> float:
        """The derivative of `ml_deviance` at a ratio."""
        return self._slope(ratio, self.n, self.sizes)

    def _slope(self, ratio: float, free: int, roots: Values) -> float:
        change = -float((self.parts * self.roots / (1 + ratio * self.roots) ** 2).sum())
        quadratic = float(self.quadratic(np.array([ratio]))[0])
        return free * change / quadratic + float((roots / (1 + ratio * roots)).sum())

    def solve(self, ratio: float) -> tuple[Values, Values]:
        """The fixed effects at a ratio, and (X'V⁻¹X)⁻¹ with V in units of the residual variance."""
        shrink = ratio / (1 + ratio * self.sizes)
        inverse = np.asarray(np.linalg.inv(self.cross - self.weigh(shrink)), dtype=np.float64)
        beta = self.ols - inverse @ (self.totals.T @ (shrink * self.residual_totals))
        return np.asarray(beta, dtype=np.float64), inverse

    def weigh(self, weights: Values) -> Values:
        """Σ weight · total · total' over cases."""
        return np.asarray((self.totals * weights[:, np.newaxis]).T @ self.totals)


def _minimise(deviance: Callable[[Values], Values], slope: Callable[[float], float], sums: _Sums) -> float:
    """The ratio with the smallest deviance: the best of a grid, refined; 0 where none is better.

    The refined ratio is where the slope is 0, which is known to the last digits; the deviance itself is so
    flat there that the order of summation would show in the tenth.
    """
    grid = np.concatenate([[0.0], RATIOS / float(sums.sizes.mean())])
    best = int(np.argmin(deviance(grid)))
    if best == 0:
        return 0.0
    low, high = log(grid[max(best - 1, 1)]), log(grid[min(best + 1, len(grid) - 1)])
    if slope(exp(low)) < 0 < slope(exp(high)):
        return exp(float(optimize.brentq(lambda one: slope(exp(one)), low, high, xtol=1e-15, rtol=1e-15)))
    found = optimize.minimize_scalar(
        lambda one: float(deviance(np.array([exp(one)]))[0]), bounds=(low, high), method="bounded"
    )
    return exp(float(found.x))


def _satterthwaite(sums: _Sums, inverse: Values, ratio: float, residual: float) -> Values:
    """Satterthwaite's degrees of freedom as in lmerTest, from the Hessian in (√ratio, σ)."""
    root, sigma = sqrt(ratio), sqrt(residual)
    shrunk = 1 + ratio * sums.roots
    slope = -float((sums.parts * sums.roots / shrunk**2).sum())
    bend = 2 * float((sums.parts * sums.roots**2 / shrunk**3).sum())
    by_root = 2 * (float((sums.roots / shrunk).sum()) + slope / residual)
    by_root += 4 * ratio * (bend / residual - float(((sums.roots / shrunk) ** 2).sum()))
    mixed = -4 * root * slope / sigma**3
    hessian = np.array([[by_root, mixed], [mixed, 4 * sums.free / residual]])
    values, vectors = np.linalg.eigh(hessian)
    kept = values > 1e-8
    spread = 2 * (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    change = sums.weigh(1 / (1 + ratio * sums.sizes) ** 2)
    gradient = np.stack(
        [2 * root * residual * np.diag(inverse @ change @ inverse), 2 * sigma * np.diag(inverse)]
    )
    variance = np.einsum("ik,ij,jk->k", gradient, spread, gradient)
    return np.asarray(2 * (residual * np.diag(inverse)) ** 2 / variance)


def _kenward_roger(sums: _Sums, inverse: Values, ratio: float, residual: float) -> tuple[Values, Values]:
    """Kenward & Roger's (1997) standard errors and degrees of freedom, one coefficient at a time.

    In units of the residual variance: the components are J (of a case) and I, and every matrix is a sum
    over cases because V⁻¹ = I - J g / (1 + g n). One coefficient has df = 2 / A₂ and no scaling of F.
    """
    n, kept = sums.sizes, 1 / (1 + ratio * sums.sizes)
    p = [-sums.weigh(kept**2), sums.weigh((1 - kept**2) / n) - sums.cross]
    q = {
        (0, 0): sums.weigh(kept**3 * n),
        (0, 1): sums.weigh(kept**3),
        (1, 1): sums.cross - sums.weigh((1 - kept**3) / n),
    }
    traces = {
        (0, 0): float(((kept * n) ** 2).sum()),
        (0, 1): float((kept**2 * n).sum()),
        (1, 1): float((n - 1 + kept**2).sum()),
    }
    information = np.empty((2, 2))
    for (i, j), trace in traces.items():
        both = float(np.sum((inverse @ p[i]) * (p[j] @ inverse)))
        information[i, j] = information[j, i] = trace - 2 * float(np.sum(inverse * q[i, j])) + both
    weights = 2 * np.linalg.pinv(information, rcond=1e-12, hermitian=True)
    added = np.zeros_like(inverse)
    for (i, j), between in q.items():
        part = weights[i, j] * (between - p[i] @ inverse @ p[j])
        added += part if i == j else part + part.T
    adjusted = inverse + 2 * inverse @ added @ inverse
    ratios = np.array([np.diag(inverse @ one @ inverse) for one in p], dtype=np.float64) / np.diag(inverse)
    a2 = np.einsum("ik,ij,jk->k", ratios, weights, ratios)
    errors = np.sqrt(residual * np.diag(adjusted))
    return np.asarray(errors, dtype=np.float64), np.asarray(2 / a2, dtype=np.float64)


def _two_sided(t: Values, df: Values) -> Values:
    return np.asarray(2 * special.stdtr(df, -np.abs(t)))
