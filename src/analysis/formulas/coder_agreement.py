"""How far coders agree: Krippendorff's alpha, Gwet's AC1 and AC2, Fleiss' kappa.

Every function takes counts, one row a unit and one column a value: how many coders gave the unit that
value. So a coder who did not code a unit needs no mark, and coders can be any number.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, nan, sqrt

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import t_quantile
from analysis.formulas.weights import Draws, take_percentiles

METRICS = ("nominal", "ordinal", "interval", "ratio")
"""How different two values are: at all, in ranks, in steps, or relative to their sum."""

AT_ONCE = 1 << 22
"""Most numbers that a bootstrap holds at once for one step."""


def estimate_krippendorff_alpha(
    counts: Values, values: Values, metric: str, level: float, draws: Draws | None = None
) -> Estimate:
    """Krippendorff's alpha 1 - Dₒ / Dₑ (Krippendorff 2011, “Computing Krippendorff's alpha-reliability”).

    `values` are the numbers of the columns in rising order, `metric` one of `METRICS`. Units that fewer
    than two coders coded do not count. With `draws` of as many as the pairable units, the interval holds the
    percentiles of alpha over resampled units; coders who never differ get none (`coders_coincide`).
    Undefined where all pairable values are equal (`no_variance`) or no unit has two codes (`too_few_units`).
    """
    pairable = keep_pairable(counts)
    if not len(pairable):
        return not_estimable("too_few_units")
    alpha = float(draw_krippendorff_alphas(pairable, values, metric, np.ones((1, len(pairable))))[0])
    if np.isnan(alpha):
        return not_estimable("no_variance")
    if draws is None:
        return Estimate(alpha)
    if alpha == 1:
        return Estimate(alpha, reason="coders_coincide")
    drawn = draws.map(lambda weights: draw_krippendorff_alphas(pairable, values, metric, weights))
    return take_percentiles(drawn, level).around(alpha)


def keep_pairable(counts: Values) -> Values:
    """The units that two coders or more have coded."""
    return counts[counts.sum(axis=1) >= 2]


def draw_krippendorff_alphas(counts: Values, values: Values, metric: str, weights: Values) -> Values:
    """Krippendorff's alpha of each draw of units; NaN where a draw holds one value only.

    `counts` holds pairable units only; `weights[b, u]` is how often draw b holds unit u.
    """
    at_once = max(AT_ONCE // max(counts.shape), 1)
    pieces = [weights[start : start + at_once] for start in range(0, len(weights), at_once)]
    return np.concatenate([_draw_alphas(counts, values, metric, piece) for piece in pieces])


def _draw_alphas(counts: Values, values: Values, metric: str, weights: Values) -> Values:
    totals = weights @ counts
    coders = counts.sum(axis=1)
    per_pair = weights / (coders - 1)
    if metric in ("nominal", "ratio"):
        apart = _distances(values, metric)
        within = per_pair @ ((counts @ apart) * counts).sum(axis=1)
        among = ((totals @ apart) * totals).sum(axis=1)
    else:
        positions = _positions(totals, values, metric)
        squares = (positions**2) @ counts.T
        within = 2 * (per_pair * (coders * squares - (positions @ counts.T) ** 2)).sum(axis=1)
        among = 2 * (totals.sum(axis=1) * (totals * positions**2).sum(axis=1))
        among -= 2 * (totals * positions).sum(axis=1) ** 2
    several = (totals > 0).sum(axis=1) > 1
    n = totals.sum(axis=1)
    return np.where(several, 1 - (n - 1) * within / np.where(several, among, 1.0), nan)


def _distances(values: Values, metric: str) -> Values:
    """Squared differences between any two values."""
    first, second = values[:, None], values[None, :]
    if metric == "nominal":
        return np.asarray(first != second, dtype=np.float64)
    total = np.where(first + second == 0, 1.0, first + second)
    return np.asarray(np.where(first + second == 0, 0.0, (first - second) / total) ** 2)


def _positions(totals: Values, values: Values, metric: str) -> Values:
    """Where each value lies, draws × values, so that a squared difference of positions is that of values.

    Ordinal values lie at their mean ranks: Krippendorff's ordinal difference is a difference of these.
    """
    if metric == "ordinal":
        places = np.cumsum(totals, axis=1) - totals / 2
    else:
        places = np.broadcast_to(values, totals.shape)
    # Seen from their mean, large values lose no digits when they are squared.
    n = np.maximum(totals.sum(axis=1, keepdims=True), 1)
    centre = (totals * places).sum(axis=1, keepdims=True) / n
    return np.asarray(places - centre)


@dataclass(frozen=True)
class GwetAgreement:
    """Gwet's coefficient with its interval, the agreement there is and the agreement by chance."""

    coefficient: Estimate
    observed: float
    by_chance: float
    error: float


