"""How often each answer was given to the questions that are counted, for all and by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.displays import Voice
from analysis.figures.drawing import Drawing, join, tell_withheld
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.style import GREY, LINE, Sheet, readable_on, text_width, wrap_text
from analysis.instruments import Item
from analysis.profiles import Estimate, counted_items

# From dark to light blue, apart from each other in grey print as well.
SHADES = ("#08306b", "#2b6aa6", "#6fa8d2", "#b5d1e8", "#dde9f5", "#f2f6fb")
LABELS = 4.6
BAR = 0.5
ROW = 0.66
HATCH = "////"


@dataclass(frozen=True)
class Bar:
    """The answers of one population to one item: (letter, count, share) of each answer."""

    population: str
    answers: list[tuple[str, Estimate, Estimate]]

    @property
    def people(self) -> int | None:
        """How many answered, as any of the numbers that are told says."""
        return next((one.n for _, count, share in self.answers for one in (count, share) if one.n), None)


def draw_contact(voice: Voice) -> list[Drawing]:
    """Stacked bars of the counted items; nothing where the plan counts none."""
    counted = counted_items(voice.showing)
    if not counted:
        return []
    panels = [(item, _bars(voice, name, item), _samples(voice, item)) for name, item in counted]
    heights = [_height(item, bars, samples, voice) for item, bars, samples in panels]
    sheet = Sheet(sum(heights) + 1.15)
    top = 0.1
    for (item, bars, samples), height in zip(panels, heights, strict=True):
        _draw_panel(sheet, voice, item, bars, samples, top, last=item is panels[-1][0])
        top += height
    return [Drawing("contact", sheet, _caption(voice, panels), _alt(voice, panels))]


def _bars(voice: Voice, analysis: str, item: Item) -> list[Bar]:
    values = [answer.value for answer in voice.showing.instrument.answer_set(item.id).listed_answers()]
    groups = ["all", *(group.id for group in voice.showing.groups)]

    def answers(group: str) -> list[tuple[str, Estimate, Estimate]]:
        found = []
        for number, value in enumerate(values):
            count, share = (
                voice.showing.descriptives.get(
                    analysis, statistic, item=item.id, category=str(value), group=group
                )
                for statistic in ("count", "share")
            )
            found.append((_letter(number), count, share))
        return found

    return [Bar(voice.group(group), answers(group)) for group in groups]


def _letter(number: int) -> str:
    return chr(ord("a") + number)


def _samples(voice: Voice, item: Item) -> list[Sample]:
    answers = voice.showing.instrument.answer_set(item.id).listed_answers()
    return [
        Sample(f"{_letter(number)}  {voice.label(answer.label)}", patch=SHADES[number % len(SHADES)])
        for number, answer in enumerate(answers)
    ]


def _height(item: Item, bars: list[Bar], samples: list[Sample], voice: Voice) -> float:
    title = wrap_text(voice.item(item), 16.4, bold=True)
    return len(title) * LINE + 0.25 + legend_height(samples, 16.6) + 0.1 + ROW * len(bars) + 0.45


def _draw_panel(
    sheet: Sheet, voice: Voice, item: Item, bars: list[Bar], samples: list[Sample], top: float, *, last: bool
) -> None:
    title = wrap_text(voice.item(item), 16.4, bold=True)
    sheet.write_lines(0.15, top + LINE * len(title) / 2, title, bold=True)
    top += len(title) * LINE + 0.15
    draw_legend(sheet, samples, 0.15, top, 16.6)
    top += legend_height(samples, 16.6) + 0.1
    width = sheet.width - LABELS - 0.65
    axes = sheet.plot_area(LABELS, top, width, ROW * len(bars), (0, 1))
    for number, bar in enumerate(bars):
        middle = ROW * (number + 0.5)
        people = "" if bar.people is None else f" (n = {voice.numbers.count(bar.people)})"
        sheet.write(LABELS - 0.15, top + middle, bar.population + people, align="right")
        _draw_bar(axes, voice, bar, middle, width)
    shares = [0, 0.25, 0.5, 0.75, 1]
    axes.set_xticks(shares, [voice.numbers.percent(share) for share in shares] if last else [])
    if last:
        sheet.write(
            LABELS + width / 2, top + ROW * len(bars) + 0.78, voice.text("axis.share"), align="center"
        )


def _draw_bar(axes: Axes, voice: Voice, bar: Bar, middle: float, width: float) -> None:
    start = 0.0
    for number, (letter, count, share) in enumerate(bar.answers):
        if not share.known or share.value == 0:
            continue
        colour = SHADES[number % len(SHADES)]
        text = f"{letter} {voice.numbers.estimate(count, 0)}"
        _draw_segment(axes, start, share.value, middle, colour, text, width)
        start += share.value
    hidden = [(letter, count) for letter, count, share in bar.answers if not share.known]
    if hidden:
        letters = voice.wording.listed([letter for letter, _ in hidden])
        mark = voice.numbers.mark(hidden[0][1])
        _draw_segment(axes, start, 1 - start, middle, "#ffffff", f"{letters}: {mark}", width, hatch=HATCH)


def _draw_segment(
    axes: Axes,
    start: float,
    share: float,
    middle: float,
    colour: str,
    text: str,
    width: float,
    hatch: str = "",
) -> None:
    style: dict[str, Any] = {
        "facecolor": colour,
        "edgecolor": "#bdbdbd" if hatch else "white",
        "linewidth": 0.8,
    }
    axes.add_patch(Rectangle((start, middle - BAR / 2), share, BAR, hatch=hatch or None, **style))
    room = share * width - 0.1
    shown = next(
        (one for one in (text, text.split(" ", 1)[-1] if not hatch else "†") if text_width(one) <= room), ""
    )
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0} if hatch else None
    ink = GREY if hatch else readable_on((red, green, blue))
    axes.text(start + share / 2, middle, shown, ha="center", va="center_baseline", color=ink, bbox=box)


def _numbers(panels: list[tuple[Item, list[Bar], list[Sample]]]) -> list[Estimate]:
    return [count for _, bars, _ in panels for bar in bars for _, count, _ in bar.answers]


def _caption(voice: Voice, panels: list[tuple[Item, list[Bar], list[Sample]]]) -> str:
    return join(
        voice.text("caption.figure.contact"), tell_withheld(voice, _numbers(panels)), voice.wave_note()
    )


def _alt(voice: Voice, panels: list[tuple[Item, list[Bar], list[Sample]]]) -> str:
    parts = [voice.text("alt.contact", questions=voice.numbers.counted("questions", len(panels)))]
    for item, bars, _ in panels:
        offered = voice.showing.instrument.answer_set(item.id).listed_answers()
        labels = [voice.label(answer.label) for answer in offered]
        told = [
            f"{label}: {voice.numbers.estimate(count, 0)}"
            for label, (_, count, _) in zip(labels, bars[0].answers, strict=True)
        ]
        parts.append(voice.text("alt.counts", item=voice.item(item), answers="; ".join(told)))
    return join(*parts, voice.text("alt.see_table"))
