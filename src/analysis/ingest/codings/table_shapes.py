"""The three shapes of a table of codings, each read into stretches and the texts they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.ingest.codings.corpus import Stretch
from analysis.ingest.codings.table_headers import HEADERS, Layout, plain
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.sheets import Line
from analysis.ingest.values.numerals import is_spreadsheet_error, read_whole
from analysis.problems import ProblemList, name_nearest
from analysis.sessions import normalise_name

NONE = ("-", "–", "0", "ingen", "none")
"""What a cell says where the coder read the unit and gave it no code."""
BINARY = {"1", "0", ""}
BETWEEN = re.compile(r"[;|\n]")
"""What stands between the codes of one cell."""


@dataclass(frozen=True)
class Piece:
    """A part of a document's text that a row of the table holds, by its place."""

    row: int
    start: int
    end: int
    text: str


@dataclass
class Shaped:
    """What the rows of a table say: the codings, the texts of units by document, and pieces of texts.

    A unit without a text has an empty one. `faults` are the cells that cannot be.
    """

    stretches: list[Stretch] = field(default_factory=list)
    units: dict[str, dict[str, str]] = field(default_factory=dict)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    faults: list[FaultyCell] = field(default_factory=list)
    receipts: list[Line] = field(default_factory=list)

    def refuse(self, row: int, column: str, seen: str, what: str, allowed: str, remedy: str) -> None:
        """Note a cell that cannot be."""
        self.faults.append(FaultyCell(row, column, seen, Fault(what, allowed, remedy)))


