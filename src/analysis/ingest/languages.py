"""Which languages the texts of an export are in, by the small words that tell neighbours apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Words that stand in nearly every questionnaire and in few of the other languages here: what Bokmål and
# Danish share (ikke, hvordan, og) decides nothing and is left out.
TELLING = {
    "nb": "av hva mellom noe noen mye ble enig uenig arbeid jeg mange svært også samarbeid vet fra deres",
    "nn": "ikkje eg korleis kva frå noko nokon berre vere mykje kven einig ueinig dykk samarbeidet veit",
    "da": "af hvad mellem noget nogle meget blev arbejde jeg enig uenig også hvilke ved fra jeres samarbejde",
    "sv": "av och inte hur vad är mellan något mycket arbete jag från eller ert samarbete",
    "en": "the of and to is are you your what how not do with for have which agree disagree",
    "de": "der die das und ist sind nicht wie was mit für sie ihre welche haben zu",
}
WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 3
NEAR = 0.5


def find_languages(texts: Iterable[str]) -> list[str]:
    """The languages the texts are in, most likely first; empty where too little tells.

    A language is named with at least `ENOUGH` different telling words that no likelier language has,
    and at least `NEAR` as many as the likeliest one.
    """
    words = {word for text in texts for word in WORD.findall(text.casefold())}
    hits = {language: words & set(telling.split()) for language, telling in TELLING.items()}
    named: list[str] = []
    taken: set[str] = set()
    most = max(map(len, hits.values()))
    for language, seen in sorted(hits.items(), key=lambda one: -len(one[1])):
        own = seen - taken
        if len(own) >= max(ENOUGH, NEAR * most):
            named.append(language)
            taken |= seen
    return named
