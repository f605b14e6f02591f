"""Who belongs to which group in a reference case: two sides, or labels that stand beside the values."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.validation.cases import ReferenceCase

LEVEL = 0.95
"""The level of intervals where a case does not name another."""


def read_level(case: ReferenceCase) -> float:
    """The level of the intervals."""
    return float(case.params.get("ci_level", LEVEL)) if isinstance(case.params, dict) else LEVEL


def read_two_sides(case: ReferenceCase) -> tuple[Values, Values]:
    """The values of x and of y without missing ones; where these are not named, of the first two groups."""
    if "csv" not in case.data or {"x", "y"} <= set(case.table):
        x, y = case.numbers("x"), case.numbers("y")
        return x[~np.isnan(x)], y[~np.isnan(y)]
    values, groups = read_values_by_group(case)
    x, y = (values[groups == group] for group in order_groups(groups)[:2])
    return x, y


def label_sides(x: Values, y: Values) -> tuple[Values, NDArray[np.bool_]]:
    """Both sides in one list, and who of it is of the first."""
    return np.concatenate([x, y]), np.arange(len(x) + len(y)) < len(x)


def read_complete_rows(case: ReferenceCase, *names: str) -> pd.DataFrame:
    """The rows of the named columns in which nothing is missing."""
    table = pd.DataFrame({name: case.table[name] for name in names})
    return table.dropna().reset_index(drop=True)


def read_values_by_group(case: ReferenceCase) -> tuple[Values, NDArray[np.str_]]:
    """The values, `v` or else the first column of numbers, and the labels beside them; complete rows only."""
    table = case.table
    numeric = [name for name in table if pd.api.types.is_numeric_dtype(table[name])]
    value = "v" if "v" in table else numeric[0]
    label = next(name for name in ("group", "g", *table) if name in table and name != value)
    rows = read_complete_rows(case, value, label)
    return rows[value].to_numpy(dtype=float), name_labels(rows[label])


def name_labels(labels: pd.Series) -> NDArray[np.str_]:
    """Labels as R writes them: whole numbers without decimals, even where missing ones made them floats."""
    if pd.api.types.is_float_dtype(labels):
        return np.array([f"{label:g}" for label in labels], dtype=str)
    return labels.astype(str).to_numpy(dtype=str)


def order_groups(groups: NDArray[np.str_]) -> list[str]:
    """The groups as R orders them: numbers by size, words by the alphabet whatever their case."""
    names = [str(name) for name in np.unique(groups)]
    if all(re.fullmatch(r"[-+]?\d+(\.\d+)?", name) for name in names):
        return sorted(names, key=float)
    return sorted(names, key=lambda name: (name.casefold(), name.swapcase()))


def read_group_order(case: ReferenceCase, groups: NDArray[np.str_]) -> list[str]:
    """The order of the groups of a case whose pairs are compared.

    A factor's own order is not in the data. So where a case lists which pairs it expects, and that list
    names each of the groups, its order is theirs; else R's.
    """
    names = [case.expected.get(f"dunn_group{side}", []) for side in (1, 2)]
    first, second = (name if isinstance(name, list) else [name] for name in names)
    listed = [*dict.fromkeys([*first[:1], *second])]
    return listed if sorted(listed) == sorted(set(groups.tolist())) else order_groups(groups)


def read_summed_group(case: ReferenceCase, groups: NDArray[np.str_]) -> str:
    """The group whose sum is followed: the one that the case names, else the first."""
    text = str(case.params.get("statistic", "")) if isinstance(case.params, dict) else ""
    named = re.search(r"group '(.*)'", text)
    return named[1] if named and named[1] in groups else order_groups(groups)[0]
