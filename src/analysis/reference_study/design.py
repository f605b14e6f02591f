"""The designed levels of the made-up answers: who takes part, and what each case is good and bad at.

Every number here is ours, chosen so that the answers drawn around it give back what the report of
2018 printed of the survey and the patterns its case tables describe. No answer of a real person
is known to us or imitated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MUNICIPALITY = "municipality"
ENTERPRISE = "social_enterprise"

ARENDAL = "arendal-kirkens-bymisjon"
ASKER = "asker-sisters-in-business"
FRISKGARDEN = "steinkjer-friskgarden"
NOEN = "steinkjer-noen"
TRANOY = "tranoy-safegroup"
TRONDHEIM = "trondheim-jodacare"


@dataclass(frozen=True)
class Person:
    """One made-up respondent: the background answers, and how their outlook differs from their side's.

    `outlook` is in steps of the agreement scale; -1 is one step more negative on everything.
    """

    case: str
    group: str
    leader: int
    cooperation: int
    planned_contact: int
    informal_contact: int
    outlook: float = 0.0

    @property
    def background(self) -> dict[str, int]:
        """The answers to Q2 and Q4-Q6."""
        return {
            "q02": self.leader,
            "q04": self.cooperation,
            "q05": self.planned_contact,
            "q06": self.informal_contact,
        }


@dataclass
class Respondent:
    """A person and their answers, by item; None is a blank. Texts are not among them."""

    person: Person
    answers: dict[str, int | None]


# Eleven municipal people and seven from the enterprises. The counts that were printed stand in the
# columns: Q5 = 1 five times, in three cases; Q6 = 1 five times, four of them municipal; Q4 takes all
# its answers. Asker's people disagree most on how close the contact is.
PEOPLE = (
    Person(ARENDAL, MUNICIPALITY, 1, 2, 1, 1, 0.1),
    Person(ARENDAL, MUNICIPALITY, 2, 1, 2, 1, -0.1),
    Person(ARENDAL, ENTERPRISE, 1, 2, 1, 2),
    Person(ASKER, MUNICIPALITY, 1, 2, 1, 1, 0.2),
    Person(ASKER, MUNICIPALITY, 2, 3, 4, 4, -0.2),
    Person(ASKER, ENTERPRISE, 1, 2, 2, 3, -0.1),
    Person(ASKER, ENTERPRISE, 3, 2, 1, 2, 0.1),
    # The one who answers far more negatively than the rest of the case.
    Person(FRISKGARDEN, MUNICIPALITY, 2, 1, 3, 3, -1.7),
    Person(FRISKGARDEN, MUNICIPALITY, 1, 1, 2, 2, 0.2),
    Person(FRISKGARDEN, MUNICIPALITY, 2, 1, 2, 2, 0.1),
    Person(FRISKGARDEN, ENTERPRISE, 1, 1, 2, 1),
    Person(NOEN, MUNICIPALITY, 3, 4, 3, 1),
    Person(NOEN, ENTERPRISE, 1, 4, 4, 2),
    Person(TRANOY, MUNICIPALITY, 1, 1, 4, 2),
    Person(TRANOY, ENTERPRISE, 1, 1, 3, 4),
    Person(TRONDHEIM, MUNICIPALITY, 1, 4, 1, 2),
    Person(TRONDHEIM, MUNICIPALITY, 2, 3, 3, 3),
    Person(TRONDHEIM, ENTERPRISE, 1, 4, 2, 3),
)

# How well the municipal side of an ordinary case does, on the agreement scale.
ORDINARY = {
    "influence": 3.5,
    "citizens": 2.6,
    "f01": 3.5,
    "f02": 3.5,
    "f03": 3.7,
    "f04": 4.1,
    "f05": 3.5,
    "f06": 4.1,
    "f07": 3.9,
    "f08": 3.8,
    "f09": 3.5,
    "f10": 3.8,
    "f11": 3.4,
    "f12": 3.5,
    "f13": 3.5,
    "f14": 3.8,
    "f15": 3.7,
    "f16": 3.9,
    "f17": 3.9,
    "f18": 3.7,
    "f19": 3.4,
    "f20": 3.7,
    "k1": 3.9,
    "k2": 3.8,
    "k3_control": 3.3,
    "k3_exploring": 3.8,
    "k3_goals": 3.8,
}

# How much higher the enterprises answer: throughout on the factors, a little on the practice items.
# Who leads by control is the one thing they do not see more of.
ENTERPRISE_LEAD = {"influence": 0.1, "citizens": 0.1, "f01": 0.6, "f11": 0.3, "k3_control": -0.2}
ENTERPRISE_LEAD_ELSEWHERE = 0.4

# The practice items on which they do not lead, so that "most" does not become "all".
ENTERPRISE_BEHIND = {"q09": -0.3, "q12": -0.2, "q17": -0.3}

STRONG, WEAK = 0.6, -1.1


@dataclass(frozen=True)
class Profile:
    """What a case is strong and weak at, and its barriers as the two sides see them.

    `level` shifts the whole case; `spread` is the standard deviation of its people's answers.
    `barriers` holds the levels (municipality, enterprise) on the scale from 1 to 100.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    barriers: dict[str, tuple[int, int]]
    level: float = 0.0
    spread: float = 0.5


