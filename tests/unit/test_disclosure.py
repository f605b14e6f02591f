from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.contracts import (
    DISCLOSURE_DETAIL,
    DISCLOSURE_LOG,
    ESTIMATES,
    FINDINGS,
    RECEIPT_SUMMARY,
    RECEIPTS,
    SAMPLE,
)
from analysis.disclosure import Protected, protect, protect_findings, summarise_receipts, summarise_sample
from analysis.disclosure.rules import WHY
from analysis.problems import ProblemsFound
from analysis.study import Study
from analysis.tables import ContractBroken, conform
from tests.disclosure_frames import (
    CONTRAST,
    compare,
    counts,
    cross,
    describe,
    guarded_study,
    means,
    row,
    table,
)

KEYS = [*ESTIMATES.key, "purpose", "family", "method"]
NUMBERS = [
    *("estimate", "ci_low", "ci_high", "df", "p", "p_adjusted", "seed"),
    *("n", "n_smallest", "n_groups", "n_cases", "n_excluded"),
]


def gate(*rows: dict[str, Any], study: Study | None = None) -> Protected:
    return protect({"descriptives": table(*rows)}, study or guarded_study())


def withheld(protected: Protected, *names: str, name: str = "descriptives") -> set[tuple[str, ...]]:
    frame = protected.estimates[name]
    return set(frame.loc[frame["status"] == "withheld", list(names)].itertuples(index=False, name=None))


def places(protected: Protected) -> set[tuple[str, ...]]:
    return withheld(protected, "case", "group")


# --- what a withheld row looks like -----------------------------------------------------------------


def test_a_withheld_row_keeps_its_key_and_loses_every_number() -> None:
    given = row(
        "mean", 4, item="a1", df=3, p=0.04, p_adjusted=0.1, seed=7, n_groups=1, n_cases=2, n_excluded=9
    )
    protected = gate(given)
    (found,) = protected.estimates["descriptives"].to_dict("records")
    assert {name: found[name] for name in KEYS} == {name: given[name] for name in KEYS}
    assert all(pd.isna(found[name]) for name in NUMBERS)
    assert (found["status"], found["reason"]) == ("withheld", "minimum_people")


def test_the_minimum_is_that_of_the_study() -> None:
    assert places(gate(*means({("all", "all"): 5}))) == set()
    assert places(gate(*means({("all", "all"): 5}), study=guarded_study(minimum=6))) == {("all", "all")}


def test_a_number_whose_people_are_not_told_is_withheld() -> None:
    assert places(gate(row("alpha", None, scale="trio"))) == {("all", "all")}


def test_what_cannot_be_estimated_by_design_passes_without_people() -> None:
    by_design = row("alpha", 18, scale="single", status="not_estimable", reason="one_item", estimate=None)
    found = gate(by_design).estimates["descriptives"].iloc[0]
    assert (found["status"], found["reason"]) == ("not_estimable", "one_item")
    assert pd.isna(found["n"])


def test_what_cannot_be_estimated_for_want_of_people_is_withheld_with_its_reason() -> None:
    few = row("sd", 1, item="a1", status="not_estimable", reason="too_few_people", estimate=None)
    found = gate(few).estimates["descriptives"].iloc[0]
    assert (found["status"], found["reason"]) == ("withheld", "minimum_people")


def test_few_people_left_out_are_not_counted_and_many_are() -> None:
    rows = [
        row("mean", 20, item=item, n_excluded=n) for item, n in (("a1", 0), ("a2", 1), ("a4", 4), ("s1", 5))
    ]
    found = gate(*rows).estimates["descriptives"].set_index("item")["n_excluded"]
    assert found["a1"] == 0
    assert pd.isna(found["a2"])
    assert pd.isna(found["a4"])
    assert found["s1"] == 5


