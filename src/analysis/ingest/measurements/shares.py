"""Shares as numbers from 0 to 1, whether they were written as 25 %, as 25 with the unit %, or as 0.25."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.ingest.measurements.cells import Figure, find_slack, is_per_cent, write
from analysis.ingest.measurements.indicators import Indicator
from analysis.ingest.measurements.measured import Measurement
from analysis.ingest.measurements.tables import Table

ONE = Decimal(1)
AS_SHARE = "a share from 0 to 1, or from 0 % to 100 %"
SIGN = "write the sign % after every number of the indicator"


@dataclass(frozen=True)
class Written:
    """One share as it was written, and the cell it stands in."""

    table: Table
    row: int
    role: str
    figure: Figure


def settle_shares(
    definitions: Table, table: Table, indicators: Sequence[Indicator], measurements: Sequence[Measurement]
) -> None:
    """Settle every baseline, target and value that is a share; what cannot be is noted in its table."""
    for one in indicators:
        if one.value_kind != "share":
            continue
        own = [measurement for measurement in measurements if measurement.of is one]
        written = {
            (definitions, one.row, role): Written(definitions, one.row, role, figure)
            for role, figure in (("baseline", one.baseline), ("target", one.target))
            if figure
        }
        written |= {
            (table, made.row, "value"): Written(table, made.row, "value", made.figure)
            for made in own
            if made.figure
        }
        bare = [found.figure.value for found in written.values() if not found.figure.percent]
        shares = {
            at: _read_share(found, one.unit, bare, _has_counts(found, own)) for at, found in written.items()
        }
        for role in ("baseline", "target"):
            share = shares.get((definitions, one.row, role))
            if share is not None:
                one.settled[role] = float(share)
        for made in own:
            _settle_value(table, made, shares.get((table, made.row, "value")))


def _has_counts(found: Written, own: Sequence[Measurement]) -> bool:
    return found.role == "value" and any(
        one.row == found.row and one.numerator is not None and one.denominator for one in own
    )


def _read_share(found: Written, unit: str, bare: Sequence[Decimal], counted: bool) -> Decimal | None:
    """One share; `bare` are all numbers of the indicator without a sign, which show how they are meant."""
    number, why = found.figure.value, "per_cent"
    per_hundred = found.figure.percent
    if not per_hundred and is_per_cent(unit):
        # A number above 1 can only be per cent, and one between 0 and 1 is taken for a share of one.
        per_hundred = any(abs(one) > 1 for one in bare)
        between = any(0 < abs(one) < 1 for one in bare)
        if per_hundred and 0 < abs(number) < 1:
            what = "the number may be a share of one or per cent: others of the indicator are above 1"
            found.table.refuse(found.row, found.role, what, AS_SHARE, SIGN)
            return None
        if number == 1 and not (per_hundred or between or counted):
            what = "the number may mean 1 % or 100 %"
            found.table.refuse(found.row, found.role, what, AS_SHARE, SIGN)
            return None
        why = "per_cent" if per_hundred else "share_of_one"
    share = number / 100 if per_hundred else number
    if not 0 <= share <= 1:
        remedy = "correct the cell" if per_hundred else "write the sign % after the number, or the unit %"
        found.table.refuse(found.row, found.role, "the share lies outside 0 to 1", AS_SHARE, remedy)
        return None
    if per_hundred or why == "share_of_one":
        found.table.became[found.row, found.role] = (write(share), why)
    else:
        found.table.recode(found.row, found.role, write(share), "decimal_number")
    return share


def _settle_value(table: Table, made: Measurement, share: Decimal | None) -> None:
    """The value of a measurement: numerator by denominator where they are filled in, else as written."""
    part, whole = made.numerator, made.denominator
    if part is None or not whole or part > whole:
        made.value = None if share is None else float(share)
        return
    exact = Decimal(part) / Decimal(whole)
    made.value = part / whole
    if made.figure is None:
        table.recode(made.row, "value", f"{exact:.6g}", "from_counts")
    elif share is not None:
        per_hundred = made.figure.percent or share != made.figure.value
        slack = find_slack(made.figure.value) / (100 if per_hundred else 1)
        if abs(share - exact) > slack:
            what = "the share is not the numerator by the denominator"
            allowed = f"{write(round(exact, 4))} or {write(round(exact * 100, 2))} %"
            remedy = "correct the numbers, or empty the value and let it be worked out"
            seen = f"{table.show(made.row, 'value')}, and {part} of {whole}"
            table.contradict(made.row, "value", what, seen, allowed, remedy)
        elif share != exact:
            table.became[made.row, "value"] = (f"{exact:.6g}", "from_counts")
