"""A pass through XML without trust: no document types and so no entities, and no bottomless nesting.

What is read is handed on element by element and never kept, so that its size does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

from analysis.ingest.files.apart import Refused

DEPTH = 100
NO_REMEDY = "do not use this file; ask where it comes from"


class Listener:
    """What is told of a document, with names that have no namespace. By itself it does nothing."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text; one text may come in several."""


def listen(pieces: Iterable[bytes], member: str, listener: Listener) -> None:
    """Tell `listener` of the document whose bytes come in pieces; raises `Refused`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    place = f"member {member[:80]!r}"
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Refused(place, "the XML is nested deeper than any workbook", "", f"at most {DEPTH}")
        listener.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(_local(name))

    def refuse_doctype(*_: object) -> None:
        what = "the XML declares a document type, which can make it swell or read other files"
        raise Refused(place, what, remedy=NO_REMEDY)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.buffer_text = True
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        raise Refused(place, "the XML is damaged", type(error).__name__) from None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
