"""The questionnaires of the late wave, as two further survey tools keep them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument
from analysis.reference_study import design
from analysis.reference_study.codes import write_code
from analysis.reference_study.late_wave import (
    DECLINED,
    OPENED,
    LateRespondent,
    draw_earlier_answer,
    draw_late_people,
    draw_preview,
    draw_unfinished_answer,
)
from analysis.reference_study.sheets import Sheet, fill_sheet

DECLINES = 99
"""The code that the municipal survey has for not wishing to answer."""
FIRST_GO = time(8, 5)
TRIED = timedelta(days=3)


def fill_late_sheets(instrument: Instrument, cases: Mapping[str, int], seed: int) -> dict[str, list[Sheet]]:
    """The sheets of each group in the order they were opened; `cases` gives the answers to Q1.

    Among the enterprises' there are also a preview, an answer not finished and an earlier one of a
    person who answered again.
    """
    sheets: dict[str, list[Sheet]] = {design.MUNICIPALITY: [], design.ENTERPRISE: []}
    for one in draw_late_people(instrument, seed):
        sheet = _fill(one, cases, seed)
        if one.respondent.person.group == design.MUNICIPALITY:
            sheet.cells.update(dict.fromkeys(DECLINED.get(one.name, ()), DECLINES))
        sheets[one.respondent.person.group].append(sheet)
    earlier = _fill(draw_earlier_answer(instrument, seed), cases, seed)
    preview = _fill(draw_preview(instrument, seed), cases, seed)
    sheets[design.ENTERPRISE] += [
        _move(earlier, datetime.combine(OPENED, FIRST_GO)),
        _fill(draw_unfinished_answer(instrument, seed), cases, seed, finished=False),
        replace(_move(preview, datetime.combine(OPENED, FIRST_GO) - TRIED), preview=True),
    ]
    for made in sheets.values():
        made.sort(key=lambda sheet: sheet.opened or sheet.invited)
    return sheets


def _fill(one: LateRespondent, cases: Mapping[str, int], seed: int, finished: bool = True) -> Sheet:
    random = stream(seed, "reference_study", "late_sheet", one.name)
    sheet = fill_sheet(one.respondent, cases, OPENED, random, finished)
    handwriting = stream(seed, "reference_study", "late_handwriting", one.name)
    return replace(sheet, code=write_code(one.code, handwriting))


def _move(sheet: Sheet, opened: datetime) -> Sheet:
    """The sheet as if it was opened at another time, and answered in some minutes."""
    return replace(sheet, opened=opened, closed=opened + timedelta(minutes=14, seconds=37))
