"""Qualtrics' own files, read by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import qualtrics
from analysis.source_options import SourceOptions

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)


def read(name: str) -> Export:
    path = Path(EXPORTS) / "qualtrics" / name
    return qualtrics.read({"answers": RawFile("answers", path, name)}, SourceOptions())


@pytest.mark.parametrize(
    ("name", "row", "columns", "receipts"),
    [
        ("qualtrics_sample.csv", 4, 20, ["answers_file"]),
        ("qualtrics_sample_legacy.csv", 3, 15, ["answers_file", "blank_column"]),
    ],
)
def test_the_one_answer_of_both_layouts(name: str, row: int, columns: int, receipts: list[str]) -> None:
    export = read(name)
    assert export.cells.shape == (1, columns)
    assert export.ids.to_dict() == {row: "R_2YPOQ602ER1jkf1"}
    assert export.statuses.to_dict() == {row: "completed"}
    assert export.cells.loc[row, ["Q1", "Q2"]].tolist() == ["2", "Hello World!"]
    assert export.times is not None and export.times.to_dict() == {row: "2017-07-18T08:28:48"}
    assert [line["why"] for line in export.receipts] == receipts
    assert {one: question.text for one, question in export.questions.items()} == {
        "Q1": "This is a multiple choice question.",
        "Q2": "This is a free text question.",
    }


def test_codes_are_those_of_the_third_row_under_german_labels() -> None:
    export = read("qualtrics_sample.csv")
    assert {name: one.code for name, one in export.questions.items()} == {"Q1": "QID1", "Q2": "QID2"}
    assert export.tool_columns["Q2 - Topics"] == "tool_column"
    assert [name for name, why in export.tool_columns.items() if why == "identifier"] == [
        "IPAddress",
        "RecipientLastName",
        "RecipientFirstName",
        "RecipientEmail",
        "ExternalReference",
        "LocationLatitude",
        "LocationLongitude",
    ]


def test_the_older_layout_is_known_by_its_second_row() -> None:
    reasons = read("qualtrics_sample_legacy.csv").tool_columns
    assert [name for name, why in reasons.items() if why == "identifier"] == [
        "V3",
        "V4",
        "V5",
        "V6",
        "LocationLatitude",
        "LocationLongitude",
        "LocationAccuracy",
    ]
    assert (reasons["V1"], reasons["V7"], reasons["V10"]) == ("answer_id", "status_column", "status_column")
