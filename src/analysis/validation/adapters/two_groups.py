"""Two groups against each other, by the names of the reference cases."""

from __future__ import annotations

from collections.abc import Mapping
from math import atanh, copysign, inf, nan, sqrt, tanh
from typing import Any

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values
from analysis.formulas.dominance import dominate
from analysis.formulas.effects import (
    detectable_d,
    detectable_dz,
    estimate_hedges_g,
    estimate_hedges_g_unpooled,
    estimate_mean_difference,
    power_of_t_test,
    small_sample_correction,
)
from analysis.formulas.equivalence import compare_with_limits
from analysis.formulas.label_sums import sum_labels
from analysis.formulas.moments import normal_quantile, standard_deviation, t_quantile
from analysis.formulas.rank_tests import place, rank_midwise
from analysis.validation.adapters.sides import label_sides, read_level, read_two_sides
from analysis.validation.cases import Adapter, ReferenceCase

Numbers = Mapping[str, Any]


def compute_welch(case: ReferenceCase) -> Numbers:
    """Welch's t test, and Student's."""
    x, y = read_two_sides(case)
    found = estimate_mean_difference(x, y, read_level(case))
    student, df, p = _student(x, y)
    return {
        "t": found.value / _error(found, read_level(case)),
        "df": found.df,
        "p": found.p,
        "mean_diff": found.value,
        "low": found.low,
        "high": found.high,
        "student_t": found.value / student,
        "student_df": df,
        "student_p": p,
    }


def compute_mann_whitney(case: ReferenceCase) -> Numbers:
    """The rank sum test: both normal approximations, and every exact p given the ties."""
    x, y = read_two_sides(case)
    values, first = label_sides(x, y)
    ranks = rank_midwise(values)
    n, n1, n2 = len(ranks), len(x), len(y)
    u = float(ranks[first].sum()) - n1 * (n1 + 1) / 2
    error = sqrt(n1 * n2 / n * float(np.var(ranks, ddof=1)))
    distance = abs(u - n1 * n2 / 2)
    corrected = max(distance - 0.5, 0.0) if distance else 0.0
    z, z_corrected = (distance / error, corrected / error) if error else (nan, nan)
    exact = sum_labels(ranks, first)
    two_sided = exact.p if exact else nan
    return {
        "U_x": u,
        "p_asymptotic_cc": 2 * float(special.ndtr(-z_corrected)),
        "p_asymptotic_nocc": 2 * float(special.ndtr(-z)),
        "p_exact_noties": two_sided,
        "p_exact_coin_twosided": two_sided,
        "p_exact_exactRankTests": two_sided,
        "p_exact_less": exact.p_less if exact else nan,
        "p_exact_greater": exact.p_greater if exact else nan,
        "p_exact_doubled": exact.p_doubled if exact else nan,
    }


def compute_brunner_munzel(case: ReferenceCase) -> Numbers:
    """Brunner & Munzel's test of P(X < Y) + P(X = Y) / 2; the interval is not cut off at 0 and 1."""
    x, y = read_two_sides(case)
    placements = place(*label_sides(x, y))
    above, error, df = 1 - placements.superiority, placements.error, placements.df
    w = (above - 0.5) / error if error else nan
    half = t_quantile(df, read_level(case)) * error
    return {
        "W": w,
        "df": df,
        "p": 2 * float(special.stdtr(df, -abs(w))),
        "phat": above,
        "se": error,
        "low": above - half,
        "high": above + half,
    }


def compute_dominance(case: ReferenceCase) -> Numbers:
    """Cliff's delta, which is the rank-biserial correlation, and A12, with every interval."""
    x, y = read_two_sides(case)
    level, (values, first) = read_level(case), label_sides(x, y)
    found, placements = dominate(values, first), place(values, first)
    delta, z, t = found.delta, normal_quantile(level), t_quantile(len(values) - 2, level)
    centre = copysign(inf, delta) if abs(delta) == 1 else atanh(delta)
    fisher = z * sqrt((len(values) + 1) / (3 * len(x) * len(y)))
    with_t, with_z = found.interval(found.unbiased, t), found.interval(found.unbiased, z)
    consistent = found.interval(found.consistent, z)
    half = t_quantile(placements.df, level) * placements.error
    return {
        "cliff_delta": delta,
        "rank_biserial": delta,
        "A12": (1 + delta) / 2,
        "rb_fisher_low": tanh(centre - fisher),
        "rb_fisher_high": tanh(centre + fisher),
        "s_unbiased": found.unbiased,
        "s_consistent": found.consistent,
        **dict(zip(("cliff_low_t", "cliff_high_t"), with_t, strict=True)),
        **dict(zip(("cliff_low_norm", "cliff_high_norm"), with_z, strict=True)),
        **dict(zip(("cliff_low_consistent", "cliff_high_consistent"), consistent, strict=True)),
        "A12_bm_low": placements.superiority - half,
        "A12_bm_high": placements.superiority + half,
    }


