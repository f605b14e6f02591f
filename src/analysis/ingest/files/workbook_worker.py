"""What the process that reads a workbook does: look through the archive, then read each sheet as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

from analysis.ingest.files.apart import Refused
from analysis.ingest.files.archives import open_archive, read_member

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
OTHERS = {
    "xl/workbook.bin": ("a binary workbook (.xlsb)", "save it as .xlsx"),
    "word/document.xml": ("a Word document", "export the answers as CSV or .xlsx"),
    "ppt/presentation.xml": ("a presentation", "export the answers as CSV or .xlsx"),
}


def read(path: Path, percents: bool = False) -> dict[str, Any]:
    """The kind of the workbook and its sheets with content (see `workbooks`); raises `Refused`."""
    with open_archive(path) as archive:
        kind = _tell_kind(archive)
        if kind == "ods":
            from analysis.ingest.files.ods import read_sheets
        else:
            from analysis.ingest.files.xlsx import read_sheets
        return {"kind": kind, "sheets": read_sheets(archive, path, percents)}


def _tell_kind(archive: ZipFile) -> str:
    names = archive.namelist()
    for name, (what, remedy) in OTHERS.items():
        if name in names:
            raise Refused("", f"this is {what}", "", "a workbook (.xlsx, .ods) or CSV", remedy)
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        if b"".join(read_member(archive, "mimetype"))[: len(ODS)] == ODS:
            return "ods"
        what, remedy = "this is a document of another kind than a spreadsheet", "export the answers as CSV"
        raise Refused("", what, "", "a workbook (.xlsx, .ods) or CSV", remedy)
    remedy = "if it is an archive with the export inside, unpack it and enter the file inside"
    raise Refused("", "this is a zip archive and no workbook", ", ".join(names[:3])[:80], "", remedy)
