"""Numbers and dates of statistics programs, written as a person would write them."""

from __future__ import annotations

import pytest

from analysis.ingest.files.statistics_values import write_number, write_spss_value, write_stata_value


@pytest.mark.parametrize(
    ("number", "shape", "text"),
    [
        (4.0, "F8.2", "4"),
        (4.5, "F8.0", "4.5"),
        (-1e20, "F8.2", "-1e+20"),
        (13744944000.0, "EDATE10", "2018-05-06"),
        (13744980610.0, "DATETIME20", "2018-05-06T10:10:10"),
        (13744980610.5, "YMDHMS20", "2018-05-06T10:10:10.500000"),
        (36610.0, "TIME8", "10:10:10"),
        (-90061.0, "DTIME11", "-25:01:01"),
        (13631500800.0, "QYR8", "2014-10-01"),
        (3.0, "WKDAY9", "3"),
    ],
)
def test_what_spss_stores(number: float, shape: str, text: str) -> None:
    assert write_spss_value(number, shape) == text


def test_numbers_of_four_bytes_lose_their_tail() -> None:
    assert (write_number(1.100000023841858, single=True), write_number(0.1 + 0.2)) == (
        "1.1",
        "0.30000000000000004",
    )


@pytest.mark.parametrize(
    ("number", "shape", "single", "text"),
    [
        (4.0, "%9.0g", False, "4"),
        (1.100000023841858, "%9.0g", True, "1.1"),
        (21310.0, "%td", False, "2018-05-06"),
        (21310.0, "%dD_m_Y", False, "2018-05-06"),
        (-1.0, "%-td", False, "1959-12-31"),
        (1841220610000.0, "%tc", False, "2018-05-06T10:10:10"),
        (700.0, "%tm", False, "2018m5"),
        (-1.0, "%tq", False, "1959q4"),
        (2018.0, "%ty", False, "2018"),
    ],
)
def test_what_stata_stores(number: float, shape: str, single: bool, text: str) -> None:
    assert write_stata_value(number, shape, single) == text
