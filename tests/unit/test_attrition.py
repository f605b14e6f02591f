"""Who answered again, who left and who joined; and how many came as far as each stage."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.contracts import RECEIPTS
from analysis.persons import count_attrition, count_flow, decide_near_misses, join_people
from analysis.study import Study
from analysis.tables import conform
from tests.waves_frames import as_responses, link, typed_persons, waves_study

PEOPLE = typed_persons(
    """
    bl2 ann    v1
    bl3 bo     v2
    bl4 cy
    br2 dan
    br3 ed     -  south
    br4 no?
    al2 ann    v1
    al3 boo    v2
    ar2 dan
    ar3 fay
    ar4 ny?    -  south
    """
)
STATISTICS = ("before", "after", "both", "left", "joined", "unlinked_before", "unlinked_after", "near_misses")


def attrition(people: pd.DataFrame, study: Study) -> pd.DataFrame:
    joined = join_people(people, people, study)
    return count_attrition(as_responses(joined), joined, decide_near_misses(people, study), study)


def numbers(table: pd.DataFrame, case: str = "all", group: str = "all") -> list[int | None]:
    rows = table[(table["case"] == case) & (table["group"] == group)]
    told = {row.statistic: None if pd.isna(row.n) else int(row.n) for row in rows.itertuples()}
    return [told[name] for name in STATISTICS]


@pytest.mark.parametrize(
    ("case", "group", "counts"),
    [
        ("all", "all", [6, 5, 2, 3, 2, 1, 1, 1]),
        ("all", "left", [3, 2, 1, 2, 1, 0, 0, 1]),
        ("all", "right", [3, 3, 1, 1, 1, 1, 1, 0]),
        ("north", "all", [5, 4, 2, 2, 2, 1, 0, 1]),
        ("north", "right", [2, 2, 1, 0, 1, 1, 0, 0]),
    ],
)
def test_people_are_followed_from_wave_to_wave(case: str, group: str, counts: list[int]) -> None:
    table = attrition(PEOPLE, waves_study(cases=("north", "south")))
    assert numbers(table, case, group) == counts


def test_the_numbers_add_up_in_every_population() -> None:
    table = attrition(PEOPLE, waves_study(cases=("north", "south")))
    for case, group in set(zip(table["case"], table["group"], strict=True)):
        before, after, both, left, joined, unlinked_before, unlinked_after, _ = numbers(table, case, group)
        if both is not None and left is not None and joined is not None:
            assert before == both + left + (unlinked_before or 0)
            assert after == both + joined + (unlinked_after or 0)


def test_a_decision_makes_one_person_of_two() -> None:
    study = waves_study(link("bl3", "al3"), cases=("north", "south"))
    assert numbers(attrition(PEOPLE, study)) == [6, 5, 3, 2, 1, 1, 1, 0]
    apart = waves_study(link("bl3", "al3", "different"), cases=("north", "south"))
    assert numbers(attrition(PEOPLE, apart)) == [6, 5, 2, 3, 2, 1, 1, 0]


def test_a_decision_follows_somebody_whose_code_is_not_whole() -> None:
    people = typed_persons("bl2 ann?  v1\nbl3 bo\nal2 ann  v1+v2\nal3 bo")
    assert numbers(attrition(people, waves_study())) == [2, 2, 1, 0, 1, 1, 0, 1]
    assert numbers(attrition(people, waves_study(link("bl2", "al2")))) == [2, 2, 2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "people", ["bl2 a?\nbl3 b?\nal2 c?", "bl2 a?\nbl3 b?\nal2 cy", "bl2 ann\nal2 b?\nal3 c?"]
)
def test_where_nobody_can_be_followed_nobody_is_said_to_have_left(people: str) -> None:
    table = attrition(typed_persons(people), waves_study())
    followed = table[table["statistic"].isin(["both", "left", "joined"])]
    assert set(followed["status"]) == {"not_estimable"} and set(followed["reason"]) == {"not_linked"}
    assert followed["n"].isna().all()
    assert table.loc[~table.index.isin(followed.index), "n"].notna().all()


def test_a_number_says_where_only_some_could_be_followed() -> None:
    table = attrition(PEOPLE, waves_study(cases=("north", "south")))
    rows = table[(table["case"] == "all") & (table["statistic"] == "left")].set_index("group")
    assert rows["reason"].to_dict() == {"all": "partly_linked", "left": "", "right": "partly_linked"}


@pytest.mark.parametrize(
    ("people", "basis"),
    [
        ("bl2 ann\nal2 bo", "code"),
        ("bl2 ANN\nal2 BO\nal3 c?", "id"),
        ("bl2 ann\nal2 BO", "mixed"),
        ("bl2 a?\nal2 b?", "none"),
    ],
)
def test_how_people_were_found_again_is_told(people: str, basis: str) -> None:
    assert set(attrition(typed_persons(people), waves_study())["basis"]) == {basis}


def test_a_case_that_was_not_asked_again_has_only_people_who_left() -> None:
    people = typed_persons("bl2 ann\nbl3 bo - south\nal2 ann")
    table = attrition(people, waves_study(cases=("north", "south")))
    assert numbers(table, "south") == [1, 0, 0, 1, 0, 0, 0, 0]
    assert numbers(table) == [2, 1, 1, 1, 0, 0, 0, 0]


def test_somebody_who_changed_groups_left_the_one_and_joined_the_other() -> None:
    table = attrition(typed_persons("bl2 ANN\nal3 BO\nbr2 CY\nal2 CY\nar3 ANN"), waves_study())
    assert numbers(table)[:5] == [2, 3, 2, 0, 1]
    assert numbers(table, group="left")[:5] == [1, 2, 0, 1, 2]


def test_waves_follow_each_other_as_they_were_answered() -> None:
    people = typed_persons("bl2 ann\ncl2 ann\ncl3 bo")
    table = attrition(people, waves_study(waves=3))
    assert set(zip(table["wave_before"], table["wave_after"], strict=True)) == {("before", "closing")}
    both = typed_persons("bl2 ann\nal2 bo\ncl2 ann")
    table = attrition(both, waves_study(waves=3))
    assert sorted(set(zip(table["wave_before"], table["wave_after"], strict=True))) == [
        ("after", "closing"),
        ("before", "after"),
    ]


def test_one_wave_has_no_attrition() -> None:
    assert attrition(typed_persons("bl2 ann\nbr2 bo"), waves_study(waves=1)).empty


def test_answers_without_a_person_are_an_error_of_ours() -> None:
    study = waves_study()
    with pytest.raises(ValueError, match="responses without a person"):
        count_attrition(as_responses(PEOPLE), PEOPLE.iloc[1:], decide_near_misses(PEOPLE, study), study)


def receipts(lines: str) -> pd.DataFrame:
    """The receipts a text shows: source, what, why and count."""
    rows = [line.split() for line in lines.strip().splitlines()]
    table = pd.DataFrame(rows, columns=["source", "what", "why", "count"])
    return conform(table.assign(row=0, column="", count=table["count"].astype(int)), RECEIPTS)


FLOW = receipts(
    """
    before-left  flow invited   20
    before-left  flow opened    15
    before-left  flow completed 12
    before-left  flow counted   11
    before-right flow invited   9
    before-right flow completed 8
    before-right flow counted   7
    before-right row_kept answer 7
    after-left   flow counted   5
    after-right  flow counted   6
    """
)


@pytest.mark.parametrize(
    ("wave", "group", "stages"),
    [
        ("before", "left", [20, 15, None, 12, 11]),
        ("before", "right", [9, None, None, 8, 7]),
        ("before", "all", [29, None, None, 20, 18]),
        ("after", "all", [None, None, None, None, 11]),
    ],
)
def test_the_flow_has_what_every_source_lists(wave: str, group: str, stages: list[int | None]) -> None:
    flow = count_flow(FLOW, waves_study())
    rows = flow[(flow["wave"] == wave) & (flow["group"] == group)].set_index("stage")
    order = ["invited", "opened", "answered", "completed", "counted"]
    assert [None if pd.isna(n) else int(n) for n in rows.loc[order, "n"]] == stages
    missing = rows[rows["n"].isna()]
    assert set(missing["status"]) <= {"not_estimable"} and set(missing["reason"]) <= {"not_listed"}
    assert set(rows.loc[rows["n"].notna(), "status"]) == {"ok"}


@pytest.mark.parametrize(
    ("group", "stages"),
    [
        ("all", [30, 20, 17, None, 13]),
        ("left", [None, None, 10, None, 9]),
        ("right", [None, None, 7, None, 4]),
    ],
)
def test_a_form_that_asks_for_the_group_gives_each_group_the_stages_at_which_all_are_known(
    group: str, stages: list[int | None]
) -> None:
    study = waves_study(waves=1)
    both = study.sources[0].model_copy(update={"source": "both", "group": "*"})
    told = {
        "": "both flow invited 30\n both flow opened 6",
        "left": "both flow opened 14\n both flow answered 10\n both flow counted 9",
        "right": "both flow answered 7\n both flow counted 4",
    }
    lines = pd.concat([receipts(text).assign(column=column) for column, text in told.items()])
    flow = count_flow(lines, replace(study, sources=(both,))).set_index(["group", "stage"])
    order = ["invited", "opened", "answered", "completed", "counted"]
    numbers = [flow.loc[(group, one), "n"] for one in order]
    assert [None if pd.isna(one) else int(one) for one in numbers] == stages


def test_several_sources_of_a_group_are_added_up() -> None:
    study = waves_study(waves=1)
    more = study.sources[0].model_copy(update={"source": "more"})
    study = replace(study, sources=(*study.sources, more))
    added = count_flow(pd.concat([FLOW, receipts("more flow counted 3")], ignore_index=True), study)
    left = added[added["group"] == "left"].set_index("stage")
    assert int(left.loc["counted", "n"]) == 14 and pd.isna(left.loc["invited", "n"])
