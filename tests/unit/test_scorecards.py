"""The scorecard of the reference study."""

from math import isnan
from pathlib import Path

import pytest

from analysis.codebooks import Codebook, load_codebook
from analysis.scorecards import Scorecard, load_scorecard

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def samson() -> Scorecard:
    return load_scorecard(REPOSITORY / "config" / "scorecards" / "samson.yaml", REPOSITORY)


@pytest.fixture(scope="module")
def frame() -> Codebook:
    return load_codebook(REPOSITORY / "config" / "codebooks" / "samskaping2018.yaml", REPOSITORY)


def test_samson_goes_from_0_to_10_and_says_that_this_is_ours(samson: Scorecard) -> None:
    assert (samson.lowest, samson.highest, samson.minimum_answered) == (0, 10, 3)
    assert samson.source.ours


def test_its_fields_are_the_fields_of_action_by_the_same_names(samson: Scorecard, frame: Codebook) -> None:
    codes = frame.code("fields").codes
    assert [field.id for field in samson.fields] == [code.id for code in codes]
    assert [field.label for field in samson.fields] == [code.label for code in codes]


def test_it_has_the_four_values_and_six_to_nine_questions_a_field(samson: Scorecard, frame: Codebook) -> None:
    assert [value.id for value in samson.values] == [code.id for code in frame.code("values").codes]
    assert [value.label for value in samson.values] == [code.label for code in frame.code("values").codes]
    assert [len(field.questions) for field in samson.fields] == [7, 8, 9, 8, 7, 6, 6]
    assert {field.id: len(field.themes) for field in samson.fields if field.themes} == {
        "communication": 7,
        "anchoring": 3,
    }
    assert {len(question.values) for field in samson.fields for question in field.questions} == {1, 2}


def test_a_question_has_its_place_as_its_number(samson: Scorecard) -> None:
    assert samson.numbers["equality_1"] == "1-1"
    assert samson.numbers["communication_9"] == "3-9"
    assert len(set(samson.numbers.values())) == len(samson.numbers) == 51


def test_a_question_weighs_what_its_values_weigh_on_average(samson: Scorecard) -> None:
    # Question 1-1 rests on openness and democracy, 1-2 on openness alone.
    weights = {"openness": 9.0, "democracy": 4.0}
    assert (samson.weigh("equality_1", weights), samson.weigh("equality_2", weights)) == (6.5, 9)
    assert isnan(samson.weigh("equality_1", {"openness": 9.0}))
    assert isnan(samson.weigh("no_such_question", weights))
