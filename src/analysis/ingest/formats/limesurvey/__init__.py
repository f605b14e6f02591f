"""Exports from LimeSurvey: the answers, and the survey's structure (.lss) or R syntax where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from analysis.ingest.exports import (
    Export,
    Format,
    Question,
    RawFile,
    attempt,
    check_ids,
    note_file,
    to_cells,
)
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape, drop_blank_columns
from analysis.ingest.files.tables import read_any
from analysis.ingest.formats.doubled_names import number_doubles
from analysis.ingest.formats.limesurvey.headings import Headings, find_form, read_headings
from analysis.ingest.formats.limesurvey.questions import Described, bind_syntax, describe
from analysis.ingest.formats.limesurvey.ranks import turn_ranks
from analysis.ingest.formats.limesurvey.rows import read_statuses, read_times
from analysis.ingest.formats.limesurvey.structure import Structure, read_structure
from analysis.ingest.formats.limesurvey.syntax import Variable, read_syntax
from analysis.ingest.formats.limesurvey.words import (
    NOT_SHOWN,
    find_tool_column,
    is_not_shown,
    name_reason,
)
from analysis.ingest.looks import Look, Sighting
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.source_options import SourceOptions

DIALECT = Dialect("LimeSurvey", ("utf-8",), (",", ";", "\t"))
SYNTAX = re.compile(r"variable\.labels\[\d+\]\s*<-|names\(data\)\[\d+\]\s*<-")
TELLING = ("submitdate", "lastpage", "startlanguage", "seed", "datestamp")
Read = TypeVar("Read")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; answers with a date of submission are completed. Raises `ProblemsFound`."""
    answers, structure_file, syntax_file = (files.get(part) for part in ("answers", "structure", "syntax"))
    assert answers is not None
    problems: list[Problem] = []
    read = attempt(partial(read_answers, answers, options), problems)
    structure = _attempt(read_structure, structure_file, problems)
    variables = _attempt(read_syntax, syntax_file, problems)
    if read is None or problems:
        raise ProblemsFound(problems)
    sheet, columns = read
    headings = read_headings(columns)
    described = _describe(columns, headings, files, structure, variables)
    return _to_export(sheet, headings, described, options, files, structure)


def _attempt(
    reader: Callable[[Path, str], Read], file: RawFile | None, problems: list[Problem]
) -> Read | None:
    return attempt(partial(reader, file.path, file.shown), problems) if file else None


def recognise(look: Look) -> Sighting | None:
    """LimeSurvey's own columns, its structure's type of document, or the statements of its R syntax."""
    if look.kind == "xml" and "<LimeSurveyDocType>Survey<" in look.text:
        return Sighting("structure", "it is an XML document of the LimeSurveyDocType Survey")
    if look.kind == "syntax" and SYNTAX.search(look.text):
        return Sighting("syntax", "it sets names and labels of columns by position, as LimeSurvey's R syntax")
    if look.kind in ("text", "workbook"):
        named = {tool: name for name in look.header if (tool := find_tool_column(name))}
        own = [named[tool] for tool in TELLING if tool in named]
        if "id" in named and own:
            seen = f"it has LimeSurvey's columns {named['id']} and {' and '.join(own)}"
            return Sighting("answers", seen, sure=bool({"submitdate", "lastpage"} & set(named)))
    return None


def read_answers(file: RawFile, options: SourceOptions) -> tuple[Sheet, dict[str, str]]:
    """The table with its shape checked, and the heading of each of its columns; raises `ProblemsFound`."""
    sheet = drop_blank_columns(read_any(file.path, file.shown, DIALECT, options.sheet or ""))
    found = ProblemList(file.shown)
    headings = sheet.header
    asked = [one for one in headings if not find_tool_column(one) and not name_reason(one, headings)]
    if find_form(asked) == "texts":
        # Only codes are the questions' own; two questions, and two rows, may well be worded alike.
        sheet = number_doubles(sheet)
    check_shape(sheet, found)
    found.raise_any()
    return sheet, dict(zip(sheet.header, headings, strict=True))


