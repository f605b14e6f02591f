"""The differences of the cases brought together: pooled, with what a further case may show."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from matplotlib.axes import Axes

from analysis.displays import Voice, comparison_heading
from analysis.figures.drawing import Drawing, join, name_ends, tell_missing, tell_withheld, write_ends
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, LINE, Sheet
from analysis.profiles import Estimate
from analysis.profiles.headlines import Headline, list_headlines

LABELS = 5.0
ROW = 0.47
AXIS = 1.75
COLUMN = 3.4

Panel = Sequence[tuple[str, Headline]]
"""Headlines that share an axis, each under the heading of its comparison."""


def draw_across_cases(voice: Voice) -> list[Drawing]:
    """A panel for the scales of each length; nothing where the plan compares no groups."""
    panels: dict[tuple[float, float], list[tuple[str, Headline]]] = {}
    for _, comparison, headlines in list_headlines(voice.showing):
        for one in headlines:
            limits = voice.showing.instrument.limits(one.scale)
            panels.setdefault(limits, []).append((comparison_heading(voice, comparison), one))
    if not panels:
        return []
    members = [one for panel in panels.values() for one in panel]
    sheet = _draw(voice, list(panels.values()), _samples(voice, members))
    return [Drawing("across_cases", sheet, *_words(voice, members))]


def _draw(voice: Voice, panels: Sequence[Panel], samples: Sequence[Sample]) -> Sheet:
    layouts = [lay_out(_rows(voice, panel), LABELS, ROW) for panel in panels]
    top = 0.1 + legend_height(samples, 16.6) + 0.15 + 2 * LINE + 0.25
    sheet = Sheet(top + sum(layout.height + AXIS for layout in layouts))
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    over = voice.text("heading.pooled_interval").split("\n")
    sheet.write_lines(sheet.width - 0.1, top - LINE - 0.1, over, align="right")
    for panel, layout in zip(panels, layouts, strict=True):
        _draw_panel(voice, sheet, panel, layout, top)
        top += layout.height + AXIS
    return sheet


def _rows(voice: Voice, panel: Panel) -> list[Row]:
    rows: list[Row] = []
    for number, (heading, one) in enumerate(panel):
        if not number or panel[number - 1][0] != heading:
            rows.append(Row(heading, f"heading {number}", heading=True))
        rows.append(Row(voice.scale(one.scale), _key(one)))
    return rows


def _draw_panel(voice: Voice, sheet: Sheet, panel: Panel, layout: Layout, top: float) -> None:
    width = sheet.width - LABELS - 0.5 - COLUMN
    axes = sheet.plot_area(LABELS + 0.4, top, width, layout.height, _limits(voice, panel))
    draw_labels(sheet, layout, top)
    draw_guides(axes, layout)
    axes.axvline(0.0, color=GREY, lw=0.8, zorder=1)
    for _, one in panel:
        _draw_row(voice, axes, one, layout.place(_key(one)))
        if one.pooled().known:
            told = voice.numbers.with_interval(one.pooled(), voice.decimals(one.scale))
            sheet.write(sheet.width - 0.1, top + layout.place(_key(one)), told, align="right")
    low, high = axes.get_xlim()
    ticks = [float(tick) for tick in axes.get_xticks() if low <= tick <= high]
    axes.set_xticks(ticks, [voice.numbers.plain(tick) for tick in ticks])
    axis = voice.text("axis.difference_in_units")
    bottom = top + layout.height
    sheet.write(LABELS + 0.4 + width / 2, bottom + 0.78, axis, align="center")
    write_ends(sheet, axes, LABELS + 0.4, width, bottom + 1.2, name_ends(voice))


def _key(headline: Headline) -> str:
    return f"{headline.analysis} {headline.scale}"


def _draw_row(voice: Voice, axes: Axes, headline: Headline, middle: float) -> None:
    pooled, prediction = headline.pooled(), headline.pooled("pooled_prediction")
    if not pooled.known:
        write_mark(axes, middle, voice.numbers.mark(pooled))
        return
    low, high = axes.get_xlim()
    for one, y, colour, width in ((prediction, middle + 0.1, GREY, 0.8), (pooled, middle - 0.05, INK, 1.6)):
        if one.has_interval:
            first, last = one.ends
            axes.plot([max(first, low), min(last, high)], [y, y], color=colour, lw=width, zorder=2)
            for beyond, end, arrow in ((first < low, low, "<"), (last > high, high, ">")):
                if beyond:
                    axes.plot([end], [y], marker=arrow, ms=3.5, color=colour, clip_on=False, zorder=3)
    xs = [case.value for case in _cases(voice, headline) if low <= case.value <= high]
    axes.plot(xs, [middle - 0.05] * len(xs), ls="none", marker="o", ms=3, mfc="white", mec=GREY, zorder=3)
    axes.plot([pooled.value], [middle - 0.05], marker="D", ms=4.2, mfc=INK, mec=INK, zorder=4)


def _cases(voice: Voice, headline: Headline) -> list[Estimate]:
    found = [headline.pooled("case_difference", case.id) for case in voice.showing.cases]
    return [one for one in found if one.known]


def _limits(voice: Voice, members: Panel) -> tuple[float, float]:
    """From the pooled intervals and the cases; prediction intervals may go beyond, with an arrow."""
    ends = [0.0]
    for _, one in members:
        ends += [end for end in one.pooled().ends if not isnan(end)]
        ends += [case.value for case in _cases(voice, one)]
    room = 0.04 * (max(ends) - min(ends)) or 1.0
    return min(ends) - room, max(ends) + room


def _samples(voice: Voice, members: Panel) -> list[Sample]:
    samples = [
        Sample(voice.text("legend.pooled"), "D", INK, interval=True),
        Sample(voice.text("legend.prediction"), "", GREY, interval=True),
    ]
    if any(_cases(voice, one) for _, one in members):
        samples.append(Sample(voice.text("legend.case"), "o", GREY, filled=False))
    return samples


def _words(voice: Voice, members: Panel) -> tuple[str, str]:
    pooled = [one.pooled() for _, one in members]
    counts = [one.n_cases for one in pooled if one.known and one.n_cases is not None]
    cases = voice.text("sentence.pooled_cases", cases=voice.numbers.span(counts)) if counts else ""
    caption = join(
        voice.text("caption.figure.across_cases"),
        voice.lines_note(pooled),
        cases,
        voice.text("sentence.arrows"),
        tell_withheld(voice, pooled),
        tell_missing(voice, pooled),
        voice.wave_note(),
    )
    known = [(one, number) for (_, one), number in zip(members, pooled, strict=True) if number.known]
    told = [voice.text("alt.across_cases", scales=voice.numbers.counted("scales", len(members)))]
    if known:
        low, lowest = min(known, key=lambda pair: pair[1].value)
        high, highest = max(known, key=lambda pair: pair[1].value)
        values = {"lowest": voice.scale(low.scale), "highest": voice.scale(high.scale)}
        values |= {"low": voice.numbers.estimate(lowest, voice.decimals(low.scale))}
        values |= {"high": voice.numbers.estimate(highest, voice.decimals(high.scale))}
        told.append(voice.text("alt.pooled_range", **values))
    return caption, join(*told, voice.text("alt.see_table"))
