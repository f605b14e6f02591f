"""Form tools with whole questions as names: Microsoft Forms, Google Forms, Questback, Norwegian web forms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from analysis.ingest.exports import Question
from tests.unit.form_exports import (
    FIRST,
    MEETINGS,
    MICROSOFT,
    RANK,
    SECOND,
    THIRD,
    USES,
    microsoft_rows,
    read_one,
    receipts,
    refusal,
    write,
    write_workbook,
)


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
