"""From LimeSurvey's files to answers: every form of headings and answers gives the same table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest import import_source
from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.limesurvey_structures import write_structure
from tests.limesurvey_survey import head, rows, write, write_part, write_syntax
from tests.tiny_study import refresh_hashes, write_tiny_study

KEY = b"a key for the tests, 32 bytes long"
INSTRUMENT = """\
id: lime
version: "1"
title: { nb: Skjema, en: Questionnaire }
source: { citation: Made for the tests., ours: true }
columns: ["{id}"]
versions:
  municipality: { group: municipality, label: { nb: Kommune, en: Municipal } }
parts:
  all: { label: { nb: Alt, en: All } }
answer_sets:
  agree:
    kind: choice
    level: ordinal
    answers:
      - { value: 1, label: { nb: Helt uenig, en: Strongly disagree } }
      - { value: 2, label: { nb: Både og, en: Neither } }
      - { value: 3, label: { nb: Enig, en: Agree } }
  employed:
    kind: choice
    level: nominal
    answers:
      - { value: 1, label: { nb: Ja, en: "Yes" } }
      - { value: 2, label: { nb: Nei, en: "No" } }
  tick: { kind: ticked, level: nominal }
  rank: { kind: number, level: ordinal, minimum: 1, maximum: 3 }
  text: { kind: text, level: none }
items:
  - { id: often, number: 41, part: all, answers: agree, label: { nb: Vi møtes ofte, en: We meet often } }
  - { id: openly, number: 42, part: all, answers: agree, label: { nb: Vi møtes åpent, en: We meet openly } }
  - { id: mail, number: 43, part: all, answers: tick, of: q3, option: A, label: { nb: E-post, en: E-mail } }
  - { id: meet, number: 44, part: all, answers: tick, of: q3, option: B, label: { nb: Møter, en: Meetings } }
  - { id: q4, number: 45, part: all, answers: employed,
      label: { nb: Er du ansatt?, en: "Are you employed?" } }
  - { id: money, number: 46, part: all, answers: rank, of: q5, option: B1,
      label: { nb: Økonomi, en: Economy } }
  - { id: green, number: 47, part: all, answers: rank, of: q5, option: B2,
      label: { nb: Miljø, en: Environment } }
  - { id: fame, number: 48, part: all, answers: rank, of: q5, option: B3,
      label: { nb: Ære, en: Honour } }
  - { id: q6, number: 49, part: all, answers: text, label: { nb: "Noe mer?", en: "Anything else?" } }
families: {}
band_sets: {}
scales: []
"""
ITEMS = ["often", "openly", "mail", "meet", "q4", "money", "green", "fame", "q6"]
READ = [
    ["3", "1", "1", "0", "1", "3", "1", "2", "Først «ett» møte;\nså ett til, gjerne"],
    ["2", "", "0", "1", "2", "1", "", "", ""],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    study = write_tiny_study(tmp_path / "study")
    (study / "config" / "instruments" / "lime.yaml").write_text(INSTRUMENT, "utf-8")
    (study / "data" / "raw" / "lime").mkdir(parents=True)
    return study


def import_files(folder: Path, form: str, **parts: str) -> tuple[list[list[str]], pd.DataFrame]:
    """The answers of those who count, as text, and the receipts."""
    sources = folder / "config" / "sources.tsv"
    lines = [line for line in sources.read_text("utf-8").splitlines() if not line.startswith("lime\t")]
    for part, name in parts.items():
        path = f"data/raw/lime/{name}"
        lines.append(
            f"lime\tsurvey\t{part}\t{form}\tlime\tmunicipality\tnorth-farm\tw2018\tmunicipality\t{path}\t"
        )
    sources.write_text("\n".join(lines) + "\n", "utf-8")
    refresh_hashes(folder)
    imported = import_source(load_study(folder), "lime", KEY)
    read = imported.responses.sort_values("often", ascending=False)[ITEMS].astype("string").fillna("")
    return read.values.tolist(), imported.receipts


@pytest.mark.parametrize("heading", ["codes", "texts", "abbreviated", "codetext"])
@pytest.mark.parametrize("answer", ["codes", "texts"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_form_gives_the_same_answers(folder: Path, heading: str, answer: str, language: str) -> None:
    raw = folder / "data" / "raw" / "lime"
    write(raw / "results.csv", [head(heading, language), *rows(answer, language)])
    write_part(raw / "survey.lss", "structure", write_structure(new=language == "nb"))
    read, receipts = import_files(folder, "limesurvey", answers="results.csv", structure="survey.lss")
    assert read == READ
    left_out = receipts[receipts["what"] == "row_left_out"]
    assert left_out[["row", "why"]].values.tolist() == [
        [4, "status_partial"],
        [5, "status_opened"],
        [6, "blank_row"],
    ]


def test_the_r_export_gives_the_same_answers(folder: Path) -> None:
    raw = folder / "data" / "raw" / "lime"
    write(raw / "survey_1_R_data_file.csv", [head("codes"), *rows("r")])
    write_part(raw / "survey_1_R_syntax_file.R", "syntax", write_syntax())
    names = {"answers": "survey_1_R_data_file.csv", "syntax": "survey_1_R_syntax_file.R"}
    assert import_files(folder, "limesurvey", **names)[0] == READ
    assert import_files(folder, "auto", **names)[0] == READ


def test_without_a_structure_texts_are_enough(folder: Path) -> None:
    write(folder / "data" / "raw" / "lime" / "results.csv", [head("texts"), *rows("texts")])
    assert import_files(folder, "limesurvey", answers="results.csv")[0] == READ


def test_codes_that_nothing_explains_are_refused(folder: Path) -> None:
    write(folder / "data" / "raw" / "lime" / "results.csv", [head("texts"), *rows("codes")])
    with pytest.raises(ProblemsFound) as caught:
        import_files(folder, "limesurvey", answers="results.csv")
    seen = [problem.seen for problem in caught.value.problems]
    assert {"A3", "A2", "A1"} <= set(seen)
