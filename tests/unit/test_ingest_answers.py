"""What single answers mean, and how faults of many cells are told."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.configuration import Bilingual
from analysis.ingest.answers import judge_answer, judge_case, judge_text, read_column, read_whole
from analysis.ingest.cases import CaseRule
from analysis.ingest.faults import TEXTS, Fault, FaultyCell, tell
from analysis.ingest.receipts import WHAT, WHY, Ledger, LedgerUnbalanced
from analysis.instruments import Answer, AnswerSet
from analysis.problems import ProblemList

AGREEMENT = AnswerSet(
    kind="choice",
    level="ordinal",
    answers=[
        Answer(value=value, label=Bilingual(nb=f"svar {value}", en=f"answer {value}"))
        for value in (1, 2, 3, 4, 5)
    ],
    not_relevant=[3],
    neutral=3,
)
HUNDRED = AnswerSet(kind="number", level="interval", minimum=1, maximum=100, blank="not_relevant")
OPTIONS = {"1": "Helt uenig", "2": "Litt uenig", "3": "Vet ikke", "4": "Litt enig", "5": "Helt enig"}
RULE = CaseRule("", {1: "north-farm", 2: "south-cafe"}, frozenset(["north-farm"]), "w2018")


@pytest.mark.parametrize(
    ("text", "number"),
    [("4", 4), ("-1", -1), ("77.0", 77), (" 4 ", 4), ("100.00", 100)],
)
def test_whole_numbers_may_be_written_in_more_than_one_way(text: str, number: int) -> None:
    assert read_whole(text) == number


@pytest.mark.parametrize("text", ["4,5", "4.5", "", "fire", "1e2", "４", "4\n", "9" * 5000, "--1", "NaN"])
def test_anything_else_is_no_whole_number(text: str) -> None:
    assert read_whole(text) is None


@pytest.mark.parametrize(
    ("answers", "text", "what", "why", "value", "missing"),
    [
        (AGREEMENT, "4", "cell_kept", "usable", 4, None),
        (AGREEMENT, "4.0", "cell_recoded", "whole_number", 4, None),
        (AGREEMENT, "3", "cell_set_missing", "answer_not_relevant", None, "not_relevant"),
        (AGREEMENT, "", "cell_set_missing", "blank_no_answer", None, "no_answer"),
        (HUNDRED, "100", "cell_kept", "usable", 100, None),
        (HUNDRED, " ", "cell_set_missing", "blank_not_relevant", None, "not_relevant"),
    ],
)
def test_an_answer_is_a_value_or_missing_for_a_reason(
    answers: AnswerSet, text: str, what: str, why: str, value: int | None, missing: str | None
) -> None:
    judged = judge_answer(text, answers, {})
    assert (judged.what, judged.why, judged.value, judged.missing) == (what, why, value, missing)


@pytest.mark.parametrize(
    ("answers", "text", "what", "allowed"),
    [
        (AGREEMENT, "6", "the answer is out of range", "1, 2, 3, 4, 5"),
        (AGREEMENT, "0", "the answer is out of range", "1, 2, 3, 4, 5"),
        (HUNDRED, "0", "the answer is out of range", "1 to 100"),
        (HUNDRED, "101", "the answer is out of range", "1 to 100"),
        (HUNDRED, "4,5", "this is not a whole number", "1 to 100"),
        (AGREEMENT, "kanskje", "this is not a whole number", "1, 2, 3, 4, 5"),
        (
            AGREEMENT,
            " helt ENIG",
            TEXTS,
            "1 = Helt uenig, 2 = Litt uenig, 3 = Vet ikke, 4 = Litt enig, 5 = Helt enig",
        ),
    ],
)
def test_an_answer_that_cannot_be_is_a_fault(answers: AnswerSet, text: str, what: str, allowed: str) -> None:
    fault = judge_answer(text, answers, OPTIONS if answers is AGREEMENT else {}).fault
    assert fault is not None
    assert (fault.what, fault.allowed) == (what, allowed)


def test_the_instruments_own_labels_are_known_as_texts_too() -> None:
    fault = judge_answer("Answer 4", AGREEMENT, {}).fault
    assert fault is not None
    assert (fault.what, fault.allowed) == (TEXTS, "1, 2, 3, 4, 5")


def test_an_answer_that_the_form_does_not_offer_is_a_fault() -> None:
    fault = judge_answer("5", AGREEMENT, {"1": "nei", "4": "ja"}).fault
    assert fault is not None
    assert (fault.what, fault.allowed) == ("the form offers no such answer", "1, 4")


def test_free_text_is_kept_as_it_stands() -> None:
    assert judge_text(" Én\nlinje ").value == " Én\nlinje "
    assert judge_text(" \n").missing == "no_answer"


@pytest.mark.parametrize(
    ("rule", "text", "case", "why"),
    [
        (RULE, "1", "north-farm", "case_from_answer"),
        (CaseRule("north-farm", RULE.codes, RULE.here, "w2018"), "", "north-farm", "case_from_source"),
        (CaseRule("north-farm", RULE.codes, RULE.here, "w2018"), "1", "north-farm", "case_from_answer"),
    ],
)
def test_the_case_is_answered_or_given_by_the_source(rule: CaseRule, text: str, case: str, why: str) -> None:
    judged = judge_case(text, rule, {})
    assert (judged.value, judged.why, judged.what) == (case, why, "cell_recoded")


@pytest.mark.parametrize(
    ("rule", "text", "what"),
    [
        (RULE, "9", "no case of the study has this answer"),
        (RULE, "", "the case is not answered"),
        (RULE, "2", "the case “south-cafe” takes no part in the wave “w2018”"),
        (RULE, "Nordgården", TEXTS),
        (RULE, "nord", "this is not a whole number"),
        (
            CaseRule("south-cafe", RULE.codes, RULE.here, "w2018"),
            "1",
            "the answer means the case “north-farm”, sources.tsv says another",
        ),
    ],
)
def test_a_case_that_cannot_be_is_a_fault(rule: CaseRule, text: str, what: str) -> None:
    fault = judge_case(text, rule, {"1": "Nordgården"}).fault
    assert fault is not None
    assert fault.what == what


def test_a_column_gives_values_reasons_and_receipts() -> None:
    cells = pd.Series(["4", "3", "", "4.0"], index=[2, 3, 5, 6], name="q03", dtype="str")
    ledger, faulty = Ledger("one"), list[FaultyCell]()
    read = read_column(cells, lambda text: judge_answer(text, AGREEMENT, {}), ledger, faulty)
    assert read["value"].tolist() == [4, None, None, 4]
    assert read["missing"].tolist() == [None, "not_relevant", "no_answer", None]
    assert ledger.lines == [
        ("cell_kept", 0, "q03", "", "", "usable", 1),
        ("cell_set_missing", 3, "q03", "3", "", "answer_not_relevant", 1),
        ("cell_set_missing", 5, "q03", "", "", "blank_no_answer", 1),
        ("cell_recoded", 6, "q03", "4.0", "4", "whole_number", 1),
    ]
    assert faulty == []


def test_three_hundred_faults_alike_are_ten_and_a_count() -> None:
    fault = Fault("the answer is out of range", "1 to 5", "look")
    found = ProblemList("raw/a.csv")
    many = [FaultyCell(row, "q03", "7", fault) for row in range(2, 302)]
    tell([*many, FaultyCell(4, "q04", "8", fault)], found)
    assert len(found.problems) == 12
    assert str(found.problems[0]) == (
        "raw/a.csv, row 2, column q03: the answer is out of range\n"
        "    seen:    7\n    allowed: 1 to 5\n    do:      look"
    )
    assert str(found.problems[10]) == (
        "raw/a.csv, rows 12 to 301, column q03: 290 more cells like these: the answer is out of range"
    )
    assert found.problems[11].place == "row 4, column q04"


def test_texts_in_place_of_codes_are_told_once() -> None:
    found = ProblemList("raw/a.csv")
    tell(
        [FaultyCell(row, "q03", "Helt enig", Fault(TEXTS, "5 = Helt enig", "again")) for row in (2, 3)], found
    )
    assert [str(problem) for problem in found.problems] == [
        "raw/a.csv, row 2, column q03 and 1 more like it: the cells hold the texts of the answers, codes are "
        "expected\n    seen:    Helt enig\n    allowed: 5 = Helt enig\n    do:      again"
    ]


@pytest.mark.parametrize("kind", ["row", "column", "cell"])
def test_a_ledger_that_does_not_add_up_is_our_own_error(kind: str) -> None:
    ledger = Ledger("one")
    ledger.note(f"{kind}_read", "total", count=3)
    ledger.note(f"{kind}_kept", "usable", count=2)
    with pytest.raises(LedgerUnbalanced, match=f"one: 3 {kind}s read"):
        ledger.close()


def test_the_ledger_knows_its_words() -> None:
    with pytest.raises(KeyError):
        Ledger("one").note("cell_kept", "because")
    assert all(text and not text.endswith(".") for text in (*WHAT.values(), *WHY.values()))
