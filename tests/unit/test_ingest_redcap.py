"""REDCap: forms, events and repetitions, raw data and labels, and what the rows say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import redcap
from analysis.ingest.looks import Look
from analysis.problems import Problem, ProblemsFound
from analysis.source_options import SourceOptions
from tests.exports.written import write_text

HEAD = ["field_name", "form_name", "section_header", "field_type", "field_label"]
HEAD += ["select_choices_or_calculations", "text_validation_type_or_show_slider_number"]
HEAD += ["text_validation_max", "identifier", "matrix_group_name"]


def field(name: str, form: str, kind: str, label: str, choices: str = "", *more: str) -> list[str]:
    section, validation, maximum, identifier, matrix = (*more, *[""] * 5)[:5]
    return [name, form, section, kind, label, choices, validation, maximum, identifier, matrix]


FIELDS = [
    HEAD,
    field("record_id", "bakgrunn", "text", "Løpenummer"),
    field("epost", "bakgrunn", "text", "E-post", "", "", "email"),
    field("rolle", "bakgrunn", "radio", "Din <b>rolle</b>?", "1, Leder, eller nestleder | 2, Ansatt"),
    field("hjelp", "undersokelse", "checkbox", "Hvem hjelper?", "1, Kommunen | -9, Ingen | A, Andre"),
    field("enig_a", "undersokelse", "radio", "Rådet", "1, Uenig | 5, Enig", "Hvor enig?", "", "", "", "enig"),
    field("enig_b", "undersokelse", "radio", "Bygget", "1, Uenig | 5, Enig", "", "", "", "", "enig"),
]
LAST = ["enig_a", "enig_b", "undersokelse_complete"]
BOXES = ["hjelp___1", "hjelp____9", "hjelp___a"]
DATA = [
    ["record_id", "epost", "rolle", "bakgrunn_complete", "undersokelse_timestamp", *BOXES, *LAST],
    ["1", "kari@example.org", "1", "2", "2026-05-01 10:15:00", "1", "0", "1", "5", "1", "2"],
    ["2", "", "2", "0", "[not completed]", "0", "0", "0", "4", "", "0"],
    ["3", "", "", "0", "[not completed]", "0", "0", "0", "", "", "0"],
    ["4", "", "", "0", "", "0", "0", "0", "", "", "0"],
    ["Ås 5", "", "2", "2", "", "0", "1", "0", "1", "1", "1"],
]


def read(
    folder: Path, rows: list[list[str]], fields: list[list[str]] | None = None, **options: object
) -> Export:
    files = {"answers": RawFile("answers", write_text(folder / "data.csv", rows, ",", "utf-8"), "data.csv")}
    if fields:
        path = write_text(folder / "dictionary.csv", fields, ",", "utf-8")
        files["dictionary"] = RawFile("dictionary", path, "dictionary.csv")
    return redcap.read(files, SourceOptions.model_validate(options))


def refusal(
    folder: Path, rows: list[list[str]], fields: list[list[str]] | None = None, **options: object
) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        read(folder, rows, fields, **options)
    return caught.value.problems


def test_a_form_that_is_named_and_what_its_rows_are(tmp_path: Path) -> None:
    export = read(tmp_path, DATA, FIELDS, event="undersokelse")
    assert list(export.statuses) == ["completed", "partial", "opened", "never_opened", "partial"]
    assert export.words[6] == "undersokelse_complete 1"
    assert export.times is not None and list(export.times) == ["2026-05-01T10:15:00", "", "", "", ""]
    assert export.ids[6] == ".c5.s.20.5"
    assert export.tool_columns == {
        "record_id": "answer_id",
        "bakgrunn_complete": "status_column",
        "undersokelse_complete": "status_column",
        "undersokelse_timestamp": "tool_column",
        "epost": "identifier",
    }
    assert export.receipts[-1] == {
        "what": "file_noted",
        "why": "form_chosen",
        "after": "undersokelse",
        "count": 5,
    }


def test_the_form_of_the_columns_that_a_team_mapped_counts(tmp_path: Path) -> None:
    export = read(tmp_path, DATA, FIELDS, columns={"q1": "enig_a", "q2": "enig_b"})
    assert export.receipts[-1]["after"] == "undersokelse"
    (problem,) = refusal(tmp_path, DATA, FIELDS, columns={"q1": "enig_a", "q2": "rolle"})
    assert problem.allowed == "bakgrunn, undersokelse"


def test_records_without_any_field(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, [["record_id", "skjema_complete"], ["1", "2"]])
    assert problem.what == "no row has a mark of completion for a form with fields"


def test_a_form_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, DATA, FIELDS, event="undersøkelse")
    assert problem.what == "there is no event or form “undersøkelse” with rows"
    assert problem.remedy == "did you mean “undersokelse”?"


def test_what_the_dictionary_says_of_columns(tmp_path: Path) -> None:
    asked = read(tmp_path, DATA, FIELDS, event="undersokelse").questions
    assert asked["rolle"].text == "Din rolle?"
    assert asked["rolle"].options == {"1": "Leder, eller nestleder", "2": "Ansatt"}
    boxes = {name: (one.code, one.part_code, one.part) for name, one in asked.items() if "___" in name}
    assert boxes == {
        "hjelp___1": ("hjelp", "1", "Kommunen"),
        "hjelp____9": ("hjelp", "-9", "Ingen"),
        "hjelp___a": ("hjelp", "A", "Andre"),
    }
    matrix = [(asked[name].text, asked[name].part, asked[name].part_code) for name in ("enig_a", "enig_b")]
    assert matrix == [("Hvor enig?", "Rådet", "enig_a"), ("Hvor enig?", "Bygget", "enig_b")]


def test_without_a_dictionary_the_names_tell_the_boxes(tmp_path: Path) -> None:
    export = read(tmp_path, DATA, event="undersokelse")
    assert set(export.questions) == {"hjelp___1", "hjelp____9", "hjelp___a"}
    assert export.questions["hjelp____9"].part_code == "_9"
    assert not export.described


HELP = [f"Hvem hjelper? (choice={name})" for name in ("Kommunen", "Ingen", "Andre")]
TICKED = ["Checked", "Unchecked", "Checked", "Enig", "Uenig", "Complete"]
LABELS = [
    [
        "Løpenummer",
        "E-post",
        "Din rolle?",
        "Complete?",
        "Survey Timestamp",
        *HELP,
        "Rådet",
        "Bygget",
        "Complete?",
    ],
    ["1", "", "Leder, eller nestleder", "Complete", "2026-05-01 10:15:00", *TICKED],
    ["2", "", "Ansatt", "Incomplete", "", "Unchecked", "Unchecked", "Unchecked", "", "", "Incomplete"],
    ["3", "", "Ansatt", "Unverified", "", "Unchecked", "Checked", "Unchecked", "", "", "Unverified"],
]


def test_labels_in_headings_and_cells(tmp_path: Path) -> None:
    export = read(tmp_path, LABELS, FIELDS, event="undersokelse")
    assert list(export.statuses) == ["completed", "never_opened", "partial"]
    assert export.cells.columns[-1] == "Complete? (2)"
    box = export.questions["Hvem hjelper? (choice=Ingen)"]
    assert (box.code, box.part_code, box.part, box.options) == (
        "hjelp",
        "-9",
        "Ingen",
        {"0": "Unchecked", "1": "Checked"},
    )
    assert (export.questions["Rådet"].code, export.tool_columns["E-post"]) == ("enig", "identifier")
    alone = read(tmp_path, LABELS, event="Complete? (2)")
    assert alone.statuses.tolist() == export.statuses.tolist()
    assert alone.questions["Hvem hjelper? (choice=Ingen)"].part == "Ingen"


OWN = ["redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]
OWN += ["redcap_data_access_group", "redcap_survey_identifier"]
EVENTS = [
    ["record_id", *OWN, "rolle", "bakgrunn_complete", "enig_a", "undersokelse_complete"],
    ["1", "før_arm_1", "", "", "nord", "kari@example.org", "2", "2", "", ""],
    ["1", "før_arm_1", "undersokelse", "1", "", "", "", "", "5", "2"],
    ["1", "før_arm_1", "undersokelse", "2", "", "", "", "", "4", "0"],
    ["1", "etter_arm_1", "", "", "", "", "", "", "3", "2"],
]


def test_events_and_repetitions(tmp_path: Path) -> None:
    export = read(tmp_path, EVENTS, event="før_arm_1/undersokelse")
    assert list(export.statuses) == ["other_record", "completed", "partial", "other_record"]
    assert export.words == {2: "før_arm_1", 4: "undersokelse_complete 0", 5: "etter_arm_1"}
    spelt = "f.f8.r_arm_1"
    assert list(export.ids) == [
        f"1:{spelt}",
        f"1:{spelt}:undersokelse:1",
        f"1:{spelt}:undersokelse:2",
        "1:etter_arm_1",
    ]
    assert export.tool_columns["redcap_survey_identifier"] == "identifier"
    assert read(tmp_path, EVENTS, event="etter_arm_1").receipts[-1]["after"] == "etter_arm_1/undersokelse"


@pytest.mark.parametrize(
    ("event", "allowed"),
    [
        (None, "før_arm_1/bakgrunn, før_arm_1/undersokelse, etter_arm_1/undersokelse"),
        ("før_arm_1", "før_arm_1/bakgrunn, før_arm_1/undersokelse"),
        ("undersokelse", "før_arm_1/undersokelse, etter_arm_1/undersokelse"),
    ],
)
def test_what_is_left_open_is_refused_with_every_reading(
    tmp_path: Path, event: str | None, allowed: str
) -> None:
    (problem,) = refusal(tmp_path, EVENTS, event=event)
    assert problem.what == "rows belong to several events or forms, and it is not said which are to be read"
    assert problem.allowed == allowed
    assert problem.remedy.startswith(f"write event: {allowed.split(',')[0]} ")


def test_repeated_forms_that_bear_their_label(tmp_path: Path) -> None:
    rows = [[cell.replace("undersokelse", "Om samarbeid") for cell in row] for row in EVENTS[1:]]
    export = read(tmp_path, [EVENTS[0], *rows], event="før_arm_1/Om samarbeid")
    assert export.statuses.tolist() == ["other_record", "completed", "partial", "other_record"]


def test_the_same_record_twice(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, [*DATA, DATA[1]], event="undersokelse")
    assert (problem.place, problem.what) == (
        "rows 2 and 7, column record_id",
        "the same answer stands more than once",
    )


def test_an_unknown_mark_of_completion(tmp_path: Path) -> None:
    rows = [[*row] for row in DATA]
    rows[3][-1] = "Fullført"
    (problem,) = refusal(tmp_path, rows, event="undersokelse")
    assert problem.place == "row 4, column undersokelse_complete"


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (["record_id", "rolle"], "no column says whether a form is complete"),
        (["redcap_event_name", "bakgrunn_complete"], "the first column is not the record's id"),
    ],
)
def test_columns_that_are_missing(tmp_path: Path, head: list[str], what: str) -> None:
    assert [problem.what for problem in refusal(tmp_path, [head, ["1", "2"]])] == [what]


@pytest.mark.parametrize(
    ("head", "listed"),
    [
        (["event_name", "arm_num", "unique_event_name"], "the list of events"),
        (["arm_num", "name"], "the list of arms"),
        (HEAD, "the data dictionary"),
    ],
)
def test_other_files_of_the_project(tmp_path: Path, head: list[str], listed: str) -> None:
    (problem,) = refusal(tmp_path, [head, ["1"] * len(head)])
    assert problem.what == f"this is {listed}, not the answers"
    sighting = redcap.recognise(Look("x.csv", "text", {"": [head]}))
    assert sighting is not None
    assert sighting.part == ("dictionary" if "dictionary" in listed else "answers")


def test_what_is_recognised() -> None:
    for rows, part in ((DATA, "answers"), (LABELS, "answers"), (FIELDS, "dictionary")):
        sighting = redcap.recognise(Look("x.csv", "text", {"": rows}))
        assert sighting is not None and (sighting.part, sighting.sure) == (part, True)
    assert redcap.recognise(Look("x.csv", "text", {"": [["id", "q1", "q2"]]})) is None
