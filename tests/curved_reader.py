"""A reader who solves equations that are not linear, by what every published number tells locally.

She knows everybody's group and case and the exact formula of every number; everybody's score is an unknown
to her. A number is hers if, near the truth, it cannot change while all published numbers stay what they
are: its gradient is a combination of theirs. Nothing here is shared with the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import Estimate
from analysis.formulas.cluster_robust import estimate_cluster_robust_difference
from analysis.formulas.effects import estimate_hedges_g, estimate_mean_difference
from analysis.formulas.intraclass import estimate_icc1
from analysis.formulas.mixed_models import estimate_mixed_difference
from analysis.formulas.pooling import pool_differences
from analysis.formulas.resampling import estimate_case_permutation, estimate_within_case_difference
from analysis.formulas.wild_bootstrap import estimate_wild_bootstrap_difference
from tests.disclosure_frames import CONTRAST, populations, row

LEVEL = 0.95
STEP = 1e-3
EXACT, NOTHING = 1e-6, 1e-6
"""How far off an exact number is taken to be, and the weight below which a combination tells nothing."""
Values = NDArray[np.float64]
Test = Callable[[Values, NDArray[np.bool_], NDArray[np.int64], float], Estimate]
Key = tuple[str, str, str]
"""Statistic, case and group."""


def compute(people: pd.DataFrame) -> dict[Key, tuple[Values, pd.DataFrame]]:
    """Every number of `people` (case, group, score) that is smooth in the scores, and the people behind it.

    Where there is no such number there is none here either.
    """
    found: dict[Key, tuple[Values, pd.DataFrame]] = {}
    for case, group, part in populations(people):
        found["mean", case, group] = np.array([part["score"].mean()]), part
        if len(part) > 1:
            found["sd", case, group] = np.array([part["score"].std()]), part
    for (statistic, case), (estimate, behind) in _compare(people):
        if estimate.exists:
            numbers = np.array([estimate.value, estimate.low, estimate.high, estimate.df])
            found[statistic, case, "all"] = np.nan_to_num(numbers), behind
    return found


def _compare(people: pd.DataFrame) -> Iterator[tuple[tuple[str, str], tuple[Estimate, pd.DataFrame]]]:
    values, first, cases = _arrays(people)
    both = people[people.groupby("case")["group"].transform("nunique") > 1]
    yield ("mean_difference", "all"), (_welch(people), people)
    yield ("hedges_g", "all"), (estimate_hedges_g(values[first], values[~first], LEVEL), people)
    tests: dict[str, Test] = {}
    if people["case"].nunique() > 2:
        tests |= {
            "mixed_model": estimate_mixed_difference,
            "cluster_robust": estimate_cluster_robust_difference,
        }
        tests["wild_bootstrap"] = estimate_wild_bootstrap_difference
    if both.empty:
        tests["case_permutation"] = estimate_case_permutation
    for name, test in tests.items():
        yield (name, "all"), (test(values, first, cases, LEVEL), people)
    yield ("icc1", "all"), (estimate_icc1(values, cases, LEVEL), people)
    if len(both):
        yield (
            ("within_case_difference", "all"),
            (estimate_within_case_difference(*_arrays(both), LEVEL), both),
        )
        for case, inside in both.groupby("case"):
            yield ("gap", str(case)), (_welch(inside), inside)
        for name, estimate in _pool(people, both).items():
            yield (name, "all"), (estimate, both)


def _arrays(people: pd.DataFrame) -> tuple[Values, NDArray[np.bool_], NDArray[np.int64]]:
    cases = np.unique(people["case"], return_inverse=True)[1].astype(np.int64)
    return people["score"].to_numpy(float), (people["group"] == "left").to_numpy(), cases


def _welch(people: pd.DataFrame) -> Estimate:
    values, first, _ = _arrays(people)
    return estimate_mean_difference(values[first], values[~first], LEVEL)


def _gaps(both: pd.DataFrame) -> tuple[Values, Values, Values]:
    cells = both.groupby(["case", "group"])["score"].agg(["mean", "size"]).unstack()
    n1, n2 = cells["size", "left"].to_numpy(float), cells["size", "right"].to_numpy(float)
    return (cells["mean", "left"] - cells["mean", "right"]).to_numpy(), n1, n2


def _pool(people: pd.DataFrame, both: pd.DataFrame) -> dict[str, Estimate]:
    cells = people.groupby(["case", "group"])["score"]
    free = len(people) - cells.ngroups
    gaps, n1, n2 = _gaps(both)
    if not free or len(gaps) < 2:
        return {}
    variance = float(((people["score"] - cells.transform("mean")) ** 2).sum()) / free
    pooled = pool_differences(gaps, variance * (1 / n1 + 1 / n2), LEVEL)
    names = ("pooled_difference", "pooled_tau", "pooled_prediction")
    return dict(zip(names, (pooled.mean, pooled.tau, pooled.prediction), strict=True))


def write_rows(people: pd.DataFrame) -> list[dict[str, Any]]:
    """The numbers as rows of ESTIMATES about the scale `pair`."""
    rows = []
    for (statistic, case, group), (numbers, behind) in compute(people).items():
        known: dict[str, Any] = {"scale": "pair", "case": case, "group": group, "estimate": numbers[0]}
        if statistic not in ("mean", "sd", "icc1"):
            known |= CONTRAST | {"n_smallest": int(behind["group"].value_counts().min())}
        rows.append(row(statistic, len(behind), **known))
    return rows


class CurvedReader:
    """What the published numbers tell of everybody's score, near the truth."""

    def __init__(self, people: pd.DataFrame) -> None:
        ends = [
            [compute(_move(people, person, step)) for step in (STEP, -STEP)] for person in range(len(people))
        ]
        names = set.intersection(*(set(one) for pair in ends for one in pair))
        self.truth = compute(people)
        self.gradients = {
            name: np.array([(up[name][0] - down[name][0]) / (2 * STEP) for up, down in ends]).T
            for name in names
        }

    def error_of(self, wanted: Key, published: dict[Key, bool]) -> float:
        """How far off the sum behind a mean may be, given numbers that are exact (True) or have three digits.

        Infinite where they leave it open altogether.
        """
        rows = np.vstack(
            [self._weigh(name, exact) for name, exact in published.items() if name in self.gradients]
        )
        target = self.gradients[wanted][0] * len(self.truth[wanted][1])
        _, sizes, right = np.linalg.svd(rows)
        told = sizes > NOTHING
        open_to = np.linalg.norm(right[int(told.sum()) :] @ target)
        if open_to > 1e-3 * np.linalg.norm(target):
            return float("inf")
        return float(np.linalg.norm((right[: len(sizes)][told] @ target) / sizes[told]))

    def _weigh(self, name: Key, exact: bool) -> Values:
        """The gradients of a number's parts, each divided by how far off the part may be."""
        parts = self.truth[name][0]
        last = 10.0 ** (np.floor(np.log10(np.maximum(np.abs(parts), 1e-9))) - 2)
        return self.gradients[name] / np.where(exact, EXACT, last / 2)[:, None]


def _move(people: pd.DataFrame, person: int, step: float) -> pd.DataFrame:
    scores = people["score"].to_numpy(float).copy()
    scores[person] += step
    return people.assign(score=scores)
