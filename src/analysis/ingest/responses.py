"""The table of responses: one export's, and those of all exports of an instrument together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.contracts import RESPONSES
from analysis.ingest.answers import Judge, judge_answer, judge_case, judge_text, note_rows, read_column
from analysis.ingest.cases import make_rule
from analysis.ingest.columns import check_questions, map_columns
from analysis.ingest.exports import Export
from analysis.ingest.faults import FaultyCell, tell
from analysis.ingest.receipts import Ledger
from analysis.ingest.respondents import leave_out
from analysis.instruments import Instrument
from analysis.problems import ProblemList, ProblemsFound
from analysis.sources import FILE as SOURCES
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.tables import conform


@dataclass(frozen=True)
class Imported:
    """What one export gave.

    `responses` meets the contract RESPONSES: one row a respondent, and for every item but the one
    that names the case a column (Int64, or string for free text) and a column `<item>__missing`
    (`not_relevant` or `no_answer`, missing where there is an answer). `receipts` meets RECEIPTS.
    """

    responses: pd.DataFrame
    receipts: pd.DataFrame


def read_responses(export: Export, file: SourceFile, study: Study) -> Imported:
    """The responses of one export, whose rows of sources.tsv are like `file`; raises `ProblemsFound`."""
    instrument = study.instruments[file.instrument]
    found, questions = ProblemList(export.file), ProblemList(export.questions_file)
    mapping = map_columns(export, instrument, file.case == "*", found)
    check_questions(export, mapping, instrument, questions)
    ledger = Ledger(file.source)
    left_out = leave_out(export)
    note_rows(export, mapping, left_out, ledger)
    kept = export.cells.drop(index=list(left_out))
    if kept.empty:
        what = f"none of its {len(export.cells)} rows is a completed answer"
        found.add("", what, remedy="export the answers when there are some")
    read = _read_items(kept, export, mapping, file, study, ledger, found)
    if found.problems or questions.problems:
        raise ProblemsFound([*found.problems, *questions.problems])
    return Imported(_tabulate(read, export.ids[kept.index], file, instrument), ledger.close())


def _read_items(
    kept: pd.DataFrame,
    export: Export,
    mapping: dict[str, str],
    file: SourceFile,
    study: Study,
    ledger: Ledger,
    found: ProblemList,
) -> dict[str, pd.DataFrame]:
    """Values and missing reasons of each item's column, by item."""
    faulty: list[FaultyCell] = []
    read: dict[str, pd.DataFrame] = {}
    rule = make_rule(study.settings, file)
    for item, column in mapping.items():
        answers = study.instruments[file.instrument].answer_set(item)
        options = export.questions[column].options if column in export.questions else {}
        judges: dict[str, Judge] = {
            "text": judge_text,
            "case": partial(judge_case, rule=rule, options=options),
        }
        judge = judges.get(answers.kind, partial(judge_answer, answers=answers, options=options))
        read[item] = read_column(kept[column], judge, ledger, faulty)
    tell(faulty, found)
    return read


def _tabulate(
    read: dict[str, pd.DataFrame], respondents: pd.Series[str], file: SourceFile, instrument: Instrument
) -> pd.DataFrame:
    made: dict[str, object] = {
        "case": file.case,
        "wave": file.wave,
        "respondent": file.source + ":" + respondents,
        "group": file.group,
        "source": file.source,
        "instrument_version": file.version,
    }
    for item, cells in read.items():
        kind = instrument.answer_set(item).kind
        if kind == "case":
            made["case"] = cells["value"]
        else:
            made[item] = cells["value"].astype("string" if kind == "text" else "Int64")
            made[f"{item}__missing"] = cells["missing"].astype("string")
    return conform(pd.DataFrame(made, index=respondents.index), RESPONSES)


def combine(
    imports: list[tuple[pd.DataFrame, pd.DataFrame]], study: Study, instrument: Instrument
) -> pd.DataFrame:
    """The responses of all exports of one instrument, from pairs of responses and receipts.

    Raises `ProblemsFound` where one answer stands in two exports of the same tool and wave.
    """
    sources = {file.source: file for file in study.sources if file.instrument == instrument.id}
    frames = [responses for responses, _ in imports if responses["source"].isin(sources).all()]
    together = pd.concat(frames, ignore_index=True)
    _check_doubles(together, sources)
    items = [item.id for item in instrument.items if item.id in together.columns]
    columns = [*RESPONSES.names, *(name for item in items for name in (item, f"{item}__missing"))]
    return conform(together[columns], RESPONSES)


def _check_doubles(responses: pd.DataFrame, sources: dict[str, SourceFile]) -> None:
    """The tools number answers across all their surveys, so one id in two exports is one answer."""
    ids = responses["respondent"].str.split(":", n=1).str[1]
    tools = responses["source"].map(lambda source: sources[source].format)
    keys = pd.DataFrame({"tool": tools, "wave": responses["wave"], "id": ids})[~ids.str.startswith("row-")]
    found = ProblemList(SOURCES)
    for (_, _, number), rows in keys.groupby(["tool", "wave", "id"]).groups.items():
        if len(rows) > 1:
            named = " and ".join(sorted(set(responses.loc[rows, "source"])))
            remedy = "remove the answer from one of the exports, or the source that was entered twice"
            found.add(f"sources {named}", "the same answer stands in both", number, "one of them", remedy)
    found.raise_any()
