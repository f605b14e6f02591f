"""Every Norwegian municipality number since 1994, when it was valid, and what it became.

A number is not a municipality: numbers change when counties are drawn anew, are used again (0716), and
one number may go on in several (Snillfjord, Tysfjord and Ålesund were divided). So a row is one period
of one number, and a divided number names all that it became.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from analysis.configuration import Day, Described
from analysis.problems import ProblemList
from analysis.rows import read_rows

FIRST_DAY = date(1994, 1, 1)
LISTED_YEAR = 2024

NUMBER_PATTERN = r"^\d{4}$"
Number = Annotated[str, Field(pattern=NUMBER_PATTERN)]


def _read_optional(value: object) -> object:
    return None if value == "" else value


def _read_list(value: object) -> object:
    return value.split() if isinstance(value, str) else value


class Period(Described):
    """One row of municipalities.tsv: one period in which a number meant one municipality."""

    number: Number = Field(description="The municipality number, four digits.")
    name: str = Field(min_length=1, description="The municipality's name, as Statistics Norway lists it.")
    valid_from: Annotated[Day | None, BeforeValidator(_read_optional)] = Field(
        description="First day, YYYY-MM-DD; empty where it was valid when the list begins, 1994-01-01."
    )
    valid_to: Annotated[Day | None, BeforeValidator(_read_optional)] = Field(
        description="Last day, YYYY-MM-DD; empty where it is valid still."
    )
    became: Annotated[list[Number], BeforeValidator(_read_list)] = Field(
        description="The numbers valid the day after, with spaces between them; several where it was "
        "divided; empty where it is valid still."
    )
    units_2024: Annotated[list[Number], BeforeValidator(_read_list)] = Field(
        min_length=1,
        description="The units of 2024 that its territory belongs to, with spaces between them.",
    )
    note: str = Field(description="What is not read straight off the source; empty where all is.")

    def covers(self, on: date) -> bool:
        """Whether the number had this meaning on a day."""
        return (self.valid_from or FIRST_DAY) <= on and (self.valid_to is None or on <= self.valid_to)


class Municipalities:
    """All periods of all numbers; look-ups by number and day."""

    def __init__(self, periods: Iterable[Period]) -> None:
        self.periods: dict[str, list[Period]] = {}
        for period in periods:
            self.periods.setdefault(period.number, []).append(period)

    def existed(self, number: str, on: date) -> bool:
        """Whether a municipality had this number on a day from 1994-01-01 on."""
        return any(period.covers(on) for period in self.periods.get(number, []))

    def name(self, number: str) -> str:
        """The latest name the number stood for; raises KeyError for a number never used."""
        return self.periods[number][-1].name

    def name_on(self, number: str, on: date) -> str:
        """The name a number stood for on a day; raises KeyError or ValueError where it stood for none."""
        return self._period(number, on, on).name

    def held_by(self, number: str, on: date, before: date) -> list[str]:
        """The numbers of an earlier day whose territory, or a part of it, a number has on a day."""
        used = (earlier for earlier in self.periods if self.existed(earlier, before))
        return sorted(earlier for earlier in used if number in self.units_on(earlier, on, before))

    def units_on(self, number: str, on: date, since: date | None = None) -> list[str]:
        """The number or numbers that a number's territory has on a later day, in order.

        `since` is a day on which the number was in use and is needed only where it was used twice (0716);
        without it the number's latest meaning by `on` is followed. Several numbers mean that it was divided.
        Raises KeyError for a number never used, ValueError where the day is before its first.
        """
        period = self._period(number, on, since)
        return sorted(self._follow(period, on, set(period.units_2024)))

    def _period(self, number: str, on: date, since: date | None) -> Period:
        periods = self.periods[number]
        begun = [one for one in periods if (one.valid_from or FIRST_DAY) <= on]
        if since is not None:
            begun = [one for one in begun if one.covers(since)]
        if not begun:
            raise ValueError(f"{number} was not yet in use on {on}")
        return begun[-1]

    def _follow(self, period: Period, on: date, units: set[str]) -> set[str]:
        """The numbers on a day; a successor that shares no unit of 2024 holds none of the territory."""
        if period.valid_to is None or on <= period.valid_to:
            return {period.number}
        after = period.valid_to + timedelta(days=1)
        successors = [self._period(number, after, after) for number in period.became]
        shared = [one for one in successors if units & set(one.units_2024)]
        return {number for one in shared for number in self._follow(one, on, units)}

    def explain(self, number: str) -> str:
        """What is known of a number, as an English sentence for an error message."""
        if number in self.periods:
            return " ".join(self._tell(period) for period in self.periods[number])
        padded = number.zfill(4)
        if padded in self.periods:
            return f"{number} has lost its leading zero: {padded} is {self.name(padded)}."
        nearest = min(self.periods, key=lambda known: _distance(known, number))
        return (
            f"No municipality has had the number {number} since {FIRST_DAY.year}; "
            f"the nearest is {nearest} ({self.name(nearest)})."
        )

    def _tell(self, period: Period) -> str:
        begin, end = period.valid_from, period.valid_to
        since = f" from {begin}" if begin and begin > FIRST_DAY else ""
        if end is None:
            told = f"{period.number} is {period.name}{f',{since} on' if since else ''}"
        else:
            after = end + timedelta(days=1)
            became = [self._period(one, after, after) for one in period.became]
            told = f"{period.number} was {period.name}{since} until {end}; it became {_list(became)}"
        before = self._predecessors(period)
        later = [self.periods[one][-1] for one in period.units_2024 if one not in period.became]
        told += f"; before that it was {_list(before)}" if before else ""
        told += f"; in {LISTED_YEAR} it is {_list(later)}" if end and later else ""
        return told + "."

    def _predecessors(self, period: Period) -> list[Period]:
        if period.valid_from is None:
            return []
        day = period.valid_from - timedelta(days=1)
        ended = [one for periods in self.periods.values() for one in periods if one.valid_to == day]
        units = set(period.units_2024)
        return [one for one in ended if period.number in one.became and units & set(one.units_2024)]


def _list(periods: list[Period]) -> str:
    named = [f"{period.number} {period.name}" for period in periods]
    return " and ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def _distance(known: str, number: str) -> tuple[int, int]:
    """How many digits differ; then how far apart the numbers are."""
    differing = sum(one != other for one, other in zip(known, number, strict=False))
    apart = abs(int(known) - int(number)) if number.isdecimal() else 0
    return differing + abs(len(known) - len(number)), apart


def load_municipalities(path: Path, root: Path) -> Municipalities:
    """Read municipalities.tsv (UTF-8, tabs); raises `ProblemsFound` naming row and column."""
    rows = read_rows(path, Period, root)
    found = ProblemList(path.relative_to(root).as_posix())
    known = {period.number for _, period in rows}
    for number, period in rows:
        for column, named in (("became", period.became), ("units_2024", period.units_2024)):
            for one in named:
                if one not in known:
                    place = f"row {number}, column {column}"
                    found.add(place, f"no row has the number {one}", one, remedy="correct it or add the row")
        if (period.valid_to is None) == bool(period.became):
            what = "a number has valid_to and became, or neither"
            found.add(f"row {number}", what, period.number, remedy="fill in both or none")
        if period.valid_from and period.valid_to and period.valid_from > period.valid_to:
            found.add(f"row {number}", "it ends before it begins", remedy="correct the days")
    found.raise_any()
    municipalities = Municipalities(period for _, period in rows)
    _check_successors(municipalities, rows, found)
    found.raise_any()
    return municipalities


def _check_successors(
    municipalities: Municipalities, rows: list[tuple[int, Period]], found: ProblemList
) -> None:
    for number, period in rows:
        periods = municipalities.periods[period.number]
        earlier = periods[: periods.index(period)]
        if any(one.valid_to is None or one.valid_to >= (period.valid_from or FIRST_DAY) for one in earlier):
            what = "the number still means what an earlier row says"
            found.add(f"row {number}", what, period.number, remedy="correct the days, or sort the rows")
        after = period.valid_to + timedelta(days=1) if period.valid_to else None
        for one in period.became:
            if after and not municipalities.existed(one, after):
                what = f"{one} was not in use on {after}"
                found.add(f"row {number}, column became", what, one, remedy="correct it or the days")
