"""A reader against the gate of change: every score is an unknown, every public number an equation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.change.surveys import estimate_changes
from analysis.contracts import (
    ATTRITION,
    COMPARABILITY,
    ESTIMATES,
    MEASUREMENTS,
    PROGRESS,
    RECEIPTS,
    SCORECARD_CHANGES,
    SCORECARD_SCORES,
    SCORES,
)
from analysis.disclosure.changed_scales import judge_changes
from analysis.disclosure.changed_shares import hide_shares
from analysis.disclosure.changes import protect_changes
from analysis.planned_changes import ChangeAnalysis
from analysis.settings import CaseKind
from analysis.study import Study, load_study
from analysis.tables import conform
from tests.tiny_study import write_tiny_study

LABEL = {"nb": "Navn", "en": "Name"}
WAVES = ("w2018", "later")
PERSON = ["case", "group", "respondent"]


@dataclass(frozen=True)
class Design:
    """A made study: people of each case and group who stayed, left and joined; which cases were treated."""

    name: str
    sizes: tuple[tuple[tuple[int, int, int], ...], ...]
    treated: int


DESIGNS = (
    Design("few left", (((4, 1, 2), (3, 0, 1)), ((3, 1, 0), (4, 0, 0)), ((5, 0, 3), (2, 2, 2))), 1),
    Design("many", (((6, 6, 5), (7, 5, 6)), ((8, 5, 7), (5, 6, 5)), ((9, 7, 5), (6, 5, 8))), 0),
    Design("nobody linked in a group", (((6, 3, 3), (0, 7, 6)), ((5, 4, 2), (0, 6, 6))), 0),
    Design("one left alone", (((6, 1, 0), (6, 0, 0)), ((7, 0, 1), (7, 0, 0))), 0),
    Design("small groups", (((2, 2, 2), (9, 4, 5)), ((1, 1, 1), (8, 6, 5)), ((1, 0, 0), (7, 5, 5))), 2),
    Design(
        "two treated",
        (((9, 6, 6), (8, 6, 6)), ((7, 8, 6), (9, 5, 7)), ((2, 1, 1), (1, 1, 2)), ((9, 6, 7), (9, 6, 7))),
        2,
    ),
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_tiny_study(tmp_path_factory.mktemp("study"), cases=3))


def make_study(tiny: Study, design: Design) -> Study:
    """The tiny study with as many cases as the design, a later wave, and the change planned."""
    first = tiny.settings.waves[0]
    later = first.model_copy(update={"id": WAVES[1], "date": first.date.replace(year=first.date.year + 2)})
    kinds = ["done" if number < design.treated else "not_done" for number in range(len(design.sizes))]
    cases = [
        tiny.settings.cases[0].model_copy(update={"id": f"case{number}", "kind": kind})
        for number, kind in enumerate(kinds)
    ]
    looks = (("done", "#112233", "circle"), ("not_done", "#445566", "square"))
    named = [
        CaseKind.model_validate({"id": kind, "label": LABEL, "colour": colour, "marker": marker})
        for kind, colour, marker in looks
    ]
    update = {"waves": [first, later], "cases": cases, "case_kinds": named}
    instrument = tiny.instruments[tiny.settings.main_instrument]
    said: dict[str, Any] = {"label": LABEL, "instrument": instrument.id, "scales": [instrument.scales[0].id]}
    said |= {"before": WAVES[0], "after": WAVES[1], "purpose": "exploratory"}
    said["family"] = next(iter(tiny.plan.families))
    said |= {"treated": ["done"], "against": ["not_done"]} if design.treated else {}
    plan = tiny.plan.model_copy(update={"changes": {"later": ChangeAnalysis.model_validate(said)}})
    return replace(tiny, settings=tiny.settings.model_copy(update=update), plan=plan)


def make_scores(study: Study, design: Design) -> pd.DataFrame:
    """The scores of the design's people, drawn; one reading, or two where the scale has them."""
    instrument = study.instruments[study.settings.main_instrument]
    random = np.random.default_rng(7)
    rows: list[dict[str, Any]] = []
    for number, groups in enumerate(design.sizes):
        for group, (stayed, left, joined) in zip(study.groups_of(instrument.id), groups, strict=True):
            for person in range(stayed + left + joined):
                waves = [WAVES[0]] if person < stayed + left else []
                waves += [WAVES[1]] if person < stayed or person >= stayed + left else []
                row = {"instrument": instrument.id, "scale": instrument.scales[0].id, "case": f"case{number}"}
                row |= {
                    "respondent": f"{group}{number}{person}",
                    "group": group,
                    "n_answered": 2,
                    "n_items": 2,
                }
                scores = random.normal(3, 0.7, 2).clip(1.1, 4.9)
                rows += [
                    row | {"wave": wave, "sensitivity": reading, "score": scores[WAVES.index(wave)]}
                    for wave in waves
                    for reading in ("main", "neutral")
                ]
    return conform(pd.DataFrame(rows, columns=SCORES.names), SCORES)


