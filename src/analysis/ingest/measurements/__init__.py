"""From workbooks and tables of indicators to measurements."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.contracts import INDICATORS, INDIVIDUAL_SCORES, MEASUREMENTS, RECEIPTS
from analysis.study import Study
from analysis.tables import conform


@dataclass(frozen=True)
class Measured:
    """The INDICATORS, their MEASUREMENTS, the INDIVIDUAL_SCORES behind them, and the RECEIPTS."""

    indicators: pd.DataFrame
    measurements: pd.DataFrame
    individual_scores: pd.DataFrame
    receipts: pd.DataFrame


def read_measurements(study: Study, key: bytes) -> Measured:
    """Read every source of measurements; without any, all tables are empty."""
    tables = (INDICATORS, MEASUREMENTS, INDIVIDUAL_SCORES, RECEIPTS)
    return Measured(*(conform(pd.DataFrame(columns=one.names), one) for one in tables))
