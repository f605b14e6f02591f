"""The headings of a LimeSurvey export: as question codes, as codes with texts, or as texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.ingest.formats.limesurvey.words import (
    TOOL_COLUMNS,
    find_tool_column,
    name_reason,
    strip_markup,
)

CODE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*(?:\[[^\[\]]*\]){0,2}")
WITH_TEXT = re.compile(rf"(?P<code>{CODE.pattern})(?P<mark>\. |: | - )(?P<text>.*)", re.DOTALL)
BRACKETS = re.compile(r"\[([^\[\]]*)\]")
Form = Literal["codes", "codes and texts", "texts"]


@dataclass(frozen=True)
class Heading:
    """One question's column: its name in the table of cells, and the codes and texts that its heading tells.

    `name` is the column's code as LimeSurvey writes it, with its parts in square brackets. `parts` are
    the texts in square brackets at the end of the heading: of the row, the option, the scale. `heading`
    is the whole heading where it is a text alone.
    """

    header: str
    name: str = ""
    text: str = ""
    parts: tuple[str, ...] = ()
    heading: str = ""

    @property
    def code(self) -> str:
        """The question's own code."""
        return self.name.split("[")[0]

    @property
    def part_code(self) -> str:
        """The codes of row, option and scale together."""
        return "_".join(BRACKETS.findall(self.name))


@dataclass(frozen=True)
class Headings:
    """A file's header understood: its form, LimeSurvey's own columns by name, and the questions' columns.

    `reasons` are the columns that hold no answer, with a word of the receipts; `questions` the others.
    """

    form: Form
    own: dict[str, str]
    reasons: dict[str, str]
    questions: tuple[Heading, ...]


def read_headings(columns: Mapping[str, str]) -> Headings:
    """What the headings of a file say, given by the columns' names, each of which stands once."""
    own: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for name, heading in columns.items():
        tool = find_tool_column(heading)
        # LimeSurvey's own columns stand first: a later one of that name is a question about the same.
        if tool and tool not in own:
            own[tool] = name
            reasons[name] = TOOL_COLUMNS[tool][0]
        elif not tool and (reason := name_reason(heading, columns.values())):
            reasons[name] = reason
    asked = {name: heading for name, heading in columns.items() if name not in reasons}
    form = find_form(list(asked.values()))
    return Headings(form, own, reasons, tuple(_read(name, heading, form) for name, heading in asked.items()))


def find_form(headers: list[str]) -> Form:
    """The form of the headings of questions: one for the whole file, as LimeSurvey writes it."""
    if all(CODE.fullmatch(strip_markup(header)) for header in headers):
        return "codes"
    marks = [WITH_TEXT.fullmatch(header.strip()) for header in headers]
    if all(marks) and len({mark["mark"] for mark in marks if mark}) == 1:
        return "codes and texts"
    return "texts"


def _read(name: str, heading: str, form: Form) -> Heading:
    if form == "codes":
        return Heading(name, strip_markup(heading))
    if form == "codes and texts" and (match := WITH_TEXT.fullmatch(heading.strip())):
        text, parts = split_parts(match["text"])
        return Heading(name, match["code"], text, parts if "[" in match["code"] else ())
    return Heading(name, "", *split_parts(heading), heading=heading)


def split_parts(heading: str) -> tuple[str, tuple[str, ...]]:
    """The text of a heading, and the texts in square brackets that it ends with."""
    text = strip_markup(heading)
    parts: list[str] = []
    while text.endswith("]") and (start := _find_opening(text)) > 0:
        parts.insert(0, text[start + 1 : -1].strip())
        text = text[:start]
        if text.endswith(" "):
            break
    return text.strip(), tuple(parts)


def _find_opening(text: str) -> int:
    """Where the bracket opens that the last character closes; -1 where none does."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return -1
