"""Scores of a scorecard by session, what changed between sessions, and the proposed actions."""

from __future__ import annotations

from analysis.change.scorecards.actions import rank_actions
from analysis.change.scorecards.scores import score_scorecards
from analysis.change.scorecards.sessions import compare_sessions

__all__ = ["compare_sessions", "rank_actions", "score_scorecards"]
