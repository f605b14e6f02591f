"""Bad and hostile files as a person meets them: `check` names the file and the place, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cli import main
from tests.exports.answers import IDS, code_rows, names
from tests.exports.variants import write_variant
from tests.tiny_study import refresh_hashes
from tests.unit.made_workbooks import OFFICE, pack, relationships, xlsx_parts, xlsx_rows

HEADER = ["id", *names()]
ROWS = [HEADER, *([one, *given] for one, given in zip(IDS, code_rows(), strict=True))]


def plain(rows: list[list[str]]) -> str:
    """Rows without the free text, which would need quotes."""
    return "".join(";".join([*row[:-1], ""]) + "\n" for row in rows)


def headed(rows: list[list[str]]) -> str:
    return ";".join(HEADER) + "\n" + plain(rows)


def changed(row: int, item: str, text: str) -> str:
    """The table with another text in one cell; rows are numbered as a spreadsheet shows them."""
    rows = [list(one) for one in ROWS]
    rows[row - 1][HEADER.index(item)] = text
    return headed(rows[1:])


GOOD = headed(ROWS[1:])
SHEET = [HEADER, *([*one[:-1], ""] for one in ROWS[1:])]


def text(content: str | bytes) -> Callable[[Path], None]:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return lambda path: path.write_bytes(data) and None


def workbook(**change: str) -> Callable[[Path], None]:
    """A good workbook but for one part."""

    def write(path: Path) -> None:
        parts: dict[str, str | bytes] = dict(xlsx_parts(xlsx_rows(SHEET), change.get("after", "")))
        for name, content in change.items():
            if name != "after":
                parts[name.replace("__", "/")] = content
        pack(path.parent, parts, path.name)

    return write


def replaced(before: str, after: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        parts = xlsx_parts(xlsx_rows(SHEET))
        name = "xl/worksheets/sheet1.xml"
        assert before in parts[name]
        pack(path.parent, {**parts, name: parts[name].replace(before, after, 1)}, path.name)

    return write


def bomb(path: Path) -> None:
    pack(path.parent, {**xlsx_parts(xlsx_rows(SHEET)), "xl/media/image1.bin": b"\0" * 400_000_000}, path.name)


EXTERNAL = relationships(
    f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="file:///etc/passwd" '
    'TargetMode="External"/>'
)
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
CASES: dict[str, tuple[str, Callable[[Path], None], tuple[str, ...]]] = {
    "truncated": ("table", text(GOOD[: GOOD.index("27685361") + 3]), ("row 6", "cut off")),
    "empty": ("table", text(""), ("the file is empty",)),
    "headers only": ("table", text(headed([])), ("the file has a header and no rows",)),
    "mislabelled": ("spss", text(GOOD), ("SPSS",)),
    "password": ("table", text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), ("password",)),
    "encoded twice": ("table", text(changed(2, "id", "sÃ¸lvi")), ("row 2", "twice")),
    "mixed line ends": ("table", text(GOOD.replace("\n", "\r", 2).replace("\n", "\r\n", 1)), ("line",)),
    "ragged rows": ("table", text(GOOD.replace("27685319;1;", "27685319;1;1;")), ("row 4", "cells")),
    "10,000 columns": (
        "table",
        text(";".join(map(str, range(10_000))) + "\n1\n"),
        ("columns", "5,000"),
    ),
    "a million rows": ("table", text("id;q02\n" + "1;2\n" * 1_000_000), ("rows", "200,000")),
    "duplicate headers": ("table", text(GOOD.replace("q08", "q07", 1)), ("q07", "already stands")),
    "NUL bytes": ("table", text(GOOD.replace("27685319", "2768\x00319")), ("line 4", "NUL")),
    "a date for an answer": ("table", text(changed(3, "q03", "2020-05-01")), ("row 3, column q03", "date")),
    "a serial for an answer": ("table", text(changed(3, "q03", "43831")), ("row 3, column q03",)),
    "a number with unit": ("table", text(changed(4, "q08", "30 %")), ("row 4, column q08", "unit")),
    "#NULL!": ("table", text(changed(4, "q08", "#NULL!")), ("row 4, column q08", "#NULL!")),
    "merged cells": (
        "table",
        workbook(after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'),
        ("B2:B3", "merged"),
    ),
    "a zip bomb": ("table", bomb, ("unpack",)),
    "external references": (
        "table",
        workbook(**{"xl__externalLinks___rels__externalLink1.xml.rels": EXTERNAL}),
        ("another file",),
    ),
    "an entity bomb": ("table", workbook(**{"xl__sharedStrings.xml": ENTITIES}), ("sharedStrings.xml",)),
    "a path that leaves the archive": ("table", workbook(**{"..__..__evil.xml": "<x/>"}), ("evil.xml",)),
    "a formula": (
        "table",
        replaced(
            '<c r="C2" t="inlineStr"><is><t xml:space="preserve">1</t></is></c>', '<c r="C2"><f>1+0</f></c>'
        ),
        ("C2", "formula"),
    ),
    "a cell far away": (
        "table",
        replaced("</row>", '</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ("1048576",),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    format, write, said = CASES[case]
    study = write_variant(tmp_path, "table, semicolons", format)
    path = next((study / "data" / "raw" / "variant").iterdir())
    write(path)
    refresh_hashes(study)
    before = sorted(one.relative_to(study) for one in study.rglob("*"))
    monkeypatch.chdir(study)
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert "data/raw/variant/t.csv" in told and "Traceback" not in told
    assert [one for one in said if one not in told] == [], told[:1000]
    assert sorted(one.relative_to(study) for one in study.rglob("*")) == before


def test_the_table_they_are_made_from_is_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = write_variant(tmp_path, "table, semicolons")
    path = next((study / "data" / "raw" / "variant").iterdir())
    monkeypatch.chdir(study)
    for write in (text(GOOD), workbook()):
        write(path)
        refresh_hashes(study)
        assert main(["check"]) == 0
