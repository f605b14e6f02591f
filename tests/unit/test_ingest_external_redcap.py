"""REDCap's own files, read by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import redcap
from analysis.ingest.formats.redcap.dictionary import read_dictionary
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)


def find(name: str) -> Path:
    return Path(EXPORTS) / "redcap" / f"redcap_{name}.csv"


def read(project: str, event: str | None = None, dictionary: str = "dictionary") -> Export:
    names = {"answers": f"{project}_data", "dictionary": f"{project}_{dictionary}"}
    files = {part: RawFile(part, find(name), name) for part, name in names.items()}
    return redcap.read(files, SourceOptions(event=event))


def refusal(project: str) -> tuple[str, str]:
    with pytest.raises(ProblemsFound) as caught:
        read(project)
    (problem,) = caught.value.problems
    return problem.what, problem.allowed


def test_checkboxes() -> None:
    export = read("checkboxes-1")
    assert export.cells.shape == (4, 13)
    # The first form holds nothing but the record's id, so the second is the one that counts.
    assert list(export.statuses) == ["completed", "partial", "completed", "never_opened"]
    assert export.words == {3: "form_2_complete 0", 5: "form_2_complete 0"}
    asked = export.questions["check_two___c"]
    assert (asked.code, asked.part_code, asked.text, asked.part) == ("check_two", "c", "check two", "C")
    ones = export.cells[[name for name in export.cells if "___" in name]].eq("1").sum(axis=1)
    assert ones.tolist() == [3, 2, 4, 0]


@pytest.mark.parametrize("dictionary", ["dictionary", "metadata"])
def test_decimal_commas_stay_as_they_are(dictionary: str) -> None:
    export = read("decimal-comma-and-dot", dictionary=dictionary)
    assert list(export.ids) == ["1", "2", "3", "4"]
    assert list(export.statuses) == ["completed"] * 4
    assert export.cells.loc[2, ["height_dot", "height_comma", "bmi"]].tolist() == ["1.54", "1,54", "22.1"]
    assert export.questions["weight_comma"].maximum == 200
    assert export.questions["height_comma"].maximum == (None if dictionary == "dictionary" else 3)
    assert export.questions["bmi"].options == {}
    assert export.tool_columns["name"] == "identifier"


def test_several_forms_must_be_told_apart() -> None:
    what = "rows belong to several events or forms, and it is not said which are to be read"
    assert refusal("gray") == (what, "demographics, health, race_and_ethnicity")
    assert refusal("repeating") == (what, "demographics, bp")
    assert refusal("longitudinal")[1].startswith(
        "enrollment_arm_1/demographics, enrollment_arm_1/contact_info"
    )


def test_a_form_that_is_named() -> None:
    export = read("gray", "race_and_ethnicity")
    assert export.statuses.tolist() == [
        "completed",
        "partial",
        "completed",
        "completed",
        "completed",
        "never_opened",
    ]
    assert export.questions["race___4"].part == "Black or African American"
    assert export.questions["ethnicity"].options == {
        "0": "Unknown / Not Reported",
        "1": "NOT Hispanic or Latino",
        "2": "Hispanic or Latino",
    }
    personal = [name for name, why in export.tool_columns.items() if why == "identifier"]
    assert personal == ["name_first", "name_last", "address", "telephone", "email", "dob", "mugshot"]


def test_an_event_and_a_form_of_a_longitudinal_project() -> None:
    export = read("longitudinal", "visit_1_arm_1/visit_blood_workup")
    assert export.cells.shape == (18, 125)
    counts = export.statuses.value_counts().to_dict()
    assert counts == {"other_record": 16, "partial": 1, "completed": 1}
    assert export.ids[4] == "100:visit_1_arm_1"
    assert (export.statuses[4], export.statuses[10]) == ("partial", "completed")
    assert (export.words[2], export.words[4]) == ("enrollment_arm_1", "visit_blood_workup_complete 1")
    assert export.cells.loc[4, ["vbw1", "vbw2", "vbw9"]].tolist() == [".4334", "23.3", "1"]


def test_an_event_with_one_form_needs_no_form() -> None:
    export = read("longitudinal", "dose_1_arm_1")
    assert export.statuses[export.statuses == "completed"].index.tolist() == [3, 9]
    assert export.receipts[-1]["after"] == "dose_1_arm_1/patient_morale_questionnaire"


def test_repeated_forms() -> None:
    export = read("repeating", "bp")
    assert list(export.ids) == ["1", "1::bp:1", "1::bp:2", "1::bp:3", "2", "2::bp:1"]
    assert list(export.statuses) == ["other_record", *["completed"] * 3, "other_record", "completed"]
    kept = export.cells[export.statuses == "completed"]
    assert kept["bp_systolic"].tolist() == ["110", "111", "112", "114"]
    once = read("repeating", "demographics")
    assert once.statuses[once.statuses == "completed"].index.tolist() == [2, 6]


@pytest.mark.parametrize(
    ("project", "fields", "columns"),
    [
        ("checkboxes-1", 4, 11),
        ("decimal-comma-and-dot", 8, 8),
        ("gray", 17, 22),
        ("longitudinal", 95, 115),
        ("repeating", 11, 11),
    ],
)
def test_dictionaries(project: str, fields: int, columns: int) -> None:
    dictionary = read_dictionary(find(f"{project}_dictionary"), "dictionary.csv")
    assert (len(dictionary.fields), len(dictionary.columns())) == (fields, columns)


def test_what_a_dictionary_says() -> None:
    columns = read_dictionary(find("longitudinal_dictionary"), "dictionary.csv").columns()
    assert columns["specify_mood"][2].maximum == 100
    assert columns["specify_mood"][2].options == {}
    assert columns["given_birth"][2].options == {"1": "Yes", "0": "No"}
    assert columns["gym___3"][2].part == "Thursday"
    assert columns["cpq6"][2].options["1"] == "99-75 percent"


@pytest.mark.parametrize(("name", "listed"), [("event", "the list of events"), ("arm", "the list of arms")])
def test_lists_without_answers(name: str, listed: str) -> None:
    path = find(f"longitudinal_{name}")
    with pytest.raises(ProblemsFound) as caught:
        redcap.read({"answers": RawFile("answers", path, "x.csv")}, SourceOptions())
    assert [problem.what for problem in caught.value.problems] == [f"this is {listed}, not the answers"]
