"""Reading XML without trust: no document types, no entities, nothing from elsewhere, no deep nesting."""

from __future__ import annotations

from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from analysis.problems import ProblemList

LARGEST = 50_000_000
DEEPEST = 40


def read_xml(path: Path, shown: str, remedy: str) -> Element:
    """The root of a description of a survey; see `parse_xml`, which raises `ProblemsFound`."""
    with path.open("rb") as file:
        return parse_xml(file, path.stat().st_size, shown, remedy)


def parse_xml(
    file: IO[bytes],
    size: int,
    shown: str,
    remedy: str,
    what: str = "survey",
    deepest: int = DEEPEST,
) -> Element:
    """The root of a document; `what` it describes, and `remedy` says what to do with one that is damaged.

    Raises `ProblemsFound` for a file that is too large, nested too deeply, cut off or otherwise not
    well-formed, or that declares a document type or entities.
    """
    found = ProblemList(shown)
    if size > LARGEST:
        found.add(
            "",
            f"the file is larger than any description of a {what}",
            f"{size} bytes",
            f"{LARGEST} bytes",
            remedy,
        )
        found.raise_any()
    root: Element | None = None
    depth = 0
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > deepest:
                found.add("", f"the XML is nested deeper than any {what}", depth, deepest, remedy)
                found.raise_any()
    except ParseError as error:
        line = error.position[0]
        found.add(f"line {line}", "this is not whole XML: it is damaged or cut off", "", "", remedy)
    except DefusedXmlException as error:
        told = f"the XML declares a document type or entities, which no {what} tool writes"
        found.add("", told, type(error).__name__, "", remedy)
    except (ValueError, LookupError) as error:
        found.add("", "the XML cannot be read", str(error)[:80], "", remedy)
    found.raise_any()
    assert root is not None
    return root
