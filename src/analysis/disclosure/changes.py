"""What may be published of change over time."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import DISCLOSURE_LOG, RECEIPT_SUMMARY
from analysis.study import Study
from analysis.tables import conform


def protect_changes(
    study: Study,
    changes: pd.DataFrame,
    progress: pd.DataFrame,
    scorecard_scores: pd.DataFrame,
    scorecard_changes: pd.DataFrame,
    comparability: pd.DataFrame,
    receipts: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The public form of each table by its name in `results.CHANGE_TABLES`."""
    return {
        "changes": changes[:0],
        "progress": progress[:0],
        "scorecard_scores": scorecard_scores[:0],
        "scorecard_changes": scorecard_changes[:0],
        "comparability": comparability,
        "measurement_receipts": conform(pd.DataFrame(columns=RECEIPT_SUMMARY.names), RECEIPT_SUMMARY),
        "disclosure_log_changes": conform(pd.DataFrame(columns=DISCLOSURE_LOG.names), DISCLOSURE_LOG),
    }
