"""The columns of form tools: those about the respondent, by their names, and those that ask something.

Form tools write whole question texts as names, and their own columns before the questions. A column
after the first question is a question, whatever it is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from analysis.ingest.exports import Question
from analysis.ingest.files.sheets import Line, Sheet

Role = Literal["id", "begun", "ended", "changed", "person", "status", "tool", "stamp"]
ROLES: dict[Role, tuple[str, ...]] = {
    "id": (
        *("id", "nr", "nr.", "respondent id", "respondentid", "respondent-id", "respondent", "response id"),
        *("svar-id", "svarid", "svar id", "svarnr", "svar nr", "svar nr.", "svarnummer", "besvarelse"),
        *("besvarelses-id", "besvarelsesid", "besvarelse id", "referanse", "referansenummer", "referansenr"),
        *("innsendings-id", "innsendingsid", "skjema-id", "skjemaid", "løpenummer", "løpenr", "løpenr."),
    ),
    "begun": (
        *("start time", "started", "starttidspunkt", "starttid", "startet", "startet dato", "påbegynt"),
        *("starta", "begynt", "startdato", "åpnet", "opna", "påbegyndt"),
    ),
    "ended": (
        *("completion time", "ended", "completed", "fullføringstidspunkt", "fullførelsestidspunkt"),
        *(
            "fullføringstid",
            "slutttidspunkt",
            "sluttidspunkt",
            "slutttid",
            "sluttid",
            "fuldførelsestidspunkt",
        ),
        *("afslutningstidspunkt", "slutförandetid", "fullført", "fullført dato", "avsluttet", "avslutta"),
        *(
            "afsluttet",
            "besvart",
            "besvart dato",
            "svardato",
            "svartidspunkt",
            "svart",
            "innsendt",
            "sendt inn",
        ),
        *("innsendt dato", "innsendingstidspunkt", "innsendingsdato", "innlevert", "innleveringstidspunkt"),
        *("levert", "levert dato", "leveringstidspunkt", "indsendt", "besvaret", "submitted", "answered"),
        *("submission time", "dato", "tidspunkt"),
    ),
    "stamp": ("timestamp", "tidsmerke", "tidsstempel", "tidstempel", "tidsstämpel"),
    "changed": (
        *("last modified time", "last modified", "tidspunkt for siste endring", "sist endret", "sist endra"),
        *("tidspunkt for seneste ændring", "senest ændret", "sidst ændret", "senast ändrad"),
    ),
    "person": (
        *("email", "e-mail", "email address", "e-mail address", "mail", "e-post", "epost", "e-postadresse"),
        *("epostadresse", "e-postadress", "mailadresse", "username", "brukernavn", "brukarnamn"),
        *("name", "navn", "namn", "fornavn", "fornamn", "etternavn", "etternamn", "efternavn", "first name"),
        *("last name", "telefon", "telefonnummer", "mobil", "mobilnummer", "mobiltelefon", "phone", "tlf"),
        *("phone number", "ip", "ip-adresse", "ip address", "nettleser", "browser", "user agent"),
    ),
    "status": ("status", "svarstatus", "response status"),
    "tool": (
        *("language", "språk", "sprog", "spørreskjemaspråk", "total points", "totalt antall poeng"),
        *("quiz feedback", "score", "poengsum", "kanal", "channel", "invitasjonstype"),
    ),
}
ROLE_OF: dict[str, Role] = {name: role for role, names in ROLES.items() for name in names}
TIMES: tuple[Role, ...] = ("ended", "stamp", "changed", "begun")
REASONS: dict[Role, str] = {"id": "answer_id", "person": "identifier", "status": "status_column"}
GRID = re.compile(r"(?P<text>.*\S)\s*\[(?P<part>[^\[\]]+)\]")
REPEATED = re.compile(r"(?P<text>.*\D)(?P<number>[2-9]|[1-9]\d)", re.DOTALL)
BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")


@dataclass(frozen=True)
class Layout:
    """The tool's columns by name, with their role."""

    roles: dict[str, Role]

    def first(self, *roles: Role) -> str:
        """The first column with the first of these roles that any column has; empty where none has."""
        return next((name for role in roles for name, one in self.roles.items() if one == role), "")

    @property
    def tool_columns(self) -> dict[str, str]:
        """Why each of them holds no answer."""
        return {name: REASONS.get(role, "tool_column") for name, role in self.roles.items()}

    @property
    def separator(self) -> str:
        """What Microsoft Forms and Google Forms put after or between the answers of one cell."""
        return ", " if self.first("stamp") else ";"


