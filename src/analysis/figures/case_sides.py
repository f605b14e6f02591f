"""The sides of every case on every scale, and the gap between them; for the team only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from analysis.displays import Voice
from analysis.figures.case_map import count_people, name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend
from analysis.figures.rows import Row, draw_labels, lay_out
from analysis.figures.style import LINE, MARKERS, PALE, TIE, Sheet, wrap_text
from analysis.profiles import Shown, Sides, by_family, by_limits, case_sides, described_scales
from analysis.study import Case

LABELS = 5.0
ROW = 0.44
LEGEND = 0.55
HEAD = 1.9
AXIS = 0.6
MOST = 6
NUMBER = 0.98
STEP = 0.15


def draw_case_sides(voice: Voice) -> list[Drawing]:
    """A sheet for every six cases; nothing where there are no cases or no scales."""
    scales = [*described_scales(voice.showing, "higher"), *described_scales(voice.showing, "lower")]
    cases = voice.showing.cases
    parts = [cases[start : start + MOST] for start in range(0, len(cases), MOST)] if scales else []
    return [
        Drawing(name_part("case_sides", number), _draw(voice, scales, part), *_words(voice, scales, part))
        for number, part in enumerate(parts)
    ]


def _draw(voice: Voice, scales: list[Shown], cases: Sequence[Case]) -> Sheet:
    panels = [
        (limits, members, _rows(voice, members)) for limits, members in by_limits(voice.showing, scales)
    ]
    layouts = [lay_out(rows, LABELS, ROW, heading_width=16) for _, _, rows in panels]
    sheet = Sheet(LEGEND + HEAD + sum(layout.height + AXIS for layout in layouts))
    draw_legend(sheet, _samples(voice), 0.15, 0.08, 16.6)
    width = (sheet.width - LABELS - 0.4) / len(cases)
    for number, case in enumerate(cases):
        _write_case(sheet, voice, case, LABELS + 0.4 + width * number, width)
    top = LEGEND + HEAD
    for (limits, members, _), layout in zip(panels, layouts, strict=True):
        draw_labels(sheet, layout, top)
        ys = [layout.place(shown.scale.id) for shown in members]
        for number, case in enumerate(cases):
            left = LABELS + 0.4 + width * number
            axes = sheet.plot_area(left, top, width - NUMBER - 0.1, layout.height, limits)
            axes.set_xticks(limits, [voice.numbers.count(int(end)) for end in limits])
            place = voice.showing.cases.index(case)
            sides = [case_sides(voice.showing, shown)[place] for shown in members]
            _draw_sides(axes, voice, sides, ys)
            for shown, one, y in zip(members, sides, ys, strict=True):
                gap = voice.numbers.estimate(one.gap, voice.decimals(shown.scale.id))
                sheet.write(left + width - 0.12, top + y, gap if one.gap.known else "–", align="right")
        top += layout.height + AXIS
    return sheet


def _rows(voice: Voice, scales: list[Shown]) -> list[Row]:
    rows: list[Row] = []
    for family, members in by_family(scales):
        rows.append(Row(voice.family(family), family, heading=True))
        rows += [Row(voice.label(one.scale.label), one.scale.id) for one in members]
    return rows


def _samples(voice: Voice) -> list[Sample]:
    samples = [
        Sample(voice.label(group.label), MARKERS[group.marker], group.colour)
        for group in voice.showing.groups
    ]
    contrasts = voice.showing.plan.contrasts.values()
    return [
        *samples,
        *(Sample(voice.text("legend.gap", contrast=voice.label(one.label))) for one in contrasts),
    ]


def _write_case(sheet: Sheet, voice: Voice, case: Case, left: float, width: float) -> None:
    lines = wrap_text(case.label, width - 0.15)[:4]
    people = [count_people(voice, case.id, group.id) for group in voice.showing.groups]
    y = LEGEND + HEAD - 0.2 - LINE * (len(lines) + 1)
    for number, line in enumerate(lines):
        sheet.write(left, y + number * LINE, line)
    for number, (group, count) in enumerate(zip(voice.showing.groups, people, strict=True)):
        x = left + 0.08 + number * 0.62
        marker: dict[str, Any] = {"marker": MARKERS[group.marker], "ms": 4, "color": group.colour}
        sheet.page.plot([x], [LEGEND + HEAD - 0.5], ls="none", **marker)
        sheet.write(x + 0.15, LEGEND + HEAD - 0.5, count)
    sheet.write(left + width - 0.12, LEGEND + HEAD - 0.5, voice.text("heading.gap"), align="right")


def _draw_sides(axes: Axes, voice: Voice, sides: list[Sides], ys: list[float]) -> None:
    """The sides of one case on several scales, each group a little above or below the row's line."""
    axes.hlines(ys, *axes.get_xlim(), color=PALE, lw=0.5, zorder=0)
    groups = voice.showing.groups
    shifts = [STEP * (number - (len(groups) - 1) / 2) for number in range(len(groups))]
    ties = [
        [(mean.value, y + shift) for mean, shift in zip(one.means, shifts, strict=True) if mean.known]
        for one, y in zip(sides, ys, strict=True)
    ]
    ties = [tie for tie in ties if len(tie) > 1]
    axes.add_collection(LineCollection(ties, colors=TIE, linewidths=1.6, zorder=1), autolim=False)
    for number, (group, shift) in enumerate(zip(groups, shifts, strict=True)):
        xs = [one.means[number].value for one in sides]
        marker: dict[str, Any] = {"marker": MARKERS[group.marker], "ms": 3.8, "mfc": group.colour}
        places = [y + shift for y in ys]
        axes.plot(xs, places, ls="none", mec="white", mew=0.4, zorder=3, clip_on=False, **marker)


def _words(voice: Voice, scales: list[Shown], cases: Sequence[Case]) -> tuple[str, str]:
    told = [_tell_gap(voice, scales, case) for case in cases]
    values = {
        "scales": voice.numbers.counted("scales", len(scales)),
        "cases": voice.numbers.counted("cases", len(cases)),
    }
    caption = join(voice.text("caption.figure.case_sides"), voice.wave_note())
    return caption, join(voice.text("alt.case_sides", **values), *told, voice.text("alt.see_table"))


def _tell_gap(voice: Voice, scales: list[Shown], case: Case) -> str:
    """The largest gap of a case on the scales where high is good."""
    place = voice.showing.cases.index(case)
    known = [
        (sides.gap, one.scale)
        for one in scales
        if one.scale.better == "higher" and (sides := case_sides(voice.showing, one)[place]).gap.known
    ]
    if not known:
        return voice.text("alt.no_gap", case=case.label)
    gap, scale = max(known, key=lambda pair: abs(pair[0].value))
    shown = voice.numbers.estimate(gap, voice.decimals(scale.id))
    return voice.text("alt.gap", case=case.label, gap=shown, scale=voice.label(scale.label))
