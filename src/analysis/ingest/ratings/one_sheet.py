"""One score sheet: its case, session and day, and what the partnership answered, weighed and proposed."""

from __future__ import annotations

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.people.masking import find_kind
from analysis.ingest.ratings.filled import Filled, Held
from analysis.ingest.ratings.questions import (
    check_version,
    find_field,
    find_question,
    find_value,
    tell_no_question,
    tell_no_value,
)
from analysis.ingest.ratings.rows import name_case
from analysis.ingest.ratings.score_cells import Cells, scales_of
from analysis.ingest.ratings.sheet_parts import Cell, Line, Parts
from analysis.ingest.receipts import Ledger
from analysis.ingest.times import Order, read_day, tell_strange_day
from analysis.problems import ProblemList
from analysis.scorecards import Scorecard
from analysis.sources import SourceFile
from analysis.study import Study

DAYS = "a day as 2018-04-10 or 10.04.2018"


def read_one_sheet(study: Study, file: SourceFile, name: str, parts: Parts, ledger: Ledger) -> Filled:
    """The rows of one sheet; raises `ProblemsFound` with every fault of its cells."""
    scorecard = study.scorecards[file.instrument]
    faults: list[FaultyCell] = []
    found = ProblemList(file.path)
    _check_form(parts, scorecard, name, found)
    # In another form every row would be strange.
    found.raise_any()
    held = _read_head(study, file, name, parts, faults)
    filled, cells = Filled(), Cells.begin(ledger, faults)
    scores, weights = scales_of(scorecard)
    for line in parts.values:
        value = _name_value(line, scorecard, faults)
        entry = cells.read(line.entry.text, weights, line.entry.row, line.entry.letter, name)
        filled.add_weight(held, value, entry, line.entry.row)
    asked = _name_questions(parts.questions, scorecard, faults)
    fields = {question.id: field.id for field in scorecard.fields for question in field.questions}
    for line, question in asked:
        entry = cells.read(line.entry.text, scores, line.entry.row, line.entry.letter, name)
        field, row = fields.get(question, ""), line.entry.row
        filled.add_score(held, field, question, entry, row)
        filled.add_actions(held, field, question, [cell.text for cell in line.actions], row)
        suspects = [cell for cell in line.actions if find_kind(cell.text)]
        ledger.note("cell_suspect", "text_with_identifiers", column=f"sheet “{name}”", count=len(suspects))
    cells.close()
    _raise(name, file, faults, found)
    _note_sheet(name, held, parts, [question for _, question in asked], scorecard, ledger)
    return filled


def _check_form(parts: Parts, scorecard: Scorecard, name: str, found: ProblemList) -> None:
    """Note a sheet without its tables, or of another scorecard, and a scorecard that lists no questions."""
    place = f"sheet “{name}”"
    if not any(field.questions for field in scorecard.fields):
        what = f"the scorecard {scorecard.id} lists no questions that a sheet could hold"
        remedy = f"write them into config/scorecards/{scorecard.id}.yaml, or enter a plain table"
        found.add(place, what, remedy=remedy)
    for table in ("values", "questions"):
        if table not in parts.headings and (table == "questions" or scorecard.values):
            what = f"the headings of the table of {table} are not there"
            found.add(place, what, remedy="copy them from a blank sheet of the template")
    card = parts.head.get("scorecard")
    if card and card.text and card.text.casefold() != scorecard.id.casefold():
        what = "the sheet is of another scorecard than config/sources.tsv says"
        remedy = "correct the column instrument in config/sources.tsv"
        found.add(f"{place}, row {card.row}, column {card.letter}", what, card.text, scorecard.id, remedy)


def _read_head(study: Study, file: SourceFile, name: str, parts: Parts, faults: list[FaultyCell]) -> Held:
    """The session that the sheet is about; notes what its head lacks or has wrong."""
    scorecard = study.scorecards[file.instrument]
    nothing = Cell(1, 1, "")
    head = {role: parts.head.get(role, nothing) for role in ("version", "case", "session", "date")}

    def note(role: str, fault: Fault | None) -> None:
        if fault:
            faults.append(FaultyCell(head[role].row, head[role].letter, head[role].text, fault))

    note("version", check_version(head["version"].text, scorecard))
    case = name_case(head["case"].text, file, study)
    if isinstance(case, Fault):
        note("case", case)
        case = ""
    day, fault = _read_day(head["date"].text, study.options_of(file.source).dates, file.source)
    note("date", fault)
    session = head["session"].text or day
    if not session and not fault:
        what = "the session is missing, and so is the day that could name it"
        note("session", Fault(what, "1, 2, 3, or a day", "number the session, or write its day"))
    version = head["version"].text or scorecard.version
    return Held(scorecard.id, version, file.wave, case, session, day, file.source, name)


