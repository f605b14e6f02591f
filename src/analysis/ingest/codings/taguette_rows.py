"""The table of highlights that Taguette exports: id, document, tag, content; neither coders nor places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.ingest.codings.corpus import CodedText, Corpus, FoundCode, Stretch
from analysis.ingest.exports import RawFile, note_file, to_cells
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Line, check_shape, drop_blank_columns
from analysis.ingest.files.tables import read_any
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

DIALECT = Dialect("Taguette", ("utf-8", "utf-16", "cp1252"), (",", ";", "\t"), ends_rows=False)
HEADER = ("id", "document", "tag", "content")
LOOKED_AT = 1_000


def is_table(path: Path) -> bool:
    """Whether the file is text whose first line is Taguette's header."""
    with path.open("rb") as file:
        first = file.read(LOOKED_AT).decode("utf-8-sig", "replace").splitlines()[:1]
    cells = [[cell.strip('"') for cell in line.split(mark)] for line in first for mark in DIALECT.separators]
    return list(HEADER) in cells


def read_table(file: RawFile, options: SourceOptions) -> Corpus:
    """The codings of an exported table, each with its words alone; raises `ProblemsFound`."""
    sheet = drop_blank_columns(read_any(file.path, file.shown, DIALECT, options.sheet or ""))
    found = ProblemList(file.shown)
    check_shape(sheet, found)
    for column in HEADER:
        if column not in sheet.header:
            remedy = "export the highlights from Taguette again (Highlights, Export, CSV)"
            found.add("row 1", f"there is no column “{column}”", ", ".join(sheet.header), "", remedy)
    found.raise_any()
    cells = to_cells(sheet)
    names = name_tags([tag for tag in cells["tag"] if tag], options)
    stretches = [
        Stretch(row.document, "", names[row.tag].name, None, None, row.content, f"row {number}")
        for number, row in zip(cells.index, cells.itertuples(), strict=True)
        if row.tag
    ]
    untagged = int((cells["tag"] == "").sum())
    line: Line = {"what": "coding_noted", "why": "selection_without_code", "count": untagged}
    return Corpus(
        file=file.shown,
        texts=tuple(CodedText(name, None) for name in dict.fromkeys(cells["document"])),
        codes=tuple(names.values()),
        coders=(),
        stretches=tuple(stretches),
        receipts=(
            note_file(file.shown, sheet.form, "codings_file"),
            *sheet.receipts,
            *([line] if untagged else []),
        ),
    )


def name_tags(paths: Sequence[str], options: SourceOptions) -> dict[str, FoundCode]:
    """The code that each tag's path stands for: its last part, under the parts before it.

    A path is a name as it stands where the source's options name it so, where its last part is that of
    another path too, and where a part of it is blank.
    """
    lasts = Counter(path.rpartition(".")[2].strip() for path in dict.fromkeys(paths))
    names: dict[str, FoundCode] = {}
    for path in paths:
        *above, last = (part.strip() for part in path.split("."))
        whole = path in options.codes or lasts[last] > 1 or not all([*above, last])
        names[path] = FoundCode(path) if whole else FoundCode(last, tuple(above))
    return names
