"""SurveyXact's export as one workbook: the sheets Dataset (one or several), Structure and Labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from analysis.ingest.exports import RawFile, attempt, note_file
from analysis.ingest.files import workbooks
from analysis.ingest.files.sheets import Line, Sheet
from analysis.ingest.files.workbooks import Grid
from analysis.ingest.formats.surveyxact.files import (
    Files,
    check_answers,
    check_labels,
    check_structure,
)
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.source_options import SourceOptions

DATASET = re.compile(r"dataset ?(?:\(\d+\)|\d*)", re.IGNORECASE)
OTHERS = {"structure": "Structure", "labels": "Labels"}


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, whatever it is called."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def has_the_sheets(names: list[str]) -> bool:
    """Whether a workbook has the sheets of an export."""
    lower = {name.casefold() for name in names}
    return set(OTHERS) <= lower and any(DATASET.fullmatch(name) for name in names)


def read_workbook(files: Mapping[str, RawFile], options: SourceOptions) -> Files:
    """Read the sheets of a workbook; questions and codes may be missing. Raises `ProblemsFound`."""
    file = files["answers"]
    found = ProblemList(file.shown)
    for part in [one for one in files if one != "answers"]:
        what = f"the answers are a workbook, which holds the file “{part}” itself"
        found.add("", what, part, "answers", "remove that row from config/sources.tsv")
    found.raise_any()
    grids = workbooks.read_workbook(file.path, file.shown)
    problems: list[Problem] = []
    answers = attempt(partial(_read_dataset, grids, file.shown, options), problems)
    others = {part: _find(grids, name) for part, name in OTHERS.items()}
    structure = attempt(lambda: _read_structure(others["structure"], file.shown), problems)
    labels = attempt(lambda: _read_labels(others["labels"], file.shown), problems)
    if answers is None or problems:
        raise ProblemsFound(problems)
    return Files(answers, structure, labels, _note(file.shown, answers, structure, labels))


def _note(shown: str, answers: Sheet, *others: Sheet | None) -> list[Line]:
    parts = zip(("answers", *OTHERS), (answers, *others), strict=True)
    read: list[Line] = [note_file(shown, sheet.form, f"{part}_file") for part, sheet in parts if sheet]
    return [*read, *answers.receipts]


def _find(grids: Mapping[str, Grid], name: str) -> Grid | None:
    return next((grid for one, grid in grids.items() if one.casefold() == name.casefold()), None)


def _make(grid: Grid, shown: str, header: bool = True) -> Sheet:
    """One sheet alone, as other sheets are read too."""
    return workbooks.make_sheet({grid.name: grid}, shown, "SurveyXact", grid.name, header=header)


def _read_structure(grid: Grid | None, shown: str) -> Sheet | None:
    return check_structure(_make(grid, shown)) if grid else None


def _read_labels(grid: Grid | None, shown: str) -> Sheet | None:
    return check_labels(_make(grid, shown, header=False)) if grid else None


def _read_dataset(grids: Mapping[str, Grid], shown: str, options: SourceOptions) -> Sheet:
    """The answers; where they have more columns than a sheet could hold, its sheets beside each other."""
    found = ProblemList(shown)
    named = [options.sheet] if options.sheet else [name for name in grids if DATASET.fullmatch(name)]
    for name in named or ["Dataset"]:
        if name not in grids:
            remedy = "export the workbook from SurveyXact again, or name the sheet in the source's options"
            found.add(f"sheet {name}", "there is no such sheet", ", ".join(grids), "Dataset", remedy)
    found.raise_any()
    first, *more = [_make(grids[name], shown) for name in named]
    for sheet in more:
        if sheet.numbers != first.numbers:
            what = f"the sheet “{sheet.name}” has other rows than the sheet “{first.name}”"
            found.add("", what, len(sheet.rows), len(first.rows), "export the workbook again")
            found.raise_any()
        first = _set_beside(first, sheet)
    return check_answers(first)


def _set_beside(left: Sheet, right: Sheet) -> Sheet:
    """The columns of both; a column that stands in both with the same cells is taken once."""
    taken = {name: [row[place] for row in left.rows] for place, name in enumerate(left.header)}
    new = [
        place
        for place, name in enumerate(right.header)
        if taken.get(name) != [row[place] for row in right.rows]
    ]
    return replace(
        left,
        header=[*left.header, *(right.header[place] for place in new)],
        rows=[
            [*row, *(other[place] for place in new)] for row, other in zip(left.rows, right.rows, strict=True)
        ],
    )
