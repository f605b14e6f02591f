"""The three files of an export from SurveyXact, and what holds of each part wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.ingest.exports import RawFile, attempt, check_ids, note_file, to_cells
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape
from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest

DIALECT = Dialect("SurveyXact", ("cp1252", "utf-16"), (";", ",", "\t"))
PARTS = ("answers", "structure", "labels")
STRUCTURE = [
    "questionName",
    "variableName",
    "questionType",
    "subType",
    "questionText",
    "choiceValue",
    "choiceText",
]
LABELS = ["variable", "code", "label"]
# Long names, and the same cut to eight letters for programs that bear no more.
ID_COLUMNS = ("respondentid", "responde")
STATUS_PREFIXES = ("statoverall_", "stato_")
STATUSES = {
    1: ("never_sent", "Ny"),
    2: ("never_opened", "Distribuert"),
    3: ("partial", "Noen svar"),
    4: ("completed", "Gjennomført"),
    5: ("dropped_out", "Frafalt"),
}
COMPLETED = 4


@dataclass(frozen=True)
class Files:
    """The answers, the questions and codes where the export has them, and receipts about the files."""

    answers: Sheet
    structure: Sheet | None
    labels: Sheet | None
    receipts: list[Line] = field(default_factory=list)


def read_files(files: Mapping[str, RawFile]) -> Files:
    """Read the three CSV files; raises `ProblemsFound` for all of them at once."""
    missing = [part for part in PARTS if part not in files]
    if missing:
        found = ProblemList(files["answers"].shown)
        for part in missing:
            what = f"the export's file “{part}” is not entered"
            found.add("", what, ", ".join(files), ", ".join(PARTS), "add its row to config/sources.tsv")
        found.raise_any()
    answers_file, structure_file, labels_file = (files[part] for part in PARTS)
    problems: list[Problem] = []
    answers = attempt(partial(read_answers, answers_file.path, answers_file.shown), problems)
    structure = attempt(partial(read_structure, structure_file.path, structure_file.shown), problems)
    # Texts of answers hold commas and semicolons: the labels' separator is known from the other files.
    known = [sheet.separator for sheet in (answers, structure) if sheet]
    dialect = replace(DIALECT, separators=(known[0],)) if known else DIALECT
    labels = attempt(partial(read_labels, labels_file.path, labels_file.shown, dialect), problems)
    if answers is None or structure is None or labels is None:
        raise ProblemsFound(problems)
    receipts: list[Line] = [
        note_file(one.file, one.form, f"{part}_file")
        for part, one in zip(PARTS, (answers, structure, labels), strict=True)
    ]
    for one in (answers, structure, labels):
        receipts += one.receipts
    return Files(answers, structure, labels, receipts)


def read_answers(path: Path, shown: str) -> Sheet:
    """The answers out of CSV, with shape, ids and status checked; raises `ProblemsFound`."""
    return check_answers(_cut_phantom(read_sheet(path, shown, DIALECT)))


def read_structure(path: Path, shown: str) -> Sheet:
    """The questions out of CSV: one row a variable; raises `ProblemsFound`."""
    return check_structure(_cut_phantom(read_sheet(path, shown, DIALECT)))


def read_labels(path: Path, shown: str, dialect: Dialect = DIALECT) -> Sheet:
    """The codes out of CSV: variable, code and text of each answer; raises `ProblemsFound`."""
    return check_labels(read_sheet(path, shown, dialect, header=False))


def check_answers(sheet: Sheet) -> Sheet:
    """The sheet, if it is one of answers with usable ids and one status a row; raises `ProblemsFound`."""
    found = ProblemList(sheet.file)
    _check_part("answers", sheet.header, found)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    column = find_id_column(sheet.header)
    if column:
        check_ids(cells[column], column, found)
    else:
        _check_unnamed(sheet.header, found)
    read_statuses(cells, found)
    found.raise_any()
    return sheet


def check_structure(sheet: Sheet) -> Sheet:
    """The sheet, if it has the columns of a structure and each variable once; raises `ProblemsFound`."""
    found = ProblemList(sheet.file)
    _check_part("structure", sheet.header, found)
    if sheet.header != STRUCTURE:
        missing = [name for name in STRUCTURE if name not in sheet.header]
        allowed = ", ".join(missing) or "the same columns in SurveyXact's order"
        remedy = "export the structure from SurveyXact again"
        found.add("row 1", "this is not the header of a structure file", "", allowed, remedy)
        found.raise_any()
    check_shape(sheet, found)
    found.raise_any()
    for name, rows in to_cells(sheet).groupby("variableName").groups.items():
        if len(rows) > 1:
            place = f"rows {' and '.join(str(row) for row in rows)}, column variableName"
            found.add(place, "the variable stands more than once", name, "", "export the file again")
    found.raise_any()
    return sheet


def check_labels(sheet: Sheet) -> Sheet:
    """The sheet with names for its columns, if its codes are whole numbers; raises `ProblemsFound`."""
    found = ProblemList(sheet.file)
    _check_part("labels", sheet.rows[0], found)
    sheet = replace(sheet, header=LABELS)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    faulty = cells["code"][~cells["code"].str.fullmatch(r"-?[0-9]+")]
    fault = Fault("the code is not a whole number", "a whole number", "export the file again")
    tell([FaultyCell(row, "2", code, fault) for row, code in faulty.items()], found)
    doubled = cells[cells.duplicated(["variable", "code"])]
    fault = Fault("the code stands twice for its variable", "once each", "export the file again")
    seen = doubled["variable"] + " " + doubled["code"]
    tell([FaultyCell(row, "2", text, fault) for row, text in seen.items()], found)
    found.raise_any()
    return sheet


def find_id_column(header: list[str]) -> str:
    """The column with SurveyXact's own number of the respondent, or nothing."""
    return next((name for name in ID_COLUMNS if name in header), "")


