"""How two groups are spread over cases, and which tests that allows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.plan import Test

Kind = Literal["within", "between", "both"]
Sizes = tuple[tuple[int, int], ...]

INDEPENDENT: tuple[Test, ...] = ("welch", "mann_whitney", "brunner_munzel")
"""Tests that take people as independent of each other."""

WITHIN: tuple[Test, ...] = ("within_case_difference", "within_case_ranks")
"""Tests of the labels inside the cases; a case with one group adds nothing to them."""

CLUSTERED: tuple[Test, ...] = ("mixed_model", "cluster_robust", "wild_bootstrap", "cumulative_logit")
"""Tests that learn from the cases how much these differ."""

FEWEST_CASES = 3
"""Fewest cases that the clustered tests learn from."""


@dataclass(frozen=True)
class Design:
    """How two groups are spread over cases: `sizes` holds (first, second) of each case with anybody.

    The same numbers of people give the same design, whatever they answered, so that what follows from
    the design alone can be kept by it. A design without anybody on one side refuses nothing: there is
    nothing to test.
    """

    sizes: Sizes

    @property
    def n_first(self) -> int:
        """People of the first group."""
        return sum(first for first, _ in self.sizes)

    @property
    def n_second(self) -> int:
        """People of the second group."""
        return sum(second for _, second in self.sizes)

    @property
    def n_cases(self) -> int:
        """Cases with anybody."""
        return len(self.sizes)

    @property
    def n_both(self) -> int:
        """Cases with people of both groups."""
        return sum(first > 0 and second > 0 for first, second in self.sizes)

    @property
    def kind(self) -> Kind:
        """within: every case has both groups; between: none has; both: some have."""
        if self.n_both == 0:
            return "between"
        return "within" if self.n_both == self.n_cases else "both"

    @property
    def chosen(self) -> Test:
        """The test that decides where the plan names none."""
        return "case_permutation" if self.kind == "between" else "within_case_difference"

    @cached_property
    def refusals(self) -> dict[Test, str]:
        """The tests that this design makes invalid, and the reason (`populations.REFUSALS`)."""
        if not (self.n_first and self.n_second):
            return {}
        refused: dict[Test, str] = {}
        if self.n_both:
            refused["case_permutation"] = "groups_within_cases"
        else:
            refused |= dict.fromkeys(WITHIN, "groups_between_cases")
        if not self.favours_independence:
            refused |= dict.fromkeys(INDEPENDENT, "cases_ignored")
        if self.n_cases < FEWEST_CASES:
            refused |= dict.fromkeys(CLUSTERED, "too_few_cases")
        return refused

    @property
    def favours_independence(self) -> bool:
        """Whether a test that takes people as independent is at most too careful here.

        Let answers vary by σ² and two people of one case be correlated by ρ ≥ 0 (compound symmetry).
        With n₁ⱼ and n₂ⱼ people in case j, the difference of the two means varies by

            σ² [(1 - ρ)(1/n₁ + 1/n₂) + ρ Σⱼ (n₁ⱼ/n₁ - n₂ⱼ/n₂)²],

        as in Kish's (1965) effect of a design. The test does not know σ²: it takes the variance inside
        each group, which is σ² (1 - ρ a) on average, a being the chance that two people of the group
        are of one case. Hence it takes the difference to vary by σ² [(1 - ρ a₁)/n₁ + (1 - ρ a₂)/n₂].
        With c the chance that two people of different groups are of one case, the sum of squares is
        1/n₁ + (1 - 1/n₁) a₁ + 1/n₂ + (1 - 1/n₂) a₂ - 2c, and the first variance is at most the second,
        whatever ρ, exactly where

            a₁ + a₂ ≤ 2c:

        where people meet their own group in their case no more often than the other. People each in a
        case of their own are independent, and there both sides are 0.
        """
        first, second = np.array(self.sizes).T
        across = float(first @ second) / (self.n_first * self.n_second)
        return _chance_together(first) + _chance_together(second) <= 2 * across + 1e-12


def judge_design(first: NDArray[np.bool_], cases: NDArray[np.int64]) -> Design:
    """The design of the people of two groups, given who is of the first and the case of each."""
    _, place = np.unique(cases, return_inverse=True)
    ours = np.bincount(place[first], minlength=place.max(initial=-1) + 1)
    everybody = np.bincount(place, minlength=len(ours))
    return _design(tuple(zip(ours.tolist(), (everybody - ours).tolist(), strict=True)))


@lru_cache(maxsize=1024)
def _design(sizes: Sizes) -> Design:
    return Design(sizes)


def _chance_together(counts: NDArray[np.int64]) -> float:
    """The chance that two of these people are of one case; 0 for one person."""
    n = int(counts.sum())
    return float(counts @ (counts - 1)) / (n * (n - 1)) if n > 1 else 0.0
