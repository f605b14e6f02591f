"""A table of judgements or of scores as rows: its columns found by their headers, its cases named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.ingest.exports import note_file, to_cells
from analysis.ingest.faults import Fault, FaultyCell
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Sheet, check_shape, drop_blank_columns
from analysis.ingest.files.tables import read_any
from analysis.ingest.receipts import Ledger
from analysis.problems import ProblemList, name_nearest, shorten
from analysis.sources import SourceFile
from analysis.study import Study

DIALECT = Dialect("the program", ("utf-8", "utf-16", "cp1252"), (";", ",", "\t", "|"), ends_rows=False)
Headers = Mapping[str, Sequence[str]]
"""What each column may be called, in small letters without signs."""


@dataclass(frozen=True)
class Table:
    """The cells of a table by row and known column, a column that is not there being blank in all rows.

    `headers` are the names in the file of the known columns that are there.
    """

    file: SourceFile
    cells: pd.DataFrame
    headers: dict[str, str]

    def place(self, role: str) -> str:
        """What the file calls a column."""
        return self.headers.get(role, role)


def read_table(
    study: Study, file: SourceFile, headers: Headers, needed: Sequence[str], why: str, ledger: Ledger
) -> Table:
    """Read the table of a source; `why` is the receipts' word for the file. Raises `ProblemsFound`.

    Every column must be one of `headers`, or be left out by the source's options.
    """
    options = study.options_of(file.source)
    read = read_any(study.root / file.path, file.path, DIALECT, options.sheet or "")
    sheet: Sheet = drop_blank_columns(read)
    found = ProblemList(file.path)
    check_shape(sheet, found)
    found.raise_any()
    columns = find_columns(sheet.header, headers, needed, options.ignore, found)
    found.raise_any()
    for line in (note_file(file.path, sheet.form, why), *sheet.receipts):
        ledger.note(**line)  # type: ignore[arg-type]
    for name in sheet.header:
        kept = name in columns.values()
        what = "column_kept" if kept else "column_left_out"
        ledger.note(what, "by_code" if kept else "ignored", column=name)
    ledger.note("column_read", "total", count=len(sheet.header))
    ledger.note("row_read", "total", count=len(sheet.rows) + len(sheet.blank))
    for number in sheet.blank:
        ledger.note("row_left_out", "blank_row", row=number)
    cells = to_cells(sheet).map(str.strip)
    blank = pd.Series("", index=cells.index, dtype="str")
    made = {role: cells[columns[role]] if role in columns else blank for role in headers}
    return Table(file, pd.DataFrame(made), columns)


def find_columns(
    header: Sequence[str],
    headers: Headers,
    needed: Sequence[str],
    ignored: Sequence[str],
    found: ProblemList,
    missing: str = "add the column {role}",
) -> dict[str, str]:
    """The header of each known column; notes those that are missing, doubled or unknown.

    `ignored` are headers that hold nothing; `missing` says what to do about a column that is not there.
    """
    columns: dict[str, str] = {}
    known = [name for names in headers.values() for name in names]
    for name in header:
        role = find_role(name, headers)
        if name in ignored:
            continue
        if not role:
            remedy = name_nearest(plain(name), known) or "remove the column, or name it under ignore:"
            found.add("row 1", f"unknown column “{name}”", name, ", ".join(headers), remedy)
        elif role in columns:
            remedy = "keep one of them, or name the other under ignore:"
            found.add("row 1", f"two columns are the {role}", f"{columns[role]}, {name}", "one", remedy)
        else:
            columns[role] = name
    for role in needed:
        if role not in columns:
            seen, remedy = shorten(", ".join(header)), missing.format(role=role)
            found.add("row 1", f"the column {role} is missing", seen, ", ".join(headers[role]), remedy)
    return columns


def find_role(name: str, headers: Headers) -> str:
    """The known column that a header stands for; empty where it stands for none."""
    return next((role for role, names in headers.items() if plain(name) in names), "")


def plain(name: str) -> str:
    """A name as names are compared: small letters and digits only."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def name_cases(table: Table, study: Study, faults: list[FaultyCell]) -> dict[int, str]:
    """The case of every row, by its id or label, or the one that sources.tsv names; notes all others."""
    told: dict[int, str] = {}
    for row, text in table.cells["case"].items():
        case = name_case(text, table.file, study)
        if isinstance(case, Fault):
            faults.append(FaultyCell(int(str(row)), table.place("case"), text, case))
        else:
            told[int(str(row))] = case
    return told


def name_case(text: str, file: SourceFile, study: Study) -> str | Fault:
    """The case that a text of a file names, or, where it is blank, its row of sources.tsv."""
    if not text and file.case != "*":
        return file.case
    case = find_case(text, study)
    if isinstance(case, str) and file.case not in ("*", case):
        return Fault("the row is of another case than its file", file.case, "correct sources.tsv")
    return case


def find_case(text: str, study: Study) -> str | Fault:
    """The case of this id or label."""
    cases = {word.casefold(): case.id for case in study.settings.cases for word in (case.id, case.label)}
    known = shorten(", ".join(study.cases))
    if not text:
        return Fault("the case is missing", known, "fill it in, or name it in sources.tsv")
    near = name_nearest(text, [word for case in study.settings.cases for word in (case.id, case.label)])
    found = cases.get(" ".join(text.casefold().split()))
    return found or Fault("there is no such case", known, near or "write the id of a case")
