"""The codes of a REFI-QDA project or codebook: a tree of names, each known by a GUID."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from analysis.ingest.codings.corpus import FoundCode
from analysis.ingest.codings.project_archive import DEEPEST
from analysis.ingest.exports import RawFile
from analysis.ingest.files.xml_trees import LARGEST, parse_xml
from analysis.problems import ProblemList, shorten

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
AGAIN = "export the codebook again from the tool, as a REFI-QDA codebook (.qdc)"
BETWEEN = " > "
"""What stands between the names of a path, for a code that shares its name with another."""
SHORT = 8


@dataclass(frozen=True)
class Codes:
    """The codes of a file in the order of the tree, and the name of each by its GUID.

    A code that shares its name with another is named by its path ("barriers > other").
    """

    found: tuple[FoundCode, ...]
    by_guid: dict[str, str]
    doubled: tuple[str, ...]


def read_guid(text: str | None) -> str:
    """A GUID as it is compared: in small letters, without braces; empty where there is none."""
    return (text or "").strip().strip("{}").lower()


def tell_guid(guid: str) -> str:
    """The beginning of a GUID, by which a person finds it in the file; whole ones are hidden in messages."""
    return f"{guid[:SHORT]}…" if len(guid) > SHORT else guid or "without an id"


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element | None, *names: str) -> list[Element]:
    """The elements right below one, of these names; none where there is none."""
    return [] if element is None else [child for child in element if local_name(child) in names]


def child(element: Element | None, name: str) -> Element | None:
    """The first element of this name right below one."""
    return next(iter(children(element, name)), None)


def find_shared(elements: Iterable[Element]) -> dict[str, tuple[str, ...]]:
    """The GUIDs that elements of different names share, with these names."""
    names: dict[str, dict[str, None]] = {}
    for element in elements:
        name = " ".join((element.get("name") or "").split())
        names.setdefault(read_guid(element.get("guid")), {}).setdefault(name)
    return {guid: tuple(several) for guid, several in names.items() if guid and len(several) > 1}


def check_root(root: Element, name: str, namespace: str, shown: str, remedy: str) -> None:
    """Raise `ProblemsFound` unless a document is of this kind and of the version that is read."""
    found = ProblemList(shown)
    seen = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    if local_name(root) != name:
        what = f"this is no REFI-QDA {name.lower()}"
        found.add("", what, shorten(root.tag, 80), f"<{name}> of {namespace}", remedy)
    elif seen != namespace:
        what = f"this version of REFI-QDA is not read: {shorten(seen, 80) or 'none is named'}"
        found.add("", what, shorten(seen, 80) or "no namespace", namespace, remedy)
    found.raise_any()


def list_codes(codebook: Element | None) -> Codes:
    """The codes below a CodeBook; a missing codebook has none."""
    walked = list(_walk(child(codebook, "Codes"), ()))
    times = Counter(name.casefold() for _, name, _, _ in walked)
    found: list[FoundCode] = []
    by_guid: dict[str, str] = {}
    for guid, name, above, codable in walked:
        told = BETWEEN.join((*above, name)) if times[name.casefold()] > 1 else name
        found.append(FoundCode(told, above, codable))
        by_guid.setdefault(guid, told)
    by_guid.pop("", None)
    names = dict.fromkeys(name for _, name, _, _ in walked if times[name.casefold()] > 1)
    return Codes(tuple(found), by_guid, tuple(names))


def _walk(above: Element | None, names: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """GUID, name, names above and codability of every code, topmost first."""
    for code in children(above, "Code"):
        guid = read_guid(code.get("guid"))
        name = " ".join((code.get("name") or "").split()) or tell_guid(guid)
        yield guid, name, names, code.get("isCodable", "true").strip().lower() in ("true", "1")
        yield from _walk(code, (*names, name))


def read_codebook(file: RawFile) -> tuple[FoundCode, ...]:
    """The codes of a codebook file (.qdc), in the order of its tree; raises `ProblemsFound`."""
    size = file.path.stat().st_size
    content = b"" if size > LARGEST else file.path.read_bytes()
    root = parse_xml(io.BytesIO(content), size, file.shown, AGAIN, "codebook", DEEPEST)
    check_root(root, "CodeBook", CODEBOOK, file.shown, AGAIN)
    return list_codes(root).found
