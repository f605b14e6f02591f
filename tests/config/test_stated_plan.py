"""The stated plan of the 2018 study leaves no scale out, and its study file says what was decided."""

from pathlib import Path

import pytest

from analysis.configuration import load_yaml
from analysis.instruments import Instrument, load_instrument
from analysis.plan import Plan, load_plan
from analysis.study import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
CONFIG = REPOSITORY / "config"


@pytest.fixture(scope="module")
def survey() -> Instrument:
    return load_instrument(CONFIG / "instruments" / "ks2018.yaml", REPOSITORY)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(CONFIG / "plan.yaml", REPOSITORY)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_yaml(CONFIG / "study.yaml", Settings, REPOSITORY)


def test_every_scale_is_described_tested_and_compared_once(survey: Instrument, plan: Plan) -> None:
    scales = [scale.id for scale in survey.scales]
    for analyses in (plan.descriptions, plan.reliability, plan.comparisons, plan.changes):
        planned = [analysis for analysis in analyses.values() if analysis.instrument == survey.id]
        assert [name for analysis in planned for name in analysis.scales] == scales


def test_every_question_with_steps_is_described_once(survey: Instrument, plan: Plan) -> None:
    described = [item for analysis in plan.descriptions.values() for item in analysis.items]
    assert described == [item.id for item in survey.items if item.answers in ("agreement", "hundred")]


def test_only_what_the_report_had_claimed_is_confirmatory(plan: Plan) -> None:
    purposes = {
        name: (comparison.family, comparison.purpose) for name, comparison in plan.comparisons.items()
    }
    assert purposes == {
        "practice_by_group": ("practice", "exploratory"),
        "factors_by_group": ("factors", "confirmatory"),
        "barriers_by_group": ("barriers", "confirmatory"),
    }
    assert {family.adjustment for family in plan.families.values()} == {"holm"}


def test_the_difference_counts_up_from_the_municipality(plan: Plan) -> None:
    contrast = plan.contrasts["enterprise_against_municipality"]
    assert (contrast.first, contrast.second) == ("social_enterprise", "municipality")


def test_the_first_page_says_that_the_answers_are_made_up(settings: Settings) -> None:
    assert settings.synthetic
    assert settings.synthetic_note is not None
    assert "nobody's answers" in settings.synthetic_note.en
    assert "ikke noens svar" in settings.synthetic_note.nb


def test_six_cases_answered_and_the_danish_one_did_not(settings: Settings) -> None:
    assert [case.answer for case in settings.cases[:7]] == [1, 2, 3, 4, 5, 6, None]
    assert {case.programme for case in settings.cases[7:]} == {"samskapende2020"}
    assert all("w2018" in case.waves for case in settings.cases[:6])
    assert settings.cases[6].waves == [] and settings.main_wave == "w2018"
    assert [case.country for case in settings.cases] == ["NO"] * 6 + ["DK"] + ["NO"] * 14


def test_only_printed_counts_are_excepted_from_the_gate(settings: Settings) -> None:
    excepted = [
        (one.analysis, one.item, one.category, one.group, one.case) for one in settings.disclosure.exceptions
    ]
    assert excepted == [
        ("contact", "q05", 1, "all", "all"),
        ("contact", "q06", 1, "all", "all"),
        ("contact", "q06", 1, "municipality", "all"),
        ("contact", "q06", 1, "social_enterprise", "all"),
    ]
    assert all("pp. 38-40" in one.reason for one in settings.disclosure.exceptions)
    assert {one.wave for one in settings.disclosure.exceptions} == {"w2018"}


def test_the_groups_colours_stand_out_from_white(settings: Settings) -> None:
    for group in settings.groups:
        assert 1.05 / (luminance(group.colour) + 0.05) >= 3, group.id
    for asked in (settings.groups[:2], settings.groups[2:]):
        assert len({group.marker for group in asked}) == len(asked)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_design_chooses_the_test_and_a_margin_says_what_counts_as_none(plan: Plan) -> None:
    assert {comparison.primary for comparison in plan.comparisons.values()} == {None}
    margins = {name: comparison.margin for name, comparison in plan.comparisons.items()}
    assert margins == {"practice_by_group": 0.5, "factors_by_group": 0.5, "barriers_by_group": 10}
