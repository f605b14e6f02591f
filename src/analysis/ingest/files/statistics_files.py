"""Files of SPSS and Stata as labelled variables with their cells as text.

A damaged file can crash the library that reads it. So `read_spss` and `read_stata` are called in a
process of their own, by `read_statistics`, which is what the readers use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from analysis.ingest.files import spss_layout, stata_layout
from analysis.ingest.files.apart import Refused, read_apart
from analysis.ingest.files.limits import CELLS, COLUMNS, FEWER, ROWS, check_size
from analysis.ingest.files.statistics_values import write_spss_value, write_stata_value
from analysis.ingest.files.statistics_variables import check_names, describe, write_code
from analysis.problems import Problem, ProblemList, ProblemsFound, shorten

Writers = dict[str, Callable[[float], str]]
WORKERS = {"SPSS": "read_spss", "Stata": "read_stata"}
OTHERS = {
    b"\x1c\x00\x00\x00\x00\x00\x00\x00ENCRYPTEDSAV": (
        "an SPSS file with a password",
        "save it in SPSS without a password",
    ),
    b"\xc1\xe2\xc3\xc9\xc9": ("a portable SPSS file", "open it in SPSS and save it as .sav"),
    b"ASCII SPSS PORT FILE": ("a portable SPSS file", "open it in SPSS and save it as .sav"),
    bytes(12) + b"\xc2\xea\x81\x60": ("a SAS file", "save it as .sav or .dta, or export it as CSV"),
    b"HEADER RECORD*******": ("a SAS transport file", "save it as .sav or .dta, or export it as CSV"),
    b"PK\x03\x04": ("a workbook or another zip file", "enter its format in config/sources.tsv"),
}


@dataclass(frozen=True)
class Variable:
    """One variable: its label, the texts of its codes, which of them are missing, and its cells as text.

    `missing` gives the single missing codes with their texts, `ranges` the lowest and highest code of
    ranges that are missing as a whole. `unlabelled` tells that the file names a set of texts for the
    codes, and does not hold it.
    """

    name: str
    label: str
    cells: list[str]
    options: dict[str, str]
    missing: dict[str, str]
    ranges: list[tuple[float, float]] = field(default_factory=list)
    unlabelled: bool = False


@dataclass(frozen=True)
class ResponseSet:
    """Variables that hold the answers of one question.

    `ticked` is the code of a tick, or None where the members hold categories.
    """

    name: str
    label: str
    members: list[str]
    ticked: str | None


@dataclass(frozen=True)
class StatisticsFile:
    """What a file holds; `counted` tells whether it says itself how many cases it has."""

    form: str
    variables: list[Variable]
    sets: list[ResponseSet]
    weighted: bool
    counted: bool


def read_statistics(program: str, path: Path, shown: str) -> StatisticsFile:
    """Read a file of "SPSS" or "Stata" in a process of its own; raises `ProblemsFound`."""
    check_size(path, ProblemList(shown))
    if not path.stat().st_size:
        again = f"export it from {program} again"
        raise ProblemsFound([Problem(shown, "", "the file is empty", "0 bytes", "", again)])
    read = read_apart(f"{__name__}:{WORKERS[program]}", path, shown)
    return StatisticsFile(
        form=read["form"],
        variables=[
            Variable(**{**one, "ranges": [(low, high) for low, high in one["ranges"]]})
            for one in read["variables"]
        ],
        sets=[ResponseSet(**one) for one in read["sets"]],
        weighted=read["weighted"],
        counted=read["counted"],
    )


def read_spss(path: Path) -> dict[str, Any]:
    """The worker for .sav and .zsav; what `StatisticsFile` holds, as JSON can hold it. Raises `Refused`."""
    data = path.read_bytes()
    _check_program("SPSS", data)
    outline = spss_layout.read_outline(data)
    spss_layout.check_cases(data, outline)
    import pyreadstat

    cells, meta = _read(partial(pyreadstat.read_sav, path), "SPSS")
    check_names(meta.column_names, str.casefold)
    shapes = meta.original_variable_types
    write: Writers = {name: partial(write_spss_value, shape=shapes[name] or "") for name in meta.column_names}
    sets = [
        {
            "name": name,
            "label": one["label"] or "",
            "members": list(one["variable_list"]),
            "ticked": write_code(one["counted_value"]) if one["is_dichotomy"] else None,
        }
        for name, one in meta.mr_sets.items()
    ]
    return {
        "form": f"SPSS, {meta.file_encoding or 'Windows-1252'}",
        "variables": describe(cells, meta, write),
        "sets": sets,
        "weighted": outline.weighted,
        "counted": outline.cases is not None,
    }


def read_stata(path: Path) -> dict[str, Any]:
    """The worker for .dta; what `StatisticsFile` holds, as JSON can hold it. Raises `Refused`."""
    data = path.read_bytes()
    _check_program("Stata", data)
    if not stata_layout.is_old(data):
        stata_layout.check_observations(data)
    import pyreadstat

    cells, meta = _read(partial(pyreadstat.read_dta, path), "Stata")
    check_names(meta.column_names, str)
    write: Writers = {
        name: partial(
            write_stata_value,
            shape=meta.original_variable_types[name] or "",
            single=meta.readstat_variable_types[name] == "float",
        )
        for name in meta.column_names
    }
    release = stata_layout.read_release(data)
    encoding = "UTF-8" if release >= stata_layout.UTF8_SINCE else "Windows-1252"
    return {
        "form": f"Stata {release}, {encoding}",
        "variables": describe(cells, meta, write),
        "sets": [],
        "weighted": False,
        "counted": True,
    }


def _check_program(program: str, data: bytes) -> None:
    """Refuse a file that another program wrote, by its first bytes."""
    magics = {"SPSS": spss_layout.MAGIC, "Stata": (stata_layout.MAGIC,)}
    own = data.startswith(magics[program]) or (program == "Stata" and stata_layout.is_old(data))
    if own:
        return
    for other, format_id in (("SPSS", "spss"), ("Stata", "stata")):
        if data.startswith(magics[other]) or (other == "Stata" and stata_layout.is_old(data)):
            remedy = f"enter {format_id} as its format in config/sources.tsv"
            raise Refused("", f"this is a file of {other}, not of {program}", "", "", remedy)
    for magic, (what, remedy) in OTHERS.items():
        if data.startswith(magic) or (magic.startswith(b"ASCII") and magic in data[:500]):
            raise Refused("", f"this is {what}, not a data file of {program}", "", "", remedy)
    remedy = f"save it in {program}, or enter its own format in config/sources.tsv"
    text = "text or another kind of file" if b"\0" not in data[:1000] else "another kind of file"
    raise Refused("", f"this is {text}, not a data file of {program}", "", "", remedy)


def _read(read: Callable[..., Any], program: str) -> tuple[dict[str, list[Any]], Any]:
    """The cells by variable and the description, within the limits; codes declared missing are kept."""
    from pyreadstat import PyreadstatError, ReadstatError

    again = f"open it in {program} and save it again; if it stays so, export it from the survey tool again"
    try:
        _, meta = read(metadataonly=True)
        _check_shape(meta.number_columns, meta.number_rows or 0)
        cells, meta = read(
            user_missing=True, output_format="dict", disable_datetime_conversion=True, row_limit=ROWS + 1
        )
    except (ReadstatError, PyreadstatError, UnicodeError) as error:
        raise Refused("", "the file is damaged", shorten(str(error)), "", again) from None
    rows = len(next(iter(cells.values()))) if cells else 0
    _check_shape(meta.number_columns, rows)
    if not rows:
        raise Refused("", "the file holds variables and no cases", "", "", "export it when there are answers")
    return cells, meta


def _check_shape(columns: int, rows: int) -> None:
    for seen, most, what in (
        (columns, COLUMNS, "variables"),
        (rows, ROWS, "cases"),
        (columns * rows, CELLS, "cells"),
    ):
        if seen > most:
            raise Refused("", f"the file has more {what} than any survey", seen, f"at most {most}", FEWER)