def empty(contract: Any) -> pd.DataFrame:
    return conform(pd.DataFrame(columns=contract.names), contract)


class Reader:
    """Somebody who has every published number and knows who answered when."""

    def __init__(self, study: Study, scores: pd.DataFrame) -> None:
        main = scores[scores["sensitivity"] == "main"].reset_index(drop=True)
        self.people = main
        self.kind = main["case"].map({case.id: case.kind for case in study.settings.cases})
        self.linked = main.groupby(PERSON)["wave"].transform("nunique") == 2
        self.rows: list[np.ndarray] = []

    def choose(self, row: Any, wave: str, linked: bool | None) -> np.ndarray:
        chosen = self.people["wave"] == wave
        chosen &= (self.kind == row.kind) | (row.kind == "all")
        chosen &= (self.people["group"] == row.group) | (row.group == "all")
        chosen &= True if linked is None else self.linked == linked
        return chosen.to_numpy(dtype=float)

    def read(self, row: Any) -> None:
        """Write a published row as equations about single scores."""
        before, after = WAVES
        if row.design in ("linked", "cross_sections"):
            linked = True if row.design == "linked" else None
            first, then = (self.choose(row, wave, linked) for wave in WAVES)
            if row.statistic == "mean_before":
                self.rows.append(first)
            elif row.statistic == "mean_after":
                self.rows.append(then)
            elif row.statistic == "change":
                self.rows.append(then / then.sum() - first / first.sum())
        elif row.design == "left":
            self.rows.append(self._compare_left(row, before))
        elif row.design == "units" and row.statistic in ("difference_before", "change_difference"):
            means = {wave: self._contrast(wave) for wave in WAVES}
            of_before = row.statistic == "difference_before"
            self.rows.append(means[before] if of_before else means[after] - means[before])

    def _compare_left(self, row: Any, before: str) -> np.ndarray:
        made, whole = np.zeros(len(self.people)), 0.0
        for case in sorted(set(self.people["case"])):
            inside = (self.people["case"] == case).to_numpy(dtype=float)
            left, stayed = (self.choose(row, before, linked) * inside for linked in (False, True))
            if left.any() and stayed.any():
                weight = left.sum() * stayed.sum() / (left.sum() + stayed.sum())
                made += weight * (left / left.sum() - stayed / stayed.sum())
                whole += weight
        return made / whole

    def _contrast(self, wave: str) -> np.ndarray:
        made = np.zeros(len(self.people))
        for kind, sign in (("done", 1.0), ("not_done", -1.0)):
            cases = sorted(set(self.people["case"][self.kind == kind]))
            for case in cases:
                inside = ((self.people["case"] == case) & (self.people["wave"] == wave)).to_numpy(dtype=float)
                made += sign * inside / inside.sum() / len(cases)
        return made

    def knows(self, chosen: np.ndarray) -> bool:
        """Whether the sum of some people's scores follows from what was read."""
        if not self.rows:
            return False
        made = np.array(self.rows)
        found = np.linalg.lstsq(made.T, chosen, rcond=1e-10)[0]
        return bool(np.abs(made.T @ found - chosen).max() < 1e-8)

    def sets(self) -> list[np.ndarray]:
        """The people of a wave in one case and group who answered again, or who did not."""
        key = [self.people["wave"], self.people["case"], self.people["group"], self.linked]
        number = self.people.groupby(key).ngroup().to_numpy()
        return [(number == one).astype(float) for one in range(number.max() + 1)]


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_nothing_of_fewer_people_than_the_minimum_can_be_worked_out(tiny: Study, design: Design) -> None:
    study = make_study(tiny, design)
    scores = make_scores(study, design)
    changes = estimate_changes(study, scores, empty(ESTIMATES), empty(COMPARABILITY))
    rows = changes[changes["case"] == "all"].reset_index(drop=True)
    rule = judge_changes(study, rows, scores, empty(ESTIMATES), empty(ATTRITION))
    reader = Reader(study, scores)
    told = rows[(rule == "") & (rows["status"] == "ok") & (rows["sensitivity"] == "main")]
    for row in told.itertuples():
        reader.read(row)
    minimum = study.settings.disclosure.minimum_people
    sets = reader.sets()
    for size in (1, 2, 3):
        for chosen in combinations(sets, size):
            union = np.sum(chosen, axis=0)
            if union.sum() < minimum:
                assert not reader.knows(union), f"{design.name}: {int(union.sum())} people"
    if design.name == "many":
        assert len(told) == len(
            rows[(rows["status"] == "ok") & (rows["sensitivity"] == "main")]
        ) - reader_shares(rows, rule), "nothing but small shares is withheld without need"


