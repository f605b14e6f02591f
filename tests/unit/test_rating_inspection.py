"""What inspect tells of judgements, scorecards, codebook files and damaged projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.codebook_files import write_codebook
from analysis.codebooks import load_codebook
from analysis.problems import ProblemsFound
from analysis.sources import COLUMNS, hash_file
from analysis.verbs import inspect
from tests.codings.study import CODEBOOK, SESSIONS, add_source, load, write_codings_study
from tests.codings.tables import write_matrix
from tests.codings.taguette import write_taguette_table
from tests.exports.written import write_workbook
from tests.tiny_study import REPOSITORY

JUDGED = "koder;sak;plassering\nKari;north-farm;4\nOla;north-farm;7\nOla;south-cafe;\n"
SCORED = "case;session;felt;spørsmål;skår\nnorth-farm;1;Forankring;q1;7,5\nnorth-farm;1;shared_goals;q1;\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_codings_study(tmp_path))
    return tmp_path


def place(content: str, name: str, encoding: str = "utf-8") -> Path:
    path = Path("data/raw") / name
    path.write_text(content, encoding)
    return path


def cells_of(told: str, source: str) -> dict[str, str]:
    row = next(line for line in told.splitlines() if line.startswith(f"{source}\t"))
    return dict(zip(COLUMNS, row.split("\t"), strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_judgements_are_told_with_their_row(
    folder: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    path = place(JUDGED, "Dommer.csv", encoding)
    assert inspect(path) == 0
    told = capsys.readouterr().out
    assert "Format       table: a plain table, judgements of where cases stand, the file “rows”" in told
    assert "Judgements   2, of 1 cases\nJudges       2\n  coder_a: 1 judgements\n  coder_b: 1" in told
    assert "Positions    4 to 7, of a continuum from 1 to 9" in told
    assert cells_of(told, "dommer") == {
        "source": "dommer",
        "kind": "judgements",
        "part": "rows",
        "format": "table",
        "instrument": "",
        "version": "",
        "case": "*",
        "wave": "w2018",
        "group": "",
        "path": "data/raw/Dommer.csv",
        "sha256": hash_file(path),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_scores_are_told_with_their_row(
    folder: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    assert inspect(place(SCORED, "card.csv", encoding)) == 0
    told = capsys.readouterr().out
    assert "Scores       1 of 2 questions answered" in told
    assert "Cases        1, in 1 sessions\nFields       2: anchoring, shared_goals" in told
    cells = cells_of(told, "card")
    assert (cells["kind"], cells["instrument"], cells["case"]) == ("scorecards", "samson", "*")


def test_one_sheet_of_several_is_asked_for_and_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split(";") for line in JUDGED.splitlines()]
    path = write_workbook(folder / "data" / "raw" / "judges.xlsx", {"Les meg": [["hei"]], "Dommer": rows})
    assert inspect(path) == 2
    told = capsys.readouterr().out
    assert "“Les meg”, “Dommer”" in told and "Look at one of them with --sheet NAME." in told
    assert inspect(path, sheet="Dommer") == 0
    assert "Judgements   2, of 1 cases" in capsys.readouterr().out


def test_a_table_without_cases_leaves_the_case_to_the_team(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert inspect(place("coder;position\nKari;4\n", "one.csv")) == 0
    told = capsys.readouterr().out
    assert cells_of(told, "one")["case"] == "<case>"
    assert "  <case>: north-farm, south-cafe" in told


def test_faults_are_told_once_for_each_name_and_the_row_is_there_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place(JUDGED.replace("Ola", "Olav").replace(";4", ";44"), "judges.csv")
    assert inspect(path) == 2
    told = capsys.readouterr().out
    assert told.count("there is no coder “Olav”") == 1
    assert "rows 3, 4, column koder: there is no coder “Olav”" in told
    assert "or say whose it is under coders: in config/sources/judges.yaml" in told
    assert "row 2, column plassering: the judgement lies beyond the continuum of plan.yaml" in told
    assert cells_of(told, "judges")["kind"] == "judgements"


def test_a_plan_without_a_continuum_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = folder / "config" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").partition("continuum:")[0], "utf-8")
    assert inspect(place(JUDGED, "judges.csv")) == 2
    assert "The plan has no continuum yet: config/README.md" in capsys.readouterr().out


def test_the_scorecard_is_the_one_by_which_the_table_can_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cards = folder / "config" / "scorecards"
    other = (cards / "samson.yaml").read_text("utf-8").replace("id: samson", "id: other")
    (cards / "other.yaml").write_text(other.replace("shared_goals", "purpose").replace("Felles mål", "M"))
    assert inspect(place(SCORED, "card.csv")) == 0
    assert cells_of(capsys.readouterr().out, "card")["instrument"] == "samson"
    assert inspect(place(SCORED.replace("Forankring", "Annet"), "strange.csv")) == 2
    told = capsys.readouterr().out
    assert "No scorecard of config/scorecards has these fields." in told
    assert "  <scorecard>: other, samson" in told


def test_a_file_that_is_entered_keeps_its_source_and_its_wave(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = add_source(folder, "judged", JUDGED, kind="judgements", instrument="", name="x.csv")
    assert inspect(path) == 0
    assert cells_of(capsys.readouterr().out, "judged")["wave"] == "w2018"
    again = place(JUDGED + "\n", "judged.csv")
    assert inspect(again) == 0
    assert cells_of(capsys.readouterr().out, "judged-2")["kind"] == "judgements"


def test_a_codebook_is_told_with_the_row_beside_its_project(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = load_codebook(REPOSITORY / "config" / "codebooks" / f"{CODEBOOK}.yaml", REPOSITORY)
    path = place(write_codebook(book, "nb").decode("utf-8"), "book.qdc")
    assert inspect(path) == 0
    told = capsys.readouterr().out
    assert "a REFI-QDA codebook, the file “codebook” beside a project" in told
    assert "2018): 40 of 40 are in the codebook" in told
    cells = cells_of(told, "<source>")
    assert (cells["part"], cells["instrument"]) == ("codebook", CODEBOOK)
    assert inspect(place("<CodeBook/>", "old.qdc")) == 2
    assert "this version of REFI-QDA is not read" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "tool", "what"),
    [
        ("a.qdpx", "refi_qda", "this is no REFI-QDA project: it is not an archive"),
        ("data.qda", "qualcoder", "this is not an SQLite database"),
        ("a.rqda", "rqda", "this is not an SQLite database"),
        ("a.sqlite3", "taguette", "this is not an SQLite database"),
    ],
)
def test_a_damaged_project_is_known_by_the_ending_of_its_name(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, tool: str, what: str
) -> None:
    assert inspect(place("no project at all", name)) == 2
    told = capsys.readouterr().out
    assert f"Format       {tool}: " in told
    assert what in told


def test_codings_by_nobody_tell_where_to_say_who(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_taguette_table(folder / "data" / "raw" / "highlights.csv")
    assert inspect(path) == 0
    told = capsys.readouterr().out
    assert 'say who in config/sources/highlights.yaml:\n    coders: {"*": <coder>}' in told
    assert inspect(place(write_matrix(), "named.csv")) == 0
    assert "say who in" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["all", "unknown"])
@pytest.mark.parametrize("place", ["id: coder_b", "id: municipality", "id: first"])
def test_ids_that_the_results_need_are_refused(tmp_path: Path, name: str, place: str) -> None:
    folder = write_codings_study(tmp_path, SESSIONS.replace(place, f"id: {name}"))
    with pytest.raises(ProblemsFound, match=f"the results use “{name}” for"):
        load(folder)
