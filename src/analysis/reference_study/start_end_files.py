"""Which files the made-up survey at the start and the end consists of, and what is told of them."""

from __future__ import annotations

from analysis.reference_study.written_files import WrittenFile

FOLDER, INSTRUMENT = "data/raw/startend", "startend"
START_WAVE, END_WAVE = "start2021", "end2024"


def _describe(source: str, part: str, tool: str, wave: str, name: str) -> WrittenFile:
    path = f"{FOLDER}/{name}"
    return WrittenFile(source, part, tool, wave, "*", path, instrument=INSTRUMENT, version="common")


FILES = (
    _describe("startend-start", "answers", "nettskjema", START_WAVE, "start_answers.csv"),
    _describe("startend-start", "codebook", "nettskjema", START_WAVE, "start_codebook.json"),
    _describe("startend-end", "answers", "surveyxact", END_WAVE, "end_dataset.csv"),
    _describe("startend-end", "structure", "surveyxact", END_WAVE, "end_structure.csv"),
    _describe("startend-end", "labels", "surveyxact", END_WAVE, "end_labels.csv"),
)

PROVENANCE = """\
# Where these files come from

**Synthetic.** The project “Den samskapende kommunen” of 2020-2024 did ask at the start and at the end, but
published no data. Every file in this folder was written by the command

    python3 run.py simulate-reference --seed {seed}

from the truths in `src/analysis/reference_study/start_end_design.py`, the items in
`config/instruments/startend.yaml`, which are ours, and the municipalities in `config/study.yaml`. Nobody in
these municipalities gave these answers, and what they come to says nothing about the municipalities.

| file | shaped as | also says so inside |
|---|---|---|
| `start_answers.csv` | Nettskjema, CSV report (UTF-8) | no room in the format |
| `start_codebook.json` | Nettskjema, codebook | the second element |
| `end_dataset.csv` | SurveyXact, dataset (Windows-1252) | variable `survey`, by its label |
| `end_structure.csv` | SurveyXact, structure (Windows-1252) | no room in the format |
| `end_labels.csv` | SurveyXact, labels (Windows-1252) | first row |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""
