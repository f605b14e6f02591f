"""Reading YAML: plain values only, a line for every key, and no file that unfolds or nests without end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from analysis.documents import Document, read_document
from analysis.problems import ProblemsFound


def read(folder: Path, content: str | bytes) -> Document:
    path = folder / "file.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_document(path, folder)


def tell(folder: Path, content: str | bytes) -> str:
    with pytest.raises(ProblemsFound) as raised:
        read(folder, content)
    return str(raised.value).split("\n")[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("false", False),
        ("0301", "0301"),
        ("5004", 5004),
        ("'5004'", "5004"),
        ("-3", -3),
        ("0.95", 0.95),
        ("1.0", 1.0),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("2018-02-30", "2018-02-30"),
        ("99999999999999999999", "99999999999999999999"),
        ("9" * 5000, "9" * 5000),
        ("", None),
        ("null", None),
        ("~", None),
        ("æøå “ ”", "æøå “ ”"),
    ],
)
def test_a_value_means_what_it_looks_like(tmp_path: Path, written: str, value: Any) -> None:
    assert read(tmp_path, f"key: {written}\n").content == {"key": value}


def test_every_key_and_entry_has_its_line(tmp_path: Path) -> None:
    document = read(tmp_path, "# note\na:\n  b: [x,\n    y]\nc:\n  - d: 1\n  - e\n")
    assert document.lines[("a",)] == 2
    assert document.lines[("a", "b", 0)] == 3
    assert document.lines[("a", "b", 1)] == 4
    assert document.lines[("c", 0, "d")] == 6
    assert document.locate(("c", 1)) == "line 7"
    assert document.locate(("c", 1, "not", "there")) == "line 7"
    assert document.locate(()) == "line 1"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "file.yaml, line 1: the file is empty"),
        ("# only a note\n", "file.yaml, line 1: the file is empty"),
        ("- a\n- b\n", "file.yaml, line 1: the file is not a set of keys with values"),
        ("words", "file.yaml, line 1: the file is not a set of keys with values"),
        ("a: 1\nb: 2\na: 3\n", "file.yaml, line 3: the key “a” already stands on line 1"),
        ("a:\n  b: 1\n  b: 2\n", "file.yaml, line 3: the key “b” already stands on line 2"),
        ("a:\n\tb: 1\n", "file.yaml, line 2: a tab stands where spaces should"),
        ("? {a: 1}\n: 2\n", "file.yaml, line 1: a key must be a word"),
        ("a: 1\nb: 'x\nc: 2\n", "file.yaml, line 2: a quote is opened here and not closed"),
        ("a: 1\n---\nb: 1\n", "file.yaml, line 2: this is not YAML: found another document"),
        ("a: !!set {b}\n", "file.yaml, line 1: tags (!) are not used here"),
        ("a: 1\nb: &x 2\n", "file.yaml, line 2: anchors (&) and aliases (*) are not used here"),
        (b"a: 1\nb: \xe6\n", "file.yaml, line 2: this is not UTF-8"),
        ("a: 1\n".encode("utf-16"), "file.yaml, line 1: this is not UTF-8"),
        (b"a: 1\nb: \x00\n", "file.yaml, line 2: this is not YAML: control characters are not allowed"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert tell(tmp_path, content) == told


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfkey: 1\r\nother: 2\r\n").content == {"key": 1, "other": 2}


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ProblemsFound, match="the file is missing"):
            read_document(path, tmp_path.parent)


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    began = time.monotonic()
    assert tell(tmp_path, "a0: &a0 lol\n" + layers).startswith("file.yaml, line 1: anchors")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_nesting_without_end_is_refused(tmp_path: Path, opening: str) -> None:
    told = tell(tmp_path, "a: " + opening * 100_000)
    assert told == "file.yaml, line 1: this is nested more than 40 levels deep"
