"""Workbooks of score sheets (format samson): one sheet a case and session, as the template draws them."""

from __future__ import annotations

from analysis.ingest.exports import note_file
from analysis.ingest.files.workbooks import Grid, check_grid, read_workbook
from analysis.ingest.ratings.filled import Filled
from analysis.ingest.ratings.one_sheet import read_one_sheet
from analysis.ingest.ratings.rows import find_case
from analysis.ingest.ratings.sheet_parts import Parts, split_sheet
from analysis.ingest.receipts import Ledger
from analysis.problems import ProblemList, ProblemsFound, name_nearest, shorten
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.templates.samson_words import EXAMPLE, SHEET, begins_sheet

COPY = "copy the blank sheet of the template, and fill that in"


def read_score_sheets(study: Study, file: SourceFile, ledger: Ledger) -> Filled:
    """Scores, weights and actions of every sheet that begins as a score sheet does.

    Hidden sheets, blank forms, examples and all other sheets are left out, each with a receipt. Raises
    `ProblemsFound` with the faults of all sheets, and where there is no sheet to read.
    """
    found = ProblemList(file.path)
    grids = read_workbook(study.root / file.path, file.path)
    chosen = _choose_sheets(grids, study, file, ledger, found)
    filled, read = Filled(), []
    for name, parts in chosen.items():
        if parts.is_blank:
            ledger.note("file_mended", "blank_form", column=f"sheet “{name}”", before=name)
            continue
        read.append(name)
        try:
            filled.add(read_one_sheet(study, file, name, parts, ledger))
        except ProblemsFound as faults:
            found.problems += faults.problems
    if not read and not found.problems:
        seen = shorten(", ".join(f"“{name}”" for name in grids)) or "no sheet with any cell"
        what = "no sheet of the workbook is a filled-in score sheet"
        allowed = " or ".join(f"“{word}”" for word in SHEET.values()) + " in the first cell"
        found.add("", what, seen, allowed, COPY)
    found.raise_any()
    kind = next(iter(grids.values())).kind
    names = shorten(", ".join(f"“{name}”" for name in read))
    ledger.note(**note_file(file.path, f"{kind}, sheets {names}", "scores_file"))  # type: ignore[arg-type]
    return filled


def is_score_sheet(grid: Grid) -> bool:
    """Whether a sheet begins as a score sheet does, and is not hidden."""
    return not grid.hidden and begins_sheet(grid.cells[0][0], SHEET)


def _choose_sheets(
    grids: dict[str, Grid], study: Study, file: SourceFile, ledger: Ledger, found: ProblemList
) -> dict[str, Parts]:
    """The score sheets in parts by their names, the others noted; notes sheets that cannot be read."""
    named = study.options_of(file.source).sheet
    if named and named not in grids:
        what = f"there is no sheet “{named}” with any cell"
        remedy = name_nearest(named, list(grids)) or "correct the key sheet in the source's options"
        found.add("", what, named, shorten(", ".join(grids)), remedy)
    chosen = {}
    for name, grid in grids.items():
        if is_score_sheet(grid) and named in (None, "", name):
            faults = ProblemList(file.path)
            try:
                check_grid(grid, 0, faults)
                chosen[name] = split_sheet(grid)
            except ProblemsFound:
                found.problems += faults.problems
            continue
        why = "hidden_sheet" if grid.hidden else "other_sheet"
        if begins_sheet(grid.cells[0][0], EXAMPLE):
            why = "example_sheet"
            _check_example(name, grid, study, found)
        ledger.note("file_mended", why, column=f"sheet “{name}”", before=name, count=len(grid.cells))
    return chosen


def _check_example(name: str, grid: Grid, study: Study, found: ProblemList) -> None:
    """Note an example that somebody filled in with a case of the study: it would never be read."""
    case = split_sheet(grid).head.get("case")
    if case and case.text and isinstance(find_case(case.text, study), str):
        what = "the sheet is the filled example, which is never read, and names a case of the study"
        place = f"sheet “{name}”, row {case.row}, column {case.letter}"
        found.add(place, what, case.text, "", COPY)