def test_a_method_that_tells_how_few_people_there_were_is_withheld_too() -> None:
    cases = {"north": "no interval: one person", "south": "t interval"}
    rows = [row("mean", 2, item="a1", case=case, method=method) for case, method in cases.items()]
    rows.append(row("mean", 9, item="a2", method="t interval"))
    found = gate(*rows).estimates["descriptives"].set_index("item")["method"]
    assert set(found["a1"]) == {""}
    assert found["a2"] == "t interval"


# --- what can be recomputed from totals and parts -----------------------------------------------------


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


# --- readings, kinds of numbers and analyses ---------------------------------------------------------


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


def contrast(statistic: str, n: int, smallest: int, **known: Any) -> dict[str, Any]:
    return row(statistic, n, **(CONTRAST | {"n_smallest": smallest, "scale": "trio"} | known))


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


# --- scales and their items ------------------------------------------------------------------------


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


# --- counts ------------------------------------------------------------------------------------------


def answers(protected: Protected) -> set[str]:
    return {answer for (answer,) in withheld(protected, "category")}


@pytest.mark.parametrize(
    ("given", "hidden"),
    [
        ({"1": 9, "2": 9}, set()),
        ({"1": 7, "2": 6, "3": 5}, set()),
        ({"1": 9, "2": 5, "3": 4}, {"2", "3"}),  # 4 is small, and the rest of 18 less 9 less 5
        ({"1": 14, "2": 4}, {"1", "2"}),  # all but 4
        ({"1": 18, "2": 0}, {"1", "2"}),
        ({"1": 8, "2": 7, "3": 3, "4": 0}, {"2", "3", "4"}),  # 3 + 0 together are too few
        ({"1": 8, "2": 6, "3": 3, "4": 2}, {"3", "4"}),  # 3 + 2 together are enough
        ({"1": 13, "2": 5, "3": 0, "4": 0}, {"2", "3", "4"}),  # nobody gave 3 or 4
    ],
)
def test_small_counts_and_what_they_could_be_worked_out_from(given: dict[str, int], hidden: set[str]) -> None:
    protected = gate(*counts(given))
    assert answers(protected) == hidden
    assert set(protected.estimates["descriptives"]["reason"]) <= {"", "small_count"}


def test_count_and_share_go_together() -> None:
    found = withheld(gate(*counts({"1": 9, "2": 6, "3": 3})), "statistic", "category")
    assert found == {(statistic, answer) for statistic in ("count", "share") for answer in ("2", "3")}


def test_a_count_is_protected_across_groups() -> None:
    rows = counts({"1": 20, "2": 12}) + counts({"1": 11, "2": 9}, group="left")
    rows += counts({"1": 9, "2": 3}, group="right")
    found = withheld(gate(*rows), "group", "category")
    assert found == {("right", "1"), ("right", "2"), ("left", "1"), ("left", "2")}


def test_a_question_with_one_possible_answer_tells_nothing() -> None:
    assert answers(gate(*counts({"1": 18}))) == {"1"}


def test_an_item_both_counted_and_averaged_is_one_thing() -> None:
    """With two answers, the mean is the count."""
    rows = counts({"1": 15, "2": 3}) + means({("all", "all"): 18}, item="m1")
    assert withheld(gate(*rows), "statistic") == {("count",), ("share",), ("mean",), ("sd",)}


# --- exceptions --------------------------------------------------------------------------------------

EXCEPTION = {"analysis": "described", "item": "m1", "category": 1}
BY_GROUP = [
    *counts({"1": 5, "2": 7, "3": 6}),
    *counts({"1": 4, "2": 3, "3": 4}, group="left"),
    *counts({"1": 1, "2": 4, "3": 2}, group="right"),
]


