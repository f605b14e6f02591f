"""Whether one mean may stand for a case: do its people agree, and do the cases differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.displays import Voice
from analysis.displays.inside_tables import tell_verdict
from analysis.figures.drawing import Drawing, join, tell_missing, tell_withheld
from analysis.figures.forests import draw_estimate
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Layout, Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.style import GREY, INK, LINE, Sheet
from analysis.profiles import Estimate
from analysis.profiles.reliability import CaseMean, list_case_means

LABELS = 5.0
ROW = 0.47
AXIS = 1.1
COLUMN = 1.4
BETWEEN = 0.5
LIMIT = "#b3261e"
AGREEMENT = (-0.02, 1.02)
RELIABILITY = (-1.02, 1.02)


@dataclass(frozen=True)
class Panel:
    """What one of the two conditions is drawn with: marks at places in a row, on an axis with a limit."""

    ends: tuple[float, float]
    axis: str
    limit: float
    samples: tuple[Sample, ...]
    places: tuple[float, ...]
    read: Callable[[CaseMean], tuple[Estimate, ...]]

    def tells(self, means: Iterable[CaseMean]) -> bool:
        """Whether anything of it may be told."""
        return any(number.known for one in means for number in self.read(one))


def draw_case_means(voice: Voice) -> list[Drawing]:
    """One row a scale, agreement to the left and ICC(2) to the right; nothing without a reliability."""
    rows: list[Row] = []
    means: dict[str, CaseMean] = {}
    for family, scales in list_case_means(voice.showing):
        rows.append(Row(voice.family(family), f"heading {family}", heading=True))
        for one in scales:
            rows.append(Row(voice.label(one.scale.label), one.scale.id))
            means[one.scale.id] = one
    if not means:
        return []
    panels = _panels(voice)
    told = [panel for panel in panels if panel.tells(means.values())] or panels
    left_out = [panel for panel in panels if panel not in told]
    sheet = _draw(voice, rows, means, told)
    return [Drawing("case_means", sheet, *_words(voice, list(means.values()), told, left_out))]


def _draw(voice: Voice, rows: list[Row], means: dict[str, CaseMean], panels: list[Panel]) -> Sheet:
    layout = lay_out(rows, LABELS, ROW)
    samples = [sample for panel in panels for sample in panel.samples]
    samples += [Sample(voice.text("legend.limits"), "|", LIMIT)]
    top = 0.1 + legend_height(samples, 16.6) + 0.15 + 2 * LINE + 0.25
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    draw_labels(sheet, layout, top)
    heading = voice.text("heading.case_mean").split("\n")
    sheet.write_lines(sheet.width - 0.1, top - LINE - 0.1, heading, align="right")
    room = sheet.width - LABELS - 0.4 - COLUMN
    width = room / len(panels) - BETWEEN
    for number, panel in enumerate(panels):
        left = LABELS + 0.4 + number * (width + BETWEEN)
        axes = sheet.plot_area(left, top, width, layout.height, panel.ends)
        sheet.write(left + width / 2, top + layout.height + 0.78, panel.axis, align="center")
        _draw_panel(voice, axes, panel, layout, means)
    for key, one in means.items():
        if one.verdict.known:
            told, bold = tell_verdict(voice, one.verdict), bool(one.verdict.value)
            sheet.write(sheet.width - 0.1, top + layout.place(key), told, align="right", bold=bold)
    return sheet


def _panels(voice: Voice) -> list[Panel]:
    limits = voice.showing.plan.aggregation
    agreement = (
        Sample(voice.text("legend.rwg_uniform"), "o", INK, interval=True),
        Sample(voice.text("legend.rwg_triangular"), "v", GREY, filled=False, interval=True),
    )
    icc = (Sample(voice.text("legend.icc2"), "s", INK, interval=True),)
    plain = voice.numbers.plain
    axes = [
        voice.text("axis.agreement", limit=plain(limits.agreement)),
        voice.text("axis.mean_reliability", limit=plain(limits.reliability)),
    ]
    return [
        Panel(AGREEMENT, axes[0], limits.agreement, agreement, (-0.08, 0.12), lambda one: one.medians),
        Panel(RELIABILITY, axes[1], limits.reliability, icc, (0.0,), lambda one: (one.icc2,)),
    ]


def _draw_panel(voice: Voice, axes: Axes, panel: Panel, layout: Layout, means: dict[str, CaseMean]) -> None:
    draw_guides(axes, layout)
    axes.axvline(0.0, color=GREY, lw=0.8, zorder=1)
    axes.axvline(panel.limit, color=LIMIT, lw=0.9, ls=(0, (4, 2)), zorder=1)
    ticks = [0, 0.5, 1] if panel.ends[0] > -1 else [-1, -0.5, 0, 0.5, 1]
    axes.set_xticks(ticks, [voice.numbers.number(tick, 0 if tick == int(tick) else 1) for tick in ticks])
    for key, one in means.items():
        numbers, middle = panel.read(one), layout.place(key)
        if not any(number.known for number in numbers):
            write_mark(axes, middle, voice.numbers.mark(numbers[0]))
        for number, sample, place in zip(numbers, panel.samples, panel.places, strict=True):
            draw_estimate(
                axes, number, middle + place, sample.colour, sample.marker, filled=sample.filled, size=4.4
            )


def _words(
    voice: Voice, means: list[CaseMean], panels: list[Panel], left_out: list[Panel]
) -> tuple[str, str]:
    shown = [number for one in means for panel in panels for number in panel.read(one)]
    counts = [number.n for number in shown if number.known and number.n is not None]
    people = voice.text("phrase.n", n=voice.numbers.span(counts)) if counts else ""
    caption = join(
        voice.text("caption.figure.case_means"),
        voice.lines_note(shown),
        voice.text("sentence.people", people=people) if people else "",
        voice.text("sentence.arrows"),
        *(voice.text("sentence.panel_withheld", panel=panel.axis) for panel in left_out),
        tell_withheld(voice, shown) if not left_out else "",
        tell_missing(voice, shown),
        voice.wave_note(),
    )
    judged = [one for one in means if one.verdict.known]
    values = {
        "scales": voice.numbers.counted("scales", len(means)),
        "panels": voice.wording.listed([panel.axis for panel in panels]),
    }
    told = [voice.text("alt.case_means", **values)]
    if judged:
        formed = voice.numbers.count(sum(bool(one.verdict.value) for one in judged))
        scales = voice.numbers.counted("scales", len(judged))
        told.append(voice.text("alt.case_means_formed", number=formed, scales=scales))
    return caption, join(*told, voice.text("alt.see_table"))
