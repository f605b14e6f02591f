"""The indicators of the made-up SoImpact workbooks: what each case says that it measures, and its targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analysis.reference_study import design
from analysis.templates.workbook import Value

Row = dict[str, Value]

BEFORE, SPRING, AUTUMN, LAST = date(2016, 12, 15), date(2017, 6, 15), date(2017, 12, 15), date(2018, 6, 15)
DUE, SUMMER, NEW_YEAR = date(2018, 6, 30), date(2017, 6, 30), date(2017, 12, 31)
WOMEN, YOUNG, REFUGEES = "Kvinner i systua", "Deltakere 18–30 år", "Deltakere på gården"


def goal(name: str, label: str, what: str, unit: str, method: str, **more: Value) -> Row:
    """One row of the table of indicators; `what` is its level, kind of number, what counts and direction."""
    level, kind, counts, direction = what.split()
    row: Row = {"indicator": name, "version": 1, "label": label, "level": level, "value_kind": kind}
    row |= {"unit": unit, "counts": counts, "direction": direction, "method": method, "status": "active"}
    row.update(more)
    return row


GOALS: Mapping[str, tuple[Row, ...]] = {
    design.ASKER: (
        goal(
            "systuedager",
            "Dager med åpen systue i kvartalet",
            "output count things up",
            "dager",
            "Telles i dagboken",
            target=36,
            target_date=DUE,
        ),
        goal(
            "norsk_daglig",
            "Andel som snakker norsk på arbeidet hver dag",
            "outcome share people up",
            "%",
            "Samtale med hver enkelt",
            target_group=WOMEN,
            target=0.75,
            target_date=DUE,
            weight=2,
        ),
        goal(
            "mestring",
            "Mestring i hverdagen, gjennomsnitt fra 0 til 10",
            "outcome score people up",
            "poeng",
            "Skjema med fem spørsmål",
            target_group=WOMEN,
            target=7,
            target_date=DUE,
        ),
        goal(
            "salg",
            "Inntekter av salg i året",
            "impact amount things up",
            "kroner",
            "Regnskapet",
            target=240000,
            target_date=NEW_YEAR,
        ),
        goal(
            "fast_arbeid",
            "Andel som har fast arbeid et annet sted",
            "impact share people up",
            "%",
            "Oppgis av dem selv",
            target_group=WOMEN,
            target=0.4,
            target_date=DUE,
        ),
    ),
    design.FRISKGARDEN: (
        goal(
            "fulle_dager",
            "Dager med minst ti deltakere i kvartalet",
            "output count things up",
            "dager",
            "Telles i oppmøtelisten",
            target=20,
            target_date=DUE,
            status="retired",
            last_day=SUMMER,
        ),
        goal(
            "arbeidstimer",
            "Timer med arbeid på gården i måneden",
            "output amount things up",
            "timer",
            "Timelister",
            baseline=120,
            baseline_date=BEFORE,
            target=200,
            target_date=DUE,
        ),
        goal(
            "skole_arbeid",
            "Andel i skole eller arbeid tre måneder etter oppholdet",
            "outcome share people up",
            "%",
            "Telefon til hver enkelt",
            target_group=YOUNG,
            target=0.45,
            target_date=DUE,
            status="redefined",
            last_day=SUMMER,
        ),
        goal(
            "skole_arbeid",
            "Andel i skole eller arbeid seks måneder etter oppholdet",
            "outcome share people up",
            "%",
            "Telefon til hver enkelt",
            version=2,
            target_group=YOUNG,
            target=0.45,
            target_date=DUE,
            weight=2,
        ),
        goal(
            "ensom",
            "Andel som er ensomme hver uke",
            "outcome share people down",
            "%",
            "Spørreskjema",
            target_group=YOUNG,
            target=0.3,
            target_date=NEW_YEAR,
        ),
        goal(
            "uten_stoenad",
            "Andel som klarer seg uten stønad",
            "impact share people up",
            "%",
            "Oppgis av Nav med samtykke",
            target_group=YOUNG,
            target=0.4,
            target_date=date(2018, 12, 31),
        ),
    ),
    design.ARENDAL: (
        goal(
            "gaardsdager",
            "Dager med gårdsarbeid i kvartalet",
            "output count things up",
            "dager",
            "Telles i dagboken",
            target=60,
            target_date=DUE,
        ),
        goal(
            "frivillige",
            "Frivillige som var med i kvartalet",
            "output count people up",
            "personer",
            "Telles i dagboken",
        ),
        goal(
            "spraakproeve",
            "Andel som har bestått språkprøven",
            "outcome share people up",
            "%",
            "Opplyses av voksenopplæringen",
            target_group=REFUGEES,
            target=0.6,
            target_date=DUE,
        ),
        goal(
            "bekjente",
            "Bekjente utenfor gården, gjennomsnitt av svar fra 1 til 5",
            "outcome score people up",
            "poeng",
            "Ett spørsmål på skjema",
            target_group=REFUGEES,
            target=3.5,
            target_date=DUE,
        ),
        goal(
            "fravaer",
            "Andel dager med fravær, skal ikke øke",
            "outcome share things down",
            "%",
            "Timelister",
            baseline=0.1,
            baseline_date=BEFORE,
            target=0.1,
            target_date=DUE,
        ),
        goal(
            "deltidsjobb",
            "Andel med jobb ved siden av",
            "impact share people up",
            "%",
            "Oppgis av dem selv",
            target_group=REFUGEES,
            target=0.5,
            target_date=DUE,
        ),
    ),
}
"""The rows of the indicators; two versions of one stand in two rows."""
