import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.differences import compare_groups
from analysis.formulas import arrangements
from analysis.formulas.effects import expected_width, power_of_t_test
from analysis.scoring import score_scales
from tests.small_study import COMPARED, INSTRUMENT, label, pick, small_study, typed_responses

# the last case has one side only; one person of the first has no answer
RESPONSES = typed_responses(
    """
    case  group s1 s2 a4
    north left  80 60 5
    north left  75 55 5
    north left  40 60 4
    north right 30 20 1
    north right 45 35 2
    north right .  .  2
    south left  90 70 4
    south left  55 65 5
    south right 60 20 4
    south right 30 40 1
    south right 20 30 2
    west  left  10 10 4
    """
)
LEFT, RIGHT = [70, 65, 50, 80, 60, 10], [25, 40, 40, 35, 25]
STATISTICS = {
    "mean_difference",
    "within_case_difference",
    "hedges_g",
    "smallest_p",
    "detectable_effect",
    "expected_width",
    "gap",
}


def compare(responses: pd.DataFrame = RESPONSES, **plan: object) -> pd.DataFrame:
    return compare_groups(small_study(**plan), score_scales(responses, INSTRUMENT))


def row(
    table: pd.DataFrame, statistic: str, scale: str = "pair", case: str = "all", sensitivity: str = "main"
) -> pd.Series:
    return pick(table, statistic=statistic, scale=scale, case=case, sensitivity=sensitivity)


def test_the_rows_of_a_comparison() -> None:
    table = compare()
    assert set(table["statistic"]) == STATISTICS
    assert set(table["family"]) == {"tests"} and set(table["purpose"]) == {"exploratory"}
    assert set(table["contrast"]) == {"sides"} and set(table["group"]) == {"all"}
    assert set(table.loc[table["statistic"] == "gap", "case"]) == {"north", "south", "west"}


def test_the_raw_difference_is_of_all_who_answered() -> None:
    found = row(compare(), "mean_difference")
    welch = stats.ttest_ind(LEFT, RIGHT, equal_var=False)
    assert found["estimate"] == pytest.approx(np.mean(LEFT) - np.mean(RIGHT))
    assert found["df"] == pytest.approx(welch.df)
    assert found["ci_low"] == pytest.approx(welch.confidence_interval(0.95).low)
    assert (found["n"], found["n_smallest"], found["n_groups"], found["n_cases"]) == (11, 5, 2, 3)
    assert found["n_excluded"] == 1
    assert pd.isna(found["p"])


def test_the_test_is_within_the_cases_that_have_both_sides() -> None:
    found = row(compare(), "within_case_difference")
    # weights 3·2/5 and 2·3/5 of the differences 61 2/3 - 32 1/2 and 70 - 33 1/3
    assert found["estimate"] == pytest.approx((185 / 3 - 32.5 + 70 - 100 / 3) / 2)
    # complete separation in both cases: one of 10 · 10 arrangements
    assert found["p"] == pytest.approx(1 / 100)
    assert (found["n"], found["n_smallest"], found["n_cases"], found["n_excluded"]) == (10, 5, 2, 1)
    assert found["ci_low"] > 0
    assert row(compare(), "smallest_p")["estimate"] == pytest.approx(1 / 100)
    assert pd.isna(row(compare(), "smallest_p")["p"])


def test_hedges_g_and_what_these_numbers_can_show() -> None:
    table = compare()
    g, d, width = (row(table, name) for name in ("hedges_g", "detectable_effect", "expected_width"))
    assert g["df"] == 9 and g["ci_low"] < g["estimate"] < g["ci_high"]
    assert power_of_t_test(d["estimate"], 6, 5, 0.05) == pytest.approx(0.8)
    assert width["estimate"] == pytest.approx(expected_width(6, 5, 0.95).value)
    assert {one["n"] for one in (g, d, width)} == {11}


def test_the_gap_of_a_case() -> None:
    found = row(compare(), "gap", case="south")
    assert found["estimate"] == pytest.approx(70 - 100 / 3)
    assert (found["n"], found["n_smallest"], found["n_cases"], found["status"]) == (5, 2, 1, "ok")
    assert found["ci_low"] < found["estimate"] < found["ci_high"]


def test_the_gap_of_a_case_with_one_side() -> None:
    found = row(compare(), "gap", case="west")
    assert (found["status"], found["reason"], found["n"]) == ("not_estimable", "group_missing", 1)


def test_the_gap_of_a_case_with_one_person_on_a_side_has_no_interval() -> None:
    few = RESPONSES.drop(index=[1, 2])
    found = row(compare(few), "gap", case="north")
    assert (found["status"], found["reason"], found["estimate"]) == ("ok", "too_few_people", 37.5)
    assert pd.isna(found["ci_low"])


