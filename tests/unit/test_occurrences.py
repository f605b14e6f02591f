from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.occurrences import count_codes
from analysis.sessions import Sessions
from tests.small_study import pick
from tests.unit.coding_study import CODEBOOK, SESSIONS, coding_study, typed_codings

TYPED = """
one m1 ann:open         bo:open+money cy:
one m2 ann:brave        bo:open       cy:money
one e1 ann:money+law    bo:money+law  cy:money+law
one x1 ann:open         bo:open       cy:
two m1 ann:open+money   bo:open+money
two m1 ann:             bo:law
two e1 ann:money        bo:money
two e2
"""
UNITS, CODINGS = typed_codings(TYPED)


def two_cases(counted: str = "majority") -> pd.DataFrame:
    study = coding_study(counted=counted)
    settings = study.settings.model_copy(deep=True)
    settings.cases.append(settings.cases[0].model_copy(update={"id": "south"}))
    return count_codes(replace(study, settings=settings), UNITS, CODINGS)


COUNTED = two_cases()


def row(
    statistic: str, code: str, other: str = "", case: str = "all", participants: str = "all"
) -> pd.Series:
    return pick(COUNTED, statistic=statistic, code=code, other=other, case=case, participants=participants)


def numbers(found: pd.Series) -> tuple[float, float, float]:
    return found["estimate"], found["ci_low"], found["ci_high"]


def test_units_with_a_code_by_the_plans_rule_and_by_the_strictest_and_mildest() -> None:
    # By most coders in units 1, 4 and 5; by all in 5; by any in 2 too.
    assert numbers(row("units", "open")) == (3, 1, 4)
    # Two of three coders gave unit 2 a value, no two the same.
    assert numbers(row("units", "values")) == (4, 1, 4)
    assert numbers(row("units", "law")) == (1, 1, 2)
    assert row("units", "open")["n_units"] == 7
    assert row("units", "open")["bounds"] == "rules"


def test_the_plans_rule_is_the_estimate() -> None:
    for counted, place in (("any", 2), ("all", 1)):
        found = pick(
            two_cases(counted=counted), statistic="units", code="open", case="all", participants="all"
        )
        assert found["estimate"] == numbers(row("units", "open"))[place]


def test_a_share_is_of_the_units_that_were_read_and_has_no_ends() -> None:
    share = row("share", "open")
    assert (
        share["estimate"] == pytest.approx(3 / 7) and np.isnan(share["ci_low"]) and np.isnan(share["ci_high"])
    )
    assert row("share", "open", case="south")["estimate"] == pytest.approx(1 / 3)
    assert row("share", "money", participants="enterprise")["estimate"] == 1


def test_codes_by_case_and_by_who_speaks() -> None:
    assert numbers(row("units", "open", case="north")) == (2, 0, 3)
    assert numbers(row("units", "open", case="south")) == (1, 1, 1)
    assert numbers(row("units", "open", participants="municipality")) == (2, 1, 3)
    assert row("units", "open", participants="municipality")["n_units"] == 4
    assert numbers(row("units", "money", participants="enterprise")) == (2, 2, 2)
    assert numbers(row("cases", "open")) == (2, 1, 2)
    assert numbers(row("cases", "law")) == (1, 1, 2)


def test_a_text_has_a_code_where_one_of_its_units_has() -> None:
    whole = UNITS[["document", "case"]].drop_duplicates()
    marked = row("documents", "open")
    assert (
        0 < marked["estimate"] <= len(whole) and marked["ci_low"] <= marked["estimate"] <= marked["ci_high"]
    )
    each = [row("documents", "open", case=case)["estimate"] for case in ("north", "south")]
    assert sum(each) == marked["estimate"]


def test_speakers_are_counted_once_a_session_and_only_those_who_took_part() -> None:
    # m1 of session one and m1 of session two; x1 is of no kind that took part.
    assert numbers(row("speakers", "open")) == (2, 1, 3)
    assert row("units", "open")["n_speakers"] == 2 and row("units", "open")["n_cases"] == 2
    assert numbers(row("speakers", "money", participants="enterprise")) == (2, 2, 2)
    nameless = Sessions.model_validate(SESSIONS.model_dump() | {"participants": []})
    found = count_codes(coding_study(sessions=nameless), UNITS, CODINGS)
    assert pick(found, statistic="speakers", code="open")["estimate"] == 3


