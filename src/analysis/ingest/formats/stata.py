"""Exports as a data file of Stata (.dta): one file that holds answers, questions and codes."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.ingest.exports import Export, Format, RawFile
from analysis.ingest.files.statistics_files import read_statistics
from analysis.ingest.formats.labelled import to_export
from analysis.ingest.looks import Look, Sighting
from analysis.source_options import SourceOptions


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Export:
    """Read an export; every case is a completed answer. Raises `ProblemsFound`."""
    answers = files["answers"]
    return to_export(read_statistics("Stata", answers.path, answers.shown), answers)


def recognise(look: Look) -> Sighting | None:
    """The first bytes of the file say it."""
    return Sighting("answers", "it begins as Stata writes its data files") if look.kind == "stata" else None


FORMAT: Format = Format("stata", "Stata", read, recognise)
