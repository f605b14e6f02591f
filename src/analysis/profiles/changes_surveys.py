"""Change of survey scales between waves, found by its key: by people, kind of case, group and design."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.instruments import Instrument, Scale
from analysis.planned_changes import ChangeAnalysis
from analysis.profiles.estimates import ABSENT, Estimate, plain_values, read_count
from analysis.profiles.showing import Showing
from analysis.settings import Case, CaseKind, Group

KEY = ("scale", "kind", "case", "group", "design", "contrast", "statistic", "sensitivity")
NUMBERS = ("estimate", "ci_low", "ci_high", "ci_level", "df", "p", "p_adjusted")
COUNTS = ("n_smallest", "n_smallest", "n_cases")
"""What stands as n, as the smallest set and as the cases of an estimate."""
BEHIND = ("n_before", "n_after", "n_linked", "n_cases", "n_treated")
TREATED = "treated_against_others"


@dataclass(frozen=True)
class Moved:
    """One number on change, with the people and cases behind it; a count that is not told is None."""

    number: Estimate = ABSENT
    p_floor: float | None = None
    comparable: str = "yes"
    before: int | None = None
    after: int | None = None
    linked: int | None = None
    cases: int | None = None
    treated: int | None = None

    @property
    def direction(self) -> int:
        """1 where it is above 0, -1 where below, else 0."""
        return (self.number.value > 0) - (self.number.value < 0)


NOWHERE = Moved()


@dataclass(frozen=True)
class SurveyChange:
    """One analysis of change with its rows, and the scales, kinds, groups and cases that have any."""

    name: str
    analysis: ChangeAnalysis
    instrument: Instrument
    kinds: list[CaseKind]
    groups: list[Group]
    cases: list[Case]
    rows: dict[tuple[str, ...], Moved]

    @property
    def scales(self) -> list[Scale]:
        """The scales, in the plan's order."""
        return [self.instrument.scale(name) for name in self.analysis.scales]

    def get(
        self,
        scale: str,
        design: str,
        statistic: str,
        *,
        kind: str = "all",
        case: str = "all",
        group: str = "all",
        contrast: str = "",
        sensitivity: str = "main",
    ) -> Moved:
        """The number of this key, or an absent one."""
        return self.rows.get((scale, kind, case, group, design, contrast, statistic, sensitivity), NOWHERE)

    def sides(self, kind: str = "all") -> tuple[list[CaseKind], list[CaseKind]]:
        """The kinds of cases that are treated, and those they are compared with: all, or one kind."""
        against = self.analysis.against if kind == "all" else [kind]
        treated, others = (
            [one for one in self.kinds if one.id in ids] for ids in (self.analysis.treated, against)
        )
        return treated, others


def list_changes(showing: Showing) -> Iterator[SurveyChange]:
    """Each analysis of change that has something to show, in the plan's order."""
    table, settings = showing.tables["changes"], showing.study.settings
    for name, analysis in showing.study.plan.changes.items():
        rows = table[table["analysis"] == name]
        if len(rows):
            seen = {column: set(rows[column]) for column in ("kind", "case", "group")}
            yield SurveyChange(
                name,
                analysis,
                showing.study.instruments[analysis.instrument],
                _keep_kinds(settings.case_kinds, seen["kind"], analysis),
                [group for group in settings.groups if group.id in seen["group"]],
                [case for case in settings.cases if case.id in seen["case"]],
                _read(rows),
            )


def _keep_kinds(kinds: list[CaseKind], seen: set[str], analysis: ChangeAnalysis) -> list[CaseKind]:
    named = {*seen, *analysis.treated, *analysis.against}
    return [kind for kind in kinds if kind.id in named]


def _read(rows: pd.DataFrame) -> dict[tuple[str, ...], Moved]:
    keys = zip(*(rows[name].tolist() for name in KEY), strict=True)
    texts = [rows[name].tolist() for name in ("status", "reason", "method", "role")]
    numbers = [plain_values(rows[name], float) for name in NUMBERS]
    numbers += [plain_values(rows[name], int) for name in COUNTS]
    estimates = (Estimate(*row) for row in zip(*texts, *numbers, strict=True))
    floors, comparable = plain_values(rows["p_floor"], float), rows["comparable"].tolist()
    behind = zip(*(plain_values(rows[name], int) for name in BEHIND), strict=True)
    moved = (
        Moved(estimate, floor, mark, *counts)
        for estimate, floor, mark, counts in zip(estimates, floors, comparable, behind, strict=True)
    )
    return dict(zip(keys, moved, strict=True))


@dataclass(frozen=True)
class Followed:
    """The people of two waves of one instrument: of all or of one group, by statistic of ATTRITION."""

    instrument: Instrument
    pair: tuple[str, str]
    group: Group | None
    counts: dict[str, Estimate]

    def count(self, statistic: str) -> Estimate:
        """One of the numbers; absent where there is none."""
        return self.counts.get(statistic, ABSENT)


def list_followed(showing: Showing) -> Iterator[Followed]:
    """The people of each two waves of each instrument, of all and then of each group that has any."""
    table = showing.tables["attrition"]
    order = [wave.id for wave in showing.study.settings.waves]
    whole = table[table["case"] == "all"]
    for name, instrument in showing.study.instruments.items():
        rows = whole[whole["instrument"] == name]
        pairs = sorted(
            set(zip(rows["wave_before"], rows["wave_after"], strict=True)),
            key=lambda pair: (order.index(pair[0]), order.index(pair[1])),
        )
        for pair in pairs:
            here = rows[(rows["wave_before"] == pair[0]) & (rows["wave_after"] == pair[1])]
            for group in (None, *showing.study.settings.groups):
                of_group = here[here["group"] == (group.id if group else "all")]
                if len(of_group):
                    counts = {
                        row.statistic: read_count(row.n, row.status, row.reason)
                        for row in of_group.itertuples()
                    }
                    yield Followed(instrument, pair, group, counts)
