"""Coefficients, aggregation, retests, floor and ceiling, missing answers and spread at the gate."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.contracts import ATTRITION
from analysis.disclosure import Protected, protect
from analysis.study import Study
from analysis.tables import conform
from tests.disclosure_frames import counts, cross, gate, guarded_study, means, places, row, table, withheld

SIZES = {"all": 18, "left": 11, "right": 7}
RELIABILITY: dict[str, Any] = {"analysis": "reliability", "scale": "trio"}
ALIKE = {"status": "not_estimable", "reason": "no_variance", "estimate": None}


def coefficients(**known: Any) -> list[dict[str, Any]]:
    """Alpha of the scale, and two numbers about its item a1, in every group."""
    at = RELIABILITY | known
    return [
        row(statistic, n, **(at | {"group": group, "item": item}))
        for group, n in SIZES.items()
        for statistic, item in (("alpha", ""), ("item_rest_r", "a1"), ("alpha_without", "a1"))
    ]


def statuses(protected: Protected, **where: str) -> set[str]:
    frame = protected.estimates["descriptives"]
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame)
    return set(frame["status"])


# --- coefficients ------------------------------------------------------------------------------------


def test_a_scale_and_its_items_stand_and_fall_together() -> None:
    """Were only the item's own numbers withheld, they would say that all answered it alike."""
    rows = coefficients()
    rows[4] = rows[4] | ALIKE
    found = withheld(gate(*rows), "statistic", "group")
    hidden = {"alpha", "item_rest_r", "alpha_without"}
    assert found == {(statistic, group) for statistic in hidden for group in ("left", "right")}


def test_coefficients_fall_with_the_mean_of_an_item() -> None:
    """With alpha and the other standard deviations, that of the item could be worked out."""
    described = means({("all", group): n for group, n in SIZES.items()}, item="a2")
    described[3] = described[3] | {"estimate": 0.0}
    protected = gate(*coefficients(), *described)
    assert statuses(protected, statistic="alpha", group="all") == {"ok"}
    assert statuses(protected, statistic="alpha", group="left") == {"withheld"}
    assert statuses(protected, statistic="alpha", group="right") == {"withheld"}


def test_coefficients_stand_where_the_means_do() -> None:
    described = means({("all", group): n for group, n in SIZES.items()}, item="a2")
    assert withheld(gate(*coefficients(), *described), "statistic") == set()


@pytest.mark.parametrize("reason", ["one_item", "too_few_items", "too_many_levels", "not_linked"])
def test_what_the_instrument_or_the_design_rules_out_is_said_of_anybody(reason: str) -> None:
    given = row("omega", 2, **RELIABILITY, status="not_estimable", reason=reason, estimate=None)
    found = gate(given).estimates["descriptives"].iloc[0]
    assert (found["status"], found["reason"]) == ("not_estimable", reason)
    assert pd.isna(found["n"])


@pytest.mark.parametrize("reason", ["not_converged", "negative_residual", "empty_cells", "too_few_people"])
def test_what_the_answers_rule_out_is_said_of_people_enough(reason: str) -> None:
    given = row("omega", 9, **RELIABILITY, status="not_estimable", reason=reason, estimate=None)
    assert gate(given).estimates["descriptives"]["reason"].tolist() == [reason]
    few = given | {"n": 4, "n_smallest": 4}
    assert gate(few).estimates["descriptives"]["reason"].tolist() == ["minimum_people"]


# --- cases brought together --------------------------------------------------------------------------


def agree(sizes: dict[str, int], statistic: str = "rwg_j", **known: Any) -> list[dict[str, Any]]:
    """Agreement in each case, and its median."""
    each = [
        row(statistic, n, **(RELIABILITY | {"case": case, "estimate": 0.8} | known))
        for case, n in sizes.items()
    ]
    return [*each, row("rwg_j_median", sum(sizes.values()), **RELIABILITY)]


def test_the_median_of_the_cases_is_the_number_of_one_of_them() -> None:
    assert places(gate(*agree({"north": 9, "south": 7, "west": 6}))) == set()
    protected = gate(*agree({"north": 9, "south": 3, "west": 6}))
    assert places(protected) == {("south", "all"), ("all", "all")}
    assert set(protected.estimates["descriptives"]["reason"]) == {"", "minimum_people"}


