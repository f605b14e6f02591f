"""Workbooks of score sheets: filled in and read back in both languages, and what can be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.ingest.ratings import Ratings, read_ratings
from analysis.problems import ProblemsFound
from analysis.study import load_study
from analysis.templates.samson import FilledSheet
from analysis.verbs import inspect
from tests.codings.score_sheets import CARD, FIRST, SECOND, change, enter, fill, write_sheets_study
from tests.codings.study import SCORECARD, add_source
from tests.codings.tables import write_csv

SCORED = ["case", "session", "date", "field", "question", "score", "action"]
TYPED: list[list[object]] = [
    ["north-farm", "1", "2018-04-10", "values", "openness", "9", ""],
    ["north-farm", "1", "2018-04-10", "verdier", "Demokrati", "4", ""],
    ["north-farm", "1", "2018-04-10", "anchoring", "managers", "7", ""],
    ["north-farm", "1", "2018-04-10", "anchoring", "1-2", "7,5", "Inviter dem\nSkriv et brev"],
    ["north-farm", "1", "2018-04-10", "Felles mål", "We agree", "0", "Snakk sammen"],
    ["north-farm", "1", "2018-04-10", "shared goals", "2", "", ""],
    ["north-farm", "2", "2018-10-09", "anchoring", "Ledere støtter", "10", ""],
    ["north-farm", "2", "2018-10-09", "1", "politicians", "", ""],
    ["north-farm", "2", "2018-10-09", "shared_goals", "agreed", "", ""],
    ["north-farm", "2", "2018-10-09", "shared_goals", "2–2", "3", ""],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sheets_study(tmp_path)


def read(folder: Path) -> Ratings:
    return read_ratings(load_study(folder))


def refuse(folder: Path, content: bytes, **words: Any) -> str:
    enter(folder, content, **words)
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    return str(found.value).replace("data/raw/talks/sheets.xlsx, ", "")


def tables(made: Ratings) -> list[list[list[Any]]]:
    """Scores, weights and actions without where they stand, missing numbers as -1."""
    frames = (made.scorecards, made.weights, made.actions)
    return [frame.drop(columns="source", errors="ignore").fillna(-1).to_numpy().tolist() for frame in frames]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_filled_workbook_is_what_would_have_been_typed(folder: Path, tmp_path: Path, language: str) -> None:
    enter(folder, fill(folder, language=language))
    typed = write_sheets_study(tmp_path / "typed")
    add_source(typed, "scored", write_csv(SCORED, TYPED), kind="scorecards", instrument="samson")
    made = read(folder)
    assert tables(made) == tables(read(typed))
    assert [len(frame) for frame in (made.scorecards, made.weights, made.actions)] == [8, 4, 3]
    assert set(made.scorecards["version"]) == {"2"}


def test_actions_have_the_score_and_the_weight_of_their_question(folder: Path) -> None:
    enter(folder, fill(folder))
    told = read(folder).actions[["question", "number", "action", "score", "weight"]].fillna(-1)
    assert told.to_numpy().tolist() == [
        ["politicians", 1, "Inviter dem", 7.5, 6.5],
        ["politicians", 2, "Skriv et brev", 7.5, 6.5],
        ["agreed", 1, "Snakk sammen", 0.0, -1.0],
    ]


def test_nothing_is_lost_in_silence(folder: Path) -> None:
    blank = FilledSheet("Tomt")
    content = fill(folder, FIRST, SECOND, blank, cases={"north-farm": "Nordgården"})

    def add(book: Any) -> None:
        book.create_sheet("Notater")["A1"] = "Husk kaffe"
        book.create_sheet("Skjult")["A1"] = "Skåringsark"
        book["Skjult"].sheet_state = "hidden"
        book["Nord 1"]["H15"] = "en merknad ved siden av"
        book["Nord 2"].delete_rows(18)

    enter(folder, change(content, "Nord 1", {"D14": "Ring 912 34 567"}, add))
    receipts = read(folder).receipts
    noted = receipts[~receipts["what"].str.startswith(("cell_k", "cell_r", "cell_set"))]
    assert sorted(noted[["what", "why", "column", "count"]].astype(str).agg(" | ".join, axis=1)) == [
        "cell_suspect | text_with_identifiers | sheet “Nord 1” | 1",
        "file_mended | blank_form | sheet “Tomt” | 1",
        "file_mended | hidden_sheet | sheet “Skjult” | 1",
        "file_mended | other_sheet | sheet “Notater” | 1",
        "file_mended | other_sheet | sheet “Veiledning” | 11",
        "file_noted | beside_form | sheet “Nord 1”, H | 1",
        "file_noted | question_not_there | sheet “Nord 2” | 1",
        "file_noted | score_sheet | sheet “Nord 1” | 1",
        "file_noted | score_sheet | sheet “Nord 2” | 1",
        "file_noted | values_not_weighed | north-farm, 2 | 1",
        "file_read | scores_file |  | 1",
        "row_kept | answer |  | 11",
        "row_read | total |  | 11",
    ]
    sums = receipts[receipts["what"].str.startswith("cell_")].groupby("what")["count"].sum()
    # Two weights and four scores, then two weights and three scores.
    assert sums.to_dict() == {
        "cell_kept": 5,
        "cell_read": 11,
        "cell_recoded": 1,
        "cell_set_missing": 5,
        "cell_suspect": 1,
    }


def test_every_strange_cell_is_told_with_its_sheet(folder: Path) -> None:
    cells = {
        "B3": "3",
        "B4": "Nordgard",
        "B6": "31.02.2018",
        "C9": 11,
        "A10": "V3",
        "B10": "Mot",
        "C14": "sju",
        "C15": -1,
        "C17": "#DIV/0!",
        "A18": "2-7",
        "B18": "Vi ler",
    }
    content = change(fill(folder, FIRST), "Nord 1", cells)
    assert refuse(folder, content) == REFUSED


def test_a_year_alone_in_the_cell_of_the_day_is_refused(folder: Path) -> None:
    told = refuse(folder, change(fill(folder, FIRST), "Nord 1", {"B6": 2018}))
    assert "row 6, column B: the day is 1905-07-10, and lies outside 1950 to 2049" in told


REFUSED = """\
sheet “Nord 1”, row 3, column B: the scorecard samson has no such version
    seen:    3
    allowed: 1, 2
    do:      correct it; or add it to earlier_versions \
