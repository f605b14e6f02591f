"""What was said: how often codes were given, by case and by who spoke, together, and session by session."""

from __future__ import annotations

from analysis.occurrences.counts import count_codes
from analysis.occurrences.saturation import measure_saturation

__all__ = ["count_codes", "measure_saturation"]
