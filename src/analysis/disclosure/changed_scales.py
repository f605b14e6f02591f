"""Which numbers on change of a survey's scales are withheld, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

import numpy as np
import pandas as pd

from analysis.disclosure.changed_shares import SHARES, hide_shares
from analysis.disclosure.changed_sums import Atoms, Key, build_system, find_atoms, tell_sums
from analysis.disclosure.spans import Floats
from analysis.disclosure.suppression import Cell, complete
from analysis.planned_changes import ChangeAnalysis
from analysis.study import Study

ALIKE = ("no_variance",)
DESIGNS = ("mixed", "units", "left", "linked", "cross_sections")
"""Of numbers with as many people behind them, which to withhold first."""
TREATED = "treated_against_others"
FEWEST_CASES = 2
"""Of a single case on one side, a contrast of cases would tell the change of that case."""


FEW_CASES = 10
"""With fewer cases the ends of an exact interval are the changes of single cases, or nearly so."""


def list_telling_ends(study: Study, changes: pd.DataFrame, scores: pd.DataFrame) -> pd.Series:
    """Whether the ends of an exact interval over cases (CHANGES) would tell of a case with too few people.

    The interval holds the changes that turning the signs of whole cases does not reject. With few cases its
    ends are the smallest and the largest change of a case.
    """
    minimum = study.settings.disclosure.minimum_people
    found = pd.Series(False, index=changes.index)
    over_cases = (changes["design"] == "linked") & (changes["statistic"] == "sign_flip")
    for (name, scale), rows in changes[over_cases].groupby(["analysis", "scale"]):
        analysis = study.plan.changes[str(name)]
        scored = scores[(scores["instrument"] == analysis.instrument) & (scores["scale"] == scale)]
        scored = scored[scored["wave"].isin([analysis.before, analysis.after])]
        atoms = find_atoms(scored[scored["sensitivity"] == "main"], (analysis.before, analysis.after), study)
        for row in rows.itertuples():
            fewest, cases = atoms.fewest_in_a_case(str(row.kind), str(row.group))
            found[row.Index] = fewest < minimum and cases < FEW_CASES
    return found


def judge_changes(
    study: Study,
    changes: pd.DataFrame,
    scores: pd.DataFrame,
    descriptives: pd.DataFrame,
    attrition: pd.DataFrame,
) -> pd.Series:
    """The rule that withholds each row of CHANGES; empty where it passes.

    `scores` are restricted (SCORES), `descriptives` (ESTIMATES) and `attrition` (ATTRITION) as published.
    Rows of one design, kind and group of a scale stand and fall together; other readings of the answers
    stand only where the main one stands, and where they differ in nobody or in enough people.
    """
    rules = pd.Series("", index=changes.index, dtype=object)
    rules[changes["case"] != "all"] = "minimum_people"
    for (name, scale), rows in changes[changes["case"] == "all"].groupby(["analysis", "scale"]):
        analysis = study.plan.changes[str(name)]
        scored = scores[(scores["instrument"] == analysis.instrument) & (scores["scale"] == scale)]
        scored = scored[scored["wave"].isin([analysis.before, analysis.after])]
        told = descriptives[
            (descriptives["instrument"] == analysis.instrument) & (descriptives["scale"] == scale)
        ]
        told = told[(told["statistic"] == "mean") & (told["sensitivity"] == "main")]
        one = _Scale(study, analysis, str(scale), scored, told, attrition)
        rules[rows.index] = one.judge(rows)
    return rules


@dataclass(frozen=True)
class _Scale:
    """One scale between two waves, and what is published of it elsewhere."""

    study: Study
    analysis: ChangeAnalysis
    scale: str
    scores: pd.DataFrame
    means: pd.DataFrame
    attrition: pd.DataFrame

    @property
    def minimum(self) -> int:
        """The fewest people behind a number."""
        return self.study.settings.disclosure.minimum_people

    def judge(self, rows: pd.DataFrame) -> pd.Series:
        """The rule of each row of this scale."""
        main = self.scores[self.scores["sensitivity"] == "main"]
        atoms = find_atoms(main, (self.analysis.before, self.analysis.after), self.study)
        keys = pd.Series([_name_key(row) for row in rows.to_dict("records")], index=rows.index)
        held = self._settle(rows, keys, atoms)
        made = keys.map(held)
        shares = rows["statistic"].isin(SHARES) & (made == "") & rows.apply(self._is_small, axis=1)
        made[shares] = "small_count"
        other = (rows["sensitivity"] != "main") & (made == "")
        for sensitivity in set(rows.loc[other, "sensitivity"]):
            if 0 < self._count_read_otherwise(str(sensitivity)) < self.minimum:
                made[other & (rows["sensitivity"] == sensitivity)] = "secondary"
        return hide_shares(rows, made, self.scores, atoms.kinds, self.minimum)

    def _settle(self, rows: pd.DataFrame, keys: pd.Series, atoms: Atoms) -> dict[Key, str]:
        """The rule of each key: its own, or `secondary` where it must go for another's sake."""
        named = sorted(set(keys), key=lambda key: (DESIGNS.index(key[0]), key))
        held = {
            key: self._rule(key, rows[(keys == key) & (rows["sensitivity"] == "main")], atoms)
            for key in named
        }
        summed = [key for key in named if key[0] != "mixed"]
        cells = [
            Cell(
                number,
                " ".join(key),
                (number,),
                *self._tell(key, atoms),
                withheld=bool(held[key]),
                guarded=bool(held[key]),
            )
            for number, key in enumerate(summed)
        ]
        published, hidden = self._list_published(atoms)
        cells += [
            Cell(
                len(summed) + number,
                "a withheld mean",
                (len(named) + number,),
                0,
                vector[None, :],
                withheld=True,
                guarded=True,
            )
            for number, vector in enumerate(hidden)
        ]
        for number in complete(build_system(atoms, cells, published, self.minimum)).secondary:
            held[summed[number]] = "secondary"
        return held | {key: "secondary" for key in named if not held[key] and self._rests_on_held(key, held)}

    def _tell(self, key: Key, atoms: Atoms) -> tuple[int, Floats]:
        vectors = tell_sums(atoms, key, self._list_sides(key))
        return int(min((atoms.count((one != 0).astype(float)) for one in vectors), default=0)), vectors

    def _list_sides(self, key: Key) -> tuple[list[str], list[str]]:
        treated = set(self.analysis.treated)
        others = {key[1]} if key[1] != "all" else set(self.analysis.against)
        kinds = {case.id: case.kind for case in self.study.settings.cases}
        cases = sorted(set(self.scores["case"]))
        return [one for one in cases if kinds[one] in treated], [one for one in cases if kinds[one] in others]

    def _rule(self, key: Key, rows: pd.DataFrame, atoms: Atoms) -> str:
        design, _, group = key
        parts = self._list_parts(key, atoms)
        if min(map(atoms.count, parts), default=0) < self.minimum:
            # Nobody at all is no secret: why there is no number stands in its reason.
            nobody = any(atoms.count(part) == 0 for part in parts) and not rows["status"].eq("ok").any()
            return "" if nobody else "minimum_people"
        if design == "units" and min(map(len, self._list_sides(key))) < FEWEST_CASES:
            return "minimum_people"
        if design in ("linked", "left") and self._hides_who_stayed(group):
            return "minimum_people"
        limits = self.study.instruments[self.analysis.instrument].limits(self.scale)
        means = rows.loc[rows["statistic"].isin(["mean_before", "mean_after"]), "estimate"].dropna()
        ends = any(isclose(float(one), end, abs_tol=1e-9) for one in means for end in limits)
        return "same_answer" if ends or rows["reason"].isin(ALIKE).any() else ""

    def _list_parts(self, key: Key, atoms: Atoms) -> list[Floats]:
        """The sets of people that the numbers of a key compare."""
        design, kind, group = key
        if design == "linked":
            return [atoms.choose("before", kind, group, linked=True)]
        if design == "left":
            return [atoms.choose("before", kind, group, linked) for linked in (True, False)]
        if design == "units":
            cases = self._list_sides(key)
            return [
                np.sum([atoms.of_case(s, one, "all") for one in side] or [np.zeros(len(atoms.rows))], axis=0)
                for side in cases
                for s in ("before", "after")
            ]
        if group == TREATED:
            return self._list_parts(("units", kind, group), atoms)
        whole = [atoms.choose(side, kind, group) for side in ("before", "after")]
        compared = design == "mixed" and group != "all"
        others = [
            atoms.choose(side, kind) - one for side, one in zip(("before", "after"), whole, strict=True)
        ]
        return [*whole, *others] if compared else whole

    def _hides_who_stayed(self, group: str) -> bool:
        """Whether the number of people who stayed is withheld in the table of attrition."""
        rows = self.attrition[self.attrition["instrument"] == self.analysis.instrument]
        rows = rows[
            (rows["wave_before"] == self.analysis.before) & (rows["wave_after"] == self.analysis.after)
        ]
        rows = rows[(rows["case"] == "all") & (rows["group"] == group) & (rows["statistic"] == "both")]
        return bool((rows["status"] == "withheld").any())

    def _list_published(self, atoms: Atoms) -> tuple[list[Floats], list[Floats]]:
        """The sums behind means that are published of the two waves, and those behind withheld means."""
        sides = {self.analysis.before: "before", self.analysis.after: "after"}
        found: tuple[list[Floats], list[Floats]] = ([], [])
        for row in self.means[self.means["wave"].isin(list(sides))].itertuples():
            vector = atoms.of_case(sides[str(row.wave)], str(row.case), str(row.group))
            if row.status in ("ok", "withheld") and vector.any():
                found[row.status == "withheld"].append(vector)
        return found

    def _rests_on_held(self, key: Key, held: dict[Key, str]) -> bool:
        """Whether a mixed model is of people whose means are withheld."""
        kind = "all" if key[2] == TREATED else key[1]
        group = "all" if key[2] == TREATED else key[2]
        return key[0] == "mixed" and bool(held.get(("cross_sections", kind, group), ""))

    def _is_small(self, row: pd.Series) -> bool:
        if pd.isna(row["estimate"]) or pd.isna(row["n_linked"]):
            return False
        count = round(float(row["estimate"]) * int(row["n_linked"]))
        return count < self.minimum or int(row["n_linked"]) - count < self.minimum

    def _count_read_otherwise(self, sensitivity: str) -> int:
        """People whose score in another reading is another one, or only there, in either wave."""
        person = ["wave", "case", "group", "respondent"]
        read = {
            name: self.scores[self.scores["sensitivity"] == name].set_index(person)["score"]
            for name in ("main", sensitivity)
        }
        both = pd.concat(read, axis=1).fillna(-np.inf)
        return int((both["main"] != both[sensitivity]).sum())


def _name_key(row: dict[str, object]) -> Key:
    """What a row stands and falls with: its design, its kind of case (or that compared with), its group.

    A mixed model that compares groups, or treated cases with others, is apart from that of all.
    """
    compares = row["design"] == "mixed" and row["contrast"] != ""
    return str(row["design"]), str(row["kind"]), str(row["contrast"] if compares else row["group"])
