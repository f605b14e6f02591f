"""The late wave of the reference study, November 2020: who takes part again, who is new, what they answer.

Nothing of it was ever asked: there was no survey in 2020. The levels are those of the first wave; everybody's
answers come from a stream of their own, so that no answer of the first wave depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument, Scale
from analysis.reference_study import design
from analysis.reference_study.codes import Code, draw_codes, misspell, name_first_wave, name_person
from analysis.reference_study.design import ENTERPRISE, MUNICIPALITY, Person, Respondent
from analysis.reference_study.people import choose_step, find_level

# The day the surveys opened, which is the date of the wave in study.yaml.
OPENED = date(2020, 11, 2)

# The collaboration in Tranøy has ended.
CASES = tuple(case for case in design.PROFILES if case != design.TRANOY)

# Places in design.PEOPLE of those who answer again.
RETURNING = (0, 2, 3, 5, 8, 9, 10, 11, 12, 15)
NEWCOMERS = {
    "new-arendal": Person(design.ARENDAL, MUNICIPALITY, 2, 2, 2, 2, 0.1),
    "new-asker": Person(design.ASKER, MUNICIPALITY, 1, 1, 2, 3, -0.1),
    "new-noen": Person(design.NOEN, MUNICIPALITY, 2, 1, 2, 2),
    "new-sisters": Person(design.ASKER, ENTERPRISE, 2, 1, 1, 1, 0.1),
    "new-jodacare": Person(design.TRONDHEIM, ENTERPRISE, 1, 1, 2, 2),
}
# One who answers again misspells a part of the code; a newcomer's code is that of a person of another case.
MISSPELT = 9
SAME_CODE = {"new-arendal": 16}
# One of the enterprises' people answers twice, and another one begins and does not finish.
TWICE = 5
UNFINISHED = 17
# What some decline to answer, with the code for it where the tool has one.
DECLINED = {"2018-3": ("q19", "q60"), "new-noen": ("q45",)}


@dataclass(frozen=True)
class LateRespondent:
    """One respondent of the late wave, and the code that he or she writes."""

    name: str
    respondent: Respondent
    code: Code


def draw_all_codes(seed: int) -> dict[str, Code]:
    """The codes of everybody who ever opened a survey, by name, as they should be written."""
    codes = draw_codes(seed, [*name_first_wave(), *NEWCOMERS])
    return codes | {name: codes[name_person(number)] for name, number in SAME_CODE.items()}


def draw_late_people(instrument: Instrument, seed: int) -> list[LateRespondent]:
    """Those whose answers count: the returning ones in the order of the first wave, then the new ones."""
    people = {name_person(number): _return(number) for number in RETURNING} | NEWCOMERS
    codes = draw_all_codes(seed)
    codes[name_person(MISSPELT)] = misspell(codes[name_person(MISSPELT)])
    return [
        LateRespondent(name, _draw_answers(person, instrument, seed, name), codes[name])
        for name, person in people.items()
    ]


def draw_earlier_answer(instrument: Instrument, seed: int) -> LateRespondent:
    """What the person who answers twice said the first time."""
    name = name_person(TWICE)
    answers = _draw_answers(_return(TWICE), instrument, seed, f"{name}, earlier")
    return LateRespondent(name, answers, draw_all_codes(seed)[name])


def draw_unfinished_answer(instrument: Instrument, seed: int) -> LateRespondent:
    """What the person said who stopped after the first part."""
    name = name_person(UNFINISHED)
    drawn = _draw_answers(_return(UNFINISHED), instrument, seed, name)
    reached = {item.id for item in instrument.items if item.number <= design.UNFINISHED_AFTER}
    kept = {item: answer for item, answer in drawn.answers.items() if item in reached}
    return LateRespondent(name, Respondent(drawn.person, kept), draw_all_codes(seed)[name])


def draw_preview(instrument: Instrument, seed: int) -> LateRespondent:
    """What somebody filled in to try the form; its code is nobody's."""
    answers = _draw_answers(NEWCOMERS["new-sisters"], instrument, seed, "preview")
    return LateRespondent("preview", answers, ("Xx", "31", "x"))


def _return(number: int) -> Person:
    """The person as of 2020: by now all collaborations have lasted for several years."""
    return replace(design.PEOPLE[number], cooperation=1)


def _draw_answers(person: Person, instrument: Instrument, seed: int, name: str) -> Respondent:
    random = stream(seed, "reference_study", "late_wave", name)
    respondent = Respondent(person, dict(person.background))
    for scale in instrument.scales:
        for item in scale.items:
            respondent.answers[item] = _draw_answer(person, instrument, scale, item, random)
    return respondent


def _draw_answer(
    person: Person, instrument: Instrument, scale: Scale, item: str, random: np.random.Generator
) -> int | None:
    """One answer; three numbers are drawn for each, whatever becomes of them."""
    noise, rounding, relevance = random.standard_normal(), random.random(), random.random()
    answers = instrument.answer_set(item)
    if relevance < design.NOT_RELEVANT_SHARE:
        return answers.not_relevant[0] if answers.not_relevant else None
    profile = design.PROFILES[person.case]
    if answers.kind == "choice":
        step = choose_step(find_level(person, scale, item) + profile.spread * noise)
        return 6 - step if instrument.item(item).reverse else step
    level = profile.barriers[scale.id][person.group == ENTERPRISE]
    value = level - 10 * person.outlook + design.BARRIER_SPREAD * noise
    value = 5 * round(value / 5) if rounding < design.ROUNDED_SHARE else round(value)
    return int(np.clip(value, 1, 100))