in config/scorecards/samson.yaml if its questions are the same
sheet “Nord 1”, row 4, column B: there is no such case
    seen:    Nordgard
    allowed: north-farm, south-cafe
    do:      did you mean “Nordgården”?
sheet “Nord 1”, row 6, column B: there is no such day
    seen:    31.02.2018
    allowed: a day as 2018-04-10 or 10.04.2018
    do:      correct the cell
sheet “Nord 1”, row 9, column C: the weight lies outside the scorecard's scale of weights
    seen:    11
    allowed: 0 to 10
    do:      correct the cell
sheet “Nord 1”, row 10, column B: the scorecard samson has no such value
    seen:    Mot
    allowed: openness, democracy
    do:      correct the cell
sheet “Nord 1”, row 14, column C: this is not a number
    seen:    sju
    allowed: 0 to 10
    do:      correct the cell
sheet “Nord 1”, row 15, column C: the score lies outside the scorecard's scale
    seen:    -1
    allowed: 0 to 10
    do:      correct the cell
sheet “Nord 1”, row 17, column C: the cell holds the spreadsheet's error, not a score
    seen:    #DIV/0!
    allowed: 0 to 10
    do:      write the score, or leave the cell blank
sheet “Nord 1”, row 18, column A: the scorecard samson has no such question
    seen:    2-7
    allowed: 1-1 to 2-2, an id or a label
    do:      correct the cell"""


def test_a_sheet_needs_a_session_or_a_day(folder: Path) -> None:
    told = refuse(folder, fill(folder, replace(FIRST, session=None, day=None)))
    assert told == (
        "sheet “Nord 1”, row 5, column B: the session is missing, and so is the day that could name it\n"
        "    allowed: 1, 2, 3, or a day\n"
        "    do:      number the session, or write its day"
    )


def test_a_session_without_a_number_is_named_by_its_day(folder: Path) -> None:
    enter(folder, fill(folder, replace(FIRST, session=None), replace(SECOND, session=None)))
    held = read(folder).scorecards[["session", "number"]].drop_duplicates().to_numpy().tolist()
    assert held == [["2018-04-10", 1], ["2018-10-09", 2]]


@pytest.mark.parametrize(
    ("text", "options", "day"),
    [
        ("10.04.2018", "", "2018-04-10"),
        ("2018-04-10", "", "2018-04-10"),
        ("23/4/2018", "", "2018-04-23"),
        ("3/4/2018", "dates: day-first\n", "2018-04-03"),
        ("3/4/2018", "dates: month-first\n", "2018-03-04"),
        ("4/4/2018", "", "2018-04-04"),
    ],
)
def test_days_are_read_and_never_guessed(folder: Path, text: str, options: str, day: str) -> None:
    enter(folder, change(fill(folder, FIRST), "Nord 1", {"B6": text}), options=options)
    assert set(read(folder).scorecards["date"]) == {day}


def test_a_day_that_may_be_two_is_asked_about(folder: Path) -> None:
    assert refuse(folder, change(fill(folder, FIRST), "Nord 1", {"B6": "3/4/2018"})) == (
        "sheet “Nord 1”, row 6, column B: day or month may come first\n"
        "    seen:    3/4/2018\n"
        "    allowed: a day as 2018-04-10 or 10.04.2018\n"
        "    do:      write it as 2018-03-04; or  dates: day-first  into config/sources/sheets.yaml"
    )


def test_a_session_is_there_once_in_all_files(folder: Path) -> None:
    rows = [["north-farm", "2", "2018-10-09", "anchoring", "managers", "3", ""]]
    add_source(folder, "typed", write_csv(SCORED, rows), kind="scorecards", instrument="samson")
    again = replace(FIRST, tab="Kopi", day=date(2018, 5, 1))
    assert refuse(folder, fill(folder, FIRST, again, SECOND)) == (
        "sheet “Kopi”: the case north-farm has the session “1” twice\n"
        "    seen:    before: sheet “Nord 1”\n"
        "    allowed: one\n"
        "    do:      keep one of them, or give one another session\n"
        "data/raw/talks/sheets.xlsx: the session “1” of the case north-farm has two days\n"
        "    seen:    2018-04-10, 2018-05-01\n"
        "    allowed: one\n"
        "    do:      correct the rows, or name the sessions apart\n"
        "sheet “Nord 2”: the case north-farm has the session “2” twice\n"
        "    seen:    before: data/raw/talks/typed.csv\n"
        "    allowed: one\n"
        "    do:      keep one of them, or give one another session"
    )


def test_a_question_stands_once_in_a_sheet(folder: Path) -> None:
    cells = {"A15": "1-1", "B15": "Ledere støtter"}
    assert refuse(folder, change(fill(folder, FIRST), "Nord 1", cells)) == (
        "sheet “Nord 1”, row 15: the question “managers” stands twice for one case and session\n"
        "    seen:    before: sheet “Nord 1”, row 14\n"
        "    allowed: one row\n"
        "    do:      keep one of them, or name the sessions apart"
    )


def test_sessions_in_the_wrong_order_are_told(folder: Path) -> None:
    assert refuse(folder, fill(folder, FIRST, replace(SECOND, day=date(2018, 1, 9)))) == (
        "sheet “Nord 2”: the sessions “1” and “2” of the case north-farm stand in the wrong order: "
        "the later one is dated before the earlier one\n"
        "    seen:    1: 2018-04-10, 2: 2018-01-09\n"
        "    allowed: days in the order of the numbers\n"
        "    do:      correct a day or a number"
    )


@pytest.mark.parametrize(
    ("days", "what", "seen"),
    [
        (("2018-04-10", "2018-04-10"), "both are of one day", "vår: 2018-04-10, høst: 2018-04-10"),
        (("2018-04-10", None), "a day is missing", "vår: 2018-04-10, høst: no day"),
    ],
)
def test_sessions_whose_order_cannot_be_known_are_told(
    folder: Path, days: tuple[str, str], what: str, seen: str
) -> None:
    content = change(fill(folder), "Nord 1", {"B5": "vår", "B6": days[0]})
    assert refuse(folder, change(content, "Nord 2", {"B5": "høst", "B6": days[1]})) == (
        "sheet “Nord 2”: the sessions “vår” and “høst” of the case north-farm cannot be put in order: "
        f"{what}\n"
        f"    seen:    {seen}\n"
        "    allowed: sessions with numbers, or of different days\n"
        "    do:      number the sessions 1, 2, 3, or correct the days"
    )


def test_two_sessions_of_one_day_are_ordered_by_their_numbers(folder: Path) -> None:
    enter(folder, fill(folder, replace(SECOND, session=10, day=FIRST.day), replace(FIRST, session=9)))
    held = read(folder).scorecards[["session", "number"]].drop_duplicates().to_numpy().tolist()
    assert sorted(held) == [["10", 2], ["9", 1]]


def test_an_earlier_version_is_kept_with_its_session(folder: Path) -> None:
    enter(folder, change(fill(folder), "Nord 1", {"B3": "1"}))
    assert read(folder).scorecards.groupby("session")["version"].first().to_dict() == {"1": "1", "2": "2"}


def test_a_number_and_a_text_of_two_questions_are_told(folder: Path) -> None:
    assert refuse(folder, change(fill(folder, FIRST), "Nord 1", {"A14": "1-2"})) == (
        "sheet “Nord 1”, row 14, column B: the row is numbered 1-2\n"
        "    seen:    Ledere støtter\n"
        "    allowed: 1-1\n"
        "    do:      correct the number or the text"
    )


def test_a_question_is_known_by_its_number_whatever_its_text_and_the_other_way_round(folder: Path) -> None:
    cells = {"B14": "Verktøyets eget spørsmål", "A15": date(2024, 2, 1), "A17": None}
    enter(folder, change(fill(folder, FIRST), "Nord 1", cells))
    assert read(folder).scorecards["question"].tolist() == ["managers", "politicians", "agreed", "clear"]


def test_an_example_is_never_read_and_says_so(folder: Path) -> None:
    example = replace(FIRST, case="Eksempelgården")
    content = fill(folder, example, heading="EKSEMPEL på skåringsark")
    assert refuse(folder, content) == (
        "data/raw/talks/sheets.xlsx: no sheet of the workbook is a filled-in score sheet\n"
        "    seen:    “Veiledning”, “Nord 1”\n"
        "    allowed: “Skåringsark” or “Score sheet” in the first cell\n"
        "    do:      copy the blank sheet of the template, and fill that in"
    )


def test_an_example_that_was_filled_in_is_told(folder: Path) -> None:
    assert refuse(folder, fill(folder, FIRST, heading="EXAMPLE of a score sheet", language="en")) == (
        "sheet “Nord 1”, row 4, column B: the sheet is the filled example, which is never read, "
        "and names a case of the study\n"
        "    seen:    Nordgården\n"
        "    do:      copy the blank sheet of the template, and fill that in"
    )


def test_a_workbook_of_another_scorecard_and_one_without_its_tables_are_told(folder: Path) -> None:
    content = change(fill(folder), "Nord 1", {"B2": "simson"})
    content = change(content, "Nord 2", {"C12": "Poengsum"})
    assert refuse(folder, content) == (
        "sheet “Nord 1”, row 2, column B: the sheet is of another scorecard than config/sources.tsv says\n"
        "    seen:    simson\n"
        "    allowed: samson\n"
        "    do:      correct the column instrument in config/sources.tsv\n"
        "sheet “Nord 2”: the headings of the table of questions are not there\n"
        "    do:      copy them from a blank sheet of the template"
    )


def test_a_scorecard_without_questions_has_no_sheets(tmp_path: Path) -> None:
    content = fill(write_sheets_study(tmp_path / "other"))
    folder = write_sheets_study(tmp_path / "study", SCORECARD)
    assert "the scorecard samson lists no questions that a sheet could hold" in refuse(folder, content)


def test_formulas_and_merged_cells_are_refused_in_score_sheets_alone(folder: Path) -> None:
    def calculate(book: Any) -> None:
        book["Veiledning"]["A40"] = "=1+1"
        book["Nord 1"]["C14"] = "=3+4"
        book["Nord 2"].merge_cells("C15:D15")

    told = refuse(folder, change(fill(folder), "Nord 1", {}, calculate))
    assert "sheet “Nord 1”, cell C14: a formula fills the cell" in told
    assert "sheet “Nord 2”, cells C15:D15: the cells are merged" in told
    assert "Veiledning" not in told


def test_a_hostile_workbook_is_a_message(folder: Path) -> None:
    whole = fill(folder)
    assert "the file is damaged" in refuse(folder, whole[: len(whole) // 2])


def test_a_score_far_away_and_a_text_without_end_are_messages(folder: Path) -> None:
    content = change(fill(folder, FIRST), "Nord 1", {"D15": "x" * 32_000, "XFD9": 1})
    assert "a filled cell lies farther away than any table of answers reaches" in refuse(folder, content)


def test_the_case_of_the_whole_file_and_of_a_sheet_must_agree(folder: Path) -> None:
    enter(folder, fill(folder, replace(FIRST, case="")), "one", case="south-cafe")
    assert set(read(folder).scorecards["case"]) == {"south-cafe"}
    told = refuse(folder, fill(folder, SECOND), case="south-cafe")
    assert "sheet “Nord 2”, row 4, column B: the row is of another case than its file" in told


def test_weights_and_values_of_a_plain_table_are_checked(folder: Path) -> None:
    rows: list[list[object]] = [
        ["north-farm", "1", "2018-04-31", "values", "openness", "11", ""],
        ["north-farm", "1", "", "values", "courage", "4", ""],
        ["north-farm", "1", "", "values", "democracy", "4", "Stem over det"],
        ["north-farm", "1", "", "anchoring", "agreed", "4", ""],
        ["north-farm", "1", "", "anchoring", "02.jan", "4", ""],
    ]
    add_source(folder, "typed", write_csv(SCORED, rows), kind="scorecards", instrument="samson")
    with pytest.raises(ProblemsFound) as found:
        read(folder)
    assert str(found.value).replace("data/raw/talks/typed.csv, ", "") == TABLE_REFUSED


TABLE_REFUSED = """\
row 2, column date: there is no such day
    seen:    2018-04-31
    allowed: a day as 2018-04-10 or 10.04.2018
    do:      correct the cell
