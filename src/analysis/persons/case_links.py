"""Which municipality a case lay in at each of its waves, when numbers changed in between."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from analysis.contracts import CASE_LINKS
from analysis.settings import Case, Wave
from analysis.study import Study
from analysis.tables import conform


def link_cases(study: Study) -> pd.DataFrame:
    """Every case from each of its waves to its next one (CASE_LINKS); empty for a study of one wave.

    `change` is `merged` where the later municipality holds more than the earlier one, under whatever number,
    and `divided` where the territory went to several: which of them the case lies in is not guessed.
    """
    rows = [
        _link(study, case, *waves)
        for case in study.settings.cases
        for waves in pairwise(_waves_of(study, case))
    ]
    return conform(pd.DataFrame(rows, columns=CASE_LINKS.names), CASE_LINKS)


def _waves_of(study: Study, case: Case) -> Iterator[Wave]:
    return (wave for wave in study.settings.waves if wave.id in case.waves)


def _link(study: Study, case: Case, before: Wave, after: Wave) -> dict[str, str]:
    numbers = [_numbers_at(study, case, wave) for wave in (before, after)]
    names = [
        ", ".join(study.municipalities.name_on(number, wave.date) for number in at if case.country == "NO")
        for at, wave in zip(numbers, (before, after), strict=True)
    ]
    return {
        "case": case.id,
        "wave_before": before.id,
        "wave_after": after.id,
        "number_before": " ".join(numbers[0]),
        "number_after": " ".join(numbers[1]),
        "name_before": names[0],
        "name_after": names[1],
        "change": _name_change(study, case, numbers, (before, after)),
    }


def _numbers_at(study: Study, case: Case, wave: Wave) -> list[str]:
    if case.country != "NO":
        return [case.municipality]
    first = next(_waves_of(study, case))
    return study.municipalities.units_on(case.municipality, wave.date, since=first.date)


def _name_change(study: Study, case: Case, numbers: list[list[str]], waves: tuple[Wave, Wave]) -> str:
    if case.country != "NO":
        return "not_norwegian"
    before, after = numbers
    if len(after) > 1:
        return "divided"
    dates = [wave.date for wave in waves]
    if set(study.municipalities.held_by(after[0], dates[1], dates[0])) > set(before):
        return "merged"
    return "same" if before == after else "renumbered"
