"""Answers of different waves whose self-made codes are nearly, but not quite, the same."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import NEAR_MISSES
from analysis.links import Place
from analysis.study import Study

SHARED = ["instrument", "case", "group"]
OWN = ["source", "row", "wave", "respondent"]


def find_near_misses(persons: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The pairs that a team has to decide about, of persons (PERSONS): NEAR_MISSES but for the decision.

    Two answers of one group of a case in different waves, of which neither is linked to the other's wave by
    its id or code, and whose codes differ by a slip. Also `respondent` and `same_respondent`. The earlier
    answer stands first. Nothing here is taken for the same person.
    """
    order = {wave.id: place for place, wave in enumerate(study.settings.waves)}
    slips = persons[[*SHARED, *OWN]].assign(slip=persons["variants"].str.split()).explode("slip")
    slips = slips.dropna(subset="slip")
    later = slips.rename(columns={name: f"same_{name}" for name in OWN})
    pairs = slips.merge(later, on=[*SHARED, "slip"]).drop(columns="slip").drop_duplicates()
    pairs = pairs[pairs["wave"].map(order) < pairs["same_wave"].map(order)]
    linked = list_linked(persons)
    free = [
        (row.instrument, row.same_wave, row.respondent) not in linked
        and (row.instrument, row.wave, row.same_respondent) not in linked
        for row in pairs.itertuples()
    ]
    columns = [name for name in NEAR_MISSES.names if name != "decision"]
    found = pairs.loc[free, [*columns, "respondent", "same_respondent"]]
    return found.sort_values(list(NEAR_MISSES.key)).reset_index(drop=True)


def list_linked(persons: pd.DataFrame) -> set[tuple[str, str, str]]:
    """In which instrument and wave each pseudonym stands that follows a person."""
    followed = persons[persons["basis"] != "none"]
    columns = (followed[name] for name in ("instrument", "wave", "respondent"))
    return set(zip(*columns, strict=True))


def place_pairs(near: pd.DataFrame) -> list[frozenset[Place]]:
    """The places of each pair, in the order of the rows."""
    columns = (near[name] for name in ("source", "row", "same_source", "same_row"))
    return [frozenset({(a, int(b)), (c, int(d))}) for a, b, c, d in zip(*columns, strict=True)]
