"""The readers, one file a tool, and their registry.

A further format is one more file with its `FORMAT`, and one more line here.
"""

from __future__ import annotations

from analysis.ingest.exports import Format
from analysis.ingest.formats import (
    forms,
    kobo,
    limesurvey,
    nettskjema,
    qualtrics,
    redcap,
    spss,
    stata,
    surveymonkey,
    surveyxact,
    table,
)

FORMATS: dict[str, Format] = {
    one.id: one
    for one in (
        nettskjema.FORMAT,
        surveyxact.FORMAT,
        kobo.FORMAT,
        redcap.FORMAT,
        qualtrics.FORMAT,
        forms.FORMAT,
        limesurvey.FORMAT,
        surveymonkey.FORMAT,
        spss.FORMAT,
        stata.FORMAT,
        table.FORMAT,
    )
}
"""The formats by the name that sources.tsv gives them."""
