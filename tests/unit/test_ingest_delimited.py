"""Delimited files: what is read, and what each damaged file is told."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Sheet, check_shape, drop_blank_columns, take_header_rows
from analysis.problems import ProblemList, ProblemsFound

STRICT = Dialect("Nettskjema", ("utf-8",), (";",))
LOOSE = Dialect("SurveyXact", ("cp1252", "utf-16"), (";", ",", "\t"))
AGAIN = "    do:      export it from {} again, and do not save it from another program"


def write(folder: Path, data: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(data)
    return path


def refusal(folder: Path, data: bytes, dialect: Dialect = STRICT) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        sheet = read_sheet(write(folder, data), "raw/a.csv", dialect)
        found = ProblemList("raw/a.csv")
        check_shape(sheet, found)
        found.raise_any()
    return str(caught.value).splitlines()


def test_cells_are_text_and_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    data = '"id";"text"\n"1";"Først\nså; ""slik"""\n\n"02";""\n'.encode()
    sheet = read_sheet(write(tmp_path, data), "raw/a.csv", STRICT)
    assert sheet.header == ["id", "text"]
    assert sheet.rows == [["1", 'Først\nså; "slik"'], ["02", ""]]
    assert (sheet.numbers, sheet.blank) == ([2, 4], [3])
    assert sheet.form == "UTF-8, semicolons"


@pytest.mark.parametrize(
    ("data", "dialect", "form"),
    [
        (codecs.BOM_UTF8 + "id;å\n1;ø\n".encode(), STRICT, "UTF-8, semicolons"),
        ("id;å\n1;ø\n".encode("cp1252"), LOOSE, "Windows-1252, semicolons"),
        ("id,å\n1,ø\n".encode("cp1252"), LOOSE, "Windows-1252, commas"),
        ("id\tå\r\n1\tø\r\n".encode("utf-16"), LOOSE, "UTF-16, tabs"),
    ],
)
def test_every_form_that_a_tool_writes_is_read(
    tmp_path: Path, data: bytes, dialect: Dialect, form: str
) -> None:
    sheet = read_sheet(write(tmp_path, data), "raw/a.csv", dialect)
    assert (sheet.header, sheet.rows, sheet.form) == (["id", "å"], [["1", "ø"]], form)


@pytest.mark.parametrize("data", [b"", b"\n \n", codecs.BOM_UTF8])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data) == [
        "raw/a.csv: the file is empty",
        f"    seen:    {len(data)} bytes",
        AGAIN.format("Nettskjema"),
    ]


def test_a_header_without_rows(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"id;q01\n") == [
        "raw/a.csv: the file has a header and no rows",
        "    do:      export it from Nettskjema again",
    ]


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    assert refusal(tmp_path, "id;å\n1;2\n".encode("cp1252")) == [
        "raw/a.csv, line 1: byte 4 of the file is not UTF-8",
        "    seen:    0xe5",
        "    allowed: UTF-8",
        AGAIN.format("Nettskjema"),
    ]


def test_bytes_that_are_not_windows_1252(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"id;q01\n1;\x81\n", LOOSE) == [
        "raw/a.csv, line 2: byte 10 of the file is not Windows-1252",
        "    seen:    0x81",
        "    allowed: Windows-1252 or UTF-16",
        AGAIN.format("SurveyXact"),
    ]


@pytest.mark.parametrize(
    ("data", "dialect", "seen", "allowed"),
    [
        ("id;å\n1;2\n".encode("utf-16"), STRICT, "UTF-16", "UTF-8"),
        ("id;å\n1;2\n".encode(), LOOSE, "UTF-8", "Windows-1252 or UTF-16"),
        (codecs.BOM_UTF8 + b"id;q01\n1;2\n", LOOSE, "UTF-8", "Windows-1252 or UTF-16"),
    ],
)
def test_another_encoding_than_the_tools(
    tmp_path: Path, data: bytes, dialect: Dialect, seen: str, allowed: str
) -> None:
    assert refusal(tmp_path, data, dialect) == [
        f"raw/a.csv: the file is in another encoding than {dialect.tool}'s",
        f"    seen:    {seen}",
        f"    allowed: {allowed}",
        AGAIN.format(dialect.tool),
    ]


