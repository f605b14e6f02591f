"""A fault in the configuration and one in a raw file are told in the same breath."""

from pathlib import Path

import pytest

from analysis import cli
from tests.tiny_study import change_answer, read_sources, write_tiny_study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_tiny_study(tmp_path)
    monkeypatch.chdir(folder)
    return folder


def test_a_sound_study_has_no_problems(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "No problems: 2 cases, 5 raw files.\n"


def test_a_key_and_a_cell_are_told_at_once(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_answer(study, item="q03", value="9")
    plan = study / "config" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8") + "famillies: {}\n", "utf-8")
    assert cli.main(["check"]) == 2
    told = capsys.readouterr().err
    assert "unknown key “famillies”" in told and "families" in told
    assert "row 3, column q03" in told and "seen:    9" in told
    assert told.startswith("2 problems must be mended first:")


def test_a_changed_file_is_refused_and_read_all_the_same(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (study / "config" / "sources.tsv").read_text("utf-8")
    change_answer(study, item="q03", value="9")
    (study / "config" / "sources.tsv").write_text(before, "utf-8")
    assert cli.main(["check"]) == 2
    told = capsys.readouterr().err
    assert "is not the file that was entered" in told and "row 3, column q03" in told


def test_a_study_file_that_cannot_be_read_is_told_alone(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "config" / "study.yaml").unlink()
    assert cli.main(["check"]) == 2
    assert "config/study.yaml: the file is missing" in capsys.readouterr().err


def test_one_broken_source_does_not_hide_another(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_answer(study, item="q03", value="9")
    path = next(row["path"] for row in read_sources(study) if row["part"] == "structure")
    (study / path).unlink()
    assert cli.main(["check"]) == 2
    told = capsys.readouterr().err
    assert "the file is missing" in told and "row 3, column q03" in told
