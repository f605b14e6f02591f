"""Intervals of reliability, of agreement and of description in simulated studies of eighteen people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values
from analysis.formulas.consistency import estimate_alpha, estimate_item_rest, estimate_spearman_brown
from analysis.formulas.consistency_draws import bootstrap_alpha, bootstrap_correlations
from analysis.formulas.group_agreement import estimate_median, estimate_rwg_j_star
from analysis.formulas.intraclass import estimate_icc1, estimate_icc2
from analysis.formulas.moments import estimate_mean, estimate_sd
from analysis.formulas.one_factor import estimate_omega
from analysis.formulas.polychoric import estimate_ordinal_alpha
from analysis.formulas.resampling import stream
from analysis.formulas.retest import Retest, compare_occasions
from analysis.formulas.weights import Draws
from tests.recovery.intervals import LEVEL, Interval
from tests.recovery.simulated_studies import MIDDLE, SEED, WITHIN, Kind, as_answers

DRAWS, FITTED = 2000, 300
"""Draws of a bootstrap, and of one that fits a model to each: fewer than a report takes."""

PAIRS = 15
"""People who answer in two waves."""


@dataclass(frozen=True)
class Items:
    """Answers of eighteen people to k items that all correlate by r.

    Of the variance of what the items have in common, the share `icc` lies between cases. Answers are normal
    or (`tied`) from 1 to 5.
    """

    k: int
    r: float
    icc: float = 0.0
    tied: bool = False
    missing: float = 0.0

    def __str__(self) -> str:
        parts = [f"{self.k} items, r = {self.r:g}", "answers 1 to 5" if self.tied else "normal"]
        parts += [f"ICC {self.icc:g}"] if self.icc else []
        parts += [f"{100 * self.missing:g} % missing"] if self.missing else []
        return ", ".join(parts)

    def draw(self, studies: int) -> Iterator[Values]:
        """The complete rows of each study."""
        random, cases = stream(SEED, "recovery", str(self)), WITHIN.cases
        common = random.standard_normal((studies, len(WITHIN.sizes)))[:, cases] * sqrt(self.icc)
        common = common + random.standard_normal((studies, len(cases))) * sqrt(1 - self.icc)
        own = random.standard_normal((*common.shape, self.k))
        answers = sqrt(self.r) * common[..., np.newaxis] + sqrt(1 - self.r) * own
        given = (random.random(answers.shape) >= self.missing).all(axis=2)
        for one, rows in zip(as_answers(answers) if self.tied else answers, given, strict=True):
            yield one[rows]

    @property
    def correlation(self) -> float:
        """The correlation of two items as they are answered."""
        return _correlate_answers(self.r) if self.tied else self.r

    def truth_of(self, statistic: str) -> float:
        """The true coefficient; alpha, omega and Spearman-Brown are one for items that correlate alike."""
        r, k = self.r if statistic == "alpha_ordinal" else self.correlation, self.k
        if statistic == "mean_inter_item_r":
            return r
        if statistic == "item_rest_r":
            return (k - 1) * r / sqrt((k - 1) * (1 + (k - 2) * r))
        return k * r / (1 + (k - 1) * r)


@cache
def _correlate_answers(r: float) -> float:
    """The correlation of two answers from 1 to 5 whose opinions correlate by r, by quadrature."""
    points, weights = np.polynomial.hermite_e.hermegauss(160)
    weights = weights / weights.sum()
    cuts = np.arange(1.5, 5) - MIDDLE
    means = 5 - special.ndtr((cuts - sqrt(r) * points[:, np.newaxis]) / sqrt(1 - r)).sum(axis=1)
    chances = np.diff([0, *special.ndtr(cuts), 1])
    variance = float(chances @ np.arange(1, 6) ** 2 - (chances @ np.arange(1, 6)) ** 2)
    return float(weights @ means**2 - (weights @ means) ** 2) / variance


def _draws(answers: Values) -> Draws:
    return Draws(len(answers), DRAWS, SEED, ("recovery",))


COEFFICIENTS: dict[str, Callable[[Values], Estimate]] = {
    "alpha": lambda answers: estimate_alpha(answers, LEVEL),
    "alpha_bootstrap": lambda answers: bootstrap_alpha(answers, LEVEL, _draws(answers)),
    "alpha_standardized": lambda answers: bootstrap_correlations(answers, LEVEL, _draws(answers))[0],
    "mean_inter_item_r": lambda answers: bootstrap_correlations(answers, LEVEL, _draws(answers))[1],
    "alpha_ordinal": lambda answers: estimate_ordinal_alpha(answers, LEVEL, FITTED, stream(SEED, "ordinal")),
    "omega": lambda answers: estimate_omega(answers, LEVEL, FITTED, stream(SEED, "omega")),
    "spearman_brown": lambda answers: estimate_spearman_brown(answers, LEVEL),
    "item_rest_r": lambda answers: estimate_item_rest(answers, LEVEL)[0],
}


def of_items(statistic: str, items: Items) -> Interval:
    """The interval of a coefficient of the items of a scale."""
    found = COEFFICIENTS[statistic]
    return Interval(
        statistic, str(items), items.truth_of(statistic), lambda studies: map(found, items.draw(studies))
    )


def of_scores(statistic: str, kind: Kind) -> Interval:
    """The interval of a mean, a standard deviation, ICC(1) or ICC(2) of everybody's scores.

    The true ICC(2) is that of cases of the size k0, for which ICC(1) is stepped up.
    """
    sizes = np.bincount(kind.design.cases)
    k0 = (sizes.sum() - float(sizes @ sizes) / sizes.sum()) / (len(sizes) - 1)
    truths = {"mean": 0.0, "sd": 1.0, "icc1": kind.icc, "icc2": k0 * kind.icc / (1 + (k0 - 1) * kind.icc)}

    def estimate(studies: int) -> Iterator[Estimate]:
        for scores in kind.draw(studies):
            known, cases = ~np.isnan(scores), kind.design.cases
            if statistic in ("mean", "sd"):
                yield (estimate_mean if statistic == "mean" else estimate_sd)(scores[known], LEVEL)
            else:
                formula = estimate_icc1 if statistic == "icc1" else estimate_icc2
                yield formula(scores[known], cases[known], LEVEL)

    return Interval(statistic, str(kind), truths[statistic], estimate)


RETESTS: dict[str, tuple[Callable[[Retest], Estimate], Callable[[float], float]]] = {
    "retest_icc": (lambda found: found.icc, lambda r: r),
    "retest_sem": (lambda found: found.sem, lambda r: sqrt(1 - r)),
    "retest_sdc": (lambda found: found.sdc, lambda r: 1.96 * sqrt(2 * (1 - r))),
    "retest_r": (lambda found: found.pearson, lambda r: r),
}


def of_retest(statistic: str, r: float) -> Interval:
    """The interval of one test and its repetition, in which scores correlate by r and nobody changes."""
    take, truth = RETESTS[statistic]

    def estimate(studies: int) -> Iterator[Estimate]:
        random = stream(SEED, "recovery", "retest", str(r))
        true = sqrt(r) * random.standard_normal((studies, 1, PAIRS))
        scores = true + sqrt(1 - r) * random.standard_normal((studies, 2, PAIRS))
        return (take(compare_occasions(before, after, LEVEL)) for before, after in scores)

    return Interval(statistic, f"{PAIRS} pairs, r = {r:g}, normal", truth(r), estimate)


def of_agreement(people: int, r: float) -> Interval:
    """The interval of r*_wg(j) of three items in one case; answers vary half as much as at random."""
    items, random_variance = 3, 2.0

    def estimate(studies: int) -> Iterator[Estimate]:
        random = stream(SEED, "recovery", "agreement", str(people), str(r))
        common = sqrt(r) * random.standard_normal((studies, people, 1))
        answers = common + sqrt(1 - r) * random.standard_normal((studies, people, items))
        return (estimate_rwg_j_star(one, random_variance, LEVEL) for one in answers)

    return Interval("rwg_j_star", f"a case of {people}, {items} items, r = {r:g}, normal", 0.5, estimate)


def of_median(cases: int) -> Interval:
    """The interval of a median over cases."""

    def estimate(studies: int) -> Iterator[Estimate]:
        values = stream(SEED, "recovery", "median", str(cases)).exponential(size=(studies, cases))
        return (estimate_median(one, LEVEL) for one in values)

    return Interval("rwg_j_median", f"{cases} cases, any distribution", float(np.log(2)), estimate)
