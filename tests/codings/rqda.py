"""The common codings as a project of RQDA, with codings, codes and texts that were deleted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from tests.codings.common import CODES, DELETED, GIVEN, TEXTS, Given

# As RQDA 0.2-8 (database 0.2.2) makes them: places are numbers with decimals.
TABLES = """
CREATE TABLE source (name text, id integer, file text, memo text, owner text, date text, dateM text,
 status integer);
CREATE TABLE freecode (name text, memo text, owner text, date text, dateM text, id integer, status integer,
 color text);
CREATE TABLE treecode (cid integer, catid integer, date text, dateM text, memo text, status integer,
 owner text);
CREATE TABLE codecat (name text, cid integer, catid integer, owner text, date text, dateM text, memo text,
 status integer);
CREATE TABLE coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer,
 owner text, date text, memo text);
CREATE TABLE coding2 (cid integer, fid integer, seltext text, selfirst real, selend real, status integer,
 owner text, date text, memo text);
CREATE TABLE project (databaseversion text, date text, dateM text, memo text, about text, imageDir text);
"""
DAY = "Sat Feb  3 14:05:06 2018"


def write_rqda(path: Path, lines: str = "\n", edited: bool = False, second: str = "") -> Path:
    """A project; the codings of the coder `second` stand in the second table.

    `lines` ends the stored lines. When a text was `edited`, RQDA stored the words anew, and from one
    character too early.
    """
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES)
        _insert(connection, "project", {"databaseversion": "0.2.2", "date": DAY})
        for number, (name, text) in enumerate(TEXTS.items(), 1):
            row = {"name": name, "id": number, "file": text.replace("\n", lines), "status": 1}
            _insert(connection, "source", row)
        _insert(connection, "source", {"name": "arendal", "id": 8, "file": "An older copy.", "status": 0})
        categories = list(dict.fromkeys(above[-1] for above in CODES.values()))
        for number, name in enumerate(categories, 1):
            _insert(connection, "codecat", {"name": name, "catid": number, "status": 1})
        for number, (code, above) in enumerate(CODES.items(), 1):
            _insert(connection, "freecode", {"name": code, "id": number, "status": 1})
            link = {"cid": number, "catid": categories.index(above[-1]) + 1, "status": 1}
            _insert(connection, "treecode", link)
        _insert(connection, "freecode", {"name": "legal", "id": 70, "status": 0})
        for one in GIVEN:
            _insert_coding(
                connection, one, lines, edited, table="coding2" if one.coder == second else "coding"
            )
        _insert_coding(connection, DELETED, lines, edited, status=-1)
        _insert_coding(connection, DELETED, lines, edited, status=0, cid=70)
        _insert_coding(connection, DELETED, lines, edited, fid=8)
        connection.commit()
    return path


def _insert_coding(
    connection: sqlite3.Connection,
    one: Given,
    lines: str,
    edited: bool,
    table: str = "coding",
    **other: int,
) -> None:
    stored = TEXTS[one.document].replace("\n", lines)
    start, end = (len(TEXTS[one.document][:place].replace("\n", lines)) for place in (one.start, one.end))
    row = {
        "cid": list(CODES).index(one.code) + 1,
        "fid": list(TEXTS).index(one.document) + 1,
        "seltext": stored[max(start - edited, 0) : end],
        "selfirst": float(start),
        "selend": float(end),
        "status": 1,
        "owner": one.coder,
        "date": DAY,
    }
    _insert(connection, table, {**row, **other})


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, str | float | None]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
