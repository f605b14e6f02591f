"""The change of a scorecard over six cases: how often its tests reject, and its intervals hold it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.change.scorecards import compare_sessions
from analysis.contracts import COMPARABILITY, SCORECARD_SCORES
from analysis.scorecards import Scorecard
from analysis.study import Study
from analysis.tables import conform
from tests.recovery.simulated_studies import Rate
from tests.small_study import OURS, label, small_study

STUDIES, CASES, QUESTIONS = 500, 6, 7
SEED = 2018
SPREAD, NOISE = 0.8, 1.2
"""Standard deviations of the cases' true changes, and of one answer around its case's level."""
ALPHA = 0.05
CHANGES = (0.0, 1.5)


def _study() -> Study:
    """A study whose scorecard has a field for each simulated study, so that one call compares them all."""
    fields = [{"id": f"f{number}", "label": label(f"f{number}")} for number in range(STUDIES)]
    card = Scorecard.model_validate(
        {"id": "card", "title": label("card"), "lowest": 0, "highest": 10, "source": OURS, "fields": fields}
    )
    analysis = {"label": label("sessions"), "scorecard": "card", "family": "tests", "purpose": "exploratory"}
    return replace(small_study(scorecards={"sessions": analysis}), scorecards={"card": card})


def _answer(change: float) -> pd.DataFrame:
    """Whole answers from 0 to 10 of six cases in two sessions; cases differ in level and in their change."""
    random = np.random.default_rng([SEED, round(10 * change)])
    level = 4.5 + random.normal(0, 0.7, (STUDIES, CASES, 1, 1))
    moved = change + random.normal(0, SPREAD, (STUDIES, CASES, 1, 1))
    sessions = level + moved * np.array([0, 1]).reshape(1, 1, 2, 1)
    answers = np.rint(sessions + random.normal(0, NOISE, (STUDIES, CASES, 2, QUESTIONS))).clip(0, 10)
    places: dict[str, Any] = dict(
        zip(("field", "case", "session", "question"), np.indices(answers.shape).reshape(4, -1), strict=True)
    )
    frame = pd.DataFrame(places | {"score": answers.reshape(-1)})
    frame["field"], frame["case"] = "f" + frame["field"].astype(str), "c" + frame["case"].astype(str)
    frame["question"], frame["session"] = "q" + frame["question"].astype(str), frame["session"] + 1
    held = {"scorecard": "card", "wave": "before", "date": "", "theme": "", "status": "ok", "reason": ""}
    return conform(frame.assign(**held), SCORECARD_SCORES)


@cache
def _compared(change: float) -> pd.DataFrame:
    checks = conform(pd.DataFrame(columns=COMPARABILITY.names), COMPARABILITY)
    changes = compare_sessions(_study(), _answer(change), checks)
    return changes[changes["case"] == "all"]


def _of(change: float, statistic: str) -> pd.DataFrame:
    found = _compared(change)
    return found[found["statistic"] == statistic]


@pytest.mark.parametrize("statistic", ["sign_flip", "sign_test"])
def test_the_exact_tests_reject_no_more_than_they_say_where_nothing_changed(statistic: str) -> None:
    p = _of(0.0, statistic)["p"].dropna()
    assert len(p) > 0.98 * STUDIES
    assert Rate(int((p <= ALPHA + 1e-12).sum()), len(p), ()).is_at_most(ALPHA)
    assert (p >= 2 / 2**CASES - 1e-12).all()


def test_the_test_that_flips_signs_finds_a_change_that_is_there() -> None:
    p = _of(1.5, "sign_flip")["p"].dropna()
    assert (p <= ALPHA).mean() > 0.5


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("statistic", ["change", "sign_flip"])
def test_the_intervals_hold_the_mean_change_as_often_as_they_say(change: float, statistic: str) -> None:
    rows = _of(change, statistic).dropna(subset="ci_low")
    held = int(((rows["ci_low"] <= change) & (rows["ci_high"] >= change)).sum())
    assert len(rows) > 0.98 * STUDIES
    rate = Rate(len(rows) - held, len(rows), ())
    assert rate.is_at_most(ALPHA)
    if statistic == "change":
        assert abs(held / len(rows) - (1 - ALPHA)) < 3.5 * np.sqrt(ALPHA * (1 - ALPHA) / len(rows))


@pytest.mark.parametrize("change", CHANGES)
def test_the_mean_change_is_recovered(change: float) -> None:
    found = _of(change, "change")["estimate"]
    assert found.mean() == pytest.approx(change, abs=4 * found.std() / np.sqrt(STUDIES))
