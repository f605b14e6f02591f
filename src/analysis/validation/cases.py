"""Reference cases as they are read: one set of data, the numbers another program gives, a tolerance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
import pandas as pd

from analysis.estimates import Values


@dataclass(frozen=True)
class ReferenceCase:
    """One reference case.

    `data` holds the numbers themselves, columns by name, or the name of a CSV file beside the cases.
    A column of one value may stand as that value alone. `expected` holds numbers, words, lists or
    further tables of these by name, with None for what is undefined.
    """

    id: str
    statistic: str
    data: dict[str, Any]
    params: dict[str, Any]
    expected: dict[str, Any]
    tolerance: dict[str, float]
    source: str
    note: str
    folder: Path = field(compare=False)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The data as a table: of the CSV file, or one column for each list; missing is NaN or None."""
        if "csv" in self.data:
            # A blank line is a missing value of a table of one column.
            return pd.read_csv(
                self.folder / self.data["csv"], keep_default_na=False, na_values=[""], skip_blank_lines=False
            )
        columns = dict(self.data.get("columns", {}))
        columns |= {name: values for name, values in self.data.items() if name != "columns"}
        return pd.DataFrame({name: as_list(values) for name, values in columns.items()})

    def numbers(self, name: str) -> Values:
        """One list of `data` or one column of the table, as numbers; missing is NaN."""
        values = as_list(self.data[name]) if name in self.data else list(self.table[name])
        return np.array([np.nan if value is None else value for value in values], dtype=float)

    def words(self, name: str) -> np.ndarray:
        """One list of `data` or one column of the table, as text."""
        values = as_list(self.data[name]) if name in self.data else list(self.table[name])
        return np.array([str(value) for value in values])

    def rows(self, name: str) -> Values:
        """A list of lists of `data` as an array; missing is NaN."""
        rows = [as_list(row) for row in as_list(self.data[name])]
        return np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=float)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number, which true and false are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_list(values: Any) -> list[Any]:
    """The values as a list; R writes a list of one as that value alone."""
    return list(values) if isinstance(values, list) else [values]


Adapter = Callable[[ReferenceCase], Mapping[str, Any]]
"""Computes the numbers of a case by the names they have in `expected`; NaN or None where undefined."""
