"""Projects of Taguette: its SQLite database, and the table of highlights that it exports.

The database knows every place, and its list of commands who gave a tag; several projects may stand in it.
The table knows neither coders nor places. A tag like `fields.anchoring` stands under `fields`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.ingest.codings.corpus import CodingFormat, Corpus, FoundCode
from analysis.ingest.codings.countings import Found, Span
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
    Locate,
    climb,
    list_coders,
    make_stretches,
)
from analysis.ingest.codings.taguette_history import History, find_copied, read_commands
from analysis.ingest.codings.taguette_rows import is_table, name_tags, read_table
from analysis.ingest.codings.taguette_text import ShownText, UnreadableText, show
from analysis.ingest.exports import RawFile, note_file
from analysis.ingest.files.sheets import Line
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

TOOL = "Taguette"
HTML_LENGTH = 5_000_000
VERSIONS = [
    *("dd37d9027a24", "679f625e6e6a", "bce44849c2f2", "80b1cc9d4c22", "b23f3b7a638e", "e4e090a5b511"),
    *("91ade71ccf4d", "d86c45d7aa8a", "447d636f72c5", "491de2dc7cd7", "6489b5f9cfb5", "09c662cd9483"),
    *("43d6c240309d", "8359b64e149f", "e4cf92942271", "382db36f20f4", "e2c673393d89", "807c0cc0ecf6"),
    *("ecb4065de575", "bc8e0e0677e9", "db5e31a0233d", "63d7ca28fc0c"),
]
"""The versions of the database by the names of their migrations."""
NEEDED = {
    "documents": ("id", "name", "project_id", "contents"),
    "highlights": ("id", "document_id", "start_offset", "end_offset", "snippet"),
    "highlight_tags": ("highlight_id", "tag_id"),
    "tags": ("id", "project_id", "path"),
}
COMMANDS = ("id", "date", "user_login", "project_id", "payload")


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Corpus:
    """Read a database (part `project`) or an exported table (part `rows`); raises `ProblemsFound`.

    A coding's coder is whoever put the tag on the highlight, empty where the file does not tell. The texts
    of a database are shown as lines, and their places are those of the lines.
    """
    if "rows" in files:
        return read_table(files["rows"], options)
    file = files["project"]
    with open_database(file.path, file.shown) as database:
        database.check_tables(TOOL, NEEDED)
        documents = database.read("documents", NEEDED["documents"])
        highlights = database.read("highlights", NEEDED["highlights"])
        project, receipts = _choose_project(database, documents, highlights)
        known, shown = _read_texts(
            [row for row in documents if to_whole(row["project_id"]) == project], database.found
        )
        texts = known.list_texts(database.found)
        receipts += _read_codes(database, project, options, known)
        rows, lines = _list_codings(database, project, documents, highlights)
        stretches, noted = make_stretches(rows, known, _locate_in(shown), database.found)
        said = database.read("alembic_version", ["version_num"])
    return Corpus(
        file=file.shown,
        texts=texts,
        codes=tuple(known.codes.values()),
        coders=list_coders(stretches),
        stretches=tuple(stretches),
        receipts=(
            note_file(file.shown, f"{TOOL}, database", "codings_file"),
            *(line for row in said for line in note_version(to_text(row["version_num"]), VERSIONS)),
            *receipts,
            *lines,
            *noted,
        ),
    )


def recognise(path: Path) -> bool:
    """Whether the file is a database with Taguette's tables, or a table with the header it exports."""
    return is_database(path, *NEEDED) or is_table(path)


def _choose_project(database: Database, documents: list[Row], highlights: list[Row]) -> tuple[Id, list[Line]]:
    """The one project with highlights, and a line on texts of others; notes a problem where several have."""
    home = {to_whole(row["id"]): to_whole(row["project_id"]) for row in documents}
    coded = Counter(home[id] for row in highlights if (id := to_whole(row["document_id"])) in home)
    names = {
        to_whole(row["id"]): to_text(row["name"]) for row in database.read("projects", ["id", "name"])
    } or dict.fromkeys(home.values(), "")
    if len(coded) > 1 or (not coded and len(set(home.values())) > 1):
        seen = "; ".join(
            f"“{names.get(id, '')}” ({id})" for id in sorted(set(coded or home.values()), key=str)
        )
        remedy = "in Taguette, export the one project (Project info, Export, SQLite3) and use that file"
        database.found.add("", "several projects stand in this file", seen, "one with highlights", remedy)
        database.found.raise_any()
    project = next(iter(coded), next(iter(home.values()), None))
    others = Counter(names.get(id, "") for id in home.values() if id != project)
    return project, [
        {"what": "file_noted", "why": "other_project", "before": name, "count": count}
        for name, count in others.items()
    ]