def test_an_exception_passes_and_is_logged_with_its_reason() -> None:
    study = guarded_study({**EXCEPTION, "group": "left"}, {**EXCEPTION, "group": "right"})
    protected = gate(*BY_GROUP, study=study)
    shown = protected.estimates["descriptives"].query(
        "status == 'ok' and category == '1' and statistic == 'count'"
    )
    assert dict(zip(shown["group"], shown["estimate"], strict=True)) == {"all": 5, "left": 4, "right": 1}
    logged = protected.log[protected.log["rule"] == "exception"]
    assert set(logged["why"]) == {"printed, page 1", "printed, page 2"}
    assert len(logged) == 4


TOTAL_COULD_GO = [
    *counts({"1": 5, "2": 9, "3": 4, "4": 3}),
    *counts({"1": 4, "2": 3, "3": 2, "4": 2}, group="left"),
    *counts({"1": 1, "2": 6, "3": 2, "4": 1}, group="right"),
]


@pytest.mark.parametrize("rows", [BY_GROUP, TOTAL_COULD_GO])
def test_an_exception_that_gives_another_number_away_is_refused_by_name(rows: list[dict[str, Any]]) -> None:
    """Not even where the total could be withheld instead: the study, not the gate, chooses between them."""
    with pytest.raises(ProblemsFound) as found:
        gate(*rows, study=guarded_study({**EXCEPTION, "group": "left"}))
    (problem,) = found.value.problems
    assert "exception" in problem.what and "exceptions" in problem.place
    assert problem.seen == "instrument=small; wave=before; item=m1; category=1; case=all; group=right"
    assert "list that number as an exception too" in problem.remedy


def test_an_exception_among_answers_costs_another_answer_and_not_the_run() -> None:
    study = guarded_study({**EXCEPTION, "category": 3})
    protected = gate(*counts({"1": 9, "2": 6, "3": 3, "4": 2}), study=study)
    assert answers(protected) == {"2", "4"}


def test_an_exception_is_about_one_wave() -> None:
    rows = [*counts({"1": 5, "2": 7, "3": 3}), *counts({"1": 5, "2": 7, "3": 3}, wave="after")]
    for wave in ("before", "after"):
        study = guarded_study({**EXCEPTION, "category": 3, "wave": wave})
        shown = gate(*rows, study=study).estimates["descriptives"].query("category == '3'")
        assert set(shown.loc[shown["status"] == "ok", "wave"]) == {wave}
    unnamed = gate(*rows, study=guarded_study({**EXCEPTION, "category": 3})).estimates["descriptives"]
    assert set(unnamed.query("category == '3' and status == 'ok'")["wave"]) == {"before"}


def test_an_exception_may_name_all_answers_of_an_item() -> None:
    study = guarded_study({"analysis": "described", "item": "m1"})
    protected = gate(*counts({"1": 9, "2": 6, "3": 3}), study=study)
    assert (protected.estimates["descriptives"]["status"] == "ok").all()


# --- the logs ----------------------------------------------------------------------------------------


def test_the_logs_name_every_withheld_number_and_only_the_restricted_one_has_people() -> None:
    protected = gate(*means({("all", "all"): 18, ("all", "left"): 14, ("all", "right"): 4}))
    assert protected.log.columns.tolist() == DISCLOSURE_LOG.names
    assert set(protected.log["why"]) <= set(WHY.values())
    assert (
        protected.log["key"].str.contains("item=a1; case=all; wave=before; group=right; statistic=mean").any()
    )
    assert len(protected.log) == 4
    assert protected.detail.columns.tolist() == DISCLOSURE_DETAIL.names
    assert sorted(protected.detail["n"]) == [4, 4, 14, 14]


def test_tables_are_judged_together_and_kept_apart() -> None:
    tables = {
        "descriptives": table(*means({("all", "all"): 18, ("all", "left"): 11}, item="", scale="trio")),
        "differences": table(contrast("mean_difference", 18, 7)),
        "reliability": table(),
    }
    protected = protect(tables, guarded_study())
    assert list(protected.estimates) == list(tables)
    assert all(frame.columns.tolist() == ESTIMATES.names for frame in protected.estimates.values())
    assert (protected.estimates["differences"]["status"] == "ok").all()


