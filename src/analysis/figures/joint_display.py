"""Survey, codings and scorecard of each construct on one line from worst to best, with the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from analysis.contracts.sides import PARTS
from analysis.displays import Voice
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out
from analysis.figures.style import GREY, INK, Sheet, wrap_text
from analysis.profiles.sides import Joined, Side, joined_cases, limits_of, list_joined

LABELS = 3.4
VERDICT = 2.6
ROW = 0.62
AXIS = 1.2
HEAD = 0.9
MARKERS = {"up": "^", "down": "v", "mixed": "D"}
VERDICTS = {"confirms": "●", "expands": "◆", "contradicts": "✖", "silent": "○", "withheld": "†"}
"""A sign for each verdict beside its word."""
MOST = 30
"""Rows on one page of the cases."""


def draw_joint_display(voice: Voice) -> list[Drawing]:
    """One row a construct, one panel a source, over all cases; nothing without a joint display."""
    rows = list_joined(voice.showing)
    if not rows:
        return []
    return [Drawing("joint_display", _draw(voice, [("", rows)]), *_words(voice, "joint_display", rows))]


def draw_joint_cases(voice: Voice) -> list[Drawing]:
    """The same for each case, several cases a page; for the team only."""
    pages: list[list[tuple[str, list[Joined]]]] = [[]]
    for case in joined_cases(voice.showing):
        rows = [one for one in list_joined(voice.showing, case.id) if one.verdict != "withheld"]
        if rows and pages[-1] and sum(len(one) for _, one in pages[-1]) + len(rows) > MOST:
            pages.append([])
        if rows:
            pages[-1].append((case.label, rows))
    return [
        Drawing(
            name_part("joint_cases", number),
            _draw(voice, page),
            *_words(voice, "joint_cases", [one for _, rows in page for one in rows]),
        )
        for number, page in enumerate(pages)
        if page
    ]


def _draw(voice: Voice, blocks: Sequence[tuple[str, Sequence[Joined]]]) -> Sheet:
    rows: list[Row] = []
    for heading, joined in blocks:
        rows += [Row(heading, f"heading {heading}", heading=True)] if heading else []
        rows += [Row(voice.label(one.construct.label), f"{heading} {one.construct.id}") for one in joined]
    layout = lay_out(rows, LABELS, ROW, heading_width=16)
    sheet = Sheet(HEAD + layout.height + AXIS)
    draw_labels(sheet, layout, HEAD)
    width = (sheet.width - LABELS - VERDICT - 0.5) / len(PARTS)
    for number, part in enumerate(PARTS):
        left = LABELS + 0.4 + number * width
        axes = sheet.plot_area(left, HEAD, width - 0.35, layout.height, (-0.06, 1.06))
        _draw_part(voice, axes, part, blocks, layout)
        title = wrap_text(voice.text(f"part.{part}"), width - 0.3)
        sheet.write_lines(left + (width - 0.35) / 2, HEAD - 0.45, title, align="center")
    left = sheet.width - VERDICT
    for heading, joined in blocks:
        for one in joined:
            y = HEAD + layout.place(f"{heading} {one.construct.id}")
            sheet.write(left, y, f"{VERDICTS[one.verdict]} {voice.text(f'verdict.{one.verdict}')}")
    sheet.write(left, HEAD - 0.45, voice.text("heading.verdict"))
    bottom = HEAD + layout.height + 0.72
    sheet.write(LABELS + 0.4, bottom, voice.text("axis.worst_best"))
    return sheet


def _draw_part(
    voice: Voice, axes: Axes, part: str, blocks: Sequence[tuple[str, Sequence[Joined]]], layout: Layout
) -> None:
    display = voice.showing.study.joint_display
    draw_guides(axes, layout)
    if display is None:
        return
    axes.axvline(display.rule.middle, color=GREY, lw=0.8, zorder=1)
    axes.set_xticks([0, display.rule.middle, 1], ["–", "", "+"])
    worst, best = limits_of(voice.showing, display, part)
    for heading, joined in blocks:
        for one in joined:
            y = layout.place(f"{heading} {one.construct.id}")
            _draw_side(voice, axes, one.sides[part], (worst, best), y)


def _draw_side(voice: Voice, axes: Axes, side: Side, limits: tuple[float, float], y: float) -> None:
    if side.direction not in MARKERS:
        text = voice.text(f"direction.{side.direction}")
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        axes.text(0.5, y, text, ha="center", va="center_baseline", color=GREY, style="italic", bbox=box)
        return
    worst, best = limits

    def place(value: float) -> float:
        return (value - worst) / (best - worst)

    if side.number.has_interval:
        low, high = side.number.ends
        axes.hlines(y, place(low), place(high), color=GREY, lw=1.8, zorder=2)
    at, marker = [place(side.number.value)], MARKERS[side.direction]
    filled = "white" if side.direction == "mixed" else INK
    axes.plot(
        at, [y], ls="none", marker=marker, ms=5.5, mfc=filled, mec=INK, mew=0.7, zorder=3, clip_on=False
    )


def _words(voice: Voice, name: str, rows: Sequence[Joined]) -> tuple[str, str]:
    caption = join(voice.text(f"caption.figure.{name}"), voice.text("note.joint_figure"), voice.wave_note())
    counts = [
        voice.text(
            "alt.verdicts", verdict=voice.text(f"verdict.{verdict}"), number=voice.numbers.count(number)
        )
        for verdict in VERDICTS
        if (number := sum(one.verdict == verdict for one in rows))
    ]
    constructs = voice.numbers.counted("constructs", len({one.construct.id for one in rows}))
    alt = voice.text(f"alt.{name}", constructs=constructs)
    return caption, join(alt, *counts, voice.text("alt.see_table"))
