"""What differs between two sets of public results, told number by number.

Bytes are promised to be the same on one kind of machine only; across machines the last digits of a
float may differ. So a table is compared value by value within a tolerance, everything else by hash.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from analysis.contracts import Contract
from analysis.provenance import describe_files
from analysis.results import PUBLIC_TABLES
from analysis.tables import read_table

TOLERANCE = 1e-9
CONTRACTS = {path.removeprefix("public/"): contract for path, contract in PUBLIC_TABLES.values()}


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: `where` names the file and, in a table, the row and column."""

    where: str
    before: str
    after: str


def compare_results(before: Path, after: Path, tolerance: float = TOLERANCE) -> list[Difference]:
    """All differences between two folders of public results, in the order of their files.

    A number differs when it is further off than `tolerance`, relative or absolute. A table whose
    bytes differ only within the tolerance is no difference. The manifest, which lists hashes, is
    left out.
    """
    first, second = (_hashes(folder) for folder in (before, after))
    found: list[Difference] = []
    for name in sorted(first.keys() | second.keys()):
        if name not in first or name not in second:
            found.append(Difference(name, _presence(name in first), _presence(name in second)))
        elif first[name] != second[name]:
            contract = CONTRACTS.get(name)
            if contract:
                found += _compare_tables(name, before / name, after / name, contract, tolerance)
            else:
                found.append(Difference(name, first[name][:12], second[name][:12]))
    return found


def _hashes(folder: Path) -> dict[str, str]:
    return {str(file["path"]): str(file["sha256"]) for file in describe_files(folder, ["manifest.json"])}


def _presence(there: bool) -> str:
    return "there" if there else "not there"


def _compare_tables(
    name: str, before: Path, after: Path, contract: Contract, tolerance: float
) -> list[Difference]:
    tables = [read_table(path, contract).set_index(list(contract.key)) for path in (before, after)]
    rows = [dict(zip(table.index, table.to_dict("records"), strict=True)) for table in tables]
    found: list[Difference] = []
    for key in sorted(rows[0].keys() | rows[1].keys()):
        where = f"{name}: {_tell_key(contract, key)}"
        if key not in rows[0] or key not in rows[1]:
            found.append(Difference(where, _presence(key in rows[0]), _presence(key in rows[1])))
            continue
        for column, old in rows[0][key].items():
            new = rows[1][key][column]
            if not _alike(old, new, tolerance):
                found.append(Difference(f"{where}, column {column}", _tell(old), _tell(new)))
    return found


def _tell_key(contract: Contract, key: tuple[str, ...]) -> str:
    named = zip(contract.key, key, strict=True)
    return ", ".join(f"{column}={value}" for column, value in named if value and value != "all")


def _missing(value: object) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def _alike(old: object, new: object, tolerance: float) -> bool:
    if _missing(old) or _missing(new):
        return _missing(old) and _missing(new)
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return math.isclose(old, new, rel_tol=tolerance, abs_tol=tolerance)
    return bool(old == new)


def _tell(value: object) -> str:
    return "nothing" if _missing(value) else str(value)
