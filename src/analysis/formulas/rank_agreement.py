"""How far orders of the same few cases agree: Kendall's τ-b of two, Kendall's W and ordinal α of several.

The p are of orders given out at random: all of them where they can be listed, else a drawn sample.
"""

from __future__ import annotations

from itertools import combinations, permutations
from math import atanh, factorial, isnan, sqrt, tanh

import numpy as np
from scipy import special, stats

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import DRAWN, Whole
from analysis.formulas.coder_agreement import estimate_krippendorff_alpha, keep_pairable
from analysis.formulas.moments import t_quantile

FEWEST = 4
"""Fewest cases whose order is judged: of three, no order at all has a p below a third."""

LISTED = 30_000_000
"""Most ways of giving out ranks that are listed, less than a second of work."""


def estimate_tau_b(
    first: Values, second: Values, level: float, random: np.random.Generator | None = None
) -> Estimate:
    """Kendall's τ-b of two orders of the same cases, S / √((n₀ - n₁)(n₀ - n₂)), with ties (Kendall 1945).

    p is two-sided, the share of the orders of one side with |S| at least as large as observed; `random` is
    needed only where there are too many to be listed. The interval lies on Fisher's scale with the variance
    .437 / (n - 4) (Fieller, Hartley & Pearson 1957), and takes Student's t on n - 2 degrees of freedom.
    Undefined below four cases (`too_few_cases`) and where one side has ties only (`singular`). No interval
    of four cases (`too_few_cases`) and of orders alike or each other's opposite (`orders_coincide`).
    """
    cases = len(first)
    if cases < FEWEST:
        return not_estimable("too_few_cases")
    one, other = _signs(first), _signs(second)
    untied = float((one**2).sum()) * float((other**2).sum())
    if not untied:
        return not_estimable("singular")
    value, p = float((one * other).sum()) / sqrt(untied), _permute_order(one, other, random)
    if abs(value) >= 1 - 1e-12:
        return Estimate(round(value), p=p, reason="orders_coincide")
    if cases == FEWEST:
        return Estimate(value, p=p, reason="too_few_cases")
    half = t_quantile(cases - 2, level) * sqrt(0.437 / (cases - 4))
    return Estimate(value, tanh(atanh(value) - half), tanh(atanh(value) + half), df=cases - 2, p=p)


def estimate_kendall_w(judged: Values, level: float, random: np.random.Generator | None = None) -> Estimate:
    """Kendall's W of judges (rows) who each placed all cases (columns), with ties (Kendall & Gibbons 1990).

    W = (12 ΣR² - 3 m²n(n + 1)²) / (m²n(n² - 1) - mΣ(t³ - t)) with R the sums of ranks of the cases and t the
    sizes of ties. p is the share of the ways of giving out each judge's ranks with a W at least as large.
    The interval is that of the F ratio (m - 1)W / (1 - W) of the ranks (McGraw & Wong 1996, case 3).
    Undefined for one judge (`one_coder`), below four cases (`too_few_cases`) and where nobody tells cases
    apart (`singular`). No interval where judges order the cases alike (`coders_coincide`) or cancel each
    other out (`singular`).
    """
    judges, cases = judged.shape
    if judges < 2:
        return not_estimable("one_coder")
    if cases < FEWEST:
        return not_estimable("too_few_cases")
    value = _kendall_w(judged)
    if isnan(value):
        return not_estimable("singular")
    p = _permute_judges(_double_ranks(judged), random)
    if value >= 1 - 1e-12 or value <= 1e-12:
        return Estimate(round(value), p=p, reason="coders_coincide" if value > 0.5 else "singular")
    between, within = cases - 1, (cases - 1) * (judges - 1)
    ends = _ends_of_ratio((judges - 1) * value / (1 - value), between, within, level)
    low, high = (end / (end + judges - 1) for end in ends)
    return Estimate(value, low, high, df=between, p=p)


def estimate_ordinal_alpha(counts: Values, values: Values, level: float) -> Estimate:
    """Krippendorff's ordinal α of cases (rows) by judgement (columns), with the interval for few cases.

    `counts` and `values` as in `coder_agreement`. Ordinal α lies near the intraclass correlation of the mean
    ranks that it gives the judgements, ICC(1), and takes its F interval (McGraw & Wong 1996, case 1); where
    judges skip cases, with the mean number of judges of that model. Undefined for one judge (`one_coder`),
    below four cases that two judges placed (`too_few_cases`) and without any difference (`no_variance`);
    judges who never differ get no interval (`coders_coincide`).
    """
    if counts.sum(axis=1).max(initial=0) < 2:
        return not_estimable("one_coder")
    pairable = keep_pairable(counts)
    if len(pairable) < FEWEST:
        return not_estimable("too_few_cases")
    alpha = estimate_krippendorff_alpha(pairable, values, "ordinal", level)
    if not alpha.exists or alpha.value >= 1 - 1e-12:
        return Estimate(alpha.value, reason="coders_coincide") if alpha.exists else alpha
    (n, _), judges, total = pairable.shape, pairable.sum(axis=1), float(pairable.sum())
    places = np.cumsum(pairable.sum(axis=0)) - pairable.sum(axis=0) / 2
    means = pairable @ places / judges
    between = float(judges @ (means - means @ judges / total) ** 2) / (n - 1)
    inside = float((pairable * (places - means[:, None]) ** 2).sum()) / (total - n)
    usual = (total - float((judges**2).sum()) / total) / (n - 1)
    ends = _ends_of_ratio(between / inside, n - 1, total - n, level)
    low, high = ((end - 1) / (end + usual - 1) for end in ends)
    return Estimate(alpha.value, min(low, alpha.value), max(high, alpha.value), df=n - 1)


