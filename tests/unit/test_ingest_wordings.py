"""The wording of a question as exports print it: the same question has the same hash, whatever the tool."""

from __future__ import annotations

import pytest

from analysis.ingest.exports import Question
from analysis.ingest.mapping.matching import Match
from analysis.ingest.mapping.wordings import read_wording
from analysis.ingest.receipts import Ledger
from tests.column_frames import INSTRUMENT

ITEM = next(item for item in INSTRUMENT.items if item.number == 27)


def read(question: Question, column: str = "s_27", how: str = "by_code") -> str:
    return read_wording(Match(column, how), question, ITEM, INSTRUMENT)


@pytest.mark.parametrize(
    "text",
    [
        "Vi har klare mål",
        "vi  har klare\nmål.",
        "27. Vi har klare mål",
        "27 Vi har klare mål:",
        "Spm. 27: Vi har klare mål",
        "Q27 Vi har klare mål",
        "s_27: Vi har klare mål",
        "<b>Vi har&nbsp;klare mål</b>?",
    ],
)
def test_what_a_tool_puts_around_a_question_is_no_part_of_it(text: str) -> None:
    assert read(Question(text=text)) == "vi har klare mål"


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        (Question(text="Hvor enig er du?", part="Vi har klare mål"), "vi har klare mål"),
        (Question(text="5 klare mål"), "5 klare mål"),
        (Question(text="Vi har klare mål for oss"), "vi har klare mål for oss"),
        (Question(text="Vi har klare …"), ""),
        (Question(), ""),
        (Question(text="s_27"), ""),
    ],
)
def test_the_row_of_a_matrix_counts_and_a_name_is_no_wording(question: Question, wording: str) -> None:
    assert read(question) == wording


@pytest.mark.parametrize(
    ("column", "how", "wording"),
    [
        ("Vi har klare mål", "by_text", "vi har klare mål"),
        ("27. Vi har klare mål", "by_number", "vi har klare mål"),
        ("Mål", "by_text", "mål"),
        ("Q27", "by_number", ""),
        ("s_27", "by_code", ""),
        ("kolonne 3", "by_mapping", ""),
        ("Vi har klare mål", "by_mapping", "vi har klare mål"),
    ],
)
def test_without_a_described_question_the_header_counts_if_it_is_one(
    column: str, how: str, wording: str
) -> None:
    assert read(Question(), column, how) == wording


def test_a_hash_is_shown_as_it_stands() -> None:
    ledger = Ledger("one")
    ledger.note("wording", "wording", column="q03", after="123456789012")
    assert ledger.lines == [("wording", 0, "q03", "", "123456789012", "wording", 1)]
