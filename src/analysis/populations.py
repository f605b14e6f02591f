"""Whose answers a number is about, and the one place where a row of the table of estimates is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.contracts import ESTIMATES
from analysis.estimates import Estimate
from analysis.study import Study
from analysis.tables import conform

PERSON = ["wave", "case", "respondent", "group"]
"""The columns that name a person."""

READINGS = ("main", "neutral")
"""The readings of “not relevant or cannot say”: missing, and as the middle of the answers."""

REFUSALS = ("cases_ignored", "groups_between_cases", "groups_within_cases", "too_few_cases", "not_ordered")
"""Reasons why the design makes a test invalid, so that it is refused.

cases_ignored: it takes people as independent where cases make that too optimistic; groups_between_cases:
it compares within cases and no case has both groups; groups_within_cases: it compares whole cases and
cases hold both groups; too_few_cases: fewer cases than it is valid for; not_ordered: the scores do not have
few enough levels to be taken as ordered answers.
"""

Rows = NDArray[np.int64]
Row = dict[str, Any]


@dataclass(frozen=True)
class People:
    """The people of one table in a fixed order, so that the same people always give the same bits.

    `wave`, `case` and `group` hold one entry a person.
    """

    wave: NDArray[np.str_]
    case: NDArray[np.str_]
    group: NDArray[np.str_]


@dataclass(frozen=True)
class Population:
    """People of one wave, of one case or all, of one group or all; `rows` is where they stand."""

    people: People
    wave: str
    case: str
    group: str
    rows: Rows

    def of_group(self, group: str) -> Population:
        """Those of this population who belong to one group."""
        rows = self.rows[self.people.group[self.rows] == group]
        return Population(self.people, self.wave, self.case, group, rows)


@dataclass(frozen=True)
class Subject:
    """What a number is about: the columns of its row that do not depend on people."""

    analysis: str
    instrument: str
    scale: str = ""
    item: str = ""
    category: str = ""
    contrast: str = ""
    family: str = ""
    purpose: str = "descriptive"
    sensitivity: str = "main"


@dataclass(frozen=True)
class Basis:
    """The people behind a number: `used` of those `asked`, and how many in each set it compares."""

    used: Rows
    asked: int
    sets: tuple[int, ...] = ()


def sort_people(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table in order of wave, case and group, and then of their answers, missing ones last.

    The respondent's name decides nothing: it is a keyed pseudonym, and another key must give the same bits.
    People who differ in nothing but their names may stand either way round, which changes no number.
    """
    answers = [name for name in frame.columns if name not in PERSON]
    return frame.sort_values(["wave", "case", "group", *answers], kind="stable").reset_index(drop=True)


def list_people(frame: pd.DataFrame) -> People:
    """The people of a table that `sort_people` has sorted."""
    return People(*(frame[name].to_numpy(dtype=str) for name in ("wave", "case", "group")))


def list_waves(people: People, study: Study) -> Iterator[Population]:
    """Everybody of each wave in which anybody answered."""
    for wave in study.settings.waves:
        rows = np.flatnonzero(people.wave == wave.id)
        if len(rows):
            yield Population(people, wave.id, "all", "all", rows)


def list_cases(everybody: Population) -> Iterator[Population]:
    """The people of each case of a wave, for cases with at least one person."""
    cases = everybody.people.case[everybody.rows]
    for case in np.unique(cases):
        yield Population(everybody.people, everybody.wave, str(case), "all", everybody.rows[cases == case])


def list_groups(everybody: Population, groups: Iterable[str]) -> Iterator[Population]:
    """Everybody of a wave, then each of the groups; a group nobody belongs to is listed, empty."""
    yield everybody
    yield from (everybody.of_group(group) for group in groups)


def list_populations(people: People, study: Study, groups: Sequence[str]) -> Iterator[Population]:
    """All, each of the groups, each case, and each group of a case that has anybody, wave by wave."""
    for everybody in list_waves(people, study):
        yield from list_groups(everybody, groups)
        for case in list_cases(everybody):
            yield case
            yield from (part for part in map(case.of_group, groups) if len(part.rows))


def build_row(
    subject: Subject,
    population: Population,
    statistic: str,
    estimate: Estimate,
    basis: Basis,
    method: str,
    level: float,
    seed: int | None = None,
    role: str = "",
) -> Row:
    """One row of the table of estimates.

    A number whose interval does not exist has status ok and a reason; a number that does not exist
    has status not_estimable and a reason, `group_missing` where nobody was asked at all. A number that
    the design makes invalid is never computed: such an estimate has a reason of `REFUSALS`, and its row
    has status refused.
    """
    people = population.people
    reason = estimate.reason if basis.asked else "group_missing"
    return vars(subject) | {
        "case": population.case,
        "wave": population.wave,
        "group": population.group,
        "statistic": statistic,
        "estimate": estimate.value,
        "ci_low": estimate.low,
        "ci_high": estimate.high,
        "ci_level": level,
        "df": estimate.df,
        "p": estimate.p,
        "n": len(basis.used),
        "n_smallest": min(basis.sets) if basis.sets else len(basis.used),
        "n_groups": len(np.unique(people.group[basis.used])),
        "n_cases": len(np.unique(people.case[basis.used])),
        "n_excluded": basis.asked - len(basis.used),
        "method": method,
        "seed": seed,
        "role": role,
        "status": _status(estimate, reason),
        "reason": reason,
    }


def _status(estimate: Estimate, reason: str) -> str:
    if reason in REFUSALS:
        return "refused"
    return "not_estimable" if isnan(estimate.value) else "ok"


def build_table(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows as a table of estimates that meets its contract."""
    return conform(pd.DataFrame(list(rows), columns=ESTIMATES.names), ESTIMATES)
