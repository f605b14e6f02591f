"""Encodings: told apart on evidence or refused, and text that was decoded wrongly before it came here."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.lost_letters import TWICE
from analysis.ingest.files.sheets import Sheet
from analysis.problems import ProblemsFound

ANY = Dialect("the tool", ("utf-8", "cp1252", "utf-16"), (";",))
MAC = Dialect("SurveyMonkey", ("utf-8", "cp1252", "mac_roman"), (";",))
REMEDY = (
    "    do:      export the file again as UTF-8, and do not save it from another program; "
    "if the tool itself shows the text so, correct it there"
)


def read(folder: Path, data: bytes, dialect: Dialect = ANY) -> Sheet:
    path = folder / "a.csv"
    path.write_bytes(data)
    return read_sheet(path, "raw/a.csv", dialect)


def refusal(folder: Path, data: bytes, dialect: Dialect = ANY) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read(folder, data, dialect)
    return str(caught.value).splitlines()


TEXT = "id;spørsmål\n1;på Åre, “ærlig” – é\n"


@pytest.mark.parametrize(
    ("data", "dialect", "form"),
    [
        (TEXT.encode(), ANY, "UTF-8, semicolons"),
        (codecs.BOM_UTF8 + TEXT.encode(), ANY, "UTF-8, semicolons"),
        (TEXT.encode("cp1252"), ANY, "Windows-1252, semicolons"),
        (TEXT.encode("utf-16"), ANY, "UTF-16, semicolons"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ANY, "UTF-16, semicolons"),
        (TEXT.encode("cp1252"), MAC, "Windows-1252, semicolons"),
        (TEXT.encode("mac_roman"), MAC, "Mac Roman, semicolons"),
        (TEXT.encode(), MAC, "UTF-8, semicolons"),
    ],
)
def test_each_encoding_gives_the_same_text(tmp_path: Path, data: bytes, dialect: Dialect, form: str) -> None:
    sheet = read(tmp_path, data, dialect)
    assert (sheet.header, sheet.rows) == (["id", "spørsmål"], [["1", "på Åre, “ærlig” – é"]])
    assert sheet.form == form


@pytest.mark.parametrize("letter", "æøåÆØÅäöü’“")
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_one_letter_is_evidence_enough(tmp_path: Path, letter: str, encoding: str) -> None:
    sheet = read(tmp_path, f"id;q\n1;a{letter}b\n".encode(encoding), MAC)
    assert (sheet.rows, sheet.encoding) == ([["1", f"a{letter}b"]], encoding)


def test_letters_that_make_sense_in_both_encodings(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"id;q\n1;\x80\n", MAC) == [
        "raw/a.csv: the encoding cannot be told: the letters beyond ASCII make sense in both",
        "    seen:    “€” in Windows-1252 or “Ä” in Mac Roman",
        "    allowed: UTF-8 or Windows-1252 or Mac Roman",
        "    do:      export the file as UTF-8",
    ]


def test_letters_that_make_sense_in_neither_encoding(tmp_path: Path) -> None:
    lines = refusal(tmp_path, "æ".encode("cp1252") + "æ".encode("mac_roman") + b";q\n1;2\n", MAC)
    assert lines[:2] == [
        "raw/a.csv: the encoding cannot be told: the letters beyond ASCII make no sense in either",
        "    seen:    “¾æ” in Windows-1252 or “æÊ” in Mac Roman",
    ]


def test_mac_roman_is_never_taken_where_the_tool_does_not_write_it(tmp_path: Path) -> None:
    sheet = read(tmp_path, "id;q\n1;på\n".encode("mac_roman"))
    assert (sheet.encoding, sheet.rows) == ("cp1252", [["1", "pŒ"]])


@pytest.mark.parametrize(
    ("encoding", "name", "seen"),
    [("cp1252", "Windows-1252", "Ã¸"), ("mac_roman", "Mac Roman", "√∏"), ("cp850", "DOS 850", "├©")],
)
def test_text_that_was_encoded_twice(tmp_path: Path, encoding: str, name: str, seen: str) -> None:
    twice = "id;spørsmål\n1;2\n2;på\n".encode().decode(encoding).encode()
    lines = refusal(tmp_path, twice)
    assert lines[:4] == [
        f"raw/a.csv, row 1, column 2: the text was encoded twice: UTF-8 was read as {name}",
        f"    seen:    {seen}",
        "    allowed: probably ø",
        REMEDY,
    ]
    assert lines[4].startswith("raw/a.csv, row 3, column 2: the text was encoded twice")


def test_a_damaged_letter_shows_in_the_others_when_utf8_falls_back(tmp_path: Path) -> None:
    data = "id;q\n1;på\n2;så\n".encode().replace("så".encode(), b"s\xc3\x20")
    assert "encoded twice" in refusal(tmp_path, data)[0]


@pytest.mark.parametrize("text", ["“PÅ”", "BLÅ…", "PÅ\xa05", "HÄ–", "½", "Ã", "æøåÆØÅ", "£ 5 · 3 §"])
def test_text_that_only_looks_a_little_like_that(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"id;q\n1;{text}\n".encode()).rows == [["1", text]]


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")])
def test_every_norwegian_letter_is_known_when_encoded_twice(encoding: str, name: str) -> None:
    for letter in "æøåÆØ":
        assert TWICE[letter.encode().decode(encoding)] == (letter, name)
    assert TWICE["Ã…"] == ("Å", "Windows-1252")


def test_lost_letters_are_told_by_place_and_counted_beyond_ten(tmp_path: Path) -> None:
    rows = "".join(f"{number};sp\ufffdrsm\ufffdl\n" for number in range(1, 14))
    lines = refusal(tmp_path, f"id;q\n{rows}".encode())
    assert lines[:3] == [
        "raw/a.csv, row 2, column 2: a letter was lost before: the replacement character stands in its place",
        "    seen:    U+FFFD",
        REMEDY,
    ]
    assert lines[-1] == (
        "raw/a.csv, rows 12 to 14: 3 more cells have letters that were encoded twice or lost"
    )


def test_two_byte_order_marks(tmp_path: Path) -> None:
    assert "two byte order marks" in refusal(tmp_path, codecs.BOM_UTF8 * 2 + b"id;q\n1;2\n")[0]


@pytest.mark.parametrize("data", ["id;q\n1;2\n".encode("utf-32"), "id;q\n1;2\n".encode("utf-16-be")])
def test_encodings_that_no_tool_writes(tmp_path: Path, data: bytes) -> None:
    assert "NUL character" in refusal(tmp_path, data)[0]


def test_half_a_letter_at_the_end(tmp_path: Path) -> None:
    assert refusal(tmp_path, "id;q\n1;2\n".encode("utf-16")[:-1])[0] == (
        "raw/a.csv, line 2: byte 19 of the file is not UTF-16"
    )
