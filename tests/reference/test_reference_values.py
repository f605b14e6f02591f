"""What this installation computes, against what R computes (`cases.json`, made with R 4.2.2).

Each case holds its data, the expected numbers, the tolerance and the R function and publication it
was taken from; null stands for a number that is undefined and must come out so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.estimates import Estimate
from analysis.formulas.consistency import estimate_alpha, estimate_spearman_brown
from analysis.formulas.effects import (
    detectable_d,
    estimate_hedges_g,
    estimate_mean_difference,
    power_of_t_test,
    small_sample_correction,
)
from analysis.formulas.moments import (
    estimate_agreement,
    estimate_share,
)
from analysis.formulas.multiplicity import adjust_bh, adjust_holm
from analysis.formulas.resampling import Permutation, permute_within_cases, stream

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))

Case = dict[str, Any]
Numbers = dict[str, Any]


def complete_rows(case: Case) -> np.ndarray:
    columns = [
        [np.nan if value is None else value for value in one] for one in case["data"]["columns"].values()
    ]
    rows = np.array(columns, dtype=float).T
    return rows[~np.isnan(rows).any(axis=1)]


def two_sets(case: Case) -> tuple[np.ndarray, np.ndarray]:
    return np.array(case["data"]["x"], dtype=float), np.array(case["data"]["y"], dtype=float)


def compute_alpha(case: Case) -> Numbers:
    rows = complete_rows(case)
    found, narrower = estimate_alpha(rows, 0.95), estimate_alpha(rows, 0.90)
    return {
        "n": len(rows),
        "k": rows.shape[1],
        "alpha": found.value,
        "alpha_kept": found.value,
        "feldt95_low": found.low,
        "feldt95_high": found.high,
        "feldt90_low": narrower.low,
        "feldt90_high": narrower.high,
    }


def compute_spearman_brown(case: Case) -> Numbers:
    return {"spearman_brown": estimate_spearman_brown(complete_rows(case), 0.95).value}


def compute_agreement(case: Case) -> Numbers:
    answers = np.array(next(iter(case["data"]["columns"].values())), dtype=float)
    group = np.array(case["data"]["group"])
    parts = [answers[group == name] for name in sorted(set(group))]
    variance = case["params"]["expected_random_variance"]
    return {
        "groups": sorted(set(group)),
        "n": [len(part) for part in parts],
        "rwg_item1_truncated": [estimate_agreement(part, variance, 0.95).value for part in parts],
    }


def compute_hedges(case: Case) -> Numbers:
    x, y = two_sets(case)
    g, j = estimate_hedges_g(x, y, 0.95), small_sample_correction(len(x) + len(y) - 2)
    numbers = {"hedges_g": g.value, "hedges_g_low_nct": g.low, "hedges_g_high_nct": g.high, "J_exact": j}
    uncorrected = {"cohens_d": g.value, "cohens_d_low_nct": g.low, "cohens_d_high_nct": g.high}
    return numbers | {name: value / j for name, value in uncorrected.items()}


def compute_welch(case: Case) -> Numbers:
    found = estimate_mean_difference(*two_sets(case), 0.95)
    return {"mean_diff": found.value, "low": found.low, "high": found.high, "df": found.df, "p": found.p}


def compute_permutation(case: Case) -> Numbers:
    values, group = np.array(case["data"]["v"], dtype=float), np.array(case["data"]["group"])
    first, blocks = group == min(group), np.unique(case["data"]["block"], return_inverse=True)[1]
    found = permute_within_cases(values, first, blocks, stream(1))
    assert isinstance(found, Permutation)
    return {
        "sum_group1": values[first].sum(),
        "expectation": values[first].sum() - found.observed,
        "variance": found.variance,
        "n_arrangements": found.n_arrangements,
        "p_two_sided": found.p,
        "p_greater": found.p_greater,
        "p_less": found.p_less,
        "z": found.z,
        "p_asymptotic": found.p_normal,
    }


def compute_adjusted(case: Case) -> Numbers:
    given = case["data"]["p"]
    p = np.array(
        [np.nan if value is None else value for value in (given if isinstance(given, list) else [given])]
    )
    found = {"holm": adjust_holm(p), "bh": adjust_bh(p)}
    return {name: list(one) if isinstance(given, list) else one[0] for name, one in found.items()}


def compute_power(case: Case) -> Numbers:
    data = case["data"]
    sizes, alpha = (data["n1"], data["n2"]), data["alpha"]
    return {
        "power": power_of_t_test(data["d"], *sizes, alpha),
        "mde_d": detectable_d(*sizes, data["target_power"], alpha).value,
    }


def compute_share(case: Case) -> Numbers:
    found: Estimate = estimate_share(case["data"]["x1"], case["data"]["n1"], 0.95)
    return {"p1": found.value, "wilson1_low": found.low, "wilson1_high": found.high}


COMPUTE: dict[str, Callable[[Case], Numbers]] = {
    "cronbach_alpha_listwise": compute_alpha,
    "spearman_brown_two_item": compute_spearman_brown,
    "rwg_family": compute_agreement,
    "hedges_g": compute_hedges,
    "welch_t": compute_welch,
    "permutation_stratified_by_case_exact": compute_permutation,
    "multiplicity": compute_adjusted,
    "power_and_mde": compute_power,
    "wilson_newcombe": compute_share,
}


def agrees(found: object, expected: object, tolerance: dict[str, float]) -> bool:
    if isinstance(expected, list):
        pairs = zip(list(found), expected, strict=True)  # type: ignore[call-overload]
        return all(agrees(one, other, tolerance) for one, other in pairs)
    if expected is None:
        return isnan(float(found))  # type: ignore[arg-type]
    if isinstance(expected, str):
        return found == expected
    return bool(np.isclose(found, expected, rtol=tolerance["rtol"], atol=tolerance["atol"], equal_nan=False))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_agrees_with_r(case: Case) -> None:
    found = COMPUTE[case["statistic"]](case)
    shared = [name for name in case["expected"] if name in found]
    assert shared, "the case compares nothing"
    for name in shared:
        expected = case["expected"][name]
        assert agrees(found[name], expected, case["tolerance"]), (name, found[name], expected, case["source"])


def test_every_statistic_has_a_case() -> None:
    assert {case["statistic"] for case in CASES} == set(COMPUTE)
