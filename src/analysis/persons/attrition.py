"""How many people answered again, left and joined from one wave to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import pandas as pd

from analysis.contracts import ATTRITION
from analysis.study import Study
from analysis.tables import conform

KEY = ["source", "respondent", "wave"]
FOLLOWED = ("both", "left", "joined")
"""What can only be told of people who can be followed."""


def count_attrition(
    responses: pd.DataFrame, persons: pd.DataFrame, near_misses: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """The people of one instrument in each two waves that follow each other (ATTRITION).

    `responses` are those of the instrument; `persons` (PERSONS) have the same pseudonyms, and `near_misses`
    (NEAR_MISSES) their decisions. The numbers add up: before = both + left + unlinked_before, and after =
    both + joined + unlinked_after. A person who went to another group or case left the one and joined the
    other. Where nobody of a wave can be followed, nobody is taken to have left.
    """
    people = _list_people(responses, persons)
    waves = [wave.id for wave in study.settings.waves if (people["wave"] == wave.id).any()]
    rows = [row for pair in pairwise(waves) for row in _count_pair(people, near_misses, pair, study)]
    return conform(pd.DataFrame(rows, columns=ATTRITION.names), ATTRITION)


def _list_people(responses: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """The people who count, with `basis` and whether they can be followed: by id, code, or a decision."""
    known = persons[[*KEY, "instrument", "basis"]].drop_duplicates(KEY)
    people = responses[[*KEY, "case", "group"]].merge(known, on=KEY, validate="one_to_one")
    if len(people) != len(responses):
        raise ValueError("responses without a person")
    again = people.groupby("respondent")["wave"].transform("nunique") > 1
    return people.assign(followed=(people["basis"] != "none") | again)


def _count_pair(
    people: pd.DataFrame, near_misses: pd.DataFrame, waves: tuple[str, str], study: Study
) -> Iterator[dict[str, object]]:
    pair = people[people["wave"].isin(waves)]
    undecided = near_misses[(near_misses["wave"] == waves[0]) & (near_misses["same_wave"] == waves[1])]
    undecided = undecided[undecided["decision"] == "open"]
    instrument = str(people["instrument"].iloc[0])
    cases, groups = study.cases_of(instrument), study.groups_of(instrument)
    for case, group in product(["all", *cases], ["all", *groups]):
        inside = _choose(pair, case, group)
        if len(inside):
            named = {"wave_before": waves[0], "wave_after": waves[1], "case": case, "group": group}
            named |= {"instrument": instrument, "basis": _name_basis(inside)}
            before, after = (inside[inside["wave"] == wave] for wave in waves)
            counts = _count(before, after) | {"near_misses": len(_choose(undecided, case, group))}
            for statistic, n in counts.items():
                yield {**named, "statistic": statistic, "n": n, **_tell_status(statistic, counts)}


def _choose(table: pd.DataFrame, case: str, group: str) -> pd.DataFrame:
    inside = (table["case"] == case) | (case == "all")
    return table[inside & ((table["group"] == group) | (group == "all"))]


def _name_basis(people: pd.DataFrame) -> str:
    found = sorted(set(people.loc[people["followed"], "basis"]) - {"none"})
    return "mixed" if len(found) > 1 else "".join(found) or "none"


def _count(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, int | None]:
    first, then = (set(people.loc[people["followed"], "respondent"]) for people in (before, after))
    others = [set(people.loc[~people["followed"], "respondent"]) for people in (before, after)]
    counts: dict[str, int | None] = {
        "before": len(first | others[0]),
        "after": len(then | others[1]),
        "both": len(first & then),
        "left": len(first - then),
        "joined": len(then - first),
        "unlinked_before": len(others[0]),
        "unlinked_after": len(others[1]),
    }
    nobody = (len(before) and not first) or (len(after) and not then)
    return counts | (dict.fromkeys(FOLLOWED) if nobody else {})


def _tell_status(statistic: str, counts: dict[str, int | None]) -> dict[str, str]:
    if counts[statistic] is None:
        return {"status": "not_estimable", "reason": "not_linked"}
    partly = statistic in FOLLOWED and (counts["unlinked_before"] or counts["unlinked_after"])
    return {"status": "ok", "reason": "partly_linked" if partly else ""}
