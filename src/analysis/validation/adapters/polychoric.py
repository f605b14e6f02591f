"""Polychoric correlations as the R packages polycor and psych find them, by the names of the reference cases.

The study's own correlations (`analysis.formulas.polychoric`) are the maxima of the likelihood. R's searches
stop before these: polycor's full ML by up to .004 from its maximum. The same searches are run here.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import inf, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Values
from analysis.formulas.polychoric import cell_shares, code_levels, count_pairs, thresholds
from analysis.validation.cases import Adapter, ReferenceCase
from analysis.validation.searches import minimise_between, minimise_simplex

LARGEST = 0.9999
"""The largest correlation polycor's likelihood takes in."""

MOST_VALUES = 8
"""The widest range of answers, lowest and highest included, that psych takes as ordered."""

CORRECTION = 0.5
"""What psych puts into an empty cell."""


def compute_polychoric(case: ReferenceCase) -> dict[str, Any]:
    """Correlations of each pair of columns, lower triangle column by column, and ordinal alphas."""
    answers = case.table.to_numpy(dtype=float)
    answers = answers[~np.isnan(answers).any(axis=1)]
    tables = [_in_use(table) for table in count_pairs(answers)]
    default, local = "psych_default", "psych_local_correct0.5"
    found: dict[str, Any] = {"zero_cells": sum(int((table == 0).sum()) for table in tables)}
    found |= _name("polychoric_two_step", "ordinal_alpha_two_step", [_two_step(table) for table in tables])
    found |= _name("polychoric_ml", "ordinal_alpha_ml", [_full(table) for table in tables])
    found |= _name(default, f"{default}_ordinal_alpha", _psych(answers, _shared_levels(answers)))
    return found | _name(local, f"{local}_ordinal_alpha", _psych(answers, shared=False))


ADAPTERS: dict[str, Adapter] = {"polychoric_and_ordinal_alpha": compute_polychoric}


def _name(name: str, alpha: str, rho: list[float]) -> dict[str, Any]:
    items = round((1 + (1 + 8 * len(rho)) ** 0.5) / 2)
    whole = items + 2 * sum(rho)
    found = items / (items - 1) * (1 - items / whole) if items > 1 and whole else nan
    return {f"{name}_lower": rho, alpha: found}


def _in_use(table: Values) -> Values:
    return table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]


def _cuts(table: Values) -> tuple[Values, Values]:
    return thresholds(table.sum(axis=1)[None])[0], thresholds(table.sum(axis=0)[None])[0]


def _shares(x: Values, y: Values, rho: float) -> Values:
    return cell_shares(x[None], y[None], np.array([rho]))[0]


def _two_step(table: Values) -> float:
    """polycor: thresholds from the margins, then Brent's search between -.9999 and .9999."""
    if min(table.shape) < 2:
        return nan
    return minimise_between(_height_in_rho(table), -LARGEST, LARGEST)


def _full(table: Values) -> float:
    """polycor with ML = TRUE (Olsson 1979): all parameters by a simplex from the two-step start."""
    if min(table.shape) < 2:
        return nan
    rows = len(table)
    x, y = _cuts(table)

    def height(at: Values) -> float:
        x, y = at[1:rows], at[rows:]
        if (np.diff(x) < 0).any() or (np.diff(y) < 0).any():
            return inf
        return _height(table, x, y, float(at[0]))

    start = np.concatenate([[minimise_between(_height_in_rho(table), -1, 1)], x, y])
    found = float(minimise_simplex(height, start)[0])
    return found if abs(found) <= 1 else float(np.sign(found)) * LARGEST


def _height_in_rho(table: Values) -> Callable[[float], float]:
    x, y = _cuts(table)
    return lambda rho: _height(table, x, y, rho)


def _height(table: Values, x: Values, y: Values, rho: float) -> float:
    """Minus polycor's log likelihood; no number where a cell has no probability."""
    shares = _shares(x, y, min(max(rho, -LARGEST), LARGEST))
    return inf if (shares <= 0).any() else -float((table * np.log(shares)).sum())


def _shared_levels(answers: Values) -> bool:
    """Whether all columns that vary reach the same highest answer: psych then shares their levels."""
    return len(set(answers[:, _varied(answers)].max(axis=0, initial=-inf))) == 1


def _varied(answers: Values) -> NDArray[np.bool_]:
    highest, lowest = answers.max(axis=0, initial=-inf), answers.min(axis=0, initial=inf)
    return np.asarray(highest > lowest, dtype=np.bool_)


def _psych(answers: Values, shared: bool) -> list[float]:
    """psych's correlations of the columns that vary; NaN for all where psych itself stops.

    With `shared` levels the thresholds are those of the margins, and empty cells stay empty. Without, an
    empty cell counts as half a person, and thresholds come from the margins then.
    """
    none = [nan] * (answers.shape[1] * (answers.shape[1] - 1) // 2)
    if not len(answers):
        return none
    varied = answers[:, _varied(answers)]
    if varied.shape[1] < 2 or np.ptp(answers) + 1 > MOST_VALUES:
        return none
    codes, _ = code_levels(varied)
    found = []
    for one, other in combinations(range(codes.shape[1]), 2):
        table = _in_use(count_pairs(codes[:, [one, other]].astype(float))[0]) / len(codes)
        if not shared:
            table = np.where(table == 0, CORRECTION / len(codes), table)
        x, y = (_cuts_of_shares(table.sum(axis=axis)) for axis in (1, 0))
        if np.isnan(x).any() or np.isnan(y).any():
            return none
        found.append(minimise_between(_psych_height(table, x, y), -1, 1))
    return found


def _cuts_of_shares(shares: Values) -> Values:
    """Normal deviates of summed shares, which the half people may take beyond 1: no number there."""
    summed = np.cumsum(shares)[:-1]
    return np.where(summed > 1 + 1e-12, nan, special.ndtri(np.minimum(summed, 1)))


def _psych_height(table: Values, x: Values, y: Values) -> Callable[[float], float]:
    """Minus psych's log likelihood, in which a cell without probability is passed over."""

    def height(rho: float) -> float:
        shares = _shares(x, y, rho)
        seen = shares > 0
        return -float((table[seen] * np.log(shares[seen])).sum())

    return height