@dataclass(frozen=True)
class Row:
    """One row: its number, its cells by header, the columns that are known, and its day."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]
    day: str

    def __getitem__(self, role: str) -> str:
        """The cell of a known column, empty where the table has none; texts as they stand."""
        cell = self.cells[self.columns[role]] if role in self.columns else ""
        return cell if role == "text" else cell.strip()


def read_long(cells: pd.DataFrame, layout: Layout, days: pd.Series[str], found: ProblemList) -> Shaped:
    """One row a coding; a row without coder and code holds a text only. Notes what cannot be."""
    shaped = Shaped()
    for row in _rows(cells, layout, days):
        if (stretch := _begin(row, shaped)) is None:
            continue
        coder, written = row["coder"], row["code"]
        if not coder and not written:
            _take_text_only(row, stretch, shaped)
            continue
        codes = _split(row, layout.columns["code"], written, shaped)
        if codes == [""] and not coder:
            what, remedy = "nobody is named who read this and gave no code", "fill in the coder"
            shaped.refuse(row.number, layout.columns["code"], written, what, "a coder", remedy)
        elif not written:
            what, allowed = "the code is missing", "a code, or - where the coder read this and gave none"
            shaped.refuse(row.number, layout.columns["code"], "", what, allowed, "fill in the cell")
        shaped.stretches += [
            replace(stretch, coder=coder, code=code, memo=row["memo"].strip()) for code in codes
        ]
    _check_none(shaped, found)
    tell(shaped.faults, found)
    return shaped


def read_coders(cells: pd.DataFrame, layout: Layout, days: pd.Series[str], found: ProblemList) -> Shaped:
    """One row a unit and one column a coder; a blank cell was not read. Notes what cannot be."""
    shaped = Shaped()
    for row in _rows(_drop_doubled(cells, layout, shaped, found), layout, days):
        if (stretch := _begin(row, shaped)) is None:
            continue
        for coder in layout.others:
            written = row.cells[coder].strip()
            place = f"{stretch.place}, column {coder}"
            codes = _split(row, coder, written, shaped) if written else []
            shaped.stretches += [replace(stretch, coder=coder, code=code, place=place) for code in codes]
    tell(shaped.faults, found)
    return shaped


def read_matrix(cells: pd.DataFrame, layout: Layout, days: pd.Series[str], found: ProblemList) -> Shaped:
    """One row a unit and coder, one column a code; a row without 1 and 0 was not read. Notes the rest."""
    shaped = Shaped()
    codes = _find_codes(cells, layout, found)
    for row in _rows(_drop_doubled(cells, layout, shaped, found), layout, days):
        if (stretch := _begin(row, shaped)) is None:
            continue
        written = {code: row.cells[code].strip() for code in codes}
        for code, cell in written.items():
            if cell not in BINARY:
                what, remedy = "the cell says neither that the code was given nor that not", "correct it"
                shaped.refuse(row.number, code, cell, what, "1, 0 or blank", remedy)
        given = [code for code, cell in written.items() if cell == "1"]
        read = any(written.values())
        shaped.stretches += [
            replace(stretch, coder=row["coder"], code=code, place=f"{stretch.place}, column {code}".rstrip())
            for code in (given or ([""] if read else []))
        ]
    tell(shaped.faults, found)
    return shaped


def _rows(cells: pd.DataFrame, layout: Layout, days: pd.Series[str]) -> list[Row]:
    """The rows in the order of the file."""
    told = cells.to_dict("records")
    numbers = [int(number) for number in cells.index]
    return [
        Row(number, {str(name): str(cell) for name, cell in one.items()}, layout.columns, days[number])
        for number, one in zip(numbers, told, strict=True)
    ]


def _begin(row: Row, shaped: Shaped) -> Stretch | None:
    """The row's stretch without coder and code, its unit's text noted; None where it names no place."""
    columns = row.columns
    if not row["document"]:
        allowed, remedy = "a document in every row", "fill it in, or remove the row"
        shaped.refuse(row.number, columns["document"], "", "the document is missing", allowed, remedy)
        return None
    document = shaped.names.setdefault(normalise_name(row["document"]), row["document"])
    place = f"row {row.number}"
    stretch = Stretch(document, "", "", None, None, row["text"], place, coded_at=row.day)
    if "unit" in columns:
        if not row["unit"]:
            allowed, remedy = "a unit in every row", "fill it in, or remove the row"
            shaped.refuse(row.number, columns["unit"], "", "the unit is missing", allowed, remedy)
            return None
        texts = shaped.units.setdefault(document, {})
        before = texts.setdefault(row["unit"], row["text"])
        if row["text"] and before and row["text"] != before:
            what = f"the unit “{row['unit']}” has another text in an earlier row"
            remedy = "give each unit its own name, or one text"
            shaped.refuse(row.number, columns["text"], row["text"], what, "the same text", remedy)
        texts[row["unit"]] = before or row["text"]
        return replace(stretch, unit=row["unit"])
    if "start" in columns:
        ends = _read_ends(row, shaped)
        return replace(stretch, start=ends[0], end=ends[1]) if ends else None
    return stretch


def _read_ends(row: Row, shaped: Shaped) -> tuple[int, int] | None:
    ends = []
    for role in ("start", "end"):
        number = read_whole(row[role])
        if number is None or number < 0:
            allowed, remedy = "a whole number from 0", "correct the cell"
            what = f"the {role} is no place in a text"
            shaped.refuse(row.number, row.columns[role], row[role], what, allowed, remedy)
        else:
            ends.append(number)
    if len(ends) < 2:
        return None
    if ends[1] <= ends[0]:
        what, remedy = "the end does not lie after the start", "correct one of them; the end is not included"
        shaped.refuse(row.number, row.columns["end"], row["end"], what, f"more than {ends[0]}", remedy)
        return None
    return ends[0], ends[1]


def _take_text_only(row: Row, stretch: Stretch, shaped: Shaped) -> None:
    """Take the text of a row that nobody coded: that of its unit is taken already."""
    if stretch.unit:
        return
    if stretch.start is None or stretch.end is None or not row["text"]:
        what, remedy = "the row has neither a coder nor a code", "fill them in, or remove the row"
        shaped.refuse(row.number, row.columns["code"], "", what, "a code", remedy)
    elif len(row["text"]) != stretch.end - stretch.start:
        what, remedy = "the text has another length than its place", "correct start and end, or the text"
        seen, allowed = f"{len(row['text'])} characters", f"{stretch.end - stretch.start}"
        shaped.refuse(row.number, row.columns["text"], seen, what, allowed, remedy)
    else:
        piece = Piece(row.number, stretch.start, stretch.end, row["text"])
        shaped.pieces.setdefault(stretch.document, []).append(piece)


def _split(row: Row, column: str, written: str, shaped: Shaped) -> list[str]:
    """The codes that a cell names; one empty code where it says that none was given."""
    if is_spreadsheet_error(written):
        what = "the cell holds the spreadsheet's error, not a code"
        shaped.refuse(row.number, column, written, what, "a code, or - where none was given", "correct it")
        return []
    codes = [code.strip() for code in BETWEEN.split(written) if code.strip()]
    none = [code for code in codes if code.casefold() in NONE]
    if none and len(codes) > len(none):
        what, remedy = "the cell says that no code was given, and names one", "keep one of the two"
        shaped.refuse(row.number, column, written, what, "codes, or -", remedy)
    return [""] if none else codes


def _check_none(shaped: Shaped, found: ProblemList) -> None:
    """Note stretches to which a coder gave a code, and no code in another row."""
    given: dict[tuple[object, ...], str] = {}
    for one in sorted(shaped.stretches, key=lambda one: not one.code):
        key = (one.document, one.unit, one.start, one.end, one.coder)
        if one.code:
            given.setdefault(key, one.place)
        elif one.coder and key in given and (one.unit or one.start is not None):
            what = f"the coder gave a code here ({given[key]}), and none in this row"
            found.add(one.place, what, "", "one of the two", "remove one of the rows")


def _drop_doubled(cells: pd.DataFrame, layout: Layout, shaped: Shaped, found: ProblemList) -> pd.DataFrame:
    """The rows without those that repeat a whole row; notes units that stand twice and differ."""
    columns = [layout.columns[role] for role in ("document", "unit", "coder") if role in layout.columns]
    kept = cells[~cells.duplicated()]
    if len(kept) < len(cells):
        shaped.receipts.append({"what": "file_mended", "why": "row_doubled", "count": len(cells) - len(kept)})
    for number in kept.index[kept.duplicated(columns)]:
        what, remedy = "the unit stands twice, and the rows differ", "give each unit a name of its own"
        found.add(f"row {number}", what, ", ".join(kept.loc[number, columns]), "one row each", remedy)
    return kept


def _find_codes(cells: pd.DataFrame, layout: Layout, found: ProblemList) -> list[str]:
    """The columns that stand for codes; notes those that hold words."""
    codes = []
    for name in layout.others:
        filled = cells[name].str.strip().loc[lambda texts: texts != ""]
        if len(filled) and (~filled.str.isdecimal()).mean() > 1 / 2:
            known = [word for words in HEADERS.values() for word in words]
            nearest = name_nearest(plain(name), known)
            remedy = nearest or "remove the column, or name it under ignore: in the source's options"
            what = f"the column “{name}” is none of the known ones, and holds no 1 and 0 as a code's does"
            found.add("row 1", what, name, ", ".join(HEADERS), remedy)
        else:
            codes.append(name)
    return codes
