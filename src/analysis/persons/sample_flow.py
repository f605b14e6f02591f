"""How many came as far as each stage, from the invitation to the answers that count."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.contracts import SAMPLE_FLOW, STAGES
from analysis.sources import ANY, SourceFile
from analysis.study import Study
from analysis.tables import conform

FLOW = "flow"
"""What a receipt line says that counts the people of a stage; its reason is the stage."""
WHOLE = ""
"""In place of the group (the line's column): everybody of a source of one group, or of unknown group."""
Listed = dict[tuple[str, str], dict[str, int]]
"""The people by source and stage, and then by group."""


def count_flow(receipts: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The people at each stage, by instrument, wave and group (SAMPLE_FLOW).

    `receipts` are those of all sources. A stage that the tool behind any of the sources does not list has no
    number: nobody is taken to have been invited, or to have opened the form, because he or she answered. Nor
    has a group one where the survey asks for the group and somebody at the stage did not answer that.
    """
    lines = receipts[receipts["what"] == FLOW]
    listed: Listed = {}
    for row in lines.rename(columns={"count": "count_"}).itertuples():
        listed.setdefault((str(row.source), str(row.why)), {})[str(row.column)] = int(row.count_)
    rows = [
        _count_stage(populations, listed, stage)
        for populations in _list_populations(study)
        for stage in STAGES
    ]
    return conform(pd.DataFrame(rows, columns=SAMPLE_FLOW.names), SAMPLE_FLOW)


def _list_populations(study: Study) -> Iterator[tuple[str, str, str, list[SourceFile]]]:
    """Instrument, wave, group or all, and the sources that hold these people, a file of each."""
    files = {file.source: file for file in study.surveys}.values()
    for instrument, wave in sorted({(file.instrument, file.wave) for file in files}):
        inside = [file for file in files if (file.instrument, file.wave) == (instrument, wave)]
        yield instrument, wave, "all", inside
        for group in study.groups_of(instrument):
            holding = [file for file in inside if file.group in (group, ANY)]
            if holding:
                yield instrument, wave, group, holding


def _count_stage(
    population: tuple[str, str, str, list[SourceFile]], listed: Listed, stage: str
) -> dict[str, object]:
    instrument, wave, group, files = population
    counts = [_count_source(file, group, listed.get((file.source, stage), {})) for file in files]
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


def _count_source(file: SourceFile, group: str, counts: dict[str, int]) -> int | None:
    """The people of a group, or all, whom one source has at a stage; None where that is not known."""
    if not counts or (file.group == ANY and group != "all" and WHOLE in counts):
        return None
    return counts.get(group, 0) if file.group == ANY and group != "all" else sum(counts.values())
