"""The means of each wave by kind of case, before and after with their intervals, one panel an instrument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from analysis.configuration import Bilingual
from analysis.displays import Voice
from analysis.displays.change_tables import decimals_of, head_change
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join, tell_missing, tell_withheld
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, MARKERS, TIE, Sheet
from analysis.instruments import Scale
from analysis.profiles.changes_surveys import Moved, SurveyChange, list_changes

LABELS = 5.0
LEFT = LABELS + 0.4
ROW = 0.66
COLUMN = 1.9
AXIS = 1.3
APART = 0.12
"""How far the two waves lie from the middle of their row."""


@dataclass(frozen=True)
class Look:
    """How a kind of case, or everybody, is drawn."""

    kind: str
    label: Bilingual | None
    colour: str
    marker: str


@dataclass(frozen=True)
class Panel:
    """One analysis with those of its scales that share an axis."""

    change: SurveyChange
    scales: list[Scale]
    looks: list[Look]

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest score of its scales."""
        return self.change.instrument.limits(self.scales[0].id)

    def means(self, scale: Scale, look: Look) -> tuple[Moved, Moved]:
        """The means of everybody of the earlier and of the later wave."""
        before, after = (
            self.change.get(scale.id, "cross_sections", name, kind=look.kind)
            for name in ("mean_before", "mean_after")
        )
        return before, after


def draw_change_kinds(voice: Voice) -> list[Drawing]:
    """A drawing for each analysis and range of scores; everybody where the analysis has no kinds of cases."""
    return [
        Drawing(
            name_part("change_kinds", number), _draw(voice, panel), _caption(voice, panel), _alt(voice, panel)
        )
        for number, panel in enumerate(_list_panels(voice))
    ]


def _list_panels(voice: Voice) -> Iterator[Panel]:
    for change in list_changes(voice.showing):
        looks = [Look(kind.id, kind.label, kind.colour, MARKERS[kind.marker]) for kind in change.kinds]
        by_limits: dict[tuple[float, float], list[Scale]] = {}
        for scale in change.scales:
            by_limits.setdefault(change.instrument.limits(scale.id), []).append(scale)
        for scales in by_limits.values():
            yield Panel(change, scales, looks or [Look("all", None, INK, "o")])


def _draw(voice: Voice, panel: Panel) -> Sheet:
    layout, samples = _lay_out(voice, panel), _samples(voice, panel)
    top = 0.1 + legend_height(samples, 16.6 - COLUMN) + 0.25
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6 - COLUMN)
    width, (low, high) = sheet.width - LEFT - COLUMN - 0.2, panel.limits
    margin = 0.02 * (high - low)
    axes = sheet.plot_area(LEFT, top, width, layout.height, (low - margin, high + margin))
    draw_labels(sheet, layout, top)
    draw_guides(axes, layout)
    sheet.write(sheet.width - 0.15, top - 0.2, voice.text("heading.n_waves"), align="right")
    for scale in panel.scales:
        for look in panel.looks:
            _draw_row(sheet, axes, voice, panel, scale, look, top, layout.place(_key(scale, look)))
    axes.set_xticks(_ticks(low, high))
    text = voice.text("axis.mean", low=voice.numbers.plain(low), high=voice.numbers.plain(high))
    better = {scale.better for scale in panel.scales}
    ending = f" ({voice.text(f'direction.{better.pop()}')})" if len(better) == 1 else ""
    sheet.write(LEFT + width / 2, top + layout.height + 0.78, text + ending, align="center")
    return sheet


def _key(scale: Scale, look: Look) -> str:
    return f"{scale.id} {look.kind}"


def _lay_out(voice: Voice, panel: Panel) -> Layout:
    rows: list[Row] = []
    for scale in panel.scales:
        label = voice.label(scale.label)
        if panel.looks[0].label is None:
            rows.append(Row(label, _key(scale, panel.looks[0])))
            continue
        rows.append(Row(label, scale.id, heading=True))
        rows += [Row(voice.label(look.label), _key(scale, look)) for look in panel.looks if look.label]
    return lay_out(rows, LABELS, ROW)


def _samples(voice: Voice, panel: Panel) -> list[Sample]:
    before, after = panel.change.analysis.before, panel.change.analysis.after
    waves = [
        Sample(voice.text("legend.wave", wave=voice.wave(wave)), "o", GREY, filled=filled, interval=True)
        for wave, filled in ((before, False), (after, True))
    ]
    kinds = [Sample(voice.label(look.label), look.marker, look.colour) for look in panel.looks if look.label]
    return [*waves, *kinds]


def _ticks(low: float, high: float) -> list[float]:
    if high - low < 12:
        return [low + step for step in range(int(high - low) + 1)]
    return [low, *(high * quarter / 4 for quarter in (1, 2, 3)), high]


def _draw_row(
    sheet: Sheet, axes: Axes, voice: Voice, panel: Panel, scale: Scale, look: Look, top: float, middle: float
) -> None:
    """Both means with their intervals and the way between them, and their n; why a mean is missing."""
    means = panel.means(scale, look)
    if all(mean.number.known for mean in means):
        xs = [mean.number.value for mean in means]
        axes.plot(xs, [middle - APART, middle + APART], color=TIE, lw=2.2, zorder=1, solid_capstyle="round")
    for mean, shift, filled in zip(means, (-APART, APART), (False, True), strict=True):
        if not mean.number.known:
            continue
        y, face = middle + shift, look.colour if filled else "white"
        if mean.number.has_interval:
            axes.plot(mean.number.ends, [y, y], color=look.colour, lw=1.1, zorder=2)
        mark: dict[str, Any] = {"marker": look.marker, "ms": 4.8, "mec": look.colour, "mew": 0.9}
        axes.plot([mean.number.value], [y], ls="none", mfc=face, zorder=3, **mark)
    missing = [mean for mean in means if not mean.number.known]
    if missing:
        write_mark(axes, middle, voice.numbers.mark(missing[0].number))
    counts = (means[0].before, means[1].after)
    told = " / ".join("–" if count is None else voice.numbers.count(count) for count in counts)
    sheet.write(sheet.width - 0.15, top + middle, told, align="right")


def _list_means(panel: Panel) -> list[Moved]:
    return [one for scale in panel.scales for look in panel.looks for one in panel.means(scale, look)]


def _caption(voice: Voice, panel: Panel) -> str:
    numbers = [one.number for one in _list_means(panel)]
    reasons = sorted({one.reason for one in numbers if one.known and not one.has_interval and one.reason})
    listed = voice.wording.listed([voice.text(f"reason.{reason}") for reason in reasons])
    kinds = "change_kinds" if panel.looks[0].label else "change_kinds_all"
    return join(
        voice.text(f"caption.figure.{kinds}", analysis=head_change(voice, panel.change)),
        voice.lines_note(numbers),
        voice.text("sentence.no_line", reason=listed) if reasons else "",
        tell_withheld(voice, numbers),
        tell_missing(voice, numbers),
    )


def _alt(voice: Voice, panel: Panel) -> str:
    parts = [voice.text("alt.change_kinds", analysis=head_change(voice, panel.change))]
    for scale in panel.scales:
        decimals = decimals_of(panel.change, scale)
        for look in panel.looks:
            known = [one for one in panel.means(scale, look) if one.number.known]
            if len(known) == 2:
                values = [voice.numbers.number(one.number.value, decimals) for one in known]
                name = voice.label(scale.label)
                name = f"{name}, {voice.label(look.label)}" if look.label else name
                parts.append(f"{name}: {values[0]} → {values[1]}.")
    return join(*parts, voice.text("alt.see_table"))
