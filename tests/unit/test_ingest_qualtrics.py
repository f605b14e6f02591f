"""Qualtrics: header rows in all their states, statuses, and what each column asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import qualtrics
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.exports.written import write_text, write_workbook

OWN = {
    "StartDate": "startDate",
    "EndDate": "endDate",
    "Status": "status",
    "IPAddress": "ipAddress",
    "Progress": "progress",
    "Finished": "finished",
    "RecordedDate": "recordedDate",
    "ResponseId": "_recordId",
}
ASKED = {
    "q26": ("Hvor enig er du?\n\n«Samarbeid» – velg ett svar", "QID3"),
    "Q5_1": ("Hvem - i alt - er med? - Kommunen", "QID5_1"),
    "Q5_2": ("Hvem - i alt - er med? - Bedriften, også", "QID5_4"),
    "Q6": ("Hvilke råd? - Valgt alternativ", "QID6"),
    "Q6_7_TEXT": ("Hvilke råd? - Andre - Text", "QID6_7_TEXT"),
    "Q7": ("Skriv med egne ord", "QID7_TEXT"),
    "Q7 - Topics": ("Q7 - Topics", "QID7_TEXT_eae5a8d0e7fd4bd183e983e5Topics"),
    "Q8_First Click": ("Timing - First Click", "QID8_FIRST_CLICK"),
    "Q9_Browser": ("Metadata - Browser", "QID9_BROWSER"),
    "Q5_DO": ("Hvem er med? - Display Order", "QID5_DO"),
    "kode_mor": ("kode_mor", "kode_mor"),
}
NAMES = [*OWN, *ASKED]
TEXTS = [*(f"{name} på norsk" for name in OWN), *(text for text, _ in ASKED.values())]
IMPORTS = [json.dumps({"ImportId": one}) for one in [*OWN.values(), *(one for _, one in ASKED.values())]]
HEADS = [NAMES, TEXTS, IMPORTS]
GIVEN = ["2", "1", "", "1,3", "", "Æ, ø\nog å", "", "0.5", "Firefox", "1|2", "ÅS"]


def row(number: int, status: str = "0", finished: str = "1", given: list[str] | None = None) -> list[str]:
    when = f"2026-05-{number:02d} 10:15:00"
    own = [when, when, status, "192.0.2.1", "100" if finished == "1" else "40", finished, when]
    return [*own, f"R_{number:012d}", *(GIVEN if given is None else given)]


def read(path: Path, **options: str) -> Export:
    return qualtrics.read({"answers": RawFile("answers", path, "q.csv")}, SourceOptions(**options))


def write(folder: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    return write_text(folder / "q.csv", rows, separator, encoding)


def refusal(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read(path)
    return [(problem.place, problem.what) for problem in caught.value.problems]


def whys(export: Export) -> list[object]:
    return [line["why"] for line in export.receipts[1:]]


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "utf-8")]
)
def test_three_header_rows(tmp_path: Path, separator: str, encoding: str) -> None:
    export = read(write(tmp_path, [*HEADS, row(1), row(2)], separator, encoding))
    assert list(export.ids) == ["R_000000000001", "R_000000000002"]
    assert list(export.cells.index) == [4, 5]
    assert export.times is not None and list(export.times) == ["2026-05-01T10:15:00", "2026-05-02T10:15:00"]
    assert export.cells.loc[4, "Q7"] == "Æ, ø\nog å"
    assert whys(export) == ["choice_differs"]
    assert export.numbered_by == "Qualtrics"


def test_a_workbook_reads_like_its_csv(tmp_path: Path) -> None:
    text = read(write(tmp_path, [*HEADS, row(1), row(2)]))
    book = read(write_workbook(tmp_path / "q.xlsx", {"Sheet0": [*HEADS, row(1), row(2)]}))
    assert book.cells.to_dict() == text.cells.to_dict()
    assert book.questions == text.questions


def test_what_each_column_asks_is_known_by_its_import_id(tmp_path: Path) -> None:
    asked = read(write(tmp_path, [*HEADS, row(1)])).questions
    told = {name: (one.code, one.part_code, one.text, one.part) for name, one in asked.items()}
    assert told == {
        "q26": ("QID3", "", ASKED["q26"][0], ""),
        "Q5_1": ("QID5", "1", "Hvem - i alt - er med?", "Kommunen"),
        "Q5_2": ("QID5", "4", "Hvem - i alt - er med?", "Bedriften, også"),
        "Q6": ("QID6", "", "Hvilke råd?", ""),
        "Q6_7_TEXT": ("QID6", "7_TEXT", "Hvilke råd?", "Andre - Text"),
        "Q7": ("QID7", "", "Skriv med egne ord", ""),
        "kode_mor": ("", "", "kode_mor", ""),
    }
    assert (asked["Q6"].separator, asked["q26"].separator) == (",", "")
    assert (asked["q26"].missing, asked["Q7"].missing) == ({"-99": "Seen but unanswered"}, {})


def test_the_tools_own_columns_and_those_that_name_a_person(tmp_path: Path) -> None:
    reasons = read(write(tmp_path, [*HEADS, row(1)])).tool_columns
    assert {name: reasons[name] for name in ("ResponseId", "Finished", "IPAddress", "Q9_Browser")} == {
        "ResponseId": "answer_id",
        "Finished": "status_column",
        "IPAddress": "identifier",
        "Q9_Browser": "identifier",
    }
    assert [name for name in ASKED if name in reasons] == [
        "Q7 - Topics",
        "Q8_First Click",
        "Q9_Browser",
        "Q5_DO",
    ]


@pytest.mark.parametrize(
    ("status", "finished", "given", "expected"),
    [
        ("0", "1", GIVEN, "completed"),
        ("IP Address", "True", GIVEN, "completed"),
        ("0", "SANN", GIVEN, "completed"),
        ("4", "1", GIVEN, "completed"),
        ("16", "1", GIVEN, "completed"),
        ("1", "1", GIVEN, "preview"),
        ("Survey Preview", "1", GIVEN, "preview"),
        ("17", "0", GIVEN, "preview"),
        ("2", "1", GIVEN, "test"),
        ("8", "1", GIVEN, "other_record"),
        ("Spam", "1", GIVEN, "other_record"),
        ("0", "0", GIVEN, "partial"),
        ("0", "False", [""] * 10 + ["ÅS"], "opened"),
        ("0", "0", ["-99", *[""] * 10], "opened"),
    ],
)
def test_what_a_row_is(tmp_path: Path, status: str, finished: str, given: list[str], expected: str) -> None:
    export = read(write(tmp_path, [*HEADS, row(1), row(2, status, finished, given)]))
    assert list(export.statuses) == ["completed", expected]
    told = f"Status {status}, Finished {finished}, Progress {'100' if finished == '1' else '40'}"
    assert export.words == ({} if expected == "completed" else {5: told})


def test_an_unknown_status_is_refused_by_its_row_though_headers_hold_line_breaks(tmp_path: Path) -> None:
    path = write(tmp_path, [*HEADS, row(1), row(2, "Umfragevorschau"), row(3, "0", "kanskje")])
    assert refusal(path) == [
        ("row 5, column Status", "the column Status says something unknown"),
        ("row 6, column Finished", "the column Finished says something unknown"),
    ]


def test_who_finished_is_known_by_progress_too_and_a_missing_status_is_told(tmp_path: Path) -> None:
    rows = [*HEADS, row(1), row(2, "0", "0")]
    cut = [[cell for at, cell in enumerate(one) if at not in (2, 5)] for one in rows]
    export = read(write(tmp_path, cut))
    assert list(export.statuses) == ["completed", "partial"]
    assert "no_status_column" in whys(export)
    without = [[cell for at, cell in enumerate(one) if at not in (4, 5)] for one in rows]
    assert refusal(write(tmp_path, without)) == [
        ("row 1", "the columns that say who completed the survey are missing")
    ]


def test_two_header_rows_of_older_exports(tmp_path: Path) -> None:
    head = ["V1", "V2", "V3", "V7", "V9", "V10", "Q1", "Q2", ""]
    told = ["ResponseID", "ResponseSet", "Name", "Status", "EndDate", "Finished", "Enig?", "Skriv", ""]
    rows = [["R_abc123", "Default", "Anonym", "0", "2017-07-18 08:28:48", "1", "2", "Blåbær\n", ""]]
    export = read(write(tmp_path, [head, told, *rows], encoding="utf-8-sig"))
    assert export.cells.loc[3].tolist() == rows[0][:-1]
    assert (list(export.ids), whys(export)) == (["R_abc123"], ["blank_column"])
    assert {name: one.text for name, one in export.questions.items()} == {"Q1": "Enig?", "Q2": "Skriv"}
    assert (export.tool_columns["V1"], export.tool_columns["V3"]) == ("answer_id", "identifier")


def test_import_ids_in_single_quotes_with_older_names(tmp_path: Path) -> None:
    names = ["ResponseID", "RecipientEmail", "Finished", "Q5_3"]
    ids = ["responseId", "panel-RecipientEmail", "finished", "QID5-1"]
    imports = [f"{{'ImportId': '{one}'}}" for one in ids]
    export = read(write(tmp_path, [names, names, imports, ["R_abc", "", "1", "4"]]))
    assert export.tool_columns["RecipientEmail"] == "identifier"
    assert (export.questions["Q5_3"].code, export.questions["Q5_3"].part_code) == ("QID5", "1")
    assert whys(export) == ["no_status_column", "choice_differs"]


def test_a_choice_named_beside_the_import_id(tmp_path: Path) -> None:
    imports = [*IMPORTS]
    imports[9] = '{"ImportId":"QID5","choiceId":"12"}'
    asked = read(write(tmp_path, [NAMES, TEXTS, imports, row(1)])).questions["Q5_1"]
    assert (asked.code, asked.part_code, asked.part) == ("QID5", "12", "Kommunen")


@pytest.mark.parametrize(
    ("heads", "why"), [([NAMES, TEXTS], "imports_row_missing"), ([NAMES, IMPORTS], "texts_row_missing")]
)
def test_a_lost_header_row_is_told(tmp_path: Path, heads: list[list[str]], why: str) -> None:
    whole = read(write(tmp_path, [*HEADS, row(1), row(2)]))
    export = read(write(tmp_path, [*heads, row(1), row(2)]))
    assert why in whys(export)
    assert export.cells.to_numpy().tolist() == whole.cells.to_numpy().tolist()
    assert export.tool_columns == whole.tool_columns


def test_both_lower_header_rows_lost(tmp_path: Path) -> None:
    export = read(write(tmp_path, [NAMES, row(1), row(2)]))
    assert whys(export) == ["texts_row_missing", "imports_row_missing"]
    assert list(export.cells.index) == [2, 3]


def test_dates_that_a_spreadsheet_wrote_anew_are_read_only_where_they_are_clear(tmp_path: Path) -> None:
    for written, times, why in (
        (
            ("18.05.2026 10:15", "17.05.2026 10:15"),
            ["2026-05-18T10:15:00", "2026-05-17T10:15:00"],
            "dates_day_first",
        ),
        (("2026-05-18 10:15:00", "########"), None, "dates_unreadable"),
        (("03.04.2026 10:15", "04.03.2026 10:15"), None, "dates_unclear"),
    ):
        rows = [[*row(number)] for number in (1, 2)]
        for one, moment in zip(rows, written, strict=True):
            one[6] = moment
        export = read(write(tmp_path, [NAMES, TEXTS, *rows]))
        assert (None if export.times is None else list(export.times)) == times
        assert why in whys(export)


def swap(one: int, other: int) -> list[list[str]]:
    rows = [*HEADS, row(1), row(2)]
    rows[one], rows[other] = rows[other], rows[one]
    return rows


MISSING = "the header row with Qualtrics' own column names is missing"
MIXED = "a row of ImportIds stands among the answers: the rows are out of order"
EARLY = "an answer stands where the texts of the questions belong: the rows are out of order"


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([*HEADS[1:], row(1)], ("row 1", MISSING)),
        ([row(1), row(2)], ("row 1", MISSING)),
        (swap(0, 3), ("row 1", MISSING)),
        (swap(1, 3), ("row 2", EARLY)),
        (swap(2, 4), ("row 5", MIXED)),
        (swap(1, 2), ("row 3, column Finished", "the column Finished says something unknown")),
    ],
)
def test_rows_out_of_order(tmp_path: Path, rows: list[list[str]], what: tuple[str, str]) -> None:
    assert what in refusal(write(tmp_path, rows))


def test_a_row_of_import_ids_from_another_file(tmp_path: Path) -> None:
    other = [IMPORTS[0], *IMPORTS[2:], json.dumps({"ImportId": "QID90"})]
    problems = refusal(write(tmp_path, [NAMES, TEXTS, other, row(1)]))
    assert problems[0][0] == "row 3"
    assert problems[0][1].startswith("names and ImportIds of ")
    longer = [*IMPORTS, json.dumps({"ImportId": "QID90"})]
    assert refusal(write(tmp_path, [NAMES, TEXTS, longer, row(1)])) == [
        ("row 3", "the row has another number of cells than the header")
    ]
    twice = [*IMPORTS[:-1], IMPORTS[8]]
    assert ("row 3", "two columns bear the same ImportId") in refusal(
        write(tmp_path, [NAMES, TEXTS, twice, row(1)])
    )


def test_a_lost_header_is_told_without_what_identifies_a_person(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read(write(tmp_path, [row(1), row(2)]))
    assert "192.0.2.1" not in str(caught.value)


def test_names_that_stand_twice_get_a_number(tmp_path: Path) -> None:
    heads = [[*one] for one in HEADS]
    heads[0][10] = "Q5_1"
    export = read(write(tmp_path, [*heads, row(1)]))
    assert export.cells.columns[10] == "Q5_1 (2)"
    assert "header_numbered" in whys(export)


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ([*HEADS, row(1)], "ImportIds"),
        ([["V1", "Q1"], ["ResponseID", "Enig?"], ["R_a", "1"]], "older exports"),
        ([NAMES, row(1)], "ResponseId and RecordedDate"),
        ([["id", "Status", "Q1"], ["1", "0", "2"]], None),
    ],
)
def test_what_is_recognised(rows: list[list[str]], seen: str | None) -> None:
    sighting = qualtrics.recognise(Look("q.csv", "text", {"": rows}))
    assert (sighting is None) if seen is None else (sighting is not None and seen in sighting.why)
