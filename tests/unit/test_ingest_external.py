"""Files that Nettskjema and SurveyXact made themselves, which are not part of the repository.

`ANALYSIS_EXTERNAL_EXPORTS` names their folder. The numbers and texts expected were read in the files by hand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.detection import look_at
from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import nettskjema, surveyxact
from analysis.ingest.formats.surveyxact.files import STATUSES, read_answers, read_labels, read_structure
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)
REPORT, CODEBOOK = "nettskjema_123823_csv-report.csv", "nettskjema_123823_elements_codebook.json"
VARIANTS = [("semicolon_ansi", "Windows-1252, semicolons"), ("tab_utf16", "UTF-16, tabs")]


def find(tool: str, name: str) -> Path:
    return Path(EXPORTS) / tool / name


def read_nettskjema(*parts: str) -> Export:
    names = {"answers": REPORT, "codebook": CODEBOOK}
    files = {part: RawFile(part, find("nettskjema", names[part]), names[part]) for part in parts}
    return nettskjema.read(files, SourceOptions())


def test_a_report_from_nettskjema() -> None:
    export = read_nettskjema("answers", "codebook")
    assert export.cells.shape == (3, 30)
    assert (export.cells.index.tolist(), export.blank) == ([2, 3, 4], [])
    assert export.ids.tolist() == ["27685292", "27685302", "27685319"]
    assert export.times is not None
    # Two hours before the clock in the file, which was set to summer time.
    assert export.times.tolist() == ["2023-06-01T18:57:15", "2023-06-01T18:58:33", "2023-06-01T18:59:50"]
    columns = ["freetext", "radio", "checkbox.logs", "radio_matrix.grants", "checkbox_matrix.2.colleague"]
    assert export.cells[columns].values.tolist() == [
        ["some text", "1", "0", "1", "0"],
        ["another answer", "-1", "1", "3", "0"],
        ["", "-1", "1", "1", "1"],
    ]
    assert export.cells["number_decimal"].tolist() == ["4.5", "2.2", "10.0"]
    assert export.cells["slider"].tolist() == ["3", "1", "9"]
    assert export.tool_columns == {
        "$submission_id": "answer_id",
        "$created": "tool_column",
        "$answer_time_ms": "tool_column",
        "attachment_1": "identifier",
        "attachment_2": "identifier",
    }
    assert [line["after"] for line in export.receipts if line["what"] == "file_read"] == [
        "UTF-8, semicolons",
        "UTF-8, JSON",
    ]


def test_a_codebook_from_nettskjema_describes_the_reports_columns() -> None:
    export = read_nettskjema("answers", "codebook")
    questions = export.questions
    assert set(questions) == {name for name in export.cells.columns if not name.startswith("$")}
    assert questions["radio"].options == {"1": "Very happy!", "-1": "Very unhappy!"}
    assert questions["dropdown"].options == {"4": "UiO", "9": "OsloMet"}
    assert questions["radio_matrix.grants"].options == {"1": "yes", "2": "no", "3": "not applicable"}
    asked = questions["radio_matrix.lecture"]
    assert (asked.text, asked.part) == ("In the last month I have", "held a lecture")
    assert (asked.code, asked.part_code) == ("radio_matrix", "lecture")
    ticked = questions["checkbox.events"]
    assert (ticked.text, ticked.part) == ("What do we use it for?", "Event sign-ups")
    ticked = questions["checkbox_matrix.2.colleague"]
    assert (ticked.text, ticked.part) == ("In the last year, I have: received e-mails from", "A colleague")
    assert (ticked.code, ticked.part_code) == ("checkbox_matrix.2", "colleague")
    assert (questions["slider"].maximum, questions["number_integer"].maximum) == (10, 100)


def test_a_report_from_nettskjema_without_its_codebook() -> None:
    export = read_nettskjema("answers")
    assert export.questions["checkbox_matrix.1.union"].part_code == "union"
    assert {name for name, why in export.tool_columns.items() if why == "identifier"} == {
        "attachment_1",
        "attachment_2",
    }


@pytest.mark.parametrize(("variant", "form"), VARIANTS)
def test_a_structure_and_labels_from_surveyxact(variant: str, form: str) -> None:
    structure = read_structure(find("surveyxact", f"ex_survey2_{variant}__structure.csv"), "structure.csv")
    labels = read_labels(find("surveyxact", f"ex_survey2_{variant}__labels.csv"), "labels.csv")
    assert (structure.form, labels.form) == (form, form)
    assert (len(structure.rows), len(labels.rows)) == (242, 1199)
    assert ["s_2", "2", "Kunst, design og arkitektur"] in labels.rows
    statuses = [row[-2:] for row in structure.rows if row[0] == "statoverall"]
    assert statuses == [[str(code), name] for code, (_, name) in STATUSES.items()]


@pytest.mark.parametrize(("variant", "form"), VARIANTS)
def test_questions_from_surveyxact(tmp_path: Path, variant: str, form: str) -> None:
    """The real header with two rows of ours below it: nobody's answers were given away."""
    parts = {"answers": "dataset_HEADERONLY", "structure": "structure", "labels": "labels"}
    paths = {part: find("surveyxact", f"ex_survey2_{variant}__{name}.csv") for part, name in parts.items()}
    encoding = "utf-16" if "utf16" in variant else "cp1252"
    separator, end = ("\t", "\r\n") if "utf16" in variant else (";", "\n")
    header = paths["answers"].read_bytes().decode(encoding).removesuffix(end)
    names = header.split(separator)
    rows = [separator.join("1" if name == tick else "0" for name in names) for tick in ("stato_4", "stato_2")]
    made = tmp_path / "dataset.csv"
    made.write_bytes((end.join([header, *rows]) + end).encode(encoding))
    files = {part: RawFile(part, path, part) for part, path in (paths | {"answers": made}).items()}
    export = surveyxact.read(files, SourceOptions())
    assert export.cells.shape == (2, 242)
    assert export.statuses.tolist() == ["completed", "never_opened"]
    assert set(export.questions) == set(names)
    assert [name for name, why in export.tool_columns.items() if why == "status_column"] == names[-9:-4]
    several = export.questions["s_4_2"]
    assert (several.code, several.part_code) == ("s_4", "3")
    assert several.text == "Hvilket programområde (linje) går du på?"
    assert several.part == "Språkfag, samfunnsfag og økonomi"
    assert several.options == {"0": "Ikke valgt", "1": "Valgt"}
    single = export.questions["s_6"]
    assert list(single.options) == ["5", "1", "3", "4", "7", "6", "8"]
    assert single.options["5"] == "Da jeg gikk på barneskolen"


