"""What may be published of indicators and of scorecards."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.contracts import (
    ATTRITION,
    CHANGES,
    COMPARABILITY,
    ESTIMATES,
    MEASUREMENTS,
    PROGRESS,
    RECEIPTS,
    SCORECARD_CHANGES,
    SCORECARD_SCORES,
    SCORES,
    Contract,
)
from analysis.disclosure.changes import protect_changes
from analysis.disclosure.progress import judge_progress
from analysis.disclosure.sheets import judge_scores, judge_sheet_changes
from analysis.study import Study, load_study
from analysis.tables import conform
from tests.tiny_study import write_tiny_study

FIRST, LAST = "2018-01-01", "2019-01-01"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_tiny_study(tmp_path_factory.mktemp("study")))


def frame(contract: Contract, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows with what they need not say filled in."""
    text = {column.name: "" for column in contract.columns if column.kind == "text"}
    counts = {column.name: 0 for column in contract.columns if column.kind == "count" and not column.optional}
    return conform(pd.DataFrame([text | counts | row for row in rows], columns=contract.names), contract)


def measured(name: str, date: str, **said: Any) -> dict[str, Any]:
    phase = "baseline" if date == FIRST else "follow_up"
    return {
        "case": "farm",
        "indicator": name,
        "version": 1,
        "date": date,
        "phase": phase,
        "stated": "no",
    } | said


def share(name: str, date: str, count: int, whole: int, **said: Any) -> dict[str, Any]:
    return measured(name, date, numerator=count, denominator=whole, value=count / whole, **said)


def told(name: str, kind: str, date: str, statistic: str, **said: Any) -> dict[str, Any]:
    row = {"case": "farm", "indicator": name, "version": 1, "date": date, "statistic": statistic}
    row |= {"label": f"about {name}", "value_kind": kind, "counts": "people", "verdict": "better"}
    return row | {"estimate": 0.5, "n": 20, "status": "ok", "comparable": "yes"} | said


def rows_of(name: str, kind: str, **said: Any) -> list[dict[str, Any]]:
    """The rows of an indicator that was measured twice."""
    made = [told(name, kind, date, "value", **said) for date in (FIRST, LAST)]
    made += [told(name, kind, LAST, one, **said) for one in ("change", "share_of_way")]
    return [
        *made,
        *(told(name, kind, date, one, **said) for one, date in (("target", "2020-01-01"), ("trend", ""))),
    ]


NO_CHANGES = frame(SCORECARD_CHANGES, [])


def judge(
    study: Study, progress: list[dict[str, Any]], measurements: list[dict[str, Any]]
) -> dict[str, set[str]]:
    """The statistics that are withheld, by indicator."""
    rows = frame(PROGRESS, progress)
    rule = judge_progress(study, rows, frame(MEASUREMENTS, measurements))
    held = rows[rule != ""]
    return {str(name): set(one["statistic"] + " " + one["date"]) for name, one in held.groupby("indicator")}


EVERYTHING = {
    *(f"value {date}" for date in (FIRST, LAST)),
    *(f"{one} {LAST}" for one in ("change", "share_of_way")),
    "target 2020-01-01",
    "trend ",
}


def test_a_share_with_enough_on_both_sides_is_published_throughout(study: Study) -> None:
    measurements = [share("jobs", FIRST, 6, 20), share("jobs", LAST, 12, 20)]
    assert judge(study, rows_of("jobs", "share"), measurements) == {}


@pytest.mark.parametrize("count", [0, 1, 4, 16, 20])
def test_a_share_of_few_or_of_all_but_few_takes_with_it_what_rests_on_it(study: Study, count: int) -> None:
    measurements = [share("jobs", FIRST, 6, 20), share("jobs", LAST, count, 20)]
    held = judge(study, rows_of("jobs", "share"), measurements)
    assert held == {"jobs": EVERYTHING - {f"value {FIRST}"}}


def test_a_baseline_of_few_takes_every_change_from_it(study: Study) -> None:
    measurements = [share("jobs", FIRST, 2, 20), share("jobs", LAST, 10, 20)]
    assert judge(study, rows_of("jobs", "share"), measurements) == {"jobs": EVERYTHING - {f"value {LAST}"}}


