"""The common codings as a database of Taguette, and as the table that it exports."""

from __future__ import annotations

import contextlib
import csv
import json
import sqlite3
from collections.abc import Mapping
from html import escape
from pathlib import Path

from tests.codings.common import CODERS, CODES, GIVEN, TEXTS, Given

# As Taguette 1.4 makes them.
TABLES = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME, hashed_password VARCHAR(192),
 language VARCHAR(10), email VARCHAR(256), disabled BOOLEAN);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200), description TEXT,
 created DATETIME);
CREATE TABLE project_members (project_id INTEGER, user_login VARCHAR(30), privileges VARCHAR(11));
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200), description TEXT,
 filename VARCHAR(200), created DATETIME, project_id INTEGER, text_direction VARCHAR(13), contents TEXT);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME, user_login VARCHAR(30),
 project_id INTEGER, document_id INTEGER, payload TEXT);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, project_id INTEGER, path VARCHAR(200),
 description TEXT);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id INTEGER,
 start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
 PRIMARY KEY (highlight_id, tag_id));
"""
DAY = "2018-02-03 14:05:06.123456"
PROJECT = 2


def write_taguette(path: Path, between: str = "\n", slips: bool = False, renamed: bool = True) -> Path:
    """A database in which Kari's second tag on a highlight came with a second command.

    `between` stands between two paragraphs of the HTML, `slips` writes snippets as Taguette did while it
    took bytes for characters, and `renamed` the payloads of commands as they are since 2021.
    """
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES)
        insert(connection, "alembic_version", {"version_num": "63d7ca28fc0c" if renamed else "ecb4065de575"})
        for name in CODERS:
            insert(connection, "users", {"login": name, "created": DAY})
        insert(connection, "projects", {"id": 1, "name": "An empty one"})
        insert(connection, "projects", {"id": PROJECT, "name": "Samskaping"})
        for number, (name, text) in enumerate(TEXTS.items(), 1):
            html = between.join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines())
            row = {"id": number, "name": name, "project_id": PROJECT, "contents": html + between}
            insert(connection, "documents", row)
        for number, (code, above) in enumerate(CODES.items(), 1):
            insert(
                connection, "tags", {"id": number, "project_id": PROJECT, "path": ".".join([*above, code])}
            )
        for number, (first, codes) in enumerate(group_codes().items(), 1):
            _write_highlight(connection, number, first, codes, between, slips, renamed)
        connection.commit()
    return path


def group_codes() -> dict[Given, list[int]]:
    """The tags of each highlight: those that one coder gave the same words."""
    groups: dict[tuple[str, ...], list[Given]] = {}
    for one in GIVEN:
        groups.setdefault((one.document, one.coder, one.words), []).append(one)
    codes = list(CODES)
    return {group[0]: [codes.index(one.code) + 1 for one in group] for group in groups.values()}


def _write_highlight(
    connection: sqlite3.Connection,
    number: int,
    one: Given,
    codes: list[int],
    between: str,
    slips: bool,
    renamed: bool,
) -> None:
    text = TEXTS[one.document]
    start, end = (len(text[:place].replace("\n", between).encode()) for place in (one.start, one.end))
    if slips:
        snippet = slip(one.document, start, end, between)
    else:
        snippet = f"</p>{between}<p>".join(escape(line, quote=False) for line in one.words.split("\n"))
    document = list(TEXTS).index(one.document) + 1
    row = {"id": number, "document_id": document, "start_offset": start, "end_offset": end}
    insert(connection, "highlights", {**row, "snippet": f"<p>{snippet}</p>"})
    for code in codes:
        insert(connection, "highlight_tags", {"highlight_id": number, "tag_id": code})
    for count in range(1, len(codes) + 1):
        payload = {"type": "highlight_add", "start_offset": start, "end_offset": end, "tags": codes[:count]}
        write_command(
            connection, one.coder, payload | {"highlight_id" if renamed else "id": number}, document
        )


def write_command(
    connection: sqlite3.Connection, login: str, payload: Mapping[str, object], document: int | None = None
) -> None:
    row = {"date": DAY, "user_login": login, "project_id": PROJECT, "document_id": document}
    insert(connection, "commands", {**row, "payload": json.dumps(payload, sort_keys=True)})


def slip(document: str, start: int, end: int, between: str) -> str:
    """The snippet's text as an older Taguette took it: bytes say which piece, and then count characters."""
    pieces = [piece for line in TEXTS[document].splitlines() for piece in (line, between) if piece]
    first, begin = find_piece(pieces, start, after=True)
    last, stop = find_piece(pieces, end, after=False)
    whole = pieces[first : last + 1]
    whole[-1] = whole[-1][:stop]
    whole[0] = whole[0][begin:]
    return escape("".join(whole), quote=False)


def find_piece(pieces: list[str], offset: int, after: bool) -> tuple[int, int]:
    for number, piece in enumerate(pieces):
        size = len(piece.encode())
        if size > offset or (not after and size >= offset):
            return number, offset
        offset -= size
    raise AssertionError("beyond the text")


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, str | int | None]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def write_taguette_table(path: Path) -> Path:
    """The exported highlights: line breaks are blanks there, and one highlight has no tag."""
    paths = [".".join([*above, code]) for code, above in CODES.items()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "document", "tag", "content"])
        for number, (one, codes) in enumerate(group_codes().items(), 1):
            for code in codes:
                writer.writerow([number, one.document, paths[code - 1], " ".join(one.words.split("\n"))])
        writer.writerow([99, "arendal", "", "Det tar tid."])
    return path
