"""Questions with several answers: what a blank means beside ticks, lists in one cell, and rankings."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.configuration import Bilingual
from analysis.ingest.exports import Question
from analysis.ingest.values.answers import judge_answer
from analysis.ingest.values.meanings import Judgement, Meanings, Scheme, find_meanings
from analysis.ingest.values.ticks import (
    fill_ticks,
    judge_listed,
    list_option_texts,
    list_tick_wordings,
    split_list,
)
from analysis.instruments import AnswerSet, Instrument, Item

TICKS = AnswerSet(kind="ticked", level="nominal")
RANKS = AnswerSet(kind="number", level="ordinal", minimum=1, maximum=3)


def option(name: str, code: str, text: str) -> Item:
    label = Bilingual(nb=text, en=f"{name} in English")
    return Item(id=name, number=1, part="all", answers="ticks", label=label, of="ways", option=code)


MAIL, PHONE, MEET = (
    option("mail", "1", "E-post"),
    option("phone", "2", "Telefon"),
    option("meet", "3", "Møter; små"),
)
OTHER = option("other", "*", "Annet")
OPTIONS = [MAIL, PHONE, MEET]


def instrument(items: list[Item]) -> Instrument:
    label: dict[str, Any] = {"nb": "a", "en": "a"}
    content = {
        "id": "small",
        "version": "1",
        "title": label,
        "source": {"citation": "Made for the tests."},
        "columns": ["{id}"],
        "versions": {},
        "parts": {"all": {"label": label}},
        "answer_sets": {"ticks": TICKS.model_dump(), "ranks": RANKS.model_dump()},
        "items": [item.model_dump() for item in items],
    }
    return Instrument.model_validate(content)


def fill(table: list[str], items: list[Item] = OPTIONS) -> list[list[Judgement]]:
    """Rows of cells, `.` for a blank, as columns of options: what each becomes, by row."""
    judged: dict[str, list[Judgement]] = {}
    for place, item in enumerate(items):
        wordings = list_tick_wordings(item, "", Question())
        meanings = find_meanings(Scheme("ticks", TICKS, wordings), Question(), {})
        cells = [line.split("|")[place].strip().replace(".", "") for line in table]
        judged[item.id] = [judge_answer(cell, meanings) for cell in cells]
    fill_ticks(judged, instrument(items))
    return [list(row) for row in zip(*judged.values(), strict=True)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (["1|0|0", "0|0|0"], [[1, 0, 0], [0, 0, 0]]),
        (["1|.|0", ".|.|."], [[1, 0, 0], [None, None, None]]),
        (["0|.|0"], [[0, None, 0]]),
        (["X|.|.", ".|.|."], [[1, 0, 0], [None, None, None]]),
        (["X", "."], [[1], [0]]),
        (["E-post|.|.", ".|Telefon|."], [[1, 0, 0], [0, 1, 0]]),
        (["1|2|.", ".|.|3"], [[1, 1, 0], [0, 0, 1]]),
        ([".|.|.", ".|.|."], [[None, None, None], [None, None, None]]),
        (["Valgt|Ikke valgt|Ikke valgt", ".|.|."], [[1, 0, 0], [None, None, None]]),
        (["Ja|vet ikke|."], [[1, None, 0]]),
    ],
)
def test_a_blank_is_not_ticked_or_no_answer(table: list[str], expected: list[list[int | None]]) -> None:
    rows = fill(table, OPTIONS[: len(expected[0])])
    assert [[one.value for one in row] for row in rows] == expected
    assert all((one.value is None) == bool(one.missing) for row in rows for one in row)


def test_a_blank_that_is_read_as_not_ticked_has_a_receipt_and_one_that_is_not_has_its_reason() -> None:
    ((_, filled, unsure),) = fill(["1|.|vet ikke"])
    assert (filled.what, filled.why) == ("cell_recoded", "blank_not_ticked")
    assert (unsure.what, unsure.missing) == ("cell_set_missing", "dont_know")
    ((_, blank, _),) = fill(["0|.|0"])
    assert (blank.what, blank.why, blank.missing) == ("cell_set_missing", "blank_no_answer", "no_answer")


def test_an_option_called_no_cannot_be_told_from_not_ticked() -> None:
    item = option("none", "4", "Nei")
    meanings = find_meanings(Scheme("ticks", TICKS, list_tick_wordings(item, "", Question())), Question(), {})
    assert judge_answer("Nei", meanings).fault is not None
    assert judge_answer("1", meanings).value == 1


def listed(text: str, separator: str, items: list[Item], question: Question | None = None) -> list[Judgement]:
    """What a cell says of each option."""
    answers = RANKS if items[0].answers == "ranks" else TICKS
    known = list_option_texts(items, "", question or Question())
    meanings = Meanings(Scheme("ticks", answers, {}))
    has_other = any(item.option == "*" for item in items)
    return [judge_listed(text, item, separator, known, meanings, has_other) for item in items]


@pytest.mark.parametrize(
    ("text", "separator", "question", "expected"),
    [
        ("E-post", ";", Question(), [1, 0, 0]),
        ("E-post;Telefon;", ";", Question(), [1, 1, 0]),
        ("telefon ; Møter; små", ";", Question(), [0, 1, 1]),
        ("Møter; små;E-post", ";", Question(), [1, 0, 1]),
        ("1 3", " ", Question(), [1, 0, 1]),
        ("mail in English, Telefon", ",", Question(), [1, 1, 0]),
        ("a c", " ", Question(options={"a": "E-post", "b": "Telefon", "c": "Møter; små"}), [1, 0, 1]),
        ("Epost;Tlf", ";", Question(options={"1": "Epost", "2": "Tlf"}), [1, 1, 0]),
    ],
)
def test_a_cell_that_lists_answers(
    text: str, separator: str, question: Question, expected: list[int]
) -> None:
    judged = listed(text, separator, OPTIONS, question)
    assert [one.value for one in judged] == expected
    assert {one.why for one in judged} == {"from_list"}


def test_a_cell_without_answers_or_with_strange_ones() -> None:
    assert [one.missing for one in listed("", ";", OPTIONS)] == ["no_answer"] * 3
    assert [one.missing for one in listed("Vet ikke", ";", OPTIONS)] == ["dont_know"] * 3
    fault = listed("E-post;Brev", ";", OPTIONS)[0].fault
    assert fault is not None
    assert fault.what == "the cell lists an answer that is no option of the question"
    assert [one.value for one in listed("E-post;Brev", ";", [*OPTIONS, OTHER])] == [1, 0, 0, 1]
    assert [one.value for one in listed("E-post", ";", [*OPTIONS, OTHER])] == [1, 0, 0, 0]


def test_a_ranking_in_one_cell_gives_places() -> None:
    items = [item.model_copy(update={"answers": "ranks"}) for item in OPTIONS]
    judged = listed("Telefon;E-post", ";", items)
    assert [(one.value, one.missing) for one in judged] == [(2, None), (1, None), (None, "no_answer")]
    assert judged[2].why == "not_ranked"
    twice = listed("Telefon;Telefon", ";", items)[0].fault
    assert twice is not None and twice.what == "the ranking lists an option twice"


def test_a_list_that_is_left_blank_is_no_answer() -> None:
    judged = {
        item.id: [listed(text, ";", OPTIONS)[place] for text in ("E-post", "")]
        for place, item in enumerate(OPTIONS)
    }
    fill_ticks(judged, instrument(OPTIONS))
    assert [[one.value for one in column] for column in judged.values()] == [[1, None], [0, None], [0, None]]


def test_texts_that_hold_the_separator_stay_whole() -> None:
    known = {"a, b": "one", "a": "two", "b": "three"}
    assert list(split_list("a, b,c,a", ",", known)) == ["a, b", "c", "a"]
