"""Data files of SPSS and Stata that a survey tool wrote: the tool's own variables say who completed the form.

SurveyXact and Qualtrics export such files too, and name their own variables there as in their other exports.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.ingest.formats.qualtrics import statuses as qualtrics_statuses
from analysis.ingest.formats.qualtrics.columns import Column
from analysis.ingest.formats.surveyxact import files as surveyxact_files
from analysis.problems import ProblemList

NEVER_ANSWERED = ["never_sent", "never_opened", "dropped_out"]
DURATION = "Duration__in_seconds_"


@dataclass(frozen=True)
class ToolVariables:
    """What a tool's own variables say of each row; `columns` are these variables, each with a reason."""

    tool: str
    statuses: pd.Series[str]
    words: dict[int, str]
    columns: dict[str, str]
    lists_invited: bool


def read_tool_variables(cells: pd.DataFrame, found: ProblemList) -> ToolVariables | None:
    """What the file's tool says of its rows; None where no tool is known by its variables.

    Notes a problem where the tool's variables say what they cannot.
    """
    for prefix in surveyxact_files.STATUS_PREFIXES:
        if all(f"{prefix}{code}" in cells for code in surveyxact_files.STATUSES):
            return _read_surveyxact(cells, found)
    if {"ResponseId", "Finished"} <= set(cells.columns):
        return _read_qualtrics(cells, found)
    return None


def _read_surveyxact(cells: pd.DataFrame, found: ProblemList) -> ToolVariables:
    codes = surveyxact_files.read_statuses(cells, found)
    known = surveyxact_files.STATUSES
    statuses = codes.map({code: status for code, (status, _) in known.items()}).astype("str")
    return ToolVariables(
        "surveyxact",
        statuses,
        {int(row): known[code][1] for row, code in codes.items() if code != surveyxact_files.COMPLETED},
        {
            name: "status_column"
            for name in cells.columns
            if name.startswith(surveyxact_files.STATUS_PREFIXES)
        },
        bool(statuses.isin(NEVER_ANSWERED).any()),
    )


def _read_qualtrics(cells: pd.DataFrame, found: ProblemList) -> ToolVariables:
    columns = [Column(name) for name in cells.columns]
    roles = {column.role: column.name for column in columns if column.role}
    statuses, words = qualtrics_statuses.read_statuses(cells, roles, columns, found)
    own = {column.name: column.reason for column in columns if column.reason}
    own |= {DURATION: "tool_column"} if DURATION in cells else {}
    return ToolVariables("Qualtrics", statuses, words, own, lists_invited=False)
