"""Where coders disagree, sorted for the meeting on the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.agreement.rows import Row
from analysis.agreement.scopes import Scope
from analysis.formulas.coder_agreement import prepare_alphas
from analysis.units.decisions import Marks

LABELS = np.array([0.0, 1.0])


@dataclass(frozen=True)
class Differing:
    """The units on which coders differ over one code, as places in the scope, and alpha of the code."""

    code: str
    column: int
    alpha: float
    units: np.ndarray


def list_differences(scope: Scope) -> Iterator[Row]:
    """The rows of DISAGREEMENTS without their place: the code coders agree least on comes first.

    Inside a code, units stand from the most even split to the least, then in the order of the sessions. A
    code with codes below it stands here where a coder gave it and none below, and another gave neither.
    """
    order = _rank_units(scope)
    for one in sorted(_find_differences(scope), key=lambda found: (round(found.alpha, 12), found.column)):
        gave, readers = scope.decided.given[one.units, :, one.column].sum(axis=1), scope.decided.readers
        uneven = np.abs(2 * gave - readers[one.units]) / readers[one.units]
        for place in one.units[np.lexsort((order[one.units], uneven))]:
            yield _describe(scope, one, int(place))


def _find_differences(scope: Scope) -> Iterator[Differing]:
    decided = scope.decided
    readers = decided.readers
    for column, code in enumerate(decided.codes):
        given = decided.given[:, :, column].sum(axis=1)
        differing = (given > 0) & (given < readers)
        if not decided.leaf[column]:
            differing &= scope.lowest[:, :, column].any(axis=1)
        if differing.any():
            read = readers >= 2
            counts = np.column_stack([readers - given, given])[read].astype(np.float64)
            alpha = prepare_alphas(counts, LABELS, "nominal")(scope.weights[None, read])
            yield Differing(code, column, float(alpha[0]), np.flatnonzero(differing))


def _rank_units(scope: Scope) -> np.ndarray:
    """The place of each unit in the order of the sessions' days, the texts and the units."""
    units = scope.decided.units
    held = {session.id: session.date for session in scope.study.sessions.sessions}
    ordered = units.assign(held=units["session"].map(held)).sort_values(
        ["held", "session", "document", "unit"], kind="stable"
    )
    ranks = np.empty(len(units), dtype=np.int64)
    ranks[ordered.index.to_numpy()] = np.arange(len(units))
    return ranks


def _describe(scope: Scope, one: Differing, place: int) -> Row:
    decided, unit = scope.decided, scope.decided.units.iloc[place]
    field = scope.codebook.field_of(one.code)
    gave = decided.given[place, :, one.column]
    gave_not = decided.read[place] & ~gave
    below = np.isin(decided.codes, [code.id for code in field.walk()])
    instead = scope.lowest[place][gave_not].any(axis=0) & below
    instead[one.column] = False
    return {
        "analysis": scope.analysis,
        "wave": scope.wave,
        "field": field.id,
        "code": one.code,
        "session": unit["session"],
        "document": unit["document"],
        "unit": unit["unit"],
        "gave": _join(decided.coders, gave),
        "gave_not": _join(decided.coders, gave_not),
        "instead": _join(decided.codes, instead),
        "speaker": unit["speaker"],
        "text": unit["text"],
    }


def _join(names: list[str], chosen: Marks) -> str:
    return " ".join(name for name, one in zip(names, chosen, strict=True) if one)


def number_places(rows: list[Row]) -> pd.DataFrame:
    """The rows with their place in the list of their analysis, from 1."""
    frame = pd.DataFrame(rows)
    return frame.assign(place=frame.groupby("analysis").cumcount() + 1) if len(frame) else frame
