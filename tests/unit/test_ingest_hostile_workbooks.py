"""Workbooks made to do harm, and other archives: each is refused with its place, and not unpacked."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from analysis.ingest.files import archives
from analysis.ingest.files.workbooks import read_workbook
from analysis.problems import ProblemsFound
from tests.unit.made_workbooks import (
    MAIN,
    OFFICE,
    cell,
    ods_number,
    ods_parts,
    ods_table,
    ods_text,
    pack,
    relationships,
    xlsx_parts,
    xlsx_rows,
)

GOOD = xlsx_parts(xlsx_rows([["id", "q01"], [1, 2]]))
SHEET = "xl/worksheets/sheet1.xml"
ASK = "    do:      do not use this file; ask where it comes from"
AGAIN = "    do:      export the file again; if it stays so, the file is damaged"


def refusal(path: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_workbook(path, f"raw/{path.name}")
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/passwd", "C:\\evil.xml", "xl\\..\\..\\evil.xml"])
def test_a_path_that_leaves_the_archive(tmp_path: Path, name: str) -> None:
    lines = refusal(pack(tmp_path, {**GOOD, name: "<a/>"}))
    assert lines == [
        f"raw/a.xlsx, member {name!r}: a path in the archive leaves it",
        f"    seen:    {name}",
        ASK,
    ]


def test_a_link_in_the_archive(tmp_path: Path) -> None:
    path = pack(tmp_path, GOOD)
    link = zipfile.ZipInfo("xl/media/link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(path) == [
        "raw/a.xlsx, member 'xl/media/link': a member of the archive is a link to elsewhere",
        ASK,
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(tmp_path: Path) -> None:
    path = pack(tmp_path, GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    assert refusal(path)[0] == (
        f"raw/a.xlsx, member '{SHEET}': the archive has two members of one name: it could be read in two ways"
    )


def test_more_members_than_any_workbook(tmp_path: Path) -> None:
    many = {f"xl/media/{number}.png": "" for number in range(archives.WORKBOOK.members)}
    lines = refusal(pack(tmp_path, {**GOOD, **many}))
    assert lines[0] == "raw/a.xlsx: the archive has more members than any workbook"
    assert lines[2] == "    allowed: at most 2,000"


def test_a_bomb_is_known_by_what_it_declares(tmp_path: Path) -> None:
    lines = refusal(pack(tmp_path, {**GOOD, "xl/media/a.bin": bytes(50_000_000)}))
    assert lines[:2] == [
        "raw/a.xlsx, member 'xl/media/a.bin': "
        "a member unpacks to far more than it takes: this is no workbook of answers",
        "    seen:    49 kB unpack to 50 MB",
    ]
    parts = {f"xl/media/{number}.bin": bytes(9_999_999) for number in range(31)}
    lines = refusal(pack(tmp_path, {**GOOD, **parts}))
    assert lines[:3] == [
        "raw/a.xlsx: the archive unpacks to more than any workbook",
        "    seen:    310 MB",
        "    allowed: at most 300 MB",
    ]


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_further_than_it_says(tmp_path: Path) -> None:
    path = pack(tmp_path, {**GOOD, "xl/media/a.bin": bytes(40_000_000)})
    size = (40_000_000).to_bytes(4, "little")
    data = path.read_bytes()
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (1_000).to_bytes(4, "little")))
    assert refusal(path)[:2] == [
        "raw/a.xlsx: the file is damaged: its parts cannot be unpacked",
        "    seen:    BadZipFile",
    ]


def test_a_part_with_a_password(tmp_path: Path) -> None:
    path = pack(tmp_path, GOOD)
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= archives.ENCRYPTED
    path.write_bytes(data)
    assert refusal(path) == [
        "raw/a.xlsx, member '[Content_Types].xml': the file is protected with a password",
        "    do:      save it without a password",
    ]
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    parts = ods_parts(ods_table([ods_text("id")]))
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace("/>", f">{locked}")
    assert refusal(pack(tmp_path, parts, "a.ods"))[0] == "raw/a.ods: the file is protected with a password"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (OLE, "this is an old Office file (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "the file is protected with a password"),
        (b"id;q01\n1;2\n", "this is not a workbook, whatever its name says"),
        (b"", "the file is empty"),
        (b"PK\x03\x04 and no more", "the file is damaged: its parts cannot be unpacked"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert refusal(path)[0] == f"raw/a.xlsx: {what}"


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"answers.csv": "id;q01"}, "this is a zip archive and no workbook"),
        ({"word/document.xml": "<a/>"}, "this is a Word document"),
        ({"xl/workbook.bin": ""}, "this is a binary workbook (.xlsb)"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "another kind"),
    ],
)
def test_another_archive_than_a_workbook(tmp_path: Path, parts: dict[str, str], what: str) -> None:
    assert what in refusal(pack(tmp_path, parts))[0]


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prefix", [BOMB, OUTSIDE, "<!DOCTYPE a>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_any_part(tmp_path: Path, prefix: str, encoding: str) -> None:
    hostile = (prefix + "<a>&b;</a>").encode(encoding)
    for parts, name in ((GOOD, "docProps/app.xml"), (ods_parts(ods_table([ods_text("id")])), "styles.xml")):
        assert refusal(pack(tmp_path, {**parts, name: hostile})) == [
            f"raw/a.xlsx, member '{name}': the XML declares a document type, "
            "which can make it swell or read other files",
            ASK,
        ]


def test_xml_that_is_nested_without_end(tmp_path: Path) -> None:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    assert refusal(pack(tmp_path, {**GOOD, "customXml/item1.xml": deep}))[:2] == [
        "raw/a.xlsx, member 'customXml/item1.xml': the XML is nested deeper than any workbook",
        "    allowed: at most 100",
    ]


def test_references_to_other_files_and_addresses(tmp_path: Path) -> None:
    link = f'<Relationship Id="r9" Type="{OFFICE}/{{}}" TargetMode="External" Target="http://example.org/a"/>'
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    lines = refusal(pack(tmp_path, {**GOOD, rels: relationships(link.format("externalLinkPath"))}))
    assert lines == [
        f"raw/a.xlsx, member '{rels}': the workbook takes something from another file or address",
        "    seen:    externalLinkPath",
        ASK,
    ]
    lines = refusal(pack(tmp_path, {**GOOD, "xl/externalLinks/externalLink1.xml": "<a/>"}))
    assert "the workbook takes something from another file or address" in lines[0]
    harmless = {**GOOD, rels: relationships(link.format("hyperlink"))}
    assert read_workbook(pack(tmp_path, harmless), "a.xlsx")["Ark1"].cells == [["id", "q01"], ["1", "2"]]
    table = ods_table([ods_text("id")]).replace("</table:table>", "<table:table-source/></table:table>")
    assert refusal(pack(tmp_path, ods_parts(table), "a.ods"))[1] == "    seen:    table-source"


FAR = "a filled cell lies farther away than any table of answers reaches"


@pytest.mark.parametrize("place", ["XFD1048576", "A200002", "GJI1"])
def test_a_cell_far_away(tmp_path: Path, place: str) -> None:
    row = "".join(filter(str.isdecimal, place))
    filled = f'{cell("A1", "id")}</row><row r="{row}">' if row != "1" else cell("A1", "id")
    parts = xlsx_parts(f'<row r="1">{filled}{cell(place, 1)}</row>')
    assert refusal(pack(tmp_path, parts))[:2] == [
        f"raw/a.xlsx, sheet “Ark1”, cell {place}: {FAR}",
        "    allowed: at most 200,000 rows and 5,000 columns",
    ]


def test_a_sheet_that_says_it_is_huge_and_is_not(tmp_path: Path) -> None:
    huge = {**GOOD, SHEET: GOOD[SHEET].replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')}
    assert read_workbook(pack(tmp_path, huge), "a.xlsx")["Ark1"].cells == [["id", "q01"], ["1", "2"]]


REPEATED = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([ods_number(1, 'table:number-columns-repeated="999999999999"')], "cell CFDGSXL2"),
        ([REPEATED.format(1048576, ods_number(1))], "cell A1048577"),
        ([REPEATED.format(2147483647, ""), ods_number(1)], "cell A1000000002"),
    ],
)
def test_repeats_that_would_fill_the_memory(tmp_path: Path, rows: list[str], place: str) -> None:
    path = pack(tmp_path, ods_parts(ods_table([ods_text("id"), *rows])), "a.ods")
    assert refusal(path)[0] == f"raw/a.ods, sheet “Ark1”, {place}: {FAR}"


def test_spaces_and_texts_that_would_fill_the_memory(tmp_path: Path) -> None:
    spaces = "<table:table-cell><text:p>" + '<text:s text:c="99999"/>' * 9 + "</text:p></table:table-cell>"
    lines = refusal(pack(tmp_path, ods_parts(ods_table([ods_text("id"), spaces])), "a.ods"))
    assert lines[0] == "raw/a.ods, sheet “Ark1”, cell A2: a cell is longer than any answer"
    rows = [ods_text("id"), REPEATED.format(199_000, ods_text("x" * 90_000))]
    lines = refusal(pack(tmp_path, ods_parts(ods_table(rows)), "a.ods"))
    assert lines[0] == "raw/a.ods, sheet “Ark1”, row 1113: the sheet holds more than can be read"


def test_damage_within_is_known_by_the_checksum(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in GOOD.items():
            archive.writestr(name, text)
    path.write_bytes(path.read_bytes().replace(b"<v>2</v>", b"<v>3</v>"))
    assert refusal(path) == [
        "raw/a.xlsx: the file is damaged: its parts cannot be unpacked",
        "    seen:    BadZipFile",
        AGAIN,
    ]


def test_cells_that_only_another_program_can_read_are_not_taken_for_none(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts = {**GOOD, SHEET: GOOD[SHEET].replace(MAIN, strict)}
    assert refusal(pack(tmp_path, parts))[0] == (
        "raw/a.xlsx, sheet “Ark1”: the sheet has cells that cannot be read; "
        "it may be saved as Strict Open XML"
    )
