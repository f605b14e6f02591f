"""Exports from Qualtrics: names, question texts and ImportIds in three header rows, or two in older ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.ingest.exports import (
    Export,
    Format,
    RawFile,
    check_ids,
    note_file,
    note_no_ids,
    number_rows,
    to_cells,
)
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import SHOWN, Line, Sheet, check_shape, drop_blank_columns, take_header_rows
from analysis.ingest.files.tables import read_any
from analysis.ingest.formats.doubled_names import number_doubles
from analysis.ingest.formats.qualtrics.columns import (
    FINISHED,
    ID,
    LEGACY,
    NAMES,
    PROGRESS,
    STATUS,
    TIMES,
    Column,
    describe_questions,
    read_import,
)
from analysis.ingest.formats.qualtrics.statuses import FINISHES, read_statuses
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.people.masking import mask
from analysis.ingest.times import read_moments
from analysis.problems import ProblemList, name_nearest, shorten
from analysis.source_options import SourceOptions

TEXTS, IMPORTS = "texts", "imports"
DIALECT = Dialect("Qualtrics", ("utf-8", "utf-16"), (",", "\t", ";"))
SOME_NAMES = "StartDate, EndDate, Finished, ResponseId and others"
AGAIN = "export the answers again from Qualtrics, and do not save them from a spreadsheet"
ANSWER_ID = re.compile(r"[A-Z]{1,2}_[A-Za-z0-9]{3,}")
# Commas between words of one answer have a blank after them, those between digits may be a decimal's.
SEVERAL = re.compile(r"[^\s\d],\S|\S,[^\s\d]")
CODES = re.compile(r"-?\d+(?:,-?\d+)*")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export of answers; only finished ones that are no previews or tests are completed."""
    file = files["answers"]
    found = ProblemList(file.shown)
    sheet, columns = _read_columns(read_any(file.path, file.shown, DIALECT, options.sheet or ""), found)
    cells = to_cells(sheet)
    roles = _find_roles(columns, found)
    statuses, words = read_statuses(cells, roles, columns, found)
    ids = cells[roles[ID]] if ID in roles else number_rows(cells)
    if ID in roles:
        check_ids(ids, roles[ID], found)
    times, told = _read_times(cells, roles, options, found)
    found.raise_any()
    return Export(
        file=file.shown,
        questions_file=file.shown,
        cells=cells,
        ids=ids,
        statuses=statuses,
        words=words,
        times=times,
        blank=sheet.blank,
        tool_columns={column.name: column.reason for column in columns if column.reason},
        questions=describe_questions(columns, _find_separated(cells, columns)),
        receipts=[
            note_file(file.shown, sheet.form),
            *sheet.receipts,
            *told,
            *_tell_absent(roles, len(cells)),
            *_tell_choices(columns),
        ],
        numbered_by=DIALECT.tool if ID in roles else "",
    )


def recognise(look: Look) -> Sighting | None:
    """The row of ImportIds, the two header rows of older exports, or names that only Qualtrics gives."""
    if look.kind not in ("text", "workbook"):
        return None
    if any(_is_import_row(look.row(number)) for number in range(3)):
        return Sighting("answers", "it has the row with the ImportIds of Qualtrics")
    if any(LEGACY.fullmatch(name) for name in look.header) and "ResponseID" in look.row(1):
        return Sighting("answers", "it has the two header rows of older exports from Qualtrics")
    own = [name for name in ("ResponseId", "RecordedDate", "DistributionChannel") if name in look.header]
    if len(own) > 1:
        return Sighting("answers", f"it has the columns {' and '.join(own)} of Qualtrics")
    return None


def _is_import_row(cells: list[str]) -> bool:
    return any(read_import(cell) for cell in cells)


def _read_columns(sheet: Sheet, found: ProblemList) -> tuple[Sheet, list[Column]]:
    """The sheet below its header rows, and what these say of each column; raises `ProblemsFound`."""
    sheet, heads = _take_heads(sheet, found)
    sheet = number_doubles(drop_blank_columns(sheet))
    check_shape(sheet, found)
    found.raise_any()
    told = dict(zip(heads, sheet.heads, strict=True))
    nothing = [""] * len(sheet.header)
    columns = [
        Column(name, text.strip(), *(read_import(cell) or ("", "")))
        for name, text, cell in zip(
            sheet.header, told.get(TEXTS, nothing), told.get(IMPORTS, nothing), strict=True
        )
    ]
    if IMPORTS in told:
        _check_imports(columns, told[IMPORTS], 2 + heads.index(IMPORTS), found)
    found.raise_any()
    return sheet, columns


def _check_imports(columns: list[Column], imports: list[str], row: int, found: ProblemList) -> None:
    """Note where the row of ImportIds cannot be the one of this file."""
    for column, cell in zip(columns, imports, strict=True):
        if cell.strip() and not column.import_id:
            what = "the cell of the row of ImportIds holds something else"
            found.add(f"row {row}, column {column.name}", what, mask(cell), '{"ImportId": ...}', AGAIN)
    strange = [column for column in columns if column.contradicts]
    if strange:
        what = (
            f"names and ImportIds of {len(strange)} columns do not belong together: one row is another file's"
        )
        seen = ", ".join(f"{column.name}: {column.import_id}" for column in strange)
        found.add(f"row {row}", what, shorten(seen), "", AGAIN)
    counts = Counter(cell for cell in imports if "QID" in cell)
    for cell in [cell for cell, times in counts.items() if times > 1][:SHOWN]:
        found.add(f"row {row}", "two columns bear the same ImportId", cell, "one column each", AGAIN)


