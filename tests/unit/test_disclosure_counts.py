"""Counts of answers, and numbers that are published by exception."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.disclosure import Protected
from analysis.problems import ProblemsFound
from tests.disclosure_frames import (
    counts,
    gate,
    guarded_study,
    means,
    withheld,
)


def answers(protected: Protected) -> set[str]:
    return {answer for (answer,) in withheld(protected, "category")}


@pytest.mark.parametrize(
    ("given", "hidden"),
    [
        ({"1": 9, "2": 9}, set()),
        ({"1": 7, "2": 6, "3": 5}, set()),
        ({"1": 9, "2": 5, "3": 4}, {"2", "3"}),  # 4 is small, and the rest of 18 less 9 less 5
        ({"1": 14, "2": 4}, {"1", "2"}),  # all but 4
        ({"1": 18, "2": 0}, {"1", "2"}),
        ({"1": 8, "2": 7, "3": 3, "4": 0}, {"2", "3", "4"}),  # 3 + 0 together are too few
        ({"1": 8, "2": 6, "3": 3, "4": 2}, {"3", "4"}),  # 3 + 2 together are enough
        ({"1": 13, "2": 5, "3": 0, "4": 0}, {"2", "3", "4"}),  # nobody gave 3 or 4
    ],
)
def test_small_counts_and_what_they_could_be_worked_out_from(given: dict[str, int], hidden: set[str]) -> None:
    protected = gate(*counts(given))
    assert answers(protected) == hidden
    assert set(protected.estimates["descriptives"]["reason"]) <= {"", "small_count"}


def test_count_and_share_go_together() -> None:
    found = withheld(gate(*counts({"1": 9, "2": 6, "3": 3})), "statistic", "category")
    assert found == {(statistic, answer) for statistic in ("count", "share") for answer in ("2", "3")}


def test_a_count_is_protected_across_groups() -> None:
    rows = counts({"1": 20, "2": 12}) + counts({"1": 11, "2": 9}, group="left")
    rows += counts({"1": 9, "2": 3}, group="right")
    found = withheld(gate(*rows), "group", "category")
    assert found == {("right", "1"), ("right", "2"), ("left", "1"), ("left", "2")}


def test_a_question_with_one_possible_answer_tells_nothing() -> None:
    assert answers(gate(*counts({"1": 18}))) == {"1"}


def test_an_item_both_counted_and_averaged_is_one_thing() -> None:
    """With two answers, the mean is the count."""
    rows = counts({"1": 15, "2": 3}) + means({("all", "all"): 18}, item="m1")
    assert withheld(gate(*rows), "statistic") == {("count",), ("share",), ("mean",), ("sd",)}


EXCEPTION = {"analysis": "described", "item": "m1", "category": 1}
BY_GROUP = [
    *counts({"1": 5, "2": 7, "3": 6}),
    *counts({"1": 4, "2": 3, "3": 4}, group="left"),
    *counts({"1": 1, "2": 4, "3": 2}, group="right"),
]


def test_an_exception_passes_and_is_logged_with_its_reason() -> None:
    study = guarded_study({**EXCEPTION, "group": "left"}, {**EXCEPTION, "group": "right"})
    protected = gate(*BY_GROUP, study=study)
    shown = protected.estimates["descriptives"].query(
        "status == 'ok' and category == '1' and statistic == 'count'"
    )
    assert dict(zip(shown["group"], shown["estimate"], strict=True)) == {"all": 5, "left": 4, "right": 1}
    logged = protected.log[protected.log["rule"] == "exception"]
    assert set(logged["why"]) == {"printed, page 1", "printed, page 2"}
    assert len(logged) == 4


TOTAL_COULD_GO = [
    *counts({"1": 5, "2": 9, "3": 4, "4": 3}),
    *counts({"1": 4, "2": 3, "3": 2, "4": 2}, group="left"),
    *counts({"1": 1, "2": 6, "3": 2, "4": 1}, group="right"),
]


@pytest.mark.parametrize("rows", [BY_GROUP, TOTAL_COULD_GO])
def test_an_exception_that_gives_another_number_away_is_refused_by_name(rows: list[dict[str, Any]]) -> None:
    """Not even where the total could be withheld instead: the study, not the gate, chooses between them."""
    with pytest.raises(ProblemsFound) as found:
        gate(*rows, study=guarded_study({**EXCEPTION, "group": "left"}))
    (problem,) = found.value.problems
    assert "exception" in problem.what and "exceptions" in problem.place
    assert problem.seen == "instrument=small; wave=before; item=m1; category=1; case=all; group=right"
    assert "list that number as an exception too" in problem.remedy


def test_an_exception_among_answers_costs_another_answer_and_not_the_run() -> None:
    study = guarded_study({**EXCEPTION, "category": 3})
    protected = gate(*counts({"1": 9, "2": 6, "3": 3, "4": 2}), study=study)
    assert answers(protected) == {"2", "4"}


def test_an_exception_is_about_one_wave() -> None:
    rows = [*counts({"1": 5, "2": 7, "3": 3}), *counts({"1": 5, "2": 7, "3": 3}, wave="after")]
    for wave in ("before", "after"):
        study = guarded_study({**EXCEPTION, "category": 3, "wave": wave})
        shown = gate(*rows, study=study).estimates["descriptives"].query("category == '3'")
        assert set(shown.loc[shown["status"] == "ok", "wave"]) == {wave}
    unnamed = gate(*rows, study=guarded_study({**EXCEPTION, "category": 3})).estimates["descriptives"]
    assert set(unnamed.query("category == '3' and status == 'ok'")["wave"]) == {"before"}


def test_an_exception_may_name_all_answers_of_an_item() -> None:
    study = guarded_study({"analysis": "described", "item": "m1"})
    protected = gate(*counts({"1": 9, "2": 6, "3": 3}), study=study)
    assert (protected.estimates["descriptives"]["status"] == "ok").all()
