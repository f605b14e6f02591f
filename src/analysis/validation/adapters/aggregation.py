"""Agreement within groups, intraclass correlations and retests, by the names of the reference cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import Estimate, Values
from analysis.formulas.group_agreement import (
    estimate_average_deviation,
    estimate_awg,
    estimate_rwg_j,
    estimate_rwg_j_star,
)
from analysis.formulas.intraclass import (
    FORMS,
    analyse_cases,
    analyse_two_ways,
    estimate_icc1,
    estimate_icc2,
    estimate_intraclass_forms,
    icc1_of_mean_size,
)
from analysis.formulas.retest import compare_occasions
from analysis.validation.cases import Adapter, ReferenceCase

LEVEL = 0.95
ONE_WAY = ("MSB", "MSW", "F", "p", "k0", "kbar", "icc1_k0", "icc1_multilevel_meansize", "icc2")


def compute_icc_forms(case: ReferenceCase) -> dict[str, Any]:
    """The six forms in the order of `params`, with F, degrees of freedom, p and interval."""
    ratings = case.rows("targets_by_raters")
    ratings = ratings[~np.isnan(ratings).any(axis=1)]
    n, k = ratings.shape
    forms = estimate_intraclass_forms(ratings, float(case.params.get("ci_level", LEVEL)))
    ordered = [forms[name] for name in case.params.get("order", FORMS)]
    df2 = {"ICC1": n * (k - 1), "ICC1k": n * (k - 1)}
    f = _f_ratios(ratings) if n > 1 and k > 1 else (np.nan, np.nan)
    return {
        "icc": [one.value for one in ordered],
        "F": [f[0] if name in df2 else f[1] for name in case.params.get("order", FORMS)],
        "df1": [n - 1] * len(ordered),
        "df2": [df2.get(name, (n - 1) * (k - 1)) for name in case.params.get("order", FORMS)],
        "p": [one.p for one in ordered],
        "low": [one.low for one in ordered],
        "high": [one.high for one in ordered],
    }


def compute_rwg_family(case: ReferenceCase) -> dict[str, Any]:
    """r_wg of the first item, and of several items r_wg(j), r*_wg(j), AD_M and a_wg, group by group."""
    items, groups = _items_by_group(case)
    variance, lowest, highest = float(case.params["expected_random_variance"]), 1.0, float(case.params["A"])
    given = ~np.isnan(items[:, 0])
    singles = list(_split(items[given, :1], groups[given]))
    found: dict[str, Any] = {
        "groups": [name for name, _ in singles],
        "n": [len(answers) for _, answers in singles],
        "rwg_item1_truncated": [estimate_rwg_j(one, variance, LEVEL).value for _, one in singles],
        "rwg_item1_raw": [estimate_rwg_j_star(one, variance, LEVEL).value for _, one in singles],
    }
    if items.shape[1] == 1:
        return found
    complete = ~np.isnan(items).any(axis=1)
    parts = [answers for _, answers in _split(items[complete], groups[complete])]
    agreement = [estimate_rwg_j(one, variance, LEVEL).value for one in parts]
    known = [one for one in agreement if not np.isnan(one)]
    return found | {
        "rwg_j": agreement,
        "rwg_j_star_lindell": [estimate_rwg_j_star(one, variance, LEVEL).value for one in parts],
        "median_rwg_j": float(np.median(known)) if known else np.nan,
        "mean_rwg_j": float(np.mean(known)) if known else np.nan,
        "ad_mean": [estimate_average_deviation(one).value for one in parts],
        "awg": [estimate_awg(one, lowest, highest).value for one in parts],
    }


def compute_aggregation(case: ReferenceCase) -> dict[str, Any]:
    """The one-way analysis of the mean of the items, and ICC(1) and ICC(2) from it."""
    items, groups = _items_by_group(case)
    complete = ~np.isnan(items).any(axis=1)
    values, cases = items[complete].mean(axis=1), np.unique(groups[complete], return_inverse=True)[1]
    squares = analyse_cases(values, cases)
    if squares is None:
        return dict.fromkeys(ONE_WAY, np.nan)
    return {
        "MSB": squares.between,
        "MSW": squares.within,
        "F": _finite(squares.f),
        "p": squares.p,
        "k0": squares.k0,
        "kbar": squares.mean_size,
        "icc1_k0": estimate_icc1(values, cases, LEVEL).value,
        "icc1_multilevel_meansize": icc1_of_mean_size(squares),
        "icc2": estimate_icc2(values, cases, LEVEL).value,
    }


def compute_retest(case: ReferenceCase) -> dict[str, Any]:
    """Correlations, ICC, error of measurement, smallest change and limits of agreement of two occasions."""
    before, after = case.numbers("t1"), case.numbers("t2")
    both = ~np.isnan(before) & ~np.isnan(after)
    found = compare_occasions(before[both], after[both], LEVEL)
    return {
        "n": found.n,
        **_with_ends("pearson", found.pearson),
        "spearman": found.spearman.value,
        **_with_ends("icc_a1", found.icc),
        "icc_c1": found.icc_consistency.value,
        "mean_diff": found.difference.value,
        "sd_diff": found.sd.value,
        "sem_within": found.sem.value,
        "sdc95": found.sdc.value,
        "loa_low": found.limits.low,
        "loa_high": found.limits.high,
    }


def _f_ratios(ratings: Values) -> tuple[float, float]:
    """F against the variance within targets, and against the rest of a two-way analysis."""
    squares = analyse_two_ways(ratings)
    errors = (squares.within, squares.error)
    within, rest = (squares.between / error if error else np.nan for error in errors)
    return within, rest


def _items_by_group(case: ReferenceCase) -> tuple[Values, NDArray[np.str_]]:
    named = case.table["group"].notna().to_numpy()
    items = case.table.drop(columns="group").to_numpy(dtype=float)
    return items[named], case.words("group")[named]


def _split(items: Values, groups: NDArray[np.str_]) -> Iterator[tuple[str, Values]]:
    return ((str(name), items[groups == name]) for name in np.unique(groups))


def _with_ends(name: str, found: Estimate) -> dict[str, float]:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def _finite(number: float) -> float:
    return number if np.isfinite(number) else np.nan


ADAPTERS: dict[str, Adapter] = {
    "icc_six_forms": compute_icc_forms,
    "rwg_family": compute_rwg_family,
    "icc1_icc2_aggregation": compute_aggregation,
    "test_retest": compute_retest,
}
