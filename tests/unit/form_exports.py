"""Small exports of form tools, and what they are read to."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats.forms import read
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

MICROSOFT = ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn"]
MEETINGS, USES = "Hvor ofte møtes dere?", "Hva bruker dere? Kryss av, gjerne for flere."
RANK = "Sett i rekkefølge"


def write(path: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8-sig") -> RawFile:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return RawFile("answers", path, path.name)


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> RawFile:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return RawFile("answers", path, path.name)


def read_one(file: RawFile, **options: Any) -> Export:
    return read({"answers": file}, SourceOptions(**options))


def refusal(file: RawFile, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_one(file, **options)
    return [(problem.place, problem.what) for problem in caught.value.problems]


def receipts(export: Export, what: str) -> list[dict[str, str | int]]:
    return [line for line in export.receipts if line["what"] == what and line.get("count", 1)]


def microsoft_rows(*answers: list[str], when: str = "5/{}/18 10:1{}:00") -> list[list[str]]:
    rows = [[*MICROSOFT, MEETINGS, USES, RANK]]
    for number, given in enumerate(answers, 1):
        times = [when.format(number + 12, minute) for minute in (0, 5)]
        rows.append([str(number), *times, f"kari{number}@example.no", "Kari Nordmann", *given])
    return rows


FIRST = ["Ukentlig", "E-post;Møter;", "Ro;Mat;Lønn;"]
SECOND = ["Sjeldnere; eller aldri", "Telefon;", "Lønn;Ro;Mat;"]
THIRD = ["", "", "Mat;Lønn;Ro;"]
