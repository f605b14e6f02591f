"""Data files of SPSS: labels, codes declared missing, response sets, ids, and who completed the form."""

from __future__ import annotations

import struct
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.ingest.exports import Export, Question, RawFile
from analysis.ingest.formats.spss import FORMAT, recognise
from analysis.ingest.looks import Look
from analysis.problems import Problem, ProblemsFound
from analysis.source_options import SourceOptions

INF = float("inf")
ask = partial(Question, complete=False)
FRAME = pd.DataFrame(
    {
        "respondentid": [101.0, 102, 103, 104],
        "q01": [1.0, 2, 99, None],
        "q02": [1.5, -7, 250, 40],
        "comment": ["Ærlig talt", "", "ja  ", "nei"],
    }
)
ABOUT: dict[str, Any] = {
    "column_labels": {"q01": "Er du trygg på jobb?"},
    "variable_value_labels": {
        "q01": {1.0: "Ja", 2.0: "Nei", 99.0: "Vil ikke svare"},
        "q02": {-7.0: "Utelatt"},
    },
    "missing_ranges": {"q01": [98.0, 99.0], "q02": [{"lo": -INF, "hi": -1.0}, 250.0]},
}


def write(path: Path, frame: pd.DataFrame = FRAME, **about: Any) -> Path:
    pyreadstat.write_sav(frame, str(path), **(about or ABOUT))
    return path


def read(path: Path) -> Export:
    return FORMAT.read({"answers": RawFile("answers", path, "data/raw/s.sav")}, SourceOptions())


def refuse(path: Path) -> Problem:
    with pytest.raises(ProblemsFound) as caught:
        read(path)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "packed", [{}, {"compress": True}, {"row_compress": True}], ids=["plain", "zsav", "rows"]
)
def test_cells_are_text_and_rows_are_numbered_as_the_data_view_shows_them(
    tmp_path: Path, packed: dict[str, bool]
) -> None:
    export = read(write(tmp_path / "s.sav", **ABOUT, **packed))
    assert export.cells.index.tolist() == [1, 2, 3, 4]
    assert export.cells.to_dict("list") == {
        "respondentid": ["101", "102", "103", "104"],
        "q01": ["1", "2", "99", ""],
        "q02": ["1.5", "-7", "250", "40"],
        "comment": ["Ærlig talt", "", "ja", "nei"],
    }
    assert export.ids.tolist() == ["101", "102", "103", "104"]
    assert export.tool_columns == {"respondentid": "answer_id"}
    assert set(export.statuses) == {"completed"}
    assert [line for line in export.receipts if line.get("count", 1)] == [
        {"what": "file_read", "why": "answers_file", "before": "data/raw/s.sav", "after": "SPSS, UTF-8"}
    ]


def test_labels_codes_and_missing_codes(tmp_path: Path) -> None:
    questions = read(write(tmp_path / "s.sav")).questions
    assert questions["q01"] == ask(
        text="Er du trygg på jobb?",
        options={"1": "Ja", "2": "Nei"},
        missing={"98": "", "99": "Vil ikke svare"},
    )
    assert questions["q02"] == ask(missing={"250": "", "-7": "Utelatt"}, missing_ranges=((-INF, -1.0),))


def test_a_range_up_to_the_highest_value_and_codes_that_are_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1.0, 5], "b": ["x", "zz"]})
    about = {
        "missing_ranges": {"a": [{"lo": 5.0, "hi": INF}], "b": ["zz"]},
        "variable_value_labels": {"a": {1.5: "halvannen"}, "b": {"x": "Ja", "zz": "Ubesvart"}},
    }
    questions = read(write(tmp_path / "s.sav", frame, **about)).questions
    assert questions["a"] == ask(options={"1.5": "halvannen"}, missing_ranges=((5.0, INF),))
    assert questions["b"] == ask(options={"x": "Ja"}, missing={"zz": "Ubesvart"})


def test_a_file_in_windows_1252(tmp_path: Path) -> None:
    """Another label of the encoding, and the same letters in it."""
    data = write(tmp_path / "s.sav", FRAME[["q01"]], column_labels=["Grse"]).read_bytes()
    marked = data.replace(b"\x05\x00\x00\x00UTF-8", b"\x0c\x00\x00\x00windows-1252")
    assert len(marked) == len(data) + 7
    (tmp_path / "s.sav").write_bytes(marked.replace(b"Grse", b"Gr\xf8s"))
    export = read(tmp_path / "s.sav")
    assert export.questions["q01"].text == "Grøs"
    assert export.receipts[0]["after"] == "SPSS, windows-1252"


def add_sets(path: Path, text: str) -> Path:
    """The file with a record of multiple response sets, before the end of its description."""
    data = path.read_bytes()
    end = struct.pack("<ii", 999, 0)
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text.encode()
    head, tail = data.split(end, 1)
    path.write_bytes(head + record + end + tail)
    return path


def test_a_set_of_ticks_says_what_ticks_an_option(tmp_path: Path) -> None:
    frame = pd.DataFrame({"m1": [2.0, 1, None], "m2": [1.0, 1, 2], "m3": [2.0, 2, 2]})
    labels = {"m1": "Avis", "m2": "Radio", "m3": "Kollega"}
    write(tmp_path / "s.sav", frame, column_labels=labels, variable_value_labels={"m1": {2: "Ja", 1: "Nei"}})
    export = read(add_sets(tmp_path / "s.sav", "$kanal=D1 2 12 Hvilke kanal m1 m2 m3\n"))
    assert export.cells["m1"].tolist() == ["2", "1", ""]
    asked = export.questions["m1"]
    assert (asked.code, asked.part_code, asked.text, asked.part) == ("kanal", "m1", "Hvilke kanal", "Avis")
    assert asked.options == {"2": "Valgt", "1": "Ikke valgt"}
    assert export.questions["m3"].options == {"2": "Valgt"}
    noted = [line for line in export.receipts if line["why"] == "response_set_ticks"]
    assert [(line["column"], line["before"], line["after"]) for line in noted] == [
        (name, "kanal", "2 = Valgt") for name in ("m1", "m2", "m3")
    ]


