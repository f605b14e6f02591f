"""REDCap's data dictionary: its choices, and dictionaries that do not belong to the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.formats.redcap.dictionary import Dictionary, name_checkbox, read_dictionary
from analysis.problems import ProblemsFound
from tests.exports.written import write_text
from tests.unit.test_ingest_redcap import DATA, FIELDS, HEAD, field, read, refusal


def parse(folder: Path, *fields: list[str]) -> Dictionary:
    path = write_text(folder / "d.csv", [HEAD, *fields], ",", "utf-8")
    return read_dictionary(path, "d.csv")


def faults(folder: Path, *fields: list[str]) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        parse(folder, *fields)
    return [(problem.place, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("kind", "choices", "options"),
    [
        ("radio", "1, Ja, av og til | 2, Nei |", {"1": "Ja, av og til", "2": "Nei"}),
        ("dropdown", "A1,<i>Én</i> &amp; to|B2,Ingen", {"A1": "Én & to", "B2": "Ingen"}),
        ("yesno", "", {"1": "Yes", "0": "No"}),
        ("truefalse", "", {"1": "True", "0": "False"}),
        ("calc", "round([a]/[b], 1)", {}),
        ("sql", "select code, name from t", {}),
        ("slider", "Lite | Middels | Mye", {}),
        ("notes", "", {}),
    ],
)
def test_choices(tmp_path: Path, kind: str, choices: str, options: dict[str, str]) -> None:
    columns = parse(tmp_path, field("q1", "f", kind, "Spørsmål", choices)).columns()
    assert columns["q1"][2].options == options


@pytest.mark.parametrize(
    ("kind", "validation", "maximum", "expected"),
    [
        ("slider", "", "", 100),
        ("slider", "number", "10", 10),
        ("text", "number_comma_decimal", "2,5", 2.5),
        ("text", "integer", "", None),
        ("text", "date_ymd", "2026-01-01", None),
    ],
)
def test_the_highest_number(
    tmp_path: Path, kind: str, validation: str, maximum: str, expected: float | None
) -> None:
    columns = parse(tmp_path, field("q1", "f", kind, "Tall", "", "", validation, maximum)).columns()
    assert columns["q1"][2].maximum == expected


@pytest.mark.parametrize(
    ("kind", "validation", "flag", "personal"),
    [
        ("text", "", "y", True),
        ("text", "phone", "", True),
        ("file", "", "", True),
        ("text", "number", "", False),
    ],
)
def test_what_names_a_person(tmp_path: Path, kind: str, validation: str, flag: str, personal: bool) -> None:
    one = parse(tmp_path, field("q1", "f", kind, "Felt", "", "", validation, "", flag)).fields[0]
    assert one.personal is personal


def test_a_text_shown_to_people_has_no_column(tmp_path: Path) -> None:
    assert list(parse(tmp_path, field("t", "f", "descriptive", "Velkommen")).columns()) == []


def test_a_dictionary_saved_with_r(tmp_path: Path) -> None:
    empty = field("q1", "f", "text", "NA", *["NA"] * 6)
    one, *_ = parse(tmp_path, empty).fields
    assert (one.label, one.heading, one.matrix, one.validation, one.personal) == ("NA", "", "", "", False)


def test_a_second_language_of_yes_and_no(tmp_path: Path) -> None:
    columns = parse(tmp_path, field("q1", "f", "yesno", "Enig?")).columns()
    assert columns["q1"][2].also == {"1": ("Ja",), "0": ("Nei", "Nej")}


@pytest.mark.parametrize(
    ("code", "column"), [("1", "q___1"), ("-9", "q____9"), ("Ab", "q___ab"), ("1.5", "q___1_5")]
)
def test_names_of_boxes(code: str, column: str) -> None:
    assert name_checkbox("q", code) == column


def test_faults_are_told_all_at_once_with_their_rows(tmp_path: Path) -> None:
    place = "column Choices, Calculations, OR Slider Labels"
    assert faults(
        tmp_path,
        field("Q 1", "f", "text", "Linje\nskift"),
        field("q2", "f", "radio", "b", "1, Ja | Nei"),
        field("q3", "f", "radio", "c", "1, Ja | 1, Nei"),
        field("q4", "f", "checkbox", "d", "1, Ja | 2, Nei"),
        field("q4___2", "f", "text", "e"),
    ) == [
        ("", "two fields have the same column"),
        ("row 2, column field_name", "this is no name of a field or a form"),
        (f"row 3, {place}", "a choice has no code, or no text"),
        (f"row 4, {place}", "two choices have the same code"),
    ]


def test_a_file_that_is_no_dictionary_and_one_that_lacks_a_column(tmp_path: Path) -> None:
    path = write_text(tmp_path / "d.csv", DATA, ",", "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_dictionary(path, "d.csv")
    (problem,) = caught.value.problems
    assert problem.what == "this is not a data dictionary: two files of the export may be swapped"
    assert "kari" not in str(problem)
    path = write_text(tmp_path / "d.csv", [row[:1] + row[3:] for row in FIELDS], ",", "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_dictionary(path, "d.csv")
    assert [one.what for one in caught.value.problems] == ["the column “form_name” is missing"]


def test_the_dictionary_of_another_project(tmp_path: Path) -> None:
    other = [HEAD, FIELDS[1], field("noe_annet", "undersokelse", "text", "Noe annet")]
    (problem,) = refusal(tmp_path, DATA, other, event="undersokelse")
    assert problem.what == "the data dictionary lacks 7 of the columns"
    assert problem.seen == "epost, rolle, hjelp___1, hjelp____9, hjelp___a, enig_a, enig_b"


def test_a_box_that_the_dictionary_does_not_have(tmp_path: Path) -> None:
    fewer = [[cell.replace(" | A, Andre", "") for cell in row] for row in FIELDS]
    (problem,) = refusal(tmp_path, DATA, fewer, event="undersokelse")
    assert (problem.seen, "missing data" in problem.remedy) == ("hjelp___a", True)
    export = read(tmp_path, DATA, fewer, event="undersokelse", ignore=["hjelp___a"])
    assert "hjelp___a" not in export.questions


def test_labels_that_stand_in_the_dictionary_more_often_than_in_the_records(tmp_path: Path) -> None:
    fields = [HEAD, FIELDS[1], *(field(name, "f", "text", "Høyde") for name in ("h1", "h2"))]
    rows = [["Løpenummer", "Høyde", "Høyde", "Complete?"], ["1", "180", "181", "Complete"]]
    asked = read(tmp_path, rows, fields).questions
    assert (asked["Høyde"].code, asked["Høyde (2)"].code) == ("h1", "h2")
    cut = [[row[0], *row[2:]] for row in rows]
    (problem,) = refusal(tmp_path, cut, fields)
    assert (problem.what, problem.seen) == ("the data dictionary lacks 1 of the columns", "Høyde")


def test_records_without_their_id(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, [row[1:] for row in DATA], FIELDS, event="undersokelse")
    assert (problem.place, problem.seen, problem.allowed) == ("row 1, column 1", "epost", "record_id")
