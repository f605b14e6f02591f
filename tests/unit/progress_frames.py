"""Indicators with their measurements as they are imported, and what is shown of them, made up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.change.indicators import measure_progress
from analysis.contracts import COMPARABILITY, INDICATORS, INDIVIDUAL_SCORES, MEASUREMENTS, Contract
from analysis.study import Study
from analysis.tables import conform

Rows = Sequence[dict[str, Any]]


def make_table(rows: Rows, contract: Contract) -> pd.DataFrame:
    """A table of a contract from its rows, or an empty one."""
    return conform(pd.DataFrame(list(rows), columns=contract.names), contract)


def indicator(case: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A row of INDICATORS: an active outcome of people, up is good, without baseline and target."""
    names = ("method", "target_group", "baseline_date", "target_date")
    row: dict[str, Any] = dict.fromkeys(names, "")
    row |= {"case": case, "indicator": name, "version": 1, "label": name.capitalize(), "level": "outcome"}
    row |= {"value_kind": kind, "unit": "", "counts": "people", "direction": "up", "status": "active"}
    row |= {"baseline": None, "target": None, "weight": None, "source": "made"}
    return row | more


def measured(of: dict[str, Any], date: str, value: float | None = None, **more: Any) -> dict[str, Any]:
    """A row of MEASUREMENTS: a follow-up of the version of an indicator; a share from its two counts."""
    row: dict[str, Any] = {name: of[name] for name in ("case", "indicator", "version", "source")}
    row |= {"date": date, "phase": "follow_up", "stated": "no", "comment": "", "row": 2}
    row |= dict.fromkeys(("numerator", "denominator", "also_at_baseline", "period_days", "sd"))
    row |= {"value": value} | more
    if value is None and row["numerator"] is not None and row["denominator"]:
        row["value"] = row["numerator"] / row["denominator"]
    return row


def baseline(of: dict[str, Any], date: str, value: float | None = None, **more: Any) -> dict[str, Any]:
    """A measured baseline."""
    return measured(of, date, value, phase="baseline", **more)


def answered(of: dict[str, Any], date: str, scores: dict[str, float]) -> list[dict[str, Any]]:
    """Rows of INDIVIDUAL_SCORES: each person's score on one day."""
    about = {name: of[name] for name in ("case", "indicator", "version", "source")}
    return [about | {"date": date, "person": person, "score": score} for person, score in scores.items()]


def checked(of: dict[str, Any], consequence: str, before: int = 1, after: int = 2) -> dict[str, Any]:
    """A row of COMPARABILITY: two versions of an indicator differ in their method."""
    row = {"kind": "indicator", "subject": of["indicator"], "part": "", "case": of["case"], "group": "all"}
    row |= {"before": str(before), "after": str(after), "aspect": "method", "seen_before": "a"}
    return row | {"seen_after": "b", "same": "no", "consequence": consequence}


def measure(
    study: Study, indicators: Rows, measurements: Rows, scores: Rows = (), checks: Rows = ()
) -> pd.DataFrame:
    """What `measure_progress` makes of these rows."""
    return measure_progress(
        study,
        make_table(indicators, INDICATORS),
        make_table(measurements, MEASUREMENTS),
        make_table(scores, INDIVIDUAL_SCORES),
        make_table(checks, COMPARABILITY),
    )


def show(study: Study) -> dict[str, pd.DataFrame]:
    """Indicators, measurements and progress of three cases, by the names a report knows them by."""
    cases = [case.id for case in study.settings.cases][:3]
    if len(cases) < 3:
        empty = {"indicators": INDICATORS, "measurements": MEASUREMENTS}
        tables = {name: make_table([], contract) for name, contract in empty.items()}
        return tables | {"progress": measure(study, [], [])}
    indicators, measurements, scores, checks = _make(*cases)
    return {
        "indicators": make_table(indicators, INDICATORS),
        "measurements": make_table(measurements, MEASUREMENTS),
        "progress": measure(study, indicators, measurements, scores, checks),
    }