def _ends_of_ratio(ratio: float, between: float, within: float, level: float) -> tuple[float, float]:
    """The ends of the interval of an F ratio of mean squares on these degrees of freedom."""
    tail = (1 + level) / 2
    low = ratio / float(special.fdtri(between, within, tail))
    return low, ratio * float(special.fdtri(within, between, tail))


def _signs(values: Values) -> Whole:
    """Which of any two cases stands higher, cases × cases: 1, 0 or -1."""
    return np.sign(values[:, None] - values[None, :]).astype(np.int64)


def _permute_order(one: Whole, other: Whole, random: np.random.Generator | None) -> float:
    """The share of the orders of the second side whose S is at least as far from 0 as the observed one."""
    cases = len(one)
    listed = factorial(cases) * cases <= LISTED
    orders = _list_orders(cases) if listed else _draw_orders(cases, 1, random)[:, 0]
    sums = np.zeros(len(orders), dtype=np.int64)
    for low, high in combinations(range(cases), 2):
        sums += one[low, high] * other[orders[:, low], orders[:, high]]
    observed = abs(int((one * other).sum())) // 2
    return float((np.abs(sums) >= observed).mean())


def _kendall_w(judged: Values) -> float:
    (judges, cases), ranks = judged.shape, stats.rankdata(judged, axis=1)
    ties = sum(float(((sizes := np.unique(row, return_counts=True)[1]) ** 3 - sizes).sum()) for row in judged)
    most = judges**2 * cases * (cases**2 - 1) - judges * ties
    apart = 12 * float((ranks.sum(axis=0) ** 2).sum()) - 3 * judges**2 * cases * (cases + 1) ** 2
    return apart / most if most else np.nan


def _double_ranks(judged: Values) -> Whole:
    """Each judge's ranks times two, which are whole numbers also where cases are tied."""
    return np.rint(2 * stats.rankdata(judged, axis=1)).astype(np.int64)


def _permute_judges(ranks: Whole, random: np.random.Generator | None) -> float:
    """The share of the ways of giving out each judge's ranks whose ΣR² is at least the observed one."""
    observed = int((ranks.sum(axis=0) ** 2).sum())
    listed = _share_at_least(ranks, observed)
    if listed is not None:
        return min(listed, 1.0)
    judges, cases = ranks.shape
    orders = _draw_orders(cases, judges, random)
    sums = np.take_along_axis(np.broadcast_to(ranks, orders.shape), orders, axis=2).sum(axis=1)
    return float(((sums**2).sum(axis=1) >= observed).mean())


def _share_at_least(ranks: Whole, observed: int) -> float | None:
    """The share of all ways with a ΣR² of at least the observed one; None where they are too many.

    Judge after judge is added in every order. What follows depends on the sums only as a set, so equal sets
    of sums are kept once, with the share of the ways that lead to them.
    """
    cases = ranks.shape[1]
    sums, share = np.sort(ranks[:1], axis=1), np.ones(1)
    for judge in ranks[1:-1]:
        if factorial(cases) * len(sums) * cases > LISTED:
            return None
        sums, share = _add_judge(sums, share, judge[_list_orders(cases)])
    if factorial(cases) * len(sums) > LISTED:
        return None
    orders = ranks[-1][_list_orders(cases)]
    least = observed - (sums**2).sum(axis=1) - int((ranks[-1] ** 2).sum())
    reached = [(2 * (orders @ one) >= bound).mean() for one, bound in zip(sums, least, strict=True)]
    return float(share @ np.array(reached))


def _add_judge(sums: Whole, share: Values, orders: Whole) -> tuple[Whole, Values]:
    """The sets of sums once a further judge's ranks are added in every order, and their shares."""
    kept: dict[bytes, float] = {}
    cases = orders.shape[1]
    for one, chance in zip(sums, share, strict=True):
        made, ways = np.unique(np.sort(one + orders, axis=1), axis=0, return_counts=True)
        for row, count in zip(made, ways, strict=True):
            kept[row.tobytes()] = kept.get(row.tobytes(), 0.0) + chance * count / len(orders)
    return np.frombuffer(b"".join(kept), dtype=np.int64).reshape(-1, cases), np.array(list(kept.values()))


def _list_orders(cases: int) -> Whole:
    """Every order of the cases, one a row."""
    return np.array(list(permutations(range(cases))), dtype=np.int64)


def _draw_orders(cases: int, judges: int, random: np.random.Generator | None) -> Whole:
    """Orders drawn for each judge, draws × judges × cases, after the one that was observed."""
    source = random or np.random.default_rng(0)
    drawn = source.random((DRAWN, judges, cases)).argsort(axis=2)
    seen = np.broadcast_to(np.arange(cases), (1, judges, cases))
    return np.concatenate([seen, drawn])
