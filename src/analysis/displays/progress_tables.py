"""The tables of indicators: how far each has come, each case as a whole, definitions and measurements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from babel.dates import format_date

from analysis.contracts import LEVELS
from analysis.displays.lettered import LetteredTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.scorecard_tables import MARKED_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import ABSENT, Estimate
from analysis.profiles.changes_progress import (
    Judged,
    Occasion,
    Tracked,
    Whole,
    list_tracked,
    list_wholes,
)

PER_CENT = 100
MANY = 1000
"""From here on a number is shown without decimals."""


class ProgressTable(LetteredTable):
    """A table of indicators, whose numbers are shown in the unit of each; it remembers what is marked."""

    def __init__(self, name: str, voice: Voice) -> None:
        super().__init__(name, voice)
        self.marked = False

    def value(self, one: Tracked, number: Estimate) -> str:
        """A cell with a value and its interval; a share in per cent; a stated value alone."""
        if number.known and number.reason == "stated":
            return self._alone(one, number)
        cell = self.with_interval(scale(one.kind, number), decimals_of(one, number))
        return self._in_per_cent(cell) if one.kind == "share" and number.known else cell

    def change(self, one: Tracked, judged: Judged) -> str:
        """A cell with a change and its interval; of shares in percentage points."""
        cell = self.with_interval(scale(one.kind, judged.number), decimals_of(one, judged.number))
        return self._mark_versions(cell, judged)

    def way(self, judged: Judged) -> str:
        """A cell with the share of the way to the target in per cent."""
        number = judged.number
        cell = self.with_interval(scale("share", number), 0)
        return self._mark_versions(self._in_per_cent(cell) if number.known else cell, judged)

    def level(self, judged: Judged) -> str:
        """A cell with a level of attainment and the levels of its ends."""
        return self._mark_versions(self.with_interval(judged.number, 0), judged)

    def range(self, number: Estimate, decimals: int) -> str:
        """A cell with a number and its range, which has no level."""
        return self.with_interval(replace(number, ci_level=None), decimals)

    def marks(self) -> str:
        """What the mark of a change across versions means, where it is in use."""
        return self.voice.text("note.progress_marked", sign=MARKED_SIGN) if self.marked else ""

    def _in_per_cent(self, cell: str) -> str:
        first, *rest = cell.split(" ", 1)
        return " ".join([self.voice.text("number.percent", number=first), *rest])

    def _alone(self, one: Tracked, number: Estimate) -> str:
        text = tell_value(self.voice, one, number.value)
        return self.voice.text("label.stated", value=text)

    def _mark_versions(self, cell: str, judged: Judged) -> str:
        if judged.comparable != "marked" or not judged.number.known:
            return cell
        self.marked = True
        return f"{cell} {MARKED_SIGN}"


def scale(kind: str, number: Estimate) -> Estimate:
    """A number as its unit is shown: shares in per cent."""
    if kind != "share" or not number.known or number.estimate is None:
        return number
    ends = [None if end is None else PER_CENT * end for end in (number.ci_low, number.ci_high)]
    return replace(number, estimate=PER_CENT * number.estimate, ci_low=ends[0], ci_high=ends[1])


def decimals_of(one: Tracked, number: Estimate) -> int:
    """The decimals a value or a change is shown with: none for shares with intervals and whole counts."""
    if one.kind == "score":
        return 2
    if one.kind == "share" and number.has_interval:
        return 0
    size = round(abs(scale(one.kind, number).value), 6) if number.known else 0.0
    return 0 if size == round(size) or size >= MANY else 1


def tell_value(voice: Voice, one: Tracked, value: float) -> str:
    """A value in the unit it is shown in, without its interval, as exactly as it was stated."""
    share = one.kind == "share"
    exact = Decimal(repr(round(float(PER_CENT * value if share else value), 6)))
    text = voice.numbers.plain(float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)))
    return voice.text("number.percent", number=text) if share else text


def tell_day(voice: Voice, day: str) -> str:
    """A day in the language's short form; a dash where there is none."""
    if not day:
        return NO_NUMBER_SIGN
    return str(format_date(date.fromisoformat(day), "medium", locale=voice.wording.locale))


def name_indicator(voice: Voice, one: Tracked) -> str:
    """An indicator by its label, its level and unit, its version and status where they say something."""
    parts = [voice.text(f"indicator_level.{one.level}")]
    if one.kind != "share" and one.unit:
        parts.append(one.unit)
    if one.version > 1 or one.status == "redefined":
        parts.append(voice.text("label.indicator_version", number=voice.numbers.count(one.version)))
    if one.status != "active":
        parts.append(voice.text(f"indicator_status.{one.status}"))
    return voice.text("label.indicator", label=one.label or one.indicator, about=", ".join(parts))


def by_case(tracked: Sequence[Tracked]) -> list[tuple[str, list[Tracked]]]:
    """The indicators of each case under its name."""
    return [(label, list(own)) for label, own in groupby(tracked, key=lambda one: one.case.label)]


