"""From tables of judgements and of scorecards to rows that meet their contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.contracts import ACTIONS, JUDGEMENTS, RECEIPTS, SCORECARD_WEIGHTS, SCORECARDS, Contract
from analysis.ingest.people.masking import hiding
from analysis.ingest.ratings.judgements import check_judgements, read_judgements
from analysis.ingest.ratings.scorecards import check_scores, read_scorecards
from analysis.ingest.receipts import Ledger
from analysis.problems import Problem, ProblemsFound
from analysis.study import Study
from analysis.tables import conform

READERS = {"judgements": read_judgements, "scorecards": read_scorecards}
CHECKS = {"judgements": check_judgements, "scorecards": check_scores}


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

    Raises `ProblemsFound` with all problems of all files: columns and cells that cannot be, and coders who
    place a case twice or questions that are answered twice, in one file or in two.
    """
    problems: list[Problem] = []
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in READERS}
    ledgers: list[Ledger] = []
    with hiding():
        for kind, read in READERS.items():
            files = [file for file in study.sources if file.kind == kind]
            for file in files:
                ledger = Ledger(file.source)
                try:
                    rows[kind] += read(study, file, ledger)
                    ledgers.append(ledger)
                except ProblemsFound as found:
                    problems += found.problems
            paths = {file.source: file.path for file in files}
            problems += [problem for found in CHECKS[kind](rows[kind], paths) for problem in found.problems]
        if problems:
            raise ProblemsFound(problems)
    receipts = [ledger.close() for ledger in ledgers]
    return Ratings(
        _frame(rows["judgements"], JUDGEMENTS),
        _frame([row | {"number": 1} for row in rows["scorecards"]], SCORECARDS),
        _frame([], SCORECARD_WEIGHTS),
        _frame([], ACTIONS),
        conform(pd.concat([pd.DataFrame(columns=RECEIPTS.names), *receipts]), RECEIPTS),
    )


def _frame(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)
