"""R's model formulas as arrays: treatment coding, and the names that R gives the columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from formulaic import Formula
from numpy.typing import NDArray

from analysis.estimates import Values
from analysis.validation.cases import ReferenceCase, as_list


@dataclass(frozen=True)
class Model:
    """A formula applied to complete rows: the outcome and its levels, the design, its names, the groups."""

    outcome: Values
    levels: list[str]
    design: Values
    names: list[str]
    groups: NDArray[np.int64]


def apply_formula(case: ReferenceCase, formula: str, group: str | None = None) -> Model:
    """The arrays of a formula; rows with anything missing in it or in `group` are left out.

    Words are coded by treatment contrasts against their first level (`_as_factor`). A column that the
    columns before it determine is left out, as R does. Groups are numbered in the order of their names;
    without `group` everybody is in a group of their own. `levels` are the outcome's, as R writes them.
    """
    parsed = Formula(formula.replace("^", "**"))
    outcome, table = formula.split("~")[0].strip(), case.table
    named = [name for name in table.columns if name in parsed.required_variables or name == group]
    rows = table[named].dropna()
    if outcome not in rows:
        rows[outcome] = parsed.lhs.get_model_matrix(rows).to_numpy(dtype=float)[:, 0]
    names = [str(name) for name in as_list(case.expected.get("names", []))]
    parts = {part for name in names for part in name.split(":")}
    for name in parsed.rhs.required_variables & set(rows):
        if not _is_number(rows[name]) or _is_factor_of_numbers(name, parts):
            rows[name] = _as_factor(rows[name], name, names)
    levels, place = np.unique(rows[outcome], return_inverse=True)
    design = parsed.rhs.get_model_matrix(rows)
    columns = design.to_numpy(dtype=float)
    kept = _independent(columns)
    groups = np.arange(len(rows)) if group is None else np.unique(rows[group], return_inverse=True)[1]
    return Model(
        np.asarray(levels[place] if _is_number(rows[outcome]) else place, dtype=np.float64),
        [_write(level) for level in levels],
        columns[:, kept],
        [_as_r(design.columns[column]) for column in kept],
        groups.astype(np.int64),
    )


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _is_factor_of_numbers(name: str, parts: set[str]) -> bool:
    """Whether R took a column of numbers as words, which a CSV file does not tell: Diet2, Diet3."""
    return name not in parts and any(part.startswith(name) for part in parts)


def _as_factor(column: pd.Series, name: str, names: list[str]) -> pd.Categorical:
    """The words with their levels in alphabetical order, or in R's where its names show another.

    A factor's order is not in a CSV file. R's columns name every level but the first, in order.
    """
    words = column.map(_write)
    levels = sorted(set(words))
    shown = [part.removeprefix(name) for part in names if part.startswith(name)]
    shown = [level for level in shown if level in levels]
    first = [level for level in levels if level not in shown]
    return pd.Categorical(words, categories=[*first, *shown] if len(first) == 1 else levels)


def _write(value: object) -> str:
    """A value as R's as.character writes it."""
    if isinstance(value, (bool, np.bool_)):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, (int, float, np.number)) else str(value)


def _as_r(name: str) -> str:
    if name == "Intercept":
        return "(Intercept)"
    return re.sub(r"\[(?:T\.)?([^\]]*)\]", r"\1", name).replace(" ** ", "^")


def _independent(design: Values) -> list[int]:
    kept: list[int] = []
    for place in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, place]]) > len(kept):
            kept.append(place)
    return kept
