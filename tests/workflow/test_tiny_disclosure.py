"""A reader of the public tables of the tiny study works out nothing that they withhold."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import ESTIMATES, ROBUSTNESS, SPECIFICATIONS
from analysis.tables import read_table
from tests.curved_reader import CurvedReader, Key

pytestmark = pytest.mark.xdist_group("tiny")

SIDES = {"social_enterprise": "left", "municipality": "right", "all": "all"}
ITEMS = {"trust": 3, "clarity": 2, "hoarding": 2}
"""The scales and the number of their items: a sum of scores goes by steps of one answer in so many."""
SAME_AS = {"welch": "mean_difference", "equivalence": "mean_difference", "case_difference": "gap"}
OF_CASES = ("mixed_model", "cluster_robust", "wild_bootstrap", "pooled_difference", "pooled_tau", "icc1")


def public(study: Path, name: str) -> pd.DataFrame:
    return read_table(study / "results" / "public" / "estimates" / f"{name}.csv", ESTIMATES)


def of_scale(study: Path, scale: str) -> pd.DataFrame:
    """The rows of a scale in the reading `main`, with the groups as the reader names them."""
    names = ("descriptives", "reliability", "differences", "across_cases")
    rows = pd.concat([public(study, name) for name in names], ignore_index=True)
    chosen = rows[(rows["scale"] == scale) & (rows["item"] == "") & (rows["sensitivity"] == "main")]
    return chosen.assign(group=chosen["group"].map(SIDES), statistic=chosen["statistic"].replace(SAME_AS))


def scores(study: Path, scale: str) -> pd.DataFrame:
    table = pd.read_parquet(study / "results" / "restricted" / "scores.parquet")
    own = table[(table["scale"] == scale) & (table["sensitivity"] == "main")].dropna(subset="score")
    people = own.assign(group=own["group"].map(SIDES))[["case", "group", "score"]]
    return people.sort_values(["case", "group", "score"], ignore_index=True)


def keys(rows: pd.DataFrame) -> list[Key]:
    return list(rows[["statistic", "case", "group"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("scale", ITEMS)
def test_no_sum_of_scores_that_is_withheld_follows_from_the_public_tables(tiny_run: Path, scale: str) -> None:
    rows, reader = of_scale(tiny_run, scale), CurvedReader(scores(tiny_run, scale))
    published = {key: key[0] not in OF_CASES for key in keys(rows[rows["status"] == "ok"])}
    hidden = rows[(rows["statistic"] == "mean") & (rows["reason"] == "minimum_people")]
    wanted = [key for key in keys(hidden) if key in reader.gradients]
    assert wanted
    assert min(reader.error_of(key, published) for key in wanted) > 0.5 / ITEMS[scale]


def test_a_reader_of_the_restricted_tables_has_every_sum(tiny_run: Path) -> None:
    reader = CurvedReader(scores(tiny_run, "trust"))
    everything = dict.fromkeys(reader.gradients, True)
    assert max(reader.error_of(key, everything) for key in reader.gradients if key[0] == "mean") < 0.01


def test_counts_add_up_to_none_that_is_withheld(tiny_run: Path) -> None:
    """Neither all less one group, nor all people less the other answers."""
    rows = public(tiny_run, "reliability")
    rows = rows[(rows["statistic"] == "count") & (rows["case"] == "all")]
    known = rows.set_index(["scale", "item", "category", "sensitivity", "group"])["status"] == "ok"
    for (*name, group), told in known.items():
        others = [one for one in SIDES if one != group]
        assert told or not all(known[(*name, one)] for one in others)


def test_headlines_are_not_told_person_by_person(tiny_run: Path) -> None:
    folder = tiny_run / "results" / "public" / "tables"
    varied = read_table(folder / "specifications.csv", SPECIFICATIONS)
    counts = read_table(folder / "robustness.csv", ROBUSTNESS)
    assert set(varied["left_out"]) <= {"nobody"}
    assert set(counts["status"]) <= {"ok", "not_estimable", "withheld"}
    assert not list(folder.parent.rglob("distances*"))
