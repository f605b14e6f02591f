"""Which case each row is about: as its column says, as the workbook's plan says, or as sources.tsv says."""

from __future__ import annotations

from analysis.ingest.measurements.columns import CASE
from analysis.ingest.measurements.files import Read
from analysis.ingest.measurements.tables import Table
from analysis.problems import ProblemList, name_nearest, shorten
from analysis.sources import ANY, SourceFile
from analysis.study import Study


def name_cases(read: Read, file: SourceFile, study: Study, found: ProblemList) -> dict[str, dict[int, str]]:
    """The case of every row by table; faults are noted in the tables, and of the plan in `found`."""
    known = {word.casefold(): case.id for case in study.settings.cases for word in (case.id, case.label)}
    whole = _name_whole(read, file, known, found)
    return {part: _name_rows(table, file, known, whole) for part, table in read.tables.items()}


def _name_whole(read: Read, file: SourceFile, known: dict[str, str], found: ProblemList) -> str:
    """The case of all rows whose own cell is blank; empty where nothing says it."""
    said = known.get(read.case.casefold(), "")
    if file.case != ANY:
        if said and said != file.case:
            what = "the workbook is of another case than sources.tsv says"
            found.add(read.case_place, what, read.case, file.case, "correct the one or the other")
        return file.case
    if read.case and not said:
        remedy = name_nearest(read.case.casefold(), list(known)) or "write the id of a case"
        allowed = shorten(", ".join(dict.fromkeys(known.values())))
        found.add(read.case_place, "there is no such case", read.case, allowed, remedy)
    return said


def _name_rows(table: Table, file: SourceFile, known: dict[str, str], whole: str) -> dict[int, str]:
    allowed = shorten(", ".join(dict.fromkeys(known.values())))
    named = {}
    for row in table.rows:
        text = " ".join(table.text(row, CASE).split())
        case = known.get(text.casefold(), "")
        if not text and whole:
            table.recode(row, CASE, whole, "case_from_source")
            named[row] = whole
        elif not text:
            remedy = "name it in the workbook's plan, in a column case, or in sources.tsv"
            table.refuse(row, CASE, "the case is missing", allowed, remedy)
        elif not case:
            remedy = name_nearest(text.casefold(), list(known)) or "write the id of a case"
            table.refuse(row, CASE, "there is no such case", allowed, remedy)
        elif file.case not in (ANY, case):
            what = "the row is of another case than its file"
            table.refuse(row, CASE, what, file.case, "correct the case, or sources.tsv")
        else:
            table.recode(row, CASE, case, "by_label")
            named[row] = case
    return named
