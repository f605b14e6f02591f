"""From raw exports to answers: one file for each export format, one way from there on.

A reader turns the files of an export into text cells (`exports.Export`); columns become items, cells
become answers, and every decision taken on the way is a line of the receipts, counted to zero difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.ingest import nettskjema, surveyxact
from analysis.ingest.exports import Export
from analysis.ingest.responses import Imported, combine, read_responses
from analysis.problems import ProblemList
from analysis.sources import FILE as SOURCES
from analysis.sources import SourceFile
from analysis.study import Study

__all__ = ["FORMATS", "Imported", "combine", "import_source"]

FORMATS: dict[str, Callable[[Path, list[SourceFile]], Export]] = {
    "nettskjema": nettskjema.read,
    "surveyxact": surveyxact.read,
}
"""The reader of each format of sources.tsv: the study's folder and the export's rows in, an Export out."""


def import_source(study: Study, source: str) -> Imported:
    """Read one export of the study.

    Raises `ProblemsFound` with all problems of the export: of its files where they cannot be read,
    else of its columns, its codes and its cells.
    """
    files = study.files_of(source)
    if not files:
        found = ProblemList(SOURCES)
        found.check_name("column source", "source", source, study.source_ids)
        found.raise_any()
    return read_responses(FORMATS[files[0].format](study.root, files), files[0], study)
