"""Exports from Nettskjema: the CSV report of the answers, and the form's codebook where there is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.ingest.exports import (
    Export,
    Format,
    Question,
    RawFile,
    attempt,
    check_ids,
    note_file,
    same_status,
    to_cells,
)
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape
from analysis.ingest.formats.nettskjema_codebook import Codebook, is_codebook_header, read_codebook
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.times import read_moments
from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest
from analysis.source_options import SourceOptions

DIALECT = Dialect("Nettskjema", ("utf-8",), (";",))
ID_COLUMN, TIME_COLUMN = "$submission_id", "$created"
PERSON = re.compile(r"user|person|respondent|mail|name|phone|feide|ip_?address|answered_by", re.IGNORECASE)
FILE_NAME = re.compile(
    r"[^/\\]+\.(?:png|jpe?g|gif|heic|tiff?|pdf|docx?|odt|xlsx?|pptx?|txt|zip|m4a|mp[34]|wav)", re.I
)


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; every row is a completed answer. Raises `ProblemsFound` for all its files at once."""
    answers, book = files["answers"], files.get("codebook")
    problems: list[Problem] = []
    sheet = attempt(partial(read_answers, answers.path, answers.shown), problems)
    codebook = attempt(partial(read_codebook, book.path, book.shown), problems) if book else None
    if sheet is None or problems:
        raise ProblemsFound(problems)
    cells = to_cells(sheet)
    questions = _match(cells, codebook) if codebook else _read_names(sheet.header)
    receipts: list[Line] = [note_file(answers.shown, sheet.form)]
    receipts += sheet.receipts
    if book and codebook:
        receipts += [
            note_file(book.shown, codebook.form, "codebook_file"),
            *codebook.receipts,
            {"what": "header_read", "why": "header_is_text", "count": _count_texts(sheet.header, codebook)},
        ]
    return Export(
        file=answers.shown,
        questions_file=book.shown if book else answers.shown,
        cells=cells,
        ids=cells[ID_COLUMN],
        statuses=same_status(cells),
        words={},
        times=_read_times(cells, sheet.file),
        blank=sheet.blank,
        tool_columns=_tool_columns(cells, codebook),
        questions=questions,
        receipts=receipts,
        described=codebook is not None,
        numbered_by="nettskjema",
    )


def recognise(look: Look) -> Sighting | None:
    """Nettskjema's own columns begin with a dollar sign; its codebook is a list of elements."""
    if look.kind == "text" and ID_COLUMN in look.header:
        return Sighting("answers", f"it has the column {ID_COLUMN}")
    if look.kind == "text" and is_codebook_header(look.header):
        return Sighting("codebook", "it has the columns element_type, element_code and answer_code")
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


def _match(cells: pd.DataFrame, codebook: Codebook) -> dict[str, Question]:
    """The codebook's questions by the report's columns, which have the codes or the texts as names."""
    found = {column: codebook.find(str(column)) for column in cells.columns}
    return {str(column): one.question for column, one in found.items() if one}


def _count_texts(header: list[str], codebook: Codebook) -> int:
    """How many columns were found by their text."""
    return sum(1 for name in header if (one := codebook.find(name)) and one.column != name)


def _read_names(header: list[str]) -> dict[str, Question]:
    """Without a codebook a name with blanks is the question's text, and codes with points have parts.

    A name is taken apart at its last point only where several columns share what is before it.
    """
    named = [name for name in header if not name.startswith("$")]
    shared = Counter(name.rpartition(".")[0] for name in named)
    questions: dict[str, Question] = {}
    for name in named:
        before, _, after = name.rpartition(".")
        if any(letter.isspace() for letter in name.strip()):
            questions[name] = Question(text=name)
        elif before and after and shared[before] > 1:
            questions[name] = Question(code=before, part_code=after)
    return questions


def _tool_columns(cells: pd.DataFrame, codebook: Codebook | None) -> dict[str, str]:
    reasons = {str(name): _reason(cells[name], codebook) for name in cells.columns}
    return {name: why for name, why in reasons.items() if why}


def _reason(column: pd.Series[str], codebook: Codebook | None) -> str:
    """Why a column holds no answer; empty where it does."""
    name = str(column.name)
    if name == ID_COLUMN:
        return "answer_id"
    if name.startswith("$"):
        return "identifier" if PERSON.search(name) else "tool_column"
    described = codebook.find(name) if codebook else None
    if described:
        return "identifier" if described.identifies else ""
    filled = column[column.str.strip() != ""]
    files = bool(len(filled)) and filled.map(lambda text: bool(FILE_NAME.fullmatch(text.strip()))).all()
    return "identifier" if files else ""


def _read_times(cells: pd.DataFrame, shown: str) -> pd.Series[str] | None:
    if TIME_COLUMN not in cells:
        return None
    return read_moments(cells[TIME_COLUMN], None, ProblemList(shown)).times


FORMAT: Format = Format("nettskjema", "Nettskjema", read, recognise, optional=("codebook",))
