"""Form tools with whole questions as names: Microsoft Forms, Google Forms, Questback, Norwegian web forms."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.ingest.exports import Export, Question, RawFile
from analysis.ingest.formats.forms import read, recognise
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

MICROSOFT = ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn"]
MEETINGS, USES = "Hvor ofte møtes dere?", "Hva bruker dere? Kryss av, gjerne for flere."
RANK = "Sett i rekkefølge"


def write(path: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8-sig") -> RawFile:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return RawFile("answers", path, path.name)


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> RawFile:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return RawFile("answers", path, path.name)


def read_one(file: RawFile, **options: Any) -> Export:
    return read({"answers": file}, SourceOptions(**options))


def refusal(file: RawFile, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_one(file, **options)
    return [(problem.place, problem.what) for problem in caught.value.problems]


def receipts(export: Export, what: str) -> list[dict[str, str | int]]:
    return [line for line in export.receipts if line["what"] == what and line.get("count", 1)]


def microsoft_rows(*answers: list[str], when: str = "5/{}/18 10:1{}:00") -> list[list[str]]:
    rows = [[*MICROSOFT, MEETINGS, USES, RANK]]
    for number, given in enumerate(answers, 1):
        times = [when.format(number + 12, minute) for minute in (0, 5)]
        rows.append([str(number), *times, f"kari{number}@example.no", "Kari Nordmann", *given])
    return rows


FIRST = ["Ukentlig", "E-post;Møter;", "Ro;Mat;Lønn;"]
SECOND = ["Sjeldnere; eller aldri", "Telefon;", "Lønn;Ro;Mat;"]
THIRD = ["", "", "Mat;Lønn;Ro;"]


def test_microsoft_forms_as_csv(tmp_path: Path) -> None:
    export = read_one(write(tmp_path / "Svar.csv", microsoft_rows(FIRST, SECOND, THIRD)))
    assert export.ids.tolist() == ["1", "2", "3"]
    assert export.times is not None
    assert export.times.tolist() == [f"2018-05-{day}T10:15:00" for day in (13, 14, 15)]
    assert export.tool_columns == {
        "ID": "answer_id",
        "Starttidspunkt": "tool_column",
        "Fullføringstidspunkt": "tool_column",
        "E-postadresse": "identifier",
        "Navn": "identifier",
    }
    assert export.questions == {
        MEETINGS: Question(text=MEETINGS),
        USES: Question(text=USES, separator=";"),
        RANK: Question(text=RANK, separator=";"),
    }
    assert set(export.statuses) == {"completed"}
    assert export.cells[RANK].tolist() == ["Ro;Mat;Lønn;", "Lønn;Ro;Mat;", "Mat;Lønn;Ro;"]
    assert receipts(export, "time_read")[0]["why"] == "dates_month_first"
    assert receipts(export, "file_read")[0]["after"] == "UTF-8, commas"


def test_microsoft_forms_as_a_workbook_says_the_same(tmp_path: Path) -> None:
    rows: list[list[Any]] = [list(row) for row in microsoft_rows(FIRST, SECOND, THIRD)]
    for number, row in enumerate(rows[1:], 1):
        row[0], row[1] = number, datetime(2018, 5, number + 12, 10, 10)
        row[2] = datetime(2018, 5, number + 12, 10, 15)
    text = read_one(write(tmp_path / "Svar.csv", microsoft_rows(FIRST, SECOND, THIRD)))
    book = read_one(write_workbook(tmp_path / "Svar.xlsx", {"Sheet1": rows}))
    assert book.ids.tolist() == text.ids.tolist()
    assert book.times is not None
    assert text.times is not None
    assert book.times.tolist() == text.times.tolist()
    assert book.questions == text.questions
    assert receipts(book, "time_read") == []


@pytest.mark.parametrize(
    "names",
    [
        ["Id", "Start time", "Completion time", "Email", "Name", "Last modified time", "Language"],
        [
            "ID",
            "Starttidspunkt",
            "Fullføringstidspunkt",
            "E-post",
            "Namn",
            "Tidspunkt for siste endring",
            "Språk",
        ],
        ["ID", "Starttidspunkt", "Fuldførelsestidspunkt", "Mail", "Navn", "Senest ændret", "Sprog"],
    ],
)
def test_the_tools_own_columns_in_other_languages(tmp_path: Path, names: list[str]) -> None:
    row = ["1", "5/13/18 10:10:00", "5/13/18 10:15:00", "anonymous", "", "5/14/18 9:00:00", "nn-NO"]
    export = read_one(write(tmp_path / "a.csv", [[*names, MEETINGS, "Språk"], [*row, "Ukentlig", "nynorsk"]]))
    assert list(export.tool_columns.values()) == [
        *("answer_id", "tool_column", "tool_column", "identifier", "identifier", "tool_column", "tool_column")
    ]
    assert export.times is not None
    assert export.times.tolist() == ["2018-05-13T10:15:00"]


def test_a_question_that_is_called_as_the_tools_columns_stays_a_question(tmp_path: Path) -> None:
    rows = microsoft_rows(FIRST)
    export = read_one(write(tmp_path / "a.csv", [[*rows[0], "Status"], [*rows[1], "Gift"]]))
    assert "Status" in export.questions
    assert export.statuses.tolist() == ["completed"]


def test_names_with_blanks_that_do_not_show(tmp_path: Path) -> None:
    names = [
        *MICROSOFT,
        "Kommentar",
        "Kommentar\xa0",
        "Kva\nmeiner  du?\u200b ",
        "Punkt 1",
        "Punkt 12",
        "Punkt 1 2",
    ]
    export = read_one(write(tmp_path / "a.csv", [names, ["1", *[""] * 4, "a", "b", "c", "d", "e", "f"]]))
    assert {column: one.text for column, one in export.questions.items()} == {
        "Kommentar": "Kommentar",
        "Kommentar (2)": "Kommentar",
        "Kva meiner du?": "Kva meiner du?",
        "Punkt 1": "Punkt 1",
        "Punkt 12": "Punkt 12",
        "Punkt 1 2": "Punkt 1 2",
    }
    assert [(line["why"], line["before"], line["after"]) for line in receipts(export, "header_read")] == [
        ("header_tidied", "Kommentar\xa0", "Kommentar"),
        ("header_tidied", "Kva\nmeiner  du?\u200b ", "Kva meiner du?"),
        ("header_numbered", "Kommentar", "Kommentar (2)"),
    ]


def test_a_text_that_stands_again_is_numbered_by_the_tool(tmp_path: Path) -> None:
    names = [*MICROSOFT, "Kommentar?", "Kommentar?2", "Kommentar?3", "Kommentar?9"]
    export = read_one(write(tmp_path / "a.csv", [names, ["1", *[""] * 4, "a", "b", "c", "d"]]))
    assert [one.text for one in export.questions.values()] == [*["Kommentar?"] * 3, "Kommentar?9"]
    assert [line["why"] for line in receipts(export, "header_read")] == ["header_repeated"] * 2


def test_dates_that_leave_the_order_open_give_no_times(tmp_path: Path) -> None:
    rows = [[*MICROSOFT, MEETINGS]]
    rows += [
        ["1", "3/4/18 9:00", "3/4/18 9:05", "", "", "Ukentlig"],
        ["2", "4/3/18 9:00", "4/3/18 9:05", "", "", ""],
    ]
    file = write(tmp_path / "a.csv", rows)
    export = read_one(file)
    assert export.times is None
    assert [(line["why"], line["count"]) for line in receipts(export, "time_read")] == [("dates_unclear", 2)]
    times = read_one(file, dates="month-first").times
    assert times is not None
    assert times.tolist() == ["2018-03-04T09:05:00", "2018-04-03T09:05:00"]


def test_options_that_contradict_the_dates_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", microsoft_rows(FIRST))
    assert refusal(file, dates="day-first") == [
        ("column Fullføringstidspunkt", "dates of this column are not day-first: a month would be above 12")
    ]


def test_google_forms(tmp_path: Path) -> None:
    names = [
        "Tidsmerke",
        "E-postadresse",
        MEETINGS,
        USES,
        "Hvor enig? [Vi møtes]",
        "Hvor enig? [Vi snakker]",
        "Fritt",
    ]
    rows = [
        [
            "13.05.2018 kl. 10.15.00",
            "kari@example.no",
            "Ukentlig",
            "E-post, Møter",
            "Enig",
            "Uenig",
            "Bra, men dyrt",
        ],
        ["14.05.2018 kl. 10.15.00", "ola@example.no", "Aldri", "Møter", "Enig", "", "Æsj"],
        ["15.05.2018 kl. 10.15.00", "per@example.no", "Aldri", "E-post", "Uenig", "Enig", ""],
    ]
    export = read_one(write(tmp_path / "a.csv", [names, *rows], encoding="utf-8"))
    assert export.tool_columns == {"Tidsmerke": "tool_column", "E-postadresse": "identifier"}
    assert {column: one.separator for column, one in export.questions.items() if one.separator} == {
        USES: ", "
    }
    grid = export.questions["Hvor enig? [Vi snakker]"]
    assert (grid.text, grid.part) == ("Hvor enig?", "Vi snakker")
    assert export.ids.tolist() == ["row-2", "row-3", "row-4"]
    assert receipts(export, "file_mended") == [{"what": "file_mended", "why": "no_id_column", "count": 3}]
    assert export.times is not None
    assert export.times.iloc[0] == "2018-05-13T10:15:00"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_questback_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    names = [
        "Respondent ID",
        "Status",
        "Startet",
        "Fullført",
        "E-post",
        MEETINGS,
        "Kva er dine tankar, kort?",
    ]
    rows = [
        [
            "901",
            "Fullført",
            "13.05.2018 10:10",
            "13.05.2018 10:15",
            "kari@example.no",
            "Ukentlig",
            "Går «bra»\ni dag; ja",
        ],
        ["902", "Delvis", "14.05.2018 10:10", "", "ola@example.no", "Aldri", ""],
        ["903", "Test", "15.05.2018 10:10", "15.05.2018 10:15", "", "Aldri", ""],
    ]
    export = read_one(write(tmp_path / "a.csv", [names, *rows], ";", encoding))
    assert export.statuses.tolist() == ["completed", "partial", "test"]
    assert export.words == {3: "Delvis", 4: "Test"}
    assert export.tool_columns["Status"] == "status_column"
    assert export.times is not None
    assert export.times.tolist() == ["2018-05-13T10:15:00", "", "2018-05-15T10:15:00"]
    assert export.cells["Kva er dine tankar, kort?"].iloc[0] == "Går «bra»\ni dag; ja"


def test_a_status_that_is_not_known_is_refused(tmp_path: Path) -> None:
    rows = [
        ["Respondent ID", "Status", "Fullført", MEETINGS],
        ["901", "Arkivert", "13.05.2018 10:15", "Aldri"],
    ]
    assert refusal(write(tmp_path / "a.csv", rows, ";")) == [
        ("row 2, column Status", "the status is not known")
    ]


def test_norwegian_web_forms_write_minus_one_where_nothing_was_answered(tmp_path: Path) -> None:
    names = ["Referansenummer", "Innsendt", MEETINGS, "Alder", "Merknad"]
    rows = [
        ["A-1", "13.05.2018 10:15", "-1", "41", "første linje\nandre linje"],
        ["A-2", "14.05.2018 09:00", "2", "7", "-"],
    ]
    export = read_one(write(tmp_path / "a.csv", [names, *rows], ";"))
    assert {column: one.missing for column, one in export.questions.items()} == {
        MEETINGS: {"-1": ""},
        "Alder": {},
        "Merknad": {},
    }
    assert export.ids.tolist() == ["A-1", "A-2"]
    answered = read_one(write(tmp_path / "b.csv", microsoft_rows(["-1", "", ""])))
    assert answered.questions[MEETINGS].missing == {}


def test_a_file_that_ends_without_a_line_break(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", microsoft_rows(FIRST, SECOND))
    file.path.write_bytes(file.path.read_bytes().rstrip())
    assert [line["why"] for line in receipts(read_one(file), "file_mended")] == ["no_final_line_break"]


def test_ids_that_stand_twice_are_refused(tmp_path: Path) -> None:
    rows = microsoft_rows(FIRST, SECOND)
    rows[2][0] = "1"
    assert refusal(write(tmp_path / "a.csv", rows)) == [
        ("rows 2 and 3, column ID", "the same answer stands more than once")
    ]


@pytest.mark.parametrize("named", [False, True])
def test_a_workbook_with_several_sheets_needs_the_name_of_one(tmp_path: Path, named: bool) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "Svar": [list(row) for row in microsoft_rows(FIRST)],
        "Ark2": [["x"], ["y"]],
    }
    file = write_workbook(tmp_path / "a.xlsx", sheets)
    if named:
        assert read_one(file, sheet="Svar").ids.tolist() == ["1"]
    else:
        assert len(refusal(file)) == 1


@pytest.mark.parametrize(
    ("header", "sure"),
    [
        ([*MICROSOFT, MEETINGS], True),
        (["Timestamp", MEETINGS], True),
        (["Timestamp", "q1"], False),
        (["Respondent ID", "Fullført", MEETINGS], False),
        (["id", "q1", "q2"], None),
        (["ID", "Navn", "Alder"], None),
        (["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Møter"], None),
        (["Respondent ID", "Collector ID", "Start Date", "End Date", "Møter"], None),
        (["start", "end", "q1", "_id", "_uuid"], None),
        (["Tidsmerke"], None),
        ([], None),
    ],
)
def test_exports_of_form_tools_are_recognised(header: list[str], sure: bool | None) -> None:
    sighting = recognise(Look("a.csv", "text", {"": [header]}))
    assert (sighting.sure if sighting else None) == sure