def _take_heads(sheet: Sheet, found: ProblemList) -> tuple[Sheet, list[str]]:
    """The sheet below its header rows, and which of them there are besides the names."""
    rows = dict(zip(sheet.numbers, sheet.rows, strict=True))
    imports = next((number for number in (2, 3) if _is_import_row(rows.get(number, []))), 0)
    texts = 2 if imports != 2 and not _is_answer(sheet.header, rows.get(2, [])) else 0
    named = sheet.header if not any(map(LEGACY.fullmatch, sheet.header)) else rows.get(2, [])
    if _is_import_row(sheet.header) or not set(named) & set(NAMES):
        what = "the header row with Qualtrics' own column names is missing"
        found.add("row 1", what, "", SOME_NAMES, AGAIN)
    if imports == 3 and not texts:
        what = "an answer stands where the texts of the questions belong: the rows are out of order"
        found.add("row 2", what, "", "names, texts and ImportIds in rows 1 to 3", AGAIN)
    misplaced = [number for number, cells in rows.items() if number > 3 and _is_import_row(cells)]
    if misplaced:
        what = "a row of ImportIds stands among the answers: the rows are out of order"
        found.add(f"row {misplaced[0]}", what, "", "names, texts and ImportIds in rows 1 to 3", AGAIN)
    found.raise_any()
    heads = [head for head, number in ((TEXTS, texts), (IMPORTS, imports)) if number]
    absent = {} if any(map(LEGACY.fullmatch, sheet.header)) else {"imports_row_missing": imports}
    receipts: list[Line] = [
        {"what": "file_noted", "why": why}
        for why, number in ({"texts_row_missing": texts} | absent).items()
        if not number
    ]
    taken = take_header_rows(sheet, len(heads), DIALECT.tool) if heads else sheet
    return replace(taken, receipts=[*taken.receipts, *receipts]), heads


def _is_answer(header: list[str], cells: list[str]) -> bool:
    """Whether a row has an answer's id, its mark of being finished, or a date."""
    shapes = {ID: ANSWER_ID, FINISHED: re.compile("|".join(FINISHES), re.I), TIMES[0]: re.compile(r"\d.*")}
    for name, cell in zip(header, cells, strict=False):
        shape = shapes.get(NAMES.get(name, ""))
        if shape and shape.fullmatch(cell.strip()):
            return True
    return False


def _find_roles(columns: list[Column], found: ProblemList) -> dict[str, str]:
    """Which column has which part in every export; raises `ProblemsFound` where a needed one is missing."""
    roles: dict[str, str] = {}
    for column in columns:
        roles.setdefault(column.role, column.name)
    names = [column.name for column in columns if not column.reason]
    for role, name in ((ID, "ResponseId"), (STATUS, "Status"), (FINISHED, "Finished")):
        near = name_nearest(name, names)
        if role not in roles and near:
            found.add("row 1", f"the column “{name}” is missing", "", name, f"{near} correct the name")
    if FINISHED not in roles and PROGRESS not in roles:
        what = "the columns that say who completed the survey are missing"
        found.add("row 1", what, "", "Finished or Progress", "export the survey's metadata too")
    found.raise_any()
    return roles


def _read_times(
    cells: pd.DataFrame, roles: dict[str, str], options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str] | None, list[Line]]:
    """When each answer was recorded, only where every moment can be read; and the receipt for it."""
    name = next((roles[role] for role in TIMES if role in roles), "")
    if not name:
        return None, []
    read = read_moments(cells[name], options.dates, found)
    lost = read.times is not None and bool(((read.times == "") & (cells[name].str.strip() != "")).any())
    why = "dates_unreadable" if lost else read.why
    line: Line = {"what": "time_read", "why": why, "column": name, "count": len(cells)}
    return None if lost else read.times, [line] if why else []


def _find_separated(cells: pd.DataFrame, columns: list[Column]) -> set[str]:
    """The columns of whole questions with several answers in a cell: codes, or texts, parted by commas."""
    separated: set[str] = set()
    for column in columns:
        if column.code and column.chosen and not column.reason:
            texts = [text.strip() for text in cells[column.name].unique() if text.strip()]
            listed = any("," in text for text in texts) and all(CODES.fullmatch(text) for text in texts)
            if listed or any(SEVERAL.search(text) for text in texts):
                separated.add(column.name)
    return separated


def _tell_absent(roles: dict[str, str], count: int) -> list[Line]:
    untold: Line = {"what": "file_noted", "why": "no_status_column", "count": count}
    return [*note_no_ids(0 if ID in roles else count), *([] if STATUS in roles else [untold])]


def _tell_choices(columns: list[Column]) -> list[Line]:
    """A line for each column whose name ends with another number than its option has."""
    line: Line = {"what": "file_noted", "why": "choice_differs"}
    return [
        line | {"column": column.name, "before": column.name, "after": column.part_code}
        for column in columns
        if not column.reason and column.misnumbered
    ]


FORMAT: Format = Format("qualtrics", "Qualtrics", read, recognise)
