"""What SurveyXact says of its columns, when answers came in, and its export as one workbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.ingest.exports import Export, Question, RawFile
from analysis.ingest.formats.surveyxact import read, recognise
from analysis.ingest.formats.surveyxact.files import STRUCTURE
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

Rows = list[list[str]]
STATUS = [f"stato_{code}" for code in range(1, 6)]
HEADER = [
    "responde",
    "closetim",
    "modified",
    "difftime",
    "forn",
    "email",
    "stat_24",
    "s_1",
    "s_4_1",
    "s_4_2",
    "s_5",
]
ANSWERS: Rows = [
    [*HEADER, *STATUS],
    [
        *("825478429", "02-09-2021 18:52:40", "18-10-2021 16:42:00", "135.407", "Åse", "ase@example.no"),
        *("1", "2", "1", "0", "Går bra, æ", "0", "0", "0", "1", "0"),
    ],
    [
        *("825478430", "", "03-09-2021 08:00:00", "", "Ola", "ola@example.no"),
        *("0", "", "0", "0", "", "0", "1", "0", "0", "0"),
    ],
]
DESCRIBED: Rows = [
    STRUCTURE,
    ["respondentid", "responde", "Open", "Double", "Respondent-id", "", ""],
    ["closetime", "closetim", "Open", "Date", "Lukket", "", ""],
    ["modified", "modified", "Open", "Date", "Endret", "", ""],
    ["difftime", "difftime", "Open", "Double", "Tidsbruk", "", ""],
    ["fornavn", "forn", "Open", "String", "Fornavn", "", ""],
    ["email", "email", "Open", "String", "E-post", "", ""],
    ["statcollect", "stat_24", "Closed", "Multiple", "Innsamlingsstatus", "3", "Avsluttet"],
    ["s_1", "s_1", "Closed", "Single", "Hvor ofte møtes dere? ", "", ""],
    ["s_4", "s_4_1", "Closed", "Multiple", "Hva bruker dere?", "2", "E-post, chat  "],
    ["s_4", "s_4_2", "Closed", "Multiple", "Hva bruker dere?", "3", "Møter"],
    ["s_5", "s_5", "Open", "String", "Navn på beste tiltak?", "", ""],
    *(["statoverall", name, "Closed", "Multiple", "Samlet status", name[-1], ""] for name in STATUS),
]
TICKS = {"0": "Ikke valgt", "1": "Valgt"}
CODES: Rows = [
    ["s_1", "1", "Ukentlig"],
    ["s_1", "2", "Sjeldnere "],
    *([name, code, text] for name in ("s_4_1", "s_4_2", *STATUS) for code, text in TICKS.items()),
]
SHEETS = {"Labels": CODES, "Dataset": ANSWERS, "Structure": DESCRIBED}


def write_files(
    folder: Path, answers: Rows = ANSWERS, structure: Rows = DESCRIBED, **how: Any
) -> dict[str, RawFile]:
    how = {"separator": ";", "encoding": "cp1252", "end": "\n"} | how
    files = {}
    for part, rows in (("answers", answers), ("structure", structure), ("labels", CODES)):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=how["separator"], lineterminator=how["end"]).writerows(rows)
        path = folder / f"{part}.csv"
        path.write_bytes(text.getvalue().encode(how["encoding"]))
        files[part] = RawFile(part, path, path.name)
    return files


def write_workbook(path: Path, sheets: dict[str, Rows]) -> dict[str, RawFile]:
    """Whole numbers stand as numbers, as SurveyXact writes them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)
    return {"answers": RawFile("answers", path, path.name)}


def read_one(files: dict[str, RawFile], **options: Any) -> Export:
    return read(files, SourceOptions(**options))


def refusal(files: dict[str, RawFile]) -> list[tuple[str, str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_one(files)
    return [(problem.file, problem.place, problem.what) for problem in caught.value.problems]


def check_whole(export: Export) -> None:
    """What every way of writing this export must give."""
    assert export.ids.tolist() == ["825478429", "825478430"]
    assert export.statuses.tolist() == ["completed", "never_opened"]
    assert export.words == {3: "Distribuert"}
    assert export.cells["s_1"].tolist() == ["2", ""]
    assert export.cells["s_5"].tolist() == ["Går bra, æ", ""]
    assert export.questions["s_1"] == Question(
        text="Hvor ofte møtes dere?", code="s_1", options={"1": "Ukentlig", "2": "Sjeldnere"}
    )
    assert export.questions["s_4_1"] == Question(
        text="Hva bruker dere?", part="E-post, chat", code="s_4", part_code="2", options=TICKS
    )
    assert export.tool_columns == {
        "responde": "answer_id",
        "closetim": "tool_column",
        "modified": "tool_column",
        "difftime": "tool_column",
        "forn": "identifier",
        "email": "identifier",
        "stat_24": "tool_column",
        **dict.fromkeys(STATUS, "status_column"),
    }
    assert export.described
    assert export.lists_invited


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"separator": ","},
        {"separator": "\t", "encoding": "utf-16", "end": "\r\n"},
    ],
)
def test_three_files(tmp_path: Path, how: dict[str, str]) -> None:
    export = read_one(write_files(tmp_path, **how))
    check_whole(export)
    assert export.times is not None
    # Who has not handed in was last touched then.
    assert export.times.tolist() == ["2021-09-02T18:52:40", "2021-09-03T08:00:00"]


