"""Plain tables of any origin: one header row, one row an answer, and if need be a table of the codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import pandas as pd

from analysis.ingest.exports import (
    Export,
    Format,
    Question,
    RawFile,
    attempt,
    check_ids,
    note_file,
    note_no_ids,
    number_rows,
    same_status,
    to_cells,
)
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape, drop_blank_columns
from analysis.ingest.files.tables import read_any
from analysis.ingest.looks import Look, Sighting
from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest, shorten
from analysis.source_options import SourceOptions

DIALECT = Dialect("the program", ("utf-8", "utf-16", "cp1252"), (";", ",", "\t", "|"), ends_rows=False)
ID_NAMES = (
    "respondentid",
    "responseid",
    "answerid",
    "submissionid",
    "svarid",
    "besvarelsesid",
    "caseid",
    "id",
    "respondent",
    "løpenummer",
    "løpenr",
    "lopenr",
    "nr",
)
"""What people call the id of an answer, written without signs; the most telling name first."""
CODEBOOK = {
    "column": ("column", "variable", "kolonne", "variabel"),
    "code": ("code", "value", "kode", "verdi"),
    "label": ("label", "text", "tekst", "etikett"),
}
"""The columns of a table of codes and what they may be called, in English and Norwegian."""
SIGNS = re.compile(r"[\W_]+")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read a table; every row is a completed answer. Raises `ProblemsFound` for all its files at once."""
    answers, codebook = files["answers"], files.get("codebook")
    problems: list[Problem] = []
    sheet = attempt(partial(read_answers, answers, options), problems)
    codes = attempt(partial(read_codebook, codebook), problems) if codebook else None
    if sheet is None or (codebook and codes is None):
        raise ProblemsFound(problems)
    cells = to_cells(sheet)
    column = find_id(sheet.header)
    return Export(
        file=answers.shown,
        questions_file=codes[0].file if codes else answers.shown,
        cells=cells,
        ids=cells[column] if column else number_rows(cells),
        statuses=same_status(cells),
        words={},
        times=None,
        blank=sheet.blank,
        tool_columns={column: "answer_id"} if column else {},
        questions=_read_options(*codes, sheet.header) if codes else {},
        receipts=[
            *_note_file(sheet, "answers_file"),
            *(_note_file(codes[0], "codebook_file") if codes else []),
            *note_no_ids(0 if column else len(cells)),
        ],
    )


def _note_file(sheet: Sheet, why: str) -> list[Line]:
    return [note_file(sheet.file, sheet.form, why), *sheet.receipts]


def recognise(look: Look) -> Sighting | None:
    """Anything with a header can be a plain table, so no sighting is sure."""
    names = [name for name in look.header if name.strip()]
    if look.kind not in ("text", "workbook") or len(names) < 2:
        return None
    if _find_parts(look.header):
        why = "its header names a column, a code and a text"
        return Sighting("codebook", why, sure=False)
    return Sighting("answers", "it has a header row and cells below it", sure=False)


def read_answers(file: RawFile, options: SourceOptions) -> Sheet:
    """The table of the answers, with its shape and its ids checked; raises `ProblemsFound`."""
    sheet = drop_blank_columns(read_any(file.path, file.shown, DIALECT, options.sheet or ""))
    found = ProblemList(file.shown)
    check_shape(sheet, found)
    found.raise_any()
    if column := find_id(sheet.header):
        check_ids(to_cells(sheet)[column], column, found)
    found.raise_any()
    return sheet


def find_id(header: list[str]) -> str:
    """The column with the id of each answer, by its name; empty where none has such a name."""
    names = {_plain(name): name for name in reversed(header)}
    return next((names[wanted] for wanted in ID_NAMES if wanted in names), "")


def read_codebook(file: RawFile) -> tuple[Sheet, pd.DataFrame]:
    """The table of codes, and its cells as columns `column`, `code` and `label`; raises `ProblemsFound`."""
    sheet = drop_blank_columns(read_any(file.path, file.shown, DIALECT))
    found = ProblemList(file.shown)
    check_shape(sheet, found)
    parts = _find_parts(sheet.header)
    if not parts:
        what, allowed = "this is not the header of a table of codes", ", ".join(CODEBOOK)
        remedy = "name the columns so; in Norwegian kolonne, kode, tekst"
        found.add("row 1", what, shorten(", ".join(sheet.header)), allowed, remedy)
    found.raise_any()
    codes = to_cells(sheet)[list(parts.values())].set_axis(list(parts), axis=1)
    codes = codes.apply(lambda texts: texts.str.strip())
    _check_codes(codes, found)
    found.raise_any()
    return sheet, codes


def _find_parts(header: list[str]) -> dict[str, str]:
    """The header's name of each column of a table of codes; empty unless all are there, each once."""
    parts: dict[str, str] = {}
    for part, names in CODEBOOK.items():
        seen = [name for name in header if _plain(name) in names]
        if len(seen) != 1:
            return {}
        parts[part] = seen[0]
    return parts


def _plain(name: str) -> str:
    return SIGNS.sub("", name).casefold()


def _check_codes(codes: pd.DataFrame, found: ProblemList) -> None:
    """Note rows without a column, a code or a text, and codes that stand twice."""
    for part in codes.columns:
        fault = Fault(f"the {part} is missing", f"a {part} in every row", "fill it in, or remove the row")
        tell([FaultyCell(row, part, "", fault) for row in codes.index[codes[part] == ""]], found)
    fault = Fault("the code stands twice for its column", "once each", "remove one of the two rows")
    doubled = codes[codes.duplicated(["column", "code"])]
    seen = doubled["column"] + " " + doubled["code"]
    tell([FaultyCell(row, "code", text, fault) for row, text in seen.items()], found)


def _read_options(sheet: Sheet, codes: pd.DataFrame, header: list[str]) -> dict[str, Question]:
    """The texts of the answers by column; raises `ProblemsFound` for columns that the answers do not have."""
    found = ProblemList(sheet.file)
    strange = codes.drop_duplicates("column").query("column not in @header")
    for row, name in strange["column"].items():
        remedy = name_nearest(name, header) or "correct the name, or remove its rows"
        found.add(f"row {row}, column column", f"the answers have no column “{name}”", name, "", remedy)
    found.raise_any()
    questions: dict[str, Question] = {name: Question() for name in codes["column"]}
    for name, code, label in codes.itertuples(index=False):
        questions[name].options[code] = label
    return questions


FORMAT: Format = Format("table", "a plain table", read, recognise, ("answers",), ("codebook",))
