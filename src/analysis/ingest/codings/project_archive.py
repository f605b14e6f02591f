"""The project file of a qualitative tool as an archive: its description and its texts, nothing unpacked."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, ZipInfo

from analysis.ingest.exports import RawFile
from analysis.ingest.files.apart import Refused
from analysis.ingest.files.archives import Contents, open_archive, read_member
from analysis.ingest.files.xml_trees import LARGEST, parse_xml
from analysis.problems import Problem, ProblemList, ProblemsFound, shorten

PROJECT = Contents("project file", "project file of coded texts", members=20_000, unpacked=50 * 1000**3)
"""Recordings may lie in the archive too, and are never read."""
TEXTS = 300 * 1000**2
"""How many bytes all texts of a project may have."""
DEEPEST = 200
"""A tree of codes nests as deeply as its makers like; no person reads one of this depth."""
AGAIN = "export the project again from the tool, as a REFI-QDA project (.qdpx) with its sources"
ZIP = b"PK"


@dataclass(frozen=True)
class ProjectArchive:
    """What is read of a project file: the root of its description, and the bytes of its texts.

    `texts` holds the content behind each path that the description names for a plain text; a text that is
    not in the archive is not in it.
    """

    root: Element
    texts: dict[str, bytes]


def looks_like_project(path: Path) -> bool:
    """Whether a file is an archive with the description of a REFI-QDA project."""
    try:
        with path.open("rb") as file:
            if file.read(2) != ZIP:
                return False
        with ZipFile(path) as archive:
            return bool(_find_descriptions(archive.namelist()))
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return path.suffix.lower() == ".qdpx" and path.is_file()


def read_archive(file: RawFile) -> ProjectArchive:
    """Read the description and the texts that it names; raises `ProblemsFound`.

    Refused are files that are no archive, archives that could harm (see `files.archives`) or hold no
    description or two of them, texts that are too large, and XML that is not whole or is not harmless.
    """
    _check_start(file)
    try:
        with open_archive(file.path, PROJECT) as archive:
            members = [member for member in archive.infolist() if not _is_side_file(member.filename)]
            name = _pick_description([member.filename for member in members], file.shown)
            size = archive.getinfo(name).file_size
            content = b"" if size > LARGEST else b"".join(read_member(archive, name))
            root = parse_xml(io.BytesIO(content), size, file.shown, AGAIN, "project", DEEPEST)
            wanted = find_texts(root, members, file.shown)
            texts = {path: b"".join(read_member(archive, member)) for path, member in wanted.items()}
            return ProjectArchive(root, texts)
    except Refused as refused:
        place, what, seen, allowed, remedy = refused.told
        raise ProblemsFound([Problem(file.shown, place, what, seen, allowed, remedy or AGAIN)]) from None


def find_texts(root: Element, members: list[ZipInfo], shown: str) -> dict[str, str]:
    """The member behind each path of a plain text; raises `ProblemsFound` for those that are too large.

    A path is `internal://name` or a bare name, and names a file of the sources folder; neither the folder's
    name nor the file's is told apart by small and capital letters, unless two files differ in them alone.
    """
    by_name = {member.filename.rpartition("/")[2]: member for member in reversed(members)}
    by_small = {_fold(name): member for name, member in by_name.items()}
    found: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for path in dict.fromkeys(filter(None, (element.get("plainTextPath") for element in root.iter()))):
        name = unquote(path.replace("\\", "/").rpartition("/")[2])
        member = by_name.get(name) or by_small.get(_fold(name))
        if member is not None and not _lies_outside(path):
            found[path], sizes[member.filename] = member.filename, member.file_size
    too_large = ProblemList(shown)
    for filename, size in sizes.items():
        if size > LARGEST:
            what = "the text is larger than any transcript"
            too_large.add(f"member {filename[:80]!r}", what, f"{size} bytes", f"{LARGEST} bytes", AGAIN)
    if sum(sizes.values()) > TEXTS:
        too_large.add("", "the texts are larger than those of any project", "", f"{TEXTS} bytes", AGAIN)
    too_large.raise_any()
    return found


def _fold(name: str) -> str:
    """A file's name as it is compared: a Mac writes å as two characters, and some tools change its case."""
    return normalize("NFC", name).casefold()


def _lies_outside(path: str) -> bool:
    """Whether a path leads out of the archive, to a file on somebody's disk."""
    return path.casefold().startswith(("relative:", "absolute:", "file:", "http:", "https:"))


def _check_start(file: RawFile) -> None:
    """Raise `ProblemsFound` unless the file begins as an archive does, naming what it is in its place."""
    with file.path.open("rb") as content:
        start = content.read(256)
    if start.startswith(ZIP):
        return
    found = ProblemList(file.shown)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        found.add("", "the file is empty", remedy=AGAIN)
    elif text.startswith(b"<"):
        what = "this is XML by itself: a codebook (.qdc), or the description without its archive"
        found.add("", what, shorten(text.decode("utf-8", "replace"), 60), "a .qdpx archive", AGAIN)
    else:
        found.add("", "this is no REFI-QDA project: it is not an archive", "", "a .qdpx archive", AGAIN)
    found.raise_any()


def _is_side_file(name: str) -> bool:
    """Whether a member is what a Mac packs beside every file."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def _find_descriptions(names: list[str]) -> list[str]:
    return [name for name in names if name.casefold().endswith(".qde") and not _is_side_file(name)]


def _pick_description(names: list[str], shown: str) -> str:
    found = ProblemList(shown)
    descriptions = _find_descriptions(names)
    if not descriptions:
        seen = shorten(", ".join(names)) or "an empty archive"
        found.add("", "the archive holds no project.qde", seen, "project.qde and a folder sources", AGAIN)
    elif len(descriptions) > 1:
        what = "the archive holds more than one project"
        found.add("", what, shorten(", ".join(descriptions)), "one project.qde", "keep one project a file")
    found.raise_any()
    return descriptions[0]
