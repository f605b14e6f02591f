"""What the gate does with the tests of a contrast, pooled differences, and numbers that depend on cases."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.disclosure import protect
from analysis.disclosure.comparisons import weigh
from tests.disclosure_frames import contrast, cross, gate, guarded_study, means, row, table, withheld

SMALL = [(2, 1), (2, 2), (3, 1), (1, 1), (1, 1), (2, 1)]
LARGE = [(6, 6)] * 6
MODELS = ("mixed_model", "wild_bootstrap", "cluster_robust", "pooled_difference", "pooled_tau")


def described(sizes: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """The means of the scale trio in cases with so many people left and right, and the gaps of the cases."""
    cells = {
        (f"case{number}", group): n
        for number, pair in enumerate(sizes)
        for group, n in zip(("left", "right"), pair, strict=True)
        if n
    }
    gaps = [
        contrast("gap", sum(pair), min(pair), case=f"case{number}")
        for number, pair in enumerate(sizes)
        if all(pair)
    ]
    return means(cross(cells), item="", scale="trio") + gaps


def compared(sizes: list[tuple[int, int]], *statistics: str, **known: Any) -> list[dict[str, Any]]:
    n, smallest = sum(map(sum, sizes)), min(sum(side) for side in zip(*sizes, strict=True))
    return [contrast(statistic, n, smallest, **known) for statistic in statistics]


def hidden(*rows: dict[str, Any]) -> set[str]:
    """The statistics over all cases that are withheld."""
    return {statistic for statistic, case in withheld(gate(*rows), "statistic", "case") if case == "all"}


# --- refusals and reasons ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason", ["cases_ignored", "groups_between_cases", "groups_within_cases", "too_few_cases"]
)
def test_what_the_design_refuses_is_told_without_people(reason: str) -> None:
    given = contrast("welch", 9, 3, status="refused", reason=reason, estimate=None)
    found = gate(given, contrast("mean_difference", 9, 3)).estimates["descriptives"].set_index("statistic")
    assert (found.loc["welch", "status"], found.loc["welch", "reason"]) == ("refused", reason)
    assert found.loc["welch", ["n", "n_smallest", "n_cases"]].isna().all()
    assert found.loc["mean_difference", "status"] == "withheld"


@pytest.mark.parametrize(("smallest", "status"), [(7, "refused"), (4, "withheld")])
def test_a_refusal_that_depends_on_the_answers_falls_with_the_contrast(smallest: int, status: str) -> None:
    given = contrast("cumulative_logit", 18, smallest, status="refused", reason="not_ordered", estimate=None)
    assert gate(given).estimates["descriptives"]["status"].tolist() == [status]


def test_a_refused_test_tells_nothing_that_another_number_would_have_to_pay_for() -> None:
    refused = {"status": "refused", "reason": "groups_within_cases", "estimate": None}
    rows = [*described(SMALL), *compared(SMALL, "cluster_robust", "wild_bootstrap", "pooled_difference")]
    assert hidden(*rows, *compared(SMALL, "case_permutation", **refused)) == hidden(*rows) == set()


@pytest.mark.parametrize("sizes", [(11, 7), (11, 9)])
def test_a_contrast_falls_with_the_mean_of_a_side(sizes: tuple[int, int]) -> None:
    """Even where no total tells that mean: Welch's degrees of freedom tell that one side answered alike."""
    sides = means(dict(zip([("all", "left"), ("all", "right")], sizes, strict=True)), item="", scale="trio")
    rows = [contrast("mean_difference", sum(sizes), min(sizes)), contrast("hedges_g", sum(sizes), min(sizes))]
    assert withheld(gate(*sides, *rows), "statistic") == set()
    sides[1] = sides[1] | {"estimate": 0.0}
    assert withheld(gate(*sides, *rows), "statistic") >= {("mean_difference",), ("hedges_g",)}


def test_a_contrast_that_falls_costs_no_mean() -> None:
    """Left goes with the few of the third group and takes the contrast along, so that right may stay."""
    sizes = {("all", "all"): 13, ("all", "left"): 5, ("all", "right"): 6, ("all", "third"): 2}
    protected = gate(*means(sizes, item="", scale="trio"), contrast("mean_difference", 11, 5))
    found = withheld(protected, "statistic", "group")
    assert {group for statistic, group in found if statistic == "mean"} == {"left", "third"}
    assert ("mean_difference", "all") in found


# --- numbers that depend on cases --------------------------------------------------------------------


def test_a_mixed_model_goes_before_all_others() -> None:
    assert hidden(*described(SMALL), *compared(SMALL, "within_case_difference", *MODELS)) == {"mixed_model"}


def test_a_number_of_fewer_people_stays_where_one_of_more_may_go() -> None:
    """Of these cases three have both groups, with 13 of all 19 people."""
    some = [(3, 0), (2, 2), (4, 1), (0, 3), (1, 3)]
    rows = [*described(some), *compared(some, *MODELS), contrast("within_case_difference", 13, 6)]
    found = hidden(*rows)
    assert "mixed_model" in found
    assert "within_case_difference" not in found


def test_where_groups_have_cases_of_their_own_their_permutation_is_the_last_to_go() -> None:
    own = [(3, 0), (4, 0), (2, 0), (0, 3), (0, 2), (0, 4)]
    tests = ("mixed_model", "wild_bootstrap", "cluster_robust", "case_permutation")
    between = row("icc1", 18, analysis="reliability", scale="trio", estimate=0.3)
    assert "case_permutation" not in hidden(*described(own), *compared(own, *tests), between)
    four = [(3, 0), (4, 0), (0, 3), (0, 4)]
    assert hidden(*described(four), *compared(four, "case_permutation")) == {"case_permutation"}


