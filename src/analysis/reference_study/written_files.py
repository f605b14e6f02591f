"""Which files the reference study consists of, and what the files beside them say of where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.reference_study import design

FOLDER, WAVE = "data/raw/ks2018", "w2018"
LATE_FOLDER, LATE_WAVE = "data/raw/ks2020", "w2020"
TALK_FOLDER, CODEBOOK = "data/raw/focus2017", "samskaping2018"
SCORECARD_FOLDER, SCORECARD = "data/raw/samson2018", "samson"


@dataclass(frozen=True)
class WrittenFile:
    """One file: which source and part it is, the format of its tool, and what stands in sources.tsv of it.

    The version is the group's own where none is named.
    """

    source: str
    part: str
    format: str
    wave: str
    group: str
    path: str
    kind: str = "survey"
    instrument: str = "ks2018"
    version: str = ""


FILES = (
    WrittenFile(
        "ks2018-municipality",
        "answers",
        "nettskjema",
        WAVE,
        design.MUNICIPALITY,
        f"{FOLDER}/municipality_answers.csv",
    ),
    WrittenFile(
        "ks2018-municipality",
        "codebook",
        "nettskjema",
        WAVE,
        design.MUNICIPALITY,
        f"{FOLDER}/municipality_codebook.json",
    ),
    WrittenFile(
        "ks2018-enterprise",
        "answers",
        "surveyxact",
        WAVE,
        design.ENTERPRISE,
        f"{FOLDER}/enterprise_dataset.csv",
    ),
    WrittenFile(
        "ks2018-enterprise",
        "structure",
        "surveyxact",
        WAVE,
        design.ENTERPRISE,
        f"{FOLDER}/enterprise_structure.csv",
    ),
    WrittenFile(
        "ks2018-enterprise",
        "labels",
        "surveyxact",
        WAVE,
        design.ENTERPRISE,
        f"{FOLDER}/enterprise_labels.csv",
    ),
    WrittenFile(
        "ks2020-municipality",
        "answers",
        "spss",
        LATE_WAVE,
        design.MUNICIPALITY,
        f"{LATE_FOLDER}/municipality.sav",
    ),
    WrittenFile(
        "ks2020-enterprise",
        "answers",
        "qualtrics",
        LATE_WAVE,
        design.ENTERPRISE,
        f"{LATE_FOLDER}/enterprise.csv",
    ),
    WrittenFile(
        "focus-groups-refi",
        "project",
        "refi_qda",
        WAVE,
        "",
        f"{TALK_FOLDER}/focus_groups.qdpx",
        "codings",
        CODEBOOK,
    ),
    WrittenFile(
        "focus-groups-qualcoder",
        "project",
        "qualcoder",
        WAVE,
        "",
        f"{TALK_FOLDER}/qualcoder/data.qda",
        "codings",
        CODEBOOK,
    ),
    WrittenFile(
        "focus-groups-table",
        "rows",
        "table",
        WAVE,
        "",
        f"{TALK_FOLDER}/coded_turns.csv",
        "codings",
        CODEBOOK,
    ),
    WrittenFile(
        "continuum-judgements",
        "rows",
        "table",
        WAVE,
        "",
        f"{TALK_FOLDER}/judgements.csv",
        "judgements",
        "",
    ),
    *(
        WrittenFile(
            f"samson-{session}",
            "workbook",
            "samson",
            WAVE,
            "",
            f"{SCORECARD_FOLDER}/samson_{session}.xlsx",
            "scorecards",
            SCORECARD,
        )
        for session in ("first", "second")
    ),
)

PROVENANCE = """\
# Where these files come from

**Synthetic.** Every file in this folder was written by the command

    python3 run.py simulate-reference --seed {seed}

from the designed levels in `src/analysis/reference_study/design.py`, the labels in
`config/instruments/ks2018.yaml` and the cases in `config/study.yaml`. No person gave these answers.
The free texts are put together at random from invented sentences. No raw data of the 2018 study
were published, and none were used.

The columns `kode_mor`, `kode_dag` and `kode_gate`, the parts of a code that people make themselves, are an
addition of ours: the printed survey had none. They let the same person be known again in `ks2020`.

| file | shaped as | also says so inside |
|---|---|---|
| `municipality_answers.csv` | Nettskjema, CSV report (UTF-8) | no room in the format |
| `municipality_codebook.json` | Nettskjema, codebook | the second element |
| `enterprise_dataset.csv` | SurveyXact, dataset (Windows-1252) | variable `survey`, by its label |
| `enterprise_structure.csv` | SurveyXact, structure (Windows-1252) | no room in the format |
| `enterprise_labels.csv` | SurveyXact, labels (Windows-1252) | first row |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""

LATE_PROVENANCE = """\
# Where these files come from

**Synthetic, and of a survey that never was.** Nobody was asked in 2020. Every file in this folder was written
by the command

    python3 run.py simulate-reference --seed {seed}

from the people of the late wave in `src/analysis/reference_study/late_wave.py`, the same levels as in
`ks2018`, the labels in `config/instruments/ks2018.yaml` and the cases in `config/study.yaml`. No person
gave these answers. Names, addresses and places in the columns about people are made up: the domain
`.example` and the network 198.51.100.0 are kept free for examples.

| file | shaped as | also says so inside |
|---|---|---|
| `municipality.sav` | SPSS, data file (UTF-8) | the file's label |
| `enterprise.csv` | Qualtrics, answers as numbers (UTF-8) | the text of the first question |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""

TALK_PROVENANCE = """\
# Where these files come from

**Synthetic.** Every file in this folder was written by the command

    python3 run.py simulate-reference --seed {seed}

from the design in `src/analysis/reference_study/talk_design.py`, the sentences in `phrases.py` and
`small_talk.py`, the three coders in `coders.py` and the judgements in `judgements.py` beside it, and the
codebook `config/codebooks/samskaping2018.yaml`. Nobody said this, and nobody coded it: the coders' names are
made up. No transcript of the focus groups of 2017 and 2018 was published, and none was used.

| file | shaped as | sessions | also says so inside |
|---|---|---|---|
| `focus_groups.qdpx` | REFI-QDA project file | arendal, asker, friskgarden | the description |
| `qualcoder/data.qda` | QualCoder, the database | noen, jodacare | the project's memo |
| `coded_turns.csv` | plain table, a row a turn (UTF-8) | safegroup, insp | no room in the format |
| `judgements.csv` | plain table, a row a coder and case (UTF-8) | | no room in the format |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""

SCORECARD_PROVENANCE = """\
# Where these files come from

**Synthetic.** Every file in this folder was written by the command

    python3 run.py simulate-reference --seed {seed}

from the levels and changes in `src/analysis/reference_study/samson_design.py`, in the workbook that
`python3 run.py template samson` gives. No partnership filled it in; the days, weights and actions are made
up, and the questions are those of `config/scorecards/samson.yaml`, which are ours. No filled-in scorecard of
the 2018 study was published, and none was used.

| file | shaped as | also says so inside |
|---|---|---|
| `samson_first.xlsx` | score sheets of the first session, and a blank one (xlsx) | the guide |
| `samson_second.xlsx` | score sheets of the second session (xlsx) | the guide |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""
