"""The sources side by side: each part's number, where it points, and what the parts say together."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.constructs import JointDisplay, Rule
from analysis.contracts import ESTIMATES, SCORECARDS
from analysis.contracts.sides import PARTS
from analysis.formulas.clustered_shares import estimate_clustered_share
from analysis.formulas.moments import estimate_mean, estimate_share, t_quantile
from analysis.integration import integrate_sources
from analysis.integration.directions import judge, point
from analysis.scorecards import Scorecard
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import OURS, label, pick
from tests.unit.coding_study import coding_study, typed_codings
from tests.unit.estimates_frames import estimate_row

CARD = Scorecard.model_validate(
    {
        "id": "card",
        "title": label("card"),
        "lowest": 0,
        "highest": 10,
        "minimum_answered": 2,
        "source": OURS,
        "fields": [{"id": "daring", "label": label("daring")}],
    }
)
CONSTRUCT = {
    "id": "daring",
    "label": label("daring"),
    "scales": ["trio", "single"],
    "barriers": ["pair"],
    "codes": ["values"],
    "scorecard_field": "daring",
}
TALK = """
one ann:open        bo:open
one ann:brave       bo:brave
one ann:open+money  bo:open+money
one ann:open        bo:open
one ann:brave       bo:brave
one ann:            bo:
two ann:open        bo:open
two ann:open        bo:open
two ann:open+law    bo:open+law
two ann:money       bo:money
"""
MEANS = [("trio", 4.0, 3.5, 4.5, 12), ("single", 4.4, 3.9, 4.9, 11), ("pair", 30.0, 20.0, 40.0, 10)]
ENDS = ("low", "high", "n", "direction")
SCORES = """
north 1 2018-01-01 daring 2 3
north 2 2018-05-01 daring 8 9 7
south 1 2018-02-01 daring 6 7
"""


def study(rule: dict[str, Any] | None = None, **construct: Any) -> Study:
    about = {"label": label("side by side"), "instrument": "small", "codebook": "frame", "scorecard": "card"}
    told = {"wave": "before", "rule": {"difficulty": ["barriers"], "minimum_units": 3} | (rule or {})}
    display = JointDisplay.model_validate(about | told | {"constructs": [CONSTRUCT | construct]})
    made = coding_study()
    settings = made.settings.model_copy(deep=True)
    settings.cases.append(settings.cases[0].model_copy(update={"id": "south"}))
    return replace(made, joint_display=display, scorecards={"card": CARD}, settings=settings)


def described(*means: tuple[str, float, float, float, int], case: str = "all", **more: Any) -> pd.DataFrame:
    known = {"case": case, "wave": "before", "instrument": "small", "analysis": "described"} | more
    rows = [
        estimate_row(coding_study(), "described", "mean", scale=scale, estimate=value, n=n)
        | {"ci_low": low, "ci_high": high}
        | known
        for scale, value, low, high, n in means
    ]
    return conform(pd.DataFrame(rows, columns=ESTIMATES.names), ESTIMATES)


def scored(text: str = SCORES) -> pd.DataFrame:
    """The scorecards a text shows, one session a line: `case session date field score ...`, `.` for none."""
    rows: list[dict[str, Any]] = [
        {"scorecard": "card", "wave": "before", "case": case, "session": session, "date": date, "source": "x"}
        | {"version": "1", "number": 1}
        | {"field": field, "question": f"q{number}", "score": None if score == "." else float(score)}
        for case, session, date, field, *scores in map(str.split, text.strip().splitlines())
        for number, score in enumerate(scores)
    ]
    return conform(pd.DataFrame(rows, columns=SCORECARDS.names), SCORECARDS)


def join(
    descriptives: pd.DataFrame | None = None,
    talk: str = TALK,
    scores: str = SCORES,
    rule: dict[str, Any] | None = None,
    **construct: Any,
) -> pd.DataFrame:
    means = described(*MEANS) if descriptives is None else descriptives
    return integrate_sources(study(rule, **construct), means, *typed_codings(talk), scored(scores))


def row(table: pd.DataFrame, case: str = "all") -> pd.Series:
    return pick(table, case=case)


def part(found: pd.Series, name: str) -> tuple[Any, ...]:
    return tuple(found[column] for column in (name, *(f"{name}_{end}" for end in ENDS)))


def test_factors_are_the_mean_of_their_scales_with_the_mean_of_their_ends() -> None:
    assert part(row(join()), "factors") == pytest.approx((4.2, 3.7, 4.7, 11, "up"))
    assert part(row(join()), "barriers") == (30, 20, 40, 10, "up")


def test_low_factors_and_high_barriers_point_down() -> None:
    means = described(("trio", 1.8, 1.5, 2.2, 9), ("single", 2, 1.5, 2.5, 9), ("pair", 70, 60, 80, 9))
    found = row(join(means))
    assert (found["factors_direction"], found["barriers_direction"]) == ("down", "down")


def test_a_scale_without_a_number_leaves_the_others() -> None:
    means = described(*MEANS)
    means.loc[means["scale"] == "trio", "status"] = "not_estimable"
    assert part(row(join(means)), "factors") == (4.4, 3.9, 4.9, 11, "up")
    gone = row(join(described()))
    assert (gone["factors_direction"], gone["barriers_direction"]) == ("none", "none")
    assert gone[["factors", "factors_low", "factors_n"]].isna().all()


def test_a_scale_without_an_interval_takes_it_from_the_mean() -> None:
    found = row(join(described(("trio", 5, nan, nan, 3), *MEANS[1:])))
    assert found["factors"] == pytest.approx(4.7)
    assert (np.isnan(found["factors_low"]), found["factors_direction"]) == (True, "mixed")


def test_only_means_over_both_groups_in_the_main_reading_are_taken() -> None:
    others = [
        described(("trio", 1, 1, 1, 4), **{column: value})
        for column, value in (
            ("group", "left"),
            ("sensitivity", "neutral"),
            ("wave", "after"),
            ("statistic", "sd"),
            ("instrument", "other"),
        )
    ]
    pd.testing.assert_frame_equal(join(pd.concat([described(*MEANS), *others])), join())


def test_a_scale_that_two_descriptions_name_counts_once() -> None:
    twice = pd.concat([described(*MEANS), described(*MEANS, analysis="again")])
    pd.testing.assert_frame_equal(join(twice), join())


def test_the_codings_of_a_case_tell_the_share_without_a_difficulty() -> None:
    found = row(join(), "north")
    expected = estimate_share(4, 5, 0.95)
    assert part(found, "codings") == pytest.approx((0.8, expected.low, expected.high, 5, "mixed"))
    assert found["codings_share"] == pytest.approx(5 / 6)
    assert row(join(), "south")["codings"] == pytest.approx(2 / 3)


def test_the_codings_of_all_cases_heed_that_units_of_a_case_hang_together() -> None:
    expected = estimate_clustered_share(np.array([4.0, 2.0]), np.array([5.0, 3.0]), 0.95)
    assert part(row(join()), "codings") == pytest.approx((0.75, expected.low, expected.high, 8, "mixed"))
    assert row(join())["codings_share"] == pytest.approx(8 / 10)


def test_few_units_tell_nothing_and_are_counted() -> None:
    found = row(join(rule={"minimum_units": 4}), "south")
    assert (found["codings_n"], found["codings_direction"], np.isnan(found["codings"])) == (3, "none", True)
    assert found["codings_share"] == pytest.approx(3 / 4)


def test_without_codes_of_a_difficulty_the_codings_do_not_point() -> None:
    found = row(join(rule={"difficulty": []}))
    assert (found["codings_direction"], found["codings_share"]) == ("none", 0.8)
    assert np.isnan(row(join(codes=[]))["codings_share"])


def test_the_scorecard_is_that_of_the_latest_session() -> None:
    assert part(row(join(), "north"), "scorecard") == (8, 7, 9, 3, "up")
    expected = estimate_mean(np.array([8, 6.5]), 0.95, (0, 10))
    assert part(row(join()), "scorecard") == pytest.approx((7.25, expected.low, expected.high, 2, "mixed"))


def test_the_tenth_session_is_later_than_the_ninth() -> None:
    held = ("north 9 2018-01-01 daring 2 3", "north 10 2018-01-01 daring 8 9")
    for order in (held, held[::-1]):
        assert row(join(scores="\n".join(order)), "north")["scorecard"] == 8.5


def test_a_field_with_too_few_answers_has_no_score() -> None:
    found = join(scores="north 1 2018-01-01 daring 9 .\nsouth 1 2018-01-01 daring 8 9")
    assert row(found, "north")["scorecard_direction"] == "none"
    alone = row(found)
    assert (alone["scorecard"], alone["scorecard_n"]) == (8.5, 1)
    assert (np.isnan(alone["scorecard_low"]), alone["scorecard_direction"]) == (True, "mixed")


def test_a_case_that_one_source_knows_has_rows() -> None:
    found = join(talk="two ann:open", scores="north 1 2018-01-01 daring 8 9")
    assert found["case"].tolist() == ["all", "north", "south"]
    assert join(described(), talk="", scores="").empty
    assert join(described(*MEANS, case="south"), talk="", scores="")["case"].tolist() == ["all", "south"]


def test_a_study_without_a_joint_display_has_no_rows() -> None:
    assert integrate_sources(coding_study(), described(*MEANS), *typed_codings(TALK), scored()).empty


def test_a_codebook_of_which_there_is_no_analysis_says_nothing() -> None:
    made = study()
    silent = replace(made, plan=made.plan.model_copy(update={"codings": {}}))
    found = row(integrate_sources(silent, described(*MEANS), *typed_codings(""), scored()))
    assert (found["codings_direction"], found["verdict"]) == ("none", "expands")


@pytest.mark.parametrize(
    ("value", "low", "high", "direction"),
    [
        (0.8, 0.7, 0.9, "up"),
        (0.6, 0.51, 0.7, "up"),
        (0.59, 0.51, 0.7, "mixed"),
        (0.8, 0.5, 0.9, "mixed"),
        (0.2, 0.1, 0.49, "down"),
        (0.41, 0.3, 0.45, "mixed"),
        (0.8, nan, nan, "mixed"),
        (1.0, 1.0, 1.0, "up"),
    ],
)
def test_a_source_points_where_its_interval_is_off_the_middle_and_its_number_clearly(
    value: float, low: float, high: float, direction: str
) -> None:
    assert point(value, low, high, Rule()) == direction


def test_a_limit_reached_but_for_rounding_is_reached() -> None:
    assert point((3.4 - 1) / 4, 0.55, 0.7, Rule()) == "up"


@pytest.mark.parametrize(
    ("directions", "verdict", "reason"),
    [
        ("up none up none", "confirms", "factors codings"),
        ("up up none up", "confirms", "factors barriers scorecard"),
        ("down down down down", "confirms", "factors barriers codings scorecard"),
        ("up none down none", "contradicts", "factors codings"),
        ("mixed mixed up down", "contradicts", "factors barriers codings scorecard"),
        ("up none mixed none", "expands", "factors codings"),
        ("up mixed none up", "expands", "factors barriers scorecard"),
        ("up down none up", "expands", "factors barriers scorecard"),
        ("up up none none", "silent", "factors barriers"),
        ("up down none none", "silent", "factors barriers"),
        ("mixed none mixed mixed", "silent", "factors codings scorecard"),
        ("none none none none", "silent", ""),
    ],
)
def test_what_the_sources_say_together(directions: str, verdict: str, reason: str) -> None:
    assert judge(dict(zip(PARTS, directions.split(), strict=True))) == (verdict, reason)


def test_turning_all_directions_round_changes_no_verdict() -> None:
    turned = {"up": "down", "down": "up", "mixed": "mixed", "none": "none"}
    for directions in product(turned, repeat=4):
        told = dict(zip(PARTS, directions, strict=True))
        assert judge(told) == judge({part: turned[direction] for part, direction in told.items()})


def test_factors_and_barriers_are_one_source() -> None:
    found = row(join(talk="", scores=""))
    assert (found["factors_direction"], found["barriers_direction"]) == ("up", "up")
    assert (found["verdict"], found["reason"]) == ("silent", "factors barriers")


def test_a_clustered_share_by_hand() -> None:
    found = estimate_clustered_share(np.array([9.0, 1.0, 5.0]), np.array([10.0, 10.0, 10.0]), 0.95)
    # The clusters lie 4, -4 and 0 off half of ten; the variance of the share is (16 + 16) × 3 / 2 / 30².
    effective = 0.25 / (32 * 1.5 / 900)
    t = t_quantile(2, 0.95)
    half = t * np.sqrt(0.25 / effective + t**2 / (4 * effective**2)) / (1 + t**2 / effective)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5 - half, 0.5 + half))


def test_clusters_alike_count_as_units_and_one_cluster_has_no_interval() -> None:
    alike = estimate_clustered_share(np.full(3, 5.0), np.full(3, 10.0), 0.95)
    apart = estimate_clustered_share(np.array([10.0, 5, 0]), np.full(3, 10.0), 0.95)
    single = estimate_share(15, 30, 0.95)
    assert single.high - single.low < alike.high - alike.low < apart.high - apart.low
    assert estimate_clustered_share(np.array([5.0, 0]), np.array([9.0, 0]), 0.95).reason == "too_few_cases"
    assert estimate_clustered_share(np.array([]), np.array([]), 0.95).reason == "no_answers"
    none = estimate_clustered_share(np.zeros(4), np.full(4, 5.0), 0.95)
    assert (none.value, none.low) == (0, 0) and 0 < none.high < 1


SPOKEN = """
one m1 ann:open        bo:open
one m2 ann:brave       bo:brave
one m1 ann:open+money  bo:open+money
two m1 ann:open        bo:open
two x1 ann:open+law    bo:open+law
two e1 ann:            bo:
"""


def test_the_voices_of_a_construct_are_those_of_its_smaller_side() -> None:
    whole = join(talk=SPOKEN).set_index("case").loc["all"]
    # With a difficulty one known speaker spoke of it, in north, and in south whoever asks.
    assert (whole["codings_speakers"], whole["codings_cases"]) == (1, 2)
    without = join(talk=SPOKEN, rule={"difficulty": ["part"]}).set_index("case").loc["all"]
    assert (without["codings_speakers"], without["codings_cases"]) == (3, 2), "nobody spoke of a difficulty"
    unnamed = join().set_index("case").loc["all"]
    assert pd.isna(unnamed["codings_speakers"]) and unnamed["codings_cases"] == 2
    silent = join(talk="one m1 ann: bo:").set_index("case").loc["all"]
    assert silent[["codings_speakers", "codings_cases"]].isna().all()
