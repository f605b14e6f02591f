"""What every column of every published table means, as a table of its own."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analysis.contracts import Column
from analysis.displays import TABLES
from analysis.results import PUBLIC_TABLES
from analysis.tables import write_text
from analysis.wording import LANGUAGES

HEADINGS = ("file", "row", "column", "kind", "may_be_missing", "part_of_key", "meaning")
KINDS = {"text": "text", "number": "number", "count": "whole number"}
SHOWN_ROW = "one row as the report shows it"
SHOWN_MEANING = (
    "numbers rounded and put into words in the language of the folder, nb or en, under the report's own "
    "headings; the same numbers at full precision are in the folder estimates"
)


def write_dictionary(path: Path) -> None:
    """Write the dictionary as CSV: one row per published table and column, from the tables' contracts.

    `file` is the table's path in results/public and `row` says what one of its rows is. The tables that
    the report shows have one row for all their columns.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for place, contract in PUBLIC_TABLES.values():
        file = place.removeprefix("public/")
        for column in contract.columns:
            writer.writerow([file, contract.row, *_describe(column, contract.key)])
    for name in TABLES:
        for language in LANGUAGES:
            file = f"tables/{language}/{name}.csv"
            writer.writerow([file, SHOWN_ROW, "*", "text", "yes", "no", SHOWN_MEANING])
    write_text(text.getvalue(), path)


def _describe(column: Column, key: tuple[str, ...]) -> list[str]:
    answers = {True: "yes", False: "no"}
    return [
        column.name,
        KINDS[column.kind],
        answers[column.optional],
        answers[column.name in key],
        column.meaning,
    ]
