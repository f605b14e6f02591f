"""What must not change how far coders agree: the order of units, who is called what, how codes are named."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.agreement import estimate_agreement, list_disagreements
from analysis.codebooks import Codebook
from analysis.sessions import Sessions
from tests.unit.coding_study import CODEBOOK, SESSIONS, coding_study, typed_codings

CODES = ("", "open", "brave", "open+money", "law", "values", "low")
READINGS = st.sampled_from([None, *CODES])
UNITS = st.lists(
    st.tuples(st.sampled_from(["one", "two"]), READINGS, READINGS, READINGS), min_size=2, max_size=12
)
HOLD = settings(max_examples=15, deadline=None)
TOLD = ["field", "code", "counted", "session", "statistic"]
NUMBERS = ["estimate", "ci_low", "ci_high", "observed", "by_chance", "prevalence"]


def type_units(units: list[tuple[str, str | None, str | None, str | None]]) -> str:
    return "\n".join(
        " ".join(
            [document, *(f"{who}:{gave}" for who, gave in zip(WHO, given, strict=True) if gave is not None)]
        )
        for document, *given in units
    )


WHO = ("ann", "bo", "cy")


def agree(
    frames: tuple[pd.DataFrame, pd.DataFrame], codebook: Codebook = CODEBOOK, sessions: Sessions = SESSIONS
) -> pd.DataFrame:
    return estimate_agreement(coding_study(codebook, sessions, draws=200), *frames)


def same(one: pd.DataFrame, other: pd.DataFrame, columns: list[str]) -> bool:
    return all(
        np.allclose(
            one[name].to_numpy(float, na_value=np.nan),
            other[name].to_numpy(float, na_value=np.nan),
            rtol=1e-9,
            atol=1e-9,
            equal_nan=True,
        )
        for name in columns
    )


@HOLD
@given(UNITS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(units: list, random: object) -> None:
    made, codings = typed_codings(type_units(units))
    order = list(range(len(codings)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = (made.iloc[::-1], codings.iloc[order])
    pd.testing.assert_frame_equal(agree((made, codings)), agree(shuffled))
    lists = [list_disagreements(coding_study(), *one) for one in ((made, codings), shuffled)]
    pd.testing.assert_frame_equal(*lists)


@HOLD
@given(UNITS)
def test_the_order_of_units_in_a_text_changes_nothing_but_the_drift(units: list) -> None:
    one, other = (agree(typed_codings(type_units(made))) for made in (units, units[::-1]))
    one, other = (found[found["statistic"] != "drift"].reset_index(drop=True) for found in (one, other))
    assert (one[["reason", *TOLD]] == other[["reason", *TOLD]]).all(axis=None)
    assert same(one, other, NUMBERS)


@HOLD
@given(UNITS, st.permutations(WHO))
def test_who_the_coders_are_changes_nothing(units: list, names: list[str]) -> None:
    made, codings = typed_codings(type_units(units))
    renamed = codings.assign(coder=codings["coder"].replace(dict(zip(WHO, names, strict=True))))
    one, other = (found[found["coders"] == "all"] for found in map(agree, ((made, codings), (made, renamed))))
    pd.testing.assert_frame_equal(one, other)


@HOLD
@given(UNITS)
def test_how_codes_are_called_changes_no_number(units: list) -> None:
    made, codings = typed_codings(type_units(units))
    swapped = {"open": "brave", "brave": "open", "money": "law", "law": "money"}
    renamed = codings.assign(code=codings["code"].replace(swapped))
    one, other = agree((made, codings)), agree((made, renamed))
    other = other.assign(code=other["code"].replace(swapped))
    one, other = (found.sort_values([*TOLD, "coders"]).reset_index(drop=True) for found in (one, other))
    assert (one[["status", *TOLD]] == other[["status", *TOLD]]).all(axis=None)
    assert same(one, other, ["estimate", "observed", "by_chance", "prevalence"])
