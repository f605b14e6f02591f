"""Correlations of the normal variables behind ordered answers, and ordinal alpha.

Tables are counts, T × I × J, the levels of one item by those of another. A level that nobody chose is
an empty row or column and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import nan

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.bivariate_normal import cumulate, density
from analysis.formulas.weights import draw_pieces, take_percentiles

MOST_LEVELS = 10
"""Most levels of an item whose answers are taken as ordered categories."""

NEAR = 0.99
"""The size from which on a correlation that may run to 1 is not told from 1."""

STRAIGHT = 0.94
"""The size from which on the search goes on to .99 at once, where the likelihood flattens towards 1."""

EDGE = 0.9999
"""The largest correlation looked for, and the one that stands for a correlation of 1."""

UNSEEN = 1e-13
"""The probability below which that of a cell is lost in rounding, and a cell in use next to impossible."""

STEPS = 60
"""Most steps of a search; each halves a bracket at the least."""

CLOSE = 1e-5
"""The step of a correlation at which a search ends."""

CLOSE_IN_DRAWS = 1e-3
"""The step at which it ends in a draw of the bootstrap."""

AT_ONCE = 2048
"""Tables that are fitted together: more would not stay in the processor's cache."""


@dataclass(frozen=True)
class Polychoric:
    """Correlations of T tables; at the boundary the likelihood rises all the way to 1 or -1.

    A correlation at the boundary is ±.9999. A table with fewer than two rows or columns in use has NaN.
    """

    rho: Values
    at_boundary: NDArray[np.bool_]


def estimate_ordinal_alpha(
    answers: Values, level: float, draws: int, random: np.random.Generator
) -> Estimate:
    """Ordinal alpha of a people × items array, k/(k - 1) (1 - k/Σr) of polychoric correlations r.

    Zumbo, Gadermann & Zeisser (2007); the correlations are Olsson's (1979) two-step ones. The interval is
    the percentile bootstrap of `draws` resamples of people. A draw in which a correlation runs to 1 or -1
    counts with that limit, but alpha stands without an interval (`empty_cells`) where more than half do, or
    where so many run to -1 that the lower end would be one of them: alpha has no lower bound there.
    Draws in which an item does not vary are left out; `Percentiles.around` says when there is no interval
    for them. Not estimable: one item (`one_item`), fewer than two people (`too_few_people`), an item with
    more than ten levels (`too_many_levels`), an item without variance (`no_variance`), empty cells that
    drive a correlation of the people themselves to 1 or -1 (`empty_cells`), correlations that sum to
    nothing (`items_cancel`).
    """
    n, k = answers.shape
    reason = _missing(answers)
    if reason:
        return not_estimable(reason)
    codes, levels = code_levels(answers)
    cells = _cells_of_pairs(codes, levels)
    point = fit_polychoric(_tables(np.ones((1, n)), cells, levels))
    if point.at_boundary.any():
        return not_estimable("empty_cells")
    value = float(alpha_of_correlations(point.rho[None], k)[0])
    if np.isnan(value):
        return not_estimable("items_cancel")
    pieces = draw_pieces(n, draws, cells.shape[1], random)
    drawn = [fit_polychoric(_tables(weights, cells, levels), CLOSE_IN_DRAWS) for weights in pieces]
    rho = np.concatenate([one.rho for one in drawn]).reshape(draws, -1)
    alphas = alpha_of_correlations(rho, k)
    at_boundary = np.concatenate([one.at_boundary for one in drawn]).reshape(draws, -1).any(axis=1)
    opposed = float((rho == -EDGE).any(axis=1).mean())
    if 2 * int(at_boundary.sum()) > draws or opposed > (1 - level) / 2:
        return Estimate(value, reason="empty_cells")
    return take_percentiles(alphas, level).around(value)


def alpha_of_correlations(rho: Values, items: int) -> Values:
    """k/(k - 1) (1 - k/Σr) of each row of correlations, one for each pair of k items.

    NaN where a correlation is missing, or where the sum of the whole matrix is not above 0.
    """
    total = items + 2 * rho.sum(axis=-1)
    whole = np.where(total > 1e-9 * items, total, nan)
    return np.asarray(items / (items - 1) * (1 - items / whole), dtype=np.float64)


