"""The bivariate normal, polychoric correlations and ordinal alpha."""

from __future__ import annotations

from math import asin, pi, sin

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from analysis.formulas.bivariate_normal import cumulate, density
from analysis.formulas.polychoric import (
    EDGE,
    alpha_of_correlations,
    cell_shares,
    code_levels,
    count_pairs,
    estimate_ordinal_alpha,
    fit_at_thresholds,
    fit_polychoric,
    thresholds,
)
from analysis.formulas.resampling import stream

LEVEL = 0.95
CORRELATIONS = [0.0, 0.05, -0.29, 0.31, 0.5, -0.74, 0.76, 0.92, -0.92, 0.93, -0.95, 0.99, -0.999, 0.9999]


def answers_of(items: int, n: int = 18, levels: int = 5, *names: str) -> np.ndarray:
    """Ordered answers of people who share one factor."""
    random = stream(1, "polychoric", *names)
    whole = 0.5 + levels / 2 + 0.8 * random.normal(size=(n, 1)) + 0.7 * random.normal(size=(n, items))
    return np.clip(np.round(whole), 1, levels)


def exact(x: float, y: float, rho: float) -> float:
    """P(X <= x, Y <= y) with 30 digits, integrated over the angle whose sine is the correlation."""
    with mpmath.workdps(30):
        h, k, end = mpmath.mpf(x), mpmath.mpf(y), mpmath.asin(mpmath.mpf(rho))

        def slope(angle: mpmath.mpf) -> mpmath.mpf:
            return mpmath.exp(-(h * h + k * k - 2 * h * k * mpmath.sin(angle)) / (2 * mpmath.cos(angle) ** 2))

        joint = mpmath.quad(slope, mpmath.linspace(0, end, 9)) / (2 * mpmath.pi)
        return float(mpmath.ncdf(h) * mpmath.ncdf(k) + joint)


@pytest.mark.parametrize("rho", CORRELATIONS)
def test_the_distribution_function_is_right_to_the_last_bits(rho: float) -> None:
    random = stream(2, "bivariate", str(rho))
    x, y = random.normal(size=(1, 4)) * 1.7, random.normal(size=(1, 3)) * 1.7
    y[0, 0], y[0, 1] = x[0, 0], -x[0, 1]
    found = cumulate(x, y, np.array([rho]))[0]
    expected = [[exact(one, other, rho) for other in y[0]] for one in x[0]]
    assert np.abs(found - expected).max() < 1e-14


@pytest.mark.parametrize("rho", [-0.97, 0.0, 0.5, 0.97, 1.0, -1.0])
def test_the_distribution_function_has_its_margins_at_infinity(rho: float) -> None:
    ends = np.array([[-np.inf, 0.3, np.inf]])
    found = cumulate(ends, ends, np.array([rho]))[0]
    margin = special.ndtr(0.3)
    assert found[0].tolist() == [0, 0, 0]
    assert found[2] == pytest.approx([0, margin, 1], abs=1e-15)
    assert found[:, 2] == pytest.approx([0, margin, 1], abs=1e-15)
    if abs(rho) == 1:
        assert found[1, 1] == pytest.approx(margin if rho > 0 else 2 * margin - 1, abs=1e-15)


@pytest.mark.parametrize("rho", [-0.9, -0.2, 0.0, 0.6, 0.95])
def test_the_density_is_the_slope_in_the_correlation(rho: float) -> None:
    x, y, step = np.array([[-1.2, 0.3, np.inf]]), np.array([[0.5, -np.inf]]), 1e-5
    below, at, above = (density(x, y, np.array([rho + move]))[0][0] for move in (-step, 0, step))
    low, high = (cumulate(x, y, np.array([rho + move]))[0] for move in (-step, step))
    assert (high - low) / (2 * step) == pytest.approx(at, abs=1e-8)
    assert (above - below) / (2 * step) == pytest.approx(density(x, y, np.array([rho]))[1][0], abs=1e-6)


@pytest.mark.parametrize("corner", [20.0, 25.0, 30.0, 42.0, 3.0])
def test_a_table_cut_at_the_medians_has_the_correlation_of_its_corner(corner: float) -> None:
    # P(X <= 0, Y <= 0) = 1/4 + arcsin(rho) / 2π (Sheppard 1899).
    table = np.array([[corner, 50 - corner], [50 - corner, corner]])
    assert fit_polychoric(table[None]).rho[0] == pytest.approx(sin(2 * pi * (corner / 100 - 0.25)), abs=1e-8)
    share = cell_shares(np.zeros((1, 1)), np.zeros((1, 1)), np.array([0.6]))[0, 0, 0]
    assert share == pytest.approx(0.25 + asin(0.6) / (2 * pi), abs=1e-15)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 100_000), levels=st.integers(2, 6), n=st.integers(8, 200))
