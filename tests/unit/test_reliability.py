import numpy as np
import pandas as pd
import pytest

from analysis.reliability import estimate_reliability
from tests.small_study import pick, small_study, typed_responses

RESPONSES = typed_responses(
    """
    case  group a1 a2 a3 a4 s1 s2
    north left  4  5  1  4  10 30
    north left  4  x  1  4  20 25
    north right 2  1  5  4  40 60
    south left  5  5  2  2  50 .
    south left  1  2  4  2  60 50
    south right .  x  x  4  90 80
    """
)


def estimate(responses: pd.DataFrame = RESPONSES) -> pd.DataFrame:
    return estimate_reliability(small_study(), {"small": responses})


def row(table: pd.DataFrame, scale: str, group: str = "all", sensitivity: str = "main") -> pd.Series:
    return pick(table, scale=scale, group=group, sensitivity=sensitivity)


def test_alpha_is_taken_of_complete_rows_with_reversed_items_turned_round() -> None:
    found = row(estimate(), "trio")
    complete = np.array([[4, 5, 5], [2, 1, 1], [5, 5, 4], [1, 2, 2]])
    parts, whole = complete.var(axis=0, ddof=1).sum(), complete.sum(axis=1).var(ddof=1)
    assert found["statistic"] == "alpha"
    assert found["estimate"] == pytest.approx(1.5 * (1 - parts / whole))
    assert (found["n"], found["n_excluded"], found["n_groups"], found["n_cases"]) == (4, 2, 2, 2)


def test_two_items_have_spearman_brown() -> None:
    found = row(estimate(), "pair")
    r = np.corrcoef([10, 20, 40, 60, 90], [30, 25, 60, 50, 80])[0, 1]
    assert found["statistic"] == "spearman_brown"
    assert found["estimate"] == pytest.approx(2 * r / (1 + r))
    assert (found["n"], found["n_excluded"]) == (5, 1)


def test_one_item_is_not_estimable() -> None:
    found = row(estimate(), "single")
    assert (found["statistic"], found["status"], found["reason"]) == ("alpha", "not_estimable", "one_item")
    assert found["n"] == 6


def test_both_readings_where_the_answers_have_two() -> None:
    assert row(estimate(), "trio", sensitivity="neutral")["n"] == 5
    assert set(estimate().loc[lambda table: table["scale"] == "pair", "sensitivity"]) == {"main"}


@pytest.mark.parametrize(
    ("scale", "group", "reason", "n"),
    [("trio", "right", "too_few_people", 1), ("pair", "right", "too_few_people", 2)],
)
def test_a_group_of_few_is_not_estimable(scale: str, group: str, reason: str, n: int) -> None:
    found = row(estimate(), scale, group)
    assert (found["status"], found["reason"], found["n"]) == ("not_estimable", reason, n)


def test_a_group_that_nobody_belongs_to() -> None:
    found = row(estimate(RESPONSES[RESPONSES["group"] == "left"]), "trio", "right")
    assert (found["status"], found["reason"]) == ("not_estimable", "group_missing")


def test_all_answers_missing_and_all_answers_alike() -> None:
    emptied = RESPONSES.assign(a1=pd.array([pd.NA] * 6, dtype="Int64"), a1__missing="no_answer")
    assert row(estimate(emptied), "trio")["reason"] == "no_answers"
    alike = RESPONSES.assign(s1=50, s2=50)
    assert row(estimate(alike), "pair")["reason"] == "no_variance"
