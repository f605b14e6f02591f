"""Columns of questions with several answers: an option in its own column, or all of them in one."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.ingest.exports import Question
from analysis.ingest.mapping.columns import map_columns
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions
from tests.column_frames import INSTRUMENT, export, find


@pytest.mark.parametrize(
    ("headers", "how"),
    [
        (["ways.1", "ways.2"], "by_code"),
        (["ways/1", "ways___2"], "by_code"),
        (["ways_1", "s_30_2"], "by_code"),
        (["ways[1]", "ways [2]"], "by_code"),
        (["WAYS_1", "mail_", "TELEFON:"], "by_text"),
        (["mail", "phone"], "by_code"),
        (["Q30_1", "30.2"], "by_number"),
        (["Q30/1", "Q30 [2]"], "by_number"),
        (["e-post", "Telefon"], "by_text"),
    ],
)
def test_an_option_is_known_by_its_question_and_itself(headers: list[str], how: str) -> None:
    matches, told = find(headers)
    assert told == []
    assert {name: column for name, (column, _) in matches.items()} == {
        "mail": headers[0],
        "phone": headers[-1],
    }
    assert matches["phone"][1] == how


@pytest.mark.parametrize(
    ("question", "how"),
    [
        (Question(code="ways", part_code="2", part="x"), "by_code"),
        (Question(code="WAYS", part_code="2"), "by_code"),
        (Question(code="s_30", part="Telefon"), "by_text"),
        (Question(text="30. Hvordan?", part="Telefon"), "by_number"),
        (Question(text="Hvordan?", part="Phone"), "by_text"),
    ],
)
def test_an_option_is_known_by_what_the_tool_says(question: Question, how: str) -> None:
    assert find({"V9": question})[0] == {"phone": ("V9", how)}


def test_an_option_of_another_question_is_not_taken() -> None:
    assert find({"V9": Question(code="other", part_code="2", part="Brev")}) == ({}, [])
    assert find(["Q31_2", "Q30_3", "Q30_TEXT", "ways"]) == ({}, [])


@pytest.mark.parametrize(
    ("header", "question"),
    [
        ("ways", Question(separator=";")),
        ("V9", Question(code="s_30", separator=" ")),
        ("30. Hvordan?", Question(separator=";")),
    ],
)
def test_a_column_with_several_answers_holds_all_options(header: str, question: Question) -> None:
    found = ProblemList("raw/a.csv")
    matches = map_columns(export({header: question}), INSTRUMENT, SourceOptions(), (), found)
    assert {name: (match.column, match.separator) for name, match in matches.items()} == {
        "mail": (header, question.separator),
        "phone": (header, question.separator),
    }


def test_the_team_may_say_what_separates_the_answers() -> None:
    options: dict[str, Any] = {
        "columns": {"mail": "Hvordan?", "phone": "Hvordan?"},
        "separators": {"Hvordan?": ","},
    }
    matches, told = find(["Hvordan?"], **options)
    assert (matches["mail"], matches["phone"], told) == (("Hvordan?", "by_mapping"),) * 2 + ([],)
