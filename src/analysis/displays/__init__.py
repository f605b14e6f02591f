"""Numbers and tables as a reader meets them; the only place where anything is rounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.displays.case_tables import build_case_map, build_case_sides
from analysis.displays.estimate_tables import (
    build_differences,
    build_items,
    build_profile,
    build_reach,
    build_readings,
    build_reliability,
    coefficient_of,
    comparison_heading,
)
from analysis.displays.headline_tables import build_across_cases, build_case_differences, build_robustness
from analysis.displays.numbers import Numbers
from analysis.displays.record_tables import (
    build_contact,
    build_findings,
    build_receipts,
    build_sample,
    build_withheld,
)
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.displays.wave_tables import (
    build_attrition,
    build_case_links,
    build_near_misses,
    build_sample_flow,
)
from analysis.profiles import open_showing
from analysis.study import Study

__all__ = [
    "BUILDERS",
    "RESTRICTED_TABLES",
    "TABLES",
    "Column",
    "Numbers",
    "Section",
    "Table",
    "Voice",
    "build_table",
    "coefficient_of",
    "comparison_heading",
]

BUILDERS: dict[str, Callable[[Voice], Table]] = {
    "sample": build_sample,
    "receipts": build_receipts,
    "sample_flow": build_sample_flow,
    "attrition": build_attrition,
    "case_links": build_case_links,
    "published_findings": build_findings,
    "contact": build_contact,
    "factor_profile": lambda voice: build_profile("factor_profile", "higher", voice),
    "barriers": lambda voice: build_profile("barriers", "lower", voice),
    "items": build_items,
    "differences": build_differences,
    "readings": build_readings,
    "robustness": build_robustness,
    "across_cases": build_across_cases,
    "reliability": build_reliability,
    "reach": build_reach,
    "withheld": build_withheld,
    "near_misses": build_near_misses,
    "case_factor_map": build_case_map,
    "case_sides": build_case_sides,
    "case_differences": build_case_differences,
}
RESTRICTED_TABLES = ("near_misses", "case_factor_map", "case_sides", "case_differences")
TABLES = tuple(name for name in BUILDERS if name not in RESTRICTED_TABLES)


def build_table(name: str, results: Mapping[str, pd.DataFrame], study: Study, language: str) -> Table:
    """One table of the reports; `results` is described at `profiles.open_showing`.

    Raises KeyError for a name that is neither in `TABLES` nor in `RESTRICTED_TABLES`.
    """
    return BUILDERS[name](Voice(open_showing(results, study), language))
