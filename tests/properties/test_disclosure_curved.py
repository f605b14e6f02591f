"""Nor does a reader who solves equations that are not linear work out what few people answered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.curved_reader import CurvedReader, Key, write_rows
from tests.disclosure_frames import gate

CASES = {
    "as the reference study": [(2, 1), (2, 2), (3, 1), (1, 1), (1, 1), (2, 1)],
    "five cases": [(2, 1), (2, 2), (2, 1), (2, 1), (1, 1)],
    "four cases": [(2, 2), (3, 1), (1, 2), (2, 1)],
    "three cases": [(3, 2), (2, 3), (2, 2)],
    "two cases": [(4, 3), (3, 4)],
    "each group in cases of its own": [(3, 0), (4, 0), (2, 0), (0, 3), (0, 2), (0, 4)],
    "some cases with both groups": [(3, 0), (2, 2), (4, 1), (0, 3), (1, 3)],
    "one small case among large ones": [(8, 7), (6, 6), (2, 1), (6, 5)],
}
LINEAR = ("mean", "sd", "mean_difference", "hedges_g", "gap")
"""Numbers that are published with every digit."""


def draw_people(sizes: list[tuple[int, int]], seed: int) -> pd.DataFrame:
    """People of two groups in cases that differ, with scores of 1 to 100 and no two alike."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, (left, right) in enumerate(sizes):
        level = 50 + rng.normal(0, 12)
        for group, n, shift in (("left", left, 8), ("right", right, 0)):
            scores = np.clip(level + shift + rng.normal(0, 15, n), 1, 100)
            rows += [(f"case{number}", group, score) for score in scores]
    return pd.DataFrame(rows, columns=["case", "group", "score"])


def split(people: pd.DataFrame) -> tuple[list[Key], list[Key]]:
    """The numbers that are published, and the means that are withheld for their few people."""
    protected = gate(*write_rows(people))
    frame = protected.estimates["descriptives"]
    keys = list(frame[["statistic", "case", "group"]].itertuples(index=False, name=None))
    shown = [key for key, status in zip(keys, frame["status"], strict=True) if status == "ok"]
    few = frame["reason"] == "minimum_people"
    return shown, [key for key, hidden in zip(keys, few, strict=True) if hidden and key[0] == "mean"]


@pytest.mark.parametrize("sizes", CASES.values(), ids=CASES)
def test_no_sum_over_few_people_follows_from_curved_numbers(sizes: list[tuple[int, int]]) -> None:
    """To work out a sum of whole answers is to know it to less than one half."""
    people = draw_people(sizes, seed=7)
    shown, withheld = split(people)
    reader = CurvedReader(people)
    published = {key: key[0] in LINEAR for key in shown}
    assert withheld
    assert min(reader.error_of(key, published) for key in withheld) > 0.5


@pytest.mark.parametrize("sizes", CASES.values(), ids=CASES)
def test_the_reader_would_work_them_out_from_all_numbers_over_cases(sizes: list[tuple[int, int]]) -> None:
    people = draw_people(sizes, seed=7)
    shown, withheld = split(people)
    reader = CurvedReader(people)
    everything = {key: True for key in reader.gradients if key in shown or key[1] == "all"}
    assert min(reader.error_of(key, everything) for key in withheld) < 0.5
