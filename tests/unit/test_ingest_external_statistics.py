"""Data files of SPSS and Stata made by others, which are not part of the repository.

`ANALYSIS_EXTERNAL_EXPORTS` names their folder. What is expected was read in the files by hand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import FORMATS
from analysis.source_options import SourceOptions

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)


def read(program: str, name: str) -> Export:
    path = Path(EXPORTS) / program / name
    return FORMATS[program].read({"answers": RawFile("answers", path, name)}, SourceOptions())


def test_missing_values_defined_and_labelled_in_all_ways() -> None:
    export = read("spss", "codebook_different-missings.sav")
    assert export.cells.shape == (12, 4)
    codes = ["1", "99", "", "2", "999", "-1", "2", "3", "5", "2", "3", "1"]
    assert all(export.cells[name].tolist() == codes for name in export.cells)
    assert {name: one.missing for name, one in export.questions.items()} == {
        "val1": {"99": "skipped", "999": ""},
        "val2": {},
        "val3": {"99": "skipped", "999": "not seen"},
        "val4": {},
    }
    assert export.questions["val1"].options == {"-1": "bad data", "1": "This is one"}
    assert export.questions["val4"].options == {"1": "This is one", "99": "skipped", "999": "not seen"}


def test_a_missing_value_without_a_label() -> None:
    export = read("spss", "haven_labelled-num-na.sav")
    assert export.cells["VAR00002"].tolist() == ["1", "9"]
    assert (export.questions["VAR00002"].text, export.questions["VAR00002"].missing) == (
        "Only one value",
        {"9": ""},
    )


def test_umlauts() -> None:
    question = read("spss", "haven_umlauts.sav").questions["var1"]
    assert question.text == "This is an ä-umlaut"
    assert question.options == {"1": "the ä umlaut", "2": "the ü umlaut", "3": "the ö umlaut"}


def test_all_types_and_two_multiple_response_sets() -> None:
    export = read("spss", "pyreadstat_mr_simple_alltypes.sav")
    assert export.cells.shape == (6, 12)
    assert export.cells.loc[4].tolist() == [
        *("4", "1776-07-04", "999", "NA", "0", "0", "0", "b", "b", "b", "2014-12-15", "2014-10-01")
    ]
    assert export.cells["z"].tolist() == ["-9", "", "1.234", "999", "3.14159", ""]
    ticks = export.questions["bool2"]
    assert (ticks.code, ticks.text, ticks.part) == ("mymrset", "My multiple response set", "Response #2")
    assert ticks.options == {"1": "Valgt", "0": "Ikke valgt"}
    assert export.questions["ca_subvar_3"].code == "categorical_array"
    assert export.questions["z"].missing_ranges == ((-999.0, 0.0),)
    assert export.questions["z"].missing == {"999": "skipped"}


def test_ranges_and_dates_before_1900() -> None:
    export = read("spss", "pyreadstat_sample_missing.sav")
    assert export.cells.loc[2].tolist() == [
        *("b", "1.2", "1880-05-06", "1880-05-06T10:10:10", "2", "2", "23:10:10")
    ]
    assert export.questions["mynum"].missing_ranges == ((2000.0, 3000.0),)
    assert export.questions["myord"].missing == {"-1": "missing", "-2": "", "-3": ""}


def test_tagged_missing_values_of_stata() -> None:
    export = read("stata", "haven_tagged-na-int.dta")
    assert export.cells["x"].tolist() == ["1", "2", "3", "4", "5", ".a", ".h", ".z"]
    assert export.questions["x"].missing == {".a": "apple", ".h": "", ".z": ".zebra"}


def test_a_row_of_missing_values() -> None:
    export = read("stata", "pyreadstat_missing_test.dta")
    assert export.cells.loc[1].tolist() == [".a", ".b", ".c", ".x", ".y", ".z", "", "", "1"]
    assert export.questions["var1"].missing == {".a": "missing"}
