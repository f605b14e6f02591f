"""How far coders agree: Krippendorff's alpha, Gwet's AC1 and AC2, Fleiss' kappa.

Every function takes counts, one row a unit and one column a value: how many coders gave the unit that
value. So a coder who did not code a unit needs no mark, and coders can be any number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, isnan, nan, sqrt

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.coder_patterns import Patterns, find_patterns, keep_apart
from analysis.formulas.moments import t_quantile
from analysis.formulas.resampling import stream
from analysis.formulas.weights import Draws, take_percentiles

METRICS = ("nominal", "ordinal", "interval", "ratio")
"""How different two values are: at all, in ranks, in steps, or relative to their sum."""

AT_ONCE = 1 << 20
"""Most numbers that a bootstrap holds at once for one step."""

RESIDUE = 1e-12
"""What rounding may leave of a share that is 1 or of a spread that is nothing."""

Alphas = Callable[[Values], Values]
"""What gives Krippendorff's alpha of each draw, from how often a draw holds each unit (draws × units)."""


def estimate_krippendorff_alpha(
    counts: Values, values: Values, metric: str, level: float, draws: Draws | None = None
) -> Estimate:
    """Krippendorff's alpha 1 - Dₒ / Dₑ (Krippendorff 2011, “Computing Krippendorff's alpha-reliability”).

    `values` are the numbers of the columns in rising order, `metric` one of `METRICS`. Units that fewer
    than two coders coded do not count. With `draws`, the interval holds the percentiles of alpha over as many
    pairable units, drawn anew; coders who never differ get none (`coders_coincide`), nor units that all
    show the same (`units_alike`). Undefined where all pairable values are equal (`no_variance`) or no unit
    has two codes (`too_few_units`).
    """
    pairable = keep_pairable(counts)
    patterns = find_patterns(pairable)
    alphas = prepare_alphas(pairable[patterns.first], values, metric)
    return _estimate_alpha(alphas, patterns, level, draws)


def estimate_alpha_of_numbers(codes: Values, level: float, draws: Draws | None = None) -> Estimate:
    """Krippendorff's interval alpha of numbers, units × coders, NaN where a coder gave none.

    The same as `estimate_krippendorff_alpha`, for numbers with so many values that counting them would
    take memory: a unit takes four numbers, whatever the scale.
    """
    given = np.isfinite(codes)
    pairable = given.sum(axis=1) >= 2
    codes, given = codes[pairable], given[pairable]
    coders = given.sum(axis=1).astype(np.float64)
    # Seen from one of the values near the middle, equal values leave exactly nothing.
    centre = np.quantile(codes[given], 0.5, method="lower") if len(codes) else 0.0
    centred = np.where(given, codes - centre, 0.0)
    columns = _sum_numbers(coders, centred.sum(axis=1), (centred**2).sum(axis=1))
    return _estimate_alpha(
        lambda weights: _end_numbers(weights @ columns), keep_apart(len(codes)), level, draws
    )


def _estimate_alpha(alphas: Alphas, patterns: Patterns, level: float, draws: Draws | None) -> Estimate:
    if not patterns.units:
        return not_estimable("too_few_units")
    alpha = float(alphas(patterns.times[None, :].astype(np.float64))[0])
    if draws is None or isnan(alpha):
        return take_interval(alpha, None, level)
    random = stream(draws.seed, *draws.names)
    drawn = [alphas(weights) for weights in patterns.draw(draws.number, random)]
    return take_interval(alpha, np.concatenate(drawn), level)


def take_interval(value: float, drawn: Values | None, level: float) -> Estimate:
    """A measure of agreement with the percentiles of its draws, without an interval where there are none.

    NaN is a coefficient of values that are all equal (`no_variance`). No interval where coders never
    differ (`coders_coincide`), all draws give the same (`units_alike`) or more than one in twenty gives
    no number (`draws_without_variance`): such a width would claim certainty.
    """
    if isnan(value):
        return not_estimable("no_variance")
    if drawn is None:
        return Estimate(value)
    if value > 1 - RESIDUE:
        return Estimate(value, reason="coders_coincide")
    found = take_percentiles(drawn, level).around(value)
    return Estimate(value, reason="units_alike") if found.reason == "items_coincide" else found


