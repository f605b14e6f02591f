"""R's searches, step by step, on what R's own help pages print."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.validation.searches import minimise_between, minimise_simplex


def rosenbrock(at: np.ndarray) -> float:
    """The banana function of R's help page of `optim`."""
    return float(100 * (at[1] - at[0] ** 2) ** 2 + (1 - at[0]) ** 2)


def test_the_simplex_ends_where_the_help_page_of_optim_says() -> None:
    calls: list[float] = []

    def counted(at: np.ndarray) -> float:
        calls.append(rosenbrock(at))
        return calls[-1]

    found = minimise_simplex(counted, np.array([-1.2, 1.0]))
    assert found == pytest.approx([1.000260, 1.000506], abs=1e-6)
    assert rosenbrock(found) == pytest.approx(8.825241e-08, rel=1e-6)
    assert len(calls) == 195


def test_the_simplex_stops_after_500_evaluations_short_of_the_minimum() -> None:
    calls: list[float] = []

    def height(at: np.ndarray) -> float:
        calls.append(float(sum((one - 3) ** 2 * 10**power for power, one in enumerate(at))))
        return calls[-1]

    found = minimise_simplex(height, np.arange(1.0, 10.0))
    assert 500 < len(calls) <= 503
    assert min(calls) > 1e-3
    assert height(found) < calls[0] / 1000


def test_the_simplex_draws_together_around_its_lowest_corner() -> None:
    found = minimise_simplex(
        lambda at: float(np.abs(at[0]) + np.abs(at[1]) + 50 * (at[0] * at[1] > 1e-9)), np.ones(2)
    )
    assert np.isfinite(found).all()


def test_a_height_that_is_no_number_is_a_wall() -> None:
    found = minimise_simplex(
        lambda at: np.inf if at[0] < 2 else float(at[0] ** 2 + at[1] ** 2), np.array([3.0, 1.0])
    )
    assert found == pytest.approx([2, 0], abs=1e-2)
    assert minimise_between(lambda at: np.nan if at < 0.2 else at, -1, 1) == pytest.approx(0.2, abs=1e-3)


def test_the_search_between_ends_as_the_help_page_of_optimize() -> None:
    assert minimise_between(lambda at: (at - 1 / 3) ** 2, 0, 1) == pytest.approx(0.3333333, abs=1e-7)
