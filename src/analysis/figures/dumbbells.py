"""Means of the groups side by side with their intervals: the factor profile and the barriers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from analysis.displays import Voice
from analysis.figures.drawing import Drawing, join, tell_missing, tell_people, tell_range, tell_withheld
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import BAND, GREY, LINE, MARKERS, PALE, TIE, Sheet, wrap_text
from analysis.profiles import Estimate, Shown, by_family, by_limits, described_scales

LABELS = 5.5
LEFT = LABELS + 0.4
STEP = 0.26
COLUMN = 0.95
AXIS = 1.25
MARGIN = 0.02


@dataclass(frozen=True)
class Panel:
    """The scales that share an axis, and the rows they take up."""

    limits: tuple[float, float]
    scales: list[Shown]
    layout: Layout


def draw_factor_profile(voice: Voice) -> list[Drawing]:
    """The scales on which a high score is good, by group; nothing where the plan describes none."""
    return _draw(voice, "factor_profile", described_scales(voice.showing, "higher"))


def draw_barriers(voice: Voice) -> list[Drawing]:
    """The scales on which a low score is good, by group; nothing where the plan describes none."""
    return _draw(voice, "barriers", described_scales(voice.showing, "lower"))


def _draw(voice: Voice, name: str, scales: list[Shown]) -> list[Drawing]:
    if not scales:
        return []
    samples = _samples(voice, scales)
    panels = [
        Panel(limits, members, _lay_out(voice, members, limits))
        for limits, members in by_limits(voice.showing, scales)
    ]
    top = 0.1 + legend_height(samples, 14.4) + 0.12
    sheet = Sheet(top + sum(panel.layout.height + AXIS for panel in panels))
    draw_legend(sheet, samples, 0.15, 0.1, 14.4)
    _write_column_heads(sheet, voice, top - 0.35)
    for panel in panels:
        _draw_panel(sheet, voice, panel, top)
        top += panel.layout.height + AXIS
    return [Drawing(name, sheet, _caption(voice, name, scales), _alt(voice, name, scales))]


def _samples(voice: Voice, scales: list[Shown]) -> list[Sample]:
    samples = [
        Sample(voice.label(group.label), MARKERS[group.marker], group.colour, interval=True)
        for group in voice.showing.groups
    ]
    if _two_readings(voice, scales):
        samples.append(Sample(voice.text("legend.neutral"), "o", GREY, filled=False))
    return samples


def _two_readings(voice: Voice, scales: list[Shown]) -> bool:
    return any(voice.showing.instrument.has_neutral_reading(one.scale.id) for one in scales)


def _width(voice: Voice) -> float:
    """The width of the plot, which leaves a column of n for each group."""
    return 17.0 - LEFT - 0.2 - COLUMN * len(voice.showing.groups)


def _lay_out(voice: Voice, scales: list[Shown], limits: tuple[float, float]) -> Layout:
    """Families with their scales; where a band set begins, its labels stand beside the family's name."""
    rows: list[Row] = []
    bands = None
    for family, members in by_family(scales):
        lines = 1
        if members[0].scale.bands and members[0].scale.bands != bands:
            lines = max(len(label) for *_, label in _band_labels(voice, members[0].scale.bands, limits))
        bands = members[0].scale.bands
        rows.append(Row(voice.family(family), family, heading=True, least_lines=lines))
        rows += [Row(voice.label(one.scale.label), one.scale.id) for one in members]
    return lay_out(rows, LABELS, 0.06 + STEP * max(2, len(voice.showing.groups)))


def _band_labels(
    voice: Voice, name: str, limits: tuple[float, float]
) -> list[tuple[float, float, list[str]]]:
    """Low end, high end and wrapped label of each band."""
    length = (limits[1] - limits[0]) * (1 + 2 * MARGIN)
    return [
        (
            band.low,
            band.high,
            wrap_text(voice.label(band.label), _width(voice) * (band.high - band.low) / length - 0.1),
        )
        for band in voice.showing.instrument.band_sets[name].bands
    ]