def test_a_case_without_a_number_of_its_own_has_no_part_in_the_median() -> None:
    rows = agree({"north": 9, "south": 1, "west": 6})
    rows[1] = rows[1] | {"status": "not_estimable", "reason": "too_few_people", "estimate": None}
    assert places(gate(*rows)) == {("south", "all")}


def test_full_agreement_is_the_same_answer() -> None:
    rows = agree({"north": 9, "south": 7, "west": 6}, statistic="rwg_j_star")
    rows[0] = rows[0] | {"estimate": 1.0}
    assert ("north", "all") in places(gate(*rows))


def between(sizes: dict[str, int], **known: Any) -> Protected:
    """The means of cases of one group on the scale, and the variance between them."""
    described = means(cross({(case, "left"): n for case, n in sizes.items()}), item="", scale="trio")
    icc = row("icc1", sum(sizes.values()), **(RELIABILITY | {"estimate": 0.3} | known))
    return gate(*described, icc)


def test_the_variance_between_cases_tells_one_sum_more() -> None:
    """Of two small cases the total tells the sum, and the variance how far they are apart."""
    assert statuses(between({"north": 9, "south": 3, "west": 6, "east": 3}), statistic="icc1") == {"withheld"}
    many = {f"case{n}": 3 for n in range(6)}
    assert statuses(between(many), statistic="icc1") == {"ok"}
    assert statuses(between({"north": 9, "south": 7, "west": 6}), statistic="icc1") == {"ok"}


def test_no_variance_inside_cases_is_not_told() -> None:
    many = {f"case{n}": 6 for n in range(6)}
    assert statuses(between(many, estimate=1.0), statistic="icc1") == {"withheld"}


# --- retests -----------------------------------------------------------------------------------------

RETESTS = {
    "again": {
        "label": {"nb": "igjen", "en": "again"},
        "instrument": "small",
        "scales": ["trio"],
        "before": "before",
        "after": "after",
    }
}


def repeat(sizes: dict[str, int], **known: Any) -> list[dict[str, Any]]:
    at = {"analysis": "again", "scale": "trio", "wave": "after"} | known
    return [
        row(statistic, n, **(at | {"group": group}))
        for group, n in sizes.items()
        for statistic in ("retest_icc", "retest_sem")
    ]


def retesting() -> Study:
    return guarded_study(retests=RETESTS)


def test_few_pairs_are_withheld_with_the_group_that_tells_how_few() -> None:
    protected = gate(*repeat({"all": 12, "left": 8, "right": 4}), study=retesting())
    assert places(protected) == {("all", "left"), ("all", "right")}


def test_an_answer_repeated_by_everybody_is_not_told() -> None:
    rows = repeat({"all": 12})
    rows[1] = rows[1] | {"estimate": 0.0}
    assert places(gate(*rows, study=retesting())) == {("all", "all")}


@pytest.mark.parametrize("wave", ["before", "after"])
def test_a_retest_falls_with_the_mean_of_either_wave(wave: str) -> None:
    sizes = {("all", group): n for group, n in SIZES.items()}
    described = means(sizes, item="", scale="trio", wave=wave)
    described[3] = described[3] | {"estimate": 0.0}
    rows = repeat({"all": 16, "left": 10, "right": 6})
    assert {("all", "left"), ("all", "right")} <= places(gate(*rows, *described, study=retesting()))


@pytest.mark.parametrize(("hidden", "status"), [("left", "withheld"), ("nobody", "ok")])
def test_a_retest_does_not_tell_how_many_stayed_where_that_is_withheld(hidden: str, status: str) -> None:
    numbers = pd.DataFrame({"group": ["all", "left", "right"]}).assign(
        instrument="small", wave_before="before", wave_after="after", case="all", statistic="both", n=9
    )
    numbers["status"] = (numbers["group"] == hidden).map({True: "withheld", False: "ok"})
    attrition = conform(numbers.assign(basis="code", reason=""), ATTRITION)
    rows = table(*repeat({"all": 18, "left": 9, "right": 9}))
    public = protect({"reliability": rows}, retesting(), attrition).estimates["reliability"]
    assert set(public.loc[public["group"] == "left", "status"]) == {status}
    assert set(public.loc[public["group"] == "right", "status"]) == {status}  # or left would follow
    assert set(public.loc[public["group"] == "all", "status"]) == {"ok"}


# --- floor and ceiling -------------------------------------------------------------------------------