def estimate_gwet(counts: Values, weights: Values, level: float) -> GwetAgreement:
    """Gwet's AC1 (identity weights) or AC2, with the interval from t on units - 1 degrees of freedom.

    Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 5 and 6: the variance is that over
    units, coders taken as they are. The columns must be all categories that coders could have used, used
    or not; `weights` is their agreement, categories × categories (`weigh_categories`). A unit that nobody
    coded leaves the coefficient without an interval; it is to be left out before.
    """
    n, q = counts.shape
    coders = counts.sum(axis=1)
    pairable = coders >= 2
    coded = coders > 0
    if q < 2 or not coded.any():
        return GwetAgreement(not_estimable("too_few_units" if q > 1 else "no_variance"), nan, nan, nan)
    used = (counts[coded] / coders[coded, None]).mean(axis=0)
    scale = weights.sum() / (q * (q - 1))
    by_chance = float(scale * (used * (1 - used)).sum())
    if not pairable.any():
        return GwetAgreement(not_estimable("too_few_units"), nan, by_chance, nan)
    agreeing = (counts * (counts @ weights.T - 1)).sum(axis=1) / np.where(pairable, coders * (coders - 1), 1)
    observed = float(agreeing[pairable].mean())
    value = (observed - by_chance) / (1 - by_chance)
    if n < 2 or not coded.all():
        return GwetAgreement(Estimate(value, reason="too_few_units"), observed, by_chance, nan)
    one_by_one = n / pairable.sum() * (agreeing - by_chance) * pairable / (1 - by_chance)
    chance = scale * (counts @ (1 - used)) / coders
    one_by_one = one_by_one - 2 * (1 - value) * (chance - by_chance) / (1 - by_chance)
    error = sqrt(float(((one_by_one - value) ** 2).sum()) / (n * (n - 1)))
    half = t_quantile(n - 1, level) * error
    found = Estimate(value, value - half, value + half, df=n - 1).within(-1.0, 1.0)
    return GwetAgreement(found, observed, by_chance, error)


def weigh_categories(q: int, kind: str) -> Values:
    """How far two of q ordered categories agree, from 0 to 1: identity, linear, quadratic or ordinal.

    Gwet (2014), chapter 3. Ordinal weights count the pairs of categories between the two.
    """
    steps = np.abs(np.subtract.outer(np.arange(q), np.arange(q)))
    if kind == "identity":
        return np.eye(q)
    if kind == "ordinal":
        pairs = np.array([comb(step + 1, 2) for step in range(q)], dtype=np.float64)[steps]
        return np.asarray(1 - pairs / max(pairs.max(), 1.0))
    return np.asarray(1 - (steps / max(q - 1, 1)) ** {"linear": 1, "quadratic": 2}[kind])


@dataclass(frozen=True)
class FleissAgreement:
    """Fleiss' kappa with p, the two agreements it compares, z, and kappa of each category."""

    kappa: Estimate
    observed: float
    by_chance: float
    null_error: float
    z: float
    by_category: Values


def estimate_fleiss_kappa(counts: Values) -> FleissAgreement:
    """Fleiss' kappa (1971) of units that were all coded equally often, with p of no agreement beyond chance.

    The standard error supposes no agreement beyond chance (Fleiss, Nee & Landis 1979), so that it
    gives z and p and no interval. Kappa of a category that was always or never used is NaN.
    """
    n, q = counts.shape
    nothing = np.full(q, nan)
    coders = counts.sum(axis=1)
    if not n or coders[0] < 2:
        return FleissAgreement(not_estimable("too_few_units"), nan, nan, nan, nan, nothing)
    if np.ptp(coders) > 0:
        return FleissAgreement(not_estimable("coders_unequal"), nan, nan, nan, nan, nothing)
    m = float(coders[0])
    observed = float(((counts**2).sum(axis=1) - m).mean() / (m * (m - 1)))
    share = counts.sum(axis=0) / (n * m)
    by_chance = float((share**2).sum())
    spread = share * (1 - share)
    if (share == 1).any():
        return FleissAgreement(not_estimable("no_variance"), observed, by_chance, nan, nan, nothing)
    kappa = (observed - by_chance) / (1 - by_chance)
    skew = (spread * (1 - 2 * share)).sum()
    error = sqrt(2 / (n * m * (m - 1)) * (spread.sum() ** 2 - skew)) / spread.sum()
    apart = (counts * (m - counts)).sum(axis=0) / (n * m * (m - 1))
    by_category = np.where(spread > 0, 1 - apart / np.where(spread > 0, spread, 1.0), nan)
    p = 2 * float(special.ndtr(-abs(kappa / error)))
    return FleissAgreement(Estimate(kappa, p=p), observed, by_chance, error, kappa / error, by_category)
