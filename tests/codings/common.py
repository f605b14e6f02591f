"""One small set of codings, the same for every format: two texts, three coders, traps included.

The texts hold Norwegian letters, an emoji outside the first plane of Unicode, a letter made of two code
points, and `\\n` between lines; a writer may put CRLF there. Places count code points of these texts.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXTS = {
    "arendal": (
        "Kommune 1: Vi åpner døra for uvante forslag. 🌱 Det tar tid.\n"
        "Virksomhet 1: Målene våre flytter seg, og det er greit.\n"
        "\n"
        "Kommune 2: Pengene mangler, og ingen vet hvem som bestemmer.\n"
        "Virksomhet 1: Cafe\u0301en ble et sted å lære av hverandre.\n"
    ),
    "steinkjer": (
        "Kommune 1: Ledelsen støtter oss «oppover», ærlig talt.\n"
        "Virksomhet 2: 👩‍🌾 Innbyggerne var med og tegnet løsningen.\n"
        "Kommune 1: Loven setter grenser — men hvor?\n"
    ),
}
CODERS = ("Kari", "Ola", "Mette")
CODES = {
    "openness": ("values",),
    "shared_goals": ("fields",),
    "anchoring": ("fields",),
    "financial": ("barriers",),
    "legal": ("barriers",),
    "place_to_learn": ("found",),
    "designing": ("process", "citizens_part"),
}
"""The codes that are given, by the codes above them in samskaping2018, topmost first."""


@dataclass(frozen=True)
class Given:
    """One coding: the stretch is the `number`-th time `words` stand in the text, from 0."""

    document: str
    coder: str
    code: str
    words: str
    number: int = 0

    @property
    def start(self) -> int:
        """The place of the stretch's first character."""
        place = -1
        for _ in range(self.number + 1):
            place = TEXTS[self.document].index(self.words, place + 1)
        return place

    @property
    def end(self) -> int:
        """The place after the stretch's last character."""
        return self.start + len(self.words)


GIVEN = (
    Given("arendal", "Kari", "openness", "Vi åpner døra for uvante forslag. 🌱 Det tar tid."),
    Given("arendal", "Ola", "openness", "åpner døra for uvante forslag"),
    Given("arendal", "Mette", "openness", "Vi åpner døra for uvante forslag. 🌱"),
    Given("arendal", "Kari", "shared_goals", "Målene våre flytter seg, og det er greit."),
    Given("arendal", "Ola", "shared_goals", "Målene våre flytter seg"),
    # Two codes on one selection.
    Given("arendal", "Kari", "financial", "Pengene mangler, og ingen vet hvem som bestemmer."),
    Given("arendal", "Kari", "anchoring", "Pengene mangler, og ingen vet hvem som bestemmer."),
    Given("arendal", "Mette", "financial", "Pengene mangler"),
    # Overlapping the next one.
    Given("arendal", "Mette", "anchoring", "mangler, og ingen vet hvem"),
    Given("arendal", "Ola", "place_to_learn", "Cafe\u0301en ble et sted å lære av hverandre."),
    # Over the border of two turns.
    Given("steinkjer", "Kari", "anchoring", "«oppover», ærlig talt.\nVirksomhet 2: 👩‍🌾 Innbyggerne"),
    Given("steinkjer", "Ola", "anchoring", "Ledelsen støtter oss «oppover»"),
    Given("steinkjer", "Kari", "designing", "👩‍🌾 Innbyggerne var med og tegnet løsningen."),
    Given("steinkjer", "Mette", "designing", "Innbyggerne var med"),
    Given("steinkjer", "Ola", "legal", "Loven setter grenser — men hvor?"),
    Given("steinkjer", "Mette", "legal", "setter grenser"),
)
"""Every coding, in the order of the texts."""
DELETED = Given("arendal", "Ola", "legal", "Det tar tid.")
"""A coding that was deleted again, in the formats that keep such."""
