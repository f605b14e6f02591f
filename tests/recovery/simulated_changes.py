"""Studies of change, simulated: people of cases who answered once or twice, and what they answer.

An opinion has variance 1: of it `icc` lies between cases and `shift`² between the waves of a case; half of
the rest belongs to the person. Opinions become answers as in `simulated_studies`. Seeds are fixed, and
every kind of study has a stream of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.formulas.resampling import stream
from tests.recovery.intervals import mean_of
from tests.recovery.simulated_studies import SEED, Shape, answer

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """Who left, stayed and joined in each case; the first `treated` cases are those something was done in."""

    name: str
    people: tuple[tuple[int, int, int], ...]
    treated: int

    @cached_property
    def rows(self) -> Labels:
        """Case, wave and person of each set of answers."""
        found, person = [], 0
        for case, (left, stayed, joined) in enumerate(self.people):
            for waves, n in (((0,), left), ((0, 1), stayed), ((1,), joined)):
                for one in range(person, person + n):
                    found += [(case, wave, one) for wave in waves]
                person += n
        return np.array(found, dtype=np.int64)

    @property
    def case(self) -> Labels:
        """The case of each set of answers."""
        return self.rows[:, 0]

    @property
    def after(self) -> NDArray[np.bool_]:
        """Whether it is of the later wave."""
        return np.asarray(self.rows[:, 1] == 1)

    @property
    def person(self) -> Labels:
        """Whose it is."""
        return self.rows[:, 2]

    @property
    def is_treated(self) -> NDArray[np.bool_]:
        """Whether it is of a treated case."""
        return np.asarray(self.case < self.treated)

    @property
    def in_group(self) -> NDArray[np.bool_]:
        """Whether it is of somebody of the group that is set against the others: every fourth."""
        return np.asarray(self.person % 4 == 0)

    @property
    def imprecision(self) -> Values:
        """1/n before + 1/n after of each case."""
        waves = [np.bincount(self.case[here]) for here in (~self.after, self.after)]
        return np.asarray(1 / waves[0] + 1 / waves[1])

    @cached_property
    def pairs(self) -> tuple[Labels, Labels]:
        """The rows of those who stayed, before and after."""
        twice = np.isin(self.person, np.flatnonzero(np.bincount(self.person) == 2))
        return np.flatnonzero(twice & ~self.after), np.flatnonzero(twice & self.after)


MUNICIPALITIES = Panel(
    "14 municipalities",
    (
        (12, 10, 12),
        (11, 9, 10),
        (13, 10, 14),
        (9, 7, 8),
        (12, 10, 11),
        (10, 8, 12),
        (14, 12, 13),
        (7, 6, 7),
        (11, 9, 9),
        (8, 8, 10),
        (12, 9, 13),
        (9, 7, 9),
        (13, 11, 10),
        (10, 9, 12),
    ),
    treated=2,
)
UNEVEN = Panel(
    "14 municipalities, treated ones large",
    (
        (22, 18, 22),
        (19, 16, 20),
        (12, 10, 14),
        *((7, 6, 8), (10, 9, 9), (4, 3, 5), (8, 6, 6)) * 2,
        *((5, 4, 4),) * 3,
    ),
    treated=2,
)
SMALL = Panel(
    "14 municipalities, treated ones small",
    ((3, 3, 4), (5, 4, 4), *MUNICIPALITIES.people[2:]),
    treated=2,
)
SURVEY = Panel(
    "6 cases of few", ((1, 2, 1), (2, 1, 1), (1, 2, 1), (0, 2, 1), (1, 1, 2), (1, 2, 0)), treated=2
)


@dataclass(frozen=True)
class Course:
    """A kind of study: its panel, where the variance lies, the answers, and what truly changed."""

    panel: Panel
    icc: float = 0.1
    shift: float = 0.0
    shape: Shape = "mean of answers"
    change: float = 0.0
    effect: float = 0.0

    def __str__(self) -> str:
        parts = [self.panel.name, self.shape, f"ICC {self.icc:g}", f"SD of change {self.shift:g}"]
        parts += [f"change {self.change:g}"] if self.change else []
        parts += [f"effect {self.effect:g}"] if self.effect else []
        return ", ".join(parts)

    def draw(self, studies: int) -> Values:
        """Scores, studies × rows of the panel."""
        panel, random = self.panel, stream(SEED, "change", str(self))
        people = (1 - self.icc - self.shift**2) / 2
        case = sqrt(self.icc) * random.standard_normal((studies, len(panel.people)))[:, panel.case]
        wave = self.shift * random.standard_normal((studies, 2 * len(panel.people)))
        person = sqrt(people) * random.standard_normal((studies, panel.person.max() + 1))[:, panel.person]
        rest = sqrt(people) * random.standard_normal((studies, len(panel.case)))
        opinions = case + wave[:, 2 * panel.case + panel.after] + person + rest
        moved = self.change * panel.after + self.effect * (panel.after & panel.is_treated)
        return answer(opinions + moved, self.shape, 0.0, random)

    @property
    def true_change(self) -> float:
        """The mean change of the cases that were not treated, on the scale of the scores."""
        return mean_of(self.shape, self.change) - mean_of(self.shape, 0.0)

    @property
    def true_effect(self) -> float:
        """How much more the treated cases changed."""
        return mean_of(self.shape, self.change + self.effect) - mean_of(self.shape, self.change)
