"""Numbers as people and spreadsheets write them, and what to call a text that is none.

A decimal may follow a comma or a point, thousands stand apart by a space. A point or comma before three
digits could also mean thousands (1.500); such a text has a second reading, which its reader must weigh.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from analysis.ingest.faults import Fault

SPACES = " \u00a0\u2007\u2009\u202f"
PLAIN = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?", re.ASCII)
GROUPED = re.compile(f"-?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}}){{1,4}}(?:[.,][0-9]{{1,15}})?", re.ASCII)
THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
WITH_UNIT = re.compile(rf"-?[0-9][0-9.,{SPACES}]*?[{SPACES}]*(?P<unit>[^0-9{SPACES}.,].*)", re.DOTALL)
UNITS = (
    *("%", "prosent", "pst", "percent", "kr", "nok", "kroner", "€", "$", "stk", "poeng", "points"),
    *("år", "years", "year", "mnd", "måned", "måneder", "månad", "månader", "months", "month"),
    *("uke", "uker", "veke", "veker", "weeks", "week", "dager", "dag", "dagar", "dage", "days", "day"),
    *("t", "time", "timer", "timar", "hours", "hour", "min", "minutter", "minutt", "minutes", "sek"),
    *("ganger", "gang", "gange", "gonger", "gong", "times", "personer", "personar", "people", "barn"),
)
EXCEL_ERRORS = {
    *("#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#n/a", "#getting_data"),
    *("#spill!", "#calc!", "#i/t", "#verdi!", "#navn?", "#tall!"),
}
MONTHS = (
    *("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"),
    *("may", "maj", "oct", "dec"),
)
MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
DATES = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.+Z-]*)?"
    r"|[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{2}){1,2}"
    rf"|[0-9]{{1,2}}[. -]{{1,3}}{MONTH}(?:[ -]{{0,3}}[0-9]{{2,4}})?"
    rf"|{MONTH}[ -]{{0,3}}[0-9]{{2,4}}",
    re.IGNORECASE,
)
LONGEST_NUMBER = 40
"""A longer text is not looked into for a date or a unit."""
FIRST_SERIAL, LAST_SERIAL = 36526, 54788
"""Day numbers of spreadsheets from 2000 to 2049."""
EPOCH = date(1899, 12, 30)
AGAIN = "correct the cell in the tool, and export it again"
FROM_DATES = "a spreadsheet turns 1-5 or 2.3 into a date"
NOT_SAVED = "export the file again, and do not open and save it in a spreadsheet on the way"


@dataclass(frozen=True)
class Number:
    """A number that a text stands for; `thousands` is its other reading, where it has one."""

    value: Decimal
    thousands: int | None = None

    @property
    def whole(self) -> int | None:
        """The number where it is whole."""
        return int(self.value) if self.value == self.value.to_integral_value() else None


def read_number(text: str) -> Number | None:
    """The number that a text stands for, or None."""
    stripped = text.strip(SPACES)
    if not (PLAIN.fullmatch(stripped) or GROUPED.fullmatch(stripped)):
        return None
    digits = re.sub(f"[{SPACES}]", "", stripped)
    thousands = int(re.sub("[.,]", "", digits)) if THOUSANDS.fullmatch(stripped) else None
    return Number(Decimal(digits.replace(",", ".")), thousands)


def read_whole(text: str) -> int | None:
    """The whole number that a text stands for, or None."""
    number = read_number(text)
    return number.whole if number else None


def is_spreadsheet_error(text: str) -> bool:
    """Whether a spreadsheet wrote the text in place of a value it did not have."""
    return text.strip().casefold() in EXCEL_ERRORS


def tell_spreadsheet_error(text: str) -> Fault:
    """What to do about a cell with the error of a spreadsheet."""
    name = text.strip().upper()
    remedy = f"{NOT_SAVED}; or say what it means under missing: of the source"
    if name == "#NULL!":
        remedy = (
            "SPSS writes #NULL! into Excel files where an answer is missing: bring the .sav file itself, "
            "or say what it means under missing: of the source"
        )
    return Fault(f"the cell holds the spreadsheet's error {name}, not an answer", "", remedy)


def tell_no_number(text: str, allowed: str, kind: str = "whole number") -> Fault:
    """What is wrong with a text where a number is expected."""
    stripped = text.strip()[:LONGEST_NUMBER]
    if DATES.fullmatch(stripped):
        what = "this is a date, a number is expected"
        return Fault(what, allowed, f"{FROM_DATES}: {NOT_SAVED}")
    unit = WITH_UNIT.fullmatch(stripped)
    if unit and unit["unit"].casefold().rstrip(".") in UNITS:
        what = f"the number has a unit, “{unit['unit']}”"
        return Fault(what, allowed, "let the form take numbers only, and take the unit away in the tool")
    return Fault(f"this is not a {kind}", allowed, AGAIN)


def tell_day_number(number: int, allowed: str) -> Fault | None:
    """What is wrong with a number that cannot be and may be a date in disguise."""
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    day = EPOCH + timedelta(days=number)
    what = f"the answer is out of range; a spreadsheet keeps the date {day} as this number"
    return Fault(what, allowed, f"{FROM_DATES}: {NOT_SAVED}")