row 2, column score: the weight lies outside the scorecard's scale of weights
    seen:    11
    allowed: 0 to 10
    do:      correct the cell
row 3, column question: the scorecard samson has no such value
    seen:    courage
    allowed: openness, democracy
    do:      correct the cell
row 4, column action: a value that is weighed has no action
    seen:    Stem over det
    allowed: a blank cell
    do:      propose it at a question
row 5, column question: the field anchoring has no such question
    seen:    agreed
    allowed: 1-1 to 1-2, an id or a label
    do:      correct the cell
row 6, column question: the field anchoring has no such question
    seen:    02.jan
    allowed: 1-1 to 1-2, an id or a label
    do:      a spreadsheet turns 5-2 into a date: make the cell one of text, and write the number again"""


def test_weights_of_another_table_count_for_the_same_session(folder: Path) -> None:
    for name, rows in (("weights", TYPED[:2]), ("scores", TYPED[2:6])):
        add_source(folder, name, write_csv(SCORED, rows), kind="scorecards", instrument="samson")
    made = read(folder)
    assert made.weights[["value", "weight"]].to_numpy().tolist() == [["democracy", 4.0], ["openness", 9.0]]
    assert "values_not_weighed" not in set(made.receipts["why"])


def test_a_value_is_weighed_once(folder: Path) -> None:
    again: list[object] = ["north-farm", "1", "2018-04-10", "values", "Openness", "8", ""]
    rows = [*TYPED[:3], again]
    add_source(folder, "typed", write_csv(SCORED, rows), kind="scorecards", instrument="samson")
    with pytest.raises(ProblemsFound, match="row 5: the value “openness” stands twice for one case and"):
        read(folder)


def test_sessions_are_numbered_over_waves(folder: Path) -> None:
    enter(folder, fill(folder, FIRST), "late")
    enter(folder, fill(folder, replace(SECOND, session=1, day=date(2016, 1, 1))), "early")
    study = folder / "config" / "study.yaml"
    text = study.read_text("utf-8")
    study.write_text(
        text.replace("waves:\n", "waves:\n  - {id: w2016, label: {nb: F, en: E}, date: 2016-01-01}\n", 1)
    )
    sources = folder / "config" / "sources.tsv"
    rows = sources.read_text("utf-8").splitlines()
    rows[-1] = rows[-1].replace("w2018", "w2016")
    sources.write_text("\n".join(rows) + "\n", "utf-8")
    held = read(folder).scorecards[["wave", "session", "number"]].drop_duplicates().to_numpy().tolist()
    assert held == [["w2016", "1", 1], ["w2018", "1", 2]]


def test_inspect_names_the_format_the_sheets_and_the_row(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    path = Path("data/raw/kort.xlsx")
    path.write_bytes(fill(folder, FIRST, SECOND, FilledSheet("Tomt")))
    assert inspect(path) == 0
    told = capsys.readouterr().out
    assert "Format       samson: a workbook of score sheets, the file “workbook”" in told
    assert "  sheet “Tomt”: a score sheet that nobody filled in is left out\n" in told
    assert "Scores       5 of 8 questions answered\nCases        1, in 2 sessions\n" in told
    assert "  sheet “Nord 2”: north-farm, session 2, 2018-10-09\n" in told
    assert "Weights      2 of 4 values weighed\nActions      3 proposed\n" in told
    assert "\nkort\tscorecards\tworkbook\tsamson\tsamson\t\t*\tw2018\t\tdata/raw/kort.xlsx\t" in told


def test_inspect_tells_of_an_example(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    path = Path("data/raw/kort.xlsx")
    path.write_bytes(fill(folder, replace(FIRST, case="Eksempel"), heading="EKSEMPEL på skåringsark"))
    assert inspect(path) == 2
    assert "no sheet of the workbook is a filled-in score sheet" in capsys.readouterr().out


def test_missing_weights_are_rows_without_a_number(folder: Path) -> None:
    rows = TYPED[2:6]
    add_source(folder, "typed", write_csv(SCORED, rows), kind="scorecards", instrument="samson")
    weights = read(folder).weights
    assert weights["value"].tolist() == ["democracy", "openness"]
    assert weights["weight"].isna().all()
    assert pd.api.types.is_float_dtype(weights["weight"])


def test_a_card_of_the_tests_is_one_that_loads(folder: Path) -> None:
    assert load_study(folder).scorecards["samson"].numbers == {
        "managers": "1-1",
        "politicians": "1-2",
        "agreed": "2-1",
        "clear": "2-2",
    }
    assert CARD.startswith("id: samson\n")
