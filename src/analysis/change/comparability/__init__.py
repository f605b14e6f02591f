"""May these be compared? What two occasions have in common, and what follows where they differ."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import COMPARABILITY
from analysis.study import Study
from analysis.tables import conform


def check_comparability(
    study: Study,
    responses: dict[str, pd.DataFrame],
    receipts: pd.DataFrame,
    case_links: pd.DataFrame,
    scorecards: pd.DataFrame,
    indicators: pd.DataFrame,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Every check of every two occasions that the plan compares (COMPARABILITY)."""
    return conform(pd.DataFrame(columns=COMPARABILITY.names), COMPARABILITY)
