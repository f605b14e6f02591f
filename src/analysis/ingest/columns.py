"""Which column of an export holds which item, and whether the export's codes are the instrument's."""

from __future__ import annotations

import re

from analysis.ingest.exports import Export, Question
from analysis.instruments import AnswerSet, Instrument
from analysis.problems import ProblemList, name_nearest


def map_columns(
    export: Export, instrument: Instrument, asks_case: bool, found: ProblemList
) -> dict[str, str]:
    """The column of each item, by item; an item without a column is a problem, told with all others.

    The item that names the case may be absent unless `asks_case`. A column that is named as an item
    would be, and is none, is a problem; other columns are simply not items.
    """
    names = {name: item.id for item in instrument.items for name in instrument.column_names(item)}
    mapping: dict[str, str] = {}
    for column in export.cells.columns:
        item = names.get(column)
        if item in mapping:
            what = f"two columns hold the item {item}: “{mapping[item]}” and “{column}”"
            found.add(f"row 1, column {column}", what, column, "", "keep one of the two")
        elif item:
            mapping[item] = column
    spare = [name for name, item in names.items() if item not in mapping]
    for column in export.cells.columns.difference([*names, *export.tool_columns], sort=False):
        if _looks_like_an_item(column, list(names)):
            what = f"unknown column: the instrument “{instrument.id}” has no such item"
            near = name_nearest(column, spare) or name_nearest(column, list(names))
            found.add(f"row 1, column {column}", what, column, "", near or "correct or remove the column")
    _check_complete(mapping, export, instrument, asks_case, found)
    return {item.id: mapping[item.id] for item in instrument.items if item.id in mapping}


def _looks_like_an_item(column: str, names: list[str]) -> bool:
    """Whether the column differs from an item's name by its digits, its case or blanks only."""
    shapes = {re.sub(r"\d+", "0", name).casefold() for name in names}
    return re.sub(r"\d+", "0", column.strip()).casefold() in shapes


def _check_complete(
    mapping: dict[str, str], export: Export, instrument: Instrument, asks_case: bool, found: ProblemList
) -> None:
    missing = [
        item
        for item in instrument.items
        if item.id not in mapping and (asks_case or instrument.answer_set(item.id).kind != "case")
    ]
    if not missing:
        return
    names = ["/".join(instrument.column_names(item)) for item in missing]
    what = f"columns are missing for {len(missing)} of {len(instrument.items)} items"
    found.add("row 1", what, "", ", ".join(names), _advise(mapping, export, instrument, missing[0].id))


def _advise(mapping: dict[str, str], export: Export, instrument: Instrument, item: str) -> str:
    spare = [name for name in export.cells.columns if name not in mapping.values()]
    near = [name_nearest(name, spare) for name in instrument.column_names(instrument.item(item))]
    return next((one for one in near if one), "export all questions, with their codes as column names")


def check_questions(
    export: Export, mapping: dict[str, str], instrument: Instrument, found: ProblemList
) -> None:
    """Note where the form's questions and codes are not the instrument's, as far as codes go."""
    absent = [column for column in mapping.values() if column not in export.questions]
    if absent and export.described:
        what = f"{len(absent)} of the answers' columns are not described here"
        remedy = "enter the files of one and the same export"
        found.add("", what, "", ", ".join(absent), remedy)
    for item, column in mapping.items():
        if column in export.questions:
            _check_question(column, export.questions[column], instrument.answer_set(item), found)


def _check_question(column: str, question: Question, answers: AnswerSet, found: ProblemList) -> None:
    place = f"question {column}"
    remedy = "correct the answers in the instrument, or enter the right instrument and version"
    if answers.kind == "text":
        if question.options:
            found.add(
                place, "it offers answers, free text is expected", ", ".join(question.options), "", remedy
            )
    elif answers.kind == "number":
        if question.maximum is not None and question.maximum != answers.maximum:
            seen, allowed = f"{question.maximum:g}", str(answers.maximum)
            found.add(place, "its highest number is another one", seen, allowed, remedy)
    elif not question.options:
        found.add(place, "it offers no answers", "", "a choice", remedy)
    elif answers.kind == "choice":
        known = [str(value) for value in answers.values()]
        for code in question.options:
            if code not in known:
                what = "it offers an answer that the instrument does not know"
                found.add(place, what, f"{code} {question.options[code]}".strip(), ", ".join(known), remedy)
