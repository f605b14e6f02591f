import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.differences import compare_groups
from analysis.differences.tests import TESTS
from analysis.formulas import arrangements
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
EFFECTS = {"mean_difference", "hedges_g", "cliff_delta", "superiority", "gap"}
REACH = {"smallest_p", "detectable_effect", "expected_width", "cases_with_both_groups"}
STATISTICS = EFFECTS | REACH | set(TESTS)


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


def test_the_effects_over_all_cases() -> None:
    table = compare()
    effects = {name: row(table, name) for name in EFFECTS - {"gap"}}
    assert {one["n"] for one in effects.values()} == {11}
    assert {one["role"] for one in effects.values()} == {""}
    above = np.mean([(x > y) + (x == y) / 2 for x in LEFT for y in RIGHT])
    assert effects["superiority"]["estimate"] == pytest.approx(above)
    assert effects["cliff_delta"]["estimate"] == pytest.approx(2 * above - 1)
    assert effects["hedges_g"]["df"] == 9
    for one in effects.values():
        assert one["ci_low"] < one["estimate"] < one["ci_high"] and pd.isna(one["p"])


def test_a_margin_tests_equivalence_and_without_one_there_is_no_row() -> None:
    assert "equivalence" not in set(compare()["statistic"])
    comparison = COMPARED | {"scales": ["pair"], "purpose": "exploratory"}
    found, far = (
        row(compare(comparisons={"compared": comparison | {"margin": margin}}), "equivalence")
        for margin in (30.0, 300.0)
    )
    upper = stats.ttest_ind(LEFT, np.array(RIGHT) + 30, equal_var=False, alternative="less").pvalue
    assert found["p"] == pytest.approx(upper)
    assert (found["ci_level"], found["role"], found["n"]) == (pytest.approx(0.9), "sensitivity", 11)
    assert "margin 30;" in found["method"] and far["p"] < 0.001
    assert pd.isna(found["p_adjusted"])


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
    assert table.loc[table["role"] != "primary", "p_adjusted"].isna().all()


def test_families_are_adjusted_apart_and_as_the_plan_says() -> None:
    families = {name: {"label": label(name), "adjustment": "bh"} for name in ("tests", "others")}
    comparisons = {
        "one": COMPARED | {"scales": ["pair"], "purpose": "exploratory"},
        "two": COMPARED | {"scales": ["single"], "purpose": "confirmatory", "family": "others"},
    }
    table = compare(families=families, comparisons=comparisons)
    tests = table[table["statistic"] == "within_case_difference"]
    assert tests["p_adjusted"].tolist() == pytest.approx(tests["p"].tolist())


def planned(**comparison: object) -> pd.DataFrame:
    return compare(
        comparisons={"compared": COMPARED | {"scales": ["pair"], "purpose": "exploratory"} | comparison}
    )


def test_without_a_planned_test_the_design_chooses_and_the_others_stand_beside_it() -> None:
    table = planned()
    tests = table[table["statistic"].isin(TESTS)].set_index("statistic")
    assert tests["role"].to_dict() == dict.fromkeys(TESTS, "sensitivity") | {
        "within_case_difference": "primary"
    }
    assert tests.loc["case_permutation", ["status", "reason"]].tolist() == ["refused", "groups_within_cases"]
    assert set(tests.drop(index="case_permutation")["status"]) == {"ok"}
    assert tests.loc[["within_case_difference", "within_case_ranks"], "n"].tolist() == [10, 10]
    assert set(tests.drop(index=["within_case_difference", "within_case_ranks"])["n"]) == {11}


def test_the_planned_test_decides() -> None:
    table = planned(primary="welch")
    roles = table[table["statistic"].isin(TESTS)].set_index("statistic")["role"]
    assert roles[roles != "sensitivity"].to_dict() == {"welch": "primary"}
    assert row(table, "welch")["p_adjusted"] == row(table, "welch")["p"]
    assert pd.isna(row(table, "within_case_difference")["p_adjusted"])


def test_a_planned_test_that_the_design_refuses_has_a_substitute_outside_the_plan() -> None:
    table = planned(primary="case_permutation")
    refused, instead = row(table, "case_permutation"), row(table, "within_case_difference")
    assert (refused["role"], refused["status"]) == ("primary", "refused")
    assert (instead["role"], instead["status"]) == ("outside_plan", "ok")
    assert pd.isna(refused["p_adjusted"]) and instead["p_adjusted"] == instead["p"]
    assert row(table, "smallest_p")["estimate"] == pytest.approx(1 / 100)
    assert "within_case_difference" in row(table, "smallest_p")["method"]


def test_a_planned_test_of_ordered_answers_is_refused_where_the_scores_are_too_fine() -> None:
    fine = RESPONSES.assign(s1=pd.array(range(1, 13), dtype="Int64"))
    plan = {
        "compared": COMPARED | {"scales": ["pair"], "purpose": "exploratory", "primary": "cumulative_logit"}
    }
    table = compare(fine, comparisons=plan)
    assert row(table, "cumulative_logit")["reason"] == "not_ordered"
    assert row(table, "within_case_difference")["role"] == "outside_plan"


def test_no_case_with_both_sides() -> None:
    apart = RESPONSES[(RESPONSES["case"] != "south") & ~RESPONSES.index.isin([0, 1, 2])]
    table = compare(apart)
    for statistic in ("within_case_difference", "within_case_ranks"):
        found = row(table, statistic)
        assert (found["status"], found["reason"], found["role"], found["n_cases"]) == (
            "refused",
            "groups_between_cases",
            "sensitivity",
            0,
        )
    primary = row(table, "case_permutation")
    # two cases: their labels can be given out in two ways, which are equally extreme
    assert (primary["role"], primary["p"], primary["reason"]) == ("primary", 1, "level_not_reachable")
    assert row(table, "smallest_p")["estimate"] == 1
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
    assert row(table, "detectable_effect")["reason"] == "level_not_reachable"
    for test in TESTS:
        found = row(table, test)
        assert pd.isna(found["ci_low"]) and (pd.isna(found["p"]) or found["p"] == 1), test


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
    without_interval = REACH | {"within_case_ranks", "mann_whitney"}
    missing = table["ci_low"].isna() & ~table["statistic"].isin(without_interval) | table["estimate"].isna()
    assert (table.loc[missing, "reason"] != "").all()
    assert (table["status"].eq("ok") == table["estimate"].notna()).all()
