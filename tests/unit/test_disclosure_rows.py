"""What a withheld number looks like, and what the logs say of it."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import (
    DISCLOSURE_DETAIL,
    DISCLOSURE_LOG,
    ESTIMATES,
)
from analysis.disclosure import protect
from analysis.disclosure.rules import WHY
from tests.disclosure_frames import (
    contrast,
    counts,
    cross,
    gate,
    guarded_study,
    means,
    places,
    row,
    table,
)

KEYS = [*ESTIMATES.key, "purpose", "family", "method"]
NUMBERS = [
    *("estimate", "ci_low", "ci_high", "df", "p", "p_adjusted", "seed"),
    *("n", "n_smallest", "n_groups", "n_cases", "n_excluded"),
]


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
