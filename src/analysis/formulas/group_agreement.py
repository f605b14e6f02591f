"""Agreement of people about one thing: the r_wg family, average deviation and a_wg.

`answers` is a people × items array without missing values, of the people of one case. The variance that
answers given at random would have is the caller's to state; two such null distributions stand here.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import standard_deviation


def uniform_variance(possible: Values) -> float:
    """Variance of answers given at random, each possible answer equally often (James et al. 1984, p. 87)."""
    return float(np.var(possible))


def triangular_variance(possible: Values) -> float:
    """Variance of answers drawn towards the middle: possible answers weigh 1, 2, .., 2, 1 by their rank.

    James, Demaree & Wolf (1984), p. 92: a tendency to the centre. For A equally spaced answers this is
    (A² + 2A - 3) / 24 where A is odd, and (A² + 2A - 2) / 24 where it is even; without the last 2, as it is
    sometimes given, two answers one step apart would vary by 1/3, and they cannot by more than 1/4.
    """
    ordered = np.sort(possible)
    place = np.arange(len(ordered))
    weights = np.minimum(place, place[::-1]) + 1.0
    weights /= weights.sum()
    return float(weights @ (ordered - weights @ ordered) ** 2)


def estimate_rwg_j(answers: Values, random_variance: float, level: float) -> Estimate:
    """Agreement r_wg(j) of several items, J (1 - q) / (J (1 - q) + q), q the mean item variance over σ².

    James, Demaree & Wolf (1984), equation 4; 0 where q is above 1. Of one item it is r_wg, equation 1. The
    interval is that of the mean variance (see `estimate_rwg_j_star`), carried through the same equation.
    """
    items = answers.shape[1]

    def step_up(agreement: float) -> float:
        share = max(agreement, 0.0)
        return items * share / (items * share + 1 - share)

    single = estimate_rwg_j_star(answers, random_variance, level)
    if not single.exists:
        return single
    return Estimate(
        step_up(single.value), step_up(single.low), step_up(single.high), single.df, reason=single.reason
    )


def estimate_rwg_j_star(answers: Values, random_variance: float, level: float) -> Estimate:
    """Agreement r*_wg(j) = 1 - q, q the mean item variance over σ²; negative where people are of two minds.

    Lindell, Brandt & Whitney (1999). It does not grow with the number of items. The interval takes the mean
    variance for a chi-square on (n - 1) (tr S)² / tr S² degrees of freedom (Box 1954), S the covariance
    matrix of the items: n - 1 where they move together. People who all answer alike have no interval.
    """
    n = len(answers)
    if n < 2:
        return not_estimable("too_few_people" if n else "no_answers")
    variance = _mean_variance(answers)
    if variance == 0:
        return Estimate(1.0, df=n - 1, reason="no_variance")
    covariance = np.atleast_2d(np.cov(answers, rowvar=False))
    df = (n - 1) * float(np.trace(covariance)) ** 2 / float((covariance**2).sum())
    tail = (1 - level) / 2
    most, least = (df * variance / float(special.chdtri(df, at)) for at in (1 - tail, tail))
    low, high = 1 - most / random_variance, 1 - least / random_variance
    return Estimate(1 - variance / random_variance, low, high, df=df)


def estimate_average_deviation(answers: Values) -> Estimate:
    """AD_M: the mean absolute deviation from the mean of each item, averaged over items.

    Burke, Finkelstein & Dusig (1999). In the units of the answers, 0 for full agreement.
    """
    n = len(answers)
    if n < 2:
        return not_estimable("too_few_people" if n else "no_answers")
    return Estimate(float(np.abs(answers - answers.mean(axis=0)).mean(axis=0).mean()))


def estimate_awg(answers: Values, lowest: float, highest: float) -> Estimate:
    """a_wg: 1 - 2 s² / ((H + L) M - M² - HL) (n - 1) / n of each item, averaged over items.

    Brown & Hauenstein (2005), equations 5 and 7, L and H the lowest and highest answer, M the item's mean.
    1 where everybody gave an end of the scale; an item whose mean lies so near an end that its largest
    possible variance has no meaning is left out, and without any item there is no number (`no_variance`).
    """
    n = len(answers)
    if n < 2:
        return not_estimable("too_few_people" if n else "no_answers")
    means, variances = answers.mean(axis=0), answers.var(axis=0, ddof=1)
    nearest, farthest = (lowest * (n - 1) + highest) / n, (highest * (n - 1) + lowest) / n
    slack = 1e-9 * (highest - lowest)
    at_end = (np.abs(means - lowest) <= slack) | (np.abs(means - highest) <= slack)
    defined = at_end | ((means >= nearest - slack) & (means <= farthest + slack))
    if not defined.any():
        return not_estimable("no_variance")
    most = ((highest + lowest) * means - means**2 - highest * lowest) * n / (n - 1)
    agreement = np.where(at_end, 1.0, 1 - 2 * variances / np.where(at_end, 1.0, most))
    return Estimate(float(agreement[defined].mean()))


def estimate_median(values: Values, level: float) -> Estimate:
    """The median, with the narrowest interval between two order statistics that reaches the level.

    The interval is exact for any distribution (Thompson 1936). Below six values (at 95 %) no interval
    reaches the level: `level_not_reachable`.
    """
    n = len(values)
    if n == 0:
        return not_estimable("too_few_people")
    ordered, middle = np.sort(values), float(np.median(values))
    places = np.arange(n // 2)
    outside = 2 * special.bdtr(places, n, 0.5)
    reached = places[outside <= 1 - level + 1e-12]
    if not len(reached):
        return Estimate(middle, reason="level_not_reachable")
    return Estimate(middle, float(ordered[reached[-1]]), float(ordered[n - 1 - reached[-1]]))


def _mean_variance(answers: Values) -> float:
    return float(np.mean([standard_deviation(item) ** 2 for item in answers.T]))