@pytest.mark.parametrize("design", [DESIGNS[0], DESIGNS[4]], ids=lambda design: design.name)
def test_nothing_tells_how_many_stayed_where_the_linked_people_are_withheld(
    tiny: Study, design: Design
) -> None:
    study = make_study(tiny, design)
    scores = make_scores(study, design)
    changes = estimate_changes(study, scores, empty(ESTIMATES), empty(COMPARABILITY))
    nothing = [PROGRESS, MEASUREMENTS, SCORECARD_SCORES, SCORECARD_CHANGES, COMPARABILITY, RECEIPTS]
    public = protect_changes(
        study,
        scores,
        empty(ESTIMATES),
        empty(ATTRITION),
        changes,
        *(empty(one) for one in nothing),
    )["changes"]
    key = ["kind", "group", "sensitivity"]
    linked = public[(public["design"] == "linked") & (public["statistic"] == "change")]
    linked = linked[linked["status"] == "withheld"]
    held = set(linked[key].itertuples(index=False, name=None))
    assert held
    same = pd.Series([one in held for one in public[key].itertuples(index=False, name=None)])
    others = ~public["design"].isin(["linked", "left"])
    assert public.loc[same & others, "n_linked"].isna().all()
    assert public.loc[others & (public["contrast"] == "treated_against_others"), "n_linked"].isna().all()


def reader_shares(rows: pd.DataFrame, rule: pd.Series) -> int:
    """The shares of people who changed reliably that are withheld for their own size."""
    return int(((rule == "small_count") & (rows["sensitivity"] == "main")).sum())


def test_the_reader_works_it_out_where_there_is_no_gate(tiny: Study) -> None:
    design = DESIGNS[3]
    study = make_study(tiny, design)
    scores = make_scores(study, design)
    changes = estimate_changes(study, scores, empty(ESTIMATES), empty(COMPARABILITY))
    reader = Reader(study, scores)
    for row in changes[(changes["case"] == "all") & (changes["status"] == "ok")].itertuples():
        reader.read(row)
    assert any(reader.knows(one) for one in reader.sets() if one.sum() == 1)


KINDS = {"a": "one", "b": "two", "c": "two", "d": "three"}


def draw_shares(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows on reliable change by kind of case and group, and the scores behind them."""
    random = np.random.default_rng(seed)
    groups, scores = ["g1", "g2", "g3"][: 2 + seed % 2], []
    for case in KINDS:
        for group in groups:
            for person in range(int(random.integers(0, 18))):
                one = {"case": case, "group": group, "respondent": f"{case}{group}{person}"}
                one |= {"sensitivity": "main", "scale": "s"}
                later = float(random.choice([1.0, 3.0, 5.0], p=[0.25, 0.4, 0.35]))
                scores += [one | {"wave": "w1", "score": 3.0}, one | {"wave": "w2", "score": later}]
    people = pd.DataFrame(scores)
    places = [("all", "all"), *(("all", one) for one in groups)]
    places += [(kind, "all") for kind in dict.fromkeys(KINDS.values())]
    rows = []
    for kind, group in places:
        own = people[(people["wave"] == "w2") & people["group"].isin(groups if group == "all" else [group])]
        own = own[(own["case"].map(KINDS) == kind) | (kind == "all")]
        about = {"kind": kind, "group": group, "case": "all", "sensitivity": "main", "n_linked": len(own)}
        about |= {"wave_before": "w1", "wave_after": "w2"}
        shares = {"reliably_up": (own["score"] == 5).mean(), "reliably_down": (own["score"] == 1).mean()}
        rows += [about | {"statistic": name, "estimate": one} for name, one in shares.items()]
        rows += [about | {"statistic": "smallest_reliable_change", "estimate": 1.0}]
    return pd.DataFrame(rows), people


@pytest.mark.parametrize("seed", range(60))
def test_no_count_of_few_who_changed_follows_from_the_shares(seed: int) -> None:
    """Every set of kinds and groups is tried, by whole numbers the gate does not share."""
    minimum = 5
    rows, people = draw_shares(seed)
    count = (rows["estimate"] * rows["n_linked"]).round()
    small = rows["statistic"].str.startswith("reliably") & (
        (count < minimum) | (rows["n_linked"] - count < minimum)
    )
    rule = pd.Series("", index=rows.index).mask(small, "small_count")
    made = hide_shares(rows, rule, people, KINDS, minimum)
    assert (made[small] == "small_count").all()
    later = people[people["wave"] == "w2"]
    cells = later.groupby([later["case"].map(KINDS), later["group"]])["score"]
    for statistic, answer in (("reliably_up", 5.0), ("reliably_down", 1.0)):
        sets, sizes = list(cells.groups), cells.size().to_numpy()
        changed = cells.agg(lambda one, answer=answer: (one == answer).sum()).to_numpy()
        told = rows[(rows["statistic"] == statistic) & (made == "")]
        known = [
            [row.kind in ("all", k) and row.group in ("all", g) for k, g in sets] for row in told.itertuples()
        ]
        if not known:
            continue
        matrix = np.array(known, dtype=float)
        unions = np.array(list(product([0.0, 1.0], repeat=len(sets)))[1:])
        left = unions - unions @ np.linalg.pinv(matrix) @ matrix
        for union in unions[np.abs(left).max(axis=1) < 1e-8]:
            assert minimum <= union @ changed <= union @ sizes - minimum
