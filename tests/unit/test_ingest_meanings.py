"""What a form's codes and texts mean, each reason for missing, and forms that contradict themselves."""

from __future__ import annotations

import math

import pytest

from analysis.configuration import Bilingual
from analysis.ingest.exports import Question
from analysis.ingest.values.answers import judge_answer
from analysis.ingest.values.meanings import (
    Scheme,
    find_contradictions,
    find_meanings,
    list_worded_otherwise,
    read_said,
)
from analysis.ingest.values.vocabulary import NO_ANSWER, NOT_TICKED, TICKED, find_reason
from analysis.instruments import Answer, AnswerSet
from analysis.instruments.texts import normalise_label

LABELS = {1: "Helt uenig", 2: "Litt uenig", 3: "Ikke relevant", 4: "Litt enig", 5: "Helt enig"}
AGREEMENT = AnswerSet(
    kind="choice",
    level="ordinal",
    answers=[
        Answer(value=value, label=Bilingual(nb=text, en=f"answer {value}")) for value, text in LABELS.items()
    ],
    not_relevant=[3],
)
HUNDRED = AnswerSet(kind="number", level="interval", minimum=1, maximum=100)
TICKS = AnswerSet(kind="ticked", level="nominal")
WORDS = {0: list(NOT_TICKED), 1: [*TICKED, "E-post"]}
FORM = {str(value): text for value, text in LABELS.items()}
SHIFTED = {"1": "Helt uenig", "2": "Litt uenig", "3": "Litt enig", "4": "Helt enig"}
TURNED = {str(6 - value): text for value, text in LABELS.items()}


def scheme(answers: AnswerSet) -> Scheme:
    wordings = {answer.value: answer.wordings() for answer in answers.answers}
    return Scheme("agreement", answers, WORDS if answers.kind == "ticked" else wordings)


def read(answers: AnswerSet, question: Question, text: str) -> tuple[object, str | None, str]:
    judged = judge_answer(text, find_meanings(scheme(answers), question, {}))
    assert judged.fault is None, judged.fault
    return judged.value, judged.missing, judged.why


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ikke relevant", "not_relevant"),
        ("IKKJE AKTUELT", "not_relevant"),
        ("n/a", "not_relevant"),
        ("N / A", "not_relevant"),
        ("Vet ikke", "dont_know"),
        ("Ved ikke.", "dont_know"),
        ("Don’t know", "dont_know"),
        ("Vet ikke / kan ikke si", "dont_know"),
        ("Ønsker ikke å svare", "refused"),
        ("Vil ikkje svare", "refused"),
        ("(Refused)", "refused"),
        ("Ubesvart", "no_answer"),
        ("Ikke relevant / vet ikke", "user_missing"),
        ("Vet ikke hva jeg skal si", None),
        ("Usikker", None),
        ("ikke relevant eller viktig", None),
        ("", None),
    ],
)
def test_the_words_for_no_answer_are_known_in_four_languages(text: str, reason: str | None) -> None:
    assert find_reason(text) == reason


def test_no_word_means_two_things() -> None:
    words = [normalise_label(word) for each in NO_ANSWER.values() for word in each]
    assert len(words) == len(set(words))
    assert not {*map(normalise_label, TICKED)} & {*map(normalise_label, NOT_TICKED)}


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (Question(options=FORM | {"8": "Vet ikke"}), "8", (None, "dont_know", "by_label")),
        (Question(options=FORM | {"8": "Vet ikke"}), "Vet ikke", (None, "dont_know", "by_label")),
        (Question(options=FORM), "3", (None, "not_relevant", "answer_not_relevant")),
        (Question(options=FORM), "Litt uenig", (2, None, "by_label")),
        (Question(options=FORM, also={"2": ("Litt usamd",)}), "litt usamd", (2, None, "by_label")),
        (Question(options={"24": "Helt uenig", "28": "Helt enig"}), "28", (5, None, "by_label")),
        (Question(options={"A1": "Helt uenig", "A5": "Helt enig"}), "A5", (5, None, "by_label")),
        (Question(missing={"9": "Ikke aktuelt"}), "9", (None, "not_relevant", "declared_missing")),
        (Question(missing={"9": ""}), "9.0", (None, "user_missing", "declared_missing")),
        (Question(missing={".a": "Refused"}), ".a", (None, "refused", "declared_missing")),
        (
            Question(options={"98": "Vet ikke"}, missing_ranges=((90.0, 99.0),)),
            "98",
            (None, "dont_know", None),
        ),
        (Question(missing_ranges=((90.0, math.inf),)), "97", (None, "user_missing", "declared_missing")),
        (Question(missing={"3": "Vet ikke"}), "3", (None, "not_relevant", "answer_not_relevant")),
    ],
)
def test_a_code_has_a_meaning_or_a_reason(
    question: Question, text: str, expected: tuple[object, str | None, str | None]
) -> None:
    value, missing, why = read(AGREEMENT, question, text)
    assert (value, missing, why if expected[2] else None) == expected


def test_every_list_of_the_instrument_is_a_reason_of_its_own() -> None:
    answers = AGREEMENT.model_copy(update={"not_relevant": [3], "dont_know": [4], "refused": [5]})
    found = {text: read(answers, Question(), text)[1:] for text in ("3", "4", "5", "Helt enig")}
    assert found == {
        "3": ("not_relevant", "answer_not_relevant"),
        "4": ("dont_know", "answer_dont_know"),
        "5": ("refused", "answer_refused"),
        "Helt enig": ("refused", "by_label"),
    }
    assert answers.valid_values() == [1, 2]
    assert read(HUNDRED.model_copy(update={"refused": [99]}), Question(), "99")[1] == "refused"


