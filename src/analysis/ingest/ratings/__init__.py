"""From tables of judgements and of scorecards to rows that meet their contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.contracts import ACTIONS, JUDGEMENTS, RECEIPTS, SCORECARD_WEIGHTS, SCORECARDS, Contract
from analysis.ingest.people.masking import hiding
from analysis.ingest.ratings.filled import Filled
from analysis.ingest.ratings.judgements import check_judgements, read_judgements
from analysis.ingest.ratings.score_sheets import read_score_sheets
from analysis.ingest.ratings.scorecards import read_table_of_scores
from analysis.ingest.ratings.session_order import check_filled, number_sessions
from analysis.ingest.receipts import Ledger
from analysis.problems import Problem, ProblemsFound
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.tables import conform

READERS = {"samson": read_score_sheets, "table": read_table_of_scores}


@dataclass(frozen=True)
class Ratings:
    """Where coders place the cases (JUDGEMENTS), the scorecards, and the RECEIPTS of both.

    Of a scorecard there are the scores (SCORECARDS), the weights of its values (SCORECARD_WEIGHTS) and the
    proposed actions (ACTIONS).
    """

    judgements: pd.DataFrame
    scorecards: pd.DataFrame
    weights: pd.DataFrame
    actions: pd.DataFrame
    receipts: pd.DataFrame


def read_ratings(study: Study) -> Ratings:
    """Read every source of judgements and of scorecards; without any, all tables are empty.

    Raises `ProblemsFound` with all problems of all files: columns and cells that cannot be, coders who place
    a case twice, sessions or questions that are there twice, in one file or in two, and sessions whose order
    cannot be known.
    """
    problems: list[Problem] = []
    judged: list[dict[str, Any]] = []
    filled = Filled()
    ledgers: dict[str, Ledger] = {}
    files = [file for file in study.sources if file.kind in ("judgements", "scorecards")]
    with hiding():
        for file in files:
            ledger = Ledger(file.source)
            try:
                if file.kind == "judgements":
                    judged += read_judgements(study, file, ledger)
                else:
                    filled.add(read_scorecard(study, file, ledger))
                ledgers[file.source] = ledger
            except ProblemsFound as found:
                problems += found.problems
        paths = {file.source: file.path for file in files}
        numbers, disordered = number_sessions(filled, [wave.id for wave in study.settings.waves], paths)
        for found_in in (check_judgements(judged, paths), check_filled(filled, paths), disordered):
            problems += [problem for found in found_in for problem in found.problems]
        if problems:
            raise ProblemsFound(problems)
    for held in filled.fill_weights(study.scorecards):
        session = f"{held.case}, {held.session}"
        ledgers[held.source].note("file_noted", "values_not_weighed", column=session, before=session)
    receipts = [ledger.close() for ledger in ledgers.values()]
    return Ratings(
        _frame(judged, JUDGEMENTS),
        _frame([row | {"number": numbers[row["held"].key]} for row in filled.scores], SCORECARDS),
        _frame(filled.weights, SCORECARD_WEIGHTS),
        _frame(filled.weigh_actions(study.scorecards), ACTIONS),
        conform(pd.concat([pd.DataFrame(columns=RECEIPTS.names), *receipts]), RECEIPTS),
    )


def read_scorecard(study: Study, file: SourceFile, ledger: Ledger) -> Filled:
    """The scores, weights and actions of one file, by its format; raises `ProblemsFound`."""
    form = file.format
    if form == "auto":
        form = "samson" if file.part == "workbook" else "table"
    return READERS[form](study, file, ledger)


def _frame(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)
