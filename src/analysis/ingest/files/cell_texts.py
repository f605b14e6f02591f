"""What a typed cell of a workbook says, as the text that a person would write."""

from __future__ import annotations

import datetime
import math


def write_number(number: float) -> str:
    """A number as a spreadsheet shows it: 4 and not 4.0, and no more than the 15 digits that it keeps."""
    if isinstance(number, int):
        return str(number)
    if math.isfinite(number) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


def write_percent(number: float) -> str:
    """A number that is shown as per cent: 25 % for 0.25."""
    return f"{write_number(float(f'{number * 100:.13g}'))} %"


def write_moment(moment: datetime.datetime | datetime.date | datetime.time, dated: bool = False) -> str:
    """A date, a time or both as ISO has it; no midnight where the cell shows a date alone (`dated`)."""
    if isinstance(moment, datetime.datetime):
        if dated and moment.time() == datetime.time():
            return moment.date().isoformat()
        return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    return moment.isoformat()


def write_duration(duration: datetime.timedelta) -> str:
    """Hours, minutes and seconds; the hours may be more than a day's."""
    seconds = round(duration.total_seconds())
    sign = "-" if seconds < 0 else ""
    return f"{sign}{abs(seconds) // 3600:02}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"
