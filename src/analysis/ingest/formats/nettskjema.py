"""Exports from Nettskjema: the CSV report of the answers, and the JSON codebook of the form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from pydantic import BaseModel, Field, TypeAdapter

from analysis.ingest.exports import (
    Export,
    Format,
    Question,
    RawFile,
    attempt,
    check_ids,
    same_status,
    to_cells,
)
from analysis.ingest.files.delimited import Dialect, Sheet, check_shape, decode, read_sheet
from analysis.ingest.looks import Look, Sighting
from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest
from analysis.source_options import SourceOptions

DIALECT = Dialect("Nettskjema", ("utf-8",), (";",))
ID_COLUMN = "$submission_id"


class Option(BaseModel):
    """One answer that a question offers."""

    code: str | None = Field(default=None, alias="externalAnswerOptionId")
    text: str | None = None


class Row(BaseModel):
    """One row of a matrix."""

    code: str | None = Field(default=None, alias="externalElementId")


class Element(BaseModel):
    """One element of the form; the keys that are not named here are not needed."""

    kind: str = Field(alias="elementType")
    code: str | None = Field(default=None, alias="externalElementId")
    options: list[Option] = Field(default_factory=list, alias="answerOptions")
    rows: list[Row] = Field(default_factory=list, alias="subElements")
    maximum: float | None = Field(default=None, alias="maximumValue")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; every row is a completed answer. Raises `ProblemsFound` for all its files at once."""
    answers, codebook = files["answers"], files["codebook"]
    problems: list[Problem] = []
    sheet = attempt(partial(read_answers, answers.path, answers.shown), problems)
    questions = attempt(partial(read_codebook, codebook.path, codebook.shown), problems)
    if sheet is None or questions is None:
        raise ProblemsFound(problems)
    cells = to_cells(sheet)
    return Export(
        file=answers.shown,
        questions_file=codebook.shown,
        cells=cells,
        ids=cells[ID_COLUMN],
        statuses=same_status(cells),
        words={},
        times=cells.get("$created"),
        blank=sheet.blank,
        tool_columns={
            name: "answer_id" if name == ID_COLUMN else "tool_column"
            for name in sheet.header
            if name.startswith("$")
        },
        questions=questions,
        receipts=[
            {"what": "file_read", "why": "answers_file", "before": answers.shown, "after": sheet.form},
            {"what": "file_read", "why": "codebook_file", "before": codebook.shown, "after": "UTF-8, JSON"},
        ],
        described=True,
    )


def recognise(look: Look) -> Sighting | None:
    """Nettskjema's own columns begin with a dollar sign; its codebook is a list of elements."""
    if look.kind == "text" and ID_COLUMN in look.header:
        return Sighting("answers", f"it has the column {ID_COLUMN}")
    if look.kind == "json" and '"elementType"' in look.text:
        return Sighting("codebook", "it is a list of elements with elementType")
    return None


def read_answers(path: Path, shown: str) -> Sheet:
    """The CSV report, with its shape and its ids checked; raises `ProblemsFound`."""
    sheet = read_sheet(path, shown, DIALECT)
    found = ProblemList(shown)
    check_shape(sheet, found)
    if ID_COLUMN not in sheet.header:
        remedy = name_nearest(ID_COLUMN, sheet.header) or "export the answers as CSV from Nettskjema"
        found.add("row 1", f"the column “{ID_COLUMN}” is missing", "", ID_COLUMN, remedy)
    found.raise_any()
    check_ids(to_cells(sheet)[ID_COLUMN], ID_COLUMN, found)
    found.raise_any()
    return sheet


def read_codebook(path: Path, shown: str) -> dict[str, Question]:
    """The form's questions by the column their answers stand in; raises `ProblemsFound`."""
    found = ProblemList(shown)
    text, _ = decode(path.read_bytes(), DIALECT, found)
    try:
        document = json.loads(text)
        json.dumps(document, ensure_ascii=False).encode("utf-8")  # half a letter cannot be shown in a message
        elements = TypeAdapter(list[Element]).validate_python(document)
    except json.JSONDecodeError as error:
        remedy = "export it as JSON; if it is CSV, two parts may be swapped in config/sources.tsv"
        found.add(f"line {error.lineno}", "this is not JSON", text.split("\n", 1)[0][:40], "JSON", remedy)
    except (ValueError, RecursionError):
        what = "this is JSON, but not Nettskjema's codebook"
        found.add("", what, "", "a list of elements with elementType", "export the codebook again")
    found.raise_any()
    questions: dict[str, Question] = {}
    for element in elements:
        for column, question in _questions(element):
            if column in questions:
                what = "two questions have the same code"
                found.add(f"question {column}", what, column, "", "give each its own code, and export again")
            questions[column] = question
    found.raise_any()
    return questions


def _questions(element: Element) -> list[tuple[str, Question]]:
    """The columns an element is exported to. Checkboxes have a column of 0 and 1 for every option."""
    if element.code is None:
        return []
    options = {option.code or "": option.text or "" for option in element.options}
    asked = Question(options=options, maximum=element.maximum)
    columns = [element.code]
    if element.kind.startswith("MATRIX_"):
        columns = [f"{element.code}.{row.code}" for row in element.rows]
    if element.kind.endswith("CHECKBOX"):
        columns = [f"{column}.{option}" for column in columns for option in options]
        asked = Question(options={"0": "", "1": ""})
    return [(column, asked) for column in columns]


FORMAT = Format("nettskjema", "Nettskjema", read, recognise, ("answers", "codebook"))
