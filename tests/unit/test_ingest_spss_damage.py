"""Data files of SPSS that are damaged, too large, or something else."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from analysis.ingest.files import statistics_files
from analysis.ingest.files.apart import Refused
from analysis.problems import ProblemsFound
from tests.unit.test_ingest_spss import ABOUT, FRAME, read, refuse, write


@pytest.mark.parametrize(("limit", "most", "what"), [("COLUMNS", 3, "variables"), ("ROWS", 3, "cases")])
def test_a_file_beyond_the_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, what: str
) -> None:
    monkeypatch.setattr(statistics_files, limit, most)
    with pytest.raises(Refused) as caught:
        statistics_files.read_spss(write(tmp_path / "s.sav"))
    assert caught.value.told[1:4] == [f"the file has more {what} than any survey", "4", "at most 3"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b"id;q01\n1;2\n", "this is text or another kind of file, not a data file of SPSS"),
        (b"<stata_dta><header>", "this is a file of Stata, not of SPSS"),
        (b"PK\x03\x04....", "this is a workbook or another zip file, not a data file of SPSS"),
        (
            b"\x1c\0\0\0\0\0\0\0ENCRYPTEDSAV\x15",
            "this is an SPSS file with a password, not a data file of SPSS",
        ),
        (b" " * 200 + b"ASCII SPSS PORT FILE", "this is a portable SPSS file, not a data file of SPSS"),
        (b"$FL2@(#)", "the file is damaged: the file ends in the middle of its header"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "s.sav").write_bytes(data)
    assert refuse(tmp_path / "s.sav").what == what


@pytest.mark.parametrize(
    ("cases", "tail", "what"),
    [
        (3, b"", "it holds another number of cases than it says"),
        (5, b"", "it holds another number of cases than it says"),
        (4, b"more", "its last case is not whole, it may have been cut off"),
    ],
)
def test_another_number_of_cases_than_said(tmp_path: Path, cases: int, tail: bytes, what: str) -> None:
    data = write(tmp_path / "s.sav").read_bytes()
    (tmp_path / "s.sav").write_bytes(data[:80] + struct.pack("<i", cases) + data[84:] + tail)
    assert refuse(tmp_path / "s.sav").what == f"the file is damaged: {what}"


def test_letters_encoded_twice_are_refused(tmp_path: Path) -> None:
    frame = FRAME.assign(comment=["a", "b", "SpÃ¸rsmÃ¥l", "c"])
    problem = refuse(write(tmp_path / "s.sav", frame))
    assert (problem.place, problem.seen) == ("row 3, column comment", "Ã¸")


@pytest.mark.parametrize("packed", [{}, {"row_compress": True}, {"compress": True}])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, packed: dict[str, bool]) -> None:
    data = write(tmp_path / "s.sav", **ABOUT, **packed).read_bytes()
    for length in random.Random(3).sample(range(1, len(data)), 8):
        (tmp_path / "cut.sav").write_bytes(data[:length])
        assert "the file" in refuse(tmp_path / "cut.sav").what


def test_a_file_with_a_changed_byte_is_refused_or_still_an_export(tmp_path: Path) -> None:
    """What a changed byte of an answer says cannot be seen; the sha256 in sources.tsv is there for that."""
    data = write(tmp_path / "s.sav", **ABOUT, row_compress=True).read_bytes()
    whole, drawn = read(tmp_path / "s.sav"), random.Random(1)
    outcomes = set()
    for _ in range(40):
        changed = bytearray(data)
        changed[drawn.randrange(len(data))] ^= drawn.randrange(1, 256)
        (tmp_path / "changed.sav").write_bytes(changed)
        try:
            export = read(tmp_path / "changed.sav")
        except ProblemsFound as found:
            outcomes.add("refused")
            assert all(problem.what and problem.remedy for problem in found.problems)
        else:
            outcomes.add("read")
            assert export.cells.shape == whole.cells.shape
    assert outcomes == {"refused", "read"}


def test_the_byte_that_crashes_the_library_is_refused(tmp_path: Path) -> None:
    """The type of the first variable, changed to a text of 255 bytes without their descriptions."""
    data = bytearray(write(tmp_path / "s.sav").read_bytes())
    data[180:184] = struct.pack("<i", 255)
    (tmp_path / "s.sav").write_bytes(data)
    assert refuse(tmp_path / "s.sav").what == "the file is damaged: a variable's type is impossible"
