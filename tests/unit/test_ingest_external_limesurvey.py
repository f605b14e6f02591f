"""A structure that LimeSurvey itself wrote, which is not part of the repository.

`ANALYSIS_EXTERNAL_EXPORTS` names its folder. What is expected was read in the file by hand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.formats.limesurvey import recognise
from analysis.ingest.formats.limesurvey.columns import expect_columns
from analysis.ingest.formats.limesurvey.structure import read_structure
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from tests.limesurvey_survey import read_files, write, write_part

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)
NAME = "survey-one-question-two-languages.lss"


def find() -> Path:
    return Path(EXPORTS) / "limesurvey" / NAME


def test_a_structure_with_one_question_in_two_languages() -> None:
    structure = read_structure(find(), NAME)
    # The languages stand as et, en; the survey's own row names English as its base language.
    assert (structure.version, structure.languages) == ("630", ("en", "et"))
    (question,) = structure.questions
    assert (question.id, question.code, question.kind, question.other) == ("1933", "Q1", "T", False)
    assert question.texts == {"en": "", "et": ""}
    (column,) = expect_columns(structure)
    assert (column.name, column.role, column.question.options) == ("Q1", "answer", {})


def test_it_is_recognised_as_a_structure() -> None:
    sighting = recognise(Look(NAME, "xml", text=find().read_text(encoding="utf-8")))
    assert sighting is not None
    assert (sighting.part, sighting.sure) == ("structure", True)


def test_answers_to_it_are_read_with_it(tmp_path: Path) -> None:
    structure = write_part(tmp_path / NAME, "structure", find().read_text(encoding="utf-8"))
    table = [["id", "submitdate", "startlanguage", "Q1"], ["1", "2020-02-03 10:11:12", "et", "Õun, «æble»"]]
    export = read_files(write(tmp_path / "results.csv", table), structure)
    assert export.cells["Q1"].tolist() == ["Õun, «æble»"]
    assert (export.described, list(export.questions)) == (True, ["Q1"])
    assert {line["after"] for line in export.receipts if line["why"] == "structure_file"} == {
        "XML, DBVersion 630, en, et"
    }


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_any_part_of_it_is_refused(tmp_path: Path, share: float) -> None:
    data = find().read_bytes()
    (tmp_path / NAME).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ProblemsFound, match="it is damaged or cut off"):
        read_structure(tmp_path / NAME, NAME)
