"""Tables of scores: one row a question of a scorecard that a partnership answered together."""

from __future__ import annotations

import pandas as pd

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.ratings.filled import Filled, Held
from analysis.ingest.ratings.questions import (
    check_version,
    find_field,
    find_question,
    find_value,
    is_values,
    tell_no_field,
    tell_no_question,
    tell_no_value,
)
from analysis.ingest.ratings.rows import Table, name_cases, read_table
from analysis.ingest.ratings.score_cells import Cells, scales_of
from analysis.ingest.receipts import Ledger
from analysis.ingest.times import read_days
from analysis.problems import ProblemList
from analysis.scorecards import Scorecard
from analysis.sources import SourceFile
from analysis.study import Study

HEADERS = {
    "case": ("case", "caset", "sak"),
    "session": ("session", "meeting", "økt", "samling", "møte"),
    "date": ("date", "day", "dato", "dag"),
    "version": ("version", "versjon"),
    "field": ("field", "area", "felt", "handlingsfelt", "område"),
    "question": ("question", "item", "spørsmål", "punkt"),
    "score": ("score", "value", "skår", "skåre", "poeng", "verdi"),
    "action": ("action", "actions", "proposedaction", "tiltak", "forslag", "forslagtiltiltak"),
}
NO_DAY = Fault("there is no such day", "a day as 2018-04-10 or 10.04.2018", "correct the cell")
NO_ACTION = Fault("a value that is weighed has no action", "a blank cell", "propose it at a question")


def read_table_of_scores(study: Study, file: SourceFile, ledger: Ledger) -> Filled:
    """The scores of one plain table, the weights in rows whose field is `values`, and the actions.

    A blank score is missing. Where the table has no column of sessions, the day names the session. Raises
    `ProblemsFound` for all cells that cannot be.
    """
    scorecard = study.scorecards[file.instrument]
    needed = ["field", "question", "score", *(["case"] if file.case == "*" else [])]
    table = read_table(study, file, HEADERS, needed, "scores_file", ledger)
    found, faults = ProblemList(file.path), list[FaultyCell]()
    days = _read_days(table, study, ledger, faults, found)
    cases = name_cases(table, study, faults)
    asked = _name_questions(table, scorecard, faults)
    numbers = _read_numbers(table, scorecard, ledger, faults)
    sessions = table.cells["session"] if "session" in table.headers else days
    _check_sessions(table, scorecard, faults)
    tell(sorted(faults, key=lambda fault: fault.row), found)
    found.raise_any()
    ledger.note("row_kept", "answer", count=len(table.cells))
    filled = Filled()
    for row in map(int, table.cells.index):
        version = table.cells.at[row, "version"] or scorecard.version
        held = Held(
            *(scorecard.id, version, file.wave, cases[row], sessions.at[row], days.at[row], file.source)
        )
        field, question = asked[row]
        if not field:
            filled.add_weight(held, question, numbers[row], row)
            continue
        filled.add_score(held, field, question, numbers[row], row)
        filled.add_actions(held, field, question, [table.cells.at[row, "action"]], row)
    return filled


def _read_days(
    table: Table, study: Study, ledger: Ledger, faults: list[FaultyCell], found: ProblemList
) -> pd.Series[str]:
    """The day by row, empty where there is none or where day and month cannot be told; notes what is none."""
    texts = table.cells["date"]
    days, lines = read_days(texts, study.options_of(table.file.source).dates, found)
    for line in lines:
        if line["why"] == "days_unreadable":
            lost = texts.index[(texts != "") & (days == "")]
            faults += [FaultyCell(int(row), table.place("date"), texts.at[row], NO_DAY) for row in lost]
        else:
            ledger.note(**line)  # type: ignore[arg-type]
    return days


def _name_questions(
    table: Table, scorecard: Scorecard, faults: list[FaultyCell]
) -> dict[int, tuple[str, str]]:
    """The ids of field and question by row, the field empty for a value that is weighed; notes strange names.

    The questions of a scorecard that lists none are called what the table calls them.
    """
    told: dict[int, tuple[str, str]] = {}
    for row, text in table.cells["field"].items():
        number, asked = int(str(row)), table.cells.at[row, "question"]
        field = find_field(text, scorecard)
        if field is None and is_values(text, scorecard):
            told[number] = "", find_value(asked, scorecard)
            fault = tell_no_value(asked, scorecard)
            if action := table.cells.at[row, "action"]:
                faults.append(FaultyCell(number, table.place("action"), action, NO_ACTION))
        elif field is None:
            fault = tell_no_field(text, scorecard)
            faults.append(FaultyCell(number, table.place("field"), text, fault))
            continue
        else:
            name = find_question(asked, [field], scorecard) if field.questions else asked
            told[number] = field.id, name
            fault = tell_no_question(asked, [field], scorecard)
        if not told[number][1]:
            faults.append(FaultyCell(number, table.place("question"), asked, fault))
    return told


def _read_numbers(
    table: Table, scorecard: Scorecard, ledger: Ledger, faults: list[FaultyCell]
) -> dict[int, float | None]:
    """The score, or the weight of a value, by row."""
    cells, column = Cells.begin(ledger, faults), table.place("score")
    scores, weights = scales_of(scorecard)
    numbers = {}
    for row, text in table.cells["score"].items():
        field = table.cells.at[row, "field"]
        weighed = find_field(field, scorecard) is None and is_values(field, scorecard)
        numbers[int(str(row))] = cells.read(text, weights if weighed else scores, int(str(row)), column)
    cells.close()
    return numbers


def _check_sessions(table: Table, scorecard: Scorecard, faults: list[FaultyCell]) -> None:
    """Note rows without a session where there is a column of them, and versions that do not exist."""
    missing = Fault("the session is missing", "a session in every row", "fill it in, or remove the row")
    if "session" in table.headers:
        blank = table.cells.index[table.cells["session"] == ""]
        faults += [FaultyCell(int(row), table.place("session"), "", missing) for row in blank]
    for row, text in table.cells["version"].items():
        if fault := check_version(text, scorecard):
            faults.append(FaultyCell(int(str(row)), table.place("version"), text, fault))
