"""Judgements of where cases stand, and scorecards: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.ingest.ratings import Ratings, read_ratings
from analysis.problems import ProblemsFound
from tests.codings.study import PLAN, add_source, load, write_codings_study
from tests.codings.tables import write_csv
from tests.exports.written import write_workbook
from tests.tiny_study import write_tiny_study

JUDGED = ["case", "coder", "position", "note"]
SCORED = ["case", "session", "date", "field", "question", "score"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_codings_study(tmp_path)


def judge(folder: Path, rows: list[list[object]], source: str = "judged", **words: str) -> None:
    add_source(folder, source, write_csv(JUDGED, rows), kind="judgements", instrument="", **words)


def score(folder: Path, rows: list[list[object]], source: str = "scored", **words: str) -> None:
    add_source(folder, source, write_csv(SCORED, rows), kind="scorecards", instrument="samson", **words)


def read(folder: Path) -> Ratings:
    return read_ratings(load(folder))


def refuse(folder: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    return str(found.value)


def account(receipts: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The counts by what and why, those of files and columns left out."""
    told = receipts[receipts["what"].str.startswith(("row_", "cell_"))]
    sums = told.groupby(["what", "why"])["count"].sum()
    return {(str(what), str(why)): int(count) for (what, why), count in sums.items()}


def test_a_study_without_ratings_has_empty_tables(tmp_path: Path) -> None:
    empty = read(write_tiny_study(tmp_path))
    assert [len(frame) for frame in (empty.judgements, empty.scorecards, empty.receipts)] == [0] * 3


def test_cases_and_coders_are_known_by_what_they_are_called(folder: Path) -> None:
    judge(
        folder,
        [["Nordgården", "kari", 5, "Tykk; «nesten»"], ["south-cafe", "Ola", "0", ""], ["", "", "", ""]],
    )
    made = read(folder)
    assert made.judgements.drop(columns=["wave", "source"]).to_numpy().tolist() == [
        ["north-farm", "coder_a", 5, "Tykk; «nesten»"],
        ["south-cafe", "coder_b", 0, ""],
    ]
    assert set(made.judgements["wave"]) == {"w2018"}
    assert account(made.receipts) == {
        ("row_kept", "answer"): 2,
        ("row_left_out", "blank_row"): 1,
        ("row_read", "total"): 3,
    }


def test_a_judgement_left_blank_is_no_judgement(folder: Path) -> None:
    judge(folder, [["north-farm", "Kari", "", ""], ["north-farm", "Ola", "3", ""]])
    made = read(folder)
    assert len(made.judgements) == 1
    assert account(made.receipts)["row_left_out", "blank_no_answer"] == 1


def test_norwegian_headers_options_and_the_case_of_a_whole_file(folder: Path) -> None:
    content = write_csv(["Koder", "Plassering", "Begrunnelse", "Nr"], [["KN", "4", "", "1"]])
    options = "coders: {kn: coder_c}\nignore: [Nr]\n"
    add_source(
        folder, "judged", content, kind="judgements", instrument="", case="south-cafe", options=options
    )
    (one,) = read(folder).judgements.to_dict("records")
    assert (one["case"], one["coder"], one["position"]) == ("south-cafe", "coder_c", 4)


def test_what_cannot_be_a_judgement_is_told_all_at_once(folder: Path) -> None:
    rows: list[list[object]] = [
        ["north-ferm", "Kari", "5", ""],
        ["north-farm", "Karin", "5", ""],
        ["north-farm", "Kari", "10", ""],
        ["north-farm", "Ola", "4,5", ""],
        ["north-farm", "Mette", "thin", ""],
    ]
    judge(folder, rows)
    message = refuse(folder)
    assert "row 2, column case: there is no such case\n    seen:    north-ferm" in message
    assert "did you mean “north-farm”?" in message
    assert "row 3, column coder: there is no coder “Karin”" in message
    assert "did you mean “Kari”?; add the name to a coder in config/sessions.yaml" in message
    assert (
        "row 4, column position: the judgement lies beyond the continuum of plan.yaml\n"
        "    seen:    10\n    allowed: 1 to 9, or 0 for outside" in message
    )
    assert "row 5, column position: this is not a whole number" in message
    assert "row 6, column position: this is not a whole number" in message


def test_a_coder_places_a_case_once_in_all_files(folder: Path) -> None:
    judge(folder, [["north-farm", "Kari", "5", ""]])
    judge(folder, [["Nordgården", "Kari", "6", ""]], source="again")
    message = refuse(folder)
    assert "again.csv, row 2: coder_a has placed the case north-farm before" in message
    assert "seen:    6; before: 5 (data/raw/talks/judged.csv, row 2)" in message


def test_judgements_need_a_continuum(tmp_path: Path) -> None:
    folder = write_codings_study(tmp_path, plan=PLAN.split("continuum:")[0])
    judge(folder, [["north-farm", "Kari", "5", ""]])
    assert "the plan has no continuum" in refuse(folder)


