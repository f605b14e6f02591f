"""Questionnaires as they were handed in: answers, free text, and when they were opened and closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum

import numpy as np

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument
from analysis.reference_study import design
from analysis.reference_study.codes import (
    UNFINISHED,
    Code,
    draw_codes,
    name_first_wave,
    name_person,
    write_code,
)
from analysis.reference_study.design import Respondent
from analysis.reference_study.free_text import write_texts
from analysis.reference_study.people import draw_people, draw_unfinished


class Status(IntEnum):
    """How far a questionnaire came; the numbers are those of SurveyXact's overall status."""

    NEW = 1
    DISTRIBUTED = 2
    SOME_ANSWERS = 3
    COMPLETED = 4
    DROPPED = 5


@dataclass(frozen=True)
class Sheet:
    """One questionnaire. `cells` holds what stands under each item answered, and `code` under each part of
    the code that the person made; `opened` is when it was first looked at and `closed` when it was
    handed in, local time; both missing where it never was. `preview` marks one filled in by the makers.
    """

    cells: dict[str, int | str]
    invited: datetime
    opened: datetime | None
    closed: datetime | None
    status: Status
    code: dict[str, str] = field(default_factory=dict)
    preview: bool = False


def fill_sheets(instrument: Instrument, cases: Mapping[str, int], seed: int) -> dict[str, list[Sheet]]:
    """The sheets of each group; `cases` gives the answer to Q1 that means a case."""
    people = draw_people(instrument, seed)
    codes = draw_codes(seed, name_first_wave())
    sheets: dict[str, list[Sheet]] = {design.MUNICIPALITY: [], design.ENTERPRISE: []}
    for number, respondent in enumerate(people):
        random = stream(seed, "reference_study", "sheet", str(number))
        sheet = fill_sheet(respondent, cases, design.OPENED, random)
        sheets[respondent.person.group].append(_sign(sheet, codes, name_person(number), seed))
    random = stream(seed, "reference_study", "sheet", "unfinished")
    unfinished = fill_sheet(draw_unfinished(instrument, seed), cases, design.OPENED, random, finished=False)
    sheets[design.ENTERPRISE].append(_sign(unfinished, codes, UNFINISHED, seed))
    invited = datetime.combine(design.OPENED, time(8, 0))
    never = Sheet({}, invited, None, None, Status.DISTRIBUTED)
    sheets[design.ENTERPRISE] += [never] * design.NEVER_CAME
    for group, made in sheets.items():
        stream(seed, "reference_study", "order", group).shuffle(made)
    return sheets


def _sign(sheet: Sheet, codes: Mapping[str, Code], name: str, seed: int) -> Sheet:
    """The sheet with the person's own code, in the person's handwriting."""
    return replace(sheet, code=write_code(codes[name], stream(seed, "reference_study", "handwriting", name)))


def fill_sheet(
    respondent: Respondent,
    cases: Mapping[str, int],
    first_day: date,
    random: np.random.Generator,
    finished: bool = True,
) -> Sheet:
    """One questionnaire of a survey that opened on a day, without a code."""
    cells: dict[str, int | str] = {"q01": cases[respondent.person.case]}
    cells |= {item: answer for item, answer in respondent.answers.items() if answer is not None}
    texts = write_texts(random, design.TEXT_SHARE)
    cells |= {item: text for item, text in texts.items() if text and finished}
    invited = datetime.combine(first_day, time(8, 0))
    day = first_day + timedelta(days=int(random.integers(design.DAYS_OPEN)))
    opened = datetime.combine(day, time(8, 30)) + timedelta(seconds=int(random.integers(8 * 3600)))
    minutes = random.uniform(11, 46)
    closed = opened + timedelta(milliseconds=int(minutes * 60_000)) if finished else None
    return Sheet(cells, invited, opened, closed, Status.COMPLETED if finished else Status.SOME_ANSWERS)
