"""What this installation computes, against what R computes: every case that ships with the project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.provenance import REPOSITORY
from analysis.validation.adapters import ADAPTERS
from analysis.validation.cases import ReferenceCase
from analysis.validation.reading import read_cases
from analysis.validation.running import run_case, tell_outcomes

CASES = read_cases(REPOSITORY / "reference" / "cases.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_agrees_with_r(case: ReferenceCase) -> None:
    outcome = run_case(case, ADAPTERS.get(case.statistic))
    assert outcome.agrees, tell_outcomes([outcome])


def test_every_statistic_has_cases_and_every_adapter_a_statistic() -> None:
    assert {case.statistic for case in CASES} == set(ADAPTERS)


@pytest.mark.parametrize("case", CASES[::10], ids=lambda case: case.id)
def test_a_case_would_be_told_if_it_were_wrong(case: ReferenceCase) -> None:
    shifted = {name: value for name, value in case.expected.items() if isinstance(value, float)}
    if shifted:
        wrong = replace(case, expected={name: value + 1 for name, value in shifted.items()})
        assert len(run_case(wrong, ADAPTERS[case.statistic]).disagreements) == len(shifted)
