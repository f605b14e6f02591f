"""What the team decided about near misses: held against the answers, and then taken into account."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.contracts import NEAR_MISSES, PERSONS
from analysis.links import FILE, Link, Place
from analysis.persons.near_misses import find_near_misses, list_linked, place_pairs
from analysis.problems import ProblemList
from analysis.study import Study
from analysis.tables import conform

REMOVE = "remove the row"
People = dict[Place, dict[str, str]]
"""What PERSONS holds of the answer in each place."""


class _Joined:
    """Pseudonyms that decisions make one: the earliest stands for all."""

    def __init__(self, persons: pd.DataFrame, study: Study) -> None:
        order = {wave.id: place for place, wave in enumerate(study.settings.waves)}
        self.first: dict[str, str] = {}
        self.met: dict[str, set[tuple[int, str]]] = {}
        for row in persons.itertuples():
            self.met.setdefault(str(row.respondent), set()).add((order[str(row.wave)], str(row.instrument)))

    def find(self, respondent: str) -> str:
        """The pseudonym that stands for this one."""
        while respondent in self.first:
            respondent = self.first[respondent]
        return respondent

    def join(self, one: str, other: str) -> bool:
        """Make two pseudonyms one; False, and nothing done, if one wave would then hold the person twice."""
        one, other = sorted((self.find(one), self.find(other)), key=lambda name: min(self.met[name]))
        if one == other:
            return True
        if self.met[one] & self.met[other]:
            return False
        self.first[other] = one
        self.met[one] |= self.met[other]
        return True


def check_decisions(persons: pd.DataFrame, study: Study) -> None:
    """Hold every decision about these persons (PERSONS) against them; raises `ProblemsFound`.

    A decision has to be about a near miss, and all of them together must not put one person twice into a
    wave. `persons` are those of whole instruments; decisions about other sources are left alone.
    """
    found = ProblemList(FILE)
    people = _place_people(persons)
    near = set(place_pairs(find_near_misses(persons, study)))
    joined = _Joined(persons, study)
    decisions = _list_decisions(persons, study)
    usable = [link for link in decisions if _check_pair(link, people, persons, near, found)]
    for link in (link for link in usable if link.decision == "same"):
        if not joined.join(*_name_respondents(link, people)):
            what = "with this decision and the others, one person would have answered twice in one wave"
            found.add(link.place(), what, _name_pair(link), remedy="correct this decision or another one")
    for link in (link for link in usable if link.decision == "different"):
        one, other = _name_respondents(link, people)
        if joined.find(one) == joined.find(other):
            what = "other decisions make one person of these two"
            found.add(link.place(), what, _name_pair(link), remedy="correct this decision or another one")
    found.raise_any()


def join_people(table: pd.DataFrame, persons: pd.DataFrame, study: Study) -> pd.DataFrame:
    """A table with the column `respondent` in which people decided to be the same have one pseudonym.

    `persons` (PERSONS) are as they were read; their decisions have passed `check_decisions`.
    """
    people, joined = _place_people(persons), _Joined(persons, study)
    for link in _list_decisions(persons, study):
        if link.decision == "same" and all(place in people for place in link.places):
            joined.join(*_name_respondents(link, people))
    return table.assign(respondent=table["respondent"].map(joined.find).astype("string"))


def decide_near_misses(persons: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Every near miss with what was decided about it, or follows from what was (NEAR_MISSES).

    Whoever was found again in a wave is nobody else of that wave.
    """
    near = find_near_misses(persons, study)
    pairs = place_pairs(near)
    decided = {link.pair: link.decision for link in study.links}
    taken: set[tuple[Place, str]] = set()
    for pair, row in zip(pairs, near.itertuples(), strict=True):
        if decided.get(pair) == "same":
            taken |= {((row.source, row.row), row.same_wave), ((row.same_source, row.same_row), row.wave)}
    decisions = []
    for pair, row in zip(pairs, near.itertuples(), strict=True):
        ends = {((row.source, row.row), row.same_wave), ((row.same_source, row.same_row), row.wave)}
        decisions.append(decided.get(pair, "different" if ends & taken else "open"))
    return conform(near[NEAR_MISSES.names[:-1]].assign(decision=decisions), NEAR_MISSES)


def _list_decisions(persons: pd.DataFrame, study: Study) -> list[Link]:
    """The decisions about sources of which there are persons."""
    instruments = set(persons["instrument"])
    ours = {file.source for file in study.surveys if file.instrument in instruments}
    return [link for link in study.links if {link.source, link.same_source} <= ours]


def _place_people(persons: pd.DataFrame) -> People:
    rows = conform(persons, PERSONS).to_dict("records")
    return {(str(row["source"]), int(row["row"])): {str(k): str(v) for k, v in row.items()} for row in rows}


def _name_respondents(link: Link, people: People) -> tuple[str, str]:
    one, other = (people[place]["respondent"] for place in link.places)
    return one, other


def _name_pair(link: Link) -> str:
    return " and ".join(f"{source} row {row}" for source, row in link.places)


def _check_pair(
    link: Link, people: People, persons: pd.DataFrame, near: Iterable[frozenset[Place]], found: ProblemList
) -> bool:
    """Whether a decision is about a near miss; what is wrong is noted."""
    for column, (source, row) in zip(("row", "same_row"), link.places, strict=True):
        if (source, row) not in people:
            what = f"no answer of {source} that counts stands in row {row}"
            found.add(link.place(column), what, row, remedy=f"correct the row, or {REMOVE}")
    if not all(place in people for place in link.places):
        return False
    if link.pair in near:
        return True
    one, other = (people[place] for place in link.places)
    allowed = "pairs of results/restricted/links/near_misses.csv"
    found.add(link.place(), _tell_difference(one, other, persons), _name_pair(link), allowed, REMOVE)
    return False


def _tell_difference(one: dict[str, str], other: dict[str, str], persons: pd.DataFrame) -> str:
    """Why two answers are no near miss."""
    if one["respondent"] == other["respondent"]:
        return "these two have the same id or code, so they are linked already"
    if (one["case"], one["group"]) != (other["case"], other["group"]):
        return "these two do not belong to one group of one case"
    linked = list_linked(persons)
    for answer, wave in ((one, other["wave"]), (other, one["wave"])):
        if (answer["instrument"], wave, answer["respondent"]) in linked:
            return "one of these two is linked already, to another answer of that wave"
    return "the codes of these two are not nearly alike"
