"""How far coders agree on each code, over all units and over those that somebody coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from analysis.codebooks import Code
from analysis.displays import Voice
from analysis.displays.agreement_tables import head_section, name_counted
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join, tell_missing, tell_withheld
from analysis.figures.forests import BESIDE, draw_estimate
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, LINE, Sheet
from analysis.profiles.codings import RELIABLE, SUFFICIENT, Agreed, Analysed, list_analyses

LABELS = 4.6
ROW = 0.47
AXIS = 1.2
COLUMN = 1.6
BETWEEN = 0.5
TALLEST = 19.2
"""How high the rows of one page may be."""
ALPHA, PERCENT = "o", "s"
BESIDE_ALPHA = (("percent", PERCENT, INK, -0.12), ("gwet_ac1", "^", BESIDE, 0.12))
"""What stands beside alpha: the statistic, its mark, its colour, and its place in a row."""
TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]
FLOOR = -0.1
"""How far below zero a mark may lie without an axis that goes further down."""


@dataclass(frozen=True)
class _Point:
    """A code in one analysis."""

    one: Analysed
    field: Code
    code: Code

    @property
    def row(self) -> str:
        """The key of its row."""
        return f"{self.one.analysis} {self.code.id}"

    def get(self, statistic: str, counted: str = "") -> Agreed:
        """A number on the code."""
        return self.one.get(statistic, field=self.field.id, code=self.code.id, counted=counted)

    @property
    def alpha(self) -> Agreed:
        """Krippendorff's alpha over all units."""
        return self.get("krippendorff_nominal")


def draw_agreement(voice: Voice) -> list[Drawing]:
    """A row a code under its field, on as many pages as it takes; nothing where nothing is coded."""
    pages = list(_share_out(voice))
    points = [point for page in pages for point in page]
    return [
        Drawing(name_part("agreement", number), _draw(voice, page), *_words(voice, points))
        for number, page in enumerate(pages)
    ]


def _share_out(voice: Voice) -> Iterator[list[_Point]]:
    """The codes of whole fields together, as many as a page holds."""
    page: list[_Point] = []
    for one in list_analyses(voice.showing):
        for field in one.fields:
            points = [_Point(one, field, code) for code in one.codes_of(field)]
            if page and lay_out(_rows(voice, page + points), LABELS, ROW).height > TALLEST:
                yield page
                page = []
            page = page + points
    if page:
        yield page


def _rows(voice: Voice, points: Sequence[_Point]) -> list[Row]:
    rows: list[Row] = []
    for number, point in enumerate(points):
        before = points[number - 1] if number else None
        if before is None or (before.one, before.field) != (point.one, point.field):
            heading = head_section(voice, point.one.plan, voice.label(point.field.label))
            rows.append(Row(heading, f"{point.one.analysis} field {point.field.id}", heading=True))
        rows.append(Row(voice.label(point.code.label), point.row))
    return rows


def _draw(voice: Voice, points: Sequence[_Point]) -> Sheet:
    layout = lay_out(_rows(voice, points), LABELS, ROW)
    samples = _samples(voice)
    top = 0.1 + legend_height(samples, 16.6) + 0.15 + 2 * LINE + 0.25
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    draw_labels(sheet, layout, top)
    width = (sheet.width - LABELS - 0.5 - COLUMN - BETWEEN) / len(PANELS)
    for number, (counted, draw) in enumerate(PANELS):
        left = LABELS + 0.4 + number * (width + BETWEEN)
        limits, ticks = _limits(points) if counted == "all" else ((-0.03, 1.03), TICKS)
        axes = sheet.plot_area(left, top, width, layout.height, limits)
        draw_guides(axes, layout)
        axes.axvline(0.0, color=GREY, lw=0.8, zorder=1)
        for point in points:
            draw(voice, axes, point, layout.place(point.row))
        axes.set_xticks(ticks, [voice.numbers.number(tick, 1) for tick in ticks])
        middle = left + width / 2
        sheet.write(middle, top - LINE, name_counted(voice, points[0].one, counted), align="center")
        sheet.write(middle, top + layout.height + 0.78, voice.text("axis.agreed"), align="center")
    _write_shares(voice, sheet, layout, points, top)
    return sheet


