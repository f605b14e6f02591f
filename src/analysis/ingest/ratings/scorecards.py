"""Tables of scores: one row a question of a scorecard that a partnership answered together."""

from __future__ import annotations

from typing import Any

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.ratings.rows import Table, name_cases, read_table
from analysis.ingest.receipts import Ledger
from analysis.ingest.times import read_days
from analysis.ingest.values.numerals import (
    is_spreadsheet_error,
    read_number,
    tell_no_number,
)
from analysis.problems import ProblemList, name_nearest
from analysis.scorecards import Scorecard
from analysis.sources import SourceFile
from analysis.study import Study

HEADERS = {
    "case": ("case", "caset", "sak"),
    "session": ("session", "meeting", "økt", "samling", "møte"),
    "date": ("date", "day", "dato", "dag"),
    "field": ("field", "area", "felt", "handlingsfelt", "område"),
    "question": ("question", "item", "spørsmål", "punkt"),
    "score": ("score", "value", "skår", "skåre", "poeng", "verdi"),
}


def read_scorecards(study: Study, file: SourceFile, ledger: Ledger) -> list[dict[str, Any]]:
    """The scores of one source as rows of SCORECARDS with their `row` in the file.

    A blank score is missing. Where the table has no column of sessions, the day names the session. Raises
    `ProblemsFound` for all cells that cannot be.
    """
    scorecard = study.scorecards[file.instrument]
    needed = ["field", "question", "score", *(["case"] if file.case == "*" else [])]
    table = read_table(study, file, HEADERS, needed, "scores_file", ledger)
    found, faults = ProblemList(file.path), list[FaultyCell]()
    days, lines = read_days(table.cells["date"], study.options_of(file.source).dates, found)
    for line in lines:
        ledger.note(**line)  # type: ignore[arg-type]
    cases = name_cases(table, study, faults)
    fields = _name_fields(table, scorecard, faults)
    scores = _read_scores(table, scorecard, ledger, faults)
    sessions = table.cells["session"] if "session" in table.headers else days
    _check_filled(table, faults)
    tell(sorted(faults, key=lambda fault: fault.row), found)
    found.raise_any()
    ledger.note("row_kept", "answer", count=len(table.cells))
    return [
        {
            "scorecard": scorecard.id,
            "version": scorecard.version,
            "wave": file.wave,
            "case": cases[row],
            "session": sessions.at[row],
            "date": days.at[row],
            "field": fields[row],
            "question": table.cells.at[row, "question"],
            "score": scores[row],
            "source": file.source,
            "row": row,
        }
        for row in map(int, table.cells.index)
    ]


def _check_filled(table: Table, faults: list[FaultyCell]) -> None:
    """Note rows without a question, and without a session where there is a column of them."""
    for role in ("question", "session"):
        if role not in table.headers:
            continue
        fault = Fault(f"the {role} is missing", f"a {role} in every row", "fill it in, or remove the row")
        blank = table.cells.index[table.cells[role] == ""]
        faults += [FaultyCell(int(row), table.place(role), "", fault) for row in blank]


def _name_fields(table: Table, scorecard: Scorecard, faults: list[FaultyCell]) -> dict[int, str]:
    """The field's id by row; notes names that stand for none."""
    known = {
        word.casefold(): field.id
        for field in scorecard.fields
        for word in (field.id, field.label.nb, field.label.en)
    }
    told: dict[int, str] = {}
    for row, text in table.cells["field"].items():
        field = known.get(" ".join(text.casefold().split()))
        if field:
            told[int(str(row))] = field
            continue
        allowed = ", ".join(field.id for field in scorecard.fields)
        what = f"the scorecard {scorecard.id} has no such field" if text else "the field is missing"
        fault = Fault(what, allowed, name_nearest(text.casefold(), list(known)) or "correct the cell")
        faults.append(FaultyCell(int(str(row)), table.place("field"), text, fault))
    return told


def _read_scores(
    table: Table, scorecard: Scorecard, ledger: Ledger, faults: list[FaultyCell]
) -> dict[int, float | None]:
    """The score by row, None where the cell is blank; notes what is no score."""
    allowed = f"{scorecard.lowest:g} to {scorecard.highest:g}"
    column, kept = table.place("score"), 0
    scores: dict[int, float | None] = {}
    for row, text in table.cells["score"].items():
        number, score = int(str(row)), read_number(text)
        if not text:
            scores[number] = None
            ledger.note("cell_set_missing", "blank_no_answer", row=number, column=column)
        elif score is None:
            fault = tell_no_number(text, allowed, "number")
            if is_spreadsheet_error(text):
                what = "the cell holds the spreadsheet's error, not a score"
                fault = Fault(what, allowed, "write the score, or leave the cell blank")
            faults.append(FaultyCell(number, column, text, fault))
        elif not scorecard.lowest <= float(score.value) <= scorecard.highest:
            fault = Fault("the score lies outside the scorecard's scale", allowed, "correct the cell")
            faults.append(FaultyCell(number, column, text, fault))
        else:
            scores[number] = float(score.value)
            if text.replace(".", "", 1).isdigit():
                kept += 1
            else:
                after = f"{score.value.normalize():f}"
                ledger.note(
                    "cell_recoded", "decimal_number", row=number, column=column, before=text, after=after
                )
    ledger.note("cell_kept", "usable", column=column, count=kept)
    ledger.note("cell_read", "total", count=len(table.cells))
    return scores


def check_scores(rows: list[dict[str, Any]], files: dict[str, str]) -> list[ProblemList]:
    """Problems of questions that one partnership answered twice in a session; `files` as by source."""
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    problems = []
    for row in rows:
        key = tuple(row[name] for name in ("scorecard", "wave", "case", "session", "field", "question"))
        before = first.setdefault(key, row)
        if before is not row:
            found = ProblemList(files[row["source"]])
            what = f"the question “{row['question']}” stands twice for one case and session"
            seen = f"{files[before['source']]}, row {before['row']}"
            remedy = "keep one of them, or name the sessions apart"
            found.add(f"row {row['row']}", what, f"before: {seen}", "one row", remedy)
            problems.append(found)
    return problems
