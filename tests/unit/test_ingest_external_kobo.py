"""Files of KoboToolbox and ODK, read by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import kobo
from analysis.source_options import SourceOptions

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)
THREATS = "What are the primary threats to the biodiversity in your area?"
PASSED_ON = "How is traditional ecological knowledge (TEK) passed on within your community?"


def read(name: str) -> Export:
    path = Path(EXPORTS) / "kobo" / name
    return kobo.read({"answers": RawFile("answers", path, name)}, SourceOptions())


def ticked(export: Export, question: str) -> list[list[str]]:
    names = [name for name, one in export.questions.items() if one.text == question and one.part]
    return [
        [export.questions[name].part for name in names if row[name] == "1"]
        for row in export.cells[names].to_dict("records")
    ]


def test_submissions_from_kobo() -> None:
    export = read("kobotoolbox_submissions.csv")
    assert export.cells.shape == (3, 50)
    assert list(export.ids) == ["254135872", "254136591", "254136930"]
    assert list(export.statuses) == ["completed"] * 3
    assert export.times is not None
    assert list(export.times) == ["2023-07-19T18:33:06", "2023-07-19T18:35:52", "2023-07-19T18:37:22"]
    assert export.cells["What community are you from?"].tolist() == ["Arlington", "Springfield", "Fairfax"]


def test_ticks_from_kobo_whether_the_form_took_one_answer_or_several() -> None:
    export = read("kobotoolbox_submissions.csv")
    assert ticked(export, THREATS) == [["Mining"], ["Land encroachment"], ["Logging"]]
    assert ticked(export, PASSED_ON) == [
        ["Oral storytelling"],
        ["Rituals and ceremonies"],
        ["Oral storytelling", "Apprenticeships", "Rituals and ceremonies"],
    ]
    filled = {line["column"]: line["count"] for line in export.receipts if line["why"] == "ticks_from_text"}
    assert filled == {THREATS: 3, PASSED_ON: 2}
    schools = export.questions[f"{PASSED_ON}/Schools/educational institutions"]
    assert schools.part == "Schools/educational institutions"


def test_what_names_a_person_in_submissions_from_kobo() -> None:
    reasons = read("kobotoolbox_submissions.csv").tool_columns
    personal = {name for name, why in reasons.items() if why == "identifier"}
    place = "Please record the location of your local ecosystem."
    photo = "Please take a representative photo of your local ecosystem."
    sound = "Please record a representative audio clip of the sounds of your local ecosystem."
    parts = {f"_{place}_{part}" for part in ("latitude", "longitude", "altitude", "precision")}
    files = {photo, f"{photo}_URL", sound, f"{sound}_URL"}
    assert personal == {place, *parts, *files, "_submitted_by", "_geolocation"}
    assert (reasons[THREATS], reasons["_id"]) == ("told_by_options", "answer_id")


def test_submissions_from_odk() -> None:
    export = read("odk_submissions.csv")
    assert export.cells.shape == (2, 34)
    assert list(export.ids) == [
        "uuid:1d5850bb-8e07-4944-8017-ed52413e9dca",
        "uuid:e96490a7-dd32-4c68-8037-4272915fb566",
    ]
    assert list(export.statuses) == ["completed"] * 2
    assert export.times is not None and list(export.times) == ["2025-07-29T13:30:32", "2025-07-29T13:29:12"]
    assert export.cells["threats"].tolist() == [
        "mining climate_change land_encroachment",
        "logging pollution overharvesting",
    ]
    assert (export.questions["threats"].separator, export.questions["community"].separator) == (" ", "")
    personal = [name for name, why in export.tool_columns.items() if why == "identifier"]
    assert sorted(personal) == [
        "DeviceID",
        "SubmitterID",
        "SubmitterName",
        "location-Accuracy",
        "location-Altitude",
        "location-Latitude",
        "location-Longitude",
        "photo",
    ]
