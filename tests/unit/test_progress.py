"""How far indicators have come: every statistic by kind of value, versions, targets, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.contracts import PROGRESS
from analysis.study import Study
from tests.unit.progress_frames import answered, baseline, checked, indicator, measure, measured

LATER = "2019-06-30"


@pytest.fixture(scope="module")
def case(tiny: Study) -> str:
    return tiny.settings.cases[0].id


def find(progress: pd.DataFrame, statistic: str, **where: Any) -> pd.Series:
    """The only row of a statistic."""
    rows = progress[progress["statistic"] == statistic]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]


def numbers(row: pd.Series) -> tuple[float, float, float]:
    return row["estimate"], row["ci_low"], row["ci_high"]


def reason(row: pd.Series) -> tuple[str, str]:
    return row["status"], row["reason"]


def test_shares_of_other_people(tiny: Study, case: str) -> None:
    """Newcombe (1998b), table II: 56/70 - 48/80, 0.2000 [0.0524, 0.3339]."""
    work = indicator(case, "work", "share", target=0.9)
    rows = [baseline(work, "2018-01-31", numerator=48, denominator=80)]
    rows += [measured(work, LATER, numerator=56, denominator=70)]
    progress = measure(tiny, [work], rows)
    change = find(progress, "change")
    assert numbers(change) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert (change["verdict"], change["n"], change["n_baseline"]) == ("better", 70, 80)
    way = find(progress, "share_of_way")
    assert way["estimate"] == pytest.approx(0.2 / 0.3) and way["verdict"] == "on_the_way"
    assert 0 < way["ci_low"] < way["estimate"] < way["ci_high"] < 1
    level = find(progress, "attainment")
    assert (level["estimate"], level["ci_low"]) == (-1, -2)


def test_shares_of_the_same_people(tiny: Study, case: str) -> None:
    """R, by hand: 2 * pbinom(2, 14, .5) - dbinom(2, 14, .5); Newcombe's (1998c) method 10 of 36, 12, 2, 0."""
    work = indicator(case, "work", "share")
    rows = [baseline(work, "2018-01-31", numerator=38, denominator=50)]
    rows += [measured(work, LATER, numerator=48, denominator=50, also_at_baseline=36)]
    change = find(measure(tiny, [work], rows), "change")
    assert numbers(change) == pytest.approx((0.2, 0.056929584, 0.340427603))
    assert change["p"] == pytest.approx(0.007385254)
    fewer = [rows[0], rows[1] | {"denominator": 49, "value": 48 / 49}]
    apart = find(measure(tiny, [work], fewer), "change")
    assert "partly the same people" in apart["method"] and pd.isna(apart["p"])
    impossible = [rows[0], rows[1] | {"also_at_baseline": 30}]
    assert reason(find(measure(tiny, [work], impossible), "change")) == ("not_estimable", "pairs_impossible")


def test_counts_of_unlike_periods_are_put_on_the_days_of_the_baseline(tiny: Study, case: str) -> None:
    """R: poisson.test(c(15, 5), c(365, 180)) and poisson.test(15)."""
    courses = indicator(case, "courses", "count")
    rows = [baseline(courses, "2018-06-30", 5.0, period_days=180)]
    rows += [measured(courses, LATER, 15.0, period_days=365)]
    progress = measure(tiny, [courses], rows)
    ratio = find(progress, "ratio")
    assert numbers(ratio) == pytest.approx((1.479452, 0.5111357, 5.2033067), rel=1e-6)
    value, change = find(progress, "value", date=LATER), find(progress, "change")
    assert numbers(value) == pytest.approx(
        tuple(one * 180 / 365 for one in (15, 8.395386, 24.740219)), rel=1e-6
    )
    assert change["estimate"] == pytest.approx(15 * 180 / 365 - 5)
    assert change["p"] == ratio["p"] == pytest.approx(0.63504947)
    assert (value["n"], change["n_baseline"]) == (15, 5) and "180 days" in change["method"]
    unknown = measure(tiny, [courses], [rows[0], rows[1] | {"period_days": None}])
    assert (
        reason(find(unknown, "change"))
        == reason(find(unknown, "ratio"))
        == ("not_estimable", "period_unknown")
    )


def test_a_count_from_none(tiny: Study, case: str) -> None:
    courses = indicator(case, "courses", "count", target=10.0)
    rows = [baseline(courses, "2018-06-30", 0.0), measured(courses, LATER, 9.0)]
    progress = measure(tiny, [courses], rows)
    assert reason(find(progress, "ratio")) == ("not_estimable", "baseline_zero")
    change = find(progress, "change")
    assert (
        change["estimate"] == 9 and change["verdict"] == "better" and change["p"] == pytest.approx(2 / 2**9)
    )