def _make(first: str, second: str, third: str) -> tuple[Rows, Rows, Rows, Rows]:
    work = indicator(first, "work", "share", label="Deltakere i arbeid", unit="av deltakerne", target=0.5)
    work |= {"target_date": "2019-12-31", "weight": 2.0}
    courses = indicator(first, "courses", "count", label="Kurs holdt", unit="kurs", counts="things")
    courses |= {"level": "output", "target": 24.0, "target_date": "2019-06-30"}
    mood = indicator(first, "mood", "score", label="Tillit til å klare seg selv", unit="poeng", target=7.0)
    mood |= {"target_date": "2020-06-30"}
    cost = indicator(
        second, "cost", "amount", label="Utgift til sosialhjelp", unit="kroner", direction="down"
    )
    cost |= {"level": "impact", "counts": "things", "baseline": 9000.0, "baseline_date": "2018-01-15"}
    cost |= {"target": 6000.0, "target_date": "2019-12-31"}
    out = indicator(second, "out", "share", label="Unge uten arbeid", unit="av de unge", direction="down")
    out |= {"target": 0.3, "target_date": "2019-12-31", "status": "redefined"}
    anew = out | {"version": 2, "label": "Unge uten arbeid eller skole", "status": "active", "target": 0.4}
    old = indicator(second, "old", "count", label="Besøk på verkstedet", unit="besøk", status="retired")
    old |= {"level": "output", "target": 60.0, "target_date": "2019-12-31"}
    alone = indicator(third, "alone", "share", label="Brukere med fast jobb", unit="av brukerne", target=0.4)
    meals = indicator(third, "meals", "count", label="Felles måltider", unit="måltider", counts="things")
    meals |= {"level": "output", "target": 40.0, "target_date": "2019-12-31"}
    shares: list[tuple[dict[str, Any], Sequence[tuple[str, int, int]]]] = [
        (
            work,
            [("2018-01-15", 8, 40), ("2018-09-01", 12, 40), ("2019-03-01", 15, 38), ("2019-10-01", 21, 40)],
        ),
        (out, [("2018-01-15", 22, 40), ("2018-08-01", 18, 40)]),
        (anew, [("2019-02-01", 24, 40), ("2019-09-01", 20, 42), ("2020-01-10", 17, 40)]),
    ]
    rows = [
        measured(of, date, numerator=part, denominator=whole, phase="follow_up" if place else "baseline")
        for of, series in shares
        for place, (date, part, whole) in enumerate(series)
    ]
    counts = [
        (courses, [("2018-06-30", 10), ("2018-12-31", 14), ("2019-06-30", 25)]),
        (old, [("2018-01-15", 30), ("2018-09-01", 41)]),
        (
            meals,
            [
                ("2018-01-15", 20),
                ("2018-06-15", 23),
                ("2018-12-15", 31),
                ("2019-05-15", 36),
                ("2019-11-15", 44),
            ],
        ),
    ]
    rows += [
        measured(of, date, float(count), phase="follow_up" if place else "baseline")
        for of, numbered in counts
        for place, (date, count) in enumerate(numbered)
    ]
    rows += [measured(cost, "2019-01-15", 7900.0), measured(cost, "2020-01-15", 7200.0)]
    rows += [measured(alone, "2019-03-01", numerator=9, denominator=30)]
    people = {f"p{number}": 4 + 0.3 * (number % 5) for number in range(12)}
    later = {
        person: score + 0.6 + 0.2 * (number % 4) for number, (person, score) in enumerate(people.items())
    }
    rows += [baseline(mood, "2018-02-01"), measured(mood, "2019-02-01")]
    scores = answered(mood, "2018-02-01", people) + answered(mood, "2019-02-01", later)
    indicators = [work, courses, mood, cost, out, anew, old, alone, meals]
    return indicators, rows, scores, [checked(out, "stopped")]
