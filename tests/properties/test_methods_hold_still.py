"""What must not change the numbers, on answers drawn at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.descriptives import describe_responses
from analysis.differences import compare_groups
from analysis.formulas.consistency import estimate_alpha, estimate_spearman_brown
from analysis.formulas.effects import estimate_hedges_g, estimate_mean_difference
from analysis.formulas.resampling import permute_within_cases, stream
from analysis.instruments import Instrument
from analysis.reliability import estimate_reliability
from analysis.scoring import score_scales
from tests.small_study import INSTRUMENT, small_study, typed_responses

HOLD = settings(max_examples=8, deadline=None, derandomize=True)
HOLD_FORMULAS = settings(max_examples=60, deadline=None, derandomize=True)

AGREEMENT = st.sampled_from(["1", "2", "4", "5", "x", "."])
SLIDER = st.one_of(st.integers(1, 100).map(str), st.just("."))
PERSON = st.tuples(
    st.sampled_from(["north", "south", "west"]),
    st.sampled_from(["left", "right"]),
    *(AGREEMENT,) * 4,
    *(SLIDER,) * 2,
    st.sampled_from(["1", "2", "."]),
)
ANSWERS = st.lists(PERSON, min_size=1, max_size=14)
SCORE = st.integers(3, 15).map(lambda total: total / 3)
SIDES = st.lists(st.tuples(SCORE, st.booleans(), st.integers(0, 2)), min_size=2, max_size=12)


def responses_of(people: list[tuple[str, ...]]) -> pd.DataFrame:
    lines = [" ".join(person) for person in people]
    return typed_responses("\n".join(["case group a1 a2 a3 a4 s1 s2 m1", *lines]))


def estimate_all(responses: pd.DataFrame, instrument: Instrument = INSTRUMENT) -> pd.DataFrame:
    study, scores = small_study(), score_scales(responses, instrument)
    study.instruments["small"] = instrument
    tables = [
        describe_responses(study, {"small": responses}, scores),
        estimate_reliability(study, {"small": responses}, scores),
        compare_groups(study, scores),
    ]
    return pd.concat(tables, ignore_index=True)


def same(one: pd.DataFrame, other: pd.DataFrame, exactly: bool) -> None:
    pd.testing.assert_frame_equal(one, other, check_exact=exactly, rtol=1e-9, atol=1e-12)


@HOLD
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_bit(people: list[tuple[str, ...]], chance: Any) -> None:
    responses = responses_of(people)
    order = list(range(len(people)))
    chance.shuffle(order)
    same(estimate_all(responses), estimate_all(responses.iloc[order]), exactly=True)


@HOLD
@given(ANSWERS)
def test_every_missing_number_has_a_reason_and_no_number_is_infinite(people: list[tuple[str, ...]]) -> None:
    table = estimate_all(responses_of(people))
    assert (table["status"].eq("ok") == table["estimate"].notna()).all()
    assert (table.loc[table["estimate"].isna(), "reason"] != "").all()
    numbers = table[["estimate", "ci_low", "ci_high", "df", "p", "p_adjusted"]].to_numpy(dtype=float)
    assert not np.isinf(numbers).any()
    with_interval = table[table["ci_low"].notna()]
    assert (with_interval["ci_low"] <= with_interval["estimate"] + 1e-12).all()
    assert (with_interval["estimate"] <= with_interval["ci_high"] + 1e-12).all()
    assert (table["n"] + table["n_excluded"] <= len(people)).all()


@HOLD
@given(ANSWERS)
def test_turning_an_item_and_its_key_round_changes_no_score(people: list[tuple[str, ...]]) -> None:
    responses = responses_of(people)
    turned = responses.assign(a2=6 - responses["a2"])
    items = [
        item.model_copy(update={"reverse": True}) if item.id == "a2" else item for item in INSTRUMENT.items
    ]
    keyed = INSTRUMENT.model_copy(update={"items": items})
    same(score_scales(responses, INSTRUMENT), score_scales(turned, keyed), exactly=True)


@HOLD
@given(ANSWERS, st.lists(PERSON.map(lambda person: ("east", *person[1:])), min_size=1, max_size=4))
def test_another_case_changes_no_bit_of_the_numbers_it_is_not_part_of(
    people: list[tuple[str, ...]], more: list[tuple[str, ...]]
) -> None:
    before, after = estimate_all(responses_of(people)), estimate_all(responses_of([*people, *more]))
    named = before[before["case"] != "all"].reset_index(drop=True)
    kept = after[~after["case"].isin(["all", "east"])].reset_index(drop=True)
    same(named, kept, exactly=True)
    assert (after["case"] == "east").any()


@HOLD
@given(ANSWERS)
def test_the_names_of_the_cases_do_not_matter(people: list[tuple[str, ...]]) -> None:
    names = {"north": "west", "south": "north", "west": "south"}
    renamed = [(names[case], *rest) for case, *rest in people]
    one, other = estimate_all(responses_of(people)), estimate_all(responses_of(renamed))
    one = one.assign(case=one["case"].replace(names).astype("string"))
    keys = ["analysis", "scale", "item", "category", "case", "group", "statistic", "sensitivity"]
    same(
        one.sort_values(keys, ignore_index=True),
        other.sort_values(keys, ignore_index=True),
        exactly=False,
    )


@HOLD_FORMULAS
@given(SIDES, st.sampled_from([0.1, 3.0, 25.0]), st.sampled_from([-7.0, 0.5]))
def test_another_unit_changes_the_difference_and_not_the_test(
    people: list[tuple[float, bool, int]], unit: float, start: float
) -> None:
    values, first, cases = (np.array(column) for column in zip(*people, strict=True))
    one = permute_within_cases(values, first, cases, stream(1))
    other = permute_within_cases(start + unit * values, first, cases, stream(1))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (other.p, other.smallest_p) == pytest.approx((one.p, one.smallest_p))
        assert other.difference == pytest.approx(unit * one.difference, abs=1e-9)
        assert other.interval(0.9) == pytest.approx(tuple(unit * end for end in one.interval(0.9)), abs=1e-9)


@HOLD_FORMULAS
@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=8),
    st.lists(st.integers(1, 5), min_size=2, max_size=8),
    st.sampled_from([0.25, 20.0]),
)
def test_another_unit_leaves_the_standardised_difference(
    first: list[int], second: list[int], unit: float
) -> None:
    a, b = np.array(first, dtype=float), np.array(second, dtype=float)
    g, moved = estimate_hedges_g(a, b, 0.95), estimate_hedges_g(9 + unit * a, 9 + unit * b, 0.95)
    raw, wide = (
        estimate_mean_difference(a, b, 0.95),
        estimate_mean_difference(9 + unit * a, 9 + unit * b, 0.95),
    )
    assert moved.reason == g.reason and wide.reason == raw.reason
    assert (moved.value, moved.low) == pytest.approx((g.value, g.low), nan_ok=True)
    assert (wide.value, wide.high) == pytest.approx((unit * raw.value, unit * raw.high), nan_ok=True)


@HOLD_FORMULAS
@given(st.lists(st.tuples(*(st.integers(1, 5),) * 3), min_size=2, max_size=10))
def test_reliability_does_not_know_the_unit_or_the_order_of_the_items(rows: list[tuple[int, ...]]) -> None:
    answers = np.array(rows, dtype=float)
    alpha, moved = estimate_alpha(answers, 0.95), estimate_alpha(3 + 10 * answers[:, ::-1], 0.95)
    assert alpha.reason == moved.reason
    assert moved.value == pytest.approx(alpha.value, nan_ok=True)
    pair = estimate_spearman_brown(answers[:, :2], 0.95)
    turned = estimate_spearman_brown(10 * answers[:, 1::-1], 0.95)
    assert (turned.value, turned.low) == pytest.approx((pair.value, pair.low), nan_ok=True)
