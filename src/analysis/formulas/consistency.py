"""How well the items of a scale hang together, from the variances and covariances of complete rows.

`answers` is a people × items array without missing values. A number that is made of a covariance
matrix alone is NaN where it is undefined; the functions that return an `Estimate` say why.
"""

from __future__ import annotations

from math import atanh, sqrt, tanh

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import normal_quantile

NOTHING = 1e-12
"""The share of a variance below which it is taken for rounding."""


def covariances(answers: Values) -> Values:
    """The k × k covariances (n - 1); exactly 0 for an item that everybody answers alike.

    NaN where there are fewer than two people.
    """
    if len(answers) < 2:
        return np.full((answers.shape[1], answers.shape[1]), np.nan)
    apart = answers - answers.mean(axis=0)
    apart[:, is_constant(answers)] = 0.0
    return np.asarray(apart.T @ apart / (len(answers) - 1), dtype=np.float64)


def pairwise_covariances(answers: Values) -> Values:
    """The k × k covariances (n - 1), each of the rows that have both items; here NaN is a missing value.

    NaN where fewer than two rows have both.
    """
    given = ~np.isnan(answers)
    both = given.T.astype(float) @ given
    middle = np.where(given, answers, 0.0).sum(axis=0) / np.maximum(given.sum(axis=0), 1)
    known = np.where(given, answers - middle, 0.0)
    sums = known.T @ given
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(both > 1, (known.T @ known - sums * sums.T / both) / (both - 1), np.nan)


def correlations(covariance: Values) -> Values:
    """The correlations that belong to covariances; NaN where an item does not vary."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = 1 / np.sqrt(np.where(np.diag(covariance) > 0, np.diag(covariance), np.nan))
    found = np.clip(covariance * np.outer(scale, scale), -1.0, 1.0)
    np.fill_diagonal(found, np.where(np.isnan(scale), np.nan, 1.0))
    return found


def alpha_of(covariance: Values) -> float:
    """Cronbach's (1951) alpha, k / (k - 1) · (1 - Σ s²ᵢ / s²_sum); NaN where the sum does not vary."""
    k, parts, whole = len(covariance), float(np.trace(covariance)), float(covariance.sum())
    if k < 2 or not whole > NOTHING * parts:
        return np.nan
    return k / (k - 1) * (1 - parts / whole)


def standardized_alpha_of(covariance: Values) -> float:
    """The alpha of items brought to one variance; NaN where an item, or the sum, does not vary."""
    return alpha_of(correlations(covariance))


def inter_item_correlations(covariance: Values) -> Values:
    """The k(k - 1)/2 correlations of two items each; NaN where an item does not vary."""
    return correlations(covariance)[np.tril_indices(len(covariance), -1)]


def alphas_without(covariance: Values) -> Values:
    """The alpha of the other items, for each item; NaN for each where there are fewer than three."""
    return np.array([alpha_of(_without(covariance, item)) for item in range(len(covariance))])


def standardized_alphas_without(covariance: Values) -> Values:
    """The standardized alpha of the other items, for each item; NaN where there are fewer than three."""
    return np.array([standardized_alpha_of(_without(covariance, item)) for item in range(len(covariance))])


def item_rest_correlations(covariance: Values) -> Values:
    """The correlation of each item with the sum of the others; NaN where either does not vary."""
    own = np.diag(covariance)
    shared = covariance.sum(axis=0) - own
    rest = covariance.sum() - own - 2 * shared
    varies = (own > 0) & (rest > NOTHING * (np.trace(covariance) - own))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varies, np.clip(shared / np.sqrt(own * rest), -1.0, 1.0), np.nan)


def guttman_lambda6(covariance: Values) -> float:
    """Guttman's (1945) λ₆ of standardized items: 1 - Σ (1 - R²ᵢ) / Σ r, R²ᵢ of an item on the others.

    Where items depend on each other, R² comes from the Moore-Penrose inverse and is kept between 0 and
    1, as in the R package psych. NaN for a single item, and where an item, or the sum, does not vary.
    """
    r = correlations(covariance)
    if len(r) < 2 or np.isnan(r).any() or not r.sum() > NOTHING * len(r):
        return np.nan
    inverse = np.linalg.pinv(r, rcond=sqrt(np.finfo(float).eps), hermitian=True)
    explained = np.clip(1 - 1 / np.diag(inverse), 0.0, 1.0)
    return float(1 - (1 - explained).sum() / r.sum())