def keep_pairable(counts: Values) -> Values:
    """The units that two coders or more have coded."""
    return counts[counts.sum(axis=1) >= 2]


def draw_krippendorff_alphas(counts: Values, values: Values, metric: str, weights: Values) -> Values:
    """Krippendorff's alpha of each draw of units; NaN where a draw holds one value only.

    `counts` holds pairable units only; `weights[b, u]` is how often draw b holds unit u.
    """
    return prepare_alphas(counts, values, metric)(weights)


def prepare_alphas(counts: Values, values: Values, metric: str) -> Alphas:
    """What gives alpha of each draw of these pairable units (units × values).

    But for ranks, which depend on what else is drawn, a unit is summed up once: for `interval` as how many
    codes it has, their sum and their squares, so that draws × values are never formed.
    """
    coders = counts.sum(axis=1)
    if metric == "ordinal":
        at_once = max(AT_ONCE // max(*counts.shape, 1), 1)
        return lambda weights: np.concatenate(
            [
                _draw_ordinal(counts, coders, weights[start : start + at_once])
                for start in range(0, max(len(weights), 1), at_once)
            ]
        )
    if metric == "interval":
        totals = counts.sum(axis=0)
        middle = int(np.searchsorted(np.cumsum(totals), totals.sum() / 2))
        centred = values - values[min(middle, len(values) - 1)]
        columns = _sum_numbers(coders, counts @ centred, counts @ centred**2)
        return lambda weights: _end_numbers(weights @ columns)
    apart = _distances(values, metric)
    within = ((counts @ apart) * counts).sum(axis=1) / (coders - 1)
    rows = np.column_stack([within, counts])
    return lambda weights: _end_categories(weights @ rows, apart)


def _sum_numbers(coders: Values, sums: Values, squares: Values) -> Values:
    """Of each unit: its codes, their sum, their squares, and the squared differences inside it."""
    return np.column_stack([coders, sums, squares, 2 * (coders * squares - sums**2) / (coders - 1)])


def _end_numbers(summed: Values) -> Values:
    """Alpha of each draw from the sums of `_sum_numbers` over its units."""
    n, sums, squares, within = summed.T
    among = 2 * (n * squares - sums**2)
    several = among > RESIDUE * n * squares
    return np.where(several, 1 - (n - 1) * within / np.where(several, among, 1.0), nan)


def _end_categories(summed: Values, apart: Values) -> Values:
    """Alpha of each draw from the differences inside its units and its totals of the values."""
    within, totals = summed[:, 0], summed[:, 1:]
    among = ((totals @ apart) * totals).sum(axis=1)
    n, several = totals.sum(axis=1), (totals > 0).sum(axis=1) > 1
    several &= among > 0
    return np.where(several, 1 - (n - 1) * within / np.where(several, among, 1.0), nan)


def _draw_ordinal(counts: Values, coders: Values, weights: Values) -> Values:
    totals = weights @ counts
    positions = place_ranks(totals)
    squares = (positions**2) @ counts.T
    per_pair = weights / (coders - 1)
    within = 2 * (per_pair * (coders * squares - (positions @ counts.T) ** 2)).sum(axis=1)
    n = totals.sum(axis=1)
    among = 2 * n * (totals * positions**2).sum(axis=1) - 2 * (totals * positions).sum(axis=1) ** 2
    several = (totals > 0).sum(axis=1) > 1
    return np.where(several, 1 - (n - 1) * within / np.where(several, among, 1.0), nan)


def place_ranks(totals: Values) -> Values:
    """Where ordered values lie, draws × values: at their mean ranks, seen from the mean of all.

    Krippendorff's ordinal difference is the squared difference of these.
    """
    places = np.cumsum(totals, axis=1) - totals / 2
    n = np.maximum(totals.sum(axis=1, keepdims=True), 1)
    return np.asarray(places - (totals * places).sum(axis=1, keepdims=True) / n)


def _distances(values: Values, metric: str) -> Values:
    """Squared differences between any two values, nominal or ratio."""
    first, second = values[:, None], values[None, :]
    if metric == "nominal":
        return np.asarray(first != second, dtype=np.float64)
    total = np.where(first + second == 0, 1.0, first + second)
    return np.asarray(np.where(first + second == 0, 0.0, (first - second) / total) ** 2)


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
