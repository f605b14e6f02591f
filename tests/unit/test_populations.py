from math import isnan

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import Estimate, not_estimable
from analysis.populations import (
    Basis,
    People,
    Population,
    Subject,
    build_row,
    build_table,
    list_people,
    list_populations,
    sort_people,
)
from analysis.scoring import score_scales, score_values
from tests.small_study import INSTRUMENT, small_study, typed_responses

RESPONSES = typed_responses(
    """
    respondent wave   case  group
    p4         after  north left
    p3         before south right
    p1         before north left
    p2         before north left
    """
)
GROUPS = ["left", "right"]
SUBJECT = Subject("described", "small", scale="trio")


def everybody() -> Population:
    people = list_people(sort_people(RESPONSES))
    return Population(people, "before", "all", "all", np.array([1, 2, 3]))


def test_populations_are_all_groups_cases_and_both_in_each_wave() -> None:
    people = list_people(sort_people(RESPONSES))
    named = {
        (one.wave, one.case, one.group): one.rows.tolist()
        for one in list_populations(people, small_study(), GROUPS)
    }
    assert named == {
        ("before", "all", "all"): [1, 2, 3],
        ("before", "all", "left"): [1, 2],
        ("before", "all", "right"): [3],
        ("before", "north", "all"): [1, 2],
        ("before", "north", "left"): [1, 2],
        ("before", "south", "all"): [3],
        ("before", "south", "right"): [3],
        ("after", "all", "all"): [0],
        ("after", "all", "left"): [0],
        ("after", "all", "right"): [],
        ("after", "north", "all"): [0],
        ("after", "north", "left"): [0],
    }


def test_nobody_has_no_populations() -> None:
    assert list(list_populations(list_people(RESPONSES.iloc[:0]), small_study(), GROUPS)) == []


def test_a_row_counts_the_people_groups_and_cases_behind_its_number() -> None:
    basis = Basis(np.array([1, 3]), asked=3)
    row = build_row(SUBJECT, everybody(), "mean", Estimate(4.0, 3.0, 5.0, df=1), basis, "by hand", 0.95)
    assert (row["n"], row["n_smallest"], row["n_groups"], row["n_cases"], row["n_excluded"]) == (
        2,
        2,
        2,
        2,
        1,
    )
    assert (row["status"], row["reason"], row["case"], row["wave"]) == ("ok", "", "all", "before")


def test_a_row_knows_the_smallest_set_it_compares() -> None:
    basis = Basis(np.array([1, 2, 3]), asked=3, sets=(2, 1))
    row = build_row(SUBJECT, everybody(), "gap", Estimate(4.0), basis, "by hand", 0.95)
    assert (row["n"], row["n_smallest"]) == (3, 1)


@pytest.mark.parametrize(("asked", "reason"), [(2, "no_answers"), (0, "group_missing")])
def test_a_row_without_a_number_says_why(asked: int, reason: str) -> None:
    nobody = Basis(np.array([], dtype=int), asked=asked)
    row = build_row(SUBJECT, everybody(), "mean", not_estimable("no_answers"), nobody, "by hand", 0.95)
    assert (row["status"], row["reason"], row["n"]) == ("not_estimable", reason, 0)
    assert isnan(row["estimate"])


def test_rows_become_a_table_of_estimates() -> None:
    row = build_row(SUBJECT, everybody(), "mean", Estimate(4.0), Basis(np.array([1]), 1), "by hand", 0.95)
    table = build_table([row])
    assert table.loc[0, ["analysis", "scale", "item", "family", "purpose"]].tolist() == [
        "described",
        "trio",
        "",
        "",
        "descriptive",
    ]
    assert table["seed"].isna().all() and table["p_adjusted"].isna().all()
    assert build_table([]).empty


def test_people_are_taken_in_one_order() -> None:
    assert sort_people(RESPONSES)["respondent"].tolist() == ["p4", "p1", "p2", "p3"]
    assert isinstance(list_people(RESPONSES), People)


ANSWERED = typed_responses(
    """
    respondent case  group a1 a2 s1
    p1         north left  5  2  90
    p2         north left  .  2  10
    p3         north left  2  x  40
    p4         north left  2  4  .
    p5         north right 1  1  .
    p6         north left  2  4  30
    """
)
OTHER_KEY = {"p1": "p6", "p2": "p4", "p3": "p5", "p4": "p1", "p5": "p3", "p6": "p2"}


def test_answers_order_the_people_of_a_group_with_missing_ones_last() -> None:
    assert sort_people(ANSWERED)["respondent"].tolist() == ["p6", "p4", "p3", "p1", "p2", "p5"]


def test_other_names_for_the_same_people_change_no_bit() -> None:
    renamed = ANSWERED.assign(respondent=ANSWERED["respondent"].map(OTHER_KEY)).sort_values("respondent")
    first, other = (sort_people(frame).drop(columns="respondent") for frame in (ANSWERED, renamed))
    pd.testing.assert_frame_equal(first, other)
    scored = [
        score_values(score_scales(frame, INSTRUMENT), "small", ["trio", "pair"])
        for frame in (ANSWERED, renamed)
    ]
    assert scored[0][0].group.tolist() == scored[1][0].group.tolist()
    for name, values in scored[0][1].items():
        np.testing.assert_array_equal(values, scored[1][1][name])
