"""What single answers mean, by code, by number and by text, and how faults of many cells are told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.configuration import Bilingual
from analysis.ingest.exports import Question
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.people.belonging import Belonging
from analysis.ingest.receipts import WHAT, WHY, Ledger, LedgerUnbalanced
from analysis.ingest.values.answers import (
    judge_answer,
    judge_belonging,
    judge_cells,
    judge_text,
    note_cells,
)
from analysis.ingest.values.meanings import Meanings, Scheme, find_meanings, read_said
from analysis.ingest.values.numerals import read_whole
from analysis.instruments import Answer, AnswerSet
from analysis.problems import ProblemList

LABELS = {1: "Helt uenig", 2: "Litt uenig", 3: "Ikke relevant", 4: "Litt enig", 5: "Helt enig"}
AGREEMENT = AnswerSet(
    kind="choice",
    level="ordinal",
    answers=[
        Answer(value=value, label=Bilingual(nb=text, en=f"answer {value}"), texts=[f"ord {value}"])
        for value, text in LABELS.items()
    ],
    not_relevant=[3],
    neutral=3,
)
HUNDRED = AnswerSet(kind="number", level="interval", minimum=1, maximum=100, blank="not_relevant")
THOUSANDS = AnswerSet(kind="number", level="interval", minimum=0, maximum=99_999)
DECIMALS = AnswerSet(kind="number", level="interval", minimum=0, maximum=10, decimals=True)
FORM = {str(value): text for value, text in LABELS.items()}
RULE = Belonging(
    "case",
    "",
    {1: "north-farm", 2: "south-cafe"},
    frozenset(["north-farm"]),
    "w2018",
    {"north-farm": ["Nordgården"], "south-cafe": ["Sørkafeen"]},
)
CASE = AnswerSet(kind="case", level="nominal")
NO_NUMBER = "this is not a whole number"
DATE = "this is a date, a number is expected"
NO_ANSWER = "this is none of the answers, neither code nor text"
SPREADSHEET = "the cell holds the spreadsheet's error {}, not an answer"


def scheme(answers: AnswerSet, rule: Belonging = RULE) -> Scheme:
    wordings = {answer.value: answer.wordings() for answer in answers.answers}
    if answers.kind == "case":
        wordings = rule.wordings(answers)
    return Scheme("answers", answers, wordings, "config/sources/one.yaml")


def meanings(
    answers: AnswerSet,
    options: dict[str, str] | None = None,
    said: dict[str, int] | None = None,
    missing: dict[str, str] | None = None,
) -> Meanings:
    own = scheme(answers)
    return find_meanings(own, Question(options=options or {}), read_said(own, said or {}, missing or {}))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("4", 4), ("-1", -1), ("77.0", 77), (" 4 ", 4), ("100.00", 100), ("5,0", 5)),
        *(("1 000", 1000), ("1\u00a0000", 1000), ("12\u202f345", 12345), ("1 000,0", 1000)),
    ],
)
def test_whole_numbers_may_be_written_in_more_than_one_way(text: str, number: int) -> None:
    assert read_whole(text) == number


@pytest.mark.parametrize(
    "text",
    ["4,5", "4.5", "", "fire", "1e2", "４", "4\n", "9" * 5000, "--1", "NaN", "12 5", "1 00", "1.000,0"],
)
def test_anything_else_is_no_whole_number(text: str) -> None:
    assert read_whole(text) is None


@pytest.mark.parametrize(
    ("answers", "text", "what", "why", "value", "missing"),
    [
        (AGREEMENT, "4", "cell_kept", "usable", 4, None),
        (AGREEMENT, "4.0", "cell_recoded", "whole_number", 4, None),
        (AGREEMENT, "3", "cell_set_missing", "answer_not_relevant", None, "not_relevant"),
        (AGREEMENT, "", "cell_set_missing", "blank_no_answer", None, "no_answer"),
        (AGREEMENT, " HELT\u00a0enig. ", "cell_recoded", "by_label", 5, None),
        (AGREEMENT, "Answer 4", "cell_recoded", "by_label", 4, None),
        (AGREEMENT, "Ord 2", "cell_recoded", "by_label", 2, None),
        (AGREEMENT, "Ikke relevant", "cell_set_missing", "by_label", None, "not_relevant"),
        (AGREEMENT, "Veit ikkje", "cell_set_missing", "by_label", None, "dont_know"),
        (AGREEMENT, "Prefer not to answer", "cell_set_missing", "by_label", None, "refused"),
        (HUNDRED, "100", "cell_kept", "usable", 100, None),
        (HUNDRED, " ", "cell_set_missing", "blank_not_relevant", None, "not_relevant"),
        (THOUSANDS, "12 500", "cell_recoded", "whole_number", 12500, None),
        (HUNDRED, "1.000", "cell_recoded", "whole_number", 1, None),
        (DECIMALS, "4.5", "cell_kept", "usable", 4.5, None),
        (DECIMALS, "4,5", "cell_recoded", "decimal_number", 4.5, None),
        (DECIMALS, "4", "cell_kept", "usable", 4, None),
        (DECIMALS, "0,125", "cell_recoded", "decimal_number", 0.125, None),
    ],
)
def test_an_answer_is_a_value_or_missing_for_a_reason(
    answers: AnswerSet, text: str, what: str, why: str, value: float | None, missing: str | None
) -> None:
    judged = judge_answer(text, meanings(answers))
    assert (judged.what, judged.why, judged.value, judged.missing) == (what, why, value, missing)


@pytest.mark.parametrize(
    ("answers", "text", "what", "allowed"),
    [
        (AGREEMENT, "6", "the answer is out of range", "1, 2, 3, 4, 5"),
        (AGREEMENT, "0", "the answer is out of range", "1, 2, 3, 4, 5"),
        (AGREEMENT, "kanskje", NO_ANSWER, "1, 2, 3, 4, 5"),
        (AGREEMENT, "Helt  uenig, nei", NO_ANSWER, "1, 2, 3, 4, 5"),
        (AGREEMENT, "2020-02-05", DATE, "1, 2, 3, 4, 5"),
        (HUNDRED, "0", "the answer is out of range", "1 to 100"),
        (HUNDRED, "101", "the answer is out of range", "1 to 100"),
        (HUNDRED, "4,5", NO_NUMBER, "1 to 100"),
        (HUNDRED, "omtrent 40", NO_NUMBER, "1 to 100"),
        (HUNDRED, "40 %", "the number has a unit, “%”", "1 to 100"),
        (HUNDRED, "3 år", "the number has a unit, “år”", "1 to 100"),
        (HUNDRED, "3 Ola Nordmann", NO_NUMBER, "1 to 100"),
        (HUNDRED, "05.jan", DATE, "1 to 100"),
        (HUNDRED, "mai.20", DATE, "1 to 100"),
        (HUNDRED, "05.01.2020", DATE, "1 to 100"),
        (
            HUNDRED,
            "43831",
            "the answer is out of range; a spreadsheet keeps the date 2020-01-01 as this number",
            "1 to 100",
        ),
        (THOUSANDS, "1.500", "this can be read as 1.5 and as 1500", "0 to 99999"),
        (THOUSANDS, "2,000", "this can be read as 2 and as 2000", "0 to 99999"),
        (DECIMALS, "10,5", "the answer is out of range", "0 to 10"),
        (DECIMALS, "mye", "this is not a number", "0 to 10"),
        (HUNDRED, "#NULL!", SPREADSHEET.format("#NULL!"), ""),
        (AGREEMENT, "#n/a", SPREADSHEET.format("#N/A"), ""),
        (AGREEMENT, "#VALUE!", SPREADSHEET.format("#VALUE!"), ""),
    ],
)
def test_an_answer_that_cannot_be_is_a_fault(answers: AnswerSet, text: str, what: str, allowed: str) -> None:
    fault = judge_answer(text, meanings(answers)).fault
    assert fault is not None
    assert (fault.what, fault.allowed) == (what, allowed)


@pytest.mark.parametrize(
    ("answers", "text", "remedy"),
    [
        (
            AGREEMENT,
            "Helt uening",
            "did you mean “Helt uenig”? say what the text means in config/sources/one.yaml, under answers: "
            "answers:",
        ),
        (AGREEMENT, "6", "look the answer up in the survey tool, and export it again"),
        (
            AGREEMENT,
            "99",
            "look the answer up in the survey tool, and export it again; if it means no answer, say so in "
            "config/sources/one.yaml under missing:",
        ),
        (
            HUNDRED,
            "#NULL!",
            "SPSS writes #NULL! into Excel files where an answer is missing: bring the .sav file itself, or "
            "say what it means under missing: of the source",
        ),
        (
            HUNDRED,
            "1-mar",
            "a spreadsheet turns 1-5 or 2.3 into a date: export the file again, and do not open and save it "
            "in a spreadsheet on the way",
        ),
    ],
)
def test_a_fault_says_what_to_do(answers: AnswerSet, text: str, remedy: str) -> None:
    fault = judge_answer(text, meanings(answers)).fault
    assert fault is not None
    assert fault.remedy == remedy


def test_an_answer_that_the_form_does_not_offer_is_a_fault() -> None:
    fault = judge_answer("5", meanings(AGREEMENT, {"1": "nei", "4": "ja"})).fault
    assert fault is not None
    assert (fault.what, fault.allowed) == ("the form offers no such answer", "1, 4")


def test_a_scale_whose_ends_only_have_texts_may_be_answered_in_between() -> None:
    own = scheme(AGREEMENT)
    ends = Question(options={"1": "Helt uenig", "5": "Helt enig"}, complete=False)
    assert judge_answer("4", find_meanings(own, ends, {})).value == 4


def test_what_the_team_says_goes_before_all_else() -> None:
    told = meanings(
        AGREEMENT,
        FORM | {"1": "Tvert om"},
        {"1": 5, "helt enig": 1, "Både og": 3},
        {"5": "refused", "#NULL!": "no_answer"},
    )
    for text, value, missing in (
        ("1", 5, None),
        ("1.0", 5, None),
        ("Tvert om", 5, None),
        ("Helt uenig", 1, None),
        ("Helt Enig", 1, None),
        ("både og", None, "not_relevant"),
        ("5", None, "refused"),
        ("#NULL!", None, "no_answer"),
    ):
        judged = judge_answer(text, told)
        assert (judged.value, judged.missing) == (value, missing), text
    assert judge_answer("1", told).why == "by_mapping"
    assert judge_answer("4", meanings(AGREEMENT, said={"4": 4})).why == "usable"


def test_free_text_is_kept_as_it_stands() -> None:
    free = meanings(AnswerSet(kind="text", level="none"), missing={"-1": "no_answer"})
    assert judge_text(" Én\nlinje ", free).value == " Én\nlinje "
    assert judge_text("Vet ikke", free).value == "Vet ikke"
    assert judge_text(" \n", free).missing == "no_answer"
    assert (judge_text("-1", free).missing, judge_text("-1", free).why) == ("no_answer", "by_mapping")
    fault = judge_text("#REF!", free).fault
    assert fault is not None and fault.what == SPREADSHEET.format("#REF!")


@pytest.mark.parametrize(
    ("fixed", "text", "case", "why"),
    [
        ("", "1", "north-farm", "case_from_answer"),
        ("", "Nordgården", "north-farm", "case_from_answer"),
        ("", "NORTH-FARM", "north-farm", "case_from_answer"),
        ("", "Gården i nord", "north-farm", "case_from_answer"),
        ("north-farm", "", "north-farm", "case_from_source"),
        ("north-farm", "1", "north-farm", "case_from_answer"),
    ],
)
def test_the_case_is_answered_or_given_by_the_source(fixed: str, text: str, case: str, why: str) -> None:
    rule = replace(RULE, fixed=fixed)
    judged = judge_belonging(text, rule, meanings(CASE, {"1": "Gården i nord", "2": "Kafé"}))
    assert (judged.value, judged.why, judged.what) == (case, why, "cell_recoded")


@pytest.mark.parametrize(
    ("fixed", "text", "what"),
    [
        ("", "9", "no case of the study has this answer"),
        ("", "", "the case is not answered"),
        ("", "2", "the case “south-cafe” takes no part in the wave “w2018”"),
        ("", "Sørkafeen", "the case “south-cafe” takes no part in the wave “w2018”"),
        ("", "nord", NO_ANSWER),
        ("south-cafe", "1", "the answer means the case “north-farm”, sources.tsv says another"),
    ],
)
def test_a_case_that_cannot_be_is_a_fault(fixed: str, text: str, what: str) -> None:
    rule = replace(RULE, fixed=fixed)
    fault = judge_belonging(text, rule, meanings(CASE)).fault
    assert fault is not None
    assert fault.what == what


def test_a_column_gives_values_reasons_and_receipts() -> None:
    cells = pd.Series(["4", "3", "", "4.0", "Litt enig"], index=[2, 3, 5, 6, 7], name="q03", dtype="str")
    ledger, faulty = Ledger("one"), list[FaultyCell]()
    told = meanings(AGREEMENT)
    judged = judge_cells(cells, lambda text: judge_answer(text, told))
    read = note_cells(cells, judged, ledger, faulty)
    assert read["value"].tolist() == [4, None, None, 4, 4]
    assert read["missing"].tolist() == [None, "not_relevant", "no_answer", None, None]
    assert ledger.lines == [
        ("cell_kept", 0, "q03", "", "", "usable", 1),
        ("cell_set_missing", 3, "q03", "3", "", "answer_not_relevant", 1),
        ("cell_set_missing", 5, "q03", "", "", "blank_no_answer", 1),
        ("cell_recoded", 6, "q03", "4.0", "4", "whole_number", 1),
        ("cell_recoded", 7, "q03", "Litt enig", "4", "by_label", 1),
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
