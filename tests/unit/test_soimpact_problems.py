"""What cannot be in indicators and measurements: every message, with its place, what is seen, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.soimpact_study import Row, goal, refusal, seen

B = {"value": "25 %"}
COUNT = {"value_kind": "count", "unit": "dager", "counts": "things"}
SCORE = {"value_kind": "score", "unit": "poeng"}


def who(**changes: Any) -> dict[str, Any]:
    """A good row of the people."""
    return {"indicator": "jobb", "version": "1", "date": "2018-03-01", "score": "1"} | changes


CASES: dict[str, tuple[Sequence[Row], Sequence[Row], Sequence[Row]]] = {
    "two_baselines": (
        [goal()],
        [seen(**B), seen(date="2018-05-01", value="30 %")],
        [],
    ),
    "a_stated_and_a_measured_baseline": (
        [goal(baseline="20 %", baseline_date="2018-03-01")],
        [seen(**B)],
        [],
    ),
    "two_days_of_the_baseline": (
        [goal(baseline="25 %", baseline_date="2018-02-01")],
        [seen(**B)],
        [],
    ),
    "before_the_measured_baseline": (
        [goal()],
        [seen(**B), seen(date="2018-01-01", phase="end", value="30 %")],
        [],
    ),
    "before_the_stated_baseline": (
        [goal(baseline="25 %", baseline_date="2018-02-01")],
        [seen(date="2018-01-01", phase="end", value="30 %")],
        [],
    ),
    "denominator_zero": (
        [goal()],
        [seen(numerator=0, denominator=0)],
        [],
    ),
    "denominator_smaller": (
        [goal()],
        [seen(numerator=6, denominator=5)],
        [],
    ),
    "denominator_alone": (
        [goal()],
        [seen(denominator=5, value="20 %")],
        [],
    ),
    "more_at_the_baseline_too_than_there": (
        [goal()],
        [
            seen(numerator=2, denominator=9),
            seen(date="2018-05-01", phase="end", numerator=5, denominator=9, also_at_baseline=3),
        ],
        [],
    ),
    "more_at_the_baseline_too_than_now": (
        [goal()],
        [
            seen(numerator=2, denominator=9),
            seen(date="2018-05-01", phase="end", numerator=1, denominator=9, also_at_baseline=2),
        ],
        [],
    ),
    "share_against_its_counts": (
        [goal()],
        [seen(value="30 %", numerator=5, denominator=20)],
        [],
    ),
    "another_unit": (
        [goal()],
        [seen(unit="kr", **B)],
        [],
    ),
    "share_beyond_one": (
        [goal(unit="andel")],
        [seen(value="1,5")],
        [],
    ),
    "share_beyond_100_per_cent": (
        [goal()],
        [seen(value="150 %")],
        [],
    ),
    "share_below_zero": (
        [goal()],
        [seen(value="-5 %")],
        [],
    ),
    "one_or_one_per_cent": (
        [goal()],
        [seen(value="1")],
        [],
    ),
    "shares_in_two_ways": (
        [goal()],
        [seen(value="0,5"), seen(date="2018-05-01", phase="end", value="40")],
        [],
    ),
    "count_with_decimals": (
        [goal(**COUNT, target="2,5")],
        [seen(value="1,5")],
        [],
    ),
    "count_in_per_cent": (
        [goal(**COUNT)],
        [seen(value="5 %")],
        [],
    ),
    "count_below_zero": (
        [goal(**COUNT)],
        [seen(value="-5")],
        [],
    ),
    "decimals_or_thousands": (
        [goal(**COUNT)],
        [seen(value="1.500")],
        [],
    ),
    "columns_for_other_kinds": (
        [goal(**COUNT)],
        [seen(value="5", numerator=3, denominator=4, sd=1)],
        [],
    ),
    "missing_words": (
        [goal(direction="", level="", label="", unit="", counts="", value_kind="")],
        [seen(**B)],
        [],
    ),
    "unknown_words": (
        [goal(direction="opover", level="utput", value_kind="prosent", status="ferdig", counts="folk")],
        [seen(**B)],
        [],
    ),
    "no_such_day": (
        [goal(target="50 %", target_date="2018-02-30")],
        [seen(date="31.04.2018", **B)],
        [],
    ),
    "no_day": (
        [goal()],
        [seen(date="våren 2018", **B)],
        [],
    ),
    "a_number_for_a_day": (
        [goal()],
        [seen(date="43160", **B)],
        [],
    ),
    "day_missing": (
        [goal()],
        [seen(date="", **B)],
        [],
    ),
    "day_or_month_first": (
        [goal()],
        [seen(date="03.04.2018", **B)],
        [],
    ),
    "unknown_indicator": (
        [goal()],
        [seen(indicator="job", **B)],
        [],
    ),
    "indicator_missing": (
        [goal()],
        [seen(indicator="", **B)],
        [],
    ),
    "unknown_version": (
        [goal()],
        [seen(version="2", **B)],
        [],
    ),
    "version_missing": (
        [goal(status="redefined"), goal(version="2")],
        [seen(version="", **B)],
        [],
    ),
    "phase_missing_and_unknown": (
        [goal()],
        [seen(phase="", **B), seen(phase="midt", date="2018-05-01", **B)],
        [],
    ),
    "after_the_last_day": (
        [goal(status="retired", last_day="2018-06-30")],
        [seen(**B), seen(date="2018-07-01", phase="end", value="30 %")],
        [],
    ),
    "retired_without_a_last_day": (
        [goal(status="retired")],
        [seen(**B)],
        [],
    ),
    "active_with_a_last_day": (
        [goal(last_day="2018-06-30")],
        [seen(**B)],
        [],
    ),
    "old_version_after_the_new_one": (
        [goal(status="redefined"), goal(version="2")],
        [
            seen(**B),
            seen(version="2", date="2018-06-01", **B),
            seen(date="2018-07-01", phase="end", value="30 %"),
        ],
        [],
    ),
    "statuses_against_versions": (
        [goal(status="active"), goal(version="2", status="redefined")],
        [seen(**B)],
        [],
    ),
    "target_before_the_stated_baseline": (
        [goal(baseline="25 %", baseline_date="2018-03-01", target="50 %", target_date="2018-01-01")],
        [seen(**B)],
        [],
    ),
    "target_before_the_measured_baseline": (
        [goal(target="50 %", target_date="2018-01-01")],
        [seen(**B)],
        [],
    ),
    "baseline_without_a_day": (
        [goal(baseline="25 %")],
        [seen(phase="end", **B)],
        [],
    ),
    "indicator_twice": (
        [goal(), goal(indicator="Jobb")],
        [seen(**B)],
        [],
    ),
    "day_twice": (
        [goal()],
        [seen(**B), seen(phase="follow_up", **B)],
        [],
    ),
    "versions_that_are_none": (
        [goal(version="1,5"), goal(version="0", indicator="b")],
        [seen(**B)],
        [],
    ),
    "no_numbers": (
        [goal(**COUNT, weight="-1", target="ca. 40", baseline="#DIV/0!", baseline_date="2018-03-01")],
        [seen(value="40 stk", period_days="0")],
        [],
    ),
    "the_example": (
        [goal(indicator="Eksempel-jobb"), goal()],
        [seen(**B)],
        [],
    ),
    "another_case": (
        [goal(case="nord")],
        [seen(case="north", **B)],
        [],
    ),
    "people_who_cannot_be": (
        [goal(**SCORE), goal(indicator="b")],
        [seen(), seen(indicator="b", **B)],
        [
            who(person="K1"),
            who(person="k 1"),
            who(person="Kari Nordmann", score="mye"),
            who(indicator="b", person=""),
            who(person="K3", date="2018-05-01"),
            who(person="K4", date=""),
        ],
    ),
    "mean_against_the_people": (
        [goal(**SCORE)],
        [seen(value="3,0", denominator=3, sd="0,1")],
        [who(person="K1", score=3), who(person="K2", score=4)],
    ),
    "strange_columns": (
        [goal(extra=1)],
        [seen(verdii=3, **B)],
        [],
    ),
}
TOLD = dict(
    block.split("\n", 1)
    for block in Path(__file__).with_name("soimpact_problems.txt").read_text("utf-8")[3:].split("\n\n== ")
)
"""The whole of what is told, by the name of the case."""


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    assert "\n".join(refusal(tmp_path, *CASES[name])) == TOLD[name].strip()
