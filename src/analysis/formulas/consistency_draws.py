"""Percentile bootstrap of alpha and of the correlations of items, without forming any drawn sample.

A draw is a row of weights, how often each person was drawn (`weights.Draws`). The variance of a
sum of items is a weighted sum over people, so neither the drawn answers nor their k × k covariances
are ever formed: for 44 items, 18 people and 10,000 draws that is a product of 10,000 × 18 by 18 × 46.
"""

from __future__ import annotations

import numpy as np

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.consistency import (
    NOTHING,
    alpha_of,
    covariances,
    inter_item_correlations,
    is_constant,
    refuse,
    standardized_alpha_of,
)
from analysis.formulas.weights import Draws, take_percentiles


def draw_alphas(answers: Values, weights: Values) -> Values:
    """Cronbach's alpha of each draw; NaN where the sum of the items does not vary in it.

    NaN also of a single item, and of nobody.
    """
    n, k = answers.shape
    if k < 2 or n == 0:
        return np.full(len(weights), np.nan)
    apart = answers - answers.mean(axis=0)
    sums = apart.sum(axis=1)
    squares = np.stack([np.einsum("ri,ri->r", apart, apart), sums**2], axis=1)
    drawn = weights @ np.concatenate([apart, squares], axis=1) / n
    means = drawn[:, :k]
    parts = drawn[:, k] - np.einsum("bi,bi->b", means, means)
    whole = drawn[:, k + 1] - means.sum(axis=1) ** 2
    # As for the answers themselves, a sum that hardly varies beside its parts does not vary.
    varies = whole > NOTHING * np.maximum(parts, np.mean(squares[:, 0]))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varies, k / (k - 1) * (1 - parts / whole), np.nan)


def draw_mean_correlations(answers: Values, weights: Values) -> Values:
    """The mean correlation of two items in each draw; NaN where an item does not vary in it.

    The items' correlations add up to the variance of the sum of the items, each brought to one variance
    in the draw.
    """
    n, k = answers.shape
    apart = answers - answers.mean(axis=0)
    means = weights @ apart / n
    variances = weights @ apart**2 / n - means**2
    varies = (variances > NOTHING * np.mean(apart**2, axis=0)).all(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.where(varies[:, None], 1 / np.sqrt(variances), np.nan)
    sums = scale @ apart.T
    whole = np.einsum("br,br,br->b", weights, sums, sums) / n - np.einsum("bi,bi->b", scale, means) ** 2
    return np.asarray(np.clip((whole - k) / (k * (k - 1)), -1 / (k - 1), 1.0), dtype=np.float64)


def standardize_alphas(mean_correlations: Values, k: int) -> Values:
    """The standardized alpha of k items, k r̄ / (1 + (k - 1) r̄); NaN where the sum does not vary."""
    whole = 1 + (k - 1) * mean_correlations
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > NOTHING, k * mean_correlations / whole, np.nan)


def bootstrap_alpha(answers: Values, level: float, draws: Draws) -> Estimate:
    """Cronbach's raw alpha with the percentile interval of the draws.

    Undefined as `consistency.estimate_alpha` is; reasons without an interval as `Percentiles.around`.
    """
    refusal = refuse(answers)
    if refusal:
        return not_estimable(refusal)
    drawn = draws.map(lambda weights: draw_alphas(answers, weights))
    return take_percentiles(drawn, level).around(alpha_of(covariances(answers)))


def bootstrap_correlations(answers: Values, level: float, draws: Draws) -> tuple[Estimate, Estimate]:
    """The standardized alpha and the mean correlation of two items, with the percentile intervals.

    Not estimable where an item does not vary (`no_variance`); the alpha also where the sum of the
    standardized items does not (`items_cancel`).
    """
    refusal = _refuse_correlations(answers)
    if refusal:
        return not_estimable(refusal), not_estimable(refusal)
    covariance = covariances(answers)
    drawn = draws.map(lambda weights: draw_mean_correlations(answers, weights))
    mean = take_percentiles(drawn, level).around(float(inter_item_correlations(covariance).mean()))
    alpha = standardized_alpha_of(covariance)
    if np.isnan(alpha):
        return not_estimable("items_cancel"), mean
    stepped = take_percentiles(standardize_alphas(drawn, answers.shape[1]), level)
    return stepped.around(alpha), mean


def find_extreme_correlations(answers: Values) -> tuple[Estimate, Estimate]:
    """The lowest and the highest correlation of two items; without intervals, for extremes have none.

    Not estimable where an item does not vary (`no_variance`).
    """
    refusal = _refuse_correlations(answers)
    if refusal:
        return not_estimable(refusal), not_estimable(refusal)
    found = inter_item_correlations(covariances(answers))
    return Estimate(float(found.min())), Estimate(float(found.max()))


def _refuse_correlations(answers: Values) -> str:
    n, k = answers.shape
    if k < 2:
        return "one_item"
    if n < 2:
        return "too_few_people" if n else "no_answers"
    return "no_variance" if is_constant(answers).any() else ""
