"""The columns of the SoImpact workbook: their headings and notes in both languages, and what they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.templates.forms import Form
from analysis.templates.soimpact_words import Words


@dataclass(frozen=True)
class Heading:
    """One column of a table: its role in the data, its headings, its note, and what its cells take.

    `needed` tells whether a table must have the column.
    """

    role: str
    name: Words
    note: Words
    width: float = 12
    form: Form = "text"
    needed: bool = False


INDICATOR = Heading(
    "indicator",
    Words("Indikator", "Indicator"),
    Words("Et kort navn, det samme på alle arkene.", "A short name, the same on every sheet."),
    18,
    needed=True,
)
VERSION = Heading(
    "version",
    Words("Versjon", "Version"),
    Words(
        "1 for den første definisjonen, 2 når indikatoren er omdefinert.",
        "1 for the first definition, 2 when the indicator has been redefined.",
    ),
    9,
    "whole",
)
INDICATORS = (
    INDICATOR,
    VERSION,
    Heading(
        "label",
        Words("Hva den måler", "What it measures"),
        Words("Én setning som sier nøyaktig hva som måles.", "One sentence that says just what is measured."),
        34,
        needed=True,
    ),
    Heading(
        "level", Words("Nivå", "Level"), Words("Velg fra listen.", "Choose from the list."), 17, needed=True
    ),
    Heading(
        "value_kind",
        Words("Slags tall", "Kind of number"),
        Words(
            "Andel av noen, antall, skår (gjennomsnitt for personer) eller annen mengde.",
            "A share of some, a count, a score (a mean of people) or another amount.",
        ),
        11,
        needed=True,
    ),
    Heading(
        "unit",
        Words("Enhet", "Unit"),
        Words(
            "For eksempel %, deltakere, poeng, timer.",
            "Such as %, participants, points, hours.",
        ),
        12,
        needed=True,
    ),
    Heading(
        "counts",
        Words("Hva telles", "What is counted"),
        Words(
            "Personer eller ting. Tall om få personer vernes i rapportene.",
            "People or things. Numbers about few people are protected in the reports.",
        ),
        11,
        needed=True,
    ),
    Heading(
        "direction",
        Words("Ønsket retning", "Wanted direction"),
        Words(
            "Opp hvis høyere tall er bedre, ned hvis lavere er bedre.",
            "Up if higher is better, down if lower is.",
        ),
        11,
        needed=True,
    ),
    Heading(
        "method",
        Words("Metode", "Method"),
        Words("Hvordan tallet skaffes, og hvem som gjør det.", "How the number is got, and who gets it."),
        24,
    ),
    Heading(
        "target_group",
        Words("Målgruppe", "Target group"),
        Words("Hvem tallet handler om.", "Whom the number is about."),
        18,
    ),
    Heading(
        "baseline",
        Words("Startverdi", "Baseline"),
        Words(
            "Verdien før arbeidet begynte, hvis den er kjent. Er den målt, før den også på arket Målinger.",
            "The value before the work began, if known. If measured, enter it in Measurements too.",
        ),
        11,
        "number",
    ),
    Heading(
        "baseline_date",
        Words("Dato for startverdi", "Day of the baseline"),
        Words("Dagen startverdien gjelder.", "The day that the baseline is of."),
        13,
        "date",
    ),
    Heading(
        "target",
        Words("Måltall", "Target"),
        Words("Verdien dere vil nå.", "The value that you want to reach."),
        11,
        "number",
    ),
    Heading(
        "target_date",
        Words("Frist", "Due day"),
        Words("Dagen måltallet skal være nådd.", "The day by which the target is to be reached."),
        13,
        "date",
    ),
    Heading(
        "weight",
        Words("Vekt", "Weight"),
        Words(
            "Hvor mye indikatoren teller blant casets mål. Tomt for alle: like mye.",
            "How much the indicator counts among the goals of the case. Blank for all: equally.",
        ),
        8,
        "number",
    ),
    Heading(
        "status",
        Words("Status", "Status"),
        Words(
            "Aktiv, avsluttet (måles ikke mer) eller omdefinert (en senere versjon følger).",
            "Active, retired (no longer measured) or redefined (a later version follows).",
        ),
        12,
    ),
    Heading(
        "last_day",
        Words("Siste dag", "Last day"),
        Words(
            "Den siste dagen versjonen gjaldt, når den er avsluttet eller omdefinert.",
            "The last day the version was in use, when it is retired or redefined.",
        ),
        13,
        "date",
    ),
)
MEASUREMENTS = (
    INDICATOR,
    VERSION,
    Heading(
        "date",
        Words("Dato", "Day"),
        Words("Dagen det ble målt.", "The day it was measured."),
        13,
        "date",
        True,
    ),
    Heading(
        "phase",
        Words("Fase", "Phase"),
        Words(
            "Start (én gang per versjon), underveis eller slutt.",
            "Baseline (once), follow-up or end.",
        ),
        12,
        needed=True,
    ),
    Heading(
        "value",
        Words("Verdi", "Value"),
        Words(
            "Tallet. Kan stå tomt når teller og nevner er fylt ut, eller når skårene står på arket Personer.",
            "The number. May be blank where numerator and denominator, or scores in People, are filled in.",
        ),
        11,
        "number",
        True,
    ),
    Heading(
        "unit",
        Words("Enhet", "Unit"),
        Words(
            "Kan stå tomt; ellers den samme som for indikatoren.", "May be blank; else the indicator's own."
        ),
        12,
    ),
    Heading(
        "numerator",
        Words("Teller", "Numerator"),
        Words(
            "Andel: hvor mange det gjelder, for eksempel 8 av 20.",
            "A share: how many it is true of, as 8 of 20.",
        ),
        9,
        "whole",
    ),
    Heading(
        "denominator",
        Words("Nevner", "Denominator"),
        Words(
            "Andel: hvor mange det var i alt. Skår: hvor mange personer gjennomsnittet bygger på.",
            "A share: how many there were in all. A score: how many people the mean is of.",
        ),
        9,
        "whole",
    ),
    Heading(
        "also_at_baseline",
        Words("Også ved start", "Also at baseline"),
        Words(
            "Andel, når de samme er spurt begge ganger: hvor mange i telleren som sto der ved start også.",
            "A share, where the same people were asked twice: how many were counted at the baseline too.",
        ),
        10,
        "whole",
    ),
    Heading(
        "period_days",
        Words("Dager talt", "Days counted"),
        Words("Antall: hvor mange dager det ble talt over.", "A count: over how many days it was counted."),
        9,
        "whole",
    ),
    Heading(
        "sd",
        Words("Standardavvik", "Standard deviation"),
        Words(
            "Skår: spredningen mellom personene, hvis den er kjent.",
            "A score: the spread between people, if known.",
        ),
        13,
        "number",
    ),
    Heading(
        "comment",
        Words("Kommentar", "Comment"),
        Words("Ikke skriv navn på personer.", "Do not write names of people."),
        30,
    ),
)
PEOPLE = (
    INDICATOR,
    VERSION,
    Heading(
        "person",
        Words("Personkode", "Person code"),
        Words(
            "En kode dere selv har gitt, den samme hver gang. Ikke navn og ikke fødselsnummer.",
            "A code of your own, the same each time. No names and no national identity numbers.",
        ),
        14,
        needed=True,
    ),
    Heading(
        "date",
        Words("Dato", "Day"),
        Words("Den samme dagen som på arket Målinger.", "The same day as in Measurements."),
        13,
        "date",
        True,
    ),
    Heading(
        "score", Words("Skår", "Score"), Words("Personens skår.", "The person's score."), 10, "number", True
    ),
)
TABLES: Mapping[str, tuple[Heading, ...]] = {
    "indicators": INDICATORS,
    "measurements": MEASUREMENTS,
    "people": PEOPLE,
}
