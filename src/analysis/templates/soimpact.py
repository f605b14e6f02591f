"""The SoImpact workbook: ten steps from a problem to an evaluation, as sheets that a team fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from analysis.study import Study
from analysis.templates import soimpact_texts as texts
from analysis.templates.soimpact_columns import TABLES, Heading
from analysis.templates.soimpact_example import EXAMPLE, Filled
from analysis.templates.soimpact_words import CASE, CHOICES, EXAMPLE_SHEET, SHEETS
from analysis.templates.workbook import (
    Column,
    Value,
    add_sheet,
    begin_workbook,
    draw_table,
    open_cell,
    to_bytes,
    write_headings,
    write_text,
    write_title,
)

ROOM = {"indicators": 60, "measurements": 300, "people": 500}
"""Rows that are open in each table."""
PLAN_ROW = 3
"""The row of the plan that names the case."""


def make_files(language: str, study: Study | None) -> dict[str, bytes]:
    """The empty workbook and a filled example, by the names of their files."""
    return {
        f"soimpact_{language}.xlsx": fill_workbook(Filled(), language),
        f"soimpact_example_{language}.xlsx": fill_workbook(EXAMPLE[language], language, example=True),
    }


def fill_workbook(filled: Filled, language: str, example: bool = False) -> bytes:
    """A workbook with rows in it; an example bears a first sheet by which it is refused when it is read."""
    book = begin_workbook(texts.TITLE.get(language), language)
    if example:
        sheet = add_sheet(book, EXAMPLE_SHEET.get(language), [110])
        sheet.sheet_properties.tabColor = "C25A12"
        write_title(sheet, 1, texts.EXAMPLE_TITLE.get(language))
        write_text(sheet, 3, 1, texts.EXAMPLE_TEXT.get(language))
    _draw_guide(book, language)
    _draw_plan(book, filled, language)
    for name, headings in TABLES.items():
        sheet = add_sheet(book, SHEETS[name].get(language))
        columns = [_make_column(heading, language) for heading in headings]
        rows = [_to_cells(row, headings, language) for row in filled.rows.get(name, ())]
        draw_table(sheet, columns, rows, ROOM[name], texts.REFUSED.get(language))
    return to_bytes(book)


def _make_column(heading: Heading, language: str) -> Column:
    choices = tuple(word.get(language) for word in CHOICES.get(heading.role, {}).values())
    name, note = heading.name.get(language), heading.note.get(language)
    return Column(name, heading.width, note, heading.form, choices)


def _to_cells(row: Mapping[str, Value], headings: Sequence[Heading], language: str) -> list[Value]:
    cells: list[Value] = []
    for heading in headings:
        value = row.get(heading.role)
        choices = CHOICES.get(heading.role, {})
        cells.append(choices[value].get(language) if value in choices else value)  # type: ignore[index]
    return cells


def _draw_guide(book: Workbook, language: str) -> None:
    sheet = add_sheet(book, SHEETS["guide"].get(language), [30, 80, 16])
    write_title(sheet, 1, texts.TITLE.get(language))
    write_text(sheet, 2, 2, texts.INTRODUCTION.get(language))
    write_headings(sheet, 4, [heading.get(language) for heading in texts.STEP_HEADINGS])
    for number, step in enumerate(texts.STEPS, 1):
        write_text(sheet, 4 + number, 1, f"{number}. {step.name.get(language)}", bold=True)
        write_text(sheet, 4 + number, 2, step.told.get(language))
        write_text(sheet, 4 + number, 3, SHEETS[step.sheet].get(language))
    below = 6 + len(texts.STEPS)
    write_headings(sheet, below, [texts.RULES_TITLE.get(language), "", ""])
    for row, (name, rule) in enumerate(texts.RULES, below + 1):
        write_text(sheet, row, 1, name.get(language), bold=True)
        write_text(sheet, row, 2, rule.get(language))


def _draw_plan(book: Workbook, filled: Filled, language: str) -> None:
    sheet = add_sheet(book, SHEETS["plan"].get(language), [30, 80, 60])
    write_title(sheet, 1, texts.PLAN_TITLE.get(language))
    write_text(sheet, PLAN_ROW, 1, CASE.get(language), bold=True)
    open_cell(sheet, PLAN_ROW, 2, filled.case or None)
    write_headings(sheet, 5, [heading.get(language) for heading in texts.PLAN_HEADINGS])
    steps = [(number, step) for number, step in enumerate(texts.STEPS, 1) if step.sheet == "plan"]
    for row, (number, step) in enumerate(steps, 6):
        write_text(sheet, row, 1, f"{number}. {step.name.get(language)}", bold=True)
        open_cell(sheet, row, 2, filled.plan.get(number))
        write_text(sheet, row, 3, step.told.get(language))
        sheet.row_dimensions[row].height = 90
