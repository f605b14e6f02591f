"""An inspection tells what a file is, and its rows can be pasted into sources.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cli import main
from analysis.ingest import import_source
from analysis.ingest.inspection import inspect_file
from analysis.ingest.inspection_text import tell_inspection
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from analysis.sources import COLUMNS
from analysis.study import Study, load_study
from tests.exports.variants import VARIANTS, write_variant
from tests.exports.written import write_text, write_workbook
from tests.tiny_study import KEY
from tests.unit.test_ingest_every_format import expected, read_rows

OPEN = {"<version>": "municipality", "<group>": "municipality", "<wave>": "w2018"}


def tell(path: Path, study: Study) -> str:
    inspection = inspect_file(path, study.instruments, SourceOptions())
    return tell_inspection(inspection, study, study.root)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_rows_to_paste_read_the_export(tmp_path: Path, variant: str) -> None:
    folder = write_variant(tmp_path, variant)
    study = load_study(folder)
    told = tell(folder / study.sources[0].path, study)
    rows = [line for line in told.splitlines() if line.count("\t") == len(COLUMNS) - 1]
    assert len(rows) == len(study.sources)
    for name, meant in OPEN.items():
        rows = [row.replace(name, meant) for row in rows]
    (folder / "config" / "sources.tsv").write_text("\n".join(["\t".join(COLUMNS), *rows]) + "\n", "utf-8")
    pasted = load_study(folder)
    assert {file.format for file in pasted.sources} == {VARIANTS[variant][0]}
    [source] = pasted.source_ids
    assert read_rows(import_source(pasted, source, KEY).responses) == expected()


@pytest.mark.parametrize(
    ("variant", "lines"),
    [
        (
            "qualtrics, three rows",
            [
                "Format       qualtrics: Qualtrics, the file “answers”",
                "  the file with the answers: UTF-8, commas",
                "Rows         7: 7 completed",
                "Identifiers  IPAddress",
                "As tiny (The smallest questionnaire): 10 of 10 items have a column",
                "  <version>: municipality, social_enterprise",
            ],
        ),
        (
            "surveyxact, UTF-16",
            [
                "  with       structure.csv as its file “structure”",
                "  with       labels.csv as its file “labels”",
                "  the file with the answers: UTF-16, tabs",
            ],
        ),
        ("spss", ["Format       spss: SPSS, the file “answers”"]),
        ("forms, workbook", ["  the file with the answers: xlsx, sheet “Sheet1”"]),
    ],
)
def test_what_is_told(tmp_path: Path, variant: str, lines: list[str]) -> None:
    study = load_study(write_variant(tmp_path, variant))
    told = tell(study.root / study.sources[0].path, study).splitlines()
    assert [line for line in lines if not any(one.startswith(line) for one in told)] == []


def test_items_without_a_column_are_named_with_the_nearest_one(tmp_path: Path) -> None:
    study = load_study(write_variant(tmp_path, "table, semicolons"))
    path = study.root / study.sources[0].path
    path.write_bytes(path.read_bytes().replace(b"q07", b"qq7"))
    told = tell(path, study)
    assert "9 of 10 items have a column" in told
    assert "  missing    q07 did you mean “qq7”?" in told
    assert "  no item    qq7" in told


def test_identifiers_are_found_and_never_shown(tmp_path: Path) -> None:
    rows = [["id", "q02", "Din e-post", "merknad"], ["1", "2", "kari@example.org", "ring 91 23 45 67"]]
    path = write_text(tmp_path / "x.csv", rows, ";", "utf-8")
    study = load_study(write_variant(tmp_path / "study", "table, semicolons"))
    told = tell(path, study)
    assert "Identifiers  Din e-post, merknad" in told
    assert "1 of 10 items have a column" in told
    assert "kari@" not in told and "91 23" not in told


def test_a_workbook_of_several_sheets_names_them_and_can_be_told_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [["id", "q02"], ["1", "2"], ["2", "1"]]
    path = write_workbook(tmp_path / "two.xlsx", {"Ark1": table, "Notater": [["Sist endret"], ["i dag"]]})
    monkeypatch.chdir(tmp_path)
    assert main(["inspect", path.name]) == 2
    told = capsys.readouterr().out
    assert "Ark1" in told and "Notater" in told and "  Look at one of them with --sheet NAME." in told
    assert main(["inspect", path.name, "--sheet", "Ark1"]) == 0
    assert "Rows         2: 2 completed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0 and more", "an old or password-protected Office file"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF document"),
        ("a.csv", b"", "the file is empty"),
        ("a.qda", b"SQLite format 3\0...", "a database"),
        ("a.xml", b"<?xml version='1.0'?><survey/>", "the file looks like no export that is known here"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ProblemsFound, match=what):
        inspect_file(tmp_path / name, {}, SourceOptions())


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "nowhere/x.csv"]) == 2
    assert "nowhere/x.csv: there is no such file" in capsys.readouterr().err


def test_an_entered_file_is_named_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = load_study(write_variant(tmp_path, "table, semicolons"))
    monkeypatch.chdir(tmp_path)
    assert main(["inspect", study.sources[0].path]) == 0
    assert "as a file of the source “variant”" in capsys.readouterr().out
