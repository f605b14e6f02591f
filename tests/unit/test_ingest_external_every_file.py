"""Every file of the folder of real exports is known for what it is, and one that is no survey is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.ingest.detection import find_candidates, look_at
from analysis.ingest.exports import RawFile
from analysis.ingest.formats import FORMATS
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

EXPORTS = os.environ.get("ANALYSIS_EXTERNAL_EXPORTS", "")
pytestmark = pytest.mark.skipif(
    not EXPORTS, reason="ANALYSIS_EXTERNAL_EXPORTS names no folder of real exports"
)
# What the folder's own page says of each file, by the end of its name.
KNOWN = {
    "kobo/kobotoolbox_submissions.csv": ("kobo", "answers"),
    "kobo/odk_submissions.csv": ("kobo", "answers"),
    "kommune/kommuner-1994-2024.xlsx": ("table", "answers"),
    "limesurvey/survey-one-question-two-languages.lss": ("limesurvey", "structure"),
    "nettskjema/nettskjema_123823_csv-report.csv": ("nettskjema", "answers"),
    "nettskjema/nettskjema_123823_elements_codebook.json": ("nettskjema", "codebook"),
    "qualtrics/qualtrics_sample.csv": ("qualtrics", "answers"),
    "qualtrics/qualtrics_sample_legacy.csv": ("qualtrics", "answers"),
}
BY_END = {
    "_data.csv": ("redcap", "answers"),
    "_event.csv": ("redcap", "answers"),
    "_arm.csv": ("redcap", "answers"),
    "_dictionary.csv": ("redcap", "dictionary"),
    "_metadata.csv": ("redcap", "dictionary"),
    "_HEADERONLY.csv": ("surveyxact", "answers"),
    "_structure.csv": ("surveyxact", "structure"),
    "_labels.csv": ("surveyxact", "labels"),
    ".sav": ("spss", "answers"),
    ".dta": ("stata", "answers"),
}
CODINGS = ".qdpx"


def files() -> list[str]:
    folder = Path(EXPORTS or ".")
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"]
    return sorted(path.relative_to(folder).as_posix() for path in found) if EXPORTS else []


@pytest.mark.parametrize("name", files())
def test_the_format_and_the_part(name: str) -> None:
    path = Path(EXPORTS) / name
    if name.endswith(CODINGS):
        with pytest.raises(ProblemsFound, match="a zip archive and no workbook"):
            look_at(path, name)
        return
    expected = KNOWN.get(name) or next(about for end, about in BY_END.items() if name.endswith(end))
    [candidate] = find_candidates(look_at(path, name))
    assert (candidate.format.id, candidate.sighting.part) == expected


def test_the_list_of_municipalities_as_a_plain_table() -> None:
    path = Path(EXPORTS) / "kommune" / "kommuner-1994-2024.xlsx"
    export = FORMATS["table"].read({"answers": RawFile("answers", path, path.name)}, SourceOptions())
    assert export.cells.shape == (862, 4)
    assert export.cells.columns.tolist() == ["GRUPPEKODE", "GRUPPETEKST", "KODE", "TEKST"]
    # A number keeps its leading zero, as the sheet has it as text.
    assert export.cells.loc[4].tolist() == ["K.3101", "Halden", "0101", "Halden (-2019)"]
    assert export.cells.loc[863, "TEKST"] == "Uoppgitt kommune"
    assert {line["why"]: line.get("count") for line in export.receipts}["no_id_column"] == 862
