"""How far people came in each wave, from the invitation to the answers that count, by group."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from analysis.contracts import STAGES
from analysis.displays import Voice
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join, tell_withheld
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_labels, lay_out
from analysis.figures.style import GREY, MARKERS, Sheet
from analysis.profiles import Estimate, flow_of, flow_waves
from analysis.settings import Group

LABELS = 3.5
LEFT = LABELS + 0.4
STEP = 0.4
AXIS = 1.25
AIR = 0.22
MOST = 3
"""Waves on one page."""


def draw_sample_flow(voice: Voice) -> list[Drawing]:
    """A line for each group and stage, as long as there are people, under each wave; three waves a page."""
    waves = flow_waves(voice.showing)
    parts = [waves[start : start + MOST] for start in range(0, len(waves), MOST)]
    return [
        Drawing(
            name_part("sample_flow", number), _draw(voice, part), _caption(voice, part), _alt(voice, part)
        )
        for number, part in enumerate(parts)
    ]


def _draw(voice: Voice, waves: list[str]) -> Sheet:
    layout = _lay_out(voice, waves)
    samples = [
        Sample(voice.label(group.label), MARKERS[group.marker], group.colour, interval=True)
        for group in voice.showing.groups
    ]
    top = 0.1 + legend_height(samples, 16.6) + 0.15
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    width, most = sheet.width - LEFT - 0.4, _find_most(voice, waves)
    axes = sheet.plot_area(LEFT, top, width, layout.height, (0, most * 1.08))
    draw_labels(sheet, layout, top)
    for wave in waves:
        for number, group in enumerate(voice.showing.groups):
            for stage, people in flow_of(voice.showing, wave, group.id).items():
                y = layout.place(f"{wave} {stage}") + _shift(voice, number)
                _draw_people(axes, voice, group, people, y)
    axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    axes.set_xticks(choose_ticks(most), [voice.numbers.count(tick) for tick in choose_ticks(most)])
    sheet.write(LEFT + width / 2, top + layout.height + 0.78, voice.text("axis.people"), align="center")
    return sheet


def _lay_out(voice: Voice, waves: list[str]) -> Layout:
    height = AIR + STEP * len(voice.showing.groups)
    rows: list[Row] = []
    for wave in waves:
        if len(flow_waves(voice.showing)) > 1:
            rows.append(Row(voice.wave(wave), wave, heading=True))
        rows += [Row(voice.text(f"stage.{stage}"), f"{wave} {stage}") for stage in STAGES]
    return lay_out(rows, LABELS, height)


def _shift(voice: Voice, number: int) -> float:
    """How far from the middle of its row a group's line lies."""
    return STEP * (number - (len(voice.showing.groups) - 1) / 2)


def _list_numbers(voice: Voice, waves: list[str]) -> list[Estimate]:
    groups = [group.id for group in voice.showing.groups]
    return [one for wave in waves for group in groups for one in flow_of(voice.showing, wave, group).values()]


def _find_most(voice: Voice, waves: list[str]) -> int:
    return max([1, *(int(one.value) for one in _list_numbers(voice, waves) if one.known)])


def choose_ticks(most: int) -> list[int]:
    """Whole numbers from nought on, in steps of 1, 2 or 5 times a power of ten; at most eight of them."""
    steps = (step * 10**power for power in range(12) for step in (1, 2, 5))
    step = next(step for step in steps if most / step <= 7)
    return list(range(0, most + 1, step))


def _draw_people(axes: Axes, voice: Voice, group: Group, people: Estimate, y: float) -> None:
    """The line with its marker and number; where there is no number, an empty marker and why."""
    room = axes.get_xlim()[1] / 100
    marker: dict[str, Any] = {"marker": MARKERS[group.marker], "ms": 4.8, "mec": group.colour, "mew": 0.9}
    text: dict[str, Any] = {"va": "center_baseline", "zorder": 4, "parse_math": False}
    if people.known:
        axes.plot([0, people.value], [y, y], color=group.colour, lw=1.6, zorder=2)
        axes.plot([people.value], [y], mfc=group.colour, ls="none", zorder=3, clip_on=False, **marker)
        axes.text(people.value + room * 1.6, y, voice.numbers.estimate(people, 0), **text)
        return
    axes.plot([room * 1.4], [y], mfc="white", ls="none", zorder=3, **marker)
    axes.text(room * 3, y, voice.numbers.mark(people), color=GREY, style="italic", **text)


def _caption(voice: Voice, waves: list[str]) -> str:
    numbers = _list_numbers(voice, waves)
    unlisted = any(one.reason == "not_listed" for one in numbers)
    return join(
        voice.text("caption.figure.sample_flow"),
        voice.text("sentence.unlisted_marks") if unlisted else "",
        tell_withheld(voice, numbers),
    )


def _alt(voice: Voice, waves: list[str]) -> str:
    parts = [voice.text("alt.sample_flow", groups=voice.numbers.counted("groups", len(voice.showing.groups)))]
    for wave in waves:
        for group in voice.showing.groups:
            stages = [
                f"{voice.text(f'stage.{stage}')}: {voice.numbers.estimate(people, 0)}"
                for stage, people in flow_of(voice.showing, wave, group.id).items()
            ]
            values = {"wave": voice.wave(wave), "group": voice.group(group.id), "stages": "; ".join(stages)}
            parts.append(voice.text("alt.stages", **values))
    return join(*parts, voice.text("alt.see_table"))
