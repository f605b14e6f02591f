"""SurveyMonkey: two header rows, ticks, tables, encodings, statuses, condensed exports, and damage."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.ingest.exports import Export, Question, RawFile
from analysis.ingest.formats.surveymonkey import read, recognise
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

OWN = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"]
OWN += ["First Name", "Last Name", "Custom Data 1"]
NORWEGIAN = ["Respondent-ID", "Samler-ID", "Startdato", "Sluttdato", "IP-adresse", "E-postadresse"]
NORWEGIAN += ["Fornavn", "Etternavn", "Egendefinerte data 1"]
FIRST = ["Hvor hører du til?", "", "Hva bruker dere?", "", "", "Hvor enig er du?", "", "Noe mer?"]
SECOND = ["Response", "Annet (beskriv)", "E-post", "Møter", "Annet"]
SECOND += ["Vi møtes ofte", "Vi møtes åpent", "Open-Ended Response"]
NAMES = [
    "Hvor hører du til?",
    "Hvor hører du til? [Annet (beskriv)]",
    "Hva bruker dere? [E-post]",
    "Hva bruker dere? [Møter]",
    "Hva bruker dere? [Annet]",
    "Hvor enig er du? [Vi møtes ofte]",
    "Hvor enig er du? [Vi møtes åpent]",
    "Noe mer?",
]
ANSWERS = [
    ["Nordgården", "", "E-post", "", "", "Enig", "Både og", "Først ett møte,\nså «ett» til"],
    ["", "Østre", "E-post", "Møter", "brev", "Uenig", "Enig", ""],
    ["Sør", "", "", "", "", "", "", ""],
]


def people(
    ends: tuple[str, ...] = ("05/02/2018 10:15:00 AM", "05/01/2018 03:30:00 PM", ""),
) -> list[list[str]]:
    person = ["192.0.2.7", "kari@example.org", "Kari", "Olsen", "x7"]
    began = "05/01/2018 09:00:00 AM"
    return [[f"109800000{number}", "4001", began, end, *person] for number, end in enumerate(ends)]


def table(own: list[str] = OWN, second: list[str] | None = None) -> list[list[str]]:
    rows = [[*person, *given] for person, given in zip(people(), ANSWERS, strict=True)]
    return [[*own, *FIRST], [*[""] * len(own), *(second or SECOND)], *rows]


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8", separator: str = ",") -> RawFile:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return RawFile("answers", path, path.name)


def read_file(file: RawFile, **options: Any) -> Export:
    return read({"answers": file}, SourceOptions(**options))


def refusal(file: RawFile, **options: Any) -> str:
    with pytest.raises(ProblemsFound) as caught:
        read_file(file, **options)
    return str(caught.value).splitlines()[0]


def test_both_header_rows_make_the_names_and_the_questions(tmp_path: Path) -> None:
    export = read_file(write(tmp_path / "Survey.csv", table()))
    assert list(export.cells.columns) == [*OWN, *NAMES]
    assert export.cells[NAMES].values.tolist() == ANSWERS
    assert export.questions["Noe mer?"] == Question("Noe mer?")
    assert export.questions[NAMES[3]] == Question("Hva bruker dere?", "Møter", options={"Møter": "Valgt"})
    assert export.questions[NAMES[4]] == Question("Hva bruker dere?", "Annet")
    assert export.questions[NAMES[6]] == Question("Hvor enig er du?", "Vi møtes åpent")
    assert {"what": "header_read", "why": "header_rows_joined", "count": 6} in export.receipts


def test_the_tools_own_columns(tmp_path: Path) -> None:
    export = read_file(write(tmp_path / "Survey.csv", table()))
    reasons = ["answer_id", "tool_column", "tool_column", "status_column", *["identifier"] * 5]
    assert list(export.tool_columns.items()) == list(zip(OWN, reasons, strict=True))
    assert export.ids.tolist() == ["1098000000", "1098000001", "1098000002"]
    assert export.cells.index.tolist() == [3, 4, 5]
    assert export.numbered_by == "SurveyMonkey"


@pytest.mark.parametrize("words", [("Svar", "Åpent svar"), ("Response", "Open-Ended Response"), ("", "")])
def test_norwegian_words(tmp_path: Path, words: tuple[str, str]) -> None:
    second = [words[0], *SECOND[1:-1], words[1]]
    export = read_file(write(tmp_path / "Survey.csv", table(NORWEGIAN, second)))
    assert list(export.questions) == NAMES
    assert [export.tool_columns[name] for name in NORWEGIAN[3:6]] == [
        "status_column",
        "identifier",
        "identifier",
    ]


@pytest.mark.parametrize(
    ("encoding", "separator", "told"),
    [
        ("utf-8", ",", "UTF-8, commas"),
        ("utf-8-sig", ";", "UTF-8, semicolons"),
        ("utf-16", "\t", "UTF-16, tabs"),
        ("mac_roman", ",", "Mac Roman, commas"),
        ("cp1252", ",", "Windows-1252, commas"),
    ],
)
def test_the_encodings_that_occur(tmp_path: Path, encoding: str, separator: str, told: str) -> None:
    export = read_file(write(tmp_path / "Survey.csv", table(), encoding, separator))
    assert export.cells[NAMES].values.tolist() == ANSWERS
    assert export.receipts[0]["after"] == told


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in table():
        book.active.append([cell or None for cell in row])
    book.save(tmp_path / "Survey.xlsx")
    export = read_file(RawFile("answers", tmp_path / "Survey.xlsx", "Survey.xlsx"))
    same = read_file(write(tmp_path / "Survey.csv", table()))
    assert export.cells.equals(same.cells)
    assert export.questions == same.questions
    assert export.statuses.tolist() == same.statuses.tolist() == ["completed", "completed", "partial"]


def test_times_sort_and_are_not_guessed(tmp_path: Path) -> None:
    clear = table()
    clear[2][3] = "05/21/2018 10:15:00 AM"
    export = read_file(write(tmp_path / "Survey.csv", clear))
    assert export.times is not None
    assert export.times.tolist() == ["2018-05-21T10:15:00", "2018-05-01T15:30:00", ""]
    unclear = table()
    unclear[3][3] = "04/03/2018 03:30:00 PM"
    assert read_file(write(tmp_path / "Survey.csv", unclear)).times is None
    said = read_file(write(tmp_path / "Survey.csv", unclear), dates="month-first").times
    assert said is not None
    assert said.tolist()[1] == "2018-04-03T15:30:00"
    assert "not day-first" in refusal(write(tmp_path / "Survey.csv", clear), dates="day-first")


def test_statuses_by_the_date_of_ending_and_by_what_is_answered(tmp_path: Path) -> None:
    rows = table()
    rows.append([*people(("05/01/2018", "05/01/2018", "05/01/2018", "05/03/2018"))[3], *[""] * len(FIRST)])
    export = read_file(write(tmp_path / "Survey.csv", rows))
    assert export.statuses.tolist() == ["completed", "completed", "partial", "opened"]
    assert export.words == {5: "no date of ending", 6: "ended 05/03/2018"}
    assert {"what": "file_noted", "why": "ended_means_completed", "count": 4} in export.receipts


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Completed", "completed"),
        ("Partial", "partial"),
        ("Disqualified", "partial"),
        ("Fullført", "completed"),
    ],
)
def test_a_column_of_statuses_decides(tmp_path: Path, told: str, status: str) -> None:
    rows = [["Response Status", *row] if row[0] == OWN[0] else [told, *row] for row in table()]
    rows[1][0] = ""
    export = read_file(write(tmp_path / "Survey.csv", rows))
    assert export.statuses.tolist() == [status, status, "partial"]
    assert "ended_means_completed" not in [line["why"] for line in export.receipts if line.get("count")]
    rows[3][0] = "Kanskje"
    assert refusal(write(tmp_path / "Survey.csv", rows)).endswith("the status is unknown")


def test_a_condensed_export_has_several_answers_in_a_cell(tmp_path: Path) -> None:
    head = [*OWN, "Hva bruker dere?", "Noe mer?"]
    answers = [["E-post, Møter", "ja, takk"], ["Møter", ""], ["", "nei"]]
    rows = [[*person, *given] for person, given in zip(people(), answers, strict=True)]
    for second in ([[""] * len(OWN) + ["Response", "Open-Ended Response"]], [[""] * len(head)], []):
        export = read_file(write(tmp_path / "Survey.csv", [head, *second, *rows]))
        assert export.cells[head[-2:]].values.tolist() == answers
        assert export.questions["Hva bruker dere?"].separator == ", "
        noted = [line["why"] for line in export.receipts if line["why"] == "one_header_row"]
        assert noted == ([] if second else ["one_header_row"])
        opened = bool(second) and second[0][-1] != ""
        assert export.questions["Noe mer?"].separator == ("" if opened else ", ")


def test_ticks_in_a_table_of_options_by_rows(tmp_path: Path) -> None:
    rows = [
        [*OWN, "Hvem møter dere?", ""],
        [*[""] * len(OWN), "Kommunen - Ofte", "Kommunen - Sjelden"],
        [*people()[0], "Ofte", ""],
        [*people()[1], "", "Sjelden"],
    ]
    export = read_file(write(tmp_path / "Survey.csv", rows))
    assert [one.options for one in export.questions.values()] == [{"Ofte": "Valgt"}, {"Sjelden": "Valgt"}]


def test_questions_worded_alike_are_numbered(tmp_path: Path) -> None:
    rows = [[*OWN, "Hvorfor?", "Hvorfor?"], [*[""] * len(OWN), "Response", "Response"]]
    rows.append([*people()[0], "a", "b"])
    export = read_file(write(tmp_path / "Survey.csv", rows))
    assert export.cells[["Hvorfor?", "Hvorfor? (2)"]].values.tolist() == [["a", "b"]]
    assert [line["why"] for line in export.receipts].count("header_numbered") == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows[0].__setitem__(0, "Id"), "row 1: the column “Respondent ID” is missing"),
        (lambda rows: rows[0].__setitem__(3, "Slutt"), "row 1: the column “End Date” is missing"),
        (lambda rows: rows[3].__setitem__(0, ""), "row 4, column Respondent ID: the id of the answer cannot"),
        (lambda rows: rows[3].__setitem__(0, "1.098E+09"), "row 4, column Respondent ID: the id of the"),
        (lambda rows: rows[3].__setitem__(3, "i går"), "row 4, column End Date: this is no date of ending"),
        (lambda rows: rows[1].pop(), "row 2: the second header row has another number of cells"),
        (lambda rows: rows[3].pop(), "row 4: the row has another number of cells than the header"),
        (
            lambda rows: rows.insert(2, rows.pop(1)),
            "row 3, column Respondent ID: the id of the answer cannot",
        ),
        (lambda rows: rows.append(rows[2]), "rows 3 and 6, column Respondent ID: the same answer stands"),
    ],
)
def test_damage_is_told(tmp_path: Path, change: Any, told: str) -> None:
    rows = table()
    change(rows)
    assert refusal(write(tmp_path / "Survey.csv", rows)).startswith(f"Survey.csv, {told}")


def test_what_is_recognised() -> None:
    for own in (OWN, NORWEGIAN, ["RespondentID", "CollectorID", "StartDate", "EndDate"]):
        sighting = recognise(Look("s.csv", "text", {"": [[*own, *FIRST]]}))
        assert sighting is not None
        assert (sighting.part, sighting.sure) == ("answers", True)
    dated = [["Respondent ID", "End Date", "Q"], ["", "", "Open-Ended Response"]]
    assert recognise(Look("s.xlsx", "workbook", {"Sheet": dated})) is not None
    assert recognise(Look("s.csv", "text", {"": [["respondentid", "s_1"], ["1", "2"]]})) is None
    assert recognise(Look("s.json", "json", text='{"Respondent ID": 1, "Collector ID": 2}')) is None
