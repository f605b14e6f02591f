"""Projects of RQDA: what counts as deleted there, and where its places are."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.codings.project_rows import read_day
from analysis.ingest.codings.rqda import FORMAT
from tests.codings.common import CODES, GIVEN, TEXTS
from tests.codings.reading import change, given, notes, read, refuse, tell
from tests.codings.rqda import write_rqda


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_rqda(tmp_path / "a.rqda")


@pytest.mark.parametrize("lines", ["\n", "\r\n"])
@pytest.mark.parametrize("edited", [False, True])
def test_the_common_codings_are_read(tmp_path: Path, lines: str, edited: bool) -> None:
    corpus = read(FORMAT, write_rqda(tmp_path / "a.rqda", lines, edited))
    assert tell(corpus) == given()
    assert {text.name: text.text for text in corpus.texts} == TEXTS
    # RQDA has one level of categories.
    assert {code.name: code.above for code in corpus.codes} == {
        code: above[-1:] for code, above in CODES.items()
    }
    assert {one.coded_at for one in corpus.stretches} == {"2018-02-03"}
    assert "places_counted_otherwise" not in notes(corpus)
    assert notes(corpus).get("words_shifted", 0) == (len(GIVEN) if edited else 0)


def test_what_was_deleted_is_counted_and_left_out(path: Path) -> None:
    counts = notes(read(FORMAT, path))
    deleted = {"coding_deleted": 1, "code_deleted": 1, "text_deleted": 1}
    assert {why: counts.get(why) for why in deleted} == deleted


def test_the_second_table_is_read_with_the_first(tmp_path: Path) -> None:
    corpus = read(FORMAT, write_rqda(tmp_path / "a.rqda", second="Mette"))
    assert tell(corpus) == given()
    of_mette = sum(one.coder == "Mette" for one in GIVEN)
    assert notes(corpus)["second_coding_table"] == of_mette
    assert sum(one.place.startswith("coding2") for one in corpus.stretches) == of_mette


def test_a_project_of_an_older_version_has_fewer_tables(path: Path) -> None:
    change(path, "DROP TABLE coding2", "DROP TABLE treecode", "DROP TABLE project")
    corpus = read(FORMAT, path)
    assert tell(corpus) == given()
    assert {code.above for code in corpus.codes} == {()}


def test_a_code_in_several_categories_is_read_under_the_first(path: Path) -> None:
    change(path, "INSERT INTO treecode (cid, catid, status) VALUES (3, 5, 1), (4, 1, -1)")
    corpus = read(FORMAT, path)
    assert {code.name: code.above for code in corpus.codes}["anchoring"] == ("fields",)
    lines = [line for line in corpus.receipts if line["why"] == "several_categories"]
    assert [(line["before"], line["after"]) for line in lines] == [("anchoring", "fields")]


def test_a_deleted_category_is_none(path: Path) -> None:
    change(path, "UPDATE codecat SET status = 0 WHERE name = 'fields'")
    assert {code.name: code.above for code in read(FORMAT, path).codes}["anchoring"] == ()


def test_places_that_are_no_whole_numbers_are_told(path: Path) -> None:
    change(
        path,
        "UPDATE coding SET selfirst = 1.5 WHERE rowid = 1",
        "UPDATE coding SET selend = 9e99 WHERE rowid = 2",
    )
    assert any("2 of 16 codings lead nowhere" in one for one in refuse(FORMAT, path))


def test_a_project_is_known_by_its_tables(path: Path) -> None:
    assert FORMAT.recognise(path)
    assert not FORMAT.recognise(change(path, "DROP TABLE freecode"))


def test_a_missing_status_is_named(path: Path) -> None:
    change(path, "ALTER TABLE coding DROP COLUMN status")
    assert "table coding: there is no column “status”" in refuse(FORMAT, path)[0]


def test_current_texts_of_one_name_are_refused(path: Path) -> None:
    change(path, "UPDATE source SET status = 1")
    assert "text “arendal”: 2 texts have this name" in refuse(FORMAT, path)[0]


def test_a_coding_of_no_text_at_all_is_refused_where_there_are_many(path: Path) -> None:
    change(path, "UPDATE coding SET fid = 55 WHERE owner = 'Ola' AND status = 1 AND fid < 8")
    assert any("5 of 16 codings lead nowhere" in one for one in refuse(FORMAT, path))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Sat Feb  3 14:05:06 2018", "2018-02-03"),
        ("Mon Dec 31 00:00:00 2012", "2012-12-31"),
        ("2018-02-03 14:05:06", "2018-02-03"),
        ("2018-02-03T14:05:06+01:00", "2018-02-03"),
        ("3. februar 2018", ""),
        ("", ""),
    ],
)
def test_days_are_read_as_tools_write_them(written: str, day: str) -> None:
    assert read_day(written) == day
