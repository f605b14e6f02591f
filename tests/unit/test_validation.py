"""Reference cases: what agrees, what does not, and what is told of a file that cannot be read."""

from __future__ import annotations

import json
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis import cli
from analysis.provenance import REPOSITORY
from analysis.validation.cases import ReferenceCase
from analysis.validation.comparison import find_disagreements
from analysis.validation.reading import read_cases
from analysis.validation.running import run_cases, tell_outcomes

GOOD: dict[str, Any] = {
    "id": "mine.1",
    "statistic": "paired_t",
    "data": {"pre": [1, 2, 4, 3, None], "post": [2, 2, 6, 5, 1]},
    "params": [],
    "expected": {"n": 4, "mean_diff": 1.25, "t": 2.61116483933547},
    "tolerance": {"rtol": 1e-8, "atol": 1e-10},
    "source": "R 4.2.2 t.test",
    "note": None,
}


def a_case(expected: dict[str, Any], note: str = "", **tolerance: float) -> ReferenceCase:
    tolerance = tolerance or {"rtol": 1e-3, "atol": 0.0}
    return ReferenceCase("one", "any", {"x": [1]}, {}, expected, tolerance, "", note, Path())


def told(expected: dict[str, Any], found: dict[str, Any], note: str = "", **tolerance: float) -> list[str]:
    return [str(one) for one in find_disagreements(a_case(expected, note, **tolerance), found)]


def write(folder: Path, cases: Any) -> Path:
    file = folder / "cases.json"
    file.write_text(cases if isinstance(cases, str) else json.dumps(cases), "utf-8")
    return file


def run(file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = cli.main(["validate", str(file), *words])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (2.0, 2.0019),
        (2, np.int64(2)),
        (0, 1e-12),
        (None, nan),
        (None, None),
        (None, np.float64(inf)),
        (None, [nan, None]),
        ("NA", nan),
        ("Inf", inf),
        ([1.0, None, 3.0], np.array([1.0, nan, 3.0])),
        ([2.0], 2.0),
        (2.0, [2.0]),
        ({"low": [1.0], "high": None}, {"low": 1.0, "high": nan, "more": 7}),
        (True, np.True_),
        (["a", "b"], ("a", "b")),
        ([], []),
    ],
)
def test_what_agrees(expected: Any, found: Any) -> None:
    assert told({"name": expected}, {"name": found}, rtol=1e-3, atol=1e-9) == []


@pytest.mark.parametrize(
    ("expected", "found", "said"),
    [
        (2.0, 2.0021, "name: expected 2, found 2.0021, allowed ± 0.002"),
        (2.0, nan, "name: expected 2, found undefined (nan), allowed ± 0.002"),
        (2.0, None, "name: expected 2, found undefined, allowed ± 0.002"),
        (2.0, inf, "name: expected 2, found undefined (inf), allowed ± 0.002"),
        (2.0, "2", "name: expected 2, found “2”, allowed ± 0.002"),
        (None, 0.5, "name: expected undefined, found 0.5"),
        (None, [nan, 0.5], "name: expected undefined, found 2 values: [undefined (nan), 0.5]"),
        (1, True, "name: expected 1, found true, allowed ± 0.001"),
        (True, 1, "name: expected true, found 1"),
        (True, False, "name: expected true, found false"),
        ("a", "b", "name: expected “a”, found “b”"),
        ([1.0, 2.0, 3.0], [1.0, 2.5, 3.0], "name[2]: expected 2, found 2.5, allowed ± 0.002"),
        ([1.0, 2.0], [1.0], "name: expected 2 values: [1, 2], found [1]"),
        ({"low": 1.0}, {"high": 1.0}, "name.low: expected 1, found nothing: it is not computed"),
        ({"low": 1.0}, 1.0, "name: expected {low}, found 1"),
        ("Inf", 7.0, "name: expected “Inf”, found 7"),
    ],
)
def test_what_does_not_agree(expected: Any, found: Any, said: str) -> None:
    assert told({"name": expected}, {"name": found}) == [said]


def test_a_number_that_is_not_computed_does_not_agree() -> None:
    assert told({"a": 1.0, "b": None}, {"a": 1.0}) == [
        "b: expected undefined, found nothing: it is not computed"
    ]


