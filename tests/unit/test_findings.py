"""Printed facts beside recomputed ones, each measure on a table typed here."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import pytest

from analysis.contracts import ESTIMATES, FINDINGS, SCORES
from analysis.findings import MEASURES, assess_findings
from analysis.published_facts import NEEDED, Measure
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import label, small_study

PEOPLE = {
    "case": ["north", "north", "south", "east"],
    "wave": ["before", "before", "before", "after"],
    "group": ["left", "right", "right", "right"],
}
DEFAULTS: dict[str, Any] = {
    "analysis": "described",
    "instrument": "small",
    "scale": "",
    "item": "",
    "category": "",
    "case": "all",
    "wave": "before",
    "group": "all",
    "contrast": "",
    "statistic": "mean",
    "family": "",
    "purpose": "descriptive",
    "role": "",
    "n": 4,
    "n_cases": 2,
    "method": "typed",
    "status": "ok",
    "reason": "",
    "sensitivity": "main",
}
NONE = conform(pd.DataFrame(columns=ESTIMATES.names), ESTIMATES)


def table(text: str, **fixed: Any) -> pd.DataFrame:
    """The rows of ESTIMATES a text shows: the first line names columns, `.` is no number, `-` is empty."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    typed = pd.DataFrame(lines, columns=header).replace("-", "")
    for name in ("estimate", "n"):
        if name in typed:
            typed[name] = pd.to_numeric(typed[name].replace(".", None))
    for name, value in (DEFAULTS | fixed).items():
        typed[name] = typed.get(name, pd.Series(value, index=typed.index))
    return conform(typed, ESTIMATES)


def study_with(*facts: dict[str, Any]) -> Study:
    given = [
        {"finding": 1, "fact": f"fact{number}", "statement": label("told"), "page": "p. 1"} | fact
        for number, fact in enumerate(facts)
    ]
    about = {"instrument": "small", "wave": "before", "contrast": "sides", "citation": "Made for the tests."}
    return small_study(findings=about | {"facts": given})


def assess(study: Study, descriptives: pd.DataFrame = NONE, differences: pd.DataFrame = NONE) -> pd.DataFrame:
    scores = conform(pd.DataFrame(columns=SCORES.names), SCORES)
    return assess_findings(study, {"small": pd.DataFrame(PEOPLE)}, scores, descriptives, differences)


def recompute(measure: str, descriptives: pd.DataFrame = NONE, **settings: Any) -> tuple[str, str]:
    """What one fact gives, and whether it is at least one."""
    fact = {"measure": measure, "settings": settings, "expect": {"at_least": 1}}
    row = assess(study_with(fact), descriptives).iloc[0]
    return row["recomputed"], row["agrees"]


def test_every_measure_of_the_plan_exists() -> None:
    assert set(MEASURES) == set(get_args(Measure)) == set(NEEDED)


def test_people_and_cases_are_those_of_the_wave() -> None:
    assert recompute("people") == ("3", "yes")
    assert recompute("people", group="right") == ("2", "yes")
    assert recompute("cases_answering") == ("2", "yes")


def test_municipalities_are_counted_once() -> None:
    assert recompute("municipalities_answering") == ("1", "yes")


COUNTS = """
item category case  group estimate n
m1   1        all   all   2        4
m1   2        all   all   0        4
m1   1        all   left  2        3
m1   1        north all   2        3
m1   1        south all   0        1
"""


def test_answers_used_of_those_there_are() -> None:
    counts = table(COUNTS, statistic="count")
    assert recompute("answers_used", counts, analysis="described", item="m1") == ("1/2", "yes")


def test_people_who_gave_an_answer_of_those_who_answered() -> None:
    counts = table(COUNTS, statistic="count")
    asked = {"analysis": "described", "item": "m1", "category": 1}
    assert recompute("people_answering", counts, **asked) == ("2/4", "yes")
    assert recompute("people_answering", counts, **asked, group="left") == ("2/3", "yes")
    assert recompute("people_answering", counts, **asked | {"category": 2}) == ("0/4", "no")


def test_cases_with_an_answer() -> None:
    counts = table(COUNTS, statistic="count")
    asked = {"analysis": "described", "item": "m1", "category": 1}
    assert recompute("cases_with_answer", counts, **asked) == ("1/2", "yes")


# a3 is worded against its scale: there the lower mean is the higher answer.
ITEMS = """
item group estimate n
a1   left  4.6      3
a1   right 4.5      4
a2   left  3.0      3
a2   right 4.0      4
a3   left  2.0      3
a3   right 3.0      4
a4   left  .        0
a4   right 4.0      4
"""


def test_items_higher_are_turned_where_worded_against() -> None:
    assert recompute("items_higher", table(ITEMS), analysis="described") == ("2/4", "yes")


def test_items_close_are_nearer_than_the_limit() -> None:
    assert recompute("items_close", table(ITEMS), analysis="described", limit=1) == ("1/4", "yes")
    assert recompute("items_close", table(ITEMS), analysis="described", limit=1.1) == ("3/4", "yes")


def test_the_people_of_both_groups_stand_behind_a_difference() -> None:
    fact = {"measure": "items_higher", "settings": {"analysis": "described"}, "expect": {"at_least": 1}}
    row = assess(study_with(fact), table(ITEMS)).iloc[0]
    assert (row["n"], row["n_cases"]) == (7, 2)


DIFFERENCES = """
scale  estimate
trio    0.5
pair  -20
single  0
"""


