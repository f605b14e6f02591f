"""Three groups or more: whether they differ at all in rank, and each pair of them.

Values are taken as whole multiples of a common unit before they are ranked, so that equal scores are tied
whatever their last binary digit. `groups` holds one number for each person, 0, 1, 2, ...
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial, nan, prod, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import to_whole
from analysis.formulas.rank_tests import rank_midwise

Groups = NDArray[np.int64]

LISTED = 10_000
"""Most arrangements of labels within cases that are listed one by one."""

DRAWN = 9_999
"""Arrangements drawn where there are more; the labels as they are count as one further."""


@dataclass(frozen=True)
class KruskalWallis:
    """Kruskal & Wallis's (1952) H, corrected for ties, and the two shares of variance made of it.

    `rank_epsilon2` is H / (n - 1) (Kelley 1935; Tomczak & Tomczak 2014), `eta2` (H - k + 1) / (n - k).
    All NaN where all values are equal or fewer than two groups have anybody.
    """

    h: float
    df: int
    p: float
    rank_epsilon2: float
    eta2: float


@dataclass(frozen=True)
class WelchF:
    """Welch's (1951) F of means with unequal variances; NaN where a group's values are all equal."""

    f: float
    df1: float
    df2: float
    p: float


def compare_ranks(values: Values, groups: Groups) -> KruskalWallis:
    """Kruskal & Wallis's test of people taken as independent."""
    ranks, sizes = _ranks(values), _sizes(groups)
    n, k = len(values), int(np.sum(sizes > 0))
    spread = float(np.sum((ranks - (n + 1) / 2) ** 2))
    if k < 2 or spread == 0:
        return KruskalWallis(nan, max(k - 1, 0), nan, nan, nan)
    deviation = np.bincount(groups, weights=ranks - (n + 1) / 2)
    h = (n - 1) * float(np.sum(deviation[sizes > 0] ** 2 / sizes[sizes > 0])) / spread
    eta2 = (h - k + 1) / (n - k) if n > k else nan
    return KruskalWallis(h, k - 1, float(special.chdtrc(k - 1, h)), h / (n - 1), eta2)


def compare_means(values: Values, groups: Groups) -> WelchF:
    """Welch's (1951) test of all groups that have anybody; NaN where a group has one person."""
    parts = [values[groups == group] for group in np.unique(groups)]
    k = len(parts)
    if k < 2 or min(len(part) for part in parts) < 2 or any(np.ptp(part) == 0 for part in parts):
        return WelchF(nan, k - 1, nan, nan)
    sizes = np.array([len(part) for part in parts])
    means = np.array([part.mean() for part in parts])
    weights = sizes / np.array([part.var(ddof=1) for part in parts])
    share = weights / weights.sum()
    spread = float(np.sum((1 - share) ** 2 / (sizes - 1))) / (k * k - 1)
    between = float(np.sum(weights * (means - share @ means) ** 2)) / (k - 1)
    f, df2 = between / (1 + 2 * (k - 2) * spread), 1 / (3 * spread)
    return WelchF(f, k - 1, df2, float(special.fdtrc(k - 1, df2, f)))


def compare_pairs(values: Values, groups: Groups) -> dict[tuple[int, int], tuple[float, float]]:
    """Dunn's (1964) z, corrected for ties, and its two-sided p, of each pair of groups that have anybody.

    By the numbers of the two groups, the lower first; z is the first's mean rank minus the second's. NaN
    where all values are equal.
    """
    ranks, sizes = _ranks(values), _sizes(groups)
    present = [int(group) for group in np.flatnonzero(sizes)]
    variance = float(np.var(ranks, ddof=1)) if len(values) > 1 else nan
    means = np.bincount(groups, weights=ranks) / np.maximum(sizes, 1)
    pairs = {}
    for one, other in combinations(present, 2):
        error = sqrt(variance * (1 / sizes[one] + 1 / sizes[other]))
        z = float(means[one] - means[other]) / error if error > 0 else nan
        pairs[one, other] = z, float(2 * special.ndtr(-abs(z)))
    return pairs


def estimate_kruskal_wallis(values: Values, groups: Groups) -> Estimate:
    """Rank epsilon squared with the chi-square p of H, people taken as independent; no interval."""
    missing = _missing(values, groups)
    if missing:
        return not_estimable(missing)
    found = compare_ranks(values, groups)
    return Estimate(found.rank_epsilon2, df=found.df, p=found.p)


