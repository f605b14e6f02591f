"""The made-up score sheets: two sessions in six cases, as they are read, and what is true of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest.ratings import Ratings, read_ratings
from analysis.reference_study import design
from analysis.reference_study.samson_design import (
    ACTIONS,
    CHANGES,
    FEW,
    HALF_WAY,
    HELD,
    HELD_AGAIN,
    LEVELS,
    QUESTIONS,
    WEIGHTS,
    WEIGHTS_AGAIN,
)
from analysis.reference_study.talk_design import FIELDS
from analysis.study import Study, load_study

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(REPOSITORY)


@pytest.fixture(scope="module")
def read(study: Study) -> Ratings:
    return read_ratings(study)


@pytest.fixture(scope="module")
def scores(read: Ratings) -> pd.DataFrame:
    return read.scorecards[read.scorecards["scorecard"] == "samson"]


def test_the_questions_are_those_of_the_scorecard(study: Study) -> None:
    fields = study.scorecards["samson"].fields
    assert {field.id: len(field.questions) for field in fields} == QUESTIONS
    assert [field.id for field in fields] == [*FIELDS]
    names = [question.id for field in fields for question in field.questions]
    assert names == [f"{field}_{number}" for field in FIELDS for number in range(1, QUESTIONS[field] + 1)]


def test_every_case_has_two_sessions_in_order(scores: pd.DataFrame) -> None:
    held = scores[["case", "session", "number", "date", "version"]].drop_duplicates().to_numpy().tolist()
    assert sorted(held) == sorted(
        [case, str(number), number, days[case].isoformat(), "1"]
        for number, days in ((1, HELD), (2, HELD_AGAIN))
        for case in LEVELS
    )
    assert len(scores) == 2 * len(LEVELS) * sum(QUESTIONS.values())


def test_one_half_some_blanks_and_one_field_with_too_few_answers(scores: pd.DataFrame) -> None:
    (half,) = scores[scores["score"] % 1 > 0].to_dict("records")
    case, field, question = HALF_WAY
    asked = ("case", "number", "question", "score")
    assert [half[name] for name in asked] == [case, 1, f"{field}_{question}", 7.5]
    answered = scores.dropna(subset="score").groupby(["case", "number", "field"]).size()
    case, field, few = FEW
    assert answered[case, 2, field] == few
    assert answered.drop((case, 2, field)).min() >= 5
    assert 0 < scores["score"].isna().sum() < 0.08 * len(scores)


def test_weights_and_actions_are_read_as_they_were_made_up(study: Study, read: Ratings) -> None:
    values = [value.id for value in study.scorecards["samson"].values]
    found = read.weights.pivot(index=["case", "session"], columns="value", values="weight")[values]
    for session, weights in (("1", WEIGHTS), ("2", WEIGHTS_AGAIN)):
        for case, given in weights.items():
            assert found.loc[(case, session)].tolist() == [*given]
    assert found.loc[(design.TRANOY, "2")].isna().all() and len(found) == 2 * len(LEVELS)
    proposed = read.actions.set_index(["case", "session", "question"])["action"].to_dict()
    assert proposed == {
        (case, str(session), question): text for (case, session, question), text in ACTIONS.items()
    }
    weighed = read.actions.set_index(["case", "session", "question"])["weight"]
    # Equality 5 rests on democracy alone; nothing was weighed in the second session of the last case.
    assert weighed[design.ARENDAL, "1", "equality_5"] == 8
    assert pd.isna(weighed[design.TRANOY, "2", "shared_goals_1"])


def test_what_is_true_is_fixed() -> None:
    anchoring, communication = FIELDS.index("anchoring"), FIELDS.index("communication")
    assert {case: (change[communication], change[anchoring]) for case, change in CHANGES.items()} == {
        design.ARENDAL: (0.0, 0.5),
        design.ASKER: (0.0, 0.5),
        design.FRISKGARDEN: (-0.5, 1.0),
        design.NOEN: (0.0, 0.5),
        design.TRANOY: (-0.5, -0.5),
        design.TRONDHEIM: (-2.0, 2.5),
    }
    means = [sum(change[place] for change in CHANGES.values()) / 6 for place in range(len(FIELDS))]
    assert means == pytest.approx([1 / 6, 1 / 6, -1 / 2, 3 / 4, 1 / 12, 1 / 12, 1 / 6])


def test_what_is_true_comes_out_of_the_sheets(scores: pd.DataFrame) -> None:
    both = scores.pivot(index=["case", "field", "question"], columns="number", values="score").dropna()
    moved = (both[2] - both[1]).groupby(["case", "field"]).mean()
    for case, changes in CHANGES.items():
        for field, change in zip(FIELDS, changes, strict=True):
            # A question moves by 0.5 besides, and both scores are rounded: 0.65 a question.
            slack = 3 * 0.65 / (2 if (case, field) == FEW[:2] else QUESTIONS[field]) ** 0.5
            assert moved[case, field] == pytest.approx(change, abs=slack), (case, field)
    mean = moved.groupby("field").mean()
    assert mean["anchoring"] == pytest.approx(0.75, abs=0.3)
    assert moved[design.TRONDHEIM, "anchoring"] > 2 and moved[design.TRONDHEIM, "communication"] < -1.5


def test_a_blank_form_that_was_left_in_is_not_read(read: Ratings) -> None:
    noted = read.receipts[read.receipts["why"].isin(["blank_form", "values_not_weighed"])]
    assert noted[["source", "why", "before"]].to_numpy().tolist() == [
        ["samson-first", "blank_form", "Skåringsark"],
        ["samson-second", "values_not_weighed", f"{design.TRANOY}, 2"],
    ]
