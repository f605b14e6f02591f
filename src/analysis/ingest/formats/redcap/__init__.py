"""Exports from REDCap: the data, raw or as labels, and the project's data dictionary where there is one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.ingest.exports import Export, Format, RawFile, attempt, check_ids, note_file, to_cells
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.sheets import Line, Sheet, check_shape
from analysis.ingest.formats.doubled_names import number_doubles
from analysis.ingest.formats.redcap.columns import (
    CHECKBOX,
    COMPLETE,
    COMPLETES,
    HEADINGS,
    OWN,
    Described,
    describe_columns,
    lay_out,
)
from analysis.ingest.formats.redcap.dictionary import DIALECT, Dictionary, is_dictionary, read_dictionary
from analysis.ingest.formats.redcap.records import Kind, Layout, choose_kind, judge_rows, make_ids
from analysis.ingest.looks import Look, Sighting
from analysis.ingest.times import read_moments
from analysis.problems import Problem, ProblemList, ProblemsFound, shorten
from analysis.source_options import SourceOptions

RETURN_CODE = re.compile(r"[a-z0-9_]+_return_code")
LISTS = {
    "the list of events": {"unique_event_name", "arm_num"},
    "the list of arms": {"arm_num", "name"},
    "the list of repeated forms": {"form_name", "custom_form_label"},
}
INSTEAD = "export the records (Data Exports, Export data), and enter that file as the answers"


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; the rows whose form is marked complete are completed. Raises `ProblemsFound`."""
    answers, book = files["answers"], files.get("dictionary")
    problems: list[Problem] = []
    sheet = attempt(partial(read_answers, answers.path, answers.shown), problems)
    dictionary = attempt(partial(read_dictionary, book.path, book.shown), problems) if book else None
    if sheet is None or problems:
        raise ProblemsFound(problems)
    found = ProblemList(answers.shown)
    cells, record = to_cells(sheet), sheet.header[0]
    described = describe_columns(sheet, dictionary)
    layout = lay_out(sheet.header, described, dictionary)
    if dictionary:
        _check_record(record, described, dictionary, found)
        _check_described(sheet, layout, described, options, found)
    kind = choose_kind(cells, layout, options.event or "", set(options.columns.values()), found)
    statuses, words = judge_rows(cells, layout, kind, found)
    ids = make_ids(cells, layout, record)
    check_ids(ids, record, found)
    times, told = _read_times(cells, layout, kind, options, found)
    found.raise_any()
    return Export(
        file=answers.shown,
        questions_file=book.shown if book else answers.shown,
        cells=cells,
        ids=ids,
        statuses=statuses,
        words=words,
        times=times,
        blank=sheet.blank,
        tool_columns={record: "answer_id"} | _name_tool_columns(sheet.header, layout, described),
        questions={name: one.question for name, one in described.items()},
        receipts=[*_tell_files(sheet, dictionary), *told, _tell_kind(kind, statuses)],
        described=dictionary is not None,
    )


def recognise(look: Look) -> Sighting | None:
    """Marks of completion, in raw and in labelled exports, the data dictionary, and lists without answers."""
    if look.kind != "text":
        return None
    if is_dictionary(look.header):
        return Sighting("dictionary", "it has the columns of a data dictionary")
    if listed := name_list(look.header):
        return Sighting("answers", f"it is {listed} of a REDCap project, and holds no answers")
    raw = [name for name in look.header if COMPLETE.fullmatch(name)]
    own = [name for name in look.header if name in OWN or "___" in name]
    if raw and look.header[0] not in raw:
        return Sighting("answers", f"it has the column {raw[0]}", sure=bool(own) or look.header[-1] in raw)
    if "Complete?" in look.header[1:]:
        return Sighting("answers", "it has the column “Complete?” of an export with labels")
    return None


def name_list(header: list[str]) -> str:
    """What else than answers a REDCap project gives as CSV; empty for anything that is none of these."""
    own = [name for name in header if COMPLETE.fullmatch(name)]
    return "" if own else next((name for name, columns in LISTS.items() if columns <= set(header)), "")


