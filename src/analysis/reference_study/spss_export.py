"""Writes the municipal answers of the late wave as a data file of SPSS, with a code for not answering."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.instruments import Instrument
from analysis.reference_study import design
from analysis.reference_study.codes import PARTS
from analysis.reference_study.late_sheets import DECLINES
from analysis.reference_study.sheets import Sheet

FIRST_RESPONDENT = 7301
SYNTHETIC = "SYNTETISKE DATA, ikke noens svar; SYNTHETIC, nobody's answers"
DECLINED = "Ønsker ikke å svare"
# The library writes the moment of writing here; another moment would make another file.
CREATED_AT, CREATED = 92, b"20 Nov 2012:00:00"


def export_data_file(
    sheets: list[Sheet], instrument: Instrument, cases: Mapping[str, tuple[int, str]]
) -> bytes:
    """The data file, a row a person; `cases` gives the answers to Q1 and their labels."""
    import pyreadstat

    about: dict[str, Any] = {
        "file_label": SYNTHETIC,
        "column_labels": _label_variables(instrument),
        "variable_value_labels": _label_codes(instrument, cases),
        "missing_ranges": {item: [float(DECLINES)] for item in _choices(instrument)},
        "variable_format": {
            item.id: "F8.0" for item in instrument.items if not _is_text(item.id, instrument)
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.sav"
        pyreadstat.write_sav(_tabulate(sheets, instrument), str(path), **about)
        data = path.read_bytes()
    return data[:CREATED_AT] + CREATED + data[CREATED_AT + len(CREATED) :]


def _tabulate(sheets: list[Sheet], instrument: Instrument) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "respondentid": [float(FIRST_RESPONDENT + 11 * number) for number in range(len(sheets))],
        "closetime": pd.to_datetime([sheet.closed for sheet in sheets]).floor("s"),
    }
    for part in PARTS:
        columns[part] = [sheet.code[part] for sheet in sheets]
    for item in instrument.items:
        given = [sheet.cells.get(item.id) for sheet in sheets]
        if _is_text(item.id, instrument):
            columns[item.id] = ["" if one is None else one for one in given]
        else:
            columns[item.id] = pd.Series(given, dtype="float64")
    return pd.DataFrame(columns)


def _is_text(item: str, instrument: Instrument) -> bool:
    return instrument.answer_set(item).kind == "text"


def _choices(instrument: Instrument) -> list[str]:
    """The items with which the form offers not to answer."""
    return [item.id for item in instrument.items if instrument.answer_set(item.id).kind == "choice"]


def _label_variables(instrument: Instrument) -> dict[str, str]:
    labels = {"respondentid": "Respondent-ID", "closetime": "Avsluttet", **PARTS}
    return labels | {item.id: item.label_in(design.MUNICIPALITY).nb for item in instrument.items}


def _label_codes(instrument: Instrument, cases: Mapping[str, tuple[int, str]]) -> dict[str, dict[float, str]]:
    labels = {
        item: {
            **{float(one.value): one.label.nb for one in instrument.answer_set(item).answers},
            float(DECLINES): DECLINED,
        }
        for item in _choices(instrument)
    }
    asking = [item.id for item in instrument.items if instrument.answer_set(item.id).kind == "case"]
    return labels | {item: {float(answer): label for answer, label in cases.values()} for item in asking}
