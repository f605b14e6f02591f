"""The published order of the cases, and how far orders of the same cases agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from analysis.continuum.rows import Row, build_row
from analysis.estimates import Estimate
from analysis.formulas.rank_agreement import estimate_tau_b
from analysis.formulas.resampling import stream
from analysis.planned_codings import Continuum
from analysis.study import Study

PUBLISHED = "rank in the published order, thinnest first; cases told to be alike share theirs"
TAU = (
    "Kendall's tau-b; p over all orders of the cases, or drawn ones; interval on Fisher's scale (Fieller, "
    "Hartley & Pearson 1957), t on cases - 2"
)
PAIRS = {
    "tau_published": ("placement", "published"),
    "tau_index": ("placement", "index"),
    "tau_index_published": ("index", "published"),
}
"""Which two orders of the cases each statistic compares."""


def list_published(continuum: Continuum, wave: str) -> list[Row]:
    """The rank of each case in the published order; it was printed, so it has no interval."""
    rows, before = [], 0
    n_cases = sum(map(len, continuum.published))
    for alike in continuum.published:
        rank = Estimate(before + (len(alike) + 1) / 2, reason="as_published")
        rows += [build_row(wave, "published", case, rank, PUBLISHED, n_cases=n_cases) for case in alike]
        before += len(alike)
    return rows


def compare_orders(study: Study, wave: str, placed: Sequence[Row]) -> Iterator[Row]:
    """Kendall's τ-b of each two orders of the cases, over the cases that have both.

    `placed` are the rows of the single cases. An order that there is nothing of gives no row. n is the judges
    of the placements, and the coded units of the index where no judge takes part.
    """
    level, seed = study.settings.confidence_level, study.settings.seed
    for statistic, names in PAIRS.items():
        first, second = (
            {row["case"]: row for row in placed if row["statistic"] == name and row["status"] == "ok"}
            for name in names
        )
        if not first or not second:
            continue
        cases = sorted(map(str, first.keys() & second.keys()))
        one, other = (np.array([side[case]["estimate"] for case in cases]) for side in (first, second))
        random = stream(seed, "continuum", statistic, wave)
        found = estimate_tau_b(one.astype(np.float64), other.astype(np.float64), level, random)
        behind = [int(str(first[case]["n"])) for case in cases]
        n = max(behind, default=0) if names[0] == "placement" else sum(behind)
        yield build_row(wave, statistic, "all", found, TAU, level=level, n=n, n_cases=len(cases), seed=seed)
