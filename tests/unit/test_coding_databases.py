"""The SQLite files of tools: opened without trust, left as they are, and refused with what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.ingest.codings import databases
from analysis.ingest.codings.databases import is_database, open_database, to_whole
from analysis.ingest.codings.qualcoder import FORMAT
from analysis.problems import ProblemsFound
from tests.codings.qualcoder import write_qualcoder
from tests.codings.reading import change, read, refuse


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_qualcoder(tmp_path / "data.qda")


def only(path: Path) -> str:
    problems = refuse(FORMAT, path)
    assert len(problems) == 1
    return problems[0]


def test_reading_leaves_the_file_and_its_folder_as_they_were(path: Path) -> None:
    before = path.read_bytes()
    read(FORMAT, path)
    assert FORMAT.recognise(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["data.qda"]


def test_a_database_kept_with_a_log_is_read_without_making_one(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert [one.name for one in path.parent.iterdir()] == ["data.qda"]
    assert len(read(FORMAT, path).stretches) == 16
    assert [one.name for one in path.parent.iterdir()] == ["data.qda"]


def test_a_folder_with_marks_in_its_name_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "100 % ære? #1 & co.qda"
    folder.mkdir()
    assert len(read(FORMAT, write_qualcoder(folder / "data.qda")).stretches) == 16


def test_changes_that_stand_in_a_log_beside_are_not_lost_unseen(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copy.qda"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DELETE FROM code_text WHERE ctid > 3")
        connection.commit()
        # As a folder is copied while the program is open.
        copied.write_bytes(path.read_bytes())
        log = path.with_name("data.qda-wal").read_bytes()
    copied.with_name("copy.qda-wal").write_bytes(log)
    told = only(copied)
    assert "changes stand in a second file beside the database" in told
    assert "copy.qda-wal" in told
    assert "close the program that has the project open, and copy the whole folder again" in told


def test_a_change_in_the_middle_of_which_the_program_ended_is_seen(path: Path) -> None:
    path.with_name("data.qda-journal").write_bytes(databases.JOURNAL + bytes(500))
    assert "left in the middle of a change" in only(path)
    # Some programs keep the file and blank its beginning when a change is done.
    path.with_name("data.qda-journal").write_bytes(bytes(508))
    assert len(read(FORMAT, path).stretches) == 16


def test_a_program_that_is_writing_is_noticed(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        told = only(path)
    assert "another program is writing to the database" in told
    assert "close the program" in told


@pytest.mark.parametrize("content", [b"", b"SQLite format 3", b"PK\x03\x04 and so on", b"id,document\n" * 40])
def test_what_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "this is not an SQLite database" in only(path)
    assert not is_database(path, "code_text")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "the file cannot be opened" in only(tmp_path / "data.qda")


def test_a_file_that_is_too_large_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.ingest.files.limits.BYTES", 10_000)
    assert "larger than any export" in only(path)


def test_a_database_of_a_newer_sqlite_is_refused(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[18:20] = b"\3\3"
    path.write_bytes(data)
    assert "the database is of an SQLite newer than this program's" in only(path)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_database_that_was_cut_off_is_refused(path: Path, kept: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    told = only(path)
    assert "the database is damaged" in told
    assert "save it under a new name" in told


def test_the_header_alone_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])
    assert "the database is cut off" in only(path)


def test_a_page_that_stands_twice_in_the_tree_is_seen_before_it_is_walked(path: Path) -> None:
    change(path, *(f"INSERT INTO code_cat (name) VALUES ('{'x' * 900}{number}')" for number in range(40)))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'code_cat'").fetchone()[0]
    data = bytearray(path.read_bytes())
    page = (root - 1) * size
    assert data[page] == 5, "the table is one page only"
    first, second = (int.from_bytes(data[page + 12 + at : page + 14 + at], "big") for at in (0, 2))
    data[page + second : page + second + 4] = data[page + first : page + first + 4]
    path.write_bytes(data)
    assert "the database is damaged" in only(path)


def test_text_that_is_not_utf_8_is_told_with_its_place(path: Path) -> None:
    change(path, "UPDATE code_name SET name = CAST(x'6ce665' AS TEXT) WHERE cid = 2")
    assert "table code_name, row 2, column name: byte 2 of the text is not UTF-8" in only(path)


def test_a_nul_in_a_text_is_told_with_its_place_and_the_text_is_not_shown(path: Path) -> None:
    change(path, "UPDATE source SET fulltext = 'secret' || char(0) || 'words' WHERE id = 1")
    told = only(path)
    assert "table source, row 1, column fulltext: there is a NUL character" in told
    assert "secret" not in told


def test_many_faulty_texts_are_not_told_one_by_one(path: Path) -> None:
    change(path, "UPDATE code_text SET seltext = char(0)")
    assert len(refuse(FORMAT, path)) == databases.SHOWN


def test_more_rows_than_can_be_read_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "ROWS", 10)
    assert "the table “code_text” has more rows than can be read" in only(path)


def test_a_text_longer_than_can_be_read_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "TEXT_LENGTH", 1_000)
    change(path, f"UPDATE source SET memo = '{'x' * 2_000}', fulltext = '{'x' * 2_000}'")
    assert "a text in the database is longer than can be read" in only(path)


def test_reading_that_takes_too_long_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "STEPS", 0)
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
    change(path, f"{rows} INSERT INTO code_text (cid, fid, pos0, pos1) SELECT 1, 1, i, i + 1 FROM n")
    assert "reading the database takes longer" in only(path)


def test_a_virtual_table_is_not_run(path: Path) -> None:
    change(path, "DROP TABLE code_name", "CREATE VIRTUAL TABLE code_name USING fts5(cid, name, catid)")
    assert "no table “code_name” with rows of its own" in refuse(FORMAT, path)[0]


def test_rows_are_read_by_name_with_none_for_what_is_not_there(path: Path) -> None:
    with open_database(path, "raw/data.qda") as database:
        assert database.has("source", "name", "fulltext")
        assert not database.has("source", "nothing")
        assert not database.has("nothing")
        rows = database.read("code_name", ["name", "supercid"])
        assert rows[0] == {"name": "openness", "supercid": None, "#": 1}
        assert database.read("nothing", ["name"]) == []
        assert database.read("source", ["nothing"]) == []
        assert database.count("code_name") == 7
        assert database.count("nothing") == 0


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (3, 3),
        (3.0, 3),
        (3.5, None),
        ("12", 12),
        ("-1", -1),
        ("x", None),
        (None, None),
        (1e300, None),
        ("", None),
    ],
)
def test_numbers_are_whole_or_none(value: str | int | float | None, whole: int | None) -> None:
    assert to_whole(value) == whole


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_database_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = tmp_path / "data.qda"
    if not whole.exists():
        write_qualcoder(whole)
    damaged = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        # Most pages are empty in their middle, so half of the damage goes into the table of contents.
        end = data.draw(st.sampled_from([4096, len(damaged)]))
        damaged[data.draw(st.integers(0, end - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.qda"
    path.write_bytes(damaged)
    FORMAT.recognise(path)
    with contextlib.suppress(ProblemsFound):
        read(FORMAT, path)
