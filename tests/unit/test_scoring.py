import numpy as np
import pandas as pd
import pytest

from analysis.scoring import item_answers, readings_of_item, readings_of_scale, score_scales, score_values
from tests.small_study import INSTRUMENT, pick, typed_responses

RESPONSES = typed_responses(
    """
    respondent case  group a1 a2 a3 a4 s1 s2
    p1         north left  4  5  1  2  10 30
    p2         north right 4  x  1  .  .  70
    p3         south left  .  x  2  x  .  .
    """
)


def score(respondent: str, scale: str, sensitivity: str = "main") -> pd.Series:
    scores = score_scales(RESPONSES, INSTRUMENT)
    return pick(scores, respondent=respondent, scale=scale, sensitivity=sensitivity)


def test_a_score_is_the_mean_with_reversed_items_turned_round() -> None:
    # 4, 5 and 6 - 1
    row = score("p1", "trio")
    assert row["score"] == pytest.approx(14 / 3)
    assert (row["n_answered"], row["n_items"], row["group"]) == (3, 3, "left")
    assert score("p1", "pair")["score"] == 20


def test_a_score_leaves_out_what_is_not_relevant_or_reads_it_as_neutral() -> None:
    assert score("p2", "trio")["score"] == pytest.approx((4 + 5) / 2)
    assert score("p2", "trio", "neutral")["score"] == pytest.approx((4 + 3 + 5) / 3)
    assert score("p2", "trio", "neutral")["n_answered"] == 3


def test_no_answer_is_missing_in_both_readings() -> None:
    for sensitivity in ("main", "neutral"):
        assert np.isnan(score("p2", "single", sensitivity)["score"])
    assert score("p3", "single", "neutral")["score"] == 3


def test_a_score_is_missing_below_the_stated_minimum() -> None:
    row = score("p3", "trio")
    assert np.isnan(row["score"]) and row["n_answered"] == 1
    assert score("p3", "trio", "neutral")["score"] == pytest.approx((3 + 4) / 2)
    assert score("p2", "pair")["score"] == 70


def test_only_answers_with_a_neutral_value_have_a_second_reading() -> None:
    scores = score_scales(RESPONSES, INSTRUMENT)
    assert set(scores.loc[scores["scale"] == "pair", "sensitivity"]) == {"main"}
    assert readings_of_scale(INSTRUMENT, "trio") == readings_of_item(INSTRUMENT, "a1") == ("main", "neutral")
    assert readings_of_scale(INSTRUMENT, "pair") == readings_of_item(INSTRUMENT, "m1") == ("main",)


def test_items_are_given_as_asked_or_turned_round_in_the_order_of_the_table() -> None:
    asked = item_answers(RESPONSES, INSTRUMENT, ["a3", "s1"], "main", orient=False)
    turned = item_answers(RESPONSES, INSTRUMENT, ["a3"], "main", orient=True)
    assert list(asked.columns) == ["wave", "case", "respondent", "group", "a3", "s1"]
    assert asked["a3"].tolist() == [1, 1, 2]
    assert asked["s1"].tolist() == pytest.approx([10, np.nan, np.nan], nan_ok=True)
    assert turned["a3"].tolist() == [5, 5, 4]


def test_scores_are_laid_side_by_side_for_the_same_people() -> None:
    people, values = score_values(score_scales(RESPONSES, INSTRUMENT), "small", ["single", "pair"])
    assert people.case.tolist() == ["north", "north", "south"]
    assert people.group.tolist() == ["left", "right", "left"]
    assert set(values) == {("single", "main"), ("single", "neutral"), ("pair", "main")}
    assert values["pair", "main"] == pytest.approx([20, 70, np.nan], nan_ok=True)


def test_nobody_gives_an_empty_table_of_scores() -> None:
    scores = score_scales(RESPONSES.iloc[:0], INSTRUMENT)
    assert scores.empty
    people, _ = score_values(scores, "small", ["trio"])
    assert len(people.case) == 0