def _read_texts(documents: Sequence[Row], found: ProblemList) -> tuple[Known, dict[Id, ShownText]]:
    known = Known()
    shown: dict[Id, ShownText] = {}
    for row in documents:
        id, html = to_whole(row["id"]), to_text(row["contents"])
        known.names[id] = to_text(row["name"])
        if len(html) > HTML_LENGTH:
            allowed = f"at most {HTML_LENGTH:,} characters"
            found.add(f"document {id}", "the text is longer than any of Taguette's", len(html), allowed)
            continue
        try:
            shown[id] = show(html)
        except UnreadableText as error:
            found.add(f"document {id}", "the text is not HTML as Taguette stores it", error)
            continue
        known.stored[id] = shown[id].lines
    return known, shown


def _read_codes(database: Database, project: Id, options: SourceOptions, known: Known) -> list[Line]:
    """Add the project's tags, under those that their paths or their `parent_id` name."""
    rows = database.read("tags", ["id", "project_id", "path", "parent_id"])
    tags = {to_whole(row["id"]): row for row in rows if to_whole(row["project_id"]) == project}
    names = name_tags([to_text(row["path"]) for row in tags.values()], options)
    parents: dict[object, tuple[str, object]] = {
        id: (to_text(row["path"]), to_whole(row["parent_id"])) for id, row in tags.items()
    }
    lines: list[Line] = []
    for id, row in tags.items():
        path, above = to_text(row["path"]), to_whole(row["parent_id"])
        over, turning = climb(above, parents)
        code = names[path]
        known.codes[id] = FoundCode(code.name, over) if above is not None else code
        if turning:
            lines.append({"what": "file_noted", "why": "category_in_itself", "before": path})
    return lines


def _list_codings(
    database: Database, project: Id, documents: list[Row], highlights: list[Row]
) -> tuple[list[CodingRow], list[Line]]:
    """One row for each tag of each highlight, and lines on highlights without any and on copied coders."""
    commands = read_commands(database.read("commands", COMMANDS), project)
    users = {to_text(row["login"]) for row in database.read("users", ["login"])}
    history, copied = History(commands), find_copied(commands, users)
    elsewhere = {to_whole(row["id"]) for row in documents if to_whole(row["project_id"]) != project}
    tags: dict[Id, list[Id]] = {}
    for row in database.read("highlight_tags", NEEDED["highlight_tags"]):
        tags.setdefault(to_whole(row["highlight_id"]), []).append(to_whole(row["tag_id"]))
    rows: list[CodingRow] = []
    counts: Counter[str] = Counter()
    for row in highlights:
        id = to_whole(row["id"])
        if to_whole(row["document_id"]) in elsewhere:
            continue
        counts["selection_without_code"] += id not in tags
        for tag in tags.get(id, []):
            setting = history.find(id, tag)
            hidden = setting is not None and setting.command <= copied
            counts["coder_replaced"] += hidden
            coder = setting.login if setting and not hidden else ""
            rows.append(_make_row(row, tag, coder, setting.day if setting else ""))
    return rows, [
        {"what": "coding_noted", "why": why, "count": count} for why, count in counts.items() if count
    ]


def _make_row(row: Row, tag: Id, coder: str, day: str) -> CodingRow:
    return CodingRow(
        place=f"highlight {row['id']}, tag {tag}",
        text=to_whole(row["document_id"]),
        code=tag,
        start=to_whole(row["start_offset"]),
        end=to_whole(row["end_offset"]),
        words=to_text(row["snippet"]),
        coder=coder,
        day=day,
        memo="",
    )


def _locate_in(shown: Mapping[Id, ShownText]) -> Locate:
    """Stretches of bytes are found in the lines; their words are those of Taguette's snippet."""

    def locate(text: Id, spans: Sequence[Span]) -> list[Found]:
        return [_find(shown[text], span) if text in shown else Found(0, 0, "", "") for span in spans]

    return locate


def _find(shown: ShownText, span: Span) -> Found:
    start, end = shown.find(span.start, span.end)
    there = shown.lines[start:end]
    try:
        snippet = show(span.words)
    except UnreadableText:
        return Found(start, end, span.words, "")
    if not snippet.counted.strip() or _alike(snippet.counted, shown.slice(span.start, span.end)):
        return Found(start, end, there, "")
    if _alike(snippet.counted, shown.slip(span.start, span.end)):
        return Found(start, end, there, "", shifted=True)
    return Found(start, end, snippet.lines.strip("\n"), "")


def _alike(words: str, others: str) -> bool:
    return words.split() == others.split()


FORMAT = CodingFormat("taguette", TOOL, read, recognise, "project", also=("rows",))
