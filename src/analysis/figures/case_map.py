"""Every case's mean on every scale as a map of numbers and shades; for the team only."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib import colormaps
from matplotlib.patches import Rectangle

from analysis.displays import Voice
from analysis.figures.drawing import Drawing, join, tell_missing, tell_range
from analysis.figures.rows import Layout, Row, draw_labels, lay_out
from analysis.figures.style import GREY, LINE, Sheet, readable_on, wrap_text
from analysis.profiles import Estimate, Shown, by_family, case_means, described_scales
from analysis.study import Case

LABELS = 5.4
ROW = 0.48
HEAD = 2.0
MOST = 8
SHADES = "Blues"


def draw_case_map(voice: Voice) -> list[Drawing]:
    """A map for every eight cases; nothing where there are no cases or no scales."""
    scales = [*described_scales(voice.showing, "higher"), *described_scales(voice.showing, "lower")]
    cases = voice.showing.cases
    parts = [cases[start : start + MOST] for start in range(0, len(cases), MOST)] if scales else []
    return [
        Drawing(
            name_part("case_factor_map", number), _draw(voice, scales, part), *_words(voice, scales, part)
        )
        for number, part in enumerate(parts)
    ]


def name_part(name: str, number: int) -> str:
    """The name of a part of a figure that is split over pages: name, name_2, name_3."""
    return name if number == 0 else f"{name}_{number + 1}"


def _draw(voice: Voice, scales: list[Shown], cases: Sequence[Case]) -> Sheet:
    rows: list[Row] = []
    for family, members in by_family(scales):
        name = voice.family(family)
        lower = members[0].scale.better == "lower"
        heading = voice.text("label.lower_is_better", label=name) if lower else name
        rows.append(Row(heading, family, heading=True))
        rows += [Row(voice.label(one.scale.label), one.scale.id) for one in members]
    layout = lay_out(rows, LABELS, ROW, heading_width=16)
    sheet = Sheet(HEAD + layout.height + 1.1)
    draw_labels(sheet, layout, HEAD)
    width = (sheet.width - LABELS - 0.5) / len(cases)
    for number, case in enumerate(cases):
        middle = LABELS + 0.4 + width * (number + 0.5)
        _write_case(sheet, voice, case, middle, width)
        for shown in scales:
            mean = case_means(voice.showing, shown)[voice.showing.cases.index(case)]
            _draw_cell(sheet, voice, shown, mean, middle, HEAD + layout.place(shown.scale.id), width)
    _draw_key(sheet, voice, layout)
    return sheet


def _write_case(sheet: Sheet, voice: Voice, case: Case, middle: float, width: float) -> None:
    lines = wrap_text(case.label, width - 0.15)[:4]
    people = voice.text("phrase.n", n=count_people(voice, case.id))
    bottom = HEAD - 0.15
    for number, line in enumerate([*lines, people]):
        sheet.write(middle, bottom - LINE * (len(lines) - number), line, align="center")


def count_people(voice: Voice, case: str, group: str = "all") -> str:
    """How many people of a case answered: the largest n of its means."""
    counts = [
        one.n
        for key, one in voice.showing.descriptives.rows.items()
        if key[1] == "mean" and key[5] == case and key[6] == group and one.n is not None
    ]
    return voice.numbers.count(max(counts)) if counts else "0"


def _draw_cell(
    sheet: Sheet, voice: Voice, shown: Shown, mean: Estimate, middle: float, y: float, width: float
) -> None:
    if not mean.known:
        sheet.write(
            middle, y, voice.numbers.mark(mean).split("\N{NO-BREAK SPACE}")[0], align="center", colour=GREY
        )
        return
    low, high = voice.showing.instrument.limits(shown.scale.id)
    place = (mean.value - low) / (high - low)
    shade = colormaps[SHADES](1 - place if shown.scale.better == "lower" else place)[:3]
    corner = (middle - width / 2 + 0.03, y - ROW / 2 + 0.02)
    sheet.page.add_patch(Rectangle(corner, width - 0.06, ROW - 0.04, facecolor=shade, edgecolor="none"))
    text = voice.numbers.estimate(mean, voice.decimals(shown.scale.id))
    sheet.write(middle, y, text, align="center", colour=readable_on(shade))


def _draw_key(sheet: Sheet, voice: Voice, layout: Layout) -> None:
    """A strip from the bad end of a scale to its good end."""
    y, left, step = HEAD + layout.height + 0.55, LABELS + 3.6, 0.06
    for number in range(60):
        shade = colormaps[SHADES](number / 59)[:3]
        patch = Rectangle(
            (left + number * step, y - 0.16), step + 0.01, 0.32, facecolor=shade, edgecolor="none"
        )
        sheet.page.add_patch(patch)
    sheet.write(left - 0.15, y, voice.text("legend.bad_end"), align="right")
    sheet.write(left + 60 * step + 0.15, y, voice.text("legend.good_end"))


def _words(voice: Voice, scales: list[Shown], cases: Sequence[Case]) -> tuple[str, str]:
    places = [voice.showing.cases.index(case) for case in cases]
    means = {one.scale.id: [case_means(voice.showing, one)[place] for place in places] for one in scales}
    shown = [mean for row in means.values() for mean in row]
    caption = join(
        voice.text("caption.figure.case_factor_map"), tell_missing(voice, shown), voice.wave_note()
    )
    values = {
        "scales": voice.numbers.counted("scales", len(scales)),
        "cases": voice.numbers.counted("cases", len(cases)),
    }
    higher = [one.scale for one in scales if one.scale.better == "higher"]
    told = [
        tell_range(voice, case.label, [(scale, means[scale.id][number]) for scale in higher])
        for number, case in enumerate(cases)
    ]
    return caption, join(voice.text("alt.case_factor_map", **values), *told, voice.text("alt.see_table"))
