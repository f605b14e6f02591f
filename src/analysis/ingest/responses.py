"""The tables that one export gives: responses, receipts and persons."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.contracts import PERSONS, RESPONSES
from analysis.ingest.exports import Export
from analysis.ingest.faults import FaultyCell, tell
from analysis.ingest.mapping.columns import map_columns, note_rows
from analysis.ingest.mapping.matching import Match
from analysis.ingest.mapping.wordings import note_questions
from analysis.ingest.people.belonging import list_asked
from analysis.ingest.people.identifiers import (
    check_identifiers,
    check_named,
    count_suspects,
    find_identifiers,
    note_options,
)
from analysis.ingest.people.pseudonyms import check_person, name_people
from analysis.ingest.people.respondents import (
    check_invited,
    count_flow,
    leave_out,
    share_answered,
    split_flow,
)
from analysis.ingest.receipts import Ledger
from analysis.ingest.values.answers import Judge, judge_cells, note_cells
from analysis.ingest.values.questions import check_questions, gather_meanings, make_judges, note_wordings
from analysis.ingest.values.ticks import fill_ticks
from analysis.instruments import ASKED, AnswerSet, Instrument
from analysis.problems import ProblemList, ProblemsFound
from analysis.source_options import SourceOptions
from analysis.sources import ANY, SourceFile
from analysis.study import Study
from analysis.tables import conform


@dataclass(frozen=True)
class Imported:
    """What one export gave.

    `responses` meets the contract RESPONSES: one row a respondent, and for every item but those that
    name the case or the group a column (Int64; string for free text, Float64 where decimals are allowed)
    and a column `<item>__missing` (a word of `source_options.Reason`, missing where there is an answer).
    `receipts` meets RECEIPTS, and `persons` PERSONS, with a row for every row of the responses. Nothing
    in them but free text shows an id, a code or anything else that the export says of a person.
    """

    responses: pd.DataFrame
    receipts: pd.DataFrame
    persons: pd.DataFrame


def read_responses(export: Export, file: SourceFile, study: Study, key: bytes) -> Imported:
    """The responses of one export, whose rows of sources.tsv are like `file`; raises `ProblemsFound`.

    People are named with `key` (`pseudonyms`).
    """
    instrument, options = study.instruments[file.instrument], study.options_of(file.source)
    export = note_options(export, options)
    found, questions = ProblemList(export.file), ProblemList(export.questions_file)
    matches = map_columns(export, instrument, options, list_asked(file), found, file.source, file.version)
    mapping = {item: match.column for item, match in matches.items()}
    meanings = gather_meanings(export, matches, file, study)
    check_questions(export, matches, meanings, questions)
    said = _check_people(export, mapping, instrument, options, found)
    export = replace(export, tool_columns=find_identifiers(export, mapping.values()) | export.tool_columns)
    judges = make_judges(export, matches, meanings, file, study)
    ledger = Ledger(file.source)
    note_wordings(matches, meanings, ledger)
    note_questions(export, matches, instrument, ledger)
    counted = _count_people(export, matches, judges, file, study, key, said, ledger, found)
    kept = export.cells.loc[counted.index]
    if kept.empty:
        what = f"none of its {len(export.cells)} rows is an answer that counts"
        found.add("", what, remedy="export the answers when there are some")
    read = _read_items(kept, matches, judges, instrument, ledger, found)
    if problems := [*found.problems, *questions.problems, *said.problems]:
        raise ProblemsFound(problems)
    responses = _tabulate(read, counted, file, instrument)
    return Imported(conform(responses, RESPONSES), ledger.close(), _list_persons(responses, counted, file))


def _check_people(
    export: Export,
    mapping: dict[str, str],
    instrument: Instrument,
    options: SourceOptions,
    found: ProblemList,
) -> ProblemList:
    """The problems of what the team says of the columns about people; those of the export go to `found`."""
    said = options.problem_list()
    texts = {item.id for item in instrument.items if instrument.answer_set(item.id).kind == "text"}
    check_identifiers(export, mapping, texts, found)
    check_named(export, options, said)
    check_person(export, options, {column: item for item, column in mapping.items()}, said)
    return said


def _find_places(
    export: Export,
    mapping: dict[str, str],
    judges: dict[str, Judge],
    instrument: Instrument,
    file: SourceFile,
) -> pd.DataFrame:
    """The case and the group of each row, as far as they can be told before anything is checked."""
    found: dict[str, pd.Series[str]] = {}
    for kind in ASKED:
        item = instrument.find_asking(kind)
        if item is None or item.id not in mapping:
            known = "" if getattr(file, kind) == ANY else getattr(file, kind)
            found[kind] = pd.Series(known, index=export.cells.index, dtype="str")
        else:
            cells, judge = export.cells[mapping[item.id]], judges[item.id]
            found[kind] = cells.map({text: str(judge(text).value or "") for text in cells.unique()})
    return pd.DataFrame(found, index=export.cells.index)


def _count_people(
    export: Export,
    matches: dict[str, Match],
    judges: dict[str, Judge],
    file: SourceFile,
    study: Study,
    key: bytes,
    said: ProblemList,
    ledger: Ledger,
    found: ProblemList,
) -> pd.DataFrame:
    """Those who count, by row of the export (`name_people`); every row and stage on the way is noted."""
    instrument, options = study.instruments[file.instrument], study.options_of(file.source)
    rule, person = study.settings.respondents, None if said.problems else options.person
    mapping = {item: match.column for item, match in matches.items()}
    places = _find_places(export, mapping, judges, instrument, file)
    people = name_people(export, file, person, places, key)
    partial = export.cells[export.statuses == "partial"]
    shares = share_answered(partial, mapping, judges, instrument)
    left_out = leave_out(export, rule, shares, people, found)
    flow = count_flow(export, left_out, people, rule, options)
    check_invited(export, flow, options, said)
    note_rows(export, matches, left_out, options, ledger)
    _note_flow(flow, split_flow(flow, export, left_out, people, places["group"]), file, ledger)
    counted = people.drop(index=list(left_out))
    if person:
        ledger.note("row_unlinked", "no_person_code", count=int((counted["basis"] == "none").sum()))
    return counted


def _note_flow(
    flow: dict[str, int], split: dict[str, dict[str, int]], file: SourceFile, ledger: Ledger
) -> None:
    """Note how many came how far; where the survey asks for the group, group by group (`column`)."""
    for stage, count in flow.items():
        counts = split[stage] if file.group == ANY else {"": count}
        for group, number in counts.items():
            ledger.note("flow", stage, column=group, count=number)


def _read_items(
    kept: pd.DataFrame,
    matches: dict[str, Match],
    judges: dict[str, Judge],
    instrument: Instrument,
    ledger: Ledger,
    found: ProblemList,
) -> dict[str, pd.DataFrame]:
    """Values and missing reasons of each item's column, by item."""
    faulty: list[FaultyCell] = []
    read: dict[str, pd.DataFrame] = {}
    judged = {item: judge_cells(kept[match.column], judges[item]) for item, match in matches.items()}
    fill_ticks(judged, instrument)
    for item, match in matches.items():
        cells = kept[match.column]
        read[item] = note_cells(cells, judged[item], ledger, faulty, shows=not match.separator)
        if instrument.answer_set(item).kind == "text":
            ledger.note(
                "cell_suspect", "text_with_identifiers", column=match.column, count=count_suspects(cells)
            )
    tell(list(dict.fromkeys(faulty)), found)
    return read