def test_a_correlation_is_the_maximum_of_its_likelihood(seed: int, levels: int, n: int) -> None:
    table = count_pairs(answers_of(2, n, levels, str(seed)))[0]
    found = fit_polychoric(table[None])
    if np.isnan(found.rho[0]):
        assert min((table.sum(axis=0) > 0).sum(), (table.sum(axis=1) > 0).sum()) < 2
        return
    x, y = thresholds(table.sum(axis=1)[None]), thresholds(table.sum(axis=0)[None])

    def height(rho: float) -> float:
        shares = cell_shares(x, y, np.array([rho]))[0]
        return -float((table[table > 0] * np.log(np.maximum(shares[table > 0], 1e-300))).sum())

    best = min(
        (
            optimize.minimize_scalar(height, bounds=ends, method="bounded")
            for ends in ((-1, 0), (0, 1), (-1, 1))
        ),
        key=lambda one: float(one.fun),
    )
    if found.at_boundary[0]:
        # it may be flat towards the boundary: then the height is compared, and not the place
        assert best.x * found.rho[0] > 0.98 or height(float(found.rho[0])) < float(best.fun) + 1e-3
    else:
        assert height(float(found.rho[0])) <= best.fun + 1e-6
        assert found.rho[0] == pytest.approx(best.x, abs=2e-3)


def test_turning_a_table_round_turns_the_sign_and_swapping_items_changes_nothing() -> None:
    tables = count_pairs(answers_of(4, 60))
    rho = fit_polychoric(tables).rho
    assert fit_polychoric(tables[:, ::-1]).rho == pytest.approx(-rho, abs=1e-8)
    assert fit_polychoric(tables.transpose(0, 2, 1)).rho == pytest.approx(rho, abs=1e-8)


def test_levels_that_nobody_chose_change_nothing() -> None:
    table = count_pairs(answers_of(2, 60, 4))[0]
    wider = np.insert(np.insert(table, [0, 2, 4], 0, axis=0), 1, 0, axis=1)
    square = np.zeros((7, 7))
    square[:, : wider.shape[1]] = wider
    assert fit_polychoric(square[None]).rho == pytest.approx(fit_polychoric(table[None]).rho, abs=1e-9)


def test_a_table_is_of_the_levels_in_use_by_rank() -> None:
    codes, levels = code_levels(np.array([[1, 10], [5, 10], [2, 30], [5, 20]], dtype=float))
    assert levels == 3
    assert codes.tolist() == [[0, 0], [2, 0], [1, 2], [2, 1]]
    table = count_pairs(np.array([[1, 10], [5, 10], [2, 30], [5, 20]], dtype=float))
    assert table.tolist() == [[[1, 0, 0], [0, 0, 1], [1, 1, 0]]]


@pytest.mark.parametrize(
    ("table", "sign"),
    [
        ([[5, 0], [0, 5]], 1),
        ([[5, 0], [3, 10]], 1),
        ([[0, 5], [5, 0]], -1),
        ([[0, 2], [9, 4]], -1),
        ([[3, 0, 0], [1, 5, 7], [0, 0, 2]], 1),
        ([[0, 0, 2], [0, 11, 4], [0, 1, 0]], -1),
        ([[4, 0, 0], [0, 6, 0], [0, 0, 3]], 1),
    ],
)
def test_empty_cells_that_drive_a_correlation_to_its_boundary_are_told(
    table: list[list[int]], sign: int
) -> None:
    found = fit_polychoric(np.array([table], dtype=float))
    assert found.at_boundary[0]
    assert found.rho[0] == sign * EDGE


def test_empty_cells_alone_do_not_drive_a_correlation_anywhere() -> None:
    table = np.array([[3, 1, 0], [0, 5, 1], [0, 1, 4]], dtype=float)
    found = fit_polychoric(table[None])
    assert not found.at_boundary[0]
    assert 0.8 < found.rho[0] < 0.98


def test_a_table_of_one_row_has_no_correlation() -> None:
    tables = np.array([[[3, 4], [0, 0]], [[3, 0], [4, 0]], [[3, 1], [2, 4]]], dtype=float)
    found = fit_polychoric(tables)
    assert np.isnan(found.rho).tolist() == [True, True, False]
    assert not found.at_boundary.any()


def test_a_correlation_at_given_thresholds_is_that_of_the_expected_table() -> None:
    x, y = np.array([[-1.0, 0.2, 1.1]]), np.array([[-0.3, 0.8]])
    for rho in (-0.97, -0.4, 0.0, 0.3, 0.8, 0.995):
        table = 1e6 * cell_shares(x, y, np.array([rho]))
        table[table < 1e-4] = 0
        assert fit_at_thresholds(table, x, y)[0] == pytest.approx(rho, abs=1e-7)


