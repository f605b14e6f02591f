"""Holds the numbers that were computed against those a case expects."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.validation.cases import ReferenceCase, is_number

UNDEFINED = {"NA", "NaN"}
INFINITE = {"Inf": math.inf, "-Inf": -math.inf}
"""How R writes what JSON has no number for."""

NAMES_OF_TOLERANCE = {"p_rtol": re.compile(r"p(_.*)?"), "df_rtol": re.compile(r"df.*")}
"""Relative tolerances beside rtol, and the names of the numbers that they are for."""

SIGN_FREE = re.compile(r"compare \|(\w+)\|")
"""How the note of a case says that the sign of a number is arbitrary."""


@dataclass(frozen=True)
class Disagreement:
    """One number that is not as expected; `allowed` is the largest difference that would do, if any is."""

    name: str
    expected: str
    found: str
    allowed: str = ""

    def __str__(self) -> str:
        tolerance = f", allowed ± {self.allowed}" if self.allowed else ""
        return f"{self.name}: expected {self.expected}, found {self.found}{tolerance}"


def find_disagreements(case: ReferenceCase, found: Mapping[str, Any]) -> list[Disagreement]:
    """Every number of `expected` that `found` lacks or has otherwise, in the order of the case.

    A number agrees if |found - expected| <= atol + rtol |expected|; `p_rtol` and `df_rtol` stand for rtol
    where the number is a p or a number of degrees of freedom. None, which is undefined, agrees with None,
    NaN and the infinite, for which JSON has no number. A list of one value agrees with that value alone.
    """
    compared = (
        _compare(name, case, expected, _plain(found[name]))
        if name in found
        else iter([Disagreement(name, _tell(expected), "nothing: it is not computed")])
        for name, expected in case.expected.items()
    )
    return [one for disagreements in compared for one in disagreements]


def allowed_difference(case: ReferenceCase, name: str, expected: float) -> float:
    """The largest difference from `expected` that agrees, for the number of this name."""
    own = [
        key for key, names in NAMES_OF_TOLERANCE.items() if key in case.tolerance and names.fullmatch(name)
    ]
    relative = case.tolerance.get(own[0] if own else "rtol", 0.0)
    return float(case.tolerance.get("atol", 0.0) + relative * abs(expected))


def _compare(name: str, case: ReferenceCase, expected: Any, found: Any) -> Iterator[Disagreement]:
    """Compare one value, or all values inside it; `found` holds no arrays."""
    expected, found = _unwrap(expected, found)
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            if key in found:
                yield from _compare(f"{name}.{key}", case, value, found[key])
            else:
                yield Disagreement(f"{name}.{key}", _tell(value), "nothing: it is not computed")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for place, (value, other) in enumerate(zip(expected, found, strict=True), start=1):
            yield from _compare(f"{name}[{place}]", case, value, other)
    elif not _agrees(name, case, expected, found):
        allowed = f"{allowed_difference(case, _key(name), expected):.3g}" if is_number(expected) else ""
        yield Disagreement(name, _tell(expected), _tell(found), allowed)


def _agrees(name: str, case: ReferenceCase, expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and not isinstance(found, str):
        expected = None if expected in UNDEFINED else INFINITE.get(expected, expected)
    if expected is None or (is_number(expected) and math.isnan(expected)):
        return _is_undefined(found)
    if is_number(expected) and is_number(found):
        if _key(name) in SIGN_FREE.findall(case.note):
            expected, found = abs(expected), abs(found)
        if math.isinf(expected) or math.isinf(found):
            return bool(expected == found)
        return bool(abs(found - expected) <= allowed_difference(case, _key(name), expected))
    return type(expected) is type(found) and bool(expected == found)


def _is_undefined(found: Any) -> bool:
    if isinstance(found, list):
        return all(map(_is_undefined, found))
    return found is None or (is_number(found) and not math.isfinite(found))


def _unwrap(expected: Any, found: Any) -> tuple[Any, Any]:
    """Take a value out of its list of one where only one of the two stands in a list."""
    if isinstance(expected, list) and len(expected) == 1 and not isinstance(found, list):
        return expected[0], found
    if isinstance(found, list) and len(found) == 1 and not isinstance(expected, list):
        return expected, found[0]
    return expected, found


def _key(name: str) -> str:
    """The last name on the way to a value: of `linear.p[3]`, p."""
    return re.sub(r"\[\d+\]", "", name).split(".")[-1]


def _plain(value: Any) -> Any:
    """The value in Python's own types, arrays as lists."""
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _tell(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "undefined"}[value]
    if is_number(value):
        return f"{value:.15g}" if math.isfinite(value) else f"undefined ({value})"
    if isinstance(value, list):
        count = f"{len(value)} values: " if len(value) > 1 else ""
        return count + "[" + ", ".join(map(_tell, value[:6])) + (", …]" if len(value) > 6 else "]")
    if isinstance(value, dict):
        return "{" + ", ".join(value) + "}"
    return f"“{value}”"
