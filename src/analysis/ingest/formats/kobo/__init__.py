"""Exports from KoboToolbox and ODK Central: one row a submission, headed by labels or by the form's names."""

from __future__ import annotations

from collections.abc import Mapping

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
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, Sheet, check_shape
from analysis.ingest.files.tables import read_any
from analysis.ingest.formats.doubled_names import number_doubles
from analysis.ingest.formats.kobo.columns import describe_columns, find_options, find_personal
from analysis.ingest.formats.kobo.ticks import read_ticks
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.times import read_moments
from analysis.problems import ProblemList, name_nearest
from analysis.source_options import SourceOptions

DIALECT = Dialect("KoboToolbox", ("utf-8",), (";", ",", "\t"), ends_rows=False)
KOBO, ODK = ("_uuid", "_submission_time"), ("KEY", "SubmissionDate")
IDS = ("KEY", "_id", "_uuid")
TIMES = ("SubmissionDate", "_submission_time")
REPEATED = ("PARENT_KEY", "_parent_index", "_parent_table_name")
"""Columns of the tables of repeated groups, which point to the submission they belong to."""

PERSONAL = ("deviceid", "username", "phonenumber", "subscriberid", "simserial", "simid", "email", "imei")
OF_BOTH = dict.fromkeys(PERSONAL, "identifier") | dict.fromkeys(
    ("start", "end", "today", "audit", "background-audio"), "tool_column"
)
OF_KOBO = OF_BOTH | {
    "_id": "tool_column",
    "_uuid": "tool_column",
    "_submission_time": "tool_column",
    "_validation_status": "status_column",
    "_notes": "tool_column",
    "_status": "tool_column",
    "_submitted_by": "identifier",
    "__version__": "tool_column",
    "_version_": "tool_column",
    "_version": "tool_column",
    "_tags": "tool_column",
    "_index": "tool_column",
    "_geolocation": "identifier",
    "_attachments": "identifier",
    "_xform_id_string": "tool_column",
    "formhub/uuid": "tool_column",
    "meta/instanceID": "tool_column",
    "meta/deprecatedID": "tool_column",
    "meta/rootUuid": "tool_column",
    "meta/instanceName": "identifier",
}
OF_ODK = OF_BOTH | {
    "SubmissionDate": "tool_column",
    "KEY": "tool_column",
    "meta-instanceID": "tool_column",
    "meta-instanceName": "identifier",
    "instanceID": "tool_column",
    "instanceName": "identifier",
    "SubmitterID": "identifier",
    "SubmitterName": "identifier",
    "AttachmentsPresent": "tool_column",
    "AttachmentsExpected": "tool_column",
    "Status": "status_column",
    "ReviewState": "status_column",
    "DeviceID": "identifier",
    "Edits": "tool_column",
    "FormVersion": "tool_column",
}
REVIEWS = {
    "_validation_status": {
        "": "completed",
        "approved": "completed",
        "not approved": "other_record",
        "on hold": "completed",
    },
    "ReviewState": {
        "": "completed",
        "received": "completed",
        "approved": "completed",
        "edited": "completed",
        "hasissues": "completed",
        "rejected": "other_record",
    },
}
"""What those who look through the submissions say of them; only what they reject does not count."""


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; every submission that nobody rejected is a completed answer."""
    file = files["answers"]
    found = ProblemList(file.shown)
    sheet = number_doubles(read_any(file.path, file.shown, DIALECT, options.sheet or ""))
    _check_table(sheet, found)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    own = OF_ODK if set(ODK) <= set(sheet.header) else OF_KOBO
    id_column = next((name for name in IDS if name in own and name in cells), "")
    ids = cells[id_column] if id_column else number_rows(cells)
    if id_column:
        check_ids(ids, id_column, found)
    statuses, words = _judge_rows(cells, found)
    asked = [name for name in sheet.header if name not in own]
    choices = find_options(cells[asked])
    cells, ticked = read_ticks(cells, choices, found)
    times, told = _read_times(cells, options, found)
    found.raise_any()
    reasons = {name: own[name] for name in sheet.header if name in own}
    reasons |= {name: "tool_column" for name in asked if name.startswith("SET-OF-")}
    reasons |= {id_column: "answer_id"} if id_column else {}
    reasons |= dict.fromkeys((name for name in choices if name in cells), "told_by_options")
    receipts = [note_file(file.shown, sheet.form), *sheet.receipts, *ticked, *told]
    receipts += note_no_ids(0 if id_column else len(cells))
    return Export(
        file=file.shown,
        questions_file=file.shown,
        cells=cells,
        ids=ids,
        statuses=statuses,
        words=words,
        times=times,
        blank=sheet.blank,
        tool_columns=reasons | find_personal(cells[asked]),
        questions=describe_columns(cells[asked], choices, "-" if own is OF_ODK else "/"),
        receipts=receipts,
        numbered_by=("ODK" if own is OF_ODK else DIALECT.tool) if id_column else "",
    )


def recognise(look: Look) -> Sighting | None:
    """The columns that both tools write about each submission, or those that point to a submission."""
    if look.kind not in ("text", "workbook"):
        return None
    for tool, names in (("KoboToolbox", KOBO), ("ODK", ODK)):
        if set(names) <= set(look.header):
            return Sighting("answers", f"it has the columns {' and '.join(names)} of {tool}")
    pointing = [name for name in REPEATED if name in look.header]
    if pointing:
        return Sighting("answers", f"it is the table of a repeated group, with the column {pointing[0]}")
    return None


def _check_table(sheet: Sheet, found: ProblemList) -> None:
    """Refuse the table of a repeated group, and a file without any of the tools' own columns."""
    pointing = [name for name in REPEATED if name in sheet.header]
    if pointing:
        what = "this is the table of a repeated group, which has several rows a submission"
        remedy = (
            "enter the table of the form itself; in a workbook, name its sheet under sheet in the options"
        )
        found.add("row 1", what, pointing[0], f"{' and '.join(KOBO)}, or {' and '.join(ODK)}", remedy)
    elif not any(name in sheet.header for name in (*IDS, *TIMES)):
        near = [name_nearest(name, sheet.header) for name in (*KOBO, *ODK)]
        what = "none of the columns is there that KoboToolbox and ODK write about each submission"
        remedy = next(filter(None, near), "export all columns, those of the tool too")
        found.add("row 1", what, "", f"{' and '.join(KOBO)}, or {' and '.join(ODK)}", remedy)


