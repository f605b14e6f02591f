"""Who counts as a respondent, and how many came how far."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.configuration import Bilingual
from analysis.ingest.exports import Export
from analysis.ingest.faults import Fault
from analysis.ingest.people.respondents import (
    check_invited,
    count_flow,
    leave_out,
    share_answered,
    split_flow,
)
from analysis.ingest.receipts import WHY
from analysis.ingest.values.meanings import Judgement
from analysis.instruments import Instrument
from analysis.problems import ProblemList
from analysis.settings import Respondents
from analysis.source_options import SourceOptions

LABEL = Bilingual(nb="x", en="x")


def make_export(statuses: list[str], times: list[str] | None = None, **changed: Any) -> Export:
    """An export with rows 2, 3, ... of these statuses."""
    index = pd.Index(range(2, 2 + len(statuses)), name="row")
    made: dict[str, Any] = {
        "file": "raw.csv",
        "questions_file": "raw.csv",
        "cells": pd.DataFrame({"q1": "1"}, index=index, dtype="str"),
        "ids": pd.Series([str(row) for row in index], index=index, dtype="str"),
        "statuses": pd.Series(statuses, index=index, dtype="str"),
        "words": {},
        "times": None if times is None else pd.Series(times, index=index, dtype="str"),
        "blank": [],
        "tool_columns": {},
        "questions": {},
        "receipts": [],
    }
    return Export(**(made | changed))


def name(export: Export, people: str) -> pd.DataFrame:
    """A letter a row: the person; a dot is somebody of whom nothing is known."""
    named = [letter if letter != "." else f"row{row}" for row, letter in zip(export.ids, people, strict=True)]
    basis = ["none" if letter == "." else "id" for letter in people]
    return pd.DataFrame({"respondent": named, "basis": basis}, index=export.cells.index, dtype="str")


def choose(export: Export, rule: Respondents, people: str = "", share: float = 1.0) -> dict[int, str]:
    shares = pd.Series(share, index=export.cells.index)
    found = ProblemList("raw.csv")
    left = leave_out(export, rule, shares, name(export, people or "." * len(export.cells)), found)
    assert not found.problems
    assert all(why in WHY for why, _ in left.values())
    return {row: why for row, (why, _) in left.items()}


EVERY = [
    "completed",
    "partial",
    "opened",
    "never_opened",
    "never_sent",
    "dropped_out",
    "preview",
    "test",
    "other_record",
]


@pytest.mark.parametrize(
    ("rule", "share", "partial"),
    [
        (Respondents(), 1.0, "status_partial"),
        (Respondents(count=["completed", "partial"]), 0.5, None),
        (Respondents(count=["completed", "partial"]), 0.49, "partial_too_short"),
        (Respondents(count=["partial"], minimum_share=0.1), 0.1, None),
    ],
)
def test_only_completed_answers_count_and_partial_ones_if_the_study_says_so(
    rule: Respondents, share: float, partial: str | None
) -> None:
    left = choose(make_export(EVERY), rule, share=share)
    others = {row: f"status_{status}" for row, status in enumerate(EVERY[2:], 4)}
    assert left == ({3: partial} if partial else {}) | others


@pytest.mark.parametrize(
    ("doubles", "times", "left"),
    [
        ("last", None, {2: "earlier_answer", 3: "earlier_answer"}),
        ("first", None, {3: "later_answer", 5: "later_answer"}),
        (
            "last",
            ["2018-05-03", "2018-05-02", "2018-05-09", "2018-05-01"],
            {3: "earlier_answer", 5: "earlier_answer"},
        ),
        (
            "first",
            ["2018-05-03", "2018-05-02", "2018-05-09", "2018-05-01"],
            {2: "later_answer", 3: "later_answer"},
        ),
        ("last", ["2018-05-03", "", "2018-05-09", "2018-05-01"], {2: "earlier_answer", 3: "earlier_answer"}),
    ],
)
def test_of_a_persons_answers_one_counts(doubles: Any, times: list[str] | None, left: dict[int, str]) -> None:
    export = make_export(["completed"] * 4, times)
    assert choose(export, Respondents(doubles=doubles), "aa.a") == left


def test_the_receipt_says_which_answer_counts_and_by_what() -> None:
    export = make_export(["completed"] * 2, ["2018-05-03", "2018-05-02"])
    left = leave_out(
        export, Respondents(), pd.Series(1.0, index=[2, 3]), name(export, "aa"), ProblemList("x")
    )
    assert left == {3: ("earlier_answer", "row 2 counts, by time")}


def test_a_completed_answer_goes_before_a_partial_one() -> None:
    rule = Respondents(count=["completed", "partial"])
    assert choose(make_export(["completed", "partial"]), rule, "aa") == {3: "handed_in_too"}
    assert choose(make_export(["partial", "partial"]), rule, "aa") == {2: "earlier_answer"}


def test_a_row_that_does_not_count_is_nobodys_double() -> None:
    assert choose(make_export(["completed", "preview"]), Respondents(), "aa") == {3: "status_preview"}


def test_people_who_answered_twice_can_be_refused() -> None:
    export = make_export(["completed"] * 26)
    people = name(export, "ab" * 2 + "".join(letter * 2 for letter in "cdefghijklm"))
    found = ProblemList("raw.csv")
    leave_out(export, Respondents(doubles="refuse"), pd.Series(1.0, index=export.cells.index), people, found)
    assert str(found.problems[0]) == (
        "raw.csv, rows 2 and 4: the same person has answered more than once\n"
        "    allowed: one row a person\n"
        "    do:      remove all but one of them; or let the first or the last count: doubles, in "
        "config/study.yaml"
    )
    assert [problem.what for problem in found.problems[10:]] == ["3 more people have answered more than once"]


def test_words_of_a_row_that_name_somebody_are_not_shown() -> None:
    export = make_export(["dropped_out"], words={2: "Frafalt: kari@nordmann.example"})
    left = leave_out(export, Respondents(), pd.Series(1.0, index=[2]), name(export, "."), ProblemList("x"))
    assert left == {2: ("status_dropped_out", "(an e-mail address)")}


def make_instrument() -> Instrument:
    answers = [{"value": value, "label": LABEL} for value in (1, 2)]
    items = [("q1", "choice", None), ("q2", "choice", None), ("q3a", "ticked", "q3"), ("q3b", "ticked", "q3")]
    sets = {
        "choice": {"kind": "choice", "level": "ordinal", "answers": answers},
        "ticked": {"kind": "ticked", "level": "nominal"},
        "text": {"kind": "text", "level": "none"},
    }
    listed = [*items, ("q4", "text", None)]
    made = [
        {"id": item, "number": number, "part": "p", "answers": kind, "label": LABEL, "of": of}
        for number, (item, kind, of) in enumerate(listed, 1)
    ]
    source = {"citation": "none", "ours": True}
    return Instrument.model_validate(
        {
            "id": "small",
            "version": "1",
            "title": LABEL,
            "source": source,
            "columns": ["{id}"],
            "versions": {"v": {"group": "g", "label": LABEL}},
            "parts": {"p": {"label": LABEL}},
            "answer_sets": sets,
            "items": made,
        }
    )


CODES = {
    "1": Judgement("usable", value=1),
    "0": Judgement("usable", value=0),
    "-9": Judgement("user_missing", missing="user_missing"),
    "99": Judgement("answer_dont_know", missing="dont_know"),
    "x": Judgement("", fault=Fault("this is not a whole number", "1, 2", "correct it")),
}


def test_the_share_answered_is_of_questions_not_of_texts_or_options() -> None:
    rows = {
        2: ("1", "99", "1", "0", ""),
        3: ("1", "", "0", "0", "much to say"),
        4: ("-9", " ", "", "", ""),
        5: ("x", "", "0", "1", ""),
    }
    names = ["q1", "q2", "q3a", "q3b", "q4"]
    cells = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="str")
    judges = dict.fromkeys(
        names, lambda text: CODES.get(text, Judgement("blank_no_answer", missing="no_answer"))
    )
    shares = share_answered(cells, {item: item for item in names}, judges, make_instrument())
    assert shares.round(3).to_dict() == {2: 1.0, 3: 0.333, 4: 0.0, 5: 0.667}


def flow(
    export: Export, people: str = "", options: SourceOptions | None = None, **rule: Any
) -> dict[str, int]:
    rules, said = Respondents(**rule), options or SourceOptions()
    named = name(export, people or "." * len(export.cells))
    left = leave_out(export, rules, pd.Series(1.0, index=export.cells.index), named, ProblemList("x"))
    return count_flow(export, left, named, rules, said)


@pytest.mark.parametrize(
    ("export", "expected"),
    [
        (make_export(EVERY, lists_invited=True), [5, 3, 2, 1, 1]),
        (make_export(["completed", "completed"]), [None, None, None, 2, 2]),
        (make_export(["completed", "partial", "preview"]), [None, None, 2, 1, 1]),
        (make_export(["completed", "partial", "opened"]), [None, 3, 2, 1, 1]),
    ],
)
def test_the_flow_has_the_stages_that_the_export_shows(export: Export, expected: list[int | None]) -> None:
    stages = ["invited", "opened", "answered", "completed", "counted"]
    counted = flow(export)
    assert [counted.get(stage) for stage in stages] == expected
    assert all(stage in WHY for stage in counted)


def test_the_flow_counts_people_not_rows() -> None:
    export = make_export(["completed", "completed", "partial", "opened", "never_opened"], lists_invited=True)
    assert flow(export, "aaab.") == {"invited": 3, "opened": 2, "answered": 1, "completed": 1, "counted": 1}


@pytest.mark.parametrize(
    ("people", "groups", "invited", "expected"),
    [
        ("....", "aabb", None, {"opened": {"a": 2, "b": 2}, "answered": {"a": 2, "b": 1}}),
        ("....", "aab.", None, {"opened": {"": 1, "a": 2, "b": 1}, "answered": {"a": 2, "b": 1}}),
        ("xx..", "ab.b", None, {"opened": {"": 1, "a": 1, "b": 1}, "answered": {"": 1, "a": 1}}),
        ("....", "aabb", 9, {"invited": {"": 9}, "opened": {"a": 2, "b": 2}}),
    ],
)
def test_the_flow_is_split_by_the_group_of_the_row_that_came_farthest(
    people: str, groups: str, invited: int | None, expected: dict[str, dict[str, int]]
) -> None:
    export = make_export(["completed", "completed", "partial", "opened"])
    options, named = SourceOptions(invited=invited), name(export, people)
    left = leave_out(export, Respondents(), pd.Series(1.0, index=export.cells.index), named, ProblemList("x"))
    counted = count_flow(export, left, named, Respondents(), options)
    belongs = pd.Series(["" if one == "." else one for one in groups], index=export.cells.index)
    split = split_flow(counted, export, left, named, belongs)
    assert {stage: split[stage] for stage in expected} == expected
    assert {stage: sum(counts.values()) for stage, counts in split.items()} == counted


def test_where_partial_answers_count_completing_is_no_stage() -> None:
    export = make_export(["completed", "partial", "opened"])
    assert flow(export, count=["completed", "partial"]) == {"opened": 3, "answered": 2, "counted": 2}


@pytest.mark.parametrize(
    ("invited", "lists", "what", "allowed"),
    [
        (2, False, None, ""),
        (1, False, "fewer are said to be invited than have answered", "at least 2"),
        (3, True, None, ""),
        (2, True, "the export lists who was invited, and it is another number", "3"),
    ],
)
def test_the_number_invited_must_not_contradict_the_export(
    invited: int, lists: bool, what: str | None, allowed: str
) -> None:
    statuses = ["completed", "completed", *(["never_opened"] if lists else [])]
    export, options = make_export(statuses, lists_invited=lists), SourceOptions(invited=invited)
    counted, found = flow(export, options=options), ProblemList("options.yaml")
    check_invited(export, counted, options, found)
    assert [(problem.what, problem.allowed) for problem in found.problems] == (
        [(what, allowed)] if what else []
    )
    assert counted["invited"] == (3 if lists else invited)