@pytest.mark.parametrize(("items", "r"), [(2, 0.5), (3, 0.5), (7, 0.2), (4, -0.1)])
def test_ordinal_alpha_of_equal_correlations_is_spearman_brown(items: int, r: float) -> None:
    rho = np.full((1, items * (items - 1) // 2), r)
    assert alpha_of_correlations(rho, items)[0] == pytest.approx(items * r / (1 + (items - 1) * r))


def test_correlations_that_sum_to_nothing_have_no_alpha() -> None:
    assert np.isnan(alpha_of_correlations(np.array([[-0.5, -0.5, -0.5], [0.1, np.nan, 0.2]]), 3)).all()


def test_ordinal_alpha_has_a_percentile_interval_of_resampled_people() -> None:
    answers = answers_of(3, 18, 4)
    found = estimate_ordinal_alpha(answers, LEVEL, 200, stream(3, "alpha"))
    weights = stream(3, "alpha").multinomial(18, np.full(18, 1 / 18), size=200)
    drawn = np.full(200, np.nan)
    for row, weight in enumerate(weights):
        rho = fit_polychoric(count_pairs(np.repeat(answers, weight, axis=0))).rho
        drawn[row] = alpha_of_correlations(rho[None], 3)[0]
    expected = np.nanquantile(drawn, [0.025, 0.975])
    assert [found.low, found.high] == pytest.approx(expected, abs=1e-7)
    assert found.low < found.value < found.high
    assert found.reason == ""


def test_more_tables_than_one_piece_holds_give_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = answers_of(4, 30)
    whole = estimate_ordinal_alpha(answers, LEVEL, 50, stream(4, "pieces"))
    monkeypatch.setattr("analysis.formulas.weights.AT_ONCE", 7 * 6 * 25)
    pieces = estimate_ordinal_alpha(answers, LEVEL, 50, stream(4, "pieces"))
    assert [pieces.low, pieces.high] == pytest.approx([whole.low, whole.high], abs=1e-12)


def test_an_interval_needs_draws_that_do_not_run_to_the_boundary() -> None:
    answers = np.array([[1, 1], [1, 1], [1, 2], [2, 1], [2, 2], [2, 2], [2, 2]], dtype=float)
    found = estimate_ordinal_alpha(answers, LEVEL, 300, stream(5, "few"))
    assert found.exists and np.isnan(found.low)
    assert found.reason == "empty_cells"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (np.zeros((0, 2)), "no_answers"),
        (np.ones((1, 2)), "too_few_people"),
        (np.ones((5, 1)), "one_item"),
        (np.ones((5, 2)), "no_variance"),
        (np.c_[np.arange(6) % 3, np.ones(6)], "no_variance"),
        (np.c_[np.arange(11), np.arange(11) % 3], "too_many_levels"),
        (np.c_[np.arange(6) % 3, np.arange(6) % 3], "empty_cells"),
        (np.c_[np.arange(6) % 3, -(np.arange(6) % 3)], "empty_cells"),
        (np.array([[1, 1], [2, 2]]), "empty_cells"),
        (np.array([[1, 1], [1, 1], [2, 1], [2, 2], [2, 2], [3, 2]]), "empty_cells"),
    ],
)
def test_what_has_no_ordinal_alpha(answers: np.ndarray, reason: str) -> None:
    found = estimate_ordinal_alpha(answers.astype(float), LEVEL, 20, stream(6, "bad"))
    assert (found.exists, found.reason) == (False, reason)
    assert np.isnan(found.low) and np.isnan(found.high)


def test_ten_levels_are_ordered_answers_still() -> None:
    random = stream(7, "ten")
    base = random.integers(0, 10, size=80)
    other = np.clip(base + random.integers(-3, 4, size=80), 0, 9)
    assert estimate_ordinal_alpha(np.c_[base, other].astype(float), LEVEL, 20, random).reason == ""


def test_items_that_oppose_each_other_cancel() -> None:
    tables = {(1, 1): 2, (1, 2): 9, (2, 1): 9, (2, 2): 2}
    pair = np.array([cell for cell, n in tables.items() for _ in range(n)], dtype=float)
    found = estimate_ordinal_alpha(
        np.c_[pair, 3 - pair[:, 0], 3 - pair[:, 1]], LEVEL, 20, stream(8, "cancel")
    )
    assert (found.exists, found.reason) == (False, "empty_cells")
    mixed = estimate_ordinal_alpha(pair, LEVEL, 20, stream(8, "oppose"))
    assert mixed.value < 0
