"""Differences in differences where few units were treated: what changed in them beyond the others.

Units are municipalities, schools or cases; people of a unit are not independent, so every error here
takes the unit as the thing that was sampled. Plain arrays without missing values go in.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.cluster_robust import ClusteredRegression, fit_clustered_ols
from analysis.formulas.moments import standard_deviation, t_quantile
from analysis.formulas.resampling import Permutation, permute_within_cases, stream
from analysis.formulas.wild_bootstrap import WildBootstrap, estimate_wild_bootstrap, run_wild_bootstrap

INTERACTION = 3
"""The column of the design that is the difference in differences."""


@dataclass(frozen=True)
class UnitChanges:
    """The change of each unit's mean, and whether the unit was treated, in the order of the units."""

    changes: Values
    treated: NDArray[np.bool_]

    @property
    def difference(self) -> float:
        """The mean change of the treated units minus that of the others."""
        return float(self.changes[self.treated].mean() - self.changes[~self.treated].mean())

    def permute(self, random: np.random.Generator | None = None) -> Permutation | None:
        """The test over all assignments of the treatment to units; None without units on both sides."""
        one_block = np.zeros(len(self.changes), dtype=np.int64)
        return permute_within_cases(self.changes, self.treated, one_block, random or stream(0, "units"))

    def test_welch(self) -> tuple[float, float, float]:
        """t, degrees of freedom and two-sided p of Welch's test over units; NaN with one unit on a side."""
        sides = (self.changes[self.treated], self.changes[~self.treated])
        if min(map(len, sides)) < 2:
            return nan, nan, nan
        a, b = (float(side.var(ddof=1)) / len(side) for side in sides)
        if a + b == 0:
            return nan, nan, nan
        df = (a + b) ** 2 / (a**2 / (len(sides[0]) - 1) + b**2 / (len(sides[1]) - 1))
        t = self.difference / sqrt(a + b)
        return t, df, _two_sided(t, df)

    @property
    def error_pooled(self) -> float:
        """The standard error of the difference with one variance for both sides; NaN where there is none."""
        sides = (self.changes[self.treated], self.changes[~self.treated])
        df = len(self.changes) - 2
        if df < 1 or not all(map(len, sides)):
            return nan
        squares = sum((len(side) - 1) * standard_deviation(side) ** 2 for side in sides if len(side) > 1)
        if squares == 0:
            return nan
        return sqrt(squares / df * (1 / len(sides[0]) + 1 / len(sides[1])))

    def test_pooled(self) -> tuple[float, float, float]:
        """The same with one variance for both sides (Student); NaN without a degree of freedom."""
        error, df = self.error_pooled, len(self.changes) - 2
        if isnan(error):
            return nan, nan, nan
        t = self.difference / error
        return t, float(df), _two_sided(t, df)


def find_changes(
    values: Values, treated: NDArray[np.bool_], after: NDArray[np.bool_], units: NDArray[np.int64]
) -> UnitChanges:
    """Each unit's mean after minus its mean before; a unit seen only once is left out."""
    found = [
        (float(values[here & after].mean() - values[here & ~after].mean()), bool(treated[here][0]))
        for unit in np.unique(units)
        for here in [units == unit]
        if (here & after).any() and (here & ~after).any()
    ]
    return UnitChanges(np.array([one for one, _ in found]), np.array([is_treated for _, is_treated in found]))


def fit_difference_in_differences(
    values: Values, treated: NDArray[np.bool_], after: NDArray[np.bool_], units: NDArray[np.int64]
) -> ClusteredRegression:
    """Least squares of 1, treated, after and their product, with errors clustered by unit."""
    return fit_clustered_ols(values, _design(treated, after), units)


def estimate_difference_in_differences(
    values: Values,
    treated: NDArray[np.bool_],
    after: NDArray[np.bool_],
    units: NDArray[np.int64],
    level: float,
) -> Estimate:
    """The difference in differences of people's means, with CR2's interval and p, units as clusters.

    Bell & McCaffrey (2002); Pustejovsky & Tipton (2018). Each of the four sets of people must be there
    (`group_missing`), in two units at least and three in all (`too_few_cases`); people who answer alike
    leave no error (`no_variance`). With two treated units there are one or two degrees of freedom.
    """
    hindrance = _hinder(treated, after, units)
    if hindrance:
        return not_estimable(hindrance)
    fit = fit_difference_in_differences(values, treated, after, units)
    value, error, df = (float(one[INTERACTION]) for one in (fit.beta, fit.se_cr2, fit.df_cr2))
    if not (error > 1e-9 * (1 + abs(value)) and df > 0):
        return Estimate(value, reason="no_variance")
    half = t_quantile(df, level) * error
    return Estimate(value, value - half, value + half, df=df, p=float(fit.p_cr2[INTERACTION]))


def estimate_bootstrap_of_differences(
    values: Values,
    treated: NDArray[np.bool_],
    after: NDArray[np.bool_],
    units: NDArray[np.int64],
    level: float,
) -> Estimate:
    """The difference in differences with p and interval of the restricted wild bootstrap over units.

    Reasons as `estimate_difference_in_differences`; an unbounded interval is `level_not_reachable`.
    """
    hindrance = _hinder(treated, after, units)
    if hindrance:
        return not_estimable(hindrance)
    fit = fit_difference_in_differences(values, treated, after, units)
    if not fit.se_cr0[INTERACTION] > 1e-9 * (1 + abs(fit.beta[INTERACTION])):
        return Estimate(float(fit.beta[INTERACTION]), reason="no_variance")
    return estimate_wild_bootstrap(values, _design(treated, after), units, INTERACTION, level)


def _hinder(treated: NDArray[np.bool_], after: NDArray[np.bool_], units: NDArray[np.int64]) -> str:
    """Why there is no difference in differences; empty where there is one."""
    seen = [len(np.unique(units[side & time])) for side in (treated, ~treated) for time in (after, ~after)]
    if not min(seen):
        return "group_missing"
    return "too_few_cases" if min(seen) < 2 or len(np.unique(units)) < 3 else ""


def bootstrap_difference_in_differences(
    values: Values, treated: NDArray[np.bool_], after: NDArray[np.bool_], units: NDArray[np.int64]
) -> WildBootstrap:
    """The restricted wild cluster bootstrap of the difference in differences, by unit."""
    return run_wild_bootstrap(values, _design(treated, after), units, INTERACTION)


def _design(treated: NDArray[np.bool_], after: NDArray[np.bool_]) -> Values:
    return np.column_stack([np.ones(len(treated)), treated, after, treated & after]).astype(np.float64)


def _two_sided(t: float, df: float) -> float:
    return 2 * float(special.stdtr(df, -abs(t)))
