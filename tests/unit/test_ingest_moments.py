"""Moments of answers: read for their order, and never by guessing which of day and month comes first."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.ingest.times import Moments, Order, read_moments
from analysis.problems import ProblemList


def read(texts: list[str], dates: Order | None = None, beside: tuple[str, ...] = ()) -> Moments:
    found = ProblemList("a.csv")
    moments = read_moments(pd.Series(texts, name="Tid", dtype="str"), dates, found, beside)
    found.raise_any()
    return moments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-06-01T20:57:15+02:00", "2023-06-01T18:57:15"),
        ("2023-06-01T20:57:15.123Z", "2023-06-01T20:57:15"),
        ("2023-06-01 20:57", "2023-06-01T20:57:00"),
        ("2023-06-01", "2023-06-01T00:00:00"),
        ("2023/06/01 8:57:15 PM GMT+2", "2023-06-01T18:57:15"),
        ("31.12.2023 09:05", "2023-12-31T09:05:00"),
        ("31.12.2023 kl. 09.05.30", "2023-12-31T09:05:30"),
        ("31.12.23", "2023-12-31T00:00:00"),
        ("12/31/23 0:05:01", "2023-12-31T00:05:01"),
        ("12/31/2023 12:05:01 AM", "2023-12-31T00:05:01"),
        ("12/31/2023 12:05 p.m.", "2023-12-31T12:05:00"),
        ("31-12-2023, 23:59:59", "2023-12-31T23:59:59"),
        ("  31.12.2023  ", "2023-12-31T00:00:00"),
        ("2023-02-30", ""),
        ("31.12.2023 25:00", ""),
        ("31.12.2023 om kvelden", ""),
        ("31.12-2023", ""),
        ("i går", ""),
        ("45291.5", ""),
        ("", ""),
    ],
)
def test_a_moment_in_the_ways_that_tools_write_it(text: str, expected: str) -> None:
    times = read([text]).times
    assert times is not None
    assert times.tolist() == [expected]


@pytest.mark.parametrize(
    ("texts", "dates", "beside", "expected", "why"),
    [
        (["3/4/20 8:00", "3/14/20 8:00"], None, (), ["2020-03-04", "2020-03-14"], "dates_month_first"),
        (["03.04.2020", "14.03.2020"], None, (), ["2020-04-03", "2020-03-14"], "dates_day_first"),
        (["3/4/20", "4/3/20"], None, (), None, "dates_unclear"),
        (["3/4/20", "4/3/20"], "day-first", (), ["2020-04-03", "2020-03-04"], "dates_day_first"),
        (["3/4/20", "4/3/20"], "month-first", (), ["2020-03-04", "2020-04-03"], "dates_month_first"),
        (["3/4/20", "4/3/20"], None, ("3/31/20",), ["2020-03-04", "2020-04-03"], "dates_month_first"),
        (
            ["5/1/20", "5/2/20", "5/11/20"],
            None,
            (),
            ["2020-01-05", "2020-02-05", "2020-11-05"],
            "dates_same_order",
        ),
        (["13/1/20", "1/13/20"], None, (), None, "dates_unclear"),
        (["2020-04-03", ""], None, (), ["2020-04-03", ""], ""),
    ],
)
def test_day_or_month_first_by_evidence(
    texts: list[str],
    dates: Order | None,
    beside: tuple[str, ...],
    expected: list[str] | None,
    why: str,
) -> None:
    moments = read(texts, dates, beside)
    read_days = None if moments.times is None else [text[:10] for text in moments.times]
    assert (read_days, moments.why) == (expected, why)


def test_what_the_options_say_must_not_contradict_the_dates() -> None:
    found = ProblemList("a.csv")
    moments = read_moments(pd.Series(["3/14/20"], name="Tid", dtype="str"), "day-first", found)
    assert moments.times is None
    assert [(problem.place, problem.what) for problem in found.problems] == [
        ("column Tid", "dates of this column are not day-first: a month would be above 12")
    ]


def test_moments_with_and_without_a_time_zone_have_no_order() -> None:
    times = read(["2023-06-01T20:57:15+02:00", "2023-06-01T19:00:00"]).times
    assert times is not None
    assert times.tolist() == ["", ""]


def test_an_hour_that_the_clock_shows_twice_keeps_its_order() -> None:
    times = read(["2023-10-29T02:10:00+01:00", "2023-10-29T02:30:00+02:00"]).times
    assert times is not None
    assert times.sort_values().index.tolist() == [1, 0]
