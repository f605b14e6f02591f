"""What a statistics file says of its variables: labels, codes, missing values, and the cells as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from analysis.ingest.files.apart import Refused
from analysis.ingest.files.lost_letters import DAMAGE
from analysis.ingest.files.spss_layout import AGAIN
from analysis.ingest.files.statistics_values import write_number
from analysis.problems import shorten

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""What no text holds; tabs and line breaks of all kinds are not among them."""


def check_names(names: list[str], fold: Callable[[str], str]) -> None:
    """Refuse two variables of one name; SPSS does not tell capital letters from small ones."""
    seen: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        if not name:
            what = "the file is damaged: a variable has no name"
            raise Refused(f"column {number}", what, "", "", AGAIN)
        if fold(name) in seen:
            what = f"two variables have the same name: “{seen[fold(name)]}” and “{name}”"
            remedy = "rename one of the two, and save it again"
            raise Refused(f"column {name}", what, name, "each once", remedy)
        seen[fold(name)] = name


def write_code(value: object, write: Callable[[float], str] = write_number) -> str:
    """A code as text: a number as it is written, a text without the blanks that fill it up."""
    return write(float(value)) if isinstance(value, (int, float)) else str(value).rstrip(" ")


def describe(
    cells: dict[str, list[Any]], meta: Any, write: dict[str, Callable[[float], str]]
) -> list[dict[str, Any]]:
    """The variables in the file's order, each as the fields of `Variable`."""
    made = []
    for name, label in zip(meta.column_names, meta.column_labels, strict=True):
        # A letter in a number's place is one of Stata's missing values .a to .z.
        tag = "" if meta.readstat_variable_types[name] == "string" else "."
        options = {
            (tag if isinstance(code, str) else "") + write_code(code): text
            for code, text in meta.variable_value_labels.get(name, {}).items()
        }
        single, ranges = _read_missing(name, meta, options)
        kept = {code for code in single if not code.startswith(".")}
        made.append(
            {
                "name": name,
                "label": label or "",
                "cells": list(_write_cells(name, cells[name], write[name], tag, kept)),
                "options": {code: text for code, text in options.items() if code not in single},
                "missing": single,
                "ranges": ranges,
                "unlabelled": bool(meta.variable_to_label.get(name)) and not options,
            }
        )
    _check_texts(made)
    return made


def _read_missing(
    name: str, meta: Any, options: dict[str, str]
) -> tuple[dict[str, str], list[tuple[float, float]]]:
    """The single codes that a variable declares missing, with their texts, and the ranges of such codes."""
    declared = meta.missing_ranges.get(name, [])
    codes = [write_code(one["lo"]) for one in declared if one["lo"] == one["hi"]]
    codes += [f".{tag}" for tag in meta.missing_user_values.get(name, [])]
    codes += [code for code in options if code.startswith(".") and len(code) == 2 and code not in codes]
    ranges = [(one["lo"], one["hi"]) for one in declared if one["lo"] != one["hi"]]
    codes += [code for code in options if code not in codes and _is_within(code, ranges)]
    return {code: options.get(code, "") for code in codes}, ranges


def _is_within(code: str, ranges: list[tuple[float, float]]) -> bool:
    return any(low <= float(code) <= high for low, high in ranges) if ranges else False


def _write_cells(
    name: str, values: list[Any], write: Callable[[float], str], tag: str, missing: set[str]
) -> Iterator[str]:
    """Each cell as text; a code declared missing stays a code where the variable holds dates."""
    for row, value in enumerate(values, 1):
        if value is None or value != value:
            yield ""
        elif isinstance(value, str):
            yield tag + value.rstrip(" ")
        elif missing and (code := write_number(value)) in missing:
            yield code
        else:
            try:
                yield write(value)
            except (OverflowError, ValueError):
                remedy = "correct it in the file, or change the variable's format to a number"
                raise Refused(
                    f"row {row}, column {name}", "there is no such date", f"{value:g}", "a date", remedy
                ) from None


def _check_texts(variables: list[dict[str, Any]]) -> None:
    """Refuse what is no text at all, and letters that were encoded twice or lost before."""
    for one in variables:
        told = [one["name"], one["label"], *one["options"].values(), *one["missing"].values()]
        texts = [
            *((f"row {row}, ", cell) for row, cell in enumerate(one["cells"], 1)),
            *(("", t) for t in told),
        ]
        shown = shorten(CONTROL.sub("?", one["name"]), 40)
        for place, text in texts:
            if not text.isprintable() and CONTROL.search(text):
                what = "the file is damaged: there is a control character in a text"
                raise Refused(f"{place}column {shown}", what, "", "", AGAIN)
            if not text.isascii() and (seen := DAMAGE.search(text)):
                what = "letters of a text were encoded twice, or lost"
                remedy = (
                    "save the file as Unicode in the program it was made with; correct what shows so there"
                )
                raise Refused(f"{place}column {shown}", what, seen[0], "", remedy)