def _tabulate(
    read: dict[str, pd.DataFrame], people: pd.DataFrame, file: SourceFile, instrument: Instrument
) -> pd.DataFrame:
    """The answers of each row with its keys, still by row of the export."""
    made: dict[str, object] = {
        "case": file.case,
        "wave": file.wave,
        "respondent": people["respondent"],
        "group": file.group,
        "source": file.source,
        "instrument_version": file.version,
    }
    for item, cells in read.items():
        kind = instrument.answer_set(item).kind
        if kind in ASKED:
            made[kind] = cells["value"]
        else:
            made[item] = cells["value"].astype(_choose_type(instrument.answer_set(item)))
            made[f"{item}__missing"] = cells["missing"].astype("string")
    return pd.DataFrame(made, index=people.index)


def _choose_type(answers: AnswerSet) -> str:
    return "string" if answers.kind == "text" else "Float64" if answers.decimals else "Int64"


def _list_persons(responses: pd.DataFrame, people: pd.DataFrame, file: SourceFile) -> pd.DataFrame:
    """Each respondent with the row of the raw file, and how he or she can be found again (PERSONS)."""
    made = people[["basis", "variants", "answer"]].assign(row=people.index, instrument=file.instrument)
    shared = responses[["source", "wave", "case", "group", "respondent"]]
    return conform(pd.concat([made, shared], axis=1).reset_index(drop=True), PERSONS)
