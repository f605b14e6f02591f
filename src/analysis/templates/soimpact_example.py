"""What a SoImpact workbook holds, and a made-up one as an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from analysis.templates.soimpact_words import Words
from analysis.templates.workbook import Value

Row = Mapping[str, Value]
"""One row of a table by role of the column; what a drop-down offers is named as in the data."""


@dataclass(frozen=True)
class Filled:
    """What a workbook holds: the case, the texts of the plan by step (from 1), and rows by table."""

    case: str = ""
    plan: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


CASE = Words("Hagelaget (oppdiktet)", "The garden team (made up)")
PLAN = {
    1: Words(
        "Innflyttere i bygda treffer få andre og bruker lite norsk.",
        "Newcomers to the village meet few others and speak little Norwegian.",
    ),
    2: Words(
        "Flere innflyttere kjenner naboer og er i arbeid.", "More newcomers know neighbours and have work."
    ),
    3: Words(
        "Voksne som har bodd i kommunen i under tre år, rundt 40 personer.",
        "Adults who have lived in the municipality for less than three years, about 40 people.",
    ),
    4: Words(
        "Vi dyrker en felles hage to dager i uka, derfor snakker folk norsk sammen, derfor får de venner og "
        "referanser, derfor søker flere arbeid.",
        "We grow a common garden two days a week, therefore people speak Norwegian together, therefore they"
        " get friends and references, therefore more of them apply for work.",
    ),
    10: Words(
        "Språket bedret seg raskere enn ventet. Vi vet ikke hva kurset til kommunen har gjort.",
        "The language improved faster than expected. We do not know what the municipality's course did.",
    ),
}
DAYS = Words("eksempel-dager", "example-days")
SPEAK = Words("eksempel-norsk", "example-norwegian")
WELL = Words("eksempel-trivsel", "example-wellbeing")
WORK = Words("eksempel-arbeid", "example-work")
INDICATORS: tuple[tuple[Words, Words, Words, Words, Row], ...] = (
    (
        DAYS,
        Words("Dager med åpen hage i halvåret", "Days with an open garden in the half-year"),
        Words("dager", "days"),
        Words("Telles i hagens dagbok", "Counted in the garden's diary"),
        {"level": "output", "value_kind": "count", "counts": "things", "baseline": 0, "target": 50},
    ),
    (
        SPEAK,
        Words(
            "Andel deltakere som snakker norsk med noen utenfor familien hver uke",
            "Share of participants who speak Norwegian with somebody outside the family every week",
        ),
        Words("%", "%"),
        Words("Samtale med hver deltaker", "A talk with each participant"),
        {"level": "outcome", "value_kind": "share", "counts": "people", "target": 0.8},
    ),
    (
        WELL,
        Words("Trivsel, gjennomsnitt fra 0 til 10", "Wellbeing, mean from 0 to 10"),
        Words("poeng", "points"),
        Words("Ett spørsmål på skjema", "One question on a form"),
        {"level": "outcome", "value_kind": "score", "counts": "people", "target": 7},
    ),
    (
        WORK,
        Words("Andel deltakere i arbeid", "Share of participants in work"),
        Words("%", "%"),
        Words("Oppgis av deltakerne selv", "Told by the participants themselves"),
        {"level": "impact", "value_kind": "share", "counts": "people", "baseline": 0.1, "target": 0.4},
    ),
)
START, LATER, DUE = date(2017, 3, 1), date(2017, 9, 1), date(2018, 3, 1)
MEASURED: tuple[tuple[Words, date, str, Row], ...] = (
    (DAYS, LATER, "follow_up", {"value": 44, "period_days": 184}),
    (SPEAK, START, "baseline", {"numerator": 5, "denominator": 20}),
    (SPEAK, LATER, "follow_up", {"numerator": 13, "denominator": 20, "also_at_baseline": 5}),
    (WELL, START, "baseline", {}),
    (WELL, LATER, "follow_up", {}),
    (WORK, LATER, "follow_up", {"numerator": 4, "denominator": 20}),
)
SCORES = {START: (4, 5, 6, 3, 7, 5), LATER: (6, 6, 7, 5, 8, 6)}


def _fill(language: str) -> Filled:
    indicators: list[Row] = [
        {
            "indicator": name.get(language),
            "version": 1,
            "label": label.get(language),
            "unit": unit.get(language),
            "method": method.get(language),
            "direction": "up",
            "baseline_date": START,
            "target_date": DUE,
            "status": "active",
            **row,
        }
        for name, label, unit, method, row in INDICATORS
    ]
    measured: list[Row] = [
        {"indicator": name.get(language), "version": 1, "date": day, "phase": phase, **row}
        for name, day, phase, row in MEASURED
    ]
    people: list[Row] = [
        {"indicator": WELL.get(language), "version": 1, "person": f"D{number}", "date": day, "score": score}
        for day, scores in SCORES.items()
        for number, score in enumerate(scores, 1)
    ]
    plan = {step: words.get(language) for step, words in PLAN.items()}
    rows = {"indicators": indicators, "measurements": measured, "people": people}
    return Filled(CASE.get(language), plan, rows)


EXAMPLE: Mapping[str, Filled] = {language: _fill(language) for language in ("nb", "en")}
