"""Our codebooks as files that a tool can begin with: the codebook exchange format of REFI-QDA (.qdc).

REFI (2019), REFI-QDA standard 1.5, schema Codebook.xsd of urn:QDA-XML:codebook:1.0, www.qdasoftware.org.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from analysis.codebooks import Code, Codebook, load_codebook
from analysis.problems import Problem, ProblemsFound

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
NAMESPACE = "urn:QDA-XML:codebook:1.0"
SCHEMA = "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
ORIGIN = "Democratic innovation analysis"
OWN = UUID("5d0b2a52-3f5e-5b0c-9a53-6a4b2f0c7e18")
"""The namespace of our codes' GUIDs; with another, a tool would take them for other codes."""
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C564B", "#7F7F7F")
"""One for each topmost code and all below it (Okabe & Ito 2008, with two more)."""


def write_codebook(codebook: Codebook, language: str) -> bytes:
    """The codebook as a .qdc file, with labels as names and definitions as descriptions in one language.

    Codes keep their tree and order. A code with codes below it cannot be given in the tool. Its GUID follows
    from the ids of the codebook and the code, so that it is the same in every language and after a change
    of labels.
    """
    root = Element(
        "CodeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "origin": ORIGIN,
        },
    )
    codes = SubElement(root, "Codes")
    for number, code in enumerate(codebook.codes):
        _add_code(codes, code, codebook.id, language, COLOURS[number % len(COLOURS)])
    ElementTree.indent(root)
    return f"{DECLARATION}\n{ElementTree.tostring(root, encoding='unicode')}\n".encode()


def write_codebooks(root: Path, folder: Path) -> list[Path]:
    """Write every codebook of a study's configuration in both languages, as `<codebook>.<language>.qdc`.

    Returns the files in order; raises `ProblemsFound` for all faults of all codebooks, and writes none then.
    """
    problems: list[Problem] = []
    codebooks: list[Codebook] = []
    for path in sorted((root / "config" / "codebooks").glob("*.yaml")):
        try:
            codebooks.append(load_codebook(path, root))
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for codebook in codebooks:
        for language in ("en", "nb"):
            path = folder / f"{codebook.id}.{language}.qdc"
            path.write_bytes(write_codebook(codebook, language))
            written.append(path)
    return written


def _add_code(above: Element, code: Code, codebook: str, language: str, colour: str) -> None:
    element = SubElement(
        above,
        "Code",
        {
            "guid": str(uuid5(OWN, f"{codebook}/{code.id}")),
            "name": code.label.in_language(language),
            "isCodable": "false" if code.codes else "true",
            "color": colour,
        },
    )
    SubElement(element, "Description").text = code.definition.in_language(language)
    for below in code.codes:
        _add_code(element, below, codebook, language, colour)
