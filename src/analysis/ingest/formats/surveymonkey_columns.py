"""SurveyMonkey's two header rows: the question, and below it an option, a row, or a word for the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.ingest.exports import Question
from analysis.ingest.files.sheets import Line, Sheet
from analysis.ingest.formats.doubled_names import number_doubles
from analysis.instruments.texts import normalise_label

# SurveyMonkey's own columns by their names in English, Norwegian, Danish and German, letters and digits only.
OWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "id": ("answer_id", ("respondentid", "responseid", "besvarelsesid", "svarid", "befragtenid")),
    "collector": (
        "tool_column",
        ("collectorid", "samlerid", "innsamlerid", "innsamlingsid", "indsamlerid", "collectortitle"),
    ),
    "start": ("tool_column", ("startdate", "startdato", "datecreated", "startdatum")),
    "end": ("status_column", ("enddate", "sluttdato", "slutdato", "datemodified", "enddatum")),
    "status": ("status_column", ("status", "responsestatus", "svarstatus", "besvarelsesstatus")),
    "ip": ("identifier", ("ipaddress", "ipadresse")),
    "mail": ("identifier", ("emailaddress", "email", "epostadresse", "epost", "emailadresse", "mailadresse")),
    "first": ("identifier", ("firstname", "fornavn", "fornamn", "vorname")),
    "last": ("identifier", ("lastname", "etternavn", "etternamn", "efternavn", "nachname")),
}
CUSTOM = re.compile(
    r"(?:customdata|customvalue|egendefinertedata|tilpassededata|brugerdefineredata|brugerdefinerededata)\d*"
)
ANSWER = {"response", "svar", "besvarelse", "antwort"}
OPEN = {"openendedresponse", "åpentsvar", "åpentspørsmål", "fritekstsvar", "åbentsvar", "fritekstbesvarelse"}
TICKED = "Valgt"
NOT_LETTERS = re.compile(r"[\W_]+")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
SEPARATOR = ", "


@dataclass(frozen=True)
class Column:
    """One column: its name, its question, the part below it, and which of SurveyMonkey's own it is."""

    name: str
    question: str
    part: str
    own: str
    reason: str
    is_open: bool


def fold(text: str) -> str:
    """A heading's letters and digits, without case, blanks and hyphens."""
    return NOT_LETTERS.sub("", text).casefold()


def find_own(heading: str) -> tuple[str, str]:
    """Which of SurveyMonkey's own columns a heading names, and why it holds no answer; empty if none."""
    folded = fold(heading)
    for own, (reason, names) in OWN.items():
        if folded in names:
            return own, reason
    return ("custom", "identifier") if CUSTOM.fullmatch(folded) else ("", "")


def read_columns(sheet: Sheet) -> tuple[Sheet, list[Column]]:
    """The sheet with one name for each column out of both header rows, and what they say of each."""
    below = sheet.heads[0] if sheet.heads else [""] * len(sheet.header)
    asked, columns = "", []
    seen: set[str] = set()
    for heading, part in zip(sheet.header, below, strict=True):
        own, reason = find_own(heading) if not part.strip() else ("", "")
        if own in seen and own != "custom":
            own, reason = "", ""
        seen.add(own)
        asked = _clean(heading) or asked
        told = "" if fold(part) in ANSWER | OPEN else _clean(part)
        name = f"{asked} [{told}]" if told else asked
        columns.append(Column(name, asked, told, own, reason, fold(part) in OPEN))
    named = number_doubles(replace(sheet, header=[column.name for column in columns]))
    joined = sum(not heading.strip() or bool(column.part) for heading, column in _pair(sheet, columns))
    line: Line = {"what": "header_read", "why": "header_rows_joined", "count": joined}
    numbered = [replace(one, name=name) for one, name in zip(columns, named.header, strict=True)]
    return replace(named, receipts=[*named.receipts, line]), numbered


def _pair(sheet: Sheet, columns: list[Column]) -> list[tuple[str, Column]]:
    return list(zip(sheet.header, columns, strict=True))


def _clean(text: str) -> str:
    """On one line and without markup."""
    return " ".join(TAG.sub(" ", text).split())


def describe_questions(columns: list[Column], cells: pd.DataFrame) -> dict[str, Question]:
    """What the header rows, and the ticks below them, say of each column that holds an answer."""
    asked = [column for column in columns if not column.reason]
    sizes = pd.Series([column.question for column in asked], dtype="str").value_counts()
    return {one.name: _describe(one, cells[one.name], sizes) for one in asked}


def _describe(column: Column, cells: pd.Series[str], sizes: Mapping[str, int]) -> Question:
    texts = {text.strip() for text in cells} - {""}
    if column.part and len(texts) == 1 and sizes[column.question] > 1:
        only = next(iter(texts))
        # A tick is written as the option's own text, or in a table of options by rows as the option's.
        options = {column.part, column.part.rpartition(" - ")[2]}
        if normalise_label(only) in {normalise_label(option) for option in options}:
            return Question(column.question, column.part, options={only: TICKED})
    several = not column.part and not column.is_open and any(SEPARATOR in text for text in texts)
    return Question(column.question, column.part, separator=SEPARATOR if several else "")
