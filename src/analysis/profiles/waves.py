"""How many people came how far in each wave, and how many answered again in the next one."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import STAGES
from analysis.links import Link
from analysis.profiles.estimates import ABSENT, Estimate, read_count
from analysis.profiles.showing import Showing
from analysis.study import Case

Pair = tuple[str, str]
"""Two waves, one after the other."""


def flow_waves(showing: Showing) -> list[str]:
    """The waves in which the instrument was answered, in order of time."""
    return _in_order(showing, set(_of_instrument(showing, "sample_flow")["wave"]))


def flow_of(showing: Showing, wave: str, group: str = "all") -> dict[str, Estimate]:
    """The people of a group at each stage of a wave, in the order of the stages."""
    rows = _of_instrument(showing, "sample_flow")
    rows = rows[(rows["wave"] == wave) & (rows["group"] == group)]
    told = {row.stage: _read(row.n, row.status, row.reason) for row in rows.itertuples()}
    return {stage: told.get(stage, ABSENT) for stage in STAGES}


def wave_pairs(showing: Showing) -> list[Pair]:
    """The waves in which the instrument was answered, each with the next one."""
    return _list_pairs(showing, _of_instrument(showing, "attrition"))


def attrition_of(showing: Showing, pair: Pair, case: str = "all", group: str = "all") -> dict[str, Estimate]:
    """The numbers about the people of two waves, by statistic; empty where nobody answered."""
    rows = _choose_pair(_of_instrument(showing, "attrition"), pair)
    rows = rows[(rows["case"] == case) & (rows["group"] == group)]
    return {row.statistic: _read(row.n, row.status, row.reason) for row in rows.itertuples()}


def basis_of(showing: Showing, pair: Pair) -> str:
    """How the people of two waves were found again: id, code, mixed or none."""
    rows = _choose_pair(_of_instrument(showing, "attrition"), pair)
    return str(rows.loc[(rows["case"] == "all") & (rows["group"] == "all"), "basis"].iloc[0])


def decided_links(showing: Showing) -> list[Link]:
    """What the team decided about answers to the instrument whose codes are nearly alike."""
    own = {file.source for file in showing.study.surveys if file.instrument == showing.instrument.id}
    return [link for link in showing.study.links if link.source in own]


def not_asked_again(showing: Showing, pair: Pair) -> list[Case]:
    """The cases that took part in the first of two waves and not in the second."""
    return [case for case in showing.programme_cases if pair[0] in case.waves and pair[1] not in case.waves]


def case_pairs(showing: Showing) -> list[Pair]:
    """The waves between which cases of the instrument are linked, in order of time."""
    rows = showing.tables["case_links"]
    return _list_pairs(showing, rows[rows["case"].isin([case.id for case in showing.programme_cases])])


def links_between(showing: Showing, pair: Pair) -> list[tuple[Case, pd.Series]]:
    """Each case of two waves with its row of CASE_LINKS, in the order of the reports."""
    rows = _choose_pair(showing.tables["case_links"], pair).set_index("case")
    return [(case, rows.loc[case.id]) for case in showing.programme_cases if case.id in rows.index]


def _of_instrument(showing: Showing, table: str) -> pd.DataFrame:
    rows = showing.tables[table]
    return rows[rows["instrument"] == showing.instrument.id]


def _choose_pair(rows: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    return rows[(rows["wave_before"] == pair[0]) & (rows["wave_after"] == pair[1])]


def _list_pairs(showing: Showing, rows: pd.DataFrame) -> list[Pair]:
    found = set(zip(rows["wave_before"], rows["wave_after"], strict=True))
    order = [wave.id for wave in showing.study.settings.waves]
    return sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))


def _in_order(showing: Showing, waves: set[str]) -> list[str]:
    return [wave.id for wave in showing.study.settings.waves if wave.id in waves]


def _read(n: float | None, status: str, reason: str) -> Estimate:
    """A count; why some people are not in it is told beside it, not as a mark."""
    return read_count(n, status, "" if status == "ok" else reason)
