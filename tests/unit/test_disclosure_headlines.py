"""What the public is told of how the headline differences were computed otherwise."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.contracts import DISCLOSURE_LOG, ROBUSTNESS, SPECIFICATIONS
from analysis.disclosure import protect, protect_robustness, summarise_specifications
from analysis.disclosure.rules import WHY
from analysis.tables import conform
from tests.disclosure_frames import contrast, guarded_study, table

HEADLINE = {
    "analysis": "compared",
    "instrument": "small",
    "scale": "trio",
    "contrast": "sides",
    "wave": "before",
}
COUNTS = [column.name for column in ROBUSTNESS.columns if column.kind == "count"]


def robustness(**known: Any) -> pd.DataFrame:
    """In how many of its specifications one headline holds, of all and of those without one person."""
    about = HEADLINE | {"purpose": "exploratory", "status": "ok", "reason": ""} | known
    held = {"n_specifications": 18, "n_same_direction": 17, "n_holds": 16, "n_not_estimable": 0}
    rows = [about | held | {"varied": varied} for varied in ("all", "respondent")]
    return conform(pd.DataFrame(rows), ROBUSTNESS)


def published(*rows: dict[str, Any]) -> pd.DataFrame:
    return protect({"differences": table(*rows)}, guarded_study()).estimates["differences"]


def headline(smallest: int, test: str = "within_case_difference", **known: Any) -> list[dict[str, Any]]:
    rows = [contrast("mean_difference", 18, 7), contrast(test, 12, smallest, role="primary")]
    return [row | known for row in rows]


def test_a_headline_that_is_told_is_told_to_hold() -> None:
    public, log = protect_robustness(robustness(), published(*headline(6)))
    pd.testing.assert_frame_equal(public, robustness())
    assert log.empty


@pytest.mark.parametrize("test", ["within_case_difference", "mann_whitney"])
def test_robustness_falls_with_the_test_that_decides(test: str) -> None:
    public, log = protect_robustness(robustness(), published(*headline(4, test)))
    assert set(public["status"]) == {"withheld"}
    assert set(public["reason"]) == {"minimum_people"}
    assert public[COUNTS].isna().all(axis=None)
    assert log.columns.tolist() == DISCLOSURE_LOG.names
    assert log["key"].tolist()[0].endswith("contrast=sides; wave=before; varied=all")
    assert set(log["why"]) == {WHY["minimum_people"]}


def test_robustness_of_what_is_not_published_is_withheld() -> None:
    elsewhere = published(*headline(6, scale="single"))
    public, _ = protect_robustness(robustness(), elsewhere)
    assert set(public["reason"]) == {"secondary"}


def test_a_headline_without_p_keeps_its_reason() -> None:
    none = dict.fromkeys(COUNTS) | {"status": "not_estimable", "reason": "no_answers"}
    public, log = protect_robustness(
        robustness(**none).assign(**dict.fromkeys(COUNTS)), published(*headline(6))
    )
    assert set(public["reason"]) == {"no_answers"}
    assert log.empty


def specification(**known: Any) -> dict[str, Any]:
    about = {"reading": "main", "scoring": "mean", "items": "all", "left_out": "nobody", "test": "welch"}
    told = {"varied": "test", "direction": "first", "estimate": 0.123456, "ci_low": -1.23456, "ci_high": 2.0}
    counts = {"p": 0.0123456, "n": 18, "n_cases": 6, "holds": "yes", "status": "ok", "reason": ""}
    return HEADLINE | about | told | counts | known


def specifications() -> pd.DataFrame:
    """One for each way of varying a headline."""
    rows = [
        specification(),
        specification(test="mixed_model"),
        specification(reading="neutral", varied="several"),
        specification(scoring="sum", varied="several"),
        specification(items="without_reversed", varied="several"),
        specification(left_out="case:north", varied="several"),
        specification(left_out="respondent:7", varied="several"),
    ]
    return conform(pd.DataFrame(rows), SPECIFICATIONS)


def test_only_what_the_differences_tell_is_told_of_specifications() -> None:
    """No specification leaves out a person or a case: its distance from the headline would tell of them."""
    tests = [contrast("welch", 18, 7, sensitivity=reading) for reading in ("main", "neutral")]
    public = summarise_specifications(specifications(), published(*tests))
    assert set(zip(public["test"], public["reading"], strict=True)) == {
        ("welch", "main"),
        ("welch", "neutral"),
    }
    assert set(public["left_out"]) == {"nobody"}
    assert (set(public["items"]), set(public["scoring"])) == ({"all"}, {"mean"})
    assert set(public["estimate"]) == {0.123}
    assert set(public["ci_low"]) == {-1.23}


def test_no_specification_of_a_withheld_test_is_told() -> None:
    assert summarise_specifications(specifications(), published(contrast("welch", 18, 4))).empty