def tidy_header(sheet: Sheet) -> Sheet:
    """The sheet with names on one line and without blanks around them, with a receipt for each change.

    Microsoft Forms tells columns apart by blanks that do not show; named alike, they are left so here.
    """
    header = [BLANKS.sub(" ", name).strip() for name in sheet.header]
    changed: list[Line] = [
        {"what": "header_read", "why": "header_tidied", "column": new, "before": old, "after": new}
        for old, new in zip(sheet.header, header, strict=True)
        if old != new
    ]
    return replace(sheet, header=header, receipts=[*sheet.receipts, *changed])


def find_layout(header: Sequence[str]) -> Layout:
    """The tool's columns: those of known names at the beginning, up to the first question."""
    roles: dict[str, Role] = {}
    for name in header:
        role = _find_role(name, roles)
        if role is None:
            break
        roles[name] = role
    return Layout(roles)


def _find_role(name: str, taken: dict[str, Role]) -> Role | None:
    """The role of a name; one id there is, the later ones are questions."""
    role = ROLE_OF.get(BLANKS.sub(" ", name).strip().casefold())
    return None if role == "id" and "id" in taken.values() else role


def describe(cells: pd.DataFrame, layout: Layout, texts: dict[str, str]) -> dict[str, Question]:
    """The question of each column that is not the tool's; `texts` has those that are not the name."""
    asked = [str(name) for name in cells.columns if name not in layout.roles]
    grids = Counter(match["text"] for name in asked if (match := GRID.fullmatch(texts.get(name, name))))
    questions = {}
    for name in asked:
        text = texts.get(name, name)
        match = GRID.fullmatch(text)
        part = match["part"] if match and grids[match["text"]] > 1 else ""
        questions[name] = Question(
            text=match["text"] if match and part else text,
            part=part,
            separator=_find_separator(cells[name], layout.separator),
            missing={"-1": ""} if _marks_missing(cells[name], layout) else {},
        )
    return questions


def _find_separator(column: pd.Series[str], separator: str) -> str:
    """What parts the answers of a cell, where the cells show that there may be several.

    Microsoft Forms ends each answer of such a cell with a semicolon. Google Forms writes a comma and a
    blank between them, which answers hold too: only parts that come again elsewhere are taken for answers.
    """
    filled = [text.strip() for text in column if text.strip()]
    several: Callable[[list[str]], bool] = _end_in_semicolons if separator == ";" else _come_again
    return separator if filled and several(filled) else ""


def _end_in_semicolons(filled: list[str]) -> bool:
    return all(text.endswith(";") and len(text) > 1 for text in filled)


def _come_again(filled: list[str]) -> bool:
    parts = Counter(part for text in filled for part in text.split(", "))
    return any(", " in text for text in filled) and min(parts.values()) > 1


def _marks_missing(column: pd.Series[str], layout: Layout) -> bool:
    """Norwegian web forms write -1 where nothing was answered; the two large tools leave the cell blank."""
    known = layout.first("stamp") or ("id" in layout.roles.values() and layout.first("begun"))
    return not known and bool((column.str.strip() == "-1").any())


def find_repeated(header: Sequence[str]) -> dict[str, str]:
    """The texts of questions that were asked again under the same text, which the tool numbers from 2."""
    found: dict[str, str] = {}
    for place, name in enumerate(header):
        match = REPEATED.fullmatch(name)
        before = list(header[:place])
        if match and match["text"] in before:
            again = sum(1 for text in found.values() if text == match["text"])
            if int(match["number"]) == again + 2:
                found[name] = match["text"]
    return found
