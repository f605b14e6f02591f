"""What is wrong with a printed fact of the plan is told, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.problems import ProblemList
from analysis.published_facts import Findings, check_facts
from tests.small_study import INSTRUMENT, label


def told(*facts: dict[str, Any]) -> list[str]:
    given = [
        {
            "finding": 1,
            "fact": f"fact{number}",
            "statement": label("told"),
            "page": "p. 1",
            "measure": "people",
        }
        | {"expect": {"equals": 1}}
        | fact
        for number, fact in enumerate(facts)
    ]
    about = {"instrument": "small", "wave": "before", "contrast": "sides", "citation": "Made for the tests."}
    found = ProblemList("config/plan.yaml")
    findings = Findings.model_validate(about | {"facts": given})
    check_facts(findings, ["described", "compared"], ["left", "right"], INSTRUMENT, found)
    return [f"{problem.place}: {problem.what} / {problem.remedy}" for problem in found.problems]


RIGHT: tuple[dict[str, Any], ...] = (
    {},
    {"settings": {"group": "left"}},
    {"measure": "answers_used", "settings": {"analysis": "described", "item": "m1"}},
    {"measure": "people_answering", "settings": {"analysis": "described", "item": "m1", "category": 2}},
    {"measure": "scales_higher", "settings": {"analysis": "compared", "scales": "t*"}},
    {"expect": {"at_least": 1, "at_most": 1}},
)
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"settings": {"group": "lefts"}},
        "settings.group: there is no group “lefts” / did you mean “left”?",
    ),
    (
        {"measure": "scales_higher"},
        "settings: the measure scales_higher needs the setting “analysis” / add analysis:",
    ),
    (
        {"measure": "scales_higher", "settings": {"analysis": "compare"}},
        "settings.analysis: there is no analysis “compare” / did you mean “compared”?",
    ),
    (
        {"measure": "scales_higher", "settings": {"analysis": "compared", "scales": "trip"}},
        "settings.scales: there is no scale “trip” / did you mean “trio”?",
    ),
    (
        {"measure": "answers_used", "settings": {"analysis": "described", "item": "m2"}},
        "settings.item: there is no item “m2” / name an item that exists",
    ),
    (
        {"measure": "people_answering", "settings": {"analysis": "described", "item": "m1", "category": 7}},
        "settings.category: there is no answer “7” / name an answer that exists",
    ),
    (
        {"expect": {"at_least": 3, "at_most": 2}},
        "expect: nothing can meet the bounds of “fact0” / correct one of the two",
    ),
    (
        {"expect": {"equals": 3, "at_most": 2}},
        "expect: nothing can meet the bounds of “fact0” / correct one of the two",
    ),
)


def test_right_facts_are_let_through() -> None:
    assert told(*RIGHT) == []


@pytest.mark.parametrize(("fact", "message"), WRONG)
def test_a_wrong_fact_is_told(fact: dict[str, Any], message: str) -> None:
    assert told(fact) == [f"key findings.facts.0.{message}"]


def test_a_fact_stands_once() -> None:
    assert told({"fact": "twice"}, {"fact": "twice"}) == [
        "key findings.facts.1: the fact “twice” stands twice / rename or remove one of the two"
    ]
