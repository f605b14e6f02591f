"""The indicators on their way from baseline to target, one small panel each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, pairwise

from babel.dates import format_date
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.displays import Voice
from analysis.displays.progress_tables import scale, tell_value
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.style import GREY, INK, LINE, PALE, SIZE, Sheet, text_width, wrap_text
from analysis.profiles.changes_progress import Occasion, Tracked, list_tracked

ACROSS = 3
WIDTH = 5.4
LEFT = 1.05
"""From the edge of a panel to its axis."""
HEIGHT = 2.3
BELOW = 0.75
HEADING = 0.55
GAP = 0.3
HIGHEST = 23.0
"""The room on one page, in centimetres."""
TARGET = "#1f5fa8"
DASHED = (0, (4, 2))
DOTTED = (0, (1, 2))


@dataclass(frozen=True)
class Panel:
    """All versions of one indicator, the last one naming it."""

    versions: Sequence[Tracked]

    @property
    def last(self) -> Tracked:
        """The version that names the panel."""
        return self.versions[-1]

    @property
    def retired(self) -> bool:
        """Whether the indicator is no longer in use."""
        return self.last.status == "retired"

    def title(self, voice: Voice) -> list[str]:
        """The lines over the panel: which way is good, the name and unit, and what came of the target."""
        arrow = "↑" if self.last.direction == "up" else "↓"
        name = f"{arrow} {self.last.label}"
        unit = "" if self.last.kind == "share" or not self.last.unit else f" ({self.last.unit})"
        verdict = self.last.target.verdict
        told = [voice.text(f"indicator_level.{self.last.level}")]
        told += [voice.text(f"indicator_target.{verdict}")] if verdict else []
        told += [voice.text("indicator_status.retired")] if self.retired else []
        return [*wrap_text(name + unit, WIDTH - 0.3), *wrap_text("; ".join(told), WIDTH - 0.3)]

    @cached_property
    def days(self) -> tuple[float, float]:
        """The first and the last day that anything is drawn at."""
        days = [_place(one.date) for version in self.versions for one in version.measured if one.date]
        days += [_place(version.target.date) for version in self.versions if _has_dated_target(version)]
        low, high = min(days), max(days)
        room = max(0.06 * (high - low), 0.05)
        return low - room, high + room


@dataclass(frozen=True)
class Strip:
    """Panels beside each other, under the name of their case where it begins."""

    heading: str
    panels: Sequence[Panel]

    def title_lines(self, voice: Voice) -> int:
        """The lines that the longest title takes."""
        return max(len(panel.title(voice)) for panel in self.panels)

    def height(self, voice: Voice) -> float:
        """The room the strip takes, in centimetres."""
        return HEADING * bool(self.heading) + LINE * self.title_lines(voice) + 0.15 + HEIGHT + BELOW + GAP


def draw_trajectories(voice: Voice) -> list[Drawing]:
    """Every indicator of which anything may be shown, as many to a page as there is room for."""
    strips = [strip for _, own in _list_cases(voice) for strip in own]
    pages: list[list[Strip]] = [[]]
    for strip in strips:
        if pages[-1] and sum(one.height(voice) for one in [*pages[-1], strip]) > HIGHEST:
            pages.append([])
        pages[-1].append(strip)
    return [_finish("trajectories", number, voice, page) for number, page in enumerate(pages) if page]


def draw_case_trajectories(voice: Voice) -> list[Drawing]:
    """The same for the team only, a page for each case."""
    return [
        _finish("case_trajectories", number, voice, strips)
        for number, (_, strips) in enumerate(_list_cases(voice))
    ]


def _list_cases(voice: Voice) -> list[tuple[str, list[Strip]]]:
    """Each case with the strips of its panels; indicators without any value to draw are left out."""
    drawn = [one for one in list_tracked(voice.showing) if one.shown and _dated(one)]
    found = []
    for label, own in groupby(drawn, key=lambda one: one.case.label):
        panels = [Panel(list(versions)) for _, versions in groupby(own, key=lambda one: one.indicator)]
        rows = [panels[place : place + ACROSS] for place in range(0, len(panels), ACROSS)]
        found.append((label, [Strip("" if number else label, row) for number, row in enumerate(rows)]))
    return found


def _dated(one: Tracked) -> list[Occasion]:
    return [occasion for occasion in one.measured if occasion.date]


def _has_dated_target(one: Tracked) -> bool:
    return one.target.number.known and bool(one.target.date)


def _place(day: str) -> float:
    """A day as a year with its fraction."""
    found = date.fromisoformat(day)
    first, after = date(found.year, 1, 1), date(found.year + 1, 1, 1)
    return found.year + (found - first).days / (after - first).days


def _finish(name: str, number: int, voice: Voice, strips: Sequence[Strip]) -> Drawing:
    panels = [panel for strip in strips for panel in strip.panels]
    samples = list(_list_samples(voice, panels))
    top = 0.1 + legend_height(samples, 16.6) + 0.25
    sheet = Sheet(top + sum(strip.height(voice) for strip in strips))
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    for strip in strips:
        _draw_strip(sheet, voice, strip, top)
        top += strip.height(voice)
    return Drawing(name_part(name, number), sheet, *_words(name, voice, panels))


def _list_samples(voice: Voice, panels: Sequence[Panel]) -> Iterator[Sample]:
    occasions = [one for panel in panels for version in panel.versions for one in _dated(version)]
    yield Sample(voice.text("legend.measured"), "o", INK, interval=True)
    if any(one.phase == "baseline" for one in occasions):
        yield Sample(voice.text("legend.baseline"), "s", INK, filled=False)
    if any(version.target.number.known for panel in panels for version in panel.versions):
        yield Sample(voice.text("legend.target"), "D", TARGET, filled=False, interval=True)
    if any(len(panel.versions) > 1 for panel in panels):
        yield Sample(voice.text("legend.new_version"), "|", GREY)
    if any(panel.retired for panel in panels):
        yield Sample(voice.text("legend.retired"), "o", GREY, interval=True)


def _draw_strip(sheet: Sheet, voice: Voice, strip: Strip, top: float) -> None:
    if strip.heading:
        sheet.write(0.15, top + HEADING / 2, strip.heading, bold=True)
        sheet.page.hlines([top], 0.15, sheet.width - 0.1, color=PALE, lw=0.6, zorder=0)
        top += HEADING
    below = top + LINE * strip.title_lines(voice) + 0.15
    for place, panel in enumerate(strip.panels):
        left = 0.15 + place * (WIDTH + 0.25)
        for number, line in enumerate(panel.title(voice)):
            sheet.write(left, top + LINE * (number + 0.5), line, colour=GREY if panel.retired else INK)
        ticks = _choose_ticks(voice, panel)
        room = max([LEFT, *(text_width(text) + 0.25 for text in ticks.values())])
        axes = sheet.plot_area(left + room, below, WIDTH - room - 0.1, HEIGHT, panel.days)
        axes.set_yticks(list(ticks), list(ticks.values()))
        _draw_panel(axes, voice, panel)


def _draw_panel(axes: Axes, voice: Voice, panel: Panel) -> None:
    low, high = _span(panel)
    axes.set_ylim(low, high)
    axes.spines["left"].set_visible(True)
    axes.tick_params(axis="y", length=2.5, width=0.6, pad=2, labelsize=SIZE)
    _mark_time(axes, voice, panel)
    breaks = [_find_break(*pair) for pair in pairwise(panel.versions)]
    for version, end in zip(panel.versions, [*breaks, panel.days[1]], strict=True):
        _draw_version(axes, panel, version, end)
    for place, version in zip(breaks, panel.versions[1:], strict=True):
        axes.axvline(place, color=GREY, lw=0.7, ls=DOTTED, zorder=1)
        text = voice.text("label.short_version", number=voice.numbers.count(version.version))
        near = place + 0.01 * (panel.days[1] - panel.days[0])
        axes.text(near, high, text, va="top", fontsize=SIZE, color=GREY, parse_math=False)


def _mark_time(axes: Axes, voice: Voice, panel: Panel) -> None:
    """The years on the axis; where there are fewer than two of them, the months of the first and last day."""
    low, high = panel.days
    years = [year for year in range(int(low), int(high) + 1) if low <= year <= high]
    if len(years) > 1:
        steps = years[:: max(1, -(-len(years) // 4))]
        axes.set_xticks(steps, [str(year) for year in steps])
        return
    days = sorted({one.date for version in panel.versions for one in _dated(version)})
    ends = list(dict.fromkeys([days[0], days[-1]]))
    named = [str(format_date(date.fromisoformat(day), "MMM y", locale=voice.wording.locale)) for day in ends]
    axes.set_xticks([_place(day) for day in ends], named)


def _find_break(before: Tracked, after: Tracked) -> float:
    """The time between two versions, whose values are not joined."""
    return (_place(_dated(before)[-1].date) + _place(_dated(after)[0].date)) / 2


def _choose_ticks(voice: Voice, panel: Panel) -> dict[float, str]:
    """A few places on the axis of values, with what stands there."""
    low, high = _span(panel)
    kind = panel.last.kind
    found = [float(tick) for tick in MaxNLocator(3).tick_values(low, high) if low <= tick <= high]
    return {tick: tell_value(voice, panel.last, tick / 100 if kind == "share" else tick) for tick in found}


def _span(panel: Panel) -> tuple[float, float]:
    """The lowest and the highest value drawn, in the unit shown, with some room."""
    values = [end for version in panel.versions for one in _dated(version) for end in _reach(version, one)]
    values += [
        scale(version.kind, version.target.number).value
        for version in panel.versions
        if version.target.number.known
    ]
    low, high = min(values), max(values)
    room = max(0.1 * (high - low), 1e-9 if high > low else max(abs(high), 1.0) * 0.1)
    floor = 0.0 if panel.last.kind in ("share", "count") else low - room
    return max(floor, low - room), high + room


def _reach(version: Tracked, one: Occasion) -> list[float]:
    number = scale(version.kind, one.value)
    return [number.value, *(number.ends if number.has_interval else ())]


def _draw_version(axes: Axes, panel: Panel, version: Tracked, end: float) -> None:
    colour = GREY if panel.retired or version is not panel.last else INK
    occasions = _dated(version)
    days = [_place(one.date) for one in occasions]
    values = [scale(version.kind, one.value).value for one in occasions]
    axes.plot(days, values, "-", color=colour, lw=0.9, zorder=2)
    for day, value, one in zip(days, values, occasions, strict=True):
        number = scale(version.kind, one.value)
        if number.has_interval:
            axes.vlines(day, *number.ends, color=colour, lw=1.0, zorder=2)
        first = one.phase == "baseline"
        face = "white" if first else colour
        axes.plot([day], [value], "s" if first else "o", ms=4.5, mfc=face, mec=colour, mew=0.9, zorder=3)
    _draw_target(axes, panel, version, (days[0], end))


def _draw_target(axes: Axes, panel: Panel, version: Tracked, room: tuple[float, float]) -> None:
    """A dashed line at the target, to its day and a mark there, or as far as the version goes."""
    if not version.target.number.known:
        return
    target = scale(version.kind, version.target.number).value
    colour = GREY if panel.retired or version is not panel.last else TARGET
    start, end = room
    if _has_dated_target(version):
        day = _place(version.target.date)
        start, end = min(start, day), min(end, day)
        if day <= end:
            axes.plot([day], [target], "D", ms=4.5, mfc="white", mec=colour, mew=0.9, zorder=3)
    axes.hlines(target, start, end, color=colour, lw=0.9, ls=DASHED, zorder=1)


def _words(name: str, voice: Voice, panels: Sequence[Panel]) -> tuple[str, str]:
    numbers = [one.value for panel in panels for version in panel.versions for one in _dated(version)]
    caption = join(voice.text(f"caption.figure.{name}"), voice.lines_note(numbers))
    told = [_tell_panel(voice, panel) for panel in panels]
    return caption, join(voice.text(f"alt.{name}"), *told, voice.text("alt.see_table"))


def _tell_panel(voice: Voice, panel: Panel) -> str:
    """The first and the latest value of the last version, and what came of the target."""
    occasions = _dated(panel.last)
    ends = [tell_value(voice, panel.last, one.value.value) for one in occasions]
    verdict = panel.last.target.verdict
    told = voice.text(f"indicator_target.{verdict}") if verdict else voice.text("reason.no_target")
    values = {"label": panel.last.label, "case": panel.last.case.label, "first": ends[0], "last": ends[-1]}
    return voice.text("alt.trajectory", verdict=told, **values)