def ends(floor: int, ceiling: int, n: int, **known: Any) -> list[dict[str, Any]]:
    at = RELIABILITY | {"item": "a1"} | known
    made = []
    for category, count in (("floor", floor), ("ceiling", ceiling)):
        made.append(row("count", n, **(at | {"category": category, "estimate": count})))
        made.append(row("share", n, **(at | {"category": category, "estimate": count / n})))
    return made


@pytest.mark.parametrize(
    ("floor", "ceiling", "n", "known", "hidden"),
    [
        (6, 7, 20, {}, set()),
        (2, 7, 20, {}, {"floor", "ceiling"}),  # with n, mean and SD of four answers one end tells the other
        (2, 7, 20, {"scale": "pair", "item": "s1"}, {"floor"}),
        (2, 7, 20, {"item": ""}, {"floor"}),
        (2, 7, 20, {"scale": "single", "item": ""}, {"floor", "ceiling"}),  # the scale is one such item
        (8, 9, 20, {"scale": "pair", "item": "s1"}, {"floor"}),  # 3 in between
        (0, 20, 20, {"scale": "pair", "item": "s1"}, {"floor", "ceiling"}),
    ],
)
def test_small_ends_and_what_they_could_be_worked_out_from(
    floor: int, ceiling: int, n: int, known: dict[str, str], hidden: set[str]
) -> None:
    protected = gate(*ends(floor, ceiling, n, **known))
    assert {category for (category,) in withheld(protected, "category")} == hidden
    assert set(protected.estimates["descriptives"]["reason"]) <= {"", "small_count"}


def test_an_end_is_protected_across_groups() -> None:
    at = {"scale": "pair", "item": "s1"}
    rows = ends(12, 9, 40, **at) + ends(6, 7, 20, **at, group="left") + ends(6, 2, 20, **at, group="right")
    found = withheld(gate(*rows), "group", "category")
    assert found == {("right", "ceiling"), ("left", "ceiling")}


def test_floor_and_ceiling_withhold_no_mean() -> None:
    rows = ends(2, 7, 20) + means({("all", "all"): 20})
    assert withheld(gate(*rows), "statistic") == {("count",), ("share",)}


# --- missing answers ---------------------------------------------------------------------------------


def missing(reasons: dict[str, int], n: int, **known: Any) -> list[dict[str, Any]]:
    at = RELIABILITY | {"item": "a1"} | known
    return [
        row("count", n, **(at | {"category": f"missing:{reason}", "estimate": count}))
        for reason, count in reasons.items()
    ]


@pytest.mark.parametrize(
    ("reasons", "hidden"),
    [
        ({"not_relevant": 0, "no_answer": 0}, set()),
        ({"not_relevant": 2, "no_answer": 0}, {"not_relevant", "no_answer"}),
        ({"not_relevant": 7, "no_answer": 0}, {"not_relevant", "no_answer"}),  # n tells that 7 are missing
        ({"not_relevant": 7, "no_answer": 6}, set()),
        ({"not_relevant": 7, "no_answer": 2, "refused": 5}, {"no_answer", "refused"}),
    ],
)
def test_why_few_did_not_answer_is_not_told(reasons: dict[str, int], hidden: set[str]) -> None:
    found = withheld(gate(*missing(reasons, 30)), "category")
    assert {category.removeprefix("missing:") for (category,) in found} == hidden


def test_a_group_in_which_nobody_is_missing_does_not_tell_the_reasons_of_the_other() -> None:
    rows = missing({"not_relevant": 6, "no_answer": 0}, 18)
    rows += missing({"not_relevant": 0, "no_answer": 0}, 11, group="left")
    rows += missing({"not_relevant": 6, "no_answer": 0}, 7, group="right")
    found = withheld(gate(*rows), "group", "category")
    both = {"missing:not_relevant", "missing:no_answer"}
    assert found == {(group, category) for group in ("all", "right") for category in both}


# --- spread ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answers", "hidden"), [({"1": 9, "2": 9}, False), ({"1": 14, "2": 4}, True)])
def test_the_spread_of_answers_falls_with_any_of_their_counts(answers: dict[str, int], hidden: bool) -> None:
    spread = row("ordinal_spread", 18, item="m1")
    found = withheld(gate(*counts(answers), spread), "statistic")
    assert (("ordinal_spread",) in found) == hidden


def test_the_spread_of_answers_that_are_not_counted_is_withheld() -> None:
    protected = gate(row("ordinal_spread", 18, item="m1"), *counts({"1": 9, "2": 9}, group="left"))
    assert withheld(protected, "statistic", "group") == {("ordinal_spread", "all")}
