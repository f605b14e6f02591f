"""Workbooks for the tests, made part by part so that each can be wrong in one way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "manifest")
)


def cell(place: str, value: object) -> str:
    """A cell of an xlsx sheet: a number, or text."""
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def xlsx_rows(rows: list[list[object]]) -> str:
    """Rows of an xlsx sheet from its first cell on."""
    written = [
        "".join(cell(f"{chr(ord('A') + column)}{number}", value) for column, value in enumerate(row))
        for number, row in enumerate(rows, 1)
    ]
    return "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(written, 1))


def relationships(links: str) -> str:
    """A part that says where other parts are."""
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def xlsx_parts(rows: str, after: str = "", sheets: int = 1) -> dict[str, str]:
    """The parts of an xlsx file whose sheets all have these rows, and `after` behind them."""
    numbers = range(1, sheets + 1)
    names = "".join(f'<sheet name="Ark{one}" sheetId="{one}" r:id="rId{one}"/>' for one in numbers)
    links = "".join(
        f'<Relationship Id="rId{one}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{one}.xml"/>'
        for one in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{one}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for one in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": relationships(
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(links),
    }
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return parts | {f"xl/worksheets/sheet{one}.xml": sheet for one in numbers}


def ods_parts(tables: str, styles: str = "") -> dict[str, str]:
    """The parts of an ods file with these tables."""
    return {
        "mimetype": ODS_TYPE,
        "content.xml": f"<office:document-content {ODS_NAMES}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": f"<manifest:manifest {ODS_NAMES}/>",
    }


def ods_text(text: str, attributes: str = "") -> str:
    """A cell of an ods table that holds text."""
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def ods_number(value: object, attributes: str = "") -> str:
    """A cell of an ods table that holds a number."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_table(rows: list[str], name: str = "Ark1", attributes: str = "") -> str:
    """A table of rows, each given as its cells, or whole."""
    whole = "<table:table-row"
    body = "".join(row if row.startswith(whole) else f"{whole}>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" {attributes}>{body}</table:table>'


def pack(folder: Path, parts: Mapping[str, str | bytes], name: str = "a.xlsx") -> Path:
    """A zip archive of these parts."""
    path = folder / name
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in parts.items():
            archive.writestr(member, text)
    path.write_bytes(made.getvalue())
    return path
