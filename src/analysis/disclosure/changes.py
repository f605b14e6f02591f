"""The public form of change over time: of survey scales, of indicators, and of scorecards."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import (
    CHANGES,
    DISCLOSURE_LOG,
    PROGRESS,
    SCORECARD_CHANGES,
    SCORECARD_SCORES,
    Contract,
)
from analysis.disclosure.changed_scales import FEW_CASES, judge_changes, list_telling_ends
from analysis.disclosure.codings import summarise_coding_receipts
from analysis.disclosure.progress import judge_progress
from analysis.disclosure.publication import list_withheld
from analysis.disclosure.rounding import round_numbers
from analysis.disclosure.sheets import judge_scores, judge_sheet_changes
from analysis.study import Study
from analysis.tables import conform

WHY = {
    "minimum_people": "fewer people stand behind it, or on one side of it, than the study's minimum",
    "small_count": "it is of so few people, or of all but so few, that they could be recognised, or it would "
    "tell such a number",
    "few_cases": "fewer cases than the study's minimum are behind it",
    "secondary": "with other published numbers it would tell what is withheld",
}
"""Why the public rules withhold."""

SHORT = ("estimate", "ci_low", "ci_high", "df", "p", "p_adjusted")
KEPT = ("n_treated",)
"""Numbers that hang on the design alone, and are told of what is withheld too.

The smallest p is none of them: it tells how many cases changed."""


def protect_changes(
    study: Study,
    scores: pd.DataFrame,
    descriptives: pd.DataFrame,
    attrition: pd.DataFrame,
    changes: pd.DataFrame,
    progress: pd.DataFrame,
    measurements: pd.DataFrame,
    scorecard_scores: pd.DataFrame,
    scorecard_changes: pd.DataFrame,
    comparability: pd.DataFrame,
    receipts: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The public tables of `results.CHANGE_TABLES`, by name.

    `descriptives` (ESTIMATES) and `attrition` (ATTRITION) are the published ones, the others restricted
    tables of the contracts of the same names, `receipts` those of the measurements. Of a single case there
    is no row on survey scales or scorecards; indicators are of cases. A withheld row keeps the columns that
    name it, with status `withheld` and the rule as reason; the log names every one.
    """
    scales, sheets, moved = (
        frame[frame["case"] == "all"].reset_index(drop=True)
        for frame in (changes, scorecard_scores, scorecard_changes)
    )
    own = (scorecard_scores, scorecard_changes)
    judged = {
        "changes": (scales, judge_changes(study, scales, scores, descriptives, attrition), CHANGES),
        "progress": (progress, judge_progress(study, progress, measurements), PROGRESS),
        "scorecard_scores": (sheets, judge_scores(study, sheets, *own), SCORECARD_SCORES),
        "scorecard_changes": (moved, judge_sheet_changes(study, moved, *own), SCORECARD_CHANGES),
    }
    public = {name: _withhold(*parts) for name, parts in judged.items()}
    public["changes"] = _hide_people(_borrow_nothing(_shorten(public["changes"]), scales))
    telling = list_telling_ends(study, scales, scores)
    public["changes"] = _leave_ends_out(public["changes"], telling, CHANGES)
    few_sheets = (moved["statistic"] == "sign_flip") & (moved["n"] < FEW_CASES).fillna(False)
    public["scorecard_changes"] = _leave_ends_out(public["scorecard_changes"], few_sheets, SCORECARD_CHANGES)
    public["progress"] = _unname(public["progress"])
    logs = [_log(name, *parts) for name, parts in judged.items()]
    return public | {
        "comparability": _tell_checks(comparability, public["progress"]),
        "measurement_receipts": summarise_coding_receipts(receipts),
        "disclosure_log_changes": conform(pd.concat(logs, ignore_index=True), DISCLOSURE_LOG),
    }


def _withhold(frame: pd.DataFrame, rule: pd.Series, contract: Contract) -> pd.DataFrame:
    """The table without the numbers of withheld rows, and without what else their values would tell."""
    public, held = frame.copy(), rule != ""
    for column in contract.columns:
        if column.kind != "text" and column.name not in (*contract.key, *KEPT):
            public[column.name] = public[column.name].mask(held)
    for name in {"verdict", "method"} & set(public.columns):
        public[name] = public[name].mask(held, "")
    public["status"] = public["status"].mask(held, "withheld")
    public["reason"] = public["reason"].mask(held, rule.replace("same_answer", "secondary"))
    return conform(public[contract.names], contract)


