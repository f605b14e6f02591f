"""Rows of sources.tsv for files that nobody has entered yet, for a person to paste."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from analysis.problems import ProblemsFound
from analysis.sources import COLUMNS, hash_file
from analysis.study import Study

ALWAYS_NAMED = ("data.qda",)
"""Files that their tool gives the same name in every project: the folder says which one it is."""


def tell_row(
    path: Path, study: Study, cells: Mapping[str, str], choices: Mapping[str, Iterable[str]]
) -> Iterator[str]:
    """Lines with the row of one file; what only the team can know stands in angle brackets.

    `cells` are by column: kind, part, format, instrument, case and wave. `choices` says what may stand in
    place of each cell in brackets.
    """
    row = {"source": name_source(path, study), "version": "", "group": "", **cells}
    row |= {"path": name_path(path, study), "sha256": hash_file(path)}
    yield f"Row for config/sources.tsv (a tab between two cells; columns {', '.join(COLUMNS)}):"
    yield "\t".join(row[name] for name in COLUMNS)
    for name, known in choices.items():
        if name in row.values():
            yield f"  {name}: {', '.join(known)}"
    if not _lies_inside(path, study):
        yield "  Put the file into the study's folder first, where the path says."


def tell_unread(found: ProblemsFound) -> list[str]:
    """Lines with why a file cannot be read, and how to look at one of several sheets."""
    told = str(found)
    lines = ["It cannot be read yet:", *(f"  {line}" for line in told.splitlines())]
    return [*lines, "  Look at one of them with --sheet NAME."] if "sheet:" in told else lines


def name_path(path: Path, study: Study) -> str:
    """The file's path in the study's folder, or the one it could have there."""
    if _lies_inside(path, study):
        return path.resolve().relative_to(study.root.resolve()).as_posix()
    return f"data/raw/{path.name}"


def _lies_inside(path: Path, study: Study) -> bool:
    return path.resolve().is_relative_to(study.root.resolve())


def name_source(path: Path, study: Study) -> str:
    """A source for the file: the one it is entered as, or else one after its name that is not taken."""
    if entered := study.source_of(path):
        return entered
    named = path.resolve().parent.name if path.name.casefold() in ALWAYS_NAMED else path.stem
    plain = re.sub(r"[^a-z0-9]+", "-", named.casefold()).strip("-")
    source = plain if plain[:1].isalpha() else f"source-{plain}".rstrip("-")
    taken = {file.source for file in study.sources}
    number, free = 1, source
    while free in taken:
        number += 1
        free = f"{source}-{number}"
    return free


def choose_wave(path: Path, study: Study, held: Iterable[str] = ()) -> str:
    """The wave of a file: the one it is entered for, that of all its sessions, the only one, else <wave>."""
    entered = {file.wave for file in study.files_of(study.source_of(path))}
    for found in (entered, set(held), set(list_waves(study))):
        if len(found) == 1:
            return found.pop()
    return "<wave>"


def list_waves(study: Study) -> list[str]:
    """The waves that a row may name."""
    return [wave.id for wave in study.settings.waves]