def test_a_workbook(tmp_path: Path) -> None:
    export = read_one(write_workbook(tmp_path / "export.xlsx", SHEETS))
    check_whole(export)
    read_files = [line for line in export.receipts if line["what"] == "file_read"]
    assert [(line["why"], line["before"]) for line in read_files] == [
        (f"{part}_file", "export.xlsx") for part in ("answers", "structure", "labels")
    ]
    assert read_files[0]["after"] == "xlsx, sheet “Dataset”"


def test_answers_on_several_sheets_are_set_beside_each_other(tmp_path: Path) -> None:
    parted = {
        "Dataset(1)": [row[:8] for row in ANSWERS],
        "Dataset(2)": [[row[0], *row[8:]] for row in ANSWERS],
    }
    sheets = {"Labels": CODES, **parted, "Structure": DESCRIBED}
    check_whole(read_one(write_workbook(tmp_path / "export.xlsx", sheets)))


def test_sheets_of_answers_with_other_rows_are_refused(tmp_path: Path) -> None:
    sheets = {"Dataset(1)": [row[:8] for row in ANSWERS], "Dataset(2)": [row[8:] for row in ANSWERS[:2]]}
    assert refusal(write_workbook(tmp_path / "export.xlsx", sheets)) == [
        ("export.xlsx", "", "the sheet “Dataset(2)” has other rows than the sheet “Dataset(1)”")
    ]


def test_a_workbook_of_answers_alone_says_less(tmp_path: Path) -> None:
    export = read_one(write_workbook(tmp_path / "export.xlsx", {"Dataset": ANSWERS}))
    assert (export.described, export.questions) == (False, {})
    assert export.tool_columns["forn"] == "identifier"
    assert export.tool_columns["stat_24"] == "tool_column"
    assert "s_5" not in export.tool_columns


def test_a_workbook_without_answers_is_refused(tmp_path: Path) -> None:
    assert refusal(write_workbook(tmp_path / "export.xlsx", {"Structure": DESCRIBED, "Labels": CODES})) == [
        ("export.xlsx", "sheet Dataset", "there is no such sheet")
    ]


def test_sheets_that_are_swapped_are_refused(tmp_path: Path) -> None:
    sheets = {"Dataset": DESCRIBED, "Structure": ANSWERS, "Labels": CODES}
    assert sorted(what for _, _, what in refusal(write_workbook(tmp_path / "export.xlsx", sheets))) == [
        "this is the file “answers”, not the file “structure”",
        "this is the file “structure”, not the file “answers”",
    ]


def test_a_workbook_and_files_of_its_sheets_are_one_too_many(tmp_path: Path) -> None:
    files = write_files(tmp_path) | write_workbook(tmp_path / "export.xlsx", SHEETS)
    assert [what for _, _, what in refusal(files)] == [
        "the answers are a workbook, which holds the file “structure” itself",
        "the answers are a workbook, which holds the file “labels” itself",
    ]


def test_csv_files_that_are_not_entered(tmp_path: Path) -> None:
    files = write_files(tmp_path)
    assert [what for _, _, what in refusal({"answers": files["answers"]})] == [
        "the export's file “structure” is not entered",
        "the export's file “labels” is not entered",
    ]


def test_utf8_is_no_encoding_of_the_tool(tmp_path: Path) -> None:
    told = refusal(write_files(tmp_path, encoding="utf-8"))
    assert ("answers.csv", "", "the file is in another encoding than SurveyXact's") in told


def test_a_structure_with_an_empty_cell_too_many_in_every_row(tmp_path: Path) -> None:
    structure = [DESCRIBED[0], *([*row, ""] for row in DESCRIBED[1:])]
    export = read_one(write_files(tmp_path, structure=structure, separator=","))
    check_whole(export)
    assert {"what": "file_mended", "why": "phantom_last_cell", "count": len(DESCRIBED) - 1} in export.receipts


def test_dates_that_leave_the_order_open_are_not_ordered(tmp_path: Path) -> None:
    answers = [
        ANSWERS[0],
        *([row[0], closed, "", *row[3:]] for row, closed in zip(ANSWERS[1:], DATES, strict=True)),
    ]
    files = write_files(tmp_path, answers=answers)
    export = read_one(files)
    assert export.times is None
    assert [line["why"] for line in export.receipts if line["what"] == "time_read"] == ["dates_unclear"]
    times = read_one(files, dates="day-first").times
    assert times is not None
    assert times.tolist() == ["2021-04-03T10:00:00", "2021-03-04T10:00:00"]


DATES = ["03-04-2021 10:00:00", "04-03-2021 10:00:00"]


def test_only_exports_with_people_who_never_answered_list_the_invited(tmp_path: Path) -> None:
    assert not read_one(write_files(tmp_path, answers=ANSWERS[:2])).lists_invited


@pytest.mark.parametrize(
    ("look", "part", "sure"),
    [
        (Look("a", "workbook", {"Labels": [], "Dataset": [], "Structure": []}), "answers", True),
        (
            Look("a", "workbook", {"Labels": [], "Dataset(1)": [], "Dataset(2)": [], "Structure": []}),
            "answers",
            True,
        ),
        (Look("a", "workbook", {"Dataset": [], "Ark1": []}), None, None),
        (Look("a", "text", {"": [["responde", "stato_1"]]}), "answers", True),
        (Look("a", "text", {"": [STRUCTURE]}), "structure", True),
        (Look("a", "text", {"": [["s_1", "1", "Ja"]]}), "labels", False),
        (Look("a", "text", {"": [["id", "q1", "q2"]]}), None, None),
    ],
)
def test_files_of_the_tool_are_recognised(look: Look, part: str | None, sure: bool | None) -> None:
    sighting = recognise(look)
    assert (sighting.part if sighting else None, sighting.sure if sighting else None) == (part, sure)
