"""What each published number tells, as a combination of atoms.

A mean with its n tells the sum of the answers of its atoms, a difference of two groups tells a
difference of such sums, a count tells itself, and a coefficient tells how many people are behind it.
Variables hang together where the mean of a scale is the mean of its items.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.atoms import Columns, Population, lay_columns
from analysis.disclosure.cells import Readings, name_key
from analysis.disclosure.spans import Floats
from analysis.disclosure.suppression import Cell, System
from analysis.study import Study

KIND_ORDER = {"within": 0, "contrast": 1, "coefficient": 2, "counts": 3, "moments": 4}
"""Of numbers with as many people behind them, which to withhold first."""

Variable = tuple[str, str, str, str, str]
"""Instrument, wave, scale, item, and the analysis of a coefficient."""

Rows = dict[Variable, list[Any]]


@dataclass(frozen=True)
class _Link:
    """The mean of a scale is the mean of its items where as many people answered all of them."""

    population: Population
    parts: tuple[tuple[Variable, float], ...]


def build_systems(cells: pd.DataFrame, readings: Readings, study: Study) -> list[System]:
    """A system for each set of variables that hang together; `cells` as `cells.gather_cells` makes them."""
    rows: Rows = defaultdict(list)
    for row in cells.itertuples():
        rows[row.instrument, row.wave, row.scale, row.item, row.about].append(row)
    links = _find_links(rows, readings, study)
    return [_build(family, rows, links, study) for family in _find_families(sorted(rows), links)]


def _find_links(rows: Rows, readings: Readings, study: Study) -> list[_Link]:
    answered = {
        variable: {(row.case, row.group): readings[row.Index] for row in own if row.kind == "moments"}
        for variable, own in rows.items()
    }
    links = []
    for variable, populations in answered.items():
        if variable[2] and populations and variable[0] in study.instruments:
            parts = _list_parts(variable, study)
            for population in populations:
                counts = [answered.get(part, {}).get(population, {}) for part, _ in parts]
                if _same_people(counts):
                    links.append(_Link(population, parts))
    return links


def _list_parts(scale: Variable, study: Study) -> tuple[tuple[Variable, float], ...]:
    instrument = study.instruments[scale[0]]
    items = [instrument.item(item) for item in instrument.scale(scale[2]).items]
    each = [((scale[0], scale[1], "", item.id, ""), -1.0 if item.reverse else 1.0) for item in items]
    return (scale, -float(len(each))), *each


def _same_people(counts: list[dict[str, int]]) -> bool:
    return any(len({one.get(reading, -1) for one in counts}) == 1 for reading in counts[0])


def _find_families(variables: list[Variable], links: list[_Link]) -> list[list[Variable]]:
    family = {variable: number for number, variable in enumerate(variables)}
    for parts in {link.parts for link in links}:
        joined = {family[part] for part, _ in parts}
        family = {one: min(joined) if number in joined else number for one, number in family.items()}
    made: dict[int, list[Variable]] = defaultdict(list)
    for variable in variables:
        made[family[variable]].append(variable)
    return list(made.values())


def _build(family: list[Variable], rows: Rows, links: list[_Link], study: Study) -> System:
    minimum = study.settings.disclosure.minimum_people
    columns: dict[Variable, Columns] = {}
    width = 0
    for variable in family:
        columns[variable] = _lay_columns(rows[variable], width, study)
        width += len(columns[variable].people)
    free = [
        np.sum(
            [weight * columns[part].sums(width, link.population)[0] for part, weight in link.parts], axis=0
        )
        for link in links
        if link.parts[0][0] in columns
    ]
    free += [one for v in family for one in _head_counts(columns[v], rows[v], width, minimum)]
    places = [np.tile(np.arange(len(columns[v].atoms)), len(columns[v].answers)) for v in family]
    return System(
        people=np.array([one for v in family for one in columns[v].people], dtype=np.int64),
        block=np.repeat(np.arange(len(family)), [len(place) for place in places]),
        place=np.concatenate(places),
        names=[name_key(one) for v in family for one in columns[v].name({"scale": v[2], "item": v[3]})],
        cells=[_make_cell(row, columns[v], width, study) for v in family for row in rows[v]],
        free=np.array(free).reshape(len(free), width),
        minimum=minimum,
    )


def _lay_columns(rows: list[Any], start: int, study: Study) -> Columns:
    people = {(row.case, row.group): int(row.n) for row in rows if not row.contrast}
    for row in rows:
        contrast = study.plan.contrasts.get(row.contrast)
        if contrast and row.case == "all" and not people.keys() & {("all", contrast.first)}:
            # Which side is the smaller one is not told, and does not matter for what can be recomputed.
            people |= {("all", contrast.first): int(row.n - row.smallest)}
            people |= {("all", contrast.second): int(row.smallest)}
    counts: dict[str, dict[Population, int]] = defaultdict(dict)
    for row in rows:
        if row.kind == "counts":
            counts[row.category][row.case, row.group] = int(row.counted)
    return lay_columns(start, people, counts)


def _make_cell(row: Any, columns: Columns, width: int, study: Study) -> Cell:
    population = (row.case, row.group)
    if row.kind == "counts":
        vectors = columns.select(width, population, row.category)[None, :]
    elif row.kind in ("contrast", "within"):
        vectors = _compare(row, columns, width, study)
    else:
        vectors = columns.sums(width, population)
    return Cell(
        number=int(row.Index),
        name=name_key(row._asdict()),
        order=(KIND_ORDER[row.kind], int(row.scale != ""), int(row.Index)),
        people=int(row.counted if row.kind == "counts" else row.n),
        vectors=vectors,
        population=(row.instrument, row.wave, row.item, row.case, row.group),
        withheld=bool(row.withheld),
        sensitive=bool(row.sensitive),
        exempt=bool(row.exempt),
        small=bool(row.small),
    )


def _compare(row: Any, columns: Columns, width: int, study: Study) -> Floats:
    """The difference of two groups' means, in one population or averaged over the cases with both."""
    made = np.zeros((1, width))
    contrast = study.plan.contrasts.get(row.contrast)
    if contrast is None:
        return made
    for case in sorted({atom[0] for atom in columns.atoms}) if row.kind == "within" else [row.case]:
        first, second = (case, contrast.first), (case, contrast.second)
        n1, n2 = columns.head_count(first), columns.head_count(second)
        if min(n1, n2) > 0:
            sums = columns.sums(width, first)[0] / n1, columns.sums(width, second)[0] / n2
            made[0] += n1 * n2 / (n1 + n2) * (sums[0] - sums[1])
    return made


def _head_counts(columns: Columns, rows: list[Any], width: int, minimum: int) -> list[Floats]:
    """Where answers are counted, how many answered is known wherever enough people did."""
    enough = {(row.case, row.group) for row in rows if row.kind == "counts" and row.n >= minimum}
    return [columns.select(width, population) for population in sorted(enough)]
