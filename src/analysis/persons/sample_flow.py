"""How many came as far as each stage, from the invitation to the answers that count."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.contracts import SAMPLE_FLOW, STAGES
from analysis.study import Study
from analysis.tables import conform

FLOW = "flow"
"""What a receipt line says that counts the people of a stage; its reason is the stage."""


def count_flow(receipts: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The people at each stage, by instrument, wave and group (SAMPLE_FLOW).

    `receipts` are those of all sources. A stage that the tool behind any of the sources does not list has no
    number: nobody is taken to have been invited, or to have opened the form, because he or she answered.
    """
    lines = receipts[receipts["what"] == FLOW]
    listed = {
        (row.source, row.why): int(row.count_)
        for row in lines.rename(columns={"count": "count_"}).itertuples()
    }
    rows = [
        _count_stage(populations, listed, stage)
        for populations in _list_populations(study)
        for stage in STAGES
    ]
    return conform(pd.DataFrame(rows, columns=SAMPLE_FLOW.names), SAMPLE_FLOW)


def _list_populations(study: Study) -> Iterator[tuple[str, str, str, list[str]]]:
    """Instrument, wave, group or all, and the sources that hold these people."""
    files = {file.source: file for file in study.surveys}.values()
    for instrument, wave in sorted({(file.instrument, file.wave) for file in files}):
        inside = [file for file in files if (file.instrument, file.wave) == (instrument, wave)]
        yield instrument, wave, "all", [file.source for file in inside]
        for group in study.groups:
            sources = [file.source for file in inside if file.group == group]
            if sources:
                yield instrument, wave, group, sources


def _count_stage(
    population: tuple[str, str, str, list[str]], listed: dict[tuple[str, str], int], stage: str
) -> dict[str, object]:
    instrument, wave, group, sources = population
    counts = [listed.get((source, stage)) for source in sources]
    known = [count for count in counts if count is not None]
    whole = len(known) == len(counts)
    return {
        "instrument": instrument,
        "wave": wave,
        "group": group,
        "stage": stage,
        "n": sum(known) if whole else None,
        "status": "ok" if whole else "not_estimable",
        "reason": "" if whole else "not_listed",
    }
