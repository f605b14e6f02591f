"""A small survey as LimeSurvey exports it: every kind of heading and answer, its structure, its R syntax.

Question 1 is a choice with “other”, 2 a matrix, 3 a multiple choice, 4 yes or no, 5 a ranking, 6 a text.
Four people answered: two to the end, one half-way, and one who only opened the form.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats.limesurvey import read
from analysis.source_options import SourceOptions

OWN = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "ipaddr"]
NORWEGIAN = ["Besvarelse-ID", "Dato for besvarelse", "Siste side", "Standardspråk", "Seed", "Adgangskode"]
ENGLISH = [
    "Response ID",
    "Date submitted",
    "Last page",
    "Start language",
    "Seed",
    "Access code",
    "IP address",
]
OWN_TEXTS = {"nb": [*NORWEGIAN, "IP-adresse"], "en": ENGLISH}
PEOPLE = [
    ["7", "2018-05-02 10:15:00", "3", "nb", "11", "hR4x", "192.0.2.7"],
    ["8", "2018-05-01 09:00:30", "3", "en", "12", "kP9w", "192.0.2.8"],
    ["9", "", "1", "nb", "13", "zT2q", "192.0.2.9"],
    ["12", "", "", "nb", "14", "mW5e", "192.0.2.12"],
]


@dataclass(frozen=True)
class Asked:
    """One column: its code, its text and part in two languages, and the texts of its codes."""

    code: str
    nb: str
    en: str
    parts: tuple[str, str] = ("", "")
    answers: tuple[tuple[str, str, str], ...] = ()


AGREE = (("A1", "Helt uenig", "Strongly disagree"), ("A2", "Både og", "Neither"), ("A3", "Enig", "Agree"))
PLACE = (("1", "Nordgården", "North"), ("2", "Sør", "South"), ("-oth-", "Annet", "Other"))
TICK = (("Y", "Ja", "Yes"), ("", "Nei", "No"))
RANKED = (("B1", "Økonomi", "Economy"), ("B2", "Miljø", "Environment"), ("B3", "Ære", "Honour"))
Q2 = ("Hvor enig er du i dette?", "How far do you agree?")
Q3 = ("Hva bruker dere?", "What do you use?")
Q5 = ("Hva er viktigst?", "What matters most?")
COLUMNS = [
    Asked("Q1", "Hvor hører du til?", "Where do you belong?", answers=PLACE),
    Asked("Q1[other]", "Hvor hører du til?", "Where do you belong?", ("Annet", "Other")),
    Asked("Q2[SQ001]", *Q2, ("Vi møtes ofte", "We meet often"), AGREE),
    Asked("Q2[SQ002]", *Q2, ("Vi møtes åpent", "We meet openly"), AGREE),
    Asked("Q3[A]", *Q3, ("E-post", "E-mail"), TICK),
    Asked("Q3[B]", *Q3, ("Møter", "Meetings"), TICK),
    Asked("Q4", "Er du ansatt?", "Are you employed?", answers=(("Y", "Ja", "Yes"), ("N", "Nei", "No"))),
    Asked("Q5[1]", *Q5, ("Rangering 1", "Rank 1"), RANKED),
    Asked("Q5[2]", *Q5, ("Rangering 2", "Rank 2"), RANKED),
    Asked("Q5[3]", *Q5, ("Rangering 3", "Rank 3"), RANKED),
    Asked("Q6", "Noe mer?", "Anything else?"),
]
ANSWERS = [
    ["1", "", "A3", "A1", "Y", "", "Y", "B2", "B3", "B1", "Først «ett» møte;\nså ett til, gjerne"],
    ["-oth-", "Østre", "A2", "", "", "Y", "N", "B1", "", "", ""],
    ["2", "", "", "", "", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", "", "", "", ""],
]
NULL_ROWS = (2, 3)


def head(form: str, language: str = "nb", length: int = 15) -> list[str]:
    """The headings as codes, full or abbreviated texts, or codes with texts."""
    own = OWN if form == "codes" else OWN_TEXTS[language]
    if form == "codetext":
        own = [f"{code}. {text}" for code, text in zip(OWN, own, strict=True)]
    return [*own, *(_heading(column, form, language, length) for column in COLUMNS)]


def _heading(column: Asked, form: str, language: str, length: int) -> str:
    if form == "codes":
        return column.code
    text, part = getattr(column, language), column.parts[0 if language == "nb" else 1]
    if form == "abbreviated":
        text, part = (one if len(one) <= length else f"{one[:length]}.. " for one in (text, part))
    joined = f"{text} [{part}]" if part else text
    return f"{column.code}. {joined}" if form == "codetext" else joined


def rows(form: str, language: str = "nb") -> list[list[str]]:
    """The answers as codes, as texts, or as the R export has them."""
    made = []
    for number, (person, given) in enumerate(zip(PEOPLE, ANSWERS, strict=True)):
        cells = [
            _cell(column, code, form, language, number) for column, code in zip(COLUMNS, given, strict=True)
        ]
        made.append([*person, *cells])
    return made


def _cell(column: Asked, code: str, form: str, language: str, row: int) -> str:
    if form == "r":
        recoded = {"Q3": {"Y": "1", "": "" if row in NULL_ROWS else "0"}, "Q4": {"Y": "1", "N": "2"}}
        return recoded.get(column.code[:2], {}).get(code, code)
    texts = {one: (nb if language == "nb" else en) for one, nb, en in column.answers}
    if form == "texts" and column.code[:2] in ("Q3", "Q4") and (row in NULL_ROWS or code not in texts):
        return "N/A"
    return texts.get(code, code) if form == "texts" else code


def write(path: Path, table: list[list[str]], separator: str = ",", encoding: str = "utf-8-sig") -> RawFile:
    """LimeSurvey quotes every cell, and ends with a blank line."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
    path.write_bytes((out.getvalue() + "\r\n").encode(encoding))
    return RawFile("answers", path, path.name)


def write_part(path: Path, part: str, text: str) -> RawFile:
    path.write_text(text, encoding="utf-8")
    return RawFile(part, path, path.name)


def read_files(*files: RawFile, **options: Any) -> Export:
    return read({file.part: file for file in files}, SourceOptions(**options))


def write_syntax() -> str:
    """The R syntax of the survey, as LimeSurvey words it."""
    lines = ['data <- read.csv("survey_1_R_data_file.csv", quote = "\'\\"", na.strings=c("", "\\"\\""))', ""]
    for place, name in enumerate(OWN, 1):
        lines += ["# LimeSurvey Field type: F", f"data[, {place}] <- as.character(data[, {place}])"]
        lines.append(f'names(data)[{place}] <- "{name}"')
    for place, column in enumerate(COLUMNS, len(OWN) + 1):
        label = f"[{column.parts[0]}] {column.nb}" if column.parts[0] else column.nb
        lines.append(f'attributes(data)$variable.labels[{place}] <- "{label}"')
        offered = {code: nb for code, nb, _ in column.answers}
        if column.code.startswith("Q3"):
            offered = {"1": "Ja", "0": "Ikke valgt"}
        elif column.code == "Q4":
            offered = {"1": "Ja", "2": "Nei"}
        if offered:
            levels = ",".join(code if code.isdecimal() else f'"{code}"' for code in offered)
            texts = ", ".join(f'"{text}"' for text in offered.values())
            lines.append(f"data[, {place}] <- factor(data[, {place}], levels=c({levels}),labels=c({texts}))")
        name = column.code.replace("][", "_").replace("[", "_").replace("]", "")
        lines.append(f'names(data)[{place}] <- "{name}"')
    return "\n".join(lines) + "\n"
