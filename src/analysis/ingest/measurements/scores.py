"""Rows of the table of people as scores under pseudonyms, and what they say of a measurement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from analysis.ingest.measurements.cells import Days, find_slack, read_figure, write
from analysis.ingest.measurements.indicators import Indicator, Key
from analysis.ingest.measurements.measured import Measurement, find_indicator
from analysis.ingest.measurements.tables import PERSON, Table
from analysis.ingest.people.masking import identifies
from analysis.ingest.people.pseudonyms import hash_parts, normalise_part

NOT_WORKED_OUT = "the {} is not that of the people's scores"


@dataclass(frozen=True)
class PersonScore:
    """One person's score on one day, None where the cell is blank; the person is a keyed pseudonym."""

    row: int
    of: Indicator
    date: str
    person: str
    score: float | None


def read_people(
    table: Table, cases: Mapping[int, str], days: Days, indicators: Sequence[Indicator], key: bytes
) -> list[PersonScore]:
    """The scores whose rows can be read; faults are noted in the table."""
    read = []
    for row in table.rows:
        case, day = cases.get(row, ""), days.get((table.part, row, "date"), "")
        if not table.text(row, "date"):
            table.refuse(row, "date", "the day is missing", "a day as 2018-03-01", "fill it in")
        person = _read_person(table, row, case, key)
        figure = read_figure(table, row, "score")
        of = find_indicator(table, row, case, indicators)
        if of is None or not of.value_kind:
            continue
        if of.value_kind != "score":
            what = "people's scores belong to an indicator that is a score"
            remedy = "correct the kind of number in the indicators, or remove the row"
            table.refuse(row, "indicator", what, "an indicator whose kind of number is score", remedy)
        if figure:
            table.recode(row, "score", write(figure.value), "decimal_number")
        score = float(figure.value) if figure else None
        read.append(PersonScore(row, of, day, person, score))
    _check_doubles(table, read)
    return read


def _read_person(table: Table, row: int, case: str, key: bytes) -> str:
    code = table.text(row, PERSON)
    if not code:
        table.refuse(row, PERSON, "the person code is missing", "a code of the team's own", "fill it in")
        return ""
    if identifies(code):
        what = "the person code looks as if it named somebody"
        remedy = "give everybody a code of your own, keep the list apart, and write the codes here"
        table.refuse(row, PERSON, what, "a code of the team's own", remedy)
    return "p" + hash_parts(key, "indicator", case, normalise_part(code))


def _check_doubles(table: Table, read: Sequence[PersonScore]) -> None:
    first: dict[tuple[Key, str, str], int] = {}
    for one in read:
        before = first.setdefault((one.of.key, one.date, one.person), one.row)
        if before != one.row and one.person and one.date:
            what, seen = "the person has two scores of one day", f"rows {before} and {one.row}"
            table.contradict(one.row, PERSON, what, seen, "one row a person and day", "remove one of them")


def join_scores(
    table: Table, people: Table, measurements: Sequence[Measurement], scores: Sequence[PersonScore]
) -> set[int]:
    """Work out the mean, the number and the spread of measurements whose people's scores are known.

    Returns the rows of the measurements that are so worked out. What was filled in must agree; scores of a
    day that has no measurement are noted as problems.
    """
    held: dict[tuple[Key, str], list[PersonScore]] = {}
    for one in scores:
        held.setdefault((one.of.key, one.date), []).append(one)
    joined = set()
    for made in measurements:
        found = held.pop((made.of.key, made.date), [])
        values = [one.score for one in found if one.score is not None]
        if values and made.date and made.of.value_kind == "score":
            joined.add(made.row)
            _work_out(table, made, values)
    for (_, date), found in held.items():
        if date:
            what = "the scores are of a day that has no row among the measurements"
            remedy = "add a row with this day and its phase there; its value may be blank"
            people.contradict(found[0].row, "date", what, date, "a day of a measurement", remedy)
    return joined


def _work_out(table: Table, made: Measurement, values: Sequence[float]) -> None:
    # In order of size, so that neither the order of rows nor the key of the pseudonyms shows in the last bit.
    ordered, n = sorted(values), len(values)
    mean = sum(ordered) / n
    spread = sqrt(sum((value - mean) ** 2 for value in ordered) / (n - 1)) if n > 1 else None
    value = made.figure.value if made.figure else None
    said = {"value": value, "denominator": made.denominator, "sd": made.sd}
    for role, number in (("value", mean), ("denominator", n), ("sd", spread)):
        stands = said[role]
        if number is None:
            continue
        if stands is None:
            table.recode(made.row, role, f"{number:.6g}", "from_people")
            continue
        stated = Decimal(stands)
        if abs(stated - Decimal(number)) > find_slack(stated):
            what = NOT_WORKED_OUT.format(role if role != "sd" else "standard deviation")
            seen, remedy = table.show(made.row, role), "correct the scores, or empty the cell"
            table.contradict(made.row, role, what, seen, f"{number:.6g}", remedy)
    made.value, made.denominator = mean, n
    made.sd = None if spread is None else Decimal(spread)
