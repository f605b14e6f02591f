"""How often each code was given, by the plan's rule and between the two others."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from analysis.codebooks import Code
from analysis.displays import Voice
from analysis.displays.agreement_tables import head_section
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.rows import Row, draw_guides, draw_labels, lay_out, write_mark
from analysis.figures.sample_flow import choose_ticks
from analysis.figures.style import GREY, INK, Sheet
from analysis.profiles.talk import Said, Talk, list_talks

LABELS = 5.4
CASES = 2.2
AXIS = 1.2
ROW = 0.42
MOST = 24
"""Codes on one page."""


def draw_codes(voice: Voice) -> list[Drawing]:
    """One row a code under its field, as many pages as that takes; nothing without codings."""
    pages = [(talk, fields) for talk in list_talks(voice.showing) for fields in _pages(talk)]
    return [
        Drawing(name_part("codes", number), _draw(voice, talk, fields), *_words(voice, talk, fields))
        for number, (talk, fields) in enumerate(pages)
    ]


Fields = list[tuple[Code, list[Code]]]


def _pages(talk: Talk) -> list[Fields]:
    """The fields in pages of so many codes; a field is never broken."""
    pages: list[Fields] = [[]]
    for field, codes in talk.fields:
        if pages[-1] and sum(len(one) for _, one in pages[-1]) + len(codes) > MOST:
            pages.append([])
        pages[-1].append((field, codes))
    return pages


def _draw(voice: Voice, talk: Talk, fields: Fields) -> Sheet:
    rows: list[Row] = []
    for field, codes in fields:
        rows.append(Row(voice.label(field.label), field.id, heading=True))
        rows += [Row(voice.label(code.label), code.id) for code in codes]
    layout = lay_out(rows, LABELS, ROW, heading_width=16)
    samples = [Sample(voice.text("legend.by_rule"), "o", INK, interval=True)]
    head = 0.5
    top = 0.1 + legend_height(samples, 16.6) + head
    sheet = Sheet(top + layout.height + AXIS)
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    draw_labels(sheet, layout, top)
    width = sheet.width - LABELS - 0.4 - CASES
    most = _most(talk)
    axes = sheet.plot_area(LABELS + 0.4, top, width, layout.height, (-0.01 * most, most * 1.04))
    draw_guides(axes, layout)
    for _, codes in fields:
        for code in codes:
            _draw_code(voice, axes, talk.said(code.id), layout.place(code.id))
            cases = talk.said(code.id, "cases")
            text = voice.numbers.count(round(cases.number.value)) if cases.known else "–"
            sheet.write(sheet.width - CASES / 2, top + layout.place(code.id), text, align="center")
    sheet.write(sheet.width - CASES / 2, top - 0.18, voice.text("heading.cases_with"), align="center")
    ticks = choose_ticks(most)
    axes.set_xticks(ticks, [voice.numbers.count(tick) for tick in ticks])
    sheet.write(
        LABELS + 0.4 + width / 2, top + layout.height + 0.78, voice.text("axis.units"), align="center"
    )
    return sheet


def _most(talk: Talk) -> int:
    """The largest end of all codes, so that all pages have one axis."""
    ends = [
        end
        for _, codes in talk.fields
        for code in codes
        for end in (talk.said(code.id).number.value, talk.said(code.id).number.ends[1])
        if end == end
    ]
    return max([10, *(round(end) for end in ends)])


def _draw_code(voice: Voice, axes: Axes, said: Said, y: float) -> None:
    if not said.known:
        write_mark(axes, y, voice.numbers.mark(said.number))
        return
    if said.number.has_interval:
        axes.hlines(y, *said.number.ends, color=GREY, lw=1.6, zorder=2)
    axes.plot([said.number.value], [y], "o", ms=5, mfc=INK, mec="white", mew=0.4, zorder=3, clip_on=False)


def _words(voice: Voice, talk: Talk, fields: Fields) -> tuple[str, str]:
    codes = [code for _, here in fields for code in here]
    said = [talk.said(code.id) for code in codes]
    known = [(one.number.value, code) for one, code in zip(said, codes, strict=True) if one.known]
    start = voice.text("caption.figure.codes", unit=voice.text(f"talk.{talk.analysis.unit}"))
    caption = join(
        head_section(voice, talk.analysis, start),
        tell_held(voice, said),
        voice.wave_note(),
    )
    alt = [voice.text("alt.codes", codes=voice.numbers.counted("codes", len(codes)))]
    if known:
        most, code = max(known, key=lambda one: one[0])
        label, number = voice.label(code.label), voice.numbers.count(round(most))
        alt.append(voice.text("alt.most_given", code=label, number=number))
    return caption, join(*alt, voice.text("alt.see_table"))


def tell_held(voice: Voice, said: Sequence[Said]) -> str:
    """How many numbers of a figure of talk are withheld, and for what; empty where none is."""
    held = [one for one in said if one.withheld]
    if not held:
        return ""
    few = voice.showing.study.settings.disclosure
    values = {
        "numbers": voice.numbers.counted("numbers", len(held)),
        "minimum": voice.numbers.count(few.minimum_people),
        "cases": voice.numbers.count(few.minimum_cases),
    }
    return voice.text("sentence.talk_withheld", count=len(held), **values)
