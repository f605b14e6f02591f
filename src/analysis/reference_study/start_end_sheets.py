"""The questionnaires of the start and of the end as they were handed in, with codes, moments and slips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument
from analysis.reference_study.codes import Code, draw_codes, misspell, write_code
from analysis.reference_study.sheets import Sheet, Status
from analysis.reference_study.start_end_design import (
    DAYS_OPEN,
    MISSPELT,
    MUNICIPALITIES,
    OPENED,
    TWICE,
    UNFINISHED,
    UNFINISHED_AFTER,
)
from analysis.reference_study.start_end_people import (
    WAVES,
    Filled,
    Participant,
    draw_all,
    draw_filled,
    list_participants,
)

FIRST_HOUR = time(8, 0)
SECONDS_A_DAY = 12 * 3600
"""People answer between eight in the morning and eight in the evening."""
Codes = dict[str, Code]


@dataclass(frozen=True)
class Form:
    """The form: its questions, and the answers that mean each municipality and each group."""

    instrument: Instrument
    cases: Mapping[str, int]
    groups: Mapping[str, int]


def fill_start_end_sheets(form: Form, seed: int) -> dict[str, list[Sheet]]:
    """The sheets of the start and of the end, municipality by municipality in the order of the design.

    At the end one person has answered before as well, and some began and did not finish.
    """
    codes = {name: code for place in MUNICIPALITIES for name, code in draw_place_codes(place, seed).items()}
    sheets: dict[str, list[Sheet]] = {wave: [] for wave in WAVES}
    for filled in draw_all(form.instrument, seed):
        person, wave = filled.participant, filled.wave
        if wave == WAVES[1] and person.name == TWICE:
            earlier = draw_filled(person, wave, form.instrument, seed, "earlier")
            sheets[wave].append(_hand_in(earlier, form, codes, seed, first=True))
        sheets[wave].append(_hand_in(filled, form, codes, seed))
    for name in UNFINISHED:
        begun = draw_filled(_name_new(name), WAVES[1], form.instrument, seed)
        sheets[WAVES[1]].append(_hand_in(begun, form, codes, seed, finished=False))
    return sheets


def draw_place_codes(municipality: str, seed: int) -> Codes:
    """The codes of everybody of a municipality, as they should be written; any two differ in two parts."""
    people = [one.name for one in list_participants(municipality, MUNICIPALITIES[municipality])]
    begun = [name for name in UNFINISHED if _name_new(name).municipality == municipality]
    return draw_codes(seed, [*people, *begun])


def _name_new(name: str) -> Participant:
    """The person of this name, who came for the end only."""
    municipality, group, *_ = name.split()
    return Participant(name, municipality, group, WAVES[1:])


def _hand_in(
    filled: Filled, form: Form, codes: Codes, seed: int, first: bool = False, finished: bool = True
) -> Sheet:
    """One questionnaire; `first` puts it before all others."""
    person, wave = filled.participant, filled.wave
    random = stream(seed, "reference_study", "start_end", "sheet", wave, person.name)
    begins = datetime.combine(OPENED[wave], FIRST_HOUR)
    later = timedelta(days=int(random.integers(DAYS_OPEN)), seconds=int(random.integers(SECONDS_A_DAY)))
    took = timedelta(milliseconds=int(random.uniform(3, 14) * 60_000))
    opened = begins if first else begins + timedelta(minutes=30) + later
    code = codes[person.name]
    if wave == WAVES[1] and person.name in MISSPELT:
        code = misspell(code)
    return Sheet(
        _write_cells(filled, form, finished),
        begins,
        opened,
        opened + took if finished else None,
        Status.COMPLETED if finished else Status.SOME_ANSWERS,
        write_code(code, stream(seed, "reference_study", "start_end", "handwriting", wave, person.name)),
    )


def _write_cells(filled: Filled, form: Form, finished: bool) -> dict[str, int | str]:
    """What stands under each question; a blank is left out, and so is what comes after where one stopped."""
    person = filled.participant
    asked = {"case": form.cases[person.municipality], "group": form.groups[person.group]}
    cells: dict[str, int | str] = {}
    for item in form.instrument.items:
        kind = form.instrument.answer_set(item.id).kind
        value = asked.get(kind, filled.answers.get(item.id))
        if value is not None and (finished or item.number <= UNFINISHED_AFTER):
            cells[item.id] = value
    return cells
