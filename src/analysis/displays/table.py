"""A table of finished texts: as accessible HTML, as Markdown for pandoc, and as CSV."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.tables import disarm

Alignment = Literal["left", "right", "center"]
RULES = {"left": (":", "-"), "right": ("-", ":"), "center": (":", ":")}
# Pandoc shares out the width of a page by the dashes under the headings; wider texts than this wrap.
WIDEST_COLUMN = 44
WIDEST_SECTION = 34
NARROWEST_COLUMN = 4


@dataclass(frozen=True)
class Column:
    """A column: its heading and how its cells are set."""

    heading: str
    align: Alignment = "right"


@dataclass(frozen=True)
class Section:
    """Rows that stand together, under a heading of their own or under none."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table as a report shows it: every cell is formatted text, the first one names its row.

    `note` explains marks and choices; `caption` says what the table shows. `absence` is what a report
    says in place of a table without rows; None stands for the report's own sentence.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    note: str = ""
    absence: str | None = None

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return tuple(column.heading for column in self.columns)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """All rows, without the headings of the sections."""
        return tuple(row for section in self.sections for row in section.rows)

    def to_html(self) -> str:
        """The table with caption, headings with scope, and its note."""
        head = "".join(
            f'<th scope="col" class="{column.align}">{html.escape(column.heading)}</th>'
            for column in self.columns
        )
        bodies = "\n".join(self._html_section(section) for section in self.sections)
        note = f'\n<p class="table-note">{html.escape(self.note)}</p>' if self.note else ""
        return (
            f'<table class="{self.name.replace("_", "-")}">\n<caption>{html.escape(self.caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n{bodies}\n</table>{note}\n"
        )

    def _html_section(self, section: Section) -> str:
        lines = ["<tbody>"]
        if section.heading:
            span = len(self.columns)
            lines.append(
                f'<tr><th scope="rowgroup" colspan="{span}" class="section">'
                f"{html.escape(section.heading)}</th></tr>"
            )
        lines += [self._html_row(row) for row in section.rows]
        return "\n".join([*lines, "</tbody>"])

    def _html_row(self, row: Sequence[str]) -> str:
        cells = [
            f'<td class="{column.align}">{html.escape(cell)}</td>'
            for column, cell in zip(self.columns[1:], row[1:], strict=True)
        ]
        first = f'<th scope="row" class="{self.columns[0].align}">{html.escape(row[0])}</th>'
        return f"<tr>{first}{''.join(cells)}</tr>"

    def to_markdown(self) -> str:
        """A pipe table with its caption, followed by its note as a paragraph."""
        lines = [_markdown_row([_escape(heading) for heading in self.heading]), self._markdown_rule()]
        for section in self.sections:
            if section.heading:
                empty = [""] * (len(self.columns) - 1)
                lines.append(_markdown_row([f"**{_escape(section.heading)}**", *empty]))
            lines += [_markdown_row([_escape(cell) for cell in row]) for row in section.rows]
        lines += ["", f"Table: {_escape(self.caption)}", ""]
        return "\n".join([*lines, _escape(self.note), ""] if self.note else lines)

    def _markdown_rule(self) -> str:
        rules = []
        for place, column in enumerate(self.columns):
            width = max(len(text) for text in (column.heading, *(row[place] for row in self.rows)))
            if place == 0:
                sections = max((len(section.heading) for section in self.sections), default=0)
                width = max(width, min(WIDEST_SECTION, sections))
            width = min(width, WIDEST_COLUMN)
            left, right = RULES[column.align]
            rules.append(left + "-" * max(width, NARROWEST_COLUMN) + right)
        return f"|{'|'.join(rules)}|"

    def to_csv(self) -> str:
        """The same texts as CSV, the section in a column of its own; a cell never starts a formula."""
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\n")
        sectioned = any(section.heading for section in self.sections)
        writer.writerow(["", *self.heading] if sectioned else self.heading)
        for section in self.sections:
            for row in section.rows:
                cells = [section.heading, *row] if sectioned else list(row)
                writer.writerow([disarm(cell) for cell in cells])
        return made.getvalue()


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """The text with the signs that Markdown would read as markup made plain."""
    for sign in "\\`*_{}<>|$^~#@":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
