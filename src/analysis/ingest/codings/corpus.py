"""What every reader makes of a file of codings: texts, the codes it knows, and who coded which stretch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.ingest.exports import RawFile
from analysis.ingest.files.sheets import Line
from analysis.source_options import SourceOptions

UNKNOWN = "unknown"
"""The coder of a coding whose file does not tell who gave it."""


@dataclass(frozen=True)
class CodedText:
    """One text of a file: its name there, and the text with `\\n` between lines, None where it is not there.

    `units` names the units that the file divides the text into, in their order; empty where the file
    knows places only.
    """

    name: str
    text: str | None
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundCode:
    """One code that the file knows: its name there, and the names above it, topmost first."""

    name: str
    above: tuple[str, ...] = ()
    codable: bool = True


@dataclass(frozen=True)
class FoundCoder:
    """One user that the file knows: the name, and the tool's own id where it has one."""

    name: str
    id: str = ""


@dataclass(frozen=True)
class Stretch:
    """One code that one coder gave one stretch of a text.

    `document`, `coder` and `code` are names as the file has them; `coder` is the tool's own id of the user
    where it has one, and empty where the file does not tell. `start` and `end` count the characters of the
    text as `CodedText` holds it, from 0, end exclusive; None where the file names a `unit`, or holds only
    the `text` of the stretch. `code` is empty where a table says that the coder read the unit and gave it
    no code. `coded_at` is YYYY-MM-DD or empty. `place` tells a person where the coding stands in the file.
    """

    document: str
    coder: str
    code: str
    start: int | None
    end: int | None
    text: str
    place: str
    unit: str = ""
    coded_at: str = ""
    memo: str = ""


@dataclass(frozen=True)
class Corpus:
    """One file of codings, read but not yet understood.

    `file` is its path as messages name it. `receipts` are lines about the file (a coding that was deleted,
    a selection that is a memo, a coding without a user ...), each a dict of `Ledger.note`'s arguments.
    """

    file: str
    texts: tuple[CodedText, ...]
    codes: tuple[FoundCode, ...]
    coders: tuple[FoundCoder, ...]
    stretches: tuple[Stretch, ...]
    receipts: tuple[Line, ...] = field(default=())


@dataclass(frozen=True)
class CodingFormat:
    """One kind of file with codings: the tool that writes it, how it is known, and how it is read.

    `read` takes the files by part (`project` or `rows`, and for a table perhaps `codebook`) and the source's
    options, and raises `ProblemsFound` for all of the file at once. `recognise` says whether the first bytes
    and the name of a file are this tool's. `part` is the part that the file is of, and `also` are others that
    the tool writes in its place.
    """

    id: str
    tool: str
    read: Callable[[Mapping[str, RawFile], SourceOptions], Corpus]
    recognise: Callable[[Path], bool]
    part: str
    also: tuple[str, ...] = ()
