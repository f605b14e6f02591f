"""Units coded alike are drawn as patterns: what is drawn, how often, and that order tells nothing."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.formulas import coder_patterns
from analysis.formulas.coder_patterns import Patterns, find_patterns, keep_apart
from analysis.formulas.resampling import stream

COUNTS = np.array([[3, 0], [1, 2], [3, 0], [0, 3], [3, 0], [1, 2]], dtype=float)


def draw(patterns: Patterns, number: int) -> np.ndarray:
    return np.concatenate(list(patterns.draw(number, stream(1, "patterns"))))


def test_units_with_the_same_counts_are_one_pattern() -> None:
    patterns = find_patterns(COUNTS)
    found = {tuple(COUNTS[first]): times for first, times in zip(patterns.first, patterns.times, strict=True)}
    assert found == {(3, 0): 3, (1, 2): 2, (0, 3): 1} and patterns.units == 6


def test_the_order_of_the_units_changes_no_pattern() -> None:
    turned = COUNTS[::-1]
    one, other = find_patterns(COUNTS), find_patterns(turned)
    assert (COUNTS[one.first] == turned[other.first]).all() and (one.times == other.times).all()


def test_many_columns_are_told_apart_although_their_numbers_do_not_fit_into_one() -> None:
    random = stream(2, "wide")
    kinds = random.integers(0, 9, size=(40, 60)).astype(float)
    rows = random.integers(0, 40, size=500)
    patterns = find_patterns(kinds[rows])
    assert len(patterns.times) == len(np.unique(rows))
    for first, times in zip(patterns.first, patterns.times, strict=True):
        assert (rows == rows[first]).sum() == times


@pytest.mark.parametrize("repeated", [1, 40], ids=["one by one", "multinomial"])
def test_a_draw_holds_as_many_units_each_as_often_as_it_stands(repeated: int) -> None:
    patterns = find_patterns(np.repeat(COUNTS, repeated, axis=0))
    n, drawn = patterns.units, draw(patterns, 4000)
    assert drawn.shape == (4000, 3) and (drawn.sum(axis=1) == n).all()
    share = patterns.times / n
    assert drawn.mean(axis=0) == pytest.approx(n * share, rel=0.02)
    assert drawn.var(axis=0) == pytest.approx(n * share * (1 - share), rel=0.1)


def test_many_units_are_drawn_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder_patterns, "AT_ONCE", 100)
    pieces = list(keep_apart(30).draw(10, stream(3, "pieces")))
    assert [len(piece) for piece in pieces] == [3, 3, 3, 1]
    assert all((piece.sum(axis=1) == 30).all() for piece in pieces)


def test_sums_are_those_of_the_units_drawn() -> None:
    patterns = find_patterns(COUNTS)
    columns = COUNTS[patterns.first] * [1.0, 10.0]
    summed = patterns.draw_sums(columns, 50, stream(1, "patterns"))
    assert summed == pytest.approx(draw(patterns, 50) @ columns)


def test_without_units_nothing_is_drawn() -> None:
    nothing = find_patterns(np.zeros((0, 2)))
    assert nothing.units == 0 and list(nothing.draw(5, stream(1))) == []
    assert nothing.draw_sums(np.zeros((0, 4)), 5, stream(1)).shape == (0, 4)
