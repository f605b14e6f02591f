"""Rows with a label to the left of a plot: their heights, their places and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.figures.style import GREY, LINE, PALE, Sheet, wrap_text

HEADING = 0.44
PADDING = 0.08


@dataclass(frozen=True)
class Row:
    """A row to be shown: one of the rows with marks, or a heading over such rows.

    `least_lines` and `least_height` make room for more than the label needs.
    """

    label: str
    key: str
    heading: bool = False
    least_lines: int = 1
    least_height: float = 0.0


@dataclass(frozen=True)
class PlacedRow:
    """A row with its wrapped label, its middle and its height in centimetres from the plot's top."""

    row: Row
    lines: tuple[str, ...]
    middle: float
    height: float


@dataclass(frozen=True)
class Layout:
    """The rows of one plot in their places."""

    rows: tuple[PlacedRow, ...]
    height: float

    def place(self, key: str) -> float:
        """The middle of the row with this key."""
        return next(placed.middle for placed in self.rows if placed.row.key == key)

    def extent(self, keys: Sequence[str]) -> tuple[float, float]:
        """Top and bottom of the stretch that the rows with these keys take up."""
        taken = [placed for placed in self.rows if placed.row.key in keys]
        return (
            min(placed.middle - placed.height / 2 for placed in taken),
            max(placed.middle + placed.height / 2 for placed in taken),
        )


def lay_out(
    rows: Sequence[Row], label_width: float, row_height: float, heading_width: float | None = None
) -> Layout:
    """Give each row its height, more where its label takes several lines, and its place.

    `heading_width` is the room for headings where they may be wider than labels.
    """
    placed = []
    top = 0.0
    for row in rows:
        width = (heading_width or label_width) if row.heading else label_width
        lines = tuple(wrap_text(row.label, width, bold=row.heading))
        least = HEADING if row.heading else row_height
        height = max(least, row.least_height, max(len(lines), row.least_lines) * LINE + PADDING)
        placed.append(PlacedRow(row, lines, top + height / 2, height))
        top += height
    return Layout(tuple(placed), top)


def draw_labels(sheet: Sheet, layout: Layout, top: float, left: float = 0.15) -> None:
    """Write the labels of the rows, with a thin line over each heading."""
    lines: list[float] = []
    for placed in layout.rows:
        bold = placed.row.heading
        sheet.write_lines(left, top + placed.middle + 0.02 * bold, list(placed.lines), bold=bold)
        if bold:
            line = top + placed.middle - placed.height / 2
            lines.append(line)
    sheet.page.hlines(lines, left, sheet.width - 0.1, color=PALE, lw=0.6, zorder=0)


def draw_guides(axes: Axes, layout: Layout) -> None:
    """A faint line through each row, leading the eye from its label to its marks."""
    middles = [placed.middle for placed in layout.rows if not placed.row.heading]
    axes.hlines(middles, *axes.get_xlim(), color=PALE, lw=0.4, zorder=0.5)


def write_mark(axes: Axes, middle: float, text: str, *, left: bool = True) -> None:
    """Write words such as "withheld" in a row, at one end of the plot."""
    low, high = axes.get_xlim()
    inset = (high - low) * 0.012
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    axes.text(
        low + inset if left else high - inset,
        middle,
        text,
        ha="left" if left else "right",
        va="center_baseline",
        color=GREY,
        style="italic",
        zorder=4,
        bbox=box,
        parse_math=False,
    )
