"""How far the indicators of each case have come from their baseline to their target."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import PROGRESS
from analysis.study import Study
from analysis.tables import conform


def measure_progress(
    study: Study,
    indicators: pd.DataFrame,
    measurements: pd.DataFrame,
    individual_scores: pd.DataFrame,
    comparability: pd.DataFrame,
) -> pd.DataFrame:
    """Change, share of the way, attainment, trend and chain of every indicator and case (PROGRESS)."""
    return conform(pd.DataFrame(columns=PROGRESS.names), PROGRESS)
