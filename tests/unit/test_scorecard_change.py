"""Scores of a scorecard by session, what changed over sessions, and the proposed actions in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.change.scorecards import compare_sessions, rank_actions, score_scorecards
from analysis.contracts import (
    ACTIONS,
    COMPARABILITY,
    SCORECARD_CHANGES,
    SCORECARD_SCORES,
    SCORECARD_WEIGHTS,
    SCORECARDS,
)
from analysis.formulas.signs import estimate_sign_test, smallest_p_of_signs
from analysis.scorecards import Scorecard
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import OURS, label, pick, small_study

QUESTIONS = {"daring": ("d1 talk hope", "d2 talk hope+care", "d3 - care"), "plain": ("p1 - -", "p2 - -")}
DAYS = {1: "2018-01-01", 2: "2019-01-01", 3: "2020-01-01"}
SHEETS = """
north 1 2 4 6  5 5
north 2 4 6 8  5 4
south 1 1 3 .  2 8
south 2 3 3 9  3 6
east  1 5 5 5  7 7
east  2 5 4 5  7 7
west  1 8 8 8  1 1
"""
"""Case and session, then the answers d1 d2 d3 p1 p2; `.` is not answered."""


def _card() -> Scorecard:
    fields = []
    for name, lines in QUESTIONS.items():
        questions = []
        for line in lines:
            question, theme, behind = line.split()
            made: dict[str, Any] = {"id": question, "label": label(question)}
            made |= {} if theme == "-" else {"theme": theme}
            questions.append(made | ({} if behind == "-" else {"values": behind.split("+")}))
        field: dict[str, Any] = {"id": name, "label": label(name), "questions": questions}
        fields.append(
            field | ({"themes": [{"id": "talk", "label": label("talk")}]} if name == "daring" else {})
        )
    values = [{"id": name, "label": label(name)} for name in ("hope", "care")]
    card: dict[str, Any] = {
        "id": "card",
        "title": label("card"),
        "lowest": 0,
        "highest": 10,
        "minimum_answered": 2,
    }
    return Scorecard.model_validate(card | {"source": OURS, "fields": fields, "values": values})


def _study(**more: Any) -> Study:
    analysis = {"label": label("sessions"), "scorecard": "card", "family": "tests", "purpose": "exploratory"}
    return replace(small_study(scorecards={"sessions": analysis}, **more), scorecards={"card": _card()})


def _sheets(text: str) -> pd.DataFrame:
    rows = []
    for line in text.strip().splitlines():
        case, number, *answers = line.split()
        asked = [(field, one.split()[0]) for field, lines in QUESTIONS.items() for one in lines]
        for (field, question), answer in zip(asked, answers, strict=True):
            about: dict[str, Any] = {
                "scorecard": "card",
                "wave": "before",
                "case": case,
                "session": f"session {number}",
            }
            about |= {"date": DAYS[int(number)], "field": field, "question": question, "source": "typed"}
            about |= {"version": "1"}
            score = None if answer == "." else float(answer)
            rows.append(about | {"number": int(number), "score": score})
    return conform(pd.DataFrame(rows, columns=SCORECARDS.names), SCORECARDS)


def _weights(text: str) -> pd.DataFrame:
    """Case, session, then the weights of hope and care."""
    rows = []
    for line in text.strip().splitlines():
        case, number, *given = line.split()
        for value, weight in zip(("hope", "care"), given, strict=True):
            about: dict[str, Any] = {
                "scorecard": "card",
                "wave": "before",
                "case": case,
                "session": f"session {number}",
            }
            known = None if weight == "." else float(weight)
            rows.append(about | {"value": value, "weight": known, "source": "typed"})
    return conform(pd.DataFrame(rows, columns=SCORECARD_WEIGHTS.names), SCORECARD_WEIGHTS)


NO_WEIGHTS = conform(pd.DataFrame(columns=SCORECARD_WEIGHTS.names), SCORECARD_WEIGHTS)
NO_CHECKS = conform(pd.DataFrame(columns=COMPARABILITY.names), COMPARABILITY)
NO_SHEETS = conform(pd.DataFrame(columns=SCORECARDS.names), SCORECARDS)
FIELD = {"theme": "", "question": ""}


def _scores(text: str = SHEETS, weights: pd.DataFrame = NO_WEIGHTS) -> pd.DataFrame:
    return score_scorecards(_study(), _sheets(text), weights)


def _changes(text: str = SHEETS, checks: pd.DataFrame = NO_CHECKS) -> pd.DataFrame:
    return compare_sessions(_study(), _scores(text), checks)


def _of(scores: pd.DataFrame, case: str, number: int, **about: str) -> pd.Series:
    held = scores[scores["session"] == number]
    return pick(held, case=case, **({"field": "daring"} | FIELD | about))


def test_a_field_is_the_mean_of_its_answers_with_their_range_and_no_interval() -> None:
    row = _of(_scores(), "north", 1)
    assert (row["score"], row["score_low"], row["score_high"]) == (4, 2, 6)
    assert (row["n"], row["n_questions"], row["status"], row["reason"]) == (3, 3, "ok", "one_sheet")
    assert pd.isna(row["ci_level"])


def test_themes_and_questions_have_their_own_scores() -> None:
    scores = _scores()
    assert _of(scores, "north", 2, theme="talk")["score"] == 5
    assert _of(scores, "north", 2, question="d3")["score"] == 8
    assert _of(scores, "south", 1, question="d3")["reason"] == "no_answers"


def test_a_field_with_too_few_answers_has_no_score() -> None:
    scores = _scores("north 1 . . 6 5 5\nnorth 2 . . . 5 .")
    few, none = _of(scores, "north", 1), _of(scores, "north", 2)
    assert (few["status"], few["reason"], few["n"]) == ("not_estimable", "too_few_answered", 1)
    assert (none["reason"], none["n"]) == ("no_answers", 0)
    assert np.isnan(few["score"])


def test_over_cases_is_the_mean_of_those_that_held_the_session() -> None:
    row = _of(_scores(), "all", 1)
    scores = np.array([4.0, 2.0, 5.0, 8.0])
    low, high = stats.t.interval(0.95, 3, scores.mean(), stats.sem(scores))
    assert (row["score"], row["n"]) == (pytest.approx(4.75), 4)
    assert (row["score_low"], row["score_high"]) == (pytest.approx(low), pytest.approx(high))
    assert _of(_scores(), "all", 2)["n"] == 3


def test_the_interval_stays_on_the_scale() -> None:
    row = _of(_scores("north 1 0 0 0 5 5\nsouth 1 9 9 9 5 5"), "all", 1)
    assert (row["score_low"], row["score_high"]) == (0, 10)


def test_one_case_has_no_mean_over_cases_and_like_cases_no_interval() -> None:
    assert _of(_scores("north 1 1 2 3 5 5"), "all", 1)["reason"] == "too_few_cases"
    alike = _of(_scores("north 1 1 2 3 5 5\nsouth 1 3 2 1 5 5"), "all", 1)
    assert (alike["score"], alike["reason"]) == (2, "cases_alike")
    assert np.isnan(alike["score_low"])


def test_a_weight_is_the_mean_over_questions_of_the_mean_of_their_values() -> None:
    scores = _scores(weights=_weights("north 1 10 4\nsouth 1 8 ."))
    assert _of(scores, "north", 1, question="d2")["weight"] == 7
    assert _of(scores, "north", 1, theme="talk")["weight"] == pytest.approx(8.5)
    assert _of(scores, "north", 1)["weight"] == pytest.approx((10 + 7 + 4) / 3)


def test_a_weight_is_missing_where_a_value_was_not_weighed_or_nothing_rests_on_any() -> None:
    scores = _scores(weights=_weights("north 1 10 4\nsouth 1 8 ."))
    assert np.isnan(_of(scores, "south", 1)["weight"])
    assert _of(scores, "south", 1, question="d1")["weight"] == 8
    assert np.isnan(_of(scores, "north", 1, field="plain")["weight"])
    assert np.isnan(_of(scores, "all", 1)["weight"])
    assert np.isnan(_of(scores, "north", 2)["weight"])


def test_a_change_rests_on_the_questions_answered_both_times() -> None:
    row = pick(_changes(), case="south", field="daring", statistic="change")
    assert row["estimate"] == pytest.approx(1.0)
    assert (row["n"], row["n_up"], row["n_down"], row["n_left_out"]) == (2, 1, 0, 1)
    assert (row["before"], row["after"]) == ("1 2018-01-01", "2 2019-01-01")
    assert (row["status"], row["reason"], row["role"]) == ("ok", "one_sheet", "")
    assert np.isnan(row["ci_low"]) and np.isnan(row["p"])


def test_the_last_session_is_compared_with_the_first() -> None:
    row = pick(
        _changes("north 1 2 2 2 5 5\nnorth 2 9 9 9 5 5\nnorth 3 3 3 3 5 5"), case="north", field="daring"
    )
    assert (row["estimate"], row["after"]) == (1, "3 2020-01-01")


def test_too_few_shared_questions_and_a_single_session_have_no_change() -> None:
    changes = _changes("north 1 2 . 4 5 5\nnorth 2 3 4 . 5 5\nwest 1 2 2 2 5 5")
    few = pick(changes, case="north", field="daring", statistic="change")
    assert (few["status"], few["reason"], few["n"]) == ("not_estimable", "too_few_shared", 1)
    alone = pick(changes, case="west", field="daring", statistic="change")
    assert (alone["reason"], alone["after"]) == ("no_later_session", "")


def test_over_cases_the_change_has_its_t_interval_and_the_exact_tests() -> None:
    changes = _changes()
    found = {name: pick(changes, case="all", field="daring", statistic=name) for name in changes["statistic"]}
    moved = np.array([2.0, 1.0, -1 / 3])
    low, high = stats.t.interval(0.95, 2, moved.mean(), stats.sem(moved))
    change, flip, signs = found["change"], found["sign_flip"], found["sign_test"]
    assert change["estimate"] == pytest.approx(moved.mean())
    assert (change["ci_low"], change["ci_high"]) == (pytest.approx(max(low, -10)), pytest.approx(high))
    assert (change["n"], change["n_up"], change["n_down"], change["df"]) == (3, 2, 1, 2)
    assert np.isnan(change["p"])
    assert found["d_z"]["estimate"] == pytest.approx(moved.mean() / moved.std(ddof=1))
    expected = stats.permutation_test((moved,), np.mean, permutation_type="samples", n_resamples=np.inf)
    assert flip["p"] == pytest.approx(expected.pvalue)
    assert (flip["p_floor"], flip["role"], flip["reason"]) == (0.25, "primary", "level_not_reachable")
    assert signs["p"] == pytest.approx(stats.binomtest(2, 3).pvalue)
    assert (signs["estimate"], signs["p_floor"], signs["role"]) == (pytest.approx(2 / 3), 0.25, "sensitivity")


RISEN = "\n".join(
    f"{case} 1 5 5 5 5 5\n{case} 2 {daring} {daring} {daring} 6 6"
    for case, daring in {"a": 5, "b": 6, "c": 7, "d": 8, "e": 4}.items()
)


def test_a_case_that_did_not_change_makes_the_smallest_p_larger() -> None:
    changes = _changes(RISEN)
    assert pick(changes, case="all", field="daring", statistic="sign_flip")["p_floor"] == 2 / 16
    assert pick(changes, case="all", field="daring", statistic="sign_test")["p_floor"] == 2 / 16
    assert pick(changes, case="all", field="plain", statistic="sign_flip")["p_floor"] == 2 / 32


def test_only_the_deciding_tests_are_adjusted_and_in_their_family() -> None:
    changes = _changes(RISEN)
    flips = changes[changes["statistic"] == "sign_flip"].set_index("field")
    assert flips.loc[["plain", "daring"], "p"].tolist() == [2 / 32, 12 / 32]
    assert flips.loc[["plain", "daring"], "p_adjusted"].tolist() == [2 * 2 / 32, 12 / 32]
    assert changes.loc[changes["statistic"] != "sign_flip", "p_adjusted"].isna().all()


def test_cases_that_are_alike_or_unchanged_say_so() -> None:
    same = _changes("north 1 2 2 2 5 5\nnorth 2 3 3 3 5 5\nsouth 1 4 4 4 5 5\nsouth 2 5 5 5 5 5")
    change = pick(same, case="all", field="daring", statistic="change")
    assert (change["estimate"], change["reason"]) == (1, "cases_alike")
    assert np.isnan(change["ci_low"])
    assert pick(same, case="all", field="daring", statistic="d_z")["reason"] == "cases_alike"
    for name in ("sign_flip", "sign_test"):
        row = pick(same, case="all", field="plain", statistic=name)
        assert (row["status"], row["reason"]) == ("not_estimable", "nothing_changed")
        assert np.isnan(row["p_floor"])


def test_fewer_than_two_cases_give_rows_with_a_reason() -> None:
    changes = _changes("north 1 2 4 6 5 5\nnorth 2 4 6 8 5 4\nwest 1 8 8 8 1 1")
    over = changes[(changes["case"] == "all") & (changes["field"] == "daring")]
    assert set(over["reason"]) == {"too_few_cases"} and len(over) == 4
    assert set(over["n"]) == {1}


def _check(consequence: str, **more: str) -> pd.DataFrame:
    row = {"kind": "scorecard", "subject": "card", "part": "daring", "case": "north", "group": "all"}
    row |= {"before": "1", "after": "2", "aspect": "version", "seen_before": "1", "seen_after": "2"}
    row |= {"same": "no", "consequence": consequence}
    return conform(pd.DataFrame([row | more]), COMPARABILITY)


def test_what_may_not_be_compared_is_refused_and_left_out() -> None:
    changes = _changes(checks=_check("stopped"))
    own = pick(changes, case="north", field="daring", statistic="change")
    assert (own["status"], own["reason"], own["comparable"]) == ("refused", "not_comparable", "stopped")
    assert np.isnan(own["estimate"])
    over = pick(changes, case="all", field="daring", statistic="change")
    assert (over["n"], over["n_left_out"], over["comparable"]) == (2, 1, "yes")
    assert pick(changes, case="all", field="plain", statistic="change")["n_left_out"] == 0


def test_where_too_few_may_be_compared_the_cases_are_refused_too() -> None:
    changes = _changes(checks=_check("stopped", case="all", part=""))
    over = changes[changes["case"] == "all"]
    assert set(over["status"]) == {"refused"} and set(over["comparable"]) == {"stopped"}


def test_a_mark_stays_on_the_number() -> None:
    changes = _changes(checks=_check("marked"))
    for case in ("north", "all"):
        row = pick(changes, case=case, field="daring", statistic="change")
        assert (row["status"], row["comparable"]) == ("ok", "marked")
    assert pick(changes, case="south", field="daring", statistic="change")["comparable"] == "yes"


def test_a_scorecard_outside_the_plan_is_scored_only_and_nothing_gives_nothing() -> None:
    outside = replace(small_study(), scorecards={"card": _card()})
    assert compare_sessions(outside, _scores(), NO_CHECKS).empty
    assert score_scorecards(_study(), NO_SHEETS, NO_WEIGHTS).equals(
        conform(pd.DataFrame(columns=SCORECARD_SCORES.names), SCORECARD_SCORES)
    )
    empty = conform(pd.DataFrame(columns=SCORECARD_CHANGES.names), SCORECARD_CHANGES)
    assert compare_sessions(_study(), _scores()[:0], NO_CHECKS).equals(empty)


def test_the_order_of_rows_and_cases_changes_no_number() -> None:
    sheets = _sheets(SHEETS)
    mixed = sheets.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(score_scorecards(_study(), mixed, NO_WEIGHTS), _scores())


def _actions(text: str) -> pd.DataFrame:
    rows = []
    for line in text.strip().splitlines():
        case, number, field, question, place = line.split()
        about: dict[str, Any] = {
            "scorecard": "card",
            "wave": "before",
            "case": case,
            "session": f"session {number}",
        }
        about |= {"date": DAYS[int(number)], "field": field, "question": question, "number": int(place)}
        rows.append(about | {"action": f"{question}-{place}"})
    return conform(pd.DataFrame(rows, columns=ACTIONS.names), ACTIONS)


def _ranked(text: str, weights: str) -> pd.DataFrame:
    scores = _scores(weights=_weights(weights))
    return rank_actions(_study(), _actions(text), scores, _sheets(SHEETS))


def test_the_most_pressing_action_is_weighed_high_and_scored_low() -> None:
    ranked = _ranked(
        "north 1 plain p2 1\nnorth 1 daring d3 1\nnorth 1 daring d1 2\n"
        "north 1 daring d1 1\nnorth 1 plain p1 1",
        "north 1 6 4",
    ).sort_values("place")
    assert ranked["action"].tolist() == ["d1-1", "d1-2", "d3-1", "p1-1", "p2-1"]
    first = ranked.iloc[0]
    assert (first["score"], first["weight"], first["pressing"]) == (2, 6, 48)
    assert ranked["pressing"].isna().tolist() == [False] * 3 + [True] * 2


def test_equally_pressing_actions_stand_in_the_order_of_the_questions() -> None:
    ranked = _ranked("east 1 daring d3 1\neast 1 daring d1 1\neast 1 daring d2 1", "east 1 5 5")
    assert ranked.sort_values("place")["action"].tolist() == ["d1-1", "d2-1", "d3-1"]


def test_each_session_has_its_own_order_and_what_is_not_scored_comes_last() -> None:
    ranked = _ranked("south 1 daring d3 1\nsouth 1 plain p2 1\nsouth 2 daring d3 1", "south 1 5 5")
    placed = {row["session"] + row["question"]: row["place"] for row in ranked.to_dict("records")}
    assert placed == {"session 1p2": 1, "session 1d3": 2, "session 2d3": 1}
    assert rank_actions(_study(), _actions(""), _scores(), _sheets(SHEETS)).empty


@pytest.mark.parametrize(("up", "down"), [(6, 0), (5, 1), (3, 3), (1, 4), (0, 1)])
def test_the_sign_test_is_the_binomial_test_of_those_who_changed(up: int, down: int) -> None:
    change = np.array([1.0] * up + [-2.0] * down + [0.0, 1e-14])
    found = estimate_sign_test(np.zeros(len(change)), change, 0.9)
    expected = stats.binomtest(up, up + down)
    interval = expected.proportion_ci(0.9, "exact")
    assert found.p == pytest.approx(expected.pvalue)
    assert [found.low, found.high] == pytest.approx([interval.low, interval.high])
    assert smallest_p_of_signs(np.zeros(len(change)), change) == min(1.0, 2 / 2 ** (up + down))
