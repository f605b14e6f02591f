"""Data files of Stata: labels, the missing values .a to .z, dates, and whatever may be wrong."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.ingest.exports import Export, Question, RawFile
from analysis.ingest.formats.stata import FORMAT, recognise
from analysis.ingest.looks import Look
from analysis.problems import Problem, ProblemsFound
from analysis.source_options import SourceOptions

ask = partial(Question, complete=False)
FRAME = pd.DataFrame(
    {
        "id": np.array([101, 102, 103, 104], dtype="int32"),
        "q01": [1, "a", None, "h"],
        "share": np.array([1.1, 2.0, 0.25, np.nan], dtype="float64"),
        "comment": ["Ærlig talt", "", "a", "nei"],
    }
)
ABOUT: dict[str, Any] = {
    "column_labels": {"q01": "Er du trygg på jobb?"},
    "variable_value_labels": {"q01": {1: "Ja", 2: "Nei", "a": "Vil ikke svare", "b": "Vet ikke"}},
    "missing_user_values": {"q01": ["a", "b", "h"]},
}


def write(path: Path, frame: pd.DataFrame = FRAME, **about: Any) -> Path:
    pyreadstat.write_dta(frame, str(path), **(about or ABOUT))
    return path


def read(path: Path) -> Export:
    return FORMAT.read({"answers": RawFile("answers", path, "data/raw/s.dta")}, SourceOptions())


def refuse(path: Path) -> Problem:
    with pytest.raises(ProblemsFound) as caught:
        read(path)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("version", "form"), [(13, "117, Windows-1252"), (14, "118, UTF-8"), (15, "119, UTF-8")]
)
def test_cells_are_text_and_missing_values_keep_their_letter(tmp_path: Path, version: int, form: str) -> None:
    frame = FRAME.assign(comment=["erlig", "", "a", "nei"])
    about = {**ABOUT, "column_labels": {"q01": "Er du trygg?"}, "version": version}
    export = read(write(tmp_path / "s.dta", frame, **about))
    assert export.cells.index.tolist() == [1, 2, 3, 4]
    assert export.cells.to_dict("list") == {
        "id": ["101", "102", "103", "104"],
        "q01": ["1", ".a", "", ".h"],
        "share": ["1.1", "2", "0.25", ""],
        "comment": ["erlig", "", "a", "nei"],
    }
    assert export.questions["q01"] == ask(
        text="Er du trygg?",
        options={"1": "Ja", "2": "Nei"},
        missing={".a": "Vil ikke svare", ".h": "", ".b": "Vet ikke"},
    )
    assert (export.ids.tolist(), export.tool_columns) == (["101", "102", "103", "104"], {"id": "answer_id"})
    assert export.receipts[0]["after"] == f"Stata {form}"


def test_letters_beyond_ascii(tmp_path: Path) -> None:
    export = read(write(tmp_path / "s.dta"))
    assert export.cells.loc[1, "comment"] == "Ærlig talt"
    assert export.questions["q01"].text == "Er du trygg på jobb?"


def test_old_files_hold_windows_1252(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q01": [1.0, 2.0]})
    data = write(tmp_path / "s.dta", frame, column_labels=["Grs"], version=12).read_bytes()
    (tmp_path / "s.dta").write_bytes(data.replace(b"Grs\0", b"Gr\xf8s"))
    export = read(tmp_path / "s.dta")
    assert (export.questions["q01"].text, export.cells["q01"].tolist()) == ("Grøs", ["1", "2"])
    assert export.receipts[0]["after"] == "Stata 115, Windows-1252"


def test_an_impossible_date_is_refused_with_its_place(tmp_path: Path) -> None:
    data = write(tmp_path / "s.dta", pd.DataFrame({"x": [1.0, 1e12]}), variable_format={"x": "%td"})
    problem = refuse(data)
    assert (problem.place, problem.what, problem.seen) == (
        "row 2, column x",
        "there is no such date",
        "1e+12",
    )


def test_names_that_differ_in_capitals_are_two_variables(tmp_path: Path) -> None:
    export = read(write(tmp_path / "s.dta", pd.DataFrame({"q1": [1.0], "Q1": [2.0]}), file_label="x"))
    assert export.cells.to_dict("list") == {"q1": ["1"], "Q1": ["2"]}


def test_texts_of_codes_that_are_lost_are_noted(tmp_path: Path) -> None:
    data = write(tmp_path / "s.dta").read_bytes()
    at = data.index(b"<lbl>") + len(b"<lbl>") + 4
    changed = bytearray(data)
    changed[at] ^= 1  # the first letter of the name of the set of texts
    (tmp_path / "s.dta").write_bytes(changed)
    export = read(tmp_path / "s.dta")
    assert {"what": "file_noted", "why": "label_set_missing", "column": "q01"} in export.receipts


def test_variables_without_observations_are_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q01": pd.Series([], dtype="float64")})
    assert refuse(write(tmp_path / "s.dta", frame)).what == "the file holds variables and no cases"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b"id;q01\n1;2\n", "this is text or another kind of file, not a data file of Stata"),
        (b"$FL2@(#) SPSS", "this is a file of SPSS, not of Stata"),
        (b"<stata_dta><header><rel", "the file is damaged: its header cannot be read"),
        (bytes(12) + b"\xc2\xea\x81\x60" + bytes(90), "this is a SAS file, not a data file of Stata"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "s.dta").write_bytes(data)
    assert refuse(tmp_path / "s.dta").what == what


def test_another_number_of_observations_than_said(tmp_path: Path) -> None:
    data = write(tmp_path / "s.dta").read_bytes()
    (tmp_path / "s.dta").write_bytes(data.replace(b"<N>\x04", b"<N>\x03"))
    problem = refuse(tmp_path / "s.dta")
    assert problem.what == "the file is damaged: it holds another number of observations than it says"
    assert problem.allowed.startswith("3 observations")


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    data = write(tmp_path / "s.dta").read_bytes()
    for length in random.Random(3).sample(range(1, len(data) - 1), 12):
        (tmp_path / "cut.dta").write_bytes(data[:length])
        assert "the file" in refuse(tmp_path / "cut.dta").what


def test_a_file_with_a_changed_byte_is_refused_or_still_an_export(tmp_path: Path) -> None:
    """What a changed byte of an answer says cannot be seen; the sha256 in sources.tsv is there for that."""
    data = write(tmp_path / "s.dta").read_bytes()
    whole, drawn = read(tmp_path / "s.dta"), random.Random(4)
    outcomes = set()
    for _ in range(40):
        changed = bytearray(data)
        changed[drawn.randrange(len(data))] ^= drawn.randrange(1, 256)
        (tmp_path / "changed.dta").write_bytes(changed)
        try:
            export = read(tmp_path / "changed.dta")
        except ProblemsFound as found:
            outcomes.add("refused")
            assert all(problem.what and problem.remedy for problem in found.problems)
        else:
            outcomes.add("read")
            assert export.cells.shape == whole.cells.shape
    assert outcomes == {"refused", "read"}


def test_it_is_known_by_its_first_bytes() -> None:
    sighting = recognise(Look("s.dta", "stata"))
    assert sighting is not None and (sighting.part, sighting.sure) == ("answers", True)
    assert recognise(Look("s.sav", "spss")) is None