def _write_column_heads(sheet: Sheet, voice: Voice, y: float) -> None:
    for number, group in enumerate(reversed(voice.showing.groups)):
        x = sheet.width - 0.5 - number * COLUMN
        sheet.write(x - 0.12, y, voice.text("heading.n"), align="right")
        marker: dict[str, Any] = {"marker": MARKERS[group.marker], "ms": 4.5, "color": group.colour}
        sheet.page.plot([x + 0.08], [y], ls="none", **marker)


def _draw_panel(sheet: Sheet, voice: Voice, panel: Panel, top: float) -> None:
    low, high = panel.limits
    margin = (high - low) * MARGIN
    width, bottom = _width(voice), top + panel.layout.height
    axes = sheet.plot_area(LEFT, top, width, panel.layout.height, (low - margin, high + margin))
    draw_labels(sheet, panel.layout, top)
    _shade_bands(axes, voice, panel)
    draw_guides(axes, panel.layout)
    _draw_means(axes, voice, panel)
    for shown in panel.scales:
        _write_row(sheet, axes, voice, shown, top, panel.layout.place(shown.scale.id))
    axes.set_xticks(_ticks(low, high))
    better = voice.text(f"direction.{panel.scales[0].scale.better}")
    text = voice.text("axis.mean", low=voice.numbers.count(int(low)), high=voice.numbers.count(int(high)))
    sheet.write(LEFT + width / 2, bottom + 0.75, f"{text} ({better})", align="center")


def _ticks(low: float, high: float) -> list[float]:
    if high - low < 12:
        return [low + step for step in range(int(high - low) + 1)]
    return [low, *(high * quarter / 4 for quarter in (1, 2, 3)), high]


def _shade_bands(axes: Axes, voice: Voice, panel: Panel) -> None:
    """Shade the rows of each band set, and write the bands' names where it begins."""
    for name in dict.fromkeys(one.scale.bands for one in panel.scales if one.scale.bands):
        members = [one.scale for one in panel.scales if one.scale.bands == name]
        top, bottom = panel.layout.extent([one for scale in members for one in (scale.family, scale.id)])
        label = panel.layout.place(members[0].family)
        for number, (low, high, lines) in enumerate(_band_labels(voice, name, panel.limits)):
            shade: dict[str, Any] = {"facecolor": "white" if number % 2 else BAND, "edgecolor": "none"}
            axes.fill_between([low, high], top, bottom, zorder=0, **shade)
            if number:
                axes.plot([low, low], [top, bottom], color=PALE, lw=0.6, ls=(0, (3, 2)), zorder=0.6)
            for place, line in enumerate(lines):
                y = label + (place - (len(lines) - 1) / 2) * LINE
                axes.text((low + high) / 2, y, line, ha="center", va="center_baseline", color=GREY)


def _draw_means(axes: Axes, voice: Voice, panel: Panel) -> None:
    """Ties between the groups, intervals, and markers: those of the second reading lie underneath."""
    groups = voice.showing.groups
    ties: list[list[tuple[float, float]]] = []
    for shown in panel.scales:
        places = _places(voice, panel.layout.place(shown.scale.id))
        ends = [(mean_of(voice, shown, group.id).value, y) for group, y in zip(groups, places, strict=True)]
        ties.append([(x, y) for x, y in ends if not isnan(x)])
    ties = [tie for tie in ties if len(tie) > 1]
    axes.add_collection(LineCollection(ties, colors=TIE, linewidths=2.2, zorder=1), autolim=False)
    for number, group in enumerate(groups):
        ys = [_places(voice, panel.layout.place(one.scale.id))[number] for one in panel.scales]
        main = [mean_of(voice, one, group.id) for one in panel.scales]
        neutral = [mean_of(voice, one, group.id, "neutral").value for one in panel.scales]
        lows, highs = zip(*(mean.ends for mean in main), strict=True)
        marker: dict[str, Any] = {"marker": MARKERS[group.marker], "mec": group.colour, "ls": "none"}
        axes.hlines(ys, lows, highs, color=group.colour, lw=1.1, zorder=2)
        axes.plot(neutral, ys, ms=4.2, mfc="white", mew=0.8, zorder=2.5, **marker)
        axes.plot([mean.value for mean in main], ys, ms=4.8, mfc=group.colour, mew=0.8, zorder=3, **marker)


