"""The workbook of score sheets as a team gets it: what is open, what is locked, and the same bytes twice."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.scorecards import Scorecard, load_scorecard
from analysis.study import load_study
from analysis.templates import make_template
from analysis.templates.samson_words import COLUMNS, EXAMPLE, HEAD, SHEET, begins_sheet, find_word
from analysis.verbs import template
from tests.codings.score_sheets import CARD, FIRST, fill, write_sheets_study
from tests.tiny_study import write_tiny_study

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def samson() -> Scorecard:
    return load_scorecard(REPOSITORY / "config" / "scorecards" / "samson.yaml", REPOSITORY)


def open_book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_same_template_has_the_same_bytes(language: str) -> None:
    first, second = (make_template("samson", language, None) for _ in range(2))
    assert list(first) == [f"samson_{language}.xlsx", f"samson_example_{language}.xlsx"]
    assert first == second


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_sheet_shows_the_scorecard_whole(samson: Scorecard, language: str) -> None:
    content = make_template("samson", language, None)[f"samson_{language}.xlsx"]
    guide, sheet = open_book(content).worksheets
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    asked = [question for field in samson.fields for question in field.questions]
    labels = [one.label for one in samson.values] + [one.label for one in samson.fields]
    shown = [label.in_language(language) for label in labels + [one.label for one in asked]]
    assert {*shown, *samson.numbers.values(), "V1", "V4", samson.id, samson.version} <= cells
    assert sheet["A1"].value == SHEET[language] and guide["A1"].value == samson.title.in_language(language)
    open_cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    # Case, session and date; a weight for each value; a score and three actions for each question.
    assert len(open_cells) == 3 + len(samson.values) + 4 * len(asked)
    assert all(cell.value is None for cell in open_cells)
    assert sheet.protection.sheet and guide.protection.sheet
    assert not sheet.merged_cells.ranges


def test_drop_downs_go_over_the_scale_and_a_half_is_asked_about(samson: Scorecard) -> None:
    sheet = open_book(make_template("samson", "nb", None)["samson_nb.xlsx"]).worksheets[1]
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert {one.formula1 for one in lists} == {'"0,1,2,3,4,5,6,7,8,9,10"'}
    assert {one.errorStyle for one in lists} == {"warning"}
    assert [str(one.sqref) for one in lists] == ["C9:C12", "C15:C72"]
    scored = {sheet.cell(row, 1).value for row in range(15, 73) if not sheet.cell(row, 3).protection.locked}
    assert scored == {*samson.numbers.values()}


def test_the_cases_of_the_study_are_offered(tmp_path: Path) -> None:
    study = load_study(write_sheets_study(tmp_path))
    made = make_template("samson", "en", study)
    guide, sheet = open_book(made["samson_en.xlsx"]).worksheets
    shown = [(row[0].value, row[1].value) for row in guide.iter_rows() if row[0].value]
    assert ("north-farm", "Nordgården") in shown
    offered = [one for one in sheet.data_validations.dataValidation if str(one.sqref) == "B4"]
    assert [one.formula1 for one in offered] == ['"north-farm,south-cafe"']


def test_a_scale_of_tenths_has_no_list(tmp_path: Path) -> None:
    folder = write_sheets_study(tmp_path, CARD.replace("highest: 10", "highest: 0.9"))
    sheet = open_book(fill(folder, FIRST))["Nord 1"]
    (scores,) = [one for one in sheet.data_validations.dataValidation if str(one.sqref) == "C13:C18"]
    assert scores.type == "decimal"


def test_a_study_without_such_a_scorecard_gets_the_shipped_one(tmp_path: Path) -> None:
    study = load_study(write_tiny_study(tmp_path))
    assert list(make_template("samson", "nb", study)) == ["samson_nb.xlsx", "samson_example_nb.xlsx"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_example_is_filled_and_says_what_it_is(samson: Scorecard, language: str) -> None:
    book = open_book(make_template("samson", language, None)[f"samson_example_{language}.xlsx"])
    _, first, second = book.worksheets
    assert {sheet["A1"].value for sheet in (first, second)} == {EXAMPLE[language]}
    scores = [[sheet.cell(row, 3).value for row in range(15, 73)] for sheet in (first, second)]
    assert all(sum(isinstance(score, int) and 0 <= score <= 10 for score in one) == 51 for one in scores)
    assert scores[0] != scores[1]
    assert any(sheet.cell(row, 4).value for sheet in (first, second) for row in range(15, 73))


def test_the_verb_writes_both_languages_and_nothing_over_what_was_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert template("samson") == 0
    names = [path.name for path in sorted((tmp_path / "templates").iterdir())]
    assert names == [f"samson_{one}.xlsx" for one in ("en", "example_en", "example_nb", "nb")]
    assert template("samson", language="nb", output=Path("ark.xlsx")) == 0
    assert (tmp_path / "ark.xlsx").read_bytes() == (tmp_path / "templates" / "samson_nb.xlsx").read_bytes()
    assert capsys.readouterr().out.endswith("ark.xlsx: written\n")


def test_words_are_known_in_both_languages() -> None:
    assert [find_word(text, COLUMNS) for text in ("Skår 0–10", "Action 2", "nr.", "Vekting", "")] == [
        *("score", "action", "number", "", "")
    ]
    assert [find_word(text, HEAD) for text in ("Økt", "SESSION", "Dato:")] == ["session", "session", "date"]
    assert begins_sheet("  score   SHEET ", SHEET) and not begins_sheet("Score sheets", SHEET)
    words = [word.casefold() for named in (*HEAD.values(), *COLUMNS.values()) for word in set(named.values())]
    assert len(words) == len(set(words))
