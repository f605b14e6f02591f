from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.validation.adapters.several_groups import (
    compute_adjusted,
    compute_several_groups,
    compute_within_cases,
)
from analysis.validation.adapters.sides import order_groups, read_two_sides
from analysis.validation.adapters.two_groups import ADAPTERS
from analysis.validation.cases import ReferenceCase

LIMITS = {"low": -1, "high": 1, "paired": False}


def build_case(
    data: dict[str, Any], params: Any = None, expected: dict[str, Any] | None = None, folder: Path = Path()
) -> ReferenceCase:
    return ReferenceCase("made", "made", data, params or {}, expected or {}, {}, "", "", folder)


def are_undefined(found: Any, *names: str) -> bool:
    return all(isnan(found[name]) for name in names)


@pytest.mark.parametrize(
    ("groups", "order"),
    [
        (["10", "9", "9"], ["9", "10"]),
        (["b", "A", "a", "C"], ["a", "A", "b", "C"]),
        (["10a", "9a"], ["10a", "9a"]),
        (["-1", "2.5", "0"], ["-1", "0", "2.5"]),
    ],
)
def test_groups_stand_in_the_order_of_r(groups: list[str], order: list[str]) -> None:
    assert order_groups(np.array(groups)) == order


def test_a_file_may_hold_two_columns_or_values_beside_labels(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text("x,y\n1,4\n2,\n3,6\n")
    (tmp_path / "long.csv").write_text("score,who\n4,new\n1,\n6,new\n2,old\n,old\n")
    x, y = read_two_sides(build_case({"csv": "wide.csv"}, folder=tmp_path))
    assert (x.tolist(), y.tolist()) == ([1, 2, 3], [4, 6])
    x, y = read_two_sides(build_case({"csv": "long.csv"}, folder=tmp_path))
    assert (x.tolist(), y.tolist()) == ([4, 6], [2])


@pytest.mark.parametrize(("x", "y"), [([3, 3, 3], [3, 3]), ([5, 5], [1, 1]), (5, [1, 2, 3]), (5, 4)])
def test_what_is_undefined_comes_out_undefined(x: Any, y: Any) -> None:
    case = build_case({"x": x, "y": y}, LIMITS)
    assert are_undefined(ADAPTERS["welch_t"](case), "t", "p", "low", "high", "student_t", "student_p")
    assert are_undefined(ADAPTERS["brunner_munzel"](case), "W", "p", "low", "high")
    assert are_undefined(ADAPTERS["tost"](case), "p_tost", "t_low", "ci90_low", "p_tost_pooled")
    assert are_undefined(
        ADAPTERS["hedges_g"](case), "cohens_d", "hedges_g", "hedges_g_unequal_var", "var_g_LS"
    )
    assert 0 < ADAPTERS["permutation_mean_difference_exact"](case)["p_two_sided_abs"] <= 1


def test_params_may_be_an_empty_list() -> None:
    found = ADAPTERS["welch_t"](build_case({"x": [1, 2, None, 4], "y": [2, 3]}, []))
    assert found["low"] < found["mean_diff"] < found["high"]


def test_pairs_are_left_out_where_one_is_missing() -> None:
    case = build_case({"x": [1, 2, None, 4], "y": [1, 3, 5, None]}, {**LIMITS, "paired": True})
    found = ADAPTERS["tost"](case)
    assert found["df"] == 1 and found["p_tost_pooled"] is None
    assert (found["t_low"], found["t_high"]) == pytest.approx((1, -3))


def test_the_group_that_the_case_names_is_summed() -> None:
    data = {"v": [1, 2, 3, 4], "group": [1, 1, 2, 2], "block": ["A", "B", "A", "B"]}
    named = compute_within_cases(build_case(data, {"statistic": "sum of v in group '2'"}))
    assert named["sum_group1"] == 7
    assert compute_within_cases(build_case(data))["sum_group1"] == 3, "else the first"
    assert named["p_greater"] == compute_within_cases(build_case(data))["p_less"] == 0.25


def test_blocks_of_one_group_leave_one_arrangement() -> None:
    data = {"v": [1, 2, 3, 4], "group": ["x", "x", "y", "y"], "block": ["A", "A", "B", "B"]}
    found = compute_within_cases(build_case(data))
    assert (found["n_arrangements"], found["p_two_sided"], found["variance"]) == (1, 1, 0)
    assert are_undefined(found, "z", "p_asymptotic", "coin_asymptotic_p")


def test_pairs_of_groups_follow_the_factor_that_the_case_lists() -> None:
    data = {"v": [1, 2, 3, 5, 8, 9], "group": ["low", "low", "mid", "mid", "high", "high"]}
    listed = {"dunn_group1": ["low", "low", "mid"], "dunn_group2": ["mid", "high", "high"]}
    found = compute_several_groups(build_case(data, expected=listed))
    assert (found["dunn_group1"], found["dunn_group2"]) == (listed["dunn_group1"], listed["dunn_group2"])
    assert min(found["dunn_z"]) > 0, "each later group answers higher"
    wrong = {"dunn_group1": ["low", "low", "mid"], "dunn_group2": ["mid", "other", "other"]}
    assert compute_several_groups(build_case(data, expected=wrong))["dunn_group1"] == ["high", "high", "low"]


def test_equal_values_and_groups_of_one_have_no_welch_f() -> None:
    same = compute_several_groups(build_case({"v": [3, 3, 3, 3], "group": ["a", "a", "b", "b"]}))
    assert are_undefined(same, "H", "p", "epsilon2_rank", "eta2_H", "welch_F", "welch_p")
    single = compute_several_groups(build_case({"v": [1, 2, None, 4, 5], "group": ["a", "a", "b", "b", "c"]}))
    assert single["H"] == pytest.approx(12 / 20 * (9 / 2 + 9 + 16) - 15)
    assert are_undefined(single, "welch_F", "welch_df2")


@pytest.mark.parametrize("p", [0.04, None, [0.01, None], []])
def test_any_number_of_p_is_adjusted(p: Any) -> None:
    size = len(p) if isinstance(p, list) else 1
    assert {len(adjusted) for adjusted in compute_adjusted(build_case({"p": p})).values()} == {size}


def test_two_people_have_no_power() -> None:
    data = {"n1": 1, "n2": 1, "d": 0.5, "alpha": 0.05, "target_power": 0.8}
    assert are_undefined(ADAPTERS["power_and_mde"](build_case(data)), "power", "mde_d", "mde_dz_paired_n1")