def _read_day(text: str, dates: Order | None, source: str) -> tuple[str, Fault | None]:
    """The day as YYYY-MM-DD, empty where there is none; and what is wrong with it, if anything is.

    With points the day comes first, as the template asks for; with strokes it is not guessed.
    """
    if not text:
        return "", None
    order: Order | None = dates or ("day-first" if "." in text else None)
    days = {read_day(text, one) for one in ([order] if order else ("day-first", "month-first"))} - {""}
    if len(days) == 1:
        strange = tell_strange_day(day := days.pop())
        return ("", Fault(strange, DAYS, "write the whole day")) if strange else (day, None)
    if days:
        remedy = f"write it as {min(days)}; or  dates: day-first  into config/sources/{source}.yaml"
        return "", Fault("day or month may come first", DAYS, remedy)
    return "", Fault("there is no such day", DAYS, "correct the cell")


def _name_value(line: Line, scorecard: Scorecard, faults: list[FaultyCell]) -> str:
    """The value that a row weighs; notes a row that names none."""
    value = find_value(line.number.text, scorecard) or find_value(line.name.text, scorecard)
    if not value:
        cell = line.name if line.name.text else line.number
        fault = tell_no_value(cell.text, scorecard)
        faults.append(FaultyCell(cell.row, cell.letter, cell.text, fault))
    return value


def _name_questions(
    lines: list[Line], scorecard: Scorecard, faults: list[FaultyCell]
) -> list[tuple[Line, str]]:
    """The rows with their questions, without those that are a field's heading; notes strange rows.

    A row is known by its number; by its label alone where the number is blank or names nothing.
    """
    told = []
    fields = list(scorecard.fields)
    for line in lines:
        field = find_field(line.name.text, scorecard)
        if (
            field
            and not line.is_filled
            and find_field(line.number.text or line.name.text, scorecard) == field
        ):
            fields = [field]
            continue
        by_number = find_question(line.number.text, scorecard.fields, scorecard)
        here = find_question(line.name.text, fields, scorecard)
        by_name = here or find_question(line.name.text, scorecard.fields, scorecard)
        cell = line.name if line.name.text else line.number
        if by_number and by_name and by_number != by_name:
            number = scorecard.numbers[by_name]
            fault = Fault(f"the row is numbered {line.number.text}", number, "correct the number or the text")
            faults.append(FaultyCell(cell.row, cell.letter, cell.text, fault))
        elif not by_number and not by_name:
            fault = tell_no_question(line.number.text or cell.text, scorecard.fields, scorecard)
            cell = line.number if line.number.text else cell
            faults.append(FaultyCell(cell.row, cell.letter, cell.text, fault))
        told.append((line, by_number or by_name))
    return told


def _raise(name: str, file: SourceFile, faults: list[FaultyCell], found: ProblemList) -> None:
    """Raise the faults of the sheet, if there are any, each with the sheet's name."""
    told = ProblemList(file.path)
    tell(sorted(faults, key=lambda fault: fault.row), told)
    for one in told.problems:
        found.add(f"sheet “{name}”, {one.place}", one.what, one.seen, one.allowed, one.remedy)
    found.raise_any()


def _note_sheet(
    name: str, held: Held, parts: Parts, asked: list[str], scorecard: Scorecard, ledger: Ledger
) -> None:
    """The receipts of one sheet: what it is, its rows, and what stands in it and is not read."""
    sheet = f"sheet “{name}”"
    ledger.note("file_noted", "score_sheet", column=sheet, before=name, after=f"{held.case}, {held.session}")
    rows = len(parts.values) + len(asked)
    ledger.note("row_read", "total", count=rows)
    ledger.note("row_kept", "answer", count=rows)
    for cell in parts.beside:
        ledger.note("file_noted", "beside_form", row=cell.row, column=f"{sheet}, {cell.letter}")
    lacking = [number for question, number in scorecard.numbers.items() if question not in asked]
    if lacking:
        ledger.note(
            "file_noted",
            "question_not_there",
            column=sheet,
            before=name,
            after=", ".join(lacking),
            count=len(lacking),
        )
    if not held.date:
        ledger.note("file_noted", "no_day", column=sheet, before=name)
