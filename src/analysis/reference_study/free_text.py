"""Free text of nobody: sentences put together at random, with the signs that exports stumble on."""

from __future__ import annotations

import numpy as np

# Some sentences hold quotation marks, semicolons or line breaks on purpose.
BEGINNINGS = {
    "q03": (
        "Vi så et behov som ingen av oss kunne dekke alene",
        'Det begynte med en idé på et møte om "nye løsninger"',
        "Ønske om å prøve noe nytt; midlene kom først senere",
        "Flere år med god erfaring gjorde det naturlig å gå videre",
    ),
    "q14": (
        "Stort sett godt, men tempoet er ujevnt",
        'Fint i det daglige; vi savner en fast "eier" av arbeidet',
        "Vi jobber mye hver for oss og møtes når noe må avklares",
        "Bedre enn ventet. Døra er åpen begge veier",
    ),
    "q15": (
        "En rådgiver og to fra tjenesten, cirka tre personer",
        "Leder og fagansvarlig; av og til økonomi også",
        'Mest "ildsjelene", to eller tre stykker',
        "Fire–fem personer på tvers av avdelinger",
    ),
    "q16": (
        "Nei, ikke nå",
        "Det hadde vært nyttig å få svarene tilbake;\nvi vil gjerne drøfte dem sammen",
        "Noen spørsmål var vanskelige å svare på før vi er ordentlig i gang",
    ),
    "q25": (
        "Målgruppa er med når vi ber om det, ikke ellers",
        'Frivillige gjør mye; "brukerne" spør vi for sjelden',
        "Rollene er ikke skrevet ned\n- men alle vet omtrent hvem som gjør hva",
    ),
    "q82": (
        "Tid. Alle har for mye å gjøre fra før",
        'Det tar lang tid å få et "ja" høyere opp; da dør ideene litt',
        "Vi snakker ulike språk:\nden ene om mål, den andre om mennesker",
        "Økonomien er usikker fra år til år",
    ),
}
ENDINGS = (
    "",
    ".",
    "; det blir spennende å se.",
    ".\nVi lærer underveis.",
    ". Må følges opp til våren.",
    " – slik opplever jeg det.",
)


def write_texts(random: np.random.Generator, share: float) -> dict[str, str]:
    """One person's free texts by item, each given with a chance of `share`; otherwise an empty text."""
    texts = {}
    for item, beginnings in BEGINNINGS.items():
        answered = random.random() < share
        beginning = beginnings[int(random.integers(len(beginnings)))]
        ending = ENDINGS[int(random.integers(len(ENDINGS)))]
        texts[item] = beginning + ending if answered else ""
    return texts
