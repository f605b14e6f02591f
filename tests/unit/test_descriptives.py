import pandas as pd
import pytest

from analysis.descriptives import describe_responses
from analysis.scoring import score_scales
from tests.small_study import INSTRUMENT, PLAN, pick, small_study, typed_responses

RESPONSES = typed_responses(
    """
    case  group a1 a2 a3 a4 s1 s2 m1
    north left  4  5  1  4  10 30 1
    north left  4  x  1  4  20 .  1
    north right 2  1  5  4  40 60 2
    south left  5  5  2  4  .  .  1
    south right .  x  x  4  90 80 .
    """
)


def describe(responses: pd.DataFrame = RESPONSES) -> pd.DataFrame:
    scores = score_scales(responses, INSTRUMENT)
    return describe_responses(small_study(), {"small": responses}, scores)


def row(table: pd.DataFrame, statistic: str, **wanted: str) -> pd.Series:
    usual = {"scale": "", "item": "", "category": "", "case": "all", "group": "all", "sensitivity": "main"}
    return pick(table, **(usual | {"statistic": statistic} | wanted))


def test_a_scale_of_a_group() -> None:
    # 14/3, 4.5 and 14/3
    found = row(describe(), "mean", scale="trio", group="left")
    assert found["estimate"] == pytest.approx((14 / 3 + 4.5 + 14 / 3) / 3)
    assert (found["n"], found["n_groups"], found["n_cases"], found["n_excluded"]) == (3, 1, 2, 0)
    assert (found["df"], found["ci_level"], found["purpose"]) == (2, 0.95, "descriptive")
    assert found["ci_high"] <= 5


def test_people_without_a_score_are_counted() -> None:
    found = row(describe(), "mean", scale="trio")
    assert (found["n"], found["n_excluded"], found["n_smallest"]) == (4, 1, 4)


def test_one_person_has_a_mean_without_an_interval() -> None:
    found = row(describe(), "mean", scale="trio", case="north", group="right")
    assert found["estimate"] == pytest.approx((2 + 1 + 1) / 3)
    assert (found["status"], found["reason"]) == ("ok", "too_few_people")
    assert pd.isna(found["ci_low"])
    assert row(describe(), "sd", scale="trio", case="north", group="right")["status"] == "not_estimable"


def test_a_group_of_a_case_without_a_valid_answer_is_not_estimable() -> None:
    found = row(describe(), "mean", scale="trio", case="south", group="right")
    assert (found["status"], found["reason"], found["n"], found["n_excluded"]) == (
        "not_estimable",
        "no_answers",
        0,
        1,
    )


def test_items_are_as_asked_and_read_in_both_ways() -> None:
    assert row(describe(), "mean", item="a3", group="left")["estimate"] == pytest.approx(4 / 3)
    main, neutral = (
        row(describe(), "mean", item="a2"),
        row(describe(), "mean", item="a2", sensitivity="neutral"),
    )
    assert (main["estimate"], main["n"], main["n_excluded"]) == (pytest.approx(11 / 3), 3, 2)
    assert (neutral["estimate"], neutral["n"], neutral["n_excluded"]) == (pytest.approx(17 / 5), 5, 0)
    sliders = describe()[lambda table: table["item"] == "s1"]
    assert set(sliders["sensitivity"]) == {"main"}


def test_agreement_is_given_for_each_group_over_all_cases() -> None:
    table = describe()
    agreement = table[table["statistic"] == "rwg"]
    assert set(agreement["case"]) == {"all"} and set(agreement["group"]) == {"left", "right"}
    # s² = 1/3 of 4, 4, 5 against 2.5
    assert row(table, "rwg", item="a1", group="left")["estimate"] == pytest.approx(1 - 1 / 7.5)


def test_agreement_counts_the_neutral_answer_among_random_ones() -> None:
    # a2 of the left group is 5, x, 5: with the 3, s² = 4/3 against the variance 2 of 1 to 5
    found = row(describe(), "rwg", item="a2", group="left", sensitivity="neutral")
    assert found["estimate"] == pytest.approx(1 - (4 / 3) / 2)
    assert "random variance 2," in found["method"]


def test_people_who_all_answer_alike() -> None:
    table = describe()
    mean, sd = row(table, "mean", item="a4"), row(table, "sd", item="a4")
    assert (mean["estimate"], mean["reason"], mean["status"]) == (4, "no_variance", "ok")
    assert (sd["estimate"], sd["reason"]) == (0, "no_variance")
    assert row(table, "rwg", item="a4", group="left")["estimate"] == 1


def test_answers_are_counted() -> None:
    table = describe()
    count, share = row(table, "count", item="m1", category="1"), row(table, "share", item="m1", category="1")
    assert (count["estimate"], count["n"], count["n_excluded"]) == (3, 4, 1)
    assert share["estimate"] == pytest.approx(3 / 4)
    assert count["ci_low"] == pytest.approx(4 * share["ci_low"])
    assert row(table, "count", item="m1", category="2", group="left")["estimate"] == 0


def test_a_group_that_nobody_belongs_to_is_said_to_be_missing() -> None:
    table = describe(RESPONSES[RESPONSES["group"] == "left"])
    absent = table[table["group"] == "right"]
    assert set(absent["status"]) == {"not_estimable"} and set(absent["reason"]) == {"group_missing"}
    assert set(absent["case"]) == {"all"} and not absent.empty


def test_nobody_at_all_gives_an_empty_table() -> None:
    assert describe(RESPONSES.iloc[:0]).empty


def test_a_wave_is_described_by_itself() -> None:
    later = RESPONSES.assign(wave="after", a1=RESPONSES["a1"].replace(2, 5))
    table = describe(pd.concat([RESPONSES, later], ignore_index=True))
    assert row(table[table["wave"] == "before"], "mean", item="a1")["estimate"] == pytest.approx(15 / 4)
    assert row(table[table["wave"] == "after"], "mean", item="a1")["estimate"] == pytest.approx(18 / 4)


def test_every_number_that_is_missing_has_a_reason() -> None:
    table = describe()
    silent = table[(table["estimate"].isna() | table["ci_low"].isna()) & (table["reason"] == "")]
    assert silent.empty
    assert (table["status"].eq("ok") == table["estimate"].notna()).all()


def test_the_plan_chooses_what_is_described() -> None:
    chosen = {
        "described": PLAN["descriptions"]["described"] | {"scales": ["single"], "items": [], "counts": []}
    }
    scores = score_scales(RESPONSES, INSTRUMENT)
    table = describe_responses(small_study(descriptions=chosen), {"small": RESPONSES}, scores)
    assert set(table["scale"]) == {"single"} and set(table["item"]) == {""}
