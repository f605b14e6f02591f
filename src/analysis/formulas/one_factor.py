"""One factor behind the items of a scale: maximum likelihood, omega total and its bootstrap interval.

The model of k items is Σ = λλ' + diag(θ), fitted to many covariance matrices at once. Residual
variances θ are not kept above 0: a negative one tells that the model does not fit these items
(a Heywood case), and is for the caller to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.factor_likelihood import fit_likelihood
from analysis.formulas.weights import draw_pieces, take_percentiles

DEPENDENT = 1e-9
"""Smallest eigenvalue of a correlation matrix below which items are taken to coincide."""


NO_VARIANCE = 1e-12
"""Share of the largest variance of an item among the draws below which it does not vary in a draw."""


@dataclass(frozen=True)
class OneFactor:
    """One-factor fits: B × k loadings and residual variances, and which of the B fits converged.

    The loadings of a fit sum to 0 or more. A fit that did not converge is NaN.
    """

    loadings: Values
    residuals: Values
    converged: NDArray[np.bool_]

    @property
    def negative_residual(self) -> NDArray[np.bool_]:
        """Which fits have a negative residual variance."""
        return np.asarray((self.residuals < 0).any(axis=1), dtype=np.bool_)

    @property
    def proper(self) -> NDArray[np.bool_]:
        """Which fits converged to residual variances of 0 or more."""
        return self.converged & ~self.negative_residual

    @property
    def omega(self) -> Values:
        """Omega total of each fit, (Σλ)² / ((Σλ)² + Σθ): McDonald (1999), equation 6.20b."""
        true = self.loadings.sum(axis=1) ** 2
        with np.errstate(divide="ignore"):  # negative residuals may cancel all the rest
            return np.asarray(true / (true + self.residuals.sum(axis=1)), dtype=np.float64)


def estimate_omega(answers: Values, level: float, draws: int, random: np.random.Generator) -> Estimate:
    """McDonald's (1999, equation 6.20b) omega total of a people × items array, one factor by ML.

    A fit with a negative residual variance is improper, and its omega no reliability: not estimable
    (`negative_residual`). The interval is the percentile bootstrap of `draws` resamples of people; where
    the fit of a draw is improper, or none is found, the best one with a residual variance of 0 takes its
    place, for leaving such draws out would leave out the highest. Draws in which an item does not vary are
    left out; `Percentiles.around` says when there is no interval for them. Fewer than three items:
    `too_few_items`; no more people than items: `too_few_people`; an item without variance: `no_variance`;
    items that are sums of others: `items_coincide`; no fit: `not_converged`.
    """
    (point,) = _points([answers])
    if not point.exists:
        return point
    covariances = resample_covariances(answers, draws, random)
    free, bounded = fit_one_factor(covariances), fit_with_perfect_item(covariances)
    drawn = np.where(free.proper, free.omega, bounded.omega)
    return take_percentiles(drawn, level).around(point.value)


def estimate_omega_without(answers: Values) -> list[Estimate]:
    """Omega total of a people × items array without each item in turn, no interval.

    Needs four items; the reasons are those of `estimate_omega`.
    """
    items = answers.shape[1]
    if items < 4:
        return [not_estimable("too_few_items") for _ in range(items)]
    kept = [np.delete(np.arange(items), item) for item in range(items)]
    return _points([answers[:, columns] for columns in kept])


def covariance_of(answers: Values) -> Values:
    """The k × k covariances of a people × items array, divided by n, as the likelihood has them."""
    centred = answers - answers.mean(axis=0)
    return np.asarray(centred.T @ centred / len(answers), dtype=np.float64)


def resample_covariances(answers: Values, draws: int, random: np.random.Generator) -> Values:
    """The draws × k × k covariances (divided by n) of people drawn with replacement.

    A draw is a multinomial weight for each person, and its covariances are weighted sums of the
    products of the person's answers.
    """
    n, k = answers.shape
    centred = answers - answers.mean(axis=0)
    products = (centred[:, :, None] * centred[:, None, :]).reshape(n, k * k)
    found = []
    for weights in draw_pieces(n, draws, k * k, random):
        means = weights @ centred / n
        squares = (weights @ products / n).reshape(-1, k, k)
        found.append(squares - means[:, :, None] * means[:, None, :])
    return np.concatenate(found)


def fit_one_factor(covariances: Values) -> OneFactor:
    """The ML one-factor model of each of B × k × k covariance matrices, k >= 3.

    Minimises log|Σ| + tr(SΣ⁻¹) over λ and θ (Jöreskog 1967), residual variances free in sign. Three
    items have the closed form λ₁² = s₁₂s₁₃/s₂₃, which does not exist where the product of the three
    covariances is not positive. A singular matrix does not converge.
    """
    count, k = covariances.shape[:2]
    loadings, residuals = np.full((count, k), nan), np.full((count, k), nan)
    variances = np.einsum("bii->bi", covariances)
    usable = np.flatnonzero(_vary(variances))
    spread = np.sqrt(np.maximum(variances, 0))
    scale = spread[usable, :, None] * spread[usable, None, :]
    correlations = covariances[usable] / scale
    regular = (np.abs(np.triu(correlations, 1)) < 1 - DEPENDENT).all(axis=(1, 2))
    usable, correlations = usable[regular], correlations[regular]
    if len(usable):
        fitted = _fit_three(correlations) if k == 3 else fit_likelihood(correlations)
        size = spread[usable]
        signed = fitted[:, :k] * size
        loadings[usable] = signed * np.where(signed.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
        residuals[usable] = fitted[:, k:] * size**2
    return OneFactor(loadings, residuals, ~np.isnan(residuals).any(axis=1))


def fit_with_perfect_item(covariances: Values) -> OneFactor:
    """The ML one-factor model of each of B × k × k covariance matrices, one residual variance being 0.

    That item is then the factor but for its unit, the others' loadings are their regressions on it, and
    the discrepancy is Σ log(1 - r²) of their correlations with it and a constant: the item for which this
    is smallest is the one. NaN where an item does not vary.
    """
    variances = np.einsum("bii->bi", covariances)
    varies = _vary(variances)
    spread = np.sqrt(np.where(varies[:, None], variances, 1))
    rest = 1 - (covariances / (spread[:, :, None] * spread[:, None, :])) ** 2
    np.einsum("bii->bi", rest)[...] = 1
    best = np.log(np.maximum(rest, DEPENDENT)).sum(axis=2).argmin(axis=1)
    every = np.arange(len(covariances))
    loadings = covariances[every, best] / spread[every, best][:, None]
    residuals = np.maximum(variances - loadings**2, 0)
    residuals[every, best] = 0
    signed = loadings * np.where(loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    keep = varies[:, None]
    return OneFactor(np.where(keep, signed, nan), np.where(keep, residuals, nan), varies)


def _vary(variances: Values) -> NDArray[np.bool_]:
    """In which of B draws all k items vary."""
    return np.asarray((variances > NO_VARIANCE * variances.max(axis=0)).all(axis=1), dtype=np.bool_)


def _points(parts: list[Values]) -> list[Estimate]:
    """Omega of each of several people × items arrays of one shape, or the reason why it has none."""
    reasons = [_missing(answers) for answers in parts]
    found = [not_estimable(reason) for reason in reasons]
    sound = [index for index, reason in enumerate(reasons) if not reason]
    if sound:
        fits = fit_one_factor(np.stack([covariance_of(parts[index]) for index in sound]))
        for row, index in enumerate(sound):
            if fits.proper[row]:
                found[index] = Estimate(float(fits.omega[row]))
            else:
                found[index] = not_estimable("negative_residual" if fits.converged[row] else "not_converged")
    return found


def _missing(answers: Values) -> str:
    """The reason why no factor can be fitted to the answers, empty where one can."""
    n, k = answers.shape
    if k < 3:
        return "too_few_items"
    if n <= k:
        return "too_few_people" if n else "no_answers"
    if (np.ptp(answers, axis=0) == 0).any():
        return "no_variance"
    covariance = covariance_of(answers)
    spread = np.sqrt(np.diag(covariance))
    lowest = np.linalg.eigvalsh(covariance / np.outer(spread, spread))[0]
    return "items_coincide" if lowest <= DEPENDENT else ""


def _fit_three(correlations: Values) -> Values:
    """B × 6 loadings and residual variances of three items, NaN where there are none."""
    a, b, c = correlations[:, 0, 1], correlations[:, 0, 2], correlations[:, 1, 2]
    fitted = np.full((len(correlations), 6), nan)
    exists = a * b * c > 0
    a, b, c = a[exists], b[exists], c[exists]
    squares = np.stack([a * b / c, a * c / b, b * c / a], axis=1)
    signs = np.stack([np.ones_like(a), np.sign(a), np.sign(b)], axis=1)
    fitted[exists] = np.concatenate([signs * np.sqrt(squares), 1 - squares], axis=1)
    return fitted