def test_numbers_behind_letters_are_read_by_their_texts() -> None:
    question = Question(options={"A1": "1", "A2": "2"})
    assert read(HUNDRED, question, "A2") == (2, None, "by_label")
    assert list(find_contradictions(find_meanings(scheme(HUNDRED), question, {}))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("1", 1), ("0", 0), ("1.0", 1), ("Valgt", 1), ("Ikke valgt", 0), ("Vald", 1), ("ikkje vald", 0)),
        *(("Ja", 1), ("Nej", 0), ("Y", 1), ("n", 0), ("Checked", 1), ("Unchecked", 0), ("TRUE", 1)),
        *(("FALSE", 0), ("X", 1), ("☑", 1), ("e-post", 1)),
    ],
)
def test_a_tick_is_written_in_many_ways(text: str, expected: int) -> None:
    assert read(TICKS, Question(), text)[0] == expected


def test_a_tick_may_have_other_codes_with_texts() -> None:
    question = Question(options={"1": "Ja", "2": "Nei"})
    assert [read(TICKS, question, code)[0] for code in "12"] == [1, 0]
    assert list(find_contradictions(find_meanings(scheme(TICKS), question, {}))) == []
    turned = Question(options={"0": "Valgt", "1": "Ikke valgt"})
    assert len(list(find_contradictions(find_meanings(scheme(TICKS), turned, {})))) == 2


@pytest.mark.parametrize(
    ("answers", "question", "expected"),
    [
        (AGREEMENT, Question(options=FORM | {"9": "Vet ikke"}), []),
        (AGREEMENT, Question(options={"3": "Vet ikke", "4": "Noe enig"}), []),
        (
            AGREEMENT,
            Question(options=SHIFTED),
            [
                "the form's 3 means “Litt enig”, the instrument's 3 means “Ikke relevant”",
                "the form's 4 means “Helt enig”, the instrument's 4 means “Litt enig”",
            ],
        ),
        (
            AGREEMENT,
            Question(options={"1": "Helt enig"}),
            ["the form's 1 means “Helt enig”, the instrument's 1 means “Helt uenig”"],
        ),
        (
            AGREEMENT,
            Question(options={"1": "Strongly", "2": "Weakly"}, also={"2": ("Answer 5",)}),
            ["the form's 2 means “Weakly”, the instrument's 2 means “Litt uenig”"],
        ),
        (
            AGREEMENT,
            Question(options={"4": "Vet ikke"}),
            ["the form's 4 means “Vet ikke”, the instrument has 4 as an answer"],
        ),
        (
            AGREEMENT,
            Question(missing={"5": "Vet ikke"}),
            ["the file declares 5 missing, the instrument has it as an answer"],
        ),
        (AGREEMENT, Question(missing={"3": "Vet ikke", "8": "", "9": ""}), []),
        (
            HUNDRED,
            Question(missing_ranges=((97.0, 99.0),)),
            [
                "the file declares 97 missing, the instrument has it as an answer",
                "the file declares 99 missing, the instrument has it as an answer",
            ],
        ),
        (HUNDRED, Question(missing_ranges=((-math.inf, 0.0), (101.0, 999.0))), []),
        (
            HUNDRED,
            Question(options={"2": "1", "3": "2"}),
            [
                "1 can be read as a code, and as the text of the code 2",
                "2 can be read as a code, and as the text of the code 3",
            ],
        ),
        (HUNDRED, Question(options={"1": "Helt uenig", "100": "Helt enig", "101": "Vet ikke"}), []),
    ],
)
def test_a_form_that_contradicts_its_codes(
    answers: AnswerSet, question: Question, expected: list[str]
) -> None:
    meanings = find_meanings(scheme(answers), question, {})
    assert [what for _, what in find_contradictions(meanings)] == expected


def test_what_the_team_says_settles_a_contradiction() -> None:
    own = scheme(AGREEMENT)
    said = read_said(own, {text: value for value, text in LABELS.items()}, {})
    meanings = find_meanings(own, Question(options=TURNED), said)
    assert list(find_contradictions(meanings)) == []
    assert [judge_answer(code, meanings).value for code in "12345"] == [5, 4, None, 2, 1]


@pytest.mark.parametrize(
    ("options", "said", "expected"),
    [
        (FORM, {}, []),
        ({**FORM, "3": "IKKE  RELEVANT."}, {}, []),
        (
            {**FORM, "3": "Verken enig eller uenig", "4": "Ganske enig"},
            {},
            [("3 Verken enig eller uenig", "3 Ikke relevant"), ("4 Ganske enig", "4 Litt enig")],
        ),
        ({**FORM, "4": "Ganske enig"}, {"4": 4}, []),
        ({**FORM, "4": "Ganske enig"}, {"Ganske enig": 4}, []),
        ({"1": "1", "2": ""}, {}, []),
    ],
)
def test_answers_that_the_form_words_as_the_instrument_never_does(
    options: dict[str, str], said: dict[str, int], expected: list[tuple[str, str]]
) -> None:
    own = scheme(AGREEMENT)
    meanings = find_meanings(own, Question(options=options), read_said(own, said, {}))
    assert list(list_worded_otherwise(meanings)) == expected
