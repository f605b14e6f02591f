"""The wild cluster bootstrap: cases keep or turn the signs of their residuals, in every way there is."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import hinder_two_groups, two_group_design
from analysis.formulas.resampling import stream

LISTED = 16
"""Most clusters whose sign vectors are listed, all 2^G of them."""

DRAWN = 9_999
"""Sign vectors drawn at random where they are not listed; the signs as they are count as one more."""

FARTHEST = 1e5
"""Standard errors from the difference beyond which an interval counts as unbounded.

At every hypothesis two of the 2^G vectors are as extreme as the data, and further out the digits that tell
the others apart are lost.
"""

TOLERANCE = 1e-9
"""How much smaller than observed a t may be, relative to the larger of it and 1, and still count."""


@dataclass(frozen=True)
class WildBootstrap:
    """The test of one coefficient: `p` counts sign vectors with |t*| >= |t|, `p_strict` those above.

    With every sign vector listed, all signs kept and all signs turned give |t* | = |t|, so that p is at
    least 2 / 2^G; `p_strict` can be 0 and is given for comparison only.
    """

    coefficient: float
    t: float
    p: float
    p_strict: float
    n_vectors: int


def estimate_wild_bootstrap_difference(
    values: Values,
    first: NDArray[np.bool_],
    cases: NDArray[np.int64],
    level: float,
    random: np.random.Generator | None = None,
) -> Estimate:
    """The difference of two means, with p and interval of the restricted wild cluster bootstrap.

    The interval holds the shifts of the first group that the test does not reject, outwards from the
    difference to the first that it does. Needs both groups (`group_missing`), three cases
    (`too_few_cases`) and people who differ within a group (`no_variance`). Where 2 / 2^G is above
    1 - level the interval is unbounded and left out (`level_not_reachable`). `random` is used only
    beyond `LISTED` cases; without it the signs come from a fixed stream.
    """
    hindrance = hinder_two_groups(values, first, cases)
    if hindrance:
        return not_estimable(hindrance)
    return estimate_wild_bootstrap(values, two_group_design(first), cases, 1, level, random)


def estimate_wild_bootstrap(
    values: Values,
    design: Values,
    clusters: NDArray[np.int64],
    column: int,
    level: float,
    random: np.random.Generator | None = None,
) -> Estimate:
    """A coefficient of least squares with p and interval of the restricted wild cluster bootstrap.

    As `estimate_wild_bootstrap_difference`, for any design of full rank; `level_not_reachable` likewise.
    """
    test = _RestrictedTest.of(values, design, clusters, column, random)
    p = test.at(0.0).p
    alpha = 1 - level
    low, high = (_reach(test, side, alpha) for side in (-1, 1))
    if low == -inf or high == inf:
        return Estimate(test.coefficient, p=p, reason="level_not_reachable")
    return Estimate(test.coefficient, low, high, p=p)


def run_wild_bootstrap(
    values: Values,
    design: Values,
    clusters: NDArray[np.int64],
    column: int,
    random: np.random.Generator | None = None,
) -> WildBootstrap:
    """Test that one coefficient of least squares is 0, with Rademacher signs by cluster.

    Cameron, Gelbach & Miller (2008): residuals of the model without the column, t with the plain
    cluster-robust standard error. Up to `LISTED` clusters every sign vector is listed.
    """
    return _RestrictedTest.of(values, design, clusters, column, random).at(0.0)


@dataclass(frozen=True)
class _RestrictedTest:
    """The test as a function of the hypothetical coefficient, in which everything is linear.

    Under the hypothesis δ the restricted residuals are `fixed` - δ · `moved`; both stand here as the
    clusters' contributions: `scores` to the coefficient, and `spread[g, h]` of h's residuals to g's
    part of its standard error.
    """

    coefficient: float
    error: float
    signs: Values
    n_vectors: int
    scores: tuple[Values, Values]
    spread: tuple[Values, Values]

    @classmethod
    def of(
        cls,
        values: Values,
        design: Values,
        clusters: NDArray[np.int64],
        column: int,
        random: np.random.Generator | None,
    ) -> _RestrictedTest:
        place = np.unique(clusters, return_inverse=True)[1]
        member = (place[:, np.newaxis] == np.arange(place.max() + 1)).astype(float)
        bread = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
        others = np.delete(design, column, axis=1)
        parts = member.T @ (_residuals(values, design) * (design @ bread[column]))
        pieces = [
            _contribute(_residuals(one, others), design, member, bread, column)
            for one in (values, design[:, column])
        ]
        signs, n_vectors = list_signs(member.shape[1], random)
        return cls(
            coefficient=float(bread[column] @ (design.T @ values)),
            error=float(np.sqrt(parts @ parts)),
            signs=signs,
            n_vectors=n_vectors,
            scores=(pieces[0][0], pieces[1][0]),
            spread=(pieces[0][1], pieces[1][1]),
        )

    def at(self, hypothesis: float) -> WildBootstrap:
        """The test that the coefficient is `hypothesis`."""
        scores = self.scores[0] - hypothesis * self.scores[1]
        spread = self.spread[0] - hypothesis * self.spread[1]
        errors = np.sqrt(((self.signs @ spread.T) ** 2).sum(axis=1))
        exists = errors > 1e-12 * errors.max()
        drawn = np.where(exists, np.abs(self.signs @ scores) / np.where(exists, errors, 1.0), inf)
        t = (self.coefficient - hypothesis) / self.error if self.error > 0 else inf
        slack = TOLERANCE * max(1.0, abs(t))
        return WildBootstrap(
            coefficient=self.coefficient,
            t=t,
            p=float(np.mean(drawn >= abs(t) - slack)),
            p_strict=float(np.mean(drawn > abs(t) + slack)),
            n_vectors=self.n_vectors,
        )


def _contribute(
    residuals: Values, design: Values, member: Values, bread: Values, column: int
) -> tuple[Values, Values]:
    """Each cluster's part in the coefficient, and in every cluster's part of the standard error."""
    sums = member.T @ (design * residuals[:, np.newaxis])
    scores = sums @ bread[column]
    weights = member.T @ (design * (design @ bread[column])[:, np.newaxis])
    return scores, np.diag(scores) - weights @ bread @ sums.T


def _residuals(values: Values, design: Values) -> Values:
    if not design.shape[1]:
        return values
    return np.asarray(values - design @ np.linalg.lstsq(design, values, rcond=None)[0])


def list_signs(n: int, random: np.random.Generator | None) -> tuple[Values, int]:
    """The vectors of signs, and how many they stand for.

    All 2^n, of which one half is listed, as turning all signs turns only that of t; or `DRAWN` at
    random after the one that keeps all signs.
    """
    if n <= LISTED:
        bits = (np.arange(1 << (n - 1))[:, np.newaxis] >> np.arange(n)) & 1
        return np.asarray(1.0 - 2.0 * bits, dtype=np.float64), 1 << n
    drawn = (random or stream(0, "signs", str(n))).integers(0, 2, size=(DRAWN, n))
    return np.concatenate([np.ones((1, n)), 1.0 - 2.0 * drawn]), DRAWN + 1


def _reach(test: _RestrictedTest, side: int, alpha: float) -> float:
    """The end of the interval on one side of the coefficient: where the test first rejects."""
    inside, outside = 0.0, test.error
    if not test.error > 0 or 2 / test.n_vectors > alpha + 1e-12:
        return side * inf
    while test.at(test.coefficient + side * outside).p > alpha + 1e-12:
        inside, outside = outside, 2 * outside
        if outside > FARTHEST * test.error:
            return side * inf
    while outside - inside > 1e-10 * outside:
        middle = (inside + outside) / 2
        if test.at(test.coefficient + side * middle).p <= alpha + 1e-12:
            outside = middle
        else:
            inside = middle
    return test.coefficient + side * (inside + outside) / 2
