"""Grids of counts: values by fields, and for the team only the codes of each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib import colormaps
from matplotlib.patches import Rectangle

from analysis.codebooks import Code
from analysis.displays import Voice
from analysis.displays.agreement_tables import head_section
from analysis.displays.talk_tables import crossed, tell_matrix
from analysis.figures.case_map import name_part
from analysis.figures.codes import tell_held
from analysis.figures.drawing import Drawing, join
from analysis.figures.rows import Row, draw_labels, lay_out
from analysis.figures.style import GREY, LINE, Sheet, readable_on, wrap_text
from analysis.profiles.talk import Said, Talk, list_talks

LABELS = 4.4
ROW = 0.5
SHADES = "Blues"
MOST = 38
"""Codes on one page of the map of cases."""


@dataclass(frozen=True)
class Grid:
    """The rows and columns of a grid, and what was said in a cell."""

    rows: Sequence[Row]
    columns: Sequence[tuple[str, str]]
    said: Callable[[str, str], Said]

    @property
    def cells(self) -> list[Said]:
        """Every cell, row by row."""
        keys = [row.key for row in self.rows if not row.heading]
        return [self.said(row, column) for row in keys for column, _ in self.columns]


def draw_values_by_fields(voice: Voice) -> list[Drawing]:
    """The codes of two fields across each other; nothing where the plan crosses none."""
    drawings: list[Drawing] = []
    for talk in list_talks(voice.showing):
        if len(talk.analysis.crossed) == 2:
            across, down = crossed(talk)
            grid = Grid(
                [Row(voice.label(code.label), code.id) for code in down],
                [(code.id, voice.label(code.label)) for code in across],
                partial(_of_both, talk),
            )
            drawings.append(_finish("values_by_fields", len(drawings), voice, talk, grid))
    return drawings


def draw_code_cases(voice: Voice) -> list[Drawing]:
    """How many units of each case have each code; for the team only."""
    drawings: list[Drawing] = []
    for talk in list_talks(voice.showing):
        cases = [(case.id, case.label) for case in talk.cases(voice.showing)]
        for rows in _pages(voice, talk):
            grid = Grid(rows, cases, partial(_of_case, talk))
            matrix = tell_matrix(voice, [talk])
            drawings.append(_finish("code_cases", len(drawings), voice, talk, grid, *matrix))
    return drawings


def _pages(voice: Voice, talk: Talk) -> list[list[Row]]:
    pages: list[list[Row]] = [[]]
    for field, codes in talk.fields:
        block = [Row(voice.label(field.label), f"heading {field.id}", heading=True), *map(_row(voice), codes)]
        if pages[-1] and len(pages[-1]) + len(block) > MOST:
            pages.append([])
        pages[-1] += block
    return pages


def _row(voice: Voice) -> Callable[[Code], Row]:
    return lambda code: Row(voice.label(code.label), code.id)


def _of_both(talk: Talk, code: str, other: str) -> Said:
    return talk.said(code, "together", other=other)


def _of_case(talk: Talk, code: str, case: str) -> Said:
    return talk.said(code, talk.analysis.matrix, case=case)


def _finish(name: str, number: int, voice: Voice, talk: Talk, grid: Grid, *notes: str) -> Drawing:
    cells = grid.cells
    known = [one.number.value for one in cells if one.known]
    rows = sum(not row.heading for row in grid.rows)
    values = {
        "rows": voice.numbers.counted("codes", rows),
        "columns": voice.numbers.count(len(grid.columns)),
        "most": voice.numbers.count(round(max(known, default=0))),
    }
    start = head_section(voice, talk.analysis, voice.text(f"caption.figure.{name}"))
    caption = join(start, *notes, tell_held(voice, cells), voice.wave_note())
    alt = join(voice.text(f"alt.{name}", **values), voice.text("alt.see_table"))
    return Drawing(name_part(name, number), _draw(voice, grid), caption, alt)


def _draw(voice: Voice, grid: Grid) -> Sheet:
    layout = lay_out(grid.rows, LABELS, ROW, heading_width=16)
    width = (17 - LABELS - 0.5) / len(grid.columns)
    heads = [wrap_text(label, width - 0.12) for _, label in grid.columns]
    head = max(len(lines) for lines in heads) * LINE + 0.35
    sheet = Sheet(head + layout.height + 0.2)
    draw_labels(sheet, layout, head)
    most = max([1.0, *(one.number.value for one in grid.cells if one.known)])
    for number, ((column, _), lines) in enumerate(zip(grid.columns, heads, strict=True)):
        middle = LABELS + 0.4 + width * (number + 0.5)
        for place, line in enumerate(lines):
            sheet.write(middle, head - 0.2 - LINE * (len(lines) - 1 - place), line, align="center")
        for row in grid.rows:
            if not row.heading:
                said, y = grid.said(row.key, column), head + layout.place(row.key)
                _draw_cell(sheet, voice, said, (middle, y), width, most)
    return sheet


def _draw_cell(
    sheet: Sheet, voice: Voice, said: Said, at: tuple[float, float], width: float, most: float
) -> None:
    """A number on its shade, or the mark of a number that is withheld or not there."""
    if not said.known:
        mark = voice.numbers.mark(said.number).split("\N{NO-BREAK SPACE}")[0]
        sheet.write(*at, mark, align="center", colour=GREY)
        return
    shade = colormaps[SHADES](0.85 * said.number.value / most)[:3]
    corner = (at[0] - width / 2 + 0.03, at[1] - ROW / 2 + 0.02)
    sheet.page.add_patch(Rectangle(corner, width - 0.06, ROW - 0.04, facecolor=shade, edgecolor="none"))
    text = voice.numbers.count(round(said.number.value))
    sheet.write(*at, text, align="center", colour=readable_on(shade))
