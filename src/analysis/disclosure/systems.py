"""What each published number tells, as a combination of atoms.

A mean with its n tells the sum of the answers of its atoms, a difference of two groups tells a
difference of such sums, a count tells itself, and a coefficient tells how many people are behind it.
Variables hang together where the mean of a scale is the mean of its items. How many people did not
answer is known to everybody; why, is not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.atoms import Columns, Population, lay_columns
from analysis.disclosure.cells import Readings, name_key
from analysis.disclosure.comparisons import Comparison, tell_aggregation
from analysis.disclosure.kinds import COUNTED
from analysis.disclosure.spans import Floats
from analysis.disclosure.suppression import Cell, System
from analysis.study import Study

UNKNOWN_WEIGHTS = ("mixed", "wild", "heterogeneity", "clustered", "aggregation", "pooled")
"""Kinds that go first, however many people are behind them, and in this order."""

KINDS = (*UNKNOWN_WEIGHTS, "between", "within", "contrast", "coefficient", "agreement", *COUNTED, "moments")
"""Of numbers with as many people behind them, which to withhold first."""

OTHERS = "(others)"
"""The answers that no row counts: neither of the ends, or no missing answer."""

Variable = tuple[str, str, str, str, str]
"""Instrument, wave, scale, item, and what keeps it apart from the means of the same scale or item."""

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
    free += [one for v in family for one in _list_known(columns[v], rows[v], width, minimum)]
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
    counts: dict[str, dict[Population, int]] = defaultdict(dict)
    for row in rows:
        for answer, count in row.answers.items():
            counts[answer][row.case, row.group] = count
    for population, kind, n, counted in _list_counted(rows):
        if kind != "counts":
            counts[OTHERS][population] = max(0, n - counted)
    return lay_columns(start, _list_people(rows, study), counts)


def _list_people(rows: list[Any], study: Study) -> dict[Population, int]:
    people: dict[Population, int] = {}
    for row in sorted(rows, key=lambda row: row.kind in UNKNOWN_WEIGHTS):
        if not row.contrast:
            people.setdefault((row.case, row.group), int(row.n))
    return people or _list_sides(rows, study)


def _list_sides(rows: list[Any], study: Study) -> dict[Population, int]:
    """The people of both sides of each contrast, inside cases where it stands by case."""
    compared = [row for row in rows if row.kind == "contrast" and row.contrast in study.plan.contrasts]
    people: dict[Population, int] = {}
    for row in [row for row in compared if row.case != "all"] or compared:
        contrast = study.plan.contrasts[row.contrast]
        # Which side is the smaller one is not told, and does not matter for what can be recomputed.
        people[row.case, contrast.first] = int(row.n - row.smallest)
        people[row.case, contrast.second] = int(row.smallest)
    return people


def _make_cell(row: Any, columns: Columns, width: int, study: Study) -> Cell:
    people = sum(row.answers.values()) if row.kind in COUNTED else row.n
    return Cell(
        number=int(row.Index),
        name=name_key(row._asdict()),
        order=(KINDS.index(row.kind), int(row.scale != ""), int(row.Index)),
        people=int(people),
        vectors=_tell(row, columns, width, study),
        population=(row.instrument, row.wave, row.item, row.case, row.group),
        withheld=bool(row.withheld),
        guarded=bool(row.guarded),
        exempt=bool(row.exempt),
        small=bool(row.small),
        cheap=row.kind in UNKNOWN_WEIGHTS,
    )


def _tell(row: Any, columns: Columns, width: int, study: Study) -> Floats:
    population = (row.case, row.group)
    if row.kind in COUNTED:
        each = [columns.select(width, population, answer) for answer in row.answers]
        return np.array(each).reshape(len(each), width)
    contrast = study.plan.contrasts.get(row.contrast)
    if not row.contrast and row.kind != "aggregation":
        return columns.sums(width, population)
    if contrast and row.estimated:
        return Comparison(contrast, columns, width).tell(row.kind, row.case)
    aggregates = row.kind == "aggregation" and row.estimated
    return tell_aggregation(columns, width) if aggregates else np.zeros((1, width))


def _list_known(columns: Columns, rows: list[Any], width: int, minimum: int) -> list[Floats]:
    """Where answers are counted: how many gave one, wherever enough people did, and how many gave none."""
    known = []
    for population, kind, n, counted in _list_counted(rows):
        if n >= minimum or kind == "missing":
            known.append(columns.select(width, population))
        if kind == "missing":
            known.append(columns.select(width, population, OTHERS))
            if not counted:
                known += [columns.select(width, population, answer) for answer in columns.answers]
    return known


def _list_counted(rows: list[Any]) -> list[tuple[Population, str, int, int]]:
    """Population, kind, people and people counted, of each population whose answers are counted."""
    found: dict[tuple[Population, str], tuple[int, int]] = {}
    for row in rows:
        if row.kind in COUNTED:
            key = ((row.case, row.group), row.kind)
            n, counted = found.get(key, (int(row.n), 0))
            found[key] = (max(n, int(row.n)), counted + sum(row.answers.values()))
    return sorted((population, kind, *numbers) for (population, kind), numbers in found.items())
