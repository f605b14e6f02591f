"""What was printed of sessions, recomputed from sessions made here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.contracts import ESTIMATES, SCORES
from analysis.findings import assess_findings
from analysis.problems import ProblemList
from analysis.published_facts import Findings, check_facts
from analysis.sessions import Sessions
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import label, small_study

KINDS = [{"id": kind, "label": label(kind)} for kind in ("sellers", "buyers")]
ABOUT = {"instrument": "small", "wave": "before", "contrast": "sides", "citation": "Made for the tests."}


def session(name: str, case: str, wave: str = "before", **told: Any) -> dict[str, Any]:
    return {"id": name, "case": case, "wave": wave, "date": "2018-01-01", "documents": [name]} | told


SESSIONS = Sessions.model_validate(
    {
        "participants": KINDS,
        "sessions": [
            session("told", "north", participants={"sellers": 6, "buyers": 3}, participants_total=11),
            session("added", "north", participants={"sellers": 4, "buyers": 1}),
            session("open", "south", participants={"sellers": 9, "buyers": None}),
            session("silent", "south"),
            session("later", "south", wave="after", participants_total=40),
        ],
    }
)


def study_of(*facts: dict[str, Any]) -> Study:
    given = [
        {"finding": 10, "fact": f"fact{number}", "statement": label("told"), "page": "p. 1"} | fact
        for number, fact in enumerate(facts)
    ]
    study = small_study(findings=ABOUT | {"facts": given})
    (north,) = study.settings.cases
    south = north.model_copy(update={"id": "south", "country": "DK"})
    settings = study.settings.model_copy(update={"cases": [north, south]})
    return replace(study, settings=settings, sessions=SESSIONS)


def recompute(measure: str, **settings: Any) -> tuple[str, str, Any]:
    study = study_of({"measure": measure, "settings": settings, "expect": {"at_least": 1}})
    none = conform(pd.DataFrame(columns=ESTIMATES.names), ESTIMATES)
    people = pd.DataFrame({"wave": [], "case": [], "group": []})
    scores = conform(pd.DataFrame(columns=SCORES.names), SCORES)
    row = assess_findings(study, {"small": people}, scores, none, none).iloc[0]
    return row["recomputed"], row["agrees"], row["n"]


def test_sessions_of_the_wave_are_counted() -> None:
    # Eleven, five and nine people are known of.
    assert recompute("sessions") == ("4", "yes", 25)
    assert recompute("sessions", country="NO") == ("2", "yes", 16)
    assert recompute("sessions", country="DK") == ("2", "yes", 9)


def test_who_took_part_in_one_session() -> None:
    assert recompute("participants_of_session", session="told") == ("11", "yes", 11)
    assert recompute("participants_of_session", session="told", participants="buyers") == ("3/11", "yes", 11)
    assert recompute("participants_of_session", session="added") == ("5", "yes", 5)
    assert recompute("participants_of_session", session="open", participants="sellers") == ("9", "yes", 9)


@pytest.mark.parametrize(
    "settings",
    [
        {"session": "open"},
        {"session": "open", "participants": "buyers"},
        {"session": "silent"},
        {"session": "silent", "participants": "buyers"},
        {"session": "later"},
    ],
)
def test_what_nobody_told_is_not_known(settings: dict[str, str]) -> None:
    recomputed, agrees, n = recompute("participants_of_session", **settings)
    assert (recomputed, agrees) == ("", "not_estimable")
    assert pd.isna(n)


def test_the_largest_session_whose_number_is_known() -> None:
    assert recompute("largest_session") == ("11", "yes", 11)


def test_a_fact_about_a_session_that_is_not_there_is_told() -> None:
    fact = {"finding": 1, "fact": "people", "statement": label("told"), "page": "p. 1"}
    wrong = {"measure": "participants_of_session", "expect": {"equals": 1}}
    settings = {"session": "tolds", "participants": "seller"}
    findings = Findings.model_validate(ABOUT | {"facts": [fact | wrong | {"settings": settings}]})
    found = ProblemList("config/plan.yaml")
    known = {"session": ["told", "added"], "participants": ["sellers", "buyers"]}
    check_facts(findings, [], [], None, found, known)
    assert [(problem.what, problem.remedy) for problem in found.problems] == [
        ("there is no session “tolds”", "did you mean “told”?"),
        ("there is no kind of participant “seller”", "did you mean “sellers”?"),
    ]
