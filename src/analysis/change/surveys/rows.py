"""The one place where a row of the table of changes is built, and what its number is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan

import numpy as np
import pandas as pd

from analysis.change.comparability import find_consequence
from analysis.change.surveys.people import Part, Scores
from analysis.contracts import CHANGES
from analysis.estimates import Estimate, not_estimable
from analysis.planned_changes import ChangeAnalysis
from analysis.populations import REFUSALS, Row
from analysis.study import Study
from analysis.tables import conform

NOT_COMPARABLE = "not_comparable"
TREATED = "treated_against_others"


@dataclass(frozen=True)
class Counts:
    """The people and cases behind a number.

    `smallest` is the smallest set of people that it compares, `treated` the treated cases, where there are.
    """

    before: int
    after: int
    linked: int
    smallest: int
    cases: int
    treated: int | None = None


@dataclass(frozen=True)
class Found:
    """A number with its statistic, how it was computed and, of a test, the smallest p it can give."""

    statistic: str
    estimate: Estimate
    method: str
    p_floor: float = nan
    is_test: bool = False
    drawn: bool = False


@dataclass(frozen=True)
class Question:
    """What a row of one scale under one reading is about; `comparability` is that of the two waves.

    `limits` are the lowest and the highest score of the scale.
    """

    study: Study
    name: str
    analysis: ChangeAnalysis
    scale: str
    sensitivity: str
    comparability: pd.DataFrame

    @property
    def level(self) -> float:
        """The level of the intervals."""
        return self.study.settings.confidence_level

    @cached_property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest score."""
        return self.study.instruments[self.analysis.instrument].limits(self.scale)

    @property
    def seeds(self) -> tuple[str, ...]:
        """The names that a random stream of this scale under this reading has."""
        return (self.name, self.scale, self.sensitivity)

    def takes_cases(self, scores: Scores) -> bool:
        """Whether cases stand for themselves here: the plan nests people, and there are several cases."""
        return self.analysis.people == "nested" and len(np.unique(scores.case)) > 1

    def about(self, part: Part, of_cases: list[str] | None = None) -> About:
        """This question asked of a part of the people, with whether the two waves may be compared for it.

        What holds for a kind of case, or for `of_cases`, is the gravest that holds for one of these.
        """
        cases = of_cases or [part.case]
        if part.kind != "all" and not of_cases:
            cases = [case.id for case in self.study.settings.cases if case.kind == part.kind]
        found = set() if self.comparability.empty else {self._find(case, part.group) for case in cases}
        return About(self, part, next((one for one in ("stopped", "marked") if one in found), "yes"))

    def _find(self, case: str, group: str) -> str:
        before, after = self.analysis.before, self.analysis.after
        about = (self.comparability, "survey", self.analysis.instrument, self.scale)
        return find_consequence(*about, case=case, group=group, before=before, after=after)


@dataclass(frozen=True)
class About:
    """A question and the part of the people it is asked of; `comparable` is yes, marked or stopped."""

    question: Question
    part: Part
    comparable: str

    def build_row(
        self,
        design: str,
        found: Found,
        counts: Counts,
        *,
        contrast: str = "",
        primary: bool = False,
        one_wave: bool = False,
    ) -> Row:
        """One row of the table of changes.

        A number of both waves that may not be compared is refused with `not_comparable`; `one_wave` says that
        it is about one of them only, so that nothing forbids it. A number that the design makes invalid
        has a reason of `populations.REFUSALS`, and is refused too. `primary` marks the test that decides.
        """
        question, analysis = self.question, self.question.analysis
        comparable = "yes" if one_wave else self.comparable
        one = not_estimable(NOT_COMPARABLE) if comparable == "stopped" else found.estimate
        role = ("primary" if primary else "sensitivity") if found.is_test else ""
        return {
            "analysis": question.name,
            "instrument": analysis.instrument,
            "scale": question.scale,
            "wave_before": analysis.before,
            "wave_after": analysis.after,
            "kind": self.part.kind,
            "case": self.part.case,
            "group": self.part.group,
            "design": design,
            "contrast": contrast,
            "statistic": found.statistic,
            "sensitivity": question.sensitivity,
            **_list_numbers(one, found, question.level),
            "family": analysis.family,
            "purpose": analysis.purpose,
            "role": role,
            **_list_counts(counts),
            "comparable": comparable,
            "method": found.method,
            "seed": question.study.settings.seed if found.drawn and one.exists else None,
            "status": _status(one),
            "reason": one.reason,
        }


def _list_numbers(one: Estimate, found: Found, level: float) -> Row:
    return {
        "estimate": one.value,
        "ci_low": one.low,
        "ci_high": one.high,
        "ci_level": level,
        "df": one.df,
        "p": one.p,
        "p_adjusted": nan,
        "p_floor": nan if isnan(one.p) else found.p_floor,
    }


def _list_counts(counts: Counts) -> Row:
    return {
        "n_before": counts.before,
        "n_after": counts.after,
        "n_linked": counts.linked,
        "n_smallest": counts.smallest,
        "n_cases": counts.cases,
        "n_treated": counts.treated,
    }


def _status(one: Estimate) -> str:
    if one.exists:
        return "ok"
    return "refused" if one.reason in (*REFUSALS, NOT_COMPARABLE) else "not_estimable"


def build_table(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows as a table of changes that meets its contract."""
    return conform(pd.DataFrame(list(rows), columns=CHANGES.names), CHANGES)
