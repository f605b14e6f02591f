"""What is read of indicators does not hang on the order of rows, or on how a share is written."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ingest.measurements import Measured
from tests.unit.soimpact_study import GOOD, Row, goal, read_csv, seen

ORDERED = read_csv(Path(tempfile.mkdtemp()), GOOD["indicators"], GOOD["measurements"], GOOD["people"])


def tables(read: Measured) -> list[pd.DataFrame]:
    return [read.indicators, read.measurements.drop(columns="row"), read.individual_scores]


@settings(max_examples=25, deadline=None)
@given(
    st.permutations(GOOD["indicators"]),
    st.permutations(GOOD["measurements"]),
    st.permutations(GOOD["people"]),
)
def test_the_order_of_rows_changes_nothing(
    goals: Sequence[Row], measured: Sequence[Row], people: Sequence[Row]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = read_csv(Path(folder), goals, measured, people)
    for table, ordered in zip(tables(read), tables(ORDERED), strict=True):
        pd.testing.assert_frame_equal(table, ordered)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 60), st.integers(1, 60), st.sampled_from(["{:.2f} %", "{:.2f}", "{:.2f}%"]))
def test_a_share_is_its_counts_however_it_is_written(whole: int, part: int, form: str) -> None:
    part = min(part, whole)
    # A second value shows that bare numbers are per cent.
    rows = [
        seen(value=form.format(100 * part / whole).replace(".", ",")),
        seen(date="2019-01-01", phase="end"),
    ]
    rows[1] |= {"value": "50"}
    told = [rows[0] | {"numerator": part, "denominator": whole}, rows[1]]
    with tempfile.TemporaryDirectory() as folder:
        if "%" not in form and part / whole < 0.01:
            return
        read = read_csv(Path(folder), [goal()], told)
        bare = read_csv(Path(folder), [goal()], rows)
    assert read.measurements["value"].tolist() == [part / whole, 0.5]
    assert abs(bare.measurements["value"].iloc[0] - part / whole) <= 0.5e-4 + 1e-12
