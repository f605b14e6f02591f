"""What inspect tells of a file of codings, and that check reads codings and ratings too."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.problems import ProblemsFound
from analysis.sources import COLUMNS, hash_file
from analysis.verbs import check, inspect
from tests.codings.common import GIVEN
from tests.codings.study import SESSIONS, add_source, write_codings_study
from tests.codings.tables import write_coders, write_long


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_codings_study(tmp_path))
    return tmp_path


def test_inspect_tells_tool_texts_coders_codes_and_what_to_enter(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "data" / "raw" / "Kodede samtaler.csv"
    content = write_long().replace(";Ola;", ";Olga;").replace("steinkjer;", "Steinkjer 2;")
    path.write_bytes(content.replace(";legal\r", ";Prat\r").encode("utf-8"))
    assert inspect(path) == 0
    told = capsys.readouterr().out
    assert "Format       table: a plain table, codings of texts, the file “rows”" in told
    assert f"Codings      {len(GIVEN)}" in told
    assert "  arendal: 233 characters, 10 codings, session first" in told
    assert "  Kari: 6 codings, coder_a in sessions.yaml" in told
    assert "  Olga: 5 codings\n" in told
    assert "as samskaping2018 (Codebook of the focus groups on co-creation, 2018): 6 of 7" in told
    assert "    not in it: Prat (2)" in told
    row = next(line for line in told.splitlines() if line.startswith("kodede-samtaler\t"))
    cells = dict(zip(COLUMNS, row.split("\t"), strict=True))
    assert cells == {
        "source": "kodede-samtaler",
        "kind": "codings",
        "part": "rows",
        "format": "table",
        "instrument": "samskaping2018",
        "version": "",
        "case": "*",
        "wave": "w2018",
        "group": "",
        "path": "data/raw/Kodede samtaler.csv",
        "sha256": hash_file(path),
    }
    assert 'coders:\n  - id: coder_d\n    names: ["Olga"]\n' in told
    assert '    documents: ["Steinkjer 2"]' in told
    assert '["arendal"]' not in told


def test_inspect_tells_why_a_file_of_codings_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "codings.csv"
    path.write_text("document;unit;coder;code\na;1;Kari;\n", "utf-8")
    assert inspect(path) == 2
    assert "It cannot be read yet:\n  " in capsys.readouterr().out


def test_inspect_still_knows_surveys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert inspect(Path("data/raw/tiny/municipality_answers.csv")) == 0
    assert "Format       nettskjema" in capsys.readouterr().out


def test_check_reads_codings_and_ratings_and_tells_all_at_once(folder: Path) -> None:
    add_source(folder, "talk", write_coders())
    add_source(folder, "judged", "case;coder;position\nnorth-farm;Kari;4\n", kind="judgements", instrument="")
    assert check() == 0
    add_source(folder, "more", write_long([GIVEN[0]]).replace(";Kari;", ";Karl;"))
    add_source(folder, "again", "case;coder;position\nnorth-farm;Kari;44\n", kind="judgements", instrument="")
    with pytest.raises(ProblemsFound) as found:
        check()
    message = str(found.value)
    assert "there is no coder “Karl”" in message
    assert "the text “arendal” is another one in data/raw/talks/talk.csv" in message
    assert "again.csv, row 2, column position" in message


def test_faults_of_the_sessions_hide_what_only_follows_from_them(folder: Path) -> None:
    add_source(folder, "talk", write_coders())
    (folder / "config" / "sessions.yaml").write_text(SESSIONS.replace("wave:", "waves:"), "utf-8")
    with pytest.raises(ProblemsFound) as found:
        check()
    assert {problem.file for problem in found.value.problems} == {"config/sessions.yaml"}
