"""Hierarchical omega, and the factor analysis under it."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.formulas.resampling import stream
from analysis.formulas.schmid_leiman import (
    fit_minres,
    fit_schmid_leiman,
    squared_multiple_correlations,
    turn_oblimin,
    turn_varimax,
)

GENERAL = np.array([0.8, 0.7, 0.6])
SIMPLE = np.kron(np.eye(3), np.ones((3, 1))) * np.array(
    [[0.8], [0.7], [0.6], [0.7], [0.6], [0.5], [0.8], [0.6], [0.4]]
)


def second_order() -> np.ndarray:
    """Correlations of nine items on three factors, which share a general factor."""
    between = np.outer(GENERAL, GENERAL)
    np.fill_diagonal(between, 1)
    whole = SIMPLE @ between @ SIMPLE.T
    np.fill_diagonal(whole, 1)
    return whole


def test_correlations_of_a_second_order_model_give_the_model_back() -> None:
    found = fit_schmid_leiman(second_order(), 3)
    general = SIMPLE @ GENERAL
    whole = second_order().sum()
    unique = (1 - (SIMPLE**2).sum(axis=1)).sum()
    assert found.general == pytest.approx(general, abs=1e-4)
    assert found.omega_h == pytest.approx(general.sum() ** 2 / whole, abs=1e-4)
    assert found.omega_total == pytest.approx(1 - unique / whole, abs=1e-4)
    assert found.omega_lim == pytest.approx(general.sum() ** 2 / (whole - unique), abs=1e-4)
    assert found.alpha == pytest.approx(9 / 8 * (1 - 9 / whole))


def test_items_that_are_turned_change_no_reliability() -> None:
    sign = np.array([1, -1, 1, -1, 1, 1, 1, -1, 1])
    turned, plain = (
        fit_schmid_leiman(second_order() * np.outer(sign, sign), 3),
        fit_schmid_leiman(second_order(), 3),
    )
    for name in ("omega_h", "omega_total", "omega_lim", "alpha", "lambda6"):
        assert getattr(turned, name) == pytest.approx(getattr(plain, name), abs=1e-5), name
    assert (turned.general > 0).all()


def test_the_order_of_items_only_moves_the_loadings() -> None:
    order = np.array([4, 0, 8, 3, 1, 7, 2, 6, 5])
    moved, plain = (
        fit_schmid_leiman(second_order()[np.ix_(order, order)], 3),
        fit_schmid_leiman(second_order(), 3),
    )
    assert moved.general == pytest.approx(plain.general[order], abs=1e-4)
    assert moved.omega_h == pytest.approx(plain.omega_h, abs=1e-4)


def test_two_factors_load_equally_on_the_general_one() -> None:
    simple, r = SIMPLE[:6, :2], 0.49
    whole = simple @ np.array([[1, r], [r, 1]]) @ simple.T
    np.fill_diagonal(whole, 1)
    assert fit_schmid_leiman(whole, 2).general == pytest.approx(simple.sum(axis=1) * 0.7, abs=1e-4)


def test_one_factor_is_the_general_one() -> None:
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    whole = np.outer(loadings, loadings)
    np.fill_diagonal(whole, 1)
    found = fit_schmid_leiman(whole, 1)
    assert found.general == pytest.approx(loadings, abs=1e-5)
    assert found.omega_h == pytest.approx(found.omega_total, abs=1e-6)
    assert found.omega_lim == pytest.approx(1, abs=1e-6)


def test_lambda6_rests_on_what_each_item_shares_with_the_others() -> None:
    whole = second_order()
    lost = 1 / np.diag(np.linalg.inv(whole))
    assert squared_multiple_correlations(whole) == pytest.approx(1 - lost)
    assert fit_schmid_leiman(whole, 3).lambda6 == pytest.approx(1 - lost.sum() / whole.sum())


def test_minres_leaves_less_than_nearby_loadings() -> None:
    answers = stream(2, "minres").normal(size=(80, 1)) + stream(2, "noise").normal(size=(80, 6))
    whole = np.corrcoef(answers, rowvar=False)
    loadings = fit_minres(whole, 1, np.full(6, 0.5))

    def left(trial: np.ndarray) -> float:
        return float((np.tril(whole - trial @ trial.T, -1) ** 2).sum())

    moves = stream(2, "moves").normal(size=(50, 6, 1)) * 1e-3
    assert min(left(loadings + move) for move in moves) > left(loadings)


def test_minres_keeps_residual_variances_above_zero() -> None:
    whole = np.array([[1, 0.9, 0.9], [0.9, 1, 0.7], [0.9, 0.7, 1]])
    loadings = fit_minres(whole, 1, np.full(3, 0.3))
    assert float((loadings**2).max()) < 0.9 * 0.9 / 0.7 - 0.1, "what an exact fit would take"
    assert np.isfinite(fit_schmid_leiman(whole, 1).omega_h)


def test_rotations_find_a_simple_structure() -> None:
    mixed = np.linalg.qr(stream(3, "mixed").normal(size=(3, 3)))[0]
    for turned in (turn_varimax(SIMPLE @ mixed), turn_oblimin(turn_varimax(SIMPLE @ mixed))[0]):
        largest = np.sort(np.abs(turned), axis=1)
        assert largest[:, 2] == pytest.approx(SIMPLE.sum(axis=1), abs=1e-3)
        assert largest[:, :2] == pytest.approx(np.zeros((9, 2)), abs=1e-3)


def test_an_oblique_turn_keeps_the_common_part() -> None:
    loadings = turn_varimax(fit_minres(second_order(), 3, np.full(9, 0.5)))
    pattern, between = turn_oblimin(loadings)
    assert pattern @ between @ pattern.T == pytest.approx(loadings @ loadings.T, abs=1e-9)
    assert np.diag(between) == pytest.approx([1, 1, 1])
    off = sorted(np.abs(between[np.tril_indices(3, -1)]))
    assert off == pytest.approx([0.42, 0.48, 0.56], abs=1e-3)


@pytest.mark.parametrize(
    ("correlations", "factors"),
    [(np.full((4, 4), np.nan), 3), (np.eye(2), 3), (np.eye(1), 1), (np.array([[1.0, -1.0], [-1.0, 1.0]]), 3)],
)
def test_what_has_no_hierarchical_omega(correlations: np.ndarray, factors: int) -> None:
    found = fit_schmid_leiman(correlations, factors)
    assert np.isnan([found.omega_h, found.omega_total, found.omega_lim, found.alpha, found.lambda6]).all()
    assert np.isnan(found.general).all()


@pytest.mark.parametrize("factors", [1, 2, 3])
@pytest.mark.parametrize("name", ["coinciding", "unrelated", "opposed"])
def test_awkward_correlations_give_numbers_or_none_but_no_error(name: str, factors: int) -> None:
    cases = {
        "coinciding": np.ones((5, 5)),
        "unrelated": np.eye(5),
        "opposed": np.full((5, 5), -0.25) + 1.25 * np.eye(5),
    }
    found = fit_schmid_leiman(cases[name], factors)
    assert found.general.shape == (5,)
    assert np.isnan(found.omega_total) or -1 <= found.omega_total <= 1.01