@pytest.mark.parametrize(("variant", "form"), VARIANTS)
def test_a_dataset_from_surveyxact_without_rows_is_refused(variant: str, form: str) -> None:
    path = find("surveyxact", f"ex_survey2_{variant}__dataset_HEADERONLY.csv")
    with pytest.raises(ProblemsFound) as caught:
        read_answers(path, "dataset.csv")
    assert [problem.what for problem in caught.value.problems] == ["the file has a header and no rows"]


@pytest.mark.parametrize(
    ("tool", "name", "part"),
    [
        ("nettskjema", REPORT, "answers"),
        ("nettskjema", CODEBOOK, "codebook"),
        *(
            ("surveyxact", f"ex_survey2_{variant}__{name}.csv", part)
            for variant, _ in VARIANTS
            for name, part in (
                ("dataset_HEADERONLY", "answers"),
                ("structure", "structure"),
                ("labels", "labels"),
            )
        ),
    ],
)
def test_what_the_files_are_is_seen(tool: str, name: str, part: str) -> None:
    look = look_at(find(tool, name), name)
    formats = {"nettskjema": nettskjema.FORMAT, "surveyxact": surveyxact.FORMAT}
    seen = {id: sighting.part for id, one in formats.items() if (sighting := one.recognise(look))}
    assert seen == {tool: part}
