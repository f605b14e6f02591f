"""Who answers at the start and at the end, and what: opinions drawn around the truths, and answers of them.

Everybody and every municipality has streams of their own, so that one more of either changes nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument
from analysis.reference_study.start_end_design import (
    BLANK_SHARE,
    DONT_KNOW_SHARE,
    GROUPS,
    MUNICIPALITIES,
    TRUTHS,
    Municipality,
)

WAVES = ("start", "end")
Opinions = NDArray[np.float64]
"""A number for each factor, in the order of the truths."""


@dataclass(frozen=True)
class Participant:
    """One made-up person: where, of which group, and when he or she answers."""

    name: str
    municipality: str
    group: str
    waves: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of municipality."""
        return MUNICIPALITIES[self.municipality].kind

    @property
    def stays(self) -> bool:
        """Whether the person answers both times."""
        return len(self.waves) == len(WAVES)


@dataclass(frozen=True)
class Filled:
    """One person's answers at one time, by item; None is a blank."""

    participant: Participant
    wave: str
    answers: dict[str, int | None]


def list_participants(municipality: str, design: Municipality) -> Iterator[Participant]:
    """Everybody of a municipality: those who stay first, then who leaves, then who comes for the end."""
    for place, group in enumerate(GROUPS):
        for number in range(1, design.start[place] + 1):
            waves = WAVES if number <= design.both[place] else WAVES[:1]
            yield Participant(f"{municipality} {group} {number}", municipality, group, waves)
        for number in range(1, design.end[place] - design.both[place] + 1):
            yield Participant(f"{municipality} {group} new {number}", municipality, group, WAVES[1:])


def draw_all(instrument: Instrument, seed: int) -> list[Filled]:
    """Everybody's answers, municipality by municipality: first those of the start, then those of the end."""
    people = [one for name, design in MUNICIPALITIES.items() for one in list_participants(name, design)]
    return [
        draw_filled(person, wave, instrument, seed)
        for wave in WAVES
        for person in people
        if wave in person.waves
    ]


def draw_filled(
    person: Participant, wave: str, instrument: Instrument, seed: int, attempt: str = ""
) -> Filled:
    """One person's answers at one time; `attempt` names another go at it."""
    random = stream(seed, "reference_study", "start_end", wave, person.name, attempt)
    opinions = find_opinions(person, wave, seed) + TRUTHS.occasion * random.standard_normal(
        len(TRUTHS.factors)
    )
    answers: dict[str, int | None] = {}
    for factor, opinion in zip(TRUTHS.factors, opinions, strict=True):
        for item, lies in zip(instrument.scale(factor.id).items, TRUTHS.items, strict=True):
            noise, missing = random.standard_normal(), random.random()
            step = int(np.clip(np.rint(opinion + lies + TRUTHS.answer * noise), 1, 5))
            answers[item] = 6 - step if instrument.item(item).reverse else step
            if missing < DONT_KNOW_SHARE:
                answers[item] = instrument.answer_set(item).dont_know[0]
            elif missing < DONT_KNOW_SHARE + BLANK_SHARE:
                answers[item] = None
    return Filled(person, wave, answers)


def find_opinions(person: Participant, wave: str, seed: int) -> Opinions:
    """What a person thinks of each factor at one time, but for what is only of that day."""
    opinions = find_mean(person, wave)
    begun, changed = draw_effects(person.municipality, seed)
    opinions += begun + (changed if wave == WAVES[1] else 0.0)
    random = stream(seed, "reference_study", "start_end", "person", person.name)
    own = sqrt(TRUTHS.person**2 - TRUTHS.person_shared**2)
    shared = TRUTHS.person_shared * random.standard_normal()
    return opinions + shared + own * random.standard_normal(len(TRUTHS.factors))


def find_mean(person: Participant, wave: str) -> Opinions:
    """The true mean of all people like this one, in all municipalities like this one."""
    begun = [one.level_in(person.kind, person.group, person.stays) for one in TRUTHS.factors]
    changed = [one.change_in(person.kind) for one in TRUTHS.factors]
    return np.array(begun) + (np.array(changed) if wave == WAVES[1] else 0.0)


def draw_effects(municipality: str, seed: int) -> tuple[Opinions, Opinions]:
    """How far a municipality lies from its kind at the start, and how much else it changes."""
    random = stream(seed, "reference_study", "start_end", "municipality", municipality)
    begun, changed = random.standard_normal((2, len(TRUTHS.factors)))
    return TRUTHS.municipality * begun, TRUTHS.municipality_change * changed