def test_options_with_one_label_are_told_apart_by_the_text_of_the_tick(tmp_path: Path) -> None:
    frame = pd.DataFrame({"m1": [1.0, 0], "m2": [0.0, 1]})
    same = {"column_labels": ["Kanaler", "Kanaler"]}
    write(tmp_path / "s.sav", frame, variable_value_labels={"m1": {1: "Avis"}, "m2": {1: "Radio"}}, **same)
    questions = read(add_sets(tmp_path / "s.sav", "$k=D1 1 1 K m1 m2\n")).questions
    assert [questions[name].part for name in ("m1", "m2")] == ["Avis", "Radio"]


def test_a_set_of_categories_leaves_its_variables_as_they_are(tmp_path: Path) -> None:
    frame = pd.DataFrame({"c1": [1.0, 2], "c2": [2.0, None]})
    write(tmp_path / "s.sav", frame, variable_value_labels={"c1": {1: "Avis", 2: "Radio"}})
    export = read(add_sets(tmp_path / "s.sav", "$k=C 7 Kanaler c1 c2\n"))
    assert export.questions["c1"] == ask(
        text="Kanaler", code="k", part_code="c1", options={"1": "Avis", "2": "Radio"}
    )
    assert [line["column"] for line in export.receipts if line["why"] == "response_set"] == ["c1", "c2"]


def test_times_and_rows_without_an_id(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"q01": [1.0, 2], "EndDate": pd.to_datetime(["2020-11-02 10:00", "2020-11-03 00:00"])}
    )
    export = read(write(tmp_path / "s.sav", frame, column_labels=["", ""]))
    assert export.times is not None and export.times.tolist() == [
        "2020-11-02T10:00:00",
        "2020-11-03T00:00:00",
    ]
    assert export.ids.tolist() == ["row-1", "row-2"]
    assert {"what": "file_mended", "why": "no_id_column", "count": 2} in export.receipts


def test_a_weight_and_an_open_number_of_cases_are_noted(tmp_path: Path) -> None:
    data = write(tmp_path / "s.sav").read_bytes()
    (tmp_path / "s.sav").write_bytes(data[:76] + struct.pack("<ii", 1, -1) + data[84:])
    noted = {line["why"]: line["count"] for line in read(tmp_path / "s.sav").receipts if "count" in line}
    assert noted == {"weights_not_used": 4, "cases_not_counted": 4}


def test_the_variables_of_surveyxact_say_who_completed_the_form(tmp_path: Path) -> None:
    frame = pd.DataFrame({"respondentid": [1.0, 2, 3], "s_1": [1.0, None, 0]})
    for status, codes in enumerate(([0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 0, 0]), 1):
        frame[f"stato_{status}"] = [float(code) for code in codes]
    export = read(write(tmp_path / "s.sav", frame, note="x"))
    assert export.statuses.tolist() == ["completed", "never_opened", "partial"]
    assert (export.words, export.lists_invited) == ({2: "Distribuert", 3: "Noen svar"}, True)
    assert export.tool_columns["stato_4"] == "status_column"


def test_the_variables_of_qualtrics_say_who_completed_the_form(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Status": [0.0, 1, 0], "Finished": [1.0, 1, 0], "ResponseId": ["R_a", "R_b", "R_c"]}
    )
    frame = frame.assign(IPAddress="192.0.2.1", q01=[1.0, 2, None])
    export = read(write(tmp_path / "s.sav", frame, note="x"))
    assert export.statuses.tolist() == ["completed", "preview", "opened"]
    assert export.words == {2: "Status 1, Finished 1", 3: "Status 0, Finished 0"}
    assert (export.tool_columns["IPAddress"], export.tool_columns["ResponseId"]) == (
        "identifier",
        "answer_id",
    )
    problem = refuse(write(tmp_path / "s.sav", frame.assign(Status=[0.0, 7, 0]), note="x"))
    assert (problem.place, problem.what) == (
        "row 2, column Status",
        "the column Status says something unknown",
    )


def test_ids_that_stand_twice_are_refused(tmp_path: Path) -> None:
    problem = refuse(write(tmp_path / "s.sav", FRAME.assign(respondentid=[1.0, 2, 2, 3])))
    assert (problem.place, problem.what) == (
        "rows 2 and 3, column respondentid",
        "the same answer stands more than once",
    )


def test_names_that_differ_in_capitals_only_are_refused(tmp_path: Path) -> None:
    problem = refuse(write(tmp_path / "s.sav", pd.DataFrame({"q01": [1.0], "Q01": [2.0]}), note="x"))
    assert (problem.place, problem.what) == (
        "column Q01",
        "two variables have the same name: “q01” and “Q01”",
    )


def test_variables_without_cases_are_refused(tmp_path: Path) -> None:
    assert refuse(write(tmp_path / "s.sav", FRAME.iloc[:0])).what == "the file holds variables and no cases"


def test_it_is_known_by_its_first_bytes() -> None:
    sighting = recognise(Look("s.sav", "spss"))
    assert sighting is not None and (sighting.part, sighting.sure) == ("answers", True)
    assert recognise(Look("s.dta", "stata")) is None
