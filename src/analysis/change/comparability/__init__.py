"""May these be compared? What two occasions have in common, and what follows where they differ."""

from __future__ import annotations

import pandas as pd

from analysis.change.comparability.consequences import find_consequence
from analysis.change.comparability.frames import check_coders, check_indicators, check_scorecards
from analysis.change.comparability.surveys import check_waves
from analysis.contracts import COMPARABILITY
from analysis.study import Study
from analysis.tables import conform

__all__ = ["check_comparability", "find_consequence"]


def check_comparability(
    study: Study,
    responses: dict[str, pd.DataFrame],
    receipts: pd.DataFrame,
    case_links: pd.DataFrame,
    scorecards: pd.DataFrame,
    indicators: pd.DataFrame,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Every check of every two occasions that the plan compares (COMPARABILITY).

    Of a survey: version and mode of each group, wording, range, rule for missing answers and direction of
    each scale and group, and the borders of each case's municipality. `receipts` are those of the imports,
    whose lines on wording say how an export words an item. Of scorecards: the first session of a case and
    its last. Of indicators: each version and the next. Of codings: the coders of each session and of the
    first. What differs has the consequence that the plan's section comparability says.
    """
    rows = [
        *check_waves(study, responses, receipts, case_links),
        *check_scorecards(study, scorecards),
        *check_indicators(study, indicators),
        *check_coders(study, codings),
    ]
    return conform(pd.DataFrame(rows, columns=COMPARABILITY.names), COMPARABILITY)
