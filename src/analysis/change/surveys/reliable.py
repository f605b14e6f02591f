"""How many people changed by more than the scale's error of measurement explains (Jacobson & Truax 1991)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.change.surveys.linked import count_linked
from analysis.change.surveys.people import People, Scores
from analysis.change.surveys.rows import About, Found, Question
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.clustered_shares import estimate_clustered_share
from analysis.formulas.moments import estimate_share, normal_quantile, standard_deviation
from analysis.formulas.nested_change import FEWEST
from analysis.formulas.paired_change import ReliableChange, measure_reliable_change
from analysis.populations import Row

METHOD = "reliable change index (Jacobson & Truax 1991)"
PRECISION = "; alpha = {alpha:.3f} and sd = {sd:.3f} of all before"
STATISTICS = ("reliably_up", "reliably_down", "smallest_reliable_change")


@dataclass(frozen=True)
class Precision:
    """How exactly a scale measured in the earlier wave: Cronbach's alpha and the standard deviation of all.

    Both are of the main reading. `reason` says why there is no usable alpha; it is empty where there is one.
    """

    alpha: float = np.nan
    sd: float = np.nan
    reason: str = ""


WHOLE = {"sensitivity": "main", "case": "all", "group": "all", "item": "", "status": "ok"}
"""What an alpha is of that holds for everybody."""


def choose_alphas(reliability: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table of reliability that hold the alpha of a scale for everybody."""
    rows = reliability[reliability["statistic"] == "alpha"]
    for column, value in WHOLE.items():
        rows = rows[rows[column] == value]
    return rows


def find_precision(question: Question, alphas: pd.DataFrame, people: People) -> Precision:
    """The alpha of a scale in the earlier wave, one of `choose_alphas`, and its standard deviation."""
    analysis = question.analysis
    rows = alphas[(alphas["instrument"] == analysis.instrument) & (alphas["wave"] == analysis.before)]
    rows = rows[rows["scale"] == question.scale]
    scores = people.before.get((question.scale, "main"), np.zeros(0))
    scores = scores[~np.isnan(scores)]
    alpha = float(rows["estimate"].iloc[0]) if len(rows) else np.nan
    if not alpha > 0 or len(scores) < 2:
        return Precision(reason="no_reliability")
    return Precision(alpha, standard_deviation(scores))


def count_reliable(about: About, scores: Scores, precision: Precision) -> Iterator[Row]:
    """The rows `reliably_up`, `reliably_down` (shares of the linked people) and `smallest_reliable_change`.

    Where people are nested in cases, the interval of a share is Wilson's of the effective number of people.
    """
    both = scores.choose(scores.both)
    reason = scores.hinder() or precision.reason
    known = not precision.reason
    method = METHOD + (PRECISION.format(alpha=precision.alpha, sd=precision.sd) if known else "")
    found = dict.fromkeys(STATISTICS, not_estimable(reason))
    if not reason:
        criterion = normal_quantile(about.question.level)
        index = measure_reliable_change(both.before, both.after, precision.alpha, precision.sd, criterion)
        found = dict(zip(STATISTICS, _count(about, both, index), strict=True))
    for statistic, estimate in found.items():
        yield about.build_row("linked", Found(statistic, estimate, method), count_linked(both))


def _count(about: About, both: Scores, change: ReliableChange) -> Iterator[Estimate]:
    for reliably in (change.index > change.criterion, change.index < -change.criterion):
        yield _share(about, both, reliably)
    yield Estimate(change.smallest, reason="interval_unknown")


def _share(about: About, both: Scores, reliably: np.ndarray) -> Estimate:
    level = about.question.level
    if not about.question.takes_cases(both):
        return estimate_share(int(reliably.sum()), len(reliably), level)
    place = np.unique(both.case, return_inverse=True)[1]
    sizes = np.bincount(place).astype(np.float64)
    if len(sizes) < FEWEST:
        return Estimate(float(reliably.mean()), reason="too_few_cases")
    return estimate_clustered_share(
        np.bincount(place, weights=reliably.astype(np.float64)).astype(np.float64), sizes, level
    )
