"""Which SoImpact workbooks the reference study has, and what is told of them."""

from __future__ import annotations

from analysis.reference_study.soimpact_goals import GOALS
from analysis.reference_study.written_files import WAVE, WrittenFile

FOLDER = "data/raw/soimpact2018"
FILES = tuple(
    WrittenFile(
        f"soimpact-{case.partition('-')[0]}",
        "workbook",
        "soimpact",
        WAVE,
        "",
        f"{FOLDER}/{case}.xlsx",
        "measurements",
        "",
    )
    for case in GOALS
)

PROVENANCE = """\
# Where these files come from

**Synthetic.** Every file in this folder was written by the command

    python3 run.py simulate-reference --seed {seed}

from the indicators in `src/analysis/reference_study/soimpact_goals.py` and the numbers in
`soimpact_design.py` beside it, into the empty workbook that `python3 run.py template soimpact` writes. Nobody
measured any of it, and what it comes to says nothing about the collaborations. No workbook of the 2018 study
was published, and none was used.

| file | holds | also says so inside |
|---|---|---|
| `arendal-kirkens-bymisjon.xlsx` | an indicator without its baseline | the plan, step 10 |
| `asker-sisters-in-business.xlsx` | a trend, and scores of single people | the plan, step 10 |
| `steinkjer-friskgarden.xlsx` | a retired and a redefined indicator | the plan, step 10 |

Their sha256 stand in `config/sources.tsv`, written by the same command.
"""