def test_scores_of_people_known_both_times(tiny: Study, case: str) -> None:
    """R: t.test(after, before, paired = TRUE): 0.4375 [0.2647881712, 0.6102118288], p = 0.0005477618678."""
    mood = indicator(case, "mood", "score", target=4.0)
    before = dict(zip("abcdefgh", (2.8, 3.1, 2.5, 3.4, 3.0, 2.2, 2.9, 3.3), strict=True))
    after = dict(zip("abcdefgh", (3.4, 3.3, 3.1, 3.9, 3.2, 2.9, 3.1, 3.8), strict=True))
    rows = [baseline(mood, "2018-01-31"), measured(mood, LATER)]
    scores = answered(mood, "2018-01-31", before) + answered(mood, LATER, after)
    progress = measure(tiny, [mood], rows, scores)
    change = find(progress, "change")
    assert numbers(change) == pytest.approx((0.4375, 0.2647881712, 0.6102118288))
    assert change["p"] == pytest.approx(0.0005477618678) and change["n"] == 8
    # R: Fieller's interval of the same people, as in test_goal_attainment.
    assert numbers(find(progress, "share_of_way")) == pytest.approx(
        (0.3977272727, 0.2603013108, 0.5652399628)
    )
    renamed = [row | {"person": "zyxwvuts"["abcdefgh".index(row["person"])]} for row in scores]
    pd.testing.assert_frame_equal(progress, measure(tiny, [mood], rows, renamed))


def test_scores_of_other_people(tiny: Study, case: str) -> None:
    """R: t.test(c(1, 2, 3, 4, 9), c(2, 2, 5, 1)): interval -2.651448996 to 5.251448996."""
    mood = indicator(case, "mood", "score")
    rows = [baseline(mood, "2018-01-31"), measured(mood, LATER)]
    scores = answered(mood, "2018-01-31", dict(zip("abcd", (2.0, 2, 5, 1), strict=True)))
    scores += answered(mood, LATER, dict(zip("vwxyz", (1.0, 2, 3, 4, 9), strict=True)))
    change = find(measure(tiny, [mood], rows, scores), "change")
    assert (
        numbers(change)[1:] == pytest.approx((-2.651448996, 5.251448996)) and change["verdict"] == "unclear"
    )
    sds = [float(np.std(one, ddof=1)) for one in ((2.0, 2, 5, 1), (1.0, 2, 3, 4, 9))]
    summed = [baseline(mood, "2018-01-31", 2.5, sd=sds[0], denominator=4)]
    summed += [measured(mood, LATER, 3.8, sd=sds[1], denominator=5)]
    same = find(measure(tiny, [mood], summed), "change")
    assert numbers(same) == pytest.approx(numbers(change)) and same["p"] == pytest.approx(change["p"])
    bare = [summed[0], summed[1] | {"sd": None}]
    progress = measure(tiny, [mood], bare)
    assert find(progress, "change")["reason"] == find(progress, "value", date=LATER)["reason"] == "sd_unknown"


def test_a_stated_baseline_is_certain(tiny: Study, case: str) -> None:
    work = indicator(case, "work", "share", baseline=0.25, baseline_date="2018-01-31", target=0.5)
    rows = [measured(work, LATER, numerator=20, denominator=50)]
    progress = measure(tiny, [work], rows)
    value, change, way = (find(progress, name, date=LATER) for name in ("value", "change", "share_of_way"))
    assert numbers(change) == pytest.approx(tuple(one - 0.25 for one in numbers(value)))
    assert numbers(way) == pytest.approx(tuple(one / 0.25 for one in numbers(change)))
    stated = find(progress, "value", phase="baseline")
    assert (stated["estimate"], stated["reason"], stated["date"]) == (0.25, "stated", "2018-01-31")
    same = [*rows, baseline(work, "2018-01-31", 0.25, stated="yes")]
    pd.testing.assert_frame_equal(progress, measure(tiny, [work], same))


def test_a_stated_count_has_the_days_of_what_is_measured(tiny: Study, case: str) -> None:
    courses = indicator(case, "courses", "count", baseline=10.0, target=30.0)
    rows = [
        measured(courses, "2018-12-31", 12.0, period_days=180),
        measured(courses, LATER, 20.0, period_days=90),
    ]
    progress = measure(tiny, [courses], rows)
    assert find(progress, "change", date=LATER)["estimate"] == 30
    assert find(progress, "ratio", date="2018-12-31")["estimate"] == pytest.approx(1.2)
    assert find(progress, "share_of_way", date=LATER)["verdict"] == "beyond"