def test_two_codes_on_one_unit() -> None:
    # By most coders only in the second document's first unit; by any in two more.
    assert numbers(row("together", "open", "money")) == (1, 1, 3)
    assert row("overlap", "open", "money")["estimate"] == pytest.approx(1 / (3 + 3 - 1))
    assert numbers(row("together", "money", "law")) == (1, 1, 1)
    assert row("together", "money", "law")["n_speakers"] == row("together", "money", "law")["n_cases"] == 1
    assert numbers(row("together", "open", "brave")) == (0, 0, 1)


def test_every_code_and_every_pair_of_the_lowest_has_a_row() -> None:
    leaves = [code.id for code in CODEBOOK.leaves()]
    for statistic in ("together", "overlap"):
        rows = COUNTED[COUNTED["statistic"] == statistic]
        assert set(zip(rows["code"], rows["other"], strict=True)) == set(combinations(leaves, 2))
        assert set(rows["case"]) == set(rows["participants"]) == {"all"}
    for statistic in ("units", "share", "documents", "cases", "speakers"):
        rows = COUNTED[(COUNTED["statistic"] == statistic) & (COUNTED["case"] == "all")]
        assert sorted(rows.loc[rows["participants"] == "all", "code"]) == sorted(CODEBOOK.ids())
    kinds = COUNTED.groupby("statistic")[["case", "participants"]].agg(
        lambda column: " ".join(sorted(set(column)))
    )
    assert (
        kinds.loc["units"].tolist()
        == kinds.loc["share"].tolist()
        == [*("all north south", "all enterprise municipality")]
    )
    assert kinds.loc["speakers"].tolist() == ["all", "all enterprise municipality"]
    assert kinds.loc["cases"].tolist() == ["all", "all"]
    assert kinds.loc["documents"].tolist() == ["all north south", "all"]


def test_a_code_that_nobody_gave_is_a_row_with_nothing() -> None:
    assert numbers(row("units", "high")) == (0, 0, 0)
    assert row("share", "high")["estimate"] == 0 and row("units", "high")["n_speakers"] == 0
    overlap = row("overlap", "low", "high")
    assert (overlap["status"], overlap["reason"]) == ("not_estimable", "code_never_given")
    assert np.isnan(overlap["estimate"])


def test_what_nobody_read_has_no_numbers() -> None:
    found = count_codes(coding_study(), *typed_codings("one m1\none e1"))
    assert set(found["status"]) == {"not_estimable"} and set(found["reason"]) == {"nothing_read"}
    assert found["estimate"].isna().all() and (found["n_units"] == 0).all()


def test_speakers_whom_no_unit_names_cannot_be_counted() -> None:
    found = count_codes(coding_study(), *typed_codings("one ann:open\none ann:"))
    speakers = pick(found, statistic="speakers", code="open")
    assert (speakers["status"], speakers["reason"]) == ("not_estimable", "speakers_unknown")
    assert pd.isna(pick(found, statistic="units", code="open", case="all")["n_speakers"])
    assert set(found["participants"]) == {"all"}


def test_runs_of_characters_count_as_their_characters() -> None:
    units, codings = typed_codings("one m1 ann:open\none m1 ann:", kind="character")
    units["weight"] = [30, 70]
    found = count_codes(coding_study(unit="character"), units, codings)
    units_row = pick(found, statistic="units", code="open", case="all", participants="all")
    assert (units_row["estimate"], units_row["n_units"]) == (30, 100)
    assert pick(found, statistic="share", code="open", case="all", participants="all")["estimate"] == 0.3


def test_waves_are_counted_apart() -> None:
    units, codings = (frame.copy() for frame in (UNITS, CODINGS))
    for frame in (units, codings):
        frame.loc[frame["document"] == "two", "wave"] = "after"
    found = count_codes(coding_study(), units, codings)
    for wave, count in (("before", 2), ("after", 1)):
        named = pick(found, wave=wave, statistic="units", code="open", case="all", participants="all")
        assert named["estimate"] == count


def test_nothing_gives_an_empty_table() -> None:
    study = coding_study()
    assert count_codes(study, UNITS.iloc[:0], CODINGS.iloc[:0]).empty
    without = replace(study, plan=study.plan.model_copy(update={"codings": {}}))
    assert count_codes(without, UNITS, CODINGS).empty