def test_a_side_of_a_case_that_did_not_answer() -> None:
    silent = RESPONSES.assign(
        a4=RESPONSES["a4"].mask(RESPONSES.index.isin([3, 4, 5])), a4__missing="no_answer"
    )
    assert row(compare(silent), "gap", "single", "north")["reason"] == "no_answers"


def test_p_is_adjusted_in_its_family_and_reading() -> None:
    table = compare()
    tests = table[(table["statistic"] == "within_case_difference") & (table["sensitivity"] == "main")]
    known = tests[tests["p"].notna()]
    assert set(known["scale"]) == {"pair", "single"}
    smaller, larger = sorted(known["p"])
    assert sorted(known["p_adjusted"]) == pytest.approx([2 * smaller, max(2 * smaller, larger)])
    assert table.loc[table["statistic"] != "within_case_difference", "p_adjusted"].isna().all()


def test_families_are_adjusted_apart_and_as_the_plan_says() -> None:
    families = {name: {"label": label(name), "adjustment": "bh"} for name in ("tests", "others")}
    comparisons = {
        "one": COMPARED | {"scales": ["pair"], "purpose": "exploratory"},
        "two": COMPARED | {"scales": ["single"], "purpose": "confirmatory", "family": "others"},
    }
    table = compare(families=families, comparisons=comparisons)
    tests = table[table["statistic"] == "within_case_difference"]
    assert tests["p_adjusted"].tolist() == pytest.approx(tests["p"].tolist())


def test_no_case_with_both_sides() -> None:
    apart = RESPONSES[(RESPONSES["case"] != "south") & ~RESPONSES.index.isin([0, 1, 2])]
    table = compare(apart)
    for statistic in ("within_case_difference", "smallest_p"):
        found = row(table, statistic)
        assert (found["status"], found["reason"], found["n_cases"]) == (
            "not_estimable",
            "no_case_with_both_groups",
            0,
        )
    assert row(table, "mean_difference")["reason"] == "too_few_people"
    assert row(table, "hedges_g")["status"] == "not_estimable"


def test_a_level_that_no_permutation_reaches() -> None:
    pairs = RESPONSES.loc[[0, 3, 6, 8]]
    found = row(compare(pairs), "within_case_difference")
    assert (found["status"], found["reason"]) == ("ok", "level_not_reachable")
    assert found["p"] == pytest.approx(0.5) and pd.isna(found["ci_low"])


def test_a_group_that_nobody_belongs_to() -> None:
    table = compare(RESPONSES[RESPONSES["group"] == "left"])
    assert set(table["status"]) == {"not_estimable"} and set(table["reason"]) == {"group_missing"}
    assert set(table["statistic"]) == STATISTICS


def test_all_answers_missing() -> None:
    emptied = RESPONSES.assign(
        s1=pd.array([pd.NA] * 12, dtype="Int64"), s2=pd.array([pd.NA] * 12, dtype="Int64")
    )
    table = compare(emptied)
    table = table[table["scale"] == "pair"]
    assert set(table["status"]) == {"not_estimable"}
    assert set(table["reason"]) == {"no_answers", "group_missing"}
    assert (table["n"] == 0).all()


def test_everybody_answers_alike() -> None:
    alike = RESPONSES.assign(a4=4)
    table = compare(alike)
    assert row(table, "mean_difference", "single")["reason"] == "no_variance"
    for statistic in ("within_case_difference", "smallest_p", "hedges_g"):
        found = row(table, statistic, "single")
        assert (found["status"], found["reason"]) == ("not_estimable", "no_variance")


def test_two_people() -> None:
    table = compare(RESPONSES.loc[[0, 3]])
    assert row(table, "mean_difference")["estimate"] == 45
    assert row(table, "within_case_difference")["reason"] == "level_not_reachable"
    assert row(table, "detectable_effect")["reason"] == "too_few_people"


def test_drawn_permutations_name_their_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare()["seed"].isna().all()
    monkeypatch.setattr(arrangements, "LISTED", 0)
    monkeypatch.setattr(arrangements, "COUNTED", 0)
    found = row(compare(), "within_case_difference")
    assert found["seed"] == 7 and "random permutations" in found["method"]
    assert found["p"] == row(compare(), "within_case_difference")["p"]


def test_nobody_at_all_gives_an_empty_table() -> None:
    assert compare(RESPONSES.iloc[:0]).empty


def test_every_number_that_is_missing_has_a_reason() -> None:
    table = compare()
    without_interval = {"smallest_p", "detectable_effect", "expected_width"}
    missing = table["ci_low"].isna() & ~table["statistic"].isin(without_interval) | table["estimate"].isna()
    assert (table.loc[missing, "reason"] != "").all()
    assert (table["status"].eq("ok") == table["estimate"].notna()).all()
