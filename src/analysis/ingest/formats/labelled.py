"""From the labelled variables of a statistics file to an export: ids, questions, ticks, receipts."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from analysis.ingest.exports import (
    Export,
    Question,
    RawFile,
    check_ids,
    note_file,
    note_no_ids,
    number_rows,
    same_status,
)
from analysis.ingest.files.sheets import Line
from analysis.ingest.files.statistics_files import ResponseSet, StatisticsFile, Variable
from analysis.ingest.formats.tools_in_statistics import read_tool_variables
from analysis.problems import ProblemList

ID_NAMES = (
    "respondentid",
    "responde",
    "responseid",
    "response_id",
    "respid",
    "respondent",
    "submission_id",
    "caseid",
    "id",
    "løpenr",
    "lopenr",
    "nr",
)
"""What tools and their users call the id of an answer, the most telling name first."""
TIME_NAMES = ("closetime", "submitdate", "recordeddate", "enddate", "date_submitted", "modified")
"""What tools call the moment an answer was handed in, or else last touched."""
ISO = re.compile(r"(\d{4}-\d\d-\d\d(T[\d:.]+)?)?")
TICKED, NOT_TICKED = "Valgt", "Ikke valgt"


def to_export(read: StatisticsFile, file: RawFile) -> Export:
    """The export of a file; raises `ProblemsFound` for its ids and for what a tool's variables say.

    All rows are completed answers, unless the file was written by a tool whose variables tell otherwise.
    Rows have the numbers that the program's own view of the data shows: the first case is row 1.
    """
    names = [one.name for one in read.variables]
    rows = pd.RangeIndex(1, len(read.variables[0].cells) + 1, name="row")
    cells = pd.DataFrame({one.name: one.cells for one in read.variables}, index=rows, dtype="str")
    column, timed = _first_named(ID_NAMES, names), _find_times(cells)
    found = ProblemList(file.shown)
    if column:
        check_ids(cells[column], column, found)
    tool = read_tool_variables(cells, found)
    found.raise_any()
    own = {name: why for name, why in ((timed, "tool_column"), (column, "answer_id")) if name}
    return Export(
        file=file.shown,
        questions_file=file.shown,
        cells=cells,
        ids=cells[column] if column else number_rows(cells),
        statuses=tool.statuses if tool else same_status(cells),
        words=tool.words if tool else {},
        times=cells[timed] if timed else None,
        blank=[],
        tool_columns={**(tool.columns if tool else {}), **own},
        questions=_describe(read),
        receipts=[
            note_file(file.shown, read.form),
            *note_no_ids(0 if column else len(cells)),
            *_note(read, len(cells)),
        ],
        described=True,
        numbered_by=tool.tool if tool and column else "",
        lists_invited=tool.lists_invited if tool else False,
    )


def _first_named(wanted: tuple[str, ...], names: list[str]) -> str:
    folded = {name.casefold(): name for name in reversed(names)}
    return next((folded[name] for name in wanted if name in folded), "")


def _find_times(cells: pd.DataFrame) -> str:
    """The column with the moment of each answer: of a known name, with dates and nothing else; or none."""
    column = _first_named(TIME_NAMES, list(cells.columns))
    return column if column and cells[column].str.fullmatch(ISO).all() else ""


def _describe(read: StatisticsFile) -> dict[str, Question]:
    questions = {one.name: _ask(one) for one in read.variables}
    variables = {one.name: one for one in read.variables}
    for group in read.sets:
        members = [variables[name] for name in group.members if name in variables]
        labels = [one.label for one in members]
        for one in members:
            questions[one.name] = _ask_member(one, group, len(set(labels)) == len(labels))
    return questions


def _ask(one: Variable) -> Question:
    # Nobody has to label all codes, as on a scale whose ends only have labels.
    return Question(
        text=one.label,
        options=one.options,
        missing=one.missing,
        missing_ranges=tuple(one.ranges),
        complete=False,
    )


def _ask_member(one: Variable, group: ResponseSet, told_apart: bool) -> Question:
    """What a variable of a multiple response set asks.

    A member of a set of categories stays the question it is. One of ticks is an option: named by its
    label, or by the text of the tick where labels do not tell the members apart.
    """
    own = _ask(one)
    tick = group.ticked
    if tick is None:
        return replace(own, text=own.text or group.label, code=group.name, part_code=one.name)
    part = one.label if told_apart else one.options.get(tick) or one.label
    others = [code for code in (*one.options, *one.cells) if code and code not in (tick, *one.missing)]
    options = {tick: TICKED} | dict.fromkeys(others, NOT_TICKED)
    return replace(
        own, text=group.label, part=part, code=group.name, part_code=one.name, options=options, complete=True
    )


def _note(read: StatisticsFile, rows: int) -> list[Line]:
    """What the file holds that is taken on trust, not used, or understood in a certain way."""
    lines: list[Line] = [
        {"what": "file_noted", "why": "weights_not_used", "count": rows if read.weighted else 0},
        {"what": "file_noted", "why": "cases_not_counted", "count": 0 if read.counted else rows},
    ]
    for one in read.variables:
        if one.unlabelled:
            lines.append({"what": "file_noted", "why": "label_set_missing", "column": one.name})
    for group in read.sets:
        for name in group.members:
            after = "" if group.ticked is None else f"{group.ticked} = {TICKED}"
            lines.append(
                {
                    "what": "file_noted",
                    "why": "response_set" if group.ticked is None else "response_set_ticks",
                    "column": name,
                    "before": group.name,
                    "after": after,
                }
            )
    return lines
