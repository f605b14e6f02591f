"""The cases between thin and thick co-creation, the figure of the report redrawn with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from analysis.displays import Voice
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import BAND, GREY, INK, LINE, Sheet, wrap_text
from analysis.planned_codings import Continuum
from analysis.profiles.sides import Placed, list_placed

LABELS = 5.2
RANK = 2.6
AXIS = 1.5
ROW = 0.62


def draw_continuum(voice: Voice) -> list[Drawing]:
    """One row a case, the thinnest on top, with the judges' range; nothing without placements."""
    placed, continuum = list_placed(voice.showing), voice.showing.plan.continuum
    placed = [one for one in placed if one.placement.status != "absent"]
    if not placed or continuum is None:
        return []
    return [Drawing("continuum", _draw(voice, placed, continuum), *_words(voice, placed))]


def _draw(voice: Voice, placed: Sequence[Placed], continuum: Continuum) -> Sheet:
    layout = lay_out([Row(one.case.label, one.case.id) for one in placed], LABELS, ROW)
    samples = [Sample(voice.text("legend.judges"), "o", INK, interval=True)]
    outside = continuum.outside is not None
    if outside:
        samples.append(Sample(voice.text("legend.outside"), patch=BAND))
    heading = wrap_text(voice.text("heading.published_rank"), RANK)
    top = 0.1 + legend_height(samples, 16.6) + 0.2 + LINE * len(heading)
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    draw_labels(sheet, layout, top)
    width = sheet.width - LABELS - 0.4 - RANK
    low = continuum.lowest if continuum.outside is None else continuum.outside
    axes = sheet.plot_area(LABELS + 0.4, top, width, layout.height, (low - 0.5, continuum.highest + 0.5))
    if outside:
        axes.axvspan(low - 0.5, continuum.lowest - 0.5, color=BAND, zorder=0)
    draw_guides(axes, layout)
    for one in placed:
        _draw_case(voice, axes, one, layout.place(one.case.id))
        rank = voice.numbers.plain(one.published.value) if one.published.known else "–"
        sheet.write(sheet.width - RANK / 2, top + layout.place(one.case.id), rank, align="center")
    above = top - 0.2 - LINE * (len(heading) - 1) / 2
    sheet.write_lines(sheet.width - RANK / 2, above, heading, align="center")
    ticks = range(continuum.lowest, continuum.highest + 1)
    axes.set_xticks(list(ticks), [voice.numbers.count(tick) for tick in ticks])
    left, right = LABELS + 0.4, LABELS + 0.4 + width
    sheet.write(left, top + layout.height + 0.85, voice.text("axis.thin"))
    sheet.write(right, top + layout.height + 0.85, voice.text("axis.thick"), align="right")
    return sheet


def _draw_case(voice: Voice, axes: Axes, one: Placed, y: float) -> None:
    if not one.placement.known:
        write_mark(axes, y, voice.numbers.mark(one.placement))
        return
    if one.placement.has_interval:
        axes.hlines(y, *one.placement.ends, color=GREY, lw=2.2, zorder=2)
    axes.plot([one.placement.value], [y], "o", ms=6.5, mfc=INK, mec="white", mew=0.5, zorder=3, clip_on=False)


def _words(voice: Voice, placed: Sequence[Placed]) -> tuple[str, str]:
    judges = [one.placement.n for one in placed if one.placement.known and one.placement.n is not None]
    number = voice.numbers.span(judges) if judges else voice.numbers.count(0)
    caption = join(
        voice.text("caption.figure.continuum", judges=number),
        voice.lines_note([one.placement for one in placed]),
        voice.wave_note(),
    )
    known = [
        voice.text("alt.placed", case=one.case.label, number=voice.numbers.number(one.placement.value, 1))
        for one in placed
        if one.placement.known
    ]
    return caption, join(voice.text("alt.continuum"), *known, voice.text("alt.see_table"))
