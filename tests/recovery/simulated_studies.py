"""Studies of the reference design, simulated: who is asked, what they answer, and what is missing.

Eighteen people in six cases, seven of the first group and eleven of the second. A person's opinion has
variance 1, of which the share `icc` lies between cases; opinions are taken as scores as they are, as one
answer from 1 to 5, or as the mean of three such answers of which at least two are given. Seeds are fixed,
and every kind of study has a stream of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.formulas.resampling import stream

Shape = Literal["normal", "one answer", "mean of answers"]

SEED = 20180501
SHAPES: tuple[Shape, ...] = ("normal", "one answer", "mean of answers")
CORRELATIONS = (0.0, 0.3)
MISSING = (0.0, 0.2)

MIDDLE = 3.6
"""Where opinions of 0 lie between the answers 1 and 5."""

ITEMS, FEWEST, NOISE = 3, 2, 0.7
"""Items of a scale, how many of them a score needs, and how far an answer is from the opinion."""


@dataclass(frozen=True)
class Design:
    """How many people of the first and of the second group each case has."""

    name: str
    sizes: tuple[tuple[int, int], ...]

    @cached_property
    def cases(self) -> NDArray[np.int64]:
        """The case of each person."""
        return np.repeat(np.arange(len(self.sizes)), [sum(pair) for pair in self.sizes])

    @cached_property
    def first(self) -> NDArray[np.bool_]:
        """Whether each person is of the first group."""
        return np.concatenate([np.arange(sum(pair)) < pair[0] for pair in self.sizes])


WITHIN = Design("within cases", ((1, 2), (2, 2), (1, 3), (1, 1), (1, 1), (1, 2)))
BETWEEN = Design("between cases, 3 + 3", ((3, 0), (2, 0), (2, 0), (0, 4), (0, 4), (0, 3)))
BOTH = Design("within some cases", ((1, 2), (2, 1), (1, 3), (3, 0), (0, 4), (0, 1)))
UNEVEN = Design("between cases, 2 + 4", ((4, 0), (3, 0), (0, 4), (0, 3), (0, 2), (0, 2)))
DESIGNS = (WITHIN, BETWEEN, BOTH, UNEVEN)


@dataclass(frozen=True)
class Kind:
    """A kind of study: its design, the share of variance between cases, the scores, what is missing.

    `difference` is how much higher opinions of the first group are, in standard deviations; between
    cases it varies with the standard deviation `spread`.
    """

    design: Design
    icc: float = 0.0
    shape: Shape = "normal"
    missing: float = 0.0
    difference: float = 0.0
    spread: float = 0.0

    def __str__(self) -> str:
        parts = [self.design.name, self.shape, f"ICC {self.icc:g}"]
        parts += [f"d = {self.difference:g}"] if self.difference else []
        parts += [f"SD of d {self.spread:g}"] if self.spread else []
        parts += [f"{100 * self.missing:g} % missing"] if self.missing else []
        return ", ".join(parts)

    def draw(self, studies: int) -> Values:
        """Scores, studies × people; NaN where missing."""
        random = stream(SEED, "recovery", str(self))
        cases, n_cases = self.design.cases, len(self.design.sizes)
        of_case = random.standard_normal((studies, n_cases))[:, cases] * sqrt(self.icc)
        opinions = of_case + random.standard_normal((studies, len(cases))) * sqrt(1 - self.icc)
        higher = self.difference + self.spread * random.standard_normal((studies, n_cases))[:, cases]
        return answer(opinions + higher * self.design.first, self.shape, self.missing, random)


def answer(opinions: Values, shape: Shape, missing: float, random: np.random.Generator) -> Values:
    """The scores that opinions lead to; each answer is missing with the chance `missing`."""
    if shape == "mean of answers":
        noise = NOISE * random.standard_normal((*opinions.shape, ITEMS))
        answers = as_answers(opinions[..., np.newaxis] + noise)
        given = random.random(answers.shape) >= missing
        n = given.sum(axis=-1)
        return np.where(n >= FEWEST, np.where(given, answers, 0).sum(axis=-1) / np.maximum(n, 1), np.nan)
    scores = opinions if shape == "normal" else as_answers(opinions)
    return np.where(random.random(scores.shape) >= missing, scores, np.nan)


def as_answers(opinions: Values) -> Values:
    """Opinions as answers from 1 to 5."""
    return np.clip(np.round(MIDDLE + opinions), 1, 5)


@dataclass(frozen=True)
class Rate:
    """How often something happened among studies, and for which reasons it could not in the others."""

    times: int
    studies: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> float:
        """The rate; NaN where there was no study."""
        return self.times / self.studies if self.studies else float("nan")

    @property
    def error(self) -> float:
        """The Monte Carlo standard error of the rate itself."""
        return sqrt(self.share * (1 - self.share) / self.studies) if self.studies else float("nan")

    def is_at_most(self, nominal: float) -> bool:
        """Whether it is at most the nominal rate and three Monte Carlo standard errors."""
        return not self.studies or self.share <= nominal + allowance(nominal, self.studies)

    def is_at_least(self, nominal: float) -> bool:
        """Whether it is at least the nominal rate less three Monte Carlo standard errors."""
        return not self.studies or self.share >= nominal - allowance(nominal, self.studies)


def allowance(rate: float, studies: int) -> float:
    """Three Monte Carlo standard errors of a rate."""
    return 3 * sqrt(rate * (1 - rate) / studies)
