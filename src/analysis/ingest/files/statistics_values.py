"""Numbers of statistics programs as a person would write them: 4 and not 4.0, dates as ISO."""

from __future__ import annotations

import re
import struct
from datetime import datetime, timedelta

WHOLE = 1e15
"""Beyond this, not every whole number can be told from the next."""
SPSS_BEGIN = datetime(1582, 10, 14)
SPSS_DATES = {"DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR"}
SPSS_MOMENTS = {"DATETIME", "YMDHMS"}
SPSS_TIMES = {"TIME", "DTIME", "MTIME"}
STATA_BEGIN = datetime(1960, 1, 1)
STATA_PERIODS = {"w": (52, "w"), "m": (12, "m"), "q": (4, "q"), "h": (2, "h")}
"""Periods in a year, and the letter Stata shows them with, by the format's own letter."""


def write_number(number: float, single: bool = False) -> str:
    """The shortest way to write a number; `single` where it was stored with half the digits."""
    if abs(number) < WHOLE and number == int(number):
        return str(int(number))
    return _write_single(number) if single else repr(float(number))


def _write_single(number: float) -> str:
    """The fewest digits that give the same number in four bytes: 1.1, not 1.100000023841858."""
    stored = struct.pack("<f", number)
    for digits in range(1, 10):
        text = f"{number:.{digits}g}"
        if struct.pack("<f", float(text)) == stored:
            return repr(float(text))
    return repr(float(number))


def write_spss_value(number: float, shape: str) -> str:
    """A number of SPSS by its format ("F8.2", "EDATE10"); raises `OverflowError` for impossible dates."""
    name = re.sub(r"[\d.]+$", "", shape)
    if name in SPSS_DATES:
        return (SPSS_BEGIN + timedelta(seconds=number)).date().isoformat()
    if name in SPSS_MOMENTS:
        return _write_moment(SPSS_BEGIN + timedelta(seconds=number))
    if name in SPSS_TIMES:
        return _write_time(number)
    return write_number(number)


def write_stata_value(number: float, shape: str, single: bool) -> str:
    """A number of Stata by its format ("%9.0g", "%td"); raises `OverflowError` for impossible dates."""
    found = re.match(r"%-?(?:t([cCdwmqh])|(d))", shape)
    if not found:
        return write_number(number, single)
    unit = found[1] or "d"
    if unit == "d":
        return (STATA_BEGIN + timedelta(days=number)).date().isoformat()
    if unit in "cC":
        return _write_moment(STATA_BEGIN + timedelta(milliseconds=number))
    in_a_year, letter = STATA_PERIODS[unit]
    years, period = divmod(int(number), in_a_year)
    return f"{1960 + years}{letter}{period + 1}"


def _write_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")


def _write_time(seconds: float) -> str:
    """Hours, minutes and seconds; hours may be more than a day has."""
    whole, sign = abs(seconds), "-" if seconds < 0 else ""
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(int(minutes), 60)
    part = f"{rest:02.0f}" if rest == int(rest) else f"{rest:09.6f}"
    return f"{sign}{hours:02d}:{minutes:02d}:{part}"
