"""The kinds of files that codings are read from, and which of them a file is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analysis.ingest.codings import qualcoder, refi_qda, rqda, tables, taguette
from analysis.ingest.codings.corpus import CodingFormat, Corpus
from analysis.ingest.exports import RawFile
from analysis.ingest.files.limits import check_size
from analysis.ingest.files.sheets import Line
from analysis.problems import ProblemList
from analysis.sources import FILE as SOURCES
from analysis.sources import SourceFile
from analysis.study import Study

FORMATS: dict[str, CodingFormat] = {
    one.id: one for one in (refi_qda.FORMAT, qualcoder.FORMAT, taguette.FORMAT, rqda.FORMAT, tables.FORMAT)
}
FALLBACK = tables.FORMAT.id
"""What a file may be only where no tool knows it as its own."""
ENDINGS = {".qdpx": "refi_qda", ".qda": "qualcoder", ".rqda": "rqda", ".sqlite3": "taguette"}
"""What a damaged file was, by the ending of its name: its reader tells what is amiss."""


def read_source(study: Study, source: str) -> Corpus:
    """One source of codings, read by the reader of its format; raises `ProblemsFound`."""
    files = study.files_of(source)
    main = next(file for file in files if file.part in ("project", "rows"))
    raw = {str(file.part): RawFile(file.part, study.root / file.path, file.path) for file in files}
    options = study.options_of(source)
    if main.format != "auto":
        one = FORMATS[main.format]
        return one.read(_sort_parts(raw, main, one), options)
    one = detect_format(raw[main.part], main.place("format"), SOURCES)
    corpus = one.read(_sort_parts(raw, main, one), options)
    line: Line = {"what": "file_read", "why": "format_detected", "before": one.id, "after": one.tool}
    return replace(corpus, receipts=(line, *corpus.receipts))


def find_formats(path: Path, shown: str) -> list[CodingFormat]:
    """The formats that a file may be of; a plain table only where no tool knows the file as its own."""
    # Recordings may lie in a project's archive, which its reader knows how to leave alone.
    if not refi_qda.FORMAT.recognise(path):
        check_size(path, ProblemList(shown))
    seen = [one for one in FORMATS.values() if one.recognise(path)]
    named = ENDINGS.get(path.suffix.casefold(), "")
    return [one for one in seen if one.id != FALLBACK] or seen or [FORMATS[one] for one in [named] if one]


def detect_format(file: RawFile, place: str, sources: str) -> CodingFormat:
    """The one format that a file is of; `place` is where `sources` names it. Raises `ProblemsFound`."""
    seen = find_formats(file.path, file.shown)
    if len(seen) == 1:
        return seen[0]
    found = ProblemList(sources)
    what = "the file may be of several formats" if seen else "the file looks like no known file of codings"
    remedy = "enter the format by name; python3 run.py inspect tells what is seen of a file"
    found.add(place, what, " or ".join(one.id for one in seen), ", ".join(FORMATS), remedy)
    found.raise_any()
    raise AssertionError


def _sort_parts(raw: dict[str, RawFile], main: SourceFile, one: CodingFormat) -> dict[str, RawFile]:
    """The files by part; raises `ProblemsFound` where the part is another than the format's."""
    found = ProblemList(SOURCES)
    if main.part not in (one.part, *one.also):
        what = f"codings from {one.tool} stand in a file “{one.part}”"
        found.add(main.place("part"), what, main.part, one.part, "correct the part")
    for part in raw:
        if part not in (main.part, "codebook"):
            what = f"codings have no file “{part}”"
            found.add(main.place("part"), what, part, f"{one.part}, codebook", "remove the row")
    found.raise_any()
    return raw
