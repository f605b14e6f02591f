"""A first look into a file, before anybody has said what it is."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("text", "workbook", "spss", "stata", "json", "xml", "syntax")


@dataclass(frozen=True)
class Look:
    """What can be seen of a file without knowing its format.

    `kind` is a word of `KINDS`: `text` for anything with separated cells, `workbook` for xlsx and ods.
    `sheets` holds the first rows (all cells as text, the header among them) of each sheet of a
    workbook by its name; of a text file there is one sheet, named "". `text` is the beginning of
    a file of any kind that is text (JSON, XML, R syntax and separated cells alike).
    """

    shown: str
    kind: str
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    text: str = ""

    @property
    def header(self) -> list[str]:
        """The first row of the first sheet."""
        return self.row(0)

    def row(self, number: int) -> list[str]:
        """A row of the first sheet, counted from 0; empty where there is none."""
        rows = next(iter(self.sheets.values()), [])
        return rows[number] if number < len(rows) else []


@dataclass(frozen=True)
class Sighting:
    """That a file looks like one part of a format, and why: a sentence naming what was seen.

    `sure` is False where other tools write files of this look too; a sure sighting goes before it.
    """

    part: str
    why: str
    sure: bool = True
