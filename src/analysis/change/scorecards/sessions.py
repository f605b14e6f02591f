"""What changed from the first session to the last: inside each case, and over the cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from analysis.change.comparability import find_consequence
from analysis.contracts import SCORECARD_CHANGES
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.multiplicity import adjust
from analysis.formulas.paired_change import (
    DECIMALS,
    describe_standardized_change,
    estimate_change,
    flip_signs,
)
from analysis.formulas.resampling import stream
from analysis.formulas.signs import estimate_sign_test, smallest_p_of_signs
from analysis.scorecards import Scorecard
from analysis.study import Study
from analysis.tables import conform

Row = dict[str, Any]
FEWEST_CASES = 2
METHODS = {
    "change": "mean over cases of the change of their scores, Student's t interval",
    "d_z": "mean change in standard deviations of the cases' changes, noncentral t interval",
    "sign_flip": "mean change; exact test that flips the sign of each case's change, its interval",
    "sign_test": "share that rose of the cases that changed; exact binomial test, Clopper-Pearson interval",
}
ROLES = {"sign_flip": "primary", "sign_test": "sensitivity"}
OF_CASE = "mean of the questions answered in both sessions, last less first"


@dataclass(frozen=True)
class Compared:
    """One field of one case: its scores in the first and last session on the questions answered in both."""

    row: Row
    before: float
    after: float

    @property
    def counts(self) -> bool:
        """Whether it takes part in the mean over cases."""
        return bool(self.row["status"] == "ok")


def compare_sessions(study: Study, scores: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """What changed from the first session to the last, by case and over cases (SCORECARD_CHANGES).

    `scores` is SCORECARD_SCORES. A case's change rests on the questions answered in both sessions; it has
    neither interval nor test (`one_sheet`). Over cases the exact test that flips signs decides and is
    adjusted within its family. Cases whose sessions may not be compared are refused and left out of the
    mean over cases; scorecards outside the plan have no rows.
    """
    rows: list[Row] = []
    for analysis in study.plan.scorecards.values():
        card = study.scorecards[analysis.scorecard]
        asked = scores[(scores["scorecard"] == card.id) & (scores["question"] != "")]
        about = {"scorecard": card.id, "family": analysis.family, "purpose": analysis.purpose}
        held = _list_answered(asked)
        for field in card.fields:
            compared = [
                _compare_case(card, answered, comparability)
                for answered in held
                if answered.field == field.id
            ]
            found = [one.row for one in compared]
            found += _compare_cases(study, card, field.id, compared) if compared else []
            rows += [row | about for row in found]
    _adjust(study, rows)
    return conform(pd.DataFrame(rows, columns=SCORECARD_CHANGES.names), SCORECARD_CHANGES)


@dataclass(frozen=True)
class Answered:
    """The answers to one field in all sessions of a case, by the session's number and the question."""

    field: str
    case: str
    days: dict[int, str]
    scores: dict[int, dict[str, float]]

    def tell(self, number: int) -> str:
        """The number of a session, and its day where that is known."""
        return f"{number} {self.days[number]}".strip()


def _list_answered(asked: pd.DataFrame) -> list[Answered]:
    """The fields of the cases from the rows of SCORECARD_SCORES that are of questions, by field and case."""
    found: dict[tuple[str, str], Answered] = {}
    columns = ["field", "case", "session", "date", "question", "score"]
    for field, case, number, date, question, score in asked[columns].itertuples(index=False):
        one = found.setdefault((field, case), Answered(field, case, {}, {}))
        one.days[int(number)] = date
        answers = one.scores.setdefault(int(number), {})
        if not isnan(score):
            answers[question] = float(score)
    return [found[key] for key in sorted(found)]


def _compare_case(card: Scorecard, answered: Answered, comparability: pd.DataFrame) -> Compared:
    """The change of one field of one case from its first session to its last."""
    first, last = min(answered.scores), max(answered.scores)
    row: Row = {"case": answered.case, "field": answered.field, "statistic": "change", "role": ""}
    row |= {"method": OF_CASE, "before": answered.tell(first), "after": "", "comparable": "yes"}
    if first == last:
        return _without(row, "not_estimable", "no_later_session")
    about = {"part": answered.field, "case": answered.case, "before": str(first), "after": str(last)}
    comparable = find_consequence(comparability, "scorecard", card.id, **about)
    row |= {"after": answered.tell(last), "comparable": comparable}
    if comparable == "stopped":
        return _without(row, "refused", "not_comparable")
    earlier, later = answered.scores[first], answered.scores[last]
    both = sorted(earlier.keys() & later.keys())
    row |= {"n": len(both), "n_left_out": len(earlier.keys() ^ later.keys())}
    if len(both) < card.minimum_answered:
        return _without(row, "not_estimable", "too_few_shared" if both else "no_answers")
    before, after = (np.array([side[one] for one in both]) for side in (earlier, later))
    row |= _count_signs(before, after)
    row |= {"estimate": float(np.mean(after - before)), "status": "ok", "reason": "one_sheet"}
    return Compared(row, float(before.mean()), float(after.mean()))


