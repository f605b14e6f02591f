"""Estimates with intervals row by row: the differences between groups, and the reliability of scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from matplotlib.axes import Axes

from analysis.displays import Numbers, Voice
from analysis.figures.drawing import join, tell_missing, tell_withheld
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, LINE, Sheet
from analysis.profiles import ABSENT, Estimate

LABELS = 5.0
ROW = 0.47
PLACES = ((0.0,), (-0.08, 0.13), (-0.15, 0.0, 0.15))
THREE_MARKS = 0.5
"""The height of a row with three marks."""
BESIDE = "#00695c"
SECOND_READING = "|"
"""The mark of the other reading, which no group has."""
AXIS = 1.3


@dataclass(frozen=True)
class Point:
    """What one row of a forest shows; `filled`, `marker` and `colour` are about the mark of the main reading.

    `beside` is another number of the same, with a mark of its own under the main one where it is known.
    """

    row: Row
    main: Estimate
    neutral: Estimate
    filled: bool = True
    marker: str = "o"
    cells: tuple[str, ...] = ()
    beside: Estimate = ABSENT
    colour: str = INK


@dataclass(frozen=True)
class Forest:
    """Everything a forest figure is made from; headings are rows without a point.

    `better` says, by the key of a heading, which end of the axis is good: higher or lower, and how
    that is told. `limits` are the ends of the axis: intervals that reach beyond end in an arrow.
    `columns` are the widths and headings of the columns to the right.
    """

    rows: Sequence[Row | Point]
    limits: tuple[float, float]
    zero: float
    axis: str
    columns: Sequence[tuple[float, str]]
    samples: Sequence[Sample]
    ends: tuple[str, str] = ("", "")
    better: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def draw_forest(forest: Forest, numbers: Numbers, ticks: Sequence[float]) -> Sheet:
    """Draw a forest with its legend above and its axis below."""
    layout = lay_out([_row_of(one) for one in forest.rows], LABELS, ROW)
    legend = legend_height(forest.samples, 16.6)
    head = LINE * max(1, *(text.count("\n") + 1 for _, text in forest.columns)) + 0.25
    top = 0.1 + legend + 0.15 + head
    sheet = Sheet(top + layout.height + AXIS + 0.3 * bool(forest.ends[0]))
    draw_legend(sheet, forest.samples, 0.15, 0.1, 16.6)
    width = sheet.width - LABELS - 0.5 - sum(room for room, _ in forest.columns)
    axes = sheet.plot_area(LABELS + 0.4, top, width, layout.height, forest.limits)
    draw_labels(sheet, layout, top)
    draw_guides(axes, layout)
    axes.axvline(forest.zero, color=GREY, lw=0.8, zorder=1)
    for point in forest.rows:
        if isinstance(point, Point):
            _draw_point(axes, point, layout.place(point.row.key), numbers)
    for key, (better, said) in forest.better.items():
        align = "right" if better == "lower" else "left"
        x = forest.zero + (-0.02 if better == "lower" else 0.02) * (forest.limits[1] - forest.limits[0])
        axes.text(x, layout.place(key), said, ha=align, va="center_baseline", color=GREY)
    _write_columns(sheet, forest, layout, top, head)
    axes.set_xticks(list(ticks), [numbers.number(tick, 0 if tick == int(tick) else 1) for tick in ticks])
    _write_axis(sheet, forest, axes, LABELS + 0.4, width, top + layout.height)
    return sheet


def two_readings(points: Sequence[Point]) -> bool:
    """Whether any row shows a second reading of the answers."""
    return any(point.neutral.status != "absent" for point in points)


def _row_of(one: Row | Point) -> Row:
    return one.row if isinstance(one, Point) else one


def _draw_point(axes: Axes, point: Point, middle: float, numbers: Numbers) -> None:
    others: list[tuple[Estimate, str, str, bool, float]] = []
    if point.beside.known:
        others.append((point.beside, BESIDE, "^", True, 4.6))
    if point.neutral.status != "absent":
        others.append((point.neutral, GREY, SECOND_READING, False, 5))
    first, *places = PLACES[len(others)]
    for (estimate, colour, marker, filled, size), place in zip(others, places, strict=True):
        draw_estimate(axes, estimate, middle + place, colour, marker, filled=filled, size=size)
    if point.main.known:
        draw_estimate(
            axes, point.main, middle + first, point.colour, point.marker, filled=point.filled, size=5
        )
    else:
        write_mark(axes, middle, numbers.mark(point.main))


def draw_estimate(
    axes: Axes, estimate: Estimate, y: float, colour: str, marker: str, *, filled: bool, size: float
) -> None:
    """An estimate with its interval, if there is one; what reaches beyond the axis ends in an arrow."""
    if not estimate.known:
        return
    low, high = axes.get_xlim()
    if estimate.has_interval:
        first, last = estimate.ends
        ends = [max(first, low), min(last, high)]
        axes.plot(ends, [y, y], color=colour, lw=0.8 if colour in (GREY, BESIDE) else 1.2, zorder=2)
        for beyond, end, arrow in ((first < low, low, "<"), (last > high, high, ">")):
            if beyond:
                axes.plot([end], [y], marker=arrow, ms=3.5, color=colour, clip_on=False, zorder=3)
    if low <= estimate.value <= high:
        face = colour if filled else "white"
        axes.plot([estimate.value], [y], marker=marker, ms=size, mfc=face, mec=colour, mew=0.9, zorder=4)


def _write_columns(sheet: Sheet, forest: Forest, layout: Layout, top: float, head: float) -> None:
    x = sheet.width - 0.1 - sum(room for room, _ in forest.columns)
    for number, (room, heading) in enumerate(forest.columns):
        x += room
        lines = heading.split("\n")
        sheet.write_lines(x, top - head / 2 - 0.02, lines, align="right")
        for point in forest.rows:
            if isinstance(point, Point) and point.cells:
                sheet.write(x, top + layout.place(point.row.key), point.cells[number], align="right")


def _write_axis(sheet: Sheet, forest: Forest, axes: Axes, left: float, width: float, bottom: float) -> None:
    sheet.write(left + width / 2, bottom + 0.78, forest.axis, align="center")
    below = bottom + 1.2
    if forest.ends[0]:
        low, high = axes.get_xlim()
        zero = left + width * (forest.zero - low) / (high - low)
        sheet.write(zero - 0.15, below, f"← {forest.ends[0]}", align="right")
        sheet.write(zero + 0.15, below, f"{forest.ends[1]} →")


def neat_limits(estimates: Sequence[Estimate]) -> tuple[float, float]:
    """Whole numbers around the estimates and their intervals, at least from -1 to 1."""
    ends = [end for one in estimates for end in (one.estimate, one.ci_low, one.ci_high) if end is not None]
    return float(floor(min([-1.0, *ends]))), float(ceil(max([1.0, *ends])))


def write_caption(
    voice: Voice, figure: str, points: Sequence[Point], withheld: Sequence[Estimate], *notes: str
) -> str:
    """What a forest shows, the level of its lines, the people behind it, and what is withheld or missing."""
    shown = [point.main for point in points]
    counts = [one.n for one in shown if one.known and one.n is not None]
    people = voice.text("phrase.n", n=voice.numbers.span(counts)) if counts else ""
    return join(
        voice.text(f"caption.figure.{figure}"),
        voice.text("sentence.grey_marks") if two_readings(points) else "",
        voice.lines_note(shown),
        voice.text("sentence.people", people=people) if people else "",
        *notes,
        tell_withheld(voice, withheld),
        tell_missing(voice, shown),
        voice.wave_note(),
    )


def name_extremes(voice: Voice, known: Sequence[Point]) -> dict[str, str]:
    """The lowest and the highest number with the rows they stand in, for an alternative text."""
    low = min(known, key=lambda point: point.main.value)
    high = max(known, key=lambda point: point.main.value)
    return {
        "low": voice.numbers.estimate(low.main, 2),
        "lowest": low.row.label,
        "high": voice.numbers.estimate(high.main, 2),
        "highest": high.row.label,
    }
