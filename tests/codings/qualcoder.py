"""The common codings as projects of QualCoder: of its first version and of a new one."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from tests.codings.common import CODERS, CODES, GIVEN, TEXTS

# The tables that both have, as QualCoder 1.0 (database v1) and 3.6 (v11) make them.
FIRST = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
 date text, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer,
 height integer, cid integer, memo text, date text, owner text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
 supercatid integer, unique(name));
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text,
 date text, memo text, unique(cid,fid,pos0,pos1,owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
 color text, unique(name));
"""
NEWER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer,
 bookmarkpos integer, codername text, recently_used_codes text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
 date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer,
 height integer, cid integer, memo text, date text, owner text, important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer,
 memo text, date text, owner text, important integer);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
 supercatid integer, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,
 pos1 integer, owner text, date text, memo text, avid integer, important integer,
 unique(cid,fid,pos0,pos1,owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
 color text, unique(name));
CREATE TABLE coder_names (name text unique not null, visibility integer not null default 1);
CREATE VIEW code_text_visible AS SELECT t.* FROM code_text t;
CREATE TRIGGER a_trigger AFTER INSERT ON source BEGIN DELETE FROM code_text; END;
"""
DAY = "2018-02-03 14:05:06"


def write_qualcoder(
    path: Path, version: str = "v11", lines: str = "\n", editor: bool = False, mark: str = ""
) -> Path:
    """A data.qda; with `editor`, places are those that Qt counts and words those that it gives back.

    `lines` ends the stored lines, and `mark` stands before the stored texts.
    """
    new = version != "v1"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(NEWER if new else FIRST)
        _insert(connection, "project", {"databaseversion": version, "date": DAY, "about": "QualCoder"})
        for number, (name, text) in enumerate(TEXTS.items(), 1):
            # The trigger empties the table of codings, so they are written last.
            stored = mark + text.replace("\n", lines)
            _insert(connection, "source", {"id": number, "name": name, "fulltext": stored, "owner": "Kari"})
        image = {"id": 9, "name": "photo.jpg", "fulltext": None, "mediapath": "/images/photo.jpg"}
        _insert(connection, "source", image)
        _insert(connection, "code_image", {"id": 9, "cid": 1, "owner": "Kari"})
        categories = _write_categories(connection)
        for number, (code, above) in enumerate(CODES.items(), 1):
            row = {"cid": number, "name": code, "catid": categories[above], "owner": "Kari"}
            _insert(connection, "code_name", row)
        for name in CODERS if new else ():
            _insert(connection, "coder_names", {"name": name})
        _write_codings(connection, lines, editor, mark)
        connection.commit()
    return path


def _write_categories(connection: sqlite3.Connection) -> dict[tuple[str, ...], int]:
    numbers: dict[tuple[str, ...], int] = {}
    for above in CODES.values():
        for length in range(1, len(above) + 1):
            if above[:length] not in numbers:
                numbers[above[:length]] = len(numbers) + 1
                over = numbers.get(above[: length - 1])
                row = {"catid": numbers[above[:length]], "name": above[length - 1], "supercatid": over}
                _insert(connection, "code_cat", row)
    return numbers


def _write_codings(connection: sqlite3.Connection, lines: str, editor: bool, mark: str) -> None:
    names, codes = list(TEXTS), list(CODES)
    for one in GIVEN:
        text = TEXTS[one.document]
        if editor:
            start, end = (len(text[:place].encode("utf-16-le")) // 2 for place in (one.start, one.end))
            words = one.words.replace("\n", "\u2029")
        else:
            start, end = (len(mark + text[:place].replace("\n", lines)) for place in (one.start, one.end))
            words = one.words.replace("\n", lines)
        row = {
            "cid": codes.index(one.code) + 1,
            "fid": names.index(one.document) + 1,
            "seltext": words,
            "pos0": start,
            "pos1": end,
            "owner": one.coder,
            "date": DAY,
            "memo": "",
        }
        _insert(connection, "code_text", row)


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, str | int | None]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
