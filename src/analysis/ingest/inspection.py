"""What a file is and what could become of it, before anybody has entered it in sources.tsv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.ingest.detection import Candidate, find_candidates, find_siblings, look_at
from analysis.ingest.exports import Export, RawFile
from analysis.ingest.languages import find_languages
from analysis.ingest.looks import Look
from analysis.ingest.mapping.columns import map_columns
from analysis.ingest.mapping.matching import Match
from analysis.ingest.people.identifiers import find_identifiers
from analysis.ingest.people.masking import hiding
from analysis.instruments import Instrument
from analysis.problems import ProblemList, ProblemsFound
from analysis.source_options import SourceOptions
from analysis.sources import hash_file


@dataclass(frozen=True)
class Fit:
    """How an export's columns map to one instrument: the matches by item, and what is left of both."""

    instrument: Instrument
    matches: dict[str, Match]
    missing: list[str]
    problems: list[str]


@dataclass(frozen=True)
class Reading:
    """A file read as one format: the files it took, what came of it, or why nothing did."""

    candidate: Candidate
    look: Look
    files: Mapping[str, Path]
    export: Export | None
    problems: ProblemsFound | None
    identifiers: dict[str, str]
    languages: list[str]
    fits: list[Fit]


@dataclass(frozen=True)
class Inspection:
    """Everything there is to tell of a file: `path` as it was named, its size in bytes and its hash."""

    path: Path
    size: int
    sha256: str
    readings: list[Reading]


def inspect_file(path: Path, instruments: Mapping[str, Instrument], options: SourceOptions) -> Inspection:
    """Look at a file, read it as every format it may be of, and hold its columns against the instruments.

    `options` may name the sheet of a workbook, or the event of a project, that is to be read.

    Raises `ProblemsFound` for a file that is missing or cannot be an export at all.
    """
    found = ProblemList(path.as_posix())
    if not path.is_file():
        remedy = "name a file, with its folder" if path.exists() else "correct the name or the folder"
        found.add("", "there is no such file", path.name, "", remedy)
        found.raise_any()
    look = look_at(path, path.as_posix())
    candidates = find_candidates(look)
    if not candidates:
        remedy = "name the file with the answers, or export it from the survey tool again"
        found.add("", "the file looks like no export that is known here", "", "", remedy)
        found.raise_any()
    readings = [_read(path, look, one, instruments, options) for one in candidates]
    return Inspection(path, path.stat().st_size, hash_file(path), readings)


def _read(
    path: Path,
    look: Look,
    candidate: Candidate,
    instruments: Mapping[str, Instrument],
    options: SourceOptions,
) -> Reading:
    tool, part = candidate.format, candidate.sighting.part
    others = [name for name in (*tool.parts, *tool.optional) if name != part]
    files = {part: path} | find_siblings(path, tool, others)
    found = ProblemList(path.as_posix())
    for name in tool.parts:
        if name not in files:
            what = f"an export from {tool.tool} needs its file “{name}” too"
            found.add("", what, "", name, f"put it into the folder {path.parent.as_posix()}")
    try:
        found.raise_any()
        raw = {name: RawFile(name, one, one.as_posix()) for name, one in files.items()}
        with hiding():
            export = tool.read(raw, options)
    except ProblemsFound as problems:
        return Reading(candidate, look, files, None, problems, {}, [], [])
    fits = [_fit(export, instrument) for instrument in instruments.values()]
    fits.sort(key=lambda fit: -len(fit.matches))
    by_format = {name: why for name, why in export.tool_columns.items() if why == "identifier"}
    identifiers = by_format | find_identifiers(export)
    languages = _languages(export)
    return Reading(candidate, look, files, export, None, identifiers, languages, fits)


def _fit(export: Export, instrument: Instrument) -> Fit:
    found = ProblemList(export.file)
    matches = map_columns(export, instrument, SourceOptions(), (), found)
    missing = [item.id for item in instrument.items if item.id not in matches]
    return Fit(instrument, matches, missing, [str(one) for one in found.problems])


def _languages(export: Export) -> list[str]:
    texts = [*export.cells.columns]
    for question in export.questions.values():
        texts += [question.text, question.part, *question.options.values()]
    return find_languages(texts)


def count_statuses(export: Export) -> dict[str, int]:
    """How many rows are of each status, the blank ones last."""
    counts = dict(Counter(export.statuses.tolist()))
    return counts | ({"blank": len(export.blank)} if export.blank else {})
