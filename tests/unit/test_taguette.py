"""Projects of Taguette: bytes between tags, who set a tag, several projects, and the exported table."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from analysis.ingest.codings.taguette import FORMAT, VERSIONS
from analysis.ingest.codings.taguette_history import Command, History, find_copied
from analysis.ingest.codings.taguette_text import UnreadableText, show
from tests.codings.common import CODERS, CODES, GIVEN, TEXTS
from tests.codings.reading import change, given, notes, read, refuse, tell
from tests.codings.taguette import (
    DAY,
    group_codes,
    insert,
    write_command,
    write_taguette,
    write_taguette_table,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_taguette(tmp_path / "a.sqlite3")


def coders_of(path: Path) -> list[str]:
    return [one.coder for one in read(FORMAT, path).stretches]


@pytest.mark.parametrize("between", ["", "\n", "\n\n  "])
@pytest.mark.parametrize("slips", [False, True])
@pytest.mark.parametrize("renamed", [False, True])
def test_the_common_codings_are_read(tmp_path: Path, between: str, slips: bool, renamed: bool) -> None:
    corpus = read(FORMAT, write_taguette(tmp_path / "a.sqlite3", between, slips, renamed))
    assert tell(corpus) == given()
    assert {text.name: text.text for text in corpus.texts} == TEXTS
    assert {code.name: code.above for code in corpus.codes} == CODES
    assert {coder.name for coder in corpus.coders} == set(CODERS)
    assert {one.coded_at for one in corpus.stretches} == {"2018-02-03"}
    assert (notes(corpus).get("words_shifted", 0) > 0) == slips


def test_the_texts_between_tags_are_those_of_taguettes_own_tests() -> None:
    """Taguette, tests.py, TestMeasure.test_extract_highlight."""
    shown = show("<p><u>H\xe9llo</u> R\xe9mi <i>what is</i> up ?</p>")
    assert shown.slice(7, 15) == "R\xe9mi wh"
    assert shown.slice(1, 5) == "\xe9ll"
    assert shown.slice(7, 12) == "R\xe9mi"


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>a &lt; b &amp;&nbsp;c &#8211; d</p>", "a < b &\u00a0c – d\n"),
        ("<p>wrapped\nin the\r\nsource</p>", "wrapped in the source\n"),
        ("<h1>A</h1>\n\n<p>b<br>c</p><p></p><p>d</p>", "A\nb\nc\n\nd\n"),
        ("<p><br></p><p>a</p>", "\na\n"),
        ("<ul>\n<li>a</li>\n<li><p>b</p></li></ul>c", "a\nb\nc"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2 \n3 \n"),
        ("<pre>a\n  b</pre>", "a\n  b\n"),
        ("a <b>b</b>\n<i>c</i>", "a b c"),
        ("<p>\ufeffa</p>", "a\n"),
        ("<div><p>a</div><p>b", "a\nb"),
        ("", ""),
    ],
)
def test_html_is_shown_as_lines(html: str, lines: str) -> None:
    assert show(html).lines == lines


def test_places_count_the_bytes_of_letters_and_not_of_their_signs_in_html() -> None:
    shown = show("<p>æ &lt;🌱&gt; og <b>å</b></p>\n<p>nei &amp; ja</p>")
    words = "🌱> og å"
    start = len("æ <".encode())
    assert shown.lines[slice(*shown.find(start, start + len(words.encode())))] == words
    start = len("æ <🌱> og å\nnei ".encode())
    assert shown.lines[slice(*shown.find(start, start + 4))] == "& ja"


def test_a_place_inside_a_letter_is_the_one_after_it() -> None:
    shown = show("<p>aæb🌱c</p>")
    assert shown.find(2, 5) == (2, 4)


def test_a_declaration_that_is_none_is_refused(path: Path) -> None:
    with pytest.raises(UnreadableText):
        show("<p>a</p><![x[b]]>")
    change(path, "UPDATE documents SET contents = '<![x[' || contents WHERE id = 1")
    assert "document 1: the text is not HTML as Taguette stores it" in refuse(FORMAT, path)[0]
    change(path, "UPDATE documents SET contents = 'a' WHERE id = 1")
    change(path, "UPDATE highlights SET snippet = '<![x[', start_offset = 0, end_offset = 1 WHERE id = 1")
    assert read(FORMAT, path).stretches[0].text == "<![x["


PIECES = ["<p>", "</p>", "<b>", "</b>", "<br>", "<li>", "</li>", "a", "æ", "🌱", " ", "\n", "&amp;", "&lt;"]


@for_all(st.lists(st.sampled_from(PIECES), max_size=30))
def test_every_letter_between_tags_keeps_its_place_in_the_lines(pieces: list[str]) -> None:
    shown = show("".join(pieces))
    letters = [
        {"&amp;": "&", "&lt;": "<"}.get(piece, piece)
        for piece in pieces
        if len(piece) == 1 or piece[0] == "&"
    ]
    assert shown.counted == "".join(letters)
    assert shown.bytes[-1] == len(shown.counted.encode())
    for number, letter in enumerate(shown.counted):
        start, end = shown.find(shown.bytes[number], shown.bytes[number + 1])
        if not letter.isspace():
            assert shown.lines[start:end] == letter


def test_a_snippet_with_other_words_is_kept_for_comparison(path: Path) -> None:
    change(path, "UPDATE highlights SET snippet = '<p>Noe <b>helt</b> annet</p>' WHERE id = 1")
    corpus = read(FORMAT, path)
    assert corpus.stretches[0].text == "Noe helt annet"
    change(path, "UPDATE highlights SET snippet = '' WHERE id = 1")
    assert read(FORMAT, path).stretches[0].text == GIVEN[0].words


def test_a_place_beyond_the_text_stays_beyond_it(path: Path) -> None:
    change(path, "UPDATE highlights SET end_offset = 9000 WHERE id = 1")
    first = read(FORMAT, path).stretches[0]
    assert (first.end or 0) > len(TEXTS["arendal"])
    assert first.text == GIVEN[0].words


def test_a_highlight_without_a_command_has_no_coder(path: Path) -> None:
    change(path, "DELETE FROM commands WHERE payload LIKE '%\"highlight_id\": 1,%'")
    assert [one.place for one in read(FORMAT, path).stretches if not one.coder] == ["highlight 1, tag 1"]
    change(path, "UPDATE commands SET payload = 'not JSON'")
    assert set(coders_of(path)) == {""}
    change(path, "DROP TABLE commands")
    assert set(coders_of(path)) == {""}
    assert len(read(FORMAT, path).stretches) == len(GIVEN)


def test_a_highlight_without_a_tag_is_a_memo(path: Path) -> None:
    change(path, "DELETE FROM highlight_tags WHERE highlight_id = 1")
    corpus = read(FORMAT, path)
    assert notes(corpus)["selection_without_code"] == 1
    assert len(corpus.stretches) == len(GIVEN) - 1


def test_lost_links_are_refused(path: Path) -> None:
    change(path, "DELETE FROM tags WHERE id = 3", "DELETE FROM documents WHERE id = 2")
    assert any("codings lead nowhere" in one for one in refuse(FORMAT, path))


def test_two_documents_of_one_name_are_refused(path: Path) -> None:
    change(path, "UPDATE documents SET name = 'arendal'")
    assert "text “arendal”: 2 texts have this name" in refuse(FORMAT, path)[0]


def test_another_project_without_highlights_is_left_aside(path: Path) -> None:
    row = "(name, project_id, contents) VALUES ('arendal', 1, '<p>En kladd</p>')"
    change(path, f"INSERT INTO documents {row}", "INSERT INTO tags (project_id, path) VALUES (1, 'x')")
    corpus = read(FORMAT, path)
    assert tell(corpus) == given()
    assert {code.name for code in corpus.codes} == set(CODES)
    assert notes(corpus)["other_project"] == 1


def test_several_projects_with_highlights_are_refused_by_name(path: Path) -> None:
    change(path, "UPDATE documents SET project_id = 1 WHERE id = 2")
    told = refuse(FORMAT, path)
    assert len(told) == 1
    assert "several projects stand in this file" in told[0]
    assert "“An empty one” (1); “Samskaping” (2)" in told[0]
    assert "export the one project" in told[0]


def test_a_project_without_highlights_is_read(path: Path) -> None:
    change(path, "DELETE FROM highlights", "DELETE FROM highlight_tags")
    corpus = read(FORMAT, path)
    assert corpus.stretches == ()
    assert len(corpus.texts) == 2
    assert read(FORMAT, change(path, "DELETE FROM documents")).texts == ()


def test_tags_of_newer_versions_name_the_tag_above(path: Path) -> None:
    change(path, "ALTER TABLE tags ADD parent_id INTEGER")
    change(path, "UPDATE tags SET path = 'Forankring', parent_id = 2 WHERE id = 3")
    change(path, "UPDATE tags SET parent_id = 5 WHERE id = 5")
    corpus = read(FORMAT, path)
    above = {code.name: code.above for code in corpus.codes}
    assert above["Forankring"] == ("fields.shared_goals",)
    assert above["legal"] == ()
    assert notes(corpus)["category_in_itself"] == 1


def test_a_path_is_a_whole_name_where_its_parts_are_none(path: Path) -> None:
    change(path, "UPDATE tags SET path = 'other.anchoring' WHERE id = 4")
    change(path, "UPDATE tags SET path = 'hvorfor ...' WHERE id = 5")
    corpus = read(FORMAT, path, codes={"values.openness": "openness"})
    names = {code.name: code.above for code in corpus.codes}
    whole = ["values.openness", "fields.anchoring", "other.anchoring", "hvorfor ..."]
    assert {name: names.get(name) for name in whole} == dict.fromkeys(whole, ())
    assert names["shared_goals"] == ("fields",)


def test_a_version_that_is_not_known_is_told(path: Path) -> None:
    assert "newer_version" not in notes(read(FORMAT, path))
    change(path, "UPDATE alembic_version SET version_num = 'feed'", "ALTER TABLE highlights ADD note TEXT")
    corpus = read(FORMAT, path)
    assert tell(corpus) == given()
    line = next(line for line in corpus.receipts if line["why"] == "newer_version")
    assert (line["before"], line["after"]) == ("feed", VERSIONS[-1])


def test_a_missing_column_is_named(path: Path) -> None:
    change(path, "ALTER TABLE highlights DROP COLUMN start_offset")
    assert "table highlights: there is no column “start_offset”" in refuse(FORMAT, path)[0]


def add(number: int, login: str, tags: list[int], start: int = 0) -> Command:
    payload = {
        "type": "highlight_add",
        "highlight_id": 1,
        "start_offset": start,
        "end_offset": 9,
        "tags": tags,
    }
    return Command(number, login, "", payload)


def do(number: int, login: str, **payload: object) -> Command:
    return Command(number, login, "", payload)


@pytest.mark.parametrize(
    ("commands", "coders"),
    [
        ([add(1, "Kari", [5])], {5: "Kari"}),
        ([add(1, "Kari", [5]), add(2, "Ola", [5, 6])], {5: "Kari", 6: "Ola"}),
        ([add(1, "Kari", [5, 6]), add(2, "Ola", [6]), add(3, "Mette", [5, 6])], {5: "Mette", 6: "Kari"}),
        ([add(1, "Kari", [5]), add(2, "Ola", [5], start=3)], {5: "Ola"}),
        (
            [
                add(1, "Kari", [5]),
                add(2, "Ola", [5, 6]),
                do(3, "Mette", type="tag_merge", src_tag_id=5, dest_tag_id=7),
            ],
            {7: "Kari", 6: "Ola"},
        ),
        (
            [add(1, "Kari", [5]), add(2, "Ola", [5, 6]), do(3, "Mette", type="tag_merge", src=5, dest=6)],
            {6: "Ola"},
        ),
        (
            [add(1, "Kari", [5, 6]), add(2, "Ola", [5]), do(3, "Mette", type="tag_delete", tag_id=5)],
            {5: None},
        ),
        ([add(1, "Kari", [5]), do(2, "Ola", type="highlight_delete", highlight_id=1)], {5: None}),
        # Whoever worked on it alone set the tags that no command tells of.
        ([add(1, "Kari", [5])], {8: "Kari"}),
        ([add(1, "Kari", [5]), add(2, "Ola", [5])], {8: None}),
        ([do(1, "Kari", type="highlight_add", highlight_id=1, tags="5")], {8: "Kari"}),
        ([do(1, "Kari", type="highlight_add", highlight_id=True, tags=[5])], {5: None}),
        ([do(1, "Kari", kind="something else")], {5: None}),
    ],
)
def test_a_tags_coder_is_whoever_put_it_there_last(
    commands: list[Command], coders: Mapping[int, str | None]
) -> None:
    history = History(commands)
    found = {tag: history.find(1, tag) for tag in coders}
    assert {tag: setting.login if setting else None for tag, setting in found.items()} == coders
    assert history.find(None, 5) is None


INVITED = do(2, "admin", type="member_add", member="Ola", privileges="TAG")
READER = do(2, "admin", type="member_add", member="Ola", privileges="READ")
BROUGHT = do(3, "admin", type="project_import")


@pytest.mark.parametrize(
    ("commands", "users", "last"),
    [
        ([add(1, "admin", [5])], {"admin"}, 0),
        ([add(1, "admin", [5]), INVITED], {"admin"}, 2),
        ([add(1, "admin", [5]), READER], {"admin"}, 0),
        # On the server itself, Ola was invited and has not coded yet.
        ([add(1, "admin", [5]), INVITED], {"admin", "Ola"}, 0),
        ([add(1, "admin", [5]), INVITED, BROUGHT, add(4, "Ola", [5])], {"admin", "Ola"}, 3),
        ([add(1, "admin", [5]), BROUGHT, add(4, "Ola", [5])], {"admin", "Ola"}, 0),
        ([], {"admin"}, 0),
    ],
)
def test_a_copy_in_which_one_name_stands_for_several_people_is_known(
    commands: list[Command], users: set[str], last: int
) -> None:
    assert find_copied(commands, users) == last


def test_the_coders_of_a_copied_project_are_not_known(path: Path) -> None:
    change(
        path,
        "UPDATE commands SET user_login = 'admin'",
        "UPDATE users SET login = 'admin' WHERE login = 'Kari'",
    )
    assert set(coders_of(path)) == {"admin"}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM users WHERE login <> 'admin'")
        invitation = {"type": "member_add", "member": "Ola", "privileges": "TAG"}
        write_command(connection, "admin", invitation)
        connection.commit()
    corpus = read(FORMAT, path)
    assert {one.coder for one in corpus.stretches} == {""}
    assert notes(corpus)["coder_replaced"] == len(GIVEN)


def test_commands_of_another_project_say_nothing(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        payload = {
            "type": "highlight_add",
            "highlight_id": 1,
            "start_offset": 0,
            "end_offset": 1,
            "tags": [1],
        }
        row = {"date": DAY, "user_login": "Ola", "project_id": 1, "payload": json.dumps(payload)}
        insert(connection, "commands", row)
        connection.commit()
    assert tell(read(FORMAT, path)) == given()


def test_the_exported_table_has_neither_coders_nor_places(tmp_path: Path) -> None:
    table = write_taguette_table(tmp_path / "all_tags.csv")
    corpus = read(FORMAT, table, "rows")
    told = [(one.document, one.coder, one.code, one.start, one.end, one.text) for one in corpus.stretches]
    codes = list(CODES)
    assert told == [
        (one.document, "", codes[code - 1], None, None, one.words.replace("\n", " "))
        for one, tags in group_codes().items()
        for code in tags
    ]
    assert [(text.name, text.text) for text in corpus.texts] == [("arendal", None), ("steinkjer", None)]
    assert {code.name: code.above for code in corpus.codes} == CODES
    assert corpus.coders == ()
    assert notes(corpus)["selection_without_code"] == 1
    assert corpus.stretches[0].place == "row 2"


def test_both_kinds_of_file_are_known_by_what_is_in_them(path: Path, tmp_path: Path) -> None:
    assert FORMAT.recognise(path)
    assert FORMAT.recognise(write_taguette_table(tmp_path / "a.txt"))
    other = tmp_path / "other.csv"
    other.write_text("tag,parent,description,number of highlights\n", "utf-8")
    assert not FORMAT.recognise(other)
    assert not FORMAT.recognise(change(path, "DROP TABLE tags"))
    assert (FORMAT.part, FORMAT.also) == ("project", ("rows",))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("id,document,words\n1,arendal,Det tar tid.\n", "utf-8")
    told = refuse(FORMAT, table, "rows")
    assert [problem.splitlines()[0].rpartition(": ")[2] for problem in told] == [
        "there is no column “tag”",
        "there is no column “content”",
    ]
