"""What one report shows: the estimates of one wave, and the groups, cases and items in their order.

A study may hold several instruments; what is listed here belongs to the one that the report is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.instruments import Instrument, Item
from analysis.plan import Plan
from analysis.profiles.estimates import KEY, Estimates
from analysis.study import Case, Group, Study, Wave

ESTIMATE_TABLES = ("descriptives", "reliability", "differences", "across_cases", "inside_cases")
"""The tables of estimates, each a field of `Showing`."""
OF_INSTRUMENTS = ("descriptions", "reliability", "comparisons", "group_comparisons", "retests")
"""The sections of the plan whose analyses are each about one instrument."""


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

    @cached_property
    def groups(self) -> list[Group]:
        """The groups that answer the instrument, in the order of the legends."""
        named = self.study.groups_of(self.instrument.id)
        return [group for group in self.study.settings.groups if group.id in named]

    @cached_property
    def programme_cases(self) -> list[Case]:
        """The cases of the instrument's programmes, with and without answers, in the order of the reports."""
        named = self.study.cases_of(self.instrument.id)
        return [case for case in self.study.settings.cases if case.id in named]

    @cached_property
    def waves(self) -> list[Wave]:
        """The waves of the instrument and of what is no survey, in order of time."""
        ours = [
            file.wave
            for file in self.study.sources
            if file.kind != "survey" or file.instrument == self.instrument.id
        ]
        return [wave for wave in self.study.settings.waves if wave.id in ours]

    @cached_property
    def cases(self) -> list[Case]:
        """The cases that have answers in this wave, in the order of the reports."""
        answered = {key[KEY.index("case")] for key in self.descriptives.rows}
        return [case for case in self.programme_cases if case.id in answered]

    @cached_property
    def plan(self) -> Plan:
        """The plan without analyses of other instruments, and without contrasts of other groups."""
        whole, groups = self.study.plan, {group.id for group in self.groups}
        ours: dict[str, object] = {
            section: {
                name: one
                for name, one in getattr(whole, section).items()
                if one.instrument == self.instrument.id
            }
            for section in OF_INSTRUMENTS
        }
        ours["contrasts"] = {
            name: one for name, one in whole.contrasts.items() if {one.first, one.second} <= groups
        }
        return whole.model_copy(update=ours)

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
        for name, description in showing.plan.descriptions.items()
        for item in showing.items(description.counts)
    ]
