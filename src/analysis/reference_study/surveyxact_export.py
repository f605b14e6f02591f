"""Writes the enterprise answers as SurveyXact exports them: a dataset, its structure and its labels.

Shapes follow files made by SurveyXact: cp1252, `;`, quotes only where a cell needs them, labels
without a header, closed questions as codes, the overall status as five variables of 0 and 1. Names
of the technical variables are those of an export with short names (`responde`, `closetim`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from analysis.instruments import Instrument
from analysis.reference_study import design
from analysis.reference_study.codes import PARTS
from analysis.reference_study.options import Shown, list_options
from analysis.reference_study.sheets import Sheet, Status

SURVEY = 1_804_217
FIRST_RESPONDENT = 512_340_866
SYNTHETIC = "SYNTETISKE DATA: svarene er laget av et program og er ikke noens svar"
TECHNICAL = (
    ("survey", "survey", "Closed", "Single", "Undersøkelse"),
    ("respondentid", "responde", "Open", "Double", "Respondent-ID"),
    ("created", "created", "Open", "Date", "Opprettet"),
    ("modified", "modified", "Open", "Date", "Endret"),
    ("closeTime", "closetim", "Open", "Date", "Avsluttet"),
    ("startTime", "starttim", "Open", "Date", "Startet"),
    ("diffTime", "difftime", "Open", "Double", "Svartid (sekunder)"),
)
STATUS_NAMES = ("Ny", "Distribuert", "Noen svar", "Gjennomført", "Frafalt")
TYPES = {
    "text": ("Open", "String"),
    "case": ("Closed", "Single"),
    "group": ("Closed", "Single"),
    "choice": ("Closed", "Single"),
    "number": ("Open", "Double"),
}


def export_dataset(sheets: list[Sheet], instrument: Instrument) -> bytes:
    """The dataset: one row for everybody who was invited, answered or not."""
    items = [item.id for item in instrument.items]
    header = [row[1] for row in TECHNICAL]
    header += PARTS
    header += [f"s_{item.number}" for item in instrument.items]
    header += [f"stato_{status.value}" for status in Status]
    rows = [_row(sheet, number, items) for number, sheet in enumerate(sheets)]
    return _encode([header, *rows])


def _row(sheet: Sheet, number: int, items: list[str]) -> list[object]:
    seconds = round((sheet.closed - sheet.opened).total_seconds(), 3) if sheet.closed and sheet.opened else ""
    technical = [
        SURVEY,
        FIRST_RESPONDENT + 7 * number,
        _show_time(sheet.invited),
        _show_time(sheet.closed or sheet.opened or sheet.invited),
        _show_time(sheet.closed),
        _show_time(sheet.opened),
        seconds,
    ]
    return [
        *technical,
        *(sheet.code.get(part, "") for part in PARTS),
        *(sheet.cells.get(item, "") for item in items),
        *(int(sheet.status is status) for status in Status),
    ]


def _show_time(moment: datetime | None) -> str:
    return moment.isoformat(sep=" ", timespec="seconds") if moment else ""


def export_structure(instrument: Instrument) -> bytes:
    """The structure: one row a variable, and one a choice where several may be chosen."""
    header = [
        "questionName",
        "variableName",
        "questionType",
        "subType",
        "questionText",
        "choiceValue",
        "choiceText",
    ]
    rows: list[Iterable[object]] = [header]
    rows += [(*row, "", "") for row in TECHNICAL]
    rows += [(name, name, *TYPES["text"], text, "", "") for name, text in PARTS.items()]
    for item in instrument.items:
        name = f"s_{item.number}"
        text = item.label_in(design.ENTERPRISE).nb
        rows.append((name, name, *TYPES[instrument.answer_set(item.id).kind], text, "", ""))
    for status, label in zip(Status, STATUS_NAMES, strict=True):
        name = f"stato_{status.value}"
        rows.append(("statoverall", name, "Closed", "Multiple", "Samlet status", status.value, label))
    return _encode(rows)


def export_labels(instrument: Instrument, cases: Shown, groups: Shown | None = None) -> bytes:
    """The labels: variable, code, label; the survey's own label says that the answers are made up."""
    rows: list[Iterable[object]] = [("survey", SURVEY, SYNTHETIC)]
    for item in instrument.items:
        options = list_options(instrument.answer_set(item.id), cases, groups)
        rows += [(f"s_{item.number}", value, label) for value, label in options]
    for status in Status:
        rows += [(f"stato_{status.value}", 0, "Ikke valgt"), (f"stato_{status.value}", 1, "Valgt")]
    return _encode(rows)


def _encode(rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue().encode("cp1252")
