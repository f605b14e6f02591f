"""Change over time: of indicators, of scorecards and of survey scales, and when it may be told."""
