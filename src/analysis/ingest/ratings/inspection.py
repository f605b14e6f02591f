"""What a table of judgements or of scores is, before anybody has entered it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.ingest.files.first_rows import read_first_rows
from analysis.ingest.files.limits import check_size
from analysis.ingest.files.tables import is_workbook
from analysis.ingest.files.workbooks import read_workbook
from analysis.ingest.people.masking import hiding
from analysis.ingest.ratings import judgements, scorecards
from analysis.ingest.ratings.filled import Filled
from analysis.ingest.ratings.rows import find_role
from analysis.ingest.ratings.score_sheets import read_score_sheets
from analysis.ingest.receipts import WHY, Ledger
from analysis.ingest.source_rows import choose_wave, list_waves, name_source, tell_row, tell_unread
from analysis.problems import ProblemList, ProblemsFound
from analysis.scorecards import Scorecard
from analysis.source_options import SourceOptions
from analysis.sources import SourceFile, hash_file
from analysis.study import Study
from analysis.templates.samson_words import EXAMPLE, SHEET, begins_sheet

NEEDED = {"judgements": ("coder", "position"), "scorecards": ("field", "question", "score")}
HEADERS = {"judgements": judgements.HEADERS, "scorecards": scorecards.HEADERS}
TITLES = {
    "judgements": "judgements of where cases stand",
    "scorecards": "scores of a scorecard",
}
LEFT_OUT = ("blank_form", "example_sheet", "hidden_sheet", "other_sheet")
"""Why a sheet of a workbook is not read, in the receipts' words."""


def inspect_ratings(path: Path, study: Study | None, options: SourceOptions) -> tuple[str, bool] | None:
    """What a file holds, in lines for a person, and whether it can be read; None for what holds no ratings.

    `study` is the study of the working folder, None where it cannot be read.
    """
    header = _find_header(path) if path.is_file() else None
    sheets = _holds_sheets(path) if path.is_file() and header is None else False
    if header is None and not sheets:
        return None
    kind, known = header or ("scorecards", {"case"})
    form = ("samson", "workbook") if sheets else ("table", "rows")
    lines = [str(path), f"  {path.stat().st_size:,} bytes, sha256 {hash_file(path)}", ""]
    told_as = "a workbook of score sheets" if sheets else f"a plain table, {TITLES[kind]}"
    lines.append(f"Format       {form[0]}: {told_as}, the file “{form[1]}”")
    if study is None:
        return "\n".join(lines), True
    case = "*" if "case" in known else "<case>"
    card = _choose_scorecard(path, study, options, form) if kind == "scorecards" else ""
    row = {"kind": kind, "part": form[1], "format": form[0], "instrument": card, "case": case}
    told, read = _tell_content(path, study, options, row)
    choices = {"<case>": study.cases, "<wave>": list_waves(study)}
    choices["<scorecard>"] = list(study.scorecards) or ["write one into config/scorecards"]
    lines += [*told, "", *tell_row(path, study, row | {"wave": choose_wave(path, study)}, choices)]
    return "\n".join(lines), read


def _find_header(path: Path) -> tuple[str, set[str]] | None:
    """The kind of ratings that a table's header is of, and the columns that it knows; None for others."""
    check_size(path, ProblemList(path.as_posix()))
    for row in read_first_rows(path):
        for kind, needed in NEEDED.items():
            known = {role for name in row if (role := find_role(name, HEADERS[kind]))}
            if known.issuperset(needed):
                return kind, known
    return None


def _holds_sheets(path: Path) -> bool:
    """Whether the file is a workbook with a score sheet, or with an example of one."""
    try:
        grids = read_workbook(path, path.name) if is_workbook(path, path.name) else {}
    except ProblemsFound:
        return False
    firsts = [grid.cells[0][0] for grid in grids.values()]
    return any(begins_sheet(text, heading) for text in firsts for heading in (SHEET, EXAMPLE))