@pytest.mark.parametrize(("stayed", "passes"), [(6, True), (10, False), (2, False)])
def test_the_same_people_twice_are_told_where_enough_went_each_way(
    study: Study, stayed: int, passes: bool
) -> None:
    measurements = [share("jobs", FIRST, 12, 40), share("jobs", LAST, 14, 40, also_at_baseline=stayed)]
    assert (judge(study, rows_of("jobs", "share"), measurements) == {}) == passes


def test_counts_and_scores_need_enough_people_and_things_need_none(study: Study) -> None:
    measurements = [measured("taught", FIRST, value=3.0), measured("taught", LAST, value=30.0)]
    measurements += [measured("courses", FIRST, value=1.0), measured("courses", LAST, value=2.0)]
    measurements += [
        measured("mood", FIRST, value=3.0, denominator=4),
        measured("mood", LAST, value=4.0, denominator=9),
    ]
    measurements += [measured("saved", FIRST, value=1000.0), measured("saved", LAST, value=2000.0)]
    progress = rows_of("taught", "count") + rows_of("courses", "count", counts="things")
    progress += rows_of("mood", "score") + rows_of("saved", "amount", counts="things")
    held = judge(study, progress, measurements)
    assert held == dict.fromkeys(("taught", "mood"), EVERYTHING - {f"value {LAST}"})


def test_a_version_that_borrows_a_withheld_baseline_tells_no_change(study: Study) -> None:
    measurements = [share("jobs", FIRST, 1, 20), share("jobs", LAST, 9, 20) | {"version": 2}]
    rows = [told("jobs", "share", LAST, one, version=2, comparable="marked") for one in ("value", "change")]
    assert judge(study, rows, measurements) == {"jobs": {f"change {LAST}"}}


def test_a_change_of_few_who_were_asked_twice_is_withheld_though_many_were_asked(study: Study) -> None:
    measurements = [measured("mood", date, value=3.0, denominator=12) for date in (FIRST, LAST)]
    rows = [told("mood", "score", date, "value", n=12) for date in (FIRST, LAST)]
    rows += [told("mood", "score", LAST, "change", n=n, version=1) for n in (3,)]
    assert judge(study, rows, measurements) == {"mood": {f"change {LAST}"}}


