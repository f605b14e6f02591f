"""The cumulative logit model with a random intercept for every case.

logit P(Y <= j) = θ_j - xβ - σu with u normal in every case. The integral over u is taken by Laplace's
method (one node) or by adaptive Gauss-Hermite quadrature, as `clmm` of R's ordinal package does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from analysis.estimates import Values
from analysis.formulas.ordinal_models import fit_cumulative_logit

SMALLEST_SD = 1e-3
"""A standard deviation between cases at or below which the model without it is given."""

OUT_OF_ORDER = 1e8
"""Stands for an impossible point: finite, so that differences of it are."""

STARTS = (0.3, 1.0, 3.0, 8.0)
"""Standard deviations to set out from: with few cases the likelihood is flat, and one may end off its top."""

STEP = 1e-4
"""The step of the numerical second derivatives."""


@dataclass(frozen=True)
class OrdinalMixedModel:
    """Thresholds, then slopes, with standard errors; the standard deviation between cases.

    `singular` says that this is estimated as none; the rest is then of the model without it.
    """

    levels: Values
    estimates: Values
    errors: Values
    sd: float
    loglik: float
    singular: bool


def fit_ordinal_mixed(
    values: Values, design: Values, cases: NDArray[np.int64], nodes: int = 1
) -> OrdinalMixedModel | None:
    """Fit by maximum likelihood with `nodes` quadrature nodes a case; 1 is Laplace's method.

    Standard errors come from the second derivatives in all parameters, log σ among them. None where the
    answers are separated, or where the likelihood has no maximum that can be found.
    """
    start = fit_cumulative_logit(values, design)
    if start is None:
        return None
    integral = _Integral.of(values, design, cases, nodes)
    found = min(
        (_minimise(integral, _stretch(start.estimates, sd)) for sd in STARTS), key=lambda one: float(one.fun)
    )
    sd = exp(float(found.x[-1]))
    if sd <= SMALLEST_SD or -found.fun <= start.loglik + 1e-9:
        return OrdinalMixedModel(start.levels, start.estimates, start.errors, 0.0, start.loglik, True)
    hessian = _second_derivatives(integral.deviance, found.x)
    if not np.isfinite(hessian).all() or np.linalg.eigvalsh(hessian)[0] <= 0:
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(hessian)))[:-1]
    return OrdinalMixedModel(start.levels, found.x[:-1], errors, sd, -float(found.fun), False)


@dataclass(frozen=True)
class _Integral:
    """The negative log-likelihood as a function of thresholds, slopes and log σ."""

    place: NDArray[np.int64]
    n_levels: int
    design: Values
    member: Values
    nodes: Values
    log_weights: Values

    @classmethod
    def of(cls, values: Values, design: Values, cases: NDArray[np.int64], nodes: int) -> _Integral:
        levels, place = np.unique(values, return_inverse=True)
        group = np.unique(cases, return_inverse=True)[1]
        points, weights = special.roots_hermite(nodes)
        member = (np.arange(group.max() + 1)[:, np.newaxis] == group).astype(float)
        return cls(place, len(levels), design, member, points, np.log(weights) + points**2)

    def deviance(self, point: Values) -> float:
        """Minus the log-likelihood; `OUT_OF_ORDER` where the thresholds are that."""
        cut = self.n_levels - 1
        thresholds = np.concatenate([[-np.inf], point[:cut], [np.inf]])
        if np.any(np.diff(thresholds) <= 0) or abs(point[-1]) > 10:
            return OUT_OF_ORDER
        shift = self.design @ point[cut:-1]
        ends = np.stack([thresholds[self.place + 1] - shift, thresholds[self.place] - shift])
        sd = exp(point[-1])
        modes, spreads = self._find_modes(ends, sd)
        heights = np.stack([self._height(ends, sd, modes + np.sqrt(2) * spreads * x) for x in self.nodes])
        logs = heights + self.log_weights[:, np.newaxis]
        return -float((special.logsumexp(logs, axis=0) + np.log(spreads) - log(pi) / 2).sum())

    def _find_modes(self, ends: Values, sd: float) -> tuple[Values, Values]:
        """Where each case's integrand is highest, and its spread there.

        The integrand is log-concave and each answer pulls by at most σ, so the mode lies between known
        ends. A step of Newton's that would leave them is replaced by halving: far from the mode the
        curve is nearly straight and his steps run to and fro.
        """
        modes = np.zeros(len(self.member))
        above = sd * self.member.sum(axis=1) + 1e-9
        below = -above
        for _ in range(200):
            chance, density, bend = self._parts(ends, sd * modes)
            ratio = (density[0] - density[1]) / chance
            slope = -modes - sd * (self.member @ ratio)
            curve = 1 + sd**2 * (self.member @ (ratio**2 - (bend[0] - bend[1]) / chance))
            below, above = np.where(slope > 0, modes, below), np.where(slope < 0, modes, above)
            moved = modes + slope / curve
            moved = np.where((moved > below) & (moved < above), moved, (below + above) / 2)
            moved = np.where(slope == 0, modes, moved)
            if float(np.abs(moved - modes).max()) < 1e-12:
                break
            modes = moved
        return modes, 1 / np.sqrt(curve)

    def _height(self, ends: Values, sd: float, effects: Values) -> Values:
        """The log of the integrand at an effect of every case, without the normal constant."""
        chance = self._parts(ends, sd * effects)[0]
        with np.errstate(divide="ignore"):
            return np.asarray(self.member @ np.log(chance) - effects**2 / 2)

    def _parts(self, ends: Values, effects: Values) -> tuple[Values, Values, Values]:
        """Each answer's chance, and density and its slope at both ends."""
        moved = ends - effects @ self.member
        turned = np.where(moved[1] > 0, -moved[::-1], moved)
        share = special.expit(turned)
        chance = np.maximum(share[0] - share[1], 1e-300)
        density = special.expit(moved) * special.expit(-moved)
        return chance, density, density * (1 - 2 * special.expit(moved))


def _stretch(estimates: Values, sd: float) -> Values:
    """Where to set out for an sd: a logit given the case is as much steeper than one over all cases."""
    steeper = sqrt(1 + 3 * sd**2 / pi**2)
    return np.append(estimates * steeper, log(sd))


def _minimise(integral: _Integral, start: Values) -> optimize.OptimizeResult:
    return optimize.minimize(integral.deviance, start, method="BFGS", jac="3-point", options={"gtol": 1e-6})


def _second_derivatives(function: Callable[[Values], float], point: Values) -> Values:
    """The matrix of second derivatives by central differences."""
    k = len(point)
    steps = STEP * np.maximum(np.abs(point), 1.0)
    found = np.empty((k, k))
    for i in range(k):
        for j in range(i, k):
            a, b = np.eye(k)[i] * steps[i], np.eye(k)[j] * steps[j]
            corners = [function(point + one) for one in (a + b, a - b, b - a, -a - b)]
            found[i, j] = corners[0] - corners[1] - corners[2] + corners[3]
            found[i, j] = found[j, i] = found[i, j] / (4 * steps[i] * steps[j])
    return found
