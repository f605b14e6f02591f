"""R's draws and R's search, as R 3.6 and later print them."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.formulas.proportions import ExactTable
from analysis.validation.as_r import draw_weights_as_r, find_root_as_r, find_seed


def test_the_draws_are_r_s() -> None:
    """R >= 3.6 prints these for set.seed(42) and twice sample.int(10, 10, TRUE)."""
    weights = draw_weights_as_r(10, 2, 42)
    drawn = [[1, 5, 1, 9, 10, 4, 2, 10, 1, 8], [7, 4, 9, 5, 4, 10, 2, 3, 9, 9]]
    assert weights.tolist() == [np.bincount(np.array(row) - 1, minlength=10).tolist() for row in drawn]


@pytest.mark.parametrize("size", [1, 2, 3, 16, 17])
def test_every_draw_holds_as_many_as_there_are(size: int) -> None:
    weights = draw_weights_as_r(size, 500, 7)
    assert weights.shape == (500, size) and (weights.sum(axis=1) == size).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(size), abs=0.25)


def test_too_many_things_are_refused() -> None:
    with pytest.raises(ValueError, match="32768"):
        draw_weights_as_r(40_000, 1, 7)


def test_the_seed_stands_in_the_source() -> None:
    assert find_seed("own R code, percentile bootstrap; set.seed(20240101)") == 20240101
    assert find_seed("R base") is None


def test_the_search_stops_where_r_stops() -> None:
    """R prints 6.408309 for fisher.test(matrix(c(3, 1, 1, 3), 2)); the root itself is 6.408320."""
    table = ExactTable((3, 4), (1, 4))
    found = 1 / find_root_as_r(lambda ratio: table.expected_count(1 / ratio) - 3, 2.2e-16, 1.0)
    assert found == pytest.approx(6.408309, abs=5e-7)
    assert table.odds_ratio == pytest.approx(6.408320, abs=5e-7)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.25, 1.0), (0.0, 0.25)])
def test_a_root_at_an_end_and_in_between(low: float, high: float) -> None:
    assert find_root_as_r(lambda x: x - 0.25, low, high) == pytest.approx(0.25, abs=2e-4)
