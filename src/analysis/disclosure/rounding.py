"""Fewer digits for numbers whose last ones serve nobody but who wants to solve for single cases.

What a number tells of the sums of small cases through a curved equation it tells by its last digits: many
such numbers of one scale, each with sixteen digits, leave few sets of sums that give all of them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DIGITS = 3
"""Significant digits: what a report shows, and far from enough to solve a dozen equations."""


def round_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers of a frame with `DIGITS` significant digits; what is missing or infinite stays."""
    return frame.astype("float64").map(_round)


def _round(number: float) -> float:
    if not np.isfinite(number):
        return number
    return float(f"{number:.{DIGITS - 1}e}")
