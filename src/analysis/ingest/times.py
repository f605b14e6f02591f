"""When each answer was handed in, as text that sorts; day or month first is never guessed.

Moments are read for their order only: they decide which of a person's answers is the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

import pandas as pd

from analysis.ingest.files.sheets import Line
from analysis.problems import ProblemList

Order = Literal["day-first", "month-first"]
ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
PARTED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
CLOCK = re.compile(
    r"(?:[T ,]|kl\.?)*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|(?:GMT|UTC)?(?:[+-]\d{1,2}(?::?\d{2})?)?)"
)
EARLIEST, LATEST = "1950-01-01", "2049-12-31"
"""The days that a study can be about: a year alone in a cell of days is kept as a day in 1905."""
WHY = {"day-first": "dates_day_first", "month-first": "dates_month_first"}


@dataclass(frozen=True)
class Moments:
    """The moments by row, empty where one cannot be read; None where their order cannot be known.

    `why` is the receipts' word for how they were understood, empty where there was nothing to decide.
    """

    times: pd.Series[str] | None
    why: str = ""


def read_moments(
    cells: pd.Series[str], dates: Order | None, found: ProblemList, beside: Sequence[str] = ()
) -> Moments:
    """Read a column of moments, by its own evidence or by what the source's options say.

    `beside` are the texts of other columns that the tool writes in the same way.

    Notes a problem where the options say what the column contradicts.
    """
    texts = cells.str.strip()
    parted = [match for text in {*texts, *map(str.strip, beside)} if (match := PARTED.match(text))]
    firsts = {int(match[1]) for match in parted}
    seconds = {int(match[3]) for match in parted}
    possible: list[Order] = []
    if all(second <= 12 for second in seconds):
        possible.append("day-first")
    if all(first <= 12 for first in firsts):
        possible.append("month-first")
    if dates and dates not in possible:
        what = f"dates of this column are not {dates}: a month would be above 12"
        found.add(f"column {cells.name}", what, "", "", "correct the key dates in the source's options")
        return Moments(None, "dates_unclear")
    if not any(map(PARTED.match, texts)):
        return Moments(_sort(texts, "day-first"))
    if dates or len(possible) == 1:
        order = dates or possible[0]
        return Moments(_sort(texts, order), WHY[order])
    return _settle(texts, possible)


def read_days(
    written: pd.Series[str], dates: Order | None, found: ProblemList
) -> tuple[pd.Series[str], list[Line]]:
    """The day of each cell as YYYY-MM-DD, with the receipt lines for how it was read.

    A day is empty where the cell is, where it cannot be read, and in the whole column where day or month
    may come first and nothing tells which.
    """
    texts = written.str.strip()
    read = read_moments(texts, dates, found)
    if read.times is None or read.why == "dates_same_order":
        none = pd.Series("", index=written.index, dtype="str")
        return none, [{"what": "time_read", "why": "days_unclear", "count": int((texts != "").sum())}]
    days = read.times.str.slice(0, 10)
    lines: list[Line] = []
    if read.why:
        lines.append({"what": "time_read", "why": read.why, "count": int((days != "").sum())})
    if lost := int(((texts != "") & (days == "")).sum()):
        lines.append({"what": "time_read", "why": "days_unreadable", "count": lost})
    return days, lines


def read_day(text: str, order: Order) -> str:
    """One day as YYYY-MM-DD; empty for what is none."""
    moment = read_moment(text, order)
    return moment.date().isoformat() if moment else ""


def tell_strange_day(day: str) -> str:
    """What is strange about a day written YYYY-MM-DD that no study can be about; empty where it can."""
    if EARLIEST <= day <= LATEST:
        return ""
    return f"the day is {day}, and lies outside {EARLIEST[:4]} to {LATEST[:4]}"


def _settle(texts: pd.Series[str], possible: list[Order]) -> Moments:
    """Two readings are as good as one where they give the same order."""
    readings = [_sort(texts, order) for order in possible]
    if len(readings) == 2 and readings[0].rank().equals(readings[1].rank()):
        return Moments(readings[0], "dates_same_order")
    return Moments(None, "dates_unclear")


def _sort(texts: pd.Series[str], order: Order) -> pd.Series[str]:
    read = {text: read_moment(text, order) for text in texts.unique()}
    # Moments of a known time zone and others cannot be set in one order.
    zones = {moment.tzinfo is None for moment in read.values() if moment}
    mixed = len(zones) > 1
    return texts.map(lambda text: "" if mixed or not read[text] else _write(read[text])).astype("str")


def _write(moment: datetime | None) -> str:
    if moment is None:
        return ""
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def read_moment(text: str, order: Order) -> datetime | None:
    """One moment, or None: ISO, year first, or day and month parted by dots, strokes or hyphens."""
    stripped = text.strip()
    for pattern, arrange in ((ISO, _year_first), (PARTED, _arrange(order))):
        if match := pattern.match(stripped):
            year, month, day = arrange(match)
            return _join(year, month, day, stripped[match.end() :].strip())
    return None


def _year_first(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[1]), int(match[3]), int(match[4])


def _arrange(order: Order) -> Callable[[re.Match[str]], tuple[int, int, int]]:
    def arrange(match: re.Match[str]) -> tuple[int, int, int]:
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        first, second = int(match[1]), int(match[3])
        return (year, second, first) if order == "day-first" else (year, first, second)

    return arrange


def _join(year: int, month: int, day: int, clock: str) -> datetime | None:
    match = CLOCK.fullmatch(clock) if clock else None
    if clock and not match:
        return None
    parts = match.groupdict() if match else {}
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime(
            year, month, day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0)
        )
        return moment.replace(tzinfo=_zone(parts.get("zone") or ""))
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    if not text:
        return None
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if not match:
        return UTC
    sign = -1 if match[1] == "-" else 1
    return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3] or 0)))
