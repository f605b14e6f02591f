"""What the public is told of how people came, and of who answered again.

Neither tells an answer. All the same, few people are not counted in public, nor what would give their
number away; by case nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.contracts import ATTRITION, SAMPLE_FLOW
from analysis.disclosure.atoms import Population
from analysis.study import Study
from analysis.tables import conform

ANSWERS_HELD = ("answered", "completed", "counted")
"""Stages so near to the people who count that their number would give that of those away."""

FOLLOWED = ("both", "left", "joined")
PARTS = (*FOLLOWED, "unlinked_before", "unlinked_after")
WHOLE: Population = ("all", "all")

Counts = Mapping[str, float]
"""The statistics of one population; NaN where there is no number."""


def summarise_flow(flow: pd.DataFrame, sample: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The public form of the flow of the sample (SAMPLE_FLOW); `sample` (SAMPLE) is as it is published.

    A stage with few people is withheld. So is the total where only few people are withheld from it, and
    whoever answered where the number of those who count is withheld in the sample.
    """
    minimum = study.settings.disclosure.minimum_people
    hidden = _list_hidden(sample)
    made = flow.copy()
    follows = [
        (row.instrument, row.wave, "all", row.group) in hidden and row.stage in ANSWERS_HELD
        for row in made.itertuples()
    ]
    small = made["n"].between(1, minimum - 1).fillna(False).astype(bool)
    made["rule"] = np.select([small, np.array(follows, dtype=bool)], ["small_count", "secondary"], "")
    for _, stage in made.groupby(["instrument", "wave", "stage"]):
        held = stage[(stage["group"] != "all") & (stage["rule"] != "")]
        if len(held) == 1 or (len(held) and held["n"].sum() < minimum):
            total = stage.index[(stage["group"] == "all") & (stage["rule"] == "")]
            made.loc[total, "rule"] = "secondary"
    return conform(_withhold(made)[SAMPLE_FLOW.names], SAMPLE_FLOW)


def summarise_attrition(attrition: pd.DataFrame, sample: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The public form of the attrition (ATTRITION), of all and by group; `sample` is as it is published.

    The groups are told if each of their numbers is nought or has enough people behind it, and all together
    if theirs are and nothing about few people of a group or of the other cases follows from them.
    """
    made = attrition.assign(rule="")
    hidden, minimum = _list_hidden(sample), study.settings.disclosure.minimum_people
    for _, pair in made.groupby(["instrument", "wave_before", "wave_after"]):
        made.loc[pair.index, "rule"] = _judge_pair(pair, hidden, minimum)
    return conform(_withhold(made[made["case"] == "all"])[ATTRITION.names], ATTRITION)


def _list_hidden(sample: pd.DataFrame) -> set[tuple[str, ...]]:
    """Instrument, wave, case and group of the people whose number is withheld."""
    rows = sample.loc[sample["status"] == "withheld", ["instrument", "wave", "case", "group"]]
    return set(rows.itertuples(index=False, name=None))


def _withhold(made: pd.DataFrame) -> pd.DataFrame:
    held = (made["rule"] != "") & (made["status"] == "ok")
    return made.assign(
        n=made["n"].mask(held),
        status=made["status"].mask(held, "withheld"),
        reason=made["reason"].mask(held, made["rule"]),
    )


@dataclass(frozen=True)
class _Pair:
    """The numbers about two waves by population, and the populations whose size the sample withholds."""

    counts: dict[Population, Counts]
    hidden: dict[str, set[Population]]
    minimum: int

    @property
    def groups(self) -> list[Population]:
        """The groups of all cases."""
        return [one for one in self.counts if one[0] == "all" and one[1] != "all"]

    @property
    def known_cases(self) -> list[Counts]:
        """The cases of which the sample tells how many people they have."""
        cases = [one for one in self.counts if one[0] != "all" and one[1] == "all"]
        return [self.counts[one] for one in cases if not any(one in held for held in self.hidden.values())]

    def has_enough(self, population: Population) -> bool:
        """Whether each number of a population is nought or has enough people behind it."""
        few = any(0 < self.counts[population][name] < self.minimum for name in PARTS)
        return not few and not any(population in held for held in self.hidden.values())

    def few_pairs(self, populations: Iterable[Population]) -> bool:
        """Whether any of the populations has few near misses, though some."""
        return any(0 < self.counts[one]["near_misses"] < self.minimum for one in populations)


def _judge_pair(pair: pd.DataFrame, hidden: set[tuple[str, ...]], minimum: int) -> list[str]:
    """The rule of each number about two waves, or empty where it is told."""
    counts: dict[Population, dict[str, float]] = {}
    for row in pair.itertuples():
        n = np.nan if pd.isna(row.n) else float(row.n)
        counts.setdefault((str(row.case), str(row.group)), {})[str(row.statistic)] = n
    first = pair.iloc[0]
    waves = {"before": first["wave_before"], "after": first["wave_after"]}
    held = {
        side: {one for one in counts if (first["instrument"], wave, *one) in hidden}
        for side, wave in waves.items()
    }
    judged = _Pair({**counts}, held, minimum)
    rules = _judge_whole(judged)

    def judge(population: Population, statistic: str) -> str:
        if statistic in held:
            return "minimum_people" if population in held[statistic] else ""
        if statistic == "near_misses":
            few = judged.few_pairs(judged.groups if population != WHOLE else [WHOLE])
            return "small_count" if few else ""
        nought = not rules[True] and judged.counts[WHOLE][statistic] == 0
        return "" if nought else rules[population == WHOLE]

    named = zip(pair["case"], pair["group"], pair["statistic"], strict=True)
    return [judge((case, group), statistic) for case, group, statistic in named]


def _judge_whole(pair: _Pair) -> dict[bool, str]:
    """The rule for all people together (True), and for each of the groups (False)."""
    by_group = all(pair.has_enough(one) for one in pair.groups)
    told = pair.has_enough(WHOLE) and (by_group or not _tells_groups(pair)) and not _tells_rest(pair)
    return {True: "" if told else "small_count", False: "" if told and by_group else "small_count"}


def _tells_groups(pair: _Pair) -> bool:
    """Whether the numbers of all tell those of some group, because they leave no room to be otherwise."""
    whole, groups = pair.counts[WHOLE], [pair.counts[one] for one in pair.groups]
    if any(np.isnan(one["both"]) or 0 in (one["before"], one["after"]) for one in groups) or len(groups) < 2:
        return True
    room = sum(one["both"] + min(one["left"], one["joined"]) for one in groups)
    return 0 in (whole["both"], whole["left"], whole["joined"]) or whole["both"] >= room


def _tells_rest(pair: _Pair) -> bool:
    """Whether few people are left where cases of one wave are taken off whose size the sample tells."""
    once = [one for one in pair.known_cases if 0 in (one["before"], one["after"])]
    rest = (pair.counts[WHOLE][name] - sum(one[name] for one in once) for name in ("left", "joined"))
    return any(0 < one < pair.minimum for one in rest)
