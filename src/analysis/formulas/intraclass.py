"""Intraclass correlations: the six forms of a full table, and ICC(1) and ICC(2) of people in cases."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable

Form = Literal["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
FORMS: tuple[Form, ...] = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
"""Shrout & Fleiss' forms: 1 one-way, 2 agreement ICC(A,1), 3 consistency ICC(C,1); k: of the mean."""

NOISE = 1e-12
"""Differences below this share of the largest value are rounding, and are taken for nothing."""


@dataclass(frozen=True)
class TwoWay:
    """Mean squares of a full table of n targets and k ratings: of targets, ratings, the rest, and within."""

    n: int
    k: int
    between: float
    ratings: float
    error: float
    within: float


@dataclass(frozen=True)
class OneWay:
    """Mean squares between and within cases, the number of cases and people, and two sizes of a case.

    `k0` is the size that makes the estimate unbiased where cases differ in size, (N - Σ n²/N) / (J - 1)
    (Snedecor & Cochran 1980); `mean_size` is N / J.
    """

    between: float
    within: float
    n_cases: int
    n: int
    k0: float
    mean_size: float

    @property
    def df(self) -> tuple[int, int]:
        """Degrees of freedom between and within cases."""
        return self.n_cases - 1, self.n - self.n_cases

    @property
    def f(self) -> float:
        """The F ratio; infinite where nobody differs within a case, NaN where nobody differs at all."""
        return _ratio(self.between, self.within)

    @property
    def p(self) -> float:
        """p of the F test."""
        return _upper_tail(self.f, self.df)


def analyse_two_ways(ratings: Values) -> TwoWay:
    """Mean squares of a targets × ratings array, of two targets and two ratings or more."""
    n, k = ratings.shape
    centred = ratings - ratings.mean()
    rows, columns = centred.mean(axis=1), centred.mean(axis=0)
    between = _squares(k * float(rows @ rows), ratings)
    across = _squares(n * float(columns @ columns), ratings)
    rest = _squares(float(((centred - rows[:, None] - columns) ** 2).sum()), ratings)
    df = (n - 1) * (k - 1)
    return TwoWay(n, k, between / (n - 1), across / (k - 1), rest / df, (across + rest) / (n * (k - 1)))


def estimate_intraclass_forms(ratings: Values, level: float) -> dict[Form, Estimate]:
    """The six forms of a targets × ratings array, each with its F interval, df of targets, and p of F.

    Shrout & Fleiss (1979); McGraw & Wong (1996), tables 4 and 7. Negative values are shown as they are; the
    ends of ICC2k are those of ICC2 stepped up, which means little where ICC2 is negative. Targets that do
    not differ at all, and ratings without any difference, have no number; ratings alike for every target
    give 1 without an interval (`no_variance`).
    """
    n, k = ratings.shape
    if n < 2 or k < 2:
        few = "too_few_people" if n else "no_answers"
        return dict.fromkeys(FORMS, not_estimable(few if n < 2 else "too_few_items"))
    squares = analyse_two_ways(ratings)
    one_way = _one_error(squares, squares.within, n * (k - 1), level)
    consistency = _one_error(squares, squares.error, (n - 1) * (k - 1), level)
    agreement = _agreement(squares, level)
    return {
        "ICC1": one_way[0],
        "ICC2": agreement[0],
        "ICC3": consistency[0],
        "ICC1k": one_way[1],
        "ICC2k": agreement[1],
        "ICC3k": consistency[1],
    }


def analyse_cases(values: Values, cases: NDArray[np.int64]) -> OneWay | None:
    """Mean squares of people's values in their cases; None with fewer than two cases, or nobody beside
    another in any case.
    """
    names, place = np.unique(cases, return_inverse=True)
    j, n = len(names), len(values)
    if j < 2 or n <= j:
        return None
    sizes = np.bincount(place).astype(float)
    centred = values - values.mean()
    means = np.bincount(place, weights=centred) / sizes
    between = _squares(float(sizes @ means**2), values)
    within = _squares(float(((centred - means[place]) ** 2).sum()), values)
    k0 = (n - float(sizes @ sizes) / n) / (j - 1)
    return OneWay(between / (j - 1), within / (n - j), j, n, k0, n / j)


def estimate_icc1(values: Values, cases: NDArray[np.int64], level: float) -> Estimate:
    """ICC(1): the share of the variance that lies between cases, (MSB - MSW) / (MSB + (k0 - 1) MSW).

    Bartko (1976); Bliese (2000). The F interval is exact for cases of one size, and takes k0 for it
    otherwise. Negative values, where people of a case differ more than people at large, are shown.
    """
    found = analyse_cases(values, cases)
    if found is None:
        return _no_cases(cases)
    f = found.f
    if np.isnan(f):
        return not_estimable("no_variance")
    low, high = _f_ends(f, found.df, level)
    value, low, high = (_single(ratio, found.k0) for ratio in (f, low, high))
    return _told(value, low, high, found)


