"""Files made by the tools themselves, which are not part of the repository.

`ANALYSIS_EXTERNAL_EXPORTS` names their folder. The numbers expected were counted in the files by hand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.formats.nettskjema import read_answers, read_codebook
from analysis.ingest.formats.surveyxact import DIALECT, STATUSES, read_labels, read_structure
from analysis.problems import ProblemsFound

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)
VARIANTS = [("semicolon_ansi", "Windows-1252, semicolons"), ("tab_utf16", "UTF-16, tabs")]


def find(tool: str, name: str) -> Path:
    return Path(EXPORTS) / tool / name


def test_a_report_from_nettskjema() -> None:
    sheet = read_answers(find("nettskjema", "nettskjema_123823_csv-report.csv"), "report.csv")
    assert (len(sheet.header), sheet.numbers, sheet.blank) == (30, [2, 3, 4], [])
    assert sheet.form == "UTF-8, semicolons"
    row = dict(zip(sheet.header, sheet.rows[0], strict=True))
    assert (row["$submission_id"], row["number_integer"], row["attachment_1"]) == (
        "27685292",
        "77.0",
        "sølvi.png",
    )


def test_a_codebook_from_nettskjema_describes_the_reports_columns() -> None:
    path = find("nettskjema", "nettskjema_123823_elements_codebook.json")
    questions = read_codebook(path, "codebook.json")
    sheet = read_answers(find("nettskjema", "nettskjema_123823_csv-report.csv"), "report.csv")
    assert set(questions) == {name for name in sheet.header if not name.startswith("$")}
    assert questions["radio"].options == {"1": "Very happy!", "-1": "Very unhappy!"}
    assert list(questions["radio_matrix.grants"].options) == ["1", "2", "3"]
    assert (questions["slider"].maximum, questions["number_integer"].maximum) == (10, 100)


@pytest.mark.parametrize(("variant", "form"), VARIANTS)
def test_a_structure_and_labels_from_surveyxact(variant: str, form: str) -> None:
    structure = read_structure(find("surveyxact", f"ex_survey2_{variant}__structure.csv"), "structure.csv")
    labels = read_labels(find("surveyxact", f"ex_survey2_{variant}__labels.csv"), "labels.csv", DIALECT)
    assert (structure.form, labels.form) == (form, form)
    assert (len(structure.rows), len(labels.rows)) == (242, 1199)
    assert ["s_2", "2", "Kunst, design og arkitektur"] in labels.rows
    statuses = [row[-2:] for row in structure.rows if row[0] == "statoverall"]
    assert statuses == [[str(code), name] for code, (_, name) in STATUSES.items()]


@pytest.mark.parametrize(("variant", "form"), VARIANTS)
def test_a_dataset_from_surveyxact_without_rows_is_refused(variant: str, form: str) -> None:
    from analysis.ingest.formats.surveyxact import read_answers as read_dataset

    with pytest.raises(ProblemsFound) as caught:
        read_dataset(find("surveyxact", f"ex_survey2_{variant}__dataset_HEADERONLY.csv"), "dataset.csv")
    assert [problem.what for problem in caught.value.problems] == ["the file has a header and no rows"]
