"""The description of a REFI-QDA project as rows: users, codes, texts with their selections, and the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from analysis.ingest.codings.corpus import FoundCoder
from analysis.ingest.codings.refi_qda_codebook import (
    Codes,
    child,
    children,
    find_shared,
    list_codes,
    local_name,
    read_guid,
)

REPRESENTED = {
    "PDFSource": "Representation",
    "PictureSource": "TextDescription",
    "AudioSource": "Transcript",
    "VideoSource": "Transcript",
}
"""The element that holds the text of a source which is none itself."""
SELECTIONS = ("PlainTextSelection", "TranscriptSelection")
NUMBER = re.compile(r"\s*(-?\d{1,18})\s*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Coding:
    """One code on one selection; `user` and `code` are GUIDs, `user` empty where none is named."""

    guid: str
    code: str
    user: str
    day: str
    memo: str


@dataclass(frozen=True)
class Selection:
    """One stretch of a text; `start` and `end` as the file counts them, None where they cannot be read."""

    guid: str
    name: str
    start: int | None
    end: int | None
    codings: tuple[Coding, ...]


@dataclass(frozen=True)
class TextSource:
    """One text: its name, the path of its content or the content itself, and what was marked in it.

    `whole` counts the codes that were given to the text as a whole.
    """

    name: str
    path: str
    content: str | None
    selections: tuple[Selection, ...]
    whole: int = 0

    @property
    def coded(self) -> int:
        """How many codings the text's selections have."""
        return sum(len(selection.codings) for selection in self.selections)


@dataclass(frozen=True)
class Project:
    """What a description says.

    `users` are by GUID and `cases` GUIDs. `elsewhere` counts the codings of what is no text, by the name of
    the source. `shared` has the names of users or of codes that share a GUID.
    """

    origin: str
    users: dict[str, FoundCoder]
    codes: Codes
    cases: frozenset[str]
    sources: tuple[TextSource, ...]
    elsewhere: dict[str, int] = field(default_factory=dict)
    shared: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_project(root: Element, texts: dict[str, str]) -> Project:
    """The rows of a description whose root was checked; `texts` holds the text of a note behind its path."""
    notes = {
        read_guid(note.get("guid")): _read_note(note, texts)
        for note in children(child(root, "Notes"), "Note")
    }
    sources = child(root, "Sources")
    read = [
        _read_source(element, name, notes)
        for source in children(sources, "TextSource", *REPRESENTED)
        for element, name in _find_texts(source)
    ]
    marked = {selection.guid for source in read for selection in source.selections}
    return Project(
        origin=" ".join((root.get("origin") or "").split()),
        users=_list_users(child(root, "Users")),
        codes=list_codes(child(root, "CodeBook")),
        cases=frozenset(read_guid(case.get("guid")) for case in children(child(root, "Cases"), "Case")),
        sources=tuple(read),
        elsewhere=_count_elsewhere(children(sources, *REPRESENTED), marked),
        shared=find_shared(children(child(root, "Users"), "User"))
        | find_shared(one for one in root.iter() if local_name(one) == "Code"),
    )


def list_names(root: Element) -> dict[str, str]:
    """The names of all texts by the paths of their contents."""
    named = ((one.get("plainTextPath"), one.get("name")) for one in root.iter())
    return {path: " ".join(name.split()) for path, name in named if path and name}


def _list_users(users: Element | None) -> dict[str, FoundCoder]:
    """The users by GUID; the id of each is as the file writes it, without braces."""
    found: dict[str, FoundCoder] = {}
    for user in children(users, "User"):
        own = (user.get("guid") or "").strip().strip("{}")
        name = " ".join((user.get("name") or user.get("id") or own).split())
        if own:
            found.setdefault(read_guid(own), FoundCoder(name, own))
    return found