def test_the_order_of_the_rows_does_not_matter() -> None:
    sizes = {(case, group): 6 for case in ("north", "south", "west") for group in ("left", "right")}
    rows = means(cross(sizes | {("north", "left"): 3})) + counts({"1": 9, "2": 6, "3": 3})
    given = table(*rows)
    turned = given.iloc[::-1].reset_index(drop=True)
    one, other = (protect({"descriptives": frame}, guarded_study()) for frame in (given, turned))
    pd.testing.assert_frame_equal(one.estimates["descriptives"], other.estimates["descriptives"])
    pd.testing.assert_frame_equal(one.detail, other.detail)


# --- findings, receipts and the sample ---------------------------------------------------------------


def fact(name: str, measure: str, **settings: Any) -> dict[str, Any]:
    text = {"nb": name, "en": name}
    known = {"finding": 1, "fact": name, "statement": text, "published": "7", "page": "1"}
    return known | {"measure": measure, "settings": settings, "expect": {"at_least": 0}}


FACTS = {
    "instrument": "small",
    "wave": "before",
    "contrast": "sides",
    "citation": "made",
    "facts": [
        fact("people", "people"),
        fact("few", "people", group="right"),
        fact("answer", "people_answering", analysis="described", item="m1", category=1),
        fact("answer_left", "people_answering", analysis="described", item="m1", category=1, group="left"),
        fact("cases_with", "cases_with_answer", analysis="described", item="m1", category=1),
    ],
}


def findings(**people: int) -> pd.DataFrame:
    known = {
        "finding": "1",
        "published": "?",
        "recomputed": "7",
        "agrees": "yes",
        "measure": "stated",
        "n_cases": 2,
    }
    return conform(pd.DataFrame([known | {"fact": name, "n": n} for name, n in people.items()]), FINDINGS)


def test_findings_of_few_people_and_counts_of_people_are_withheld() -> None:
    public, log = protect_findings(
        findings(people=18, few=4, answer=18, cases_with=18, unplanned=18), guarded_study(findings=FACTS)
    )
    agrees = public.set_index("fact")["agrees"].to_dict()
    assert agrees == {
        "people": "yes",
        "few": "withheld",
        "answer": "withheld",
        "cases_with": "withheld",
        "unplanned": "withheld",
    }
    hidden = public[public["agrees"] == "withheld"]
    assert set(hidden["recomputed"]) == {""}
    assert hidden[["n", "n_cases"]].isna().all(axis=None)
    assert dict(zip(log["key"], log["rule"], strict=True)) == {
        "finding=1; fact=few": "minimum_people",
        "finding=1; fact=answer": "small_count",
        "finding=1; fact=cases_with": "small_count",
        "finding=1; fact=unplanned": "small_count",
    }


def test_an_exception_lets_the_finding_about_its_count_pass() -> None:
    public, log = protect_findings(
        findings(answer=18, answer_left=4, cases_with=18), guarded_study(EXCEPTION, findings=FACTS)
    )
    assert public.set_index("fact")["agrees"].to_dict() == {
        "answer": "yes",
        "answer_left": "withheld",
        "cases_with": "yes",
    }
    assert log.set_index("key")["rule"].to_dict()["finding=1; fact=answer"] == "exception"


def receipt(what: str, why: str, count: int, **known: Any) -> dict[str, Any]:
    return {"source": "survey", "what": what, "row": 0, "column": "", "why": why, "count": count} | known


def summarise(*lines: dict[str, Any]) -> dict[tuple[str, str], Any]:
    frame = summarise_receipts(conform(pd.DataFrame(list(lines)), RECEIPTS), guarded_study())
    assert frame.columns.tolist() == RECEIPT_SUMMARY.names
    assert (frame["count"].isna() == (frame["status"] == "withheld")).all()
    return {
        (line.what, line.why): (line.count_, line.reason)
        for line in frame.rename(columns={"count": "count_"}).itertuples()
    }


