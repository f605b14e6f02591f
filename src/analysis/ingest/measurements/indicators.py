"""Rows of the table of indicators as definitions, one a version; shares are settled later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from analysis.ingest.measurements.cells import (
    Days,
    Figure,
    is_per_cent,
    need_text,
    read_choice,
    read_count,
    read_figure,
    read_plain,
    write,
)
from analysis.ingest.measurements.tables import Table
from analysis.templates.soimpact_words import EXAMPLE_NAMES

FINISHED = ("retired", "redefined")
Key = tuple[str, str, int]
"""The case, the indicator's short name in small letters, and the version."""


@dataclass
class Indicator:
    """One version of an indicator with its row; `baseline` and `target` are as written until settled."""

    row: int
    case: str
    indicator: str
    version: int
    label: str
    level: str
    value_kind: str
    unit: str
    counts: str
    direction: str
    method: str
    target_group: str
    baseline: Figure | None
    baseline_date: str
    target: Figure | None
    target_date: str
    weight: Decimal | None
    status: str
    last_day: str
    settled: dict[str, float]
    """The baseline and the target as they stand in the data, where there are any."""

    @property
    def key(self) -> Key:
        """By what its measurements find it."""
        return self.case, self.indicator.casefold(), self.version

    @property
    def title(self) -> str:
        """As a message names it."""
        return f"the indicator “{self.indicator}”, version {self.version},"


def read_indicators(table: Table, cases: Mapping[int, str], days: Days) -> list[Indicator]:
    """The versions of the indicators in the order of the rows; faults are noted in the table."""
    read = [_read(table, row, cases.get(row, ""), days) for row in table.rows]
    _name_alike(table, read)
    _check_doubles(table, read)
    _check_statuses(table, read)
    return read


def _read(table: Table, row: int, case: str, days: Days) -> Indicator:
    def day(role: str) -> str:
        return days.get((table.part, row, role), "")

    kind = read_choice(table, row, "value_kind")
    made = Indicator(
        row=row,
        case=case,
        indicator=_read_name(table, row),
        version=_read_version(table, row),
        label=need_text(table, row, "label"),
        level=read_choice(table, row, "level"),
        value_kind=kind,
        unit=need_text(table, row, "unit"),
        counts=read_choice(table, row, "counts", "things" if kind == "amount" else ""),
        direction=read_choice(table, row, "direction"),
        method=table.text(row, "method"),
        target_group=table.text(row, "target_group"),
        baseline=read_figure(table, row, "baseline"),
        baseline_date=day("baseline_date"),
        target=read_figure(table, row, "target"),
        target_date=day("target_date"),
        weight=read_plain(table, row, "weight", Decimal(0)),
        status=read_choice(table, row, "status", "active"),
        last_day=day("last_day"),
        settled={},
    )
    _check_days(table, made)
    for role, figure in (("baseline", made.baseline), ("target", made.target)):
        if figure and kind and kind != "share":
            _settle(table, made, role, figure)
    return made


def _read_name(table: Table, row: int) -> str:
    name = need_text(table, row, "indicator")
    if name.casefold().startswith(EXAMPLE_NAMES):
        what = "this is an indicator of the template's example, which is never read"
        remedy = "enter the team's own indicators into the empty template"
        table.refuse(row, "indicator", what, "an indicator of the team's own", remedy)
    return name


def _read_version(table: Table, row: int) -> int:
    if not table.text(row, "version"):
        table.recode(row, "version", "1", "by_default")
        return 1
    return read_count(table, row, "version", lowest=1) or 0


def _settle(table: Table, made: Indicator, role: str, figure: Figure) -> None:
    """A baseline or a target that is no share."""
    whole = figure.value == figure.value.to_integral_value()
    if figure.percent and not is_per_cent(made.unit):
        table.refuse(made.row, role, *mixed(table.text(made.row, role), made.unit))
    elif made.value_kind == "count" and (not whole or figure.value < 0):
        what = f"the {role} of a count is no whole number"
        table.refuse(made.row, role, what, "a whole number, 0 or more", "correct the cell")
    else:
        made.settled[role] = float(figure.value)
        table.recode(made.row, role, write(figure.value), "decimal_number")


def mixed(text: str, unit: str) -> tuple[str, str, str]:
    """What is wrong with a number in per cent where the unit is another one."""
    return f"the number is in per cent, the indicator in “{unit}”", unit, "write the number in that unit"


def _check_days(table: Table, made: Indicator) -> None:
    """Note days that contradict each other, and days that a row cannot do without."""
    row, stated = made.row, made.baseline is not None
    if stated and not table.text(row, "baseline_date"):
        remedy = "fill in the day; where only the year is known, its first day"
        table.refuse(row, "baseline_date", "the baseline has no day", "the day it is of", remedy)
    for role, other in (("target_date", "baseline_date"), ("last_day", "baseline_date")):
        day, before = getattr(made, role), getattr(made, other)
        if day and before and day < before:
            noun = "day of the target" if role == "target_date" else "last day"
            what = f"the {noun} lies before the day of the baseline"
            table.contradict(row, role, what, day, f"a day after {before}", "correct one of the two")
    if made.status == "retired" and not table.text(row, "last_day"):
        what, remedy = "the indicator is retired and has no last day", "fill in the last day it was in use"
        table.refuse(row, "last_day", what, "a day as 2018-03-01", remedy)
    if made.status == "active" and made.last_day:
        what = "the indicator is active and has a last day"
        remedy = "write retired or redefined as its status, or empty the last day"
        table.contradict(row, "last_day", what, made.last_day, "an empty cell", remedy)


def _name_alike(table: Table, read: list[Indicator]) -> None:
    """Let all versions of an indicator bear the name of its first row."""
    first: dict[tuple[str, str], str] = {}
    for one in read:
        known = first.setdefault((one.case, one.indicator.casefold()), one.indicator)
        table.recode(one.row, "indicator", known, "by_label")
        one.indicator = known


def _check_doubles(table: Table, read: list[Indicator]) -> None:
    first: dict[Key, Indicator] = {}
    for one in read:
        before = first.setdefault(one.key, one)
        if before is not one and one.indicator and one.version:
            what = f"{one.title} stands twice"
            remedy = "remove one of the rows, or number the versions"
            seen = f"rows {before.row} and {one.row}"
            table.contradict(one.row, "indicator", what, seen, "one row a version", remedy)


def _check_statuses(table: Table, read: list[Indicator]) -> None:
    """Hold each status against whether a later version follows; a blank one is settled by that."""
    latest: dict[tuple[str, str], int] = {}
    for one in read:
        place = one.key[:2]
        latest[place] = max(latest.get(place, 0), one.version)
    for one in read:
        last = latest[one.key[:2]]
        followed = last > one.version > 0
        if followed and not table.text(one.row, "status"):
            one.status = "redefined"
            table.recode(one.row, "status", "redefined", "by_default")
        elif followed and one.status and one.status != "redefined":
            what = f"{one.title} is {one.status}, and version {last} follows"
            remedy = "write redefined, or give the later version another name"
            table.contradict(one.row, "status", what, table.text(one.row, "status"), "redefined", remedy)
        elif one.status == "redefined" and not followed:
            what = f"{one.title} is redefined, and no later version follows"
            remedy = "add the row of the new version, or write retired"
            seen = table.text(one.row, "status")
            table.contradict(one.row, "status", what, seen, "active or retired", remedy)
