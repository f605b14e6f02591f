"""Exports from SurveyXact: answers, questions and codes, as three CSV files or in one workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis.ingest.exports import Export, Format, Question, RawFile, note_no_ids, number_rows, to_cells
from analysis.ingest.files.sheets import Line
from analysis.ingest.formats.surveyxact.files import (
    COMPLETED,
    ID_COLUMNS,
    PARTS,
    STATUS_PREFIXES,
    STATUSES,
    Files,
    find_id_column,
    find_part,
    read_files,
    read_statuses,
)
from analysis.ingest.formats.surveyxact.workbook import has_the_sheets, is_workbook, read_workbook
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.times import read_moments
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

TIME_COLUMNS = ("closetime", "closetim", "modified")
OTHER_TIMES = ("created", "starttime", "starttim")
# What SurveyXact itself notes of each respondent, by the names its structure gives the questions.
SYSTEM = re.compile(
    r"survey|organization|stat(?:internal|completion|creation|distribution|source|collect|overall)(?:_\d+)?|created"
    r"|modified|closetime|starttime|difftime|responsecollectsessions|numberofreturnedmail|importgroup"
    r"|distributionschedule|digitaldistribution(?:status|errormessage)|lang"
)
SHORT_SYSTEM = re.compile(
    r"stat[cds]?_\d+|closetim|starttim|numberof|importgr|distribu|digitald|digit_1|organiza"
)

# Background variables that a list of respondents is imported with, in Norwegian, Danish and English.
PERSON = re.compile(
    r"e[-_]?mail|e[-_]?post(?:adresse)?|mail|(?:for|fore|etter|efter|first|last|full|bruker)?_?(?:navn|namn|name)"
    r"|forn|ettern|etternav|t(?:ele)?fon|tlf|telefon(?:nummer|nr)?|mobil(?:nummer|nr|telefon)?|phone|ip|ip_?adresse|adresse"
)


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; only rows of status 4 are completed answers. Raises `ProblemsFound`."""
    if is_workbook(files["answers"].path):
        return _to_export(read_workbook(files, options), options)
    return _to_export(read_files(files), options)


def recognise(look: Look) -> Sighting | None:
    """The status columns, the structure's header, codes without a header, or a workbook of the three."""
    if look.kind == "workbook" and has_the_sheets(list(look.sheets)):
        return Sighting("answers", "it has the sheets Dataset, Structure and Labels")
    if look.kind != "text":
        return None
    part = find_part(look.header)
    if part == "structure":
        return Sighting(part, "its header is that of a structure file")
    if part == "answers":
        return Sighting(part, "it has the columns of Samlet status")
    if part == "labels":
        return Sighting(part, "it has three columns without a header, the second a code", sure=False)
    return None


def _to_export(files: Files, options: SourceOptions) -> Export:
    sheet, structure, labels = files.answers, files.structure, files.labels
    cells = to_cells(sheet)
    codes = read_statuses(cells, ProblemList(sheet.file))
    statuses = codes.map({code: status for code, (status, _) in STATUSES.items()}).astype("str")
    column = find_id_column(sheet.header)
    described = to_cells(structure).set_index("variableName") if structure else None
    times, timed = _read_times(cells, options, sheet.file)
    return Export(
        file=sheet.file,
        questions_file=structure.file if structure else sheet.file,
        cells=cells,
        ids=cells[column] if column else number_rows(cells),
        statuses=statuses,
        words={int(row): STATUSES[code][1] for row, code in codes.items() if code != COMPLETED},
        times=times,
        blank=sheet.blank,
        tool_columns={name: why for name in sheet.header if (why := _reason(name, described))},
        questions=_questions(described, to_cells(labels) if labels else None),
        receipts=[*files.receipts, *timed, *note_no_ids(0 if column else len(cells))],
        described=structure is not None,
        numbered_by="surveyxact" if column else "",
        lists_invited=bool(statuses.isin(["never_sent", "never_opened", "dropped_out"]).any()),
    )


def _read_times(
    cells: pd.DataFrame, options: SourceOptions, shown: str
) -> tuple[pd.Series[str] | None, list[Line]]:
    """When each answer was handed in, else last touched, and the receipts for how that was read."""
    found = ProblemList(shown)
    names = [name for name in TIME_COLUMNS if name in cells]
    if not names:
        return None, []
    texts = cells[names[0]].str.strip()
    for name in names[1:]:
        texts = texts.mask(texts == "", cells[name].str.strip())
    beside = [text for name in (*names, *OTHER_TIMES) if name in cells for text in cells[name]]
    read = read_moments(texts, options.dates, found, beside)
    found.raise_any()
    line: Line = {
        "what": "time_read",
        "why": read.why,
        "column": names[0],
        "count": len(cells),
    }
    return read.times, [line] if read.why else []


def _reason(name: str, described: pd.DataFrame | None) -> str:
    """Why a column holds no answer; empty where it does."""
    if name in ID_COLUMNS:
        return "answer_id"
    if name.startswith(STATUS_PREFIXES):
        return "status_column"
    known = described.loc[name] if described is not None and name in described.index else None
    asked = [name] if known is None else [name, str(known["questionName"])]
    if PERSON.fullmatch(asked[-1].casefold()) and (known is None or known["questionType"] == "Open"):
        return "identifier"
    if SYSTEM.fullmatch(asked[-1]) or (known is None and SHORT_SYSTEM.fullmatch(name)):
        return "tool_column"
    return ""


def _questions(described: pd.DataFrame | None, labels: pd.DataFrame | None) -> dict[str, Question]:
    options: dict[str, dict[str, str]] = {}
    if labels is not None:
        for variable, code, label in labels.itertuples(index=False):
            options.setdefault(variable, {})[code] = label.strip()
    if described is None:
        return {name: Question(options=texts) for name, texts in options.items()}
    return {str(name): _ask(row, options.get(str(name), {})) for name, row in described.iterrows()}


def _ask(row: pd.Series[str], options: dict[str, str]) -> Question:
    """The question of a variable; of a question with several answers each choice is a variable of its own."""
    return Question(
        text=row["questionText"].strip(),
        part=row["choiceText"].strip(),
        code=row["questionName"],
        part_code=row["choiceValue"].strip(),
        options=options,
    )


FORMAT: Format = Format("surveyxact", "SurveyXact", read, recognise, optional=PARTS[1:])