def read_answers(path: Path, shown: str) -> Sheet:
    """The records, with their shape checked; raises `ProblemsFound`."""
    found = ProblemList(shown)
    _check_kind(path, found)
    sheet = read_sheet(path, shown, DIALECT)
    if "Complete?" in sheet.header:
        # Headings are the fields' labels there, which may be alike.
        sheet = number_doubles(sheet)
    check_shape(sheet, found)
    completes = [name for name in sheet.header if COMPLETE.fullmatch(name) or COMPLETES.fullmatch(name)]
    if not completes:
        what = "no column says whether a form is complete"
        remedy = "add the fields <form>_complete to the report, or export all data"
        found.add("row 1", what, "", "<form>_complete, or Complete?", remedy)
    elif sheet.header[0] in completes or sheet.header[0] in {*OWN, *HEADINGS}:
        what = "the first column is not the record's id"
        found.add("row 1, column 1", what, sheet.header[0], "record_id", "export the record's id field too")
    found.raise_any()
    return sheet


def _check_kind(path: Path, found: ProblemList) -> None:
    """Refuse the lists of events and arms, and the dictionary, before anything else is asked of the file."""
    with path.open("rb") as file:
        first = file.readline(100_000).decode("utf-8-sig", "replace")
    header = [name.strip(' "\r\n') for name in first.split(",")]
    listed = "the data dictionary" if is_dictionary(header) else name_list(header)
    if listed:
        remedy = "enter it as part dictionary, and the records as answers" if "dict" in listed else INSTEAD
        found.add("", f"this is {listed}, not the answers", shorten(first, 60), "", remedy)
        found.raise_any()


def _check_record(
    record: str, described: Mapping[str, Described], dictionary: Dictionary, found: ProblemList
) -> None:
    """Note a first column that is not the project's first field, which is the record's id."""
    first = dictionary.fields[0].name
    if record not in described or described[record].question.code != first:
        what = "the first column is not the record's id, the dictionary's first field"
        found.add("row 1, column 1", what, record, first, "export the record's id field too")


def _check_described(
    sheet: Sheet,
    layout: Layout,
    described: Mapping[str, Described],
    options: SourceOptions,
    found: ProblemList,
) -> None:
    """Note columns of the records that the dictionary does not have: it may be another project's."""
    own = {*_name_tool_columns(sheet.header, layout, described), *options.ignore, *options.columns.values()}
    strange = [name for name in sheet.header if name not in described and name not in own]
    if not strange:
        return
    boxes = [name for name in strange if CHECKBOX.fullmatch(name)]
    remedy = "download records and dictionary of the same project anew"
    if boxes and len(boxes) == len(strange):
        remedy += "; if these are the project's codes for missing data, name them under ignore in the options"
    what = f"the data dictionary lacks {len(strange)} of the columns"
    found.add("row 1", what, shorten(", ".join(strange)), "the fields and choices of the dictionary", remedy)


def _name_tool_columns(
    header: list[str], layout: Layout, described: Mapping[str, Described]
) -> dict[str, str]:
    """REDCap's own columns and those that name a person, with the reason for each."""
    reasons = {name: OWN[role] for role, name in layout.roles.items()}
    reasons |= dict.fromkeys(layout.completes.values(), "status_column")
    reasons |= dict.fromkeys(layout.timestamps.values(), "tool_column")
    reasons |= {name: "tool_column" for name in header if RETURN_CODE.fullmatch(name)}
    return reasons | {name: "identifier" for name, one in described.items() if one.personal}


def _read_times(
    cells: pd.DataFrame, layout: Layout, kind: Kind, options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str] | None, list[Line]]:
    """When each form was handed in, where it is a survey; and the receipt for how that was read."""
    name = layout.timestamps.get(kind.form)
    if not name:
        return None, []
    read = read_moments(cells[name].replace("[not completed]", ""), options.dates, found)
    line: Line = {"what": "time_read", "why": read.why, "column": name, "count": len(cells)}
    return read.times, [line] if read.why else []


def _tell_files(sheet: Sheet, dictionary: Dictionary | None) -> list[Line]:
    named = [("answers_file", sheet), *([("dictionary_file", dictionary.sheet)] if dictionary else [])]
    lines: list[Line] = []
    for why, one in named:
        lines += [note_file(one.file, one.form, why), *one.receipts]
    return lines


def _tell_kind(kind: Kind, statuses: pd.Series[str]) -> Line:
    count = int((statuses != "other_record").sum())
    return {"what": "file_noted", "why": "form_chosen", "after": str(kind), "count": count}


FORMAT: Format = Format("redcap", "REDCap", read, recognise, optional=("dictionary",))