@pytest.mark.parametrize("name", ["p", "p_kr", "df", "df_kr", "df1", "linear.p_value"])
def test_p_and_degrees_of_freedom_may_have_tolerances_of_their_own(name: str) -> None:
    tolerance = {"rtol": 1e-6, "atol": 0.0, "p_rtol": 0.01, "df_rtol": 0.01}
    outer, _, inner = name.partition(".")
    expected, found = ({outer: {inner: one}} if inner else {outer: one} for one in (1.0, 1.005))
    assert told(expected, found, **tolerance) == []
    others = ("phi", "pearson", "p1", "low")
    assert len(told(dict.fromkeys(others, 1.0), dict.fromkeys(others, 1.005), **tolerance)) == 4


def test_the_note_says_whose_sign_is_arbitrary() -> None:
    note = "sign of the factor is arbitrary; compare |loadings|"
    assert told({"loadings": [0.5, -0.2]}, {"loadings": [-0.5, 0.2]}, note) == []
    assert told({"loadings": [0.5]}, {"loadings": [-0.5]}) != []
    assert told({"delta": 1.0}, {"delta": -1.0}, "|delta| = 1 is degenerate") != []


def test_a_file_that_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(write(tmp_path, [GOOD]), capsys)
    assert status == 0 and err == ""
    assert "paired_t  1/1" in out and "1 of 1 cases agree (1 statistics)." in out
    assert "Computed with python" in out and "statsmodels" in out


def test_one_wrong_number_is_told_with_both_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = GOOD | {"id": "mine.2", "expected": {"n": 4, "mean_diff": 1.26, "imagined": 1}}
    status, out, _ = run(write(tmp_path, [GOOD, wrong]), capsys)
    assert status == 1
    assert "paired_t  1/2" in out and "mine.2" in out and "mine.1" not in out
    assert "mean_diff: expected 1.26, found 1.25, allowed ± 1.27e-08" in out
    assert "imagined: expected 1, found nothing: it is not computed" in out


def test_a_statistic_without_adapter_does_not_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(write(tmp_path, [GOOD | {"statistic": "tarot"}]), capsys)
    assert status == 1 and "tarot  0/1" in out and "mine.1: no adapter computes “tarot”" in out


def test_an_adapter_that_raises_is_told_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = GOOD | {"id": "mine.0", "data": {"pre": ["a", "b"], "post": [1, 2]}}
    status, out, err = run(write(tmp_path, [broken, GOOD]), capsys)
    assert status == 1 and "mine.0: failed: ValueError: " in out and "paired_t  1/2" in out
    assert "Traceback" not in out + err


def test_an_adapter_s_answer_must_be_numbers_by_name() -> None:
    outcomes = run_cases([a_case({"x": 1.0})], {"any": lambda case: 3.0})  # type: ignore[arg-type, return-value]
    assert "one: failed: TypeError" in tell_outcomes(outcomes)


def test_only_so_many_numbers_of_a_case_are_told() -> None:
    expected = {f"n{number}": 1.0 for number in range(30)}
    text = tell_outcomes(run_cases([a_case(expected)], {"any": lambda case: {}}))
    assert text.count("not computed") == 20 and "… and 10 more" in text


def test_the_outcome_does_not_depend_on_the_order_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [GOOD, GOOD | {"id": "a", "statistic": "tarot"}, GOOD | {"id": "mine.0"}]
    first = run(write(tmp_path, cases), capsys)
    assert first == run(write(tmp_path, cases[::-1]), capsys)


def test_one_statistic_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, [GOOD, GOOD | {"id": "a", "statistic": "tarot"}])
    status, out, _ = run(file, capsys, "--statistic", "paired_t")
    assert status == 0 and "tarot" not in out
    status, _, err = run(file, capsys, "--statistic", "paired")
    assert status == 2 and "no case is of “paired”" in err and "did you mean “paired_t”?" in err


