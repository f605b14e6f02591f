"""What the adapters of factor models make of awkward cases."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.formulas.resampling import stream
from analysis.validation.adapters import ADAPTERS
from analysis.validation.cases import ReferenceCase

POLYCHORIC = "polychoric_and_ordinal_alpha"
OMEGA = "mcdonald_omega_one_factor_ml"
HIERARCHICAL = "omega_hierarchical_schmid_leiman"


def compute(statistic: str, columns: dict[str, Any], params: Any = ()) -> dict[str, Any]:
    """What the adapter of a statistic gives for columns of answers."""
    case = ReferenceCase("o.made", statistic, {"columns": columns}, params, {}, {}, "made", "", Path())
    return dict(ADAPTERS[statistic](case))


def columns_of(answers: np.ndarray) -> dict[str, Any]:
    """The columns of an array, named."""
    return {f"i{index}": column.tolist() for index, column in enumerate(answers.T)}


def ordered(items: int, n: int = 60, levels: int = 4) -> np.ndarray:
    """Ordered answers of people who share one factor."""
    random = stream(1, "adapters")
    whole = 0.5 + levels / 2 + random.normal(size=(n, 1)) + random.normal(size=(n, items))
    return np.clip(np.round(whole), 1, levels)


def test_items_that_reach_different_highest_answers_are_corrected_by_psych_in_both_ways() -> None:
    answers = ordered(3, 400)
    shared = compute(POLYCHORIC, columns_of(answers))
    assert shared["psych_default_lower"] == pytest.approx(shared["polychoric_two_step_lower"], abs=1e-4)
    answers[:, 0] = np.minimum(answers[:, 0], 3)
    uneven = compute(POLYCHORIC, columns_of(answers))
    assert uneven["psych_default_lower"] == uneven["psych_local_correct0.5_lower"]


def test_psych_leaves_out_an_item_that_does_not_vary_and_polycor_has_no_number_for_it() -> None:
    answers = ordered(4)
    answers[:, 1] = 2
    found = compute(POLYCHORIC, columns_of(answers))
    assert len(found["psych_default_lower"]) == 3
    assert [isnan(rho) for rho in found["polychoric_two_step_lower"]] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]
    assert isnan(found["ordinal_alpha_two_step"]) and isnan(found["polychoric_ml_lower"][0])


def test_psych_refuses_more_than_eight_levels() -> None:
    answers = ordered(2, 200, 9)
    answers[:2] = [[1, 9], [9, 1]]
    found = compute(POLYCHORIC, columns_of(answers))
    assert np.isnan(found["psych_default_lower"]).all() and len(found["psych_default_lower"]) == 1
    assert not np.isnan(found["polychoric_two_step_lower"]).any()


def test_rows_that_miss_an_answer_are_left_out() -> None:
    answers = ordered(3)
    with_gaps = columns_of(np.r_[answers, [[1, np.nan, 2], [np.nan, 4, 4]]])
    with_gaps = {
        name: [None if value != value else value for value in values] for name, values in with_gaps.items()
    }
    assert compute(POLYCHORIC, with_gaps) == compute(POLYCHORIC, columns_of(answers))
    assert compute(OMEGA, with_gaps) == compute(OMEGA, columns_of(answers))


@pytest.mark.parametrize("statistic", [POLYCHORIC, OMEGA, HIERARCHICAL])
@pytest.mark.parametrize(
    "columns",
    [
        {"a": 3, "b": 4, "c": 2},
        {"a": [3, None], "b": [None, 4], "c": [1, 2]},
        {"a": [2, 2, 2, 2], "b": [1, 2, 3, 4], "c": [4, 2, 3, 1]},
        {"a": [1, 2, 3, 4], "b": [1, 2, 3, 4], "c": [1, 2, 3, 4]},
        {"a": [1, 2, 1, 2], "b": [1, 2, 1, 2], "c": [2, 1, 2, 1]},
        {"a": [1, 2, 3, 4, 5], "b": [5, 3, 3, 2, 1]},
    ],
)
def test_degenerate_data_come_out_undefined_and_not_as_an_error(
    statistic: str, columns: dict[str, Any]
) -> None:
    found = compute(statistic, columns, [])
    names = {
        POLYCHORIC: "ordinal_alpha_two_step polychoric_ml_lower psych_default_lower zero_cells",
        OMEGA: "loadings residual_variances omega_total alpha any_negative_residual",
        HIERARCHICAL: "omega_h omega_total omega_lim alpha_std G6 g_loadings",
    }
    assert set(names[statistic].split()) <= set(found)
    numbers = np.hstack([np.array(found[name], dtype=float).ravel() for name in names[statistic].split()])
    assert not np.isinf(numbers).any()
    if isinstance(columns["a"], int) or None in columns["a"]:
        assert np.isnan(numbers[numbers != 0]).all(), "nobody, or one person, answered all"


def test_an_improper_solution_is_given_as_lavaan_gives_it() -> None:
    random = stream(2, "improper")
    whole = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    white = random.normal(size=(50, 3))
    white = np.linalg.solve(
        np.linalg.cholesky(np.cov(white, rowvar=False, ddof=0)), (white - white.mean(axis=0)).T
    ).T
    found = compute(OMEGA, columns_of(white @ np.linalg.cholesky(whole).T))
    assert found["any_negative_residual"] is True
    assert found["residual_variances"] == pytest.approx([1 - 1.28, 1 - 0.5, 1 - 0.5])
    loaded = sum(found["loadings"]) ** 2
    assert loaded == pytest.approx((np.sqrt(1.28) + 2 * np.sqrt(0.5)) ** 2)
    assert found["omega_total"] == pytest.approx(loaded / whole.sum())
    assert found["omega_observed_variance"] == pytest.approx(found["omega_total"])


def test_raw_answers_and_their_correlations_have_one_hierarchical_omega() -> None:
    answers = (
        stream(3, "raw").normal(size=(90, 3))[:, np.arange(9) % 3]
        + stream(3, "noise").normal(size=(90, 10))[:, 1:]
    )
    answers += stream(3, "common").normal(size=(90, 1))
    raw = compute(HIERARCHICAL, columns_of(answers), {"input": "raw, listwise, Pearson", "nfactors": 3})
    correlations = columns_of(np.corrcoef(answers, rowvar=False))
    given = compute(HIERARCHICAL, correlations, {"input": "correlation matrix", "nfactors": 3})
    assert given["g_loadings"] == pytest.approx(raw["g_loadings"], abs=1e-8)
    assert given["omega_h"] == pytest.approx(raw["omega_h"], abs=1e-8)
    assert 0.2 < raw["omega_h"] < raw["omega_total"] < 1
