"""Finding out what a file is: by its first bytes, then by what each format knows of its own files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.ingest.exports import Format, RawFile
from analysis.ingest.files.dialects import SEPARATORS
from analysis.ingest.files.limits import check_size
from analysis.ingest.files.workbooks import read_workbook
from analysis.ingest.formats import FORMATS
from analysis.ingest.looks import Look, Sighting
from analysis.problems import ProblemList, ProblemsFound

LOOKED_AT = 400_000
ROWS = 40
FALLBACK = "table"
SIBLINGS = 40
"""How many files of a folder are looked at, those with the likest names first."""
LONGEST_CELL = 10_000_000
QUOTED = re.compile(r'"(?:[^"]|"")*"?')
SYNTAX = re.compile(r"^\s*(?:data\s*<-|names\(data\)|attributes\(data\)|data\[)", re.MULTILINE)
OTHERS = {
    b"\xd0\xcf\x11\xe0": ("an old or password-protected Office file", "save it as .xlsx without a password"),
    b"%PDF": ("a PDF document", "export the answers as CSV, .xlsx or .sav"),
    b"SQLite format 3": ("a database", "if it holds codings, it is no survey; else export the answers"),
    b"\x1f\x8b": ("a compressed file", "unpack it and name the file inside"),
    b"\x89PNG": ("a picture", "export the answers as CSV, .xlsx or .sav"),
}


@dataclass(frozen=True)
class Candidate:
    """A format that a file may be of, and what speaks for it."""

    format: Format
    sighting: Sighting


def look_at(path: Path, shown: str) -> Look:
    """A first look into a file; raises `ProblemsFound` for what cannot be a file of a survey."""
    check_size(path, ProblemList(shown))
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    if head.startswith((b"$FL2", b"$FL3")):
        return Look(shown, "spss")
    if head.startswith(b"<stata_dta>") or _is_old_stata(head):
        return Look(shown, "stata")
    if head.startswith(b"PK"):
        grids = read_workbook(path, shown)
        return Look(shown, "workbook", {name: grid.cells[:ROWS] for name, grid in grids.items()})
    found = ProblemList(shown)
    for magic, (what, remedy) in OTHERS.items():
        if head.startswith(magic):
            found.add("", f"this is {what}, not an export of answers", "", "", remedy)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        found.add("", "the file is empty", f"{path.stat().st_size} bytes", "", "export it again")
    found.raise_any()
    return _look_at_text(_decode(head), len(head) == LOOKED_AT, shown)


def _is_old_stata(head: bytes) -> bool:
    """Formats 104 to 115: the version, then the byte order, then the kind of file."""
    return len(head) > 4 and head[0] in range(104, 116) and head[1] in (1, 2) and head[2:4] == b"\x01\x00"


def _decode(head: bytes) -> str:
    """The text as well as it can be had; the reader itself is strict."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut = error.start > len(head) - 4
        return head.decode("utf-8-sig" if cut else "cp1252", "replace")


def _look_at_text(text: str, cut: bool, shown: str) -> Look:
    begin = text.lstrip()
    if begin.startswith(("[", "{")) and not begin.startswith("[$"):
        return Look(shown, "json", text=text)
    if begin.startswith("<"):
        return Look(shown, "xml", text=text)
    if SYNTAX.search(text):
        return Look(shown, "syntax", text=text)
    first = QUOTED.sub("", re.split(r"\r\n|\n|\r", text, maxsplit=1)[0])
    separator = max(SEPARATORS, key=first.count)
    before = csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) > ROWS:
                break
    except csv.Error:
        # A damaged row is the reader's to tell; what stands above it is enough for a look.
        pass
    finally:
        csv.field_size_limit(before)
    whole = rows[:-1] if cut and 1 < len(rows) <= ROWS else rows
    return Look(shown, "text", {"": whole[:ROWS]}, text)


def find_candidates(look: Look) -> list[Candidate]:
    """The formats a file may be of: those that are sure of it, else all that may be, none being possible."""
    seen = [Candidate(one, sighting) for one in FORMATS.values() if (sighting := one.recognise(look))]
    return _prefer(seen)


def _prefer(seen: list[Candidate]) -> list[Candidate]:
    """The sure ones, else those that know the tool; a plain table is what is left when no tool is known."""
    known = [one for one in seen if one.format.id != FALLBACK]
    return [one for one in known if one.sighting.sure] or known or seen


def detect_format(files: Mapping[str, RawFile], place: str, sources: str) -> Candidate:
    """The one format whose parts all the files of an export look like.

    `place` is where `sources` names the format. Raises `ProblemsFound` where none, or more than one, fits.
    """
    looks = {part: look_at(file.path, file.shown) for part, file in files.items()}
    whole = [fit for one in FORMATS.values() if (fit := _fit(one, looks))]
    best = _prefer(whole)
    if len(best) == 1:
        return best[0]
    found = ProblemList(sources)
    remedy = "enter the format by name; python3 run.py inspect tells what is seen of a file"
    seen = "; or ".join(f"{one.format.id}: {one.sighting.why}" for one in best)
    what = "the files can be read as more than one format" if best else "the files look like no known format"
    found.add(place, what, seen, ", ".join(FORMATS), remedy)
    found.raise_any()
    raise AssertionError


def _fit(one: Format, looks: Mapping[str, Look]) -> Candidate | None:
    """The format, if every file looks like the part it is entered as; what it saw of the answers."""
    if set(looks) - {*one.parts, *one.optional} or set(one.parts) - set(looks):
        return None
    sightings = {part: one.recognise(look) for part, look in looks.items()}
    if any(sighting is None or sighting.part != part for part, sighting in sightings.items()):
        return None
    answers = sightings["answers"]
    return Candidate(one, answers) if answers else None


def find_siblings(path: Path, format: Format, needed: Sequence[str]) -> dict[str, Path]:
    """Other files of the same folder that look like further parts of the same export, by part.

    Where several look like one part, the one whose name begins most like this file's is taken.
    """
    found: dict[str, list[Path]] = {}
    others = sorted(path.parent.iterdir(), key=lambda one: (-_alike(one.name, path.name), one.name))
    near = [one for one in others if one != path and one.is_file()] if needed else []
    for other in near[:SIBLINGS]:
        sighting = _glance(other, format)
        if sighting and sighting.part in needed:
            found.setdefault(sighting.part, []).append(other)
    return {part: paths[0] for part, paths in found.items()}


def _glance(path: Path, format: Format) -> Sighting | None:
    try:
        return format.recognise(look_at(path, path.name))
    except (ProblemsFound, OSError):
        return None


def _alike(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
