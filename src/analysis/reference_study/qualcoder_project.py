"""A project of QualCoder, its SQLite database, with the texts, the codes in categories and who gave which."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from analysis.codebooks import Code, Codebook
from analysis.reference_study.coders import CODERS, Given
from analysis.reference_study.identifiers import begin_day, find_moment
from analysis.reference_study.refi_qda_project import COLOURS, LEFT_AS_NOTES, NOTE, NOTICE
from analysis.reference_study.talk import Transcript

# The tables of QualCoder 3 that hold anything here; it makes others, for pictures, sound and graphs.
TABLES = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer,
 bookmarkpos integer, codername text, recently_used_codes text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
 date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text,
 owner text, date text, unique(fid,pos0,pos1,owner));
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text,
 constraint ucm unique(name));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer,
 owner text, date text, memo text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
 supercatid integer, unique(name));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
 color text, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,
 pos1 integer, owner text, date text, memo text, avid integer, important integer,
 unique(cid,fid,pos0,pos1,owner));
"""
VERSION = "v11"
ABOUT = "QualCoder 3.6"
OWNER = CODERS["coder_a"]
CHANGES = 1
LIBRARY = 3_040_001
"""What stands in the header as the version of SQLite that wrote the file, whichever did."""
PAGE, FILE_HEADER = 4096, 100
TREE_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}
"""How long the header of a page is, by the kind of page that its first byte tells."""


def export_database(
    transcripts: Sequence[Transcript], given: Mapping[str, Sequence[Given]], codebook: Codebook
) -> bytes:
    """The database; `given` holds the codings by session."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.qda"
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(TABLES)
            _fill(connection, transcripts, given, codebook)
            connection.commit()
            # Written anew from its first page to its last, it holds little of how it came about.
            connection.execute("VACUUM")
        return _fix(path.read_bytes())


def _fill(
    connection: sqlite3.Connection,
    transcripts: Sequence[Transcript],
    given: Mapping[str, Sequence[Given]],
    codebook: Codebook,
) -> None:
    begun = _write(begin_day(transcripts[0].talk.coded_from))
    _insert(connection, "project", [(VERSION, begun, NOTICE, ABOUT, 0, 0, OWNER, "")])
    numbers = _add_codes(connection, codebook, begun)
    for place, transcript in enumerate(transcripts, start=1):
        talk = transcript.talk
        _insert(
            connection,
            "source",
            [(place, f"{talk.title}.txt", transcript.text, None, "", OWNER, begun, None, None)],
        )
        _insert(connection, "cases", [(place, talk.case, "", OWNER, begun)])
        _insert(connection, "case_text", [(place, place, place, 0, len(transcript.text), OWNER, begun, "")])
        silent = [turn for turn in transcript.turns if not turn.codes and not turn.asked]
        marked = [(None, place, turn.words, turn.end, NOTE, OWNER, begun) for turn in silent[:LEFT_AS_NOTES]]
        _insert(connection, "annotation", marked)
        _insert(connection, "code_text", _list_codings(place, transcript, given[talk.session], numbers))


def _list_codings(
    source: int, transcript: Transcript, given: Sequence[Given], numbers: Mapping[str, int]
) -> list[tuple[object, ...]]:
    return [
        (
            *(None, numbers[one.code], source, transcript.text[one.start : one.end], one.start, one.end),
            *(CODERS[one.coder], _write(find_moment(one)), one.memo, None, None),
        )
        for one in given
    ]


def _add_codes(connection: sqlite3.Connection, codebook: Codebook, begun: str) -> dict[str, int]:
    """The number of each of the lowest codes, named by its English label; those above are categories."""
    numbers: dict[str, int] = {}
    categories = 0

    def add(code: Code, above: int | None, colour: str) -> None:
        nonlocal categories
        name = code.label.en.lower()
        if not code.codes:
            numbers[code.id] = len(numbers) + 1
            row = (numbers[code.id], name, code.definition.en, above, OWNER, begun, colour)
            _insert(connection, "code_name", [row])
            return
        categories += 1
        own = categories
        _insert(connection, "code_cat", [(own, name, OWNER, begun, code.definition.en, above)])
        for below in code.codes:
            add(below, own, colour)

    for place, code in enumerate(codebook.codes):
        add(code, None, COLOURS[place % len(COLOURS)])
    return numbers


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)


def _fix(content: bytes) -> bytes:
    """The file without what differs between versions of SQLite: their own number, and what pages hold unused.

    A page of a table or an index has its cells at its end, and nothing that counts between the list of their
    places and the first of them.
    """
    made = bytearray(content)
    struct.pack_into(">I", made, 24, CHANGES)
    struct.pack_into(">II", made, 92, CHANGES, LIBRARY)
    for page in range(0, len(made), PAGE):
        header = page + (FILE_HEADER if page == 0 else 0)
        if made[header] in TREE_PAGES:
            cells, first = struct.unpack_from(">HH", made, header + 3)
            begin = header + TREE_PAGES[made[header]] + 2 * cells
            made[begin : page + first] = bytes(page + first - begin)
    return bytes(made)


def _write(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
