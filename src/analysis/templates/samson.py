"""The workbook of score sheets (SAMSON): one sheet a case and session, filled in together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.scorecards import Scorecard, load_scorecard
from analysis.study import Study
from analysis.templates import samson_texts as texts
from analysis.templates.samson_words import COLUMNS, EXAMPLE, HEAD, SHEET, VALUE_NUMBER
from analysis.templates.workbook import (
    LONGEST_LIST,
    Column,
    Value,
    add_sheet,
    begin_workbook,
    guide_cells,
    open_cell,
    to_bytes,
    write_headings,
    write_text,
    write_title,
)

SHIPPED = Path(__file__).resolve().parents[3] / "config" / "scorecards" / "samson.yaml"
WIDTHS = (12, 52, 11, 36, 36, 36)
ACTIONS = 3
"""Columns for proposed actions; a cell with several lines holds several."""
LONGEST_DROP_DOWN = 21
"""Whole numbers that a scale may have and still be chosen from a list."""


@dataclass(frozen=True)
class FilledSheet:
    """What stands in one score sheet: weights by value, scores and actions by question; blank by default."""

    tab: str
    case: str = ""
    session: int | None = None
    day: date | None = None
    weights: Mapping[str, Value] = field(default_factory=dict)
    scores: Mapping[str, Value] = field(default_factory=dict)
    actions: Mapping[str, Sequence[str]] = field(default_factory=dict)


def make_files(language: str, study: Study | None) -> dict[str, bytes]:
    """For each scorecard that lists questions the blank workbook and a filled example, by their names.

    Without a study, or with none such in it, that is the shipped scorecard.
    """
    cards = [card for card in (study.scorecards.values() if study else ()) if card.numbers]
    cases = {case.id: case.label for case in study.settings.cases} if study else {}
    made = {}
    for card in sorted(cards, key=lambda one: one.id != SHIPPED.stem) or [
        load_scorecard(SHIPPED, SHIPPED.parents[2])
    ]:
        blank = [FilledSheet(texts.FORM[language])]
        made[f"{card.id}_{language}.xlsx"] = fill_workbook(card, blank, language, cases)
        made[f"{card.id}_example_{language}.xlsx"] = fill_workbook(
            card, _make_example(card, language), language, heading=EXAMPLE[language]
        )
    return made


def fill_workbook(
    scorecard: Scorecard,
    sheets: Sequence[FilledSheet],
    language: str,
    cases: Mapping[str, str] | None = None,
    heading: str = "",
    notice: str = "",
) -> bytes:
    """A workbook with a guide and these sheets; `cases` are the labels of cases by id.

    `heading` stands in the first cell of every sheet in place of the word by which a score sheet is known;
    `notice` is said on top of the guide.
    """
    book = begin_workbook(scorecard.title.in_language(language), language)
    _draw_guide(book, scorecard, language, cases or {}, notice)
    for filled in sheets:
        sheet = add_sheet(book, filled.tab, WIDTHS)
        write_title(sheet, 1, heading or SHEET[language])
        _draw_head(sheet, scorecard, filled, language, list(cases or {}))
        row = _draw_values(sheet, scorecard, filled, language, len(HEAD) + 3)
        _draw_questions(sheet, scorecard, filled, language, row + 1)
    book.active = 0 if len(sheets) > 1 else 1
    return to_bytes(book)


def _draw_guide(
    book: Workbook, scorecard: Scorecard, language: str, cases: Mapping[str, str], notice: str
) -> None:
    sheet = add_sheet(book, texts.GUIDE[language], (30, 90))
    write_title(sheet, 1, scorecard.title.in_language(language))
    told = [notice] if notice else []
    told += [f"{number}. {step}" for number, step in enumerate(texts.STEPS[language], 1)]
    told += [texts.OURS[language]] if scorecard.source.ours else []
    row = 3
    for text in told:
        write_text(sheet, row, 2, text)
        row += 1
    if cases:
        write_text(sheet, row + 1, 1, texts.CASES[language], bold=True)
        write_headings(sheet, row + 2, texts.IDS[language])
        for place, (case, label) in enumerate(cases.items(), row + 3):
            write_text(sheet, place, 1, case)
            write_text(sheet, place, 2, label)


def _draw_head(
    sheet: Worksheet, scorecard: Scorecard, filled: FilledSheet, language: str, cases: list[str]
) -> None:
    """The rows on top; case, session and date are filled in."""
    values: dict[str, Value] = {"scorecard": scorecard.id, "version": scorecard.version}
    values |= {"case": filled.case or None, "session": filled.session, "date": filled.day}
    fits = len(",".join(cases)) <= LONGEST_LIST
    for row, (role, word) in enumerate(HEAD.items(), 2):
        write_text(sheet, row, 1, word[language], bold=True)
        if role in ("scorecard", "version"):
            write_text(sheet, row, 2, values[role])
            continue
        form = "date" if role == "date" else "whole" if role == "session" else "text"
        open_cell(sheet, row, 2, values[role], "date" if role == "date" else "text")
        choices = tuple(cases) if role == "case" and fits else ()
        about = Column(word[language], 0, texts.NOTES[role][language], form, choices)  # type: ignore[arg-type]
        refused = texts.NEW_CASE if role == "case" else texts.WRONG
        guide_cells(sheet, f"B{row}", about, refused[language])
        if role == "case":
            _only_warn(sheet)


def _draw_values(sheet: Worksheet, scorecard: Scorecard, filled: FilledSheet, language: str, row: int) -> int:
    """The table of the values with their weights from a row on; the row below it."""
    if not scorecard.values:
        return row
    ends = (scorecard.lowest_weight, scorecard.highest_weight)
    heading = f"{COLUMNS['weight'][language]} {ends[0]:g}–{ends[1]:g}"
    write_headings(sheet, row, [COLUMNS["number"][language], COLUMNS["value"][language], heading])
    for number, value in enumerate(scorecard.values, 1):
        write_text(sheet, row + number, 1, f"{VALUE_NUMBER}{number}")
        write_text(sheet, row + number, 2, value.label.in_language(language))
        open_cell(sheet, row + number, 3, filled.weights.get(value.id))
    last = row + len(scorecard.values)
    _guide_numbers(sheet, f"C{row + 1}:C{last}", heading, "weight", ends, language)
    return last + 1


def _draw_questions(
    sheet: Worksheet, scorecard: Scorecard, filled: FilledSheet, language: str, row: int
) -> None:
    """The table of the questions by field, each with a score and room for actions, from a row on."""
    ends = (scorecard.lowest, scorecard.highest)
    heading = f"{COLUMNS['score'][language]} {ends[0]:g}–{ends[1]:g}"
    action = COLUMNS["action"][language]
    names = [COLUMNS["number"][language], COLUMNS["question"][language], heading]
    write_headings(sheet, row, [*names, *(f"{action} {number}" for number in range(1, ACTIONS + 1))])
    first = row + 1
    for place, section in enumerate(scorecard.fields, 1):
        row += 1
        write_text(sheet, row, 1, str(place), bold=True)
        write_text(sheet, row, 2, section.label.in_language(language), bold=True)
        for question in section.questions:
            row += 1
            write_text(sheet, row, 1, scorecard.numbers[question.id])
            write_text(sheet, row, 2, question.label.in_language(language))
            open_cell(sheet, row, 3, filled.scores.get(question.id))
            proposed = [*filled.actions.get(question.id, ()), *[None] * ACTIONS][:ACTIONS]
            for column, text in enumerate(proposed, 4):
                open_cell(sheet, row, column, text)
    _guide_numbers(sheet, f"C{first}:C{row}", heading, "score", ends, language)
    about = Column(action, 0, texts.NOTES["action"][language])
    guide_cells(sheet, f"D{first}:F{row}", about, "")
    sheet.print_area = f"A1:F{row}"


def _guide_numbers(
    sheet: Worksheet, cells: str, heading: str, role: str, ends: tuple[float, float], language: str
) -> None:
    """The drop-down of a scale; a half between two numbers is asked about, not refused."""
    whole = all(end == int(end) for end in ends) and ends[1] - ends[0] < LONGEST_DROP_DOWN
    numbers = range(int(ends[0]), int(ends[1]) + 1) if whole else ()
    about = Column(heading, 0, texts.NOTES[role][language], "number", tuple(map(str, numbers)))
    guide_cells(sheet, cells, about, texts.REFUSED[language])
    _only_warn(sheet)


def _only_warn(sheet: Worksheet) -> None:
    """What the last check finds strange may be written all the same: the import says what cannot be."""
    sheet.data_validations.dataValidation[-1].errorStyle = "warning"


def _make_example(scorecard: Scorecard, language: str) -> list[FilledSheet]:
    """Two sessions of a case that does not exist, a little better in most questions the second time."""
    low, high = scorecard.lowest, scorecard.highest
    weights: dict[str, Value] = {
        value.id: round(
            scorecard.highest_weight - place * (scorecard.highest_weight - scorecard.lowest_weight) / 10
        )
        for place, value in enumerate(scorecard.values)
    }
    sheets = []
    for session, day in ((1, date(2024, 3, 12)), (2, date(2024, 10, 8))):
        tenths = [
            4 + 3 * place % 5 + (place % 7 > 1) * (session - 1) for place in range(len(scorecard.numbers))
        ]
        scores: dict[str, Value] = {
            question: round(low + (high - low) * tenth / 10)
            for question, tenth in zip(scorecard.numbers, tenths, strict=True)
        }
        lowest = sorted(scores, key=lambda one: float(str(scores[one])))
        actions = {one: [text] for one, text in zip(lowest, texts.EXAMPLE_ACTIONS[language], strict=False)}
        case, tab = texts.EXAMPLE_CASE[language], f"{texts.TAB[language]} {session}"
        sheets.append(FilledSheet(tab, case, session, day, weights, scores, actions))
    return sheets
