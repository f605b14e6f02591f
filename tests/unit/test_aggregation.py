import numpy as np
import pandas as pd
import pytest

from analysis.formulas.group_agreement import estimate_rwg_j, estimate_rwg_j_star
from analysis.formulas.intraclass import estimate_icc2
from analysis.populations import build_table, sort_people
from analysis.reliability.aggregation import judge_aggregation
from analysis.scoring import score_scales
from tests.small_study import INSTRUMENT, pick, small_study, typed_responses

LEVEL = 0.95
AGREEING = """
    case  group s1 s2 a1 a2 a3
    north left  10 12 5  5  1
    north right 12 10 5  4  1
    north left  11 14 4  x  2
    south left  50 55 1  2  5
    south right 52 51 2  1  4
    west  left  90 85 4  4  2
    west  right 88 90 5  4  1
    east  right 70 .  .  .  .
"""


def judge(text: str = AGREEING, **plan: object) -> pd.DataFrame:
    study, answers = small_study(**plan), sort_people(typed_responses(text))
    scores = score_scales(answers, INSTRUMENT)
    analysis = study.plan.reliability["reliability"]
    return build_table(judge_aggregation(study, "reliability", analysis, answers, scores))


def row(table: pd.DataFrame, statistic: str, scale: str = "pair", **wanted: str) -> pd.Series:
    return pick(table, scale=scale, statistic=statistic, **({"sensitivity": "main", "case": "all"} | wanted))


def test_each_case_has_its_agreement_under_two_nulls() -> None:
    table, north = judge(), np.array([[10.0, 12], [12, 10], [11, 14]])
    uniform = row(table, "rwg_j", case="north")
    expected = estimate_rwg_j(north, 833.25, LEVEL)
    assert (uniform["estimate"], uniform["ci_low"]) == pytest.approx((expected.value, expected.low))
    triangular = row(table, "rwg_j_triangular", case="north")
    assert triangular["estimate"] == pytest.approx(estimate_rwg_j(north, 10198 / 24, LEVEL).value)
    star = row(table, "rwg_j_star", case="north")
    assert star["estimate"] == pytest.approx(estimate_rwg_j_star(north, 833.25, LEVEL).value)


def test_items_are_turned_round_and_incomplete_rows_left_out() -> None:
    found = row(judge(), "rwg_j", "trio", case="north")
    assert (found["n"], found["n_excluded"]) == (2, 1)
    assert found["estimate"] == pytest.approx(
        estimate_rwg_j(np.array([[5.0, 5, 5], [5, 4, 5]]), 2.5, LEVEL).value
    )
    neutral = row(judge(), "rwg_j", "trio", case="north", sensitivity="neutral")
    assert (neutral["n"], neutral["n_excluded"]) == (3, 0)


def test_medians_are_over_cases_with_two_complete_people() -> None:
    table = judge()
    cases = [row(table, "rwg_j", case=case)["estimate"] for case in ("north", "south", "west")]
    median = row(table, "rwg_j_median")
    assert median["estimate"] == pytest.approx(np.median(cases))
    assert (median["n"], median["n_cases"], median["n_excluded"]) == (7, 3, 1)
    alone = row(table, "rwg_j", case="east")
    assert (alone["status"], alone["reason"]) == ("not_estimable", "no_answers")


def test_a_case_mean_may_be_formed_where_people_agree_and_cases_differ() -> None:
    table = judge()
    values = np.array([11, 11, 12.5, 52.5, 51.5, 87.5, 89, 70])
    icc2 = estimate_icc2(values, np.array([0, 0, 0, 1, 1, 2, 2, 3]), LEVEL)
    assert row(table, "icc2")["estimate"] == pytest.approx(icc2.value)
    verdict = row(table, "case_mean_admissible")
    assert (verdict["estimate"], verdict["status"], verdict["n"]) == (1, "ok", 8)


def test_agreement_alone_is_not_enough() -> None:
    alike = AGREEING.replace("50 55", "10 15").replace("52 51", "12 11").replace("90 85", "10 9")
    table = judge(alike.replace("88 90", "11 12").replace("70 .", "11 ."))
    assert row(table, "rwg_j_triangular_median")["estimate"] > 0.99
    assert row(table, "icc2")["estimate"] < 0.7
    assert row(table, "case_mean_admissible")["estimate"] == 0


def test_the_sharper_null_can_forbid_what_the_milder_one_allows() -> None:
    split = AGREEING.replace("12 10", "40 40").replace("52 51", "76 81").replace("88 90", "64 59")
    table = judge(split)
    assert row(table, "rwg_j_median")["estimate"] >= 0.7 > row(table, "rwg_j_triangular_median")["estimate"]
    assert row(table, "case_mean_admissible")["estimate"] == 0
    milder = judge(split, aggregation={"agreement": 0.2, "reliability": 0.7})
    assert row(milder, "case_mean_admissible")["estimate"] == 1


def test_an_interval_of_r_star_stays_inside_what_answers_can_be() -> None:
    found = row(judge(), "rwg_j_star", "trio", case="south")
    assert found["ci_low"] == pytest.approx(1 - 16 / (2 * 2.5))


@pytest.mark.parametrize(
    ("lines", "reason", "status"),
    [
        (AGREEING.strip().splitlines()[1:4], "too_few_cases", "refused"),
        ([AGREEING.strip().splitlines()[place] for place in (1, 4, 6)], "too_few_people", "not_estimable"),
    ],
)
def test_one_case_or_nobody_beside_another_gives_no_verdict(
    lines: list[str], reason: str, status: str
) -> None:
    table = judge("\n".join([AGREEING.strip().splitlines()[0], *lines]))
    verdict = row(table, "case_mean_admissible")
    assert (verdict["reason"], verdict["status"]) == (reason, status)
    assert np.isnan(verdict["estimate"])


def test_everybody_alike_gives_no_verdict() -> None:
    table = judge("case group s1 s2\nnorth left 50 50\nnorth left 50 50\nsouth left 50 50\nsouth left 50 50")
    assert row(table, "rwg_j", case="north")["reason"] == "no_variance"
    assert row(table, "icc1")["reason"] == "no_variance"
    assert row(table, "case_mean_admissible")["reason"] == "no_variance"


def test_a_further_case_leaves_the_others_as_they_were() -> None:
    before, after = judge(), judge(AGREEING + "    far left 1 99 1 5 5\n    far right 2 98 4 2 1\n")
    for statistic in ("rwg_j", "rwg_j_triangular", "rwg_j_star"):
        ours, theirs = (row(table, statistic, case="west") for table in (before, after))
        assert (ours["estimate"], ours["ci_low"]) == (theirs["estimate"], theirs["ci_low"])