def test_an_amount_has_no_interval_and_says_why(tiny: Study, case: str) -> None:
    cost = indicator(case, "cost", "amount", direction="down", target=60.0)
    progress = measure(tiny, [cost], [baseline(cost, "2018-01-31", 100.0), measured(cost, LATER, 80.0)])
    for name in ("change", "share_of_way", "attainment"):
        row = find(progress, name)
        assert row["reason"] == "single_value" and pd.isna(row["ci_low"])
    assert find(progress, "change")["verdict"] == "unclear"
    assert find(progress, "share_of_way")["estimate"] == 0.5
    t = find(progress, "goal_attainment_t")
    assert (t["estimate"], t["reason"]) == (40, "part_without_interval")


@pytest.mark.parametrize(
    ("value", "share", "verdict", "level"),
    [
        (60.0, 1.0, "reached", 0),
        (40.0, 1.5, "beyond", 2),
        (100.0, 0.0, "unmoved", -2),
        (110.0, -0.25, "backwards", -2),
    ],
)
def test_the_way_to_a_target_below(
    tiny: Study, case: str, value: float, share: float, verdict: str, level: int
) -> None:
    cost = indicator(case, "cost", "amount", direction="down", target=60.0)
    progress = measure(tiny, [cost], [baseline(cost, "2018-01-31", 100.0), measured(cost, LATER, value)])
    way = find(progress, "share_of_way")
    assert (way["estimate"], way["verdict"]) == (share, verdict)
    assert find(progress, "attainment")["estimate"] == level
    assert find(progress, "change")["verdict"] == ("same" if share == 0 else "unclear")


def test_a_target_that_is_no_way_off_or_lies_behind(tiny: Study, case: str) -> None:
    cost = indicator(case, "cost", "amount", target=100.0)
    rows = [baseline(cost, "2018-01-31", 100.0), measured(cost, LATER, 120.0)]
    assert reason(find(measure(tiny, [cost], rows), "share_of_way")) == (
        "not_estimable",
        "target_equals_baseline",
    )
    behind = measure(tiny, [cost | {"target": 90.0}], rows)
    assert reason(find(behind, "attainment")) == ("not_estimable", "target_behind_baseline")
    assert reason(find(behind, "goal_attainment_t")) == ("not_estimable", "no_level")


def test_a_baseline_as_good_as_the_target_leaves_the_share_without_interval(tiny: Study, case: str) -> None:
    work = indicator(case, "work", "share", target=0.6)
    rows = [baseline(work, "2018-01-31", numerator=5, denominator=10)]
    rows += [measured(work, LATER, numerator=6, denominator=10)]
    way = find(measure(tiny, [work], rows), "share_of_way")
    assert (
        way["estimate"] == pytest.approx(1)
        and way["reason"] == "way_uncertain"
        and way["verdict"] == "reached"
    )


@pytest.mark.parametrize(
    ("due", "values", "verdict"),
    [
        ("2019-01-31", {"2019-01-31": 50.0, "2019-06-30": 40.0}, "on_time"),
        ("2019-01-31", {"2019-01-10": 40.0, "2019-02-05": 55.0}, "on_time"),
        ("2019-01-31", {"2019-01-10": 40.0, "2019-06-30": 55.0}, "late"),
        ("2019-01-31", {"2019-06-30": 40.0}, "missed"),
        ("2019-01-31", {"2019-01-10": 40.0}, "not_due"),
        ("2019-01-31", {}, "not_due"),
        ("", {"2019-06-30": 55.0}, "undated"),
    ],
)
def test_the_day_of_a_target(
    tiny: Study, case: str, due: str, values: dict[str, float], verdict: str
) -> None:
    cost = indicator(case, "cost", "amount", target=50.0, target_date=due)
    rows = [baseline(cost, "2018-01-31", 30.0), *(measured(cost, day, one) for day, one in values.items())]
    rules = tiny.plan.indicators.model_copy(update={"late_days": 7})
    study = replace(tiny, plan=tiny.plan.model_copy(update={"indicators": rules}))
    target = find(measure(study, [cost], rows), "target")
    assert (target["verdict"], target["date"], target["estimate"]) == (verdict, due, 50)


