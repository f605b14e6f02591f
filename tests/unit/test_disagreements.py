"""Where coders disagree: which units, in which order, and what each of them gave."""

from __future__ import annotations

import pandas as pd

from analysis.agreement import list_disagreements
from analysis.contracts import CODINGS, DISAGREEMENTS, UNITS
from analysis.tables import conform
from tests.unit.coding_study import coding_study, typed_codings

# Coders agree on `open` beyond chance, on `law` less, on `brave` not at all.
TALK = """
    one m1 ann:open        bo:open       cy:open
    one m1 ann:open        bo:brave      cy:open
    one e1 ann:            bo:           cy:law
    one m2 ann:law         bo:law        cy:
    two e2 ann:            bo:law        cy:
    two m1 ann:open        bo:open       cy:open
    two m1 ann:            bo:           cy:
    three m3 ann:law       bo:
    """


def listed(text: str = TALK, **plan: object) -> pd.DataFrame:
    units, codings = typed_codings(text)
    units = units.assign(text=pd.array([f"said {number}" for number in range(len(units))], "string"))
    return list_disagreements(coding_study(**plan), units, codings)


def shown(found: pd.DataFrame) -> list[str]:
    return [f"{row.code} {row.document}{row.unit}: {row.gave} | {row.gave_not}" for row in found.itertuples()]


def test_the_code_they_agree_on_least_comes_first_then_the_most_even_split_then_the_sessions() -> None:
    assert shown(listed()) == [
        "brave one2: bo | ann cy",
        "law three1: ann | bo",
        "law two1: bo | ann cy",
        "law one3: cy | ann bo",
        "law one4: ann bo | cy",
        "open one2: ann cy | bo",
    ]


def test_a_row_tells_what_was_said_by_whom_and_what_the_others_gave_instead() -> None:
    found = listed()
    first = found.iloc[0]
    assert (first["place"], first["field"], first["instead"]) == (1, "values", "open")
    assert (first["speaker"], first["text"], first["session"]) == ("m1", "said 1", "s1")
    assert found["place"].tolist() == list(range(1, 7))
    # Nothing of the same field was given in its place.
    assert found["instead"].tolist()[1:] == ["", "", "", "", "brave"]


def test_a_code_above_is_listed_where_a_coder_gave_nothing_below_it() -> None:
    # Coders agree on both alike, so they stand in the order of the codebook.
    found = listed("one ann:values bo:open cy:\none ann: bo: cy:\none ann:open bo:open cy:open")
    assert [(row.code, row.gave, row.gave_not, row.instead) for row in found.itertuples()] == [
        ("values", "ann bo", "cy", ""),
        ("open", "bo", "ann cy", "values"),
    ]


def test_who_did_not_read_a_unit_and_who_has_no_name_do_not_disagree() -> None:
    assert listed("one ann:open\none ann:open unknown:\none ann:law bo:law unknown:open").empty


def test_only_the_plan_s_unit_is_listed() -> None:
    assert listed(unit="paragraph", other_units=["turn"]).empty


def test_without_codings_the_list_is_empty() -> None:
    empty = list_disagreements(
        coding_study(),
        conform(pd.DataFrame(columns=UNITS.names), UNITS),
        conform(pd.DataFrame(columns=CODINGS.names), CODINGS),
    )
    assert empty.empty and list(empty.columns) == DISAGREEMENTS.names