def estimate_dunn(values: Values, groups: Groups) -> dict[tuple[int, int], Estimate]:
    """For each pair of groups that have anybody: the first's mean rank minus the second's, and Dunn's p.

    In ranks of all people together; people are taken as independent. No interval.
    """
    ranks = _ranks(values)
    found = {}
    for (one, other), (_, p) in compare_pairs(values, groups).items():
        difference = float(ranks[groups == one].mean() - ranks[groups == other].mean())
        found[one, other] = Estimate(difference, p=p, reason="" if p == p else "no_variance")
    return found


def permute_kruskal_wallis(
    values: Values, groups: Groups, cases: NDArray[np.int64], random: np.random.Generator
) -> Estimate:
    """Rank epsilon squared with the p of Kruskal & Wallis's sum under permutation of labels within cases.

    Q = Σ (Rᵧ - E(Rᵧ))² / nᵧ, Rᵧ the rank sum of group γ and E(Rᵧ) its mean over all ways of giving out the
    labels inside the cases; with a single case Q rises and falls with H, and with two groups p is that of
    |T - E(T)|. All ways are listed where they are few, else so many are drawn, and the labels as they are
    count as one of them. Groups that share no case give no p (`no_case_with_both_groups`).
    """
    missing = _missing(values, groups)
    if missing:
        return not_estimable(missing)
    value = compare_ranks(values, groups).rank_epsilon2
    ranks, sizes = _ranks(values), _sizes(groups)
    blocks = [np.flatnonzero(cases == case) for case in np.unique(cases)]
    blocks = [block for block in blocks if len(np.unique(groups[block])) > 1]
    df = len(np.flatnonzero(sizes)) - 1
    if not blocks:
        return Estimate(value, df=df, reason="no_case_with_both_groups")
    deviation = ranks.copy()
    for block in blocks:
        deviation[block] -= ranks[block].mean()
    sums = _permuted_sums(deviation, groups, blocks, random)
    size = sums**2 @ (1 / np.maximum(sizes, 1))
    if size.max() <= 1e-12 * float(np.sum(ranks**2)):
        return Estimate(value, df=df, reason="no_variance")
    return Estimate(value, df=df, p=float(np.mean(size >= size[0] - 1e-9 * size.max())))


def _ranks(values: Values) -> Values:
    return rank_midwise(to_whole(values)[0])


def _sizes(groups: Groups) -> Groups:
    return np.bincount(groups).astype(np.int64)


def _missing(values: Values, groups: Groups) -> str:
    if len(np.unique(groups)) < 2:
        return "group_missing"
    return "no_variance" if np.ptp(_ranks(values)) == 0 else ""


def _permuted_sums(
    deviation: Values, groups: Groups, blocks: list[Groups], random: np.random.Generator
) -> Values:
    """The sums of each group (arrangements × groups); the first row is that of the labels as they are."""
    k = int(groups.max()) + 1
    sums = np.zeros((1, k))
    for block in blocks:
        sums += np.bincount(groups[block], deviation[block], minlength=k)
    counts = [np.bincount(groups[block], minlength=k).tolist() for block in blocks]
    if prod(factorial(sum(one)) // prod(map(factorial, one)) for one in counts) <= LISTED:
        return _listed_sums(deviation, groups, blocks, k)
    drawn = np.zeros((DRAWN, k))
    for block in blocks:
        order = random.random((DRAWN, len(block))).argsort(axis=1)
        drawn += deviation[block][order] @ np.eye(k)[groups[block]]
    return np.vstack([sums, drawn])


def _listed_sums(deviation: Values, groups: Groups, blocks: list[Groups], k: int) -> Values:
    sums = np.zeros((1, k))
    for block in blocks:
        labels = np.array(_list_labels(groups[block].tolist()))
        here = np.stack([(labels == label) @ deviation[block] for label in range(k)], axis=1)
        sums = (sums[:, np.newaxis] + here).reshape(-1, k)
    return sums


def _list_labels(labels: list[int]) -> list[list[int]]:
    """Every different order of some labels, the one given first."""
    if not labels:
        return [[]]
    orders = []
    for label in dict.fromkeys(labels):
        rest = labels.copy()
        rest.remove(label)
        orders += [[label, *other] for other in _list_labels(rest)]
    return orders