def test_nul_characters(tmp_path: Path) -> None:
    assert refusal(tmp_path, "id;q01\n1;2\n".encode("utf-16-le"), LOOSE) == [
        "raw/a.csv, line 1: there is a NUL character: this is not whole text",
        AGAIN.format("SurveyXact"),
    ]


def test_a_workbook_under_the_name_of_a_csv(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"PK\x03\x04\x14\x00") == [
        "raw/a.csv: this is a workbook or another zip file, not CSV",
        "    allowed: CSV",
        AGAIN.format("Nettskjema"),
    ]


def test_json_in_place_of_csv(tmp_path: Path) -> None:
    assert refusal(tmp_path, b'[{"elementType": "RADIO"}]') == [
        "raw/a.csv: this is JSON, not CSV: two files of the export may be swapped",
        "    do:      correct the column part in config/sources.tsv",
    ]


@pytest.mark.parametrize(
    ("data", "dialect", "what", "seen", "allowed"),
    [
        (b'"id","q01"\n"1","2"\n', STRICT, "the separator is another one", "commas", "semicolons"),
        (b"id\n1\n", STRICT, "the separator is another one", "none", "semicolons"),
        (
            b"id;q01,q02\n1;2,3\n",
            LOOSE,
            "the first line has more than one separator",
            "semicolons and commas",
            "semicolons or commas or tabs",
        ),
    ],
)
def test_another_separator(
    tmp_path: Path, data: bytes, dialect: Dialect, what: str, seen: str, allowed: str
) -> None:
    assert refusal(tmp_path, data, dialect) == [
        f"raw/a.csv, row 1: {what}",
        f"    seen:    {seen}",
        f"    allowed: {allowed}",
        AGAIN.format(dialect.tool),
    ]


@pytest.mark.parametrize(
    ("data", "row", "what"),
    [
        (b'id;q01\n1;"2\n', 2, "a quote mark is opened and not closed in its cell"),
        (b'id;q01\n1;2\n2;"3"4\n', 3, "a quote mark is opened and not closed in its cell"),
    ],
)
def test_a_lone_quote_mark(tmp_path: Path, data: bytes, row: int, what: str) -> None:
    assert refusal(tmp_path, data) == [
        f"raw/a.csv, row {row}: {what}",
        "    do:      look for a lone quote mark in this row or the one above; best, export the file again",
    ]


@pytest.mark.parametrize("length", [100_001, 140_000])
def test_a_cell_longer_than_any_answer(tmp_path: Path, length: int) -> None:
    assert refusal(tmp_path, b'id;q01\n1;"' + b"2" * length + b'"\n') == [
        "raw/a.csv, row 2: a cell is longer than any answer: a quote mark is opened and not closed",
        "    allowed: at most 100,000 characters",
        "    do:      look for a lone quote mark in this row or the one above; best, export the file again",
    ]


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"id;q01\n1;25\n2;4") == [
        "raw/a.csv, row 3: the last row does not end with a line break: the file may have been cut off",
        "    do:      export it again",
    ]


def test_faults_of_shape_are_told_together_and_counted_beyond_ten(tmp_path: Path) -> None:
    ragged = "".join(f"{number};2;3;\n" for number in range(1, 14))
    lines = refusal(tmp_path, f"id;q01;q01\n0;1;2\n{ragged}".encode())
    assert lines[:7] == [
        "raw/a.csv, row 1, column 3: the column “q01” already stands as column 2",
        "    seen:    q01",
        "    do:      keep one of the two",
        "raw/a.csv, row 3: the row has another number of cells than the header",
        "    seen:    4",
        "    allowed: 3",
        "    do:      look for a separator, a quote mark or a line break too many or too few",
    ]
    assert lines[-1] == ("raw/a.csv, rows 13 to 15: 3 more rows have another number of cells than the header")
    assert sum("row has another" in line for line in lines) == 10


def test_a_column_without_a_name(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"id;;q01\n0;1;2\n") == [
        "raw/a.csv, row 1, column 2: the column has no name",
        "    do:      export the file again",
    ]


FREE = Dialect("the tool", ("utf-8",), (";", ",", "\t"), ends_rows=False)


