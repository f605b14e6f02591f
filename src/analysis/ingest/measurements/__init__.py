"""From workbooks and tables of indicators to measurements.

A source gives up to three tables (`files`); their cells become definitions (`indicators`), measured values
(`measured`, `shares`) and people's scores (`scores`), are held against each other (`checks`), and every
decision on the way is a line of the receipts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.contracts import INDICATORS, INDIVIDUAL_SCORES, MEASUREMENTS, RECEIPTS, Contract
from analysis.ingest.measurements.cells import read_all_days
from analysis.ingest.measurements.checks import check_measurements
from analysis.ingest.measurements.files import read_source
from analysis.ingest.measurements.indicators import Indicator, read_indicators
from analysis.ingest.measurements.measured import Measurement, read_measured
from analysis.ingest.measurements.naming import name_cases
from analysis.ingest.measurements.scores import PersonScore, join_scores, read_people
from analysis.ingest.measurements.shares import settle_shares
from analysis.ingest.measurements.tables import Table
from analysis.ingest.people.masking import hiding
from analysis.ingest.receipts import Ledger
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.tables import conform

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Measured:
    """The INDICATORS, their MEASUREMENTS, the INDIVIDUAL_SCORES behind them, and the RECEIPTS."""

    indicators: pd.DataFrame
    measurements: pd.DataFrame
    individual_scores: pd.DataFrame
    receipts: pd.DataFrame


@dataclass(frozen=True)
class Source:
    """What one source holds, as rows of the contracts, with the lines of its receipts."""

    indicators: Rows
    measurements: Rows
    scores: Rows
    ledger: Ledger


def read_measurements(study: Study, key: bytes) -> Measured:
    """Read every source of measurements; without any, all tables are empty.

    People are named with `key`. Raises `ProblemsFound` with all problems of all files, and with indicators
    that two sources define.
    """
    problems: list[Problem] = []
    read: dict[str, Source] = {}
    files = study.of_kind("measurements")
    for source in dict.fromkeys(file.source for file in files):
        try:
            own = [file for file in files if file.source == source]
            read[source] = read_one(study, own, key)
        except ProblemsFound as found:
            problems += found.problems
    problems += _check_sources(read, {file.source: file.path for file in reversed(files)})
    if problems:
        raise ProblemsFound(problems)
    receipts = [one.ledger.close() for one in read.values()]
    return Measured(
        _frame([row for one in read.values() for row in one.indicators], INDICATORS),
        _frame([row for one in read.values() for row in one.measurements], MEASUREMENTS),
        _frame([row for one in read.values() for row in one.scores], INDIVIDUAL_SCORES),
        conform(pd.concat([pd.DataFrame(columns=RECEIPTS.names), *receipts]), RECEIPTS),
    )


def read_one(study: Study, files: Sequence[SourceFile], key: bytes) -> Source:
    """Read the source whose rows of sources.tsv are `files`; raises `ProblemsFound` with all problems."""
    with hiding():
        return _read_one(study, files, key)


def _read_one(study: Study, files: Sequence[SourceFile], key: bytes) -> Source:
    source = files[0].source
    ledger = Ledger(source)
    read = read_source(study, files, ledger)
    tables, found = read.tables, ProblemList(read.file or files[0].path)
    cases = name_cases(read, files[0], study, found)
    days = read_all_days(list(tables.values()), study.options_of(source).dates, ledger, found)
    definitions, table, people = tables["indicators"], tables["measurements"], tables.get("people")
    indicators = read_indicators(definitions, cases["indicators"], days)
    measurements = read_measured(table, cases["measurements"], days, indicators)
    scores = read_people(people, cases["people"], days, indicators, key) if people else []
    joined = join_scores(table, people, measurements, scores) if people else set()
    settle_shares(definitions, table, indicators, measurements)
    measured = _leave_out_blank(table, measurements, joined)
    check_measurements(definitions, table, indicators, measured)
    problems = [*found.problems, *(one for each in tables.values() for one in each.list_problems())]
    if problems:
        raise ProblemsFound(problems)
    stated = _state_baselines(definitions, indicators, measured, source)
    for each in tables.values():
        each.close()
    return Source(
        [_tell_indicator(one, source) for one in indicators],
        [*(_tell_measurement(made, source) for made in measured), *stated],
        [_tell_score(one, source) for one in scores],
        ledger,
    )


def _leave_out_blank(
    table: Table, measurements: Sequence[Measurement], joined: set[int]
) -> list[Measurement]:
    """The measurements that were made; the others' rows are left out."""
    made = [one for one in measurements if not one.is_blank or one.row in joined]
    for one in measurements:
        if one not in made:
            table.leave_out(one.row, "not_measured")
    return made


def _tell_indicator(one: Indicator, source: str) -> dict[str, Any]:
    names = [name for name in INDICATORS.names if name not in ("baseline", "target", "weight", "source")]
    return {name: getattr(one, name) for name in names} | {
        "baseline": one.settled.get("baseline"),
        "target": one.settled.get("target"),
        "weight": None if one.weight is None else float(one.weight),
        "source": source,
    }


def _tell_measurement(made: Measurement, source: str) -> dict[str, Any]:
    return {
        "case": made.of.case,
        "indicator": made.of.indicator,
        "version": made.of.version,
        "date": made.date,
        "phase": made.phase,
        "value": made.value,
        "numerator": made.numerator,
        "denominator": made.denominator,
        "also_at_baseline": made.also_at_baseline,
        "period_days": made.period_days,
        "sd": None if made.sd is None else float(made.sd),
        "stated": "no",
        "comment": made.comment,
        "source": source,
        "row": made.row,
    }


def _state_baselines(
    table: Table, indicators: Sequence[Indicator], measured: Sequence[Measurement], source: str
) -> Rows:
    """A measurement for every baseline that is stated and was not measured."""
    with_baseline = {made.of.key for made in measured if made.phase == "baseline"}
    rows = []
    for one in indicators:
        if "baseline" not in one.settled or one.key in with_baseline:
            continue
        table.ledger.note("file_noted", "stated_baseline", row=one.row, column=table.sheet)
        made = Measurement(one.row, one, one.baseline_date, "baseline", value=one.settled["baseline"])
        rows.append(_tell_measurement(made, source) | {"stated": "yes"})
    return rows


def _tell_score(one: PersonScore, source: str) -> dict[str, Any]:
    named = {"case": one.of.case, "indicator": one.of.indicator, "version": one.of.version}
    return named | {"date": one.date, "person": one.person, "score": one.score, "source": source}


def _check_sources(read: dict[str, Source], paths: dict[str, str]) -> list[Problem]:
    """Problems of indicators that two sources define."""
    first: dict[tuple[str, str], str] = {}
    problems: dict[tuple[str, str, str], Problem] = {}
    for source, one in read.items():
        for row in one.indicators:
            place = row["case"], row["indicator"].casefold()
            before = first.setdefault(place, source)
            if before != source:
                what = (
                    f"the indicator “{row['indicator']}” of the case {row['case']} is in another source too"
                )
                remedy = "keep it in one source; or, if it is another indicator, give it another name"
                told = Problem(paths[source], "", what, paths[before], "one source", remedy)
                problems[*place, source] = told
    return list(problems.values())


def _frame(rows: Rows, contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)
