import numpy as np
import pandas as pd
import pytest

from analysis.cases.inside import describe_spread, measure_distances
from analysis.formulas.spread import (
    deviations_from_others,
    distances_from_others,
    estimate_ordinal_spread,
    spread_within_cases,
)
from analysis.scoring import score_scales
from tests.small_study import INSTRUMENT, pick, small_study, typed_responses

# Four people a case; the last of the first case is 30 above the others on both scales.
SCORES = np.array(
    [[50, 50], [52, 49], [54, 51], [84, 80], [20, 22], [22, 20], [24, 21], [26, 25.0]], dtype=float
)
CASES = np.repeat([0, 1], 4)
PEOPLE = """
    respondent case  group a1 a2 a3 a4 s1 s2 m1
    p1         north left  4  4  2  4  20 20 1
    p2         north left  5  4  1  5  22 21 1
    p3         north right 4  5  2  5  18 20 2
    p4         north right 1  1  5  1  95 90 2
    p5         south left  2  4  2  2  40 41 1
    p6         south right 4  2  2  4  44 40 .
    p7         south right 4  4  4  4  42 41 1
    p8         west  left  5  5  1  4  60 60 2
    p9         west  right 1  2  5  1  10 10 2
"""


def distances(text: str = PEOPLE) -> pd.DataFrame:
    return measure_distances(small_study(), score_scales(typed_responses(text), INSTRUMENT))


def spread(text: str = PEOPLE) -> pd.DataFrame:
    return describe_spread(small_study(), {"small": typed_responses(text)})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([7, 0, 0, 0], 0), ([5, 0, 0, 5], 1), ([1, 1, 1, 1], 2 / 3), ([0, 5, 5, 0], 1 / 3), ([2, 0, 1], 2 / 3)],
)
def test_ordinal_spread(counts: list[int], expected: float) -> None:
    assert estimate_ordinal_spread(np.array(counts)).value == pytest.approx(expected)
    assert estimate_ordinal_spread(np.array(counts[::-1])).value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("counts", "reason"), [([0, 0], "no_answers"), ([1, 0], "too_few_people"), ([3], "no_variance")]
)
def test_ordinal_spread_of_nobody_of_one_and_of_one_answer(counts: list[int], reason: str) -> None:
    found = estimate_ordinal_spread(np.array(counts))
    assert (found.exists, found.reason) == (False, reason)


def test_the_spread_of_pairs_is_a_standard_deviation_of_normal_people() -> None:
    people = np.random.default_rng(4).normal(scale=3, size=(3000, 1)) + np.repeat(np.arange(1000), 3)[:, None]
    assert spread_within_cases(people, np.repeat(np.arange(1000), 3))[0] == pytest.approx(3, rel=0.03)


def test_deviations_are_from_the_others_and_need_two_of_them() -> None:
    apart = deviations_from_others(SCORES, CASES)
    assert apart[3, 0] == 84 - 52
    assert apart[0, 0] == 50 - 54
    with_gaps = np.where(np.arange(8)[:, None] == 1, np.nan, SCORES)
    assert deviations_from_others(with_gaps, CASES)[0, 0] == 50 - 54
    few = deviations_from_others(SCORES[[0, 1]], CASES[[0, 1]])
    assert np.isnan(few).all()


def test_one_far_off_does_not_make_the_others_of_a_case_of_three_far() -> None:
    three = deviations_from_others(np.array([[50.0], [52], [90]]), np.zeros(3, dtype=np.int64))
    assert list(three[:, 0]) == [-2, 0, 38]


def test_distance_has_no_unit_and_the_sign_follows_the_scale() -> None:
    higher, lower = np.array([1.0, 1.0]), np.array([-1.0, -1.0])
    found, turned = distances_from_others(SCORES, CASES, higher), distances_from_others(SCORES, CASES, lower)
    assert np.argmax(found[:, 0]) == 3
    assert found[3, 0] == found[3, 1] == -turned[3, 1]
    rescaled = distances_from_others(SCORES * [7, 0.1] + 3, CASES, higher)
    assert rescaled == pytest.approx(found)


def test_one_who_answers_far_less_favourably_is_found() -> None:
    table = distances().set_index("respondent")
    assert list(table.index[table["far"] == "yes"]) == ["p4"]
    assert table.loc["p4", "direction"] == -table.loc["p4", "distance"] < -3
    assert (table.loc["p4", "n_others"], table.loc["p4", "n_scales"], table.loc["p4", "cutoff"]) == (3, 3, 2)
    assert table.loc["p1", "far"] == "no"


def test_two_people_of_a_case_are_not_far_from_each_other() -> None:
    table = distances().set_index("respondent").loc[["p8", "p9"]]
    assert set(table["far"]) == {"not_estimable"}
    assert set(table["reason"]) == {"too_few_people"}
    assert table["distance"].isna().all()


def test_without_answers_or_with_less_than_half_of_the_scales_there_is_no_distance() -> None:
    gaps = PEOPLE.replace(
        "p5         south left  2  4  2  2  40 41", "p5         south left  .  .  .  .  .  ."
    )
    gaps = gaps.replace(
        "p1         north left  4  4  2  4  20 20", "p1         north left  .  .  .  .  20 20"
    )
    table = distances(gaps).set_index("respondent")
    assert (table.loc["p5", "reason"], table.loc["p5", "far"]) == ("no_answers", "not_estimable")
    assert (table.loc["p1", "reason"], table.loc["p1", "n_scales"]) == ("too_few_items", 1)


def test_people_who_all_answer_alike_are_not_far() -> None:
    alike = "case group a1 a2 a3 a4 s1 s2\n" + "north left 4 4 2 4 20 20\n" * 4
    assert set(distances(alike)["reason"]) == {"too_few_items"}


def test_spread_of_ordered_counted_items_by_case_by_group_and_for_all() -> None:
    table = spread()
    found = {(row["case"], row["group"]): row["estimate"] for _, row in table.iterrows()}
    assert set(found) == {
        *(("all", group) for group in ("all", "left", "right")),
        *((case, "all") for case in ("north", "south", "west")),
    }
    assert found["north", "all"] == 1
    assert found["west", "all"] == 0
    assert found["all", "all"] == pytest.approx(2 * min(4 / 8, 4 / 8))
    north = pick(table, case="north", group="all")
    assert (north["statistic"], north["item"], north["n"]) == ("ordinal_spread", "m1", 4)


def test_a_case_of_one_has_no_spread() -> None:
    alone = spread("case group m1\nnorth left 1\nsouth left 2\nsouth left .")
    assert pick(alone, case="south")["reason"] == "too_few_people"
    assert pick(alone, group="right")["reason"] == "group_missing"


def test_names_of_people_change_no_distance() -> None:
    renamed = distances(PEOPLE.replace("p1 ", "z1 ").replace("p4 ", "a4 "))
    ours, theirs = (set(table["distance"].dropna()) for table in (distances(), renamed))
    assert ours == theirs
