"""One number on the continuum as a row of its table."""

from __future__ import annotations

from math import isnan, nan

from analysis.estimates import Estimate

Row = dict[str, object]


def build_row(
    wave: str,
    statistic: str,
    case: str,
    estimate: Estimate,
    method: str,
    *,
    level: float = nan,
    n: int | None = None,
    n_cases: int | None = None,
    seed: int | None = None,
) -> Row:
    """One row of PLACEMENTS; `level` is left out where the ends are a range or do not exist."""
    return {
        "wave": wave,
        "statistic": statistic,
        "case": case,
        "estimate": estimate.value,
        "ci_low": estimate.low,
        "ci_high": estimate.high,
        "ci_level": nan if isnan(estimate.low) else level,
        "p": estimate.p,
        "n": n,
        "n_cases": n_cases,
        "method": method,
        "seed": seed,
        "status": "ok" if estimate.exists else "not_estimable",
        "reason": estimate.reason,
    }