def _tell_content(
    path: Path, study: Study, options: SourceOptions, cells: Mapping[str, str]
) -> tuple[list[str], bool]:
    """What the rows hold, or why they cannot be read yet; and whether they can."""
    kind, card = cells["kind"], cells["instrument"]
    if kind == "judgements" and study.plan.continuum is None:
        return ["The plan has no continuum yet: config/README.md tells how to write one."], False
    if card == "<scorecard>":
        return ["No scorecard of config/scorecards has these fields."], False
    try:
        with hiding():
            rows, ledger = _read(path, study, options, cells)
    except ProblemsFound as found:
        return tell_unread(found), False
    form = next((line for line in ledger.lines if line[0] == "file_read"), None)
    head = [f"  {WHY[form[5]]}: {form[4]}"] if form else []
    left = [line for line in ledger.lines if line[5] in LEFT_OUT]
    head += [f"  sheet “{line[3]}”: {WHY[line[5]].partition(';')[0]}" for line in left]
    if isinstance(rows, Filled):
        return [*head, *_tell_filled(rows, study.scorecards[card])], True
    return [*head, *_tell_judgements(rows, study)], True


def _read(
    path: Path, study: Study, options: SourceOptions, cells: Mapping[str, str]
) -> tuple[list[dict[str, Any]] | Filled, Ledger]:
    """What check will read, with the lines of the receipts; raises `ProblemsFound`."""
    source = name_source(path, study)
    entered = {**cells, "source": source, "version": "", "wave": study.settings.waves[-1].id, "group": ""}
    entered |= {"path": path.as_posix(), "sha256": hash_file(path)}
    if cells["case"] == "<case>":
        entered["case"] = study.cases[0]
    file = SourceFile.model_validate(entered)
    # The path is one from where the person stands.
    asked = replace(study, root=Path.cwd(), options={**study.options, source: options})
    ledger = Ledger(source)
    if file.kind == "judgements":
        return judgements.read_judgements(asked, file, ledger), ledger
    read = read_score_sheets if file.format == "samson" else scorecards.read_table_of_scores
    return read(asked, file, ledger), ledger


def _choose_scorecard(path: Path, study: Study, options: SourceOptions, form: tuple[str, str]) -> str:
    """The only scorecard there is, or the one by which the file can be read; else <scorecard>."""
    if len(study.scorecards) == 1:
        return next(iter(study.scorecards))
    fitting = []
    for card in study.scorecards:
        row = {"kind": "scorecards", "part": form[1], "format": form[0], "instrument": card, "case": "*"}
        try:
            with hiding():
                _read(path, study, options, row)
        except ProblemsFound:
            continue
        fitting.append(card)
    return fitting[0] if len(fitting) == 1 else "<scorecard>"


def _tell_judgements(rows: Sequence[Mapping[str, Any]], study: Study) -> Iterator[str]:
    yield f"Judgements   {len(rows)}, of {len({row['case'] for row in rows})} cases"
    given = Counter(str(row["coder"]) for row in rows)
    yield f"Judges       {len(given)}"
    yield from (f"  {coder}: {count} judgements" for coder, count in given.items())
    scale = study.plan.continuum
    if rows and scale:
        seen = sorted({int(row["position"]) for row in rows})
        ends = f"of a continuum from {scale.lowest} to {scale.highest}"
        yield f"Positions    {seen[0]} to {seen[-1]}, {ends}"


def _tell_filled(filled: Filled, scorecard: Scorecard) -> Iterator[str]:
    rows = filled.scores
    answered = sum(row["score"] is not None for row in rows)
    yield f"Scores       {answered} of {len(rows)} questions answered"
    sessions = dict.fromkeys(row["held"] for row in rows)
    held_sessions = len({held.key for held in sessions})
    yield f"Cases        {len({held.case for held in sessions})}, in {held_sessions} sessions"
    for held in sessions if any(held.sheet for held in sessions) else ():
        yield f"  sheet “{held.sheet}”: {held.case}, session {held.session}, {held.date or 'no day'}"
    fields = Counter(str(row["field"]) for row in rows)
    yield f"Fields       {len(fields)}: {', '.join(fields)}"
    if scorecard.values:
        weighed = sum(row["weight"] is not None for row in filled.weights)
        yield f"Weights      {weighed} of {len(scorecard.values) * held_sessions} values weighed"
    if filled.actions:
        yield f"Actions      {len(filled.actions)} proposed"
