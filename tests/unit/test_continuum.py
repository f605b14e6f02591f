"""Where cases stand: judges, codes and the printed order, and what few judges can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.continuum import place_cases
from analysis.contracts import CODINGS, JUDGEMENTS, UNITS
from analysis.formulas.resampling import stream
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import label, pick
from tests.unit.coding_study import coding_study, typed_codings

CASES = ["bay", "fell", "isle", "marsh", "north", "south"]
PUBLISHED = [["south"], ["north"], ["isle", "bay"], ["marsh"], ["fell"]]
POINTS = [{"code": "low", "points": 0}, {"code": "high", "points": 2}, {"code": "open", "points": 1}]
NOTHING = (
    conform(pd.DataFrame(columns=UNITS.names), UNITS),
    conform(pd.DataFrame(columns=CODINGS.names), CODINGS),
)
THREE = """
ann south:0 north:2 isle:4 bay:5 marsh:6 fell:9
bo  south:0 north:1 isle:4 bay:4 marsh:6 fell:8
cy  south:1 north:2 isle:5 bay:4 marsh:7 fell:9
"""


def study(**continuum: Any) -> Study:
    told = {"label": label("where"), "analysis": "talks", "lowest": 1, "highest": 9, "outside": 0}
    told |= {"index": POINTS, "published": PUBLISHED} | continuum
    made = coding_study()
    plan = made.plan.model_validate(made.plan.model_dump() | {"continuum": told})
    settings = made.settings.model_copy(deep=True)
    north = settings.cases.pop()
    settings.cases.extend(north.model_copy(update={"id": name}) for name in CASES)
    return replace(made, plan=plan, settings=settings)


def judged(text: str, wave: str = "before") -> pd.DataFrame:
    """The judgements that a text shows, one judge a line: `judge case:position ...`."""
    rows = [
        {"wave": wave, "coder": line.split()[0], "case": case, "position": int(position), "note": ""}
        | {"source": "made"}
        for line in text.strip().splitlines()
        for case, position in (word.split(":") for word in line.split()[1:])
    ]
    return conform(pd.DataFrame(rows, columns=JUDGEMENTS.names), JUDGEMENTS)


def place(text: str = THREE, talk: str = "", **continuum: Any) -> pd.DataFrame:
    said = typed_codings(talk) if talk else NOTHING
    return place_cases(study(**continuum), judged(text), *said)


def row(table: pd.DataFrame, statistic: str, case: str = "all", wave: str = "before") -> pd.Series:
    return pick(table, statistic=statistic, case=case, wave=wave)


def ends(found: pd.Series) -> tuple[float, float, float]:
    return found["estimate"], found["ci_low"], found["ci_high"]


def test_three_judges_place_a_case_between_the_lowest_and_the_highest_of_them() -> None:
    found = row(place(), "placement", "bay")
    assert ends(found) == (4, 4, 5)
    assert (found["n"], found["status"], found["reason"]) == (3, "ok", "level_not_reachable")
    assert np.isnan(found["ci_level"])
    assert "75.0%" in found["method"], "what the range of three judges holds at least is said"


def test_outside_lies_below_the_lowest() -> None:
    found = place()
    assert ends(row(found, "placement", "south")) == (0, 0, 1)
    assert row(found, "rank", "south")["estimate"] == 1


def test_six_judges_give_an_interval_at_the_level() -> None:
    text = "\n".join(f"j{number} north:{number} south:1 isle:2 bay:5" for number in range(1, 7))
    found = row(place(text), "placement", "north")
    assert ends(found) == (3.5, 1, 6)
    assert (found["ci_level"], found["reason"]) == (0.95, "")


def test_the_rank_lies_between_those_that_judges_give_themselves() -> None:
    found = row(place(), "rank", "isle")
    # The medians of isle and bay are alike; ann ranks isle 3, bo as bay, cy 4.
    assert ends(found) == (3.5, 3, 4)
    assert (found["n"], found["n_cases"], found["reason"]) == (3, 6, "")


def test_a_judge_who_left_cases_out_ranks_none() -> None:
    found = place(THREE + "dan south:9 north:8")
    assert row(found, "placement", "south")["n"] == 4
    assert ends(row(found, "rank", "fell")) == (6, 6, 6)
    assert row(found, "kendall_w")["reason"] == "too_few_cases"
    assert row(found, "krippendorff_ordinal")["n_cases"] == 6
    only = place("ann south:1 north:2 isle:3 bay:4\nbo south:1 north:2 isle:3 fell:4")
    assert row(only, "rank", "south")["reason"] == "coders_unequal"
    apart = place("ann south:1 north:2\nbo isle:3 bay:4")
    assert row(apart, "kendall_w")["reason"] == "coders_unequal"


def test_judges_agree_beyond_chance() -> None:
    found = place()
    for statistic in ("krippendorff_ordinal", "kendall_w"):
        agreed = row(found, statistic)
        assert 0.5 < agreed["ci_low"] < agreed["estimate"] < agreed["ci_high"] < 1
        assert (agreed["n"], agreed["n_cases"], agreed["ci_level"]) == (3, 6, 0.95)
    assert 0 < row(found, "kendall_w")["p"] < 0.001


def test_the_printed_order_shares_ranks_and_has_no_interval() -> None:
    found = place()
    assert [row(found, "published", case)["estimate"] for case in CASES] == [3.5, 6, 3.5, 5, 2, 1]
    assert row(found, "published", "fell")["reason"] == "as_published"
    assert ends(row(found, "tau_published"))[0] == 1
    assert row(found, "tau_published")["reason"] == "orders_coincide"
    assert row(found, "tau_published")["p"] == pytest.approx(4 / 720), "two of them tied, both ways"


def test_one_judge_has_no_range_and_nobody_to_agree_with() -> None:
    found = place("ann south:0 north:2 isle:4 bay:5 marsh:6 fell:9")
    for statistic, case in (("placement", "bay"), ("rank", "bay")):
        alone = row(found, statistic, case)
        assert (alone["reason"], np.isnan(alone["ci_low"])) == ("one_coder", True)
    for statistic in ("krippendorff_ordinal", "kendall_w"):
        alone = row(found, statistic)
        assert (alone["status"], alone["reason"]) == ("not_estimable", "one_coder")
    assert row(found, "tau_published")["status"] == "ok"


def test_three_cases_are_too_few_for_an_order() -> None:
    found = place("ann south:1 north:2 isle:4\nbo south:1 north:3 isle:4")
    for statistic in ("krippendorff_ordinal", "kendall_w", "tau_published"):
        assert row(found, statistic)["reason"] == "too_few_cases"


TALK = """
one   ann:low  bo:low  cy:low
one   ann:high bo:high cy:
one   ann:high+open bo:high+open cy:open
one   ann:open bo:  cy:
one   ann:     bo:  cy:
one   ann:high bo:high cy:high
one   ann:low  bo:high cy:high
two   ann:high bo:high cy:high
three ann:money bo:money cy:
"""


def test_the_index_is_the_mean_of_what_the_units_count_for() -> None:
    found = row(place(talk=TALK), "index", "north")
    # Most coders gave: low 0, high 2, high and open 1.5, nothing twice, high 2, high 2.
    points = np.array([0, 2, 1.5, 2, 2])
    assert (found["estimate"], found["n"]) == (pytest.approx(points.mean()), 5)
    drawn = stream(7, "continuum", "index", "before", "north").integers(0, 5, (1000, 5))
    expected = np.quantile(points[drawn].mean(axis=1), [0.025, 0.975])
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(tuple(expected))
    assert (found["ci_level"], found["seed"], found["reason"]) == (0.95, 7, "")


def test_little_talk_gives_an_index_without_an_interval_or_none() -> None:
    found = place(talk=TALK)
    south = row(found, "index", "south")
    assert (south["estimate"], south["n"], south["reason"]) == (2, 1, "too_few_coded")
    alike = row(place(talk="one ann:high\n" * 6), "index", "north")
    assert (alike["estimate"], alike["reason"], np.isnan(alike["ci_low"])) == (2, "units_alike", True)
    silent = row(place(talk="one ann:money\n"), "index", "north")
    assert (silent["status"], silent["reason"]) == ("not_estimable", "code_never_given")


def test_a_further_case_leaves_the_index_of_the_others_unchanged() -> None:
    alone = place(talk="\n".join(line for line in TALK.splitlines() if line.startswith("one")))
    pd.testing.assert_series_equal(
        row(alone, "index", "north"), row(place(talk=TALK), "index", "north"), check_names=False
    )


def test_the_index_is_compared_with_both_orders_over_the_cases_that_have_it() -> None:
    found = place(talk=TALK)
    for statistic, n in (("tau_index", 3), ("tau_index_published", 6)):
        compared = row(found, statistic)
        assert (compared["n_cases"], compared["reason"]) == (2, "too_few_cases")
        assert compared["n"] == n


def test_without_judges_the_index_stands_alone() -> None:
    found = place("", talk=TALK, published=[])
    assert set(found["statistic"]) == {"index"}
    assert set(place(index=[])["statistic"]) == {
        *("placement", "rank", "published", "krippendorff_ordinal", "kendall_w", "tau_published")
    }


def test_waves_are_placed_by_themselves() -> None:
    later = judged(THREE.replace("fell:9", "fell:1"), "after")
    both = pd.concat([judged(THREE), later], ignore_index=True)
    found = place_cases(study(), both, *NOTHING)
    assert row(found, "placement", "fell")["estimate"] == 9
    assert row(found, "placement", "fell", "after")["estimate"] == 1
    pd.testing.assert_frame_equal(found[found["wave"] == "before"].reset_index(drop=True), place())


def test_the_names_of_judges_do_not_matter() -> None:
    renamed = THREE.replace("ann", "zoe").replace("cy", "abe")
    pd.testing.assert_frame_equal(place(renamed), place())


def test_a_study_without_judges_codes_or_a_continuum_has_no_rows() -> None:
    assert place("").empty
    assert place_cases(coding_study(), judged(THREE), *typed_codings(TALK)).empty