def _places(voice: Voice, middle: float) -> list[float]:
    """The height at which each group's mean is drawn in a row."""
    count = len(voice.showing.groups)
    return [middle + STEP * (number - (count - 1) / 2) for number in range(count)]


def _write_row(sheet: Sheet, axes: Axes, voice: Voice, shown: Shown, top: float, middle: float) -> None:
    """Write the row's n, and why a mean is not shown."""
    means = [mean_of(voice, shown, group.id) for group in voice.showing.groups]
    for number, mean in enumerate(reversed(means)):
        x = sheet.width - 0.38 - number * COLUMN
        sheet.write(x, top + middle, voice.people(mean), align="right")
    _write_marks(axes, voice, means, _places(voice, middle), middle)


def _write_marks(axes: Axes, voice: Voice, means: list[Estimate], places: list[float], middle: float) -> None:
    """Write why a mean is not shown: once where it is so for every group, else where its mark would be."""
    marks = {number: voice.numbers.mark(mean) for number, mean in enumerate(means) if not mean.known}
    if len(marks) == len(means) and len(set(marks.values())) == 1:
        write_mark(axes, middle, marks[0])
        return
    for number, mark in marks.items():
        write_mark(axes, places[number], mark, left=_room_at_left(axes, [one for one in means if one.known]))


def _room_at_left(axes: Axes, others: Sequence[Estimate]) -> bool:
    low, high = axes.get_xlim()
    starts = [min(one.value, one.ends[0]) if one.has_interval else one.value for one in others]
    return all(start > low + (high - low) * 0.4 for start in starts)


def mean_of(voice: Voice, shown: Shown, group: str, sensitivity: str = "main") -> Estimate:
    """The mean of a group on a scale."""
    return voice.showing.descriptives.get(
        shown.analysis, "mean", scale=shown.scale.id, group=group, sensitivity=sensitivity
    )


def _caption(voice: Voice, name: str, scales: list[Shown]) -> str:
    behind = {group.id: [mean_of(voice, one, group.id) for one in scales] for group in voice.showing.groups}
    means = [one for estimates in behind.values() for one in estimates]
    return join(
        voice.text(f"caption.figure.{name}"),
        voice.text("sentence.open_marks") if _two_readings(voice, scales) else "",
        voice.lines_note(means),
        tell_people(voice, behind),
        _tell_bands(voice, scales),
        tell_withheld(voice, means),
        tell_missing(voice, means),
        voice.wave_note(),
    )


def _tell_bands(voice: Voice, scales: list[Shown]) -> str:
    names = dict.fromkeys(one.scale.bands for one in scales if one.scale.bands)
    sources = [voice.showing.instrument.band_sets[name].source for name in names]
    read = [source.citation.rstrip(".") for source in sources if not source.ours]
    told = voice.text("sentence.bands", source="; ".join(read)) if read else ""
    ours = voice.text("sentence.bands_ours") if len(read) < len(sources) else ""
    return join(told, ours)


def _alt(voice: Voice, name: str, scales: list[Shown]) -> str:
    parts = [voice.text(f"alt.{name}", scales=voice.numbers.counted("scales", len(scales)))]
    for group in voice.showing.groups:
        means = [(one.scale, mean_of(voice, one, group.id)) for one in scales]
        parts.append(tell_range(voice, voice.label(group.label), means))
    return join(*parts, voice.directions(scales), voice.text("alt.see_table"))
