"""Municipality numbers since 1994: when they were in use, and what they became."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analysis.municipalities import Municipalities, load_municipalities
from analysis.problems import ProblemsFound

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = "number\tname\tvalid_from\tvalid_to\tbecame\tunits_2024\tnote\n"


@pytest.fixture(scope="module")
def known() -> Municipalities:
    return load_municipalities(REPOSITORY / "config" / "municipalities.tsv", REPOSITORY)


def first(year: int) -> date:
    return date(year, 1, 1)


@pytest.mark.parametrize(
    ("year", "count"),
    # Published by the ministry and by Statistics Norway for 1 January of each year.
    [
        *[(year, 435) for year in range(1994, 2002)],
        (2002, 434),
        (2005, 433),
        (2006, 431),
        (2008, 430),
        (2012, 429),
        *[(year, 428) for year in range(2013, 2017)],
        (2017, 426),
        (2018, 422),
        (2019, 422),
        *[(year, 356) for year in range(2020, 2024)],
        (2024, 357),
    ],
)
def test_as_many_numbers_are_in_use_as_there_were_municipalities(
    known: Municipalities, year: int, count: int
) -> None:
    assert sum(known.existed(number, first(year)) for number in known.periods) == count


@pytest.mark.parametrize(
    ("number", "year", "units"),
    [
        ("1702", 2017, ["1702"]),
        ("1702", 2018, ["5004"]),
        ("1702", 2020, ["5006"]),
        ("1724", 2018, ["5039"]),
        ("1724", 2020, ["5006"]),
        ("1927", 2020, ["5421"]),
        ("1927", 2024, ["5530"]),
        ("0220", 2020, ["3025"]),
        ("0220", 2024, ["3203"]),
        ("0627", 2024, ["3203"]),
        ("1601", 2018, ["5001"]),
        ("1662", 2018, ["5030"]),
        ("1662", 2020, ["5001"]),
        ("0906", 2020, ["4203"]),
        ("1441", 2020, ["4649"]),
        ("1443", 2024, ["4649"]),
        ("0213", 2020, ["3020"]),
        ("0217", 2024, ["3207"]),
        ("1102", 2020, ["1108"]),
        ("1141", 2020, ["1103"]),
        ("1842", 2005, ["1804"]),
        ("1567", 2019, ["5061"]),
        ("0717", 2003, ["0701"]),
        ("0717", 2024, ["3901"]),
    ],
)
def test_a_number_is_followed_through_mergers_and_new_counties(
    known: Municipalities, number: str, year: int, units: list[str]
) -> None:
    assert known.units_on(number, first(year)) == units


@pytest.mark.parametrize(
    ("number", "year", "units"),
    [
        ("1613", 2018, ["5012"]),
        ("1613", 2020, ["5055", "5056", "5059"]),
        ("5012", 2024, ["5055", "5056", "5059"]),
        ("1850", 2020, ["1806", "1875"]),
        ("1805", 2020, ["1806"]),
        ("1507", 2023, ["1507"]),
        ("1507", 2024, ["1508", "1580"]),
        ("1534", 2020, ["1507"]),
        ("1534", 2024, ["1580"]),
        ("1504", 2020, ["1507"]),
        ("1504", 2024, ["1508"]),
        ("1529", 2024, ["1508"]),
    ],
)
def test_a_divided_number_names_all_that_it_became_and_only_that(
    known: Municipalities, number: str, year: int, units: list[str]
) -> None:
    assert known.units_on(number, first(year)) == units


def test_the_number_of_steinkjer_and_trondheim_in_the_study_of_2018(known: Municipalities) -> None:
    for number, name in (("5004", "Steinkjer"), ("5001", "Trondheim - Tråante")):
        assert known.existed(number, date(2018, 2, 5))
        assert known.name(number) == name
    for number in ("1702", "1601", "5006"):
        assert not known.existed(number, date(2018, 2, 5))


def test_created_in_2020(known: Municipalities) -> None:
    for number in ("4649", "3020"):
        assert not known.existed(number, date(2019, 12, 31))
        assert known.existed(number, first(2020))


def test_a_number_that_was_used_twice(known: Municipalities) -> None:
    assert [period.name for period in known.periods["0716"]] == ["Våle", "Re"]
    assert known.units_on("0716", first(2003)) == ["0716"]
    assert known.units_on("0716", first(2024), since=first(1995)) == ["3905"]
    assert known.units_on("0718", first(2003)) == ["0716"]


def test_every_number_leads_to_its_listed_units_of_2024_through_every_year(known: Municipalities) -> None:
    for number, periods in known.periods.items():
        for period in periods:
            since = period.valid_from or first(1994)
            assert known.units_on(number, first(2024), max(since, first(1994))) == period.units_2024


def test_every_year_the_numbers_in_use_hold_the_whole_country_once(known: Municipalities) -> None:
    today = {number for number in known.periods if known.existed(number, first(2024))}
    for year in range(1994, 2025):
        used = [number for number in known.periods if known.existed(number, first(year))]
        assert {unit for number in used for unit in known.units_on(number, first(2024), first(year))} == today


def test_before_the_list_begins_nothing_is_known(known: Municipalities) -> None:
    assert known.existed("0301", first(1994))
    assert not known.existed("0301", date(1993, 12, 31))
    with pytest.raises(ValueError, match="5006 was not yet in use on 2018-01-01"):
        known.units_on("5006", first(2018))
    with pytest.raises(KeyError):
        known.name("9999")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("301", "301 has lost its leading zero: 0301 is Oslo."),
        ("0301", "0301 is Oslo."),
        ("1927", "1927 was Tranøy until 2019-12-31; it became 5421 Senja; in 2024 it is 5530 Senja."),
        (
            "5006",
            "5006 is Steinkjer, from 2020-01-01 on; before that it was 5004 Steinkjer and 5039 Verran.",
        ),
        (
            "5012",
            "5012 was Snillfjord from 2018-01-01 until 2019-12-31; it became 5055 Heim, 5056 Hitra and "
            "5059 Orkland; before that it was 1613 Snillfjord.",
        ),
        ("1809", "No municipality has had the number 1809 since 1994; the nearest is 1806 (Narvik)."),
        ("abc", "No municipality has had the number abc since 1994; the nearest is 0101 (Halden)."),
    ],
)
def test_a_number_is_explained(known: Municipalities, number: str, sentence: str) -> None:
    assert known.explain(number) == sentence


def test_a_number_used_twice_is_explained_with_both_names(known: Municipalities) -> None:
    told = known.explain("0716")
    assert told.startswith("0716 was Våle until 2001-12-31; it became 0716 Re;")
    assert "before that it was 0716 Våle and 0718 Ramnes" in told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("0101\tHalden\t\t\t\t\t\n", "row 2, column units_2024: this units_2024 cannot be used"),
        ("101\tHalden\t\t\t\t0101\t\n", "row 2, column number: this number cannot be used"),
        ("0101\tHalden\t\t2019-12-31\t\t0101\t\n", "row 2: a number has valid_to and became, or neither"),
        ("0101\tHalden\t2020-01-01\t2019-12-31\t0101\t0101\t\n", "row 2: it ends before it begins"),
        ("0101\tHalden\t\t\t\t0101\n", "row 2: the row has 6 cells, the header 7"),
    ],
)
def test_a_bad_row_is_told(tmp_path: Path, rows: str, told: str) -> None:
    path = tmp_path / "municipalities.tsv"
    path.write_text(HEADER + rows, "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_municipalities(path, tmp_path)
    assert str(raised.value).startswith(f"municipalities.tsv, {told}")