def _barriers(
    not_invented_here: tuple[int, int],
    hoarding: tuple[int, int],
    search: tuple[int, int],
    transfer: tuple[int, int],
) -> dict[str, tuple[int, int]]:
    return {
        "not_invented_here": not_invented_here,
        "hoarding": hoarding,
        "search": search,
        "transfer": transfer,
    }


PROFILES = {
    # Anchored and committed, in doubt about climate, flexibility and pace; solves things in-house.
    ARENDAL: Profile(
        strong=("f02", "f08", "f14", "f15", "k1"),
        weak=("f03", "f10", "f13"),
        barriers=_barriers((70, 36), (44, 28), (38, 22), (66, 30)),
    ),
    # Better than the other cases on the first two barriers, worse on the last two.
    ASKER: Profile(
        strong=("f03", "f16", "f17", "k2"),
        weak=("f01", "f09", "f13", "f19"),
        barriers=_barriers((32, 6), (32, 14), (60, 38), (68, 40)),
    ),
    # Sure of the use and the purpose, short of authority and money. Its two ends of the transfer
    # barrier are in FIXED below.
    FRISKGARDEN: Profile(
        strong=("f01", "f06", "f08", "f16"),
        weak=("f05", "f09", "f19"),
        barriers=_barriers((44, 18), (46, 26), (40, 24), (50, 6)),
    ),
    # Above the average on nearly everything; not anchored beyond a few people.
    NOEN: Profile(
        strong=("f04", "f07", "f14"),
        weak=("f02", "f05"),
        barriers=_barriers((34, 8), (42, 24), (40, 22), (56, 22)),
        level=0.4,
        spread=0.4,
    ),
    # Lowest quarter of the scale on every barrier but hoarding, which is in the second.
    TRANOY: Profile(
        strong=("f04", "f12", "f20"),
        weak=("f11", "f18"),
        barriers=_barriers((36, 4), (46, 28), (26, 8), (28, 8)),
    ),
    # Close to the average, with one weak spot.
    TRONDHEIM: Profile(
        strong=(),
        weak=("f09",),
        barriers=_barriers((54, 22), (54, 34), (46, 26), (52, 24)),
        level=0.05,
        spread=0.4,
    ),
}

# Standard deviation of barrier answers around their level, and the share that people round to fives.
BARRIER_SPREAD = 8.0
ROUNDED_SHARE = 0.7

# Answers that are set outright, by case and place among the case's people (first municipal, then
# enterprise): the widest disagreement there can be on the transfer barrier.
FIXED = {
    (FRISKGARDEN, 0): {"q79": 100, "q80": 92, "q81": 95},
    (FRISKGARDEN, 3): {"q79": 1, "q80": 5, "q81": 4},
}

# Items that many of a group find not relevant, so that some numbers rest on too few to be published:
# (group, item) and how many.
SELDOM_RELEVANT = {
    (ENTERPRISE, "q20"): 3,
    (ENTERPRISE, "q23"): 3,
    (MUNICIPALITY, "q24"): 4,
    (ENTERPRISE, "q77"): 3,
}

# The chance that any other answer is "not relevant", and the most such answers an item gets per group.
NOT_RELEVANT_SHARE = 0.03
NOT_RELEVANT_MOST = 1

# The question after which one enterprise respondent left, and how many were invited and never came.
UNFINISHED_AFTER = 21
NEVER_CAME = 2

# The chance that a question in free text is answered.
TEXT_SHARE = 0.6

# The day the surveys opened, which is the date of the wave in study.yaml, and how long they stood open.
OPENED = date(2018, 2, 5)
DAYS_OPEN = 18
