"""What can be recomputed from totals and parts, readings, contrasts, and scales with their items."""

from __future__ import annotations

import pytest

from analysis.tables import ContractBroken
from tests.disclosure_frames import (
    contrast,
    counts,
    cross,
    gate,
    means,
    places,
    row,
    withheld,
)


def test_the_reference_design_publishes_all_and_the_groups_and_no_case() -> None:
    sizes = {
        (f"case{number}", group): n
        for number, pair in enumerate([(2, 1), (1, 1), (2, 2), (2, 1), (2, 1), (2, 1)])
        for group, n in zip(("left", "right"), pair, strict=True)
    }
    protected = gate(*means(cross(sizes)))
    frame = protected.estimates["descriptives"]
    shown = frame[frame["status"] == "ok"]
    assert set(zip(shown["case"], shown["group"], strict=True)) == {
        ("all", "all"),
        ("all", "left"),
        ("all", "right"),
    }
    assert set(frame.loc[frame["case"] != "all", "reason"]) == {"minimum_people"}


def test_the_second_group_goes_with_the_first_and_the_total_stays() -> None:
    protected = gate(*means({("all", "all"): 18, ("all", "left"): 14, ("all", "right"): 4}))
    assert places(protected) == {("all", "left"), ("all", "right")}
    rules = protected.detail.set_index("key")["rule"]
    assert rules.filter(like="group=right").unique().tolist() == ["minimum_people"]
    assert rules.filter(like="group=left").unique().tolist() == ["secondary"]


def test_the_smallest_number_that_helps_is_the_one_withheld() -> None:
    sizes = {("all", "all"): 30, ("all", "left"): 15, ("all", "right"): 12, ("all", "third"): 3}
    assert places(gate(*means(sizes))) == {("all", "right"), ("all", "third")}


def test_groups_withheld_together_must_be_enough_people() -> None:
    sizes = {("all", "left"): 12, ("all", "right"): 9, ("all", "third"): 2, ("all", "fourth"): 2}
    assert places(gate(*means({("all", "all"): 25} | sizes))) == {
        ("all", "right"),
        ("all", "third"),
        ("all", "fourth"),
    }
    enough = sizes | {("all", "third"): 3}
    assert places(gate(*means({("all", "all"): 26} | enough))) == {("all", "third"), ("all", "fourth")}


def test_a_group_of_a_case_is_protected_along_its_case_and_its_group() -> None:
    sizes = cross(
        {(case, group): 8 for case in ("north", "south", "west") for group in ("left", "right")}
        | {("north", "left"): 3}
    )
    protected = gate(*means(sizes))
    inside = {place for place in places(protected) if "all" not in place}
    assert ("north", "left") in inside
    assert any(place[0] == "north" and place[1] == "right" for place in inside)
    assert any(place[0] != "north" and place[1] == "left" for place in inside)
    assert len(places(protected)) == 4


def test_people_in_no_part_are_reckoned_with() -> None:
    """The total holds two people of no group: total less groups would tell of them."""
    assert places(gate(*means({("all", "all"): 20, ("all", "left"): 11, ("all", "right"): 7}))) == {
        ("all", "right")
    }


def test_totals_without_their_cross_are_refused() -> None:
    sizes = {
        ("all", "all"): 20,
        ("all", "left"): 10,
        ("all", "right"): 10,
        ("north", "all"): 3,
        ("south", "all"): 17,
    }
    with pytest.raises(ContractBroken, match="not by the groups of each case"):
        gate(*means(sizes))


def test_a_large_study_loses_nothing() -> None:
    sizes = cross({(f"case{one}", group): 6 + one for one in range(6) for group in ("left", "right")})
    rows = [given for item in ("a1", "a2", "a4") for given in means(sizes, item=item)]
    people = {"1": 9, "2": 12, "3": 30}
    protected = gate(*rows, *counts(people))
    assert (protected.estimates["descriptives"]["status"] == "ok").all()
    assert protected.log.empty


def test_a_cell_withheld_in_one_reading_is_withheld_in_all() -> None:
    sizes = {("all", "all"): 18, ("all", "left"): 11, ("all", "right"): 4}
    neutral = {("all", "all"): 18, ("all", "left"): 11, ("all", "right"): 7}
    protected = gate(*means(sizes), *means(neutral, sensitivity="neutral"))
    assert withheld(protected, "group", "sensitivity") >= {("right", "main"), ("right", "neutral")}


def test_mean_sd_and_agreement_of_a_cell_stand_and_fall_together_in_every_analysis() -> None:
    rows = [
        *means({("all", "left"): 9, ("all", "right"): 9}),
        row("sd", 9, item="a1", group="left", estimate=0.0, analysis="again"),
        row("mean", 9, item="a1", group="left", analysis="again"),
        row("rwg", 9, item="a1", group="left"),
    ]
    found = withheld(gate(*rows), "analysis", "statistic", "group")
    assert found == {
        ("described", "mean", "left"),
        ("described", "sd", "left"),
        ("described", "rwg", "left"),
        ("again", "mean", "left"),
        ("again", "sd", "left"),
    }