def test_without_a_file_it_is_the_cases_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["validate", "--statistic", "mcnemar"]) == 0
    shipped = [
        case for case in read_cases(REPOSITORY / "reference" / "cases.json") if case.statistic == "mcnemar"
    ]
    assert f"mcnemar  {len(shipped)}/{len(shipped)}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "line 1, column 2: this is no JSON"),
        ("[1,\n 2", "line 2, column 3: this is no JSON"),
        ("{}", "the file holds no list of cases"),
        ("[]", "the file holds no list of cases"),
        ('"text"', "the file holds no list of cases"),
        ("[" * 100_000, "this cannot be read as JSON"),
    ],
)
def test_a_file_that_is_no_list_of_cases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    status, out, err = run(write(tmp_path, text), capsys)
    assert (status, out) == (2, "") and said in err and "do:" in err


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(tmp_path / "none.json", capsys)
    assert status == 2 and "none.json: there is no such file" in err
    status, _, err = run(tmp_path, capsys)
    assert status == 2 and "there is no such file" in err
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00\x81")
    status, _, err = run(tmp_path / "bytes.json", capsys)
    assert status == 2 and "cannot be read as JSON in UTF-8" in err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        *(({key: None}, f"key {key}: this cannot stand here") for key in ("statistic", "data", "expected")),
        ({"id": 7}, "case 2, key id: this cannot stand here"),
        ({"params": 3}, "key params: this cannot stand here"),
        ({"tolerance": {"p_rtol": 1}}, "the tolerance says neither rtol nor atol"),
        ({"tolerance": {"rtol": -1}}, "key tolerance.rtol: this is no tolerance"),
        ({"tolerance": {"rtol": "small"}}, "key tolerance.rtol: this is no tolerance"),
        ({"id": "mine.1"}, "the id “mine.1” is that of case 1 (mine.1) too"),
        ({"data": {"csv": "data/none.csv"}}, "key data.csv: there is no such file"),
        ({"data": {"csv": 3}}, "key data.csv: there is no such file"),
        ({"data": {"csv": "two.csv", "nrow": 9}}, "this is another table than the case was made with"),
        ({"data": {"csv": "ragged.csv"}}, "this cannot be read as CSV"),
        ({"data": {"csv": "empty.csv"}}, "this cannot be read as CSV"),
        ({"data": {"columns": {"a": [1, 2], "b": [1]}}}, "columns of unequal length"),
        ({"data": {"columns": {"a": [1, 2]}, "group": ["x"]}}, "columns of unequal length"),
        ({"data": {"columns": [1, 2]}}, "key data.columns: this cannot stand here"),
        ({"data": {"pre": [1, 2], "post": [1]}}, "columns of unequal length"),
        ({"data": {"rows": [[1, 2], [1]]}}, "key data.rows: rows of unequal length"),
    ],
)
def test_a_case_that_lacks_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    (tmp_path / "two.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "ragged.csv").write_text('a,b\n"1,2\n', "utf-8")
    (tmp_path / "empty.csv").write_text("", "utf-8")
    status, out, err = run(write(tmp_path, [GOOD, GOOD | {"id": "mine.2"} | change]), capsys)
    assert (status, out) == (2, "") and said in err
    assert err.startswith("1 problem must be mended first:")


def test_all_problems_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without = [{key: value for key, value in GOOD.items() if key != left} for left in GOOD]
    status, _, err = run(write(tmp_path, [GOOD, "no case", *without]), capsys)
    assert status == 2
    for key in ("id", "statistic", "data", "expected", "tolerance"):
        assert f"the case has no “{key}”" in err
    assert "case 2: a case is an object" in err and "is that of case 1" in err


def test_two_groups_may_be_of_unequal_size_and_a_list_of_one_stand_alone(tmp_path: Path) -> None:
    unequal = GOOD | {"data": {"x": [1, 2, 3], "y": [1, 2]}}
    alone = GOOD | {"id": "b", "data": {"pre": 1, "post": [2]}, "params": None}
    cases = read_cases(write(tmp_path, [unequal, alone]))
    assert cases[1].numbers("pre").tolist() == [1.0] and cases[1].params == {}


def test_a_blank_line_is_a_missing_value_of_a_table_of_one_column(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text('"a"\n1\n\n3\n', "utf-8")
    (case,) = read_cases(write(tmp_path, [GOOD | {"data": {"csv": "one.csv", "nrow": 3, "ncol": 1}}]))
    assert case.numbers("a") == pytest.approx([1.0, np.nan, 3.0], nan_ok=True)


def test_a_csv_file_lies_beside_the_cases(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "two.csv").write_text("a,b\n1,\nNA,2\n", "utf-8")
    (case,) = read_cases(write(tmp_path, [GOOD | {"data": {"csv": "deep/two.csv", "nrow": 2, "ncol": 2}}]))
    assert case.table["b"].isna().tolist() == [True, False]
    assert case.words("a").tolist() == ["1", "NA"], "only an empty cell is missing"
