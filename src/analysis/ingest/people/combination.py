"""The exports of one instrument together, in which every answer and every person stands once."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import RESPONSES
from analysis.ingest.files.sheets import SHOWN
from analysis.instruments import Instrument
from analysis.problems import ProblemList
from analysis.sources import FILE as SOURCES
from analysis.study import Study
from analysis.tables import conform


def combine(
    imports: list[tuple[pd.DataFrame, pd.DataFrame]], study: Study, instrument: Instrument
) -> pd.DataFrame:
    """The responses of all exports of one instrument, from pairs of responses and persons.

    Raises `ProblemsFound` where one answer, or one person of a case and wave, stands in two exports.
    """
    sources = {file.source for file in study.surveys if file.instrument == instrument.id}
    ours = [pair for pair in imports if pair[0]["source"].isin(sources).all()]
    together = pd.concat([responses for responses, _ in ours], ignore_index=True)
    _check_doubles(pd.concat([persons for _, persons in ours], ignore_index=True))
    items = [item.id for item in instrument.items if item.id in together.columns]
    columns = [*RESPONSES.names, *(name for item in items for name in (item, f"{item}__missing"))]
    return conform(together[columns], RESPONSES)


def _check_doubles(persons: pd.DataFrame) -> None:
    """The same answer in two exports of a tool that numbers all its answers, and the same person in two."""
    found = ProblemList(SOURCES)
    numbered, followed = persons[persons["answer"] != ""], persons[persons["basis"] != "none"]
    same_answer = _find_doubles(numbered, ["wave", "answer"])
    same_person = [
        rows
        for rows in _find_doubles(followed, ["wave", "case", "respondent"])
        if rows["answer"].nunique() > 1 or "" in set(rows["answer"])
    ]
    remedy = "remove the answer from one of the exports, or the source that was entered twice"
    _tell(same_answer, "the same answer stands in both", remedy, found)
    remedy = "remove one of the answers from its export: a person counts once in each case and wave"
    _tell(same_person, "the same person has answered in both", remedy, found)
    found.raise_any()


def _tell(doubles: list[pd.DataFrame], what: str, remedy: str, found: ProblemList) -> None:
    for rows in doubles[:SHOWN]:
        named = f"sources {' and '.join(sorted(set(rows['source'])))}"
        places = [
            f"row {one.row} of {one.source}" for one in rows.sort_values(["source", "row"]).itertuples()
        ]
        found.add(named, what, " and ".join(places), "one of them", remedy)
    if len(doubles) > SHOWN:
        found.add("", f"{len(doubles) - SHOWN} more of these: {what}")


def _find_doubles(persons: pd.DataFrame, key: list[str]) -> list[pd.DataFrame]:
    doubled = persons[persons.duplicated(key, keep=False)]
    return [rows for _, rows in doubled.groupby(key, sort=True)]
