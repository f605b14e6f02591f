"""Random streams keyed by name, and the permutation of group labels within cases or of whole cases."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from math import inf, isinf, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.arrangements import Arrangements, arrange_within_cases


def stream(seed: int, *names: str) -> np.random.Generator:
    """A random stream that depends on the seed and the names alone, and on no other stream."""
    key = hashlib.sha256(json.dumps([seed, *names]).encode("utf-8")).digest()
    return np.random.default_rng(int.from_bytes(key, "big"))


@dataclass(frozen=True)
class Permutation:
    """The distribution of the first group's sum T when labels are permuted, of people or of whole cases.

    `deviation[a]` is T - E(T) of outcome a, in the unit of the values; `kept[a]` the same deviation
    of the number of first-group people who keep their label; `share[a]` the share of arrangements
    that give the outcome. `observed` and `kept_all` are the two deviations of the labels as they
    are. `exact` is False where the arrangements were drawn at random.
    """

    deviation: Values
    kept: Values
    share: Values
    observed: float
    kept_all: float
    exact: bool
    n_arrangements: int
    n_cases: int

    @property
    def difference(self) -> float:
        """(T - E(T)) / Σ n₁n₂/n: the difference beside an effect for each case, or that of all."""
        return self.observed / self.kept_all

    @property
    def varies(self) -> bool:
        """Whether any arrangement gives another sum than another."""
        return bool(np.ptp(self.deviation) > 0)

    @property
    def variance(self) -> float:
        """Variance of T over the arrangements."""
        return float(self.share @ self.deviation**2)

    @property
    def z(self) -> float:
        """The standardised deviation; NaN where no arrangement differs."""
        return self.observed / sqrt(self.variance) if self.varies else nan

    @property
    def p_normal(self) -> float:
        """The two-sided p of the normal approximation, for comparison only."""
        return float(2 * special.ndtr(-abs(self.z)))

    @property
    def p(self) -> float:
        """Two-sided: the share of arrangements with |T - E(T)| at least as large as observed."""
        return self._share_of(np.abs(self.deviation) >= abs(self.observed) - self._tolerance)

    @property
    def p_greater(self) -> float:
        """The share of arrangements with T at least as large as observed."""
        return self._share_of(self.deviation >= self.observed - self._tolerance)

    @property
    def p_less(self) -> float:
        """The share of arrangements with T at most as large as observed."""
        return self._share_of(self.deviation <= self.observed + self._tolerance)

    @property
    def smallest_p(self) -> float:
        """The smallest two-sided p that any arrangement of these very values gives."""
        size = np.abs(self.deviation)
        return self._share_of(size >= size.max() - self._tolerance)

    def p_after(self, shift: float) -> float:
        """The two-sided p once `shift` has been taken off every value of the first group."""
        size = np.abs(self.deviation - shift * self.kept)
        observed = abs(self.observed - shift * self.kept_all)
        return self._share_of(size >= observed - 1e-9 * float(size.max()))

    def interval(self, level: float) -> tuple[float, float]:
        """All shifts that the two-sided test does not reject at 1 - level; infinite if unbounded.

        A shift δ turns an arrangement's deviation A into A - δM, the observed one into A₀ - δM₀, and
        |M| < M₀ but for the labels as they are and their full exchange. So an arrangement is as
        extreme as the observed one on one closed stretch of δ around the estimate, p(δ) falls to
        both sides, and the interval's ends are quantiles of the ends of these stretches.
        """
        always = self.kept_all - np.abs(self.kept) <= 1e-9 * self.kept_all
        towards = np.where(always, 1.0, self.kept_all - self.kept)
        away = np.where(always, 1.0, self.kept_all + self.kept)
        ends = np.stack([(self.observed - self.deviation) / towards, (self.observed + self.deviation) / away])
        lower = np.where(always, -inf, ends.min(axis=0))
        upper = np.where(always, inf, ends.max(axis=0))
        return -_reach(-lower, self.share, 1 - level), _reach(upper, self.share, 1 - level)

    def estimate(self, level: float) -> Estimate:
        """The difference with this test's p and interval; no interval where the level is not reachable."""
        if not self.varies:
            return not_estimable("no_variance")
        low, high = self.interval(level)
        if isinf(low) or isinf(high):
            return Estimate(self.difference, p=self.p, reason="level_not_reachable")
        return Estimate(self.difference, low, high, p=self.p)

    def estimate_smallest_p(self) -> Estimate:
        """`smallest_p`, or that there is none because no arrangement differs."""
        return Estimate(self.smallest_p) if self.varies else not_estimable("no_variance")

    @property
    def _tolerance(self) -> float:
        return 1e-9 * float(np.abs(self.deviation).max())

    def _share_of(self, chosen: NDArray[np.bool_]) -> float:
        return min(float(self.share[chosen].sum()), 1.0)