def read(folder: Path, data: bytes, dialect: Dialect = FREE) -> Sheet:
    return read_sheet(write(folder, data), "raw/a.csv", dialect)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_break_alone(tmp_path: Path, end: str) -> None:
    data = end.join(["id;q", '1;"a\nb"', "2;c", ""]).encode()
    sheet = read(tmp_path, data, STRICT)
    assert (sheet.rows, sheet.receipts) == ([["1", "a\nb"], ["2", "c"]], [])


def test_line_breaks_of_two_kinds_have_a_receipt(tmp_path: Path) -> None:
    sheet = read(tmp_path, b"id;q\r\n1;a\r\n2;b\n3;c\r\n", STRICT)
    assert sheet.rows == [["1", "a"], ["2", "b"], ["3", "c"]]
    assert sheet.receipts == [{"what": "file_mended", "why": "mixed_line_ends", "count": 1}]


@pytest.mark.parametrize("data", [b"id;q\n1;a\r2;b\n3;c\n", b"id;q\r\r\n1;a\r\r\n2;b\r\r\n"])
def test_lone_carriage_returns_among_other_line_breaks(tmp_path: Path, data: bytes) -> None:
    lines = refusal(tmp_path, data)
    assert lines[0].endswith(
        "some rows end with a lone carriage return and others do not: line breaks were damaged"
    )
    assert lines[1:] == [
        "    allowed: one kind of line break",
        "    do:      export the file again, and do not save it from another program",
    ]


def test_no_line_break_after_the_last_row_where_the_tool_writes_none(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'"id";"q"\n"1";"2"')
    assert sheet.rows == [["1", "2"]]
    assert sheet.receipts == [{"what": "file_mended", "why": "no_final_line_break", "row": 2, "count": 1}]


@pytest.mark.parametrize("data", [b"id;q\n1;2\n2", b'"id";"q"\n"1";"25"\n"2";2', b'"id";"q"\n"1";"25"\n"2";'])
def test_a_last_row_that_is_not_whole(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data, FREE) == [
        "raw/a.csv, row 3: the last row does not end with a line break: the file may have been cut off",
        "    do:      export it again",
    ]


def test_a_separator_is_the_one_that_gives_even_rows(tmp_path: Path) -> None:
    sheet = read(tmp_path, b"ID;Hvor ofte, i snitt, spiser du?;Hva, da?\n1;ofte, ja;4,5\n2;sjelden;3\n")
    assert sheet.rows == [["1", "ofte, ja", "4,5"], ["2", "sjelden", "3"]]
    assert sheet.form == "UTF-8, semicolons"


def test_a_header_with_line_breaks_and_separators_in_quotes(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'"Q1\nfoo; bar","Q2"\n1,2\n')
    assert (sheet.header, sheet.rows, sheet.numbers) == (["Q1\nfoo; bar", "Q2"], [["1", "2"]], [2])


def test_header_rows_below_the_first(tmp_path: Path) -> None:
    data = b'Q1,Q2\n"What\nis it?",\n"{""ImportId"":""Q1""}",x\n1,2\n,\n3,4\n'
    sheet = take_header_rows(read(tmp_path, data), 2, "Qualtrics")
    assert sheet.heads == [["What\nis it?", ""], ['{"ImportId":"Q1"}', "x"]]
    assert (sheet.rows, sheet.numbers, sheet.blank) == ([["1", "2"], ["3", "4"]], [4, 6], [5])
    blank = take_header_rows(read(tmp_path, b"Q1,Q2\n,\n1,2\n"), 1, "Qualtrics")
    assert (blank.heads, blank.rows, blank.blank) == ([["", ""]], [["1", "2"]], [])
    with pytest.raises(ProblemsFound, match="the file has a header and no rows"):
        take_header_rows(read(tmp_path, b"Q1,Q2\nWhat?,\nx,y\n"), 2, "Qualtrics")


def test_columns_without_name_and_cells_are_dropped_with_a_receipt(tmp_path: Path) -> None:
    sheet = drop_blank_columns(read(tmp_path, b"V1,,Q1,\nid,,What?,\n7,,1,\n"))
    assert (sheet.header, sheet.rows) == (["V1", "Q1"], [["id", "What?"], ["7", "1"]])
    assert sheet.receipts == [{"what": "file_mended", "why": "blank_column", "count": 2}]
    kept = read(tmp_path, b"V1,,Q1\n7,x,1\n")
    assert drop_blank_columns(kept) is kept