def _without(row: Row, status: str, reason: str) -> Compared:
    return Compared(row | {"status": status, "reason": reason}, float("nan"), float("nan"))


def _count_signs(before: Values, after: Values) -> Row:
    change = np.round(after - before, DECIMALS)
    return {"n_up": int((change > 0).sum()), "n_down": int((change < 0).sum())}


def _compare_cases(study: Study, card: Scorecard, field: str, compared: Sequence[Compared]) -> Iterator[Row]:
    """The change over cases, in standard deviations, and its two tests."""
    ours = [one for one in compared if one.counts]
    stopped = sum(one.row["status"] == "refused" for one in compared)
    marked = any(one.row["comparable"] == "marked" for one in ours)
    before, after = np.array([one.before for one in ours]), np.array([one.after for one in ours])
    row: Row = {
        "case": "all",
        "field": field,
        "before": "",
        "after": "",
        "n": len(ours),
        "n_left_out": stopped,
    }
    row |= _count_signs(before, after) | {"comparable": "marked" if marked else "yes"}
    for statistic, method in METHODS.items():
        own = row | {"statistic": statistic, "method": method, "role": ROLES.get(statistic, "")}
        if len(ours) >= FEWEST_CASES:
            yield own | _estimate(study, card, (field, statistic), before, after)
        elif stopped:
            yield own | {"status": "refused", "reason": "not_comparable", "comparable": "stopped"}
        else:
            yield own | {"status": "not_estimable", "reason": "too_few_cases"}


def _estimate(study: Study, card: Scorecard, about: tuple[str, str], before: Values, after: Values) -> Row:
    field, statistic = about
    level, span = study.settings.confidence_level, card.highest - card.lowest
    floor, seed = float("nan"), None
    if statistic == "change":
        found = _tell_alike(estimate_change(before, after, level).within(-span, span))
        # The p of Student's t is left out: the plan's tests are the two exact ones.
        found = Estimate(found.value, found.low, found.high, df=found.df, reason=found.reason)
    elif statistic == "d_z":
        found = _tell_alike(describe_standardized_change(before, after, level).d_z)
    elif statistic == "sign_test":
        found = estimate_sign_test(before, after, level)
        floor = smallest_p_of_signs(before, after)
    else:
        found, floor, seed = _flip(study, card, field, before, after)
    return {
        "estimate": found.value,
        "ci_low": found.low,
        "ci_high": found.high,
        "ci_level": None if isnan(found.low) else level,
        "df": found.df,
        "p": found.p,
        "p_floor": floor if found.exists else None,
        "seed": seed,
        "status": "ok" if found.exists else "not_estimable",
        "reason": found.reason,
    }


def _flip(
    study: Study, card: Scorecard, field: str, before: Values, after: Values
) -> tuple[Estimate, float, int | None]:
    """The test that flips signs, the smallest p it can give, and the seed where signs were drawn."""
    random = stream(study.settings.seed, "scorecards", card.id, field)
    flipped = flip_signs(before, after, random)
    if flipped is None or not flipped.varies:
        return not_estimable("nothing_changed"), float("nan"), None
    span = card.highest - card.lowest
    found = flipped.estimate(study.settings.confidence_level).within(-span, span)
    return found, flipped.smallest_p, None if flipped.exact else study.settings.seed


def _tell_alike(found: Estimate) -> Estimate:
    """The estimate, where people who are alike are cases that are."""
    if found.reason != "no_variance":
        return found
    return Estimate(found.value, df=found.df, reason="cases_alike")


def _adjust(study: Study, rows: list[Row]) -> None:
    """Set `p_adjusted` of the tests that decide, within each family of the plan."""
    deciding = [row for row in rows if row["role"] == "primary" and not isnan(row.get("p", float("nan")))]
    for family in dict.fromkeys(row["family"] for row in deciding):
        members = [row for row in deciding if row["family"] == family]
        adjusted = adjust(np.array([row["p"] for row in members]), study.plan.families[family].adjustment)
        for row, p in zip(members, adjusted, strict=True):
            row["p_adjusted"] = p
