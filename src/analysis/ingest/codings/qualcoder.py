"""Projects of QualCoder: the file data.qda in the project's folder, which is an SQLite database.

QualCoder is an editor of Qt: the places of a selection count UTF-16 units of the text as it is shown, while
codes that it gives by searching, and those of other programs, count the characters that are stored. So each
coding is read in the way in which its place holds its words (`countings`). Columns differ between the
versions (v1 to v14 are known), and only those that all have are needed.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    Known,
    climb,
    list_coders,
    make_stretches,
    read_day,
)
from analysis.ingest.exports import RawFile, note_file
from analysis.ingest.files.sheets import Line
from analysis.source_options import SourceOptions

TOOL = "QualCoder"
VERSIONS = [f"v{number}" for number in range(1, 15)]
NEEDED = {
    "code_text": ("cid", "fid", "pos0", "pos1", "owner"),
    "code_name": ("cid", "name", "catid"),
    "source": ("id", "name", "fulltext"),
}
CODING = (*NEEDED["code_text"], "seltext", "date", "memo", "ctid")
MEDIA = ("/images/", "images:", "/audio/", "audio:", "/video/", "video:")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Corpus:
    """Read a project's texts, codes and codings of text; a coding's coder is its owner.

    Raises `ProblemsFound` for a file that is no whole project, texts of one name, and where more than a few
    of the codings name a code or a text that is not there.
    """
    file = files["project"]
    with open_database(file.path, file.shown) as database:
        database.check_tables(TOOL, NEEDED)
        said = database.read("project", ["databaseversion"])
        known = _read_texts(database)
        receipts = [*_read_codes(database, known), *_note_media(database)]
        texts = known.list_texts(database.found)
        rows = [_read_coding(row) for row in database.read("code_text", CODING)]
        stretches, lines = make_stretches(rows, known, known.locate_by_words(editor=True), database.found)
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
            *lines,
        ),
    )


def recognise(path: Path) -> bool:
    """Whether the file is a database with QualCoder's tables."""
    return is_database(path, *NEEDED)


def _read_texts(database: Database) -> Known:
    """The sources that are texts; images and recordings have a path, and no text."""
    known = Known()
    for row in database.read("source", ["id", "name", "fulltext", "mediapath"]):
        if not to_text(row["mediapath"]).startswith(MEDIA):
            known.names[to_whole(row["id"])] = to_text(row["name"])
            if row["fulltext"] is not None:
                known.stored[to_whole(row["id"])] = to_text(row["fulltext"])
    return known


def _read_codes(database: Database, known: Known) -> list[Line]:
    """Add the codes, each under its categories and, in newer versions, the codes above it."""
    parents: dict[object, tuple[str, object]] = {}
    for row in database.read("code_cat", ["catid", "name", "supercatid"]):
        above = ("category", to_whole(row["supercatid"]))
        parents["category", to_whole(row["catid"])] = to_text(row["name"]), above
    rows = database.read("code_name", ["cid", "name", "catid", "supercid"])
    for row in rows:
        over = to_whole(row["supercid"])
        above = ("code", over) if over is not None else ("category", to_whole(row["catid"]))
        parents["code", to_whole(row["cid"])] = to_text(row["name"]), above
    lines: list[Line] = []
    for row in rows:
        cid, name = to_whole(row["cid"]), to_text(row["name"])
        names, turning = climb(parents["code", cid][1], parents)
        known.codes[cid] = FoundCode(name, names)
        if turning:
            lines.append({"what": "file_noted", "why": "category_in_itself", "before": name})
    return lines


def _note_media(database: Database) -> list[Line]:
    counts = {table: database.count(table) for table in ("code_image", "code_av")}
    return [
        {"what": "coding_noted", "why": "not_text", "before": table, "count": count}
        for table, count in counts.items()
        if count
    ]


def _read_coding(row: Row) -> CodingRow:
    return CodingRow(
        place=f"code_text {row['ctid']}" if row["ctid"] is not None else f"code_text, row {row['#']}",
        text=to_whole(row["fid"]),
        code=to_whole(row["cid"]),
        start=to_whole(row["pos0"]),
        end=to_whole(row["pos1"]),
        words=to_text(row["seltext"]),
        coder=to_text(row["owner"]),
        day=read_day(to_text(row["date"])),
        memo=to_text(row["memo"]),
    )


FORMAT = CodingFormat("qualcoder", TOOL, read, recognise, "project")
