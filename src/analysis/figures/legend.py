"""Legends that never cover a plot: samples and words in lines above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Rectangle

from analysis.figures.style import GREY, INK, Sheet, text_width

SAMPLE = 0.75
GAP = 0.5
LINE_STEP = 0.46


@dataclass(frozen=True)
class Sample:
    """One entry of a legend: a marker (with or without its interval), a line, or a patch of colour."""

    text: str
    marker: str = ""
    colour: str = INK
    filled: bool = True
    interval: bool = False
    patch: str = ""
    hatch: str = ""

    @property
    def width(self) -> float:
        """The room it takes, in centimetres."""
        return SAMPLE + text_width(self.text) + GAP


def legend_height(samples: Sequence[Sample], width: float) -> float:
    """How high a legend of this width becomes, in centimetres."""
    return len(_lines(samples, width)) * LINE_STEP


def draw_legend(sheet: Sheet, samples: Sequence[Sample], left: float, top: float, width: float) -> None:
    """Draw the samples with their words, from left to right, on as many lines as they need."""
    for number, line in enumerate(_lines(samples, width)):
        x, y = left, top + LINE_STEP * (number + 0.5)
        for sample in line:
            _draw_sample(sheet, sample, x, y)
            sheet.write(x + SAMPLE, y, sample.text)
            x += sample.width


def _lines(samples: Sequence[Sample], width: float) -> list[list[Sample]]:
    lines: list[list[Sample]] = [[]]
    for sample in samples:
        if lines[-1] and sum(one.width for one in lines[-1]) + sample.width - GAP > width:
            lines.append([])
        lines[-1].append(sample)
    return lines


def _draw_sample(sheet: Sheet, sample: Sample, x: float, y: float) -> None:
    if sample.patch:
        edge: dict[str, Any] = {"edgecolor": GREY, "linewidth": 0.5, "hatch": sample.hatch or None}
        sheet.page.add_patch(Rectangle((x, y - 0.14), 0.55, 0.28, facecolor=sample.patch, **edge))
        return
    middle = x + 0.3
    if sample.interval:
        sheet.page.plot([x, x + 0.6], [y, y], color=sample.colour, lw=1.2, zorder=2)
    face = sample.colour if sample.filled else "white"
    marker: dict[str, Any] = {"marker": sample.marker, "ms": 5, "mfc": face, "mec": sample.colour, "mew": 1.0}
    if sample.marker:
        sheet.page.plot([middle], [y], ls="none", zorder=3, **marker)
