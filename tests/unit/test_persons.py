"""The same person in two waves: what is linked, what is offered for a decision, and what is decided."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.links import Link
from analysis.persons import check_decisions, decide_near_misses, join_people
from analysis.persons.near_misses import find_near_misses
from analysis.problems import ProblemsFound
from tests.waves_frames import as_responses, link, typed_persons, waves_study

PEOPLE = typed_persons(
    """
    bl2 ann    v1+v2
    bl3 bo     v3+v4
    bl4 cy?    v5
    br2 dan    v6
    al2 ann    v1+v2
    al3 boo    v4+v7
    al4 cyn    v5+v8
    al5 eve    v2
    ar2 ed     v3
    """
)


def pairs_of(table: pd.DataFrame) -> list[str]:
    short = {"before-left": "bl", "before-right": "br", "after-left": "al", "after-right": "ar"}
    short |= {"closing-left": "cl"}
    return [f"{short[r.source]}{r.row} {short[r.same_source]}{r.same_row}" for r in table.itertuples()]


def decide(*links: Link, people: pd.DataFrame = PEOPLE) -> dict[str, str]:
    table = decide_near_misses(people, waves_study(*links))
    return dict(zip(pairs_of(table), table["decision"], strict=True))


def faults(*links: Link, people: pd.DataFrame = PEOPLE, waves: int = 2) -> list[str]:
    with pytest.raises(ProblemsFound) as raised:
        check_decisions(people, waves_study(*links, waves=waves))
    return [str(problem) for problem in raised.value.problems]


def test_near_misses_share_a_slip_and_are_linked_to_nobody_of_the_other_wave() -> None:
    found = find_near_misses(PEOPLE, waves_study())
    # ann is linked already, so eve is no near miss of hers; ed and bo are of different groups.
    assert pairs_of(found) == ["bl3 al3", "bl4 al4"]
    assert found.iloc[0][["wave", "same_wave", "case", "group"]].tolist() == [
        "before",
        "after",
        "north",
        "left",
    ]


@pytest.mark.parametrize(
    ("people", "pairs"),
    [
        ("bl2 ann v1\nbl3 anna v1\nal2 bo v2", []),  # of one wave
        ("bl2 ann v1 north\nal2 anna v1 south", []),  # of different cases
        ("bl2 ann v1+v2\nal2 anna v2+v1", ["bl2 al2"]),  # two slips in common are one pair
        ("bl2 ann v1\nal2 anna v1\nal3 annn v1", ["bl2 al2", "bl2 al3"]),
        ("bl2 ann v1\nal2 ann v1\ncl2 anna v1", ["al2 cl2", "bl2 cl2"]),
        ("bl2 ANN\nal2 ANNA", []),
    ],
)
def test_who_is_a_near_miss(people: str, pairs: list[str]) -> None:
    assert pairs_of(find_near_misses(typed_persons(people), waves_study(waves=3))) == pairs


def test_the_key_of_the_pseudonyms_does_not_matter() -> None:
    other = PEOPLE.assign(
        respondent=PEOPLE["respondent"].map(lambda name: name[::-1]),
        variants=PEOPLE["variants"].str.replace("v", "w"),
    )
    pd.testing.assert_frame_equal(
        decide_near_misses(PEOPLE, waves_study()), decide_near_misses(other, waves_study())
    )


def test_nothing_is_decided_but_by_the_team() -> None:
    assert decide() == {"bl3 al3": "open", "bl4 al4": "open"}
    assert decide(link("bl3", "al3"), link("al4", "bl4", "different")) == {
        "bl3 al3": "same",
        "bl4 al4": "different",
    }


def test_who_was_found_again_is_nobody_else_of_that_wave() -> None:
    three = typed_persons("bl2 ann v1\nal2 anna v1\nal3 annn v1\nbl3 nan v9\nal4 nann v9")
    assert decide(link("bl2", "al3"), people=three) == {
        "bl2 al2": "different",
        "bl2 al3": "same",
        "bl3 al4": "open",
    }


def test_the_same_person_gets_the_pseudonym_of_the_earlier_wave() -> None:
    study = waves_study(link("al3", "bl3"), link("bl4", "al4", "different"))
    check_decisions(PEOPLE, study)
    joined = join_people(PEOPLE, PEOPLE, study)
    assert joined["respondent"].tolist() == ["ann", "bo", "cyn", "eve", "ed", "ann", "bo", "cy?", "dan"]
    responses = join_people(as_responses(PEOPLE), PEOPLE, study)
    assert responses["respondent"].tolist() == joined["respondent"].tolist()


def test_three_waves_are_joined_by_two_decisions() -> None:
    people = typed_persons("bl2 ann v1\nal2 anna v1+v2\ncl2 annna v2")
    study = waves_study(link("al2", "cl2"), link("bl2", "al2"), waves=3)
    check_decisions(people, study)
    assert set(join_people(people, people, study)["respondent"]) == {"ann"}


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (link("bl9", "al3"), ["row 2, column row: no answer of before-left that counts stands in row 9"]),
        (link("bl3", "al9"), ["column same_row: no answer of after-left that counts stands in row 9"]),
        (link("bl2", "al2"), ["row 2: these two have the same id or code, so they are linked already"]),
        (link("bl2", "al2", "different"), ["these two have the same id or code", "do:      remove the row"]),
        (link("bl2", "al5"), ["one of these two is linked already, to another answer of that wave"]),
        (link("bl3", "ar2"), ["these two do not belong to one group of one case"]),
        (link("bl3", "al5"), ["the codes of these two are not nearly alike", "near_misses.csv"]),
    ],
)
def test_a_decision_is_about_a_near_miss(decision: Link, told: list[str]) -> None:
    (text,) = faults(decision)
    assert text.startswith("config/links.tsv, row 2")
    assert all(part in text for part in told), text


def test_nobody_answers_twice_in_one_wave() -> None:
    people = typed_persons("bl2 ann v1\nal2 anna v1\nal3 annn v1")
    (text,) = faults(link("bl2", "al2"), link("bl2", "al3", line=3), people=people)
    assert text.startswith("config/links.tsv, row 3: with this decision and the others, one person would")
    assert "before-left row 2 and after-left row 3" in text


def test_decisions_must_not_make_one_person_of_two_who_are_different() -> None:
    people = typed_persons("bl2 ann v1\nal2 anna v1+v2\ncl2 annna v2+v1")
    links = (link("bl2", "al2"), link("al2", "cl2", line=3), link("bl2", "cl2", "different", line=4))
    (text,) = faults(*links, people=people, waves=3)
    assert text.startswith("config/links.tsv, row 4: other decisions make one person of these two")


def test_every_fault_is_told_at_once() -> None:
    assert len(faults(link("bl9", "al9"), link("bl2", "al2", line=3), link("bl3", "ar2", line=4))) == 4


def test_decisions_about_other_instruments_wait_for_theirs() -> None:
    check_decisions(PEOPLE.assign(instrument="other"), waves_study(link("bl9", "al9")))