def _find_texts(source: Element) -> Iterator[tuple[Element, str]]:
    """The elements of a source that hold text, with the name of each.

    A transcript that nobody coded is left out: tools list it as a text of its own too.
    """
    name = _read_name(source)
    kind = local_name(source)
    if kind == "TextSource":
        yield source, name
    for element in children(source, REPRESENTED.get(kind, "")):
        if kind in ("PDFSource", "PictureSource"):
            yield element, name
        elif any(children(one, "Coding") for one in children(element, *SELECTIONS)):
            yield element, _read_name(element) or name


def _read_name(element: Element) -> str:
    return " ".join((element.get("name") or element.get("plainTextPath") or "").split())


def _read_source(element: Element, name: str, notes: dict[str, str]) -> TextSource:
    points = {
        read_guid(point.get("guid")): _read_number(point.get("position"))
        for point in children(element, "SyncPoint")
    }
    inline = child(element, "PlainTextContent")
    return TextSource(
        name=name or read_guid(element.get("guid")),
        path=element.get("plainTextPath") or "",
        content=None if inline is None else inline.text or "",
        selections=tuple(_read_selection(one, points, notes) for one in children(element, *SELECTIONS)),
        whole=len(children(element, "Coding")),
    )


def _read_selection(element: Element, points: dict[str, int | None], notes: dict[str, str]) -> Selection:
    start, end = _read_number(element.get("startPosition")), _read_number(element.get("endPosition"))
    if local_name(element) == "TranscriptSelection":
        start = points.get(read_guid(element.get("fromSyncPoint")))
        end = points.get(read_guid(element.get("toSyncPoint")))
    memo = _join(_text_of(child(element, "Description")), _read_refs(element, notes))
    return Selection(
        guid=read_guid(element.get("guid")),
        name=element.get("name") or "",
        start=start,
        end=end,
        codings=tuple(
            Coding(
                guid=read_guid(coding.get("guid")),
                code=read_guid(reference.get("targetGUID")),
                user=read_guid(coding.get("creatingUser")) or read_guid(element.get("creatingUser")),
                day=_read_day(coding.get("creationDateTime")) or _read_day(element.get("creationDateTime")),
                memo=_join(memo, _read_refs(coding, notes)),
            )
            for coding in children(element, "Coding")
            for reference in children(coding, "CodeRef") or [Element("CodeRef")]
        ),
    )


def _read_refs(element: Element, notes: dict[str, str]) -> str:
    """The texts of the notes that an element refers to."""
    return _join(*(notes.get(read_guid(one.get("targetGUID")), "") for one in children(element, "NoteRef")))


def _read_note(note: Element, texts: dict[str, str]) -> str:
    content = _text_of(child(note, "PlainTextContent")) or texts.get(note.get("plainTextPath") or "", "")
    return _join(_text_of(child(note, "Description")), content)


def _text_of(element: Element | None) -> str:
    return "" if element is None else element.text or ""


def _join(*texts: str) -> str:
    """The texts on one line, without those that are blank."""
    return " ".join(filter(None, (" ".join(text.split()) for text in texts)))


def _read_number(text: str | None) -> int | None:
    match = NUMBER.fullmatch(text or "")
    return int(match[1]) if match else None


def _read_day(text: str | None) -> str:
    """The day of a time as YYYY-MM-DD; empty where there is none."""
    match = DAY.match((text or "").strip())
    return match[0] if match else ""


def _count_elsewhere(sources: list[Element], marked: set[str]) -> dict[str, int]:
    """The codings of pictures, sound, film and pages, by source, without those that a text has too.

    A stretch of a PDF has one selection on the page and one in its text, which share a GUID.
    """
    counts: Counter[str] = Counter()
    for source in sources:
        counts[_read_name(source)] += len(children(source, "Coding"))
        for selection in source:
            if local_name(selection).endswith("Selection") and read_guid(selection.get("guid")) not in marked:
                counts[_read_name(source)] += len(children(selection, "Coding"))
    return {name: count for name, count in counts.items() if count}
