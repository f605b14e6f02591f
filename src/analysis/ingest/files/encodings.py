"""From bytes to text: which of a tool's encodings a file has, by its mark, its validity or its letters.

Every byte is some letter in Windows-1252 and in Mac Roman, so those two are told apart only where one
of the readings makes no sense; a file that makes sense in both, or in neither, is refused.
"""

from __future__ import annotations

import codecs

from analysis.ingest.files.dialects import ENCODINGS, Dialect
from analysis.problems import ProblemList

UTF8_MARK = codecs.BOM_UTF8
ONE_BYTE = ("cp1252", "mac_roman")
COMMON = frozenset("æøåÆØÅäöüÄÖÜé“”’–…«»°§€\xa0")
USUAL = COMMON | frozenset("Éèêëàáâóòôíïñçß„‘—·•½²³£´©®™")
"""Letters and signs beyond ASCII that answers in Norwegian, English or a neighbour's language have."""


def decode(data: bytes, dialect: Dialect, found: ProblemList) -> tuple[str, str]:
    """The text and its encoding: by its byte order mark, else the tool's own; raises `ProblemsFound`."""
    encoding = _find_encoding(data, dialect, found)
    found.raise_any()
    try:
        text = data.decode({"utf-8": "utf-8-sig"}.get(encoding, encoding))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found.add(
            f"line {line}",
            f"byte {error.start + 1} of the file is not {ENCODINGS[encoding]}",
            f"0x{data[error.start]:02x}",
            dialect.name_encodings(),
            dialect.remedy,
        )
        found.raise_any()
    _check_characters(text, dialect, found)
    return text, encoding


def _check_characters(text: str, dialect: Dialect, found: ProblemList) -> None:
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        what = "there is a NUL character: this is not whole text"
        found.add(f"line {line}", what, remedy=dialect.remedy)
    elif text.startswith("\ufeff"):
        what = "the file begins with two byte order marks: it was put together from others, or encoded twice"
        found.add("line 1", what, remedy=dialect.remedy)
    found.raise_any()


def _find_encoding(data: bytes, dialect: Dialect, found: ProblemList) -> str:
    marked = ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        marked = "utf-16"
    elif data.startswith(UTF8_MARK) or (set(ONE_BYTE) & set(dialect.encodings) and _is_utf8(data)):
        marked = "utf-8"
    if not data.removeprefix(UTF8_MARK).strip():
        found.add("", "the file is empty", f"{len(data)} bytes", "", dialect.remedy)
    elif data.startswith(b"PK\x03\x04"):
        found.add("", "this is a workbook or another zip file, not CSV", "", "CSV", dialect.remedy)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        found.add("", "this is an old or protected Office file, not CSV", "", "CSV", dialect.remedy)
    elif marked and marked not in dialect.encodings:
        what = f"the file is in another encoding than {dialect.tool}'s"
        found.add("", what, ENCODINGS[marked], dialect.name_encodings(), dialect.remedy)
    return marked or _find_unmarked(data, dialect, found)


def _find_unmarked(data: bytes, dialect: Dialect, found: ProblemList) -> str:
    """The encoding of text without a mark that is not UTF-8 beyond ASCII, unless only UTF-8 is expected."""
    expected = [one for one in dialect.encodings if one != "utf-16"] or ["utf-8"]
    one_byte = [one for one in expected if one in ONE_BYTE]
    if not one_byte or data.isascii():
        return expected[0]
    return one_byte[0] if len(one_byte) == 1 else _weigh_letters(data, dialect, found)


def _is_utf8(data: bytes) -> bool:
    """Whether there are letters beyond ASCII and all are UTF-8, which no other encoding is by chance."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _weigh_letters(data: bytes, dialect: Dialect, found: ProblemList) -> str:
    """Windows-1252 or Mac Roman: the one reading in which all letters are usual, or else all are common."""
    beyond = bytes(sorted({byte for byte in data if byte > 127}))
    usual = [one for one in ONE_BYTE if USUAL.issuperset(beyond.decode(one, "replace"))]
    common = [one for one in usual if COMMON.issuperset(beyond.decode(one, "replace"))]
    for fitting in (usual, common):
        if len(fitting) == 1:
            return fitting[0]
    readings = " or ".join(f"“{beyond[:8].decode(one, 'replace')}” in {ENCODINGS[one]}" for one in ONE_BYTE)
    what = "the encoding cannot be told: the letters beyond ASCII make " + (
        "sense in both" if usual else "no sense in either"
    )
    found.add("", what, readings, dialect.name_encodings(), "export the file as UTF-8")
    found.raise_any()
    return ""