def estimate_icc2(values: Values, cases: NDArray[np.int64], level: float) -> Estimate:
    """ICC(2): the reliability of the case means, (MSB - MSW) / MSB, with its exact F interval.

    Bartko (1976); Bliese (2000). Case means that do not differ have none (`singular`).
    """
    found = analyse_cases(values, cases)
    if found is None:
        return _no_cases(cases)
    f = found.f
    if np.isnan(f):
        return not_estimable("no_variance")
    if f == 0:
        return not_estimable("singular")
    low, high = _f_ends(f, found.df, level)
    return _told(1 - 1 / f, 1 - 1 / low, 1 - 1 / high, found)


def icc1_of_mean_size(found: OneWay) -> float:
    """ICC(1) with the mean size of a case in place of k0, as the R package multilevel has it."""
    return nan if np.isnan(found.f) else _single(found.f, found.mean_size)


def _no_cases(cases: NDArray[np.int64]) -> Estimate:
    if not len(cases):
        return not_estimable("no_answers")
    return not_estimable("too_few_cases" if len(np.unique(cases)) < 2 else "too_few_people")


def _told(value: float, low: float, high: float, found: OneWay) -> Estimate:
    if np.isinf(found.f):
        return Estimate(value, df=found.df[0], reason="no_variance")
    return Estimate(value, low, high, df=found.df[0], p=found.p)


def _one_error(squares: TwoWay, error: float, df: int, level: float) -> tuple[Estimate, Estimate]:
    """The single and the mean form whose interval is that of one F ratio."""
    f, dfs = _ratio(squares.between, error), (squares.n - 1, df)
    if np.isnan(f):
        return not_estimable("no_variance"), not_estimable("no_variance")
    if np.isinf(f):
        certain = Estimate(1.0, df=dfs[0], reason="no_variance")
        return certain, certain
    low, high = _f_ends(f, dfs, level)
    p = _upper_tail(f, dfs)
    single = Estimate(_single(f, squares.k), _single(low, squares.k), _single(high, squares.k), dfs[0], p)
    if f == 0:
        return single, not_estimable("singular")
    return single, Estimate(1 - 1 / f, 1 - 1 / low, 1 - 1 / high, dfs[0], p)


def _agreement(squares: TwoWay, level: float) -> tuple[Estimate, Estimate]:
    """ICC2 and ICC2k; the interval is McGraw & Wong's (1996) with Satterthwaite's degrees of freedom."""
    n, k, between, error = squares.n, squares.k, squares.between, squares.error
    p = _upper_tail(_ratio(between, error), (n - 1, (n - 1) * (k - 1)))
    whole = between + (k - 1) * error + k * (squares.ratings - error) / n
    mean = between + (squares.ratings - error) / n
    if between == error == 0:
        return not_estimable("no_variance"), not_estimable("no_variance")
    icc, icc_k = _divide(between - error, whole), _divide(between - error, mean)
    if np.isnan(icc):
        return not_estimable("singular"), not_estimable("singular")
    if error == 0:
        return Estimate(icc, df=n - 1, reason="no_variance"), Estimate(icc_k, df=n - 1, reason="no_variance")
    low, high = _agreement_ends(squares, icc, level)
    stepped = _with_ends(icc_k, _step_up(low, k), _step_up(high, k), n - 1, p)
    return _with_ends(icc, low, high, n - 1, p), stepped


def _with_ends(value: float, low: float, high: float, df: float, p: float) -> Estimate:
    if np.isnan(value):
        return not_estimable("singular")
    return Estimate(value, low, high, df, p, "singular" if np.isnan(low) or np.isnan(high) else "")


def _agreement_ends(squares: TwoWay, icc: float, level: float) -> tuple[float, float]:
    """The ends of ICC2; NaN where targets and ratings both differ less than chance can make them."""
    n, k, between, error = squares.n, squares.k, squares.between, squares.error
    shift = k * icc * squares.ratings / error
    rest = n * (1 + (k - 1) * icc) - k * icc
    df = _divide((k - 1) * (n - 1) * (shift + rest) ** 2, (n - 1) * shift**2 + rest**2)
    tail = 1 - (1 - level) / 2
    upper, lower = float(special.fdtri(n - 1, df, tail)), float(special.fdtri(df, n - 1, tail))
    spread = k * squares.ratings + (k * n - k - n) * error
    low = _divide(n * (between - upper * error), upper * spread + n * between)
    high = _divide(n * (lower * between - error), spread + n * lower * between)
    return low, high


def _f_ends(f: float, df: tuple[int, int], level: float) -> tuple[float, float]:
    tail = 1 - (1 - level) / 2
    return f / float(special.fdtri(*df, tail)), f * float(special.fdtri(df[1], df[0], tail))


def _single(f: float, k: float) -> float:
    return 1.0 if np.isinf(f) else (f - 1) / (f + k - 1)


def _step_up(icc: float, k: int) -> float:
    return _divide(icc * k, 1 + icc * (k - 1))


def _divide(above: float, below: float) -> float:
    return above / below if below else nan


def _ratio(above: float, below: float) -> float:
    if below == 0:
        return inf if above else nan
    return above / below


def _upper_tail(f: float, df: tuple[int, int]) -> float:
    return nan if np.isnan(f) else 0.0 if np.isinf(f) else float(special.fdtrc(*df, f))


def _squares(found: float, values: Values) -> float:
    return found if found > values.size * (NOISE * float(np.max(np.abs(values)))) ** 2 else 0.0
