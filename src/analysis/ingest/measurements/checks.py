"""Measurements held against each other and against what the indicator says: baselines, days, doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from analysis.ingest.measurements.cells import find_slack
from analysis.ingest.measurements.indicators import FINISHED, Indicator, Key
from analysis.ingest.measurements.measured import Measurement
from analysis.ingest.measurements.tables import Table

Held = Mapping[Key, Sequence[Measurement]]
"""The measurements of each version of an indicator, in the order of the rows."""


def check_measurements(
    definitions: Table, table: Table, indicators: Sequence[Indicator], measurements: Sequence[Measurement]
) -> None:
    """Note every contradiction in the table where it stands."""
    held: dict[Key, list[Measurement]] = {one.key: [] for one in indicators}
    for made in measurements:
        held[made.of.key].append(made)
    for one in {one.key: one for one in indicators}.values():
        own = held[one.key]
        baseline = next((made for made in own if made.phase == "baseline"), None)
        _check_doubles(table, own)
        _check_baselines(definitions, table, one, own)
        _check_start(definitions, table, one, own, baseline)
        _check_end(table, one, own, _begin_next(one, indicators, held))
        _check_pairs(table, own, baseline)


def _check_doubles(table: Table, own: Sequence[Measurement]) -> None:
    first: dict[str, int] = {}
    for made in own:
        before = first.setdefault(made.date, made.row)
        if before != made.row and made.date:
            what, seen = f"{made.of.title} is measured twice on one day", f"rows {before} and {made.row}"
            remedy = "remove one of the rows, or correct a day"
            table.contradict(made.row, "date", what, seen, "one row a day", remedy)


def _check_baselines(definitions: Table, table: Table, one: Indicator, own: Sequence[Measurement]) -> None:
    """Note a second baseline, measured or stated."""
    measured = [made for made in own if made.phase == "baseline"]
    for made in measured[1:]:
        what, seen = f"{one.title} has two baselines", f"rows {measured[0].row} and {made.row}"
        remedy = "keep one, and make the other a follow-up; a new definition begins a new version"
        table.contradict(made.row, "phase", what, seen, "one baseline a version", remedy)
    if not measured:
        return
    first, stated = measured[0], one.settled.get("baseline")
    remedy = "correct one of the two, or empty the cells of the stated one"
    if stated is not None and first.value is not None and one.baseline:
        slack = find_slack(one.baseline.value)
        if one.value_kind == "share" and abs(Decimal(str(stated)) - one.baseline.value) > Decimal("1e-9"):
            slack /= 100
        if abs(Decimal(stated) - Decimal(first.value)) > slack:
            what = f"{one.title} has a stated baseline and another one that was measured"
            seen = f"{stated:.6g} stated, {first.value:.6g} measured in row {first.row}"
            definitions.contradict(one.row, "baseline", what, seen, "the same value", remedy)
    if one.baseline_date and first.date and one.baseline_date != first.date:
        what = f"{one.title} has a stated day of the baseline and another one that was measured"
        seen = f"{one.baseline_date} stated, {first.date} measured in row {first.row}"
        definitions.contradict(one.row, "baseline_date", what, seen, "the same day", remedy)


def _check_start(
    definitions: Table, table: Table, one: Indicator, own: Sequence[Measurement], baseline: Measurement | None
) -> None:
    """Note measurements, and a target's day, before the baseline."""
    start = baseline.date if baseline else one.baseline_date
    if start and one.target_date and not one.baseline_date and one.target_date < start:
        what = "the day of the target lies before the day of the baseline"
        allowed = f"a day after {start}"
        definitions.contradict(
            one.row, "target_date", what, one.target_date, allowed, "correct one of the two"
        )
    for made in own:
        if start and made.date and made.date < start and made.phase != "baseline":
            what = f"{one.title} is measured before its baseline"
            remedy = "correct one of the days; what was measured first is the baseline"
            table.contradict(made.row, "date", what, made.date, f"{start} or later", remedy)


def _begin_next(one: Indicator, indicators: Sequence[Indicator], held: Held) -> str:
    """The day on which the next version begins, by its baseline or else its first measurement."""
    later = [other for other in indicators if other.key[:2] == one.key[:2] and other.version > one.version]
    if not later:
        return ""
    after = min(later, key=lambda other: other.version)
    own = held[after.key]
    baselines = [made.date for made in own if made.phase == "baseline" and made.date]
    days = baselines or [day for day in (after.baseline_date,) if day] or [m.date for m in own if m.date]
    return min(days, default="")


def _check_end(table: Table, one: Indicator, own: Sequence[Measurement], following: str) -> None:
    """Note measurements after a version's last day, or where none is said after the next one began."""
    last = one.last_day if one.status in FINISHED else ""
    for made in own:
        if last and made.date > last:
            what = f"{one.title} is {one.status}, and is measured after its last day"
            remedy = "correct the day or the last day, or name the version that was measured"
            table.contradict(made.row, "date", what, made.date, f"{last} or earlier", remedy)
        elif not last and following and made.date > following:
            what = f"{one.title} is measured after the next version began"
            remedy = "name the version that was measured, or fill in the last day of this one"
            table.contradict(made.row, "version", what, made.date, f"{following} or earlier", remedy)


def _check_pairs(table: Table, own: Sequence[Measurement], baseline: Measurement | None) -> None:
    """Note people who are said to be counted at the baseline where fewer were."""
    for made in own:
        both = made.also_at_baseline
        if both is None:
            continue
        counted = baseline.numerator if baseline else None
        if made.phase == "baseline" or counted is None or both > counted:
            what = "the number also counted at the baseline needs a baseline with at least as many"
            seen = f"{both}, and {'none' if counted is None else counted} at the baseline"
            remedy = "correct the numbers, or empty the cell"
            allowed = "as many as the baseline's numerator, or fewer"
            table.contradict(made.row, "also_at_baseline", what, seen, allowed, remedy)
