"""From raw exports to answers: one file for each export format, one way from there on.

A reader turns the files of an export into text cells (`exports.Export`); columns become items, cells
become answers, and every decision taken on the way is a line of the receipts, counted to zero difference.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analysis.ingest.detection import detect_format
from analysis.ingest.exports import Export, Format, RawFile
from analysis.ingest.files.sheets import Line
from analysis.ingest.formats import FORMATS
from analysis.ingest.people.combination import combine
from analysis.ingest.people.masking import hiding
from analysis.ingest.responses import Imported, read_responses
from analysis.problems import ProblemList
from analysis.sources import FILE as SOURCES
from analysis.sources import SourceFile
from analysis.study import Study

__all__ = ["FORMATS", "Imported", "combine", "import_source", "read_export"]


def import_source(study: Study, source: str, key: bytes) -> Imported:
    """Read one export of the study; people are named with `key`.

    Raises `ProblemsFound` with all problems of the export: of its files where they cannot be read,
    else of its columns, its codes and its cells.
    """
    files = study.files_of(source)
    if not files:
        found = ProblemList(SOURCES)
        found.check_name("column source", "source", source, study.source_ids)
        found.raise_any()
    with hiding():
        return read_responses(read_export(study, files), files[0], study, key)


def read_export(study: Study, files: list[SourceFile]) -> Export:
    """The export that the rows of one source name, read by its format's reader; raises `ProblemsFound`."""
    options = study.options_of(files[0].source)
    if files[0].format != "auto":
        one = FORMATS[files[0].format]
        return one.read(sort_parts(study.root, files, one), options)
    raw = {str(file.part): RawFile(file.part, study.root / file.path, file.path) for file in files}
    seen = detect_format(raw, files[0].place("format"), SOURCES)
    export = seen.format.read(sort_parts(study.root, files, seen.format), options)
    line: Line = {
        "what": "file_read",
        "why": "format_detected",
        "before": seen.format.id,
        "after": seen.sighting.why,
    }
    return replace(export, receipts=[line, *export.receipts])


def sort_parts(root: Path, files: list[SourceFile], tool: Format) -> dict[str, RawFile]:
    """The files by part; raises `ProblemsFound` unless each needed part, and no strange one, is there."""
    found = ProblemList(SOURCES)
    parts = {str(file.part): file for file in files}
    known = (*tool.parts, *tool.optional)
    for part in tool.parts:
        if part not in parts:
            what = f"an export from {tool.tool} needs its file “{part}”"
            remedy = "add the row of that file"
            found.add(files[0].place("part"), what, ", ".join(parts), ", ".join(tool.parts), remedy)
    for part, file in parts.items():
        if part not in known:
            what = f"an export from {tool.tool} has no file “{part}”"
            remedy = "correct the part, or remove the row"
            found.add(file.place("part"), what, part, ", ".join(known), remedy)
    found.raise_any()
    return {part: RawFile(part, root / file.path, file.path) for part, file in parts.items()}
