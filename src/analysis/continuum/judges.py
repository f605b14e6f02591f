"""Where several judges place the cases, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.continuum.rows import Row, build_row
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.group_agreement import estimate_median
from analysis.formulas.rank_agreement import estimate_kendall_w, estimate_ordinal_alpha
from analysis.formulas.resampling import stream
from analysis.study import Study

MEDIAN = "median of the judges; interval between two of their judgements (Thompson 1936)"
RANGE = (
    "median of the judges; the ends are their lowest and highest judgement, which hold the median of all "
    "such judges with {:.1%} at least"
)
ONE = "the one judgement there is"
RANK = (
    "rank of the median among the cases, thinnest first; the ends are the lowest and highest rank of a judge"
)
ALPHA = "ordinal alpha (Krippendorff 2011), cases as units; F interval of ICC(1) of the ranks"
KENDALL = "Kendall's W with ties; p over all ways of giving out ranks, or drawn ones; F interval of the ranks"


@dataclass(frozen=True)
class Judges:
    """The judgements of a wave, judges × cases; NaN where a judge did not place a case."""

    coders: list[str]
    cases: list[str]
    positions: Values

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Where a judge placed a case."""
        return ~np.isnan(self.positions)

    @property
    def complete(self) -> Values:
        """The judgements of those who placed every case that anybody placed."""
        return self.positions[self.placed.all(axis=1)]


def gather_judges(judgements: pd.DataFrame, wave: str) -> Judges:
    """The judgements of one wave, judges and cases in the order of their ids."""
    rows = judgements[judgements["wave"] == wave]
    table = rows.pivot(index="coder", columns="case", values="position").sort_index().sort_index(axis=1)
    return Judges(list(table.index), list(table.columns), table.to_numpy(dtype=np.float64, na_value=np.nan))


def place_by_judges(study: Study, wave: str, judges: Judges) -> Iterator[Row]:
    """The placement and the rank of each case that somebody judged."""
    if not judges.cases:
        return
    level, medians = study.settings.confidence_level, np.nanmedian(judges.positions, axis=0)
    ranks, own = stats.rankdata(medians), stats.rankdata(judges.complete, axis=1)
    for number, case in enumerate(judges.cases):
        given = judges.positions[judges.placed[:, number], number]
        placed, method = _place(given, level)
        reached = level if method == MEDIAN else np.nan
        yield build_row(wave, "placement", case, placed, method, level=reached, n=len(given), n_cases=1)
        rank = _rank(float(ranks[number]), own[:, number], len(given))
        yield build_row(wave, "rank", case, rank, RANK, n=len(given), n_cases=len(judges.cases))


def compare_judges(study: Study, wave: str, judges: Judges) -> Iterator[Row]:
    """How far the judges agree on all cases; no rows where nobody judged."""
    if not judges.cases:
        return
    level, seed = study.settings.confidence_level, study.settings.seed
    values = np.unique(judges.positions[judges.placed])
    counts = (judges.positions.T[:, :, None] == values).sum(axis=1).astype(np.float64)
    several = int((counts.sum(axis=1) >= 2).sum())
    alpha = estimate_ordinal_alpha(counts, values, level)
    n = len(judges.coders)
    yield build_row(wave, "krippendorff_ordinal", "all", alpha, ALPHA, level=level, n=n, n_cases=several)
    common = judges.positions[:, judges.placed.all(axis=0)]
    if not common.shape[1]:
        found = not_estimable("coders_unequal")
    else:
        found = estimate_kendall_w(common, level, stream(seed, "continuum", "kendall_w", wave))
    n_cases = common.shape[1]
    yield build_row(wave, "kendall_w", "all", found, KENDALL, level=level, n=n, n_cases=n_cases, seed=seed)


def _place(given: Values, level: float) -> tuple[Estimate, str]:
    """The median with its interval, or with the range where so few judges have none at the level."""
    placed = estimate_median(given, level)
    if len(given) == 1:
        return replace(placed, reason="one_coder"), ONE
    if not placed.reason:
        return placed, MEDIAN
    ends = replace(placed, low=float(given.min()), high=float(given.max()))
    return ends, RANGE.format(1 - 0.5 ** (len(given) - 1))


def _rank(rank: float, own: Values, judges: int) -> Estimate:
    """A case's rank with the range of the ranks that judges of all cases give it themselves."""
    if judges < 2:
        return Estimate(rank, reason="one_coder")
    if len(own) < 2:
        return Estimate(rank, reason="coders_unequal")
    return Estimate(rank, float(own.min()), float(own.max()))
