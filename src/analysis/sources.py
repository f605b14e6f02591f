"""The raw files of the study, one row each, and what is known of them before they are opened."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from analysis.configuration import Described, Id
from analysis.instruments import Instrument
from analysis.problems import ProblemList, ProblemsFound, name_nearest

if TYPE_CHECKING:
    from analysis.study import Settings

FORMATS = ("nettskjema", "surveyxact")


class SourceFile(Described):
    """One row of sources.tsv: one raw file. Files with the same source are read together."""

    source: Id = Field(description="Short name of the export; several files may make one export.")
    kind: Literal["survey"] = Field(description="What it holds.")
    part: Literal["answers", "structure", "labels", "codebook"] = Field(
        description="Which file of the export it is."
    )
    format: Literal["nettskjema", "surveyxact"] = Field(description="The tool that wrote it.")
    instrument: Id = Field(description="Id of the instrument that was answered.")
    version: Id = Field(description="Id of the instrument's version that was answered.")
    case: Id | Literal["*"] = Field(
        description="Id of the case all rows belong to, or * where the survey asks for the case."
    )
    wave: Id = Field(description="Id of the wave.")
    group: Id = Field(description="Id of the group that answered.")
    path: str = Field(min_length=1, description="Path of the file from the study's folder.")
    sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="Hash of the file; a changed file is not read."
    )


COLUMNS = list(SourceFile.model_fields)


def load_sources(path: Path, root: Path) -> list[SourceFile]:
    """Read sources.tsv (UTF-8, tabs); raises `ProblemsFound` naming row and column."""
    found = ProblemList(path.relative_to(root).as_posix())
    if not path.is_file():
        found.add("", "the file is missing", remedy="put it back; config/README.md shows its columns")
        found.raise_any()
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        found.add("", f"byte {error.start} is not UTF-8", remedy="save the file as UTF-8")
        found.raise_any()
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    _check_header(rows[0] if rows else [], found)
    sources = [_read_row(number, row, found) for number, row in enumerate(rows[1:], 2) if any(row)]
    if not sources:
        found.add("", "it lists no file", remedy="add a row for each raw file")
    found.raise_any()
    return [source for source in sources if source is not None]


def _check_header(header: list[str], found: ProblemList) -> None:
    for name in header:
        if name not in COLUMNS:
            found.add(
                "row 1", f"unknown column “{name}”", name, ", ".join(COLUMNS), name_nearest(name, COLUMNS)
            )
    for name in COLUMNS:
        if name not in header:
            found.add("row 1", f"the column “{name}” is missing", "", "", f"add the column {name}")
    if len(header) == 1 and any(mark in header[0] for mark in ";,"):
        found.add(
            "row 1",
            "the columns are not separated by tabs",
            header[0][:80],
            "tabs",
            "save the file with tabs between the columns",
        )
    if header != COLUMNS and not found.problems:
        found.add(
            "row 1",
            "the columns stand in another order",
            ", ".join(header),
            ", ".join(COLUMNS),
            "put them in this order",
        )
    found.raise_any()


def _read_row(number: int, row: list[str], found: ProblemList) -> SourceFile | None:
    if len(row) != len(COLUMNS):
        found.add(
            f"row {number}",
            "the row has another number of columns than the header",
            len(row),
            len(COLUMNS),
            "put one tab between two values, also around an empty one",
        )
        return None
    try:
        return SourceFile.model_validate(dict(zip(COLUMNS, row, strict=True)))
    except ValidationError as error:
        for fault in error.errors():
            column = str(fault["loc"][0])
            allowed = str(fault.get("ctx", {}).get("expected", "")) or fault["msg"]
            found.add(
                f"row {number}, column {column}",
                "this cannot be used",
                fault["input"],
                allowed,
                "correct the cell",
            )
        return None


def check_sources(
    sources: list[SourceFile],
    settings: Settings,
    instruments: dict[str, Instrument],
    root: Path,
    check_hashes: bool,
) -> None:
    """Hold the rows against the study and the files themselves; raises `ProblemsFound`."""
    found = ProblemList("config/sources.tsv")
    cases = [case.id for case in settings.cases]
    for number, file in enumerate(sources, 2):
        instrument = instruments.get(file.instrument)
        known = {
            "case": ["*", *cases],
            "wave": [wave.id for wave in settings.waves],
            "group": [group.id for group in settings.groups],
            "instrument": list(instruments),
            "version": list(instrument.versions) if instrument else [file.version],
        }
        for column, allowed in known.items():
            seen = getattr(file, column)
            if seen not in allowed:
                found.add(
                    f"row {number}, column {column}",
                    f"there is no {column} “{seen}”",
                    seen,
                    ", ".join(allowed),
                    name_nearest(seen, allowed) or f"name a {column} of the study",
                )
        _check_file(number, file, root, check_hashes, found)
    _check_parts(sources, found)
    found.raise_any()


def _check_file(number: int, file: SourceFile, root: Path, check_hashes: bool, found: ProblemList) -> None:
    path = root / file.path
    place = f"row {number}, column "
    if Path(file.path).is_absolute() or ".." in Path(file.path).parts:
        found.add(
            place + "path",
            "the path leaves the study's folder",
            file.path,
            "data/raw/...",
            "put the file under data/raw and name it from there",
        )
    elif not path.is_file():
        found.add(
            place + "path", "the file is missing", file.path, "", "put the file there, or correct the path"
        )
    elif check_hashes:
        seen = hash_file(path)
        if seen != file.sha256:
            found.add(
                place + "sha256",
                f"{file.path} is not the file that was entered",
                seen,
                file.sha256,
                "put the entered file back; or, if the new one is right, enter its sha256",
            )


def _check_parts(sources: list[SourceFile], found: ProblemList) -> None:
    shared = [name for name in COLUMNS if name not in ("part", "path", "sha256")]
    for source in dict.fromkeys(file.source for file in sources):
        files = [file for file in sources if file.source == source]
        parts = [file.part for file in files]
        for part in sorted({part for part in parts if parts.count(part) > 1}):
            found.add(
                f"source {source}",
                f"it has more than one file of answers part “{part}”",
                part,
                "",
                "give the files different sources",
            )
        if "answers" not in parts:
            found.add(
                f"source {source}",
                "it has no file with answers",
                ", ".join(parts),
                "answers",
                "add the row of the answers",
            )
        for name in shared:
            seen = list(dict.fromkeys(str(getattr(file, name)) for file in files))
            if len(seen) > 1:
                found.add(
                    f"source {source}, column {name}",
                    "its files disagree",
                    ", ".join(seen),
                    "one value",
                    "make the rows alike",
                )


def hash_file(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def raise_if(found: ProblemList) -> None:
    """Raise what was found, for readers that collect over several files."""
    if found.problems:
        raise ProblemsFound(found.problems)
