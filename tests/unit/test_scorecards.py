"""The scorecard of the reference study."""

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
