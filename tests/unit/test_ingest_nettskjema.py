"""Nettskjema's two files: the report and the codebook."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest import import_source
from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.tiny_study import KEY, edit_raw, read_sources, refresh_hashes, write_tiny_study

ANSWERS = "data/raw/tiny/municipality_answers.csv"
CODEBOOK = "data/raw/tiny/municipality_codebook.json"
CORRECT = "    do:      correct the answers in the instrument, or enter the right instrument and version"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_study(tmp_path / "study")


def refusal(folder: Path) -> list[str]:
    study = load_study(folder)
    with pytest.raises(ProblemsFound) as caught:
        import_source(study, "tiny-municipality", KEY)
    return str(caught.value).splitlines()


def test_numbers_with_a_decimal_zero_are_whole(folder: Path) -> None:
    edit_raw(folder, "municipality_answers.csv", '"60";"55"', '"60.0";"55"')
    imported = import_source(load_study(folder), "tiny-municipality", KEY)
    assert sorted(imported.responses["q08"]) == [30, 40, 45, 50, 60, 70, 80]
    receipts = imported.receipts[imported.receipts["why"] == "whole_number"]
    assert receipts[["row", "column", "before", "after"]].values.tolist() == [[3, "q08", "60.0", "60"]]


def test_answers_and_codebook_swapped(folder: Path) -> None:
    sources = (folder / "config/sources.tsv").read_text("utf-8")
    swapped = sources.replace("y_answers.csv", "y_X").replace("y_codebook.json", "y_answers.csv")
    (folder / "config/sources.tsv").write_text(swapped.replace("y_X", "y_codebook.json"), encoding="utf-8")
    refresh_hashes(folder)
    assert refusal(folder) == [
        f"{ANSWERS}: this is the file “answers”, not the file “codebook”",
        "    seen:    answers",
        "    allowed: codebook",
        "    do:      swap the rows' parts in config/sources.tsv",
        f"{CODEBOOK}: this is JSON, not CSV: two files of the export may be swapped",
        "    do:      correct the column part in config/sources.tsv",
    ]


def test_without_a_codebook_the_same_answers_are_read(folder: Path) -> None:
    before = import_source(load_study(folder), "tiny-municipality", KEY)
    sources = (folder / "config/sources.tsv").read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in sources if "codebook" not in line)
    (folder / "config/sources.tsv").write_text(kept, encoding="utf-8")
    after = import_source(load_study(folder), "tiny-municipality", KEY)
    pd.testing.assert_frame_equal(after.responses, before.responses)
    read = after.receipts[after.receipts["what"] == "file_read"]
    assert read["why"].tolist() == ["answers_file"]


def test_a_file_that_the_tool_does_not_make(folder: Path) -> None:
    sources = (folder / "config/sources.tsv").read_text("utf-8")
    other = sources.replace("\tstructure\tsurveyxact", "\tcodebook\tsurveyxact")
    (folder / "config/sources.tsv").write_text(other, encoding="utf-8")
    assert [row["part"] for row in read_sources(folder)][3] == "codebook"
    with pytest.raises(ProblemsFound) as caught:
        import_source(load_study(folder), "tiny-enterprise", KEY)
    assert [str(problem).splitlines()[0] for problem in caught.value.problems] == [
        "config/sources.tsv, row 5, column part: an export from SurveyXact has no file “codebook”",
    ]


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"elementType": "RADIO"}', '[{"a": 1}]', '[{"elementType": "\\ud800"}]', "[[1]]"],
)
def test_json_that_is_no_codebook(folder: Path, text: str) -> None:
    (folder / CODEBOOK).write_text(text, encoding="utf-8")
    refresh_hashes(folder)
    assert refusal(folder) == [
        f"{CODEBOOK}: this is JSON, but not Nettskjema's codebook",
        "    allowed: a list of elements with elementType",
        "    do:      export the codebook again",
    ]


def test_two_questions_with_one_code(folder: Path) -> None:
    edit_raw(folder, "municipality_codebook.json", '"q07"', '"q06"')
    assert refusal(folder) == [
        f"{CODEBOOK}, question q06: two questions have the same code",
        "    seen:    q06",
        "    do:      give each its own code, and export again",
    ]


def test_questions_that_are_not_in_the_codebook(folder: Path) -> None:
    edit_raw(folder, "municipality_codebook.json", '"q07"', '"q77"')
    assert refusal(folder) == [
        f"{CODEBOOK}: 1 of the answers' columns are not described here",
        "    allowed: q07",
        "    do:      enter the files of one and the same export",
    ]


def test_a_code_that_the_instrument_does_not_know(folder: Path) -> None:
    path = folder / CODEBOOK
    form = json.loads(path.read_text("utf-8"))
    form[2]["answerOptions"].append({"externalAnswerOptionId": "4", "text": "Aldri"})
    form[3]["answerOptions"] = []
    form[10]["answerOptions"] = [{"externalAnswerOptionId": "1", "text": "Ja"}]
    path.write_text(json.dumps(form), encoding="utf-8")
    refresh_hashes(folder)
    assert refusal(folder) == [
        f"{CODEBOOK}, question q02: it offers an answer that the instrument does not know",
        "    seen:    4 Aldri",
        "    allowed: 1, 2, 3",
        CORRECT,
        f"{CODEBOOK}, question q03: it offers no answers",
        "    allowed: a choice",
        CORRECT,
        f"{CODEBOOK}, question q10: it offers answers, free text is expected",
        "    seen:    1",
        CORRECT,
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "$submission_id",
            "$submision_id",
            [
                "row 1: the column “$submission_id” is missing",
                "    allowed: $submission_id",
                "    do:      did you mean “$submision_id”?",
            ],
        ),
        (
            "27685377",
            "27685302",
            [
                "rows 3 and 7, column $submission_id: the same answer stands more than once",
                "    seen:    (a number of 8 digits)",
                "    allowed: one row each",
                "    do:      remove all but one of them from the export, and enter the file's new sha256",
            ],
        ),
        (
            "27685377",
            "2,77E+07",
            [
                "row 7, column $submission_id: the id of the answer cannot be used",
                "    seen:    2,77E+07",
                "    allowed: letters and digits",
                "    do:      export the file again",
            ],
        ),
    ],
)
def test_ids_that_cannot_be_used(folder: Path, before: str, after: str, expected: list[str]) -> None:
    edit_raw(folder, "municipality_answers.csv", before, after)
    assert refusal(folder) == [f"{ANSWERS}, {expected[0]}", *expected[1:]]


def test_answers_that_stand_twice_are_told_up_to_ten(folder: Path) -> None:
    path = folder / ANSWERS
    header, first = path.read_text("utf-8").splitlines()[:2]
    rows = [first.replace("27685292", str(100 + number // 2)) for number in range(24)]
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    refresh_hashes(folder)
    told = [line for line in refusal(folder) if not line.startswith("    ")]
    assert len(told) == 11
    assert f"{ANSWERS}, column $submission_id: 2 more answers stand more than once" in told