def test_scores_are_read_with_their_fields_and_days(folder: Path) -> None:
    rows: list[list[object]] = [
        ["Nordgården", "1", "10.04.2018", "Forankring", "a1", "7,5"],
        ["north-farm", "1", "10.04.2018", "anchoring", "a2", "10"],
        ["north-farm", "2", "23.05.2018", "shared goals", "a1", ""],
        ["north-farm", "2", "23.05.2018", "Felles mål", "a2", "0"],
    ]
    score(folder, rows)
    made = read(folder)
    columns = ["case", "session", "date", "field", "question", "score"]
    assert made.scorecards[columns].fillna(-1).to_numpy().tolist() == [
        ["north-farm", "1", "2018-04-10", "anchoring", "a1", 7.5],
        ["north-farm", "1", "2018-04-10", "anchoring", "a2", 10.0],
        ["north-farm", "2", "2018-05-23", "shared_goals", "a1", -1.0],
        ["north-farm", "2", "2018-05-23", "shared_goals", "a2", 0.0],
    ]
    assert set(made.scorecards["scorecard"]) == {"samson"}
    assert account(made.receipts) == {
        ("cell_kept", "usable"): 2,
        ("cell_read", "total"): 4,
        ("cell_recoded", "decimal_number"): 1,
        ("cell_set_missing", "blank_no_answer"): 1,
        ("row_kept", "answer"): 4,
        ("row_read", "total"): 4,
    }


def test_a_workbook_without_sessions_names_them_by_day(folder: Path) -> None:
    rows: list[list[Any]] = [["felt", "spørsmål", "skår", "dato"], ["anchoring", "a1", 6.5, "2018-04-10"]]
    path = write_workbook(folder / "scores.xlsx", {"Ark1": rows})
    words = {"kind": "scorecards", "instrument": "samson", "case": "north-farm", "name": "scores.xlsx"}
    add_source(folder, "scored", path, **words)
    (one,) = read(folder).scorecards.to_dict("records")
    assert (one["session"], one["date"], one["score"]) == ("2018-04-10", "2018-04-10", 6.5)


def test_what_cannot_be_a_score_is_told_all_at_once(folder: Path) -> None:
    rows: list[list[object]] = [
        ["north-farm", "1", "", "anchoring", "a1", "11"],
        ["north-farm", "1", "", "ankoring", "a2", "7"],
        ["north-farm", "1", "", "anchoring", "a3", "#DIV/0!"],
        ["north-farm", "1", "", "anchoring", "a4", "-1"],
        ["north-farm", "1", "", "anchoring", "", "7"],
        ["north-farm", "", "", "anchoring", "a6", "sju"],
    ]
    score(folder, rows)
    message = refuse(folder)
    assert (
        "row 2, column score: the score lies outside the scorecard's scale\n"
        "    seen:    11\n    allowed: 0 to 10" in message
    )
    assert "row 3, column field: the scorecard samson has no such field" in message
    assert "row 4, column score: the cell holds the spreadsheet's error, not a score" in message
    assert "row 5, column score: the score lies outside" in message
    assert "row 6, column question: the question is missing" in message
    assert "row 7, column session: the session is missing" in message
    assert "row 7, column score: this is not a number" in message


def test_a_question_is_answered_once_in_a_session(folder: Path) -> None:
    rows: list[list[object]] = [
        ["north-farm", "1", "", "anchoring", "a1", "7"],
        ["north-farm", "1", "", "Forankring", "a1", ""],
        ["north-farm", "2", "", "anchoring", "a1", "7"],
    ]
    score(folder, rows)
    message = refuse(folder)
    assert "scored.csv, row 3: the question “a1” stands twice for one case and session" in message
    assert "before: data/raw/talks/scored.csv, row 2" in message


def test_strange_and_missing_columns_are_told(folder: Path) -> None:
    content = write_csv(["case", "coder", "positon", "judge"], [["north-farm", "Kari", "5", "Ola"]])
    add_source(folder, "judged", content, kind="judgements", instrument="")
    message = refuse(folder)
    assert "row 1: unknown column “positon”" in message
    assert "did you mean “position”?" in message
    assert "row 1: two columns are the coder\n    seen:    coder, judge" in message
    assert "row 1: the column position is missing" in message


def test_two_sheets_that_are_not_read_have_a_line_each(folder: Path) -> None:
    rows: list[list[Any]] = [["felt", "spørsmål", "skår", "dato"], ["anchoring", "a1", 6.5, "2018-04-10"]]
    path = write_workbook(folder / "scores.xlsx", {"Ark1": rows, "Notater": [["x"]], "Mer": [["y"], ["z"]]})
    words = {"kind": "scorecards", "instrument": "samson", "case": "north-farm", "name": "scores.xlsx"}
    add_source(folder, "scored", path, options="sheet: Ark1\n", **words)
    lines = read(folder).receipts.query("why == 'other_sheet'")
    assert lines[["before", "count"]].to_numpy().tolist() == [["Mer", 2], ["Notater", 1]]
