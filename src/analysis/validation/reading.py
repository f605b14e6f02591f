"""Reads a file of reference cases and tells everything that is wrong with it at once."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.problems import Problem, ProblemList, ProblemsFound, shorten
from analysis.validation.cases import ReferenceCase, is_number

REQUIRED: dict[str, type] = {"id": str, "statistic": str, "data": dict, "expected": dict, "tolerance": dict}
"""What every case holds, and as what."""

SHAPES: dict[type, str] = {str: "a text", dict: "an object: names with values", list: "a list"}

SIDE_BY_SIDE = (
    ("pre", "post"),
    ("t1", "t2"),
    ("rater1", "rater2"),
    ("v", "group", "block"),
)
"""Lists of `data` whose entries belong together one by one, beside `columns` and `group`."""


def read_cases(file: Path) -> list[ReferenceCase]:
    """The cases of a JSON file in their order; their CSV files lie relative to the file's folder.

    Raises `ProblemsFound` with every fault of the file and of its cases.
    """
    problems = ProblemList(file.as_posix())
    cases = []
    named: dict[str, str] = {}
    for number, entry in enumerate(_read_list(file), start=1):
        place = _place_of(number, entry)
        if not _has_its_parts(entry, place, problems):
            continue
        _check_identity(entry["id"], place, named, problems)
        _check_tolerance(entry["tolerance"], place, problems)
        case = _as_case(entry, file.parent)
        _check_data(case, place, problems)
        cases.append(case)
    problems.raise_any()
    return cases


def _read_list(file: Path) -> list[Any]:
    """What the file holds, which must be a list of something."""
    name = file.as_posix()
    remedy = "write the cases as reference/README.md describes, or as reference/cases.json does"
    if not file.is_file():
        remedy = "name a file of reference cases, or none for those that ship with the project"
        raise ProblemsFound([Problem(name, "", "there is no such file", remedy=remedy)])
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ProblemsFound([Problem(name, place, f"this is no JSON: {error.msg}", remedy=remedy)]) from None
    except (ValueError, RecursionError, OSError) as error:
        what = f"this cannot be read as JSON in UTF-8: {shorten(str(error))}"
        raise ProblemsFound([Problem(name, "", what, remedy=remedy)]) from None
    if not isinstance(found, list) or not found:
        what = "the file holds no list of cases"
        seen = shorten(json.dumps(found), 60)
        raise ProblemsFound([Problem(name, "", what, seen, "a list of one case or more", remedy)])
    return found


def _place_of(number: int, entry: object) -> str:
    identity = entry.get("id") if isinstance(entry, dict) else None
    return f"case {number}" + (f" ({identity})" if isinstance(identity, str) else "")


def _has_its_parts(entry: object, place: str, problems: ProblemList) -> bool:
    """Whether the entry can be taken as a case; whatever it lacks is noted."""
    if not isinstance(entry, dict):
        problems.add(place, "a case is an object", shorten(json.dumps(entry), 60), ", ".join(REQUIRED))
        return False
    sound = True
    for key, kind in REQUIRED.items():
        if key not in entry:
            problems.add(place, f"the case has no “{key}”", remedy=f"add “{key}”: {SHAPES[kind]}")
        elif not isinstance(entry[key], kind) or not entry[key]:
            seen = shorten(json.dumps(entry[key]), 60)
            problems.add(f"{place}, key {key}", "this cannot stand here", seen, SHAPES[kind])
        else:
            continue
        sound = False
    # R writes an empty list for no parameters at all.
    if not isinstance(entry.get("params") or {}, dict):
        seen = shorten(json.dumps(entry["params"]), 60)
        problems.add(f"{place}, key params", "this cannot stand here", seen, SHAPES[dict])
        sound = False
    return sound


def _check_identity(identity: str, place: str, named: dict[str, str], problems: ProblemList) -> None:
    if identity in named:
        what = f"the id “{identity}” is that of {named[identity]} too"
        problems.add(f"{place}, key id", what, identity, remedy="give each case an id of its own")
    named.setdefault(identity, place)


def _check_tolerance(tolerance: Mapping[str, Any], place: str, problems: ProblemList) -> None:
    if not {"rtol", "atol"} & set(tolerance):
        remedy = "give “rtol”, “atol” or both"
        problems.add(f"{place}, key tolerance", "the tolerance says neither rtol nor atol", remedy=remedy)
    for name, value in tolerance.items():
        if not is_number(value) or not 0 <= value < math.inf:
            where = f"{place}, key tolerance.{name}"
            problems.add(where, "this is no tolerance", value, "a number, 0 or larger")


def _as_case(entry: dict[str, Any], folder: Path) -> ReferenceCase:
    return ReferenceCase(
        id=entry["id"],
        statistic=entry["statistic"],
        data=entry["data"],
        params=entry.get("params") or {},
        expected=entry["expected"],
        tolerance=entry["tolerance"],
        source=str(entry.get("source") or ""),
        note=str(entry.get("note") or ""),
        folder=folder,
    )


def _check_data(case: ReferenceCase, place: str, problems: ProblemList) -> None:
    if "csv" in case.data:
        _check_csv(case, f"{place}, key data.csv", problems)
    columns = case.data.get("columns", {})
    if not isinstance(columns, dict):
        seen = shorten(json.dumps(columns), 60)
        problems.add(f"{place}, key data.columns", "this cannot stand here", seen, SHAPES[dict])
        return
    given = {name: values for name, values in case.data.items() if isinstance(values, list)}
    beside = [*columns, "group"] if columns else []
    for names in (*SIDE_BY_SIDE, tuple(beside)):
        lengths = {name: _length(values) for name, values in (columns | given).items() if name in names}
        if len(set(lengths.values())) > 1:
            seen = ", ".join(f"{name} {length}" for name, length in lengths.items())
            what, remedy = "columns of unequal length", "write null where a value is missing"
            problems.add(f"{place}, key data", what, seen, "columns of the same length", remedy)
    for name, rows in given.items():
        lengths_of_rows = (
            {_length(row) for row in rows} if any(isinstance(row, list) for row in rows) else {0}
        )
        if len(lengths_of_rows) > 1:
            what, remedy = "rows of unequal length", "write null where a value is missing"
            seen = " and ".join(map(str, sorted(lengths_of_rows)))
            problems.add(f"{place}, key data.{name}", what, seen, "rows of the same length", remedy)


def _length(values: object) -> int:
    """How many values there are; a value by itself is one."""
    return len(values) if isinstance(values, list) else 1


def _check_csv(case: ReferenceCase, place: str, problems: ProblemList) -> None:
    name = case.data["csv"]
    if not isinstance(name, str) or not (case.folder / name).is_file():
        remedy = "put the CSV file there: its path counts from the folder of the file of cases"
        problems.add(place, "there is no such file", name, remedy=remedy)
        return
    try:
        rows, columns = case.table.shape
    except (ValueError, OSError) as error:
        problems.add(place, f"this cannot be read as CSV in UTF-8: {shorten(str(error))}", name)
        return
    said = (case.data.get("nrow", rows), case.data.get("ncol", columns))
    if said != (rows, columns):
        seen = f"{rows} rows and {columns} columns"
        allowed = f"{said[0]} rows and {said[1]} columns, as nrow and ncol say"
        problems.add(place, "this is another table than the case was made with", seen, allowed)