def permute_within_cases(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], random: np.random.Generator
) -> Permutation | None:
    """Permute the labels `first` within `cases` in every way; None where no case has both sides.

    The values are taken as whole multiples of a common unit, so that ties are ties. `random` is used
    only where the arrangements are too many to be counted exactly. A case with one side adds nothing.
    """
    found = arrange_within_cases(values, first, cases, random)
    return None if found is None else _as_permutation(found)


def permute_cases(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], random: np.random.Generator
) -> Permutation | None:
    """Permute the groups of whole cases in every way; T is the sum of the first group's case means.

    Every case counts alike, however many of its people answered, so `difference` is the mean of the first
    group's case means minus that of the second's. None where a case holds both groups, or all cases one.
    """
    names, case = np.unique(cases, return_inverse=True)
    sizes = np.bincount(case)
    firsts = np.bincount(case, weights=first)
    of_first = firsts == sizes
    if np.any((firsts > 0) & ~of_first) or of_first.all() or not of_first.any():
        return None
    means = np.bincount(case, weights=values) / sizes
    return permute_within_cases(means, of_first, np.zeros(len(names), dtype=np.int64), random)


def estimate_within_case_difference(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """The difference within cases, weights n₁n₂ / n, with the exact p and interval of the permutation.

    The coefficient of the group beside an intercept for every case. p is two-sided, the share of the ways
    of giving out the labels inside the cases with |T - E(T)| at least as large as observed; the interval
    holds the shifts that this test does not reject. Where no p is small enough there is no interval
    (`level_not_reachable`).
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    found = permute_within_cases(values, first, cases, stream(0, "within-case difference"))
    return not_estimable("no_case_with_both_groups") if found is None else found.estimate(level)


def estimate_case_permutation(
    values: Values, first: NDArray[np.bool_], cases: NDArray[np.int64], level: float
) -> Estimate:
    """The difference of the groups' means of case means, with exact p and interval over whole cases.

    The groups of all cases are given out in every way, as if each case had been as likely to stand in
    either group (Gail et al. 1996). Two-sided as `estimate_within_case_difference`; with three cases on
    each side no p is below .10. A case with both groups makes it invalid (`groups_within_cases`).
    """
    if first.all() or not first.any():
        return not_estimable("group_missing")
    found = permute_cases(values, first, cases, stream(0, "whole cases"))
    return not_estimable("groups_within_cases") if found is None else found.estimate(level)


def _as_permutation(found: Arrangements) -> Permutation:
    return Permutation(
        deviation=np.asarray((found.sums - found.expected_sum) * found.unit, dtype=np.float64),
        kept=np.asarray(found.kept - found.expected_kept, dtype=np.float64),
        share=found.share,
        observed=(found.observed_sum - found.expected_sum) * found.unit,
        kept_all=found.n_first - found.expected_kept,
        exact=found.exact,
        n_arrangements=found.n_arrangements,
        n_cases=found.n_cases,
    )


def _reach(ends: Values, share: Values, alpha: float) -> float:
    """The largest end that more than `alpha` of the arrangements reach."""
    order = np.argsort(-ends, kind="stable")
    reached = np.cumsum(share[order])
    return float(ends[order][np.argmax(reached > alpha + 1e-12)])
