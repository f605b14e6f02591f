"""Cases from wave to wave when municipality numbers change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis.municipalities import Municipalities, load_municipalities
from analysis.persons.case_links import link_cases
from analysis.problems import ProblemsFound
from analysis.settings import Case, Wave
from analysis.study import Study
from analysis.study_checks import check_settings
from tests.small_study import INSTRUMENT, label, small_study

REPOSITORY = Path(__file__).resolve().parents[2]
DAYS = {"w2018": "2018-02-05", "w2020": "2020-03-02", "w2024": "2024-03-04"}


@pytest.fixture(scope="module")
def known() -> Municipalities:
    return load_municipalities(REPOSITORY / "config" / "municipalities.tsv", REPOSITORY)


def study_of(known: Municipalities, number: str, waves: list[str], country: str = "NO") -> Study:
    """A study of one case, with three waves."""
    study = small_study()
    case = Case.model_validate(
        {
            "id": "north",
            "label": "North",
            "municipality": number,
            "country": country,
            "enterprise": "North",
            "field": label("work"),
            "programme": "tests",
            "waves": waves,
        }
    )
    days = [Wave.model_validate({"id": one, "label": label(one), "date": day}) for one, day in DAYS.items()]
    note = {"synthetic": False, "waves": days, "cases": [case]}
    return replace(study, municipalities=known, settings=study.settings.model_copy(update=note))


@pytest.mark.parametrize(
    ("number", "linked"),
    [
        ("0906", ("0906", "4203", "Arendal", "Arendal", "renumbered")),
        ("0220", ("0220", "3025", "Asker", "Asker", "merged")),
        ("1927", ("1927", "5421", "Tranøy", "Senja", "merged")),
        ("5004", ("5004", "5006", "Steinkjer", "Steinkjer", "merged")),
        ("5001", ("5001", "5001", "Trondheim - Tråante", "Trondheim - Tråante", "merged")),
        ("0301", ("0301", "0301", "Oslo", "Oslo", "same")),
        ("5012", ("5012", "5055 5056 5059", "Snillfjord", "Heim, Hitra, Orkland", "divided")),
    ],
)
def test_a_case_is_followed_through_a_change_of_numbers(
    known: Municipalities, number: str, linked: tuple[str, ...]
) -> None:
    (row,) = link_cases(study_of(known, number, ["w2018", "w2020"])).itertuples()
    assert (row.wave_before, row.wave_after) == ("w2018", "w2020")
    assert (row.number_before, row.number_after, row.name_before, row.name_after, row.change) == linked


def test_a_number_is_followed_on_from_the_case_s_first_wave(known: Municipalities) -> None:
    links = link_cases(study_of(known, "1927", ["w2018", "w2020", "w2024"]))
    assert links["number_before"].tolist() == ["1927", "5421"]
    assert links["number_after"].tolist() == ["5421", "5530"]
    assert links["change"].tolist() == ["merged", "renumbered"]
    over = link_cases(study_of(known, "1927", ["w2018", "w2024"]))
    assert over[["wave_before", "wave_after", "number_after"]].values.tolist() == [["w2018", "w2024", "5530"]]


def test_a_divided_municipality_stays_undecided(known: Municipalities) -> None:
    links = link_cases(study_of(known, "5012", ["w2018", "w2020", "w2024"]))
    assert links["change"].tolist() == ["divided", "divided"]


def test_other_countries_have_no_list(known: Municipalities) -> None:
    (row,) = link_cases(study_of(known, "265", ["w2018", "w2020"], "DK")).itertuples()
    assert (row.number_before, row.number_after, row.name_before, row.change) == (
        "265",
        "265",
        "",
        "not_norwegian",
    )


@pytest.mark.parametrize("waves", [[], ["w2018"]])
def test_a_case_of_one_wave_has_no_link(known: Municipalities, waves: list[str]) -> None:
    assert link_cases(study_of(known, "1927", waves)).empty


@pytest.mark.parametrize(
    ("number", "waves"),
    [("1927", ["w2018", "w2020"]), ("5421", ["w2020", "w2024"]), ("1927", ["w2020", "w2018"]), ("1927", [])],
)
def test_the_number_of_the_first_wave_is_enough(known: Municipalities, number: str, waves: list[str]) -> None:
    study = study_of(known, number, waves)
    check_settings(study.settings, known, {"small": INSTRUMENT})


@pytest.mark.parametrize(
    ("number", "waves", "told"),
    [
        ("5421", ["w2018", "w2020"], "2018-02-05 (wave w2018)"),
        ("1927", ["w2020"], "2020-03-02 (wave w2020)"),
        ("5421", [], "2018-02-05 (wave w2018)"),
    ],
)
def test_a_number_that_the_first_wave_did_not_have_is_refused(
    known: Municipalities, number: str, waves: list[str], told: str
) -> None:
    study = study_of(known, number, waves)
    with pytest.raises(ProblemsFound) as raised:
        check_settings(study.settings, known, {"small": INSTRUMENT})
    (problem,) = raised.value.problems
    assert problem.what == f"no municipality had this number on {told}"
    assert problem.seen == number and "Senja" in problem.remedy


def test_what_a_number_took_in(known: Municipalities) -> None:
    days = date(2020, 3, 2), date(2018, 2, 5)
    assert known.held_by("5006", *days) == ["5004", "5039"]
    assert known.held_by("5055", *days) == ["1571", "5011", "5012"]
    assert known.name_on("0716", date(1995, 1, 1)) == "Våle"
    with pytest.raises(ValueError, match="5006 was not yet in use"):
        known.name_on("5006", days[1])
