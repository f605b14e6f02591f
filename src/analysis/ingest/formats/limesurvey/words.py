"""LimeSurvey's own words: the columns it adds to the answers, and the answers it words itself.

With texts as headings it names its columns in the language of the export; the words here are those of its
translations into English, Bokmål, Danish and German.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from functools import lru_cache

# By the name of the column: the reason it holds no answer, and how it is headed.
TOOL_COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "id": (
        "answer_id",
        (
            "Response ID",
            "Record ID",
            "Besvarelse-ID",
            "Svar-ID",
            "Respons-ID",
            "Besvarelses-ID",
            "Antwort ID",
        ),
    ),
    "submitdate": (
        "status_column",
        (
            "Date submitted",
            "Dato for besvarelse",
            "Dato sendt",
            "Dato innsendt",
            "Innsendt dato",
            "Dato indsendt",
            "Indsendt dato",
            "Datum Abgeschickt",
        ),
    ),
    "lastpage": ("tool_column", ("Last page", "Siste side", "Sidste side", "Letzte Seite")),
    "startlanguage": (
        "tool_column",
        ("Start language", "Standardspråk", "Startspråk", "Startsprog", "Start-Sprache"),
    ),
    "seed": ("tool_column", ("Seed", "Frø", "Zufallsstartwert", "Zufallsgeneratorstartwert")),
    "token": (
        "identifier",
        ("Token", "Access code", "Adgangskode", "Tilgangskode", "Nøkkel", "Nøgle", "Zugangscode"),
    ),
    "startdate": (
        "tool_column",
        (
            "Date started",
            "Dato for oppstart",
            "Startdato",
            "Dato startet",
            "Dato påbegyndt",
            "Datum gestartet",
        ),
    ),
    "datestamp": (
        "tool_column",
        (
            "Date last action",
            "Dato for siste hendelse",
            "Siste hendelse",
            "Dato for seneste handling",
            "Dato for sidste handling",
            "Datum letzte Aktivität",
        ),
    ),
    "ipaddr": ("identifier", ("IP address", "IP-adresse", "IP-Adresse")),
    "refurl": (
        "identifier",
        ("Referrer URL", "Referring URL", "Avsenders URL", "Henvisende URL", "Verweisende URL"),
    ),
    "interviewtime": ("tool_column", ("Total time", "Totaltid", "Samlet tid", "Gesamtzeit")),
}
TIMINGS = ("group time", "gruppetid", "gruppenzeit", "question time", "spørsmålstid", "spørgsmålstid")
# Columns of the participants' table, which an export may be given beside the answers.
PARTICIPANT = {"firstname", "lastname", "email", "participant_id", "tid", "mpid"}
INVITATION = {"emailstatus", "sent", "remindersent", "remindercount", "usesleft", "validfrom", "validuntil"}

YES = {"en": "Yes", "nb": "Ja", "nn": "Ja", "da": "Ja", "de": "Ja", "sv": "Ja"}
NO = {"en": "No", "nb": "Nei", "nn": "Nei", "da": "Nej", "de": "Nein", "sv": "Nej"}
UNCERTAIN = {"en": "Uncertain", "nb": "Usikker", "nn": "Usikker", "da": "Usikker", "de": "Unsicher"}
FEMALE = {"en": "Female", "nb": "Kvinne", "nn": "Kvinne", "da": "Kvinde", "de": "Weiblich"}
MALE = {"en": "Male", "nb": "Mann", "nn": "Mann", "da": "Mand", "de": "Männlich"}
MORE = {"en": "Increase", "nb": "Mer", "nn": "Meir", "da": "Øges", "de": "Zunahme"}
SAME = {"en": "Same", "nb": "Ingen endring", "nn": "Inga endring", "da": "Samme", "de": "Gleich"}
LESS = {"en": "Decrease", "nb": "Mindre", "nn": "Mindre", "da": "Mindre", "de": "Abnahme"}
OTHER = {"en": "Other", "nb": "Annet", "nn": "Anna", "da": "Andet", "de": "Sonstiges"}
COMMENT = {"en": "Comment", "nb": "Kommentar", "nn": "Kommentar", "da": "Kommentar", "de": "Kommentar"}
OTHER_COMMENT = {"en": "Other comment", "nb": "Annen kommentar", "da": "Anden kommentar"}
FILE_COUNT = {"en": "filecount - Number of files"}
SCALE = {"en": "Scale", "nb": "Skala", "nn": "Skala", "da": "Skala", "de": "Skala"}
RANK = {"en": "Rank", "nb": "Rangering", "nn": "Rangering", "da": "Rang", "de": "Rang"}
NOT_SHOWN = {"n/a", "i/a", "i/t"}
OWN_ANSWERS = {text.casefold() for words in (YES, NO, FEMALE, MALE) for text in words.values()}
SHORTEST_STEM = 3
RANKED = re.compile(r"(?:rank|ranking|rangering|rangordning|rang|platz) ?(\d{1,3})", re.IGNORECASE)
"""How LimeSurvey heads the column of a rank, in its languages."""

FIXED_ANSWERS: dict[str, dict[str, dict[str, str]]] = {
    "Y": {"Y": YES, "N": NO},
    "G": {"F": FEMALE, "M": MALE},
    "C": {"Y": YES, "N": NO, "U": UNCERTAIN},
    "E": {"I": MORE, "S": SAME, "D": LESS},
    "5": {str(number): {"en": str(number)} for number in range(1, 6)},
    "A": {str(number): {"en": str(number)} for number in range(1, 6)},
    "B": {str(number): {"en": str(number)} for number in range(1, 11)},
}
"""The answers of the types of question that have their own, by code, then by language."""

ATTRIBUTE = re.compile(r"attribute_\d+")
TIMED = re.compile(r"groupTime\d*|(.+)Time")
TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL | re.IGNORECASE)


def strip_markup(text: str) -> str:
    """A text without HTML and on one line, as LimeSurvey itself writes it into an export."""
    plain = html.unescape(TAGS.sub(" ", text)) if "<" in text or "&" in text else text
    return " ".join(plain.split())


@lru_cache(maxsize=50_000)
def make_key(text: str) -> str:
    """What two writings of one heading share: its letters, without markup, blanks and case."""
    return re.sub(r"[\s_]+", "", strip_markup(text)).casefold()


OWN_CODE = re.compile(rf"({'|'.join(TOOL_COLUMNS)})(?:\. |: | - )")
OWN_KEYS = {name: {make_key(text) for text in texts} for name, (_, texts) in TOOL_COLUMNS.items()}


def is_cut_from(seen: str, whole: str) -> bool:
    """Whether one heading is another's, or its beginning with the two dots of an abbreviation."""
    stem = make_key(seen).rstrip(".")
    if seen.rstrip().endswith("..") and len(stem) >= SHORTEST_STEM:
        return make_key(whole).startswith(stem)
    return make_key(seen) == make_key(whole)


