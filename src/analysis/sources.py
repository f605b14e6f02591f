"""The raw files of the study, one row each, and what is known of them before they are opened."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, PrivateAttr

from analysis.configuration import Described, Id
from analysis.instruments import Instrument
from analysis.problems import ProblemList, ProblemsFound
from analysis.rows import read_rows
from analysis.settings import Settings

FILE = "config/sources.tsv"
ANY = "*"
"""In place of a case or a group: each row of the file says for itself."""

Frames = Mapping[str, Collection[str]]
FORMATS: dict[str, tuple[str, ...]] = {
    "codings": ("auto", "refi_qda", "qualcoder", "taguette", "rqda", "table"),
    "scorecards": ("auto", "samson", "table"),
    "measurements": ("auto", "soimpact", "table"),
}
"""The formats that sources without answers to a survey are read from, by kind; else auto and table."""

Kind = Literal["survey", "codings", "judgements", "scorecards", "measurements"]
Part = Literal[
    "answers", "structure", "labels", "codebook", "dictionary", "syntax",
    "project", "rows", "workbook", "indicators", "measurements", "people",
]  # fmt: skip
Format = Literal[
    "auto", "nettskjema", "surveyxact", "forms", "limesurvey", "qualtrics",
    "surveymonkey", "redcap", "kobo", "spss", "stata", "table",
    "refi_qda", "qualcoder", "taguette", "rqda", "samson", "soimpact",
]  # fmt: skip
NEEDED_PART: dict[str, tuple[str, ...]] = {
    "survey": ("answers",),
    "codings": ("project", "rows"),
    "judgements": ("rows",),
    "scorecards": ("rows", "workbook"),
    "measurements": ("workbook", "measurements"),
}
"""The part that a source cannot do without, one of these, by its kind."""


class SourceFile(Described):
    """One row of sources.tsv: one raw file. Files with the same source are read together."""

    source: Id = Field(description="Short name of the export; several files may make one export.")
    kind: Kind = Field(
        description="What it holds: answers to a survey, coded texts, judgements of where cases stand "
        "between thin and thick co-creation, scorecards, or measurements of indicators."
    )
    part: Part = Field(
        description="Which file of the export it is: for codings the project, or rows where they are a "
        "table; for judgements rows; for scorecards a workbook, or rows; for measurements a workbook, or "
        "tables of indicators, measurements and people."
    )
    format: Format = Field(
        description="The tool or program that wrote it; auto finds out, and says so in the receipt."
    )
    instrument: Id | Literal[""] = Field(
        description="Id of the instrument that was answered; of the codebook the texts were coded with; of "
        "the scorecard; empty for judgements and measurements."
    )
    version: Id | Literal[""] = Field(
        description="Id of the instrument's version that was answered; empty but for a survey."
    )
    case: Id | Literal["*"] = Field(
        description="Id of the case all rows belong to, or * where the survey asks for the case, or the "
        "file names cases, sessions or documents."
    )
    wave: Id = Field(description="Id of the wave.")
    group: Id | Literal["*", ""] = Field(
        description="Id of the group that answered, or * where the survey asks for the group; empty but for "
        "a survey."
    )
    path: str = Field(min_length=1, description="Path of the file from the study's folder.")
    sha256: str = Field(
        pattern=r"^([0-9a-f]{64})?$",
        description="Hash of the file; a changed file is not read. Leave it empty to be told what to enter.",
    )

    _row: int = PrivateAttr(default=0)

    def place(self, column: str) -> str:
        """Where a column of this row stands in sources.tsv."""
        return f"row {self._row}, column {column}" if self._row else f"source {self.source}, column {column}"


COLUMNS = list(SourceFile.model_fields)


def load_sources(path: Path, root: Path) -> list[SourceFile]:
    """Read sources.tsv (UTF-8, tabs); raises `ProblemsFound` naming row and column."""
    sources = []
    for number, file in read_rows(path, SourceFile, root):
        file._row = number
        sources.append(file)
    return sources


def groups_of(instrument: Instrument, settings: Settings) -> list[str]:
    """Ids of the groups that answer a version of an instrument, in the order of study.yaml.

    A version that asks for the group is answered by every group that has an `answer`.
    """
    versions = [version.group for version in instrument.versions.values()]
    return [
        group.id
        for group in settings.groups
        if group.id in versions or (ANY in versions and group.answer is not None)
    ]


def cases_of(instrument: str, settings: Settings, sources: Iterable[SourceFile]) -> list[str]:
    """Ids of the cases of the programmes in which an instrument was answered, in the order of study.yaml.

    `sources` are files of surveys. Without a file of the instrument, all cases are its.
    """
    files = [file for file in sources if file.instrument == instrument]
    answered = {file.case for file in files if file.case != ANY}
    waves = {file.wave for file in files if file.case == ANY}
    programmes = {
        case.programme for case in settings.cases if case.id in answered or waves.intersection(case.waves)
    }
    return [case.id for case in settings.cases if not programmes or case.programme in programmes]


def check_sources(
    sources: list[SourceFile],
    settings: Settings,
    instruments: Mapping[str, Instrument | None],
    root: Path,
    check_hashes: bool,
    frames: Frames | None = None,
) -> None:
    """Hold the rows against the study and the files themselves; raises `ProblemsFound`.

    `frames` are the ids of the codebooks and of the scorecards, by the kind of source they belong to.
    """
    found = ProblemList(FILE)
    for file in sources:
        if file.kind == "survey":
            _check_survey(file, settings, instruments, found)
        else:
            _check_other(file, settings, frames or {}, found)
        _check_file(file, root, check_hashes, found)
    _check_doubles(sources, found)
    _check_parts(sources, found)
    found.raise_any()


def keep_readable(
    sources: list[SourceFile],
    settings: Settings,
    instruments: Mapping[str, Instrument],
    root: Path,
    frames: Frames | None = None,
) -> list[SourceFile]:
    """The rows whose source is named rightly and has its files, whether or not they are the entered ones."""
    kept: list[SourceFile] = []
    for source in dict.fromkeys(file.source for file in sources):
        files = [file for file in sources if file.source == source]
        with contextlib.suppress(ProblemsFound):
            check_sources(files, settings, instruments, root, check_hashes=False, frames=frames)
            kept += files
    return kept


def _check_other(file: SourceFile, settings: Settings, frames: Frames, found: ProblemList) -> None:
    """Check the row of a source that holds no survey: what it leaves empty, and what it names."""
    found.check_name(file.place("case"), "case", file.case, ["*", *(case.id for case in settings.cases)])
    found.check_name(file.place("wave"), "wave", file.wave, [wave.id for wave in settings.waves])
    for column in ("version", "group", *(["instrument"] if file.kind not in frames else [])):
        if seen := getattr(file, column):
            what = f"a source of {file.kind} has no {column}"
            found.add(file.place(column), what, seen, "an empty cell", "empty the cell")
    if file.kind in frames:
        noun = "codebook" if file.kind == "codings" else "scorecard"
        found.check_name(file.place("instrument"), noun, file.instrument, frames[file.kind])
    formats = FORMATS.get(file.kind, ("auto", "table"))
    if file.format not in formats:
        what = f"{file.kind} are not read from this format"
        found.add(file.place("format"), what, file.format, ", ".join(formats), "write one of them, or auto")


def _check_survey(
    file: SourceFile, settings: Settings, instruments: Mapping[str, Instrument | None], found: ProblemList
) -> None:
    cases = {case.id: case for case in settings.cases}
    found.check_name(file.place("case"), "case", file.case, ["*", *cases])
    found.check_name(file.place("wave"), "wave", file.wave, [wave.id for wave in settings.waves])
    found.check_name(
        file.place("group"), "group", file.group, [ANY, *(group.id for group in settings.groups)]
    )
    found.check_name(file.place("instrument"), "instrument", file.instrument, instruments)
    if file.case in cases and file.wave not in cases[file.case].waves:
        what = f"the case “{file.case}” does not take part in this wave"
        allowed = ", ".join(cases[file.case].waves) or "none"
        found.add(file.place("wave"), what, file.wave, allowed, "add the wave to the case in study.yaml")
    instrument = instruments.get(file.instrument)
    if instrument is None:
        return
    versions = instrument.versions
    found.check_name(file.place("version"), "version", file.version, versions)
    if file.version in versions and versions[file.version].group != file.group:
        what = f"the version “{file.version}” is answered by another group"
        remedy = "correct one of the two"
        if versions[file.version].group == ANY:
            what = f"the version “{file.version}” is for all groups, and asks for the group"
            remedy = "write *; or name a version that this group alone answers"
        elif file.group == ANY:
            what = f"the version “{file.version}” is for one group, and does not ask for the group"
            remedy = "name the group; or name a version that is for all groups (group *)"
        found.add(file.place("group"), what, file.group, versions[file.version].group, remedy)


def _check_file(file: SourceFile, root: Path, check_hashes: bool, found: ProblemList) -> None:
    path = root / file.path
    if "\\" in file.path:
        found.add(
            file.place("path"), "the folders are not separated by /", file.path, "data/raw/...", "write /"
        )
    elif Path(file.path).is_absolute() or not path.resolve().is_relative_to(root.resolve()):
        remedy = "put the file under data/raw and name it from there"
        found.add(file.place("path"), "the path leaves the study's folder", file.path, "data/raw/...", remedy)
    elif not path.is_file():
        remedy = "put the file there, or correct the path"
        found.add(file.place("path"), "the file is missing", file.path, remedy=remedy)
    elif not file.sha256:
        remedy = f"if this is the right file, enter {hash_file(path)}"
        found.add(file.place("sha256"), f"no sha256 is entered for {file.path}", remedy=remedy)
    elif check_hashes and (seen := hash_file(path)) != file.sha256:
        what = f"{file.path} is not the file that was entered"
        remedy = "put the entered file back; or, if the new one is right, enter its sha256"
        found.add(file.place("sha256"), what, seen, file.sha256, remedy)


def _check_doubles(sources: list[SourceFile], found: ProblemList) -> None:
    found.check_unique([file.place("path") for file in sources], "path", [file.path for file in sources])
    first: dict[str, SourceFile] = {}
    for file in sources:
        if file.part not in ("answers", "project", "rows", "workbook", "measurements"):
            continue
        before = first.setdefault(file.sha256, file)
        if before is not file:
            what = "the same content is entered twice"
            remedy = "remove one of the rows, or put the file there that is meant"
            found.add(
                file.place("sha256"), what, f"{before.path}, {file.path}", "two different files", remedy
            )


def _check_parts(sources: list[SourceFile], found: ProblemList) -> None:
    own = ("part", "path", "sha256")
    shared = [name for name in SourceFile.model_fields if name not in own]
    for source in dict.fromkeys(file.source for file in sources):
        first, *others = [file for file in sources if file.source == source]
        parts = [file.part for file in (first, *others)]
        found.check_unique([file.place("part") for file in (first, *others)], f"part of {source}", parts)
        needed = NEEDED_PART[first.kind]
        if not set(parts) & set(needed):
            what = f"the source {source} has no file with {needed[0]}"
            allowed = " or ".join(needed)
            found.add(first.place("part"), what, ", ".join(parts), allowed, f"add the row of the {needed[0]}")
        for name in shared:
            expected = str(getattr(first, name))
            for file in others:
                if str(getattr(file, name)) != expected:
                    what = f"the files of {source} disagree"
                    seen = str(getattr(file, name))
                    found.add(file.place(name), what, seen, expected, "make the rows alike")


def hash_file(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
