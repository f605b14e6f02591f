"""Change of the same people from one occasion to the next, and over several occasions.

Every function takes people who answered on all occasions; change is after minus before. Tests on ranks
and signs take differences rounded to ten decimals, so that equal differences are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy import special, stats

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.effects import noncentrality_interval, small_sample_correction
from analysis.formulas.moments import estimate_mean, standard_deviation
from analysis.formulas.resampling import Permutation, permute_within_cases

DECIMALS = 10
"""Decimals that differences are rounded to before they are compared or ranked."""


def estimate_change(before: Values, after: Values, level: float) -> Estimate:
    """The mean change with Student's t interval on n - 1 degrees of freedom, and p of no change.

    One person gives a change without an interval, and so do people who all changed alike.
    """
    change = after - before
    if len(change) and np.ptp(np.round(change, DECIMALS)) == 0:
        change = np.full(len(change), float(change.mean()))
    found = estimate_mean(change, level)
    if found.reason:
        return found
    t = found.value / standard_deviation(change) * sqrt(len(change))
    p = 2 * float(special.stdtr(found.df, -abs(t)))
    return Estimate(found.value, found.low, found.high, df=found.df, p=p)


@dataclass(frozen=True)
class StandardizedChange:
    """The mean change in standard deviations: of whom, or of what, each name says.

    `d_z` of the changes, with the interval of the noncentral t; `g_z` the same with Hedges' exact J;
    `d_av` of the mean of the two standard deviations, `d_av_rms` of their quadratic mean (Cumming
    2012), `d_rm` of the changes, put on the scale of the answers (Lakens 2013, equations 7 to 10);
    `d_before` of the answers before (Becker 1988); `g_av` with the approximate, `g_before` with the exact J.
    `variance_z` and `variance_before` are the large-sample variances of `g_z` and `g_before`; `correction`
    is the exact J for n - 1. What does not exist is NaN.
    """

    r: float
    d_z: Estimate
    g_z: float
    d_av: float
    d_av_rms: float
    d_rm: float
    d_before: float
    g_av: float
    g_before: float
    correction: float
    variance_z: float
    variance_before: float


def describe_standardized_change(before: Values, after: Values, level: float) -> StandardizedChange:
    """All ways of stating the mean change in standard deviations; needs two people (all NaN below).

    The variances are 1/n + g²/2n and 2(1 - r)/n + g²/2n (Becker 1988; Morris & DeShon 2002).
    """
    n = len(before)
    if n < 2:
        return StandardizedChange(nan, not_estimable("too_few_people"), *[nan] * 10)
    d_z = _estimate_d_z(np.round(after - before, DECIMALS), level)
    mean = float(np.mean(after - before))
    sd, sd_after = standard_deviation(before), standard_deviation(after)
    r = float(np.corrcoef(before, after)[0, 1]) if sd and sd_after else nan
    j = small_sample_correction(n - 1) if n > 2 else nan
    d_av, d_before = _divide(mean, (sd + sd_after) / 2), _divide(mean, sd)
    g_z, g_before = j * d_z.value, j * d_before
    return StandardizedChange(
        r=r,
        d_z=d_z,
        g_z=g_z,
        d_av=d_av,
        d_av_rms=_divide(mean, sqrt((sd**2 + sd_after**2) / 2)),
        d_rm=d_z.value * sqrt(max(2 * (1 - r), 0.0)),
        d_before=d_before,
        g_av=d_av * (1 - 3 / (4 * (n - 1) - 1)),
        g_before=g_before,
        correction=j,
        variance_z=1 / n + g_z**2 / (2 * n),
        variance_before=2 * (1 - r) / n + g_before**2 / (2 * n),
    )


def _estimate_d_z(change: Values, level: float) -> Estimate:
    spread = standard_deviation(change)
    if spread == 0:
        return not_estimable("no_variance")
    n = len(change)
    d = float(change.mean()) / spread
    low, high = noncentrality_interval(d * sqrt(n), n - 1, level)
    return Estimate(d, low / sqrt(n), high / sqrt(n), df=n - 1)


def _divide(mean: float, spread: float) -> float:
    return mean / spread if spread > 0 else nan


@dataclass(frozen=True)
class SignedRanks:
    """Wilcoxon's signed ranks: sums of the ranks of those who rose and fell, and their p.

    `rose` and `fell` rank the people who changed, `rose_pratt` and `fell_pratt` the others too (Pratt 1959).
    The exact p is twice the smaller tail over all signs, given the ties, at most 1; `p_normal` and
    `p_continuity` are normal approximations without and with continuity correction. `rank_biserial`
    is the matched rank-biserial correlation. NaN where nobody changed.
    """

    n: int
    unchanged: int
    ties: bool
    rose: float = nan
    fell: float = nan
    rose_pratt: float = nan
    fell_pratt: float = nan
    rank_biserial: float = nan
    p_exact: float = nan
    p_exact_pratt: float = nan
    p_normal: float = nan
    p_continuity: float = nan
    p_normal_pratt: float = nan


def rank_changes(before: Values, after: Values) -> SignedRanks:
    """Wilcoxon's (1945) signed-rank test of the changes, zeros left out, and Pratt's (1959) with them."""
    change = np.round(after - before, DECIMALS)
    moved = change[change != 0]
    n, zeros = len(change), len(change) - len(moved)
    ties = len(np.unique(np.abs(moved))) < len(moved)
    if not len(moved):
        return SignedRanks(n, zeros, ties)
    up = moved > 0
    ranks = stats.rankdata(np.abs(moved))
    pratt = stats.rankdata(np.abs(change))[change != 0]
    rose, fell = float(ranks[up].sum()), float(ranks[~up].sum())
    error = sqrt(float((ranks**2).sum()) / 4)
    off = rose - float(ranks.sum()) / 2
    off_pratt = float(pratt[up].sum() - pratt.sum() / 2)
    return SignedRanks(
        n=n,
        unchanged=zeros,
        ties=ties,
        rose=rose,
        fell=fell,
        rose_pratt=float(pratt[up].sum()),
        fell_pratt=float(pratt[~up].sum()),
        rank_biserial=(rose - fell) / float(ranks.sum()),
        p_exact=_double_smaller_tail(ranks, up),
        p_exact_pratt=_double_smaller_tail(pratt, up),
        p_normal=_two_sided(off / error),
        p_continuity=min(_two_sided((abs(off) - 0.5) / error) if off else 1.0, 1.0),
        p_normal_pratt=_two_sided(off_pratt / sqrt(float((pratt**2).sum()) / 4)),
    )


def _two_sided(z: float) -> float:
    return 2 * float(special.ndtr(-abs(z)))


def _double_smaller_tail(ranks: Values, up: np.ndarray) -> float:
    """Twice the smaller tail of the sum of the ranks that rose, over all signs; half ranks count whole."""
    doubled = np.round(2 * ranks).astype(np.int64)
    share = np.zeros(int(doubled.sum()) + 1)
    share[0] = 1.0
    for rank in doubled:
        moved = share.copy()
        moved[rank:] += share[: len(share) - rank]
        share = moved / 2
    observed = int(doubled[up].sum())
    return min(1.0, 2 * float(min(share[: observed + 1].sum(), share[observed:].sum())))


def flip_signs(before: Values, after: Values, random: np.random.Generator) -> Permutation | None:
    """The exact test of Fisher and Pitman: every person's two answers exchanged or not; None for nobody.

    It is the permutation of the occasions within people: `difference` is the mean change. `random` is
    used only where the arrangements are too many to be counted.
    """
    people = np.arange(len(before), dtype=np.int64)
    later = np.repeat([True, False], len(before))
    return permute_within_cases(np.concatenate([after, before]), later, np.tile(people, 2), random)


@dataclass(frozen=True)
class ReliableChange:
    """Jacobson & Truax's (1991) index of each person, and the smallest change that is reliable.

    `error` is the standard error of measurement, `error_of_change` that of a difference, `index` the change
    in units of it. All are given for a stated reliability and standard deviation.
    """

    error: float
    error_of_change: float
    index: Values
    smallest: float
    criterion: float

    @property
    def reliable(self) -> np.ndarray:
        """Who changed reliably, in either direction."""
        return np.asarray(np.abs(self.index) > self.criterion)


def measure_reliable_change(
    before: Values, after: Values, reliability: float, sd: float, criterion: float
) -> ReliableChange:
    """The reliable change index (Jacobson & Truax 1991): (after - before) / √(2 sd² (1 - reliability)).

    Where the error is 0 the index is infinite, or NaN for those who did not change; missing answers give NaN,
    and so does a reliability above 1.
    """
    error = sd * sqrt(1 - reliability) if reliability <= 1 else nan
    of_change = sqrt(2) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        index = np.asarray((after - before) / of_change if of_change else (after - before) * np.inf)
    return ReliableChange(error, of_change, index, criterion * of_change, criterion)


@dataclass(frozen=True)
class Friedman:
    """Friedman's test over several occasions, Kendall's W, and Iman & Davenport's (1980) F.

    All are NaN where everybody answers alike on all occasions. Where all people agree wholly, F is infinite.
    """

    n: int
    df: int
    chi_square: float = nan
    p: float = nan
    concordance: float = nan
    f: float = nan
    df_error: int = 0
    p_f: float = nan


def rank_occasions(answers: Values) -> Friedman:
    """Friedman's (1937) test of people × occasions, corrected for ties; needs two of each."""
    n, k = answers.shape
    found = Friedman(n, k - 1, df_error=(k - 1) * (n - 1))
    if n < 2 or k < 2:
        return found
    ranks = stats.rankdata(answers, axis=1)
    ties = sum(
        float((size**3 - size).sum()) for size in (np.unique(row, return_counts=True)[1] for row in ranks)
    )
    scale = n * k * (k + 1) - ties / (k - 1)
    if scale <= 0:
        return found
    q = 12 * float(((ranks.sum(axis=0) - n * (k + 1) / 2) ** 2).sum()) / scale
    left = n * (k - 1) - q
    f = (n - 1) * q / left if left > 1e-12 * n * (k - 1) else np.inf
    return Friedman(
        n=n,
        df=k - 1,
        chi_square=q,
        p=float(special.chdtrc(k - 1, q)),
        concordance=q / (n * (k - 1)),
        f=f,
        df_error=found.df_error,
        p_f=float(special.fdtrc(k - 1, found.df_error, f)) if np.isfinite(f) else 0.0,
    )
