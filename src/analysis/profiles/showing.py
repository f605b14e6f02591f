"""What one report shows: the estimates of one wave, and the groups, cases and items in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.instruments import Instrument, Item
from analysis.profiles.estimates import KEY, Estimates
from analysis.study import Case, Group, Study

ESTIMATE_TABLES = ("descriptives", "reliability", "differences", "across_cases", "inside_cases")
"""The tables of estimates, each a field of `Showing`."""


@dataclass(frozen=True)
class Showing:
    """The results that one report shows: the estimates of one wave, and the other tables as they are."""

    study: Study
    wave: str
    descriptives: Estimates
    reliability: Estimates
    differences: Estimates
    across_cases: Estimates
    inside_cases: Estimates
    tables: Mapping[str, pd.DataFrame]

    @property
    def instrument(self) -> Instrument:
        """The instrument the study report is about."""
        return self.study.instruments[self.study.settings.main_instrument]

    @property
    def groups(self) -> list[Group]:
        """The groups in the order of the legends."""
        return self.study.settings.groups

    @cached_property
    def cases(self) -> list[Case]:
        """The cases that have answers in this wave, in the order of the reports."""
        answered = {key[KEY.index("case")] for key in self.descriptives.rows}
        return [case for case in self.study.settings.cases if case.id in answered]

    def items(self, names: Iterable[str]) -> list[Item]:
        """The named items in the instrument's order."""
        named = set(names)
        return [item for item in self.instrument.items if item.id in named]


def open_showing(results: Mapping[str, pd.DataFrame], study: Study) -> Showing:
    """Open the results of the study's main wave.

    `results` holds the tables of estimates (ESTIMATES contract) and the other tables a report shows, by
    name.
    """
    wave = study.main_wave
    read = {name: Estimates(results[name], wave) for name in ESTIMATE_TABLES}
    return Showing(study, wave, **read, tables=results)


def counted_items(showing: Showing) -> list[tuple[str, Item]]:
    """The items whose answers are counted: (name of the description, item)."""
    return [
        (name, item)
        for name, description in showing.study.plan.descriptions.items()
        for item in showing.items(description.counts)
    ]
