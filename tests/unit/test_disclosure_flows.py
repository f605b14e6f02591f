"""What the public is told of how people came, and of who answered again."""

from __future__ import annotations

from itertools import product
from random import Random

import pandas as pd
import pytest

from analysis.contracts import SAMPLE_FLOW
from analysis.disclosure import summarise_attrition, summarise_flow, summarise_receipts, summarise_sample
from analysis.persons import count_attrition, decide_near_misses
from analysis.tables import conform
from tests.unit.test_attrition import receipts
from tests.waves_frames import as_responses, typed_persons, waves_study

NO_PAIRS = decide_near_misses(typed_persons("bl2 ann"), waves_study())


def people(**counts: int) -> pd.DataFrame:
    """Persons by group and kind: `lb=3` is 3 of left in both waves; l left, j joined, x, y not followed."""
    lines, row = [], 1
    for name, number in counts.items():
        group, kind = name[0], name[1:]
        for _ in range(number):
            row += 1
            mark = "?" if kind in ("x", "y") else ""
            waves = {"b": "ba", "l": "b", "j": "a", "x": "b", "y": "a"}[kind]
            lines += [f"{wave}{group}{row} p{row}{mark}{wave if mark else ''}" for wave in waves]
    return typed_persons("\n".join(lines))


def public(persons: pd.DataFrame, minimum: int = 5, cases: tuple[str, ...] = ("north",)) -> pd.DataFrame:
    study = waves_study(minimum=minimum, cases=cases)
    responses = as_responses(persons)
    attrition = count_attrition(responses, persons, NO_PAIRS.iloc[:0], study)
    return summarise_attrition(attrition, summarise_sample({"small": responses}, study), study)


def told(table: pd.DataFrame, group: str = "all") -> dict[str, int]:
    rows = table[(table["group"] == group) & (table["status"] == "ok")]
    return {row.statistic: int(row.n) for row in rows.itertuples() if row.statistic != "near_misses"}


def test_numbers_of_enough_people_are_told() -> None:
    table = public(people(lb=6, ll=5, lj=0, rb=7, rl=6, rj=8))
    assert told(table) == {
        "before": 24,
        "after": 21,
        "both": 13,
        "left": 11,
        "joined": 8,
        "unlinked_before": 0,
        "unlinked_after": 0,
    }
    assert told(table, "left")["left"] == 5 and told(table, "right")["joined"] == 8
    assert set(table["status"]) == {"ok"}


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ({"lb": 6, "ll": 2, "lj": 5, "rb": 7, "rl": 6, "rj": 8}, False),
        ({"lb": 6, "ll": 6, "lj": 5, "rb": 7, "rl": 6, "rj": 8, "rx": 1, "ly": 5}, False),
        ({"lb": 6, "ll": 6, "lj": 5, "rb": 7, "rl": 6, "rj": 8, "rx": 5, "ly": 5}, True),
    ],
)
def test_groups_are_told_only_if_no_number_is_small(counts: dict[str, int], groups: bool) -> None:
    table = public(people(**counts))
    for group in ("left", "right"):
        assert ("both" in told(table, group)) == groups
        if not counts.keys() & {"rx", "ly"}:
            assert told(table, group)["unlinked_before"] == told(table, group)["unlinked_after"] == 0
        assert {"before", "after"} <= set(told(table, group))
    held = table[(table["status"] == "withheld")]
    assert held["n"].isna().all() and set(held["reason"]) <= {"small_count"}


