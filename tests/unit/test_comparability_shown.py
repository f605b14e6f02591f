"""The table and the paragraph on what may be compared."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import COMPARABILITY
from analysis.displays import build_table
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.sentences import build_sentence
from analysis.study import Study, load_study
from analysis.tables import conform
from tests.unit.comparability_frames import compare
from tests.unit.estimates_frames import make_results


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(Path(__file__).resolve().parents[2], check_hashes=False)


@pytest.fixture(scope="module")
def results(study: Study) -> dict[str, pd.DataFrame]:
    return make_results(study) | compare(study)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_table_tells_what_was_checked_what_differs_and_what_follows(
    study: Study, results: dict[str, pd.DataFrame], language: str
) -> None:
    table = build_table("comparability", results, study, language)
    survey, *cards, indicator = table.sections
    title = study.instruments[study.settings.main_instrument].title.in_language(language)
    assert survey.heading.startswith(title)
    wording, mode, borders = survey.rows
    scale = study.instruments[study.settings.main_instrument].scales[1]
    assert wording[1:5] == ("2", "1", "0", scale.label.in_language(language))
    assert mode[1:5] == ("1", "0", "1", NO_NUMBER_SIGN)
    case = next(one.label for one in study.settings.cases if one.id == study.cases[0])
    assert borders[4] == f"{case} (0101 → 3001)"
    assert len({wording[5], mode[5], borders[5]}) == 3
    assert indicator.rows[0][4].endswith("(in work → in full-time work)")
    assert [len(card.rows) for card in cards] == [2] * len(study.scorecards)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_paragraph_counts_checks_and_consequences(
    study: Study, results: dict[str, pd.DataFrame], language: str
) -> None:
    checked = results["comparability"]
    said = build_sentence("comparability", results, study, language)
    assert str(len(checked)) in said
    assert str(int((checked["consequence"] == "stopped").sum())) in said
    alike = checked.assign(same="yes", consequence="none")
    quiet = build_sentence("comparability", results | {"comparability": alike}, study, language)
    assert len(quiet) < len(said)


def test_nothing_checked_is_nothing_said(study: Study, results: dict[str, pd.DataFrame]) -> None:
    none = conform(pd.DataFrame(columns=COMPARABILITY.names), COMPARABILITY)
    assert build_sentence("comparability", results | {"comparability": none}, study, "nb") == ""
    assert build_table("comparability", results | {"comparability": none}, study, "nb").rows == ()