def test_of_two_cases_the_pooled_difference_tells_both() -> None:
    two = [(4, 3), (3, 4)]
    rows = [*described(two), *compared(two, "pooled_difference", "mean_difference")]
    assert hidden(*rows) == {"pooled_difference"}
    assert hidden(*described(SMALL), *compared(SMALL, "pooled_difference")) == set()


def test_where_every_case_is_large_nothing_falls_and_every_digit_is_told() -> None:
    rows = [*described(LARGE), *compared(LARGE, *MODELS, "case_permutation", estimate=0.123456789)]
    public = gate(*rows).estimates["descriptives"]
    assert (public["status"] == "ok").all()
    assert set(public.loc[public["statistic"].isin(MODELS), "estimate"]) == {0.123456789}


def test_where_cases_are_small_one_reading_and_three_digits_are_told() -> None:
    exact = {"estimate": 0.123456789, "ci_low": -12.3456, "p": 0.0123456, "df": 4.56789}
    names = ("pooled_difference", "within_case_difference", "mean_difference", "cumulative_logit")
    rows = [*compared(SMALL, *names, **exact), *compared(SMALL, *names, sensitivity="neutral", **exact)]
    public = gate(*described(SMALL), *rows).estimates["descriptives"].set_index(["statistic", "sensitivity"])
    told = public.loc[("pooled_difference", "main"), ["estimate", "ci_low", "p", "df"]]
    assert told.tolist() == [0.123, -12.3, 0.0123, 4.57]
    assert public.loc[("within_case_difference", "neutral"), "estimate"] == 0.123
    assert public.loc[("mean_difference", "neutral"), "estimate"] == 0.123456789
    assert public.loc[("pooled_difference", "neutral"), "status"] == "withheld"
    assert public.loc[("pooled_difference", "neutral"), "reason"] == "secondary"
    assert public.loc[("cumulative_logit", "neutral"), "reason"] == "secondary"


def test_a_gap_and_the_difference_of_a_case_are_one_number() -> None:
    """That of north is withheld for its few people in one of two analyses."""
    rows = [contrast("gap", 12, 6, case="north"), contrast("case_difference", 12, 4, case="north")]
    assert withheld(gate(*rows), "statistic") == {("gap",), ("case_difference",)}


def test_weights_that_are_not_known_are_fixed_and_like_no_other_s() -> None:
    assert weigh("mixed", "0", "north") == weigh("mixed", "0", "north")
    drawn = {weigh("mixed", str(number), case) for number in range(9) for case in ("north", "south")}
    assert len(drawn) == 18
    assert all(0.5 <= weight < 1.5 for weight in drawn)


# --- adjusted p, several groups, methods -------------------------------------------------------------


def test_an_adjusted_p_that_is_another_s_falls_with_it() -> None:
    """Holm's adjustment made 0.04 of trio's 0.013, for single's 0.01 times 4 is more than 0.013 times 3."""
    trio = contrast("welch", 18, 7, p=0.013, p_adjusted=0.04, family="tests")
    single = contrast("welch", 18, 4, p=0.01, p_adjusted=0.04, family="tests", scale="single")
    pair = contrast("welch", 18, 7, p=0.03, p_adjusted=0.06, family="tests", scale="pair")
    public = gate(trio, single, pair).estimates["descriptives"].set_index("scale")
    assert public["p"].to_dict() == {
        "pair": 0.03,
        "single": pytest.approx(float("nan"), nan_ok=True),
        "trio": 0.013,
    }
    assert public["p_adjusted"].notna().to_dict() == {"pair": True, "single": False, "trio": False}


SEVERAL = {
    "three": {
        "label": {"nb": "tre", "en": "three"},
        "instrument": "small",
        "scales": ["trio"],
        "groups": ["left", "right", "third"],
        "family": "tests",
        "purpose": "exploratory",
    }
}


def test_ranks_of_several_groups_fall_with_the_mean_of_any() -> None:
    sizes = {("all", "left"): 11, ("all", "right"): 7, ("all", "third"): 8}
    sides = means(sizes, item="", scale="trio")
    sides[1] = sides[1] | {"estimate": 0.0}
    ranks = {"analysis": "three", "scale": "trio", "n_smallest": 7}
    rows = [row("kruskal_wallis", 26, **ranks, contrast="three")]
    rows += [row("dunn", 18, **ranks, contrast=pair) for pair in ("left:right", "right:third")]
    public = protect({"differences": table(*rows, *sides)}, guarded_study(group_comparisons=SEVERAL))
    assert withheld(public, "contrast", name="differences") >= {("three",), ("left:right",)}
    frame = public.estimates["differences"].set_index("contrast")
    assert frame.loc["right:third", "status"] == "ok"


def test_a_method_that_differs_between_scales_is_withheld_with_its_number() -> None:
    few = contrast("welch", 9, 4, method="Welch's t of 9 people", scale="single")
    many = contrast("welch", 18, 7, method="Welch's t of 18 people")
    public = gate(few, many).estimates["descriptives"].set_index("scale")
    assert public["method"].to_dict() == {"single": "", "trio": "Welch's t of 18 people"}
    assert pd.isna(public.loc["single", "n"])
