"""Who answers what: draws answers around the designed levels until they give back what was printed."""

from __future__ import annotations

import numpy as np

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument, Scale
from analysis.reference_study import design
from analysis.reference_study.design import PEOPLE, PROFILES, Person, Respondent
from analysis.reference_study.patterns import find_broken_facts

STEPS = (1, 2, 4, 5)
# Where the steps of the agreement scale meet. People who lean to agreeing say "partly" more often
# than "fully", so the upper border lies beyond the middle between 4 and 5.
BORDERS = (1.6, 3.0, 4.55)
ATTEMPTS = 2000


def draw_people(instrument: Instrument, seed: int) -> list[Respondent]:
    """The respondents, in the order of `PEOPLE`: the first draw that gives back every printed fact.

    Raises RuntimeError where no draw does, which means that the design contradicts the facts.
    """
    broken: list[str] = []
    for attempt in range(ATTEMPTS):
        people = _draw_once(instrument, stream(seed, "reference_study", "people", str(attempt)))
        broken = find_broken_facts(people, instrument)
        if not broken:
            return people
    raise RuntimeError(f"no draw gives back the printed facts; the last one broke {broken}")


def _draw_once(instrument: Instrument, random: np.random.Generator) -> list[Respondent]:
    people = [Respondent(person, dict(person.background)) for person in PEOPLE]
    for scale in instrument.scales:
        kind = instrument.answer_set(scale.items[0]).kind
        for item in scale.items:
            noise = _centred_noise(random)
            if kind == "choice":
                _answer_agreement(people, instrument, scale, item, noise)
            else:
                _answer_hundred(people, scale, item, noise, random)
    _leave_out_irrelevant(people, instrument, random)
    _break_unanimity(people, instrument)
    return people


def _centred_noise(random: np.random.Generator) -> np.ndarray:
    """One standard normal number a person, of mean zero in each group.

    Centring leaves the difference between the groups to the design rather than to luck.
    """
    noise = random.standard_normal(len(PEOPLE))
    for group in (design.MUNICIPALITY, design.ENTERPRISE):
        inside = np.array([person.group == group for person in PEOPLE])
        noise[inside] -= noise[inside].mean()
    return noise


def _answer_agreement(
    people: list[Respondent], instrument: Instrument, scale: Scale, item: str, noise: np.ndarray
) -> None:
    turned = instrument.item(item).reverse
    for respondent, deviation in zip(people, noise, strict=True):
        spread = PROFILES[respondent.person.case].spread
        step = choose_step(find_level(respondent.person, scale, item) + spread * deviation)
        respondent.answers[item] = 6 - step if turned else step


def choose_step(value: float) -> int:
    """The answer on the agreement scale that a value lies nearest to, as `BORDERS` divide it."""
    return STEPS[int(np.searchsorted(BORDERS, value))]


def find_level(person: Person, scale: Scale, item: str) -> float:
    """Where a person's answer lies on average: the ordinary level, the case, the side and the person."""
    profile = PROFILES[person.case]
    level = design.ORDINARY[scale.id] + profile.level + person.outlook
    level += design.STRONG * (scale.id in profile.strong) + design.WEAK * (scale.id in profile.weak)
    if person.group == design.ENTERPRISE:
        lead = design.ENTERPRISE_LEAD.get(scale.id, design.ENTERPRISE_LEAD_ELSEWHERE)
        level += design.ENTERPRISE_BEHIND.get(item, lead)
    return level


def _answer_hundred(
    people: list[Respondent], scale: Scale, item: str, noise: np.ndarray, random: np.random.Generator
) -> None:
    rounders = random.random(len(people)) < design.ROUNDED_SHARE
    for respondent, deviation, rounds in zip(people, noise, rounders, strict=True):
        person = respondent.person
        levels = dict(
            zip(
                (design.MUNICIPALITY, design.ENTERPRISE),
                PROFILES[person.case].barriers[scale.id],
                strict=True,
            )
        )
        # A step down in outlook is ten points more of a barrier.
        value = levels[person.group] - 10 * person.outlook + design.BARRIER_SPREAD * deviation
        value = 5 * round(value / 5) if rounds else round(value)
        respondent.answers[item] = int(np.clip(value, 1, 100))
    for (case, place), fixed in design.FIXED.items():
        if item in fixed:
            _people_of(people, case)[place].answers[item] = fixed[item]


def _people_of(people: list[Respondent], case: str) -> list[Respondent]:
    return [respondent for respondent in people if respondent.person.case == case]


def _leave_out_irrelevant(
    people: list[Respondent], instrument: Instrument, random: np.random.Generator
) -> None:
    """Turn some answers into "not relevant": 3 where the scale has it, a blank where blanks mean it."""
    fixed = {item for answers in design.FIXED.values() for item in answers}
    for scale in instrument.scales:
        for item in scale.items:
            answers = instrument.answer_set(item)
            code = answers.not_relevant[0] if answers.not_relevant else None
            for group in (design.MUNICIPALITY, design.ENTERPRISE):
                inside = [one for one in people if one.person.group == group]
                drawn = random.random(len(inside))
                count = min(int((drawn < design.NOT_RELEVANT_SHARE).sum()), design.NOT_RELEVANT_MOST)
                count = design.SELDOM_RELEVANT.get((group, item), count)
                for index in np.argsort(drawn)[:count]:
                    if item not in fixed:
                        inside[index].answers[item] = code


def _break_unanimity(people: list[Respondent], instrument: Instrument) -> None:
    """Move one answer a step where a whole group gave the same one.

    Such an answer would tell what each of them said, and would be withheld. The person of the
    brightest outlook moves up, or the one of the darkest down.
    """
    for scale in instrument.scales:
        for item in scale.items:
            skipped = {None, *instrument.answer_set(item).not_relevant}
            for group in (design.MUNICIPALITY, design.ENTERPRISE):
                given = [
                    one for one in people if one.person.group == group and one.answers[item] not in skipped
                ]
                if len({one.answers[item] for one in given}) == 1:
                    _move_one_step(given, item)


def _move_one_step(given: list[Respondent], item: str) -> None:
    given = sorted(given, key=lambda one: one.person.outlook)
    answer = given[0].answers[item]
    if answer in (1, 4):
        given[-1].answers[item] = answer + 1
    elif answer in (2, 5):
        given[0].answers[item] = answer - 1


def draw_unfinished(instrument: Instrument, seed: int) -> Respondent:
    """One more person, of the enterprise's side in Arendal, who stopped after the first part."""
    drawn = _draw_once(instrument, stream(seed, "reference_study", "unfinished"))
    respondent = next(one for one in drawn if one.person.group == design.ENTERPRISE)
    reached = {item.id for item in instrument.items if item.number <= design.UNFINISHED_AFTER}
    kept = {item: answer for item, answer in respondent.answers.items() if item in reached}
    return Respondent(respondent.person, kept)
