"""A small scorecard with values and questions, and workbooks of its score sheets."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from analysis.scorecards import load_scorecard
from analysis.templates.samson import FilledSheet, fill_workbook
from tests.codings.study import add_source, write_codings_study

CARD = """\
id: samson
version: "2"
earlier_versions: ["1"]
title: {nb: Skårekort, en: Scorecard}
lowest: 0
highest: 10
values:
  - {id: openness, label: {nb: Åpenhet, en: Openness}}
  - {id: democracy, label: {nb: Demokrati, en: Democracy}}
source: {citation: Made up for tests}
fields:
  - id: anchoring
    label: {nb: Forankring, en: Anchoring}
    questions:
      - {id: managers, label: {nb: Ledere støtter, en: Managers support}, values: [openness]}
      - {id: politicians, label: {nb: Politikere vet, en: Politicians know}, values: [openness, democracy]}
  - id: shared_goals
    label: {nb: Felles mål, en: Shared goals}
    questions:
      - {id: agreed, label: {nb: Vi er enige, en: We agree}}
      - {id: clear, label: {nb: Målene er klare, en: Goals are clear}, values: [democracy]}
"""
FIRST = FilledSheet(
    "Nord 1",
    "Nordgården",
    1,
    date(2018, 4, 10),
    {"openness": 9, "democracy": 4},
    {"managers": 7, "politicians": "7,5", "agreed": 0},
    {"politicians": ["Inviter dem", "Skriv et brev"], "agreed": ["Snakk sammen"]},
)
SECOND = FilledSheet("Nord 2", "north-farm", 2, date(2018, 10, 9), {}, {"managers": 10, "clear": 3})


def write_sheets_study(folder: Path, card: str = CARD) -> Path:
    """The study of talk with this scorecard in place of its own."""
    write_codings_study(folder)
    (folder / "config" / "scorecards" / "samson.yaml").write_text(card, "utf-8", newline="\n")
    return folder


def fill(folder: Path, *sheets: FilledSheet, language: str = "nb", **words: Any) -> bytes:
    """The workbook of these sheets."""
    card = load_scorecard(folder / "config" / "scorecards" / "samson.yaml", folder)
    return fill_workbook(card, sheets or (FIRST, SECOND), language, **words)


def enter(folder: Path, content: bytes, source: str = "sheets", **words: Any) -> Path:
    """Enter a workbook of score sheets as a source."""
    about = {"kind": "scorecards", "format": "samson", "part": "workbook", "instrument": "samson"}
    return add_source(folder, source, content, **{**about, "name": f"{source}.xlsx", **words})


def change(
    content: bytes, sheet: str, cells: Mapping[str, Any], also: Callable[[Any], None] | None = None
) -> bytes:
    """The workbook with other cells in one sheet, as a person would have typed them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        book[sheet][name] = value
    if also:
        also(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
