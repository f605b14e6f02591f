"""The files of a source as tables: the sheets of a workbook, or one file for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.ingest.exports import attempt, note_file
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Sheet
from analysis.ingest.files.tables import read_any
from analysis.ingest.files.workbooks import Grid, make_sheet, read_workbook
from analysis.ingest.measurements.columns import HEADERS, NEEDED, SHEET_NAMES
from analysis.ingest.measurements.tables import Table
from analysis.ingest.ratings.rows import find_role, plain
from analysis.ingest.receipts import Ledger
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.source_options import SourceOptions
from analysis.sources import FILE as SOURCES
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.templates.soimpact_words import CASE, EXAMPLE_SHEET

DIALECT = Dialect("the program", ("utf-8", "utf-16", "cp1252"), (";", ",", "\t", "|"), ends_rows=False)
PARTS = tuple(HEADERS)
NEEDED_PARTS = ("indicators", "measurements")
EXAMPLES = {plain(EXAMPLE_SHEET.nb), plain(EXAMPLE_SHEET.en)}


@dataclass(frozen=True)
class Read:
    """The tables of one source by part, and what its workbook calls its case, where it says so."""

    tables: dict[str, Table]
    case: str = ""
    case_place: str = ""
    file: str = ""


def read_source(study: Study, files: Sequence[SourceFile], ledger: Ledger) -> Read:
    """Read the files of one source; raises `ProblemsFound` with what is wrong with files and columns."""
    options = study.options_of(files[0].source)
    workbook = next((file for file in files if file.part == "workbook"), None)
    found = ProblemList(SOURCES)
    _check_parts(files, workbook, found)
    found.raise_any()
    if files[0].format == "auto":
        detected = "soimpact" if workbook else "table"
        why = "a workbook with several sheets" if workbook else "a file for each table"
        ledger.note("file_read", "format_detected", before=detected, after=why)
    if workbook:
        grids = read_workbook(study.root / workbook.path, workbook.path, percents=True)
        return _read_sheets(grids, workbook.path, options, ledger)
    problems: list[Problem] = []
    tables = {}
    for file in files:

        def read(file: SourceFile = file) -> Table:
            sheet = read_any(study.root / file.path, file.path, DIALECT, options.sheet or "")
            ledger.note(**note_file(file.path, sheet.form, f"{file.part}_file"))  # type: ignore[arg-type]
            return Table(file.part, sheet, ledger, options)

        if table := attempt(read, problems):
            tables[str(file.part)] = table
    if problems:
        raise ProblemsFound(problems)
    return Read(tables)


def _check_parts(files: Sequence[SourceFile], workbook: SourceFile | None, found: ProblemList) -> None:
    """Note parts that do not go together, and a format that is not that of the parts."""
    first, parts = files[0], [str(file.part) for file in files]
    if workbook and len(files) > 1:
        what, remedy = "a workbook holds all tables of its source", "remove the other rows"
        found.add(workbook.place("part"), what, ", ".join(parts), "workbook", remedy)
    allowed = ["workbook", *PARTS] if workbook else PARTS
    for file in files:
        if file.part not in allowed:
            what, remedy = "a source of measurements has no such part", "correct the part"
            found.add(file.place("part"), what, file.part, ", ".join(("workbook", *PARTS)), remedy)
    if not workbook:
        for part in NEEDED_PARTS:
            if part not in parts:
                what = f"the source {first.source} has no file with {part}"
                found.add(first.place("part"), what, ", ".join(parts), part, f"add the row of the {part}")
    expected = "soimpact" if workbook else "table"
    if first.format not in ("auto", expected):
        what = f"a {'workbook' if workbook else 'table'} is not read from this format"
        found.add(first.place("format"), what, first.format, f"auto, {expected}", f"write {expected}")


def find_part(name: str, grid: Grid) -> str:
    """The table that a sheet is, by its name or else by its header; a sheet of the plan is "plan"."""
    for part, names in SHEET_NAMES.items():
        if plain(name) in names:
            return part
    header = grid.cells[0] if grid.numbers[:1] == [1] else []
    return find_by_header(header)


def find_by_header(header: Sequence[str]) -> str:
    """The table that has all its needed columns in a header; empty where none has."""
    for part, headers in HEADERS.items():
        known = {find_role(name, headers) for name in header}
        if known.issuperset(NEEDED[part]):
            return part
    return ""


def _read_sheets(grids: Mapping[str, Grid], shown: str, options: SourceOptions, ledger: Ledger) -> Read:
    found = ProblemList(shown)
    if EXAMPLES & {plain(name) for name in grids}:
        what = "this is the template's filled example, which is never read"
        found.add("", what, "", "", "enter the team's own numbers into the empty template")
        found.raise_any()
    by_part = _sort_sheets(grids, found)
    found.raise_any()
    kind = next(iter(grids.values())).kind
    ledger.note("file_read", "workbook_file", before=shown, after=f"{kind}, {len(grids)} sheets")
    problems: list[Problem] = []
    tables = {}
    for part in PARTS:
        name = by_part.get(part, "")
        if not name or (part == "people" and len(grids[name].cells) < 2):
            continue
        grid = {name: grids[name]}

        def read(part: str = part, name: str = name, grid: Mapping[str, Grid] = grid) -> Table:
            return Table(part, _take_sheet(part, grid[name], shown), ledger, options)

        if table := attempt(read, problems):
            tables[part] = table
    if problems:
        raise ProblemsFound(problems)
    _note_others(grids, by_part, ledger)
    return _find_case(grids, by_part, tables, shown)


def _take_sheet(part: str, grid: Grid, shown: str) -> Sheet:
    """The rows of a sheet; nothing may have been measured yet, but without indicators there is nothing."""
    if len(grid.cells) > 1 or grid.numbers != [1]:
        return make_sheet({grid.name: grid}, shown, "the template", grid.name)
    if part == "indicators":
        found = ProblemList(shown)
        found.add(f"sheet “{grid.name}”", "no indicator is filled in", remedy="fill in the first rows")
        found.raise_any()
    return Sheet(shown, grid.kind, "", list(grid.cells[0]), [], [], [], name=grid.name)


def _sort_sheets(grids: Mapping[str, Grid], found: ProblemList) -> dict[str, str]:
    """The name of each table's sheet; notes those that are missing or there twice."""
    by_part: dict[str, str] = {}
    for name, grid in grids.items():
        part = find_part(name, grid)
        if grid.hidden or not part:
            continue
        if part in by_part and part in PARTS:
            what, seen = f"two sheets hold {part}", f"“{by_part[part]}”, “{name}”"
            found.add("", what, seen, "one sheet", "join them, or hide the one that does not count")
        by_part.setdefault(part, name)
    for part in NEEDED_PARTS:
        if part not in by_part:
            what = f"the workbook has no sheet with {part}"
            seen = ", ".join(f"“{name}”" for name in grids)
            allowed = " or ".join(f"“{one}”" for one in SHEET_NAMES[part])
            remedy = "begin with an empty template; python3 run.py template soimpact writes it"
            found.add("", what, seen, allowed, remedy)
    return by_part


def _note_others(grids: Mapping[str, Grid], by_part: Mapping[str, str], ledger: Ledger) -> None:
    """A receipt for every sheet that no number is read from."""
    used = {by_part.get(part) for part in PARTS}
    for name, grid in grids.items():
        if name in used:
            continue
        why = "plan_texts" if name == by_part.get("plan") else "other_sheet"
        why = "hidden_sheet" if grid.hidden else why
        ledger.note("file_mended", why, column=name, before=name, count=len(grid.cells))


def _find_case(
    grids: Mapping[str, Grid], by_part: Mapping[str, str], tables: dict[str, Table], shown: str
) -> Read:
    """What the plan says that the case is called."""
    name = by_part.get("plan", "")
    for number, cells in zip(grids[name].numbers, grids[name].cells, strict=True) if name else ():
        if plain(cells[0]) in {plain(CASE.nb), plain(CASE.en)}:
            text = " ".join(cells[1].split()) if len(cells) > 1 else ""
            return Read(tables, text, f"sheet “{name}”, row {number}", shown)
    return Read(tables, "", f"sheet “{name}”" if name else "", shown)
