"""The reference study: made-up answers in the shape of the 2018 survey's exports.

No raw data of the 2018 study were published. What is written here lets the whole analysis run on
files as the two survey tools write them, and gives back every fact that the report printed.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analysis.configuration import load_yaml
from analysis.instruments import Instrument, load_instrument
from analysis.problems import Problem, ProblemsFound
from analysis.reference_study import design, nettskjema_export, surveyxact_export
from analysis.reference_study.sheets import fill_sheets
from analysis.sources import COLUMNS, hash_file
from analysis.study import Settings
from analysis.tables import write_text

INSTRUMENT = "ks2018"
WAVE = "w2018"
FOLDER = "data/raw/ks2018"
# source, part, format, group, file
FILES = (
    ("ks2018-municipality", "answers", "nettskjema", design.MUNICIPALITY, "municipality_answers.csv"),
    ("ks2018-municipality", "codebook", "nettskjema", design.MUNICIPALITY, "municipality_codebook.json"),
    ("ks2018-enterprise", "answers", "surveyxact", design.ENTERPRISE, "enterprise_dataset.csv"),
    ("ks2018-enterprise", "structure", "surveyxact", design.ENTERPRISE, "enterprise_structure.csv"),
    ("ks2018-enterprise", "labels", "surveyxact", design.ENTERPRISE, "enterprise_labels.csv"),
)
PROVENANCE = """\
# Where these files come from

**Synthetic.** Every file in this folder was written by the command

    python3 run.py simulate-reference --seed {seed}

from the designed levels in `src/analysis/reference_study/design.py`, the labels in
`config/instruments/ks2018.yaml` and the cases in `config/study.yaml`. No person gave these answers.
The free texts are put together at random from invented sentences. No raw data of the 2018 study
were published, and none were used.

| file | shaped as | also says so inside |
|---|---|---|
| `municipality_answers.csv` | Nettskjema, CSV report (UTF-8) | no room in the format |
| `municipality_codebook.json` | Nettskjema, codebook | the second element |
| `enterprise_dataset.csv` | SurveyXact, dataset (Windows-1252) | variable `survey`, by its label |
| `enterprise_structure.csv` | SurveyXact, structure (Windows-1252) | no room in the format |
| `enterprise_labels.csv` | SurveyXact, labels (Windows-1252) | first row |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""


def write_reference_study(study_root: Path, seed: int) -> list[Path]:
    """Write the raw files of the reference study and their rows in sources.tsv.

    `study_root` holds config/study.yaml and config/instruments/ks2018.yaml. Rows of other sources
    are kept. The same seed and configuration give the same bytes. Returns the paths written, in
    order. Raises `ProblemsFound` where the configuration is wrong or lacks a case.
    """
    instrument = load_instrument(study_root / "config" / "instruments" / f"{INSTRUMENT}.yaml", study_root)
    cases = _find_cases(study_root)
    sheets = fill_sheets(instrument, {case: answer for case, (answer, _) in cases.items()}, seed)
    contents = _export(instrument, cases, sheets)
    written = []
    for name, content in contents.items():
        path = study_root / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    provenance = study_root / FOLDER / "PROVENANCE.md"
    write_text(PROVENANCE.format(seed=seed), provenance)
    return [*written, provenance, _write_sources(study_root)]


def _find_cases(study_root: Path) -> dict[str, tuple[int, str]]:
    """For each case that takes part, the answer to Q1 that means it and the label shown."""
    path = study_root / "config" / "study.yaml"
    settings = load_yaml(path, Settings, study_root)
    known = {case.id: (case.answer, case.label) for case in settings.cases}
    problems = [
        Problem(
            path.relative_to(study_root).as_posix(),
            f"case {case}",
            "the reference study needs this case with its answer",
            remedy="put the case back, or do not simulate the reference study",
        )
        for case in design.PROFILES
        if known.get(case, (None, ""))[0] is None
    ]
    if problems:
        raise ProblemsFound(problems)
    return {case: (answer, label) for case, (answer, label) in known.items() if answer is not None}


def _export(
    instrument: Instrument, cases: dict[str, tuple[int, str]], sheets: dict[str, list]
) -> dict[str, bytes]:
    municipal, enterprise = sheets[design.MUNICIPALITY], sheets[design.ENTERPRISE]
    return {
        "municipality_answers.csv": nettskjema_export.export_answers(municipal, instrument),
        "municipality_codebook.json": nettskjema_export.export_codebook(instrument, cases),
        "enterprise_dataset.csv": surveyxact_export.export_dataset(enterprise, instrument),
        "enterprise_structure.csv": surveyxact_export.export_structure(instrument),
        "enterprise_labels.csv": surveyxact_export.export_labels(instrument, cases),
    }


def _write_sources(study_root: Path) -> Path:
    path = study_root / "config" / "sources.tsv"
    kept = []
    if path.is_file():
        lines = path.read_text("utf-8").splitlines()[1:]
        ours = {source for source, *_ in FILES}
        kept = [
            row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] not in ours
        ]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writerows([COLUMNS, *(_source_row(study_root, *file) for file in FILES), *kept])
    write_text(out.getvalue(), path)
    return path


def _source_row(study_root: Path, source: str, part: str, tool: str, group: str, name: str) -> list[str]:
    path = f"{FOLDER}/{name}"
    known = {
        "source": source,
        "kind": "survey",
        "part": part,
        "format": tool,
        "instrument": INSTRUMENT,
        "version": group,
        "case": "*",
        "wave": WAVE,
        "group": group,
        "path": path,
        "sha256": hash_file(study_root / path),
    }
    return [known[column] for column in COLUMNS]