def read_statuses(cells: pd.DataFrame, found: ProblemList) -> pd.Series[int]:
    """The status code of each row, of which exactly one must be ticked."""
    sets = [[f"{prefix}{code}" for code in STATUSES] for prefix in STATUS_PREFIXES]
    columns = max(sets, key=lambda names: len(cells.columns.intersection(names)))
    missing = [name for name in columns if name not in cells.columns]
    if missing:
        what = "the columns that say who completed the form are missing"
        remedy = "export the background variables with the status (Samlet status) too"
        found.add("row 1", what, "", ", ".join(missing), remedy)
        return pd.Series(COMPLETED, index=cells.index)
    ticks = cells[columns].eq("1")
    faulty = ~(ticks.sum(axis=1).eq(1) & cells[columns].isin(["0", "1"]).all(axis=1))
    fault = Fault("the status is not clear", "1 in one of them, 0 in the others", "export the file again")
    named = f"{columns[0]} to {columns[-1]}"
    seen = cells.loc[faulty, columns].itertuples()
    tell([FaultyCell(row, named, " ".join(texts), fault) for row, *texts in seen], found)
    codes = ticks.set_axis(list(STATUSES), axis=1).idxmax(axis=1)
    return codes.astype("int64")


def find_part(first: list[str]) -> str:
    """Which part of an export a file's first row shows it to be; empty where it shows none."""
    if first == STRUCTURE:
        return "structure"
    if any(name.startswith(STATUS_PREFIXES) for name in first[1:]):
        return "answers"
    return "labels" if len(first) == 3 and first[1].isdecimal() else ""


def _check_part(part: str, first: list[str], found: ProblemList) -> None:
    """Refuse a file that is another part of the export than sources.tsv says."""
    seen = find_part(first) or part
    if seen != part:
        what = f"this is the file “{seen}”, not the file “{part}”"
        found.add("", what, seen, part, "swap the rows' parts in config/sources.tsv")
        found.raise_any()


def _cut_phantom(sheet: Sheet) -> Sheet:
    """Without the empty cell that SurveyXact's comma variant writes after every row."""
    longer = len(sheet.header) + 1
    if sheet.separator != "," or any(len(cells) != longer or cells[-1] for cells in sheet.rows):
        return sheet
    line: Line = {
        "what": "file_mended",
        "why": "phantom_last_cell",
        "count": len(sheet.rows),
    }
    return replace(sheet, rows=[cells[:-1] for cells in sheet.rows], receipts=[*sheet.receipts, line])


def _check_unnamed(header: list[str], found: ProblemList) -> None:
    """Without an id the rows' numbers stand for it, but not where the id's name is only misspelt."""
    for name in header:
        if name_nearest(name, ID_COLUMNS):
            found.add("row 1", f"the column “{name}” is unknown", name, ID_COLUMNS[0], "correct the name")
