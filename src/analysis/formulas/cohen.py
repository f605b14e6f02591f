"""How far two coders agree: Cohen's kappa, plain and weighted, with its error (Fleiss, Cohen & Everitt)."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import normal_quantile

RESIDUE = 1e-14
"""What rounding may leave of a variance that is nothing."""


@dataclass(frozen=True)
class CohenAgreement:
    """Cohen's kappa with its interval, the agreement there is, that by chance, and the standard error."""

    kappa: Estimate
    observed: float
    by_chance: float
    error: float


def estimate_cohen_kappa(table: Values, weights: Values, level: float) -> CohenAgreement:
    """Cohen's kappa (1960; weighted 1968) of a table of units, first coder × second coder.

    `weights` says how far two values agree (`weigh_categories`; the identity for plain kappa). The interval
    is normal, with the error of Fleiss, Cohen & Everitt (1969, eq. 8 and 13), cut off at -1 and 1. Undefined
    where both coders use one and the same value (`no_variance`) and without units (`too_few_units`).
    Coders who never differ have no interval (`coders_coincide`), nor has a coder who gives all units
    the same value, which makes kappa 0 whatever the other does (`no_variance`).
    """
    n = float(table.sum())
    if n == 0:
        return CohenAgreement(not_estimable("too_few_units"), nan, nan, nan)
    shares = table / n
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    observed, by_chance = float((shares * weights).sum()), float(first @ weights @ second)
    if (first * second).max() == 1:
        return CohenAgreement(not_estimable("no_variance"), observed, by_chance, nan)
    kappa = (observed - by_chance) / (1 - by_chance)
    # The mean agreement of each value of one coder with all values of the other.
    means = (weights @ second)[:, None] + (first @ weights)[None, :]
    spread = (shares * (weights - means * (1 - kappa)) ** 2).sum()
    variance = float(spread - (kappa - by_chance * (1 - kappa)) ** 2) / (n * (1 - by_chance) ** 2)
    error = sqrt(variance) if variance > RESIDUE else 0.0
    if observed == 1:
        return CohenAgreement(Estimate(kappa, reason="coders_coincide"), observed, by_chance, error)
    if error == 0:
        return CohenAgreement(Estimate(kappa, reason="no_variance"), observed, by_chance, error)
    half = normal_quantile(level) * error
    found = Estimate(kappa, kappa - half, kappa + half).within(-1.0, 1.0)
    return CohenAgreement(found, observed, by_chance, error)


def tabulate_pairs(first: np.ndarray, second: np.ndarray, values: int) -> Values:
    """The table of two coders' values, numbered from 0, one entry a unit."""
    cells = np.bincount(first * values + second, minlength=values * values)
    return cells.reshape(values, values).astype(np.float64)
