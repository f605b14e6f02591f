"""Scores of a scorecard by session, what changed between sessions, and the proposed actions."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import ACTIONS, SCORECARD_CHANGES, SCORECARD_SCORES
from analysis.study import Study
from analysis.tables import conform


def score_scorecards(study: Study, scorecards: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The score of every field, theme and question in every session, and over cases (SCORECARD_SCORES)."""
    return conform(pd.DataFrame(columns=SCORECARD_SCORES.names), SCORECARD_SCORES)


def compare_sessions(study: Study, scores: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """What changed from the first session to the last, by case and over cases (SCORECARD_CHANGES)."""
    return conform(pd.DataFrame(columns=SCORECARD_CHANGES.names), SCORECARD_CHANGES)


def rank_actions(actions: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """The proposed actions (ACTIONS) with score and weight, the most pressing first."""
    return conform(actions, ACTIONS)
