"""How far everybody answers from the others of the case; for the team only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from matplotlib.axes import Axes

from analysis.displays import Voice
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Row, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, LINE, MARKERS, PALE, Sheet
from analysis.profiles.reliability import Respondent, list_respondents
from analysis.study import Case

LABELS = 5.0
ROW = 0.5
AXIS = 1.1
STEP = 0.24
APART = 0.22
MOST = 10
LANES = 8
LIMIT = "#b3261e"


@dataclass(frozen=True)
class Strip:
    """The people of one case; those with a distance have lanes, so that marks hide others only where many."""

    case: Case
    measured: Sequence[Respondent]
    lanes: Sequence[int]
    unmeasured: Sequence[Respondent]

    @property
    def height(self) -> int:
        """How many lanes there are."""
        return max(self.lanes, default=0) + 1


def draw_distances(voice: Voice) -> list[Drawing]:
    """One row a case, one mark a person, a sheet for every ten cases; nothing where nobody answered."""
    people = list_respondents(voice.showing)
    if not people:
        return []
    far = voice.showing.plan.cases.far
    most = max([far, *(one.distance.value for one in people if one.distance.known)])
    limits = (-0.05 * most, float(ceil(most * 1.02)))
    width = 17 - LABELS - 0.4 - 0.3
    strips = [_strip(case, people, width / (limits[1] - limits[0])) for case in voice.showing.cases]
    strips = [one for one in strips if one.measured or one.unmeasured]
    parts = [strips[start : start + MOST] for start in range(0, len(strips), MOST)]
    return [
        Drawing(name_part("distances", number), _draw(voice, part, limits, width), *_words(voice, part))
        for number, part in enumerate(parts)
    ]


def _strip(case: Case, people: Sequence[Respondent], centimetres: float) -> Strip:
    """The people of a case in lanes; `centimetres` is the room of one unit of the axis."""
    here = [one for one in people if one.case == case.id]
    measured = sorted((one for one in here if one.distance.known), key=lambda one: one.distance.value)
    ends: list[float] = []
    lanes = []
    for one in measured:
        x = one.distance.value * centimetres
        free = next((place for place, end in enumerate(ends) if x - end >= APART), len(ends))
        lane = free if free < LANES else ends.index(min(ends))
        ends[lane : lane + 1] = [x]
        lanes.append(lane)
    return Strip(case, measured, lanes, [one for one in here if not one.distance.known])


def _draw(voice: Voice, strips: Sequence[Strip], limits: tuple[float, float], width: float) -> Sheet:
    rows = [
        Row(one.case.label, one.case.id, least_lines=ceil((one.height * STEP + 0.15) / LINE))
        for one in strips
    ]
    layout = lay_out(rows, LABELS, ROW)
    samples = _samples(voice)
    top = 0.1 + legend_height(samples, 16.6) + 0.2
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    draw_labels(sheet, layout, top)
    axes = sheet.plot_area(LABELS + 0.4, top, width, layout.height, limits)
    edges = [placed.middle + placed.height / 2 for placed in layout.rows[:-1]]
    sheet.page.hlines([top + edge for edge in edges], 0.15, sheet.width - 0.1, color=PALE, lw=0.6, zorder=0)
    axes.axvline(0.0, color=GREY, lw=0.8, zorder=1)
    axes.axvline(voice.showing.plan.cases.far, color=LIMIT, lw=0.9, ls=(0, (4, 2)), zorder=1)
    for strip in strips:
        _draw_strip(voice, axes, strip, layout.place(strip.case.id))
    ticks = range(floor(limits[1]) + 1)
    axes.set_xticks(list(ticks), [voice.numbers.count(tick) for tick in ticks])
    axis = voice.text("axis.distance")
    sheet.write(LABELS + 0.4 + width / 2, top + layout.height + 0.78, axis, align="center")
    return sheet


def _draw_strip(voice: Voice, axes: Axes, strip: Strip, middle: float) -> None:
    groups = {group.id: group for group in voice.showing.groups}
    for one, lane in zip(strip.measured, strip.lanes, strict=True):
        y = middle + STEP * (lane - (strip.height - 1) / 2)
        group = groups[one.group]
        marker: dict[str, Any] = {"marker": MARKERS[group.marker], "mfc": group.colour, "mec": "white"}
        axes.plot([one.distance.value], [y], ls="none", ms=5, mew=0.4, zorder=3, clip_on=False, **marker)
    if strip.unmeasured:
        people = voice.numbers.counted("people", len(strip.unmeasured))
        reasons = dict.fromkeys(one.distance.reason for one in strip.unmeasured)
        said = voice.wording.listed([voice.text(f"reason.{reason}") for reason in reasons])
        write_mark(axes, middle, voice.text("label.unmeasured", people=people, reason=said), left=False)


def _samples(voice: Voice) -> list[Sample]:
    cutoff = voice.numbers.plain(voice.showing.plan.cases.far)
    groups = [
        Sample(voice.label(group.label), MARKERS[group.marker], group.colour)
        for group in voice.showing.groups
    ]
    return [*groups, Sample(voice.text("legend.cutoff", cutoff=cutoff), "|", LIMIT)]


def _words(voice: Voice, strips: Sequence[Strip]) -> tuple[str, str]:
    measured = [one for strip in strips for one in strip.measured]
    far = [one for one in measured if one.far == "yes"]
    caption = join(voice.text("caption.figure.distances"), voice.wave_note())
    values = {
        "people": voice.numbers.counted("people", len(measured)),
        "cases": voice.numbers.counted("cases", len(strips)),
        "far": voice.numbers.count(len(far)),
    }
    return caption, join(voice.text("alt.distances", **values), voice.text("alt.see_table"))