def test_what_is_missing_is_a_row_with_its_reason(tiny: Study, case: str) -> None:
    without = indicator(case, "without", "share")
    once = indicator(case, "once", "count", target=9.0)
    never = indicator(case, "never", "score", baseline=None)
    rows = [measured(without, LATER, numerator=9, denominator=30), baseline(once, "2018-01-31", 4.0)]
    progress = measure(tiny, [without, once, never], rows)
    found = {
        (name, statistic): reason(find(progress, statistic, indicator=name))
        for name in ("without", "once", "never")
        for statistic in ("change", "share_of_way", "attainment", "target", "trend")
    }
    assert {found["without", name][1] for name in ("change", "share_of_way", "attainment")} == {"no_baseline"}
    assert {found["once", name][1] for name in ("change", "share_of_way", "attainment")} == {"no_follow_up"}
    assert {found["never", name][1] for name in ("change", "share_of_way", "attainment")} == {"not_measured"}
    assert found["without", "target"][1] == "no_target" and found["once", "trend"][1] == "too_few_points"
    assert reason(find(progress, "value", indicator="never")) == ("not_estimable", "not_measured")
    assert reason(find(progress, "chain_outcome")) == ("not_estimable", "no_changes")
    assert reason(find(progress, "chain_impact")) == ("not_estimable", "no_indicators")
    assert progress["estimate"].isna().eq(progress["status"] != "ok").all()
    bare = (progress["status"] == "ok") & progress["ci_low"].isna()
    assert (progress["reason"] != "").eq(bare | (progress["status"] != "ok")).all()


def test_the_days_of_measurements_make_a_trend(tiny: Study, case: str) -> None:
    mood = indicator(case, "mood", "amount", direction="down")
    days = ["2018-02-06", "2018-08-08", "2019-05-27", "2020-01-01", "2021-04-20", "2021-11-25", "2022-07-02"]
    values = (3.1, 2.9, 3.6, 3.5, 4.2, 3.9, 4.4)
    rows = [measured(mood, day, one) for day, one in zip(days, values, strict=True)]
    rows[0]["phase"] = "baseline"
    trend = find(measure(tiny, [mood], rows), "trend")
    # The values of test_trends, at dates close to the years there.
    assert numbers(trend) == pytest.approx((0.303, 0.12, 0.481), abs=0.003)
    assert (
        trend["verdict"] == "worse"
        and trend["p"] == pytest.approx(0.03015873)
        and "7 meas" in trend["method"]
    )
    few = find(measure(tiny, [mood], rows[:4]), "trend")
    assert (few["status"], few["reason"], few["verdict"]) == ("ok", "level_not_reachable", "unclear")


def versions(case: str) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    first = indicator(case, "work", "share", target=0.6, status="redefined")
    second = first | {"version": 2, "status": "active", "target": 0.8}
    rows = [baseline(first, "2018-01-31", numerator=20, denominator=50)]
    rows += [measured(first, "2018-12-31", numerator=24, denominator=50)]
    return first, second, [*rows, measured(second, LATER, numerator=30, denominator=50)]


def test_versions_are_never_joined_unless_the_table_of_comparability_lets_them(
    tiny: Study, case: str
) -> None:
    first, second, rows = versions(case)
    alone = find(measure(tiny, [first, second], rows), "change", version=2)
    assert reason(alone) == ("not_estimable", "no_baseline")
    marked = measure(tiny, [first, second], rows, checks=[checked(first, "marked")])
    change = find(marked, "change", version=2)
    assert change["estimate"] == pytest.approx(0.2) and change["comparable"] == "marked"
    assert "baseline of version 1" in change["method"]
    assert find(marked, "share_of_way", version=2)["estimate"] == pytest.approx(0.5)
    assert find(marked, "goal_attainment_t")["comparable"] == "marked"
    assert find(marked, "value", version=2)["comparable"] == "yes"
    stopped = measure(tiny, [first, second], rows, checks=[checked(first, "stopped")])
    refused = stopped[(stopped["version"] == 2) & (stopped["status"] == "refused")]
    assert set(refused["statistic"]) == {"change", "share_of_way", "attainment"}
    assert set(refused["reason"]) == {"not_comparable"} and set(refused["comparable"]) == {"stopped"}
    assert refused["estimate"].isna().all()
    assert find(stopped, "change", version=1)["status"] == "ok"


