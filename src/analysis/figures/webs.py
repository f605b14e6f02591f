"""A spider: values on spokes around a centre, drawn in centimetres on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Any

from analysis.figures.sample_flow import choose_ticks
from analysis.figures.style import GREY, INK, LINE, PALE, TIE, Sheet, text_width, wrap_text

Point = tuple[float, float]
LABEL = 0.22
"""From the end of a spoke to its label."""


@dataclass(frozen=True)
class Web:
    """A spider on a sheet: its middle, its radius, the ends of its scale, and how many spokes it has.

    The first spoke points up, the others follow clockwise. A value of None is a spoke without a value.
    """

    sheet: Sheet
    middle: Point
    radius: float
    limits: tuple[float, float]
    spokes: int

    def place(self, spoke: int, value: float) -> Point:
        """Where a value lies on a spoke."""
        low, high = self.limits
        return self.out(spoke, self.radius * (value - low) / (high - low))

    def out(self, spoke: int, distance: float) -> Point:
        """Where a spoke is so many centimetres from the middle."""
        angle = 2 * pi * spoke / self.spokes
        return self.middle[0] + distance * sin(angle), self.middle[1] - distance * cos(angle)

    @property
    def ticks(self) -> list[float]:
        """The values of the rings, the lowest in the middle and the highest outermost."""
        low, high = self.limits
        return [low + step for step in choose_ticks(ceil(high - low)) if low + step < high] + [high]

    def draw_rings(self, names: Sequence[str]) -> None:
        """The rings and spokes, and the name of each ring beside the first spoke."""
        page = self.sheet.page
        for tick, name in zip(self.ticks[1:], names[1:], strict=True):
            ring = [self.place(spoke, tick) for spoke in range(self.spokes + 1)]
            width = 0.8 if tick == self.limits[1] else 0.4
            page.plot(*zip(*ring, strict=True), color=TIE, lw=width, zorder=1.2)
            x, y = self.place(0, tick)
            self.sheet.write(x - 0.1, y + 0.02, name, align="right", colour=GREY)
        for spoke in range(self.spokes):
            ends = [self.middle, self.place(spoke, self.limits[1])]
            page.plot(*zip(*ends, strict=True), color=TIE, lw=0.4, zorder=1.2)

    def draw_band(self, values: Sequence[float]) -> None:
        """A grey field with an edge, behind everything else."""
        points = [self.place(spoke, value) for spoke, value in enumerate(values)]
        self.sheet.page.fill(*zip(*points, strict=True), facecolor=PALE, edgecolor=GREY, lw=0.7, zorder=1)

    def draw_line(self, values: Sequence[float | None], *, dashed: bool = False) -> None:
        """The values as a closed line with points, or thin and dashed; open beside a missing value."""
        page = self.sheet.page
        line: dict[str, Any] = {"color": INK, "lw": 1.5, "zorder": 3}
        if dashed:
            line = {"color": GREY, "lw": 0.9, "ls": (0, (3, 2)), "zorder": 2.5}
        for spoke, value in enumerate(values):
            after = (spoke + 1) % self.spokes
            if value is not None and values[after] is not None:
                ends = [self.place(spoke, value), self.place(after, float(values[after] or 0.0))]
                page.plot(*zip(*ends, strict=True), solid_capstyle="round", **line)
        points = [self.place(spoke, value) for spoke, value in enumerate(values) if value is not None]
        if points and not dashed:
            marker: dict[str, Any] = {
                "marker": "o",
                "ms": 4.2,
                "mfc": INK,
                "mec": "white",
                "mew": 0.5,
                "zorder": 4,
            }
            page.plot(*zip(*points, strict=True), ls="none", **marker)

    def draw_interval(self, spoke: int, low: float, high: float) -> None:
        """An interval as a stretch of the spoke with a bar across each end."""
        ends = [self.place(spoke, low), self.place(spoke, high)]
        self.sheet.page.plot(*zip(*ends, strict=True), color=GREY, lw=1.2, zorder=3.5)
        angle = 2 * pi * spoke / self.spokes
        across = (0.09 * cos(angle), 0.09 * sin(angle))
        for x, y in ends:
            bar = [(x - across[0], y - across[1]), (x + across[0], y + across[1])]
            self.sheet.page.plot(*zip(*bar, strict=True), color=GREY, lw=1.2, zorder=3.5)

    def write_label(self, spoke: int, label: str, number: str, edges: tuple[float, float]) -> None:
        """Beyond the end of a spoke its name, in lines between the edges, and its number in bold."""
        x, y = self.out(spoke, self.radius + LABEL)
        side = self.side(spoke)
        width = edges[1] - x if side > 0 else x - edges[0] if side < 0 else edges[1] - edges[0]
        lines = [*wrap_text(label, width), number]
        y -= cos(2 * pi * spoke / self.spokes) * LINE * len(lines) / 2
        align = "center" if not side else "left" if side > 0 else "right"
        top = y - LINE * (len(lines) - 1) / 2
        for place, line in enumerate(lines):
            self.sheet.write(x, top + place * LINE, line, align=align, bold=place == len(lines) - 1)

    def side(self, spoke: int) -> int:
        """-1 where the label of a spoke stands to its left, 1 to its right, 0 above or below it."""
        across = sin(2 * pi * spoke / self.spokes)
        return 0 if abs(across) < 0.2 else 1 if across > 0 else -1


def find_middle(labels: Sequence[str], radius: float, edges: tuple[float, float]) -> float:
    """Where between two edges a spider leaves its labels' longest words equal room on both sides."""
    web = Web(Sheet(1.0), (0.0, 0.0), radius, (0.0, 1.0), len(labels))
    reach = {-1: 0.0, 0: 0.0, 1: 0.0}
    for spoke, label in enumerate(labels):
        longest = max(text_width(word) for word in label.split(" "))
        side, (x, _) = web.side(spoke), web.out(spoke, radius + LABEL)
        reach[side] = max(reach[side], abs(x) + longest)
    return (edges[0] + edges[1] + reach[-1] - reach[1]) / 2