def test_receipts_are_counted_by_reason_and_name_no_row_and_no_answer() -> None:
    found = summarise(
        receipt("cell_set_missing", "blank", 1, row=2, column="a1", before="secret"),
        receipt("cell_set_missing", "blank", 1, row=3, column="a1", before="secret"),
        receipt("row_read", "total", 12),
        receipt("row_kept", "answer", 12),
    )
    assert found["cell_set_missing", "blank"] == (2, "")
    assert found["row_read", "total"] == (12, "")
    assert "secret" not in str(found)


def test_few_rows_left_out_are_withheld_with_the_totals_that_give_them_away() -> None:
    found = summarise(
        receipt("row_read", "total", 14),
        receipt("row_kept", "answer", 12),
        receipt("row_left_out", "stopped", 2),
        receipt("cell_read", "total", 140),
        receipt("cell_kept", "usable", 120),
        receipt("cell_left_out", "row_left_out", 20),
    )
    assert {key for key, (count, _) in found.items() if not pd.isna(count)} == {
        ("row_kept", "answer"),
        ("cell_kept", "usable"),
    }
    assert found["row_left_out", "stopped"][1] == "small_count"
    assert found["row_read", "total"][1] == "secondary"


def test_a_source_of_few_people_tells_neither_rows_nor_cells() -> None:
    found = summarise(
        receipt("row_read", "total", 3),
        receipt("row_kept", "answer", 3),
        receipt("cell_kept", "usable", 30),
        receipt("column_kept", "item", 10),
    )
    assert [key for key, (count, _) in found.items() if not pd.isna(count)] == [("column_kept", "item")]


def people(sizes: dict[tuple[str, str], int]) -> pd.DataFrame:
    listed = [(case, group) for (case, group), n in sizes.items() for _ in range(n)]
    return pd.DataFrame(listed, columns=["case", "group"]).assign(
        wave="before", respondent=[f"r{n:03}" for n in range(len(listed))]
    )


def test_the_sample_tells_the_people_of_large_enough_populations() -> None:
    sizes = {("north", "left"): 6, ("north", "right"): 5, ("south", "left"): 5, ("south", "right"): 2}
    frame = summarise_sample({"small": people(sizes)}, guarded_study())
    assert frame.columns.tolist() == SAMPLE.names
    found = {(line.case, line.group): line.n for line in frame.itertuples()}
    assert {place: n for place, n in found.items() if not pd.isna(n)} == {
        ("all", "all"): 18,
        ("all", "left"): 11,
        ("all", "right"): 7,
        ("north", "all"): 11,
        ("south", "all"): 7,
    }
    reasons = {(line.case, line.group): line.reason for line in frame.itertuples()}
    assert reasons["south", "right"] == "minimum_people"
    assert reasons["north", "left"] == "secondary"


def test_free_text_and_respondents_never_pass() -> None:
    secret, name = "Ærlig talt, dette går ikke", "survey:27685292"
    answered = people({("north", "left"): 6, ("north", "right"): 6}).assign(
        s1=range(12), s2=range(5, 17), m1=[1, 2] * 6, q82=secret
    )
    answered["respondent"] = name + answered["respondent"]
    study = guarded_study(findings=FACTS)
    protected = protect({"descriptives": describe(answered), "differences": compare(answered)}, study)
    read = conform(pd.DataFrame([receipt("cell_kept", "usable", 9, before=secret, after=name)]), RECEIPTS)
    public = [
        *protected.estimates.values(),
        protected.log,
        *protect_findings(findings(people=12), study),
        summarise_receipts(read, study),
        summarise_sample({"small": answered}, study),
    ]
    written = "".join(frame.to_csv() for frame in public)
    assert secret not in written
    assert name not in written
    assert (
        "case=north" in protected.log.to_csv()
        or (protected.estimates["descriptives"]["status"] == "ok").all()
    )
