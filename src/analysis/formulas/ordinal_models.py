"""The cumulative logit model: ordered answers, of which only the order counts.

logit P(Y <= j) = θ_j - xβ, so that a positive β goes with higher answers. Plain arrays without missing
values go in; levels nobody answered do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import hinder_two_groups
from analysis.formulas.moments import t_quantile

STEPS = 60
"""Newton steps after which the answers are taken as separated: the log-likelihood has no other trap."""

MOST_LEVELS = 10
"""Most levels of a score that is taken as ordered answers."""


@dataclass(frozen=True)
class CumulativeLogit:
    """A fitted model: thresholds between neighbouring levels, then slopes.

    `covariance` is the inverse of the observed information, `scores` each person's part of the
    gradient, `null_loglik` that of the thresholds alone.
    """

    levels: Values
    estimates: Values
    covariance: Values
    scores: Values
    informations: Values
    loglik: float
    null_loglik: float

    @property
    def errors(self) -> Values:
        """Standard errors, people taken as independent."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def n_slopes(self) -> int:
        """How many slopes stand after the thresholds."""
        return len(self.estimates) - len(self.levels) + 1

    @property
    def p_against_null(self) -> float:
        """p of the likelihood-ratio test that all slopes are 0; NaN without slopes."""
        if not self.n_slopes:
            return float("nan")
        return float(special.chdtrc(self.n_slopes, max(2 * (self.loglik - self.null_loglik), 0.0)))


def estimate_cumulative_logit(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """The log odds ratio of a higher answer, first group against second, with errors clustered by case.

    The errors are a one-step jackknife over cases; interval and p are Student's t on one less than the
    number of cases. Needs both groups (`group_missing`), three cases and each group in two of them
    (`too_few_cases`), people who differ within a group (`no_variance`) and at most `MOST_LEVELS` levels
    (`not_ordered`). Where no answer of one side lies below the highest of the other, or above the
    lowest, the ratio has no bounds (`separated`).
    """
    if len(np.unique(values)) > MOST_LEVELS:
        return not_estimable("not_ordered")
    hindrance = hinder_two_groups(values, first, cases, fewest_of_a_side=2)
    if hindrance:
        return not_estimable(hindrance)
    fit = fit_cumulative_logit(values, first[:, np.newaxis].astype(float))
    if fit is None:
        return not_estimable("separated")
    value, error, df = float(fit.estimates[-1]), sqrt(_jackknife(fit, cases)[-1]), len(np.unique(cases)) - 1
    half = t_quantile(df, level) * error
    p = 2 * float(special.stdtr(df, -abs(value) / error))
    return Estimate(value, value - half, value + half, df=df, p=p)


def fit_cumulative_logit(values: Values, design: Values) -> CumulativeLogit | None:
    """Fit by Newton's method; None where the answers are separated and no largest likelihood exists.

    `design` is people × slopes of full rank, without an intercept; it may have no columns. The
    log-likelihood is concave (Pratt 1981), so steps that do not shrink go off to infinity.
    """
    levels, place = np.unique(values, return_inverse=True)
    if len(levels) < 2:
        return None
    model = _Likelihood(place, len(levels), design)
    null = np.bincount(place)
    point = np.concatenate([special.logit(np.cumsum(null)[:-1] / len(values)), np.zeros(design.shape[1])])
    loglik, gradients, informations = model.at(point)
    for _ in range(STEPS):
        information = informations.sum(axis=0)
        if np.linalg.cond(information) > 1e12:
            return None
        step = np.linalg.solve(information, gradients.sum(axis=0))
        if float(np.abs(model.reach(step)).max()) < 1e-9:
            return CumulativeLogit(
                levels=levels,
                estimates=point,
                covariance=np.linalg.inv(information),
                scores=gradients,
                informations=informations,
                loglik=loglik,
                null_loglik=float(null @ np.log(null / len(values))),
            )
        for halving in range(30):
            tried = model.at(point + step / 2**halving)
            if tried[0] >= loglik - 1e-12 * abs(loglik):
                break
        point = point + step / 2**halving
        loglik, gradients, informations = tried
    return None


@dataclass(frozen=True)
class _Likelihood:
    """The log-likelihood of answers by their place among the levels."""

    place: NDArray[np.int64]
    n_levels: int
    design: Values

    def reach(self, point: Values) -> Values:
        """The linear predictors of a point or of a step: upper thresholds and their people's xβ."""
        cut = self.n_levels - 1
        return np.concatenate([point[:cut], self.design @ point[cut:]])

    def at(self, point: Values) -> tuple[float, Values, Values]:
        """The log-likelihood, each person's gradient, and each person's negative Hessian."""
        cut = self.n_levels - 1
        thresholds = np.concatenate([[-np.inf], point[:cut], [np.inf]])
        if np.any(np.diff(thresholds) <= 0):
            return -np.inf, np.empty(0), np.empty(0)
        shift = self.design @ point[cut:]
        upper, lower = thresholds[self.place + 1] - shift, thresholds[self.place] - shift
        # on the side where both are small, so that differences of near-ones lose nothing
        flip = lower > 0
        chance = np.where(
            flip, special.expit(-lower) - special.expit(-upper), special.expit(upper) - special.expit(lower)
        )
        with np.errstate(divide="ignore"):
            loglik = float(np.log(chance).sum())
        if not np.isfinite(loglik):
            return -np.inf, np.empty(0), np.empty(0)
        ends = np.stack([upper, lower])
        density = special.expit(ends) * special.expit(-ends) / chance
        bend = density * (1 - 2 * special.expit(ends))
        rows = self._rows()
        sign = np.array([1.0, -1.0])[:, np.newaxis]
        gradient = np.einsum("en,enk->nk", sign * density, rows)
        curvature = np.einsum("en,enk,enl->nkl", sign * bend, rows, rows)
        return loglik, gradient, np.einsum("nk,nl->nkl", gradient, gradient) - curvature

    def _rows(self) -> Values:
        """How each person's upper and lower end move with the parameters: 2 × people × parameters."""
        cut, people = self.n_levels - 1, np.arange(len(self.place))
        rows = np.zeros((2, len(people), cut + self.design.shape[1]))
        rows[:, :, cut:] = -self.design
        above, below = self.place < cut, self.place > 0
        rows[0, people[above], self.place[above]] = 1
        rows[1, people[below], self.place[below] - 1] = 1
        return rows


def _jackknife(fit: CumulativeLogit, cases: NDArray[np.int64]) -> Values:
    """Variances from leaving out one case at a time, each by one Newton step from the whole.

    Leaving case g out moves the estimates by about -(I - I_g)⁻¹ s_g; the variance is (G - 1) / G times
    the sum of squares, which for least squares is CR3 (Bell & McCaffrey 2002).
    """
    labels, place = np.unique(cases, return_inverse=True)
    total = np.linalg.inv(fit.covariance)
    moves = []
    for case in range(len(labels)):
        left = total - fit.informations[place == case].sum(axis=0)
        moves.append(np.linalg.lstsq(left, fit.scores[place == case].sum(axis=0), rcond=1e-10)[0])
    n = len(labels)
    return np.asarray((n - 1) / n * (np.stack(moves) ** 2).sum(axis=0))
