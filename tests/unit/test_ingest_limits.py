"""Files larger than any export: refused where the limit is met, and not read to their end."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.ingest.files import delimited, limits
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.tables import read_any
from analysis.problems import ProblemsFound

DIALECT = Dialect("the tool", ("utf-8",), (";",))
FEWER = "    do:      export only the columns and rows that are needed, or split the export"


def refusal(path: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_sheet(path, "raw/a.csv", DIALECT)
    return str(caught.value).splitlines()


def test_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;q01\n" + b"1;2\n" * 1_000_000)
    assert refusal(path) == [
        "raw/a.csv, row 200002: the file has more rows than can be read",
        "    allowed: at most 200,000",
        FEWER,
    ]


def test_as_many_rows_as_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;q01\n" + b"1;2\n" * limits.ROWS)
    assert len(read_sheet(path, "a.csv", DIALECT).rows) == limits.ROWS


def test_ten_thousand_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    names = ";".join(f"q{number}" for number in range(10_000))
    path.write_text(f"{names}\n" * 2, encoding="utf-8")
    assert refusal(path) == [
        "raw/a.csv, row 1: the row has more cells than can be read",
        "    seen:    10,000",
        "    allowed: at most 5,000",
        FEWER,
    ]


def test_a_line_of_separators_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;q01\n" + b";" * (limits.CELLS + 1))
    assert refusal(path) == [
        "raw/a.csv: the file has more cells than can be read",
        "    allowed: at most 20,000,000",
        FEWER,
    ]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(limits.BYTES + 1_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    expected = [
        "raw/a.csv: the file is larger than any export of a survey",
        "    seen:    101 MB",
        "    allowed: at most 100 MB",
        FEWER,
    ]
    assert refusal(path) == expected
    with pytest.raises(ProblemsFound) as caught:
        read_any(path, "raw/a.csv", DIALECT)
    assert str(caught.value).splitlines() == expected


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == [
        "raw/a.csv: the file cannot be opened",
        "    seen:    No such file or directory",
    ]


def test_the_limit_of_another_program_on_cells_is_told_and_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;q01\n1;" + b"x" * 99_000 + b"\n")
    before = csv.field_size_limit(50_000)
    try:
        assert refusal(path)[0] == (
            "raw/a.csv, row 2: a cell is longer than any answer: a quote mark is opened and not closed"
        )
    finally:
        csv.field_size_limit(before)
    assert len(read_sheet(path, "a.csv", DIALECT).rows[0][1]) == 99_000


def test_the_separators_are_counted_before_the_rows_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "CELLS", 3)
    path = tmp_path / "a.csv"
    path.write_bytes(b"id;q01\n1;2\n3;4\n5;6\n")
    assert refusal(path)[0] == "raw/a.csv: the file has more cells than can be read"
