"""Every admissible way of computing each headline difference, on one axis."""

from __future__ import annotations

from math import ceil, floor, isnan

from matplotlib.axes import Axes

from analysis.displays import Voice, comparison_heading
from analysis.figures.drawing import Drawing, join, name_ends, write_ends
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, LINE, Sheet
from analysis.profiles import Estimate
from analysis.profiles.headlines import Headline, Specification, list_headlines

LABELS = 5.0
ROW = 0.5
AXIS = 1.6
COLUMN = 2.4
TURNED = "#b3261e"
FAR = 4.0


def draw_specification_curve(voice: Voice) -> list[Drawing]:
    """One row a headline, one mark a specification; nothing where the plan compares no groups."""
    rows: list[Row] = []
    headlines: dict[str, Headline] = {}
    for analysis, comparison, members in list_headlines(voice.showing):
        rows.append(Row(comparison_heading(voice, comparison), analysis, heading=True))
        for one in members:
            key = f"{analysis} {one.scale}"
            rows.append(Row(voice.scale(one.scale), key))
            headlines[key] = one
    if not headlines:
        return []
    sheet = _draw(voice, rows, headlines)
    return [Drawing("specification_curve", sheet, _caption(voice), _alt(voice, list(headlines.values())))]


def _draw(voice: Voice, rows: list[Row], headlines: dict[str, Headline]) -> Sheet:
    layout = lay_out(rows, LABELS, ROW)
    samples = _samples(voice)
    top = 0.1 + legend_height(samples, 16.6) + 0.15 + 2 * LINE + 0.25
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    width = sheet.width - LABELS - 0.5 - COLUMN
    limits = _limits([one for headline in headlines.values() for one in headline.specifications])
    axes = sheet.plot_area(LABELS + 0.4, top, width, layout.height, limits)
    draw_labels(sheet, layout, top)
    draw_guides(axes, layout)
    axes.axvline(0.0, color=GREY, lw=0.8, zorder=1)
    right = sheet.width - 0.1
    sheet.write_lines(right, top - LINE - 0.1, voice.text("heading.holds_of").split("\n"), align="right")
    for key, headline in headlines.items():
        held, middle = headline.held(), layout.place(key)
        if held.known:
            _draw_row(axes, headline.specifications, middle)
            counts = (voice.numbers.count(held.holds), voice.numbers.count(held.specifications))
            told = voice.text("number.of", part=counts[0], whole=counts[1])
            sheet.write(right, top + middle, told, align="right")
        else:
            write_mark(axes, middle, voice.numbers.mark(Estimate(held.status, held.reason)))
    ticks = range(int(limits[0]), int(limits[1]) + 1)
    axes.set_xticks(list(ticks), [voice.numbers.count(tick) for tick in ticks])
    axis = voice.text("axis.difference_in_sds")
    bottom = top + layout.height
    sheet.write(LABELS + 0.4 + width / 2, bottom + 0.78, axis, align="center")
    write_ends(sheet, axes, LABELS + 0.4, width, bottom + 1.2, name_ends(voice))
    return sheet


def _draw_row(axes: Axes, specifications: list[Specification], middle: float) -> None:
    low, high = axes.get_xlim()
    for one in specifications:
        if isnan(one.value):
            continue
        if not low <= one.value <= high:
            end, arrow = (low, "<") if one.value < low else (high, ">")
            colour = TURNED if one.holds == "no" else GREY
            axes.plot([end], [middle], marker=arrow, ms=3.5, color=colour, clip_on=False, zorder=3)
            continue
        x = one.value
        if one.varied == "headline":
            if not isnan(one.low):
                axes.plot([max(one.low, low), min(one.high, high)], [middle] * 2, color=INK, lw=0.8, zorder=2)
            axes.plot([x], [middle], marker="o", ms=5, mfc="white", mec=INK, mew=1.1, zorder=5)
        elif one.holds == "no":
            axes.plot([x], [middle + 0.09], marker="x", ms=3.6, color=TURNED, mew=0.9, zorder=4)
        else:
            axes.plot([x], [middle - 0.05], marker="|", ms=5.5, color=GREY, mew=0.6, zorder=3, clip_on=False)


def _limits(specifications: list[Specification]) -> tuple[float, float]:
    values = [one.value for one in specifications if not isnan(one.value)]
    return float(max(floor(min([-1.0, *values])), -FAR)), float(min(ceil(max([1.0, *values])), FAR))


def _samples(voice: Voice) -> list[Sample]:
    return [
        Sample(voice.text("legend.headline"), "o", INK, filled=False, interval=True),
        Sample(voice.text("legend.holds"), "|", GREY),
        Sample(voice.text("legend.turned"), "x", TURNED),
    ]


def _caption(voice: Voice) -> str:
    left_out = voice.showing.tables["specifications"]["left_out"]
    edition = "restricted" if (left_out != "nobody").any() else "public"
    return join(
        voice.text("caption.figure.specification_curve"),
        voice.text(f"sentence.specifications_{edition}"),
        voice.text("sentence.arrows_beyond"),
        voice.wave_note(),
    )


def _alt(voice: Voice, headlines: list[Headline]) -> str:
    known = [(one, held) for one in headlines if (held := one.held()).known and held.specifications]
    scales = voice.numbers.counted("scales", len(headlines))
    told = [voice.text("alt.specification_curve", scales=scales)]
    if known:
        least, held = min(known, key=lambda pair: pair[1].holds / pair[1].specifications)
        values = {"scale": voice.scale(least.scale), "holds": voice.numbers.count(held.holds)}
        values["specifications"] = voice.numbers.count(held.specifications)
        told.append(voice.text("alt.least_robust", **values))
    return join(*told, voice.text("alt.see_table"))
