"""Made checks of comparability, and receipts of indicators, for the tests of what reports show."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.contracts import COMPARABILITY, RECEIPT_SUMMARY
from analysis.study import Study
from analysis.tables import conform


def row(kind: str, subject: str, aspect: str, same: str, consequence: str, **said: Any) -> dict[str, Any]:
    """One check; `said` names part, case, group, the occasions and what was seen."""
    whole = {"part": "", "case": "all", "group": "all", "before": "", "after": ""}
    whole |= {"seen_before": "", "seen_after": ""}
    made = {"kind": kind, "subject": subject, "aspect": aspect, "same": same, "consequence": consequence}
    return whole | made | said


def compare(study: Study) -> dict[str, pd.DataFrame]:
    """Checks of two waves, of two sessions of a scorecard where there is one, and of an indicator."""
    instrument = study.instruments[study.settings.main_instrument]
    waves = [wave.id for wave in study.settings.waves]
    pair = {"before": waves[0], "after": waves[-1]}
    case, other = study.cases[:2]
    scale = instrument.scales[0].id
    survey = ("survey", instrument.id)
    rows = [
        row(*survey, "wording", "yes", "none", part=scale, **pair, seen_before="a1", seen_after="a1"),
        row(*survey, "wording", "no", "stopped", part=instrument.scales[1].id, **pair),
        row(*survey, "mode", "unknown", "none", **pair),
        row(*survey, "borders", "no", "marked", case=case, **pair, seen_before="0101", seen_after="3001"),
        row(*survey, "borders", "yes", "none", case=other, **pair, seen_before="0301", seen_after="0301"),
    ]
    versions = {"case": case, "before": "1", "after": "2"}
    seen = {"seen_before": "in work", "seen_after": "in full-time work"}
    rows.append(row("indicator", "jobs", "wording", "no", "stopped", **versions, **seen))
    for card in study.scorecards.values():
        field = {"part": card.fields[0].id, "case": case, "before": "1", "after": "2"}
        rows.append(row("scorecard", card.id, "wording", "no", "stopped", **field))
        rows.append(row("scorecard", card.id, "version", "yes", "none", **field | {"part": ""}))
    checked = conform(pd.DataFrame(rows, columns=COMPARABILITY.names), COMPARABILITY)
    return {"comparability": checked, "measurement_receipts": receive()}


def receive() -> pd.DataFrame:
    """What became of the rows of one workbook of indicators."""
    line = {"source": "workbook", "status": "ok", "reason": ""}
    rows = [line | {"what": "row_kept", "why": "answer", "count": 12}]
    rows.append(line | {"what": "cell_set_missing", "why": "blank_no_answer", "count": 2})
    return conform(pd.DataFrame(rows, columns=RECEIPT_SUMMARY.names), RECEIPT_SUMMARY)
