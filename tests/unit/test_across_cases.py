"""The cases' differences and their pooling, from answers typed as text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.cases.across import pool_cases
from analysis.contracts import ESTIMATES
from analysis.scoring import score_scales
from analysis.tables import conform
from tests.small_study import INSTRUMENT, pick, small_study, typed_responses

# pair is the mean of s1 and s2; west has one side only, and one person of north has no answer
RESPONSES = typed_responses(
    """
    case  group s1 s2 a4
    north left  80 60 5
    north left  75 55 5
    north right 30 20 1
    north right 45 35 2
    north right .  .  2
    south left  90 70 4
    south right 60 20 4
    south right 30 40 1
    east  left  55 45 4
    east  right 52 50 2
    west  left  10 10 4
    west  left  30 10 5
    """
)
CELLS = {
    "north": ([70, 65], [25, 40]),
    "south": ([80], [40, 35]),
    "east": ([50], [51]),
    "west": ([10, 20], []),
}
S2 = (12.5 + 112.5 + 12.5 + 50) / 4


def pool(responses: pd.DataFrame = RESPONSES, **plan: object) -> pd.DataFrame:
    return pool_cases(small_study(**plan), score_scales(responses, INSTRUMENT))


def row(table: pd.DataFrame, statistic: str, case: str = "all") -> pd.Series:
    return pick(table, statistic=statistic, scale="pair", case=case, sensitivity="main")


def test_every_case_has_a_row_with_the_common_variance() -> None:
    table = pool()
    for case, (left, right) in CELLS.items():
        found = row(table, "case_difference", case)
        if not right:
            assert (found["status"], found["reason"]) == ("not_estimable", "group_missing")
            continue
        difference = np.mean(left) - np.mean(right)
        half = stats.t.ppf(0.975, 4) * np.sqrt(S2 * (1 / len(left) + 1 / len(right)))
        assert found["estimate"] == pytest.approx(difference)
        assert [found["ci_low"], found["ci_high"]] == pytest.approx([difference - half, difference + half])
        assert (found["df"], found["n"], found["n_cases"]) == (4, len(left) + len(right), 1)
        assert pd.isna(found["p"])
    assert row(table, "case_difference", "north")["n_excluded"] == 1


def test_the_pooled_rows_count_the_cases_with_both_sides() -> None:
    table = pool()
    differences = {case: np.mean(a) - np.mean(b) for case, (a, b) in CELLS.items() if b}
    found = row(table, "pooled_difference")
    assert min(differences.values()) < found["estimate"] < max(differences.values())
    assert found["ci_low"] < found["estimate"] < found["ci_high"] and 0 < found["p"] < 1
    assert (found["n"], found["n_cases"], found["n_smallest"], found["df"]) == (9, 3, 4, 2)
    assert (found["n_excluded"], found["role"], found["purpose"]) == (1, "sensitivity", "exploratory")
    assert row(table, "pooled_tau")["estimate"] > 0
    further = row(table, "pooled_prediction")
    assert further["estimate"] == found["estimate"] and further["ci_low"] < found["ci_low"]
    assert "REML" in found["method"]
    assert list(table.columns) == ESTIMATES.names
    conform(table, ESTIMATES)


def test_the_plan_chooses_the_estimator() -> None:
    found = row(pool(cases={"pooling": "paule_mandel"}), "pooled_difference")
    assert "Paule-Mandel" in found["method"]


@pytest.mark.parametrize(
    ("kept", "status", "reason"),
    [
        (["north"], "refused", "too_few_cases"),
        (["west"], "not_estimable", "group_missing"),
        (["east", "west"], "refused", "too_few_cases"),
    ],
)
def test_fewer_than_two_cases_pool_nothing(kept: list[str], status: str, reason: str) -> None:
    found = pool(RESPONSES[RESPONSES["case"].isin(kept)])
    for statistic in ("pooled_difference", "pooled_tau", "pooled_prediction"):
        one = row(found, statistic)
        assert (one["status"], one["reason"]) == (status, reason)
        assert pd.isna(one["estimate"])


def test_two_cases_have_no_prediction() -> None:
    found = pool(RESPONSES[RESPONSES["case"].isin(["north", "south"])])
    assert row(found, "pooled_difference")["n_cases"] == 2
    assert row(found, "pooled_prediction")["reason"] == "too_few_cases"


def test_groups_that_never_meet() -> None:
    alone = RESPONSES[
        (RESPONSES["case"] == "north") & (RESPONSES["group"] == "right")
        | (RESPONSES["case"] == "west") & (RESPONSES["group"] == "left")
    ]
    assert row(pool(alone), "pooled_difference")["reason"] == "no_case_with_both_groups"


def test_one_person_a_cell_and_people_who_all_answer_alike() -> None:
    lonely = RESPONSES.drop_duplicates(["case", "group"])
    found = pool(lonely)
    one = row(found, "case_difference", "north")
    assert one["estimate"] == pytest.approx(45) and one["reason"] == "too_few_people"
    assert pd.isna(one["ci_low"]) and row(found, "pooled_difference")["reason"] == "too_few_people"
    alike = RESPONSES.assign(s1=50, s2=50, s1__missing=pd.NA, s2__missing=pd.NA)
    found = pool(alike)
    assert row(found, "case_difference", "north")["reason"] == "no_variance"
    assert row(found, "pooled_difference")["reason"] == "no_variance"
    nobody = RESPONSES.assign(s1=pd.NA, s2=pd.NA)
    assert set(pool(nobody).query("scale == 'pair'")["status"]) == {"not_estimable"}


def test_the_order_of_the_rows_changes_no_bit() -> None:
    pd.testing.assert_frame_equal(pool(), pool(RESPONSES.iloc[::-1].reset_index(drop=True)))
