"""Delimited files: what is read, and what each damaged file is told."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from analysis.ingest.files.delimited import Dialect, check_shape, read_sheet
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