@pytest.mark.parametrize(
    ("counts", "whole"),
    [
        # A small number of one group is hidden in the whole ...
        ({"lb": 6, "ll": 2, "lj": 5, "rb": 7, "rl": 6, "rj": 8}, True),
        # ... but not where nobody left, so that who joined each group follows from its size,
        ({"lb": 6, "ll": 0, "lj": 2, "rb": 7, "rl": 0, "rj": 8}, False),
        # where as many stayed as could,
        ({"lb": 6, "ll": 2, "lj": 0, "rb": 7, "rl": 8, "rj": 9}, True),
        ({"lb": 6, "ll": 7, "lj": 0, "rb": 7, "rl": 0, "rj": 9}, True),
        ({"lb": 9, "ll": 2, "lj": 0, "rb": 9, "rl": 9, "rj": 0}, False),
        # where the other group was there once only,
        ({"lb": 6, "ll": 2, "lj": 5, "rl": 6}, False),
        # nor where the whole itself is few.
        ({"lb": 6, "ll": 2, "lj": 5, "rb": 7, "rl": 1, "rj": 8}, False),
    ],
)
def test_the_whole_is_told_only_if_it_gives_no_group_away(counts: dict[str, int], whole: bool) -> None:
    assert ("both" in told(public(people(**counts)))) == whole


def test_a_case_that_ended_does_not_give_the_others_away() -> None:
    def by_case(ended: int) -> pd.DataFrame:
        lines = [f"b{g}{n} {g}{n}\na{g}{n} {g}{n}" for g in "lr" for n in range(2, 9)]
        lines += ["bl20 x", "br21 y", *(f"a{g}{50 + n} {g}n{n}" for g in "lr" for n in range(3))]
        lines += [f"b{g}{30 + n} {g}e{n} - south" for g in "lr" for n in range(ended)]
        return typed_persons("\n".join(lines))

    # Two of north left, and everybody of south, whose size the sample tells if it had enough people.
    assert "left" not in told(public(by_case(6), cases=("north", "south")))
    table = public(by_case(2), cases=("north", "south"))
    assert told(table)["left"] == 4 + 2 and set(table["case"]) == {"all"}


def test_people_who_cannot_be_followed_are_said_so_and_counted() -> None:
    table = public(people(lx=6, ly=7, rb=6, rl=6, rj=7))
    left = table[table["group"] == "left"].set_index("statistic")
    assert left.loc["both", ["status", "reason"]].tolist() == ["not_estimable", "not_linked"]
    assert told(table, "left") == {"before": 6, "after": 7, "unlinked_before": 6, "unlinked_after": 7}
    assert told(table)["both"] == 6


def test_a_size_that_the_sample_withholds_is_not_told_here() -> None:
    table = public(people(lb=3, ll=0, lj=0, rb=9, rl=6, rj=6))
    assert "before" not in told(table, "left") and "both" not in told(table, "right")


def test_few_near_misses_are_not_counted_in_public() -> None:
    persons = typed_persons("\n".join(f"bl{n} p{n} v{n}\nal{n} q{n} v{n}" for n in range(2, 5)))
    study = waves_study()
    responses = as_responses(persons)
    near = decide_near_misses(persons, study)
    attrition = count_attrition(responses, persons, near, study)
    assert len(near) == 3
    table = summarise_attrition(attrition, summarise_sample({"small": responses}, study), study)
    assert table.loc[table["statistic"] == "near_misses", "n"].isna().all()


def possible(table: pd.DataFrame, sizes: dict[str, tuple[int, int]]) -> dict[str, set[int]]:
    """How many of each group may have answered twice, for a reader of everything that is public."""
    whole = told(table)
    ranges = [range(min(size) + 1) for size in sizes.values()]
    found: dict[str, set[int]] = {group: set() for group in sizes}
    for values in product(*ranges):
        if "both" in whole and sum(values) != whole["both"]:
            continue
        fits = all(
            told(table, group).get("both", value) == value for group, value in zip(sizes, values, strict=True)
        )
        if fits:
            for group, value in zip(sizes, values, strict=True):
                found[group].add(value)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_no_reader_finds_a_small_number_of_a_group(seed: int) -> None:
    chance = Random(seed)
    counts = {f"{group}{kind}": chance.choice([0, 1, 2, 5, 6, 9]) for group in "lr" for kind in "blj"}
    counts |= {kind: max(5, counts[kind]) for kind in ("lb", "rb")}
    sizes = {
        group: (
            counts[f"{group[0]}b"] + counts[f"{group[0]}l"],
            counts[f"{group[0]}b"] + counts[f"{group[0]}j"],
        )
        for group in ("left", "right")
    }
    found = possible(public(people(**counts)), sizes)
    for group in ("left", "right"):
        if any(0 < counts[f"{group[0]}{kind}"] < 5 for kind in "blj"):
            assert len(found[group]) > 1, (counts, found)