@lru_cache(maxsize=50_000)
def find_tool_column(heading: str) -> str:
    """The name of LimeSurvey's own column that a heading stands for, as code or as text, or ""."""
    plain = strip_markup(heading)
    if plain in TOOL_COLUMNS:
        return plain
    code = OWN_CODE.match(plain)
    if code:
        name = code[1]
        texts = TOOL_COLUMNS[name][1]
        return name if any(is_cut_from(plain[code.end() :], text) for text in texts) else ""
    cut = plain.endswith("..")
    return next(
        (
            name
            for name, (_, texts) in TOOL_COLUMNS.items()
            if (any(is_cut_from(plain, text) for text in texts) if cut else make_key(plain) in OWN_KEYS[name])
        ),
        "",
    )


def name_reason(heading: str, headings: Collection[str]) -> str:
    """Why a column that is no question's holds no answer, a word of the receipts, or ""."""
    plain = strip_markup(heading)
    if tool := find_tool_column(heading):
        return TOOL_COLUMNS[tool][0]
    if plain in PARTICIPANT or ATTRIBUTE.fullmatch(plain):
        return "identifier"
    timed = TIMED.fullmatch(plain)
    if timed and (not timed[1] or any(_is_of(timed[1], other) for other in headings if other != heading)):
        return "tool_column"
    return "tool_column" if plain in INVITATION or plain.casefold().startswith(TIMINGS) else ""


def _is_of(code: str, heading: str) -> bool:
    return heading.startswith(code) and heading[len(code) : len(code) + 1] in ("", "[", "_", ".")


def is_not_shown(texts: Collection[str]) -> bool:
    """Whether a column's texts are LimeSurvey's own answers and its word for a question not shown."""
    folded = {text.strip().casefold() for text in texts} - {""}
    return bool(folded & NOT_SHOWN) and folded <= NOT_SHOWN | OWN_ANSWERS