def _judge_rows(cells: pd.DataFrame, found: ProblemList) -> tuple[pd.Series[str], dict[int, str]]:
    """What each row is by its review, and what the rejected ones say of themselves."""
    statuses = pd.Series("completed", index=cells.index, dtype="str")
    words: dict[int, str] = {}
    for column, known in REVIEWS.items():
        if column in cells:
            plain = cells[column].map(_plain_review)
            fault = Fault(
                "the review says something unknown", ", ".join(filter(None, known)), "export it again"
            )
            faulty = cells[column][~plain.isin(list(known))]
            tell([FaultyCell(int(row), column, seen, fault) for row, seen in faulty.items()], found)
            rejected = plain.map(known).eq("other_record")
            statuses[rejected] = "other_record"
            words |= {int(row): f"{column} {cells.at[row, column]}" for row in cells.index[rejected]}
    if "KEY" in cells and "Status" in cells:
        fault = Fault("the submission is encrypted", "", "export it again, with the key of the project")
        locked = cells["Status"][cells["Status"].str.strip() != ""]
        tell([FaultyCell(int(row), "Status", seen, fault) for row, seen in locked.items()], found)
    return statuses, words


def _plain_review(text: str) -> str:
    """The review's word, whether the tool's own name of it or its text was exported."""
    return text.strip().casefold().removeprefix("validation_status_").replace("_", " ")


def _read_times(
    cells: pd.DataFrame, options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str] | None, list[Line]]:
    """When each submission reached the server, and the receipt for how that was read."""
    name = next((one for one in TIMES if one in cells), "")
    if not name:
        return None, []
    read = read_moments(cells[name], options.dates, found)
    line: Line = {"what": "time_read", "why": read.why, "column": name, "count": len(cells)}
    return read.times, [line] if read.why else []


FORMAT: Format = Format("kobo", "KoboToolbox or ODK", read, recognise)