def test_scales_higher_and_lower_by_more_than_the_limit() -> None:
    differences = table(DIFFERENCES, analysis="compared", statistic="mean_difference")
    asked = {"analysis": "compared"}
    assert recompute("scales_higher", differences, **asked) == ("1/3", "yes")
    assert recompute("scales_higher", differences, **asked, scales="tr*") == ("1/1", "yes")
    assert recompute("scales_higher", differences, **asked, limit=0.5) == ("0/3", "no")
    assert recompute("scales_lower", differences, **asked) == ("1/3", "yes")
    assert recompute("scales_lower", differences, **asked, limit=20) == ("0/3", "no")


def test_items_agreeing_are_those_of_one_group_at_the_limit() -> None:
    agreement = table(
        """
        item group estimate
        a1   left  0.51
        a2   left  0.50
        a3   left  .
        a1   right 0.1
        """,
        statistic="rwg",
    )
    asked = {"analysis": "described", "limit": 0.51}
    assert recompute("items_agreeing", agreement, **asked, group="left") == ("1/3", "yes")
    assert recompute("items_agreeing", agreement, **asked, group="right") == ("0/1", "no")


CASES = """
scale  case  group estimate
trio   north all   4.5
trio   south all   3.5
single north all   4.0
single south all   4.4
pair   north all   90
trio   north left  1
trio   all   all   1
"""


def test_scales_apart_by_their_case_means() -> None:
    asked = {"analysis": "described", "scales": "*i*"}
    assert recompute("scales_apart", table(CASES), **asked, limit=1) == ("1/3", "yes")
    assert recompute("scales_apart", table(CASES), **asked, limit=1.1) == ("0/3", "no")


def test_cases_good_at_all_and_at_some() -> None:
    asked = {"analysis": "described", "limit": 4}
    assert recompute("cases_good_at_all", table(CASES), **asked) == ("1/2", "yes")
    assert recompute("cases_good_at_some", table(CASES), **asked) == ("2/2", "yes")
    assert recompute("cases_good_at_some", table(CASES), **asked, scales="trio") == ("1/2", "yes")


def test_cases_whose_sides_lie_apart_either_way() -> None:
    gaps = table(
        """
        scale  case  estimate
        trio   north -1
        single north 0.2
        trio   south 0.9
        trio   east  .
        """,
        analysis="compared",
        statistic="gap",
    )
    assert recompute("cases_with_gap", gaps, analysis="compared", limit=1) == ("1/3", "yes")


def test_a_fact_holds_only_if_it_does_under_both_readings() -> None:
    main = table(DIFFERENCES, analysis="compared", statistic="mean_difference")
    neutral = main.assign(sensitivity="neutral", estimate=-1.0)
    both = pd.concat([main, neutral], ignore_index=True)
    assert recompute("scales_higher", both, analysis="compared") == ("1/3; 0/3", "no")
    assert recompute("scales_lower", both, analysis="compared") == ("1/3; 3/3", "yes")


def test_readings_that_tell_the_same_are_told_once() -> None:
    main = table(DIFFERENCES, analysis="compared", statistic="mean_difference")
    both = pd.concat([main, main.assign(sensitivity="neutral")], ignore_index=True)
    assert recompute("scales_higher", both, analysis="compared") == ("1/3", "yes")


@pytest.mark.parametrize(
    "descriptives", [NONE, table("scale case estimate\ntrio north .", status="not_estimable")]
)
@pytest.mark.parametrize(
    "measure",
    ["scales_apart", "cases_good_at_all", "cases_good_at_some", "cases_with_gap", "scales_higher"],
)
def test_without_any_number_a_fact_is_not_estimable(measure: str, descriptives: pd.DataFrame) -> None:
    settings = {"analysis": "described", "limit": 1}
    assert recompute(measure, descriptives, **settings) == ("", "not_estimable")


def test_rows_of_another_wave_or_instrument_are_left_out() -> None:
    other = pd.concat([table(CASES, wave="after"), table(CASES, instrument="other")], ignore_index=True)
    assert recompute("scales_apart", other, analysis="described", limit=1) == ("", "not_estimable")


@pytest.mark.parametrize(
    ("expect", "agrees"),
    [
        ({"equals": 3}, "yes"),
        ({"equals": 4}, "no"),
        ({"at_least": 3}, "yes"),
        ({"at_least": 4}, "no"),
        ({"at_most": 3}, "yes"),
        ({"at_most": 2}, "no"),
        ({"at_least": 1, "at_most": 3}, "yes"),
    ],
)
def test_bounds_include_their_ends(expect: dict[str, float], agrees: str) -> None:
    found = assess(study_with({"measure": "people", "expect": expect}))
    assert found["agrees"].tolist() == [agrees]


def test_the_table_tells_the_printed_number_or_the_statement_and_the_rule() -> None:
    asked = {"analysis": "compared", "scales": "t*"}
    facts = (
        {"measure": "people", "published": "3", "expect": {"equals": 3}},
        {"finding": 2, "measure": "scales_higher", "settings": asked, "expect": {"at_least": 1}},
    )
    differences = table(DIFFERENCES, analysis="compared", statistic="mean_difference")
    found = assess(study_with(*facts), differences=differences)
    assert found.columns.tolist() == FINDINGS.names
    assert found["published"].tolist() == ["3", "told"]
    assert found["measure"].tolist() == [
        "people() equals 3",
        "scales_higher(analysis=compared, scales=t*) at_least 1",
    ]
    assert found["finding"].tolist() == ["1", "2"]


def test_a_plan_without_printed_facts_gives_an_empty_table() -> None:
    found = assess(small_study())
    assert found.empty and found.columns.tolist() == FINDINGS.names
