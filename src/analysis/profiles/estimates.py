"""Estimates as they are shown: one wave's rows, found by their key."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd

KEY = (
    "analysis",
    "statistic",
    "scale",
    "item",
    "category",
    "case",
    "group",
    "contrast",
    "sensitivity",
)
NUMBERS = ("estimate", "ci_low", "ci_high", "ci_level", "df", "p", "p_adjusted")
COUNTS = ("n", "n_smallest", "n_cases", "n_excluded")


@dataclass(frozen=True)
class Estimate:
    """One row of the estimates; a number that the row does not hold is None.

    `status` is ok, not_estimable, refused, withheld, or absent where there is no such row.
    """

    status: str = "absent"
    reason: str = ""
    method: str = ""
    role: str = ""
    estimate: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    n: int | None = None
    n_smallest: int | None = None
    n_cases: int | None = None
    n_excluded: int | None = None

    @property
    def known(self) -> bool:
        """Whether there is a number to show."""
        return self.status == "ok" and self.estimate is not None

    @property
    def value(self) -> float:
        """The number; NaN where there is none to show."""
        return self.estimate if self.known and self.estimate is not None else nan

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the interval; NaN where there is none to show."""
        if self.known and self.ci_low is not None and self.ci_high is not None:
            return self.ci_low, self.ci_high
        return nan, nan

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval to show."""
        return self.known and self.ci_low is not None and self.ci_high is not None


ABSENT = Estimate()


def read_count(count: float | None, status: str, reason: str) -> Estimate:
    """A count of one of the tables that hold counts only, as an estimate."""
    return Estimate(status, reason, estimate=None if count is None or pd.isna(count) else float(count))


class Estimates:
    """The rows of an estimates table that belong to one wave, found by their key."""

    def __init__(self, frame: pd.DataFrame, wave: str) -> None:
        rows = frame[frame["wave"] == wave]
        columns = [rows[name].tolist() for name in KEY]
        values = [plain_values(rows[name], float) for name in NUMBERS]
        values += [plain_values(rows[name], int) for name in COUNTS]
        texts = [rows[name].tolist() for name in ("status", "reason", "method", "role")]
        made = (Estimate(*row) for row in zip(*texts, *values, strict=True))
        self.rows = dict(zip(zip(*columns, strict=True), made, strict=True))

    def get(
        self,
        analysis: str,
        statistic: str,
        *,
        scale: str = "",
        item: str = "",
        category: str = "",
        case: str = "all",
        group: str = "all",
        contrast: str = "",
        sensitivity: str = "main",
    ) -> Estimate:
        """The row of this key, or an absent estimate."""
        key = (analysis, statistic, scale, item, category, case, group, contrast, sensitivity)
        return self.rows.get(key, ABSENT)


def plain_values(column: pd.Series, kind: type) -> list[Any]:
    """The values of a column as plain numbers of a kind, None for those that are missing."""
    return [None if pd.isna(value) else kind(value) for value in column]
