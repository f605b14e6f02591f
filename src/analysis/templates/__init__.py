"""Workbooks that a team fills in: measurements of indicators (SoImpact) and scorecards (SAMSON)."""