def compute_hedges(case: ReferenceCase) -> Numbers:
    """Cohen's d and Hedges' g: exact and approximate J, pooled and unpooled, large-sample variance."""
    x, y = read_two_sides(case)
    level, df = read_level(case), len(x) + len(y) - 2
    g, unpooled = estimate_hedges_g(x, y, level), estimate_hedges_g_unpooled(x, y, level)
    j, approximate = (small_sample_correction(df), 1 - 3 / (4 * df - 1)) if df > 1 else (nan, nan)
    return {
        "cohens_d": g.value / j,
        "cohens_d_low_nct": g.low / j,
        "cohens_d_high_nct": g.high / j,
        "J_exact": j,
        "J_approx": approximate,
        "hedges_g": g.value,
        "hedges_g_low_nct": g.low,
        "hedges_g_high_nct": g.high,
        "hedges_g_approx": g.value / j * approximate,
        "hedges_g_unequal_var": unpooled.value,
        "hedges_g_unequal_var_low": unpooled.low,
        "hedges_g_unequal_var_high": unpooled.high,
        "var_g_LS": 1 / len(x) + 1 / len(y) + g.value**2 / (2 * (len(x) + len(y))),
    }


def compute_permutation(case: ReferenceCase) -> Numbers:
    """The exact permutation of labels among all people, as if there were no cases."""
    x, y = read_two_sides(case)
    found = sum_labels(*label_sides(x, y))
    return {
        "obs": float(np.mean(x)) - float(np.mean(y)),
        "p_two_sided_abs": found.p if found else nan,
        "p_greater": found.p_greater if found else nan,
        "p_less": found.p_less if found else nan,
        "p_doubled": found.p_doubled if found else nan,
        "n_partitions": found.n_partitions if found else nan,
    }


def compute_equivalence(case: ReferenceCase) -> Numbers:
    """Two one-sided t tests, Welch's or paired, with the limits and the pairing that the case names."""
    paired, limits = bool(case.params["paired"]), (float(case.params["low"]), float(case.params["high"]))
    if paired:
        change = case.numbers("x") - case.numbers("y")
        change = change[~np.isnan(change)]
        difference, df = float(np.mean(change)), len(change) - 1.0
        error, pooled = standard_deviation(change) / sqrt(len(change)) or nan, None
    else:
        x, y = read_two_sides(case)
        welch = estimate_mean_difference(x, y, 0.90)
        difference, df, error = welch.value, welch.df, _error(welch, 0.90)
        student, pooled_df, _ = _student(x, y)
        pooled = compare_with_limits(difference, student, pooled_df, limits).p
    found = compare_with_limits(difference, error, df, limits)
    half = t_quantile(df, 0.90) * error
    return {
        "t_low": found.t_low,
        "p_low": found.p_low,
        "t_high": found.t_high,
        "p_high": found.p_high,
        "df": df,
        "p_tost": found.p,
        "ci90_low": difference - half,
        "ci90_high": difference + half,
        "p_tost_pooled": pooled,
    }


def compute_power(case: ReferenceCase) -> Numbers:
    """Power of the pooled t test, and the smallest difference it finds; the same for n1 pairs."""
    data = case.data
    n1, n2, alpha, target = data["n1"], data["n2"], data["alpha"], data["target_power"]
    power = power_of_t_test(data["d"], n1, n2, alpha)
    return {
        "power": power,
        "pwr_t2n_power_upper_and_lower": power,
        "mde_d": detectable_d(n1, n2, target, alpha).value,
        "mde_dz_paired_n1": detectable_dz(n1, target, alpha).value,
    }


def _error(found: Estimate, level: float) -> float:
    """The standard error of a difference, from its t interval."""
    return (found.high - found.low) / 2 / t_quantile(found.df, level)


def _student(x: Values, y: Values) -> tuple[float, int, float]:
    """The pooled standard error of a difference of means, its degrees of freedom, and Student's p."""
    df = len(x) + len(y) - 2
    if min(len(x), len(y)) < 2:
        return nan, df, nan
    squares = (len(x) - 1) * standard_deviation(x) ** 2 + (len(y) - 1) * standard_deviation(y) ** 2
    error = sqrt(squares / df * (1 / len(x) + 1 / len(y))) or nan
    return error, df, 2 * float(special.stdtr(df, -abs(float(np.mean(x)) - float(np.mean(y))) / error))


ADAPTERS: dict[str, Adapter] = {
    "welch_t": compute_welch,
    "mann_whitney": compute_mann_whitney,
    "brunner_munzel": compute_brunner_munzel,
    "cliff_delta_rank_biserial_A12": compute_dominance,
    "hedges_g": compute_hedges,
    "permutation_mean_difference_exact": compute_permutation,
    "tost": compute_equivalence,
    "power_and_mde": compute_power,
}
