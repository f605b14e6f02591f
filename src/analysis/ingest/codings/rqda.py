"""Projects of RQDA: a file .rqda, which is an SQLite database.

RQDA itself shows only what has the status 1: a coding that was unmarked has -1, and one whose code or text
was deleted has 0. Its places count characters from 0, the end exclusive. When a text was changed after it
was coded, RQDA moved the places rightly and stored the words from one character too early; `countings`
knows that by the words. A second table of codings, coding2, is for coding a text once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.ingest.codings.corpus import CodingFormat, Corpus, FoundCode
from analysis.ingest.codings.databases import (
    Database,
    Row,
    is_database,
    note_version,
    open_database,
    to_text,
    to_whole,
)
from analysis.ingest.codings.project_rows import (
    CodingRow,
    Id,
    Known,
    list_coders,
    make_stretches,
    read_day,
)
from analysis.ingest.exports import RawFile, note_file
from analysis.ingest.files.sheets import Line
from analysis.source_options import SourceOptions

TOOL = "RQDA"
VERSIONS = ["0.1.5", "0.1.6", "0.1.8", "0.1.9", "0.2.0", "0.2.2"]
NEEDED = {
    "coding": ("cid", "fid", "selfirst", "selend", "status", "owner"),
    "freecode": ("id", "name", "status"),
    "source": ("id", "name", "file", "status"),
}
CODING = (*NEEDED["coding"], "seltext", "date", "memo")
SECOND = "coding2"
CURRENT = 1


@dataclass
class Deleted:
    """The ids of the texts and codes that were deleted."""

    texts: set[Id] = field(default_factory=set)
    codes: set[Id] = field(default_factory=set)


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Corpus:
    """Read a project's texts, codes and codings as RQDA would show them; a coding's coder is its owner.

    What was deleted is left out and counted. Raises `ProblemsFound` for a file that is no whole project,
    texts of one name, and where more than a few of the codings name a code or a text that is not there.
    """
    file = files["project"]
    with open_database(file.path, file.shown) as database:
        database.check_tables(TOOL, NEEDED)
        said = database.read("project", ["databaseversion"])
        known, deleted = Known(), Deleted()
        _read_texts(database, known, deleted)
        receipts = _read_codes(database, known, deleted)
        texts = known.list_texts(database.found)
        rows, left = _read_codings(database, deleted)
        stretches, lines = make_stretches(
            rows, known, known.locate_by_words(editor=False, shifts=True), database.found
        )
    version = to_text(said[0]["databaseversion"]) if said else ""
    return Corpus(
        file=file.shown,
        texts=texts,
        codes=tuple(known.codes.values()),
        coders=list_coders(stretches),
        stretches=tuple(stretches),
        receipts=(
            note_file(file.shown, f"{TOOL}, database {version}" if version else TOOL, "codings_file"),
            *note_version(version, VERSIONS),
            *receipts,
            *left,
            *lines,
        ),
    )


def recognise(path: Path) -> bool:
    """Whether the file is a database with RQDA's tables."""
    return is_database(path, *NEEDED)


def _read_texts(database: Database, known: Known, deleted: Deleted) -> None:
    for row in database.read("source", ["id", "name", "file", "status"]):
        id = to_whole(row["id"])
        if to_whole(row["status"]) == CURRENT:
            known.names[id], known.stored[id] = to_text(row["name"]), to_text(row["file"])
        else:
            deleted.texts.add(id)


def _read_codes(database: Database, known: Known, deleted: Deleted) -> list[Line]:
    """Add the codes, each under the first of its categories; returns a line for each that has several."""
    above = _read_categories(database)
    lines: list[Line] = []
    for row in database.read("freecode", ["id", "name", "status"]):
        id, name = to_whole(row["id"]), to_text(row["name"])
        if to_whole(row["status"]) != CURRENT:
            deleted.codes.add(id)
            continue
        over = above.get(id, [])
        known.codes[id] = FoundCode(name, tuple(over[:1]))
        if len(over) > 1:
            told = {"before": name, "after": over[0]}
            lines.append({"what": "file_noted", "why": "several_categories", **told})
    return lines


def _read_categories(database: Database) -> dict[Id, list[str]]:
    """The categories that each code stands in, by the code's id, in the order of the categories' ids."""
    names = {
        to_whole(row["catid"]): to_text(row["name"])
        for row in database.read("codecat", ["catid", "name", "status"])
        if to_whole(row["status"]) == CURRENT
    }
    links = {
        (to_whole(row["cid"]) or 0, catid or 0)
        for row in database.read("treecode", ["cid", "catid", "status"])
        if to_whole(row["status"]) == CURRENT and (catid := to_whole(row["catid"])) in names
    }
    above: dict[Id, list[str]] = {}
    for cid, catid in sorted(links):
        above.setdefault(cid, []).append(names[catid])
    return above


def _read_codings(database: Database, deleted: Deleted) -> tuple[list[CodingRow], list[Line]]:
    """The codings of both tables that were not deleted, and lines that count the deleted and the second."""
    rows: list[CodingRow] = []
    left: Counter[str] = Counter()
    for table in ("coding", SECOND):
        for row in database.read(table, CODING):
            coding = _read_coding(row, f"{table}, row {row['#']}")
            if coding.text in deleted.texts:
                left["text_deleted"] += 1
            elif coding.code in deleted.codes:
                left["code_deleted"] += 1
            elif to_whole(row["status"]) != CURRENT:
                left["coding_deleted"] += 1
            else:
                rows.append(coding)
    second = sum(row.place.startswith(SECOND) for row in rows)
    counts = {**dict(sorted(left.items())), **({"second_coding_table": second} if second else {})}
    return rows, [{"what": "coding_noted", "why": why, "count": count} for why, count in counts.items()]


def _read_coding(row: Row, place: str) -> CodingRow:
    return CodingRow(
        place=place,
        text=to_whole(row["fid"]),
        code=to_whole(row["cid"]),
        start=to_whole(row["selfirst"]),
        end=to_whole(row["selend"]),
        words=to_text(row["seltext"]),
        coder=to_text(row["owner"]),
        day=read_day(to_text(row["date"])),
        memo=to_text(row["memo"]),
    )


FORMAT = CodingFormat("rqda", TOOL, read, recognise, "project")
