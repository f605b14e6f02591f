"""What is said between the coded sentences of the made-up focus groups, and what fills their slots."""

from __future__ import annotations

import re

FILLINGS: dict[str, tuple[str, ...]] = {
    "tid": ("i fjor", "før sommeren", "i vinter", "helt i starten", "for et par år siden", "i høst"),
    "ofte": ("hver uke", "annenhver torsdag", "minst en gang i måneden", "nesten daglig", "hver mandag"),
    "antall": ("to", "tre", "fire", "seks", "åtte"),
    "enhet": ("ledelsen", "økonomiavdelingen", "styringsgruppa", "etaten", "de der oppe"),
    "slutt": ("jul", "nyttår", "påske", "utgangen av juni"),
    "ord": ("«sammen»", "«verdi»", "«bruker»", "«resultat»", "«nesten»"),
}

QUESTIONS = (
    "Hva var det som gjorde at dere begynte?",
    "Kan noen si litt mer om det?",
    "Hvordan ser det ut om fem år, hvis dere får det som dere vil?",
    "Hva står i veien?",
    "Er det noen som har et eksempel?",
    "Hvem andre burde ha vært her i dag?",
    "Hva skulle til for å løse det?",
    "Er dere enige i det?",
    "Hva vil dere ta med dere videre?",
    "Vi har ti minutter igjen. Er det noe vi ikke har spurt om?",
)
NEUTRAL = (
    "Ja, det er jeg enig i.",
    "Mm, det kan godt hende.",
    "Nei, det husker jeg ikke helt.",
    "Kan vi ta den døra igjen? Det trekker.",
    "Det var før min tid, så der må noen andre svare.",
    "(Latter) 😂 Nå må du gi deg.",
    "Skal vi ta en pause først, eller skal vi fortsette?",
    "Hvem var det som sa det, var det du?",
    "Jeg tror det var på en onsdag. Eller torsdag.",
    "Unnskyld, jeg kom litt seint. Hvor var vi?",
    "Det samme her.",
    "Vi kan komme tilbake til det.",
)
BEFORE = (
    "Ja.",
    "Nei, altså.",
    "Det er et godt spørsmål.",
    "La meg si det sånn …",
    "Jeg tenker litt høyt nå …",
    "Hm – ja.",
)
AFTER = (
    "Sånn er det bare.",
    "Det er i hvert fall min erfaring.",
    "Du var jo der selv.",
    "Og det sier jeg ikke for å være høflig 😉.",
    "Eller hva sier dere andre?",
    "Nok om det 🤷\u200d♀\ufe0f.",
)

# Danish is close enough that a change of common words gives the look of it; it is no Danish to learn from.
DANISH = {
    "annerledes": "anderledes",
    "av": "af",
    "begynte": "begyndte",
    "bli": "blive",
    "blitt": "blevet",
    "bruker": "bruger",
    "brukte": "brugte",
    "deg": "dig",
    "dere": "I",
    "etter": "efter",
    "fram": "frem",
    "gjør": "gør",
    "gjøre": "gøre",
    "hverandre": "hinanden",
    "hva": "hvad",
    "jobben": "jobbet",
    "kafe\u0301en": "cafe\u0301en",
    "litt": "lidt",
    "meg": "mig",
    "mye": "meget",
    "nei": "nej",
    "noe": "noget",
    "noen": "nogen",
    "nå": "nu",
    "opp": "op",
    "oss": "os",
    "seg": "sig",
    "si": "sige",
    "sier": "siger",
    "uke": "uge",
    "uka": "ugen",
    "uten": "uden",
    "ut": "ud",
    "vet": "ved",
}


def write_danish(sentence: str) -> str:
    """The sentence with its common words changed to Danish ones; capital letters stay."""

    def change(match: re.Match[str]) -> str:
        word = match[0]
        changed = DANISH.get(word.lower(), word)
        return changed.capitalize() if word[0].isupper() else changed

    return re.sub(r"[^\W\d_]+(?:\u0301[^\W\d_]*)*", change, sentence)
