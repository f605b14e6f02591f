"""What the SoImpact workbook says besides its headings: the ten steps in our own words, how to fill it in."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.templates.soimpact_words import Words

TITLE = Words("Resultatmåling i ti trinn (SoImpact)", "Measuring results in ten steps (SoImpact)")
PLAN_TITLE = Words("Planen: det som ikke er tall", "The plan: what is not numbers")
REFUSED = Words(
    "Cellen kan ikke inneholde dette. Velg fra listen, eller skriv et tall eller en dato som kan finnes.",
    "The cell cannot hold this. Choose from the list, or write a number or a date that can be.",
)
INTRODUCTION = Words(
    "Arbeidsboken følger tiltaket fra problem til evaluering. Blå celler fylles ut; overskriftene er låst, "
    "fordi analysen kjenner kolonnene igjen på dem. Fyll ut det dere vet nå, og kom tilbake når dere har "
    "målt mer.",
    "The workbook follows the work from problem to evaluation. Blue cells are filled in; the headings are "
    "locked, because the analysis knows the columns by them. Fill in what you know now, and come back with "
    "more.",
)
STEP_HEADINGS = (Words("Trinn", "Step"), Words("Hva dere gjør", "What you do"), Words("Hvor", "Where"))
PLAN_HEADINGS = (
    Words("Trinn", "Step"),
    Words("Deres tekst", "Your text"),
    Words("Til hjelp", "To help you"),
)


@dataclass(frozen=True)
class Step:
    """One of the ten steps: its name, what is done in it, and the sheet where it is written down."""

    name: Words
    told: Words
    sheet: str


STEPS = (
    Step(
        Words("Problem", "Problem"),
        Words(
            "Hva er galt i dag, for hvem, og hvordan vet dere det?",
            "What is wrong today, for whom, and how do you know?",
        ),
        "plan",
    ),
    Step(
        Words("Overordnede mål", "Overall goals"),
        Words(
            "Hvordan skal det være når arbeidet har lyktes? Ett til tre mål holder.",
            "What should it be like when the work has succeeded? One to three goals are enough.",
        ),
        "plan",
    ),
    Step(
        Words("Målgruppe", "Target group"),
        Words(
            "Hvem skal merke endringen? Omtrent hvor mange er de, og hvem hører ikke med?",
            "Who should notice the change? About how many are they, and who is not among them?",
        ),
        "plan",
    ),
    Step(
        Words("Aktiviteter og endringsteori", "Activities and theory of change"),
        Words(
            "Hva gjør dere, og hvorfor skulle det føre til målene? Skriv leddene: vi gjør …, derfor …, "
            "derfor …",
            "What do you do, and why would it lead to the goals? Write the links: we do …, therefore …, "
            "therefore …",
        ),
        "plan",
    ),
    Step(
        Words("Indikatorer", "Indicators"),
        Words(
            "Hva vil vise at det virker? Velg noen få på hvert nivå: output (det dere gjør), outcome "
            "(endringen i målgruppen) og impact (det dere bidrar til på sikt).",
            "What would show that it works? Choose a few on each level: output (what you do), outcome (the "
            "change in the target group) and impact (what you contribute to in the long run).",
        ),
        "indicators",
    ),
    Step(
        Words("Metoder", "Methods"),
        Words(
            "Hvordan skaffes hvert tall, av hvem, og likt hver gang?",
            "How is each number got, by whom, and the same way each time?",
        ),
        "indicators",
    ),
    Step(
        Words("Måltall", "Targets"),
        Words(
            "Hvor vil dere komme, og når? Sett tallet før dere ser resultatet.",
            "How far do you want to get, and when? Set the number before you see the result.",
        ),
        "indicators",
    ),
    Step(
        Words("Startverdi", "Baseline"),
        Words(
            "Hvordan sto det til før dere begynte? Uten startverdi kan ingen endring regnes ut.",
            "How were things before you began? Without a baseline no change can be computed.",
        ),
        "indicators",
    ),
    Step(
        Words("Jevnlige målinger", "Regular measurements"),
        Words(
            "Én rad for hver måling, også når tallet er dårlig. Rader som har stått, rettes bare når de var"
            " feil.",
            "One row a measurement, also when the number is poor. Rows that stand are changed only if they "
            "were wrong.",
        ),
        "measurements",
    ),
    Step(
        Words("Evaluering", "Evaluation"),
        Words(
            "Hva viser tallene, hva kan ellers ha virket inn, og hva gjør dere annerledes nå?",
            "What do the numbers show, what else may have played a part, and what will you do otherwise now?",
        ),
        "plan",
    ),
)
"""The ten steps in order."""
RULES_TITLE = Words("Slik fylles tallene ut", "How numbers are filled in")
RULES = (
    (
        Words("Andeler", "Shares"),
        Words(
            "Skriv 25 %, eller 25 med enheten %. Fyll helst ut teller og nevner (5 av 20); da regnes "
            "andelen ut, og usikkerheten også.",
            "Write 25 %, or 25 with the unit %. Best, fill in numerator and denominator (5 of 20); then the"
            " share is worked out, and its uncertainty too.",
        ),
    ),
    (
        Words("Startverdi", "Baseline"),
        Words(
            "Føres én gang for hver versjon: som måling med fasen start, eller i kolonnen Startverdi når "
            "dere ikke har målt den selv.",
            "Is entered once a version: as a measurement with the phase baseline, or in the column Baseline"
            " where you did not measure it yourselves.",
        ),
    ),
    (
        Words("Omdefinert", "Redefined"),
        Words(
            "Endres det en indikator måler, får den en ny rad med versjon 2, og den gamle raden får status "
            "omdefinert. Målinger av ulike versjoner slås aldri sammen.",
            "When what an indicator measures is changed, it gets a new row with version 2, and the old row "
            "gets the status redefined. Measurements of different versions are never joined.",
        ),
    ),
    (
        Words("Avsluttet", "Retired"),
        Words(
            "En indikator som ikke måles mer, får status avsluttet og en siste dag. Raden skal bli stående.",
            "An indicator that is no longer measured gets the status retired and a last day. Its row must "
            "stay.",
        ),
    ),
    (
        Words("Personer", "People"),
        Words(
            "Arket brukes bare når skårer for hver person skal sammenlignes. Skriv koder, aldri navn; "
            "kodene byttes ut når filen leses.",
            "The sheet is only for scores of single people that are to be compared. Write codes, never "
            "names; the codes are replaced when the file is read.",
        ),
    ),
    (
        Words("Ikke målt", "Not measured"),
        Words(
            "En måling som er planlagt eller falt ut, kan stå med tom verdi. Raden telles da ikke med.",
            "A measurement that is planned or was not made may stand with a blank value. Its row does not "
            "count then.",
        ),
    ),
)
"""What each rule is about, and the rule."""
EXAMPLE_TITLE = Words("Dette er et utfylt eksempel", "This is a filled-in example")
EXAMPLE_TEXT = Words(
    "Alt her er oppdiktet. Filen leses aldri av analysen: bruk den tomme arbeidsboken til egne tall.",
    "Everything here is made up. The analysis never reads this file: use the empty workbook for your "
    "numbers.",
)
