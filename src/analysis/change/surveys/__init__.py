"""Change of a survey's scales from one wave to a later one."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import CHANGES
from analysis.study import Study
from analysis.tables import conform


def estimate_changes(
    study: Study, scores: pd.DataFrame, reliability: pd.DataFrame, comparability: pd.DataFrame
) -> pd.DataFrame:
    """The rows of every analysis of change in the plan (CHANGES)."""
    return conform(pd.DataFrame(columns=CHANGES.names), CHANGES)
