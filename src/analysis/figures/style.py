"""The look that all figures share, and the sheet they are drawn on, measured in centimetres.

Figures are made for a page of A4: 17 cm wide, no text below 8 points. The same results give the same
bytes: one font that comes with matplotlib, a fixed salt for the ids in SVG, and no dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

WIDTH = 17.0
CM = 1 / 2.54
POINT = 2.54 / 72
SIZE = 8.0
LINE = 0.36
INK = "#1a1a1a"
GREY = "#5f5f5f"
PALE = "#d9d9d9"
BAND = "#f1f1f1"
TIE = "#b5b5b5"
DOTS_PER_INCH = 200
MARKERS = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D"}
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "axes.linewidth": 0.6,
    "axes.edgecolor": GREY,
    "text.color": INK,
    "xtick.color": INK,
    "xtick.labelsize": SIZE,
    "axes.unicode_minus": True,
    "svg.hashsalt": "analysis.figures",
    "svg.fonttype": "path",
    "hatch.linewidth": 0.6,
}


@contextmanager
def applied_style() -> Iterator[None]:
    """Matplotlib with its own defaults and this style, whatever a user's settings are."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


class Sheet:
    """A figure that is filled from the top down; all places are centimetres from its upper left corner."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width = width
        self.height = height
        self.figure = Figure(figsize=(width * CM, height * CM), facecolor="white")
        self.page = self.figure.add_axes((0, 0, 1, 1), frame_on=False)
        self.page.set_xlim(0, width)
        self.page.set_ylim(height, 0)
        self.page.axis("off")

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        align: str = "left",
        valign: str = "center",
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Write one line of text."""
        weight = "bold" if bold else "normal"
        self.page.text(
            x,
            y,
            text,
            ha=align,
            va=_vertical(valign),
            weight=weight,
            color=colour,
            zorder=5,
            parse_math=False,
        )

    def write_lines(
        self, x: float, y: float, lines: list[str], *, align: str = "left", bold: bool = False
    ) -> None:
        """Write several lines, centred on y."""
        top = y - LINE * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            self.write(x, top + number * LINE, line, align=align, bold=bold)

    def plot_area(
        self, left: float, top: float, width: float, height: float, limits: tuple[float, float]
    ) -> Axes:
        """Axes whose y is centimetres from their top, so that rows stand where their labels do."""
        place = (
            left / self.width,
            1 - (top + height) / self.height,
            width / self.width,
            height / self.height,
        )
        axes = self.figure.add_axes(place)
        axes.set_xlim(*limits)
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        axes.patch.set_alpha(0)
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="x", length=2.5, width=0.6, pad=2)
        return axes

    def save(self, folder: Path, name: str) -> None:
        """Write the figure as SVG and PNG, each moved into place when it is whole."""
        folder.mkdir(parents=True, exist_ok=True)
        for ending, metadata in (("svg", {"Date": None, "Creator": None}), ("png", {"Software": None})):
            unfinished = folder / f"{name}.{ending}.part"
            self.figure.savefig(unfinished, format=ending, dpi=DOTS_PER_INCH, metadata=metadata)
            unfinished.replace(folder / f"{name}.{ending}")


def _vertical(valign: str) -> str:
    return "center_baseline" if valign == "center" else valign


@cache
def text_width(text: str, bold: bool = False) -> float:
    """The width of a text in centimetres, as the figures print it."""
    return sum(_advance(sign, bold) for sign in text)


@cache
def _advance(sign: str, bold: bool) -> float:
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(SIZE, 72)
    return float(font.load_char(ord(sign), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 * POINT


def wrap_text(text: str, width: float, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width` centimetres; a word that is wider is broken."""
    lines: list[str] = []
    line = ""
    for word in _short_words(text, width, bold):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _short_words(text: str, width: float, bold: bool) -> Iterator[str]:
    for whole in text.split(" "):
        word = whole
        while text_width(word, bold) > width and len(word) > 2:
            fits = next(
                end
                for end in range(len(word) - 1, 1, -1)
                if text_width(word[:end] + "-", bold) <= width or end == 2
            )
            yield word[:fits] + "-"
            word = word[fits:]
        yield word


def luminance(colour: tuple[float, float, float]) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it, from 0 (black) to 1 (white)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def readable_on(colour: tuple[float, float, float]) -> str:
    """Black or white, whichever stands out more from a background."""
    return "#000000" if (luminance(colour) + 0.05) / 0.05 >= 1.05 / (luminance(colour) + 0.05) else "#ffffff"