def _describe(
    columns: dict[str, str],
    headings: Headings,
    files: Mapping[str, RawFile],
    structure: Structure | None,
    variables: dict[int, Variable] | None,
) -> Described:
    """The questions by column; raises `ProblemsFound` where the files are of different surveys."""
    of_structure = ProblemList(files["structure"].shown if structure else "")
    of_syntax = ProblemList(files["syntax"].shown if variables else "")
    bound = bind_syntax(columns, headings, variables, of_syntax) if variables else {}
    described = describe(headings, structure, bound, of_structure)
    if of_structure.problems or of_syntax.problems:
        raise ProblemsFound([*of_structure.problems, *of_syntax.problems])
    return described


def _to_export(
    sheet: Sheet,
    headings: Headings,
    described: Described,
    options: SourceOptions,
    files: Mapping[str, RawFile],
    structure: Structure | None,
) -> Export:
    found = ProblemList(sheet.file)
    cells = to_cells(sheet)
    receipts = [*_tell_files(files, sheet, structure), *sheet.receipts, *_tell_headings(headings)]
    _check_id(headings, cells, found)
    statuses, words = read_statuses(cells, headings, found)
    times, told = read_times(cells, headings, options, found)
    receipts += told
    cells, questions = _convert(cells, headings, described, found, receipts)
    found.raise_any()
    if "submitdate" not in headings.own:
        receipts.append({"what": "file_noted", "why": "all_taken_completed", "count": len(cells)})
    last = next(files[part] for part in ("structure", "syntax", "answers") if part in files)
    return Export(
        file=sheet.file,
        questions_file=last.shown,
        cells=cells,
        ids=cells[headings.own["id"]],
        statuses=statuses,
        words=words,
        times=times,
        blank=sheet.blank,
        tool_columns=headings.reasons,
        questions=questions,
        receipts=receipts,
        described=len(files) > 1,
    )


def _tell_files(files: Mapping[str, RawFile], sheet: Sheet, structure: Structure | None) -> list[Line]:
    forms = {
        "answers": sheet.form,
        "structure": structure.form if structure else "",
        "syntax": "UTF-8, R syntax",
    }
    return [
        note_file(files[part].shown, form, f"{part}_file") for part, form in forms.items() if part in files
    ]


def _tell_headings(headings: Headings) -> list[Line]:
    """How the headings were understood, where they are more than codes."""
    why = {"codes and texts": "header_is_code_and_text", "texts": "header_is_question"}.get(headings.form)
    return [{"what": "header_read", "why": why, "count": len(headings.questions)}] if why else []


def _check_id(headings: Headings, cells: pd.DataFrame, found: ProblemList) -> None:
    if "id" in headings.own:
        check_ids(cells[headings.own["id"]], headings.own["id"], found)
    else:
        remedy = "export the answers with question codes as headings, and with the response ID"
        found.add("row 1", "the column with the id of the answer is missing", "", "id, Response ID", remedy)
    found.raise_any()


def _convert(
    cells: pd.DataFrame,
    headings: Headings,
    described: Described,
    found: ProblemList,
    receipts: list[Line],
) -> tuple[pd.DataFrame, dict[str, Question]]:
    """The cells with questions that were not shown left blank, and rankings by option, with receipts."""
    for one in headings.questions:
        if is_not_shown(set(cells[one.header])):
            hidden = cells[one.header].str.strip().str.casefold().isin(NOT_SHOWN)
            cells = cells.assign(**{one.header: cells[one.header].mask(hidden, "")})
            line: Line = {"what": "file_noted", "why": "not_shown", "column": one.header}
            receipts.append(line | {"count": int(hidden.sum())})
    questions = dict(described.questions)
    for ranking in described.rankings:
        cells, made, receipt = turn_ranks(cells, ranking, found)
        questions |= made
        receipts.append(receipt)
    return cells, questions


FORMAT: Format = Format(
    "limesurvey", "LimeSurvey", read, recognise, ("answers",), optional=("structure", "syntax")
)
