"""The reference study: made-up answers in the shape of the 2018 survey's exports.

No raw data of the 2018 study were published. What is written here lets the whole analysis run on
files as two survey tools write them, and gives back every fact that the report printed. A late wave, in
the formats of two more, shows how waves are linked. Seven focus groups are said and coded by nobody too.
The survey at the start and the end of the project of 2020-2024 has truths that its analysis is to find.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analysis.codebooks import load_codebook
from analysis.configuration import load_yaml
from analysis.instruments import Instrument, load_instrument
from analysis.problems import ProblemList
from analysis.reference_study import (
    design,
    nettskjema_export,
    qualtrics_export,
    soimpact_files,
    spss_export,
    start_end_files,
    surveyxact_export,
)
from analysis.reference_study.focus_groups import export_focus_groups
from analysis.reference_study.late_sheets import fill_late_sheets
from analysis.reference_study.late_wave import CASES as LATE_CASES
from analysis.reference_study.samson_sheets import export_score_sheets
from analysis.reference_study.sheets import fill_sheets
from analysis.reference_study.soimpact_books import export_workbooks
from analysis.reference_study.start_end import export_start_end
from analysis.reference_study.written_files import (
    CODEBOOK,
    FILES,
    FOLDER,
    LATE_FOLDER,
    LATE_PROVENANCE,
    LATE_WAVE,
    PROVENANCE,
    SCORECARD,
    SCORECARD_FOLDER,
    SCORECARD_PROVENANCE,
    TALK_FOLDER,
    TALK_PROVENANCE,
    WAVE,
    WrittenFile,
)
from analysis.scorecards import load_scorecard
from analysis.sources import COLUMNS, hash_file
from analysis.study import Settings
from analysis.tables import write_text

__all__ = ["FOLDER", "LATE_FOLDER", "SCORECARD_FOLDER", "TALK_FOLDER", "write_reference_study"]

INSTRUMENT = "ks2018"
WRITTEN = (*FILES, *soimpact_files.FILES, *start_end_files.FILES)
Shown = dict[str, tuple[int, str]]
"""For each case, the answer to Q1 that means it and the label shown."""


def write_reference_study(study_root: Path, seed: int) -> list[Path]:
    """Write the raw files of the reference study and their rows in sources.tsv.

    `study_root` holds config/study.yaml, the instruments ks2018 and startend, and what samson and
    samskaping2018 are scored and coded with. Rows of other sources are kept. The same seed and configuration
    give the same bytes. Returns the paths written, in order. Raises `ProblemsFound` where the configuration
    is wrong or lacks a case.
    """
    instrument = _load_instrument(INSTRUMENT, study_root)
    settings = load_yaml(study_root / "config" / "study.yaml", Settings, study_root)
    cases = _find_cases(settings, study_root)
    late = {case: shown for case, shown in cases.items() if case in LATE_CASES}
    codebook = load_codebook(study_root / "config" / "codebooks" / f"{CODEBOOK}.yaml", study_root)
    contents = _export(instrument, cases, seed) | _export_late(instrument, late, seed)
    contents |= {
        f"{TALK_FOLDER}/{name}": content for name, content in export_focus_groups(codebook, seed).items()
    }
    scorecard = load_scorecard(study_root / "config" / "scorecards" / f"{SCORECARD}.yaml", study_root)
    labels = {case: label for case, (_, label) in cases.items()}
    sheets = export_score_sheets(scorecard, labels, seed)
    contents |= {f"{SCORECARD_FOLDER}/{name}": content for name, content in sheets.items()}
    contents |= export_start_end(_load_instrument(start_end_files.INSTRUMENT, study_root), settings, seed)
    books = export_workbooks(seed)
    contents |= {f"{soimpact_files.FOLDER}/{name}": content for name, content in books.items()}
    contents |= _tell_provenance(seed)
    for name, content in contents.items():
        (study_root / name).parent.mkdir(parents=True, exist_ok=True)
        (study_root / name).write_bytes(content)
    return [*(study_root / name for name in contents), _write_sources(study_root)]


def _load_instrument(name: str, study_root: Path) -> Instrument:
    return load_instrument(study_root / "config" / "instruments" / f"{name}.yaml", study_root)


def _tell_provenance(seed: int) -> dict[str, bytes]:
    """What stands beside the files of each folder, by path."""
    told = {
        FOLDER: PROVENANCE,
        LATE_FOLDER: LATE_PROVENANCE,
        TALK_FOLDER: TALK_PROVENANCE,
        SCORECARD_FOLDER: SCORECARD_PROVENANCE,
        soimpact_files.FOLDER: soimpact_files.PROVENANCE,
        start_end_files.FOLDER: start_end_files.PROVENANCE,
    }
    return {
        f"{folder}/PROVENANCE.md": text.format(seed=seed).encode("utf-8") for folder, text in told.items()
    }


def _find_cases(settings: Settings, study_root: Path) -> Shown:
    """The cases that take part; raises `ProblemsFound` where one of the design is missing."""
    found = ProblemList("config/study.yaml")
    known = {case.id: case for case in settings.cases}
    for wave, needed in ((WAVE, design.PROFILES), (LATE_WAVE, LATE_CASES)):
        for case in needed:
            if case not in known or known[case].answer is None:
                what = "the reference study needs this case with its answer"
                remedy = "put the case back, or do not simulate the reference study"
            elif wave not in known[case].waves:
                what = f"the reference study needs this case in the wave “{wave}”"
                remedy = f"add {wave} to its waves, or do not simulate the reference study"
            else:
                continue
            found.add(f"case {case}", what, remedy=remedy)
    found.raise_any()
    return {
        case.id: (case.answer, case.label)
        for case in settings.cases
        if case.answer is not None and {WAVE, LATE_WAVE} & set(case.waves)
    }


def _answers(cases: Shown) -> dict[str, int]:
    return {case: answer for case, (answer, _) in cases.items()}


def _export(instrument: Instrument, cases: Shown, seed: int) -> dict[str, bytes]:
    """The files of the first wave, by path."""
    sheets = fill_sheets(instrument, _answers(cases), seed)
    municipal, enterprise = sheets[design.MUNICIPALITY], sheets[design.ENTERPRISE]
    return {
        f"{FOLDER}/municipality_answers.csv": nettskjema_export.export_answers(municipal, instrument),
        f"{FOLDER}/municipality_codebook.json": nettskjema_export.export_codebook(instrument, cases),
        f"{FOLDER}/enterprise_dataset.csv": surveyxact_export.export_dataset(enterprise, instrument),
        f"{FOLDER}/enterprise_structure.csv": surveyxact_export.export_structure(instrument),
        f"{FOLDER}/enterprise_labels.csv": surveyxact_export.export_labels(instrument, cases),
    }


def _export_late(instrument: Instrument, cases: Shown, seed: int) -> dict[str, bytes]:
    """The files of the late wave, by path."""
    sheets = fill_late_sheets(instrument, _answers(cases), seed)
    municipal, enterprise = sheets[design.MUNICIPALITY], sheets[design.ENTERPRISE]
    return {
        f"{LATE_FOLDER}/municipality.sav": spss_export.export_data_file(municipal, instrument, cases),
        f"{LATE_FOLDER}/enterprise.csv": qualtrics_export.export_answers(enterprise, instrument, seed),
    }


def _write_sources(study_root: Path) -> Path:
    path = study_root / "config" / "sources.tsv"
    kept = []
    if path.is_file():
        lines = path.read_text("utf-8").splitlines()[1:]
        ours = {file.source for file in WRITTEN}
        kept = [
            row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] not in ours
        ]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writerows([COLUMNS, *(_source_row(study_root, file) for file in WRITTEN), *kept])
    write_text(out.getvalue(), path)
    return path


def _source_row(study_root: Path, file: WrittenFile) -> list[str]:
    known = {
        "source": file.source,
        "kind": file.kind,
        "part": file.part,
        "format": file.format,
        "instrument": file.instrument,
        "version": file.version or file.group,
        "case": "*",
        "wave": file.wave,
        "group": file.group,
        "path": file.path,
        "sha256": hash_file(study_root / file.path),
    }
    return [known[column] for column in COLUMNS]
