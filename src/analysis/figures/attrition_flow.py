"""Who answered in one wave, left, stayed, joined, and answered in the next: a bar for all and each group."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from analysis.displays import Voice
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN
from analysis.figures.drawing import Drawing, join, tell_withheld
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, Sheet
from analysis.profiles import Estimate
from analysis.profiles.changes_surveys import Followed, list_followed

LABELS = 4.2
LEFT = LABELS + 0.3
COLUMN = 1.25
COLUMNS = (
    ("before", "before"),
    ("left", "left"),
    ("both", "stayed"),
    ("joined", "joined"),
    ("after", "after"),
)
"""The counts of ATTRITION, each with the name of its heading."""
PARTS = (
    ("unlinked_before", "#ffffff", "xxx"),
    ("left", "#d9d9d9", "///"),
    ("both", "#1f5a94", ""),
    ("joined", "#ffffff", ""),
    ("unlinked_after", "#ffffff", "xxx"),
)
"""The parts of a bar from left to right, told apart by pattern and not by colour alone."""
ROW = 0.62
BAR = 0.34
AXIS = 1.25


def draw_attrition_flow(voice: Voice) -> list[Drawing]:
    """A bar for all and each group, under each two waves of each instrument; nothing with one wave."""
    followed = list(list_followed(voice.showing))
    if not followed:
        return []
    return [
        Drawing("attrition_flow", _draw(voice, followed), _caption(voice, followed), _alt(voice, followed))
    ]


def _draw(voice: Voice, followed: list[Followed]) -> Sheet:
    layout, samples = _lay_out(voice, followed), _samples(voice, followed)
    top = 0.1 + legend_height(samples, 16.6) + 0.75
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    width = sheet.width - LEFT - COLUMN * len(COLUMNS) - 0.3
    axes = sheet.plot_area(LEFT, top, width, layout.height, (0, 1))
    draw_labels(sheet, layout, top)
    for number, (_, heading) in enumerate(COLUMNS):
        x = sheet.width - 0.15 - COLUMN * (len(COLUMNS) - 1 - number)
        sheet.write(x, top - 0.25, voice.text(f"heading.{heading}"), align="right")
    for one in followed:
        middle = layout.place(_key(one))
        _draw_bar(axes, voice, one, middle)
        for number, (name, _) in enumerate(COLUMNS):
            x = sheet.width - 0.15 - COLUMN * (len(COLUMNS) - 1 - number)
            sheet.write(x, top + middle, _tell(voice, one.count(name)), align="right")
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    axes.set_xticks(ticks, [voice.numbers.percent(tick) for tick in ticks])
    sheet.write(
        LEFT + width / 2, top + layout.height + 0.78, voice.text("axis.share_of_people"), align="center"
    )
    return sheet


def _key(one: Followed) -> str:
    return " ".join([one.instrument.id, *one.pair, one.group.id if one.group else "all"])


def _lay_out(voice: Voice, followed: list[Followed]) -> Layout:
    rows: list[Row] = []
    for one in followed:
        if one.group is None:
            rows.append(Row(_head(voice, one), f"{_key(one)} heading", heading=True))
        rows.append(Row(_name(voice, one), _key(one)))
    return lay_out(rows, LABELS, ROW, heading_width=16.0)


def _head(voice: Voice, one: Followed) -> str:
    waves = voice.text("label.waves", before=voice.wave(one.pair[0]), after=voice.wave(one.pair[1]))
    return f"{voice.label(one.instrument.title)}: {waves}"


def _name(voice: Voice, one: Followed) -> str:
    return voice.label(one.group.label) if one.group else voice.group("all")


def _samples(voice: Voice, followed: list[Followed]) -> list[Sample]:
    unlinked = any(
        one.count(name).value > 0 for one in followed for name in ("unlinked_before", "unlinked_after")
    )
    samples = [
        Sample(voice.text(f"legend.{name}"), patch=colour, hatch=hatch)
        for name, colour, hatch in PARTS
        if not name.startswith("unlinked")
    ]
    if unlinked:
        samples.append(Sample(voice.text("legend.unlinked"), patch="#ffffff", hatch="xxx"))
    return samples


def _draw_bar(axes: Axes, voice: Voice, one: Followed, middle: float) -> None:
    """The parts one after the other, as shares of all of them; where one of them is not told, why."""
    parts = [(one.count(name), colour, hatch) for name, colour, hatch in PARTS]
    missing = [part for part, *_ in parts if not part.known and part.status != "absent"]
    if missing:
        write_mark(axes, middle, voice.numbers.mark(missing[0]))
        return
    start, whole = 0.0, sum(part.value for part, *_ in parts if part.known)
    for part, colour, hatch in parts:
        if part.known and part.value > 0:
            edge: dict[str, Any] = {
                "edgecolor": GREY if hatch else INK,
                "linewidth": 0.6,
                "hatch": hatch or None,
            }
            share = part.value / whole
            axes.barh(middle, share, height=BAR, left=start, facecolor=colour, zorder=2, **edge)
            start += share


def _tell(voice: Voice, count: Estimate) -> str:
    if count.known:
        return voice.numbers.estimate(count, 0)
    return WITHHELD_SIGN if count.status == "withheld" else NO_NUMBER_SIGN


def _caption(voice: Voice, followed: list[Followed]) -> str:
    numbers = [one.count(name) for one in followed for name, _ in COLUMNS]
    return join(voice.text("caption.figure.attrition_flow"), tell_withheld(voice, numbers))


def _alt(voice: Voice, followed: list[Followed]) -> str:
    parts = [voice.text("alt.attrition_flow")]
    for one in followed:
        told = [
            f"{voice.text(f'heading.{heading}')}: {_tell(voice, one.count(name))}"
            for name, heading in COLUMNS
            if one.count(name).status != "absent"
        ]
        parts.append(f"{_head(voice, one)}, {_name(voice, one)}: {'; '.join(told)}.")
    return join(*parts, voice.text("alt.see_table"))