def code_levels(answers: Values) -> tuple[NDArray[np.int64], int]:
    """Answers as ranks 0, 1, … among the item's own levels in use, and the largest number of levels."""
    codes = np.empty(answers.shape, dtype=np.int64)
    for item in range(answers.shape[1]):
        codes[:, item] = np.unique(answers[:, item], return_inverse=True)[1]
    return codes, int(codes.max(initial=0)) + 1


def count_pairs(answers: Values) -> Values:
    """The table of each pair of items (1st with 2nd, 1st with 3rd, …): pairs × L × L counts."""
    codes, levels = code_levels(answers)
    return _tables(np.ones((1, len(answers))), _cells_of_pairs(codes, levels), levels)


def thresholds(margins: Values) -> Values:
    """The normal deviates that cut the margins of T tables: T × (I - 1), infinite where nobody is beyond."""
    shares = np.cumsum(margins, axis=1)[:, :-1] / margins.sum(axis=1, keepdims=True)
    return np.asarray(special.ndtri(np.minimum(shares, 1)), dtype=np.float64)


def fit_polychoric(tables: Values, close: float = CLOSE) -> Polychoric:
    """Two-step polychoric correlations: thresholds from the margins, then ML in the correlation alone.

    Olsson (1979). A search ends with a step of at most `close`, which leaves an error of about its square.
    """
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    varied = np.flatnonzero(((rows > 0).sum(axis=1) > 1) & ((columns > 0).sum(axis=1) > 1))
    rho, at_boundary = np.full(len(tables), nan), np.zeros(len(tables), dtype=np.bool_)
    for start in range(0, len(varied), AT_ONCE):
        some = varied[start : start + AT_ONCE]
        rho[some] = fit_at_thresholds(tables[some], thresholds(rows[some]), thresholds(columns[some]), close)
        at_boundary[some] = np.abs(rho[some]) == EDGE
    return Polychoric(rho, at_boundary)


def fit_at_thresholds(tables: Values, x: Values, y: Values, close: float = CLOSE) -> Values:
    """The correlation of most likelihood of each of T tables, its thresholds x and y given.

    Newton's method in Fisher's z inside a bracket that each slope narrows. Where the likelihood is above
    0 at a correlation of 1, and still rises at .99, it is taken to rise up to 1, and gives ±.9999.
    """
    rho = _start(tables)
    found, rows = rho.copy(), np.arange(len(rho))
    low = np.where(_allows_one(tables[:, :, ::-1], x, -y[:, ::-1]), -NEAR, -EDGE)
    high = np.where(_allows_one(tables, x, y), NEAR, EDGE)
    for _ in range(STEPS):
        slope, bend = _slopes(tables, x, y, rho)
        beyond = (np.abs(rho) == NEAR) & (slope * rho >= 0)
        seen = np.where(np.abs(rho) == NEAR, rho * (1 - 1e-9), rho)  # once tried, it is not tried again
        low, high = np.where(slope >= 0, seen, low), np.where(slope <= 0, seen, high)
        new = np.where(beyond, np.sign(rho) * EDGE, _aim(rho, slope, bend, low, high))
        found[rows] = new
        left = (np.abs(new - rho) > close) & ~beyond
        if not left.any():
            break
        tables, x, y, rho = tables[left], x[left], y[left], new[left]
        low, high, rows = low[left], high[left], rows[left]
    return found


def _start(tables: Values) -> Values:
    """Somewhat more than the correlation of the levels' numbers, at most .9 in size."""
    i, j = np.arange(tables.shape[1]), np.arange(tables.shape[2])
    rows, columns, n = tables.sum(axis=2), tables.sum(axis=1), tables.sum(axis=(1, 2))
    mean_i, mean_j = rows @ i / n, columns @ j / n
    common = np.einsum("tij,i,j->t", tables, i, j) / n - mean_i * mean_j
    spread = (rows @ i**2 / n - mean_i**2) * (columns @ j**2 / n - mean_j**2)
    return np.clip(1.1 * common / np.sqrt(np.maximum(spread, 1e-12)), -0.9, 0.9)


