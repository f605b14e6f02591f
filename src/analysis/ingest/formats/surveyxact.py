"""Exports from SurveyXact: three CSV files with the answers, the questions and the codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
    number_rows,
    to_cells,
)
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.delimited import Dialect, Sheet, check_shape, read_sheet
from analysis.ingest.looks import Look, Sighting
from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest
from analysis.source_options import SourceOptions

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
TIME_COLUMNS = ("closetime", "closetim", "modified")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; only rows of status 4 are completed answers. Raises `ProblemsFound`."""
    answers_file, structure_file, labels_file = (files[part] for part in PARTS)
    problems: list[Problem] = []
    answers = attempt(partial(read_answers, answers_file.path, answers_file.shown), problems)
    structure = attempt(partial(read_structure, structure_file.path, structure_file.shown), problems)
    # Texts of answers hold commas and semicolons: the labels' separator is known from the other files.
    known = [sheet.separator for sheet in (answers and answers[0], structure) if sheet]
    dialect = replace(DIALECT, separators=(known[0],)) if known else DIALECT
    labels = attempt(partial(read_labels, labels_file.path, labels_file.shown, dialect), problems)
    if answers is None or structure is None or labels is None:
        raise ProblemsFound(problems)
    sheet, mended = answers
    return _to_export(sheet, mended, structure, labels)


def recognise(look: Look) -> Sighting | None:
    """The status columns, the structure's header, or codes without a header."""
    first = look.header
    if look.kind != "text":
        return None
    if first == STRUCTURE:
        return Sighting("structure", "its header is that of a structure file")
    if any(name.startswith(STATUS_PREFIXES) for name in first[1:]):
        return Sighting("answers", "it has the columns of Samlet status")
    if len(first) == 3 and first[1].isdecimal():
        return Sighting("labels", "it has three columns without a header, the second a code", sure=False)
    return None


def read_answers(path: Path, shown: str) -> tuple[Sheet, int]:
    """The answers, with shape, ids and status checked, and the number of rows a phantom cell was cut from."""
    found = ProblemList(shown)
    sheet, mended = _cut_phantom(read_sheet(path, shown, DIALECT))
    _check_part("answers", sheet.header, found)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    column = _id_column(sheet.header)
    if column:
        check_ids(cells[column], column, found)
    else:
        _check_unnamed(sheet.header, found)
    _read_statuses(cells, found)
    found.raise_any()
    return sheet, mended


def read_structure(path: Path, shown: str) -> Sheet:
    """The questions: one row a variable; raises `ProblemsFound`."""
    sheet = read_sheet(path, shown, DIALECT)
    found = ProblemList(shown)
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


def read_labels(path: Path, shown: str, dialect: Dialect = DIALECT) -> Sheet:
    """The codes: variable, code and text of each answer, without a header; raises `ProblemsFound`."""
    sheet = read_sheet(path, shown, dialect, header=False)
    found = ProblemList(shown)
    _check_part("labels", sheet.rows[0], found)
    sheet = replace(sheet, header=["variable", "code", "label"])
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


def _cut_phantom(sheet: Sheet) -> tuple[Sheet, int]:
    """Without the empty cell that SurveyXact's comma variant writes after every row of answers."""
    longer = len(sheet.header) + 1
    if sheet.separator != "," or any(len(cells) != longer or cells[-1] for cells in sheet.rows):
        return sheet, 0
    return replace(sheet, rows=[cells[:-1] for cells in sheet.rows]), len(sheet.rows)


def _check_part(part: str, first: list[str], found: ProblemList) -> None:
    """Refuse a file that is another part of the export than sources.tsv says."""
    seen = part
    if first == STRUCTURE:
        seen = "structure"
    elif any(name.startswith(STATUS_PREFIXES) for name in first[1:]):
        seen = "answers"
    elif len(first) == 3 and first[1].isdecimal():
        seen = "labels"
    if seen != part:
        what = f"this is the file “{seen}”, not the file “{part}”"
        found.add("", what, seen, part, "swap the rows' parts in config/sources.tsv")
        found.raise_any()


def _id_column(header: list[str]) -> str:
    return next((name for name in ID_COLUMNS if name in header), "")


def _check_unnamed(header: list[str], found: ProblemList) -> None:
    """Without an id the rows' numbers stand for it, but not where the id's name is only misspelt."""
    for name in header:
        if name_nearest(name, ID_COLUMNS):
            found.add("row 1", f"the column “{name}” is unknown", name, ID_COLUMNS[0], "correct the name")


def _read_statuses(cells: pd.DataFrame, found: ProblemList) -> pd.Series[int]:
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


def _to_export(sheet: Sheet, mended: int, structure: Sheet, labels: Sheet) -> Export:
    cells = to_cells(sheet)
    statuses = _read_statuses(cells, ProblemList(sheet.file))
    column = _id_column(sheet.header)
    receipts: list[dict[str, str | int]] = [
        {"what": "file_read", "why": f"{part}_file", "before": one.file, "after": one.form}
        for part, one in zip(PARTS, (sheet, structure, labels), strict=True)
    ]
    receipts.append({"what": "file_mended", "why": "phantom_last_cell", "count": mended})
    receipts.append({"what": "file_mended", "why": "no_id_column", "count": 0 if column else len(cells)})
    return Export(
        file=sheet.file,
        questions_file=structure.file,
        cells=cells,
        ids=cells[column] if column else number_rows(cells),
        statuses=statuses.map({code: status for code, (status, _) in STATUSES.items()}).astype("str"),
        words={row: STATUSES[code][1] for row, code in statuses.items() if code != COMPLETED},
        times=next((cells[name] for name in TIME_COLUMNS if name in cells), None),
        blank=sheet.blank,
        tool_columns={name: why for name in sheet.header if (why := _tool_column(name))},
        questions=_questions(to_cells(structure), to_cells(labels)),
        receipts=receipts,
        described=True,
        lists_invited=True,
    )


def _tool_column(name: str) -> str:
    if name in ID_COLUMNS:
        return "answer_id"
    return "status_column" if name.startswith(STATUS_PREFIXES) else ""


def _questions(structure: pd.DataFrame, labels: pd.DataFrame) -> dict[str, Question]:
    options: dict[str, dict[str, str]] = {}
    for variable, code, label in labels.itertuples(index=False):
        options.setdefault(variable, {})[code] = label.strip()
    texts = zip(structure["variableName"], structure["questionText"], strict=True)
    return {name: Question(text=text, options=options.get(name, {})) for name, text in texts}


FORMAT = Format("surveyxact", "SurveyXact", read, recognise, PARTS)
