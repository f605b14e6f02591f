"""What a damaged or unfitting export is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest import import_source
from analysis.problems import ProblemsFound
from analysis.study import Study, load_study
from tests.tiny_study import (
    KEY,
    add_case,
    change_answer,
    edit_raw,
    write_tiny_study,
)

ANSWERS = "data/raw/tiny/municipality_answers.csv"
NAME_THEM = (
    "    do:      export all questions, or name the columns in config/sources/tiny-municipality.yaml under "
    "columns:, as"
)
LOOK_UP = "    do:      look the answer up in the survey tool, and export it again"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_study(tmp_path / "study")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_tiny_study(tmp_path_factory.mktemp("tiny"), cases=3))


def refusal(folder: Path, source: str = "tiny-municipality") -> list[str]:
    study = load_study(folder)
    with pytest.raises(ProblemsFound) as caught:
        import_source(study, source, KEY)
    return str(caught.value).splitlines()


def lines(receipts: pd.DataFrame, what: str, columns: list[str]) -> list[tuple[object, ...]]:
    chosen = receipts.loc[receipts["what"] == what, columns]
    return list(chosen.itertuples(index=False, name=None))


def test_all_faults_of_an_export_are_told_at_once(folder: Path) -> None:
    change_answer(folder, item="q01", value="9")
    change_answer(folder, item="q03", value="7")
    change_answer(folder, item="q06", value="4,5")
    change_answer(folder, item="q08", value="101")
    edit_raw(folder, "municipality_answers.csv", '"q02"', '"q99"')
    edit_raw(folder, "municipality_codebook.json", '"maximumValue": 100', '"maximumValue": 10')
    head = f"{ANSWERS}, row 3, column"
    book = "data/raw/tiny/municipality_codebook.json, question"
    told = [line for line in refusal(folder) if not line.startswith("    ")]
    assert told == [
        f"{ANSWERS}, row 1: columns are missing for 1 of 10 items",
        f"{head} q01: no case of the study has this answer",
        f"{head} q03: the answer is out of range",
        f"{head} q06: this is not a whole number",
        f"{head} q08: the answer is out of range",
        f"{book} q08: its highest number is another one",
        f"{book} q09: its highest number is another one",
    ]


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        (
            "q03",
            "7",
            ["q03: the answer is out of range", "    seen:    7", "    allowed: 1, 2, 3, 4, 5", LOOK_UP],
        ),
        (
            "q08",
            "0",
            ["q08: the answer is out of range", "    seen:    0", "    allowed: 1 to 100", LOOK_UP],
        ),
        (
            "q06",
            "4,5",
            [
                "q06: this is not a whole number",
                "    seen:    4,5",
                "    allowed: 1, 2, 3, 4, 5",
                "    do:      correct the cell in the tool, and export it again",
            ],
        ),
        (
            "q01",
            "9",
            [
                "q01: no case of the study has this answer",
                "    seen:    9",
                "    allowed: 1 (north-farm), 2 (south-cafe)",
                "    do:      correct the export, or give the case its answer in config/study.yaml",
            ],
        ),
        (
            "q01",
            "",
            [
                "q01: the case is not answered",
                "    allowed: 1 (north-farm), 2 (south-cafe)",
                "    do:      correct the export, or enter the case of the whole file in config/sources.tsv",
            ],
        ),
        (
            "q02",
            "Månedleg",
            [
                "q02: this is none of the answers, neither code nor text",
                "    seen:    Månedleg",
                "    allowed: 1, 2, 3",
                "    do:      did you mean “Månedlig”? say what the text means in "
                "config/sources/tiny-municipality.yaml, under answers: meetings:",
            ],
        ),
    ],
)
def test_a_faulty_answer(folder: Path, item: str, value: str, expected: list[str]) -> None:
    change_answer(folder, item=item, value=value)
    assert refusal(folder) == [f"{ANSWERS}, row 3, column {expected[0]}", *expected[1:]]


def test_an_answer_for_another_case_than_the_files(folder: Path) -> None:
    add_case(folder)
    change_answer(folder, source="east-municipality", respondent="27685402", item="q01", value="2")
    assert refusal(folder, "east-municipality") == [
        "data/raw/east-workshop/municipality_answers.csv, row 3, column q01: the answer means the case "
        "“south-cafe”, sources.tsv says another",
        "    seen:    2",
        "    allowed: east-workshop",
        "    do:      correct the case in config/sources.tsv, or put * where the survey asks for it",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            '"q07"',
            '"q77"',
            [
                "row 1: columns are missing for 1 of 10 items",
                "    allowed: q07/s_7 (closest: “q77”)",
                f"{NAME_THEM}  q07: header of its column",
            ],
        ),
        (
            '"$answer_time_ms"',
            '"s_3"',
            [
                "row 1, column s_3: two columns hold the item q03: “q03” and “s_3”",
                "    seen:    s_3",
                "    do:      keep one of the two, or name the right one in "
                "config/sources/tiny-municipality.yaml under columns:",
            ],
        ),
        (
            '"q07";"q08";"q09"',
            '"a";"b";"c"',
            [
                "row 1: columns are missing for 3 of 10 items",
                "    allowed: q07/s_7, q08/s_8, q09/s_9",
                f"{NAME_THEM}  q07: header of its column",
            ],
        ),
    ],
)
def test_columns_that_are_not_the_instruments(
    folder: Path, before: str, after: str, expected: list[str]
) -> None:
    edit_raw(folder, "municipality_answers.csv", before, after)
    starts = [f"{ANSWERS}, {line}" if line.startswith("row") else line for line in expected]
    assert refusal(folder) == starts


def test_columns_that_are_almost_an_items_are_listed_and_not_taken(folder: Path) -> None:
    edit_raw(folder, "municipality_answers.csv", '"$answer_time_ms"', '"Q3"')
    edit_raw(folder, "municipality_answers.csv", '"$created"', '"q99"')
    receipts = import_source(load_study(folder), "tiny-municipality", KEY).receipts
    assert lines(receipts, "column_left_out", ["column", "why"]) == [
        ("$submission_id", "answer_id"),
        ("Q3", "not_an_item"),
        ("q99", "not_an_item"),
    ]


def test_a_column_that_is_no_item_is_left_out_with_a_receipt(folder: Path) -> None:
    edit_raw(folder, "municipality_answers.csv", "$answer_time_ms", "Kommentar fra oss")
    receipts = import_source(load_study(folder), "tiny-municipality", KEY).receipts
    assert ("Kommentar fra oss", "not_an_item") in lines(receipts, "column_left_out", ["column", "why"])


def test_an_unknown_source(study: Study) -> None:
    with pytest.raises(ProblemsFound) as caught:
        import_source(study, "tiny-municipalty", KEY)
    assert str(caught.value).splitlines()[-1] == "    do:      did you mean “tiny-municipality”?"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda path: path.unlink(), "the file is missing"),
        (
            lambda path: path.write_bytes(path.read_bytes() + b"\n"),
            f"{ANSWERS} is not the file that was entered",
        ),
    ],
)
def test_a_file_that_is_missing_or_changed_is_not_read(
    folder: Path, change: Callable[[Path], object], what: str
) -> None:
    change(folder / ANSWERS)
    with pytest.raises(ProblemsFound) as caught:
        load_study(folder)
    assert [problem.what for problem in caught.value.problems] == [what]