def _aim(rho: Values, slope: Values, bend: Values, low: Values, high: Values) -> Values:
    """The next correlation: Newton's; beyond the bracket, its end where that may be best, or halfway."""
    rest = 1 - rho * rho
    curve = bend * rest + 2 * rho * slope  # minus the second derivative in Fisher's z, over 1 - rho²
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        newton = np.tanh(np.arctanh(rho) + np.clip(slope / curve, -3, 3))
    end = np.where(slope > 0, high, low)
    open_end = np.abs(end) == NEAR
    outside = (
        ~(curve > 0) | (newton <= low) | (newton >= high) | (open_end & (newton * np.sign(end) > STRAIGHT))
    )
    stop = np.where(open_end, end, (rho + end) / 2)
    return np.where(slope == 0, rho, np.where(outside, stop, newton))


def _allows_one(tables: Values, x: Values, y: Values) -> NDArray[np.bool_]:
    """Where a correlation of 1 gives every cell in use a probability above 0.

    There a cell's probability is that of the stretch its two levels share; levels that share none make
    the likelihood 0.
    """
    bottom = np.maximum(_ends(x)[:, :-1, None], _ends(y)[:, None, :-1])
    top = np.minimum(_ends(x)[:, 1:, None], _ends(y)[:, None, 1:])
    return np.asarray(((tables == 0) | (top - bottom > 1e-9)).all(axis=(1, 2)), dtype=np.bool_)


def _ends(cuts: Values) -> Values:
    """Where each level begins and the last ends, as shares of people."""
    whole = np.zeros((len(cuts), cuts.shape[1] + 2))
    whole[:, 1:-1], whole[:, -1] = special.ndtr(cuts), 1
    return whole


def _missing(answers: Values) -> str:
    """The reason why the answers have no ordinal alpha, empty where nothing speaks against one."""
    n, k = answers.shape
    if k < 2:
        return "one_item"
    if n < 2:
        return "too_few_people" if n else "no_answers"
    if max(len(np.unique(column)) for column in answers.T) > MOST_LEVELS:
        return "too_many_levels"
    return "no_variance" if (np.ptp(answers, axis=0) == 0).any() else ""


def _cells_of_pairs(codes: NDArray[np.int64], levels: int) -> Values:
    """People × (pairs · L · L): 1 in the cell of each pair's table where the person stands."""
    n, k = codes.shape
    pairs = list(combinations(range(k), 2))
    cells = np.zeros((n, len(pairs), levels * levels))
    for index, (one, other) in enumerate(pairs):
        cells[np.arange(n), index, codes[:, one] * levels + codes[:, other]] = 1
    return cells.reshape(n, len(pairs) * levels * levels)


def _tables(weights: Values, cells: Values, levels: int) -> Values:
    """The tables of every draw, draw by draw and pair by pair."""
    return np.asarray((weights @ cells).reshape(-1, levels, levels), dtype=np.float64)


def _slopes(tables: Values, x: Values, y: Values, rho: Values) -> tuple[Values, Values]:
    """First derivative of the log likelihood in the correlation, and minus the second."""
    height, change = density(x, y, rho)
    share = cell_shares(x, y, rho)
    lost = ((tables > 0) & (share < UNSEEN)).any(axis=(1, 2))
    share = np.maximum(share, UNSEEN)
    first, second = _differences(height) / share, _differences(change) / share
    slope = np.einsum("tij,tij->t", tables, first)
    bend = np.einsum("tij,tij->t", tables, first * first - second)
    return np.where(lost, -rho, slope), np.where(lost, 0, bend)


def cell_shares(x: Values, y: Values, rho: Values) -> Values:
    """The probability of each cell between thresholds: T × I × J."""
    whole = np.zeros((len(rho), x.shape[1] + 2, y.shape[1] + 2))
    whole[:, 1:-1, 1:-1] = cumulate(x, y, rho)
    whole[:, 1:-1, -1] = special.ndtr(x)
    whole[:, -1, 1:-1] = special.ndtr(y)
    whole[:, -1, -1] = 1
    return np.diff(np.diff(whole, axis=1), axis=2)


def _differences(points: Values) -> Values:
    """What a quantity at thresholds, 0 at infinity, gives to each cell."""
    whole = np.zeros((len(points), points.shape[1] + 2, points.shape[2] + 2))
    whole[:, 1:-1, 1:-1] = points
    return np.diff(np.diff(whole, axis=1), axis=2)
