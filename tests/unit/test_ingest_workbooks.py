"""Workbooks: what their cells become, which sheet is read, and what of a sheet is refused."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import check_shape
from analysis.ingest.files.tables import read_any
from analysis.ingest.files.workbooks import read_sheet, read_workbook
from analysis.problems import ProblemList, ProblemsFound
from tests.unit.made_workbooks import (
    cell,
    ods_number,
    ods_parts,
    ods_table,
    ods_text,
    pack,
    xlsx_parts,
    xlsx_rows,
)

ROWS: list[list[object]] = [["id", "q01"], [1, "Først\nså"], [2, "æøå"]]
DIALECT = Dialect("the tool", ("utf-8",), (";",))


def save(folder: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for place, number_format in (formats or {}).items():
        workbook.active[place].number_format = number_format
    workbook.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def refusal(path: Path, sheet: str = "", heads: int = 0) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_sheet(path, "raw/a.xlsx", "the tool", sheet, heads)
    return str(caught.value).splitlines()


@pytest.mark.filterwarnings("ignore:Cell B20 is marked as a date")
def test_cells_become_what_a_person_would_write(tmp_path: Path) -> None:
    noon = datetime.datetime(2020, 2, 3, 12, 30, 15)
    cases: list[tuple[Any, str, str]] = [
        (4, "", "4"),
        (4.0, "", "4"),
        (4.5, "", "4.5"),
        (0.1 + 0.2, "", "0.3"),
        (-1, "", "-1"),
        (43864, "", "43864"),
        (123456789012345, "", "123456789012345"),
        (True, "", "TRUE"),
        (False, "", "FALSE"),
        ("007", "", "007"),
        ("Først\nså", "", "Først\nså"),
        ("=ikke en formel", "@", "=ikke en formel"),
        ("#N/A", "", "#N/A"),
        (datetime.date(2020, 2, 3), "yyyy-mm-dd", "2020-02-03"),
        (noon, "yyyy-mm-dd hh:mm", "2020-02-03T12:30:15"),
        (datetime.datetime(2020, 2, 3), "yyyy-mm-dd hh:mm", "2020-02-03T00:00:00"),
        (datetime.time(12, 30), "hh:mm", "12:30:00"),
        (datetime.timedelta(hours=26, minutes=3), "[hh]:mm", "26:03:00"),
        (9_999_999, "yyyy-mm-dd", "#VALUE!"),
    ]
    rows: list[list[Any]] = [["id", "value"], *([n, value] for n, (value, _, _) in enumerate(cases, 1))]
    formats = {
        f"B{row}": number_format for row, (_, number_format, _) in enumerate(cases, 2) if number_format
    }
    path = save(tmp_path, rows, formats)
    workbook = openpyxl.load_workbook(path)
    for row, (value, _, _) in enumerate(cases, 2):
        if isinstance(value, str):
            workbook.active[f"B{row}"].data_type = "s"
    workbook.save(path)
    read = read_sheet(path, "raw/a.xlsx", "the tool")
    assert [row[1] for row in read.rows] == [expected for _, _, expected in cases]


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    sheet = read_sheet(save(tmp_path, [["id", "a", "b"], [1, "x"], [], [2, None, "y"]]), "a.xlsx", "the tool")
    assert (sheet.header, sheet.rows) == (["id", "a", "b"], [["1", "x", ""], ["2", "", "y"]])
    assert (sheet.numbers, sheet.blank) == ([2, 4], [3])
    assert (sheet.form, sheet.receipts) == ("xlsx, sheet “Sheet”", [])


def test_what_excel_writes_for_line_breaks_in_texts(tmp_path: Path) -> None:
    path = pack(tmp_path, xlsx_parts(xlsx_rows([["id", "t"], [1, "a_x000D_\nb_x005F_c _x0041_"]])))
    assert read_sheet(path, "a.xlsx", "the tool").rows == [["1", "a\r\nb_c _x0041_"]]


def test_an_ods_file_as_text(tmp_path: Path) -> None:
    typed = "".join(
        f'<table:table-cell office:value-type="{kind}" office:{kind}-value="{value}"/>'
        for kind, value in (("date", "2020-02-03T10:11:12.000"), ("boolean", "true"), ("time", "PT26H03M00S"))
    )
    second = (
        '<table:table-cell><text:p>Først<text:s text:c="2"/>så</text:p>'
        "<text:p>ny<text:line-break/>linje</text:p>"
        "<office:annotation><text:p>en kommentar</text:p></office:annotation></table:table-cell>"
    )
    rows = [
        "".join(map(ods_text, ("id", "date", "yes", "time", "text"))),
        ods_number("4.0") + typed + second,
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>',
        ods_number(4.5) + '<table:table-cell table:number-columns-repeated="3"/>' + ods_text("x"),
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ]
    sheet = read_sheet(pack(tmp_path, ods_parts(ods_table(rows)), "a.ods"), "a.ods", "the tool")
    assert sheet.header == ["id", "date", "yes", "time", "text"]
    assert sheet.rows == [
        ["4", "2020-02-03T10:11:12", "TRUE", "26:03:00", "Først  så\nny\nlinje"],
        ["4.5", "", "", "", "x"],
    ]
    assert (sheet.numbers, sheet.blank, sheet.form) == ([2, 6], [3, 4, 5], "ods, sheet “Ark1”")


def test_repeated_cells_and_rows_that_hold_something_are_written_out(tmp_path: Path) -> None:
    rows = [
        ods_text("id") + ods_text("a") + ods_text("b"),
        '<table:table-row table:number-rows-repeated="2">'
        + ods_number(3, 'table:number-columns-repeated="3"')
        + "</table:table-row>",
    ]
    path = pack(tmp_path, ods_parts(ods_table(rows)), "a.ods")
    assert read_workbook(path, "a.ods")["Ark1"].cells == [["id", "a", "b"], ["3"] * 3, ["3"] * 3]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_another_reader_sees_the_same_cells(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        path = pack(tmp_path, xlsx_parts(xlsx_rows(ROWS)))
    else:
        head, *below = ROWS
        written = ["".join(ods_text(str(one)) for one in head)]
        written += [ods_number(number) + ods_text(str(text)) for number, text in below]
        path = pack(tmp_path, ods_parts(ods_table(written)), "a.ods")
    other = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Ark1").to_python()
    as_text = [[str(int(one)) if isinstance(one, float) else str(one) for one in row] for row in other]
    mine = read_workbook(path, path.name)["Ark1"].cells
    assert [[one.replace("\n", " ") for one in row] for row in mine] == [
        [one.replace("\n", " ") for one in row] for row in as_text
    ]


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    path = pack(tmp_path, xlsx_parts(xlsx_rows(ROWS), sheets=2))
    assert refusal(path) == [
        "raw/a.xlsx: the workbook has several sheets",
        "    seen:    “Ark1”, “Ark2”",
        "    do:      write  sheet: Ark1  (or another) into the source's file in config/sources",
    ]
    assert refusal(path, "Ark3") == [
        "raw/a.xlsx: there is no sheet “Ark3” with any cell",
        "    seen:    Ark3",
        "    allowed: “Ark1”, “Ark2”",
        "    do:      did you mean “Ark2”?",
    ]
    sheet = read_sheet(path, "raw/a.xlsx", "the tool", "Ark2")
    assert sheet.form == "xlsx, sheet “Ark2”"
    assert sheet.receipts == [
        {"what": "file_mended", "why": "other_sheet", "column": "sheet “Ark1”", "before": "Ark1", "count": 3}
    ]


def test_a_hidden_sheet_is_left_out_with_a_receipt_and_an_empty_one_does_not_count(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(save(tmp_path, [["id", "q"], [1, 2]]))
    workbook.create_sheet("Tomt")
    hidden = workbook.create_sheet("Skjult")
    hidden.append(["x"])
    hidden.sheet_state = "veryHidden"
    workbook.save(tmp_path / "a.xlsx")
    sheet = read_sheet(tmp_path / "a.xlsx", "a.xlsx", "the tool")
    assert sheet.rows == [["1", "2"]]
    assert sheet.receipts == [
        {
            "what": "file_mended",
            "why": "hidden_sheet",
            "column": "sheet “Skjult”",
            "before": "Skjult",
            "count": 1,
        }
    ]


def test_a_hidden_sheet_of_an_ods_file(tmp_path: Path) -> None:
    style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    cells = [ods_text("id") + ods_text("q"), ods_number(1) + ods_number(2)]
    tables = ods_table(cells) + ods_table(cells, "Skjult", 'table:style-name="ta2"')
    grids = read_workbook(pack(tmp_path, ods_parts(tables, style), "a.ods"), "a.ods")
    assert {name: grid.hidden for name, grid in grids.items()} == {"Ark1": False, "Skjult": True}


def test_formulas_are_refused_in_the_sheet_that_is_used(tmp_path: Path) -> None:
    lines = refusal(save(tmp_path, [["id", "q"], [1, "=A2*2"], [2, "=A3*2"]]))
    assert lines == [
        "raw/a.xlsx, sheet “Sheet”, cell B2: a formula fills the cell; an export holds values",
        "    seen:    B2, B3",
        "    allowed: values",
        "    do:      export the file again, or copy all cells and paste them as values",
    ]
    rows = [ods_text("id") + ods_text("q"), ods_number(1) + ods_number(2, 'table:formula="of:=[.A2]*2"')]
    lines = refusal(pack(tmp_path, ods_parts(ods_table(rows)), "a.ods"))
    assert lines[0].startswith("raw/a.xlsx, sheet “Ark1”, cell B2: a formula fills the cell")


MERGED = "raw/a.xlsx, sheet “Ark1”, cells {}: the cells are merged: only the first of them holds anything"


def test_merged_cells_are_refused_among_filled_cells_only(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="B1:B2"/><mergeCell ref="H1:J9"/></mergeCells>'
    assert refusal(pack(tmp_path, xlsx_parts(xlsx_rows(ROWS), merged)))[0] == MERGED.format("B1:B2")
    rows = [
        ods_text("id", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>",
        ods_number(1) * 2,
    ]
    assert refusal(pack(tmp_path, ods_parts(ods_table(rows)), "a.ods"))[0] == MERGED.format("A1:B1")


def test_merged_cells_among_several_header_rows_are_blank_beyond_the_first(tmp_path: Path) -> None:
    rows = xlsx_rows([["ID", "Hva"], ["", "a", "b"], [1, 0, 1]])
    merged = '<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/></mergeCells>'
    sheet = read_sheet(pack(tmp_path, xlsx_parts(rows, merged)), "a.xlsx", "the tool", heads=1)
    assert (sheet.header, sheet.heads) == (["ID", "Hva", ""], [["", "a", "b"]])
    assert (sheet.rows, sheet.numbers) == ([["1", "0", "1"]], [3])
    below = '<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="B2:B3"/></mergeCells>'
    assert refusal(pack(tmp_path, xlsx_parts(rows, below)), heads=1)[0] == MERGED.format("B2:B3")


def test_a_blank_row_above_the_header(tmp_path: Path) -> None:
    assert refusal(save(tmp_path, [[], ["id", "q"], [1, 2]])) == [
        "raw/a.xlsx, row 1: the row is blank: the header is expected here",
        "    do:      remove the rows above the header",
    ]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([["id", "q"]], "the file has a header and no rows"),
        ([], "the workbook has no sheet with any cell"),
        ([["id", "q"], [1, "sp\ufffdrsmål"]], "a letter was lost before"),
        ([["id", "q"], [1, "spÃ¸rsmål"]], "the text was encoded twice: UTF-8 was read as Windows-1252"),
    ],
)
def test_a_sheet_that_shows_damage(tmp_path: Path, rows: list[list[object]], what: str) -> None:
    assert what in refusal(save(tmp_path, rows))[0]


def test_rows_longer_than_the_header_and_columns_of_one_name(tmp_path: Path) -> None:
    found = ProblemList("a.xlsx")
    check_shape(read_sheet(save(tmp_path, [["id", "q", "q"], [1, 2, 3, 4]]), "a.xlsx", "the tool"), found)
    assert [(problem.place, problem.seen) for problem in found.problems] == [
        ("row 1, column 3", "q"),
        ("row 2", "4"),
    ]


def test_the_content_of_a_file_counts_and_a_misleading_name_has_a_receipt(tmp_path: Path) -> None:
    path = pack(tmp_path, xlsx_parts(xlsx_rows(ROWS)), "a.csv")
    sheet = read_any(path, "raw/a.csv", DIALECT)
    assert sheet.receipts == [
        {"what": "file_mended", "why": "misleading_name", "before": ".csv", "after": "xlsx, sheet “Ark1”"}
    ]
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"id;q01\n1;2\n")
    sheet = read_any(path, "raw/b.xlsx", DIALECT)
    assert (sheet.rows, sheet.receipts[0]["after"]) == ([["1", "2"]], "UTF-8, semicolons")


def test_cells_out_of_order_could_be_read_in_two_ways(tmp_path: Path) -> None:
    rows = f'<row r="1">{cell("A1", "id")}</row><row r="2">{cell("B2", 1)}{cell("A2", 2)}</row>'
    lines = refusal(pack(tmp_path, xlsx_parts(rows)))
    assert lines[0] == (
        "raw/a.xlsx, member 'xl/worksheets/sheet1.xml', row 2: "
        "the cells do not stand in order: they could be read in two ways"
    )


def test_per_cent_is_read_as_shown_where_it_is_asked_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    formats = ("0%", "0.0 %", '0" %"', r"0\%", "General", "0%")
    for column, (number, form) in enumerate(zip((0.07, 0.285, 25, 25, 0.5, 1 / 3), formats, strict=True), 1):
        sheet.cell(1, column, number).number_format = form
    path = tmp_path / "a.xlsx"
    book.save(path)
    (plain,) = read_workbook(path, "raw/a.xlsx").values()
    assert plain.cells == [["0.07", "0.285", "25", "25", "0.5", "0.333333333333333"]]
    (shown,) = read_workbook(path, "raw/a.xlsx", percents=True).values()
    assert shown.cells == [["7 %", "28.5 %", "25", "25", "0.5", "33.33333333333 %"]]
    cells = ods_number(0.25).replace('"float"', '"percentage"') + ods_number(0.25)
    path = pack(tmp_path, ods_parts(ods_table([cells])), "a.ods")
    (shown,) = read_workbook(path, "raw/a.ods", percents=True).values()
    assert shown.cells == [["25 %", "0.25"]]