def test_a_version_with_its_own_baseline_needs_no_other(tiny: Study, case: str) -> None:
    first, second, rows = versions(case)
    rows.append(baseline(second, "2019-01-15", numerator=28, denominator=50))
    change = find(
        measure(tiny, [first, second], rows, checks=[checked(first, "stopped")]), "change", version=2
    )
    assert change["estimate"] == pytest.approx(0.04) and change["comparable"] == "yes"


def test_a_third_version_is_as_comparable_as_all_before_it(tiny: Study, case: str) -> None:
    first, second, rows = versions(case)
    third = second | {"version": 3}
    defined = [first, second | {"status": "redefined"}, third]
    rows.append(measured(third, "2020-01-15", numerator=35, denominator=50))
    both = [checked(first, "none"), checked(first, "marked", 2, 3)]
    change = find(measure(tiny, defined, rows, checks=both), "change", version=3)
    assert change["estimate"] == pytest.approx(0.3) and "baseline of version 1" in change["method"]
    once = measure(tiny, defined, rows, checks=[checked(first, "stopped"), checked(first, "none", 2, 3)])
    assert find(once, "change", version=3)["status"] != "ok"


def test_goal_attainment_is_of_active_indicators_at_their_latest(tiny: Study, case: str) -> None:
    """R: x <- c(0, -1); w <- c(2, 1); 50 + 10 * sum(w x) / sqrt(.7 sum(w^2) + .3 sum(w)^2) = 45.98390."""
    one = indicator(case, "one", "amount", target=20.0, weight=2.0)
    other = indicator(case, "other", "amount", target=20.0)
    gone = indicator(case, "gone", "amount", target=20.0, status="retired")
    rows = [baseline(of, "2018-01-31", 10.0) for of in (one, other, gone)]
    rows += [measured(one, "2018-12-31", 12.0), measured(one, LATER, 20.0)]
    rows += [measured(other, LATER, 16.0), measured(gone, LATER, 30.0)]
    progress = measure(tiny, [one, other, gone], rows)
    t = find(progress, "goal_attainment_t")
    assert t["estimate"] == pytest.approx(45.9839033555) and (t["n"], t["counts"]) == (2, "indicators")
    kept = find(progress, "change", indicator="gone")
    assert (kept["status"], kept["indicator_status"]) == ("ok", "retired")
    chain = find(progress, "chain_outcome")
    assert numbers(chain) == (3, 0, 3) and chain["n"] == 3


def test_the_chain_counts_what_moved_the_good_way(tiny: Study, case: str) -> None:
    up = indicator(case, "up", "count", level="output")
    down = indicator(case, "down", "count", level="output", direction="down")
    still = indicator(case, "still", "count", level="output")
    rows = [baseline(of, "2018-01-31", 10.0) for of in (up, down, still)]
    rows += [measured(up, LATER, 30.0), measured(down, LATER, 40.0), measured(still, LATER, 10.0)]
    chain = find(measure(tiny, [up, down, still], rows), "chain_output")
    assert numbers(chain) == (1, 1, 2) and chain["n"] == 3 and pd.isna(chain["ci_level"])


counts = st.integers(1, 40)


@settings(max_examples=25, deadline=None)
@given(counts, counts, st.floats(0.01, 100))
def test_units_scale_the_change_and_a_turn_turns_the_verdict(
    tiny: Study, before: int, after: int, unit: float
) -> None:
    case = tiny.settings.cases[0].id
    mood = indicator(case, "mood", "score", target=60.0)
    rows = [baseline(mood, "2018-01-31", float(before), sd=3.0, denominator=9)]
    rows += [measured(mood, LATER, float(after), sd=4.0, denominator=8)]
    scaled = [row | {"value": row["value"] * unit, "sd": row["sd"] * unit} for row in rows]
    progress = measure(tiny, [mood], rows)
    other = measure(tiny, [mood | {"target": 60.0 * unit}], scaled)
    change = find(progress, "change")
    assert numbers(find(other, "change")) == pytest.approx(
        tuple(unit * one for one in numbers(change)), abs=1e-8
    )
    assert find(other, "share_of_way")["estimate"] == pytest.approx(
        find(progress, "share_of_way")["estimate"]
    )
    turned = find(measure(tiny, [mood | {"direction": "down"}], rows), "change")["verdict"]
    opposite = {"better": "worse", "worse": "better", "same": "same", "unclear": "unclear"}
    assert turned == opposite[change["verdict"]]


def test_a_study_without_indicators_has_an_empty_table(tiny: Study) -> None:
    progress = measure(tiny, [], [])
    assert not len(progress) and list(progress.columns) == PROGRESS.names
