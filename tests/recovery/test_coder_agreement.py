"""Intervals of the agreement of coders hold the truth as often as they say, but for codes that are rare."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.formulas.coder_sums import share_nominal
from tests.recovery.simulated_coders import LEVEL, Coders, simulate, simulate_runs, simulate_sets
from tests.recovery.simulated_studies import allowance

STUDIES = 400
HOLDING = [(100, 0.3), (400, 0.3), (400, 0.1)]
"""Units, and the share of them where the code belongs, at which every interval holds its level."""
RARE = {(100, 0.03): (81, 89), (50, 0.03): (68, 79)}
"""Units and share at which alpha and kappa fall short, and how often, in per cent, alpha holds the truth."""


@pytest.mark.parametrize(("units", "prevalence"), HOLDING)
def test_an_interval_holds_the_truth_as_often_as_it_says(units: int, prevalence: float) -> None:
    for name, found in simulate(Coders(prevalence), units, STUDIES).items():
        assert found.intervals == STUDIES, name
        assert found.share >= LEVEL - allowance(LEVEL, STUDIES), (name, found)
        assert found.mean == pytest.approx(Coders(prevalence).truth[name], abs=0.015), name


@pytest.mark.parametrize(("units", "prevalence"), RARE)
def test_of_a_rare_code_alpha_falls_short_and_percent_and_ac1_do_not(units: int, prevalence: float) -> None:
    found = simulate(Coders(prevalence), units, STUDIES)
    low, high = RARE[units, prevalence]
    assert low <= 100 * found["krippendorff_nominal"].share <= high
    for name in ("percent", "gwet_ac1"):
        assert found[name].share >= LEVEL - allowance(LEVEL, STUDIES), name


@pytest.mark.parametrize("units", [100, 400])
def test_alpha_of_sets_of_codes(units: int) -> None:
    found, truth = simulate_sets([Coders(0.3), Coders(0.2), Coders(0.1)], units, STUDIES)
    assert found.share >= LEVEL - allowance(LEVEL, STUDIES)
    assert found.mean == pytest.approx(truth, abs=0.01)


def test_characters_are_to_be_drawn_by_turn() -> None:
    turns, runs = simulate_runs(Coders(0.3), 100, STUDIES, share_nominal)
    assert turns.share >= LEVEL - allowance(LEVEL, STUDIES)
    assert runs.share < 0.75, "runs of one turn say the same, so that drawing runs claims too much"


def test_what_falls_short_is_said_in_the_methods() -> None:
    methods = (Path(__file__).resolve().parents[2] / "docs" / "methods.md").read_text("utf-8")
    for (units, _), (low, high) in RARE.items():
        assert re.search(rf"\| {units} units[^|]*\| {low} to {high} % \|", methods), units
