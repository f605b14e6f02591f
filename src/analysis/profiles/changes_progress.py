"""Indicators as they are shown: each version with its measurements in order, and each case as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.contracts import LEVELS
from analysis.profiles.estimates import ABSENT, Estimate, plain_values
from analysis.profiles.showing import Showing
from analysis.settings import Case

OF_A_MEASUREMENT = ("value", "change", "ratio", "share_of_way", "attainment")
NUMBERS = ("estimate", "ci_low", "ci_high", "ci_level", "p")


@dataclass(frozen=True)
class Judged:
    """A number with its verdict, whether what it compares may be compared, and how it was computed."""

    number: Estimate = ABSENT
    verdict: str = ""
    comparable: str = "yes"
    date: str = ""


NOTHING = Judged()


@dataclass(frozen=True)
class Occasion:
    """What is told of one measurement of an indicator, by statistic."""

    date: str
    phase: str
    judged: dict[str, Judged]

    def get(self, statistic: str) -> Judged:
        """The number of a statistic, or an absent one."""
        return self.judged.get(statistic, NOTHING)

    @property
    def value(self) -> Estimate:
        """What was measured."""
        return self.get("value").number

    @property
    def stated(self) -> bool:
        """Whether the value was stated and not measured."""
        return self.value.reason == "stated"


@dataclass(frozen=True)
class Tracked:
    """One version of an indicator of a case, with its measurements in order of date."""

    case: Case
    indicator: str
    version: int
    label: str
    level: str
    kind: str
    unit: str
    direction: str
    status: str
    occasions: Sequence[Occasion]
    target: Judged = NOTHING
    trend: Judged = NOTHING

    @property
    def measured(self) -> list[Occasion]:
        """The measurements of which there is a value to show."""
        return [one for one in self.occasions if one.value.known]

    @property
    def baseline(self) -> Occasion | None:
        """The baseline, where there is one to show."""
        return next((one for one in self.measured if one.phase == "baseline"), None)

    @property
    def latest(self) -> Occasion | None:
        """The latest measurement after the baseline; where there is none, what says why."""
        later = [one for one in self.occasions if one.phase != "baseline"]
        known = [one for one in later if one.value.known]
        return next(iter([*reversed(known), *reversed(later)]), None)

    @property
    def shown(self) -> bool:
        """Whether its name and any value may be shown."""
        return bool(self.label)


@dataclass(frozen=True)
class Whole:
    """The indicators of one case together: goal attainment, and what moved the good way at each level."""

    case: Case
    attainment: Estimate
    chain: dict[str, Estimate] = field(default_factory=dict)

    def moved(self, level: str) -> str:
        """good, partly or not: more than, just or less than half moved the good way; empty if not known."""
        one = self.chain.get(level, ABSENT)
        if not one.known or not one.n:
            return ""
        return "good" if 2 * one.value > one.n else "partly" if 2 * one.value == one.n else "not"

    @property
    def links(self) -> tuple[str, str]:
        """The two levels that are held against each other: output, and outcome or else impact."""
        return "output", "outcome" if self.moved("outcome") else "impact"

    @property
    def reading(self) -> str:
        """both, first_only, last_only or neither moved the good way; mixed, or unknown where one is."""
        first, last = (self.moved(level) for level in self.links)
        if not first or not last:
            return "unknown"
        if "partly" in (first, last):
            return "mixed"
        if first == "good":
            return "both" if last == "good" else "first_only"
        return "last_only" if last == "good" else "neither"

    @property
    def unsure(self) -> bool:
        """Whether the intervals leave open that it is otherwise."""
        ends = [
            (self.chain[level].ends, self.chain[level].n or 0) for level in self.links if level in self.chain
        ]
        known = self.reading != "unknown"
        return known and any((2 * low > n) != (2 * high > n) for (low, high), n in ends)

    @property
    def known(self) -> bool:
        """Whether there is anything to tell."""
        return any(one.known for one in (self.attainment, *self.chain.values()))


def list_tracked(showing: Showing) -> list[Tracked]:
    """Every version of every indicator, in the order of the cases, the levels, the names and versions."""
    frame = showing.tables["progress"]
    rows = _read(frame[frame["indicator"] != ""])
    cases = {case.id: (place, case) for place, case in enumerate(showing.study.settings.cases)}
    grouped: dict[tuple[str, str, int], list[dict[str, object]]] = {}
    for row in rows:
        if row["case"] in cases:
            key = (str(row["case"]), str(row["indicator"]), int(str(row["version"])))
            grouped.setdefault(key, []).append(row)
    made = [_track(cases[key[0]][1], own) for key, own in grouped.items()]
    return sorted(
        made,
        key=lambda one: (cases[one.case.id][0], LEVELS.index(one.level), one.indicator, one.version),
    )


def list_wholes(showing: Showing) -> list[Whole]:
    """Every case that has indicators, in the order of the reports."""
    frame = showing.tables["progress"]
    rows = _read(frame[frame["indicator"] == ""])
    found: dict[str, dict[str, Estimate]] = {}
    for row in rows:
        found.setdefault(str(row["case"]), {})[str(row["statistic"])] = _judge(row).number
    return [
        Whole(
            case,
            found[case.id].get("goal_attainment_t", ABSENT),
            {level: found[case.id].get(f"chain_{level}", ABSENT) for level in LEVELS},
        )
        for case in showing.study.settings.cases
        if case.id in found
    ]


def latest_versions(tracked: Sequence[Tracked]) -> list[Tracked]:
    """The last version of each indicator."""
    last = {(one.case.id, one.indicator): one for one in tracked}
    return list(last.values())


def _read(frame: pd.DataFrame) -> list[dict[str, object]]:
    columns: dict[str, list[object]] = {str(name): frame[name].tolist() for name in frame.columns}
    columns |= {name: plain_values(frame[name], float) for name in NUMBERS}
    columns |= {name: plain_values(frame[name], int) for name in ("n", "n_baseline", "version")}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _judge(row: dict[str, object]) -> Judged:
    numbers = {name: row[name] for name in (*NUMBERS, "n")}
    number = Estimate(str(row["status"]), str(row["reason"]), str(row["method"]), **numbers)  # type: ignore[arg-type]
    return Judged(number, str(row["verdict"]), str(row["comparable"]), str(row["date"]))


def _track(case: Case, rows: list[dict[str, object]]) -> Tracked:
    about = {name: str(rows[0][name]) for name in ("indicator", "level", "unit", "direction")}
    occasions: dict[tuple[str, str], dict[str, Judged]] = {}
    whole: dict[str, Judged] = {}
    for row in rows:
        if row["statistic"] in OF_A_MEASUREMENT:
            key = (str(row["date"]), str(row["phase"]))
            occasions.setdefault(key, {})[str(row["statistic"])] = _judge(row)
        else:
            whole[str(row["statistic"])] = _judge(row)
    ordered = sorted(occasions.items(), key=lambda one: (one[0][0], one[0][1] != "baseline"))
    return Tracked(
        case=case,
        version=int(str(rows[0]["version"])),
        label=str(rows[0]["label"]),
        kind=str(rows[0]["value_kind"]),
        status=str(rows[0]["indicator_status"]),
        occasions=tuple(Occasion(date, phase, judged) for (date, phase), judged in ordered),
        target=whole.get("target", NOTHING),
        trend=whole.get("trend", NOTHING),
        **about,
    )
