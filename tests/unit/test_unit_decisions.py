import numpy as np
import pytest

from analysis.units.decisions import Decided, decide_units
from tests.unit.coding_study import coding_study, typed_codings

UNITS, CODINGS = typed_codings(
    """
    one ann:open         bo:open+money cy:
    one ann:brave        bo:open       cy:
    one ann:             bo:           unknown:law
    one ann:law          bo:law
    two unknown:money
    two
    """
)


def decide(counted: str = "majority") -> Decided:
    return decide_units(coding_study(counted=counted), "talks", UNITS, CODINGS)


def have(decided: Decided, marks: np.ndarray) -> list[str]:
    return [" ".join(code for code, has in zip(decided.codes, row, strict=True) if has) for row in marks]


def test_a_unit_has_a_code_where_any_more_than_half_or_all_of_its_readers_gave_it() -> None:
    decided = decide()
    assert have(decided, decided.any) == [
        "values open barriers money",
        "values open brave",
        "barriers law",
        "barriers law",
        "barriers money",
        "",
    ]
    # Two of three gave the field, no two the same code of it.
    assert have(decided, decided.majority) == [
        *("values open", "values", "", "barriers law", "barriers money", "")
    ]
    assert have(decided, decided.all) == ["", "", "", "barriers law", "barriers money", ""]


def test_a_coder_without_a_name_decides_where_nobody_else_has_read() -> None:
    decided = decide()
    alone, beside = (
        decided.select(decided.read_unknown & (decided.readers == 0)),
        decided.select(decided.read_unknown & (decided.readers > 0)),
    )
    assert have(alone, alone.all) == have(alone, alone.any) == ["barriers money"]
    assert have(beside, beside.any) == ["barriers law"] and not beside.majority.any()


def test_the_plan_says_which_rule_decides() -> None:
    for counted in ("any", "majority", "all"):
        decided = decide(counted)
        assert (decided.decided == getattr(decided, counted)).all()


def test_who_read_a_unit_is_known_apart_from_what_was_given() -> None:
    decided = decide()
    assert decided.coders == ["ann", "bo", "cy"]
    assert decided.readers.tolist() == [3, 3, 2, 2, 0, 0]
    assert decided.was_read.tolist() == [True, True, True, True, True, False]
    assert decided.read_unknown.tolist() == [False, False, True, False, True, False]
    assert not decided.given[~decided.read].any()
    assert [code for code, leaf in zip(decided.codes, decided.leaf, strict=True) if leaf] == [
        *("open", "brave", "money", "law", "low", "high")
    ]


def test_one_of_two_readers_is_no_majority() -> None:
    decided = decide_units(coding_study(), "talks", *typed_codings("one ann:open bo:"))
    assert not decided.majority.any() and decided.any.any()


def test_some_of_the_units_are_taken_with_all_codes_and_coders() -> None:
    decided = decide()
    some = decided.select((decided.units["document"] == "two").to_numpy())
    assert len(some.units) == 2 and some.coders == decided.coders
    assert have(some, some.any) == ["barriers money", ""]


def test_units_of_another_kind_are_left_alone() -> None:
    decided = decide_units(coding_study(), "talks", UNITS, CODINGS, "paragraph")
    assert decided.units.empty and decided.any.shape == (0, 9) and decided.coders == []


def test_a_code_outside_the_codebook_and_a_strange_unit_are_errors() -> None:
    with pytest.raises(KeyError, match="no code strange"):
        decide_units(coding_study(), "talks", *typed_codings("one ann:strange"))
    with pytest.raises(KeyError, match="no unit"):
        decide_units(coding_study(), "talks", UNITS.iloc[1:], CODINGS)
