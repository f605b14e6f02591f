"""What the workbook of score sheets explains, in both languages, and its made-up example."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]

GUIDE: Texts = {"nb": "Veiledning", "en": "Guide"}
STEPS: Mapping[str, tuple[str, ...]] = {
    "nb": (
        "Fyll ut arket sammen, i en samtale. Hvert spørsmål får én skår som dere er enige om; ingen svarer "
        "alene.",
        "Ett ark er én økt for ett case. Lag et nytt ark til hver økt: Høyreklikk på arkfanen, velg Flytt "
        "eller kopier, og kryss av for å lage en kopi.",
        "Skriv case (id eller navn, se listen under), øktas nummer (1, 2, 3 …) og dato.",
        "Vekt først verdiene: Hvor viktig er hver av dem for dere? Uten vekter kan skårene brukes likevel.",
        "Gi så hvert spørsmål en skår fra den laveste til den høyeste. La et spørsmål stå tomt hvis dere "
        "ikke kan svare på det.",
        "Skriv forslag til tiltak ved spørsmålet de hører til. Ikke skriv navn på personer.",
        "Ikke endre overskriftene eller numrene: De viser hva cellene er. Arkfanene kan dere kalle hva dere "
        "vil.",
    ),
    "en": (
        "Fill in the sheet together, in one talk. Each question gets one score that you agree on; nobody "
        "answers alone.",
        "One sheet is one session of one case. Make a new sheet for every session: right-click the sheet's "
        "tab, choose Move or Copy, and tick to create a copy.",
        "Write the case (id or name, see the list below), the session's number (1, 2, 3 …) and the date.",
        "Weigh the values first: how important is each of them to you? Without weights the scores can still "
        "be used.",
        "Then give each question a score, from the lowest to the highest. Leave a question blank if you "
        "cannot answer it.",
        "Write proposed actions at the question that they belong to. Do not write the names of people.",
        "Do not change headings or numbers: they tell what the cells are. The sheets' tabs can be called "
        "anything.",
    ),
}
OURS: Texts = {
    "nb": "Spørsmålene er våre egne, korte formuleringer; verktøyets egne spørsmål er ikke gjengitt.",
    "en": "The questions are short ones of our own; those of the tool itself are not copied.",
}
CASES: Texts = {"nb": "Casene i studien", "en": "The cases of the study"}
IDS: Mapping[str, tuple[str, str]] = {"nb": ("Id", "Navn"), "en": ("Id", "Name")}
NOTES: Mapping[str, Texts] = {
    "case": {"nb": "Casets id eller navn", "en": "The id or name of the case"},
    "session": {
        "nb": "Øktas nummer i caset: 1, 2, 3 …",
        "en": "The session's number in the case: 1, 2, 3 …",
    },
    "date": {"nb": "Dagen økta ble holdt, som 2018-04-10", "en": "The day of the session, as 2018-04-10"},
    "weight": {"nb": "Hvor viktig er verdien for dere?", "en": "How important is the value to you?"},
    "score": {
        "nb": "Hvor godt stemmer det? Høy skår er bra.",
        "en": "How well does it fit? A high score is good.",
    },
    "action": {
        "nb": "Hva kan dere gjøre? Ikke skriv navn på personer.",
        "en": "What can you do? Do not write the names of people.",
    },
}
REFUSED: Texts = {
    "nb": "Velg et tall fra listen, eller la cellen stå tom.",
    "en": "Choose a number from the list, or leave the cell blank.",
}
NEW_CASE: Texts = {
    "nb": "Caset står ikke i studien. Er det skrevet riktig?",
    "en": "The study has no such case. Is it spelt right?",
}
WRONG: Texts = {
    "nb": "Skriv et helt tall som økt, og en dag som 2018-04-10.",
    "en": "Write a whole number as session, and a day as 2018-04-10.",
}
TAB: Texts = {"nb": "Økt", "en": "Session"}
FORM: Texts = {"nb": "Skåringsark", "en": "Score sheet"}
EXAMPLE_CASE: Texts = {"nb": "Eksempelgården", "en": "Example farm"}
EXAMPLE_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "nb": (
        "Gå gjennom tiltaket i ledermøtet hvert halvår",
        "Prøv en fast kaffestund uten dagsorden",
        "La deltakerne lage dagsorden til neste møte",
    ),
    "en": (
        "Take the work to the managers' meeting twice a year",
        "Try a regular coffee without an agenda",
        "Let participants make the agenda of the next meeting",
    ),
}
