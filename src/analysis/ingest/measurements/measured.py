"""Rows of the table of measurements, each held against the version of the indicator that it measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.ingest.measurements.cells import (
    Days,
    Figure,
    is_per_cent,
    name_role,
    need_text,
    read_choice,
    read_count,
    read_figure,
    read_plain,
    write,
)
from analysis.ingest.measurements.indicators import Indicator, mixed
from analysis.ingest.measurements.tables import Table
from analysis.problems import name_nearest, shorten

ONLY_FOR = {
    "numerator": ("share",),
    "denominator": ("share", "score"),
    "also_at_baseline": ("share",),
    "period_days": ("count",),
    "sd": ("score",),
}
"""The kinds of numbers that a column is for."""


@dataclass
class Measurement:
    """One measured value with its row; `figure` is the value as written, `value` as it stands in the data."""

    row: int
    of: Indicator
    date: str
    phase: str
    figure: Figure | None = None
    numerator: int | None = None
    denominator: int | None = None
    also_at_baseline: int | None = None
    period_days: int | None = None
    sd: Decimal | None = None
    comment: str = ""
    value: float | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was measured."""
        return self.figure is None and self.numerator is None and self.denominator is None


def find_indicator(table: Table, row: int, case: str, indicators: Sequence[Indicator]) -> Indicator | None:
    """The version of an indicator that a row names; a blank version is that of an indicator with one only."""
    name = need_text(table, row, "indicator")
    if not name:
        return None
    own = [one for one in indicators if one.case == case]
    versions = [one for one in own if one.indicator.casefold() == name.casefold()]
    if not versions:
        names = list(dict.fromkeys(one.indicator for one in own))
        near = name_nearest(name, names) or "add its row to the indicators, or correct the name"
        table.refuse(row, "indicator", "there is no such indicator", shorten(", ".join(names)), near)
        return None
    table.recode(row, "indicator", versions[0].indicator, "by_label")
    known = ", ".join(str(one.version) for one in versions)
    if not table.text(row, "version"):
        if len(versions) == 1:
            table.recode(row, "version", known, "by_default")
            return versions[0]
        what = "the version is missing, and the indicator has several"
        table.refuse(row, "version", what, known, "write which version was measured")
        return None
    number = read_count(table, row, "version", lowest=1)
    found = [one for one in versions if one.version == number]
    if number and not found:
        remedy = "correct the version, or add its row to the indicators"
        table.refuse(row, "version", "the indicator has no such version", known, remedy)
    return found[0] if found else None


def read_measured(
    table: Table, cases: Mapping[int, str], days: Days, indicators: Sequence[Indicator]
) -> list[Measurement]:
    """The measurements whose rows can be read; faults are noted in the table."""
    read = []
    for row in table.rows:
        phase, day = read_choice(table, row, "phase"), days.get((table.part, row, "date"), "")
        if not table.text(row, "date"):
            table.refuse(row, "date", "the day is missing", "a day as 2018-03-01", "fill it in")
        of = find_indicator(table, row, cases.get(row, ""), indicators)
        if of is None or not of.value_kind:
            continue
        read.append(_read(table, row, of, day, phase))
    return read


def _read(table: Table, row: int, of: Indicator, day: str, phase: str) -> Measurement:
    for role, kinds in ONLY_FOR.items():
        if table.text(row, role) and of.value_kind not in kinds:
            remedy = "empty the cell, or correct the kind of number in the indicators"
            what = f"the indicator is a {of.value_kind}".replace("a amount", "an amount")
            table.refuse(row, role, f"{what}, and has no {name_role(role)}", "an empty cell", remedy)
    _check_unit(table, row, of)
    made = Measurement(
        row=row,
        of=of,
        date=day,
        phase=phase,
        figure=read_figure(table, row, "value"),
        numerator=read_count(table, row, "numerator"),
        denominator=read_count(table, row, "denominator", lowest=1),
        also_at_baseline=read_count(table, row, "also_at_baseline"),
        period_days=read_count(table, row, "period_days", lowest=1),
        sd=read_plain(table, row, "sd", Decimal(0)),
        comment=table.text(row, "comment"),
    )
    if of.value_kind == "share":
        _check_counts(table, made)
    elif made.figure:
        _settle(table, made, made.figure)
    return made


def _check_unit(table: Table, row: int, of: Indicator) -> None:
    unit = " ".join(table.text(row, "unit").split())
    same = unit.casefold() == of.unit.casefold() or (is_per_cent(unit) and is_per_cent(of.unit))
    if unit and of.unit and not same:
        what = "the unit is another one than the indicator's"
        table.refuse(row, "unit", what, of.unit, "measure in the indicator's unit, or begin a new version")
    elif unit != of.unit:
        table.recode(row, "unit", of.unit, "by_default" if not unit else "by_label")


def _check_counts(table: Table, made: Measurement) -> None:
    """Note numerators and denominators of a share that cannot be."""
    row, part, whole, both = made.row, made.numerator, made.denominator, made.also_at_baseline
    filled = [role for role in ("numerator", "denominator") if table.text(row, role)]
    if len(filled) == 1:
        other = "denominator" if filled == ["numerator"] else "numerator"
        what = f"there is a {filled[0]} without a {other}"
        table.refuse(row, other, what, "a whole number", "fill in both, or empty both")
    if part is not None and whole is not None and part > whole:
        what, allowed = "the denominator is smaller than the numerator", f"{part} or more"
        table.contradict(row, "denominator", what, f"{part} of {whole}", allowed, "correct one of the two")
    if both is not None and (part is None or both > part):
        what = "more are counted at the baseline too than are counted at all"
        allowed = "the numerator filled in" if part is None else f"{part} or fewer"
        seen = table.show(row, "also_at_baseline")
        table.contradict(row, "also_at_baseline", what, seen, allowed, "correct one of the two")


def _settle(table: Table, made: Measurement, figure: Figure) -> None:
    """A value that is no share."""
    row = made.row
    if figure.percent and not is_per_cent(made.of.unit):
        table.refuse(row, "value", *mixed(table.text(row, "value"), made.of.unit))
    elif made.of.value_kind == "count" and figure.value != figure.value.to_integral_value():
        remedy = "write the whole number; a mean is a score, and other numbers are an amount"
        table.refuse(row, "value", "a count has decimals", "a whole number, 0 or more", remedy)
    elif made.of.value_kind == "count" and figure.value < 0:
        table.refuse(row, "value", "a count is below 0", "a whole number, 0 or more", "correct the cell")
    else:
        made.value = float(figure.value)
        table.recode(row, "value", write(figure.value), "decimal_number")
