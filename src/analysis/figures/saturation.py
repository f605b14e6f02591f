"""How many different codes so many sessions hold, over all their orders and in their own."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.displays import Voice
from analysis.displays.agreement_tables import head_section
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.style import GREY, INK, PALE, Sheet
from analysis.profiles.talk import Step, Talk, list_steps, list_talks

LEFT = 1.5
HEIGHT = 6.0
AXIS = 1.2
DATED = "#b3261e"


def draw_saturation(voice: Voice) -> list[Drawing]:
    """A curve with the range of all orders, and the dated order where it may be told, else nothing."""
    drawings: list[Drawing] = []
    for talk in list_talks(voice.showing):
        steps = list_steps(voice.showing, talk.name, "any")
        dated = list_steps(voice.showing, talk.name, "dated")
        if len(steps) > 1:
            name = name_part("saturation", len(drawings))
            drawings.append(Drawing(name, _draw(voice, steps, dated), *_words(voice, talk, steps)))
    return drawings


def _draw(voice: Voice, steps: list[Step], dated: list[Step]) -> Sheet:
    samples = [Sample(voice.text("legend.all_orders"), "o", INK, interval=True)]
    samples += [Sample(voice.text("legend.dated"), "s", DATED)] if dated else []
    top = 0.1 + legend_height(samples, 16.6) + 0.3
    sheet = Sheet(top + HEIGHT + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    width = sheet.width - LEFT - 0.5
    axes = sheet.plot_area(LEFT, top, width, HEIGHT, (0.7, len(steps) + 0.3))
    most = max([one.of or 0 for one in steps] + [round(one.codes.value) for one in steps])
    axes.set_ylim(0, most * 1.06)
    axes.spines["left"].set_visible(True)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.tick_params(axis="y", length=2.5, width=0.6, pad=2, labelsize=8)
    axes.grid(axis="y", color=PALE, lw=0.5)
    _draw_steps(axes, steps)
    if dated:
        places = [one.sessions for one in dated]
        codes = [one.codes.value for one in dated]
        axes.plot(places, codes, "s-", color=DATED, lw=0.9, ms=4, mec="white", mew=0.4, zorder=4)
    if steps[0].of:
        axes.axhline(steps[0].of, color=GREY, lw=0.8, ls=(0, (4, 2)))
    places = [one.sessions for one in steps]
    axes.set_xticks(places, [voice.numbers.count(place) for place in places])
    sheet.write(LEFT + width / 2, top + HEIGHT + 0.78, voice.text("axis.sessions"), align="center")
    sheet.page.text(
        0.3, top + HEIGHT / 2, voice.text("axis.codes"), rotation=90, ha="center", va="center", fontsize=8
    )
    return sheet


def _draw_steps(axes: Axes, steps: list[Step]) -> None:
    for one in steps:
        if one.codes.has_interval:
            axes.vlines(one.sessions, *one.codes.ends, color=GREY, lw=1.6, zorder=2)
    places, codes = [one.sessions for one in steps], [one.codes.value for one in steps]
    axes.plot(places, codes, "o-", color=INK, lw=1.0, ms=5, mec="white", mew=0.4, zorder=3)


def _words(voice: Voice, talk: Talk, steps: list[Step]) -> tuple[str, str]:
    start = head_section(voice, talk.analysis, voice.text("caption.figure.saturation"))
    caption = join(start, voice.wave_note())
    values = {
        "first": voice.numbers.number(steps[0].codes.value, 1),
        "all": voice.numbers.number(steps[-1].codes.value, 0),
        "sessions": voice.numbers.counted("sessions", len(steps)),
        "new": voice.numbers.estimate(steps[-1].new, 1),
    }
    return caption, join(voice.text("alt.saturation", **values), voice.text("alt.see_table"))
