"""Dividing texts into units, and giving each coder's codes to them.

`speakers` and `texts` find turns and paragraphs, `matching` says which stretches count for which unit and
which are the same, `division` does it for one text, and `decisions` says which units have which codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pandas as pd

from analysis.contracts import CODINGS, UNITS, Contract
from analysis.study import Study
from analysis.tables import conform
from analysis.units.division import HELD, Piece, divide_text, take_units
from analysis.units.speakers import name_kinds


@dataclass(frozen=True)
class Divided:
    """The units of all texts (UNITS) and what each coder gave them (CODINGS)."""

    units: pd.DataFrame
    codings: pd.DataFrame


def divide_texts(study: Study, documents: pd.DataFrame, segments: pd.DataFrame) -> Divided:
    """Divide the texts into every kind of unit that the plan names for their codebook.

    Everybody with a row of SEGMENTS for a text has read all of it, and with a row for a unit that a table
    names has read that unit; a unit that a coder read and gave no code has one row with code "", dated with
    the coder's first day in the text. A code given by several stretches of one unit is one row, dated with
    the first of them. Texts of a codebook without an analysis are left out; units that a table names count
    as turns and as paragraphs, and have neither segments nor characters. Raises `ContractBroken` for a
    coding of a text without a place.
    """
    kinds = name_kinds(study.sessions.participants)
    of_text = segments.groupby("document", sort=False).indices
    pieces: list[Piece] = []
    for text in documents.sort_values("document", kind="stable").to_dict("records"):
        plans = [plan for plan in study.plan.codings.values() if plan.codebook == text["codebook"]]
        units = list(dict.fromkeys(unit for plan in plans for unit in (plan.unit, *plan.other_units)))
        rows = segments.iloc[of_text.get(text["document"], np.array([], dtype=np.intp))]
        if text["units"] == "given":
            pieces += take_units(text, rows, units, kinds)
        elif plans:
            pieces += divide_text(text, rows, plans[0], units, kinds)
    if not pieces:
        return Divided(_empty(UNITS), _empty(CODINGS))
    return _join(pieces, segments)


def _join(pieces: list[Piece], segments: pd.DataFrame) -> Divided:
    """The pieces below each other, and a row without a code for everybody who gave a unit none."""
    offsets = [0, *accumulate(len(piece.units) for piece in pieces)]
    units = pd.concat([piece.units for piece in pieces], ignore_index=True)
    given = _stack([piece.given for piece in pieces], offsets)
    read = _stack([piece.read for piece in pieces], offsets)
    given = given.assign(undated=given["coded_at"] == "").sort_values(["undated", "coded_at"], kind="stable")
    given = given.drop(columns="undated").drop_duplicates(["unit", "coder", "code"])
    read["document"] = units["document"].to_numpy()[read["unit"]]
    pairs = [pd.MultiIndex.from_frame(one[["unit", "coder"]]) for one in (read, given)]
    silent = read[~pairs[0].isin(pairs[1])].merge(_first_days(segments), how="left")
    silent = silent.assign(code="", coded_at=silent["coded_at"].fillna(""))
    codings = pd.concat([given, silent[given.columns]], ignore_index=True)
    held = units[["kind", "unit", *HELD]].iloc[codings["unit"]].reset_index(drop=True)
    codings = pd.concat([held, codings.drop(columns="unit")], axis=1)
    return Divided(conform(units, UNITS), conform(codings, CODINGS))


def _stack(frames: list[pd.DataFrame], offsets: list[int]) -> pd.DataFrame:
    """Frames below each other, their units numbered on."""
    moved = [
        frame.assign(unit=frame["unit"] + offset) for frame, offset in zip(frames, offsets, strict=False)
    ]
    return pd.concat(moved, ignore_index=True)


def _first_days(segments: pd.DataFrame) -> pd.DataFrame:
    """The first day that each coder coded a text, where the files tell a day."""
    dated = segments.loc[segments["coded_at"] != "", ["document", "coder", "coded_at"]]
    return dated.sort_values("coded_at").drop_duplicates(["document", "coder"])


def _empty(contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(columns=contract.names), contract)
