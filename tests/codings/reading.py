"""What a reader made of a file, as rows that can be held against the common codings."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from analysis.ingest.codings.corpus import CodingFormat, Corpus
from analysis.ingest.exports import RawFile
from analysis.ingest.receipts import WHAT, WHY
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.codings.common import GIVEN

Told = list[tuple[str, str, str, int | None, int | None, str]]


def read(form: CodingFormat, path: Path, part: str = "project", **options: object) -> Corpus:
    files = {part: RawFile(part, path, "raw/the file")}
    return form.read(files, SourceOptions.model_validate(options))


def tell(corpus: Corpus) -> Told:
    """Document, coder, code, start, end and text of each coding, sorted."""
    rows = [(one.document, one.coder, one.code, one.start, one.end, one.text) for one in corpus.stretches]
    return sorted(rows, key=repr)


def given() -> Told:
    rows: Told = [(one.document, one.coder, one.code, one.start, one.end, one.words) for one in GIVEN]
    return sorted(rows, key=repr)


def notes(corpus: Corpus) -> dict[str, int]:
    """How many codings or things each reason of the receipts stands for."""
    counts: dict[str, int] = {}
    for line in corpus.receipts:
        assert line["what"] in WHAT
        assert line["why"] in WHY
        counts[str(line["why"])] = counts.get(str(line["why"]), 0) + int(line.get("count", 1))
    return counts


def refuse(form: CodingFormat, path: Path, part: str = "project") -> list[str]:
    """The problems of a file that must not be read."""
    try:
        read(form, path, part)
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]
    raise AssertionError("the file was read")


def change(path: Path, *statements: str) -> Path:
    """The database after some statements."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path
