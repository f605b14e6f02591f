"""The SoImpact workbook: its sheets and headings, what is locked and offered, and always the same bytes."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis import cli
from analysis.ingest.measurements import read_measurements
from analysis.problems import ProblemsFound
from analysis.templates import make_template
from analysis.templates.soimpact_columns import TABLES
from analysis.templates.soimpact_texts import STEPS
from analysis.templates.soimpact_words import CHOICES, SHEETS
from tests.tiny_study import KEY
from tests.unit.soimpact_study import make_study

LANGUAGES = ("nb", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def files(language: str) -> dict[str, bytes]:
    return make_template("soimpact", language, None)


@pytest.fixture(scope="module")
def book(files: dict[str, bytes], language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files[f"soimpact_{language}.xlsx"]))


def offered(sheet: Worksheet, place: str) -> list[str]:
    found = [one for one in sheet.data_validations.dataValidation if place in one.cells]
    assert len(found) == 1
    return str(found[0].formula1).strip('"').split(",") if found[0].type == "list" else []


def test_the_sheets_and_headings_stand_in_the_language(book: openpyxl.Workbook, language: str) -> None:
    assert book.sheetnames == [words.get(language) for words in SHEETS.values()]
    for part, headings in TABLES.items():
        row = [cell.value for cell in book[SHEETS[part].get(language)][1]]
        assert row == [heading.name.get(language) for heading in headings]


def test_headings_are_locked_and_cells_below_are_not(book: openpyxl.Workbook, language: str) -> None:
    for sheet in book:
        assert sheet.protection.sheet and not sheet.protection.password
    for part, headings in TABLES.items():
        sheet = book[SHEETS[part].get(language)]
        assert all(cell.protection.locked for cell in sheet[1])
        assert not any(cell.protection.locked for row in sheet["2:50"] for cell in row[: len(headings)])
        assert sheet.freeze_panes == "B2"
    plan = book[SHEETS["plan"].get(language)]
    assert not plan["B3"].protection.locked and plan["A3"].protection.locked


def test_every_choice_has_its_drop_down(book: openpyxl.Workbook, language: str) -> None:
    seen = set()
    for part, headings in TABLES.items():
        sheet = book[SHEETS[part].get(language)]
        for cell, heading in zip(sheet[2], headings, strict=True):
            words = [word.get(language) for word in CHOICES.get(heading.role, {}).values()]
            assert offered(sheet, cell.coordinate) == words
            seen |= {heading.role} if words else set()
    assert seen == set(CHOICES)


def test_the_ten_steps_are_told(book: openpyxl.Workbook, language: str) -> None:
    column = [cell.value for cell in book[SHEETS["guide"].get(language)]["A"] if cell.value]
    named = [f"{number}. {step.name.get(language)}" for number, step in enumerate(STEPS, 1)]
    assert [text for text in column if text in named] == named and len(named) == 10
    plan = [cell.value for cell in book[SHEETS["plan"].get(language)]["A"]]
    assert [text for text in plan if text in named] == [named[number] for number in (0, 1, 2, 3, 9)]


def test_the_same_bytes_twice(files: dict[str, bytes], language: str) -> None:
    assert make_template("soimpact", language, None) == files


def test_the_example_is_filled_in_and_never_read(
    files: dict[str, bytes], language: str, tmp_path: Path
) -> None:
    (tmp_path / "example.xlsx").write_bytes(files[f"soimpact_example_{language}.xlsx"])
    study = make_study(tmp_path, {"workbook": "example.xlsx"})
    with pytest.raises(ProblemsFound, match="the template's filled example, which is never read"):
        read_measurements(study, KEY)
    book = openpyxl.load_workbook(tmp_path / "example.xlsx")
    assert all(book[SHEETS[part].get(language)]["A2"].value for part in TABLES)
    # Whoever takes its first sheet away has its indicators still.
    del book[book.sheetnames[0]]
    book.save(tmp_path / "example.xlsx")
    with pytest.raises(ProblemsFound, match="an indicator of the template's example, which is never read"):
        read_measurements(study, KEY)


def test_the_verb_writes_both_languages_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f"templates/soimpact_{more}{one}.xlsx" for one in LANGUAGES for more in ("", "example_")]
    assert cli.main(["template", "soimpact"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{name}: written" for name in names]
    assert sorted(path.as_posix() for path in Path().rglob("*.xlsx")) == sorted(names)
    assert cli.main(["template", "soimpact", "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{name}: stands there already" for name in names[2:]]


def test_the_verb_never_writes_over_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ours.xlsx").write_text("filled in")
    assert cli.main(["template", "soimpact", "--output", "ours.xlsx"]) == 2
    assert Path("ours.xlsx").read_text() == "filled in"
    assert capsys.readouterr().err.splitlines()[2:4] == [
        "ours.xlsx: another file has this name, perhaps one that was filled in",
        "    do:      rename or move it, or name another file with --output",
    ]
    assert cli.main(["template", "soimpact", "--output", "new/mine.xlsx", "--language", "en"]) == 0
    assert [path.name for path in Path("new").iterdir()] == ["mine.xlsx"]
    assert "Indicators" in openpyxl.load_workbook("new/mine.xlsx").sheetnames


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["solimpact"], "template: there is no template “solimpact”"),
        (["soimpact", "--language", "nn"], "template: there is no language “nn”"),
    ],
)
def test_a_template_that_does_not_exist(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["template", *words]) == 2
    lines = capsys.readouterr().err.splitlines()
    near = {"solimpact": "did you mean “soimpact”?", "nn": "name one of: nb, en"}[words[-1]]
    assert lines[2] == told and lines[5] == f"    do:      {near}"
    assert not list(tmp_path.iterdir())