@pytest.mark.parametrize(("left", "passes"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_mean_change_of_all_but_few_would_tell_the_scores_of_these(
    study: Study, left: int, passes: bool
) -> None:
    measurements = [measured("mood", FIRST, value=3.0, denominator=8 + left)]
    measurements += [measured("mood", LAST, value=4.0, denominator=8)]
    rows = [told("mood", "score", FIRST, "value", n=8 + left, phase="baseline")]
    rows += [told("mood", "score", LAST, "value", n=8)]
    rows += [told("mood", "score", LAST, one, n=8, n_baseline=8) for one in ("change", "share_of_way")]
    held = {} if passes else {"mood": {f"change {LAST}", f"share_of_way {LAST}"}}
    assert judge(study, rows, measurements) == held


def test_a_score_that_all_gave_is_withheld_and_a_change_that_all_made(study: Study) -> None:
    measurements = [measured("mood", date, value=3.0, denominator=9) for date in (FIRST, LAST)]
    rows = [told("mood", "score", FIRST, "value", n=9, reason="no_variance")]
    rows += [told("mood", "score", LAST, "value", n=9)]
    assert judge(study, rows, measurements) == {"mood": {f"value {FIRST}"}}
    rows = [told("mood", "score", date, "value", n=9) for date in (FIRST, LAST)]
    rows += [told("mood", "score", LAST, "change", n=9, n_baseline=9, reason="no_variance")]
    assert judge(study, rows, measurements) == {"mood": {f"change {LAST}"}}


def test_few_who_said_no_both_times_are_withheld_though_many_did_each_time(study: Study) -> None:
    measurements = [share("jobs", FIRST, 22, 30), share("jobs", LAST, 22, 30, also_at_baseline=16)]
    assert "jobs" in judge(study, rows_of("jobs", "share"), measurements)


def test_a_whole_case_is_told_only_where_each_of_its_indicators_is(study: Study) -> None:
    whole = told("", "", "", "goal_attainment_t", version=0, counts="indicators", label="")
    open_ = [share("jobs", date, 9, 20) for date in (FIRST, LAST)]
    hidden = [share("homes", date, 1, 20) for date in (FIRST, LAST)]
    rows = [*rows_of("jobs", "share"), *rows_of("homes", "share"), whole]
    assert "" not in judge(study, [*rows_of("jobs", "share"), whole], open_)
    assert "" in judge(study, rows, open_ + hidden)


def test_an_amount_of_people_is_withheld_as_nobody_knows_how_many(study: Study) -> None:
    measurements = [measured("income", date, value=200.0) for date in (FIRST, LAST)]
    assert judge(study, rows_of("income", "amount", n=None), measurements) == {"income": EVERYTHING}


def sheet(case: str, session: int, n: int | None, **said: Any) -> dict[str, Any]:
    row = {"scorecard": "card", "case": case, "session": session, "field": "trust", "score": 6.0}
    return row | {"n": n, "status": "ok"} | said


def test_means_over_too_few_cases_are_withheld(study: Study) -> None:
    few = study.settings.disclosure.minimum_cases
    rows = frame(SCORECARD_SCORES, [sheet("all", 1, few), sheet("all", 2, few - 1, field="other")])
    assert list(judge_scores(study, rows, rows, NO_CHANGES)) == ["", "few_cases"]


def test_sessions_of_nearly_the_same_cases_would_tell_the_case_between(study: Study) -> None:
    rows = frame(SCORECARD_SCORES, [sheet("all", 1, 6), sheet("all", 2, 5)])
    assert list(judge_scores(study, rows, rows, NO_CHANGES)) == ["secondary", ""]
    apart = frame(SCORECARD_SCORES, [sheet("all", 1, 9), sheet("all", 2, 5)])
    assert list(judge_scores(study, apart, apart, NO_CHANGES)) == ["", ""]


def test_one_case_with_a_third_session_is_not_told_by_the_latest_of_all(study: Study) -> None:
    cases = [f"c{number}" for number in range(6)]
    own = [sheet(case, session, 8) for case in cases for session in (1, 2)] + [sheet("c0", 3, 8)]
    whole = [sheet("all", session, n) for session, n in ((1, 6), (2, 6), (3, 1))]
    rows, scores = frame(SCORECARD_SCORES, whole), frame(SCORECARD_SCORES, [*whole, *own])
    assert list(judge_scores(study, rows, scores, NO_CHANGES)) == ["", "secondary", "few_cases"]
    twice = frame(SCORECARD_SCORES, [*whole[:2], *own[:-1]])
    assert list(judge_scores(study, rows[:2], twice, NO_CHANGES)) == ["", ""]


def test_cases_that_are_alike_would_each_be_told_by_their_mean(study: Study) -> None:
    rows = frame(SCORECARD_SCORES, [sheet("all", 1, 6, reason="cases_alike"), sheet("all", 2, 6)])
    assert list(judge_scores(study, rows, rows, NO_CHANGES)) == ["same_answer", ""]


@pytest.mark.parametrize(("up", "down", "rule"), [(1, 1, "few_cases"), (2, 1, ""), (0, 0, "few_cases")])
def test_a_change_of_few_of_the_cases_would_tell_theirs(study: Study, up: int, down: int, rule: str) -> None:
    about = {"scorecard": "card", "case": "all", "field": "trust", "n": 6, "n_up": up, "n_down": down}
    rows = [about | {"statistic": "change", "status": "ok"}]
    rows += [about | {"statistic": "sign_test", "status": "not_estimable" if not up else "ok"}]
    scores = frame(SCORECARD_SCORES, [sheet("all", 1, 6), sheet("all", 2, 6)])
    found = judge_sheet_changes(study, frame(SCORECARD_CHANGES, rows), scores, NO_CHANGES)
    assert list(found) == [rule, rule]


@pytest.mark.parametrize(("n", "rule"), [(6, ""), (5, "secondary"), (3, ""), (2, "few_cases")])
def test_a_change_of_all_but_one_case_would_tell_that_one(study: Study, n: int, rule: str) -> None:
    scores = frame(SCORECARD_SCORES, [sheet("all", 1, 6), sheet("all", 2, 6)])
    change = {
        "scorecard": "card",
        "case": "all",
        "field": "trust",
        "statistic": "change",
        "n": n,
        "n_up": n,
        "status": "ok",
    }
    assert list(judge_sheet_changes(study, frame(SCORECARD_CHANGES, [change]), scores, NO_CHANGES)) == [rule]


@pytest.mark.parametrize(("n", "told_"), [(6, False), (12, True)])
def test_the_ends_of_an_exact_interval_over_few_sheets_are_left_out(
    study: Study, n: int, told_: bool
) -> None:
    row = {"scorecard": "card", "case": "all", "field": "trust", "status": "ok", "n": n, "estimate": 0.5}
    row |= {"ci_low": -0.75, "ci_high": 2.75, "p": 0.1, "n_up": n, "n_down": 0}
    changes = [row | {"statistic": one} for one in ("change", "sign_flip")]
    public = protect_changes(
        study,
        *(
            frame(contract, [])
            for contract in (SCORES, ESTIMATES, ATTRITION, CHANGES, PROGRESS, MEASUREMENTS)
        ),
        frame(SCORECARD_SCORES, [sheet("all", 1, n), sheet("all", 2, n)]),
        frame(SCORECARD_CHANGES, changes),
        frame(COMPARABILITY, []),
        frame(RECEIPTS, []),
    )["scorecard_changes"].set_index("statistic")
    assert pd.notna(public.at["change", "ci_high"]) and pd.notna(public.at["sign_flip", "p"])
    assert pd.notna(public.at["sign_flip", "ci_high"]) == told_
    assert public.at["sign_flip", "reason"] == ("" if told_ else "ends_of_single_cases")


def test_the_public_tables_have_no_single_case_and_no_words_of_hidden_indicators(study: Study) -> None:
    rows = rows_of("jobs", "share") + rows_of("homes", "share")
    measurements = [share("jobs", date, 9, 20) for date in (FIRST, LAST)]
    measurements += [share("homes", date, 1, 20) for date in (FIRST, LAST)]
    sheets = [sheet("all", 1, 6), sheet("farm", 1, 8)]
    checks = [
        {
            "kind": "indicator",
            "subject": name,
            "case": "farm",
            "seen_before": "old words",
            "aspect": "wording",
        }
        for name in ("jobs", "homes")
    ]
    public = protect_changes(
        study,
        frame(SCORES, []),
        frame(ESTIMATES, []),
        frame(ATTRITION, []),
        frame(CHANGES, []),
        frame(PROGRESS, rows),
        frame(MEASUREMENTS, measurements),
        frame(SCORECARD_SCORES, sheets),
        frame(SCORECARD_CHANGES, []),
        frame(COMPARABILITY, checks),
        frame(RECEIPTS, []),
    )
    assert set(public["scorecard_scores"]["case"]) == {"all"}
    hidden = public["progress"][public["progress"]["indicator"] == "homes"]
    assert set(hidden["status"]) == {"withheld"} and set(hidden["label"]) == {""}
    assert hidden[["estimate", "n"]].isna().all().all() and set(hidden["verdict"]) == {""}
    shown = public["progress"][public["progress"]["indicator"] == "jobs"]
    assert set(shown["status"]) == {"ok"} and set(shown["label"]) == {"about jobs"}
    seen = public["comparability"].set_index("subject")["seen_before"]
    assert seen.to_dict() == {"homes": "", "jobs": "old words"}
    log = public["disclosure_log_changes"]
    assert len(log) == len(hidden) and set(log["table"]) == {"progress"} and log["why"].str.len().min() > 0
