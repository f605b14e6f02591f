"""What is true of the made-up survey at the start and the end: who is asked, and how opinions lie and change.

Every number here is ours. The project of 2020-2024 published no data of the survey, so nothing is imitated;
the truths are plain enough for tests to ask for them back. They are in steps of the answers from 1 to 5,
turned so that a high one is good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PROJECT, SPARRING, FOLLOWER = "project", "sparring", "follower"
GROUPS = ("public", "private", "citizens", "research")
TRUST, PLACE_IDENTITY, OPTIMISM = "trust", "place_identity", "optimism"
ATTRACTIVENESS, CREATIVE_CLIMATE = "attractiveness", "creative_climate"

Counts = tuple[int, int, int, int]
"""People by group, in the order of `GROUPS`."""


@dataclass(frozen=True)
class Municipality:
    """Who answers in a municipality: how many at the start, at the end, and both times."""

    kind: str
    start: Counts
    end: Counts
    both: Counts


MUNICIPALITIES = {
    "stad": Municipality(PROJECT, (10, 6, 8, 3), (11, 6, 7, 3), (5, 3, 3, 1)),
    "nordre-follo": Municipality(PROJECT, (12, 7, 8, 3), (11, 7, 9, 3), (5, 3, 4, 1)),
    "traena": Municipality(SPARRING, (4, 2, 2, 1), (4, 1, 2, 1), (2, 1, 1, 0)),
    "oevre-eiker": Municipality(SPARRING, (9, 5, 8, 2), (9, 6, 7, 2), (4, 2, 4, 1)),
    "arendal": Municipality(SPARRING, (11, 6, 9, 4), (10, 7, 9, 3), (5, 3, 4, 1)),
    "sola": Municipality(SPARRING, (10, 7, 6, 3), (10, 6, 6, 3), (5, 3, 2, 1)),
    "asker": Municipality(FOLLOWER, (11, 6, 9, 4), (12, 6, 8, 4), (5, 3, 4, 2)),
    "alver": Municipality(FOLLOWER, (9, 5, 7, 2), (8, 5, 8, 2), (4, 2, 3, 1)),
    "gloppen": Municipality(FOLLOWER, (8, 5, 7, 2), (9, 5, 7, 2), (4, 2, 3, 1)),
    "ullensvang": Municipality(FOLLOWER, (8, 6, 6, 1), (8, 5, 7, 1), (4, 3, 2, 0)),
    "sunnfjord": Municipality(FOLLOWER, (9, 5, 7, 3), (9, 6, 7, 2), (4, 2, 3, 1)),
    "orsta": Municipality(FOLLOWER, (8, 5, 6, 3), (8, 5, 6, 2), (4, 2, 3, 1)),
    "giske": Municipality(FOLLOWER, (8, 5, 6, 1), (7, 5, 7, 1), (3, 2, 3, 0)),
    "vanylven": Municipality(FOLLOWER, (8, 4, 7, 1), (8, 4, 6, 1), (4, 2, 3, 0)),
}
"""The municipalities of the project, by case. Few people live in Træna, so few answer there."""


@dataclass(frozen=True)
class Factor:
    """The truths of one factor.

    `level` is the mean at the start of public people who answer both times, in an ordinary municipality;
    `groups` is how far the groups lie from it, and `passing` those who answer once only, at the start or at
    the end. `head_start` is how much higher the project municipalities begin. `drift` is the change of every
    municipality, and `gain` what the project municipalities change beyond it.
    """

    id: str
    level: float
    groups: tuple[float, float, float, float]
    passing: float = -0.1
    head_start: float = 0.0
    drift: float = 0.0
    gain: float = 0.0

    def level_in(self, kind: str, group: str, stays: bool) -> float:
        """The mean at the start in municipalities of a kind."""
        begun = self.head_start if kind == PROJECT else 0.0
        return self.level + self.groups[GROUPS.index(group)] + begun + (0.0 if stays else self.passing)

    def change_in(self, kind: str) -> float:
        """The mean change in municipalities of a kind: the same in every group, stayed or not."""
        return self.drift + (self.gain if kind == PROJECT else 0.0)


@dataclass(frozen=True)
class Truths:
    """All truths: the factors, and the standard deviations around their means.

    `municipality` is between municipalities at the start and `municipality_change` between the changes of
    municipalities of one kind. `person` is between people of a municipality, over both times, of which
    `person_shared` is the same on all factors; `occasion` is a person's at one time; `answer` is that of one
    item. `items` is how far the four items of a factor lie from its mean.
    """

    factors: tuple[Factor, ...]
    municipality: float
    municipality_change: float
    person: float
    person_shared: float
    occasion: float
    answer: float
    items: tuple[float, float, float, float]

    def factor(self, name: str) -> Factor:
        """The factor of this id; raises KeyError."""
        return {one.id: one for one in self.factors}[name]


# Trust and creative climate grow where the project works, place identity a little. The head start lies on
# attractiveness, which does not change, so that a difference before cannot be taken for a gain. Optimism
# falls a little everywhere: a comparison of municipalities takes that away, one of before and after does not.
# Levels lie near the middle of the scale, so that its ends hold almost nobody back.
TRUTHS = Truths(
    factors=(
        Factor(TRUST, 3.1, (0.0, -0.1, -0.2, 0.1), passing=-0.2, gain=0.5),
        Factor(PLACE_IDENTITY, 3.3, (0.0, -0.1, 0.2, -0.3), gain=0.2),
        Factor(OPTIMISM, 3.2, (0.0, 0.1, -0.1, 0.0), passing=-0.2, drift=-0.1),
        Factor(ATTRACTIVENESS, 3.0, (0.0, -0.2, 0.1, -0.1), head_start=0.3),
        Factor(CREATIVE_CLIMATE, 2.9, (0.0, 0.1, -0.1, 0.2), gain=0.5),
    ),
    municipality=0.15,
    municipality_change=0.1,
    person=0.45,
    person_shared=0.3,
    occasion=0.25,
    answer=0.6,
    items=(0.2, -0.1, -0.2, 0.1),
)

# The chance that an answer is “don't know”, and that it is left out; neither depends on the opinion.
DONT_KNOW_SHARE = 0.03
BLANK_SHARE = 0.015

# The days the surveys opened, which are the dates of the waves in study.yaml, and how long they stood open.
OPENED = {"start": date(2021, 2, 1), "end": date(2024, 3, 4)}
DAYS_OPEN = 19

# What goes wrong at the end, by the names of the people (as start_end_people gives them): who writes the code
# with a slip, who answers twice, and who begins, and after which question such a one stops.
MISSPELT = ("nordre-follo public 2", "arendal citizens 1", "sunnfjord private 1")
TWICE = "asker public 3"
UNFINISHED = ("stad private new 4", "alver citizens new 6")
UNFINISHED_AFTER = 10