def build_progress(voice: Voice) -> Table:
    """Baseline, latest value, change, share of the way and target of every indicator, under its case."""
    table = ProgressTable("progress", voice)
    names = ("indicator_baseline", "indicator_latest", "indicator_change", "of_the_way", "indicator_target")
    columns = [Column(voice.text("heading.indicator"), "left")]
    columns += [*(Column(voice.text(f"heading.{name}")) for name in names)]
    columns.append(Column(voice.text("heading.indicator_verdict"), "left"))
    everything = list_tracked(voice.showing)
    tracked = [one for one in everything if one.shown]
    sections = [Section(label, tuple(_row(table, one) for one in own)) for label, own in by_case(tracked)]
    hidden = len(everything) - len(tracked)
    notes = [voice.text("note.progress")] if tracked else []
    notes += [voice.text("note.progress_same_people")] if any(map(_is_paired, tracked)) else []
    notes += [table.marks()] if table.marked else []
    if hidden:
        count = voice.numbers.counted("indicators", hidden)
        notes.append(voice.text("note.indicators_hidden", count=hidden, indicators=count))
    return table.finish(columns, sections, *notes, of_wave=False)


def _is_paired(one: Tracked) -> bool:
    """Whether a score's change is that of the people known both times."""
    latest = one.latest
    return one.kind == "score" and latest is not None and "same people" in latest.get("change").number.method


def _row(table: ProgressTable, one: Tracked) -> tuple[str, ...]:
    latest = one.latest or Occasion("", "", {})
    base = one.baseline or next((own for own in one.occasions if own.phase == "baseline"), None)
    return (
        name_indicator(table.voice, one),
        table.value(one, base.value if base else ABSENT),
        table.value(one, latest.value),
        table.change(one, latest.get("change")),
        table.way(latest.get("share_of_way")),
        tell_target(table, one),
        tell_verdicts(table.voice, one, latest),
    )


def tell_target(table: ProgressTable, one: Tracked) -> str:
    """A cell with the target and its day."""
    if not one.target.number.known:
        return table.number(one.target.number, 0)
    value = tell_value(table.voice, one, one.target.number.value)
    if not one.target.date:
        return value
    return table.voice.text("label.target_by", value=value, day=tell_day(table.voice, one.target.date))


def tell_verdicts(voice: Voice, one: Tracked, latest: Occasion) -> str:
    """What the change, the share of the way and the day of the target come to, in words."""
    change, way = judge_change(latest.get("change")), latest.get("share_of_way").verdict
    told = [voice.text(f"indicator_change.{change}")] if change else []
    told += [voice.text(f"indicator_way.{way}")] if way else []
    told += [voice.text(f"indicator_target.{one.target.verdict}")] if one.target.verdict else []
    return "; ".join(told) or NO_NUMBER_SIGN


def judge_change(change: Judged) -> str:
    """The verdict of a change; unjudged where no interval says whether it may be chance."""
    return "unjudged" if change.verdict == "unclear" and not change.number.has_interval else change.verdict


def build_attainment(voice: Voice) -> Table:
    """Goal attainment of each case, and what moved the good way from output to impact; for the team only."""
    table = ProgressTable("attainment", voice)
    columns = [Column(voice.text("heading.case"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("goal_attainment", "indicators_behind")]
    columns += [Column(voice.text(f"indicator_level.{level}")) for level in LEVELS]
    columns.append(Column(voice.text("heading.chain"), "left"))
    rows = tuple(_whole_row(table, one) for one in list_wholes(voice.showing))
    rules = voice.showing.study.plan.indicators.attainment
    correlation = voice.numbers.number(rules.correlation, 2)
    notes = [voice.text("note.attainment", correlation=correlation)] if rows else []
    return table.finish(columns, [Section("", rows)] if rows else [], *notes, of_wave=False)


def _whole_row(table: ProgressTable, one: Whole) -> tuple[str, ...]:
    behind = one.attainment.n
    return (
        one.case.label,
        table.range(one.attainment, 1),
        NO_NUMBER_SIGN if behind is None else table.voice.numbers.count(behind),
        *(_link(table, one.chain.get(level, ABSENT)) for level in LEVELS),
        tell_chain(table.voice, one),
    )


def _link(table: ProgressTable, moved: Estimate) -> str:
    """How many moved the good way of how many, with the range of what the intervals leave open."""
    cell = table.range(moved, 0)
    if not moved.known:
        return cell
    first, *rest = cell.split(" ", 1)
    whole = table.voice.numbers.count(moved.n or 0)
    return " ".join([table.voice.text("number.of", part=first, whole=whole), *rest])


def tell_chain(voice: Voice, one: Whole) -> str:
    """What the chain of a case shows, and whether it may be chance."""
    told = voice.text(f"chain.{one.reading}")
    return voice.text("label.chain_unsure", reading=told) if one.unsure else told