def _write_shares(voice: Voice, sheet: Sheet, layout: Layout, points: Sequence[_Point], top: float) -> None:
    right = sheet.width - 0.1
    sheet.write_lines(right, top - LINE, voice.text("heading.given_share").split("\n"), align="right")
    for point in points:
        share = point.get("prevalence")
        told = voice.numbers.percent(share.value) if share.known else NO_NUMBER_SIGN
        sheet.write(right, top + layout.place(point.row), told, align="right")


def _draw_all(voice: Voice, axes: Axes, point: _Point, middle: float) -> None:
    for limit in (SUFFICIENT, RELIABLE):
        axes.axvline(limit, color=GREY, lw=0.7, ls=":", zorder=1)
    if not point.alpha.known:
        write_mark(axes, middle, voice.numbers.mark(point.alpha))
        return
    draw_estimate(axes, point.alpha, middle, INK, ALPHA, filled=True, size=5)
    for name, marker, colour, place in BESIDE_ALPHA:
        other = point.get(name)
        if other.known:
            draw_estimate(axes, without_interval(other), middle + place, colour, marker, filled=False, size=4)


def _draw_given(voice: Voice, axes: Axes, point: _Point, middle: float) -> None:
    percent = point.get("percent", "coded")
    draw_estimate(axes, percent, middle, INK, PERCENT, filled=False, size=4.5)
    if not percent.known:
        write_mark(axes, middle, NO_NUMBER_SIGN)


def without_interval(number: Agreed) -> Agreed:
    """The number alone, where a row has no room for the intervals of all its marks."""
    return replace(number, ci_low=None, ci_high=None)


PANELS = (("all", _draw_all), ("given", _draw_given))
"""Which units each panel is about, and how a row of it is drawn."""


def _limits(points: Sequence[_Point]) -> tuple[tuple[float, float], list[float]]:
    """The ends of the axis, as far below zero as the marks reach, and its ticks."""
    numbers = [point.get(name) for point in points for name in ("krippendorff_nominal", "gwet_ac1")]
    lowest = min((one.value for one in numbers if one.known), default=0.0)
    if lowest >= FLOOR:
        return (FLOOR - 0.03 if lowest < 0 else -0.03, 1.03), TICKS
    return ((-0.53, 1.03), [-0.5, 0, 0.5, 1]) if lowest > -0.5 else ((-1.03, 1.03), [-1, -0.5, 0, 0.5, 1])


def _samples(voice: Voice) -> list[Sample]:
    limits = {"sufficient": voice.numbers.plain(SUFFICIENT), "reliable": voice.numbers.plain(RELIABLE)}
    return [
        Sample(voice.text("legend.krippendorff_nominal"), ALPHA, INK, interval=True),
        Sample(voice.text("legend.percent"), PERCENT, INK, filled=False),
        Sample(voice.text("legend.gwet_ac1"), "^", BESIDE, filled=False),
        Sample(voice.text("legend.alpha_limits", **limits), "|", GREY),
    ]


def _words(voice: Voice, points: Sequence[_Point]) -> tuple[str, str]:
    alphas = [point.alpha for point in points]
    caption = join(
        voice.text("caption.figure.agreement"),
        voice.lines_note(alphas),
        voice.text("sentence.arrows"),
        tell_withheld(voice, alphas),
        tell_missing(voice, alphas),
        voice.wave_note(),
    )
    codes = voice.numbers.counted("codes", len(points))
    told = [voice.text("alt.agreement", codes=codes)]
    known = [point for point in points if point.alpha.known]
    if known:
        low, high = (choose(known, key=lambda point: point.alpha.value) for choose in (min, max))
        values = {"lowest": voice.label(low.code.label), "highest": voice.label(high.code.label)}
        values |= {"low": voice.numbers.estimate(low.alpha, 2), "high": voice.numbers.estimate(high.alpha, 2)}
        told.append(voice.text("alt.agreement_range", **values))
    return caption, join(*told, voice.text("alt.see_table"))