def flow(text: str) -> pd.DataFrame:
    """A flow as a text shows it: stage, then the people of left, of right and of all; `.` is not listed."""
    rows = []
    for line in text.strip().splitlines():
        stage, *numbers = line.split()
        for group, number in zip(("left", "right", "all"), numbers, strict=True):
            listed = number != "."
            rows.append(
                {
                    "instrument": "small",
                    "wave": "before",
                    "group": group,
                    "stage": stage,
                    "n": int(number) if listed else None,
                    "status": "ok" if listed else "not_estimable",
                    "reason": "" if listed else "not_listed",
                }
            )
    return conform(pd.DataFrame(rows), SAMPLE_FLOW)


FLOW = """
invited   20 9 29
opened    16 . .
answered  15 4 19
completed 13 3 16
counted   {left} {right} {total}
"""


def public_flow(left: int, right: int) -> dict[tuple[str, str], str]:
    persons = people(lb=left, rb=right)
    sample = summarise_sample({"small": as_responses(persons)}, waves_study())
    table = summarise_flow(
        flow(FLOW.format(left=left, right=right, total=left + right)), sample, waves_study()
    )
    assert (table["n"].isna() == (table["status"] != "ok")).all()
    return {
        (row.stage, row.group): str(int(row.n)) if row.status == "ok" else row.reason
        for row in table.itertuples()
    }


def test_few_people_at_a_stage_are_withheld_with_the_total_that_would_tell() -> None:
    shown = public_flow(11, 7)
    assert [shown["answered", group] for group in ("left", "right", "all")] == [
        "15",
        "small_count",
        "secondary",
    ]
    assert [shown["invited", group] for group in ("left", "right", "all")] == ["20", "9", "29"]
    assert shown["opened", "right"] == shown["opened", "all"] == "not_listed"
    assert [shown["counted", group] for group in ("left", "right", "all")] == ["11", "7", "18"]


def test_a_number_that_the_sample_withholds_is_not_told_by_a_stage() -> None:
    shown = public_flow(11, 3)
    assert [shown["counted", group] for group in ("left", "right", "all")] == [
        "secondary",
        "small_count",
        "14",
    ]
    hidden = [
        stage for stage in ("answered", "completed", "counted") if not shown[stage, "right"].isdecimal()
    ]
    assert hidden == ["answered", "completed", "counted"]


def test_receipts_leave_the_flow_to_its_own_table() -> None:
    lines = "before-left row_read total 12\nbefore-left row_kept answer 12\nbefore-left flow invited 30"
    made = summarise_receipts(receipts(lines + "\nbefore-left time_read dates_day_first 12"), waves_study())
    assert set(made["what"]) == {"row_read", "row_kept", "time_read"} and set(made["status"]) == {"ok"}


def test_receipts_hide_what_tells_how_few_rows_were_left_out() -> None:
    lines = (
        "before-left row_read total 12\nbefore-left row_kept answer 10\nbefore-left row_left_out blank_row 2"
    )
    lines += "\nbefore-left time_read dates_day_first 12\nbefore-left file_noted no_status_column 12"
    made = summarise_receipts(receipts(lines), waves_study())
    assert made.set_index("what")["status"].to_dict() == {
        "file_noted": "withheld",
        "row_kept": "ok",
        "row_left_out": "withheld",
        "row_read": "withheld",
        "time_read": "withheld",
    }
