"""A share of units that hang together in clusters, such as turns of the same talks."""

from __future__ import annotations

from math import sqrt

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.moments import t_quantile


def estimate_clustered_share(counts: Values, units: Values, level: float) -> Estimate:
    """The share Σ counts / Σ units over clusters, with Wilson's interval of the effective number of units.

    The variance of the ratio over clusters, against that of as many single units, tells how much fewer units
    there are in effect; they are never taken as more than there are. Student's t on clusters - 1 stands in
    place of the normal deviate (Korn & Graubard 1998; Wilson's form after Franco et al. 2019). One cluster
    has a share without an interval (`too_few_cases`); clusters without units do not count.
    """
    counts, units = counts[units > 0], units[units > 0]
    clusters, total = len(units), float(units.sum())
    if not clusters:
        return not_estimable("no_answers")
    share = float(counts.sum()) / total
    if clusters == 1:
        return Estimate(share, reason="too_few_cases")
    between = float(((counts - share * units) ** 2).sum()) * clusters / (clusters - 1) / total
    effective = total / max(between / (share * (1 - share)), 1.0) if 0 < share < 1 else total
    t = t_quantile(clusters - 1, level)
    centre, size = share + t**2 / (2 * effective), 1 + t**2 / effective
    half = t * sqrt(share * (1 - share) / effective + t**2 / (4 * effective**2))
    low = 0.0 if share == 0 else (centre - half) / size
    high = 1.0 if share == 1 else (centre + half) / size
    return Estimate(share, low, high, df=clusters - 1)