def step_up(r: float) -> float:
    """The reliability 2r / (1 + r) of two items (Spearman-Brown); NaN at r = -1."""
    return 2 * r / (1 + r) if r > NOTHING - 1 else np.nan


def estimate_alpha(answers: Values, level: float) -> Estimate:
    """Cronbach's raw alpha of a people × items array, with Feldt's interval.

    Cronbach (1951); the interval is 1 - (1 - α) F(n - 1, (n - 1)(k - 1)), Feldt, Woodruff & Salih
    (1987), equation 8. A negative alpha is given as it is. An item that everyone answers alike is
    kept and counts among the k items.
    """
    n, k = answers.shape
    refusal = refuse(answers)
    if refusal:
        return not_estimable(refusal)
    alpha = alpha_of(covariances(answers))
    df = (n - 1, (n - 1) * (k - 1))
    tail = (1 - level) / 2
    low = 1 - (1 - alpha) * float(special.fdtri(*df, 1 - tail))
    high = 1 - (1 - alpha) * float(special.fdtri(*df, tail))
    return Estimate(alpha, low, high, df=n - 1)


def estimate_spearman_brown(answers: Values, level: float) -> Estimate:
    """The reliability 2r / (1 + r) of a two-item scale, of a people × 2 array.

    Eisinga, te Grotenhuis & Pelzer (2013). The interval is Fisher's z interval of r, carried
    through the same equation; it needs four people. Two items with r < 0 form no scale, and the
    equation runs off to minus infinity: not estimable (`items_oppose`). With r = 1 Fisher's interval
    has no width whatever the n, so none is given (`items_coincide`).
    """
    n = len(answers)
    if n < 3:
        return not_estimable("too_few_people" if n else "no_answers")
    r = float(inter_item_correlations(covariances(answers))[0])
    if np.isnan(r):
        return not_estimable("no_variance")
    if r < 0:
        return not_estimable("items_oppose")
    found = correlation_interval(r, n, level)
    return Estimate(step_up(r), step_up(found.low), step_up(found.high), reason=found.reason)


def estimate_item_rest(answers: Values, level: float) -> list[Estimate]:
    """The correlation of each item with the sum of the others, with Fisher's z interval.

    Not estimable for an item where it or the sum of the others does not vary (`no_variance`), and with
    fewer than three people; the interval needs four.
    """
    n, k = answers.shape
    if k < 2:
        return [not_estimable("one_item")] * k
    if n < 3:
        return [not_estimable("too_few_people" if n else "no_answers")] * k
    found = item_rest_correlations(covariances(answers))
    return [not_estimable("no_variance") if np.isnan(r) else correlation_interval(r, n, level) for r in found]


def estimate_alphas_without(answers: Values, level: float) -> list[Estimate]:
    """Alpha of the other items for each item, with Feldt's interval; `too_few_items` below three items."""
    k = answers.shape[1]
    if k < 3:
        return [not_estimable("too_few_items")] * k
    return [estimate_alpha(np.delete(answers, item, axis=1), level) for item in range(k)]


def correlation_interval(r: float, n: int, level: float) -> Estimate:
    """A correlation of n people with Fisher's (1921) z interval.

    None below four people (`too_few_people`), nor where it would have no width (`items_coincide`).
    """
    if n < 4:
        return Estimate(r, reason="too_few_people")
    if abs(r) >= 1 - 1e-12:
        return Estimate(float(np.sign(r)), reason="items_coincide")
    half = normal_quantile(level) / sqrt(n - 3)
    return Estimate(r, tanh(atanh(r) - half), tanh(atanh(r) + half))


def refuse(answers: Values) -> str:
    """Why the items of an array have no alpha; empty where they have one."""
    n, k = answers.shape
    if k < 2:
        return "one_item"
    if n < 2:
        return "too_few_people" if n else "no_answers"
    if is_constant(answers).all():
        return "no_variance"
    return "items_cancel" if np.isnan(alpha_of(covariances(answers))) else ""


def is_constant(answers: Values) -> np.ndarray:
    """Which items everybody answers alike."""
    largest = np.abs(answers).max(axis=0)
    return np.asarray(np.ptp(answers, axis=0) <= NOTHING * largest)


def _without(covariance: Values, item: int) -> Values:
    return np.delete(np.delete(covariance, item, axis=0), item, axis=1)
