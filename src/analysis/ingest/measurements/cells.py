"""Single cells of a table as choices, numbers, counts and days; whatever cannot be is noted as a fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pandas as pd

from analysis.ingest.measurements.columns import DATES, MEANINGS, tell_choices
from analysis.ingest.measurements.tables import Table
from analysis.ingest.ratings.rows import plain
from analysis.ingest.receipts import Ledger
from analysis.ingest.times import ISO, PARTED, Order, read_days, tell_strange_day
from analysis.ingest.values.numerals import (
    EPOCH,
    FIRST_SERIAL,
    LAST_SERIAL,
    is_spreadsheet_error,
    read_number,
)
from analysis.problems import ProblemList, name_nearest

PER_CENT = re.compile(r"\s*(?:%|(?:prosent|pst|percent|per cent|pct)\.?)$", re.IGNORECASE)
MINUS = "\u2212"
Days = dict[tuple[str, int, str], str]
"""The day of a cell by table, row and role, as YYYY-MM-DD."""


@dataclass(frozen=True)
class Figure:
    """A number as it was written, and whether per cent stood after it."""

    value: Decimal
    percent: bool


def find_slack(number: Decimal) -> Decimal:
    """Half a unit of a number's last decimal: how far another may lie from it that was rounded to it."""
    return Decimal((0, (5,), int(number.as_tuple().exponent) - 1)) + Decimal("1e-9")


def write(number: Decimal | float | int) -> str:
    """A number as plain text, without zeros at its end."""
    text = f"{Decimal(str(number)).normalize():f}"
    return "0" if text == "-0" else text


def is_per_cent(unit: str) -> bool:
    """Whether a unit means per cent."""
    return bool(PER_CENT.fullmatch(unit))


def read_choice(table: Table, row: int, role: str, default: str = "") -> str:
    """The choice of a cell by its name in the data; `default` for a blank one, which else is a fault."""
    text, allowed = table.text(row, role), tell_choices(role)
    found = MEANINGS[role].get(plain(text), "")
    if found:
        table.recode(row, role, found, "by_label")
    elif text:
        near = name_nearest(plain(text), list(MEANINGS[role])) or "choose one of them"
        table.refuse(row, role, f"the {name_role(role)} is unknown", allowed, near)
    elif default:
        table.recode(row, role, default, "by_default")
        return default
    else:
        table.refuse(row, role, f"the {name_role(role)} is missing", allowed, "choose one of them")
    return found


def name_role(role: str) -> str:
    """A role as messages name it."""
    return {
        "value_kind": "kind of number",
        "counts": "kind counted",
        "baseline_date": "day of the baseline",
        "target_date": "day of the target",
        "last_day": "last day",
        "date": "day",
        "label": "description",
        "period_days": "number of days",
        "also_at_baseline": "number also counted at the baseline",
        "sd": "standard deviation",
    }.get(role, role)


def need_text(table: Table, row: int, role: str) -> str:
    """The text of a cell that must not be blank."""
    text = " ".join(table.text(row, role).split())
    if not text:
        table.refuse(row, role, f"the {name_role(role)} is missing", "a text", "fill it in")
    return text


def read_figure(table: Table, row: int, role: str) -> Figure | None:
    """The number of a cell, None where it is blank or no number."""
    text = table.text(row, role)
    if not text:
        return None
    bare = PER_CENT.sub("", text.replace(MINUS, "-"))
    number = read_number(bare)
    if number is None:
        what = "the cell holds no number"
        remedy = "write the number alone; its unit has a column of its own"
        if is_spreadsheet_error(text):
            what, remedy = "the cell holds the spreadsheet's error, not a number", "write the number"
        table.refuse(row, role, what, "a number, as 12 or 0,25 or 25 %", remedy)
        return None
    if number.thousands is not None and table.thousands:
        readings = f"{write(number.value)} or {number.thousands}"
        remedy = f"write {number.thousands}, or {bare}0 with one more decimal"
        table.refuse(row, role, "the point or comma may mean decimals or thousands", readings, remedy)
        return None
    return Figure(number.value, bare != text.replace(MINUS, "-"))


def read_plain(table: Table, row: int, role: str, lowest: Decimal | None = None) -> Decimal | None:
    """The number of a cell that is no share; nothing below `lowest`."""
    figure = read_figure(table, row, role)
    if figure is None:
        return None
    if lowest is not None and figure.value < lowest:
        table.refuse(
            row, role, f"the {name_role(role)} is {figure.value}", f"{lowest} or more", "correct the cell"
        )
        return None
    table.recode(row, role, write(figure.value), "decimal_number")
    return figure.value


def read_count(table: Table, row: int, role: str, lowest: int = 0) -> int | None:
    """The whole number of a cell, None where it is blank or no such number."""
    figure = read_figure(table, row, role)
    if figure is None:
        return None
    whole = figure.value == figure.value.to_integral_value() and not figure.percent
    if not whole or figure.value < lowest:
        remedy = "correct the cell" if whole else "write a whole number"
        what = (
            f"the {name_role(role)} is no whole number"
            if not whole
            else f"the {name_role(role)} is {figure.value}"
        )
        table.refuse(row, role, what, f"a whole number, {lowest} or more", remedy)
        return None
    table.recode(row, role, write(figure.value), "whole_number")
    return int(figure.value)


def read_all_days(tables: Sequence[Table], dates: Order | None, ledger: Ledger, found: ProblemList) -> Days:
    """The days of all cells that should hold one, read together, so that one tells how another is meant."""
    written = {
        (table.part, row, role): table.text(row, role)
        for table in tables
        for row in table.rows
        for role in DATES
        if table.text(row, role)
    }
    if not written:
        return {}
    series = pd.Series(list(written.values()), dtype="str", name="with days")
    read, lines = read_days(series, dates, found)
    days = dict(zip(written, read, strict=True))
    for line in lines:
        if line["why"] not in ("days_unreadable", "days_unclear"):
            ledger.note(**line)  # type: ignore[arg-type]
    unclear = any(line["why"] == "days_unclear" for line in lines) and not found.problems
    for table in tables:
        for row in table.rows:
            for role in DATES:
                _settle_day(table, row, role, days, unclear)
    return days


def _settle_day(table: Table, row: int, role: str, days: Days, unclear: bool) -> None:
    """Note how the day of a cell was read, or why it cannot be."""
    text, day = table.text(row, role), days.get((table.part, row, role), "")
    allowed, remedy = "a day as 2018-03-01", "write the day as year-month-day"
    if day and (strange := tell_strange_day(day)):
        table.refuse(row, role, strange, allowed, "write the whole day; a year alone is none")
    elif day:
        table.recode(row, role, day, "day_written")
    elif not text:
        return
    elif text.isdecimal() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        kept = EPOCH + timedelta(days=int(text))
        what = f"a spreadsheet keeps the day {kept} as this number"
        table.refuse(row, role, what, allowed, f"if it is right, write {kept}")
    elif unclear and PARTED.match(text):
        remedy += ", or write  dates: day-first  (or month-first) into the source's file in config/sources"
        table.refuse(row, role, "day or month may come first, and nothing tells which", allowed, remedy)
    elif PARTED.match(text) or ISO.match(text):
        table.refuse(row, role, "there is no such day", allowed, "correct the cell")
    else:
        table.refuse(row, role, "this is no day", allowed, remedy)