def test_the_same_answer_of_all_is_withheld_and_not_said() -> None:
    rows = means({("all", "all"): 18, ("all", "left"): 11, ("all", "right"): 7})
    rows[3] = rows[3] | {"estimate": 0.0}
    protected = gate(*rows)
    assert places(protected) == {("all", "left"), ("all", "right")}
    assert set(protected.estimates["descriptives"]["reason"]) == {"", "secondary"}
    assert set(protected.log["rule"]) == {"secondary"}
    of_left = protected.detail[protected.detail["key"].str.contains("group=left")]
    assert set(of_left["rule"]) == {"same_answer"}


@pytest.mark.parametrize("reason", ["no_variance", "items_cancel"])
def test_a_coefficient_without_variance_is_withheld(reason: str) -> None:
    given = row("spearman_brown", 9, scale="pair", status="not_estimable", reason=reason, estimate=None)
    protected = gate(given)
    assert protected.estimates["descriptives"]["reason"].tolist() == ["secondary"]
    assert protected.detail["rule"].tolist() == ["same_answer"]


def test_that_one_group_answered_alike_is_not_told_by_what_the_other_group_shows() -> None:
    """Were only left withheld, with people enough, nothing but the same answers could be the reason."""
    rows = [
        row("alpha", n, scale="trio", group=group) for group, n in (("all", 18), ("left", 11), ("right", 7))
    ]
    rows[1] = rows[1] | {"status": "not_estimable", "reason": "no_variance", "estimate": None}
    assert places(gate(*rows)) == {("all", "left"), ("all", "right")}


def test_the_n_of_a_withheld_coefficient_cannot_be_worked_out() -> None:
    sizes = {"all": 15, "left": 11, "right": 4}
    rows = [row("alpha", n, analysis="reliability", scale="trio", group=group) for group, n in sizes.items()]
    assert places(gate(*rows)) == {("all", "left"), ("all", "right")}


def test_all_numbers_of_a_contrast_go_with_its_smaller_side() -> None:
    rows = [contrast(name, 15, 4) for name in ("mean_difference", "hedges_g", "expected_width", "smallest_p")]
    assert len(withheld(gate(*rows), "statistic")) == 4


def test_a_contrast_gives_away_a_group_whose_other_side_or_total_is_known() -> None:
    sizes = {("all", "all"): 18, ("all", "left"): 11, ("all", "right"): 7}
    rows = means(sizes, item="", scale="trio")
    rows[3] = rows[3] | {"estimate": 0.0}
    protected = gate(*rows, contrast("mean_difference", 18, 7), contrast("hedges_g", 18, 7))
    assert withheld(protected, "statistic", "group") == {
        ("mean", "left"),
        ("sd", "left"),
        ("mean", "right"),
        ("sd", "right"),
        ("mean_difference", "all"),
        ("hedges_g", "all"),
    }


def test_a_difference_within_one_case_is_the_gap_of_that_case() -> None:
    """Only north has both sides, so that the mean of the cases' differences is that of north alone."""
    sizes = cross({("north", "left"): 6, ("north", "right"): 6, ("south", "left"): 9})
    rows = means(sizes, item="", scale="trio")
    place = next(
        n
        for n, one in enumerate(rows)
        if (one["case"], one["group"], one["statistic"]) == ("north", "left", "sd")
    )
    rows[place] = rows[place] | {"estimate": 0.0}
    protected = gate(*rows, contrast("within_case_difference", 12, 6))
    hidden = withheld(protected, "statistic", "case", "group")
    assert {("mean", "north", "left"), ("within_case_difference", "all", "all")} <= hidden
    assert ("mean", "north", "right") not in hidden


def test_a_scale_of_one_item_is_its_item() -> None:
    sizes = {("all", "all"): 18, ("all", "left"): 9, ("all", "right"): 9}
    item, scale = means(sizes, item="a4"), means(sizes, item="", scale="single")
    item[3] = item[3] | {"estimate": 0.0}
    found = withheld(gate(*item, *scale), "scale", "item", "group")
    assert {("", "a4", "left"), ("single", "", "left")} <= found


def test_an_item_is_not_left_to_be_the_rest_of_its_scale() -> None:
    sizes = {("all", "left"): 9}
    rows = means(sizes, item="s1") + means(sizes, item="s2") + means(sizes, item="", scale="pair")
    rows[1] = rows[1] | {"estimate": 0.0}
    assert withheld(gate(*rows), "scale", "item") == {("", "s1"), ("", "s2")}


def test_a_scale_answered_by_other_people_than_its_items_stands_alone() -> None:
    rows = [
        *means({("all", "left"): 9}, item="s1"),
        *means({("all", "left"): 8}, item="s2"),
        *means({("all", "left"): 9}, item="", scale="pair"),
    ]
    rows[1] = rows[1] | {"estimate": 0.0}
    assert withheld(gate(*rows), "scale", "item") == {("", "s1")}
