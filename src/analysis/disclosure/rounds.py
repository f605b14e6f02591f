"""The order in which cells are judged: what adds up first, then what follows from it."""

from __future__ import annotations

import pandas as pd

from analysis.disclosure.cells import Readings, withhold
from analysis.disclosure.dependents import follow_attrition, follow_cases, follow_counts, follow_means
from analysis.disclosure.kinds import OF_CASES
from analysis.disclosure.suppression import Conflict, complete
from analysis.disclosure.systems import build_systems
from analysis.study import Study

FIRST = ("moments", "counts", "within", *OF_CASES.values(), "aggregation")
LAST = ("coefficient", "agreement", "ends", "missing")
"""Kinds that add up, in two rounds: the second is judged once it is known which means are withheld. Contrasts
are judged in between."""


def settle(
    cells: pd.DataFrame, readings: Readings, study: Study, attrition: pd.DataFrame | None
) -> list[Conflict]:
    """Withhold cells (`cells.gather_cells`), in place, until nothing tells what is withheld.

    `attrition` (ATTRITION) is what is published of who answered twice, if anything is. Returns what
    exceptions make recomputable.
    """
    contrasts, later = cells["kind"] == "contrast", cells["kind"].isin(LAST)
    # A contrast falls with the means of its sides, and then nothing else must be withheld for its sake.
    _complete(cells, readings, study, FIRST)
    withhold(cells, follow_means(cells[contrasts], cells, study))
    conflicts = _complete(cells, readings, study, (*FIRST, "contrast"))
    withhold(cells, follow_means(cells[contrasts], cells, study))
    withhold(cells, follow_counts(cells))
    withhold(cells, follow_means(cells[later], cells, study), guarded=True)
    if attrition is not None:
        withhold(cells, follow_attrition(cells, attrition, study), guarded=True)
    conflicts += _complete(cells, readings, study, LAST)
    withhold(cells, follow_cases(cells))
    return conflicts


def _complete(
    cells: pd.DataFrame, readings: Readings, study: Study, kinds: tuple[str, ...]
) -> list[Conflict]:
    conflicts: list[Conflict] = []
    secondary: set[int] = set()
    for system in build_systems(cells[cells["kind"].isin(kinds)], readings, study):
        completion = complete(system)
        secondary |= completion.secondary
        conflicts += completion.conflicts
    withhold(cells, dict.fromkeys(secondary, "secondary"))
    return conflicts