def _shorten(changes: pd.DataFrame) -> pd.DataFrame:
    """Numbers that rest on how far apart small cases are have few digits: their last ones serve no reader."""
    public = changes.copy()
    names = list(SHORT)
    public[names] = round_numbers(public[names])
    return conform(public, CHANGES)


def _hide_people(public: pd.DataFrame) -> pd.DataFrame:
    """The table without what would tell how many people of small sets stayed or left."""
    return _hide_who_stayed(_blur_floors(public))


def _blur_floors(public: pd.DataFrame) -> pd.DataFrame:
    """The table where the smallest p of those who left has one digit.

    It is one by the choices of as many people in each case: its factors tell how many left each of them.
    """
    blurred = public["p_floor"].astype("float64").map(lambda one: float(f"{one:.0e}"))
    return conform(
        public.assign(p_floor=public["p_floor"].mask(public["design"] == "left", blurred)), CHANGES
    )


def _hide_who_stayed(public: pd.DataFrame) -> pd.DataFrame:
    """The table where no other number tells how many answered both times, if those of linked people do not.

    A contrast of treated cases has the people of several kinds of case: it tells where each of them does.
    """
    key = ["analysis", "scale", "sensitivity"]
    linked = public[(public["design"] == "linked") & (public["statistic"] == "change")]
    linked = linked[linked["status"] == "withheld"]
    held = set(linked[[*key, "kind", "group"]].itertuples(index=False, name=None))
    kinds = set(linked.loc[linked["group"] == "all", key].itertuples(index=False, name=None))
    kept = ("linked", "left")
    hidden = [
        row.design not in kept
        and (
            (*name, row.kind, row.group) in held
            or (row.contrast == "treated_against_others" and name in kinds)
        )
        for row, name in zip(public.itertuples(), public[key].itertuples(index=False, name=None), strict=True)
    ]
    told = public["n_linked"].mask(pd.Series(hidden, index=public.index, dtype=bool))
    return conform(public.assign(n_linked=told), CHANGES)


def _leave_ends_out(public: pd.DataFrame, telling: pd.Series, contract: Contract) -> pd.DataFrame:
    """The table without the ends of intervals that would tell the change of a single case."""
    held = telling.astype(bool) & (public["status"] == "ok") & public["ci_low"].notna()
    ends = {name: public[name].mask(held) for name in ("ci_low", "ci_high")}
    reason = public["reason"].mask(held & (public["reason"] == ""), "ends_of_single_cases")
    return conform(public.assign(**ends, reason=reason), contract)


def _borrow_nothing(public: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """The table without an adjusted p that the adjustment made equal to that of a withheld row."""
    key = ["family", "sensitivity", "p_adjusted"]
    held = (public["status"] == "withheld") & (changes["p_adjusted"] < 1).fillna(False)
    taken = set(changes.loc[held, key].itertuples(index=False, name=None))
    each = changes[key].itertuples(index=False, name=None)
    lent = pd.Series([one in taken for one in each], index=public.index, dtype=bool)
    return conform(public.assign(p_adjusted=public["p_adjusted"].mask(lent & ~held)), CHANGES)


def _unname(progress: pd.DataFrame) -> pd.DataFrame:
    """The table without a case's own words on indicators of which nothing is published."""
    key = ["case", "indicator", "version"]
    told = progress[(progress["status"] == "ok") & (progress["statistic"] == "value")]
    names = {tuple(row) for row in told[key].astype(str).to_numpy()}
    each = progress[key].astype(str).to_numpy()
    open_ = pd.Series([tuple(row) in names for row in each], index=progress.index, dtype=bool)
    return conform(progress.assign(label=progress["label"].where(open_, "")), PROGRESS)


def _tell_checks(comparability: pd.DataFrame, progress: pd.DataFrame) -> pd.DataFrame:
    """The checks without a case's own words on indicators of which nothing is published."""
    told = progress[(progress["status"] == "ok") & (progress["statistic"] == "value")]
    names = {tuple(row) for row in told[["case", "indicator"]].astype(str).to_numpy()}
    own = zip(comparability["case"], comparability["subject"], strict=True)
    hidden = (comparability["kind"] == "indicator") & ~pd.Series(
        [one in names for one in own], index=comparability.index, dtype=bool
    )
    seen = {name: comparability[name].mask(hidden, "") for name in ("seen_before", "seen_after")}
    return comparability.assign(**seen)


def _log(name: str, frame: pd.DataFrame, rule: pd.Series, contract: Contract) -> pd.DataFrame:
    return list_withheld(name, frame, rule.replace("same_answer", "secondary"), contract.key, WHY)
