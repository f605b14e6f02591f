"""Writers of the small files: separated text and workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

SPACES = ("office", "table", "text")
XML = '<?xml version="1.0" encoding="UTF-8"?>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def write_text(path: Path, rows: list[list[str]], separator: str, encoding: str, **words: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, **{"lineterminator": "\n", **words}).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Numbers stand as numbers, everything else as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_typed(cell) for cell in row])
    book.save(path)
    return path


def write_ods(path: Path, rows: list[list[str]]) -> Path:
    """The least that an OpenDocument spreadsheet holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    table = f'<table:table table:name="Ark1">{lines}</table:table>'
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in SPACES)
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    entries = entry.format("/", ODS) + entry.format("content.xml", "text/xml")
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", XML + content)
        archive.writestr(
            "META-INF/manifest.xml", f"{XML}<manifest:manifest {space}>{entries}</manifest:manifest>"
        )
    return path


def _ods_cell(cell: str) -> str:
    if not cell:
        return "<table:table-cell/>"
    kind = (
        f'office:value-type="float" office:value="{cell}"'
        if cell.isdecimal()
        else 'office:value-type="string"'
    )
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def _typed(cell: Any) -> Any:
    if isinstance(cell, str):
        return (int(cell) if cell.lstrip("-").isdecimal() else cell) if cell else None
    return cell
