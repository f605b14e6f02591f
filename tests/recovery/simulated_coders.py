"""Coders who find what is there with a known chance, so that their agreement is known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.estimates import Estimate
from analysis.formulas.coder_agreement import estimate_gwet
from analysis.formulas.coder_sums import (
    CodedUnits,
    Shares,
    Sums,
    estimate_agreement,
    share_agreement,
    share_distances,
    share_fleiss,
    share_nominal,
    share_of_values,
    sum_units,
)
from analysis.formulas.cohen import estimate_cohen_kappa, tabulate_pairs
from analysis.formulas.resampling import stream
from analysis.formulas.set_distances import measure_masi

LEVEL = 0.95
DRAWS = 400
SEED = 2018


@dataclass(frozen=True)
class Coders:
    """Coders who each give a code where it belongs, and where it does not, with the same two chances."""

    prevalence: float
    sensitivity: float = 0.8
    specificity: float = 0.95
    number: int = 3

    @property
    def used(self) -> float:
        """The chance that a coder gives the code."""
        belongs = self.prevalence * self.sensitivity
        return belongs + (1 - self.prevalence) * (1 - self.specificity)

    @property
    def truth(self) -> dict[str, float]:
        """What each statistic is where there are units without end."""
        s, t, p = self.sensitivity, self.specificity, self.prevalence
        differing = 2 * p * s * (1 - s) + 2 * (1 - p) * t * (1 - t)
        spread = 2 * self.used * (1 - self.used)
        alpha = 1 - differing / spread
        kappas = dict.fromkeys(("krippendorff_nominal", "fleiss_kappa", "cohen_kappa"), alpha)
        plain = {"percent": 1 - differing, "prevalence": self.used}
        return kappas | plain | {"gwet_ac1": 1 - differing / (1 - spread)}

    def code(self, units: int, random: np.random.Generator) -> np.ndarray:
        """What each coder gives each unit, units × coders."""
        there = random.random((units, 1)) < self.prevalence
        chance = np.where(there, self.sensitivity, 1 - self.specificity)
        return random.random((units, self.number)) < chance


def estimate_all(given: np.ndarray, random: np.random.Generator) -> dict[str, Estimate]:
    """Every statistic of one code with its interval, as the analysis estimates them."""
    counts = np.column_stack([(~given).sum(axis=1), given.sum(axis=1)]).astype(float)
    sums = sum_units(CodedUnits(counts), DRAWS, random)
    shares = {
        "krippendorff_nominal": share_nominal(sums),
        "fleiss_kappa": share_fleiss(sums),
        "percent": share_agreement(sums),
        "prevalence": share_of_values(sums, np.array([False, True])),
    }
    found = {name: estimate_agreement(one, sums.drawn, LEVEL).coefficient for name, one in shares.items()}
    first, second = given[:, :2].T.astype(int)
    cohen = estimate_cohen_kappa(tabulate_pairs(first, second, 2), np.eye(2), LEVEL)
    return found | {
        "gwet_ac1": estimate_gwet(counts, np.eye(2), LEVEL).coefficient,
        "cohen_kappa": cohen.kappa,
    }


@dataclass(frozen=True)
class Coverage:
    """How many of the intervals hold the truth, how many there are, and the mean of the estimates."""

    holding: int
    intervals: int
    mean: float

    @property
    def share(self) -> float:
        """The share of the intervals that hold the truth."""
        return self.holding / self.intervals


def cover(estimates: list[Estimate], truth: float) -> Coverage:
    """How often the intervals of some studies hold the truth."""
    given = [one for one in estimates if not np.isnan(one.low)]
    holding = sum(one.low <= truth <= one.high for one in given)
    return Coverage(holding, len(given), float(np.nanmean([one.value for one in estimates])))


def simulate(coders: Coders, units: int, studies: int) -> dict[str, Coverage]:
    """Every statistic in some studies of so many units."""
    random = stream(SEED, "coders", str(coders), str(units))
    found = [estimate_all(coders.code(units, random), random) for _ in range(studies)]
    return {name: cover([one[name] for one in found], truth) for name, truth in coders.truth.items()}


def simulate_sets(codes: list[Coders], units: int, studies: int) -> tuple[Coverage, float]:
    """Alpha of sets of codes that come independently of each other, and what it truly is."""
    sets = np.array(list(product((False, True), repeat=len(codes))))
    distances, truth = measure_masi(sets), find_alpha_of_sets(codes, sets)
    random = stream(SEED, "sets", str(codes), str(units))

    def study() -> Estimate:
        given = np.stack([one.code(units, random) for one in codes], axis=2)
        numbers = given @ (2 ** np.arange(len(codes))[::-1])
        counts = (numbers[:, :, None] == np.arange(len(sets))).sum(axis=1).astype(float)
        sums = sum_units(CodedUnits(counts), DRAWS, random, distances)
        return estimate_agreement(share_distances(sums, distances), sums.drawn, LEVEL).coefficient

    return cover([study() for _ in range(studies)], truth), truth


def find_alpha_of_sets(codes: list[Coders], sets: np.ndarray) -> float:
    """Alpha of sets where there are units without end: over all sets that may be there and be given."""
    there, given = np.ones(len(sets)), np.ones((len(sets), len(sets)))
    for place, one in enumerate(codes):
        has = sets[:, place]
        there *= np.where(has, one.prevalence, 1 - one.prevalence)
        chance = np.where(has, one.sensitivity, 1 - one.specificity)[:, None]
        given *= np.where(has[None, :], chance, 1 - chance)
    together, distances = given.T @ (there[:, None] * given), measure_masi(sets)
    alone = there @ given
    return float(1 - (together * distances).sum() / (alone @ distances @ alone))


def simulate_runs(
    coders: Coders, turns: int, studies: int, share: Callable[[Sums], Shares]
) -> tuple[Coverage, Coverage]:
    """Alpha of characters, their turns drawn whole, and each run of characters drawn by itself.

    Coders treat all runs of a turn alike.
    """
    random = stream(SEED, "runs", str(coders), str(turns))
    found: tuple[list[Estimate], list[Estimate]] = ([], [])
    for _ in range(studies):
        runs = random.integers(1, 9, size=turns)
        block = np.repeat(np.arange(turns), runs)
        given = coders.code(turns, random)[block]
        counts = np.column_stack([(~given).sum(axis=1), given.sum(axis=1)]).astype(float)
        lengths = random.integers(20, 200, size=len(block)).astype(float)
        for estimates, drawn in zip(found, (block, np.arange(len(block))), strict=True):
            sums = sum_units(CodedUnits(counts, lengths, drawn), DRAWS, random)
            estimates.append(estimate_agreement(share(sums), sums.drawn, LEVEL).coefficient)
    truth = coders.truth["krippendorff_nominal"]
    return cover(found[0], truth), cover(found[1], truth)
