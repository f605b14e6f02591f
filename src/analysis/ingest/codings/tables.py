"""Plain tables of codings: one row a coding, one column a coder, or units by codes with 1 and 0.

Where the table gives the text of the units, the text of a document is its units with `\\n` between
them, in the order of the rows, and every coding has its place in it. A table of places gives the text in
rows that have neither a coder nor a code.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.ingest.codings.corpus import CodingFormat, Corpus, FoundCode, FoundCoder
from analysis.ingest.codings.table_headers import Layout, find_layout, is_table_of_codings
from analysis.ingest.codings.table_places import set_places
from analysis.ingest.codings.table_shapes import BINARY, read_coders, read_long, read_matrix
from analysis.ingest.exports import RawFile, note_file, to_cells
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.first_rows import read_first_rows
from analysis.ingest.files.sheets import Line, check_shape, drop_blank_columns
from analysis.ingest.files.tables import read_any
from analysis.ingest.times import read_days
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

DIALECT = Dialect("the program", ("utf-8", "utf-16", "cp1252"), (";", ",", "\t", "|"), ends_rows=False)
READERS = {"long": read_long, "coders": read_coders, "matrix": read_matrix}


def read(files: Mapping[str, RawFile], options: SourceOptions) -> Corpus:
    """Read a table of any of the three shapes; raises `ProblemsFound` for all of the file at once."""
    file = files["rows"]
    sheet = drop_blank_columns(read_any(file.path, file.shown, DIALECT, options.sheet or ""))
    found = ProblemList(file.shown)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet).map(_normalise)
    binary = [name for name in cells if set(cells[name].str.strip()) <= BINARY]
    layout = find_layout(list(cells.columns), binary, options.ignore, found)
    days, noted = _read_days(cells, layout, options, found)
    shaped = READERS[layout.shape](cells, layout, days, found)
    texts, stretches = set_places(shaped, found)
    found.raise_any()
    coded = [one for one in stretches if one.code]
    names = list(layout.others) if layout.shape == "coders" else [one.coder for one in stretches]
    codes = list(layout.others) if layout.shape == "matrix" else [one.code for one in coded]
    return Corpus(
        file=sheet.file,
        texts=tuple(texts),
        codes=tuple(FoundCode(name) for name in dict.fromkeys(codes)),
        coders=tuple(FoundCoder(name) for name in dict.fromkeys(names) if name),
        stretches=tuple(stretches),
        receipts=(
            note_file(sheet.file, sheet.form, "codings_file"),
            *sheet.receipts,
            *noted,
            *shaped.receipts,
        ),
    )


def recognise(path: Path) -> bool:
    """Whether the first line of a text file, or of a sheet of a workbook, heads a table of codings."""
    return any(is_table_of_codings(row) for row in read_first_rows(path))


def _normalise(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _read_days(
    cells: pd.DataFrame, layout: Layout, options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str], list[Line]]:
    """The day of each row (see `read_days`), all empty in a table without any."""
    if "date" not in layout.columns:
        return pd.Series("", index=cells.index, dtype="str"), []
    return read_days(cells[layout.columns["date"]], options.dates, found)


FORMAT = CodingFormat("table", "a plain table", read, recognise, "rows")
