"""The measures that the plan may name are those that can be computed."""

from typing import get_args

from analysis.findings import MEASURES
from analysis.published_facts import NEEDED, FactSettings, Measure


def test_the_plan_may_name_every_measure_and_no_other() -> None:
    assert set(get_args(Measure)) == set(MEASURES) == set(NEEDED)


def test_what_a_measure_needs_is_a_setting() -> None:
    assert {name for names in NEEDED.values() for name in names} <= set(FactSettings.model_fields)
