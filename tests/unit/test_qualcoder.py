"""Projects of QualCoder: what it stores in each version, and in which ways it counts places."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.codings.countings import Span, locate
from analysis.ingest.codings.qualcoder import FORMAT
from tests.codings.common import CODERS, CODES, GIVEN, TEXTS
from tests.codings.qualcoder import write_qualcoder
from tests.codings.reading import change, given, notes, read, refuse, tell

STORED = "code_text"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_qualcoder(tmp_path / "data.qda")


@pytest.mark.parametrize("version", ["v1", "v11"])
@pytest.mark.parametrize("lines", ["\n", "\r\n"])
@pytest.mark.parametrize("editor", [False, True])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_common_codings_are_read_from_every_version_and_count(
    tmp_path: Path, version: str, lines: str, editor: bool, mark: str
) -> None:
    corpus = read(FORMAT, write_qualcoder(tmp_path / "data.qda", version, lines, editor, mark))
    assert tell(corpus) == given()
    assert {text.name: text.text for text in corpus.texts} == TEXTS
    assert {code.name: code.above for code in corpus.codes} == CODES
    assert [coder.name for coder in corpus.coders] == list(CODERS)
    assert {one.coded_at for one in corpus.stretches} == {"2018-02-03"}
    assert notes(corpus)["not_text"] == 1
    otherwise = notes(corpus).get("places_counted_otherwise", 0)
    # Only the codings whose places differ between the two ways could be told apart, and all go one way.
    assert otherwise == (len(GIVEN) if editor else 0)


def test_where_codings_stand_in_the_file_is_told(path: Path, tmp_path: Path) -> None:
    assert [one.place for one in read(FORMAT, path).stretches][:2] == ["code_text 1", "code_text 2"]
    first = read(FORMAT, write_qualcoder(tmp_path / "first.qda", "v1"))
    assert first.stretches[0].place == "code_text, row 1"


def test_a_project_is_known_by_its_tables(path: Path, tmp_path: Path) -> None:
    assert FORMAT.recognise(path)
    named = tmp_path / "a.qda"
    named.write_bytes(b"SQLite, so they say")
    assert not FORMAT.recognise(named)
    assert not FORMAT.recognise(change(path, "DROP TABLE code_text"))


def test_codes_of_newer_versions_may_stand_under_codes(path: Path) -> None:
    change(path, "ALTER TABLE code_name ADD supercid integer")
    change(path, "UPDATE code_name SET supercid = 2 WHERE name = 'legal'")
    above = {code.name: code.above for code in read(FORMAT, path).codes}
    assert above["legal"] == ("fields", "shared_goals")


def test_a_category_above_itself_is_told_and_read_as_none(path: Path) -> None:
    change(path, "UPDATE code_cat SET supercatid = catid WHERE name = 'fields'")
    corpus = read(FORMAT, path)
    assert {code.name: code.above for code in corpus.codes}["anchoring"] == ()
    assert notes(corpus)["category_in_itself"] == 2
    assert tell(corpus) == given()


def test_a_version_that_is_not_known_is_read_and_told(path: Path) -> None:
    change(path, "UPDATE project SET databaseversion = 'v99'")
    change(path, "ALTER TABLE code_text ADD weight integer", "ALTER TABLE code_text DROP COLUMN important")
    corpus = read(FORMAT, path)
    assert tell(corpus) == given()
    assert notes(corpus)["newer_version"] == 1
    assert "newer_version" not in notes(read(FORMAT, change(path, "DELETE FROM project")))


def test_what_a_project_lacks_is_named(path: Path) -> None:
    change(path, "ALTER TABLE code_text RENAME COLUMN pos0 TO first", "DROP TABLE code_name")
    problems = "\n".join(refuse(FORMAT, path))
    assert "there is no column “pos0”" in problems
    assert "no table “code_name”" in problems


def test_a_view_does_not_pass_for_a_table(path: Path) -> None:
    change(path, "ALTER TABLE code_text RENAME TO kept", "CREATE VIEW code_text AS SELECT * FROM kept")
    assert "no table “code_text” with rows of its own" in refuse(FORMAT, path)[0]


def test_computed_columns_are_not_read(path: Path) -> None:
    change(path, "ALTER TABLE code_text DROP COLUMN memo")
    change(path, "ALTER TABLE code_text ADD COLUMN memo text GENERATED ALWAYS AS (seltext || owner) VIRTUAL")
    assert {one.memo for one in read(FORMAT, path).stretches} == {""}


def test_a_coding_without_an_owner_has_no_coder(path: Path) -> None:
    change(path, "UPDATE code_text SET owner = NULL WHERE ctid = 1")
    assert [one.place for one in read(FORMAT, path).stretches if one.coder == ""] == ["code_text 1"]


def test_a_coding_of_a_lost_code_is_told(path: Path) -> None:
    # More than one in twenty would be refused, so there are many others.
    for number in range(30):
        change(
            path, f"INSERT INTO code_text (cid, fid, pos0, pos1, owner) VALUES (1, 1, {number}, 60, 'Ola')"
        )
    change(path, "UPDATE code_text SET cid = 77 WHERE ctid = 3")
    corpus = read(FORMAT, path)
    assert len(corpus.stretches) == len(GIVEN) + 29
    line = next(line for line in corpus.receipts if line["why"] == "reference_broken")
    assert (line["before"], line["after"]) == ("code_text 3", "code 77")


def test_a_project_of_lost_links_is_refused(path: Path) -> None:
    change(
        path, "DELETE FROM code_name WHERE name = 'anchoring'", "DELETE FROM source WHERE name = 'arendal'"
    )
    problems = refuse(FORMAT, path)
    assert any("12 of 16 codings lead nowhere" in one for one in problems)
    assert any("the coding names a text" in one for one in problems)


def test_a_coding_without_a_stretch_is_told(path: Path) -> None:
    change(
        path,
        "UPDATE code_text SET pos1 = pos0 WHERE ctid = 1",
        "UPDATE code_text SET pos0 = NULL WHERE ctid = 2",
        "UPDATE code_text SET pos0 = -4 WHERE ctid = 3",
        "UPDATE code_text SET pos0 = 'here' WHERE ctid = 4",
    )
    problems = "\n".join(refuse(FORMAT, path))
    assert "code_text 1: the stretch of the coding has no place that can be read" in problems
    assert "4 of 16 codings lead nowhere" in problems


def test_few_codings_without_a_stretch_are_left_out(path: Path) -> None:
    copied = "INSERT INTO code_text (cid, fid, pos0, pos1, owner) SELECT cid, fid, pos0, pos1, 'Per'"
    change(path, f"{copied} FROM code_text", "UPDATE code_text SET pos0 = NULL WHERE ctid = 2")
    corpus = read(FORMAT, path)
    (line,) = [line for line in corpus.receipts if line["why"] == "place_unusable"]
    assert (line["what"], line["before"]) == ("coding_left_out", "code_text 2")
    assert len(corpus.stretches) == 2 * len(GIVEN) - 1


def test_a_stretch_beyond_the_text_stays_beyond_it(path: Path) -> None:
    length = len(TEXTS["arendal"])
    change(path, f"UPDATE code_text SET pos1 = {length + 40} WHERE ctid = 1")
    one = next(one for one in read(FORMAT, path).stretches if one.place == "code_text 1")
    assert (one.start, one.end, one.text) == (GIVEN[0].start, length + 40, GIVEN[0].words)


def test_two_texts_of_one_name_are_refused(path: Path) -> None:
    change(
        path, "CREATE TABLE s AS SELECT * FROM source", "DROP TABLE source", "ALTER TABLE s RENAME TO source"
    )
    change(path, "UPDATE source SET name = 'arendal'")
    assert "text “arendal”: 2 texts have this name" in refuse(FORMAT, path)[0]


def test_a_source_without_a_text_keeps_its_places(path: Path) -> None:
    change(path, "UPDATE source SET fulltext = NULL WHERE name = 'steinkjer'")
    corpus = read(FORMAT, path)
    assert [text.text for text in corpus.texts] == [TEXTS["arendal"], None]
    assert len(corpus.stretches) == len(GIVEN)


def test_codes_given_by_searching_are_found_beside_selections(path: Path) -> None:
    """QualCoder counts a selection as Qt does, and what it finds by searching as Python does."""
    text = "🌱 a\r\nb 🌱 c"
    spans = [Span(3, 4, "a"), Span(2, 3, "a"), Span(11, 12, "c"), Span(9, 10, "b"), Span(5, 6, "b")]
    found = locate(text, spans, editor=True)
    assert [(one.start, one.end, one.text) for one in found] == [
        (2, 3, "a"),
        (2, 3, "a"),
        (8, 9, "c"),
        # Nothing has a b there, so the place stands and the words differ.
        (7, 8, "b"),
        (4, 5, "b"),
    ]
    assert [one.counting for one in found] == [
        "UTF-16 units, a line end as one",
        "",
        "UTF-16 units",
        "UTF-16 units, a line end as one",
        "UTF-16 units, a line end as one",
    ]
