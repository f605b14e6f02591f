"""One row of the table of progress."""

from __future__ import annotations

from math import isnan
from typing import Any

import pandas as pd

from analysis.change.indicators.changes import Compared
from analysis.change.indicators.series import Point, Version
from analysis.estimates import Estimate

Row = dict[str, Any]
OF_DEFINITION = ("case", "indicator", "version", "label", "level", "value_kind", "unit", "direction")
OF_A_CASE = ("indicator", "label", "level", "value_kind", "unit", "direction", "indicator_status")


def build_row(
    version: Version, point: Point | None, statistic: str, compared: Compared, level: float, verdict: str = ""
) -> Row:
    """A number about one version of an indicator; `point` is None where it is about no single measurement."""
    of_baseline = statistic in ("value", "target", "trend")
    return {
        **{name: version.about[name] for name in OF_DEFINITION},
        "indicator_status": version.about["status"],
        "date": "" if point is None else point.date,
        "phase": "" if point is None else point.phase,
        "statistic": statistic,
        **_tell(compared.found, level),
        "n": _whole(compared.n),
        "n_baseline": _whole(None if of_baseline else compared.n_baseline),
        "counts": version.about["counts"],
        "verdict": verdict,
        "comparable": "yes" if of_baseline else version.comparable,
        "method": _name_method(version, compared.method, of_baseline),
    }


def refuse(version: Version, point: Point | None, statistic: str, level: float) -> Row:
    """A change that the differences between two versions forbid."""
    row = build_row(version, point, statistic, Compared(Estimate(), None, None, ""), level)
    return row | {"status": "refused", "reason": "not_comparable"}


def build_case_row(
    case: str, statistic: str, found: Estimate, n: int, method: str, comparable: str = "yes"
) -> Row:
    """A number about all indicators of a case together; the ends of its interval are a range."""
    return {
        **dict.fromkeys(OF_A_CASE, ""),
        "case": case,
        "version": 0,
        "date": "",
        "phase": "",
        "statistic": statistic,
        **_tell(found, float("nan")),
        "n": n,
        "n_baseline": pd.NA,
        "counts": "indicators",
        "verdict": "",
        "comparable": comparable,
        "method": method,
    }


def _tell(found: Estimate, level: float) -> Row:
    missing = isnan(found.low)
    return {
        "estimate": found.value,
        "ci_low": found.low,
        "ci_high": found.high,
        "ci_level": float("nan") if missing else level,
        "p": found.p,
        "status": "ok" if found.exists else "not_estimable",
        "reason": found.reason,
    }


def _whole(count: int | None) -> Any:
    return pd.NA if count is None else count


def _name_method(version: Version, method: str, of_baseline: bool) -> str:
    if version.borrowed_from is None or of_baseline or not method:
        return method
    return f"{method}; baseline of version {version.borrowed_from}"
